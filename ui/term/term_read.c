/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/term/term_read.h"
#include "base/secret.h"
#include "base/tick.h"
#include "ui/term/term_in.h"
#include <errno.h>
#include <poll.h>
#include <unistd.h>

bool term_wants_write(const struct term *t)
{
	return writer_busy(&t->writer);
}

void term_flush(struct term *t)
{
	writer_flush(&t->writer, tick_ms());
}

int term_fd(const struct term *t)
{
	return t->tty.fd;
}

/* Feeds the decoder once. False when nothing came. */
static bool read_more(struct term *t)
{
	unsigned char bytes[4096];
	struct pollfd p = { .fd = t->tty.fd, .events = POLLIN };
	ssize_t n;

	if (t->gone || (!t->tty.nonblocking && poll(&p, 1, 0) <= 0))
		return false;
	do
		n = read(t->tty.fd, bytes, sizeof bytes);
	while (n < 0 && errno == EINTR);
	if (n == 0 || (n < 0 && errno != EAGAIN)) {
		t->gone = true;
		return true;
	}
	if (n < 0)
		return false;
	input_feed(t->input, bytes, (size_t)n, tick_ms());
	secret_wipe(bytes, (size_t)n);
	return true;
}

static bool take_resize(struct term *t, struct keystroke *out)
{
	t->resized = false;
	term_fit(t);
	*out = (struct keystroke){ .code = KEY_RESIZE };
	return true;
}

/* An answer of the terminal. True when it shows. */
static bool take_reply(struct term *t, const struct reply *r)
{
	bool sync = t->caps.sync, seen = caps_reply(&t->caps, r, tick_ms());

	if (t->caps.sync != sync)
		term_arm(t);
	return seen;
}

static bool read_key(struct term *t, struct keystroke *out, int *wait_ms)
{
	struct reply reply;

	if (t->resized)
		return take_resize(t, out);
	for (;;) {
		switch (input_next(t->input, tick_ms(), out, &reply, wait_ms)) {
		case INPUT_KEY:
			return true;
		case INPUT_REPLY:
			if (!take_reply(t, &reply))
				continue;
			*out = (struct keystroke){ .code = KEY_NONE };
			return true;
		case INPUT_NONE:
			break;
		}
		if (!read_more(t))
			return false;
		if (t->gone && t->told_gone)
			return false;
		if (t->gone) {
			t->told_gone = true;
			*out = (struct keystroke){ .code = KEY_EOF };
			return true;
		}
	}
}

bool term_read(struct term *t, struct keystroke *out, int *wait_ms)
{
	bool got;

	*wait_ms = -1;
	got = read_key(t, out, wait_ms);
	if (got)
		*wait_ms = 0;
	return got;
}
