/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/keystore.h"

#include "base/i18n.h"
#include "codec/hex.h"
#include "codec/ss58.h"
#include "keys/kdf.h"
#include "keys/sr25519.h"
#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>

/* salt, N, p, r (in this order), nonce, box of the plain pkcs8: head, secret, divider, public key */
enum { SALT = 0, PARAMS = 32, NONCE = 44, BOX = 68, MAC = 16, HEAD = 16, DIVIDER = 5, PLAIN = HEAD + 64 + DIVIDER + 32,
       SIZE = BOX + MAC + PLAIN };

static const unsigned char head[HEAD] = { 0x30, 0x53, 2, 1, 1, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20 };
static const unsigned char divider[DIVIDER] = { 0xa1, 0x23, 3, 0x21, 0 };

static const char *member(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));
	return s ? s : "";
}

static const char *element(const json_t *o, const char *name, size_t i)
{
	const char *s = json_string_value(json_array_get(json_object_get(o, name), i));
	return s ? s : "";
}

static enum err look(const json_t *root, struct keystore_look *out, struct fault *f)
{
	const json_t *encoding = json_object_get(root, "encoding"), *type = json_object_get(encoding, "type");
	*out = (struct keystore_look){ .scheme = KEY_ED25519 };
	if (!json_is_object(encoding) || !json_is_string(json_object_get(root, "encoded")))
		return fault_set(f, E_INVALID, _("this JSON is not a keystore of polkadot-js"));
	if (strcmp(member(encoding, "version"), "3") != 0)
		return fault_set(f, E_NEWER, _("only version 3 of the JSON keystore is known"));
	if (strcmp(element(encoding, "type", 0), "none") == 0 || !json_array_size(type))
		return fault_set(f, E_UNSUPPORTED, _("this keystore is not encrypted: export it again with a password"));
	if (strcmp(element(encoding, "type", 0), "scrypt") != 0 || strcmp(element(encoding, "type", 1), "xsalsa20-poly1305") != 0)
		return fault_set(f, E_UNSUPPORTED, _("this keystore uses a cipher that is not known"));
	if (strcmp(element(encoding, "content", 0), "pkcs8") != 0 ||
	    key_scheme_parse(slice_of(element(encoding, "content", 1)), &out->scheme) != E_OK || out->scheme > KEY_SR25519)
		return fault_set(f, E_UNSUPPORTED, _("this keystore holds a kind of key that is not known"));
	enum err e = ss58_decode(slice_of(member(root, "address")), &out->prefix, out->pub);
	if (e != E_OK)
		return fault_set(f, e, _("the address in the keystore is not valid"));
	const char *name = member(json_object_get(root, "meta"), "name");
	struct slice cut = slice_to(slice_of(name), sizeof out->name - 1);
	memcpy(out->name, cut.p, cut.n);
	return E_OK;
}

static json_t *parse(struct slice text, struct fault *f)
{
	json_t *root = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(root)) {
		fault_set(f, E_INVALID, _("this is not JSON"));
		json_decref(root);
		root = NULL;
	}
	return root;
}

enum err keystore_look(struct slice text, struct keystore_look *out, struct fault *f)
{
	json_t *root = parse(text, f);
	enum err e = root ? look(root, out, f) : E_INVALID;
	json_decref(root);
	return e;
}

static uint32_t le32(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static enum err take_bytes(const char *encoded, unsigned char raw[SIZE], struct fault *f)
{
	size_t n = 0;
	if (strncmp(encoded, "0x", 2) == 0 ? hex_exact(slice_of(encoded), raw, SIZE) != E_OK
					   : sodium_base642bin(raw, SIZE, encoded, strlen(encoded), " \t\r\n", &n, NULL,
							       sodium_base64_VARIANT_ORIGINAL) != 0 ||
						     n != SIZE)
		return fault_set(f, E_INVALID, _("the encoded part of the keystore is cut or damaged"));
	uint32_t cost = le32(raw + PARAMS), p = le32(raw + PARAMS + 4), r = le32(raw + PARAMS + 8);
	if (cost < 1 << 13 || cost > 1 << 18 || (cost & (cost - 1)) || r != 8 || !p || p > 10)
		return fault_set(f, E_INVALID, _("the keystore asks for parameters that no wallet uses"));
	return E_OK;
}

static enum err open_box(const unsigned char raw[SIZE], struct slice password, unsigned char plain[PLAIN], struct fault *f)
{
	unsigned char key[64];
	enum err e = kdf_scrypt(password, (struct slice){ (const char *)raw + SALT, 32 }, le32(raw + PARAMS), le32(raw + PARAMS + 8),
				le32(raw + PARAMS + 4), key, sizeof key);
	if (e == E_OK && crypto_secretbox_open_easy(plain, raw + BOX, SIZE - BOX, raw + NONCE, key) != 0)
		e = fault_set(f, E_BAD_PASSPHRASE, _("the password of the keystore does not fit"));
	secret_wipe(key, sizeof key);
	return e;
}

static enum err key_inside(struct secret *plain, const struct keystore_look *seen, struct key *out, struct fault *f)
{
	unsigned char *sec = plain->p + HEAD;
	size_t n = seen->scheme == KEY_SR25519 ? 64 : 32;
	if (memcmp(plain->p, head, HEAD) != 0 || memcmp(sec + 64, divider, DIVIDER) != 0)
		return fault_set(f, E_INVALID, _("what the keystore holds is not a pkcs8 key"));
	if (seen->scheme == KEY_SR25519 && sr25519_from_file(sec) != E_OK)
		return fault_set(f, E_BAD_KEY, _("the key in the keystore is not valid"));
	if (key_open(out, seen->scheme, (struct slice){ (const char *)sec, n }) != E_OK)
		return fault_set(f, E_BAD_KEY, _("the key in the keystore is not valid"));
	if (memcmp(out->pub, seen->pub, 32) != 0 || memcmp(out->pub, sec + 64 + DIVIDER, 32) != 0) {
		key_free(out);
		return fault_set(f, E_BAD_KEY, _("the key in the keystore is not the one of its address"));
	}
	return E_OK;
}

enum err keystore_read(struct slice text, struct slice password, struct key *out, struct fault *f)
{
	struct keystore_look seen;
	unsigned char raw[SIZE];
	json_t *root = parse(text, f);
	struct secret plain = secret_new(PLAIN);
	*out = (struct key){ 0 };
	enum err e = root ? look(root, &seen, f) : E_INVALID;
	if (e == E_OK)
		e = take_bytes(member(root, "encoded"), raw, f);
	json_decref(root);
	if (e == E_OK)
		e = open_box(raw, password, plain.p, f);
	if (e == E_OK)
		e = key_inside(&plain, &seen, out, f);
	secret_free(&plain);
	return e;
}

static void write_json(const struct key *k, const unsigned char raw[SIZE], const char *name, unsigned prefix, struct str *out)
{
	char encoded[sodium_base64_ENCODED_LEN(SIZE, sodium_base64_VARIANT_ORIGINAL)], address[SS58_MAX];
	sodium_bin2base64(encoded, sizeof encoded, raw, SIZE, sodium_base64_VARIANT_ORIGINAL);
	ss58_encode(prefix, k->pub, address);
	json_t *root = json_pack("{s:s, s:{s:[s,s], s:[s,s], s:s}, s:s, s:{s:s}}", "encoded", encoded, "encoding", "content", "pkcs8",
				 key_scheme_name(k->scheme), "type", "scrypt", "xsalsa20-poly1305", "version", "3", "address", address,
				 "meta", "name", name ? name : "");
	char *text = root ? json_dumps(root, JSON_COMPACT) : NULL;
	str_adds(out, text ? text : "");
	free(text);
	json_decref(root);
}

enum err keystore_write(const struct key *k, struct slice password, const char *name, unsigned prefix, struct str *out)
{
	static const unsigned char params[12] = { 0, 0, 2, 0, 1, 0, 0, 0, 8, 0, 0, 0 }; /* N 131072, p 1, r 8 */
	unsigned char raw[SIZE], key[64];
	if (k->scheme > KEY_SR25519)
		return E_UNSUPPORTED;
	if (prefix > 16383)
		return E_INVALID;
	randombytes_buf(raw, BOX);
	memcpy(raw + PARAMS, params, sizeof params);
	struct secret plain = secret_new(PLAIN);
	memcpy(plain.p, head, HEAD);
	memcpy(plain.p + HEAD, k->sec.p, k->sec.n);
	if (k->scheme == KEY_SR25519)
		sr25519_to_file(plain.p + HEAD);
	else
		memcpy(plain.p + HEAD + 32, k->pub, 32);
	memcpy(plain.p + HEAD + 64, divider, DIVIDER);
	memcpy(plain.p + HEAD + 64 + DIVIDER, k->pub, 32);
	enum err e = kdf_scrypt(password, (struct slice){ (const char *)raw, 32 }, 131072, 8, 1, key, sizeof key);
	if (e == E_OK) {
		crypto_secretbox_easy(raw + BOX, plain.p, PLAIN, raw + NONCE, key);
		write_json(k, raw, name, prefix, out);
	}
	secret_wipe(key, sizeof key);
	secret_free(&plain);
	return e;
}
