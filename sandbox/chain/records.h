/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The structures that stand behind storage keys, read and written whole. What is absent reads as the runtime's default. */
#ifndef SANDBOX_CHAIN_RECORDS_H
#define SANDBOX_CHAIN_RECORDS_H

#include "base/vec.h"
#include "sandbox/chain/state.h"

struct acct {
	uint32_t nonce, consumers, providers, sufficients;
	uint64_t free, reserved, frozen;
	bool linked;
	uint32_t identity;
};
struct acct acct_get(const struct state *s, const unsigned char who[32]);
void acct_put(struct state *s, const unsigned char who[32], const struct acct *a);

enum idty_is { IS_UNCONFIRMED, IS_UNVALIDATED, IS_MEMBER, IS_NOT_MEMBER, IS_REVOKED };

struct idty {
	uint16_t first_ud;
	uint32_t next_creatable, next_scheduled, old_key_on;
	bool has_old;
	unsigned char owner[32], old[32];
	enum idty_is status;
};
bool idty_get(const struct state *s, uint32_t index, struct idty *out);
void idty_put(struct state *s, uint32_t index, const struct idty *i);
/* The index of the identity that an account owns, 0: none. */
uint32_t idty_of(const struct state *s, const unsigned char who[32]);

struct cert_meta {
	uint32_t issued, next_issuable, received;
};
struct cert_meta cert_meta_get(const struct state *s, uint32_t index);
void cert_meta_put(struct state *s, uint32_t index, struct cert_meta m);

/* Lists of pairs (certifications) or of single numbers (agendas). An empty list is kept as an empty list where the runtime
 * does so: the caller deletes the key otherwise. */
struct pair {
	uint32_t a, b;
};
VEC(pairs, struct pair);
VEC(numbers, uint32_t);
struct pairs pairs_get(const struct state *s, struct key k);
void pairs_put(struct state *s, struct key k, const struct pairs *p);
struct numbers numbers_get(const struct state *s, struct key k);
void numbers_put(struct state *s, struct key k, const struct numbers *n);

#endif
