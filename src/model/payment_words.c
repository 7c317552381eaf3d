/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What will happen, in one plain sentence, and what to think of before. */
#include "base/i18n.h"
#include "base/tick.h"
#include "model/app.h"
#include "model/journal_ask.h"
#include "model/money.h"
#include "model/payment_in.h"
#include "model/wallet.h"
#include <stdio.h>
#include <stdlib.h>

enum { USUAL_ROWS = 50, USUAL_LEAST = 3, USUAL_TIMES = 3, TWICE_S = 90, RECENT_S = 86400 };

static bool (*is_multipass)(struct app *a, const unsigned char pub[32]);

void payment_on_multipass(bool (*fn)(struct app *a, const unsigned char pub[32]))
{
	is_multipass = fn;
}

static void warn(struct payment *p, enum payment_warning w)
{
	p->look.warnings |= 1u << w;
}

/* What the history knows of payments from this account to a party, or to anybody (NULL). */
static int64_t paid_before(struct payment *p, const unsigned char *party)
{
	struct ledger *l = p->coin->ops->ledger(p->coin->self);
	struct ledger_filter w = { .party = party, .kinds = 1u << LEDGER_OUT };
	struct ledger_sum sum = { 0 };

	return l && !ledger_sum(l, p->from, &w, &sum, NULL) ? sum.rows : 0;
}

/* Far above every one of the last payments. */
static bool unusual(struct payment *p, int64_t amount_c)
{
	struct ledger *l = p->coin->ops->ledger(p->coin->self);
	struct ledger_filter w = { .kinds = 1u << LEDGER_OUT };
	struct ledger_page page = { 0 };
	int64_t most = 0;
	bool enough;

	if (!l || ledger_page(l, p->from, &w, 0, USUAL_ROWS, &page, NULL))
		return false;
	for (size_t i = 0; i < page.rows.n; i++)
		if (page.rows.v[i].amount_c > most)
			most = page.rows.v[i].amount_c;
	enough = page.rows.n >= USUAL_LEAST;
	ledger_page_free(&page);
	return enough && amount_c / USUAL_TIMES > most;
}

static void warn_of(struct payment *p, struct payment_party *t, enum payment_warning w)
{
	warn(p, w);
	t->warnings |= 1u << w;
}

static void warn_party(struct payment *p, struct payment_party *t)
{
	struct journal *j = app_journal(p->app, NULL);
	const struct payment_seen *s = payment_seen(p, t->pub);
	int64_t times = paid_before(p, t->pub);
	struct str more = { 0 };
	struct payuri uri;

	t->warnings = 0;
	if (!payuri_read(slice_of(t->typed), &uri) && uri.has_address) {
		if (uri.to.form == ADDRESS_FOREIGN)
			warn_of(p, t, PAYMENT_FOREIGN);
		if (uri.to.doubtful)
			warn_of(p, t, PAYMENT_DOUBTFUL);
	}
	if (!memcmp(t->pub, p->from, 32) || wallet_by_pub(p->app->wallet, t->pub) >= 0)
		warn_of(p, t, PAYMENT_ONESELF);
	else if (!times)
		warn_of(p, t, PAYMENT_FIRST);
	if (*t->name && !t->proven && !t->contact)
		warn_of(p, t, PAYMENT_SELF_NAMED);
	if (s && s->looked && !s->exists)
		warn_of(p, t, PAYMENT_NEW_ACCOUNT);
	if (is_multipass && is_multipass(p->app, t->pub))
		warn_of(p, t, PAYMENT_MULTIPASS);
	if (j && t->amount_c && journal_same(j, p->from, t->pub, t->amount_c, tick_now() - TWICE_S))
		warn_of(p, t, PAYMENT_TWICE);
	if (t->amount_c && unusual(p, t->amount_c))
		warn_of(p, t, PAYMENT_UNUSUAL);
	if (times)
		str_addf(&more, ngettext("known: %lu payment", "known: %lu payments", (unsigned long)times), (unsigned long)times);
	free(t->more);
	t->more = str_take(&more);
}

void payment_warn(struct payment *p)
{
	struct payment_look *l = &p->look;

	for (size_t i = 0; i < l->to.n && !l->claim; i++)
		if (l->to.v[i].known)
			warn_party(p, &l->to.v[i]);
	if (l->has_rest && l->rest.known)
		warn_party(p, &l->rest);
	if (p->planned && p->plan.doubled)
		warn(p, PAYMENT_DOUBLE);
	if (p->planned && p->plan.ends)
		warn(p, PAYMENT_CLOSES);
	if (l->fee_c > 0)
		warn(p, PAYMENT_FEE);
	if (p->planned && !l->checked)
		warn(p, PAYMENT_UNVERIFIED);
}

static void ones_name(const struct payment_party *t, struct str *out)
{
	char address[SS58_MAX];

	if (*t->name) {
		str_adds(out, t->name);
		return;
	}
	ss58_encode(SS58_G1, t->pub, address);
	str_addf(out, "%.8s…%s", address, address + strlen(address) - 6);
}

/* "2 UD (22.96 Ğ1)", "20.00 Ğ1" */
static void amount(const struct payment *p, struct str *out)
{
	const struct payment_look *l = &p->look;
	const struct amount *a = &l->to.v[0].amount;
	int64_t n = 0;

	for (size_t i = 0; i < l->to.n; i++)
		n += l->to.v[i].amount.n;
	if (a->unit == AMOUNT_UD && !l->all) {
		str_addf(out, "%lld", (long long)(n / 1000));
		if (n % 1000) {
			char digits[8];
			int k = snprintf(digits, sizeof digits, "%03lld", (long long)(n % 1000));

			while (k && digits[k - 1] == '0')
				digits[--k] = 0;
			str_addf(out, "%s%s", i18n_decimal(), digits);
		}
		str_adds(out, " UD (");
	}
	money_g1(out, l->total_c, false);
	str_adds(out, a->unit == AMOUNT_UD && !l->all ? " Ğ1)" : " Ğ1");
}

static void say_many(const struct payment *p, const char *sum, const char *keep, const char *claim)
{
	unsigned long n = p->look.to.n;
	struct str *out = (struct str *)(uintptr_t)&p->sentence;

	if (p->look.claim_c)
		str_addf(out, ngettext("You will send %s to %lu recipient, claim %s, and keep %s.",
		                       "You will send %s to %lu recipients, claim %s, and keep %s.", n), sum, n, claim, keep);
	else
		str_addf(out, ngettext("You will send %s to %lu recipient and keep %s.", "You will send %s to %lu recipients and keep %s.", n),
		         sum, n, keep);
}

static void say_one(struct payment *p, const char *sum, const char *keep, const char *claim)
{
	const struct payment_look *l = &p->look;
	struct str who = { 0 };

	ones_name(&l->to.v[0], &who);
	if (l->all && l->close)
		str_addf(&p->sentence, _("You will send everything, %s, to %s: nothing stays in this account."), sum, str_c(&who));
	else if (l->all)
		str_addf(&p->sentence, _("You will send %s to %s, all but what must stay: %s."), sum, str_c(&who), keep);
	else if (l->claim_c)
		str_addf(&p->sentence, _("You will send %s to %s, claim %s, and keep %s."), sum, str_c(&who), claim, keep);
	else
		str_addf(&p->sentence, _("You will send %s to %s and keep %s."), sum, str_c(&who), keep);
	str_free(&who);
}

static void say_rest(struct payment *p, const char *sum)
{
	struct str who = { 0 };

	ones_name(&p->look.rest, &who);
	str_addf(&p->sentence, _("You will send %s in all: what is left after the payments goes to %s, and nothing stays in this account."),
	         sum, str_c(&who));
	str_free(&who);
}

static void say_terms(struct payment *p)
{
	const struct payment_look *l = &p->look;
	const struct pool_head *h = p->coin->ops->head(p->coin->self);
	struct str fee = { 0 };

	money_g1(&fee, l->fee_c < 0 ? p->plan.fee_c : l->fee_c, false);
	if (l->fee_c < 0)
		str_addf(&p->terms, _("Fee about %s."), str_c(&fee));
	else if (l->refund_c > 0)
		str_addf(&p->terms, _("Fee %s, given back to members."), str_c(&fee));
	else
		str_addf(&p->terms, _("Fee %s."), str_c(&fee));
	str_addc(&p->terms, ' ');
	/* A node of one's own is believed although it is alone. */
	bool own = l->checked && p->coin->ops->purse(p->coin->self, p->from)->source.degree == DEGREE_SAID;
	str_addf(&p->terms, own ? _("Node %s, on this machine.") : l->checked ? _("Node %s, checked by a second one.")
	                                                              : _("Node %s, not checked by a second one."),
	         h ? p->coin->ops->host(p->coin->self, h->node) : "?");
	str_addc(&p->terms, ' ');
	str_adds(&p->terms, _("Valid about 6 minutes."));
	str_free(&fee);
}

void payment_tell(struct payment *p)
{
	const struct payment_look *l = &p->look;
	struct str sum = { 0 }, keep = { 0 }, claim = { 0 };

	str_cut(&p->sentence, 0);
	str_cut(&p->terms, 0);
	if (p->planned) {
		/* A balance is shown with what is reserved everywhere: what stays of it, too. */
		int64_t reserved_c = l->close ? 0 : p->coin->ops->purse(p->coin->self, p->from)->reserved_c;

		money_g1(&keep, l->keep_c + reserved_c, false);
		str_addf(&claim, "%lld UD", (long long)l->claim_n);
		if (!l->claim)
			amount(p, &sum);
		if (l->claim) {
			money_g1(&sum, l->claim_c, false);
			str_addf(&p->sentence, _("You will claim %s, %s Ğ1, and have %s."), str_c(&claim), str_c(&sum), str_c(&keep));
		} else if (l->has_rest) {
			say_rest(p, str_c(&sum));
		} else if (l->to.n > 1) {
			say_many(p, str_c(&sum), str_c(&keep), str_c(&claim));
		} else {
			say_one(p, str_c(&sum), str_c(&keep), str_c(&claim));
		}
		say_terms(p);
	}
	p->look.sentence = str_c(&p->sentence);
	p->look.terms = str_c(&p->terms);
	str_free(&sum);
	str_free(&keep);
	str_free(&claim);
}

/* Of several recipients: which of them, by their numbers in the list. */
static void whose(const struct payment_look *l, enum payment_warning w, struct str *out)
{
	enum { NAMED = 6 };
	size_t n = 0;

	for (size_t i = 0; l->to.n > 1 && i < l->to.n && n <= NAMED; i++)
		if (l->to.v[i].warnings & 1u << w && ++n <= NAMED)
			str_addf(out, "%s%zu", n > 1 ? ", " : "", i + 1);
	str_adds(out, n > NAMED ? "...: " : n ? ": " : "");
}

void payment_warning_text(const struct payment *p, enum payment_warning w, struct str *out)
{
	whose(&p->look, w, out);
	switch (w) {
	case PAYMENT_FIRST: str_adds(out, _("This is the first payment to this address.")); break;
	case PAYMENT_SELF_NAMED: str_adds(out, _("This name is what its owner says, nothing proves it.")); break;
	case PAYMENT_MULTIPASS: str_adds(out, _("This is a MULTIPASS: money from ordinary wallets is swept away there.")); break;
	case PAYMENT_NEW_ACCOUNT: str_adds(out, _("This account does not exist yet: is the address right?")); break;
	case PAYMENT_UNUSUAL: str_adds(out, _("This is far more than you usually pay.")); break;
	case PAYMENT_TWICE: str_adds(out, _("The same payment was made a moment ago.")); break;
	case PAYMENT_DOUBLE: str_addf(out, ngettext("%lu recipient stands twice in the list.", "%lu recipients stand twice in the list.",
	                              p->plan.doubled), (unsigned long)p->plan.doubled); break;
	case PAYMENT_ONESELF: str_adds(out, _("This is one of your own accounts.")); break;
	case PAYMENT_FOREIGN: str_adds(out, _("This address was written for another network: compare it with its g1… form.")); break;
	case PAYMENT_DOUBTFUL: str_adds(out, _("No pair of keys can have this address: a character is probably wrong.")); break;
	case PAYMENT_CLOSES: str_adds(out, _("The account will be empty and ends.")); break;
	case PAYMENT_FEE: str_adds(out, _("This payment costs a fee.")); break;
	case PAYMENT_UNVERIFIED: str_adds(out, _("One node alone says what is in this account.")); break;
	case PAYMENT_WARNINGS: break;
	}
}
