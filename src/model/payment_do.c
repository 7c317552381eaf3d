/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a payment becomes: a row of the journal, a dry run, or a file for a machine without network. */
#include "base/conf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "codec/hash.h"
#include "codec/hex.h"
#include "g1/offline.h"
#include "model/app.h"
#include "model/courier.h"
#include "model/journal_write.h"
#include "model/payment_do.h"
#include "model/payment_in.h"
#include "model/vaults.h"
#include "model/wallet.h"
#include <stdlib.h>

enum { OFFLINE_PERIOD = 2048 }; /* some hours: the chain forgets the hashes of blocks beyond 2400 */

static enum err day_limit(struct payment *p, int64_t *limit_c, struct fault *f)
{
	struct slice text = slice_trim(slice_of(conf_text(p->app->conf, "wallet.day_limit")));
	struct amount a;

	*limit_c = -1;
	if (!text.n)
		return E_OK;
	if (amount_read(text, &a) || a.unit != AMOUNT_G1)
		return fault_set(f, E_DENIED, "wallet.day_limit = %.*s", (int)text.n, text.p);
	*limit_c = a.n;
	return E_OK;
}

/* One line for each transfer, those of "all" and "the rest" included. */
static struct journal_entry entry_of(const struct payment *p, bool unattended)
{
	const struct payment_look *l = &p->look;
	struct journal_entry e = {
		.kind = l->claim ? J_CLAIM : J_PAY, .unattended = unattended, .total_c = l->total_c, .fee_c = l->fee_c < 0 ? 0 : l->fee_c,
		.claim_c = l->claim_c, .all = l->all || l->has_rest, .comment = p->comment.p, .retry_of = l->retry_of,
		.spec = p->planned_spec,
	};
	int64_t lines = 0;

	memcpy(e.account, p->from, 32);
	for (size_t i = 0; i < l->to.n && !l->claim; i++) {
		struct journal_to to = { .name = l->to.v[i].name, .amount_c = l->all ? l->total_c : l->to.v[i].amount_c };

		memcpy(to.pub, l->to.v[i].pub, 32);
		lines += to.amount_c;
		vec_push(&e.to, to);
	}
	if (l->has_rest) {
		struct journal_to to = { .name = l->rest.name, .amount_c = l->total_c - lines };

		memcpy(to.pub, l->rest.pub, 32);
		vec_push(&e.to, to);
	}
	return e;
}

/* Why it cannot be done now, in the words of the field that says so. */
static enum err why_not(const struct payment *p, struct fault *f)
{
	for (int i = 0; i < PAYMENT_FIELDS; i++)
		if (p->look.fault[i].code)
			return fault_set(f, p->look.fault[i].code, "%s", p->look.fault[i].where);
	return fault_set(f, p->look.asking ? E_BUSY : E_INVALID, "%s", p->look.asking ? _("the chain has not answered yet") : "");
}

enum err payment_confirm(struct payment *p, bool unattended, int64_t *entry, void (*fn)(void *arg, enum err e, const struct fault *f),
                         void *arg, struct fault *f)
{
	struct journal *j = app_journal(p->app, f);
	struct journal_entry e;
	int64_t limit_c;
	enum err code = !p->look.ready ? why_not(p, f) : j ? E_OK : f && f->code ? f->code : E_DB;

	*entry = 0;
	if (!code && p->confirmed)
		code = fault_set(f, E_EXISTS, "%s", _("it is signed already"));
	if (!code && p->app->readonly)
		code = fault_set(f, E_READONLY, "%s", "");
	if (!code && !p->look.signable)
		code = fault_set(f, E_DENIED, "%s", _("this account is only watched: its key is elsewhere"));
	if (!code && vaults_state(p->app->vaults) != VAULTS_OPEN)
		code = fault_set(f, E_LOCKED, "%s", "");
	if (!code)
		code = day_limit(p, &limit_c, f);
	if (code)
		return code;
	e = entry_of(p, unattended);
	code = journal_draft(j, &e, slice_str(&p->plan.call), limit_c, entry, f);
	vec_free(&e.to);
	p->confirmed = !code;
	if (!code)
		courier_go(app_courier(p->app, NULL), *entry, fn, arg);
	return code;
}

static void end_job(struct payment *p, enum err e, json_t *o, const char *qr, const struct fault *f)
{
	if (p->exporting)
		p->export_fn(p->job_arg, e, o, qr, f);
	else
		p->dry_fn(p->job_arg, e, o, f);
	json_decref(o);
}

static struct extrinsic_draft draft_of(const struct payment *p, const struct draft_facts *d, uint32_t period)
{
	const struct account *a = &p->app->wallet->accounts.v[p->look.from];
	struct extrinsic_draft x = { .scheme = KEY_ED25519, .call = p->plan.call, .era = era_at(period, d->final), .nonce = d->nonce_next };

	key_scheme_parse(slice_of(a->scheme), &x.scheme);
	memcpy(x.signer, p->from, 32);
	memcpy(x.birth_hash, d->final_hash, 32);
	return x;
}

static void set_hex(json_t *o, const char *name, struct slice bytes)
{
	struct str hex = { 0 };

	hex_add0x(&hex, bytes.p, bytes.n);
	json_object_set_new(o, name, json_string(str_c(&hex)));
	str_free(&hex);
}

static json_t *dry_json(const struct payment *p, const struct runtime *r, const struct extrinsic_draft *x, struct slice payload)
{
	const struct payment_look *l = &p->look;
	json_t *call = NULL;
	struct str text = { 0 }, mock = { 0 };
	unsigned char hash[32];
	char from[SS58_MAX];
	json_t *o;

	ss58_encode(SS58_G1, p->from, from);
	extrinsic_decode(r, slice_str(&p->plan.call), &call, &text, NULL);
	json_decref(call);
	extrinsic_mock(r, x, &mock);
	hash_blake2_256(hash, payload.p, payload.n);
	o = json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "from", from, "text", str_c(&text), "amount_c",
	              (json_int_t)l->total_c, "fee_c", (json_int_t)l->fee_c, "refund_c", (json_int_t)l->refund_c, "claim_c",
	              (json_int_t)l->claim_c, "keep_c", (json_int_t)l->keep_c, "nonce", (json_int_t)x->nonce, "bytes",
	              (json_int_t)mock.n, "spec", (json_int_t)r->id.spec);
	set_hex(o, "call", slice_str(&p->plan.call));
	set_hex(o, "payload", payload);
	set_hex(o, "payload_hash", (struct slice){ (const char *)hash, 32 });
	json_object_set_new(o, "sentence", json_string(l->sentence));
	str_free(&text);
	str_free(&mock);
	return o;
}

static void got_facts(void *arg, const struct draft_facts *d)
{
	struct payment *p = arg;
	struct fault f = d->fault;
	bool confirmed;
	struct runtime *r = p->coin->ops->runtime(p->coin->self, &confirmed);
	struct str payload = { 0 }, qr = { 0 };
	struct extrinsic_draft x;
	json_t *o = NULL;

	p->job = NULL;
	if (!f.code && (!r || !p->look.ready))
		why_not(p, &f);
	if (!f.code && r->id.spec != p->planned_spec)
		fault_set(&f, E_RUNTIME_CHANGED, _("the chain is being upgraded right now"));
	if (!f.code) {
		x = draft_of(p, d, p->exporting ? OFFLINE_PERIOD : COURIER_PERIOD);
		f.code = extrinsic_payload(r, &x, &payload, &f);
	}
	if (!f.code && p->exporting) {
		o = offline_draft(r, &x);
		if (offline_pack(r, &x, &qr))
			str_cut(&qr, 0);
	} else if (!f.code) {
		o = dry_json(p, r, &x, slice_str(&payload));
	}
	end_job(p, f.code, o, str_c(&qr), &f);
	str_free(&payload);
	str_free(&qr);
}

static void begin_job(struct payment *p)
{
	struct fault f = { 0 };

	if (p->job)
		fault_set(&f, E_BUSY, "%s", "");
	else if (!p->look.ready)
		why_not(p, &f);
	else if (!(p->job = p->coin->ops->facts(p->coin->self, p->from, got_facts, p)))
		fault_set(&f, E_OFFLINE, "%s", "");
	if (f.code)
		end_job(p, f.code, NULL, "", &f);
}

void payment_dry_run(struct payment *p, void (*fn)(void *arg, enum err e, json_t *o, const struct fault *f), void *arg)
{
	if (!p->job) {
		p->exporting = false;
		p->dry_fn = fn;
		p->job_arg = arg;
	}
	begin_job(p);
}

void payment_export(struct payment *p, void (*fn)(void *arg, enum err e, json_t *o, const char *qr, const struct fault *f), void *arg)
{
	if (!p->job) {
		p->exporting = true;
		p->export_fn = fn;
		p->job_arg = arg;
	}
	begin_job(p);
}
