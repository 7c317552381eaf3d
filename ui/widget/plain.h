/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accessible line mode: the same views and commands as lines, for a screen reader or a dumb terminal. It prints the
 * view's words when it opens, announces toasts and changes, and reads lines: a command with arguments, nothing (says the
 * view again, or goes on in a form), or text for the focused field. It never moves the cursor and never draws.
 * The reading itself (readline or not) is the host's: it calls plain_line and asks plain_prompt. One thread. */
#ifndef WIDGET_PLAIN_H
#define WIDGET_PLAIN_H

#include "ui/widget/view.h"

struct plain;

struct plain_host {
	void *self;
	void (*print)(void *self, struct slice lines);            /* ends with a line end */
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
void plain_secret(struct plain *p, enum err e, struct secret *s);
void plain_interrupt(struct plain *p);                        /* Ctrl-C: cancels the question or the command under way */
/* After models have notified: announces what changed, once. */
void plain_announce(struct plain *p);
const char *plain_prompt(struct plain *p);                    /* "wallet> ", or the question; borrowed until the next call */
struct front *plain_front(struct plain *p);

#endif
