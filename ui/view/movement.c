/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One movement or one payment of the journal in full, as lines of a pager: shared by the wallet, its wide form and the payment
 * screen, so that all tell the same. */
#include "ui/view/movement.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/tick.h"
#include "model/coin.h"
#include "model/courier.h"
#include "model/money.h"
#include "ui/view/entry_words.h"
#include "ui/view/view_list.h"
#include "ui/view/words.h"
#include "ui/widget/stack.h"
#include <time.h>

enum { LABEL = 12 };

static void item(struct pager *p, enum role role, const char *label, struct str *s)
{
	if (s->n)
		pager_add_item(p, ROLE_LABEL, slice_of(label), LABEL, role, slice_str(s));
	str_cut(s, 0);
}

static void moment(struct str *s, int64_t when)
{
	struct str age = { 0 };
	time_t t = (time_t)when;
	struct tm tm;
	localtime_r(&t, &tm);
	tick_date(s, when);
	tick_age(&age, tick_now() - when);
	str_addf(s, " %02d:%02d (%s)", tm.tm_hour, tm.tm_min, str_c(&age));
	str_free(&age);
}

/* A claim takes the last dividends before it, one for each period of the chain. */
static void days(const struct app *a, const struct moves_row *m, struct str *s)
{
	const struct coin *c = a->coin;
	bool confirmed;
	const struct runtime *r = c->ops->runtime(c->self, &confirmed);
	const struct currency *y = c->ops->currency(c->self);
	int64_t period = r ? runtime_constant(r, "UniversalDividend.UdCreationPeriod", 86400000) / 1000 : 0, last;
	if (period < 86400 || y->next_ud <= m->when || m->count < 1)
		return;
	last = y->next_ud - (y->next_ud - m->when + period - 1) / period * period;
	str_adds(s, ", ");
	if (m->count > 1) {
		struct str to = { 0 };
		tick_date(&to, last);
		struct str from = { 0 };
		tick_date(&from, last - (m->count - 1) * period);
		/* TR: the days that a claim of dividends covers */
		str_addf(s, _("of %s to %s"), str_c(&from), str_c(&to));
		str_free(&from);
		str_free(&to);
	} else {
		tick_date(s, last);
	}
}

/* Always in Ğ1, and in the unit of the settings besides. */
static void amount(const struct app *a, struct str *s, int64_t c, bool sign)
{
	money_g1(s, c, sign);
	str_adds(s, " Ğ1");
	if (words_unit(a) != UNIT_G1) {
		str_adds(s, " = ");
		words_amount(a, s, c, sign);
	}
}

void movement_fill(const struct app *a, struct pager *p, const struct moves_row *m)
{
	struct str s = { 0 };
	amount(a, &s, m->amount_c, true);
	item(p, m->amount_c < 0 ? ROLE_AMOUNT_OUT : ROLE_AMOUNT_IN, _("amount"), &s);
	moment(&s, m->when);
	item(p, ROLE_TEXT, _("when"), &s);
	if (m->kind == MOVE_CLAIM) {
		str_addf(&s, ngettext("%d UD claimed", "%d UD claimed", (unsigned long)m->count), (int)m->count);
		days(a, m, &s);
		item(p, ROLE_TEXT, _("what"), &s);
	} else {
		const char *label = m->kind == MOVE_IN ? _("from") : _("to");
		if (*m->name) {
			str_adds(&s, m->name);
			item(p, m->proven ? ROLE_PROVEN : ROLE_TEXT, label, &s);
			str_adds(&s, m->proven ? _("proven on the chain") : m->contact ? _("your own label") : _("says so itself, not proven"));
			item(p, ROLE_DIM, _("name"), &s);
		}
		str_adds(&s, m->address);
		item(p, ROLE_TEXT, *m->name ? _("address") : label, &s);
	}
	str_adds(&s, m->comment);
	item(p, ROLE_TEXT, _("comment"), &s);
	money_g1(&s, m->balance_c, false);
	str_adds(&s, " Ğ1");
	item(p, ROLE_TEXT, _("balance"), &s);
	money_count(&s, m->block);
	if (m->provisional)
		str_addf(&s, ", %s", _("not final yet"));
	item(p, m->provisional ? ROLE_STALE : ROLE_DIM, _("block"), &s);
	str_free(&s);
}

static void recipients(struct pager *p, const struct journal_entry *e, struct str *s)
{
	for (size_t i = 0; i < e->to.n; i++) {
		const struct journal_to *t = &e->to.v[i];
		if (*t->name) {
			str_adds(s, t->name);
			item(p, ROLE_STRONG, i ? "" : _("to"), s);
		}
		entry_address(t->pub, s);
		item(p, ROLE_TEXT, *t->name || i ? "" : _("to"), s);
		if (e->to.n > 1) {
			money_g1(s, t->amount_c, false);
			str_adds(s, " Ğ1");
			item(p, ROLE_AMOUNT_OUT, "", s);
		}
	}
}

static void hexadecimal(struct pager *p, const char *label, const unsigned char hash[32], struct str *s)
{
	static const unsigned char none[32];
	if (!memcmp(hash, none, 32))
		return;
	str_adds(s, "0x");
	for (int i = 0; i < 32; i++)
		str_addf(s, "%02x", hash[i]);
	item(p, ROLE_DIM, label, s);
}

/* What will happen by itself now, and what the person may do. */
static void outlook(const struct journal_entry *e, struct str *s)
{
	switch (e->state) {
	case J_DRAFT: str_adds(s, _("Nothing was signed and nothing was spent.")); break;
	case J_SIGNED: str_adds(s, _("It is signed and will be sent as soon as a node answers, always the same bytes, also after a restart.")); break;
	case J_SENT: str_adds(s, _("A node has it. If it is lost, the same bytes are sent again; it can never be paid twice.")); break;
	case J_IN_BLOCK: str_adds(s, _("It is on the chain and becomes final by itself.")); break;
	case J_FINAL: str_adds(s, _("It cannot change any more.")); break;
	case J_REFUSED:
		str_adds(s, e->settled ? _("Nothing was spent but perhaps a fee. It may be tried again.")
		                       : _("It may still enter a block through another node; until that is impossible it is not tried again."));
		break;
	case J_EXPIRED: str_adds(s, _("Its time is over and no block holds it. It may be tried again.")); break;
	default: str_adds(s, _("It was given up before it was signed.")); break;
	}
}

void payment_fill(const struct app *a, struct pager *p, const struct journal_entry *e)
{
	struct str s = { 0 };
	int at = wallet_by_pub(a->wallet, e->account);
	entry_state(a, &s, e);
	item(p, entry_role(e), _("state"), &s);
	if (a->courier)
		str_adds(&s, courier_news(a->courier, e->id));
	item(p, ROLE_WARN, "", &s);
	outlook(e, &s);
	item(p, ROLE_DIM, "", &s);
	amount(a, &s, e->kind == J_CLAIM ? e->claim_c : -e->total_c, true);
	item(p, e->kind == J_CLAIM ? ROLE_AMOUNT_IN : ROLE_AMOUNT_OUT, _("amount"), &s);
	recipients(p, e, &s);
	str_adds(&s, e->comment);
	item(p, ROLE_TEXT, _("comment"), &s);
	if (e->kind == J_CALL)
		str_adds(&s, *e->title ? e->title : e->words);
	item(p, ROLE_TEXT, _("what"), &s);
	if (at >= 0)
		words_account(&s, &a->wallet->accounts.v[at]);
	else
		entry_address(e->account, &s);
	item(p, ROLE_TEXT, _("from"), &s);
	if (e->claim_c && e->kind != J_CLAIM) {
		amount(a, &s, e->claim_c, true);
		item(p, ROLE_AMOUNT_IN, _("claimed"), &s);
	}
	amount(a, &s, e->fee_c, false);
	item(p, ROLE_TEXT, _("fee"), &s);
	moment(&s, e->made);
	item(p, ROLE_TEXT, _("made"), &s);
	moment(&s, e->changed);
	item(p, ROLE_TEXT, _("changed"), &s);
	if (e->state >= J_SIGNED && e->state <= J_EXPIRED && e->death) {
		str_addf(&s, ngettext("%s, sent %u time", "%s, sent %u times", e->attempts), *e->node ? e->node : "—", e->attempts);
		item(p, ROLE_DIM, _("node"), &s);
		/* TR: the numbers of blocks between which a payment can enter the chain */
		str_addf(&s, _("after block %u and before %u"), e->birth, e->death);
		item(p, ROLE_DIM, _("valid"), &s);
		str_addf(&s, "%u", e->nonce);
		item(p, ROLE_DIM, _("nonce"), &s);
		hexadecimal(p, _("hash"), e->hash, &s);
	}
	if (e->block) {
		str_addf(&s, "%u, %u", e->block, e->index);
		item(p, ROLE_DIM, _("block"), &s);
		hexadecimal(p, "", e->block_hash, &s);
	}
	str_adds(&s, e->code);
	item(p, ROLE_DIM, _("code"), &s);
	if (e->unattended)
		str_adds(&s, _("confirmed by --yes, without a person"));
	item(p, ROLE_WARN, _("who"), &s);
	if (e->retry_of)
		/* TR: the number of another payment */
		str_addf(&s, _("a new try of payment %lld"), (long long)e->retry_of);
	if (e->retried_by)
		str_addf(&s, _("tried again as payment %lld"), (long long)e->retried_by);
	item(p, ROLE_TEXT, _("see"), &s);
	str_free(&s);
}

/* "label: words" as two columns. */
static void aligned(struct slice said, struct str *out)
{
	struct slice one;
	while (slice_split(&said, '\n', &one)) {
		size_t n = 0;
		while (n + 1 < one.n && !(one.p[n] == ':' && one.p[n + 1] == ' '))
			n++;
		struct slice label = { one.p, n + 1 < one.n ? n : 0 };
		str_add(out, label);
		for (int w = text_width(label); w <= LABEL; w++)
			str_addc(out, ' ');
		str_add(out, label.n ? slice_from(one, n + 2) : one);
		str_addc(out, '\n');
	}
}

void movement_open(struct view *v, const struct moves_row *m)
{
	struct pager pager = { 0 };
	struct str text = { 0 }, said = { 0 };
	char *argv[2];
	if (m->entry) {
		str_addf(&text, "%lld", (long long)m->entry);
		argv[0] = mem_strdup(str_c(&text));
		stack_open(v->stack, "payment", 1, argv);
		free(argv[0]);
		str_free(&text);
		return;
	}
	movement_fill(v->app, &pager, m);
	pager_say(&pager, &said);
	aligned(slice_str(&said), &text);
	str_free(&said);
	argv[0] = mem_strdup(_("Movement"));
	argv[1] = mem_strdup(str_c(&text));
	stack_open(v->stack, "text", 2, argv);
	free(argv[0]);
	free(argv[1]);
	str_free(&text);
	pager_free(&pager);
}
