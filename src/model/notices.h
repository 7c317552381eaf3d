/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model has to tell the person although nobody asked: a node that lied, a payment that was refused, a link that is gone.
 * Whatever front runs shows each once: a toast on the screen, a line elsewhere. The log keeps them too. */
#ifndef MODEL_NOTICES_H
#define MODEL_NOTICES_H

#include "model/subject.h"

enum notice_tone { NOTICE_INFO, NOTICE_OK, NOTICE_WARN, NOTICE_ERROR };

struct notice {
	unsigned n;             /* counts from 1 */
	enum notice_tone tone;
	char *text;
	int64_t when;           /* wall clock */
};

struct notices;

struct notices *notices_new(void);
void notices_free(struct notices *n);
/* text: one translated sentence, clean; copied. What was said in the last minute is not said again. */
void notices_add(struct notices *n, enum notice_tone tone, const char *text);
/* The oldest one that is newer than number seen, NULL when all were seen; borrowed until the next call of notices_add. */
const struct notice *notices_after(const struct notices *n, unsigned seen);
struct subject *notices_subject(struct notices *n);

#endif
