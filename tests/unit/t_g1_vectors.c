/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every leaf of the chain's vectors is made anew and compared; a leaf that no test asked for fails the last one. */
#include "vectors_fix.h"
#include "codec/address.h"
#include "codec/base58.h"
#include "codec/encode.h"
#include "codec/ss58.h"
#include "codec/storekey.h"
#include "g1/compose.h"
#include "g1/extrinsic.h"
#include "keys/bip39.h"
#include "keys/brain.h"
#include "keys/derive.h"
#include "keys/dunikey.h"
#include "keys/ed25519.h"
#include "keys/keystore.h"
#include "keys/payload.h"
#include "keys/plainkey.h"
#include "keys/suri.h"
#include <sodium.h>

static json_t *all;
static struct runtime *rt;

static int setup(void **state)
{
	size_t n;
	char *text = shared_load(shared_path("data/vectors_chain.json"), &n);
	all = text ? json_loadb(text, n, 0, NULL) : NULL;
	free(text);
	rt = g1_runtime();
	(void)state;
	return 0;
}

static int teardown(void **state)
{
	json_decref(all);
	runtime_drop(rt);
	(void)state;
	return 0;
}

#define NEED() do { if (!all) { print_message("no vectors beside the tree: set VIGIE_SHARED\n"); skip(); } } while (0)

static void fixed(void **state)
{
	NEED();
	json_t *o = part(all, "fixed"), *m = part(o, "mortal");
	struct era e = era_at(64, 1234567);
	is_bytes(o, "genesis_hash", rt->id.genesis, 32);
	is_number(o, "spec_version", rt->id.spec);
	is_number(o, "transaction_version", rt->id.tx);
	is_number(m, "current_block", 1234567);
	is_number(m, "period", e.period);
	is_number(m, "phase", e.birth % e.period);
	is_number(m, "birth_block_whose_hash_is_signed", e.birth);
	(void)state;
}

static void eras(void **state)
{
	NEED();
	json_t *o = part(all, "eras"), *v;
	const char *name;
	void *next;
	size_t n = 0;
	json_object_foreach_safe(o, next, name, v) {
		unsigned block, period;
		struct str got = { 0 };
		char copy[64];
		snprintf(copy, sizeof copy, "%s", name);
		assert_int_equal(sscanf(copy, "current=%u,period=%u", &block, &period), 2);
		struct era e = era_at(period, block), back;
		era_pack(&e, &got);
		struct scale in = scale_open(got.p, got.n);
		assert_true(era_read(&in, block, &back) && back.birth == e.birth && back.period == e.period);
		is_bytes(o, copy, got.p, got.n);
		str_free(&got);
		n++;
	}
	assert_int_equal(n, 5);
	(void)state;
}

static void seeds(void **state)
{
	NEED();
	for (unsigned char i = 1; i <= 2; i++) {
		json_t *o = part(part(all, "keys"), i == 1 ? "ed25519_seed_01x32" : "ed25519_seed_02x32");
		unsigned char seed[32];
		struct key k;
		memset(seed, i, 32);
		g1_key(&k, i);
		is_bytes(o, "seed", seed, 32);
		is_bytes(o, "pubkey_hex", k.pub, 32);
		is_address(o, "ss58_4450", SS58_G1, k.pub);
		is_address(o, "ss58_42", SS58_ANY, k.pub);
		key_free(&k);
	}
	(void)state;
}

static void junction(json_t *o, const char *name, const char *path)
{
	struct slice rest = slice_of(path);
	struct derive_junction j;
	assert_int_equal(derive_next(&rest, &j), E_OK);
	is_bytes(o, name, j.code, 32);
}

static void words(void **state)
{
	NEED();
	json_t *o = part(all, "keys"), *row;
	struct str phrase = take_text(o, "mnemonic");
	enum bip39_lang lang;
	struct secret entropy = { 0 };
	unsigned char mini[32], code[32] = { 0 }, next[32];
	size_t i;
	assert_int_equal(bip39_read(slice_str(&phrase), &lang, &entropy, NULL), E_OK);
	is_bytes(o, "entropy", entropy.p, entropy.n);
	bip39_mini((struct slice){ (const char *)entropy.p, entropy.n }, SLICE("abc"), mini);
	is_bytes(o, "mini_secret_with_password_abc", mini, 32);
	bip39_mini((struct slice){ (const char *)entropy.p, entropy.n }, SLICE(""), mini);
	is_bytes(o, "mini_secret", mini, 32);
	ed25519_hard(mini, code, next);
	is_bytes(o, "ed25519_slash0_seed", next, 32);
	junction(o, "junction_0_chaincode", "//0");
	junction(o, "junction_Alice_chaincode", "//Alice");
	junction(o, "junction_2_chaincode", "//2");
	json_array_foreach(part(o, "derived"), i, row) {
		struct str type = take_text(row, "type"), path = take_text(row, "path"), text = { 0 };
		enum key_scheme scheme;
		struct key k;
		assert_int_equal(key_scheme_parse(slice_str(&type), &scheme), E_OK);
		str_addf(&text, "%s%s", str_c(&phrase), str_c(&path));
		assert_int_equal(suri_key(slice_str(&text), scheme, &k, NULL), E_OK);
		is_bytes(row, "pubkey", k.pub, 32);
		is_address(row, "ss58_4450", SS58_G1, k.pub);
		key_free(&k);
		str_free(&type);
		str_free(&path);
		str_free(&text);
	}
	assert_int_equal(i, 14);
	json_array_foreach(part(all, "bip39_known"), i, row) {
		struct str text = take_text(row, "mnemonic");
		for (enum key_scheme s = KEY_ED25519; s <= KEY_SR25519; s++) {
			struct key k;
			assert_int_equal(suri_key(slice_str(&text), s, &k, NULL), E_OK);
			is_address(row, s == KEY_ED25519 ? "ed25519_ss58_42" : "sr25519_ss58_42", SS58_ANY, k.pub);
			key_free(&k);
		}
		str_free(&text);
	}
	secret_free(&entropy);
	str_free(&phrase);
	(void)state;
}

static void one_keystore(json_t *o, const char *name, const char *password, const unsigned char *pub)
{
	json_t *file = use(o, name);
	char *text = json_dumps(file, JSON_COMPACT);
	struct keystore_look look;
	struct key k;
	struct fault f;
	struct str sec = { 0 };
	assert_int_equal(keystore_look(slice_of(text), &look, &f), E_OK);
	assert_int_equal(keystore_read(slice_of(text), slice_of(password), &k, &f), E_OK);
	assert_memory_equal(k.pub, pub, 32);
	key_free(&k);
	assert_int_equal(keystore_read(slice_of(text), SLICE("wrong"), &k, &f), E_BAD_PASSPHRASE);
	str_free(&sec);
	free(text);
	json_decref(file);
}

/* The file taken apart by hand: salt, parameters, nonce, the key of the box, and what is in it. */
static void keystore_parts(const char *encoded, const char *password, json_t *want)
{
	unsigned char raw[512], key[32], plain[256];
	struct str text = { 0 };
	size_t n;
	assert_int_equal(sodium_base642bin(raw, sizeof raw, encoded, strlen(encoded), NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL), 0);
	struct scale in = scale_open(raw + 32, 12);
	uint64_t cost = scale_uint(&in, 4), p = scale_uint(&in, 4), r = scale_uint(&in, 4);
	assert_int_equal(crypto_pwhash_scryptsalsa208sha256_ll((const unsigned char *)password, strlen(password), raw, 32, cost, (uint32_t)r,
	                                                       (uint32_t)p, key, 32), 0);
	assert_int_equal(crypto_secretbox_open_easy(plain, raw + 68, n - 68, raw + 44, key), 0);
	hex_add(&text, plain, n - 68 - crypto_secretbox_MACBYTES);
	if (!want)
		assert_string_equal(str_c(&text), "");
	if (json_is_string(want)) {
		assert_string_equal(str_c(&text), json_string_value(want));
	} else {
		is_bytes(want, "salt", raw, 32);
		is_number(want, "N", (int64_t)cost);
		is_number(want, "p", (int64_t)p);
		is_number(want, "r", (int64_t)r);
		is_bytes(want, "nonce", raw + 44, 24);
		is_number(want, "box_len", (int64_t)(n - 68));
		is_bytes(want, "key", key, 32);
		is_number(want, "plain_len", (int64_t)(n - 68 - crypto_secretbox_MACBYTES));
		is_text(want, "plain", str_c(&text));
	}
	str_free(&text);
}

static void keystores(void **state)
{
	NEED();
	json_t *o = part(part(all, "keys"), "polkadot_json"), *parts = part(part(all, "legacy_keys"), "polkadot_json_decode");
	struct str password = take_text(o, "password"), pub = take_hex(o, "sr25519_pub");
	json_t *other = use(parts, "sr25519_plain");
	struct key k;
	g1_key(&k, 1);
	keystore_parts(json_string_value(part(part(o, "ed25519"), "encoded")), str_c(&password), parts);
	keystore_parts(json_string_value(part(part(o, "sr25519"), "encoded")), str_c(&password), other);
	one_keystore(o, "ed25519", str_c(&password), k.pub);
	one_keystore(o, "sr25519", str_c(&password), (const unsigned char *)pub.p);
	key_free(&k);
	json_decref(other);
	str_free(&password);
	str_free(&pub);
	(void)state;
}

static void passwords(void **state)
{
	NEED();
	json_t *o = part(all, "legacy_keys"), *row;
	size_t i;
	json_array_foreach(part(o, "cesium_v1"), i, row) {
		struct str salt = take_text(row, "salt"), password = take_text(row, "password");
		const struct brain_level *l = brain_level_at(0);
		unsigned char seed[32], pub[32];
		char v1[ADDRESS_V1_MAX];
		is_number(row, "N", (int64_t)l->n);
		is_number(row, "r", l->r);
		is_number(row, "p", l->p);
		assert_int_equal(brain_seed(slice_str(&salt), slice_str(&password), l, seed), E_OK);
		is_bytes(row, "seed", seed, 32);
		ed25519_public(seed, pub);
		is_bytes(row, "pubkey_hex", pub, 32);
		address_v1(pub, v1);
		is_text(row, "pubkey_v1_base58", v1);
		is_address(row, "ss58_4450", SS58_G1, pub);
		str_free(&salt);
		str_free(&password);
	}
	assert_int_equal(i, 8);
	for (i = 0; i < 2; i++) {
		row = part(o, i ? "cesium_v1_SECURE" : "cesium_v1_SIMPLE");
		struct str salt = take_text(row, "salt"), password = take_text(row, "password");
		json_t *params = use(row, "params");
		struct brain_level l;
		unsigned char seed[32];
		assert_int_equal(brain_level_parse(i ? SLICE("secure") : SLICE("simple"), &l), E_OK);
		assert_int_equal(json_integer_value(json_array_get(params, 0)), l.n);
		assert_int_equal(json_integer_value(json_array_get(params, 1)), l.r);
		assert_int_equal(json_integer_value(json_array_get(params, 2)), l.p);
		assert_int_equal(brain_seed(slice_str(&salt), slice_str(&password), &l, seed), E_OK);
		is_bytes(row, "seed", seed, 32);
		json_decref(params);
		str_free(&salt);
		str_free(&password);
	}
	(void)state;
}

static void files(void **state)
{
	NEED();
	json_t *o = part(all, "legacy_keys"), *v1 = part(o, "v1_pubkey"), *ewif = part(o, "ewif");
	unsigned char seed[32], got[32], raw[64];
	char text[ADDRESS_V1_MAX], check[4], both[ADDRESS_V1_MAX + 8];
	struct secret out = { 0 };
	struct fault f;
	struct key k;
	size_t n;
	memset(seed, 1, 32);
	g1_key(&k, 1);
	address_v1(k.pub, text);
	address_check(k.pub, check);
	snprintf(both, sizeof both, "%s:%s", text, check);
	is_text(v1, "pubkey", text);
	is_text(v1, "checksum", check);
	is_text(v1, "with_checksum", both);
	struct str wif = take_text(o, "wif"), data = take_text(ewif, "data"), password = take_text(ewif, "password");
	struct str pubsec = take_text(part(o, "pubsec"), "file"), hex = take_text(o, "seedhex");
	assert_int_equal(dunikey_wif_read(slice_str(&wif), got, &f), E_OK);
	assert_memory_equal(got, seed, 32);
	dunikey_wif_write(seed, &out);
	assert_non_null(memmem(out.p, out.n, wif.p, wif.n));
	secret_free(&out);
	assert_int_equal(dunikey_ewif_read(slice_str(&data), slice_str(&password), got, &f), E_OK);
	assert_memory_equal(got, seed, 32);
	assert_int_equal(dunikey_ewif_write(seed, slice_str(&password), &out), E_OK);
	assert_non_null(memmem(out.p, out.n, data.p, data.n));
	secret_free(&out);
	assert_int_equal(base58_decode(slice_str(&data), raw, sizeof raw, &n), E_OK);
	is_bytes(ewif, "salt_hex", raw + 1, 4);
	assert_int_equal(dunikey_pubsec_read(slice_str(&pubsec), got, &f), E_OK);
	assert_memory_equal(got, seed, 32);
	dunikey_pubsec_write(seed, &out);
	assert_true(slice_eq((struct slice){ (const char *)out.p, out.n }, slice_str(&pubsec)));
	secret_free(&out);
	assert_int_equal(plainkey_hex_read(slice_str(&hex), got, &f), E_OK);
	assert_memory_equal(got, seed, 32);
	str_free(&wif);
	str_free(&data);
	str_free(&password);
	str_free(&pubsec);
	str_free(&hex);
	key_free(&k);
	(void)state;
}

static void pairs(void **state)
{
	NEED();
	json_t *row;
	size_t i;
	json_array_foreach(part(all, "ss58_known_pairs"), i, row) {
		struct str old = take_text(row, "v1");
		struct address a;
		assert_int_equal(address_read(slice_str(&old), &a), E_OK);
		is_address(row, "v2", SS58_G1, a.pub);
		str_free(&old);
	}
	assert_int_equal(i, 2);
	(void)state;
}

static void storage_keys(void **state)
{
	NEED();
	json_t *o = part(all, "storage_keys"), *v;
	const char *name;
	void *next;
	size_t n = 0;
	json_object_foreach_safe(o, next, name, v) {
		char copy[128];
		struct str key = { 0 };
		struct slice args, item;
		struct fault f;
		json_t *list = json_array();
		uint64_t number;
		snprintf(copy, sizeof copy, "%s", name);
		args = slice_of(copy);
		slice_split(&args, '(', &item);
		args = args.n ? slice_to(args, args.n - 1) : args;
		if (slice_is(args, "seed01"))
			json_array_append_new(list, json_string("g1N7Qta7a1xQu2D9644TgLrBqJTsKirTiDYC9mwAqPqgU7DDz"));
		else if (slice_u64(args, &number))
			json_array_append_new(list, json_integer((json_int_t)number));
		else if (args.n)
			json_array_append_new(list, json_stringn(args.p + 1, args.n - 2));
		assert_int_equal(storekey_build(rt->meta, item, list, &key, &f), E_OK);
		is_bytes(o, copy, key.p, key.n);
		json_decref(list);
		str_free(&key);
		n++;
	}
	assert_true(n >= 29);
	(void)state;
}

static void identity_payloads(void **state)
{
	NEED();
	static const struct {
		const char *name, *call, *signature;
		enum payload_kind kind;
		unsigned char signer, named;
	} rows[] = {
		{ "revocation", "Identity.revoke_identity", "signature", PAYLOAD_REVOKE, 1, 0 },
		{ "change_owner_key", "Identity.change_owner_key", "signature_by_new_key", PAYLOAD_CHANGE_KEY, 2, 1 },
		{ "link_account", "Identity.link_account", "signature_by_account", PAYLOAD_LINK, 2, 2 },
	};
	for (size_t i = 0; i < 3; i++) {
		json_t *o = part(part(all, "identity_payloads"), rows[i].name), *args;
		unsigned char bytes[PAYLOAD_MAX], sig[64];
		struct key k, named;
		struct str text = { 0 }, call = { 0 };
		char address[SS58_MAX];
		struct fault f;
		g1_key(&k, rows[i].signer);
		g1_key(&named, rows[i].named ? rows[i].named : 1);
		size_t n = payload_write(rows[i].kind, rt->id.genesis, 7243, named.pub, bytes);
		is_number(o, "idty_index", 7243);
		is_bytes(o, "payload_hex", bytes, n);
		if (json_object_get(o, "len"))
			is_number(o, "len", (int64_t)n);
		assert_int_equal(key_sign(&k, bytes, n, sig), E_OK);
		is_bytes(o, rows[i].signature, sig, 64);
		hex_add0x(&text, sig, 64);
		ss58_encode(SS58_G1, k.pub, address);
		args = json_object();
		if (rows[i].kind == PAYLOAD_REVOKE)
			json_object_set_new(args, "idty_index", json_integer(7243));
		json_object_set_new(args, i == 0 ? "revocation_key" : i == 1 ? "new_key" : "account_id", json_string(address));
		json_object_set_new(args, i == 0 ? "revocation_sig" : i == 1 ? "new_key_sig" : "payload_sig", json_pack("{s:s}", "Ed25519", str_c(&text)));
		assert_int_equal(compose_call(rt, rows[i].call, args, &call, &f), E_OK);
		is_bytes(o, "call_hex", call.p, call.n);
		json_decref(args);
		str_free(&text);
		str_free(&call);
		key_free(&k);
		key_free(&named);
	}
	(void)state;
}

static void calls(void **state)
{
	NEED();
#define BOB "\"g1MuCs7bSiZ4Uwnm1LjFkpQvyPrBWnZsQk3cGFYGMn5SmXBf4\""
	static const struct {
		const char *name, *call, *args;
	} rows[] = {
		{ "balances.transfer_allow_death(bob,1)", "Balances.transfer_allow_death", "{\"dest\":" BOB ",\"value\":1}" },
		{ "balances.transfer_all(bob,keep_alive=false)", "Balances.transfer_all", "{\"dest\":" BOB ",\"keep_alive\":false}" },
		{ "universalDividend.claim_uds", "UniversalDividend.claim_uds", "{}" },
		{ "universalDividend.transfer_ud_keep_alive(bob,1000 milliUD)", "UniversalDividend.transfer_ud_keep_alive",
		  "{\"dest\":" BOB ",\"value\":1000}" },
		{ "identity.create_identity(bob)", "Identity.create_identity", "{\"owner_key\":" BOB "}" },
		{ "identity.confirm_identity(\"toto\")", "Identity.confirm_identity", "{\"idty_name\":\"toto\"}" },
		{ "certification.renew_cert(7243)", "Certification.renew_cert", "{\"receiver\":7243}" },
		{ "distance.request_distance_evaluation", "Distance.request_distance_evaluation", "{}" },
		{ "distance.request_distance_evaluation_for(7243)", "Distance.request_distance_evaluation_for", "{\"target\":7243}" },
		{ "account.unlink_identity", "Account.unlink_identity", "{}" },
		{ "oneshotAccount.create_oneshot_account(bob,500)", "OneshotAccount.create_oneshot_account", "{\"dest\":" BOB ",\"value\":500}" },
		{ "smithMembers.invite_smith(7243)", "SmithMembers.invite_smith", "{\"receiver\":7243}" },
		{ "smithMembers.accept_invitation", "SmithMembers.accept_invitation", "{}" },
		{ "smithMembers.certify_smith(7243)", "SmithMembers.certify_smith", "{\"receiver\":7243}" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		json_t *args = json_loads(rows[i].args, 0, NULL);
		struct str call = { 0 };
		struct fault f;
		assert_int_equal(compose_call(rt, rows[i].call, args, &call, &f), E_OK);
		is_bytes(part(all, "calls"), rows[i].name, call.p, call.n);
		json_decref(args);
		str_free(&call);
	}
	(void)state;
}

/* The calls of the extrinsics, by name and argument: their bytes are made, not read. */
static void call_of(json_t *row, const char *name, struct str *out)
{
	struct str want = { 0 }, text = { 0 };
	struct fault f;
	json_t *o;
	assert_int_equal(hex_append(slice_of(json_string_value(part(row, "call_hex"))), &want), E_OK);
	assert_int_equal(extrinsic_decode(rt, slice_str(&want), &o, &text, &f), E_OK);
	assert_int_equal(encode_value(rt->meta, rt->meta->call, part(o, "call"), out, &f), E_OK);
	assert_non_null(strstr(str_c(&text), strstr(name, "add_cert") ? "add_cert" : strstr(name, "batch") ? "batch_all" : "transfer_keep_alive"));
	json_decref(o);
	str_free(&text);
	str_free(&want);
}

static void one_extrinsic(json_t *row)
{
	struct str name = take_text(row, "name"), birth = take_hex(row, "checkpoint_block_hash"), bytes = { 0 }, era = { 0 }, payload = { 0 };
	json_t *e = part(row, "era"), *v;
	struct extrinsic_draft d = { .scheme = KEY_ED25519, .nonce = (uint32_t)json_integer_value(v = use(row, "nonce")) };
	unsigned char sig[64], hash[32];
	struct fault f;
	struct key k;
	struct slice what;
	bool mortal = !strcmp(json_string_value(part(e, "kind")), "mortal");
	json_decref(v);
	g1_key(&k, 1);
	memcpy(d.signer, k.pub, 32);
	memcpy(d.birth_hash, birth.p, 32);
	is_text(e, "kind", mortal ? "mortal" : "immortal");
	if (mortal) {
		d.era = era_at(64, 1234567);
		is_number(e, "current", 1234567);
		is_number(e, "period", d.era.period);
		is_number(e, "phase", d.era.birth % d.era.period);
	}
	era_pack(&d.era, &era);
	is_bytes(e, "hex", era.p, era.n);
	call_of(row, str_c(&name), &d.call);
	is_bytes(row, "call_hex", d.call.p, d.call.n);
	is_number(row, "call_len", (int64_t)d.call.n);
	is_number(row, "tip", d.tip_c);
	assert_int_equal(extrinsic_payload(rt, &d, &payload, &f), E_OK);
	assert_int_equal(key_sign(&k, payload.p, payload.n, sig), E_OK);
	is_bytes(row, "signature_hex", sig, 64);
	assert_int_equal(extrinsic_assemble(rt, &d, sig, &bytes, hash, &f), E_OK);
	is_bytes(row, "extrinsic_hex", bytes.p, bytes.n);
	is_number(row, "extrinsic_len", (int64_t)bytes.n);
	is_bytes(row, "extrinsic_hash_blake2_256", hash, 32);
	/* The long form of the payload: call, extra, additional; the extra is what stands between signature and call. */
	struct str extra = take_hex(row, "extra_hex"), additional = take_hex(row, "additional_hex"), whole = { 0 };
	assert_memory_equal(bytes.p + bytes.n - d.call.n - extra.n, extra.p, extra.n);
	str_add(&whole, slice_str(&d.call));
	str_add(&whole, slice_str(&extra));
	str_add(&whole, slice_str(&additional));
	is_bytes(row, "signing_payload_hex", whole.p, whole.n);
	is_number(row, "signing_payload_len", (int64_t)whole.n);
	what = payload_transaction(slice_str(&whole), hash);
	assert_true(slice_eq(what, slice_str(&payload)));
	if (json_is_string(part(row, "payload_blake2_256_if_gt_256")))
		is_bytes(row, "payload_blake2_256_if_gt_256", what.p, what.n);
	else
		assert_int_equal(what.n, whole.n);
	str_free(&name);
	str_free(&birth);
	str_free(&bytes);
	str_free(&era);
	str_free(&payload);
	str_free(&extra);
	str_free(&additional);
	str_free(&whole);
	extrinsic_draft_free(&d);
	key_free(&k);
}

static void extrinsics(void **state)
{
	NEED();
	json_t *row;
	size_t i;
	json_array_foreach(part(all, "extrinsics"), i, row)
		one_extrinsic(row);
	assert_int_equal(i, 7);
	(void)state;
}

static void nothing_is_left(void **state)
{
	NEED();
	assert_int_equal(leaves(all, ""), 0);
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fixed), cmocka_unit_test(eras), cmocka_unit_test(seeds), cmocka_unit_test(words), cmocka_unit_test(keystores),
		cmocka_unit_test(passwords), cmocka_unit_test(files), cmocka_unit_test(pairs), cmocka_unit_test(storage_keys),
		cmocka_unit_test(identity_payloads), cmocka_unit_test(calls), cmocka_unit_test(extrinsics), cmocka_unit_test(nothing_is_left),
	};
	assert_int_equal(secret_init(), E_OK);
	return cmocka_run_group_tests(tests, setup, teardown);
}
