/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/bip32.h"

#include "base/secret.h"
#include "keys/kdf.h"
#include "keys/secp.h"

enum { KEYED = 64 };
#define HARD UINT32_C(0x80000000)

enum err bip32_master(struct slice seed, struct bip32 *out)
{
	unsigned char mac[KEYED], x[32];
	if (seed.n < 16 || seed.n > 64)
		return E_INVALID;
	kdf_hmac_sha512(SLICE("Bitcoin seed"), seed, mac);
	memcpy(out->key, mac, 32);
	memcpy(out->chain, mac + 32, 32);
	secret_wipe(mac, sizeof mac);
	return secp_public(out->key, x);
}

enum err bip32_child(struct bip32 *k, uint32_t index)
{
	unsigned char msg[37] = { 0 }, mac[KEYED];
	enum err e = E_OK;
	if (index & HARD)
		memcpy(msg + 1, k->key, 32);
	else
		e = secp_compressed(k->key, msg);
	for (int i = 0; i < 4; i++)
		msg[33 + i] = (unsigned char)(index >> (24 - 8 * i));
	if (e == E_OK) {
		kdf_hmac_sha512((struct slice){ (const char *)k->chain, 32 }, (struct slice){ (const char *)msg, sizeof msg }, mac);
		e = secp_add(k->key, mac);
		memcpy(k->chain, mac + 32, 32);
	}
	secret_wipe(msg, sizeof msg);
	secret_wipe(mac, sizeof mac);
	return e;
}

enum err bip32_path(struct bip32 *k, struct slice path)
{
	struct slice part;
	int depth = 0;
	if (!slice_split(&path, '/', &part) || !slice_is(part, "m"))
		return E_INVALID;
	while (slice_split(&path, '/', &part)) {
		uint64_t v;
		bool hard = part.n && (part.p[part.n - 1] == '\'' || part.p[part.n - 1] == 'h');
		if (++depth > BIP32_DEPTH || !slice_u64(slice_to(part, part.n - hard), &v) || v >= HARD)
			return E_INVALID;
		enum err e = bip32_child(k, (uint32_t)v | (hard ? HARD : 0));
		if (e != E_OK)
			return e;
	}
	return E_OK;
}

enum err bip32_nip06(const unsigned char seed[64], uint32_t account, unsigned char sk[32])
{
	const uint32_t path[] = { HARD | 44, HARD | 1237, HARD | account, 0, 0 };
	struct bip32 k;
	if (account >= HARD)
		return E_INVALID;
	enum err e = bip32_master((struct slice){ (const char *)seed, 64 }, &k);
	for (size_t i = 0; i < sizeof path / sizeof *path && e == E_OK; i++)
		e = bip32_child(&k, path[i]);
	if (e == E_OK)
		memcpy(sk, k.key, 32);
	secret_wipe(&k, sizeof k);
	return e;
}
