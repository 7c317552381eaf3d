/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts on the chain: balances, nonces, identities, dividends due, for many addresses in one go, and again when they change.
 * The set is owned by whoever opens it; rows live as long as they are followed. Nothing blocks. Amounts are centimes. */
#ifndef G1_ACCOUNT_H
#define G1_ACCOUNT_H

#include "g1/currency.h"
#include "g1/storage.h"

/* Numbered as the chain does; NONE: no identity. */
enum account_status { ACCOUNT_UNCONFIRMED, ACCOUNT_UNVALIDATED, ACCOUNT_MEMBER, ACCOUNT_NOT_MEMBER, ACCOUNT_REVOKED, ACCOUNT_NO_IDENTITY };

/* What one address has, at one block. */
struct purse {
	struct source source;         /* degree NONE: never read */
	uint32_t block;
	bool final;
	bool exists;
	uint32_t nonce;
	int64_t free_c, reserved_c, frozen_c;
	int64_t unclaimed_c;          /* dividends due, of the identity this account owns */
	uint32_t unclaimed_n;
	int64_t transferable_c;       /* what can leave while the account stays, a claim included */
	uint32_t identity;            /* that it owns; 0 none */
	uint32_t linked;              /* whose quota pays its fees back; 0 none */
	uint32_t first_ud;            /* index; 0 */
	enum account_status status;
	int64_t member_until;         /* block; 0 unknown or no member */
	int64_t quota_c;              /* refundable fees now; -1 unknown */
};

/* One address that is followed. now is at the best block when that is newer than final, else the same. */
struct account_row {
	unsigned char pub[32];
	struct purse final, now;
	void *user;                   /* the follower's own */
};

struct account_conf {
	struct pool *pool;
	/* After every reading: rows and currency have news; f tells why there is none (the old figures stay). */
	void (*changed)(void *arg, const struct fault *f);
	void *arg;
};

struct accounts;

struct accounts *account_open(const struct account_conf *c);
void account_close(struct accounts *s); /* NULL is fine */
/* The runtime in force, NULL before; and the pool's news: by whoever owns all. */
void account_runtime(struct accounts *s, struct runtime *r);
void account_head(struct accounts *s, const struct pool_head *h);

/* Follows one more address (the row of an address that is followed already). Borrowed until the accounts are closed. */
struct account_row *account_follow(struct accounts *s, const unsigned char pub[32]);
void account_refresh(struct accounts *s); /* reads all now */
const struct currency *account_currency(const struct accounts *s); /* degree NONE before the first reading */

#endif
