/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The events of a block, by type, from System.Events: hostile input, decoded by the metadata. */
#ifndef G1_EVENTS_H
#define G1_EVENTS_H

#include "g1/refusal.h"

enum { EVENTS_NONE = UINT32_MAX };

/* One event; borrowed while events_next runs. */
struct event {
	uint32_t extrinsic;           /* EVENTS_NONE: of the block itself */
	const struct meta_pallet *pallet;
	const struct registry_variant *variant;
	struct slice fields;          /* encoded, in order */
};

struct events {
	const struct runtime *runtime;
	struct scale in;
	size_t left;
	bool bad;
};

void events_open(struct events *e, const struct runtime *r, struct slice bytes);
bool events_next(struct events *e, struct event *out);   /* false at the end, or at what does not fit: then bad */
bool event_is(const struct event *e, const char *name);  /* "System.ExtrinsicFailed" */
bool event_text(const struct events *s, const struct event *e, struct str *out);
json_t *event_json(const struct events *s, const struct event *e);

/* What became of one extrinsic. */
struct events_outcome {
	bool found, success;
	struct refusal_error error;   /* without success; of a Utility.batch that stopped, too: then partial */
	bool partial;
	int64_t fee_c, tip_c, refund_c, claimed_c;
	uint32_t claimed_n;
};
/* False when the bytes do not fit. found is false when the block says nothing of it. */
bool events_outcome(const struct runtime *r, struct slice bytes, uint32_t extrinsic, struct events_outcome *out);

#endif
