/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/import.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "codec/ss58.h"
#include "io/work.h"
#include "keys/derive.h"
#include "keys/norm.h"
#include "keys/vault_edit.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/tasks.h"
#include "model/vaults_in.h"
#include "model/wallet.h"
#include <stdio.h>
#include <stdlib.h>

enum { ROOTS = 2 /* as UTF-8, and as the first Cesium² cut letters */, MOST = ROOTS * 2 * (DERIVE_ACCOUNTS + 2) };

/* What the thread reads and derives. */
struct reading {
	struct secret text, password;
	struct brain_level level;
	bool has_level;
	struct keyfile roots[ROOTS];
	size_t n_roots, n;
	struct import_choice choices[MOST];
	unsigned char root_of[MOST];
	enum err e;
	struct fault fault;
	struct bip39_trouble trouble;
};

struct import {
	struct subject subject;
	struct app *app;
	struct secret phrase;         /* fresh words */
	bool fresh, typed_back, watch;
	struct keyfile roots[ROOTS];
	size_t n_roots;
	VEC(, struct import_choice) choices;
	unsigned char root_of[MOST];
	struct work *work;
	uint64_t job;
	unsigned task;
	void *peek;
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
	i->peek = NULL;
	for (size_t k = 0; k < ROOTS; k++)
		keyfile_free(&i->roots[k]);
	i->n_roots = 0;
	vec_free(&i->choices);
	i->scanned = false;
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
	subject_done(&i->subject);
	free(i);
}

struct subject *import_subject(struct import *i)
{
	return &i->subject;
}

/* -- on the thread -- */

static enum err brain_root(struct reading *r, struct slice salt, struct slice password, struct keyfile *out)
{
	unsigned char seed[32];
	struct key k;
	enum err e = brain_seed(salt, password, &r->level, seed);

	if (!e) {
		*out = (struct keyfile){ .kind = KEYFILE_SALT, .scheme = KEY_ED25519, .root = secret_copy(seed, 32) };
		e = key_open(&k, KEY_ED25519, norm_slice(&out->root));
		if (!e)
			memcpy(out->pub, k.pub, 32);
		key_free(&k);
		out->text = secret_copy(r->roots[0].text.p, r->roots[0].text.n);
	}
	secret_wipe(seed, sizeof seed);
	return e;
}

/* Another strength than the usual one, and the second reading of letters beyond Latin-1. */
static enum err brain_roots(struct reading *r)
{
	struct slice rest = norm_slice(&r->roots[0].text), salt, password;
	struct secret a = { 0 }, b = { 0 };
	bool differs_a, differs_b;
	struct keyfile other;
	enum err e = E_OK;

	if (!slice_split(&rest, '\n', &salt))
		return E_INVALID;
	password = rest;
	if (r->has_level && !(e = brain_root(r, salt, password, &other))) {
		keyfile_free(&r->roots[0]);
		r->roots[0] = other;
		rest = norm_slice(&r->roots[0].text); /* where the pieces live now */
		slice_split(&rest, '\n', &salt);
		password = rest;
	} else if (!r->has_level) {
		r->level = *brain_level_at(0);
	}
	if (!e && !brain_latin1(salt, &a, &differs_a) && !brain_latin1(password, &b, &differs_b) && (differs_a || differs_b) &&
	    !brain_root(r, norm_slice(&a), norm_slice(&b), &r->roots[1]))
		r->n_roots = 2;
	secret_free(&a);
	secret_free(&b);
	return e;
}

static void add_choice(struct reading *r, size_t root, enum key_scheme scheme, struct slice path, const char *shown)
{
	struct import_choice *c = &r->choices[r->n];
	struct key k;

	if (r->n == MOST || key_open(&k, scheme, norm_slice(&r->roots[root].root)))
		return;
	if (!path.n || !derive_path(&k, path)) {
		*c = (struct import_choice){ .scheme = key_scheme_name(scheme), .latin1 = root == 1 };
		snprintf(c->path, sizeof c->path, "%s", shown);
		memcpy(c->pub, k.pub, 32);
		ss58_encode(SS58_G1, k.pub, c->address);
		r->root_of[r->n++] = (unsigned char)root;
	}
	key_free(&k);
}

static void add_scheme(struct reading *r, size_t root, enum key_scheme scheme)
{
	const struct keyfile *k = &r->roots[root];
	bool tree = k->kind == KEYFILE_MNEMONIC || k->kind == KEYFILE_SURI || k->kind == KEYFILE_SEED;
	char path[16];

	if (k->path.n)
		add_choice(r, root, scheme, norm_slice(&k->path), "…");
	add_choice(r, root, scheme, SLICE(""), "");
	for (int32_t n = 0; tree && n < DERIVE_ACCOUNTS; n++) {
		derive_account(n, path);
		add_choice(r, root, scheme, slice_of(path), path);
	}
}

static void run(void *job)
{
	struct reading *r = job;

	r->e = keyfile_read(norm_slice(&r->text), norm_slice(&r->password), &r->roots[0], &r->fault, &r->trouble);
	r->n_roots = 1;
	if (!r->e && r->roots[0].kind == KEYFILE_SALT)
		r->e = brain_roots(r);
	if (!r->e && r->roots[0].scheme == KEY_NOSTR)
		r->e = fault_set(&r->fault, E_UNSUPPORTED, "%s", _("this is a NOSTR key: no Ğ1 account belongs to it"));
	if (r->e || r->roots[0].kind == KEYFILE_ADDRESS) {
		if (r->e && !r->fault.code)
			r->fault.code = r->e;
		return;
	}
	for (size_t i = 0; i < r->n_roots; i++) {
		add_scheme(r, i, r->roots[i].scheme);
		if (keyfile_free_scheme(r->roots[i].kind))
			add_scheme(r, i, r->roots[i].scheme == KEY_ED25519 ? KEY_SR25519 : KEY_ED25519);
	}
	if (r->n)
		r->choices[0].usual = true;
}

static void drop(void *job)
{
	struct reading *r = job;

	secret_free(&r->text);
	secret_free(&r->password);
	for (size_t i = 0; i < ROOTS; i++)
		keyfile_free(&r->roots[i]);
}

/* -- what the chain knows -- */

static void scan(struct import *i);

static void scanned(void *arg, const struct purse_answer *a)
{
	struct import *i = arg;
	bool any = false;

	i->peek = NULL;
	for (size_t k = 0; k < i->choices.n; k++) {
		struct import_choice *c = &i->choices.v[k];
		const struct purse *p = a->fault.code || k >= a->n ? NULL : &a->purses[k];

		c->used = !p ? IMPORT_UNKNOWN : p->exists || p->nonce || p->identity ? IMPORT_USED : IMPORT_UNUSED;
		c->balance_c = p ? p->free_c + p->reserved_c : 0;
		if (p && p->identity)
			snprintf(c->identity, sizeof c->identity, p->status == ACCOUNT_MEMBER ? _("member, identity %u") : _("identity %u"), p->identity);
		any |= c->used == IMPORT_USED;
	}
	i->scanned = !a->fault.code;
	for (size_t k = 0; any && k < i->choices.n; k++)
		i->choices.v[k].chosen = i->choices.v[k].used == IMPORT_USED;
	subject_touch(&i->subject);
}

static void scan(struct import *i)
{
	struct coin *c = i->app->coin;
	unsigned char (*pubs)[32];

	if (!i->choices.n || i->scanned || i->peek)
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

static void take(struct import *i, struct reading *r)
{
	for (size_t k = 0; k < ROOTS; k++) {
		i->roots[k] = r->roots[k];
		r->roots[k] = (struct keyfile){ 0 };
	}
	i->n_roots = r->n_roots;
	if (i->roots[0].kind == KEYFILE_ADDRESS) {
		struct import_choice c = { .scheme = key_scheme_name(i->roots[0].scheme), .usual = true };

		memcpy(c.pub, i->roots[0].pub, 32);
		ss58_encode(SS58_G1, c.pub, c.address);
		r->choices[r->n++] = c;
	}
	for (size_t k = 0; k < r->n; k++) {
		r->choices[k].chosen = r->choices[k].usual;
		vec_push(&i->choices, r->choices[k]);
		i->root_of[k] = r->root_of[k];
	}
	if (i->app->coin && !coin_open(i->app->coin, NULL)) {
		if (!i->chain)
			i->chain = subject_watch(&i->app->coin->subject, chain_moved, i);
		scan(i);
	}
}

static void done(void *arg, void *job)
{
	struct import *i = arg;
	struct reading *r = job;

	i->job = 0;
	if (i->task)
		tasks_end(i->app->tasks, i->task, r->e);
	i->task = 0;
	if (!r->e)
		take(i, r);
	subject_touch(&i->subject);
	if (i->fn)
		i->fn(i->arg, r->e, &r->fault, &r->trouble);
}

void import_read(struct import *i, struct secret *text, struct secret *password, const struct brain_level *brain,
                 void (*fn)(void *arg, enum err e, const struct fault *f, const struct bip39_trouble *t), void *arg)
{
	struct reading r = { .text = *text, .password = *password, .has_level = brain != NULL };
	struct work_job j = { .run = run, .done = done, .drop = drop, .arg = i };

	*text = *password = (struct secret){ 0 };
	if (brain)
		r.level = *brain;
	forget(i);
	i->fn = fn;
	i->arg = arg;
	if (!i->work)
		i->work = work_new(i->app->loop, "import");
	work_forget(i->work, i->job);
	if (!i->task && i->app->tasks)
		i->task = tasks_begin(i->app->tasks, _("reading the key"), NULL, NULL);
	i->job = work_do(i->work, &j, &r, sizeof r);
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

bool import_unused(const struct import *i)
{
	for (size_t k = 0; k < i->choices.n; k++)
		if (i->choices.v[k].used == IMPORT_USED)
			return false;
	return i->scanned && !i->fresh;
}

static enum err keep_accounts(struct import *i, struct vault *v, size_t root, uint32_t safe, const char *label, struct fault *f)
{
	enum err e = E_OK;
	size_t kept = 0;

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
		str_adds(&name, label);
		if (kept++ && *label) /* several of one secret: told apart by their path */
			str_addf(&name, " %s", *c->path ? c->path : c->scheme);
		e = vault_edit_account(v, safe, way, str_c(&name), &id, f);
		if (e == E_EXISTS)
			e = E_OK;
		str_free(&name);
	}
	return e;
}

enum err import_keep(struct import *i, const char *label, struct fault *f)
{
	struct vault *v = vaults_get(i->app->vaults);
	size_t chosen = 0;
	uint32_t safe;
	enum err e = E_OK;

	for (size_t k = 0; k < i->choices.n; k++)
		chosen += i->choices.v[k].chosen;
	if (!chosen)
		return fault_set(f, E_INVALID, "%s", _("no account is chosen"));
	if (i->fresh && !i->typed_back)
		return fault_set(f, E_DENIED, "%s", _("type the words back first: they are the only way to this money"));
	if (i->roots[0].kind == KEYFILE_ADDRESS && !v)
		return wallet_watch(i->app->wallet, i->choices.v[0].pub, label, f);
	if (!v)
		return fault_set(f, E_LOCKED, "%s", "");
	if (i->roots[0].kind == KEYFILE_ADDRESS)
		e = vault_edit_watch(v, i->roots[0].scheme, i->choices.v[0].pub, label, &safe, f);
	for (size_t r = 0; !e && r < i->n_roots && i->roots[0].kind != KEYFILE_ADDRESS; r++) {
		bool wanted = false;

		for (size_t k = 0; k < i->choices.n; k++)
			wanted |= i->choices.v[k].chosen && i->root_of[k] == r;
		if (!wanted)
			continue;
		e = vault_edit_safe(v, &i->roots[r], label, tick_now(), &safe, f);
		if (!e || e == E_EXISTS)
			e = keep_accounts(i, v, r, safe, label, f);
	}
	vaults_changed(i->app->vaults);
	return e;
}
