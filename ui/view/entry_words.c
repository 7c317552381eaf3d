/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for entries of the journal: who was paid, and in what state that is. */
#include "ui/view/entry_words.h"
#include "base/i18n.h"
#include "codec/ss58.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/money.h"
#include "ui/view/words.h"

enum glyph entry_sign(const struct journal_entry *e)
{
	switch (e->state) {
	case J_DRAFT: return GLYPH_OPEN;
	case J_SIGNED: case J_SENT: case J_IN_BLOCK: return GLYPH_HALF;
	case J_FINAL: return GLYPH_CHECK;
	case J_REFUSED: return GLYPH_BAD;
	default: return GLYPH_DOT;
	}
}

enum role entry_role(const struct journal_entry *e)
{
	switch (e->state) {
	case J_FINAL: return ROLE_OK;
	case J_REFUSED: return ROLE_ERROR;
	case J_SIGNED: case J_SENT: case J_IN_BLOCK: return ROLE_WARN;
	default: return ROLE_DIM;
	}
}

void entry_state(const struct app *a, struct str *out, const struct journal_entry *e)
{
	journal_words(out, e, coin_final_s(a->coin));
}

void entry_address(const unsigned char pub[32], struct str *out)
{
	char text[SS58_MAX];
	ss58_encode(SS58_G1, pub, text);
	str_adds(out, text);
}

void entry_party(struct str *out, const struct journal_entry *e)
{
	struct str address = { 0 };
	if (e->kind == J_CLAIM) {
		str_adds(out, _("dividends"));
	} else if (e->kind == J_CALL || !e->to.n) {
		str_adds(out, *e->title ? e->title : e->words);
	} else if (e->to.n > 1) {
		str_addf(out, ngettext("%d recipient", "%d recipients", (unsigned long)e->to.n), (int)e->to.n);
	} else if (*e->to.v[0].name) {
		str_adds(out, e->to.v[0].name);
	} else {
		entry_address(e->to.v[0].pub, &address);
		words_short(out, str_c(&address), 8, 6);
	}
	str_free(&address);
}

void entry_say(const struct app *a, struct str *out, const struct journal_entry *e)
{
	struct str when = { 0 }, who = { 0 }, amount = { 0 };
	words_day(&when, e->made);
	entry_party(&who, e);
	money_g1(&amount, e->kind == J_CLAIM ? e->claim_c : e->total_c, false);
	str_addf(out, "%s, %s, %s Ğ1, ", str_c(&when), str_c(&who), str_c(&amount));
	entry_state(a, out, e);
	if (*e->comment)
		str_addf(out, ", %s", e->comment);
	str_free(&when);
	str_free(&who);
	str_free(&amount);
}
