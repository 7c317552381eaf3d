/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/term/tty.h"
#include "base/i18n.h"
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int open_again(int fd)
{
	const char *name = ttyname(fd);
	int flags = O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC, own = name ? open(name, flags) : -1;

	/* After su the device belongs to somebody else, but /dev/tty still opens. */
	return own >= 0 ? own : open("/dev/tty", flags);
}

enum err tty_open(struct tty *t, struct fault *f)
{
	int fd = isatty(STDOUT_FILENO) ? STDOUT_FILENO : isatty(STDIN_FILENO) ? STDIN_FILENO : -1;

	*t = (struct tty){ .fd = -1 };
	if (fd < 0)
		return fault_set(f, E_UNSUPPORTED, "%s", _("there is no terminal here"));
	t->fd = open_again(fd);
	t->owned = t->nonblocking = t->fd >= 0;
	if (t->fd < 0)
		t->fd = fd;             /* shared: its mode stays as it is, and poll stands before each call */
	if (tcgetattr(t->fd, &t->saved)) {
		tty_close(t);
		return fault_set(f, E_UNSUPPORTED, "%s", _("the terminal does not tell its modes"));
	}
	t->raw = t->saved;
	t->raw.c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
	t->raw.c_oflag &= ~(tcflag_t)OPOST;
	t->raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	t->raw.c_cflag = (t->raw.c_cflag & ~(tcflag_t)(CSIZE | PARENB)) | CS8;
	t->raw.c_cc[VMIN] = 1;
	t->raw.c_cc[VTIME] = 0;
	return E_OK;
}

void tty_close(struct tty *t)
{
	if (t->owned)
		close(t->fd);
	t->fd = -1;
	t->owned = false;
}

/* Never the draining forms of tcsetattr: they wait for a terminal that may take nothing. */
void tty_raw(const struct tty *t)
{
	tcsetattr(t->fd, TCSANOW, &t->raw);
}

void tty_sane(const struct tty *t)
{
	tcsetattr(t->fd, TCSANOW, &t->saved);
}

static int env_number(const char *name, int fallback)
{
	const char *s = getenv(name);
	int n = s ? atoi(s) : 0;

	return n > 0 && n <= 1000 ? n : fallback;
}

/* A serial line knows no size: the environment or 80x24 then. */
void tty_size(const struct tty *t, int *h, int *w)
{
	struct winsize size = { 0 };

	ioctl(t->fd, TIOCGWINSZ, &size);
	*h = size.ws_row ? size.ws_row : env_number("LINES", 24);
	*w = size.ws_col ? size.ws_col : env_number("COLUMNS", 80);
	*h = *h > 1000 ? 1000 : *h;
	*w = *w > 1000 ? 1000 : *w;
}
