/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clean.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "model/app.h"
#include "model/contacts.h"
#include "model/journal.h"
#include "model/payfile.h"
#include "model/payment.h"
#include "model/payment_fill.h"
#include "model/payment_in.h"
#include "model/wallet.h"
#include <stdlib.h>

enum { TYPED = 4096, IN_ONE_LINE = 12 };

static void something_moved(void *arg, struct subject *s)
{
	(void)s;
	payment_update(arg);
}

static struct payment_party party(const char *typed, struct amount a)
{
	return (struct payment_party){ .typed = mem_strdup(typed), .name = mem_strdup(""), .more = mem_strdup(""), .amount = a };
}

static struct payment_party empty_party(void)
{
	return party("", (struct amount){ 0 });
}

struct payment *payment_new(struct app *a)
{
	struct payment *p = mem_new(sizeof *p);
	const struct account *acc = wallet_account(a->wallet);

	subject_init(&p->subject, "payment");
	p->app = a;
	p->coin = a->coin;
	p->fee_c = p->refund_c = -1;
	p->look.comment = p->look.sentence = p->look.terms = "";
	vec_push(&p->look.to, empty_party());
	p->look.rest = empty_party();
	if (acc) {
		memcpy(p->from, acc->pub, 32);
		p->has_from = true;
	}
	coin_open(p->coin, NULL);
	p->watch_wallet = subject_watch(&a->wallet->subject, something_moved, p);
	p->watch_coin = subject_watch(&a->coin->subject, something_moved, p);
	p->watch_contacts = subject_watch(contacts_subject(a->contacts), something_moved, p);
	payment_update(p);
	return p;
}

void payment_party_free(struct payment_party *t)
{
	free(t->typed);
	free(t->name);
	free(t->more);
}

static void cancel(struct payment *p, enum coin_job kind, void **job)
{
	if (*job)
		p->coin->ops->cancel(p->coin->self, kind, *job);
	*job = NULL;
}

static void clear_parties(struct payment *p)
{
	for (size_t i = 0; i < p->look.to.n; i++)
		payment_party_free(&p->look.to.v[i]);
	vec_free(&p->look.to);
}

void payment_free(struct payment *p)
{
	if (!p)
		return;
	subject_unwatch(p->watch_wallet);
	subject_unwatch(p->watch_coin);
	subject_unwatch(p->watch_contacts);
	cancel(p, COIN_COST, &p->cost);
	cancel(p, COIN_LOOK, &p->peek);
	cancel(p, COIN_PERSON, &p->names);
	free(p->peek_about);
	free(p->names_about);
	cancel(p, COIN_PERSON, &p->person);
	cancel(p, COIN_FACTS, &p->job);
	clear_parties(p);
	payment_party_free(&p->look.rest);
	compose_free(&p->plan);
	vec_free(&p->seen);
	vec_free(&p->found);
	str_free(&p->comment);
	str_free(&p->sentence);
	str_free(&p->terms);
	subject_done(&p->subject);
	free(p);
}

struct subject *payment_subject(struct payment *p)
{
	return &p->subject;
}

const struct payment_look *payment_look(const struct payment *p)
{
	return &p->look;
}

/* What was confirmed is confirmed once: another one is written first. */
static void changed(struct payment *p)
{
	p->confirmed = false;
	payment_update(p);
}

void payment_from(struct payment *p, size_t account)
{
	if (account >= p->app->wallet->accounts.n)
		return;
	memcpy(p->from, p->app->wallet->accounts.v[account].pub, 32);
	p->has_from = true;
	changed(p);
}

static char *typed_copy(const char *text)
{
	struct str s = { 0 };

	clean_line(&s, slice_trim(slice_of(text)), TYPED);
	return str_take(&s);
}

static void set_typed(struct payment *p, struct payment_party *t, const char *typed, struct payuri *uri)
{
	free(t->typed);
	t->typed = typed_copy(typed);
	t->known = false;
	payment_resolve(p, t, uri);
}

void payment_to(struct payment *p, size_t i, const char *typed)
{
	struct payuri uri = { 0 };

	if (i > p->look.to.n || i >= PAYMENT_MOST)
		return;
	if (!i && p->look.is_list) { /* another recipient is typed over the file */
		clear_parties(p);
		p->look.is_list = false;
	}
	if (i == p->look.to.n)
		vec_push(&p->look.to, empty_party());
	if (!*typed && p->look.to.n > 1) {
		payment_party_free(&p->look.to.v[i]);
		vec_remove(&p->look.to, i);
	} else {
		set_typed(p, &p->look.to.v[i], typed, &uri);
		if (uri.has_amount) {
			p->look.to.v[i].amount = uri.amount;
			p->look.to.v[i].error = E_OK;
		}
		if (*uri.comment && (!p->comment.n || p->comment_of_link)) {
			str_cut(&p->comment, 0);
			str_adds(&p->comment, uri.comment);
			p->comment_of_link = true;
		}
	}
	changed(p);
}

void payment_rest(struct payment *p, const char *typed)
{
	struct payuri uri = { 0 };

	p->look.has_rest = *typed != 0;
	set_typed(p, &p->look.rest, typed, &uri);
	changed(p);
}

void payment_amount(struct payment *p, size_t i, const char *typed)
{
	struct payment_party *t = i < p->look.to.n ? &p->look.to.v[i] : NULL;

	if (!t)
		return;
	t->amount = (struct amount){ 0 };
	t->error = slice_trim(slice_of(typed)).n ? amount_read(slice_of(typed), &t->amount) : E_OK;
	changed(p);
}

void payment_comment(struct payment *p, const char *text)
{
	str_cut(&p->comment, 0);
	p->comment_of_link = false;
	clean_line(&p->comment, slice_trim(slice_of(text)), PAYMENT_TEXT);
	changed(p);
}

void payment_all(struct payment *p, bool all, bool close)
{
	p->look.all = all;
	p->look.close = all && close;
	changed(p);
}

void payment_claim(struct payment *p, bool claim)
{
	p->look.claim = claim;
	changed(p);
}

enum err payment_file(struct payment *p, const char *path, struct fault *f)
{
	struct payfile file = { 0 };
	struct payuri uri;
	enum err e = payfile_read(path, &file, f);

	if (e)
		return e;
	clear_parties(p);
	for (size_t i = 0; i < file.v.n; i++) {
		vec_push(&p->look.to, party(file.v.v[i].typed, file.v.v[i].amount));
		payment_resolve(p, &p->look.to.v[i], &uri);
	}
	p->look.is_list = true;
	payfile_free(&file);
	changed(p);
	return E_OK;
}

/* Neither given up nor over without having paid. */
static bool alive(struct journal *j, int64_t id)
{
	struct journal_entries all = { 0 };
	bool is = !journal_get(j, id, &all, NULL) && !(all.v[0].settled && all.v[0].state >= J_REFUSED);

	journal_free(&all);
	return is;
}

/* Several who do not all get the same, or too many to be read in one line, are shown as a list. */
static bool as_list(const struct payment_look *l)
{
	bool same = true;

	for (size_t i = 1; i < l->to.n; i++)
		same &= l->to.v[i].amount.n == l->to.v[0].amount.n;
	return l->has_rest || !same || l->to.n > IN_ONE_LINE;
}

enum err payment_again(struct payment *p, int64_t entry, struct fault *f)
{
	struct journal_entries all = { 0 };
	struct journal *j = app_journal(p->app, f);
	enum err e = j ? journal_get(j, entry, &all, f) : f ? f->code : E_DB;

	if (!e && (!all.v[0].settled || (all.v[0].state != J_REFUSED && all.v[0].state != J_EXPIRED)))
		e = fault_set(f, E_BUSY, "%s", _("the first one may still happen: wait until its time has passed"));
	if (!e && all.v[0].retried_by && alive(j, all.v[0].retried_by))
		e = fault_set(f, E_EXISTS, "%s", _("it was tried again already"));
	if (!e && all.v[0].kind == J_CALL)
		e = fault_set(f, E_UNSUPPORTED, "%s", all.v[0].title);
	if (!e) {
		struct journal_entry *o = &all.v[0];

		clear_parties(p);
		for (size_t i = 0; i < o->to.n; i++) {
			struct payuri uri;
			char address[SS58_MAX];

			ss58_encode(SS58_G1, o->to.v[i].pub, address);
			vec_push(&p->look.to, party(address, (struct amount){ AMOUNT_G1, o->to.v[i].amount_c }));
			payment_resolve(p, &p->look.to.v[i], &uri);
		}
		payment_party_free(&p->look.rest);
		p->look.rest = empty_party();
		p->look.has_rest = o->all && p->look.to.n > 1; /* of several, the last one got what was left */
		if (p->look.has_rest) {
			payment_party_free(&p->look.rest);
			p->look.rest = p->look.to.v[--p->look.to.n];
		}
		if (!p->look.to.n)
			vec_push(&p->look.to, empty_party());
		memcpy(p->from, o->account, 32);
		p->has_from = true;
		p->look.is_list = as_list(&p->look);
		p->look.all = o->all && !p->look.has_rest;
		p->look.close = false;
		p->look.claim = o->kind == J_CLAIM;
		p->look.retry_of = entry;
		payment_comment(p, o->comment);
	}
	journal_free(&all);
	return e;
}
