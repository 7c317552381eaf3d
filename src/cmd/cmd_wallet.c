/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts and balances, and what the wallet's commands share. A figure is printed only with how it is known; old figures come
 * with their date when no node answers in time. */
#include "cmd/cmd_wallet.h"
#include "base/conf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "cmd/cli_table.h"
#include "cmd/cmd_app.h"
#include "cmd/complete.h"
#include "cmd/handlers.h"
#include "codec/address.h"
#include "codec/hex.h"
#include "io/loop.h"
#include "model/address_words.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/contacts.h"
#include "model/snap.h"
#include "model/undo.h"
#include "model/vaults_in.h"
#include "model/wallet.h"
#include "model/wallet_follow.h"
#include <stdlib.h>

/* -- shared -- */

static void drop(struct cmd_run *r, enum err e)
{
	struct wallet_run *w = r->data;

	(void)e;
	wait_stop(w->wait);
	if (w->clean)
		w->clean(r);
	free(w);
}

void *cmd_wallet_begin(struct cmd_run *r, size_t size, void (*clean)(struct cmd_run *r))
{
	struct wallet_run *w = mem_new(size);

	w->clean = clean;
	r->data = w;
	r->drop = drop;
	return w;
}

static void give_up(struct cmd_run *r)
{
	cmd_finish(r, E_CANCELLED, NULL, NULL);
}

void cmd_wallet_patient(struct cmd_run *r)
{
	r->cancel = give_up;
}

bool cmd_wallet_lost(struct cmd_run *r)
{
	const struct subject *s = &r->app->coin->subject;

	if (!coin_hopeless(r->app->coin) || (s->state != STATE_ERROR && s->state != STATE_STALE) || (s->fault.code != E_LIAR && s->fault.code != E_BAD_PROOF && s->fault.code != E_WRONG_CHAIN))
		return false;
	r->fault = s->fault;
	cmd_finish(r, r->fault.code, NULL, NULL);
	return true;
}

enum err cmd_wallet_party(struct cmd_run *r, const char *text, unsigned char pub[32], int *account)
{
	const struct wallet *w = r->app->wallet;
	const struct account *selected = wallet_account(w);
	const struct contact *c;
	struct address a;
	bool several = false;
	int i = text ? wallet_find(w, slice_of(text)) : -1;
	enum err e;

	*account = -1;
	if (!text) {
		if (!selected)
			return fault_set(&r->fault, E_NOT_FOUND, "%s", _("there is no account yet: vigie watch ADDRESS, or vigie key-import"));
		i = (int)w->selected;
	}
	if (i == -2)
		return fault_set(&r->fault, E_AMBIGUOUS, "%s", text);
	if (i >= 0) {
		*account = i;
		memcpy(pub, w->accounts.v[i].pub, 32);
		return E_OK;
	}
	c = contacts_by_name(r->app->contacts, text, &several);
	if (several)
		return fault_set(&r->fault, E_AMBIGUOUS, "%s", text);
	if (c) {
		memcpy(pub, c->pub, 32);
		return E_OK;
	}
	e = address_read(slice_of(text), &a);
	if (e)
		return fault_set(&r->fault, e == E_INVALID ? E_NOT_FOUND : e, "%s", text);
	memcpy(pub, a.pub, 32);
	return E_OK;
}

enum err cmd_wallet_own(struct cmd_run *r, const char *text, unsigned char pub[32], int *account)
{
	enum err e = cmd_wallet_party(r, text, pub, account);

	return !e && *account < 0 ? fault_set(&r->fault, E_NOT_FOUND, "%s", text) : e;
}

enum { PATIENCE_MS = 60000, AGAIN_MS = 500 };

struct unlocking {
	struct cmd_run *r;
	void (*go)(struct cmd_run *r);
	int64_t until;      /* tick_ms */
};

static void ask_passphrase(void *arg);

/* Nobody is there who could try again: others that are just unlocking count as tries, too, and so does somebody's wrong one. */
static bool waits(struct unlocking *u)
{
	struct cmd_run *r = u->r;

	if (!r->yes || strcmp(r->front->ops->name, "cli") || tick_ms() >= u->until)
		return false;
	loop_timer_add(r->app->loop, AGAIN_MS, ask_passphrase, u);
	return true;
}

static void unlocked(void *arg, enum err e, const struct fault *f)
{
	struct unlocking u = *(struct unlocking *)arg;

	if (e == E_WAIT && waits(arg))
		return;
	free(arg);
	if (e) {
		u.r->fault = *f;
		cmd_finish(u.r, e, NULL, NULL);
	} else {
		u.go(u.r);
	}
}

static void got_passphrase(void *arg, enum err e, struct secret *s)
{
	struct unlocking *u = arg;
	struct cmd_run *r = u->r;

	if (e) {
		free(u);
		cmd_finish(r, e, NULL, NULL);
	} else {
		struct secret mine = secret_copy(s->p, s->n);

		vaults_unlock(r->app->vaults, &mine, unlocked, u);
	}
}

static void ask_passphrase(void *arg)
{
	struct unlocking *u = arg;
	struct cmd_run *r = u->r;

	if (!vaults_wait(r->app->vaults) || !waits(u))
		r->front->ops->ask_secret(r->front->self, _("Passphrase of the vault"), got_passphrase, u);
}

void cmd_wallet_unlocked(struct cmd_run *r, void (*go)(struct cmd_run *r))
{
	enum vault_state s = vaults_state(r->app->vaults);
	struct unlocking *u;

	if (s == VAULTS_OPEN) {
		go(r);
	} else if (s == VAULTS_NONE) {
		fault_set(&r->fault, E_NOT_FOUND, "%s", _("there is no vault yet: vigie vault-create"));
		cmd_finish(r, E_NOT_FOUND, NULL, NULL);
	} else if (!r->front) {
		cmd_finish(r, E_LOCKED, NULL, NULL);
	} else {
		u = mem_new(sizeof *u);
		*u = (struct unlocking){ r, go, tick_ms() + PATIENCE_MS };
		ask_passphrase(u);
	}
}

json_t *cmd_wallet_address(const unsigned char pub[32])
{
	char text[SS58_MAX];

	ss58_encode(SS58_G1, pub, text);
	return json_string(text);
}

json_t *cmd_wallet_hex(const void *p, size_t n)
{
	struct str s = { 0 };
	json_t *o;

	hex_add0x(&s, p, n);
	o = json_string(str_c(&s));
	str_free(&s);
	return o;
}

json_t *cmd_wallet_items(json_t *items, bool more)
{
	return json_pack("{s:o, s:b}", "items", items, "more", more);
}

void cmd_wallet_table(struct cmd_run *r, json_t *result, json_t *rows)
{
	cmd_wallet_table_and(r, result, rows, "");
}

void cmd_wallet_table_and(struct cmd_run *r, json_t *result, json_t *rows, const char *note)
{
	json_t *shown = json_pack("{s:o, s:O}", "items", rows, "more", json_object_get(result, "more"));
	struct str text = { 0 };

	cli_table(&text, shown);
	str_adds(&text, note);
	cmd_finish(r, E_OK, result, str_c(&text));
	str_free(&text);
	json_decref(shown);
}

/* -- accounts -- */

static json_t *account_row(const struct account *a)
{
	const char *kind = a->member ? _("member") : a->kind == ACCOUNT_WATCH ? _("watched") : "";

	return json_pack("{s:s, s:s, s:s, s:I, s:I, s:I, s:s}", "name", *a->name ? a->name : a->identity, "address", a->address, "kind",
	                 kind, "balance_c", (json_int_t)(a->free_c + a->reserved_c), "unclaimed_c", (json_int_t)a->unclaimed_c,
	                 "transferable_c", (json_int_t)a->transferable_c, "degree", snap_degrees[a->source.degree]);
}

static json_t *account_json(const struct app *app, size_t i)
{
	const struct account *a = &app->wallet->accounts.v[i];
	json_t *o = json_pack("{s:s, s:s, s:s, s:s, s:s, s:b, s:I, s:I, s:I, s:I, s:I, s:I, s:b}", "name", a->name, "address", a->address,
	                      "kind", a->kind == ACCOUNT_VAULT ? "vault" : "watch", "scheme", a->scheme, "identity", a->identity, "member",
	                      a->member, "free_c", (json_int_t)a->free_c, "reserved_c", (json_int_t)a->reserved_c, "unclaimed_ud_c",
	                      (json_int_t)a->unclaimed_c, "unclaimed_uds", (json_int_t)a->unclaimed_n, "transferable_c",
	                      (json_int_t)a->transferable_c, "pending_c", (json_int_t)a->pending_c, "selected", i == app->wallet->selected);

	json_object_set_new(o, "valid_until", snap_time(a->valid_until));
	json_object_set_new(o, "as_of", snap_time(a->source.at));
	json_object_set_new(o, "source", json_string(a->source.who));
	json_object_set_new(o, "degree", json_string(snap_degrees[a->source.degree]));
	return o;
}

static void list_accounts(struct cmd_run *r)
{
	struct wallet *w = r->app->wallet;
	json_t *items = json_array(), *rows = json_array(), *o;

	for (size_t i = 0; i < w->accounts.n; i++) {
		json_array_append_new(items, account_json(r->app, i));
		json_array_append_new(rows, account_row(&w->accounts.v[i]));
	}
	o = cmd_wallet_items(items, false);
	json_object_set_new(o, "total_c", json_integer(wallet_total(w)));
	cmd_wallet_table(r, o, rows);
}

/* Every figure was learnt in this run, and the names are there. */
static void accounts_step(struct cmd_run *r)
{
	const struct wallet *w = r->app->wallet;

	if (cmd_wallet_lost(r))
		return;
	for (size_t i = 0; i < w->accounts.n; i++) {
		enum degree d = r->app->coin->ops->purse(r->app->coin->self, w->accounts.v[i].pub)->source.degree;

		if (d == DEGREE_NONE || (d == DEGREE_SAID && coin_checked(r->app->coin)))
			return;
	}
	if (!wallet_naming(w))
		list_accounts(r);
}

/* Old figures with their date are better than none. */
static void accounts_late(struct cmd_run *r)
{
	list_accounts(r);
}

enum err cmd_wallet_accounts(struct cmd_run *r)
{
	struct wallet_run *w = cmd_wallet_begin(r, sizeof *w, NULL);

	if (!r->app->wallet->accounts.n || cmd_flag(r, "--offline")) {
		list_accounts(r);
		return E_OK;
	}
	wallet_follow(r->app->wallet);
	cmd_wallet_patient(r);
	w->wait = wait_for(r, &r->app->wallet->subject, WAIT_USUAL_MS / 2, accounts_step, accounts_late);
	wait_needs(w->wait, WAIT_NODES);
	return E_OK;
}

/* -- balance -- */

struct balance_run {
	struct wallet_run w;
	unsigned char pub[32];
	void *job;
};

static void balance_clean(struct cmd_run *r)
{
	struct balance_run *b = r->data;

	if (b->job)
		r->app->coin->ops->cancel(r->app->coin->self, COIN_LOOK, b->job);
}

static json_t *block_json(const struct purse *p, const unsigned char *hash)
{
	return json_pack("{s:I, s:o, s:b}", "number", (json_int_t)p->block, "hash", hash ? cmd_wallet_hex(hash, 32) : json_null(), "final", p->final);
}

static void got_balance(void *arg, const struct purse_answer *a)
{
	struct cmd_run *r = arg;
	struct balance_run *b = r->data;
	const struct purse *p;
	json_t *o;

	b->job = NULL;
	if (a->fault.code) {
		r->fault = a->fault;
		cmd_finish(r, a->fault.code, NULL, NULL);
		return;
	}
	p = &a->purses[0];
	o = json_pack("{s:o, s:I, s:I, s:I, s:I, s:o, s:s, s:s, s:b}", "address", cmd_wallet_address(b->pub), "free_c", (json_int_t)p->free_c,
	              "reserved_c", (json_int_t)p->reserved_c, "unclaimed_ud_c", (json_int_t)p->unclaimed_c, "transferable_c",
	              (json_int_t)p->transferable_c, "block", block_json(p, a->block), "degree", snap_degrees[p->source.degree],
	              "source", p->source.who, "exists", p->exists);
	json_object_set_new(o, "member", json_boolean(p->status == ACCOUNT_MEMBER));
	json_object_set_new(o, "identity", p->identity ? json_integer(p->identity) : json_null());
	cmd_finish(r, E_OK, o, NULL);
}

static void balance_step(struct cmd_run *r)
{
	struct balance_run *b = r->data;
	struct coin *c = r->app->coin;

	if (cmd_wallet_lost(r))
		return;
	if (!b->job)
		b->job = c->ops->look(c->self, (const unsigned char (*)[32])&b->pub, 1, got_balance, r);
}

enum err cmd_wallet_balance(struct cmd_run *r)
{
	struct balance_run *b = cmd_wallet_begin(r, sizeof *b, balance_clean);
	int account;
	enum err e = cmd_wallet_party(r, cmd_arg(r, 0), b->pub, &account);

	if (!e)
		e = coin_open(r->app->coin, &r->fault);
	if (e)
		return e;
	cmd_wallet_patient(r);
	b->w.wait = wait_for(r, &r->app->coin->subject, WAIT_USUAL_MS, balance_step, NULL);
	wait_needs(b->w.wait, WAIT_NODES);
	return E_OK;
}

/* -- the list of accounts -- */

enum err cmd_wallet_watch(struct cmd_run *r)
{
	struct address a;
	const char *label = cmd_flag(r, "--label");
	enum err e = address_read(slice_of(cmd_arg(r, 0)), &a);
	struct str words = { 0 };
	char *undo[1];

	if (e)
		return fault_set(&r->fault, e, "%s", cmd_arg(r, 0));
	e = wallet_watch(r->app->wallet, a.pub, label ? label : "", &r->fault);
	if (e)
		return e;
	undo[0] = (char *)(uintptr_t)cmd_arg(r, 0);
	if (r->app->undo)
		undo_push(r->app->undo, _("watch an address"), "unwatch", 1, undo, 0);
	address_words(&a, &words);
	if (words.n && r->front)
		r->front->ops->toast(r->front->self, TONE_WARN, str_c(&words));
	str_free(&words);
	cmd_finish(r, E_OK, json_pack("{s:o, s:s, s:i}", "address", cmd_wallet_address(a.pub), "form", address_form_name(a.form), "prefix",
	                              (int)a.prefix), NULL);
	return E_OK;
}

enum err cmd_wallet_unwatch(struct cmd_run *r)
{
	unsigned char pub[32];
	int i;
	enum err e = cmd_wallet_own(r, cmd_arg(r, 0), pub, &i);

	if (!e)
		e = wallet_unwatch(r->app->wallet, (size_t)i, &r->fault);
	if (!e)
		cmd_finish(r, E_OK, NULL, NULL);
	return e;
}

enum err cmd_wallet_select(struct cmd_run *r)
{
	unsigned char pub[32];
	int i;
	enum err e = cmd_wallet_own(r, cmd_arg(r, 0), pub, &i);

	if (e)
		return e;
	wallet_select(r->app->wallet, (size_t)i);
	cmd_finish(r, E_OK, json_pack("{s:o}", "address", cmd_wallet_address(pub)), NULL);
	return E_OK;
}

static bool lock_all(struct app *app)
{
	return app->vaults && vaults_lock(app->vaults);
}

/* Words for ACCOUNT and TO: labels of accounts and contacts. */
static void complete_account(struct app *app, int argc, char *const *argv, struct candidates *out)
{
	(void)argc, (void)argv;
	for (size_t i = 0; app->wallet && i < app->wallet->accounts.n; i++)
		complete_add(out, *app->wallet->accounts.v[i].name ? app->wallet->accounts.v[i].name : app->wallet->accounts.v[i].address,
		             app->wallet->accounts.v[i].address);
}

static void complete_to(struct app *app, int argc, char *const *argv, struct candidates *out)
{
	complete_account(app, argc, argv, out);
	for (size_t i = 0; app->contacts && i < contacts_count(app->contacts); i++)
		complete_add(out, contacts_at(app->contacts, i)->name, NULL);
}

void cmd_wallet_register(void)
{
	cmd_app_on_lock(lock_all);
	complete_register("ACCOUNT", complete_account);
	complete_register("TO", complete_to);
	complete_register("CONTACT", complete_to);
}
