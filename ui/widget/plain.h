/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accessible line mode: the same views and commands as lines, for a screen reader or a dumb terminal. It prints the
 * view's words when it opens, announces toasts and changes, and takes lines: a command with arguments or a key ("p", "F2"),
 * nothing (says the view again, or goes on in a form), text for the focused field, /text as a filter, :command where text
 * would be meant for a field. It never moves the cursor and never draws.
 * The reading itself (readline or not) is the host's: it calls plain_line and shows plain_prompt. One thread. */
#ifndef WIDGET_PLAIN_H
#define WIDGET_PLAIN_H

#include "ui/widget/view.h"

struct plain;

/* copy, hand_over and settings_changed may be NULL. */
struct plain_host {
	void *self;
	void (*print)(void *self, struct slice lines);            /* ends with a line end; clean text */
	void (*prompt)(void *self);                               /* plain_prompt may have changed: show it again */
	/* From now on read one line without echo into guarded memory and give it to plain_secret. */
	void (*read_secret)(void *self, const char *title);
	enum err (*copy)(void *self, struct slice text);
	void (*hand_over)(void *self, char *const *argv, void (*fn)(void *arg, int status), void *arg);
	void (*settings_changed)(void *self, const char *key);
	void (*quit)(void *self, int code);
};

struct plain *plain_new(struct app *app, const struct view_ops *const *views, const struct plain_host *host);
void plain_free(struct plain *p);
enum err plain_open(struct plain *p, const char *view, int argc, char *const *argv);
void plain_line(struct plain *p, struct slice line);          /* the person entered a line */
void plain_secret(struct plain *p, enum err e, const struct secret *s); /* the caller wipes s */
void plain_interrupt(struct plain *p);                        /* Ctrl-C: cancels the question or the command under way */
/* After models have notified, from the loop's hook: announces what changed. Cheap when nothing did. */
void plain_announce(struct plain *p);
const char *plain_prompt(struct plain *p);                    /* "wallet> "; borrowed until the next call */
struct front *plain_front(struct plain *p);

#endif
