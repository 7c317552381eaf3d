/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/mem.h"
#include "base/tick.h"
#include "codec/address.h"
#include "g1/ledger_inside.h"
#include "model/app.h"
#include "model/contacts.h"
#include "model/journal_write.h"
#include "model/payment.h"
#include "model/recorded_in.h"
#include "model/snap.h"
#include "model/wallet.h"
#include <stdio.h>
#include <stdlib.h>

enum { ROWS = 5000 };

static const char *const healths[], *const states[], *const kinds[], *const entries[], *const sides[];

static bool read_pub(const json_t *o, const char *key, unsigned char pub[32])
{
	struct address a;
	const char *text = json_string_value(json_object_get(o, key));

	if (!text || address_read(slice_of(text), &a))
		return false;
	memcpy(pub, a.pub, 32);
	return true;
}

static bool is_multipass(struct app *a, const unsigned char pub[32])
{
	const struct person *o = a->recorded ? recorded_person(a->recorded, pub, NULL) : NULL;

	return o && o->multipass;
}

static void read_head(struct recorded *r, const json_t *o)
{
	const struct wallet *w = r->app->wallet;
	struct currency *c = &r->currency;
	char *name = snap_text(o, "host", sizeof r->host - 1);

	snprintf(r->host, sizeof r->host, "%s", *name ? name : "g1.example");
	free(name);
	r->head = (struct pool_head){ .node = 1, .best = (uint32_t)snap_int(o, "best", 1000), .final = (uint32_t)snap_int(o, "final", 998) };
	r->fee_c = snap_int(o, "fee_c", 0);
	r->refund_c = snap_int(o, "refund_c", 0);
	*c = (struct currency){ .source = recorded_agreed(r), .block = r->head.final, .time = tick_now(), .ud_c = w->ud_c,
	                        .members = (uint32_t)snap_int(o, "members", 100), .ud_index = (uint32_t)snap_int(o, "ud_index", 1000),
	                        .next_ud = snap_int(o, "next_ud", 0), .next_reeval = snap_int(o, "next_reeval", 0),
	                        .fee_multiplier = UINT64_C(1000000000000000000) };
	c->identities = c->members;
	c->mass_c = c->issuance_c = snap_int(o, "mass_c", w->mean_c * (int64_t)c->members);
	c->n_reevals = 1;
	c->reevals[0].index = 1;
	c->reevals[0].ud_c = w->ud_c;
}

static void read_people(struct recorded *r, const json_t *list)
{
	size_t i;
	json_t *o;

	json_array_foreach(list, i, o) {
		struct person one = { .exists = !json_is_false(json_object_get(o, "exists")), .multipass = snap_bool(o, "multipass") };
		char *name = snap_text(o, "name", sizeof one.found.name - 1);

		one.found.source = recorded_agreed(r);
		if (json_is_false(json_object_get(o, "proven")))
			one.found.source.degree = DEGREE_SAID;
		one.found.index = (uint32_t)i + 2;
		one.found.status = snap_bool(o, "member") ? ACCOUNT_MEMBER : ACCOUNT_NOT_MEMBER;
		snprintf(one.found.name, sizeof one.found.name, "%s", name);
		free(name);
		if (read_pub(o, "address", one.found.pub))
			vec_push(&r->people, one);
	}
	payment_on_multipass(is_multipass);
}

static void read_history(struct recorded *r, const json_t *o)
{
	struct ledger_batch b = { .newest = true, .whole = true, .synced = r->head.best, .at = tick_now(), .cursor = "" };
	const json_t *list = json_object_get(o, "rows"), *v;
	size_t n = json_array_size(list), i;
	struct ledger_row *rows = mem_array(n ? n : 1, sizeof *rows);

	if (read_pub(o, "account", b.pub) && n <= ROWS) {
		json_array_foreach((json_t *)(uintptr_t)list, i, v) {
			struct ledger_row *row = &rows[i];
			char event[24];

			*row = (struct ledger_row){ .time = snap_int(v, "time", 0), .block = (uint32_t)snap_int(v, "block", (int64_t)(n - i)),
				.kind = (enum ledger_kind)snap_word(v, "kind", sides, LEDGER_IN), .amount_c = snap_int(v, "amount_c", 0),
				.days = (uint32_t)snap_int(v, "days", 0), .identity = (uint32_t)snap_int(v, "identity", 0),
				.name = snap_text(v, "name", PEOPLE_NAME - 1), .comment = snap_text(v, "comment", 512) };
			snprintf(event, sizeof event, "%u-%zu", row->block, n - i);
			row->event = mem_strdup(event);
			row->id = LEDGER_PLACE(row->block, n - i);
			read_pub(v, "party", row->party);
		}
		b.rows = rows;
		b.n = n;
		ledger_put(r->ledger, &b, true);
		for (i = 0; i < n; i++) {
			free((void *)(uintptr_t)rows[i].name);
			free((void *)(uintptr_t)rows[i].comment);
			free((void *)(uintptr_t)rows[i].event);
		}
	}
	free(rows);
}

/* Through the same transitions as a payment that happens. */
static enum err read_entry(struct recorded *r, const json_t *o, uint32_t nonce, struct fault *f)
{
	static const unsigned char block_hash[32] = { 0xb1, 0x0c };
	struct journal *j = r->app->journal;
	struct journal_to to = { .amount_c = snap_int(o, "amount_c", 0) };
	char *name = snap_text(o, "name", 64), *comment = snap_text(o, "comment", 512), *words = snap_text(o, "words", 200),
	     *code = snap_text(o, "code", 64);
	struct journal_entry e = { .kind = (enum journal_kind)snap_word(o, "kind", entries, J_PAY), .comment = comment, .total_c = to.amount_c,
		.title = words, .words = words, .code = code, .node = r->host, .fee_c = snap_int(o, "fee_c", 0), .claim_c = snap_int(o, "claim_c", 0) };
	enum journal_state state = (enum journal_state)snap_word(o, "state", states, J_DRAFT);
	struct journal_signed s = { .nonce = nonce, .birth = r->head.final - 20, .death = r->head.final + 44, .period = 64, .spec = RECORDED_SPEC, .tx = 1,
		.hash = { 0xab, (unsigned char)nonce }, .bytes = SLICE("\x00") };
	struct journal_end end = { .ok = state == J_FINAL, .in_block = state != J_EXPIRED, .block = (uint32_t)snap_int(o, "block", 0), .index = 1,
		.fee_c = -1, .code = code, .words = words };
	int64_t id = 0;
	enum err err;

	to.name = name;
	memcpy(e.account, r->app->wallet->accounts.v[0].pub, 32);
	memcpy(end.hash, block_hash, 32);
	if (read_pub(o, "to", to.pub))
		vec_push(&e.to, to);
	err = journal_draft(j, &e, SLICE("\x00"), -1, &id, f);
	if (!err && state != J_DRAFT && state != J_DROPPED)
		err = journal_signed(j, id, &s, f);
	if (!err && state != J_DRAFT && state != J_DROPPED && state != J_SIGNED)
		err = journal_sending(j, id, r->host, f);
	if (!err && state == J_IN_BLOCK)
		err = journal_in_block(j, id, end.block, 1, end.hash, f);
	if (!err && (state == J_FINAL || state == J_REFUSED || state == J_EXPIRED))
		err = journal_settle(j, id, &end, f);
	if (!err && state == J_DROPPED)
		err = journal_drop(j, id, f);
	vec_free(&e.to);
	free(name);
	free(comment);
	free(words);
	free(code);
	return err;
}

static struct node read_node(const json_t *o)
{
	return (struct node){
		.url = snap_text(o, "url", 200), .host = snap_text(o, "host", 100), .origin = snap_text(o, "origin", 100),
		.kind = (enum node_kind)snap_word(o, "kind", kinds, NODE_RPC), .health = (enum node_health)snap_word(o, "health", healths, NODE_GOOD),
		.chosen = snap_bool(o, "chosen"), .second = snap_bool(o, "second"), .local = snap_bool(o, "local"),
		.height = snap_int(o, "height", -1), .final = snap_int(o, "final", -1), .lag = snap_int(o, "lag", -1),
		.ping_ms = snap_int(o, "ping_ms", -1), .version = snap_text(o, "version", 40), .archive = (int)snap_int(o, "archive", -1),
		.agrees = (int)snap_int(o, "agrees", -1), .why = snap_text(o, "why", 200), .since = snap_int(o, "since", 0),
	};
}

static void read_contacts(struct app *a, const json_t *list)
{
	size_t i;
	json_t *o;

	contacts_loose(a->contacts);
	json_array_foreach(list, i, o) {
		struct contact c = { .made = snap_int(o, "made", 1), .name = snap_text(o, "name", 64), .note = snap_text(o, "note", 500),
			.group = snap_text(o, "group", 64), .npub = snap_text(o, "npub", 80), .mail = snap_text(o, "mail", 80) };

		if (read_pub(o, "address", c.pub))
			contacts_put(a->contacts, &c, NULL);
		free(c.name);
		free(c.note);
		free(c.group);
		free(c.npub);
		free(c.mail);
	}
}

enum err recorded_read(struct recorded *r, const json_t *chain, struct fault *f)
{
	struct app *a = r->app;
	const struct ledger_conf conf = { .loop = a->loop };
	const struct runtime_id id = { .name = "g1", .spec = RECORDED_SPEC, .tx = 1 };
	size_t i;
	json_t *o;
	enum err e = ledger_open(&conf, &r->ledger, f);

	r->runtime = runtime_builtin(&id);
	read_head(r, chain);
	read_people(r, json_object_get(chain, "people"));
	json_array_foreach(json_object_get(chain, "history"), i, o)
		if (!e)
			read_history(r, o);
	if (!e)
		e = journal_open("", false, &a->journal, f);
	json_array_foreach(json_object_get(chain, "journal"), i, o)
		if (!e && a->wallet->accounts.n)
			e = read_entry(r, o, (uint32_t)i + 1, f);
	read_contacts(a, json_object_get(chain, "contacts"));
	json_array_foreach(json_object_get(chain, "nodes"), i, o)
		vec_push(&r->nodes, read_node(o));
	return e;
}

static const char *const healths[] = { "unknown", "asking", "good", "behind", "down", "lies", "foreign", NULL };
static const char *const kinds[] = { "node", "indexer", NULL };
static const char *const states[] = { "draft", "signed", "sent", "in-block", "final", "refused", "expired", "dropped", NULL };
static const char *const entries[] = { "pay", "claim", "call", NULL };
static const char *const sides[] = { "in", "out", "claim", NULL };
