/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curses as a maker of bytes: it believes to write to a file in memory, and what it wrote is handed out. It touches neither
 * the terminal nor its modes nor signals. */
#ifndef TERM_CURSES_H
#define TERM_CURSES_H

#include "ui/term/caps.h"

struct theme;

struct curses;
/* NULL with E_UNSUPPORTED when the terminal is not known or has no movable cursor; the fault says which. */
struct curses *curses_open(const char *term, int h, int w, struct caps_info *info, struct fault *f);
void curses_close(struct curses *c);

/* How roles look from now on. gutter: the row under the cursor is not painted. */
void curses_look(struct curses *c, const struct theme *theme, enum depth depth, bool gutter);
void curses_resize(struct curses *c, int h, int w);
void curses_repaint(struct curses *c);

/* Appends what turns the screen into g; nothing when it looks so already. */
void curses_draw(struct curses *c, const struct grid *g, struct str *bytes);
/* Leaves the screen, wiped first when it has no alternate one or shows secrets; curses_draw comes back by itself. */
void curses_leave(struct curses *c, struct str *bytes);
/* What gives the terminal back in an emergency, without curses. */
void curses_emergency(const struct curses *c, struct str *bytes);
void curses_bell(const struct curses *c, struct str *bytes);

#endif
