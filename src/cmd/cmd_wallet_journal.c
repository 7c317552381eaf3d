/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal from the command line: only the file is read, no node is asked. */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "cmd/cmd_wallet.h"
#include "cmd/handlers.h"
#include "codec/ss58.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/journal_write.h"
#include "model/snap.h"

enum { USUAL = 50 };

static const char *const kinds[J_KINDS] = { "pay", "claim", "call" };

static json_t *entry_json(const struct app *app, const struct journal_entry *e)
{
	json_t *o = json_pack("{s:I, s:s, s:s, s:b, s:o, s:o, s:o, s:I, s:I, s:I, s:s}", "journal", (json_int_t)e->id, "state",
	                      journal_state_name(e->state), "kind", kinds[e->kind], "settled", e->settled, "time", snap_time(e->made),
	                      "changed", snap_time(e->changed), "from", cmd_wallet_address(e->account), "amount_c",
	                      (json_int_t)e->total_c, "fee_c", (json_int_t)e->fee_c, "claim_c", (json_int_t)e->claim_c, "comment", e->comment);
	json_t *to = json_array();
	struct str words = { 0 };

	for (size_t i = 0; i < e->to.n; i++)
		json_array_append_new(to, json_pack("{s:o, s:s, s:I}", "address", cmd_wallet_address(e->to.v[i].pub), "name", e->to.v[i].name,
		                                    "amount_c", (json_int_t)e->to.v[i].amount_c));
	journal_words(&words, e, coin_final_s(app->coin));
	json_object_set_new(o, "to", to);
	json_object_set_new(o, "words", json_string(str_c(&words)));
	if (*e->code)
		json_object_set_new(o, "code", json_string(e->code));
	if (e->state != J_DRAFT && e->state != J_DROPPED) {
		json_object_set_new(o, "hash", cmd_wallet_hex(e->hash, 32));
		json_object_set_new(o, "nonce", json_integer(e->nonce));
		json_object_set_new(o, "birth", json_integer(e->birth));
		json_object_set_new(o, "death", json_integer(e->death));
	}
	if (e->block)
		json_object_set_new(o, "block", json_pack("{s:I, s:o, s:b}", "number", (json_int_t)e->block, "hash",
		                                          cmd_wallet_hex(e->block_hash, 32), "final", e->settled));
	if (e->retry_of)
		json_object_set_new(o, "retry_of", json_integer(e->retry_of));
	str_free(&words);
	return o;
}

static void who(const struct journal_entry *e, struct str *out)
{
	char address[SS58_MAX];

	if (e->to.n > 1) {
		str_addf(out, ngettext("%d recipient", "%d recipients", (unsigned long)e->to.n), (int)e->to.n);
	} else if (e->to.n && *e->to.v[0].name) {
		str_adds(out, e->to.v[0].name);
	} else if (e->to.n) {
		ss58_encode(SS58_G1, e->to.v[0].pub, address);
		str_adds(out, address);
	} else {
		str_adds(out, e->kind == J_CLAIM ? _("dividends") : e->words);
	}
}

static json_t *entry_row(const struct app *app, const struct journal_entry *e)
{
	struct str to = { 0 }, words = { 0 }, when = { 0 };
	json_t *o;

	who(e, &to);
	journal_words(&words, e, coin_final_s(app->coin));
	tick_when(&when, e->made);
	o = json_pack("{s:I, s:s, s:s, s:I, s:s, s:s}", "journal", (json_int_t)e->id, "time", str_c(&when), "to", str_c(&to), "amount_c",
	              (json_int_t)(e->kind == J_CLAIM ? e->claim_c : e->total_c), "state", str_c(&words), "comment", e->comment);
	str_free(&to);
	str_free(&words);
	str_free(&when);
	return o;
}

static void add_change(void *arg, const struct journal_change *c)
{
	json_array_append_new(arg, json_pack("{s:s, s:o, s:s}", "state", journal_state_name(c->state), "time", snap_time(c->when),
	                                     "words", c->words));
}

/* A file without journal is one without entries. */
static struct journal *journal(struct cmd_run *r, enum err *e)
{
	struct journal *j = app_journal(r->app, &r->fault);

	*e = j ? E_OK : r->fault.code;
	return j;
}

static enum err one(struct cmd_run *r, struct journal *j, int64_t id)
{
	struct journal_entries all = { 0 };
	enum err e = journal_get(j, id, &all, &r->fault);
	json_t *o, *changes = json_array();

	if (!e)
		e = journal_changes(j, id, add_change, changes, &r->fault);
	if (!e) {
		o = entry_json(r->app, &all.v[0]);
		json_object_set(o, "changes", changes);
		cmd_finish(r, E_OK, o, NULL);
	}
	json_decref(changes);
	journal_free(&all);
	return e;
}

static enum err list(struct cmd_run *r, struct journal *j, size_t most)
{
	struct journal_entries all = { 0 };
	enum err e = j ? journal_list(j, 0, most + 1, &all, &r->fault) : E_OK;
	json_t *items = json_array(), *rows = json_array();

	for (size_t i = 0; i < all.n && i < most; i++) {
		json_array_append_new(items, entry_json(r->app, &all.v[i]));
		json_array_append_new(rows, entry_row(r->app, &all.v[i]));
	}
	if (e) {
		json_decref(items);
		json_decref(rows);
	} else {
		cmd_wallet_table(r, cmd_wallet_items(items, all.n > most), rows);
	}
	journal_free(&all);
	return e;
}

enum err cmd_wallet_journal(struct cmd_run *r)
{
	const char *id = cmd_arg(r, 0), *limit = cmd_flag(r, "--limit");
	uint64_t most = USUAL;
	int64_t number = 0;
	struct journal *j;
	enum err e;

	if (!id && !r->json && r->front && r->front->ops->open && !r->front->ops->open(r->front->self, "journal", 0, NULL)) {
		cmd_finish(r, E_OK, NULL, NULL);
		return E_OK;
	}
	if ((id && !slice_i64(slice_of(id), &number)) || (limit && (!slice_u64(slice_of(limit), &most) || most > 100000)))
		return fault_set(&r->fault, E_USAGE, "%s", id ? id : limit);
	j = journal(r, &e);
	if (e && (e != E_NOT_FOUND || id))
		return e;
	return id ? one(r, j, number) : list(r, j, (size_t)most);
}

enum err cmd_wallet_drop(struct cmd_run *r)
{
	int64_t id;
	enum err e;
	struct journal *j;

	if (!slice_i64(slice_of(cmd_arg(r, 0)), &id))
		return fault_set(&r->fault, E_USAGE, "%s", cmd_arg(r, 0));
	j = journal(r, &e);
	if (!e)
		e = journal_drop(j, id, &r->fault);
	if (e == E_BUSY)
		e = fault_set(&r->fault, E_DENIED, "%s", _("only a draft can be given up: what is signed may enter a block"));
	if (!e)
		cmd_finish(r, E_OK, NULL, NULL);
	return e;
}
