/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls and extrinsics as bytes and as text, and payments signed on another machine. */
#include "base/i18n.h"
#include "base/mem.h"
#include "cmd/cmd_wallet.h"
#include "cmd/handlers.h"
#include "codec/hex.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/courier.h"
#include "model/journal.h"
#include "model/slip.h"

enum { FINAL_MS = 60000 };

struct chain_run {
	struct wallet_run w;
	struct slip *slip;
	int64_t entry;
};

static void clean(struct cmd_run *r)
{
	slip_free(((struct chain_run *)r->data)->slip);
}

enum err cmd_wallet_decode(struct cmd_run *r)
{
	struct str text = { 0 };
	json_t *o;
	enum err e = slip_decode(r->app, slice_of(cmd_arg(r, 0)), cmd_flag(r, "--as"), cmd_flag(r, "--metadata"), &o, &text, &r->fault);

	if (e)
		json_decref(o);
	else
		cmd_finish(r, E_OK, o, str_c(&text));
	str_free(&text);
	return e;
}

enum err cmd_wallet_encode(struct cmd_run *r)
{
	json_error_t je;
	json_t *args = json_loads(cmd_arg(r, 1) ? cmd_arg(r, 1) : "{}", JSON_REJECT_DUPLICATES, &je);
	struct str bytes = { 0 }, hex = { 0 };
	enum err e = args ? slip_encode(r->app, cmd_arg(r, 0), args, cmd_flag(r, "--metadata"), &bytes, &r->fault)
	                  : fault_set(&r->fault, E_USAGE, _("the arguments are not JSON: %s"), je.text);

	json_decref(args);
	if (!e) {
		hex_add0x(&hex, bytes.p, bytes.n);
		cmd_finish(r, E_OK, json_pack("{s:s, s:I}", "call", str_c(&hex), "bytes", (json_int_t)bytes.n), str_c(&hex));
	}
	str_free(&bytes);
	str_free(&hex);
	return e;
}

/* Shows what the file holds and asks before anything is done with it. */
static enum err ask(struct cmd_run *r, const char *title, struct slip *s, void (*go)(struct cmd_run *r))
{
	struct chain_run *c = cmd_wallet_begin(r, sizeof *c, clean);
	struct question q = { .title = title };
	struct str text = { 0 };

	if (!s)
		return r->fault.code;
	c->slip = s;
	slip_text(s, &text);
	q.text = str_c(&text);
	cmd_confirm(r, &q, go);
	str_free(&text);
	return E_OK;
}

static void sign_now(struct cmd_run *r)
{
	struct chain_run *c = r->data;
	const char *file = cmd_flag(r, "--out");
	struct str name = { 0 };
	unsigned char hash[32];
	enum err e;

	str_addf(&name, "%s%s", file ? file : cmd_arg(r, 0), file ? "" : ".signed");
	e = slip_sign(c->slip, str_c(&name), hash, &r->fault);
	cmd_finish(r, e, e ? NULL : json_pack("{s:s, s:o}", "file", str_c(&name), "hash", cmd_wallet_hex(hash, 32)), NULL);
	str_free(&name);
}

static void sign_asked(struct cmd_run *r)
{
	cmd_wallet_unlocked(r, sign_now);
}

enum err cmd_wallet_sign(struct cmd_run *r)
{
	return ask(r, _("Sign"), slip_read_draft(r->app, cmd_arg(r, 0), &r->fault), sign_asked);
}

static json_t *entry_json(const struct journal_entry *e)
{
	json_t *o = json_pack("{s:I, s:s, s:o, s:n}", "journal", (json_int_t)e->id, "state", journal_state_name(e->state), "hash",
	                      cmd_wallet_hex(e->hash, 32), "block");

	if (e->block)
		json_object_set_new(o, "block", json_pack("{s:I, s:o, s:b}", "number", (json_int_t)e->block, "hash",
		                                          cmd_wallet_hex(e->block_hash, 32), "final", e->settled));
	return o;
}

static void sent_end(struct cmd_run *r, bool late)
{
	struct chain_run *c = r->data;
	struct journal_entries all = { 0 };
	struct str words = { 0 };
	enum err e = journal_get(app_journal(r->app, NULL), c->entry, &all, &r->fault);

	if (e) {
		cmd_finish(r, e, NULL, NULL);
	} else if (all.v[0].settled || late) {
		e = !all.v[0].settled ? E_UNCONFIRMED : all.v[0].state == J_FINAL ? E_OK : E_FAILED;
		journal_words(&words, &all.v[0], coin_final_s(r->app->coin));
		fault_set(&r->fault, e, "%s", e == E_FAILED ? str_c(&words) : "");
		cmd_finish(r, e, e == E_FAILED ? NULL : entry_json(&all.v[0]), str_c(&words));
	}
	str_free(&words);
	journal_free(&all);
}

static void sent_step(struct cmd_run *r)
{
	sent_end(r, false);
}

static void sent_late(struct cmd_run *r)
{
	sent_end(r, true);
}

static void send_now(struct cmd_run *r)
{
	struct chain_run *c = r->data;
	struct courier *courier = app_courier(r->app, &r->fault);
	enum err e = courier ? slip_keep(c->slip, &c->entry, &r->fault) : r->fault.code;

	if (!e)
		e = coin_open(r->app->coin, &r->fault);
	if (e) {
		cmd_finish(r, e, NULL, NULL);
		return;
	}
	courier_follow(courier, c->entry);
	c->w.wait = wait_for(r, journal_subject(app_journal(r->app, NULL)), FINAL_MS, sent_step, sent_late);
}

enum err cmd_wallet_send(struct cmd_run *r)
{
	return ask(r, _("Send"), slip_read_signed(r->app, cmd_arg(r, 0), &r->fault), send_now);
}
