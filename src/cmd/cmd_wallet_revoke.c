/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The revocation document of an identity: made, shown, and, with the name typed, used. */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "cmd/cmd_wallet.h"
#include "cmd/handlers.h"
#include "codec/ss58.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/courier.h"
#include "model/journal.h"
#include "model/revocation.h"
#include "model/wallet.h"
#include <stdio.h>
#include <unistd.h>

enum { FINAL_MS = 60000 };

struct revoke_run {
	struct wallet_run w;
	struct revocation doc;
	unsigned char pub[32];        /* of the identity when it is made, of who pays when it is used */
	uint32_t index;
	char name[REVOCATION_NAME];
	void *job, *naming;
	char word[REVOCATION_NAME + 12];
	void (*known)(struct cmd_run *r);  /* goes on once the index is known */
};

static void clean(struct cmd_run *r)
{
	struct revoke_run *v = r->data;

	revocation_free(&v->doc);
	if (v->job)
		r->app->coin->ops->cancel(r->app->coin->self, COIN_LOOK, v->job);
	if (v->naming)
		r->app->coin->ops->cancel(r->app->coin->self, COIN_PERSON, v->naming);
}

/* -- made and shown -- */

static json_t *document_json(const struct revocation *d, const char *file)
{
	struct str text = { 0 }, call = { 0 };
	json_t *o = json_pack("{s:s, s:o, s:s, s:b, s:s}", "type", d->old ? "old" : "new", "address", cmd_wallet_address(d->key), "name", d->name,
	                      "verified", 1, "file", file);

	revocation_write(d, &text);
	revocation_bytes(d, &call);
	json_object_set_new(o, "identity", d->old ? json_null() : json_integer(d->index));
	json_object_set_new(o, "scheme", json_string(key_scheme_name(d->scheme)));
	json_object_set_new(o, "genesis", d->old ? json_null() : cmd_wallet_hex(d->genesis, 32));
	json_object_set_new(o, "call", cmd_wallet_hex(call.p, call.n));
	json_object_set_new(o, "text", json_string(str_c(&text)));
	str_free(&text);
	str_free(&call);
	return o;
}

/* On a screen the document is a page of its own; elsewhere it is what the command prints. */
static void finish_with(struct cmd_run *r, const struct revocation *d, const char *file, bool made)
{
	struct str text = { 0 };
	json_t *o = document_json(d, file);
	bool screen = !r->json && strcmp(r->front->ops->name, "cli");

	revocation_write(d, &text);
	if (made)
		str_addf(&text, "\n# %s\n", file);
	if (screen) {
		r->front->ops->show(r->front->self, _("Revocation"), str_c(&text));
		str_cut(&text, 0);
		if (made)
			str_addf(&text, _("The revocation document is in %s."), file);
	}
	cmd_finish(r, E_OK, o, str_c(&text));
	str_free(&text);
}

static void make_now(struct cmd_run *r)
{
	struct revoke_run *v = r->data;
	const char *out = cmd_flag(r, "--out");
	struct str path = { 0 }, text = { 0 };
	enum err e = revocation_make(r->app, v->pub, v->index, v->name, &v->doc, &r->fault);

	if (!e)
		e = revocation_keep(&v->doc, &path, &r->fault);
	if (!e && out) {
		revocation_write(&v->doc, &text);
		e = paths_write(out, slice_str(&text), &r->fault);
	}
	if (e)
		cmd_finish(r, e, NULL, NULL);
	else
		finish_with(r, &v->doc, out ? out : str_c(&path), true);
	str_free(&path);
	str_free(&text);
}

static void make_unlocked(struct cmd_run *r)
{
	cmd_wallet_unlocked(r, make_now);
}

static void show_file(struct cmd_run *r, const char *path, struct slice text)
{
	struct revoke_run *v = r->data;
	enum err e = revocation_read(text, &v->doc, &r->fault);

	if (e)
		cmd_finish(r, e, NULL, NULL);
	else
		finish_with(r, &v->doc, path, false);
}

static void show_kept(struct cmd_run *r)
{
	struct revoke_run *v = r->data;
	struct str path = { 0 }, text = { 0 };
	enum err e = revocation_kept(v->index, &path, &text);

	if (e) {
		fault_set(&r->fault, e, "%s", e == E_NOT_FOUND ? _("none was made yet: vigie revocation make") : str_c(&path));
		cmd_finish(r, e, NULL, NULL);
	} else {
		show_file(r, str_c(&path), slice_str(&text));
	}
	str_free(&path);
	str_free(&text);
}

/* -- which identity: told by a flag, or asked of the chain -- */

/* The name is for people only: what is signed is the number. */
static void got_name(void *arg, const struct people_answer *a)
{
	struct cmd_run *r = arg;
	struct revoke_run *v = r->data;

	v->naming = NULL;
	if (!a->fault.code && a->n)
		snprintf(v->name, sizeof v->name, "%s", a->v[0].name);
	v->known(r);
}

static void got_purse(void *arg, const struct purse_answer *a)
{
	struct cmd_run *r = arg;
	struct revoke_run *v = r->data;
	enum err e = a->fault.code;

	v->job = NULL;
	if (e)
		r->fault = a->fault;
	else if (!a->purses[0].identity)
		e = fault_set(&r->fault, E_NOT_FOUND, "%s", _("this account owns no identity"));
	else if (a->purses[0].status == ACCOUNT_REVOKED)
		e = fault_set(&r->fault, E_DENIED, "%s", _("this identity is revoked already"));
	if (e) {
		cmd_finish(r, e, NULL, NULL);
		return;
	}
	v->index = a->purses[0].identity;
	if (!*v->name)
		v->naming = r->app->coin->ops->names(r->app->coin->self, (const unsigned char (*)[32])&v->pub, 1, got_name, r);
	if (!v->naming)
		v->known(r);
}

static void look_step(struct cmd_run *r)
{
	struct revoke_run *v = r->data;
	struct coin *c = r->app->coin;

	if (!v->job)
		v->job = c->ops->look(c->self, (const unsigned char (*)[32])&v->pub, 1, got_purse, r);
	if (v->job) {
		wait_stop(v->w.wait);
		v->w.wait = NULL;
	}
}

static enum err find_index(struct cmd_run *r, void (*known)(struct cmd_run *r))
{
	struct revoke_run *v = r->data;
	const char *given = cmd_flag(r, "--index");
	uint64_t n;
	enum err e;

	if (given && (!slice_u64(slice_of(given), &n) || !n || n > UINT32_MAX))
		return fault_set(&r->fault, E_USAGE, "--index %s", given);
	cmd_wallet_patient(r);
	if (given) {
		v->index = (uint32_t)n;
		known(r);
		return E_OK;
	}
	v->known = known;
	e = coin_open(r->app->coin, &r->fault);
	if (!e)
		v->w.wait = wait_for(r, &r->app->coin->subject, WAIT_USUAL_MS, look_step, NULL);
	return e;
}

enum err cmd_wallet_revocation(struct cmd_run *r)
{
	struct revoke_run *v = cmd_wallet_begin(r, sizeof *v, clean);
	bool make = !strcmp(cmd_arg(r, 0), "make");
	const char *what = cmd_arg(r, 1);
	struct str text = { 0 };
	int i = -1;
	enum err e = E_OK;

	if (!make && what && !access(what, F_OK)) {
		e = paths_read(what, REVOCATION_TEXT, &text, &r->fault);
		if (!e)
			show_file(r, what, slice_str(&text));
		str_free(&text);
		return e;
	}
	if (!make && !what && cmd_flag(r, "--index"))
		return find_index(r, show_kept);
	if (make && r->app->readonly)
		return fault_set(&r->fault, E_READONLY, "%s", r->cmd->name);
	e = cmd_wallet_party(r, what, v->pub, &i);
	if (!e && make && (i < 0 || !r->app->wallet->accounts.v[i].id))
		e = fault_set(&r->fault, E_DENIED, "%s", _("this account is only watched: its key is elsewhere"));
	if (e)
		return e;
	if (i >= 0)
		snprintf(v->name, sizeof v->name, "%s", r->app->wallet->accounts.v[i].identity);
	return find_index(r, make ? make_unlocked : show_kept);
}

/* -- used -- */

static void settle(struct cmd_run *r, bool late)
{
	struct revoke_run *v = r->data;
	const char *wait = cmd_flag(r, "--wait");
	struct journal_entries all = { 0 };
	struct str words = { 0 };
	enum err e = journal_get(app_journal(r->app, NULL), v->w.entry, &all, &r->fault);
	bool enough = !e && (all.v[0].settled || (wait && !strcmp(wait, "block") && all.v[0].state == J_IN_BLOCK) ||
	                     (wait && !strcmp(wait, "sent") && all.v[0].state >= J_SENT));

	if (e) {
		cmd_finish(r, e, NULL, NULL);
	} else if (enough || late) {
		bool bad = all.v[0].state == J_REFUSED || all.v[0].state == J_EXPIRED || all.v[0].state == J_DROPPED;

		e = bad ? E_FAILED : enough ? E_OK : E_UNCONFIRMED;
		journal_words(&words, &all.v[0], coin_final_s(r->app->coin));
		fault_set(&r->fault, e, "%s", bad ? str_c(&words) : "");
		cmd_finish(r, e, bad ? NULL : json_pack("{s:I, s:s, s:o}", "journal", (json_int_t)all.v[0].id, "state",
		                                        journal_state_name(all.v[0].state), "hash", cmd_wallet_hex(all.v[0].hash, 32)), str_c(&words));
	}
	str_free(&words);
	journal_free(&all);
}

static void settle_step(struct cmd_run *r)
{
	settle(r, false);
}

static void settle_late(struct cmd_run *r)
{
	settle(r, true);
}

static void was_signed(void *arg, enum err e, const struct fault *f)
{
	struct cmd_run *r = arg;
	struct revoke_run *v = r->data;

	if (e) {
		courier_give_up(app_courier(r->app, NULL), v->w.entry);
		r->fault = *f;
		cmd_finish(r, e, NULL, NULL);
	} else {
		v->w.wait = wait_for(r, journal_subject(app_journal(r->app, NULL)), FINAL_MS, settle_step, settle_late);
	}
}

static void send_step(struct cmd_run *r)
{
	struct revoke_run *v = r->data;
	bool confirmed = false;
	enum err e;

	if (!r->app->coin->ops->runtime(r->app->coin->self, &confirmed) || !confirmed)
		return;
	wait_stop(v->w.wait);
	v->w.wait = NULL;
	r->cancel = NULL; /* from here on it is in the journal */
	e = revocation_send(r->app, &v->doc, v->pub, &v->w.entry, was_signed, r, &r->fault);
	if (e)
		cmd_finish(r, e, NULL, NULL);
}

static void send_unlocked(struct cmd_run *r)
{
	struct revoke_run *v = r->data;
	enum err e = coin_open(r->app->coin, &r->fault);

	if (e)
		cmd_finish(r, e, NULL, NULL);
	else
		v->w.wait = wait_for(r, &r->app->coin->subject, WAIT_USUAL_MS, send_step, NULL);
}

static void answered(struct cmd_run *r)
{
	cmd_wallet_unlocked(r, send_unlocked);
}

enum err cmd_wallet_revoke(struct cmd_run *r)
{
	struct revoke_run *v = cmd_wallet_begin(r, sizeof *v, clean);
	struct str text = { 0 }, words = { 0 };
	struct question q = { .title = _("Revoke") };
	char address[SS58_MAX];
	int i;
	enum err e = paths_read(cmd_arg(r, 0), REVOCATION_TEXT, &text, &r->fault);

	if (!e)
		e = revocation_read(slice_str(&text), &v->doc, &r->fault);
	str_free(&text);
	if (!e)
		e = revocation_here(r->app, &v->doc, &r->fault);
	if (!e)
		e = cmd_wallet_party(r, cmd_flag(r, "--from"), v->pub, &i);
	if (!e && (i < 0 || !r->app->wallet->accounts.v[i].id))
		e = fault_set(&r->fault, E_DENIED, "%s", _("an account of the vault has to pay the fee"));
	if (e)
		return e;
	if (*v->doc.name)
		snprintf(v->word, sizeof v->word, "%s", v->doc.name);
	else
		snprintf(v->word, sizeof v->word, "%u", v->doc.index);
	/* TR: a name, or the number of an identity */
	str_addf(&words, _("The identity %s ends for ever: no dividends, no certifications, and its name stays taken. Its money is not touched. "
	                   "Nobody can undo this."), v->word);
	if (!v->doc.old)
		str_addf(&words, "\n#%u", v->doc.index);
	str_adds(&words, "\n");
	ss58_encode(SS58_G1, v->doc.key, address);
	str_adds(&words, address);
	q.text = str_c(&words);
	q.word = v->word;
	cmd_wallet_patient(r);
	cmd_confirm(r, &q, answered);
	str_free(&words);
	return E_OK;
}
