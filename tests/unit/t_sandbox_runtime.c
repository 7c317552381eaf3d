/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The runtime that the sandbox describes is the one of Ğ1, and what it writes is metadata. */
#include "codec/hex.h"
#include "sandbox/chain/runtime.h"
#include "tests/shared.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static json_t *real;
static struct runtime *rt;

static int load(void **state)
{
	const char *path = shared_path("data/g1_metadata.json");

	(void)state;
	rt = runtime_new(0);
	real = path ? json_load_file(path, JSON_DECODE_INT_AS_REAL, NULL) : NULL;
	return 0;
}

static int drop(void **state)
{
	(void)state;
	json_decref(real);
	runtime_free(rt);
	return 0;
}

static const char *text(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s ? s : "";
}

static int integer(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return v ? (int)json_number_value(v) : -1;
}

static void same_fields(const json_t *want, const struct rt_field *f, size_t n)
{
	size_t i;
	json_t *w;

	assert_int_equal(json_array_size(want), n);
	json_array_foreach(want, i, w) {
		assert_true(slice_is(f[i].name, text(w, "name")));
		assert_int_equal(f[i].type, integer(w, "type"));
		assert_true(slice_is(f[i].type_name, text(w, "typeName")));
	}
}

static void same_variants(const json_t *want, int type)
{
	size_t i;
	json_t *w;

	if (!json_array_size(want))
		return;
	assert_true(type >= 0);
	assert_int_equal(json_array_size(want), rt->types[type].n_variants);
	json_array_foreach(want, i, w) {
		const struct rt_variant *v = runtime_variant(rt, type, (uint8_t)integer(w, "index"));

		assert_non_null(v);
		assert_true(slice_is(v->name, text(w, "name")));
		same_fields(json_object_get(w, "fields"), v->fields, v->n);
	}
}

static void types_are_those_of_g1(void **state)
{
	static const char *const kinds[] = { "composite", "variant", "sequence", "array", "tuple", "primitive", "compact", "variant" };
	size_t i;
	json_t *w;

	(void)state;
	if (!real)
		skip();
	assert_int_equal(json_array_size(json_object_get(real, "types")), RT_TYPES);
	json_array_foreach(json_object_get(real, "types"), i, w) {
		const struct rt_type *t = &rt->types[i];

		assert_string_equal(kinds[t->kind], text(w, "kind"));
		assert_string_equal(t->path ? t->path : "", text(w, "path"));
		if (t->kind == RT_COMPOSITE)
			same_fields(json_object_get(w, "fields"), t->fields, t->n_fields);
		else if (t->kind == RT_VARIANT)
			same_variants(json_object_get(w, "variants"), (int)i);
		else if (t->kind == RT_ERA)
			assert_int_equal(json_array_size(json_object_get(w, "variants")), 256);
		else if (t->kind == RT_SEQUENCE || t->kind == RT_ARRAY || t->kind == RT_COMPACT)
			assert_int_equal(t->sub, integer(w, "of"));
		if (t->kind == RT_ARRAY)
			assert_int_equal(t->len, integer(w, "len"));
		if (t->kind == RT_TUPLE)
			for (size_t k = 0; k < t->n_fields; k++)
				assert_int_equal(t->fields[k].type, (int)json_number_value(json_array_get(json_object_get(w, "of"), k)));
	}
}

static const char *hasher_name(enum hasher h)
{
	static const char *const names[] = { "Blake2_128", "Blake2_256", "Blake2_128Concat", "Twox128", "Twox256", "Twox64Concat",
					     "Identity" };

	return names[h];
}

static void same_storage(const json_t *want, const struct rt_pallet *p)
{
	size_t i;
	json_t *w;

	assert_int_equal(json_array_size(want), p->n_storage);
	json_array_foreach(want, i, w) {
		const struct rt_storage *s = &p->storage[i];
		const json_t *h = json_object_get(w, "hashers");
		struct str hex = { 0 };

		assert_string_equal(s->name, text(w, "name"));
		assert_int_equal(s->optional, !strcmp(text(w, "modifier"), "Optional"));
		assert_int_equal(s->n_hashers, json_array_size(h));
		for (size_t k = 0; k < s->n_hashers; k++)
			assert_string_equal(hasher_name(s->hashers[k]), json_string_value(json_array_get(h, k)));
		assert_int_equal(s->key, integer(w, "key_id"));
		assert_int_equal(s->value, integer(w, "value_id"));
		hex_add0x(&hex, s->fallback.p, s->fallback.n);
		assert_string_equal(str_c(&hex), text(w, "default"));
		str_free(&hex);
	}
}

static void same_constants(const json_t *want, const struct rt_pallet *p)
{
	size_t i;
	json_t *w;

	assert_int_equal(json_array_size(want), p->n_constants);
	json_array_foreach(want, i, w) {
		struct str hex = { 0 };

		assert_string_equal(p->constants[i].name, text(w, "name"));
		hex_add0x(&hex, p->constants[i].value.p, p->constants[i].value.n);
		/* The version differs: the description was taken from a build of version 1000, the chain started with 1100. */
		if (strcmp(p->constants[i].name, "Version"))
			assert_string_equal(str_c(&hex), text(w, "hex"));
		else
			assert_int_equal(strlen(str_c(&hex)), strlen(text(w, "hex")));
		str_free(&hex);
	}
}

static void pallets_are_those_of_g1(void **state)
{
	size_t i;
	json_t *w;

	(void)state;
	if (!real)
		skip();
	assert_int_equal(json_array_size(json_object_get(real, "pallets")), rt->n_pallets);
	json_array_foreach(json_object_get(real, "pallets"), i, w) {
		const struct rt_pallet *p = runtime_pallet(rt, text(w, "name"));

		assert_non_null(p);
		assert_int_equal(p->index, integer(w, "index"));
		assert_string_equal(p->prefix ? p->prefix : "", text(w, "storage_prefix"));
		same_variants(json_object_get(w, "calls"), p->calls);
		same_variants(json_object_get(w, "events"), p->events);
		same_variants(json_object_get(w, "errors"), p->errors);
		same_storage(json_object_get(w, "storage"), p);
		same_constants(json_object_get(w, "constants"), p);
	}
}

static void extensions_are_those_of_g1(void **state)
{
	size_t i;
	json_t *w;

	(void)state;
	if (!real)
		skip();
	w = json_object_get(json_object_get(real, "extrinsic"), "transactionExtensions");
	assert_int_equal(json_array_size(w), rt->n_extensions);
	json_t *e;
	json_array_foreach(w, i, e) {
		assert_string_equal(rt->extensions[i].name, text(e, "identifier"));
		assert_int_equal(rt->extensions[i].type, integer(e, "extra_id"));
		assert_int_equal(rt->extensions[i].implicit, integer(e, "additional_id"));
	}
}

/* Reads on from a needle and tells where it is. */
static const char *find(const struct str *in, const char *needle, size_t n)
{
	return memmem(in->p, in->n, needle, n);
}

static void metadata_is_written_in_three_versions(void **state)
{
	(void)state;
	for (unsigned v = 14; v <= 16; v++) {
		struct str m = { 0 };

		assert_true(runtime_metadata(rt, v, &m));
		assert_memory_equal(m.p, "meta", 4);
		assert_int_equal((unsigned char)m.p[4], v);
		assert_non_null(find(&m, "CheckMetadataHash", 17));
		assert_int_equal(find(&m, "account_balances", 16) != NULL, v >= 15);
		str_free(&m);
	}
	struct str none = { 0 };
	assert_false(runtime_metadata(rt, 13, &none));
	assert_false(runtime_metadata(rt, 17, &none));
	assert_int_equal(none.n, 0);
}

static void an_upgrade_moves_a_call_and_adds_an_extension(void **state)
{
	struct runtime *next = runtime_new(1 | RT_MOVED_CALL | RT_HARBOUR);
	const struct rt_pallet *b = runtime_pallet(next, "Balances");

	(void)state;
	assert_int_equal(next->spec_version, 1101);
	assert_int_equal(next->tx_version, 2);
	assert_int_equal(runtime_named(next, b->calls, "transfer_keep_alive")->index, 11);
	assert_null(runtime_variant(next, b->calls, 3));
	assert_int_equal(next->n_extensions, rt->n_extensions + 1);
	assert_int_equal(runtime_named(rt, runtime_pallet(rt, "Balances")->calls, "transfer_keep_alive")->index, 3);
	runtime_free(next);
}

static bool fits(const char *hex, int type)
{
	struct str b = { 0 };
	struct scale s;

	hex_append(slice_of(hex), &b);
	s = scale_open(b.p, b.n);
	runtime_skip(rt, type, &s);
	str_free(&b);
	return scale_done(&s);
}

static void calls_of_the_vectors_fit(void **state)
{
	const char *path = shared_path("data/vectors_chain.json");
	json_t *v = path ? json_load_file(path, 0, NULL) : NULL, *one;
	const char *name;
	size_t n = 0;

	(void)state;
	if (!v)
		skip();
	json_object_foreach(json_object_get(v, "calls"), name, one) {
		assert_true(fits(json_string_value(one), 113));
		n++;
	}
	assert_true(n > 10);
	json_decref(v);
	assert_false(fits("0x0603", 113));
	assert_false(fits("0x1e0000", 113));
	assert_false(fits("0x0502", 113));
	assert_false(fits("0x1e05", 113));
}

/* Batches in batches: deep enough to hurt a careless reader. */
static void deep_calls_end(void **state)
{
	struct str b = { 0 };
	struct scale s;

	(void)state;
	for (int i = 0; i < 200000; i++)
		str_add(&b, SLICE("\x36\x02\x04"));
	s = scale_open(b.p, b.n);
	runtime_skip(rt, 113, &s);
	assert_true(s.bad);
	str_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types_are_those_of_g1),
		cmocka_unit_test(pallets_are_those_of_g1),
		cmocka_unit_test(extensions_are_those_of_g1),
		cmocka_unit_test(metadata_is_written_in_three_versions),
		cmocka_unit_test(an_upgrade_moves_a_call_and_adds_an_extension),
		cmocka_unit_test(calls_of_the_vectors_fit),
		cmocka_unit_test(deep_calls_end),
	};

	return cmocka_run_group_tests(tests, load, drop);
}
