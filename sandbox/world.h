/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The village as it is when the sandbox starts: people, accounts, web of trust, two years of dividends and transfers. Made
 * once from the seed, read only after that; all services read it, and what happens later is theirs. Block numbers count from
 * the genesis of the sandbox's chain, six seconds each; what came over from the old currency has numbers below zero. */
#ifndef SANDBOX_WORLD_H
#define SANDBOX_WORLD_H

#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"
#include "sandbox/rng.h"

struct options;

enum { DAY_BLOCKS = 14400, WORLD_DAYS = 730, WORLD_START = WORLD_DAYS * DAY_BLOCKS, GENESIS_UD = 1148 };

enum idty_status { IDTY_NONE = -1, IDTY_UNCONFIRMED, IDTY_UNVALIDATED, IDTY_MEMBER, IDTY_NOT_MEMBER, IDTY_REVOKED };

/* Somebody with a name and a place. Those without identity (index 0) have only a wallet. */
struct person {
	char name[43];              /* of the identity, unique; "" without one or before it is confirmed */
	char shown[48];             /* "Marion Delmas": for profiles, UTF-8 */
	char lang[3];               /* "fr", "es", "en" */
	uint8_t place;              /* world_place */
	double lat, lon;            /* near the place */
	int32_t account;            /* the main one, in accounts */
	uint32_t index;             /* of the identity, 0: none */
	enum idty_status status;
	int32_t created, member_since, renewed; /* blocks; member_since 0 also for founders; INT32_MIN: never */
	int32_t expire_on;          /* of the membership; else when the status changes by itself */
	uint16_t first_ud;          /* first dividend not yet claimed; 0: none */
	int32_t next_issuable;      /* block from which it may certify again */
	int32_t distance_failed;    /* block of a failed evaluation, 0: none */
};

struct account {
	unsigned char pub[32];
	int32_t person;             /* in people, -1: nobody knows */
	int32_t created;
	uint64_t balance;           /* free, when the world starts */
	bool sr25519;
};

struct cert {
	uint32_t issuer, receiver;  /* identity indexes */
	int32_t created, updated, expire_on;
};

enum { WITH_CLAIM = 1 };        /* flags of a transfer */

struct transfer {
	int32_t block;
	int32_t from, to;           /* in accounts */
	uint32_t amount;
	uint16_t comment;           /* world_comment; 0: none */
	uint8_t flags;
};

struct claim {                      /* dividends taken; automatic when membership was lost */
	int32_t block;
	uint32_t person, total;
	uint16_t count;
	bool automatic;
};

enum story { STORY_CREATED, STORY_CONFIRMED, STORY_MEMBER, STORY_RENEWED, STORY_LOST, STORY_REVOKED, STORY_DISTANCE_FAILED };

struct happening {                  /* what befell an identity, in order of blocks */
	int32_t block;
	uint32_t person;
	enum story what;
};

struct dividend {
	int32_t block;
	uint16_t index;
	uint32_t amount, members;
	uint64_t mass;              /* after it */
	bool revalued;              /* the amount changed with this one */
};

struct world {
	uint64_t seed;
	int64_t start_ms;           /* the time of block WORLD_START */
	VEC(, struct person) people;
	VEC(, struct account) accounts;
	VEC(, struct cert) certs;           /* alive at the start */
	VEC(, struct cert) old_certs;       /* expired before it */
	VEC(, struct transfer) transfers;   /* in order of blocks */
	VEC(, struct claim) claims;
	VEC(, struct happening) happenings;
	VEC(, struct dividend) dividends;
	uint64_t genesis_mass, mass;        /* at block 0; at the start */
	int64_t next_ud_ms, next_reeval_ms;
	uint16_t ud_index;                  /* of the next dividend */
	uint32_t ud;
	uint32_t next_index;        /* of the next identity */
};

struct place {
	const char *city, *country;
	double lat, lon;
};

/* The three ready accounts: the first people of every world, with secrets that everybody may know. */
struct demo {
	const char *role, *kind;            /* "member", "mnemonic" or "salt" */
	const char *secret, *salt;          /* the words, or salt and password */
	unsigned char seed[32];
	const char *name, *shown;
};
enum { DEMOS = 3 };
extern const struct demo world_demos[DEMOS];

struct world *world_new(const struct options *opt, int64_t start_ms);
void world_free(struct world *w);
/* The village as made, in a file; NULL when the file is not there or not of this village and program. */
enum err world_write(const struct world *w, const struct options *opt, const char *path, struct fault *f);
struct world *world_read(const struct options *opt, int64_t start_ms, const char *path);

/* The secret seed of an account (ed25519, or the mini secret of sr25519): the village signs with it. */
void world_seed(const struct world *w, size_t account, unsigned char seed[32]);
const struct place *world_place(size_t i);  /* NULL beyond the last */
void world_comment(const struct world *w, uint16_t comment, struct str *out);
int64_t world_time_ms(const struct world *w, int32_t block); /* of a block before the start */
const struct person *world_person_by_index(const struct world *w, uint32_t index);
char *world_accounts_json(void);            /* what --accounts prints; owned by the caller */

#endif
