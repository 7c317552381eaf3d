/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The slow half of an import: a text is read and the accounts that could come from it are derived. */
#include "base/i18n.h"
#include "codec/ss58.h"
#include "keys/norm.h"
#include "model/import_in.h"
#include <stdio.h>

/* Those that are tried when the usual one gave nothing. The strongest asks for two gigabytes: only when it is named. */
static const char *const other_levels[] = { "simple", "secure", "hardest" };

static enum err brain_root(const struct brain_level *level, struct slice salt, struct slice password, struct slice text,
                           struct keyfile *out)
{
	unsigned char seed[32];
	struct key k;
	enum err e = brain_seed(salt, password, level, seed);

	if (!e) {
		*out = (struct keyfile){ .kind = KEYFILE_SALT, .scheme = KEY_ED25519, .root = secret_copy(seed, 32) };
		e = key_open(&k, KEY_ED25519, norm_slice(&out->root));
		if (!e)
			memcpy(out->pub, k.pub, 32);
		key_free(&k);
		out->text = secret_copy(text.p, text.n);
	}
	secret_wipe(seed, sizeof seed);
	return e;
}

/* Another strength than the usual one, and the second reading of letters beyond Latin-1. */
static enum err brain_roots(struct import_reading *r)
{
	struct slice text = norm_slice(&r->roots[0].text), password = text, salt;
	struct secret a = { 0 }, b = { 0 };
	bool differs_a, differs_b;
	struct keyfile other;
	enum err e = E_OK;

	if (!slice_split(&password, '\n', &salt))
		return E_INVALID;
	if (!r->has_level)
		r->level = *brain_level_at(0);
	if (!brain_latin1(salt, &a, &differs_a) && !brain_latin1(password, &b, &differs_b) && (differs_a || differs_b) &&
	    !brain_root(&r->level, norm_slice(&a), norm_slice(&b), text, &r->roots[1]))
		r->n_roots = 2;
	if (r->has_level && !(e = brain_root(&r->level, salt, password, text, &other))) {
		keyfile_free(&r->roots[0]);
		r->roots[0] = other;
	}
	secret_free(&a);
	secret_free(&b);
	return e;
}

static struct import_choice *add_choice(struct import_reading *r, size_t root, enum key_scheme scheme, struct slice path, const char *shown)
{
	struct import_choice *c = &r->choices[r->n];
	bool ok = false;
	struct key k;

	if (r->n == IMPORT_MOST || key_open(&k, scheme, norm_slice(&r->roots[root].root)))
		return NULL;
	if (!path.n || !derive_path(&k, path)) {
		*c = (struct import_choice){ .scheme = key_scheme_name(scheme), .strength = "" };
		snprintf(c->path, sizeof c->path, "%s", shown);
		memcpy(c->pub, k.pub, 32);
		ss58_encode(SS58_G1, k.pub, c->address);
		r->root_of[r->n++] = (unsigned char)root;
		ok = true;
	}
	key_free(&k);
	return ok ? c : NULL;
}

/* A path that was typed comes first under both schemes: it is what the person means. */
static void add_typed(struct import_reading *r)
{
	const struct keyfile *k = &r->roots[0];

	if (!k->path.n)
		return;
	add_choice(r, 0, KEY_ED25519, norm_slice(&k->path), "…");
	add_choice(r, 0, KEY_SR25519, norm_slice(&k->path), "…");
}

static void add_scheme(struct import_reading *r, size_t root, enum key_scheme scheme)
{
	const struct keyfile *k = &r->roots[root];
	bool tree = k->kind == KEYFILE_MNEMONIC || k->kind == KEYFILE_SURI || k->kind == KEYFILE_SEED;
	struct import_choice *c = add_choice(r, root, scheme, SLICE(""), "");
	char path[16];

	if (c)
		c->latin1 = root == 1;
	for (int32_t n = 0; tree && n < DERIVE_ACCOUNTS; n++) {
		derive_account(n, path);
		add_choice(r, root, scheme, slice_of(path), path);
	}
}

static void other_strengths(struct import_reading *r)
{
	struct slice text = norm_slice(&r->text), password = text, salt;
	struct brain_level level;

	slice_split(&password, '\n', &salt);
	for (size_t i = 0; i < sizeof other_levels / sizeof *other_levels; i++) {
		struct import_choice *c;

		/* one that this machine has not the memory for is left out */
		if (brain_level_parse(slice_of(other_levels[i]), &level) || brain_root(&level, salt, password, text, &r->roots[r->n_roots]))
			continue;
		c = add_choice(r, r->n_roots++, KEY_ED25519, SLICE(""), "");
		if (c)
			c->strength = other_levels[i];
	}
}

void import_reading_run(void *job)
{
	struct import_reading *r = job;

	if (r->others) {
		other_strengths(r);
		return;
	}
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
	add_typed(r);
	for (size_t i = 0; i < r->n_roots; i++) {
		add_scheme(r, i, r->roots[i].scheme);
		if (keyfile_free_scheme(r->roots[i].kind))
			add_scheme(r, i, r->roots[i].scheme == KEY_ED25519 ? KEY_SR25519 : KEY_ED25519);
	}
	if (r->n)
		r->choices[0].usual = true;
}

void import_reading_drop(void *job)
{
	struct import_reading *r = job;

	secret_free(&r->text);
	secret_free(&r->password);
	for (size_t i = 0; i < IMPORT_ROOTS; i++)
		keyfile_free(&r->roots[i]);
}
