/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/suri.h"

#include "codec/hex.h"
#include "keys/derive.h"
#include "keys/norm.h"

struct slice suri_dev(void)
{
	return SLICE("bottom drive obey lake curtain smoke basket hold race lonely fit walk");
}

enum err suri_parse(struct slice text, struct suri *out)
{
	unsigned char seed[32];
	size_t at = 0;
	text = slice_trim(text);
	*out = (struct suri){ .kind = SURI_MNEMONIC };
	while (at < text.n && text.p[at] != '/')
		at++;
	out->root = slice_trim(slice_to(text, at));
	out->path = slice_from(text, at);
	for (size_t i = 0; i + 2 < out->path.n && !out->has_password; i++)
		if (memcmp(out->path.p + i, "///", 3) == 0) {
			out->has_password = true;
			out->password = slice_from(out->path, i + 3);
			out->path = slice_to(out->path, i);
		}
	if (!out->root.n) {
		if (!out->path.n && !out->has_password)
			return E_INVALID;
		out->kind = SURI_DEV;
		out->root = suri_dev();
	} else if (slice_starts(out->root, "0x")) {
		out->kind = SURI_HEX;
		enum err e = hex_exact(out->root, seed, sizeof seed);
		secret_wipe(seed, sizeof seed);
		if (e != E_OK)
			return E_BAD_KEY;
	}
	return derive_check(KEY_SR25519, out->path);
}

enum err suri_root(const struct suri *s, enum bip39_lang *lang, unsigned char root[32], struct bip39_trouble *t)
{
	if (t)
		*t = (struct bip39_trouble){ 0 };
	if (s->kind == SURI_HEX)
		return s->has_password && s->password.n ? E_INVALID : hex_exact(s->root, root, 32);
	struct secret entropy = secret_new(32);
	enum err e = bip39_read(s->root, lang, &entropy, t);
	if (e == E_OK)
		bip39_mini(norm_slice(&entropy), s->password, root);
	secret_free(&entropy);
	return e;
}

enum err suri_key(struct slice text, enum key_scheme scheme, struct key *out, struct bip39_trouble *t)
{
	struct suri s;
	unsigned char root[32];
	enum bip39_lang lang = BIP39_AUTO;
	*out = (struct key){ 0 };
	enum err e = suri_parse(text, &s);
	if (e == E_OK)
		e = derive_check(scheme, s.path);
	if (e == E_OK)
		e = suri_root(&s, &lang, root, t);
	if (e == E_OK)
		e = key_open(out, scheme, (struct slice){ (const char *)root, sizeof root });
	if (e == E_OK && (e = derive_path(out, s.path)) != E_OK)
		key_free(out);
	secret_wipe(root, sizeof root);
	return e;
}
