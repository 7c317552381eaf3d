/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "skywire/skycoin.h"
#include "io/jread.h"

bool skycoin_amount(struct slice text, int64_t *droplets)
{
	int64_t v = 0;
	int after = -1;
	if (!text.n || text.n > 18)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == '.' && after < 0 && i) {
			after = 0;
		} else if (c >= '0' && c <= '9' && after < 6) {
			v = v * 10 + (c - '0');
			after += after >= 0;
		} else {
			return false;
		}
	}
	for (after = after < 0 ? 0 : after; after < 6; after++) {
		if (v > INT64_MAX / 10)
			return false;
		v *= 10;
	}
	*droplets = v;
	return true;
}

enum err skycoin_balance(struct slice json, int64_t *droplets, struct fault *f)
{
	json_t *o = jread_load(json, SKYCOIN_ANSWER_MAX, f);
	int64_t v = jread_int(o, "confirmed.coins", -1);
	json_decref(o);
	if (v < 0)
		return f && f->code ? f->code : fault_set(f, E_PROTOCOL, "%s", "Skycoin: no balance");
	*droplets = v;
	return E_OK;
}

static bool among(const char *addresses, const char *one)
{
	struct slice rest = slice_of(addresses), part;
	while (*one && rest.n && slice_split(&rest, ' ', &part))
		if (slice_is(part, one))
			return true;
	return false;
}

/* With verbose=1 the inputs carry their owner; without, they are bare hashes and nothing can be left out. */
static bool spends(const json_t *txn, const char *addresses)
{
	size_t i;
	json_t *in;
	json_array_foreach(jread_at(txn, "inputs"), i, in)
		if (among(addresses, jread_text(in, "owner", "")))
			return true;
	return false;
}

enum err skycoin_received(struct slice json, const char *addresses, int64_t since, int64_t *droplets, struct fault *f)
{
	json_t *list = jread_load(json, SKYCOIN_ANSWER_MAX, f), *t, *out;
	size_t i, j;
	int64_t sum = 0, v;
	if (!json_is_array(list)) {
		json_decref(list);
		return f && f->code ? f->code : fault_set(f, E_PROTOCOL, "%s", "Skycoin: no list of transactions");
	}
	json_array_foreach(list, i, t) {
		const json_t *txn = jread_at(t, "txn");
		if (jread_int(t, "time", 0) < since || !jread_bool(t, "status.confirmed", false) || spends(txn, addresses))
			continue;
		json_array_foreach(jread_at(txn, "outputs"), j, out)
			if (among(addresses, jread_text(out, "dst", "")) && skycoin_amount(slice_of(jread_text(out, "coins", "")), &v) &&
			    sum <= INT64_MAX - v)
				sum += v;
	}
	json_decref(list);
	*droplets = sum;
	return E_OK;
}

/* "1h4m46s", "286.5s" as Go writes durations -> whole seconds; -1. */
static int64_t seconds_of(const char *text)
{
	int64_t sum = 0, n = -1, whole = -1;
	for (; *text; text++) {
		if (*text >= '0' && *text <= '9' && n < 100000000) {
			n = (n < 0 ? 0 : n) * 10 + (*text - '0');
		} else if (*text == '.' && n >= 0) {
			whole = n;
			n = 0;
		} else if (n >= 0 && (*text == 'h' || *text == 'm' || *text == 's')) {
			sum += (whole >= 0 ? whole : n) * (*text == 'h' ? 3600 : *text == 'm' ? 60 : 1);
			n = whole = -1;
		} else {
			return -1;
		}
	}
	return n < 0 ? sum : -1;
}

enum err skycoin_health(struct slice json, int64_t *head_age, struct fault *f)
{
	json_t *o = jread_load(json, SKYCOIN_ANSWER_MAX, f);
	const char *text = jread_text(o, "blockchain.time_since_last_block", "");
	int64_t v = *text ? seconds_of(text) : jread_int(o, "blockchain.time_since_last_block", -1);
	json_decref(o);
	if (v < 0)
		return f && f->code ? f->code : fault_set(f, E_PROTOCOL, "%s", "Skycoin: no state of its chain");
	*head_age = v;
	return E_OK;
}
