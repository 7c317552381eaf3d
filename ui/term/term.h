/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal behind one door. curses.c draws a grid by comparing it with the last one; nobody else writes to the tty.
 * Writes never block: a stalled terminal costs frames, not time. Keys: term_read.h; what was found out: term_info.h; what is
 * sent besides frames: term_tell.h. */
#ifndef TERM_TERM_H
#define TERM_TERM_H

#include "base/err.h"
#include "cmd/key.h"
#include "ui/draw/grid.h"

enum depth { DEPTH_NONE, DEPTH_8, DEPTH_16, DEPTH_256, DEPTH_TRUE };

struct theme;

struct term_options {
	int glyphs;          /* enum glyph_set, or -1: find out */
	int depth;           /* enum depth, or -1: find out (NO_COLOR obeyed; true colour only when asked for) */
	bool mouse;
	bool gutter;         /* motion by gutter mark instead of a bar */
	const struct theme *theme;
	int escape_ms;       /* -1: 25 local, 100 over SSH */
};

struct term;

/* Takes the terminal over. Crash and exit handlers that give it back are installed here. */
struct term *term_open(const struct term_options *o, struct fault *f);
void term_close(struct term *t);                     /* gives it back sane; stderr caught meanwhile is replayed */
void term_configure(struct term *t, const struct term_options *o); /* live */

/* Shows g. Emits only what changed since the last one. False when the terminal is still busy with earlier bytes: call again
 * when term_wants_write (term_read.h) is over. */
bool term_draw(struct term *t, const struct grid *g);
void term_repaint(struct term *t);                   /* the next draw is complete */

void term_suspend(struct term *t);                   /* leaves the screen: for Ctrl-Z and children */
void term_resume(struct term *t);                    /* comes back, full repaint, size asked anew; call it on SIGCONT too */
void term_resized(struct term *t);                   /* after SIGWINCH: the next term_read gives KEY_RESIZE */

#endif
