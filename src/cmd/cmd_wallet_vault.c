/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vault and keys from the command line. Secrets come from a descriptor, a file that only its owner can read, or a prompt
 * without echo; never from arguments, which every process can see. */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "cmd/cmd_wallet.h"
#include "cmd/handlers.h"
#include "keys/vault_edit.h"
#include "model/app.h"
#include "model/import.h"
#include "model/money.h"
#include "model/vaults_advice.h"
#include "model/vaults_in.h"
#include "model/wallet.h"
#include <stdlib.h>

enum { SECRET_MOST = 16384, SCAN_MS = 12000, STRENGTHS_MS = 60000 };

struct vault_run {
	struct wallet_run w;
	struct secret first, second;
	struct import *import;
	uint32_t account;
	const char *as;
};

static void clean(struct cmd_run *r)
{
	struct vault_run *v = r->data;

	secret_free(&v->first);
	secret_free(&v->second);
	import_free(v->import);
}

static void ask_secret(struct cmd_run *r, const char *title, void (*fn)(void *arg, enum err e, struct secret *s))
{
	if (r->front)
		r->front->ops->ask_secret(r->front->self, title, fn, r);
	else
		cmd_finish(r, E_USAGE, NULL, NULL);
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

/* -- making a vault, changing its passphrase -- */

static void made(void *arg, enum err e, const struct fault *f)
{
	struct cmd_run *r = arg;
	struct str text = { 0 };

	if (e) {
		r->fault = *f;
		cmd_finish(r, e, NULL, NULL);
		return;
	}
	str_adds(&text, _("The vault is there. A forgotten passphrase has no other remedy than your written words."));
	str_addc(&text, '\n');
	vaults_shared(r->app->vaults, &text);
	cmd_finish(r, E_OK, json_pack("{s:s}", "vault", "open"), str_c(&text));
	str_free(&text);
}

static void create_second(void *arg, enum err e, struct secret *s)
{
	struct cmd_run *r = arg;
	struct vault_run *v = r->data;

	if (!took(r, e, s, &v->second))
		return;
	if (v->first.n != v->second.n || memcmp(v->first.p, v->second.p, v->first.n)) {
		fault_set(&r->fault, E_INVALID, "%s", _("the two passphrases differ"));
		cmd_finish(r, E_INVALID, NULL, NULL);
		return;
	}
	vaults_create(r->app->vaults, &v->first, made, r);
}

static void create_first(void *arg, enum err e, struct secret *s)
{
	struct cmd_run *r = arg;

	if (took(r, e, s, &((struct vault_run *)r->data)->first))
		ask_secret(r, _("The same passphrase again"), create_second);
}

enum err cmd_wallet_create(struct cmd_run *r)
{
	if (vaults_state(r->app->vaults) != VAULTS_NONE)
		return fault_set(&r->fault, E_EXISTS, "%s", _("the vault"));
	cmd_wallet_begin(r, sizeof(struct vault_run), clean);
	ask_secret(r, _("Passphrase for the vault"), create_first);
	return E_OK;
}

static void changed(void *arg, enum err e, const struct fault *f)
{
	struct cmd_run *r = arg;

	if (e)
		r->fault = *f;
	cmd_finish(r, e, NULL, e ? NULL : _("The passphrase is changed."));
}

static void change_third(void *arg, enum err e, struct secret *s)
{
	struct cmd_run *r = arg;
	struct vault_run *v = r->data;
	struct secret again = { 0 };
	bool same;

	if (!took(r, e, s, &again))
		return;
	same = again.n == v->second.n && !memcmp(again.p, v->second.p, again.n);
	secret_free(&again);
	if (!same) {
		fault_set(&r->fault, E_INVALID, "%s", _("the two passphrases differ"));
		cmd_finish(r, E_INVALID, NULL, NULL);
		return;
	}
	vaults_passphrase(r->app->vaults, &v->first, &v->second, changed, r);
}

static void change_second(void *arg, enum err e, struct secret *s)
{
	struct cmd_run *r = arg;

	if (took(r, e, s, &((struct vault_run *)r->data)->second))
		ask_secret(r, _("The same passphrase again"), change_third);
}

static void change_opened(void *arg, enum err e, const struct fault *f)
{
	struct cmd_run *r = arg;

	if (e) {
		r->fault = *f;
		cmd_finish(r, e, NULL, NULL);
	} else {
		ask_secret(r, _("New passphrase"), change_second);
	}
}

/* The vault is opened with the old one even when it is open: who changes it must know it. */
static void change_first(void *arg, enum err e, struct secret *s)
{
	struct cmd_run *r = arg;
	struct vault_run *v = r->data;
	struct secret copy;

	if (!took(r, e, s, &v->first))
		return;
	copy = secret_copy(v->first.p, v->first.n);
	vaults_unlock(r->app->vaults, &copy, change_opened, r);
}

enum err cmd_wallet_passphrase(struct cmd_run *r)
{
	cmd_wallet_begin(r, sizeof(struct vault_run), clean);
	ask_secret(r, _("Passphrase of the vault"), change_first);
	return E_OK;
}

/* -- bringing a key -- */

static json_t *choices_json(const struct import *i, bool chosen_only)
{
	static const char *const used[] = { "unknown", "unknown", "unused", "used" };
	json_t *items = json_array();
	const struct import_choice *c;

	for (size_t k = 0; (c = import_at(i, k)); k++)
		if (!chosen_only || c->chosen)
			json_array_append_new(items, json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:s, s:b}", "address", c->address, "scheme", c->scheme,
			                                       "path", c->path, "strength", c->strength, "used", used[c->used], "balance_c", (json_int_t)c->balance_c,
			                                       "identity", c->identity, "usual", c->usual));
	return items;
}

static void keep(struct cmd_run *r)
{
	struct vault_run *v = r->data;
	const char *label = cmd_flag(r, "--label");
	json_t *o = cmd_wallet_items(choices_json(v->import, true), false);
	enum err e;

	json_object_set_new(o, "kind", json_string(import_kind(v->import)));
	e = import_keep(v->import, label ? label : "", &r->fault);
	if (e) {
		json_decref(o);
		cmd_finish(r, e, NULL, NULL);
	} else {
		cmd_finish(r, E_OK, o, NULL);
	}
}

/* The accounts of the secret that have a history although they were not chosen. */
static void list_used(const struct import *i, struct str *out)
{
	const struct import_choice *c;

	for (size_t k = 0; (c = import_at(i, k)); k++) {
		if (c->used != IMPORT_USED || c->chosen)
			continue;
		str_addf(out, "\n%s: %s%s%s%s%s, ", c->address, c->scheme, *c->path ? " --path " : "", c->path, *c->strength ? " --strength " : "",
		         c->strength);
		money_g1(out, c->balance_c, false);
		str_addf(out, " Ğ1%s%s", *c->identity ? ", " : "", c->identity);
	}
}

static void ask_unused(struct cmd_run *r)
{
	struct vault_run *v = r->data;
	struct question q = { .title = _("Unused account") };
	struct str text = { 0 };

	if (import_verdict(v->import) == IMPORT_OTHER_USED)
		str_adds(&text, _("The chain knows nothing of what was chosen, but of these accounts of the same secret:"));
	else
		str_adds(&text, _("The chain knows nothing of the accounts of this key: is the password right?"));
	list_used(v->import, &text);
	str_addf(&text, "\n%s", _("Keep it all the same?"));
	q.text = str_c(&text);
	if (r->yes)
		r->front->ops->toast(r->front->self, TONE_WARN, str_c(&text));
	cmd_confirm(r, &q, keep);
	str_free(&text);
}

static void choose_flags(struct cmd_run *r)
{
	struct vault_run *v = r->data;
	const char *scheme = cmd_flag(r, "--scheme"), *path = cmd_flag(r, "--path");
	const struct import_choice *c;

	for (size_t k = 0; (scheme || path) && (c = import_at(v->import, k)); k++)
		import_choose(v->import, k, (!scheme || !strcmp(c->scheme, scheme)) && !strcmp(c->path, path ? path : ""));
}

static void scanned(struct cmd_run *r)
{
	struct vault_run *v = r->data;

	wait_stop(v->w.wait);
	v->w.wait = NULL;
	choose_flags(r);
	switch (import_verdict(v->import)) {
	case IMPORT_FINE: keep(r); break;
	case IMPORT_BUSY:
	case IMPORT_NOT_KNOWN:
		r->front->ops->toast(r->front->self, TONE_WARN, _("No node answers: whether these accounts were ever used is not known."));
		keep(r);
		break;
	default: ask_unused(r);
	}
}

static void scan_step(struct cmd_run *r)
{
	enum import_verdict v = import_verdict(((struct vault_run *)r->data)->import);

	if (v != IMPORT_BUSY && v != IMPORT_NOT_KNOWN)
		scanned(r);
}

/* Other strengths may still be tried, on a small machine for long; a node that does not answer is not waited for. */
static void scan_late(struct cmd_run *r)
{
	struct vault_run *v = r->data;

	if (import_verdict(v->import) != IMPORT_BUSY) {
		scanned(r);
		return;
	}
	wait_stop(v->w.wait);
	v->w.wait = wait_for(r, import_subject(v->import), STRENGTHS_MS, scan_step, scanned);
}

static void read_done(void *arg, enum err e, const struct fault *f, const struct bip39_trouble *t)
{
	struct cmd_run *r = arg;
	struct vault_run *v = r->data;

	if (e) {
		r->fault = *f;
		cmd_wallet_word_trouble(r, t);
		cmd_finish(r, e, NULL, NULL);
		return;
	}
	if (import_known_to_all(v->import))
		r->front->ops->toast(r->front->self, TONE_WARN, _("Everybody knows these words: never for real money."));
	if (*import_note(v->import))
		r->front->ops->toast(r->front->self, TONE_WARN, import_note(v->import));
	if (!strcmp(import_kind(v->import), "address") || cmd_flag(r, "--offline")) {
		choose_flags(r);
		keep(r);
	} else {
		v->w.wait = wait_for(r, import_subject(v->import), SCAN_MS, scan_step, scan_late);
	}
}

static void read_it(struct cmd_run *r)
{
	struct vault_run *v = r->data;
	const char *level = cmd_flag(r, "--strength");
	struct brain_level custom;

	if (level && brain_level_parse(slice_of(level), &custom)) {
		fault_set(&r->fault, E_USAGE, "--strength %s", level);
		cmd_finish(r, E_USAGE, NULL, NULL);
		return;
	}
	v->import = import_new(r->app);
	import_read(v->import, &v->first, &v->second, level ? &custom : NULL, read_done, r);
}

static void got_text(void *arg, enum err e, struct secret *s)
{
	struct cmd_run *r = arg;

	if (took(r, e, s, &((struct vault_run *)r->data)->first))
		read_it(r);
}

static void got_file_password(void *arg, enum err e, struct secret *s)
{
	struct cmd_run *r = arg;

	if (took(r, e, s, &((struct vault_run *)r->data)->second))
		read_it(r);
}

/* The text comes from a file, a descriptor, or is typed. */
static void find_text(struct cmd_run *r)
{
	struct vault_run *v = r->data;
	const char *fd = cmd_flag(r, "--secret-fd"), *file = cmd_arg(r, 0);
	uint64_t n = 0;
	enum err e = E_OK;

	if (fd && (!slice_u64(slice_of(fd), &n) || n > 65535)) {
		cmd_finish(r, E_USAGE, NULL, NULL);
		return;
	}
	if (!fd && !file) {
		ask_secret(r, _("Words, secret or key"), got_text);
		return;
	}
	v->first = secret_new(SECRET_MOST);
	e = fd ? secret_read_all((int)n, &v->first, SECRET_MOST) : secret_read_file(file, &v->first, SECRET_MOST, &r->fault);
	if (e) {
		cmd_finish(r, e, NULL, NULL);
		return;
	}
	if (keyfile_wants_password(keyfile_detect((struct slice){ (const char *)v->first.p, v->first.n })))
		ask_secret(r, _("Password of the key file"), got_file_password);
	else
		read_it(r);
}

enum err cmd_wallet_import(struct cmd_run *r)
{
	cmd_wallet_begin(r, sizeof(struct vault_run), clean);
	cmd_wallet_patient(r);
	cmd_wallet_unlocked(r, find_text);
	return E_OK;
}
