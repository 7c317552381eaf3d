/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the makers of the village share while they work on it. */
#ifndef SANDBOX_WORLD_INSIDE_H
#define SANDBOX_WORLD_INSIDE_H

#include "sandbox/sandbox.h"
#include "sandbox/world.h"

enum {
	YEAR_BLOCKS = 5259600, CERT_VALID = 10519200, MEMBERSHIP = 5259600, CERT_DELAY = 72000, MONTHS_2 = 876600,
	EXISTENTIAL = 100, DISTANCE_PRICE = 1000, UD_AT = 200 /* block of a day at which the dividend falls */
};

/* A certification while the years run; alive is false once it expired. */
struct draft_cert {
	uint32_t from, to;     /* people */
	int32_t created, updated, expire_on;
	bool alive;
};

/* What is known of a person only while the world is made. */
struct draft {
	int32_t wanted_day;    /* of membership; founders -1, those who never become members the day of creation */
	enum idty_status end;  /* the status at the start */
	uint8_t layer;         /* of the remote hamlet, 0: not there */
	bool founder, lapses;
	uint32_t issued, received;
	uint16_t next_claim;   /* day */
	int32_t next_free;     /* block */
	VEC(, uint32_t) in, out; /* certs */
};

struct making {
	struct world *w;
	const struct options *opt;
	struct rng rng;
	VEC(, struct draft) drafts;        /* as long as people */
	VEC(, struct draft_cert) certs;
	VEC(, uint32_t) order;             /* people in the order they come */
	VEC(, uint32_t) active;            /* members today */
	struct account *treasury;
	int day;
};

/* In this order. */
void make_people(struct making *m);        /* names, places, wishes; no keys */
void make_wot(struct making *m);           /* identities, certifications, memberships, day by day */
void make_accounts(struct making *m);      /* wallets and keys */
void make_money(struct making *m);         /* dividends, claims, transfers; balances */

#endif
