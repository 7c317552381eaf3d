/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/term/writer.h"
#include "base/secret.h"
#include "base/tick.h"
#include <errno.h>
#include <poll.h>
#include <unistd.h>

/* What a tty takes at once when poll says that it has room, without the call blocking. */
enum { SMALL = 256 };

void writer_init(struct writer *w, int fd, bool nonblocking)
{
	*w = (struct writer){ .fd = fd, .nonblocking = nonblocking };
}

void writer_drop(struct writer *w)
{
	if (w->secret && w->out.p)
		secret_wipe(w->out.p, w->out.n);
	w->secret = false;
	str_cut(&w->out, 0);
	w->sent = 0;
	w->stalled_ms = 0;
}

void writer_free(struct writer *w)
{
	writer_drop(w);
	str_free(&w->out);
}

bool writer_busy(const struct writer *w)
{
	return w->sent < w->out.n;
}

/* A growing buffer would leave copies of secret bytes behind: room for a whole frame is made first. */
bool writer_add(struct writer *w, struct slice bytes, bool secret)
{
	if (w->gone || w->out.n - w->sent + bytes.n > WRITER_MAX)
		return false;
	if ((secret || w->secret) && w->out.cap < WRITER_MAX + 1)
		str_reserve(&w->out, WRITER_MAX - w->out.n);
	str_add(&w->out, bytes);
	w->secret |= secret;
	return true;
}

static ssize_t write_some(struct writer *w)
{
	size_t n = w->out.n - w->sent;
	struct pollfd p = { .fd = w->fd, .events = POLLOUT };

	if (!w->nonblocking) {
		if (poll(&p, 1, 0) != 1 || !(p.revents & POLLOUT)) {
			errno = p.revents & (POLLHUP | POLLERR | POLLNVAL) ? EIO : EAGAIN;
			return -1;
		}
		n = n < SMALL ? n : SMALL;
	}
	return write(w->fd, w->out.p + w->sent, n);
}

static void note_stall(struct writer *w, int64_t now_ms)
{
	if (!w->stalled_ms)
		w->stalled_ms = now_ms ? now_ms : 1;
	if (now_ms - w->stalled_ms > w->slowest_ms)
		w->slowest_ms = now_ms - w->stalled_ms;
}

void writer_flush(struct writer *w, int64_t now_ms)
{
	while (writer_busy(w)) {
		ssize_t n = write_some(w);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
			note_stall(w, now_ms);
			return;
		}
		if (n < 0) {           /* hung up: nobody will ever read it */
			w->gone = true;
			writer_drop(w);
			return;
		}
		w->sent += (size_t)n;
	}
	writer_drop(w);
}

bool writer_drain(struct writer *w, int wait_ms)
{
	int64_t until = tick_ms() + wait_ms;

	for (;;) {
		struct pollfd p = { .fd = w->fd, .events = POLLOUT };
		int64_t now = tick_ms();

		writer_flush(w, now);
		if (!writer_busy(w))
			return !w->gone;
		if (now >= until)
			return false;
		poll(&p, 1, (int)(until - now));
	}
}
