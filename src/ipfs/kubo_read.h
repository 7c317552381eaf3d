/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kubo's answers, from bytes to values: bounded, cleaned, tolerant of what a later version adds. Every out must be zeroed or hold
 * an earlier answer, which is replaced only on success. */
#ifndef IPFS_KUBO_READ_H
#define IPFS_KUBO_READ_H

#include "base/err.h"
#include "base/str.h"
#include "ipfs/kubo_types.h"

enum { KUBO_ANSWER_MAX = 32 << 20 };

enum err kubo_read_version(struct slice json, struct kubo_id *out, struct fault *f);  /* version and ahead only */
enum err kubo_read_id(struct slice json, struct kubo_id *out, struct fault *f);       /* the rest */
enum err kubo_read_rate(struct slice json, struct kubo_rate *out, struct fault *f);
enum err kubo_read_repo(struct slice json, struct kubo_repo *out, struct fault *f);
enum err kubo_read_disk(struct slice json, struct kubo_disk *out, struct fault *f);   /* of diag/sys */
enum err kubo_read_bitswap(struct slice json, struct kubo_bitswap *out, struct fault *f);
enum kubo_list { KUBO_LIST_KEYS, KUBO_LIST_TUNNELS, KUBO_LIST_BOOTSTRAP };
enum err kubo_read_list(enum kubo_list which, struct slice json, struct kubo_extras *out, struct fault *f);
/* What Kubo says when it refuses: the Message of its error JSON, clean; "" when there is none. */
void kubo_read_refusal(struct slice body, struct str *out);
/* "1h2m3.5s" as Go writes durations -> microseconds; -1 for "n/a" and the like. */
int64_t kubo_duration_us(struct slice text);

void kubo_id_free(struct kubo_id *i);
void kubo_extras_free(struct kubo_extras *e);

/* Counts pins as their list streams by in any pieces. Zero to begin. */
struct kubo_pin_count {
	size_t matched;             /* of the words that stand before the kind */
	char word[16];
	size_t n;
	bool in_word;
	struct kubo_pins pins;
};
void kubo_count_pins(struct kubo_pin_count *c, struct slice bytes);

#endif
