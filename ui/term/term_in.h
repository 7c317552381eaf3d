/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal from inside, for term*.c. */
#ifndef TERM_TERM_IN_H
#define TERM_TERM_IN_H

#include "ui/term/caps.h"
#include "ui/term/curses.h"
#include "ui/term/input.h"
#include "ui/term/term.h"
#include "ui/term/tty.h"
#include "ui/term/writer.h"

struct term {
	struct tty tty;
	struct caps caps;
	struct curses *curses;
	struct writer writer;
	struct input *input;
	struct term_options options;
	enum glyph_set glyphs;
	enum depth depth;
	int h, w;
	bool suspended, resized, gone, told_gone, mouse_on, secret;
	int64_t resumed_ms;
	struct str frame;      /* scratch, wiped when it held secrets */
};

void term_send(struct term *t, const char *bytes);
void term_send_str(struct term *t, struct str *bytes);   /* frees them */
/* Tells the crash handler the way back, after anything that changes it. */
void term_arm(struct term *t);
void term_fit(struct term *t);                           /* to the size that the terminal has now */

#endif
