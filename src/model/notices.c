/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/notices.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/tick.h"
#include <stdlib.h>
#include <string.h>

enum { KEPT = 32, AGAIN_S = 60 };

/* A ring: number n lies at (n - 1) % KEPT. */
struct notices {
	struct subject subject;
	struct notice kept[KEPT];
	unsigned count;
};

struct notices *notices_new(void)
{
	struct notices *n = mem_new(sizeof *n);

	subject_init(&n->subject, "notices");
	return n;
}

void notices_free(struct notices *n)
{
	if (!n)
		return;
	for (size_t i = 0; i < KEPT; i++)
		free(n->kept[i].text);
	subject_done(&n->subject);
	free(n);
}

static bool said(const struct notices *n, const char *text, int64_t now)
{
	for (size_t i = 0; i < KEPT; i++)
		if (n->kept[i].text && now - n->kept[i].when < AGAIN_S && !strcmp(n->kept[i].text, text))
			return true;
	return false;
}

void notices_add(struct notices *n, enum notice_tone tone, const char *text)
{
	struct notice *slot = &n->kept[n->count % KEPT];
	int64_t now = tick_now();

	if (said(n, text, now))
		return;
	log_add(tone >= NOTICE_WARN ? LOG_WARN : LOG_INFO, "notice", "%s", text);
	free(slot->text);
	*slot = (struct notice){ .n = ++n->count, .tone = tone, .text = mem_strdup(text), .when = now };
	subject_touch(&n->subject);
}

const struct notice *notices_after(const struct notices *n, unsigned seen)
{
	unsigned oldest = n->count > KEPT ? n->count - KEPT + 1 : 1, want = seen + 1 > oldest ? seen + 1 : oldest;

	return want <= n->count ? &n->kept[(want - 1) % KEPT] : NULL;
}

struct subject *notices_subject(struct notices *n)
{
	return &n->subject;
}
