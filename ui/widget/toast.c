/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widget/toast.h"
#include "base/mem.h"
#include "base/tick.h"
#include <stdlib.h>

enum { LEAST_MS = 3000, MOST_MS = 5000, PER_BYTE_MS = 30 };

/* The oldest is overwritten. A new one takes the place of one that still shows: the log keeps both. */
void toasts_add(struct toasts *t, enum tone tone, const char *text)
{
	struct toast *slot = &t->kept[t->next];
	int64_t ms = LEAST_MS + (int64_t)strlen(text) * PER_BYTE_MS;

	free(slot->text);
	*slot = (struct toast){ .text = mem_strdup(text), .tone = tone, .when = tick_now() };
	t->next = (t->next + 1) % TOASTS_KEPT;
	if (t->n < TOASTS_KEPT)
		t->n++;
	t->until = tick_ms() + (ms < MOST_MS ? ms : MOST_MS);
	t->sticky = tone == TONE_ERROR;
}

const struct toast *toasts_at(const struct toasts *t, size_t i)
{
	return i < t->n ? &t->kept[(t->next + 2 * TOASTS_KEPT - 1 - i) % TOASTS_KEPT] : NULL;
}

const struct toast *toasts_now(const struct toasts *t)
{
	if (!t->until || (!t->sticky && tick_ms() >= t->until))
		return NULL;
	return toasts_at(t, 0);
}

void toasts_dismiss(struct toasts *t)
{
	/* An error stays its time at least, so that a key already on its way does not take it away unread. */
	if (t->sticky && tick_ms() < t->until)
		t->sticky = false;
	else if (t->sticky)
		t->until = 0;
}

int64_t toasts_due(const struct toasts *t)
{
	int64_t left = t->until - tick_ms();

	if (!t->until || t->sticky)
		return -1;
	return left > 0 ? left : -1;
}

void toasts_free(struct toasts *t)
{
	for (size_t i = 0; i < TOASTS_KEPT; i++)
		free(t->kept[i].text);
	*t = (struct toasts){ 0 };
}

enum glyph toast_sign(enum tone tone, enum role *role)
{
	static const struct {
		enum glyph sign;
		enum role role;
	} signs[] = {
		[TONE_INFO] = { GLYPH_DOT, ROLE_TEXT }, [TONE_OK] = { GLYPH_CHECK, ROLE_OK },
		[TONE_WARN] = { GLYPH_HALF, ROLE_WARN }, [TONE_ERROR] = { GLYPH_BAD, ROLE_ERROR },
	};

	*role = signs[tone].role;
	return signs[tone].sign;
}
