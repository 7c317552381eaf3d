/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/cli_prompt.h"
#include "base/str.h"
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

enum { MAX_ANSWER = 4096 };

/* The one open question. The terminal stays in line mode: one read gives one line. */
static struct {
	int fd;                  /* -1: none is open */
	bool secret;
	struct loop_fd *handle;
	struct termios before;
	void (*line)(void *arg, enum err e, const char *line);
	void (*hidden)(void *arg, enum err e, struct secret *s);
	void *arg;
} open_one = { .fd = -1 };

bool cli_prompt_possible(void)
{
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (fd < 0)
		return false;
	close(fd);
	return true;
}

/* Ctrl-Z would leave the shell without echo, so it is off while a secret is typed. */
static void hide(int fd)
{
	struct termios t;

	if (tcgetattr(fd, &open_one.before))
		return;
	t = open_one.before;
	t.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
	t.c_lflag |= ICANON | ISIG;
	t.c_cc[VSUSP] = _POSIX_VDISABLE;
	tcsetattr(fd, TCSAFLUSH, &t);
}

static void end(enum err e, const char *line, struct secret *s)
{
	int fd = open_one.fd;
	bool secret = open_one.secret;

	loop_fd_del(open_one.handle);
	if (secret) {
		tcsetattr(fd, TCSAFLUSH, &open_one.before);
		dprintf(fd, "\n");
	} else if (e) {
		dprintf(fd, "\n");
	}
	close(fd);
	open_one.fd = -1;
	if (secret)
		open_one.hidden(open_one.arg, e, s);
	else
		open_one.line(open_one.arg, e, line);
}

static void take_line(void)
{
	char buf[MAX_ANSWER + 1];
	ssize_t n = read(open_one.fd, buf, MAX_ANSWER);

	if (n <= 0) {
		end(E_CANCELLED, "", NULL);
		return;
	}
	buf[n] = 0;
	buf[strcspn(buf, "\r\n")] = 0;
	end(E_OK, buf, NULL);
}

static void take_secret(void)
{
	struct secret s = secret_new(MAX_ANSWER);
	ssize_t n = read(open_one.fd, s.p, s.cap);

	if (n > 0) {
		s.n = (size_t)n;
		if (s.p[s.n - 1] == '\n')
			secret_cut(&s, s.n - 1);
	}
	end(n > 0 ? E_OK : E_CANCELLED, NULL, &s);
	secret_free(&s);
}

static void readable(void *arg, short revents)
{
	(void)arg, (void)revents;
	if (open_one.secret)
		take_secret();
	else
		take_line();
}

static enum err start(struct loop *l, const char *prompt, bool secret)
{
	if (open_one.fd >= 0)
		return E_BUSY;
	open_one.fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (open_one.fd < 0)
		return E_UNSUPPORTED;
	open_one.secret = secret;
	if (secret)
		hide(open_one.fd);
	dprintf(open_one.fd, "%s", prompt);
	open_one.handle = loop_fd_add(l, open_one.fd, POLLIN, readable, NULL);
	return E_OK;
}

void cli_prompt_line(struct loop *l, const char *prompt, void (*fn)(void *arg, enum err e, const char *line), void *arg)
{
	enum err e = start(l, prompt, false);

	if (e) {
		fn(arg, e, "");
		return;
	}
	open_one.line = fn;
	open_one.arg = arg;
}

void cli_prompt_secret(struct loop *l, const char *prompt, void (*fn)(void *arg, enum err e, struct secret *s), void *arg)
{
	enum err e = start(l, prompt, true);

	if (e) {
		struct secret none = { 0 };

		fn(arg, e, &none);
		return;
	}
	open_one.hidden = fn;
	open_one.arg = arg;
}

bool cli_prompt_cancel(void)
{
	struct secret none = { 0 };

	if (open_one.fd < 0)
		return false;
	end(E_CANCELLED, "", &none);
	return true;
}
