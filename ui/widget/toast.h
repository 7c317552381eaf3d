/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Short messages on the message line for 3 to 5 seconds, the longer the text the longer, errors until the next key; all are
 * kept in a log of toasts (the view "toasts"). Texts are copied. */
#ifndef WIDGET_TOAST_H
#define WIDGET_TOAST_H

#include "cmd/front.h"
#include "ui/draw/grid.h"

enum { TOASTS_KEPT = 100 };

struct toast {
	char *text;
	enum tone tone;
	int64_t when;            /* wall clock, seconds */
};

struct toasts {
	struct toast kept[TOASTS_KEPT]; /* a ring */
	size_t n, next;
	int64_t until;           /* tick_ms when the present one goes; 0: none shows */
	bool sticky;             /* stays until a key */
};

void toasts_add(struct toasts *t, enum tone tone, const char *text);
/* The one to show now, or NULL. */
const struct toast *toasts_now(const struct toasts *t);
const struct toast *toasts_at(const struct toasts *t, size_t i);  /* 0: the newest; NULL beyond */
void toasts_dismiss(struct toasts *t);                            /* a key was pressed */
int64_t toasts_due(const struct toasts *t);                       /* ms until the present one goes, or -1 */
void toasts_free(struct toasts *t);
/* The sign and role that go with a tone: never colour alone. */
enum glyph toast_sign(enum tone tone, enum role *role);

#endif
