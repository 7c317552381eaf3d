/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/money.h"
#include "base/i18n.h"
#include "codec/amount.h"

static uint64_t magnitude(struct str *out, int64_t v, bool sign)
{
	if (v < 0)
		str_adds(out, "−");
	else if (sign)
		str_addc(out, '+');
	return v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
}

static void number(struct str *out, uint64_t n, unsigned places)
{
	amount_fixed(out, n, places, i18n_decimal(), i18n_thousands());
}

void money_count(struct str *out, int64_t n)
{
	number(out, magnitude(out, n, false), 0);
}

void money_g1(struct str *out, int64_t centimes, bool sign)
{
	number(out, magnitude(out, centimes, sign), 2);
}

/* centimes / rate with that many decimals, more for what is below a bound, rounded half up, in integers only. */
static void ratio(struct str *out, int64_t centimes, int64_t rate, int decimals, int below, int more, bool sign)
{
	uint64_t n = magnitude(out, centimes, sign), scale = 1;
	if ((unsigned __int128)n < (unsigned __int128)(uint64_t)rate * (unsigned)below)
		decimals = more;
	for (int i = 0; i < decimals; i++)
		scale *= 10;
	unsigned __int128 v = ((unsigned __int128)n * scale * 2 + (uint64_t)rate) / ((uint64_t)rate * 2);
	number(out, v < UINT64_MAX ? (uint64_t)v : UINT64_MAX, (unsigned)decimals);
}

void money_unit(struct str *out, int64_t centimes, enum unit u, const struct money *m, bool sign)
{
	if (u == UNIT_UD && m->ud_c > 0) {
		ratio(out, centimes, m->ud_c, 1, 10, 2, sign);
		str_addf(out, " %s", _("UD"));
	} else if (u == UNIT_RELATIVE && m->mean_c > 0) {
		ratio(out, centimes, m->mean_c, 2, 1, 4, sign);
		str_adds(out, " M/N");
	} else {
		money_g1(out, centimes, sign);
		str_adds(out, " Ğ1");
	}
}
