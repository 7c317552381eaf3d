/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a command reaches the person: the full screen, the line mode and the one-shot command line each fill this table.
 * Nothing here blocks: an answer comes by callback, later, or never when the front closes (then fn gets E_CANCELLED). */
#ifndef CMD_FRONT_H
#define CMD_FRONT_H

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"

enum tone { TONE_INFO, TONE_OK, TONE_WARN, TONE_ERROR };

/* A question before something is done. word NULL: the key y confirms (never Enter). Else the word must be typed. */
struct question {
	const char *title;
	const char *text;      /* what will happen, in one plain paragraph */
	const char *word;
};

struct front {
	const struct front_ops *ops;
	void *self;
};

struct front_ops {
	const char *name;                                                       /* "screen", "plain", "cli" */
	void (*toast)(void *self, enum tone tone, const char *text);
	void (*show)(void *self, const char *title, const char *text); /* a page of lines to read: help, a report */
	void (*ask)(void *self, const struct question *q, void (*fn)(void *arg, enum err answer), void *arg);
	/* One secret line; the callee owns nothing: *s is wiped after fn returns. */
	void (*ask_secret)(void *self, const char *title, void (*fn)(void *arg, enum err e, struct secret *s), void *arg);
	/* One line of text, edited from initial. */
	void (*ask_line)(void *self, const char *title, const char *initial, void (*fn)(void *arg, enum err e, const char *line),
	                 void *arg);
	enum err (*open)(void *self, const char *view, int argc, char *const *argv); /* show a view; E_NOT_FOUND */
	void (*back)(void *self);                                               /* close the top view */
	void (*repaint)(void *self);
	enum err (*copy)(void *self, struct slice text);                        /* E_UNSUPPORTED: shows it instead */
	/* Hands the terminal to a child (editor, opener), then calls fn with its exit status. */
	void (*hand_over)(void *self, char *const *argv, void (*fn)(void *arg, int status), void *arg);
	void (*settings_changed)(void *self, const char *key);                  /* theme, language, glyphs ... now */
	void (*quit)(void *self, int code);
};

/* Tells what went wrong, and where when f (or NULL) knows: "refused: node g1.example". */
void front_fault(struct front *front, enum tone tone, enum err e, const struct fault *f);

#endif
