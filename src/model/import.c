/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "codec/ss58.h"
#include "io/work.h"
#include "keys/norm.h"
#include "keys/vault_edit.h"
#include "model/address_words.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/import.h"
#include "model/import_fresh.h"
#include "model/import_in.h"
#include "model/tasks.h"
#include "model/vaults_in.h"
#include "model/wallet.h"
#include "model/wallet_follow.h"
#include <stdio.h>
#include <stdlib.h>

struct import {
	struct subject subject;
	struct app *app;
	struct secret phrase;         /* fresh words */
	bool fresh, typed_back, watch;
	struct keyfile roots[IMPORT_ROOTS];
	size_t n_roots;
	VEC(, struct import_choice) choices;
	unsigned char root_of[IMPORT_MOST];
	struct address address;       /* when it is one */
	struct str note;
	bool custom, tried;           /* a strength was named; the other ones were looked at */
	struct work *work;
	uint64_t job;
	unsigned task;
	void *peek, *names;
	struct watch *chain;
	bool scanned;
	void (*fn)(void *arg, enum err e, const struct fault *f, const struct bip39_trouble *t);
	void *arg;
};

struct import *import_new(struct app *a)
{
	struct import *i = mem_new(sizeof *i);

	subject_init(&i->subject, "import");
	i->app = a;
	return i;
}

static void forget(struct import *i)
{
	if (i->peek)
		i->app->coin->ops->cancel(i->app->coin->self, COIN_LOOK, i->peek);
	if (i->names)
		i->app->coin->ops->cancel(i->app->coin->self, COIN_PERSON, i->names);
	i->peek = i->names = NULL;
	for (size_t k = 0; k < IMPORT_ROOTS; k++)
		keyfile_free(&i->roots[k]);
	i->n_roots = 0;
	vec_free(&i->choices);
	str_cut(&i->note, 0);
	i->scanned = i->tried = false;
}

void import_free(struct import *i)
{
	if (!i)
		return;
	subject_unwatch(i->chain);
	if (i->work) {
		work_forget(i->work, i->job);
		work_free(i->work);
	}
	if (i->task)
		tasks_end(i->app->tasks, i->task, E_CANCELLED);
	forget(i);
	secret_free(&i->phrase);
	str_free(&i->note);
	subject_done(&i->subject);
	free(i);
}

struct subject *import_subject(struct import *i)
{
	return &i->subject;
}

/* -- what the chain knows -- */

static void done(void *arg, void *job);

static void begin(struct import *i, struct import_reading *r, const char *label)
{
	struct work_job j = { .run = import_reading_run, .done = done, .drop = import_reading_drop, .arg = i };

	if (!i->work)
		i->work = work_new(i->app->loop, "import");
	work_forget(i->work, i->job);
	if (!i->task && i->app->tasks)
		i->task = tasks_begin(i->app->tasks, label, NULL, NULL);
	i->job = work_do(i->work, &j, r, sizeof *r);
}

/* A typed path is what the person means: then what else was used is only shown. */
static bool meant(const struct import *i, const struct import_choice *c)
{
	return !i->roots[0].path.n || !strcmp(c->path, "…");
}

static void choose(struct import *i)
{
	bool any = false;

	for (size_t k = 0; k < i->choices.n; k++)
		any |= i->choices.v[k].used == IMPORT_USED && meant(i, &i->choices.v[k]);
	for (size_t k = 0; any && k < i->choices.n; k++)
		i->choices.v[k].chosen = i->choices.v[k].used == IMPORT_USED && meant(i, &i->choices.v[k]);
}

/* Identifier and password that gave nothing may have been made with another strength. */
static bool try_others(struct import *i)
{
	struct import_reading r = { .others = true };

	if (i->tried || i->custom || i->roots[0].kind != KEYFILE_SALT)
		return false;
	for (size_t k = 0; k < i->choices.n; k++)
		if (i->choices.v[k].used != IMPORT_UNUSED)
			return false;
	i->tried = true;
	r.text = secret_copy(i->roots[0].text.p, i->roots[0].text.n);
	begin(i, &r, _("trying other strengths"));
	return true;
}

static void got_names(void *arg, const struct people_answer *a)
{
	struct import *i = arg;

	i->names = NULL;
	for (size_t n = 0; n < a->n && !a->fault.code; n++)
		for (size_t k = 0; k < i->choices.n; k++) {
			struct import_choice *c = &i->choices.v[k];

			if (*c->identity && !memcmp(c->pub, a->v[n].pub, 32) && coin_believed(i->app->coin, &a->v[n].source))
				snprintf(c->identity, sizeof c->identity, c->member ? _("%s, member") : "%s", a->v[n].name);
		}
	subject_touch(&i->subject);
}

static void ask_names(struct import *i)
{
	unsigned char (*pubs)[32] = mem_array(i->choices.n, sizeof *pubs);
	struct coin *c = i->app->coin;
	size_t n = 0;

	for (size_t k = 0; k < i->choices.n; k++)
		if (*i->choices.v[k].identity)
			memcpy(pubs[n++], i->choices.v[k].pub, 32);
	if (n && !i->names)
		i->names = c->ops->names(c->self, (const unsigned char (*)[32])pubs, n, got_names, i);
	free(pubs);
}

static void scanned(void *arg, const struct purse_answer *a)
{
	struct import *i = arg;

	i->peek = NULL;
	for (size_t k = 0; k < i->choices.n; k++) {
		struct import_choice *c = &i->choices.v[k];
		const struct purse *p = a->fault.code || k >= a->n ? NULL : &a->purses[k];

		c->used = !p ? IMPORT_UNKNOWN : p->exists || p->nonce || p->identity ? IMPORT_USED : IMPORT_UNUSED;
		c->balance_c = p ? p->free_c + p->reserved_c : 0;
		c->member = p && p->status == ACCOUNT_MEMBER;
		if (p && p->identity)
			snprintf(c->identity, sizeof c->identity, c->member ? _("member, identity %u") : _("identity %u"), p->identity);
	}
	choose(i);
	ask_names(i);
	i->scanned = !a->fault.code && !try_others(i);
	subject_touch(&i->subject);
}

static void scan(struct import *i)
{
	struct coin *c = i->app->coin;
	unsigned char (*pubs)[32];

	if (!i->choices.n || i->scanned || i->peek || i->job)
		return;
	pubs = mem_array(i->choices.n, sizeof *pubs);
	for (size_t k = 0; k < i->choices.n; k++)
		memcpy(pubs[k], i->choices.v[k].pub, 32);
	i->peek = c->ops->look(c->self, (const unsigned char (*)[32])pubs, i->choices.n, scanned, i);
	for (size_t k = 0; i->peek && k < i->choices.n; k++)
		i->choices.v[k].used = IMPORT_ASKING;
	free(pubs);
}

static void chain_moved(void *arg, struct subject *s)
{
	(void)s;
	scan(arg);
}

/* The roots and choices of a reading go behind those that are there. */
static void take(struct import *i, struct import_reading *r)
{
	size_t first = i->n_roots;

	for (size_t k = 0; k < r->n_roots && i->n_roots < IMPORT_ROOTS; k++) {
		i->roots[i->n_roots++] = r->roots[k];
		r->roots[k] = (struct keyfile){ 0 };
	}
	for (size_t k = 0; k < r->n && i->choices.n < IMPORT_MOST; k++) {
		i->root_of[i->choices.n] = (unsigned char)(first + r->root_of[k]);
		r->choices[k].chosen = r->choices[k].usual;
		vec_push(&i->choices, r->choices[k]);
	}
}

static void take_first(struct import *i, struct import_reading *r)
{
	if (r->roots[0].kind == KEYFILE_ADDRESS) {
		struct import_choice c = { .scheme = key_scheme_name(r->roots[0].scheme), .strength = "", .usual = true };

		memcpy(c.pub, r->roots[0].pub, 32);
		ss58_encode(SS58_G1, c.pub, c.address);
		r->choices[r->n++] = c;
		if (!address_read(norm_slice(&r->text), &i->address))
			address_words(&i->address, &i->note);
	}
	take(i, r);
	if (i->app->coin && !i->app->still && !coin_open(i->app->coin, NULL) && !i->chain)
		i->chain = subject_watch(&i->app->coin->subject, chain_moved, i);
}

static void done(void *arg, void *job)
{
	struct import *i = arg;
	struct import_reading *r = job;

	i->job = 0;
	if (i->task)
		tasks_end(i->app->tasks, i->task, r->e);
	i->task = 0;
	if (!r->e && r->others)
		take(i, r);
	else if (!r->e)
		take_first(i, r);
	if (!r->e && i->chain)
		scan(i);
	subject_touch(&i->subject);
	if (i->fn && !r->others)
		i->fn(i->arg, r->e, &r->fault, &r->trouble);
}

void import_read(struct import *i, struct secret *text, struct secret *password, const struct brain_level *brain,
                 void (*fn)(void *arg, enum err e, const struct fault *f, const struct bip39_trouble *t), void *arg)
{
	struct import_reading r = { .text = *text, .password = *password, .has_level = brain != NULL };

	*text = *password = (struct secret){ 0 };
	if (brain)
		r.level = *brain;
	forget(i);
	i->fresh = false;
	i->custom = brain != NULL && brain->n != brain_level_at(0)->n;
	i->fn = fn;
	i->arg = arg;
	begin(i, &r, _("reading the key"));
}

/* -- fresh words -- */

enum err import_generate(struct import *i, size_t words, enum bip39_lang lang, unsigned *bits)
{
	enum err e;

	forget(i);
	secret_free(&i->phrase);
	i->phrase = secret_new(1024);
	i->fresh = true;
	i->typed_back = false;
	e = bip39_generate(words, lang, &i->phrase);
	*bits = (unsigned)(words * 32 / 3);
	subject_touch(&i->subject);
	return e;
}

struct slice import_phrase(const struct import *i)
{
	return norm_slice(&i->phrase);
}

static bool next_word(struct slice *s, struct slice *word)
{
	size_t n = 0;

	*s = slice_trim(*s);
	while (n < s->n && s->p[n] != ' ' && s->p[n] != '\n' && s->p[n] != '\t')
		n++;
	*word = slice_to(*s, n);
	*s = slice_from(*s, n);
	return n > 0;
}

/* Words are compared by what they mean in their list: accents and capitals are no mistake. */
static bool same_word(struct slice a, struct slice b)
{
	for (int l = 0; l < BIP39_LANGS; l++) {
		int x = bip39_find((enum bip39_lang)l, a);

		if (x >= 0 && x == bip39_find((enum bip39_lang)l, b))
			return true;
	}
	return false;
}

/* The accounts of words that nobody can have used: nothing is asked, and it takes some milliseconds only. */
static void derive_fresh(struct import *i)
{
	struct import_reading r = { .text = secret_copy(i->phrase.p, i->phrase.n) };

	forget(i);
	import_reading_run(&r);
	if (!r.e)
		take(i, &r);
	import_reading_drop(&r);
	subject_touch(&i->subject);
}

bool import_typed_back(struct import *i, struct slice typed, size_t *wrong)
{
	struct slice phrase = norm_slice(&i->phrase), a, b;
	bool more = true;

	for (*wrong = 1; more; ++*wrong) {
		bool has = next_word(&phrase, &a), typed_one = next_word(&typed, &b);

		if (has != typed_one || (has && !same_word(a, b)))
			return false;
		more = has;
	}
	*wrong = 0;
	i->typed_back = i->phrase.n > 0;
	if (i->typed_back && !i->choices.n)
		derive_fresh(i);
	return i->typed_back;
}

/* -- */

const char *import_kind(const struct import *i)
{
	return i->n_roots ? keyfile_name(i->roots[0].kind) : "";
}

bool import_known_to_all(const struct import *i)
{
	return i->n_roots && i->roots[0].known_to_all;
}

size_t import_count(const struct import *i)
{
	return i->choices.n;
}

const struct import_choice *import_at(const struct import *i, size_t n)
{
	return n < i->choices.n ? &i->choices.v[n] : NULL;
}

void import_choose(struct import *i, size_t n, bool chosen)
{
	if (n < i->choices.n && i->choices.v[n].chosen != chosen) {
		i->choices.v[n].chosen = chosen;
		subject_touch(&i->subject);
	}
}

enum import_verdict import_verdict(const struct import *i)
{
	bool chosen_used = false, other_used = false, unknown = false;

	if (i->job || i->peek)
		return IMPORT_BUSY;
	for (size_t k = 0; k < i->choices.n; k++) {
		const struct import_choice *c = &i->choices.v[k];

		unknown |= c->used != IMPORT_USED && c->used != IMPORT_UNUSED;
		if (c->used == IMPORT_USED)
			*(c->chosen ? &chosen_used : &other_used) = true;
	}
	if (chosen_used || i->fresh || !i->choices.n)
		return IMPORT_FINE;
	return unknown ? IMPORT_NOT_KNOWN : other_used ? IMPORT_OTHER_USED : IMPORT_NONE_USED;
}

const char *import_note(const struct import *i)
{
	return str_c(&i->note);
}

static void name_account(const struct import_choice *c, const char *label, bool several, struct str *out)
{
	str_adds(out, label);
	if (several && *label) /* several of one secret: told apart by their path */
		str_addf(out, " %s", *c->path ? c->path : *c->strength ? c->strength : c->scheme);
}

/* *fresh counts what was not in the vault before. */
static enum err keep_accounts(struct import *i, struct vault *v, size_t root, uint32_t safe, const char *label, size_t *fresh, struct fault *f)
{
	enum err e = E_OK;

	for (size_t k = 0; !e && k < i->choices.n; k++) {
		const struct import_choice *c = &i->choices.v[k];
		struct vault_edit_way way = { .how = VAULT_DERIVE, .path = slice_of(c->path) };
		struct str name = { 0 };
		uint32_t id;

		if (!c->chosen || i->root_of[k] != root)
			continue;
		key_scheme_parse(slice_of(c->scheme), &way.scheme);
		if (!strcmp(c->path, "…"))
			way.path = norm_slice(&i->roots[root].path);
		name_account(c, label, *fresh > 0, &name);
		e = vault_edit_account(v, safe, way, str_c(&name), &id, f);
		*fresh += !e;
		if (e == E_EXISTS)
			e = E_OK;
		str_free(&name);
	}
	return e;
}

static enum err keep_root(struct import *i, struct vault *v, size_t root, const char *label, size_t *fresh, struct fault *f)
{
	bool wanted = false;
	uint32_t safe;
	enum err e;

	for (size_t k = 0; k < i->choices.n; k++)
		wanted |= i->choices.v[k].chosen && i->root_of[k] == root;
	if (!wanted)
		return E_OK;
	e = vault_edit_safe(v, &i->roots[root], label, tick_now(), &safe, f);
	return !e || e == E_EXISTS ? keep_accounts(i, v, root, safe, label, fresh, f) : e;
}

enum err import_keep(struct import *i, const char *label, struct fault *f)
{
	struct vault *v = vaults_get(i->app->vaults);
	bool watch = i->roots[0].kind == KEYFILE_ADDRESS;
	size_t chosen = 0, fresh = 0;
	uint32_t id;
	enum err e = E_OK;

	for (size_t k = 0; k < i->choices.n; k++)
		chosen += i->choices.v[k].chosen;
	if (!chosen)
		return fault_set(f, E_INVALID, "%s", _("no account is chosen"));
	if (i->fresh && !i->typed_back)
		return fault_set(f, E_DENIED, "%s", _("type the words back first: they are the only way to this money"));
	if (watch && !v)
		return wallet_watch(i->app->wallet, i->choices.v[0].pub, label, f);
	if (!v)
		return fault_set(f, E_LOCKED, "%s", "");
	if (watch)
		e = vault_edit_watch(v, i->roots[0].scheme, i->choices.v[0].pub, label, &id, f);
	for (size_t r = 0; !e && !watch && r < i->n_roots; r++)
		e = keep_root(i, v, r, label, &fresh, f);
	vaults_changed(i->app->vaults);
	if (!e && !watch && !fresh)
		e = fault_set(f, E_EXISTS, "%s", _("this account is in the vault already"));
	return e;
}
