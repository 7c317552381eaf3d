/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "base/paths.h"
#include "base/tick.h"
#include "codec/hex.h"
#include "model/courier_in.h"
#include "model/journal_ask.h"
#include "model/journal_write.h"
#include "model/vaults.h"
#include "model/wallet.h"

enum { LOCK_AGAIN_MS = 100, LOCK_PATIENCE_MS = 60000 };

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
		courier_fail(e, code, &f);
	} else {
		courier_answer(e, E_OK, NULL);
		courier_send(e, false, e->c->ops->host(e->c->self, d->node));
	}
}

static enum err lock_path(const struct errand *e, struct str *path)
{
	char name[6 + 64 + 1] = "locks/";

	hex_encode(e->account, 32, name + 6);
	return paths_world(PATH_STATE, name, path);
}

/* Between looking at the nonce and writing it down nobody else may do the same. */
void courier_sign(void *arg)
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
		e->again = loop_timer_add(e->c->app->loop, LOCK_AGAIN_MS, courier_sign, e);
	} else if (code) {
		if (code == E_BUSY)
			fault_set(&f, E_BUSY, "%s", _("another program pays from this account"));
		courier_fail(e, code, &f);
	} else {
		e->facts = e->c->ops->facts(e->c->self, e->account, got_facts, e);
		if (!e->facts) {
			fault_set(&f, E_OFFLINE, "%s", "");
			courier_fail(e, E_OFFLINE, &f);
		}
	}
}
