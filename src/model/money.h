/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Amounts for people: centimes as Ğ1, as dividends (UD), or relative to the mean (M/N). */
#ifndef MODEL_MONEY_H
#define MODEL_MONEY_H

#include "base/str.h"

enum unit { UNIT_G1, UNIT_UD, UNIT_RELATIVE };

/* What units need: the present dividend and the mean per member, in centimes; 0 while unknown. */
struct money {
	int64_t ud_c, mean_c;
};

/* Appends an amount with two decimals and the signs of the locale: "1 204.56". sign: also '+' for positive ones. */
void money_g1(struct str *out, int64_t centimes, bool sign);
/* Appends it in a unit with its name: "1 204.56 Ğ1", "104.9 UD", "0.31 M/N"; falls back to Ğ1 while the rate is unknown. */
void money_unit(struct str *out, int64_t centimes, enum unit u, const struct money *m, bool sign);
/* Digits, grouped by three. */
void money_count(struct str *out, int64_t n);

#endif
