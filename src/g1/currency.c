/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/currency.h"

const char *const currency_names[CURRENCY_ITEMS] = {
	"UniversalDividend.CurrentUd", "UniversalDividend.CurrentUdIndex", "UniversalDividend.MonetaryMass", "Balances.TotalIssuance",
	"Membership.CounterForMembership", "Identity.CounterForIdentities", "UniversalDividend.NextUd", "UniversalDividend.NextReeval",
	"UniversalDividend.PastReevals", "Timestamp.Now", "TransactionPayment.NextFeeMultiplier",
};

/* An integer of at most 16 bytes that fits 63 bits. */
static bool integer(struct slice v, int64_t *out)
{
	struct scale in = scale_open(v.p, v.n);
	uint64_t high = 0, low = scale_uint(&in, v.n > 8 ? 8 : v.n ? v.n : 1);
	if (v.n > 8)
		high = scale_uint(&in, v.n - 8);
	*out = (int64_t)low;
	return v.n && v.n <= 16 && scale_done(&in) && !high && low <= INT64_MAX;
}

static bool past(struct currency *c, struct slice v)
{
	struct scale in = scale_open(v.p, v.n);
	size_t n = scale_count(&in, 10);
	if (n > CURRENCY_REEVALS)
		return false;
	for (size_t i = 0; i < n; i++) {
		c->reevals[i].index = (uint32_t)scale_uint(&in, 2);
		uint64_t ud = scale_uint(&in, 8);
		in.bad |= ud > INT64_MAX / 65536 || (i && c->reevals[i].index < c->reevals[i - 1].index);
		c->reevals[i].ud_c = (int64_t)ud;
	}
	c->n_reevals = n;
	return scale_done(&in);
}

enum err currency_read(struct currency *c, const struct runtime *r, const struct slice values[CURRENCY_ITEMS], struct fault *f)
{
	int64_t n[CURRENCY_ITEMS] = { 0 };
	struct source source = c->source;
	uint32_t block = c->block;
	*c = (struct currency){ .source = source, .block = block };
	for (int i = 0; i < CURRENCY_ITEMS; i++) {
		const struct meta_item *it = meta_item(r->meta, slice_of(currency_names[i]), NULL);
		struct slice v = values[i];
		if (!it)
			return fault_set(f, E_RUNTIME_CHANGED, "%s", currency_names[i]);
		if (!v.p && it->optional)
			continue;
		if (!v.p)
			v = it->fallback;
		if (i == CURRENCY_PAST ? !past(c, v) : !integer(v, &n[i]))
			return fault_set(f, E_PROTOCOL, "%s", currency_names[i]);
	}
	c->ud_c = n[CURRENCY_UD];
	c->ud_index = (uint32_t)n[CURRENCY_UD_INDEX];
	c->mass_c = n[CURRENCY_MASS];
	c->issuance_c = n[CURRENCY_ISSUANCE];
	c->members = (uint32_t)n[CURRENCY_MEMBERS];
	c->identities = (uint32_t)n[CURRENCY_IDENTITIES];
	c->next_ud = n[CURRENCY_NEXT_UD] / 1000;
	c->next_reeval = n[CURRENCY_NEXT_REEVAL] / 1000;
	c->time = n[CURRENCY_NOW] / 1000;
	c->fee_multiplier = (uint64_t)n[CURRENCY_FEE_MULTIPLIER];
	return E_OK;
}

/* Dividends of an index belong to the last re-evaluation that is not above it. */
int64_t currency_claim(const struct currency *c, uint32_t first, uint32_t *count)
{
	int64_t total = 0;
	uint32_t top = c->ud_index;
	if (count)
		*count = first && first < top ? top - first : 0;
	if (!first || first >= top)
		return 0;
	for (size_t i = c->n_reevals; i--;) {
		uint32_t from = c->reevals[i].index > first ? c->reevals[i].index : first;
		if (from < top) {
			total += (int64_t)(top - from) * c->reevals[i].ud_c;
			top = from;
		}
		if (c->reevals[i].index <= first)
			break;
	}
	return total;
}

int64_t currency_ud_at(const struct currency *c, uint32_t index)
{
	for (size_t i = c->n_reevals; i--;)
		if (c->reevals[i].index <= index)
			return c->reevals[i].ud_c;
	return 0;
}

int64_t currency_mean(const struct currency *c)
{
	return c->members ? c->mass_c / c->members : 0;
}

/* UD + c² (M/N) / (days between two re-evaluations), as the runtime rounds it. */
int64_t currency_next_ud(const struct currency *c, const struct runtime *r)
{
	int64_t days = r->ud_period_ms > 0 ? r->reeval_period_ms / r->ud_period_ms : 0;
	if (!c->members || days <= 0)
		return c->ud_c;
	__extension__ __int128 growth = ((__int128)c->mass_c * r->growth_ppb + 500000000) / 1000000000;
	return c->ud_c + (int64_t)(growth / ((__int128)c->members * days));
}
