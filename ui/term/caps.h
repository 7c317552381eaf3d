/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this terminal can do: from its terminfo entry, the environment, the console's own font, and its answers. Answers come
 * when they come (see caps_reply); nothing waits for them. */
#ifndef TERM_CAPS_H
#define TERM_CAPS_H

#include "ui/term/input.h"
#include "ui/term/osc.h"
#include "ui/term/term.h"

/* Read from terminfo by curses.c. */
struct caps_info {
	char term[64];
	int colors;
	bool addressable;      /* it has a cursor that can be moved: without, no full screen */
	bool alternate;        /* an alternate screen; else the screen is wiped when left */
	bool backspace_ctrl_h;
	bool ansi;             /* attributes by ESC [ ... m */
};

struct caps {
	struct caps_info info;
	bool utf8, remote, no_color, console, modern;
	enum mux mux;
	enum glyph_set best;   /* the richest glyph set it shows */
	bool font_read;        /* best comes from the console's font itself */
	bool sync;             /* synchronized output, as answered */
	int32_t ground;        /* background 0xrrggbb as answered, -1 not known */
	int rtt_ms;            /* from question to answer, -1 not known */
	int64_t asked_ms;      /* 0: no answer is awaited */
};

void caps_init(struct caps *c, const struct caps_info *info, const char *(*env)(const char *name), bool utf8);
/* On a console of this machine: asks the kernel for the font's map and the keyboard's mode. */
void caps_console(struct caps *c, int fd);
/* The same from a sorted list of code points that the font shows. */
void caps_font(struct caps *c, const uint16_t *points, size_t n);

/* The questions to send, "" for terminals that would print them. */
const char *caps_questions(const struct caps *c);
/* Takes an answer in; true when something changed that can be seen (light or dark). */
bool caps_reply(struct caps *c, const struct reply *r, int64_t now_ms);

enum glyph_set caps_glyphs(const struct caps *c, int wanted);   /* wanted as in struct term_options */
enum depth caps_depth(const struct caps *c, int wanted);
bool caps_mouse(const struct caps *c);
int caps_light(const struct caps *c);                            /* 1 light, 0 dark, -1 not known */
void caps_describe(const struct caps *c, struct str *out);

#endif
