/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Remarks become comments; transfers of the same batch get the comment as theirs. */
#include "sandbox/indexer/apply_inside.h"
#include "sandbox/indexer/remark.h"

#include "codec/hex.h"

/* The n-th remark with event among the calls of an extrinsic: what was carried out came in this order. */
static const struct call *remark_call(const struct decoded *d, size_t extrinsic, size_t n)
{
	for (size_t i = 0; i < d->calls.n; i++) {
		const struct call *c = &d->calls.v[i];

		if (c->extrinsic == extrinsic && !strcmp(c->pallet, "System") && !strcmp(c->name, "remark_with_event") && n-- == 0)
			return c;
	}
	return NULL;
}

static void comment(struct applying *a, const struct event *e, size_t index, const struct call *c)
{
	const char *hex = json_string_value(json_object_get(c->args, "remark"));
	int64_t k = store_key((int32_t)a->d->number, (uint32_t)index);
	struct str bytes = { 0 };

	if (hex && !hex_append(slice_of(hex), &bytes))
		store_do(a->st, "INSERT INTO tx_comment VALUES(?, ?, ?, ?)", "iiii", k, (int64_t)a->d->number,
			 apply_account(a, json_string_value(json_object_get(e->args, "sender"))), remark_add(a->st, 0, slice_str(&bytes)));
	str_free(&bytes);
	if (c->parent < 0)
		return;
	for (size_t i = 0; i < a->d->events.n; i++) {
		const struct event *t = &a->d->events.v[i];

		if (t->extrinsic == e->extrinsic && !strcmp(t->pallet, "Balances") && !strcmp(t->name, "Transfer"))
			store_do(a->st, "UPDATE transfer SET comment = ? WHERE k = ?", "ii", k, store_key((int32_t)a->d->number, (uint32_t)i));
	}
}

void apply_comments(struct applying *a)
{
	int extrinsic = -1;
	size_t n = 0;

	for (size_t i = 0; i < a->d->events.n; i++) {
		const struct event *e = &a->d->events.v[i];
		const struct call *c;

		if (strcmp(e->pallet, "System") || strcmp(e->name, "Remarked") || e->extrinsic < 0)
			continue;
		n = e->extrinsic == extrinsic ? n + 1 : 0;
		extrinsic = e->extrinsic;
		c = remark_call(a->d, (size_t)extrinsic, n);
		if (c)
			comment(a, e, i, c);
	}
}
