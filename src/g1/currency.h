/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of the currency, and the arithmetic of universal dividends. Amounts are centimes. Plain functions on values;
 * g1/account.h fetches them together with the accounts. */
#ifndef G1_CURRENCY_H
#define G1_CURRENCY_H

#include "base/source.h"
#include "g1/runtime.h"

enum { CURRENCY_REEVALS = 160 };

struct currency {
	struct source source;
	uint32_t block;
	int64_t time;                 /* of that block, seconds */
	int64_t ud_c, mass_c, issuance_c;
	uint32_t ud_index;            /* of the NEXT dividend; the first is 1 */
	uint32_t members, identities;
	int64_t next_ud, next_reeval; /* seconds; 0 unknown */
	uint64_t fee_multiplier;      /* in 10^-18 of one; 10^18 is the usual load */
	size_t n_reevals;
	struct { uint32_t index; int64_t ud_c; } reevals[CURRENCY_REEVALS]; /* the dividend from that index on, rising */
};

enum currency_item { CURRENCY_UD, CURRENCY_UD_INDEX, CURRENCY_MASS, CURRENCY_ISSUANCE, CURRENCY_MEMBERS, CURRENCY_IDENTITIES,
	CURRENCY_NEXT_UD, CURRENCY_NEXT_REEVAL, CURRENCY_PAST, CURRENCY_NOW, CURRENCY_FEE_MULTIPLIER, CURRENCY_ITEMS };

extern const char *const currency_names[CURRENCY_ITEMS];      /* "UniversalDividend.CurrentUd" ... */
/* From the values of these items, in that order (p NULL: absent, then the runtime's default). */
enum err currency_read(struct currency *c, const struct runtime *r, const struct slice values[CURRENCY_ITEMS], struct fault *f);

/* What a member who was last paid up to first (an index; 0: not a member) can claim, and how many dividends that is. */
int64_t currency_claim(const struct currency *c, uint32_t first, uint32_t *count);
/* The dividend that bears this index; 0 unknown. */
int64_t currency_ud_at(const struct currency *c, uint32_t index);
/* The mean per member; 0 unknown. */
int64_t currency_mean(const struct currency *c);
/* The dividend after the next re-evaluation, if members stay as many. */
int64_t currency_next_ud(const struct currency *c, const struct runtime *r);

#endif
