/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Amounts as people write them. Ğ1 are whole centimes; UD are thousandths of a dividend. Comma or point is the decimal sign,
 * blanks separate thousands; what can be read in two ways (1.204) is E_AMBIGUOUS, everything else that is no amount, and
 * a third decimal of Ğ1, is E_AMOUNT. */
#ifndef CODEC_AMOUNT_H
#define CODEC_AMOUNT_H

#include "base/err.h"
#include "base/str.h"

enum amount_unit { AMOUNT_G1, AMOUNT_UD };

struct amount {
	enum amount_unit unit;
	int64_t n;                /* centimes, or thousandths of a UD; never negative */
};

/* "12.50", "12,5", "1 204,56", "20 Ğ1", "2ud", "0,5 DU". Without a unit it is Ğ1. */
enum err amount_read(struct slice text, struct amount *out);
/* Centimes with two decimals for scripts: "-1204.56". For people: model/money.h. */
void amount_add(struct str *out, int64_t centimes);
/* n with so many of its last digits (at most 18) behind the decimal sign, the others in groups of three: 120456, 2 -> "1 204.56". */
void amount_fixed(struct str *out, uint64_t n, unsigned places, const char *decimal, const char *thousands);

#endif
