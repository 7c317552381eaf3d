/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/courier.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/tick.h"
#include "codec/hex.h"
#include "io/lock.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/coin_ops.h"
#include "model/journal_write.h"
#include "model/money.h"
#include "model/notices.h"
#include "model/vaults.h"
#include "model/wallet.h"
#include <stdio.h>
#include <stdlib.h>

enum { LOCK_AGAIN_MS = 100, LOCK_PATIENCE_MS = 60000, LOOK_MS = 2000, ADOPT_S = 45, STALE_S = 180 };

/* One row under way: first a lock, facts and a signature, then a submission. */
struct errand {
	struct courier *c;
	int64_t id;
	unsigned char account[32];
	uint32_t spec;               /* of the runtime its call is written for; 0 unknown */
	struct lock *lock;
	struct loop_timer *again;
	int64_t since;               /* tick_ms, of waiting for the lock */
	void *facts, *submit;
	bool in_block, refused, ended;
	uint32_t block;
	unsigned char block_hash[32];
	char news[160];
	void (*fn)(void *arg, enum err e, const struct fault *f);
	void *arg;
};

struct courier {
	struct app *app;
	struct journal *journal;
	const struct coin_ops *ops;
	void *self;
	VEC(, struct errand *) errands;
	struct loop_timer *look;
	bool tells;
};

static void look(void *arg);

struct courier *courier_new(struct app *a, struct journal *j, const struct coin_ops *ops, void *self)
{
	struct courier *c = mem_new(sizeof *c);

	*c = (struct courier){ .app = a, .journal = j, .ops = ops, .self = self };
	c->look = loop_timer_add(a->loop, LOOK_MS, look, c);
	return c;
}

static void free_errand(struct errand *e)
{
	struct courier *c = e->c;

	for (size_t i = 0; i < c->errands.n; i++)
		if (c->errands.v[i] == e) {
			vec_remove(&c->errands, i);
			break;
		}
	loop_timer_del(e->again);
	if (e->facts)
		c->ops->cancel(c->self, COIN_FACTS, e->facts);
	if (e->submit)
		c->ops->stop(c->self, e->submit);
	lock_give(e->lock);
	free(e);
}

void courier_free(struct courier *c)
{
	if (!c)
		return;
	while (c->errands.n)
		free_errand(c->errands.v[c->errands.n - 1]);
	vec_free(&c->errands);
	loop_timer_del(c->look);
	free(c);
}

static struct errand *errand_of(const struct courier *c, int64_t id)
{
	for (size_t i = 0; i < c->errands.n; i++)
		if (c->errands.v[i]->id == id)
			return c->errands.v[i];
	return NULL;
}

size_t courier_busy(const struct courier *c)
{
	return c->errands.n;
}

const char *courier_news(const struct courier *c, int64_t id)
{
	const struct errand *e = errand_of(c, id);

	return e ? e->news : "";
}

static struct errand *new_errand(struct courier *c, int64_t id, const unsigned char account[32])
{
	struct errand *e = mem_new(sizeof *e);

	e->c = c;
	e->id = id;
	e->since = tick_ms();
	memcpy(e->account, account, 32);
	vec_push(&c->errands, e);
	return e;
}

static void say(struct errand *e, const char *text)
{
	snprintf(e->news, sizeof e->news, "%.*s", (int)sizeof e->news - 1, text);
	subject_touch(journal_subject(e->c->journal));
}

/* Tells who waited, once. */
static void tell(struct errand *e, enum err code, const struct fault *f)
{
	void (*fn)(void *, enum err, const struct fault *) = e->fn;

	e->fn = NULL;
	if (fn)
		fn(e->arg, code, f);
}

/* Before there are bytes: the row stays a draft. */
static void fail(struct errand *e, enum err code, struct fault *f)
{
	struct errand copy = *e;

	f->code = code;
	log_fault(LOG_WARN, "pay", f);
	free_errand(e);
	tell(&copy, code, f);
}

/* A transition that another instance wrote first is no failure: the row is right already. */
static void wrote(enum err code, const struct fault *f)
{
	if (code && code != E_BUSY && f)
		log_fault(LOG_ERROR, "journal", f);
}

/* The person hears of it, wherever they are: it was theirs to expect that it arrives. */
static void tell_badly(const struct errand *e)
{
	struct journal_entries all = { 0 };
	struct str words = { 0 }, text = { 0 };

	if (!journal_get(e->c->journal, e->id, &all, NULL)) {
		journal_words(&words, &all.v[0], 0);
		str_addf(&text, _("Entry %lld of the journal: %s."), (long long)e->id, str_c(&words));
		notices_add(e->c->app->notices, NOTICE_ERROR, str_c(&text));
	}
	journal_free(&all);
	str_free(&words);
	str_free(&text);
}

static void end_block(struct errand *e, const struct submit_news *n, bool ok)
{
	struct fault f = { 0 };
	const struct events_outcome *o = &n->outcome;
	struct journal_end end = { .ok = ok, .in_block = true, .block = n->number, .index = n->index, .fee_c = -1 };

	memcpy(end.hash, n->block, 32);
	if (o->found)
		end.fee_c = o->fee_c + o->tip_c - o->refund_c;
	end.code = !ok ? o->error.name : o->found ? "" : "outcome";
	end.words = !ok ? o->error.words : o->found ? "" : _("in a final block, but no node knows any more whether it succeeded: the history tells");
	wrote(journal_settle(e->c->journal, e->id, &end, &f), &f);
	if (!ok || !o->found)
		tell_badly(e);
}

static void end_outside(struct errand *e, const struct submit_news *n)
{
	struct fault f = { 0 };
	struct journal_end end = { .code = n->rival ? "rival" : "expired", .fee_c = -1 };

	bool confirmed;
	const struct runtime *r = e->c->ops->runtime(e->c->self, &confirmed);

	end.words = n->rival ? _("nothing was spent: another payment of this account, made elsewhere, took its place")
	          : r && e->spec && r->id.spec != e->spec ? _("nothing was spent: the chain was upgraded before a block took it") : "";
	wrote(journal_settle(e->c->journal, e->id, &end, &f), &f);
	if (!e->refused)
		tell_badly(e);
}

/* The person may be elsewhere by now. */
static void tell_well(const struct errand *e)
{
	struct journal_entries all = { 0 };
	struct str words = { 0 }, amount = { 0 }, s = { 0 };

	if (e->c->tells && !journal_get(e->c->journal, e->id, &all, NULL)) {
		const struct journal_entry *o = &all.v[0];

		journal_words(&words, o, 0);
		money_g1(&amount, o->kind == J_CLAIM ? o->claim_c : o->total_c, false);
		if (o->kind == J_CALL)
			str_addf(&s, "%s: %s", o->title, str_c(&words));
		else
			str_addf(&s, o->kind == J_CLAIM ? _("Dividends of %s Ğ1: %s") : _("Payment of %s Ğ1: %s"), str_c(&amount), str_c(&words));
		notices_add(e->c->app->notices, NOTICE_OK, str_c(&s));
	}
	journal_free(&all);
	str_free(&words);
	str_free(&amount);
	str_free(&s);
}

void courier_tells(struct courier *c)
{
	c->tells = true;
}

static void take_block(struct errand *e, const struct submit_news *n)
{
	struct fault f = { 0 };

	if (e->in_block && e->block == n->number && !memcmp(e->block_hash, n->block, 32))
		return;
	e->in_block = true;
	e->block = n->number;
	memcpy(e->block_hash, n->block, 32);
	wrote(journal_in_block(e->c->journal, e->id, n->number, n->index, n->block, &f), &f);
}

static void back_to_sent(struct errand *e)
{
	struct fault f = { 0 };

	if (!e->in_block)
		return;
	e->in_block = false;
	wrote(journal_out(e->c->journal, e->id, &f), &f);
}

static void news(void *arg, const struct submit_news *n)
{
	struct errand *e = arg;
	struct fault f = { 0 };
	const char *host = e->c->ops->host(e->c->self, n->node);
	bool was;

	switch (n->state) {
	case SUBMIT_LOOKING: say(e, _("looking whether it is in a block already")); break;
	case SUBMIT_SENDING: say(e, ""); break;
	case SUBMIT_SENT:
		back_to_sent(e);
		if (e->refused)
			wrote(journal_sending(e->c->journal, e->id, host, &f), &f);
		e->refused = false;
		say(e, "");
		break;
	case SUBMIT_IN_BLOCK:
		take_block(e, n);
		say(e, n->outcome.found && !n->outcome.success ? n->outcome.error.words : "");
		break;
	case SUBMIT_REFUSED:
		back_to_sent(e);
		was = e->refused;
		e->refused = true;
		wrote(journal_refused(e->c->journal, e->id, err_name(n->fault.code), *n->fault.where ? n->fault.where
		                      : err_message(n->fault.code), &f), &f);
		if (!was)
			tell_badly(e);
		break;
	case SUBMIT_UNKNOWN:
		say(e, *host ? _("the node does not answer, it goes on by itself") : _("no node answers, it goes on by itself"));
		break;
	case SUBMIT_FINAL: end_block(e, n, true); break;
	case SUBMIT_FAILED: end_block(e, n, false); break;
	case SUBMIT_EXPIRED: end_outside(e, n); break;
	}
	if (n->state == SUBMIT_FINAL)
		tell_well(e);
	e->ended = !n->open; /* freed by the timer: its submission is still calling */
}

/* The bytes are on the disk; from here on nothing is signed any more. */
static void send(struct errand *e, bool look_first, const char *host)
{
	struct courier *c = e->c;
	struct journal_parcel p;
	struct fault f = { 0 };
	enum err code = journal_parcel(c->journal, e->id, &p, &f);

	if (!code && !p.bytes.n)
		code = fault_set(&f, E_CORRUPT, _("entry %lld of the journal"), (long long)e->id);
	if (!code)
		code = journal_sending(c->journal, e->id, host, &f);
	bool only_look = code == E_EXISTS; /* it was refused, and another has its number now: that one shall have it */
	if (code == E_BUSY || only_look)
		code = E_OK; /* it is in a block already: it is only followed */
	if (code) {
		journal_parcel_free(&p);
		fail(e, code, &f);
		return;
	}
	struct submit_ask a = { .bytes = slice_str(&p.bytes), .nonce = p.nonce, .era = { p.period, p.birth }, .look_first = look_first,
		.never_send = only_look, .fn = news, .arg = e };
	memcpy(a.signer, p.account, 32);
	e->submit = c->ops->submit(c->self, &a);
	if (!e->submit)
		say(e, _("no node answers, it goes on by itself"));
	journal_parcel_free(&p);
}

static enum key_scheme scheme_of(const struct errand *e)
{
	int i = wallet_by_pub(e->c->app->wallet, e->account);
	enum key_scheme s = KEY_ED25519;

	if (i >= 0)
		key_scheme_parse(slice_of(e->c->app->wallet->accounts.v[i].scheme), &s);
	return s;
}

/* What is signed: the draft's call, for the next free nonce, born in a block that is final already. */
static enum err sign(struct errand *e, const struct draft_facts *d, struct fault *f)
{
	struct courier *c = e->c;
	bool confirmed;
	struct runtime *r = c->ops->runtime(c->self, &confirmed);
	struct extrinsic_draft x = { .scheme = scheme_of(e), .era = era_at(COURIER_PERIOD, d->final) };
	struct journal_signed s = { .birth = x.era.birth, .period = COURIER_PERIOD, .death = era_last(&x.era) + 1 };
	struct journal_parcel p = { 0 };
	struct str payload = { 0 }, bytes = { 0 };
	unsigned char sig[64];
	enum err code = r && confirmed ? journal_parcel(c->journal, e->id, &p, f) : fault_set(f, E_OFFLINE, "%s", "");

	x.nonce = s.nonce = journal_nonce(c->journal, e->account, d->nonce_next);
	memcpy(x.signer, e->account, 32);
	memcpy(x.birth_hash, d->final_hash, 32);
	memcpy(s.birth_hash, d->final_hash, 32);
	x.call = p.call;
	/* The same bytes may mean another call to another runtime. */
	if (!code && e->spec && r->id.spec != e->spec)
		code = fault_set(f, E_RUNTIME_CHANGED, "%s", _("the chain was upgraded after this payment was written: it is not signed, write it again"));
	if (!code && !p.call.n)
		code = fault_set(f, E_DENIED, "%s", _("it comes signed from elsewhere"));
	if (!code)
		code = extrinsic_payload(r, &x, &payload, f);
	if (!code && (code = vaults_sign(c->app->vaults, e->account, payload.p, payload.n, sig)))
		fault_set(f, code, "%s", "");
	if (!code)
		code = extrinsic_assemble(r, &x, sig, &bytes, s.hash, f);
	if (!code) {
		s.spec = r->id.spec;
		s.tx = r->id.tx;
		s.bytes = slice_str(&bytes);
		code = journal_signed(c->journal, e->id, &s, f);
	}
	journal_parcel_free(&p);
	str_free(&payload);
	str_free(&bytes);
	return code;
}

static void got_facts(void *arg, const struct draft_facts *d)
{
	struct errand *e = arg;
	struct fault f = d->fault;
	enum err code = f.code;

	e->facts = NULL;
	if (!code)
		code = sign(e, d, &f);
	lock_give(e->lock); /* the next one sees this nonce in the journal */
	e->lock = NULL;
	if (code) {
		fail(e, code, &f);
	} else {
		tell(e, E_OK, NULL);
		send(e, false, e->c->ops->host(e->c->self, d->node));
	}
}

static enum err lock_path(const struct errand *e, struct str *path)
{
	char name[6 + 64 + 1] = "locks/";

	hex_encode(e->account, 32, name + 6);
	return paths_world(PATH_STATE, name, path);
}

/* Between looking at the nonce and writing it down nobody else may do the same. */
static void start(void *arg)
{
	struct errand *e = arg;
	struct str path = { 0 };
	struct fault f = { 0 };
	const struct lock_holder me = { .who = "vigie", .what = "payment" };
	enum err code = lock_path(e, &path);

	e->again = NULL;
	if (!code)
		code = lock_take(str_c(&path), &me, false, &e->lock, NULL, &f);
	str_free(&path);
	if (code == E_BUSY && tick_ms() - e->since < LOCK_PATIENCE_MS) {
		e->again = loop_timer_add(e->c->app->loop, LOCK_AGAIN_MS, start, e);
	} else if (code) {
		if (code == E_BUSY)
			fault_set(&f, E_BUSY, "%s", _("another program pays from this account"));
		fail(e, code, &f);
	} else {
		e->facts = e->c->ops->facts(e->c->self, e->account, got_facts, e);
		if (!e->facts) {
			fault_set(&f, E_OFFLINE, "%s", "");
			fail(e, E_OFFLINE, &f);
		}
	}
}

void courier_go(struct courier *c, int64_t id, void (*fn)(void *arg, enum err e, const struct fault *f), void *arg)
{
	struct journal_entries all = { 0 };
	struct fault f = { 0 };
	enum err code = errand_of(c, id) ? fault_set(&f, E_BUSY, "%s", "") : journal_get(c->journal, id, &all, &f);
	struct errand *e;

	if (!code && all.v[0].state != J_DRAFT)
		code = fault_set(&f, E_EXISTS, "%s", _("it is signed already"));
	if (code) {
		if (fn)
			fn(arg, code, &f);
	} else {
		e = new_errand(c, id, all.v[0].account);
		e->spec = all.v[0].spec;
		e->fn = fn;
		e->arg = arg;
		e->again = loop_timer_add(c->app->loop, 0, start, e);
	}
	journal_free(&all);
}

void courier_give_up(struct courier *c, int64_t id)
{
	struct errand *e = errand_of(c, id);

	if (e && !e->submit)
		free_errand(e);
	wrote(journal_drop(c->journal, id, NULL), NULL);
}

static void follow(struct courier *c, const struct journal_entry *row)
{
	struct errand *e;

	if (errand_of(c, row->id))
		return;
	e = new_errand(c, row->id, row->account);
	e->spec = row->spec;
	e->in_block = row->state == J_IN_BLOCK;
	e->block = row->block;
	memcpy(e->block_hash, row->block_hash, 32);
	e->refused = row->state == J_REFUSED;
	send(e, true, row->node);
}

void courier_follow(struct courier *c, int64_t id)
{
	struct journal_entries all = { 0 };

	if (!journal_get(c->journal, id, &all, NULL) && !all.v[0].settled && all.v[0].state != J_DRAFT)
		follow(c, &all.v[0]);
	journal_free(&all);
}

static void adopt(struct courier *c, int64_t older_than)
{
	struct journal_entries all = { 0 };
	struct fault f = { 0 };

	if (c->app->readonly)
		return;
	if (journal_live(c->journal, &all, &f))
		log_fault(LOG_ERROR, "journal", &f);
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].changed <= older_than)
			follow(c, &all.v[i]);
	journal_free(&all);
}

/* Drafts of programs that died before they signed: whoever confirmed them hears that nothing happened. */
static void give_up_stale(struct courier *c)
{
	struct journal_entries all = { 0 };

	if (c->app->readonly || journal_stale(c->journal, tick_now() - STALE_S, &all, NULL))
		all.n = 0;
	for (size_t i = 0; i < all.n; i++)
		if (!errand_of(c, all.v[i].id) && !journal_drop(c->journal, all.v[i].id, NULL))
			notices_add(c->app->notices, NOTICE_WARN, _("A payment was confirmed and never signed: it was given up, nothing was sent."));
	journal_free(&all);
}

void courier_resume(struct courier *c)
{
	give_up_stale(c);
	adopt(c, INT64_MAX);
}

/* Ended errands go; rows that another instance left behind are taken over after a while. */
static void look(void *arg)
{
	struct courier *c = arg;

	for (size_t i = c->errands.n; i-- > 0;) {
		struct errand *e = c->errands.v[i];

		if (e->ended)
			free_errand(e);
		else if (!e->submit && !e->again && !e->facts && e->since + LOOK_MS < tick_ms())
			free_errand(e); /* there was no chain yet: adopted again below */
	}
	journal_look(c->journal);
	give_up_stale(c);
	adopt(c, tick_now() - ADOPT_S);
	c->look = loop_timer_add(c->app->loop, LOOK_MS, look, c);
}
