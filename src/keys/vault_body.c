/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/vault_body.h"

#include "base/text.h"
#include "keys/bip32.h"
#include "keys/derive.h"
#include "keys/suri.h"
#include "keys/twin.h"

/* Reading: what is left, and whether it ever ran short. */
struct reader {
	struct slice rest;
	bool bad;
};

static uint64_t take(struct reader *r, size_t n)
{
	uint64_t v = 0;
	if (r->rest.n < n) {
		r->bad = true;
		r->rest.n = 0;
		return 0;
	}
	for (size_t i = n; i-- > 0;)
		v = v << 8 | (unsigned char)r->rest.p[i];
	r->rest = slice_from(r->rest, n);
	return v;
}

static struct slice take_bytes(struct reader *r, size_t n)
{
	struct slice s = slice_to(r->rest, n);
	if (s.n < n)
		r->bad = true;
	r->rest = slice_from(r->rest, s.n);
	return s;
}

static void take_label(struct reader *r, char label[VAULT_LABEL])
{
	struct slice s = take_bytes(r, (size_t)take(r, 1));
	if (s.n >= VAULT_LABEL || !text_valid(s) || memchr(s.p, 0, s.n)) {
		r->bad = true;
		return;
	}
	memcpy(label, s.p, s.n);
}

static void put(struct secret *out, uint64_t v, size_t n)
{
	unsigned char b[8];
	for (size_t i = 0; i < n; i++)
		b[i] = (unsigned char)(v >> 8 * i);
	secret_add(out, b, n);
}

static void put_slice(struct secret *out, struct slice s, size_t width)
{
	put(out, s.n, width);
	secret_add(out, s.p, s.n);
}

/* u32 next, u8 hidden, u16 safes, each: u32 id, u8 kind, u64 created, label, text, root; u16 accounts, each: u32 id,
 * u32 safe, u8 scheme, u8 how, public key, label, path. Labels, paths and roots have a u8 length, texts a u16. */
void vault_body_write(const struct vault_body *b, struct secret *out)
{
	put(out, b->next, 4);
	put(out, b->hidden, 1);
	put(out, b->safes.n, 2);
	for (size_t i = 0; i < b->safes.n; i++) {
		const struct vault_body_safe *s = &b->safes.v[i];
		put(out, s->pub.id, 4);
		put(out, s->pub.kind, 1);
		put(out, (uint64_t)s->pub.created, 8);
		put_slice(out, slice_of(s->pub.label), 1);
		put_slice(out, s->text, 2);
		put_slice(out, s->root, 1);
	}
	put(out, b->accounts.n, 2);
	for (size_t i = 0; i < b->accounts.n; i++) {
		const struct vault_body_account *a = &b->accounts.v[i];
		put(out, a->pub.id, 4);
		put(out, a->pub.safe, 4);
		put(out, a->pub.scheme, 1);
		put(out, a->pub.how, 1);
		secret_add(out, a->pub.pub, 32);
		put_slice(out, slice_of(a->pub.label), 1);
		put_slice(out, a->path, 1);
	}
}

static bool root_fits(const struct vault_body_safe *s)
{
	return s->root.n == (s->pub.kind == VAULT_EXPANDED ? 64u : 32u) && s->text.n <= VAULT_TEXT;
}

static void read_safe(struct reader *r, struct vault_body *b)
{
	struct vault_body_safe s = { .pub.id = (uint32_t)take(r, 4) };
	uint64_t kind = take(r, 1);
	s.pub.kind = (enum vault_kind)kind;
	s.pub.created = (int64_t)take(r, 8);
	take_label(r, s.pub.label);
	s.text = take_bytes(r, (size_t)take(r, 2));
	s.root = take_bytes(r, (size_t)take(r, 1));
	if (kind >= VAULT_KINDS || !root_fits(&s) || !s.pub.id || s.pub.id >= b->next)
		r->bad = true;
	for (size_t i = 0; i < b->safes.n; i++)
		r->bad = r->bad || b->safes.v[i].pub.id == s.pub.id;
	if (!r->bad)
		vec_push(&b->safes, s);
}

static void read_account(struct reader *r, struct vault_body *b)
{
	struct vault_body_account a = { .pub.id = (uint32_t)take(r, 4), .pub.safe = (uint32_t)take(r, 4) };
	uint64_t scheme = take(r, 1), how = take(r, 1);
	a.pub.scheme = (enum key_scheme)scheme;
	a.pub.how = (enum vault_how)how;
	struct slice pub = take_bytes(r, 32);
	take_label(r, a.pub.label);
	a.path = take_bytes(r, (size_t)take(r, 1));
	bool safe_found = !a.pub.safe;
	for (size_t i = 0; i < b->safes.n; i++)
		safe_found = safe_found || b->safes.v[i].pub.id == a.pub.safe;
	if (scheme >= KEY_SCHEMES || how >= VAULT_HOWS || (how == VAULT_WATCH) != !a.pub.safe || !safe_found || !a.pub.id ||
	    a.pub.id >= b->next)
		r->bad = true;
	if (r->bad)
		return;
	memcpy(a.pub.pub, pub.p, 32);
	vec_push(&b->accounts, a);
}

enum err vault_body_read(struct slice bytes, struct vault_body *out)
{
	struct reader r = { .rest = bytes };
	*out = (struct vault_body){ .next = (uint32_t)take(&r, 4) };
	uint64_t hidden = take(&r, 1), n = take(&r, 2);
	out->hidden = hidden;
	r.bad = r.bad || hidden > 1 || n > VAULT_SAFES || !out->next;
	for (uint64_t i = 0; i < n && !r.bad; i++)
		read_safe(&r, out);
	n = take(&r, 2);
	r.bad = r.bad || n > VAULT_ACCOUNTS;
	for (uint64_t i = 0; i < n && !r.bad; i++)
		read_account(&r, out);
	if (!r.bad && !r.rest.n)
		return E_OK;
	vault_body_free(out);
	return E_CORRUPT;
}

void vault_body_free(struct vault_body *b)
{
	vec_free(&b->safes);
	vec_free(&b->accounts);
	*b = (struct vault_body){ 0 };
}

struct vault_body vault_body_copy(const struct vault_body *b)
{
	struct vault_body c = *b;
	c.safes = (struct vault_body_safes){ 0 };
	c.accounts = (struct vault_body_accounts){ 0 };
	for (size_t i = 0; i < b->safes.n; i++)
		vec_push(&c.safes, b->safes.v[i]);
	for (size_t i = 0; i < b->accounts.n; i++)
		vec_push(&c.accounts, b->accounts.v[i]);
	return c;
}

static void add(struct str *out, uint64_t v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		str_addc(out, (char)(v >> 8 * i));
}

/* genesis, u64 generation, u16 accounts, each: u32 id, u8 scheme, u8 watched, public key, u8 length of label, label. */
void vault_body_write_open(const struct vault *v, const struct vault_body *b, uint64_t generation, struct str *out)
{
	str_add(out, (struct slice){ (const char *)v->genesis, 32 });
	add(out, generation, 8);
	add(out, b->hidden ? 0 : b->accounts.n, 2);
	for (size_t i = 0; i < b->accounts.n && !b->hidden; i++) {
		const struct vault_account *a = &b->accounts.v[i].pub;
		add(out, a->id, 4);
		add(out, a->scheme, 1);
		add(out, a->how == VAULT_WATCH, 1);
		str_add(out, (struct slice){ (const char *)a->pub, 32 });
		add(out, strlen(a->label), 1);
		str_adds(out, a->label);
	}
}

enum err vault_body_read_open(struct slice bytes, unsigned char genesis[32], uint64_t *generation, struct vault_body_accounts *out)
{
	struct reader r = { .rest = bytes };
	struct slice world = take_bytes(&r, 32);
	*generation = take(&r, 8);
	uint64_t n = take(&r, 2);
	if (r.bad || n > VAULT_ACCOUNTS)
		return E_CORRUPT;
	memcpy(genesis, world.p, 32);
	for (uint64_t i = 0; i < n && !r.bad; i++) {
		struct vault_body_account a = { .pub.id = (uint32_t)take(&r, 4) };
		uint64_t scheme = take(&r, 1), watched = take(&r, 1);
		struct slice pub = take_bytes(&r, 32);
		take_label(&r, a.pub.label);
		if (r.bad || scheme >= KEY_SCHEMES || watched > 1)
			return E_CORRUPT;
		a.pub.scheme = (enum key_scheme)scheme;
		a.pub.how = watched ? VAULT_WATCH : VAULT_DERIVE;
		memcpy(a.pub.pub, pub.p, 32);
		if (out)
			vec_push(out, a);
	}
	return r.bad || r.rest.n ? E_CORRUPT : E_OK;
}

static enum err nip06_root(const struct vault_body_safe *s, struct slice path, unsigned char sk[32])
{
	struct suri words;
	unsigned char seed[64];
	uint64_t account = 0;
	enum bip39_lang lang = BIP39_AUTO;
	if (s->pub.kind != VAULT_WORDS || (path.n && !slice_u64(path, &account)) || account > UINT32_MAX)
		return E_UNSUPPORTED;
	enum err e = suri_parse(s->text, &words);
	if (e == E_OK)
		e = bip39_seed(words.root, &lang, words.password, seed);
	if (e == E_OK)
		e = bip32_nip06(seed, (uint32_t)account, sk);
	secret_wipe(seed, sizeof seed);
	return e;
}

static bool scheme_fits(enum vault_kind kind, enum key_scheme scheme)
{
	switch (kind) {
	case VAULT_WORDS:
	case VAULT_SEED: return scheme == KEY_ED25519 || scheme == KEY_SR25519;
	case VAULT_SALT: return scheme == KEY_ED25519;
	case VAULT_EXPANDED: return scheme == KEY_SR25519;
	case VAULT_NOSTR: return scheme == KEY_NOSTR;
	default: return false;
	}
}

enum err vault_body_key(const struct vault_body_safe *s, const struct vault_body_account *a, struct key *out)
{
	unsigned char sk[32];
	enum err e = E_UNSUPPORTED;
	*out = (struct key){ 0 };
	if (a->pub.how == VAULT_DERIVE) {
		if (!scheme_fits(s->pub.kind, a->pub.scheme))
			return E_UNSUPPORTED;
		e = key_open(out, a->pub.scheme, s->root);
		if (e == E_OK && (e = derive_path(out, a->path)) != E_OK)
			key_free(out);
		return e;
	}
	if (a->pub.scheme != KEY_NOSTR)
		return E_UNSUPPORTED;
	if (a->pub.how == VAULT_NIP06)
		e = nip06_root(s, a->path, sk);
	else if (a->pub.how == VAULT_TWIN && !a->path.n && (s->pub.kind == VAULT_SALT || s->pub.kind == VAULT_SEED))
		e = twin_nostr((const unsigned char *)s->root.p, sk);
	if (e == E_OK)
		e = key_open(out, KEY_NOSTR, (struct slice){ (const char *)sk, 32 });
	secret_wipe(sk, sizeof sk);
	return e;
}
