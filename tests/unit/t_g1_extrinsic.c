/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls, payloads, signatures and extrinsics, byte for byte as @polkadot/types makes them. */
#include "t_g1.h"
#include <sodium.h>
#include "codec/value.h"
#include "g1/compose.h"
#include "keys/payload.h"
#include "tests/shared.h"


static json_t *vectors(void)
{
	size_t n;
	char *text = shared_load(shared_path("data/vectors_chain.json"), &n);
	json_t *o = text ? json_loadb(text, n, 0, NULL) : NULL;
	free(text);
	return o;
}

static void draft_of(struct extrinsic_draft *d, const char *call, uint32_t nonce, uint32_t period, const char *birth_hash)
{
	struct key k;
	*d = (struct extrinsic_draft){ .scheme = KEY_ED25519, .call = g1_hex(call), .nonce = nonce, .era = era_at(period, 1234567) };
	g1_key(&k, 1);
	memcpy(d->signer, k.pub, 32);
	key_free(&k);
	assert_int_equal(hex_exact(slice_of(birth_hash), d->birth_hash, 32), E_OK);
}

/* Signs, assembles, compares; then reads the bytes back. */
static void round_trip(const struct runtime *r, const struct extrinsic_draft *d, const char *sig_hex, const char *bytes_hex, const char *hash_hex)
{
	struct str payload = { 0 }, bytes = { 0 }, sig_text = { 0 }, hash_text = { 0 }, text = { 0 };
	unsigned char sig[64], hash[32];
	struct key k;
	struct fault f;
	struct extrinsic x;
	json_t *o;
	assert_int_equal(extrinsic_payload(r, d, &payload, &f), E_OK);
	g1_key(&k, 1);
	assert_int_equal(key_sign(&k, payload.p, payload.n, sig), E_OK);
	key_free(&k);
	str_add(&sig_text, (struct slice){ (const char *)sig, 64 });
	g1_same(sig_hex, &sig_text);
	assert_int_equal(extrinsic_assemble(r, d, sig, &bytes, hash, &f), E_OK);
	g1_same(bytes_hex, &bytes);
	str_add(&hash_text, (struct slice){ (const char *)hash, 32 });
	g1_same(hash_hex, &hash_text);
	assert_int_equal(extrinsic_length(r, d), bytes.n);

	assert_int_equal(extrinsic_read(r, slice_str(&bytes), 1234570, d->birth_hash, &x, &f), E_OK);
	assert_true(x.is_signed && x.checked);
	assert_memory_equal(x.hash, hash, 32);
	assert_memory_equal(x.signer, d->signer, 32);
	assert_int_equal(x.nonce, d->nonce);
	assert_int_equal(x.era.period, d->era.period);
	assert_int_equal(x.era.birth, d->era.birth);
	assert_true(slice_eq(x.call, slice_str(&d->call)));
	assert_int_equal(extrinsic_decode(r, slice_str(&bytes), &o, &text, &f), E_OK);
	assert_string_equal(json_string_value(json_object_get(o, "signer")), "g1N7Qta7a1xQu2D9644TgLrBqJTsKirTiDYC9mwAqPqgU7DDz");
	assert_string_equal(json_string_value(json_object_get(o, "hash")), hash_hex);
	json_decref(o);

	sig[5] ^= 1;
	str_cut(&bytes, 0);
	assert_int_equal(extrinsic_assemble(r, d, sig, &bytes, hash, &f), E_BAD_SIGNATURE);
	assert_int_equal(bytes.n, 0);
	str_free(&payload);
	str_free(&bytes);
	str_free(&sig_text);
	str_free(&hash_text);
	str_free(&text);
}

/* One that is in the tree, so that a fresh clone tests it, too. */
static void one_extrinsic(void **state)
{
	struct runtime *r = g1_runtime();
	struct extrinsic_draft d;
	draft_of(&d, "0603008139770ea87d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394e5c0", 5, 64,
	         "abababababababababababababababababababababababababababababababab");
	round_trip(r, &d, "0xb64abcda320ea4924ddfdb329d8930836014e9e065210e3f1974234527488fbde6e340c148badf14ba1bbb5456a62d0c37d447ab6dcd5bd29245a42d6677e00c",
	           "0x350284008a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c00b64abcda320ea4924ddfdb329d8930836014e9e065210e3f197423"
	           "4527488fbde6e340c148badf14ba1bbb5456a62d0c37d447ab6dcd5bd29245a42d6677e00c75001400000603008139770ea87d175f56a35466c34c7ecccb8d8a91"
	           "b4ee37a25df60f5b8fc9b394e5c0", "0x180a640f89a591bbefbf56d011d747e5822a9c4ffe89455bfb1373fbf7c962ab");
	extrinsic_draft_free(&d);
	runtime_drop(r);
	(void)state;
}

static void all_extrinsics(void **state)
{
	json_t *all = vectors(), *v;
	struct runtime *r = g1_runtime();
	size_t i;
	if (!all) {
		runtime_drop(r);
		print_message("no vectors beside the tree: set VIGIE_SHARED\n");
		skip();
	}
	json_array_foreach(json_object_get(all, "extrinsics"), i, v) {
		const char *call, *era, *birth, *payload, *sig, *bytes, *hash;
		int nonce;
		struct extrinsic_draft d;
		struct str got = { 0 };
		assert_int_equal(json_unpack(v, "{s:s,s:i,s:{s:s},s:s,s:s,s:s,s:s,s:s}", "call_hex", &call, "nonce", &nonce, "era", "kind", &era,
		                             "checkpoint_block_hash", &birth, "signing_payload_hex", &payload, "signature_hex", &sig,
		                             "extrinsic_hex", &bytes, "extrinsic_hash_blake2_256", &hash), 0);
		draft_of(&d, call, (uint32_t)nonce, strcmp(era, "mortal") ? 0 : 64, birth);
		struct fault f;
		assert_int_equal(extrinsic_payload(r, &d, &got, &f), E_OK);
		const char *hashed = json_string_value(json_object_get(v, "payload_blake2_256_if_gt_256"));
		g1_same(hashed ? hashed : payload, &got);
		round_trip(r, &d, sig, bytes, hash);
		str_free(&got);
		extrinsic_draft_free(&d);
	}
	assert_true(i >= 7);
	json_decref(all);
	runtime_drop(r);
	(void)state;
}

struct named {
	const char *vector, *call, *args;
};
static const struct named named_calls[];

static void named_call(const struct runtime *r, const char *name, const char *args, const char *want)
{
	struct fault f;
	struct str call = { 0 };
	json_t *a = json_loads(args, 0, NULL);
	assert_non_null(a);
	assert_int_equal(compose_call(r, name, a, &call, &f), E_OK);
	g1_same(want, &call);
	assert_int_equal(runtime_may_sign(r, slice_str(&call), &f), E_OK);
	/* and back: the JSON of the call is one member, by its full name */
	struct str text = { 0 };
	json_t *o;
	assert_int_equal(extrinsic_decode(r, slice_str(&call), &o, &text, &f), E_OK);
	assert_true(text.n > 3);
	json_decref(o);
	str_free(&text);
	str_free(&call);
	json_decref(a);
}

static void all_calls(void **state)
{
	json_t *all = vectors();
	struct runtime *r = g1_runtime();
	size_t n = 0;
	if (!all) {
		runtime_drop(r);
		print_message("no vectors beside the tree: set VIGIE_SHARED\n");
		skip();
	}
	for (const struct named *c = named_calls; c->vector; c++, n++) {
		const char *want = json_string_value(json_object_get(json_object_get(all, "calls"), c->vector));
		assert_non_null(want);
		named_call(r, c->call, c->args, want);
	}
	assert_int_equal(n, json_object_size(json_object_get(all, "calls")));
	json_decref(all);
	runtime_drop(r);
	(void)state;
}

/* A revocation, a change of key, a link: payload, signature, call. */
static void identity_calls(void **state)
{
	static const char *const what[] = { "revocation", "change_owner_key", "link_account" };
	static const char *const sig_key[] = { "signature", "signature_by_new_key", "signature_by_account" };
	static const unsigned char signer[] = { 1, 2, 2 }, names[] = { 1, 1, 2 };
	json_t *all = vectors();
	struct runtime *r = g1_runtime();
	if (!all) {
		runtime_drop(r);
		print_message("no vectors beside the tree: set VIGIE_SHARED\n");
		skip();
	}
	for (int i = 0; i < 3; i++) {
		json_t *v = json_object_get(json_object_get(all, "identity_payloads"), what[i]);
		struct key k, other;
		unsigned char payload[PAYLOAD_MAX], sig[64];
		struct str got = { 0 }, s = { 0 }, args = { 0 }, pub = { 0 };
		g1_key(&k, signer[i]);
		g1_key(&other, names[i]);
		size_t n = payload_write(i == 0 ? PAYLOAD_REVOKE : i == 1 ? PAYLOAD_CHANGE_KEY : PAYLOAD_LINK, r->id.genesis, 7243, other.pub, payload);
		str_add(&got, (struct slice){ (const char *)payload, n });
		g1_same(json_string_value(json_object_get(v, "payload_hex")), &got);
		assert_int_equal(key_sign(&k, payload, n, sig), E_OK);
		hex_add0x(&s, sig, 64);
		assert_string_equal(str_c(&s), json_string_value(json_object_get(v, sig_key[i])));
		hex_add0x(&pub, k.pub, 32);
		if (i == 0)
			str_addf(&args, "{\"idty_index\":7243,\"revocation_key\":\"%s\",\"revocation_sig\":{\"Ed25519\":\"%s\"}}", pub.p, s.p);
		else if (i == 1)
			str_addf(&args, "{\"new_key\":\"%s\",\"new_key_sig\":{\"Ed25519\":\"%s\"}}", pub.p, s.p);
		else
			str_addf(&args, "{\"account_id\":\"%s\",\"payload_sig\":{\"Ed25519\":\"%s\"}}", pub.p, s.p);
		const char *call = json_string_value(json_object_get(v, "call_hex"));
		assert_non_null(call);
		named_call(r, i == 0 ? "Identity.revoke_identity" : i == 1 ? "Identity.change_owner_key" : "Identity.link_account", args.p, call);
		str_free(&got);
		str_free(&s);
		str_free(&args);
		str_free(&pub);
		key_free(&k);
		key_free(&other);
	}
	json_decref(all);
	runtime_drop(r);
	(void)state;
}

static void eras(void **state)
{
	static const struct { uint32_t current, period; const char *hex; } want[] = {
		{ 1234567, 64, "7500" }, { 1234567, 4, "3100" }, { 1234567, 128, "7600" }, { 1234567, 65536, "8fd6" }, { 100, 64, "4502" },
		{ 1234567, 0, "00" }, { 1234567, 50, "7500" }, { 1234567, 1000000, "8fd6" },
	};
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct era e = era_at(want[i].period, want[i].current), back;
		struct str s = { 0 };
		era_pack(&e, &s);
		g1_same(want[i].hex, &s);
		struct scale in = scale_open(s.p, s.n);
		assert_true(era_read(&in, want[i].current, &back) && scale_done(&in));
		assert_int_equal(back.period, e.period);
		assert_int_equal(back.birth, e.birth);
		assert_true(e.birth <= want[i].current && (!e.period || want[i].current <= era_last(&e)));
		str_free(&s);
	}
	struct era e = era_at(64, 1234567);
	assert_int_equal(e.birth, 1234567);
	assert_int_equal(era_last(&e), 1234567 + 63);
	assert_int_equal(era_last(&(struct era){ 0 }), UINT32_MAX);
	/* a phase beyond the period is no era */
	struct scale in = scale_open("\x01\xff", 2);
	assert_false(era_read(&in, 100, &e));
	in = scale_open("\x75", 1);
	assert_false(era_read(&in, 100, &e));
	(void)state;
}

static void storage_keys(void **state)
{
	json_t *all = vectors(), *v;
	struct runtime *r = g1_runtime();
	const char *name;
	size_t seen = 0;
	if (!all) {
		runtime_drop(r);
		print_message("no vectors beside the tree: set VIGIE_SHARED\n");
		skip();
	}
	struct key k;
	g1_key(&k, 1);
	json_object_foreach(json_object_get(all, "storage_keys"), name, v) {
		char item[80] = "";
		const char *open = strchr(name, '('), *arg = open ? open + 1 : "";
		snprintf(item, sizeof item, "%.*s", (int)(open ? open - name : (int)strlen(name)), name);
		unsigned char number[4] = { 0x4b, 0x1c, 0, 0 };
		if (*arg == '0')
			memset(number, 0, 4);
		struct slice a = *arg == '"' ? SLICE("\x10poka") : *arg == 's' ? (struct slice){ (const char *)k.pub, 32 }
								     : (struct slice){ (const char *)number, 4 };
		struct str key = { 0 };
		assert_true(runtime_key(r, item, &a, open ? 1 : 0, &key));
		g1_same(json_string_value(v), &key);
		str_free(&key);
		seen++;
	}
	assert_true(seen > 20);
	struct str none = { 0 };
	assert_false(runtime_key(r, "System.Nothing", NULL, 0, &none));
	assert_false(runtime_key(r, "System.Account", NULL, 0, &none));
	key_free(&k);
	json_decref(all);
	runtime_drop(r);
	(void)state;
}

static void not_extrinsics(void **state)
{
	static const char *const bad[] = { "", "00", "84", "0603", "36020c", "3d028400", "ff00", "0603008139770ea87d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394e5c000" };
	struct runtime *r = g1_runtime();
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct str b = { 0 }, text = { 0 };
		struct fault f;
		json_t *o;
		hex_append(slice_of(bad[i]), &b);
		assert_int_equal(extrinsic_decode(r, slice_str(&b), &o, &text, &f), E_INVALID);
		struct extrinsic x;
		assert_int_equal(extrinsic_read(r, slice_str(&b), 100, NULL, &x, &f), E_INVALID);
		str_free(&b);
		str_free(&text);
	}
	runtime_drop(r);
	(void)state;
}

static const struct named named_calls[] = {
	{ "balances.transfer_allow_death(bob,1)", "Balances.transfer_allow_death",
	  "{\"dest\":\"g1MuCs7bSiZ4Uwnm1LjFkpQvyPrBWnZsQk3cGFYGMn5SmXBf4\",\"value\":1}" },
	{ "balances.transfer_all(bob,keep_alive=false)", "Balances.transfer_all",
	  "{\"dest\":\"g1MuCs7bSiZ4Uwnm1LjFkpQvyPrBWnZsQk3cGFYGMn5SmXBf4\",\"keep_alive\":false}" },
	{ "universalDividend.claim_uds", "UniversalDividend.claim_uds", "{}" },
	{ "universalDividend.transfer_ud_keep_alive(bob,1000 milliUD)", "UniversalDividend.transfer_ud_keep_alive",
	  "{\"dest\":\"g1MuCs7bSiZ4Uwnm1LjFkpQvyPrBWnZsQk3cGFYGMn5SmXBf4\",\"value\":1000}" },
	{ "identity.create_identity(bob)", "Identity.create_identity", "{\"owner_key\":\"g1MuCs7bSiZ4Uwnm1LjFkpQvyPrBWnZsQk3cGFYGMn5SmXBf4\"}" },
	{ "identity.confirm_identity(\"toto\")", "Identity.confirm_identity", "{\"idty_name\":\"toto\"}" },
	{ "certification.renew_cert(7243)", "Certification.renew_cert", "[7243]" },
	{ "distance.request_distance_evaluation", "Distance.request_distance_evaluation", "[]" },
	{ "distance.request_distance_evaluation_for(7243)", "Distance.request_distance_evaluation_for", "{\"target\":\"7243\"}" },
	{ "account.unlink_identity", "Account.unlink_identity", "{}" },
	{ "oneshotAccount.create_oneshot_account(bob,500)", "oneshotAccount.createOneshotAccount",
	  "[\"g1MuCs7bSiZ4Uwnm1LjFkpQvyPrBWnZsQk3cGFYGMn5SmXBf4\",500]" },
	{ "smithMembers.invite_smith(7243)", "SmithMembers.invite_smith", "[7243]" },
	{ "smithMembers.accept_invitation", "SmithMembers.accept_invitation", "[]" },
	{ "smithMembers.certify_smith(7243)", "SmithMembers.certify_smith", "[7243]" },
	{ NULL, NULL, NULL },
};

/* A value of the state, named or by its key; events are one, too. */
static void values_of_the_state(void **state)
{
	struct runtime *r = g1_runtime();
	struct str value = g1_hex("00000000" "00000000" "01000000" "00000000" "480d000000000000" "0000000000000000" "0000000000000000" "00");
	struct str key = g1_hex("26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9"), text = { 0 };
	struct fault f;
	json_t *o;
	unsigned char pub[32], hash[16];
	memset(pub, 7, 32);
	crypto_generichash(hash, 16, pub, 32, NULL, 0);
	str_add(&key, (struct slice){ (const char *)hash, 16 });
	str_add(&key, (struct slice){ (const char *)pub, 32 });
	assert_int_equal(extrinsic_decode_value(r, "System.Account", (struct slice){ NULL, 0 }, slice_str(&value), &o, &text, &f), E_OK);
	assert_non_null(strstr(str_c(&text), "free: 3400"));
	json_decref(o);
	str_cut(&text, 0);
	assert_int_equal(extrinsic_decode_value(r, NULL, slice_str(&key), slice_str(&value), &o, &text, &f), E_OK);
	assert_string_equal(json_string_value(json_object_get(o, "item")), "System.Account");
	assert_int_equal(json_array_size(json_object_get(o, "key")), 1);
	json_decref(o);
	assert_int_equal(extrinsic_decode_value(r, "System.Events", (struct slice){ NULL, 0 }, SLICE("\0"), &o, &text, &f), E_OK);
	json_decref(o);
	assert_int_equal(extrinsic_decode_value(r, "System.Nothing", (struct slice){ NULL, 0 }, SLICE("\0"), &o, &text, &f), E_NOT_FOUND);
	assert_int_equal(extrinsic_decode_value(r, NULL, SLICE("\1\2"), SLICE("\0"), &o, &text, &f), E_NOT_FOUND);
	assert_int_equal(extrinsic_decode_value(r, "System.Account", (struct slice){ NULL, 0 }, SLICE("\0"), &o, &text, &f), E_INVALID);
	str_free(&value);
	str_free(&key);
	str_free(&text);
	runtime_drop(r);
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_of_the_state),
		cmocka_unit_test(one_extrinsic), cmocka_unit_test(all_extrinsics), cmocka_unit_test(all_calls), cmocka_unit_test(identity_calls),
		cmocka_unit_test(eras), cmocka_unit_test(storage_keys), cmocka_unit_test(not_extrinsics),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
