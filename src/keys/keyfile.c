/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/keyfile.h"

#include "base/i18n.h"
#include "codec/address.h"
#include "codec/base58.h"
#include "codec/nip19.h"
#include "keys/brain.h"
#include "keys/dunikey.h"
#include "keys/keystore.h"
#include "keys/ncryptsec.h"
#include "keys/norm.h"
#include "keys/plainkey.h"
#include "keys/suri.h"
#include "keys/twin.h"

struct kind {
	const char *name;
	bool password, free_scheme;
};

static const struct kind kinds[KEYFILE_KINDS];
static const unsigned char development[32]; /* the mini secret of the development phrase */

const char *keyfile_name(enum keyfile_kind kind)
{
	return (unsigned)kind < KEYFILE_KINDS ? kinds[kind].name : "";
}

bool keyfile_wants_password(enum keyfile_kind kind)
{
	return (unsigned)kind < KEYFILE_KINDS && kinds[kind].password;
}

bool keyfile_free_scheme(enum keyfile_kind kind)
{
	return (unsigned)kind < KEYFILE_KINDS && kinds[kind].free_scheme;
}

static bool all_hex(struct slice t)
{
	for (size_t i = 0; i < t.n; i++)
		if (!((t.p[i] >= '0' && t.p[i] <= '9') || (t.p[i] >= 'a' && t.p[i] <= 'f') || (t.p[i] >= 'A' && t.p[i] <= 'F')))
			return false;
	return t.n > 0;
}

/* WIF and EWIF are told by their length and first byte, even when a check digit is wrong. */
static enum keyfile_kind bare_base58(struct slice t)
{
	unsigned char raw[64];
	size_t n = 0;
	enum keyfile_kind kind = KEYFILE_UNKNOWN;
	if (t.n >= 40 && t.n <= 60 && base58_decode(t, raw, sizeof raw, &n) == E_OK)
		kind = n == 35 && raw[0] == 1 ? KEYFILE_WIF : n == 39 && raw[0] == 2 ? KEYFILE_EWIF : KEYFILE_UNKNOWN;
	secret_wipe(raw, sizeof raw);
	return kind;
}

static enum keyfile_kind json_kind(struct slice t)
{
	struct slice v;
	if (plainkey_member(t, "sign", &v) || plainkey_member(t, "priv", &v))
		return KEYFILE_NACL;
	if (plainkey_member(t, "kty", &v))
		return KEYFILE_JWK;
	return KEYFILE_JSON;
}

static size_t count(struct slice t, bool words)
{
	size_t n = 0;
	bool in = false;
	for (size_t i = 0; i < t.n; i++) {
		bool inside = words ? (unsigned char)t.p[i] > ' ' : t.p[i] != '\n' && t.p[i] != '\r';
		n += inside && !in;
		in = inside;
	}
	return n;
}

/* Two lines may be identifier and password, or a phrase that was wrapped. */
static bool valid_phrase(struct slice t)
{
	struct secret entropy = secret_new(32);
	enum bip39_lang lang = BIP39_AUTO;
	bool ok = bip39_read(t, &lang, &entropy, NULL) == E_OK;
	secret_free(&entropy);
	return ok;
}

static enum keyfile_kind worded(struct slice t)
{
	struct suri s;
	struct secret a = secret_new(16), b = secret_new(16);
	struct slice head = t;
	enum keyfile_kind kind = KEYFILE_UNKNOWN;
	if (twin_read(t, &a, &b) == E_OK)
		kind = KEYFILE_SALT;
	secret_free(&a);
	secret_free(&b);
	for (size_t i = 0; i < t.n && head.n == t.n; i++)
		if (t.p[i] == '/')
			head.n = i;
	if (kind == KEYFILE_UNKNOWN && head.n == t.n && count(t, true) >= 12 && (count(t, false) != 2 || valid_phrase(t)))
		kind = KEYFILE_MNEMONIC;
	bool rooted = t.p[0] == '/' || slice_starts(t, "0x") || (head.n < t.n && count(head, true) >= 12);
	if (kind == KEYFILE_UNKNOWN && rooted && suri_parse(t, &s) == E_OK)
		kind = KEYFILE_SURI;
	if (kind == KEYFILE_UNKNOWN && count(t, false) == 2)
		kind = KEYFILE_SALT;
	return kind;
}

enum keyfile_kind keyfile_detect(struct slice text)
{
	struct slice t = slice_trim(text), v, type;
	struct address a;
	if (!t.n || t.n > 1 << 16)
		return KEYFILE_UNKNOWN;
	if (t.p[0] == '{')
		return json_kind(t);
	if (slice_starts(t, "-----BEGIN "))
		return KEYFILE_PEM;
	if (slice_starts(t, "nsec1"))
		return KEYFILE_NSEC;
	if (slice_starts(t, "ncryptsec1"))
		return KEYFILE_NCRYPTSEC;
	if (dunikey_line(t, "Type", &type))
		return slice_is(type, "PubSec") ? KEYFILE_PUBSEC : slice_is(type, "WIF") ? KEYFILE_WIF :
			slice_is(type, "EWIF") ? KEYFILE_EWIF : KEYFILE_UNKNOWN;
	if (dunikey_line(t, "pub", &v) || dunikey_line(t, "sec", &v))
		return KEYFILE_PUBSEC;
	if (dunikey_line(t, "Data", &v))
		return bare_base58(v);
	if (t.n == 64 && all_hex(t))
		return KEYFILE_SEED;
	enum keyfile_kind kind = bare_base58(t);
	if (kind != KEYFILE_UNKNOWN)
		return kind;
	enum err e = address_read(t, &a);
	if (e == E_OK || e == E_CHECKSUM)
		return KEYFILE_ADDRESS;
	return worded(t);
}

static enum err read_words(struct slice text, unsigned char root[32], struct keyfile *out, struct fault *f, struct bip39_trouble *t)
{
	struct suri s;
	struct bip39_trouble mine;
	enum bip39_lang lang = BIP39_AUTO;
	t = t ? t : &mine;
	*t = (struct bip39_trouble){ 0 };
	enum err e = suri_parse(text, &s);
	if (e != E_OK)
		return fault_set(f, e, _("this is neither a phrase nor a secret URI"));
	e = suri_root(&s, &lang, root, t);
	if (e == E_NOT_FOUND)
		return fault_set(f, e, _("word %zu stands in no list"), t->word);
	if (e == E_CHECKSUM)
		return fault_set(f, e, _("all words are known, but one is wrong or in the wrong place"));
	if (e == E_AMBIGUOUS)
		return fault_set(f, e, _("this phrase is valid in English and in French"));
	if (e == E_INVALID && s.kind == SURI_HEX)
		return fault_set(f, e, _("a password cannot go with a seed in digits"));
	if (e != E_OK)
		return fault_set(f, e, _("a phrase has 12, 15, 18, 21 or 24 words, this has %zu"), t->words);
	secret_add(&out->path, s.path.p, s.path.n);
	if (s.kind != SURI_HEX)
		secret_add(&out->text, s.root.p, s.root.n);
	if (s.has_password && s.password.n) {
		secret_add(&out->text, "///", 3);
		secret_add(&out->text, s.password.p, s.password.n);
	}
	out->known_to_all = memcmp(root, development, 32) == 0;
	return E_OK;
}

static enum err read_salt(struct slice text, unsigned char root[32], struct keyfile *out, struct fault *f)
{
	struct secret salt = secret_new(64), pepper = secret_new(64);
	struct slice line, rest = text;
	if (twin_read(text, &salt, &pepper) != E_OK) {
		secret_cut(&salt, 0);
		secret_cut(&pepper, 0);
		/* only line ends are taken off: a blank may be part of a password */
		for (int i = 0; slice_split(&rest, '\n', &line);) {
			while (line.n && line.p[line.n - 1] == '\r')
				line.n--;
			if (line.n)
				secret_add(i++ ? &pepper : &salt, line.p, line.n);
		}
	}
	enum err e = salt.n && pepper.n ? brain_seed(norm_slice(&salt), norm_slice(&pepper), brain_level_at(0), root) : E_INVALID;
	if (e == E_OK) {
		secret_add(&out->text, salt.p, salt.n);
		secret_add(&out->text, "\n", 1);
		secret_add(&out->text, pepper.p, pepper.n);
	} else {
		fault_set(f, e, _("two secrets are wanted: identifier and password, or salt and pepper"));
	}
	secret_free(&salt);
	secret_free(&pepper);
	return e;
}

static enum err read_seed(struct slice text, struct slice password, unsigned char root[32], struct keyfile *out, struct fault *f,
			  struct bip39_trouble *t)
{
	enum err e;
	switch (out->kind) {
	case KEYFILE_PUBSEC: return dunikey_pubsec_read(text, root, f);
	case KEYFILE_WIF: return dunikey_wif_read(text, root, f);
	case KEYFILE_EWIF: return dunikey_ewif_read(text, password, root, f);
	case KEYFILE_SEED: return plainkey_hex_read(text, root, f);
	case KEYFILE_NACL: return plainkey_nacl_read(text, root, f);
	case KEYFILE_JWK: return plainkey_jwk_read(text, root, f);
	case KEYFILE_PEM: return plainkey_pem_read(text, root, f);
	case KEYFILE_SALT: return read_salt(text, root, out, f);
	case KEYFILE_MNEMONIC:
	case KEYFILE_SURI: return read_words(text, root, out, f, t);
	case KEYFILE_NSEC:
		e = nip19_read32(slice_trim(text), "nsec", root);
		return e == E_OK ? e : fault_set(f, e, _("this nsec is not valid"));
	case KEYFILE_NCRYPTSEC:
		e = ncryptsec_read(text, password, root);
		return e == E_OK ? e : fault_set(f, e, _("this ncryptsec cannot be opened"));
	default: return fault_set(f, E_INVALID, _("no kind of key is recognised in this text"));
	}
}

static enum err read_json(struct slice text, struct slice password, struct keyfile *out, struct fault *f)
{
	struct key k;
	enum err e = keystore_read(text, password, &k, f);
	if (e == E_OK) {
		out->scheme = k.scheme;
		out->root = k.sec;
		memcpy(out->pub, k.pub, 32);
	}
	return e;
}

static enum err read_address(struct slice text, struct keyfile *out, struct fault *f)
{
	struct address a;
	enum err e = address_read(text, &a);
	if (e == E_OK)
		memcpy(out->pub, a.pub, 32);
	return e == E_OK ? e : fault_set(f, e, _("this address is not valid"));
}

enum err keyfile_read(struct slice text, struct slice password, struct keyfile *out, struct fault *f, struct bip39_trouble *t)
{
	unsigned char root[32] = { 0 };
	struct key k;
	enum err e;
	*out = (struct keyfile){ .kind = keyfile_detect(text), .text = secret_new(64), .path = secret_new(32) };
	if (out->kind == KEYFILE_NSEC || out->kind == KEYFILE_NCRYPTSEC)
		out->scheme = KEY_NOSTR;
	if (out->kind == KEYFILE_ADDRESS) {
		e = read_address(text, out, f);
	} else if (out->kind == KEYFILE_JSON) {
		e = read_json(text, password, out, f);
	} else {
		e = read_seed(text, password, root, out, f, t);
		if (e == E_OK && (e = key_open(&k, out->scheme, (struct slice){ (const char *)root, 32 })) == E_OK) {
			memcpy(out->pub, k.pub, 32);
			out->root = k.sec;
		} else if (e == E_BAD_KEY && f && !f->code) {
			fault_set(f, e, _("this is not a key of the curve"));
		}
		secret_wipe(root, sizeof root);
	}
	if (e != E_OK)
		keyfile_free(out);
	return e;
}

void keyfile_free(struct keyfile *k)
{
	secret_free(&k->root);
	secret_free(&k->text);
	secret_free(&k->path);
	*k = (struct keyfile){ 0 };
}

static const struct kind kinds[KEYFILE_KINDS] = {
	[KEYFILE_UNKNOWN] = { "unknown", false, false },
	[KEYFILE_PUBSEC] = { "pubsec", false, false },
	[KEYFILE_WIF] = { "wif", false, false },
	[KEYFILE_EWIF] = { "ewif", true, false },
	[KEYFILE_SEED] = { "seed", false, true },
	[KEYFILE_NACL] = { "nacl", false, false },
	[KEYFILE_JWK] = { "jwk", false, false },
	[KEYFILE_PEM] = { "pem", false, false },
	[KEYFILE_JSON] = { "json", true, false },
	[KEYFILE_MNEMONIC] = { "mnemonic", false, true },
	[KEYFILE_SURI] = { "suri", false, true },
	[KEYFILE_SALT] = { "salt", false, false },
	[KEYFILE_NSEC] = { "nsec", false, false },
	[KEYFILE_NCRYPTSEC] = { "ncryptsec", true, false },
	[KEYFILE_ADDRESS] = { "address", false, false },
};
static const unsigned char development[32] = {
	0xfa, 0xc7, 0x95, 0x9d, 0xbf, 0xe7, 0x2f, 0x05, 0x2e, 0x5a, 0x0c, 0x3c, 0x8d, 0x65, 0x30, 0xf2,
	0x02, 0xb0, 0x2f, 0xd8, 0xf9, 0xf5, 0xca, 0x35, 0x80, 0xec, 0x8d, 0xeb, 0x77, 0x97, 0x47, 0x9e,
};
