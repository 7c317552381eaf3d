/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys out of the vault, and what the accounts in it are called. */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "cmd/cmd_wallet.h"
#include "cmd/handlers.h"
#include "keys/vault_edit.h"
#include "model/app.h"
#include "model/vaults_hold.h"
#include "model/vaults_in.h"
#include "model/wallet.h"
#include "model/wallet_follow.h"
#include <stdio.h>
#include <unistd.h>

struct take_run {
	struct wallet_run w;
	struct secret first, second;
	uint32_t account;
	unsigned char pub[32];
	char word[VAULT_LABEL];
	const char *as;
};

static void clean(struct cmd_run *r)
{
	struct take_run *v = r->data;

	secret_free(&v->first);
	secret_free(&v->second);
}

/* A secret of its own out of what was typed; the run ends when nothing was. */
static bool took(struct cmd_run *r, enum err e, const struct secret *s, struct secret *out)
{
	if (e) {
		cmd_finish(r, e, NULL, NULL);
		return false;
	}
	secret_free(out);
	*out = secret_copy(s->p, s->n);
	return true;
}

static void ask_secret(struct cmd_run *r, const char *title, void (*fn)(void *arg, enum err e, struct secret *s))
{
	if (r->front)
		r->front->ops->ask_secret(r->front->self, title, fn, r);
	else
		cmd_finish(r, E_USAGE, NULL, NULL);
}

/* An account of the vault out of the first argument. */
static enum err own_account(struct cmd_run *r, struct take_run *v, int *i)
{
	enum err e = cmd_wallet_party(r, cmd_arg(r, 0), v->pub, i);

	if (!e && (*i < 0 || !r->app->wallet->accounts.v[*i].id))
		e = fault_set(&r->fault, E_DENIED, "%s", _("this account is only watched: its key is elsewhere"));
	if (!e)
		v->account = r->app->wallet->accounts.v[*i].id;
	return e;
}

static void exported(void *arg, enum err e, struct secret *out, const struct fault *f)
{
	struct cmd_run *r = arg;
	const char *file = cmd_arg(r, 2);
	struct fault mine = { 0 };

	if (e) {
		r->fault = *f;
		cmd_finish(r, e, NULL, NULL);
		return;
	}
	e = paths_write(file, (struct slice){ (const char *)out->p, out->n }, &mine);
	if (e) {
		r->fault = mine;
		cmd_finish(r, e, NULL, NULL);
		return;
	}
	cmd_finish(r, E_OK, json_pack("{s:s}", "file", file), _("Written. Whoever reads this file has the money."));
}

static void export_now(struct cmd_run *r)
{
	struct take_run *v = r->data;

	vaults_export(r->app->vaults, v->account, &v->first, v->as, &v->second, exported, r);
}

static void got_export_password(void *arg, enum err e, struct secret *s)
{
	struct cmd_run *r = arg;

	if (took(r, e, s, &((struct take_run *)r->data)->second))
		export_now(r);
}

static void export_opened(void *arg, enum err e, const struct fault *f)
{
	struct cmd_run *r = arg;
	struct take_run *v = r->data;

	if (e) {
		r->fault = *f;
		cmd_finish(r, e, NULL, NULL);
	} else if (!strcmp(v->as, "ewif") || !strcmp(v->as, "json")) {
		ask_secret(r, _("Password for the key file"), got_export_password);
	} else {
		export_now(r);
	}
}

static void export_passphrase(void *arg, enum err e, struct secret *s)
{
	struct cmd_run *r = arg;
	struct take_run *v = r->data;
	struct secret copy;

	if (!took(r, e, s, &v->first))
		return;
	copy = secret_copy(v->first.p, v->first.n);
	vaults_unlock(r->app->vaults, &copy, export_opened, r);
}

static void ask_passphrase(struct cmd_run *r)
{
	ask_secret(r, _("Passphrase of the vault"), export_passphrase);
}

enum err cmd_wallet_key_export(struct cmd_run *r)
{
	struct take_run *v = cmd_wallet_begin(r, sizeof *v, clean);
	struct question q = { .title = _("Key file") };
	struct str text = { 0 };
	int i;
	enum err e = own_account(r, v, &i);

	if (e)
		return e;
	v->as = cmd_arg(r, 1);
	if (!strcmp(v->as, "origin"))
		v->as = "";
	if (access(cmd_arg(r, 2), F_OK)) {
		ask_passphrase(r);
		return E_OK;
	}
	str_addf(&text, _("%s is there already and will be replaced."), cmd_arg(r, 2));
	q.text = str_c(&text);
	cmd_confirm(r, &q, ask_passphrase);
	str_free(&text);
	return E_OK;
}

/* -- taken out for good -- */

static void forget_now(struct cmd_run *r)
{
	struct take_run *v = r->data;
	bool last;
	enum err e = vaults_forget(r->app->vaults, v->pub, true, &last, &r->fault);

	cmd_finish(r, e, e ? NULL : json_pack("{s:o, s:b}", "address", cmd_wallet_address(v->pub), "secret_removed", last),
	           e ? NULL : _("The account is out of the vault."));
}

static void ask_forget(struct cmd_run *r)
{
	struct take_run *v = r->data;
	struct question q = { .title = _("Take out of the vault"), .word = v->word };
	bool last;
	enum err e = vaults_forget(r->app->vaults, v->pub, false, &last, &r->fault);

	if (e) {
		cmd_finish(r, e, NULL, NULL);
		return;
	}
	q.text = last ? _("The secret of this account leaves the vault, and its older copy too. Its money stays where it is, but only your written "
	                  "words or another copy can bring the key back.")
	              : _("This account leaves the vault; its secret stays, for other accounts come from it.");
	cmd_confirm(r, &q, forget_now);
}

enum err cmd_wallet_key_forget(struct cmd_run *r)
{
	struct take_run *v = cmd_wallet_begin(r, sizeof *v, clean);
	const struct account *a;
	int i;
	enum err e = own_account(r, v, &i);

	if (e)
		return e;
	a = &r->app->wallet->accounts.v[i];
	snprintf(v->word, sizeof v->word, "%s", *a->name ? a->name : a->address + strlen(a->address) - 6);
	cmd_wallet_unlocked(r, ask_forget);
	return E_OK;
}

static void hide_now(struct cmd_run *r)
{
	bool on = !strcmp(cmd_arg(r, 0), "on");
	enum err e = vaults_hide(r->app->vaults, on, &r->fault);

	cmd_finish(r, e, NULL, e ? NULL : on ? _("The accounts are hidden while the vault is locked.") : _("The accounts show while the vault is locked."));
}

enum err cmd_wallet_vault_hide(struct cmd_run *r)
{
	cmd_wallet_begin(r, sizeof(struct wallet_run), NULL);
	cmd_wallet_unlocked(r, hide_now);
	return E_OK;
}

/* -- labels -- */

static void rename_now(struct cmd_run *r)
{
	struct take_run *v = r->data;
	enum err e = vault_edit_rename(vaults_get(r->app->vaults), v->account, cmd_arg(r, 1), &r->fault);

	if (!e)
		vaults_changed(r->app->vaults);
	cmd_finish(r, e, NULL, NULL);
}

enum err cmd_wallet_rename(struct cmd_run *r)
{
	struct take_run *v = cmd_wallet_begin(r, sizeof *v, clean);
	unsigned char pub[32];
	int i;
	enum err e = cmd_wallet_own(r, cmd_arg(r, 0), pub, &i);

	if (e)
		return e;
	if (!r->app->wallet->accounts.v[i].id) {
		e = wallet_unwatch(r->app->wallet, (size_t)i, &r->fault);
		if (!e)
			e = wallet_watch(r->app->wallet, pub, cmd_arg(r, 1), &r->fault);
		if (!e)
			cmd_finish(r, E_OK, NULL, NULL);
		return e;
	}
	v->account = r->app->wallet->accounts.v[i].id;
	cmd_wallet_unlocked(r, rename_now);
	return E_OK;
}
