/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a command of kubo answers: at once, by a stream, or never. */
#ifndef SANDBOX_KUBO_ANSWER_H
#define SANDBOX_KUBO_ANSWER_H

#include "sandbox/kubo/inside.h"

/* json is owned from here. */
void kubo_json(struct kubo *k, struct request *r, json_t *json);
void kubo_text(struct kubo *k, struct request *r, int status, const char *type, struct slice body);
void kubo_lines(struct kubo *k, struct request *r, struct slice ndjson);           /* a stream that is complete already */
void kubo_fail(struct kubo *k, struct request *r, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void kubo_refuse(struct kubo *k, struct request *r, const char *fmt, ...) __attribute__((format(printf, 3, 4))); /* 400 */
void kubo_headers(struct kubo *k, struct request *r);

/* A live stream: more is called every interval_ms, the first time at once, and appends what to send. False ends it. */
typedef bool kubo_more_fn(struct kubo *k, void *own, struct str *out);
void kubo_stream(struct kubo *k, struct request *r, const char *type, int64_t interval_ms, kubo_more_fn *more, void *own,
		 void (*own_free)(void *own));
/* What never comes: answered by "context deadline exceeded" when the option timeout has passed (or after ten minutes). */
void kubo_hold(struct kubo *k, struct request *r);
void kubo_held_free(struct kubo *k);

#endif
