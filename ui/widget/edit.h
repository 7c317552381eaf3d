/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A one-line editor: emacs keys, grapheme clusters and wide cells, history, horizontal scroll. In secret mode the text lives
 * only in base/secret.h memory and shows as dots. A paste is cleaned; one of several lines is held back and asks first. */
#ifndef WIDGET_EDIT_H
#define WIDGET_EDIT_H

#include "base/secret.h"
#include "base/vec.h"
#include "cmd/key.h"
#include "ui/draw/grid.h"

/* Lines entered before, newest last; shared by the editors of one kind. Never for secrets. */
struct history {
	VEC(, char *) lines;
};

struct edit {
	struct str text;            /* not in secret mode */
	struct secret hidden;       /* in secret mode */
	bool secret, reveal;        /* reveal: M-r shows the secret in ROLE_SECRET cells */
	size_t at;                  /* cursor, in bytes, always between clusters */
	size_t from;                /* first byte shown */
	size_t max;                 /* bytes; 0: 1000 */
	struct history *history;    /* borrowed; NULL: none */
	size_t back;                /* steps into the history */
	struct str kept;            /* what was typed before going back */
	struct str killed;          /* C-k C-w C-u, for C-y */
	struct str pasted;          /* several lines, waiting for y */
	struct secret pasted_secret;
	size_t pasted_lines;
};

void edit_init(struct edit *e, bool secret);
void edit_free(struct edit *e);                         /* wipes */
void edit_set(struct edit *e, struct slice text);       /* cursor at the end; also clears the secret */
struct slice edit_text(const struct edit *e);           /* borrowed; empty in secret mode: take e->hidden */
/* VIEW_HANDLED, with VIEW_STALE when it shows; 0 when not for an editor (Enter, Esc, Tab, F-keys ...). */
unsigned edit_key(struct edit *e, const struct keystroke *k);
bool edit_asking(const struct edit *e);                 /* a paste of several lines waits: y takes it, any other key drops it */
/* Draws in w columns; with focus the terminal's cursor goes there. */
void edit_draw(struct edit *e, struct grid *g, int y, int x, int w, bool focus);
void history_add(struct history *h, struct slice line);
void history_free(struct history *h);

#endif
