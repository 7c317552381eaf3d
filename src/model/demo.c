/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/demo.h"
#include "base/vec.h"
#include "io/run.h"
#include "model/app.h"
#include "model/import.h"
#include "model/snap.h"
#include "model/vaults.h"
#include "model/wallet.h"
#include "model/wallet_follow.h"
#include "model/world.h"
#include <unistd.h>

struct demo {
	struct subject subject;
	struct app *app;
	struct run *run;
	VEC(, struct demo_account) accounts;
	struct import *import;        /* takes them one after the other */
	bool taking;
	size_t at;
	void (*fn)(void *arg, enum err e, const struct fault *f);
	void *arg;
};

const char demo_passphrase[] = "sandbox-vault";

struct demo *demo_new(struct app *a)
{
	struct demo *d = mem_new(sizeof *d);
	subject_init(&d->subject, "demo");
	d->app = a;
	return d;
}

void demo_free(struct demo *d)
{
	if (!d)
		return;
	if (d->run)
		run_forget(d->run);
	import_free(d->import);
	for (size_t i = 0; i < d->accounts.n; i++) {
		free(d->accounts.v[i].role);
		free(d->accounts.v[i].name);
		free(d->accounts.v[i].address);
		free(d->accounts.v[i].secret);
	}
	vec_free(&d->accounts);
	subject_done(&d->subject);
	free(d);
}

struct subject *demo_subject(struct demo *d)
{
	return &d->subject;
}

static char *secret_of(const json_t *o)
{
	struct str s = { 0 };
	char *words = snap_text(o, "mnemonic", 400), *salt = snap_text(o, "salt", 100), *password = snap_text(o, "password", 100);
	str_adds(&s, words);
	if (*salt)
		str_addf(&s, "%s\n%s", salt, password);
	free(words);
	free(salt);
	free(password);
	return str_take(&s);
}

static void told(void *arg, const struct run_result *r)
{
	struct demo *d = arg;
	json_error_t je;
	json_t *list = r->fault.code ? NULL : json_loadb(r->out.p, r->out.n, 0, &je), *o;
	size_t i;
	d->run = NULL;
	json_array_foreach(list, i, o)
		vec_push(&d->accounts, (struct demo_account){ snap_text(o, "role", 32), snap_text(o, "name", 48),
		                                              snap_text(o, "address", 64), secret_of(o) });
	json_decref(list);
	subject_state(&d->subject, r->fault.code ? STATE_ERROR : STATE_FRESH, &r->fault);
}

void demo_start(struct demo *d)
{
	struct str program = { 0 };
	struct fault f = { 0 };
	if (d->run || d->accounts.n || !world_is_sandbox(d->app->world))
		return;
	if (!world_sandbox_program(&program)) {
		str_free(&program);
		return;
	}
	const char *argv[] = { program.p, "--accounts", NULL };
	d->run = run_start(d->app->loop, &(struct run_spec){ .argv = argv, .deadline_ms = 5000, .done = told, .arg = d }, &f);
	subject_state(&d->subject, d->run ? STATE_LOADING : STATE_ERROR, d->run ? NULL : &f);
	str_free(&program);
}

size_t demo_count(const struct demo *d)
{
	return d->accounts.n;
}

const struct demo_account *demo_at(const struct demo *d, size_t i)
{
	return &d->accounts.v[i];
}

/* The one of this address among the accounts, -1. */
static int known(const struct demo *d, const struct demo_account *a)
{
	return wallet_find(d->app->wallet, slice_of(a->address));
}

static void taken(struct demo *d, enum err e, const struct fault *f)
{
	int first = -1;
	d->taking = false;
	wallet_rebuild(d->app->wallet);
	if (!e)
		first = known(d, &d->accounts.v[0]);
	if (first >= 0)
		wallet_select(d->app->wallet, (size_t)first);
	subject_touch(&d->subject);
	d->fn(d->arg, e, f);
}

static void take_next(struct demo *d);

static void was_read(void *arg, enum err e, const struct fault *f, const struct bip39_trouble *t)
{
	struct demo *d = arg;
	const struct demo_account *a = &d->accounts.v[d->at];
	struct fault mine = { 0 };
	(void)t;
	if (e) {
		taken(d, e, f);
		return;
	}
	for (size_t i = 0; i < import_count(d->import); i++)
		import_choose(d->import, i, !strcmp(import_at(d->import, i)->address, a->address));
	e = import_keep(d->import, a->name, &mine);
	if (e && e != E_EXISTS) {
		taken(d, e, &mine);
		return;
	}
	d->at++;
	take_next(d);
}

/* The import calls from within itself: it is used again, and freed with the model. */
static void take_next(struct demo *d)
{
	struct secret text, none = { 0 };
	struct fault f = { 0 };
	if (d->at == d->accounts.n) {
		taken(d, E_OK, &f);
		return;
	}
	text = secret_copy(d->accounts.v[d->at].secret, strlen(d->accounts.v[d->at].secret));
	import_read(d->import, &text, &none, NULL, was_read, d);
}

void demo_take(struct demo *d, void (*fn)(void *arg, enum err e, const struct fault *f), void *arg)
{
	struct fault f = { 0 };
	if (d->taking)
		fault_set(&f, E_BUSY, "%s", "");
	else if (!d->accounts.n)
		fault_set(&f, E_NOT_FOUND, "%s", "");
	else if (vaults_state(d->app->vaults) != VAULTS_OPEN)
		fault_set(&f, E_LOCKED, "%s", "");
	if (f.code) {
		fn(arg, f.code, &f);
		return;
	}
	d->fn = fn;
	d->arg = arg;
	d->at = 0;
	d->taking = true;
	if (!d->import)
		d->import = import_new(d->app);
	take_next(d);
}
