/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a Skycoin node knows of reward addresses: balance, and what they really received in the last days. Amounts are droplets,
 * 1 SKY = 1 000 000; never a floating number. Pure. */
#ifndef SKYWIRE_SKYCOIN_H
#define SKYWIRE_SKYCOIN_H

#include "base/err.h"
#include "base/str.h"
#include <stdint.h>

enum { SKYCOIN_DROPLETS = 1000000, SKYCOIN_ANSWER_MAX = 16 << 20 };

enum err skycoin_balance(struct slice json, int64_t *droplets, struct fault *f);             /* confirmed */
/* Sum of confirmed outputs to any of the addresses (blank-separated) since a time. What comes back to the sender as change is
 * no income: transactions that spend from one of them are left out. */
enum err skycoin_received(struct slice json, const char *addresses, int64_t since, int64_t *droplets, struct fault *f);
enum err skycoin_health(struct slice json, int64_t *head_age, struct fault *f);              /* seconds since the last block */
/* "8.000000" -> droplets; false when it is no such number. */
bool skycoin_amount(struct slice text, int64_t *droplets);

#endif
