/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text through the detector and every reader that takes no slow passphrase. What is read is written and read again. */
#include "keys/derive.h"
#include "keys/dunikey.h"
#include "keys/keyfile.h"
#include "keys/keystore.h"
#include "keys/norm.h"
#include "keys/plainkey.h"
#include "keys/suri.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void round_trip(const unsigned char seed[32])
{
	struct secret s = secret_new(256);
	unsigned char back[32];
	dunikey_pubsec_write(seed, &s);
	must(dunikey_pubsec_read(norm_slice(&s), back, NULL) == E_OK && memcmp(back, seed, 32) == 0);
	secret_cut(&s, 0);
	dunikey_wif_write(seed, &s);
	must(dunikey_wif_read(norm_slice(&s), back, NULL) == E_OK && memcmp(back, seed, 32) == 0);
	secret_cut(&s, 0);
	plainkey_pem_write(seed, &s);
	must(plainkey_pem_read(norm_slice(&s), back, NULL) == E_OK && memcmp(back, seed, 32) == 0);
	secret_free(&s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool ready;
	struct slice text = { (const char *)data, size }, path = text;
	struct derive_junction j;
	struct suri u;
	struct keystore_look look;
	struct fault f = { 0 };
	struct bip39_trouble t;
	unsigned char seed[32];
	if (!ready)
		ready = secret_init() == E_OK;
	if (size > 4096)
		return 0;
	enum keyfile_kind kind = keyfile_detect(text);
	must(kind < KEYFILE_KINDS && keyfile_name(kind)[0]);
	while (derive_next(&path, &j) == E_OK)
		;
	if (suri_parse(text, &u) == E_OK)
		must(derive_check(KEY_SR25519, u.path) == E_OK);
	(void)keystore_look(text, &look, &f);
	(void)dunikey_pubsec_read(text, seed, &f);
	(void)plainkey_nacl_read(text, seed, &f);
	(void)plainkey_jwk_read(text, seed, &f);
	(void)plainkey_pem_read(text, seed, &f);
	if (!keyfile_wants_password(kind) && kind != KEYFILE_SALT) {
		struct keyfile k;
		enum err e = keyfile_read(text, SLICE(""), &k, &f, &t);
		must((e == E_OK) == (k.kind != KEYFILE_UNKNOWN));
		if (e == E_OK && k.root.n == 32 && k.scheme == KEY_ED25519)
			round_trip(k.root.p);
		keyfile_free(&k);
	}
	return 0;
}
