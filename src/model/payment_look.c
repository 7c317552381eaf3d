/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields into meaning: who is meant, what is wrong, what the chain still has to say. */
#include "base/i18n.h"
#include "base/mem.h"
#include "codec/hash.h"
#include "model/app.h"
#include "model/contacts.h"
#include "model/courier.h"
#include "model/payment_in.h"
#include "model/wallet.h"
#include <stdio.h>
#include <stdlib.h>

static void name_it(struct payment_party *t, const char *name, bool proven, bool contact)
{
	free(t->name);
	t->name = mem_strdup(name);
	t->proven = proven;
	t->contact = contact;
}

const struct payment_seen *payment_seen(const struct payment *p, const unsigned char pub[32])
{
	for (size_t i = 0; i < p->seen.n; i++)
		if (!memcmp(p->seen.v[i].pub, pub, 32))
			return &p->seen.v[i];
	return NULL;
}

static struct payment_seen *seen_row(struct payment *p, const unsigned char pub[32])
{
	struct payment_seen one = { 0 };

	for (size_t i = 0; i < p->seen.n; i++)
		if (!memcmp(p->seen.v[i].pub, pub, 32))
			return &p->seen.v[i];
	memcpy(one.pub, pub, 32);
	vec_push(&p->seen, one);
	return &p->seen.v[p->seen.n - 1];
}

/* May this be the name of an identity? */
static bool like_a_name(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", s.p[i]))
			return false;
	return s.n >= 3 && s.n < PEOPLE_NAME;
}

static const struct payment_found *found_name(const struct payment *p, struct slice name)
{
	for (size_t i = 0; like_a_name(name) && i < p->found.n; i++)
		if (slice_is(name, p->found.v[i].name))
			return &p->found.v[i];
	return NULL;
}

static const struct account *own_by_label(const struct payment *p, const char *label)
{
	const struct wallet *w = p->app->wallet;
	const struct account *found = NULL;

	for (size_t i = 0; i < w->accounts.n; i++)
		if (*label && !strcmp(w->accounts.v[i].name, label)) {
			if (found)
				return NULL;
			found = &w->accounts.v[i];
		}
	return found;
}

static void take_pub(struct payment_party *t, const unsigned char pub[32])
{
	memcpy(t->pub, pub, 32);
	t->known = true;
}

/* What names a key that is known: the person's own words come before the chain's. */
static void find_name(const struct payment *p, struct payment_party *t)
{
	const struct contact *c = contacts_by_pub(p->app->contacts, t->pub);
	const struct payment_seen *s = payment_seen(p, t->pub);
	int own = wallet_by_pub(p->app->wallet, t->pub);

	if (c)
		name_it(t, c->name, false, true);
	else if (own >= 0 && *p->app->wallet->accounts.v[own].name)
		name_it(t, p->app->wallet->accounts.v[own].name, false, true);
	else if (s && *s->name)
		name_it(t, s->name, true, false);
}

void payment_resolve(struct payment *p, struct payment_party *t, struct payuri *uri)
{
	bool several;
	const struct contact *c = contacts_by_name(p->app->contacts, t->typed, &several);
	const struct account *own = own_by_label(p, t->typed);
	struct slice name = slice_of(t->typed);
	const struct payment_found *found;

	*uri = (struct payuri){ 0 };
	t->known = false;
	name_it(t, "", false, false);
	if (c && !several)
		take_pub(t, c->pub);
	else if (own)
		take_pub(t, own->pub);
	else if (!payuri_read(name, uri) && uri->has_address)
		take_pub(t, uri->to.pub);
	else if (*uri->uid)
		name = slice_of(uri->uid);
	if (!t->known && (found = found_name(p, name)) && !found->e) {
		take_pub(t, found->pub);
		name_it(t, found->name, found->believed, false);
	}
	if (t->known && !*t->name)
		find_name(p, t);
}

static enum err fault_at(struct payment *p, enum payment_field field, enum err e, const char *words)
{
	if (!p->look.fault[field].code)
		fault_set(&p->look.fault[field], e, "%s", words);
	return e;
}

/* -- questions to the chain -- */

static void got_person(void *arg, const struct people_answer *a)
{
	struct payment *p = arg;

	struct payment_found found = { .e = a->fault.code ? a->fault.code : a->n ? E_OK : E_NOT_FOUND };

	p->person = NULL;
	memcpy(found.name, p->wanted, sizeof found.name);
	if (!found.e) {
		memcpy(found.pub, a->v[0].pub, 32);
		found.believed = coin_believed(p->coin, &a->v[0].source);
	}
	vec_push(&p->found, found);
	payment_update(p);
}

/* The name that stands in what was typed: the whole, or that of a link without an address. */
static struct slice name_in(const char *typed, struct payuri *uri)
{
	return slice_of(!payuri_read(slice_of(typed), uri) && *uri->uid ? uri->uid : typed);
}

static bool still_wanted(const struct payment *p)
{
	struct payuri uri;

	for (size_t i = 0; i < p->look.to.n; i++)
		if (slice_is(name_in(p->look.to.v[i].typed, &uri), p->wanted))
			return true;
	return p->look.has_rest && slice_is(name_in(p->look.rest.typed, &uri), p->wanted);
}

/* The typed name of this party is asked of the chain, one after the other, unless it has been. True while there is no answer. */
static bool ask_person(struct payment *p, const char *typed)
{
	struct payuri uri;
	struct slice name = name_in(typed, &uri);

	if (!like_a_name(name) || found_name(p, name))
		return false;
	if (p->person && !still_wanted(p)) {
		p->coin->ops->cancel(p->coin->self, COIN_PERSON, p->person);
		p->person = NULL;
	}
	if (!p->person) {
		snprintf(p->wanted, sizeof p->wanted, "%.*s", (int)name.n, name.p);
		p->person = p->coin->ops->person(p->coin->self, p->wanted, got_person, p);
	}
	return true;
}

/* Kept beside each question: whose answers these are. */
struct asked_pubs {
	struct payment *p;
	size_t n;
	unsigned char pubs[][32];
};

static void got_purses(void *arg, const struct purse_answer *a)
{
	struct asked_pubs *q = arg;
	struct payment *p = q->p;

	p->peek = p->peek_about = NULL;
	for (size_t i = 0; i < q->n; i++) {
		struct payment_seen *s = seen_row(p, q->pubs[i]);

		s->looked = true;
		s->exists = a->fault.code || i >= a->n || a->purses[i].exists; /* not known: no warning is made up */
	}
	free(q);
	payment_update(p);
}

static void got_names(void *arg, const struct people_answer *a)
{
	struct asked_pubs *q = arg;
	struct payment *p = q->p;

	p->names = p->names_about = NULL;
	for (size_t i = 0; i < q->n; i++)
		seen_row(p, q->pubs[i])->named = true;
	for (size_t i = 0; i < a->n && !a->fault.code; i++)
		if (coin_believed(p->coin, &a->v[i].source))
			snprintf(seen_row(p, a->v[i].pub)->name, PEOPLE_NAME, "%s", a->v[i].name);
	free(q);
	payment_update(p);
}

/* Recipients that were never looked at, or never named. */
static struct asked_pubs *gather(struct payment *p, bool names)
{
	struct asked_pubs *q = mem_new(sizeof *q + (p->look.to.n + 1) * 32);

	q->p = p;
	for (size_t i = 0; i <= p->look.to.n; i++) {
		const struct payment_party *t = i < p->look.to.n ? &p->look.to.v[i] : &p->look.rest;
		const struct payment_seen *s = t->known ? payment_seen(p, t->pub) : NULL;

		if (t->known && !(s && (names ? s->named : s->looked)))
			memcpy(q->pubs[q->n++], t->pub, 32);
	}
	return q;
}

/* True while something is on its way. */
static bool ask_about_parties(struct payment *p)
{
	struct asked_pubs *q;

	if (!p->peek) {
		q = gather(p, false);
		if (q->n)
			p->peek = p->coin->ops->look(p->coin->self, (const unsigned char (*)[32])q->pubs, q->n, got_purses, q);
		if (p->peek)
			p->peek_about = q;
		else
			free(q);
	}
	if (!p->names) {
		q = gather(p, true);
		if (q->n)
			p->names = p->coin->ops->names(p->coin->self, (const unsigned char (*)[32])q->pubs, q->n, got_names, q);
		if (p->names)
			p->names_about = q;
		else
			free(q);
	}
	return p->peek || p->names;
}

static void got_cost(void *arg, const struct draft_cost *c)
{
	struct payment *p = arg;

	p->cost = NULL;
	memcpy(p->cost_hash, p->cost_asked, 32);
	p->fee_c = c->fault.code ? p->plan.fee_c : c->fee_c;
	p->refund_c = c->fault.code ? 0 : c->refund_c < p->fee_c ? c->refund_c : p->fee_c;
	payment_update(p);
}

static enum key_scheme scheme_of(const struct account *a)
{
	enum key_scheme s = KEY_ED25519;

	key_scheme_parse(slice_of(a->scheme), &s);
	return s;
}

/* The node's own figure for exactly this call. True while it is not there. */
static bool ask_cost(struct payment *p, struct runtime *r, const struct account *a, const struct purse *purse)
{
	const struct pool_head *h = p->coin->ops->head(p->coin->self);
	struct extrinsic_draft d = { .scheme = scheme_of(a), .call = p->plan.call, .nonce = purse->nonce };
	struct str bytes = { 0 };
	unsigned char hash[32];

	d.era = era_at(COURIER_PERIOD, h ? h->final : COURIER_PERIOD);
	memcpy(d.signer, a->pub, 32);
	hash_blake2_256(hash, p->plan.call.p, p->plan.call.n);
	if (!memcmp(hash, p->cost_hash, 32))
		return false;
	if (p->cost && memcmp(hash, p->cost_asked, 32)) {
		p->coin->ops->cancel(p->coin->self, COIN_COST, p->cost);
		p->cost = NULL;
	}
	if (!p->cost) {
		extrinsic_mock(r, &d, &bytes);
		memcpy(p->cost_asked, hash, 32);
		p->cost = p->coin->ops->cost(p->coin->self, slice_str(&bytes), got_cost, p);
		str_free(&bytes);
	}
	return p->cost != NULL;
}

/* -- the fields -- */

static void judge_party(struct payment *p, struct payment_party *t, bool pays, const struct currency *c)
{
	struct payuri uri;
	const struct payment_found *found;
	enum err e;

	payment_resolve(p, t, &uri);
	t->amount_c = t->amount.unit == AMOUNT_UD ? t->amount.n * c->ud_c / 1000 : t->amount.n;
	if (!t->known && !*t->typed)
		fault_at(p, PAYMENT_TO, E_INVALID, _("to whom?"));
	else if (!t->known && ask_person(p, t->typed))
		p->look.asking = true;
	else if (!t->known && (e = payuri_read(slice_of(t->typed), &uri)) && (e != E_INVALID || !like_a_name(slice_of(t->typed))))
		fault_at(p, PAYMENT_TO, e, t->typed);
	else if (!t->known)
		fault_at(p, PAYMENT_TO, (found = found_name(p, name_in(t->typed, &uri))) && found->e ? found->e : E_NOT_FOUND, t->typed);
	if (pays && t->error)
		fault_at(p, PAYMENT_AMOUNT, t->error, t->typed);
	else if (pays && !t->amount.n)
		fault_at(p, PAYMENT_AMOUNT, E_AMOUNT, _("how much?"));
}

static void judge_parties(struct payment *p, const struct currency *c)
{
	bool pays = !p->look.all && !p->look.claim;

	for (size_t i = 0; i < p->look.to.n && !p->look.claim; i++) {
		judge_party(p, &p->look.to.v[i], pays, c);
		if (pays && p->look.to.v[i].amount.unit != p->look.to.v[0].amount.unit)
			fault_at(p, PAYMENT_AMOUNT, E_AMBIGUOUS, _("all amounts in Ğ1, or all in UD"));
	}
	if (p->look.has_rest)
		judge_party(p, &p->look.rest, false, c);
	if (p->look.all && p->look.to.n > 1)
		fault_at(p, PAYMENT_TO, E_INVALID, _("everything can go to one address only"));
}

struct compose_wish payment_wish(const struct payment *p, struct compose_line **lines)
{
	const struct payment_look *l = &p->look;
	struct compose_wish w = { .n = l->claim ? 0 : l->to.n, .all = l->all, .close = l->close, .claim_only = l->claim,
		.comment = slice_str(&p->comment), .rest = l->has_rest ? l->rest.pub : NULL };

	*lines = mem_array(w.n, sizeof **lines);
	for (size_t i = 0; i < w.n; i++) {
		memcpy((*lines)[i].to, l->to.v[i].pub, 32);
		(*lines)[i].amount = l->to.v[i].amount.n;
	}
	w.lines = *lines;
	w.unit = w.n && l->to.v[0].amount.unit == AMOUNT_UD ? COMPOSE_MILLI_UD : COMPOSE_C;
	return w;
}

/* An account that does not exist yet cannot begin below the deposit. */
static void judge_beginnings(struct payment *p, const struct runtime *r)
{
	for (size_t i = 0; i < p->look.to.n && !p->look.all && !p->look.claim; i++) {
		const struct payment_party *t = &p->look.to.v[i];
		const struct payment_seen *s = t->known ? payment_seen(p, t->pub) : NULL;

		if (s && s->looked && !s->exists && t->amount_c && t->amount_c < r->deposit_c)
			fault_at(p, PAYMENT_AMOUNT, E_TOO_LITTLE, *t->name ? t->name : t->typed);
	}
}

static enum payment_field field_of(enum err e)
{
	return e == E_NO_MONEY || e == E_AMOUNT || e == E_TOO_LITTLE ? PAYMENT_AMOUNT : e == E_TOO_BIG ? PAYMENT_COMMENT : PAYMENT_TO;
}

static bool all_known(const struct payment *p)
{
	for (size_t i = 0; i < p->look.to.n && !p->look.claim; i++)
		if (!p->look.to.v[i].known)
			return false;
	return !p->look.has_rest || p->look.rest.known;
}

static bool faulty(const struct payment *p)
{
	for (int i = 0; i < PAYMENT_FIELDS; i++)
		if (p->look.fault[i].code)
			return true;
	return false;
}

static void plan(struct payment *p, struct runtime *r, const struct account *a, const struct purse *purse, const struct currency *c)
{
	struct compose_line *lines;
	struct fault f = { 0 };
	struct compose_wish w = payment_wish(p, &lines);
	struct payment_look *l = &p->look;
	enum err e = compose_pay(r, purse, c, &w, &p->plan, &f);

	free(lines);
	p->planned = !e;
	p->planned_spec = r->id.spec;
	if (e) {
		fault_at(p, field_of(e), e, f.where);
		return;
	}
	l->total_c = p->plan.sum_c;
	l->claim_c = p->plan.claimed_c;
	l->claim_n = l->claim_c ? purse->unclaimed_n : 0;
	l->comment_free = p->plan.comment_bytes + p->plan.free_bytes;
	if (ask_cost(p, r, a, purse)) {
		l->asking = true;
		l->fee_c = l->refund_c = -1;
		l->keep_c = p->plan.stays_c;
	} else {
		bool told = p->fee_c >= 0;

		l->fee_c = told ? p->fee_c : p->plan.fee_c;
		l->refund_c = told ? p->refund_c : 0;
		l->keep_c = p->plan.stays_c + p->plan.fee_c - l->fee_c;
	}
}

static void forget_look(struct payment *p)
{
	struct payment_look *l = &p->look;

	memset(l->fault, 0, sizeof l->fault);
	l->warnings = 0;
	l->total_c = l->claim_c = l->claim_n = l->keep_c = 0;
	l->fee_c = l->refund_c = -1;
	l->asking = l->ready = l->signable = l->checked = false;
	l->comment = str_c(&p->comment);
	l->comment_bytes = p->comment.n;
	l->comment_free = 0;
	compose_free(&p->plan);
	p->planned = false;
}

void payment_update(struct payment *p)
{
	const struct wallet *w = p->app->wallet;
	int at = p->has_from ? wallet_by_pub(w, p->from) : -1;
	const struct coin_ops *ops = p->coin->ops;
	const struct currency *c = ops->currency(p->coin->self);
	const struct purse *purse = at < 0 ? NULL : ops->purse(p->coin->self, p->from);
	bool confirmed = false;
	struct runtime *r = ops->runtime(p->coin->self, &confirmed);

	forget_look(p);
	if (at < 0)
		fault_at(p, PAYMENT_FROM, E_NOT_FOUND, _("from which account?"));
	p->look.from = at < 0 ? 0 : (size_t)at;
	judge_parties(p, c);
	if (!r || !confirmed || !purse || purse->source.degree == DEGREE_NONE || c->source.degree == DEGREE_NONE)
		p->look.asking = true;
	else if (ask_about_parties(p))
		p->look.asking = true;
	if (r && purse && purse->source.degree != DEGREE_NONE && c->source.degree != DEGREE_NONE && all_known(p) && !faulty(p)) {
		judge_beginnings(p, r);
		plan(p, r, &w->accounts.v[at], purse, c);
		p->look.checked = coin_believed(p->coin, &purse->source);
	}
	p->look.signable = at >= 0 && w->accounts.v[at].kind == ACCOUNT_VAULT;
	p->look.ready = p->planned && !faulty(p) && !p->look.asking;
	payment_warn(p);
	payment_tell(p);
	subject_touch(&p->subject);
}
