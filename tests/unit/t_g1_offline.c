/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts that leave the machine and signed bytes that come back. */
#include "t_g1.h"
#include "g1/offline.h"

static struct extrinsic_draft draft(void)
{
	struct extrinsic_draft d = { .scheme = KEY_ED25519, .nonce = 5, .era = era_at(64, 1234567), .tip_c = 3 };
	struct key k;
	g1_key(&k, 1);
	memcpy(d.signer, k.pub, 32);
	memset(d.birth_hash, 0xab, 32);
	key_free(&k);
	d.call = g1_hex("0603008139770ea87d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394e5c0");
	return d;
}

static void same(const struct extrinsic_draft *a, const struct extrinsic_draft *b)
{
	assert_memory_equal(a->signer, b->signer, 32);
	assert_memory_equal(a->birth_hash, b->birth_hash, 32);
	assert_int_equal(a->scheme, b->scheme);
	assert_int_equal(a->nonce, b->nonce);
	assert_int_equal(a->tip_c, b->tip_c);
	assert_int_equal(a->era.period, b->era.period);
	assert_int_equal(a->era.birth, b->era.birth);
	assert_true(slice_eq(slice_str(&a->call), slice_str(&b->call)));
}

static void a_file(void **state)
{
	struct runtime *r = g1_runtime();
	struct extrinsic_draft d = draft(), back;
	struct runtime_id id;
	struct fault f;
	json_t *o = offline_draft(r, &d);
	assert_non_null(strstr(json_string_value(json_object_get(o, "text")), "transfer_keep_alive"));
	assert_int_equal(offline_read_draft(o, &id, &back, &f), E_OK);
	same(&d, &back);
	assert_int_equal(id.spec, 1100);
	assert_string_equal(id.name, "g1");
	assert_memory_equal(id.genesis, r->id.genesis, 32);
	extrinsic_draft_free(&back);
	/* each member is needed, and looked at */
	static const char *const needed[] = { "vigie", "genesis", "spec_version", "signer", "scheme", "nonce", "tip_c", "call", "era" };
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
		json_t *less = json_copy(o);
		json_object_del(less, needed[i]);
		assert_int_equal(offline_read_draft(less, &id, &back, &f), E_INVALID);
		json_decref(less);
	}
	json_object_set_new(json_object_get(o, "era"), "birth", json_integer(1234568));
	assert_int_equal(offline_read_draft(o, &id, &back, &f), E_OK); /* any block may be the birth of a short era */
	extrinsic_draft_free(&back);
	json_object_set_new(json_object_get(o, "era"), "period", json_integer(63));
	assert_int_equal(offline_read_draft(o, &id, &back, &f), E_INVALID);
	json_object_set_new(o, "format", json_integer(2));
	assert_int_equal(offline_read_draft(o, &id, &back, &f), E_NEWER);
	json_decref(o);
	extrinsic_draft_free(&d);
	runtime_drop(r);
	(void)state;
}

static void signed_bytes(void **state)
{
	struct runtime *r = g1_runtime();
	struct extrinsic_draft d = draft();
	struct runtime_id id;
	struct era era;
	struct fault f;
	struct key k;
	struct str payload = { 0 }, bytes = { 0 }, back = { 0 };
	unsigned char sig[64], hash[32];
	g1_key(&k, 1);
	assert_int_equal(extrinsic_payload(r, &d, &payload, &f), E_OK);
	assert_int_equal(key_sign(&k, payload.p, payload.n, sig), E_OK);
	assert_int_equal(extrinsic_assemble(r, &d, sig, &bytes, hash, &f), E_OK);
	json_t *o = offline_signed(r, &d, slice_str(&bytes));
	assert_int_equal(offline_read_signed(o, &id, &era, &back, &f), E_OK);
	assert_true(slice_eq(slice_str(&bytes), slice_str(&back)));
	assert_int_equal(era.birth, d.era.birth);
	struct extrinsic_draft none;
	assert_int_equal(offline_read_draft(o, &id, &none, &f), E_INVALID); /* that is another kind of file */
	json_object_set_new(o, "hash", json_string("0x0000000000000000000000000000000000000000000000000000000000000000"));
	assert_int_equal(offline_read_signed(o, &id, &era, &back, &f), E_INVALID);
	json_decref(o);
	str_free(&payload);
	str_free(&bytes);
	str_free(&back);
	key_free(&k);
	extrinsic_draft_free(&d);
	runtime_drop(r);
	(void)state;
}

static void a_code(void **state)
{
	struct runtime *r = g1_runtime();
	struct extrinsic_draft d = draft(), back;
	struct runtime_id id;
	struct fault f;
	struct str s = { 0 };
	assert_int_equal(offline_pack(r, &d, &s), E_OK);
	assert_true(s.n < 400);
	for (size_t i = 0; i < s.n; i++) /* the alphabet that QR codes pack well */
		assert_non_null(strchr("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:", s.p[i]));
	assert_int_equal(offline_unpack(slice_str(&s), &id, &back, &f), E_OK);
	same(&d, &back);
	assert_int_equal(id.tx, 1);
	extrinsic_draft_free(&back);
	for (size_t i = 7; i < s.n; i += 11) { /* one character read wrongly */
		char was = s.p[i];
		s.p[i] = was == 'A' ? 'B' : 'A';
		enum err e = offline_unpack(slice_str(&s), &id, &back, &f);
		assert_true(e == E_CHECKSUM || e == E_INVALID);
		s.p[i] = was;
	}
	assert_int_not_equal(offline_unpack(slice_to(slice_str(&s), s.n - 3), &id, &back, &f), E_OK);
	assert_int_equal(offline_unpack(SLICE("g1://abc"), &id, &back, &f), E_INVALID);
	str_free(&s);
	extrinsic_draft_free(&d);
	runtime_drop(r);
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_file), cmocka_unit_test(signed_bytes), cmocka_unit_test(a_code) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
