/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/indexer/apply_inside.h"

#include "codec/hex.h"

#include <stdlib.h>

struct slice apply_bytes(const void *p, size_t n)
{
	return (struct slice){ p, n };
}

int64_t apply_account(struct applying *a, const char *hex)
{
	unsigned char pub[32];
	int64_t k;

	if (!hex || hex_exact(slice_of(hex), pub, 32))
		return 0;
	k = store_number(a->st, "SELECT k FROM account WHERE pub = ?", 0, "b", apply_bytes(pub, 32));
	if (k)
		return k;
	k = store_number(a->st, "SELECT max(k) FROM account", 0, "") + 1;
	store_do(a->st, "INSERT INTO account VALUES(?, ?, ?, 0, 0, NULL)", "ibi", k, apply_bytes(pub, 32), (int64_t)a->d->number);
	return k;
}

/* Balances as the block left them; hashes that look like accounts are none because nobody has entered them. */
static void balances(struct applying *a)
{
	for (size_t i = 0; i < a->d->touched.n; i++) {
		const struct touched *t = &a->d->touched.v[i];
		int64_t k = store_number(a->st, "SELECT k FROM account WHERE pub = ?", 0, "b", apply_bytes(t->pub, 32));

		if (!k && !t->alive)
			continue;
		if (!k) {
			k = store_number(a->st, "SELECT max(k) FROM account", 0, "") + 1;
			store_do(a->st, "INSERT INTO account VALUES(?, ?, ?, 0, 0, NULL)", "ibi", k, apply_bytes(t->pub, 32),
				 (int64_t)a->d->number);
		}
		store_do(a->st, "UPDATE account SET active = ?, balance = ? WHERE k = ? AND (active <> ?1 OR balance <> ?2)", "iii",
			 (int64_t)t->alive, (int64_t)t->free, k);
	}
}

static void header(struct applying *a)
{
	const struct decoded *d = a->d;

	store_do(a->st, "INSERT INTO block VALUES(?, ?, ?, ?, ?, 'gdev', ?, 'duniter-gdev', 1, ?, NULL, ?, ?, ?)", "ibbbbiiiii",
		 (int64_t)d->number, apply_bytes(d->hash, 32), apply_bytes(d->parent, 32), apply_bytes(d->state_root, 32),
		 apply_bytes(d->extrinsics_root, 32), (int64_t)d->spec_version, d->time_ms, (int64_t)d->xts.n, (int64_t)d->calls.n,
		 (int64_t)d->events.n);
	store_do(a->st, "UPDATE status SET height = ?, hash = ?", "ib", (int64_t)d->number, apply_bytes(d->hash, 32));
	vec_push(&a->st->times, (struct block_time){ (int32_t)d->number, d->time_ms });
}

/* Whether an extrinsic went well, its error, its fee. */
static bool outcome(const struct decoded *d, size_t extrinsic, json_t **error, int64_t *fee)
{
	bool good = true;

	*error = NULL;
	*fee = 0;
	for (size_t i = 0; i < d->events.n; i++) {
		const struct event *e = &d->events.v[i];

		if (e->extrinsic != (int)extrinsic)
			continue;
		if (!strcmp(e->name, "TransactionFeePaid"))
			*fee = strtoll(json_string_value(json_object_get(e->args, "actualFee")), NULL, 10);
		if (strcmp(e->pallet, "System") || strcmp(e->name, "ExtrinsicFailed"))
			continue;
		good = false;
		*error = json_object_get(e->args, "dispatchError");
	}
	return good;
}

static char *text_of(json_t *j)
{
	return j ? json_dumps(j, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
}

static int64_t key(const struct applying *a, size_t index)
{
	return store_key((int32_t)a->d->number, (uint32_t)index);
}

/* A call inside a batch is as good as its extrinsic. */
static void put_calls(struct applying *a)
{
	const struct decoded *d = a->d;

	for (size_t i = 0; i < d->calls.n; i++) {
		const struct call *c = &d->calls.v[i];
		struct str id = { 0 }, address = { 0 };
		json_t *error;
		int64_t fee;
		bool good = outcome(d, c->extrinsic, &error, &fee);
		char *args = text_of(c->args), *why = text_of(error);

		store_id(a->st, ID_EVENT, key(a, c->extrinsic), SLICE(""), &id);
		for (struct slice rest = slice_of(c->address), part; *c->address && slice_split(&rest, ',', &part);)
			str_addf(&id, "-%06d", atoi(part.p));
		str_addf(&address, "[%s]", c->address);
		store_do(a->st, c->parent < 0 ? "INSERT INTO call VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)"
					      : "INSERT INTO call VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", c->parent < 0 ? "ittissssii" : "ittissssiii",
			 key(a, i), slice_str(&id), slice_str(&address), (int64_t)good, why, c->pallet, c->name, args, (int64_t)d->number,
			 key(a, c->extrinsic), key(a, (size_t)(c->parent < 0 ? 0 : c->parent)));
		free(args);
		free(why);
		str_free(&id);
		str_free(&address);
	}
}

static void put_extrinsics(struct applying *a)
{
	const struct decoded *d = a->d;

	for (size_t i = 0; i < d->xts.n; i++) {
		const struct xt *x = &d->xts.v[i];
		json_t *error;
		int64_t fee;
		bool good = outcome(d, i, &error, &fee);
		char *signature = text_of(x->signature), *why = text_of(error);

		store_do(a->st, "INSERT INTO extrinsic VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			 !x->signature ? "iiiisnnisbi" : "iiiisiiisbi", key(a, i), (int64_t)d->number, (int64_t)i, (int64_t)x->version, signature,
			 (int64_t)x->tip, fee, (int64_t)good, why, apply_bytes(x->hash, 32), key(a, (size_t)(x->call < 0 ? 0 : x->call)));
		free(signature);
		free(why);
	}
}

/* An event of an extrinsic is taken as one of its outermost call. */
static void put_events(struct applying *a)
{
	const struct decoded *d = a->d;

	for (size_t i = 0; i < d->events.n; i++) {
		const struct event *e = &d->events.v[i];
		char *args = text_of(e->args);
		bool inside = e->extrinsic >= 0 && (size_t)e->extrinsic < d->xts.n;
		int call = inside ? d->xts.v[e->extrinsic].call : -1;

		store_do(a->st, "INSERT INTO event VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)", !inside ? "iissssinn" : call < 0 ? "iissssiin" : "iissssiii",
			 key(a, i), (int64_t)i, e->phase, e->pallet, e->name, args, (int64_t)d->number,
			 key(a, (size_t)(inside ? e->extrinsic : 0)), key(a, (size_t)(call < 0 ? 0 : call)));
		free(args);
	}
}

void apply_block(struct store *st, const struct decoded *d)
{
	struct applying a = { st, d, 0, 0, 0 };

	st->block = (int32_t)d->number;
	st->recording = true;
	header(&a);
	put_extrinsics(&a);
	put_calls(&a);
	put_events(&a);
	for (size_t i = 0; i < d->events.n; i++)
		apply_event(&a, &d->events.v[i], key(&a, i));
	apply_comments(&a);
	balances(&a);
	if (a.members || a.accounts || a.smiths)
		store_do(st, "INSERT INTO population SELECT ?, smiths + ?, members + ?, accounts + ? FROM population ORDER BY k DESC LIMIT 1", "iiii",
			 (int64_t)d->number, a.smiths, a.members, a.accounts);
	st->recording = false;
	if (st->times.n > STORE_UNDO)
		store_do(st, "DELETE FROM undo WHERE block < ?", "i", (int64_t)st->times.v[st->times.n - STORE_UNDO].number);
}
