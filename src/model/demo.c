/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/demo.h"
#include "base/paths.h"
#include "base/vec.h"
#include "io/run.h"
#include "model/app.h"
#include "model/snap.h"
#include "model/world.h"
#include <unistd.h>

struct demo {
	struct subject subject;
	struct app *app;
	struct run *run;
	VEC(, struct demo_account) accounts;
};

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
