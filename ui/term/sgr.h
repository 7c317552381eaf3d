/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A filter behind curses for slow lines: attributes and colours are only sent when something is drawn with them, and then as
 * the shortest single sequence from what the terminal has. curses resets them after every frame; here a letter typed into an
 * underlined field costs one byte. It also turns palette numbers that stand for true colours into those. */
#ifndef TERM_SGR_H
#define TERM_SGR_H

#include "base/str.h"
#include <stdint.h>

/* attrs: bit n for SGR n. A colour: -1 own, 0..255 palette. */
struct sgr_state {
	unsigned attrs;
	int fg, bg;
};

struct sgr {
	bool on;                      /* the terminal speaks ANSI; else bytes pass unchanged */
	bool known;                   /* `has` is what the terminal has */
	struct sgr_state has, wants;
	int32_t rgb[256];             /* 0xrrggbb for numbers that stand for a true colour, below 0 for the others */
};

void sgr_init(struct sgr *s, bool ansi);
void sgr_forget(struct sgr *s);   /* somebody else had the terminal */
void sgr_filter(struct sgr *s, struct slice in, struct str *out);
void sgr_settle(struct sgr *s, struct str *out);   /* sends what is still owed */

#endif
