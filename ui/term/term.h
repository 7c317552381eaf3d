/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal behind one door. curses.c draws a grid by comparing it with the last one; nobody else writes to the tty.
 * Writes never block: a stalled terminal costs frames, not time. */
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
void term_emergency(void);                           /* gives it back at once, from any context, also a signal handler */
void term_configure(struct term *t, const struct term_options *o); /* live */
void term_size(const struct term *t, int *h, int *w);
enum glyph_set term_glyphs(const struct term *t);
bool term_remote(const struct term *t);              /* over SSH or slow: fewer frames */
int term_light(const struct term *t);                /* its ground is light 1, dark 0, not known (yet) -1 */

/* Shows g. Emits only what changed since the last one. False when the terminal is still busy with earlier bytes: call again
 * when term_wants_write is over. */
bool term_draw(struct term *t, const struct grid *g);
void term_repaint(struct term *t);                   /* the next draw is complete */
bool term_wants_write(const struct term *t);         /* bytes wait: poll for POLLOUT, then term_flush */
void term_flush(struct term *t);

int term_fd(const struct term *t);                   /* poll for input */
/* Decodes what has come. False when nothing (more) is complete; *wait_ms then says when a lone Esc becomes a key, or -1.
 * After true it is 0: more may be decoded already, which no poll would tell, so come again.
 * A key of code KEY_NONE says that term_light knows better now. */
bool term_read(struct term *t, struct keystroke *out, int *wait_ms);

void term_suspend(struct term *t);                   /* leaves the screen: for Ctrl-Z and children */
void term_resume(struct term *t);                    /* comes back, full repaint, size asked anew; call it on SIGCONT too */
void term_resized(struct term *t);                   /* after SIGWINCH: the next term_read gives KEY_RESIZE */
enum err term_copy(struct term *t, struct slice text); /* OSC 52; E_TOO_BIG, E_UNSUPPORTED */
void term_bell(struct term *t);
void term_title(struct term *t, const char *title);
/* For doctor and about: what was found out, one "name: value" per line. */
void term_describe(const struct term *t, struct str *out);

#endif
