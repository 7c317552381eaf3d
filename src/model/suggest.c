/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/suggest.h"
#include "base/mem.h"
#include "base/text.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/contacts.h"
#include "model/wallet.h"
#include <stdlib.h>

enum { PARTIES = 12, LEAST = 2, ROWS_MOST = 100000 /* more would be felt at each letter */ };

struct guess {
	struct str typed;         /* folded */
	struct str *out;
	bool found;
};

static bool begins(const struct guess *g, const char *name)
{
	struct str s = { 0 };
	bool yes;

	text_fold(&s, slice_of(name));
	yes = s.n > g->typed.n && slice_starts(slice_str(&s), str_c(&g->typed));
	str_free(&s);
	return yes;
}

static void offer(struct guess *g, const char *name)
{
	if (!g->found && begins(g, name)) {
		g->found = true;
		str_adds(g->out, name);
	}
}

/* Whether the name is still this person's is asked of the chain when it is taken. */
static void met(void *arg, const struct ledger_row *r, int64_t in_c, int64_t out_c, int64_t rows)
{
	(void)in_c;
	(void)out_c;
	(void)rows;
	if (r->identity)
		offer(arg, r->name);
}

bool suggest_party(struct app *a, struct slice typed, struct str *out)
{
	struct guess g = { .out = out };
	struct ledger *l = a->coin->ops->ledger(a->coin->self);

	text_fold(&g.typed, slice_trim(typed));
	for (size_t i = 0; g.typed.n && !g.found && i < contacts_count(a->contacts); i++)
		offer(&g, contacts_at(a->contacts, i)->name);
	for (size_t i = 0; g.typed.n && !g.found && i < a->wallet->accounts.n; i++)
		offer(&g, a->wallet->accounts.v[i].name);
	for (size_t i = 0; l && g.typed.n >= LEAST && !g.found && i < a->wallet->accounts.n; i++) {
		struct ledger_filter w = { .words = str_c(&g.typed) };
		struct ledger_sum all = { 0 };

		if (!ledger_sum(l, a->wallet->accounts.v[i].pub, NULL, &all, NULL) && all.rows <= ROWS_MOST)
			ledger_parties(l, a->wallet->accounts.v[i].pub, &w, PARTIES, met, &g, NULL);
	}
	str_free(&g.typed);
	return g.found;
}
