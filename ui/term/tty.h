/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The descriptor of the terminal and its line modes. It is opened anew where possible, so that its non-blocking mode is not
 * shared with the shell and with children. */
#ifndef TERM_TTY_H
#define TERM_TTY_H

#include "base/err.h"
#include <termios.h>

struct tty {
	int fd;
	bool nonblocking, owned;
	struct termios saved, raw;
};

enum err tty_open(struct tty *t, struct fault *f);
void tty_close(struct tty *t);
void tty_raw(const struct tty *t);
void tty_sane(const struct tty *t);     /* the modes as they were found; what was typed and not read is kept */
void tty_size(const struct tty *t, int *h, int *w);

#endif
