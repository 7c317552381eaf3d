/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metadata. In the tree: blobs of versions 14, 15 and 16 that @polkadot/types encoded from some pallets of the g1 runtime.
 * Shared: the whole blob of the g1 runtime and what another program read out of it. */
#include "codec/hex.h"
#include "codec/meta.h"
#include "codec/metaword.h"
#include "codec/shape.h"
#include "tests/shared.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include "tests/unit/codec_json.h"

static struct meta *open_meta(const char *path)
{
	size_t n;
	char *bytes = shared_load(path, &n);
	struct fault f = { 0 };
	if (!bytes)
		return NULL;
	struct meta *m = meta_parse(bytes, n, &f);
	assert_non_null(m);
	free(bytes);
	return m;
}

static void word_is(struct slice s, const char *want)
{
	if (!slice_is(s, want))
		print_message("\"%.*s\" is not \"%s\"\n", (int)s.n, s.p, want);
	assert_true(slice_is(s, want));
}

static void type_is(const struct meta *m, uint32_t type, const char *want)
{
	struct str s = { 0 };
	registry_name(&m->types, type, &s);
	/* The other program leaves out the four parameters of this one. */
	char *gap = strstr(str_c(&s), "UncheckedExtrinsic<");
	if (gap && !strstr(want, "UncheckedExtrinsic<")) {
		char *end = gap += 18;
		for (int open = 0; *end; end++)
			if ((open += (*end == '<') - (*end == '>')) == 0)
				break;
		memmove(gap, end + 1, strlen(end));
		s.n = strlen(s.p);
	}
	assert_string_equal(str_c(&s), want);
	str_free(&s);
}

/* The same facts in all three versions, from the table of the runtime's calls and storage. */
static void facts_of(const struct meta *m)
{
	const struct meta_pallet *p;
	const struct registry_variant *v = meta_call(m, SLICE("Balances.transfer_keep_alive"), &p);
	const struct meta_item *it;
	const struct meta_constant *c;
	struct str s = { 0 };
	assert_non_null(v);
	assert_int_equal(p->index, 6);
	assert_int_equal(v->index, 3);
	assert_int_equal(v->n_fields, 2);
	word_is(v->fields[0].name, "dest");
	type_is(m, v->fields[0].type, "MultiAddress<AccountId32, ()>");
	word_is(v->fields[1].name, "value");
	type_is(m, v->fields[1].type, "Compact<u64>");
	assert_ptr_equal(meta_call(m, SLICE("balances.transferKeepAlive"), NULL), v);
	assert_null(meta_call(m, SLICE("Balances.transfer"), NULL));
	assert_null(meta_call(m, SLICE("Balances"), NULL));
	assert_null(meta_call(m, SLICE(""), NULL));
	assert_int_equal(meta_call(m, SLICE("Utility.batch_all"), &p)->index, 2);
	assert_int_equal(p->index, 54);
	assert_ptr_equal(meta_pallet_at(m, 54), p);
	assert_ptr_equal(meta_pallet(m, SLICE("utility")), p);
	assert_null(meta_pallet_at(m, 99));
	word_is(meta_error(m, 6, 2)->name, "InsufficientBalance");
	word_is(meta_error(m, 41, 20)->name, "InvalidLegacyRevocationFormat");
	assert_null(meta_error(m, 41, 200));
	assert_null(meta_error(m, 5, 0));

	it = meta_item(m, SLICE("System.Account"), &p);
	word_is(p->prefix, "System");
	assert_int_equal(it->n_hashers, 1);
	assert_int_equal(it->hashers[0], HASHER_BLAKE2_128_CONCAT);
	assert_false(it->optional);
	assert_int_equal(it->fallback.n, 41);
	type_is(m, it->key, "AccountId32");
	type_is(m, it->value, "AccountInfo<u32, AccountData<u64, u32>>");
	it = meta_item(m, SLICE("identity.identities"), NULL);
	assert_true(it->optional);
	assert_int_equal(it->hashers[0], HASHER_TWOX_64_CONCAT);
	it = meta_item(m, SLICE("Multisig.Multisigs"), NULL);
	assert_int_equal(it->n_hashers, 2);
	type_is(m, it->key, "(AccountId32, [u8; 32])");
	assert_null(meta_item(m, SLICE("System.Nothing"), NULL));

	c = meta_constant(m, SLICE("Balances.ExistentialDeposit"));
	assert_int_equal(c->bytes.n, 8);
	assert_memory_equal(c->bytes.p, "\x64\0\0\0\0\0\0\0", 8);
	assert_null(meta_constant(m, SLICE("Balances.Nothing")));
	assert_int_equal(m->ss58, 4450);
	type_is(m, m->call, "RuntimeCall");
	type_is(m, m->event, "RuntimeEvent");
	type_is(m, m->address, "MultiAddress<AccountId32, ()>");
	type_is(m, m->signature, "MultiSignature");
	assert_int_equal(m->n_extensions, 9);
	word_is(m->extensions[5].name, "CheckNonce");
	type_is(m, m->extensions[7].additional, "()");
	meta_docs(meta_call(m, SLICE("UniversalDividend.claim_uds"), NULL)->docs, &s);
	assert_string_equal(str_c(&s), "Claim Universal Dividends.");
	str_free(&s);
}

static void three_versions(void **state)
{
	static const char *const files[] = { "tests/unit/codec/metadata_v14.scale", "tests/unit/codec/metadata_v15.scale",
		"tests/unit/codec/metadata_v16.scale" };
	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		struct meta *m = open_meta(source_path(files[i]));
		assert_non_null(m);
		assert_int_equal(m->version, 14 + i);
		facts_of(m);
		assert_int_equal(m->n_apis, i ? 2 : 0);
		assert_int_equal(m->formats.n, i == 2 ? 2 : 1);
		meta_free(m);
	}
	meta_free(NULL);
}

/* The way a node wraps its answers; and that every cut and many spoiled bytes are survived. */
static void wrapped_and_broken(void **state)
{
	size_t n;
	char *bytes = shared_load(source_path("tests/unit/codec/metadata_v15.scale"), &n);
	struct fault f = { 0 };
	(void)state;
	assert_non_null(bytes);
	char *wrapped = malloc(n + 5);
	uint32_t head = (uint32_t)n << 2 | 2;
	wrapped[0] = 1;
	memcpy(wrapped + 1, &head, 4);
	memcpy(wrapped + 5, bytes, n);
	struct meta *m = meta_parse(wrapped, n + 5, &f);
	assert_non_null(m);
	meta_free(m);
	m = meta_parse(wrapped + 1, n + 4, &f);
	assert_non_null(m);
	meta_free(m);
	assert_null(meta_parse(wrapped + 1, n + 3, &f));
	assert_int_equal(f.code, E_INVALID);
	assert_null(meta_parse("", 0, &f));
	assert_null(meta_parse("meta\x0d", 5, &f));
	assert_int_equal(f.code, E_UNSUPPORTED);
	for (size_t cut = 0; cut < n; cut += 97)
		assert_null(meta_parse(bytes, cut, NULL));
	for (size_t at = 5; at < n; at += 61) {
		bytes[at] = (char)~bytes[at];
		meta_free(meta_parse(bytes, n, NULL));
		bytes[at] = (char)~bytes[at];
	}
	bytes[n - 1] = 1;
	assert_null(meta_parse(bytes, n, &f));
	free(wrapped);
	free(bytes);
}

static void registry_words(void **state)
{
	struct meta *m = open_meta(source_path("tests/unit/codec/metadata_v16.scale"));
	const struct registry_type *call = registry_get(&m->types, m->call);
	struct scale in = scale_open("\x0c" "a b" "\x08\x04x\x04y" "\x0c" "a b", 13);
	struct str s = { 0 };
	bool with_sign;
	(void)state;
	word_is(registry_last(call), "RuntimeCall");
	word_is(registry_variant(call, 54)->name, "Utility");
	assert_null(registry_variant(call, 99));
	assert_ptr_equal(registry_variant_named(call, SLICE("utility")), registry_variant(call, 54));
	assert_null(registry_get(&m->types, (uint32_t)m->types.n));
	assert_true(metaword_same(SLICE("transferKeepAlive"), SLICE("transfer_keep_alive")));
	assert_false(metaword_same(SLICE("transferKeep"), SLICE("transfer_keep_alive")));
	assert_true(registry_is_byte(&m->types, registry_get(&m->types, meta_call(m, SLICE("System.remark"), NULL)->fields[0].type)->of));
	assert_false(registry_is_byte(&m->types, m->call));
	assert_int_equal(registry_inner(&m->types, meta_item(m, SLICE("System.Account"), NULL)->key)->len, 32);
	assert_int_equal(registry_width(REG_I128, &with_sign), 16);
	assert_true(with_sign);
	assert_int_equal(registry_width(REG_STR, &with_sign), 0);
	word_is(metaword_read(&in, true), "a b");
	meta_docs(metaword_docs(&in), &s);
	assert_string_equal(str_c(&s), "x\ny");
	word_is(metaword_read(&in, false), "");
	assert_true(in.bad);
	struct arena a = { 0 };
	struct registry r;
	in = scale_open("\x04\0\0\0\5\x03\0", 7); /* one type: u8 */
	assert_int_equal(registry_read(&in, &a, &r), E_OK);
	assert_int_equal(r.n, 1);
	in = scale_open("\x04\0\0\0\2\x04\0", 7); /* a sequence of a type that is not there */
	assert_int_equal(registry_read(&in, &a, &r), E_INVALID);
	in = scale_open("\x04\x04\0\0\5\x03\0", 7); /* ids out of order */
	assert_int_equal(registry_read(&in, &a, &r), E_UNSUPPORTED);
	arena_free(&a);
	str_free(&s);
	meta_free(m);
}

static void shapes(void **state)
{
	struct meta *m14 = open_meta(source_path("tests/unit/codec/metadata_v14.scale"));
	struct meta *m16 = open_meta(source_path("tests/unit/codec/metadata_v16.scale"));
	struct str s = { 0 };
	unsigned char a[32], b[32];
	(void)state;
	assert_int_equal(shape_call(m16, SLICE("Balances.transfer_keep_alive"), &s, a), E_OK);
	assert_string_equal(str_c(&s), "[6.3](dest:<0 Id:[u8;32]|1 Index:compact ()|2 Raw:vec u8|3 Address32:[u8;32]|4 Address20:[u8;20]>,"
			    "value:compact u64)");
	assert_int_equal(shape_call(m14, SLICE("Balances.transfer_keep_alive"), NULL, b), E_OK);
	assert_memory_equal(a, b, 32);
	assert_int_equal(shape_call(m14, SLICE("Balances.transfer_allow_death"), NULL, b), E_OK);
	assert_memory_equal(a, b, 32); /* the same arguments */
	assert_int_equal(shape_call(m14, SLICE("Balances.burn"), NULL, b), E_OK);
	assert_memory_not_equal(a, b, 32);
	str_cut(&s, 0);
	assert_int_equal(shape_call(m16, SLICE("Utility.batch_all"), &s, a), E_OK);
	assert_string_equal(str_c(&s), "[54.2](calls:vec Call)");
	assert_int_equal(shape_call(m16, SLICE("Utility.nothing"), &s, a), E_NOT_FOUND);
	str_cut(&s, 0);
	assert_int_equal(shape_extensions(m16, &s, a), E_OK);
	assert_non_null(strstr(str_c(&s), "CheckNonce compact u32 ()\n"));
	assert_non_null(strstr(str_c(&s), "CheckSpecVersion () u32\n"));
	assert_int_equal(shape_extensions(m14, NULL, b), E_OK);
	assert_memory_equal(a, b, 32);
	str_cut(&s, 0);
	assert_int_equal(shape_type(m16, meta_item(m16, SLICE("Multisig.Multisigs"), NULL)->key, &s), E_OK);
	assert_string_equal(str_c(&s), "([u8;32],[u8;32])");
	str_free(&s);
	meta_free(m14);
	meta_free(m16);
}

/* A type of two itselves, two deep: the count must not explode. */
static void shapes_are_bounded(void **state)
{
	struct registry_field pair[40][2];
	struct registry_type types[41];
	struct meta m = { .types = { types, 41 }, .call = REGISTRY_NONE };
	struct str s = { 0 };
	(void)state;
	memset(types, 0, sizeof types);
	memset(pair, 0, sizeof pair);
	for (unsigned i = 0; i < 40; i++) {
		pair[i][0].type = pair[i][1].type = i + 1;
		types[i] = (struct registry_type){ .kind = REG_TUPLE, .fields = pair[i], .n_fields = 2 };
	}
	types[40] = (struct registry_type){ .kind = REG_SEQUENCE, .of = 39 };
	assert_int_equal(shape_type(&m, 0, &s), E_TOO_BIG);
	str_cut(&s, 0);
	assert_int_equal(shape_type(&m, 39, &s), E_OK);
	assert_string_equal(str_c(&s), "(vec ^2,vec ^2)");
	str_free(&s);
}

/* From here on: everything that another program read out of the blob of the g1 runtime. */
struct whole {
	struct meta *m;
	json_t *j;
};

static int load_whole(void **state)
{
	static struct whole w;
	w.j = codec_json(shared_path("data/g1_metadata.json"));
	if (w.j)
		w.m = open_meta(shared_path("data/g1_metadata.scale"));
	*state = &w;
	return 0;
}

static int free_whole(void **state)
{
	struct whole *w = *state;
	meta_free(w->m);
	json_decref(w->j);
	return 0;
}

static const char *text_of(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));
	return s ? s : "";
}

static uint32_t id_of(const json_t *o, const char *key)
{
	json_t *v = json_object_get(o, key);
	return json_is_integer(v) ? (uint32_t)json_integer_value(v) : REGISTRY_NONE;
}

static void same_docs(struct slice docs, const json_t *o)
{
	struct str got = { 0 }, want = { 0 };
	size_t i;
	json_t *line;
	meta_docs(docs, &got);
	json_array_foreach(json_object_get(o, "docs"), i, line) {
		if (i)
			str_addc(&want, '\n');
		str_adds(&want, json_string_value(line));
	}
	assert_string_equal(str_c(&got), str_c(&want));
	str_free(&got);
	str_free(&want);
}

static void same_fields(const struct meta *m, const struct registry_field *f, size_t n, const json_t *list)
{
	assert_int_equal(n, json_array_size(list));
	for (size_t i = 0; i < n; i++) {
		const json_t *o = json_array_get(list, i);
		word_is(f[i].name, text_of(o, "name"));
		word_is(f[i].type_name, text_of(o, "typeName"));
		assert_int_equal(f[i].type, id_of(o, "type"));
		if (json_object_get(o, "resolved"))
			type_is(m, f[i].type, text_of(o, "resolved"));
	}
}

static void same_variants(const struct meta *m, uint32_t type, const json_t *list)
{
	const struct registry_type *t = registry_get(&m->types, type);
	size_t n = t ? t->n_variants : 0;
	assert_int_equal(n, json_array_size(list));
	for (size_t i = 0; i < n; i++) {
		const json_t *o = json_array_get(list, i);
		const struct registry_variant *v = registry_variant(t, id_of(o, "index"));
		assert_non_null(v);
		word_is(v->name, text_of(o, "name"));
		same_docs(v->docs, o);
		same_fields(m, v->fields, v->n_fields, json_object_get(o, "fields"));
	}
}

static void same_type(const struct meta *m, uint32_t id, const json_t *o)
{
	static const char *const kinds[] = { "composite", "variant", "sequence", "array", "tuple", "primitive", "compact", "bits" };
	const struct registry_type *t = registry_get(&m->types, id);
	json_t *of = json_object_get(o, "of"), *params = json_object_get(o, "params");
	assert_int_equal(id, id_of(o, "id"));
	assert_string_equal(kinds[t->kind], text_of(o, "kind"));
	word_is(t->path, text_of(o, "path"));
	type_is(m, id, text_of(o, "name"));
	assert_int_equal(t->n_params, json_array_size(params));
	for (size_t i = 0; i < t->n_params; i++) {
		word_is(t->params[i].name, text_of(json_array_get(params, i), "name"));
		assert_int_equal(t->params[i].type, id_of(json_array_get(params, i), "type"));
	}
	if (t->kind == REG_COMPOSITE)
		same_fields(m, t->fields, t->n_fields, json_object_get(o, "fields"));
	if (t->kind == REG_VARIANT)
		same_variants(m, id, json_object_get(o, "variants"));
	if (t->kind == REG_ARRAY)
		assert_int_equal(t->len, json_integer_value(json_object_get(o, "len")));
	if (json_is_integer(of))
		assert_int_equal(t->of, json_integer_value(of));
	for (size_t i = 0; i < json_array_size(of); i++)
		assert_int_equal(t->fields[i].type, json_integer_value(json_array_get(of, i)));
	if (t->kind == REG_TUPLE)
		assert_int_equal(t->n_fields, json_array_size(of));
}

static void every_type(void **state)
{
	struct whole *w = *state;
	json_t *list = json_object_get(w->j, "types");
	if (!w->m)
		skip();
	assert_int_equal(w->m->version, json_integer_value(json_object_get(w->j, "metadata_version")));
	assert_int_equal(w->m->types.n, json_array_size(list));
	for (uint32_t i = 0; i < w->m->types.n; i++)
		same_type(w->m, i, json_array_get(list, i));
}

static void same_item(const struct meta *m, const struct meta_item *it, const json_t *o)
{
	json_t *hashers = json_object_get(o, "hashers");
	struct str s = { 0 };
	word_is(it->name, text_of(o, "name"));
	assert_string_equal(it->optional ? "Optional" : "Default", text_of(o, "modifier"));
	assert_int_equal(it->n_hashers, json_array_size(hashers));
	for (size_t i = 0; i < it->n_hashers; i++)
		assert_string_equal(hash_storage_name(it->hashers[i]), json_string_value(json_array_get(hashers, i)));
	assert_int_equal(it->key, id_of(o, "key_id"));
	assert_int_equal(it->value, id_of(o, "value_id"));
	type_is(m, it->value, text_of(o, "value"));
	if (it->n_hashers)
		type_is(m, it->key, text_of(o, "key"));
	hex_add0x(&s, it->fallback.p, it->fallback.n);
	assert_string_equal(str_c(&s), text_of(o, "default"));
	same_docs(it->docs, o);
	str_free(&s);
}

static void same_methods(const struct meta *m, const struct meta_methods *list, const json_t *want)
{
	assert_int_equal(list->n, json_array_size(want));
	for (size_t i = 0; i < list->n; i++) {
		const json_t *o = json_array_get(want, i), *inputs = json_object_get(o, "inputs");
		const struct meta_method *method = &list->v[i];
		struct str s = { 0 };
		word_is(method->name, text_of(o, "name"));
		assert_int_equal(method->output, id_of(o, method->id.n ? "output" : "output_id"));
		assert_int_equal(method->n_inputs, json_array_size(inputs));
		for (size_t k = 0; k < method->n_inputs; k++) {
			const json_t *in = json_array_get(inputs, k);
			if (json_is_array(in)) { /* a name and a type's name; else an object with the type's number */
				word_is(method->inputs[k].name, json_string_value(json_array_get(in, 0)));
				type_is(m, method->inputs[k].type, json_string_value(json_array_get(in, 1)));
				continue;
			}
			word_is(method->inputs[k].name, text_of(in, "name"));
			assert_int_equal(method->inputs[k].type, id_of(in, "type"));
		}
		hex_add0x(&s, method->id.p, method->id.n);
		if (method->id.n)
			assert_string_equal(str_c(&s), text_of(o, "id"));
		same_docs(method->docs, o);
		str_free(&s);
	}
}

static void every_pallet(void **state)
{
	struct whole *w = *state;
	json_t *list = json_object_get(w->j, "pallets");
	if (!w->m)
		skip();
	assert_int_equal(w->m->n_pallets, json_array_size(list));
	for (size_t i = 0; i < w->m->n_pallets; i++) {
		const json_t *o = json_array_get(list, i), *items = json_object_get(o, "storage"), *consts = json_object_get(o, "constants");
		const struct meta_pallet *p = meta_pallet_at(w->m, id_of(o, "index"));
		assert_non_null(p);
		word_is(p->name, text_of(o, "name"));
		same_docs(p->docs, o);
		same_variants(w->m, p->calls, json_object_get(o, "calls"));
		same_variants(w->m, p->events, json_object_get(o, "events"));
		same_variants(w->m, p->errors, json_object_get(o, "errors"));
		word_is(p->prefix, text_of(o, "storage_prefix"));
		assert_int_equal(p->n_items, json_array_size(items));
		for (size_t k = 0; k < p->n_items; k++)
			same_item(w->m, &p->items[k], json_array_get(items, k));
		assert_int_equal(p->n_constants, json_array_size(consts));
		for (size_t k = 0; k < p->n_constants; k++) {
			const json_t *c = json_array_get(consts, k);
			struct str s = { 0 };
			word_is(p->constants[k].name, text_of(c, "name"));
			type_is(w->m, p->constants[k].type, text_of(c, "type"));
			hex_add0x(&s, p->constants[k].bytes.p, p->constants[k].bytes.n);
			assert_string_equal(str_c(&s), text_of(c, "hex"));
			same_docs(p->constants[k].docs, c);
			str_free(&s);
		}
		same_methods(w->m, &p->views, json_object_get(o, "viewFunctions"));
	}
}

static void the_rest(void **state)
{
	struct whole *w = *state;
	json_t *ext = json_object_get(w->j, "extrinsic"), *list = json_object_get(ext, "transactionExtensions"),
	       *apis = json_object_get(w->j, "apis"), *outer = json_object_get(w->j, "outerEnums");
	if (!w->m)
		skip();
	assert_memory_equal(w->m->formats.p, "\4\5", 2);
	assert_int_equal(w->m->address, id_of(json_object_get(ext, "addressType"), "id"));
	assert_int_equal(w->m->call, id_of(json_object_get(ext, "callType"), "id"));
	assert_int_equal(w->m->signature, id_of(json_object_get(ext, "signatureType"), "id"));
	assert_int_equal(w->m->call, id_of(outer, "callType"));
	assert_int_equal(w->m->event, id_of(outer, "eventType"));
	assert_int_equal(w->m->error, id_of(outer, "errorType"));
	assert_int_equal(w->m->n_extensions, json_array_size(list));
	for (size_t i = 0; i < w->m->n_extensions; i++) {
		const json_t *o = json_array_get(list, i);
		word_is(w->m->extensions[i].name, text_of(o, "identifier"));
		assert_int_equal(w->m->extensions[i].extra, id_of(o, "extra_id"));
		assert_int_equal(w->m->extensions[i].additional, id_of(o, "additional_id"));
	}
	assert_int_equal(w->m->n_apis, json_array_size(apis));
	for (size_t i = 0; i < w->m->n_apis; i++) {
		const json_t *o = json_array_get(apis, i);
		word_is(w->m->apis[i].name, text_of(o, "name"));
		assert_int_equal(w->m->apis[i].version, json_integer_value(json_object_get(o, "version")));
		same_methods(w->m, &w->m->apis[i].methods, json_object_get(o, "methods"));
	}
	facts_of(w->m);
	struct meta *other = open_meta(shared_path("data/gtest_metadata.scale"));
	assert_non_null(other);
	meta_free(other);
	other = open_meta(shared_path("data/gdev_metadata.scale"));
	assert_int_equal(other->ss58, 42);
	meta_free(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_versions),
		cmocka_unit_test(wrapped_and_broken),
		cmocka_unit_test(registry_words),
		cmocka_unit_test(shapes),
		cmocka_unit_test(shapes_are_bounded),
		cmocka_unit_test(every_type),
		cmocka_unit_test(every_pallet),
		cmocka_unit_test(the_rest),
	};
	return cmocka_run_group_tests(tests, load_whole, free_whole);
}
