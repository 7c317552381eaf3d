/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be signed, against runtimes that differ from the one this program knows: metadata with single bytes changed. */
#include "t_g1.h"
#include "g1/compose.h"
#include "g1/runtime_file.h"
#include "tests/shared.h"

/* A copy of the built-in metadata that may be changed. */
static struct str blob_copy(void)
{
	struct runtime *r = g1_runtime();
	struct str s = { 0 };
	str_add(&s, (struct slice){ r->meta->blob, r->meta->blob_n });
	runtime_drop(r);
	return s;
}

/* Where a variant's name stands, with its length in front; the n-th time. */
static char *find(struct str *s, const char *name, unsigned n)
{
	char want[80];
	size_t len = strlen(name);
	want[0] = (char)(len << 2);
	memcpy(want + 1, name, len);
	for (size_t i = 0; i + len + 1 < s->n; i++)
		if (!memcmp(s->p + i, want, len + 1) && !n--)
			return s->p + i;
	fail_msg("%s is not in the metadata", name);
	return NULL;
}

static struct runtime *parsed(struct str *s)
{
	struct runtime_id id = g1_id();
	struct fault f = { .code = E_OK };
	id.spec = 1200;
	struct runtime *r = runtime_new(&id, slice_str(s), &f);
	if (!r)
		print_message("%s %s\n", err_name(f.code), f.where);
	str_free(s);
	return r;
}

static struct str call_of(const struct runtime *r, const char *name, const char *args)
{
	struct str s = { 0 };
	struct fault f = { .code = E_OK };
	json_t *a = json_loads(args, 0, NULL);
	enum err e = compose_call(r, name, a, &s, &f);
	if (e)
		print_message("%s\n", f.where);
	assert_int_equal(e, E_OK);
	json_decref(a);
	return s;
}

#define BOB "g1MuCs7bSiZ4Uwnm1LjFkpQvyPrBWnZsQk3cGFYGMn5SmXBf4"
static const char pay_args[] = "{\"dest\":\"" BOB "\",\"value\":100}";
static const char batch_args[] = "{\"calls\":[{\"Balances.transfer_keep_alive\":{\"dest\":\"" BOB "\",\"value\":100}},"
                                 "{\"System.remark_with_event\":{\"remark\":\"hi\"}}]}";

/* By its bytes, as other networks write addresses in another way. */
static const char bare_args[] = "{\"calls\":[{\"Balances.transfer_keep_alive\":{\"dest\":{\"Id\":"
	"\"0x8139770ea87d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394\"},\"value\":100}},"
	"{\"System.remark_with_event\":{\"remark\":\"hi\"}}]}";

static void the_known_one(void **state)
{
	struct runtime *r = g1_runtime();
	struct str changes = { 0 }, batch = call_of(r, "Utility.batch_all", batch_args);
	struct fault f;
	runtime_changes(r, &changes);
	assert_string_equal(str_c(&changes), "");
	assert_int_equal(runtime_may_sign(r, slice_str(&batch), &f), E_OK);
	assert_int_equal(r->deposit_c, 100);
	assert_int_equal(r->ud_period_ms, 86400000);
	assert_int_equal(r->reeval_period_ms, 15778800000);
	assert_int_equal(r->growth_ppb, 2382304);
	assert_int_equal(r->block_hashes, 2400);
	assert_int_equal(runtime_constant(r, "Certification.MaxByIssuer", -1), 100);
	assert_int_equal(runtime_constant(r, "Nothing.AtAll", -1), -1);
	/* not calls */
	assert_int_equal(runtime_may_sign(r, SLICE(""), &f), E_INVALID);
	assert_int_equal(runtime_may_sign(r, SLICE("\x06\x03"), &f), E_INVALID);
	str_addc(&batch, 0);
	assert_int_equal(runtime_may_sign(r, slice_str(&batch), &f), E_INVALID);
	str_free(&batch);
	str_free(&changes);
	runtime_drop(r);
	(void)state;
}

/* Another number is believed when two nodes say so, and never from one. */
static void a_moved_call(void **state)
{
	struct str s = blob_copy();
	char *at = find(&s, "transfer_keep_alive", 0);
	/* name, fields, index, docs: the index follows the two fields */
	size_t i = (size_t)(at - s.p);
	while (s.p[i] != 3 || s.p[i + 1] == 0 || (unsigned char)s.p[i - 1] != 0)
		i++;
	s.p[i] = 11;
	struct runtime *r = parsed(&s);
	struct fault f;
	assert_non_null(r);
	struct str call = call_of(r, "Balances.transfer_keep_alive", pay_args), changes = { 0 };
	struct str batch = call_of(r, "Utility.batch_all", batch_args);
	assert_int_equal((unsigned char)call.p[1], 11);
	assert_int_equal(runtime_may_sign(r, slice_str(&call), &f), E_RUNTIME_CHANGED);
	assert_non_null(strstr(f.where, "transfer_keep_alive"));
	assert_int_equal(runtime_may_sign(r, slice_str(&batch), &f), E_RUNTIME_CHANGED);
	r->agreed = true;
	assert_int_equal(runtime_may_sign(r, slice_str(&call), &f), E_OK);
	assert_int_equal(runtime_may_sign(r, slice_str(&batch), &f), E_OK);
	runtime_changes(r, &changes);
	assert_string_equal(str_c(&changes), "Balances.transfer_keep_alive moved from 6.3 to 6.11\n");
	str_free(&call);
	str_free(&batch);
	str_free(&changes);
	runtime_drop(r);
	(void)state;
}

static void other_arguments(void **state)
{
	struct str s = blob_copy(), changes = { 0 };
	struct fault f;
	char *at = find(&s, "transfer_keep_alive", 0);
	size_t i = (size_t)(at - s.p);
	while (memcmp(s.p + i, "\x14value", 6))
		i++;
	s.p[i + 5] = 'x'; /* "value" becomes "valux": an argument this program does not know */
	struct runtime *r = parsed(&s);
	assert_non_null(r);
	struct str call = call_of(r, "Balances.transfer_keep_alive", "{\"dest\":\"" BOB "\",\"valux\":100}");
	r->agreed = true; /* agreement does not help */
	assert_int_equal(runtime_may_sign(r, slice_str(&call), &f), E_RUNTIME_CHANGED);
	runtime_changes(r, &changes);
	assert_string_equal(str_c(&changes), "Balances.transfer_keep_alive takes other arguments\n");
	/* what did not change may be signed */
	struct str claim = call_of(r, "UniversalDividend.claim_uds", "{}");
	assert_int_equal(runtime_may_sign(r, slice_str(&claim), &f), E_OK);
	str_free(&call);
	str_free(&claim);
	str_free(&changes);
	runtime_drop(r);
	(void)state;
}

static void another_extension(void **state)
{
	struct str s = blob_copy(), changes = { 0 };
	struct fault f;
	unsigned last = 0;
	/* its name as an identifier of the extrinsic is the last time it stands there */
	for (size_t i = 0; i + 20 < s.n; i++)
		last += !memcmp(s.p + i, "\x2c" "CheckWeight", 12);
	char *at = find(&s, "CheckWeight", last - 1);
	at[11] = 'X';
	struct runtime *r = parsed(&s);
	assert_non_null(r);
	r->agreed = true;
	struct str call = call_of(r, "UniversalDividend.claim_uds", "{}");
	assert_int_equal(runtime_may_sign(r, slice_str(&call), &f), E_RUNTIME_CHANGED);
	assert_non_null(strstr(f.where, "CheckWeighX"));
	runtime_changes(r, &changes);
	assert_true(changes.n > 0);
	str_free(&changes);
	str_free(&call);
	runtime_drop(r);
	(void)state;
}

/* An account that is kept in another form must never be read as zero. */
static void another_account(void **state)
{
	struct str s = blob_copy();
	char *at = find(&s, "fee_frozen", 0);
	at[1] = 'b';
	assert_null(parsed(&s));
	(void)state;
}

static void the_cache_file(void **state)
{
	struct runtime *r = g1_runtime(), *back;
	struct str s = { 0 };
	struct fault f;
	unsigned char other[32] = { 1 };
	r->agreed = true;
	runtime_file_pack(r, &s);
	back = runtime_file_unpack(slice_str(&s), r->id.genesis, &f);
	assert_non_null(back);
	assert_int_equal(back->id.spec, 1100);
	assert_string_equal(back->id.name, "g1");
	assert_true(back->agreed);
	assert_memory_equal(back->hash, r->hash, 32);
	runtime_drop(back);
	assert_null(runtime_file_unpack(slice_str(&s), other, &f));
	assert_int_equal(f.code, E_WRONG_CHAIN);
	assert_null(runtime_file_unpack(slice_to(slice_str(&s), s.n - 1), r->id.genesis, &f));
	s.p[s.n / 2] ^= 1;
	back = runtime_file_unpack(slice_str(&s), r->id.genesis, &f);
	assert_null(back);
	str_free(&s);
	runtime_drop(r);
	(void)state;
}

/* The metadata of the other networks of Duniter: the same calls may be signed there. */
static void other_networks(void **state)
{
	static const char *const files[] = { "data/gtest_metadata.scale", "data/gdev_metadata.scale" };
	for (int i = 0; i < 2; i++) {
		size_t n;
		char *bytes = shared_load(shared_path(files[i]), &n);
		struct runtime_id id = g1_id();
		struct fault f;
		if (!bytes) {
			print_message("no metadata beside the tree: set VIGIE_SHARED\n");
			skip();
		}
		struct runtime *r = runtime_new(&id, (struct slice){ bytes, n }, &f);
		assert_non_null(r);
		struct str call = call_of(r, "Utility.batch_all", bare_args);
		assert_int_equal(runtime_may_sign(r, slice_str(&call), &f), E_OK);
		str_free(&call);
		runtime_drop(r);
		free(bytes);
	}
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_known_one), cmocka_unit_test(a_moved_call), cmocka_unit_test(other_arguments), cmocka_unit_test(another_extension),
		cmocka_unit_test(another_account), cmocka_unit_test(the_cache_file), cmocka_unit_test(other_networks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
