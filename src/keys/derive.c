/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/derive.h"

#include "keys/ed25519.h"
#include "keys/sr25519.h"
#include <sodium.h>
#include <stdio.h>

static bool digits_only(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

/* Text as SCALE writes it: a compact length, then the bytes; longer than 32 in all is hashed. */
static enum err text_code(struct slice word, unsigned char code[32])
{
	unsigned char head[2];
	size_t n = word.n < 64 ? 1 : 2;
	if (word.n >= 1 << 14)
		return E_TOO_BIG;
	head[0] = (unsigned char)(word.n << 2 | (n == 2));
	head[1] = (unsigned char)(word.n >> 6);
	memset(code, 0, 32);
	if (n + word.n <= 32) {
		memcpy(code, head, n);
		memcpy(code + n, word.p, word.n);
		return E_OK;
	}
	crypto_generichash_state st;
	crypto_generichash_init(&st, NULL, 0, 32);
	crypto_generichash_update(&st, head, n);
	crypto_generichash_update(&st, (const unsigned char *)word.p, word.n);
	crypto_generichash_final(&st, code, 32);
	return E_OK;
}

enum err derive_next(struct slice *path, struct derive_junction *out)
{
	size_t from = 1, to;
	uint64_t v;
	if (!path->n)
		return E_NOT_FOUND;
	if (path->p[0] != '/')
		return E_INVALID;
	out->hard = path->n > 1 && path->p[1] == '/';
	from += out->hard;
	for (to = from; to < path->n && path->p[to] != '/'; to++)
		;
	struct slice word = slice_from(slice_to(*path, to), from);
	if (!word.n)
		return E_INVALID;
	*path = slice_from(*path, to);
	if (word.p[0] == '+' && digits_only(slice_from(word, 1)))
		return E_AMBIGUOUS;
	if (!digits_only(word))
		return text_code(word, out->code);
	if (!slice_u64(word, &v))
		return E_AMBIGUOUS;
	memset(out->code, 0, 32);
	for (int i = 0; i < 8; i++)
		out->code[i] = (unsigned char)(v >> 8 * i);
	return E_OK;
}

enum err derive_check(enum key_scheme scheme, struct slice path)
{
	struct derive_junction j;
	enum err e;
	int depth = 0;
	if (path.n && scheme == KEY_NOSTR)
		return E_UNSUPPORTED;
	while ((e = derive_next(&path, &j)) == E_OK) {
		if (!j.hard && scheme != KEY_SR25519)
			return E_UNSUPPORTED;
		if (++depth > DERIVE_DEPTH)
			return E_TOO_BIG;
	}
	return e == E_NOT_FOUND ? E_OK : e;
}

static enum err step(enum key_scheme scheme, unsigned char sec[64], const struct derive_junction *j)
{
	if (scheme == KEY_ED25519) {
		ed25519_hard(sec, j->code, sec);
		return E_OK;
	}
	if (!j->hard)
		return sr25519_soft(sec, j->code, sec);
	unsigned char mini[32];
	sr25519_hard(sec, j->code, mini);
	sr25519_expand(mini, sec);
	secret_wipe(mini, sizeof mini);
	return E_OK;
}

enum err derive_path(struct key *k, struct slice path)
{
	unsigned char sec[64];
	struct derive_junction j;
	struct key child;
	enum err e = derive_check(k->scheme, path);
	if (e != E_OK || !path.n)
		return e;
	memcpy(sec, k->sec.p, k->sec.n);
	while (e == E_OK && derive_next(&path, &j) == E_OK)
		e = step(k->scheme, sec, &j);
	if (e == E_OK)
		e = key_open(&child, k->scheme, (struct slice){ (const char *)sec, k->sec.n });
	secret_wipe(sec, sizeof sec);
	secret_wipe(&j, sizeof j);
	if (e == E_OK) {
		key_free(k);
		*k = child;
	}
	return e;
}

void derive_account(int32_t n, char out[16])
{
	if (n < 0)
		out[0] = '\0';
	else
		snprintf(out, 16, "//%d", (int)n);
}
