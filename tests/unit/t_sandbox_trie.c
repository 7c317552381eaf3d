/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The persistent trie against roots and proofs made by others, and against a plain list. */
#include "base/mem.h"
#include "codec/hash.h"
#include "codec/hex.h"
#include "sandbox/chain/ptrie.h"
#include "sandbox/rng.h"
#include "tests/shared.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static json_t *vectors;

static int load(void **state)
{
	const char *path = shared_path("data/vectors_light/trie.json");

	(void)state;
	vectors = path ? json_load_file(path, 0, NULL) : NULL;
	return 0;
}

static int drop(void **state)
{
	(void)state;
	json_decref(vectors);
	return 0;
}

static struct str bytes(const json_t *hex)
{
	struct str b = { 0 };

	assert_int_equal(hex_append(slice_of(json_string_value(hex)), &b), E_OK);
	return b;
}

static struct ptrie *build(const json_t *entries)
{
	struct ptrie *t = NULL;
	size_t i;
	json_t *e;

	json_array_foreach(entries, i, e) {
		struct str k = bytes(json_array_get(e, 0)), v = bytes(json_array_get(e, 1));

		t = ptrie_put(t, slice_str(&k), slice_str(&v));
		str_free(&k);
		str_free(&v);
	}
	return t;
}

static void root_is(struct ptrie *t, const char *want)
{
	unsigned char root[32];
	char hex[65];

	ptrie_root(t, root);
	hex_encode(root, 32, hex);
	assert_string_equal(hex, want + 2);
}

static void roots_agree(void **state)
{
	struct ptrie *t;
	size_t i;
	json_t *o;

	(void)state;
	if (!vectors)
		skip();
	t = build(json_object_get(vectors, "entries"));
	root_is(t, json_string_value(json_object_get(vectors, "root_v1")));
	ptrie_unref(t);
	root_is(NULL, "0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314");
	json_array_foreach(json_object_get(vectors, "ordered_roots"), i, o) {
		const json_t *items = json_object_get(o, "items");
		size_t n = json_array_size(items);
		struct str *b = mem_array(n, sizeof *b);
		struct slice *s = mem_array(n, sizeof *s);
		unsigned char root[32];
		char hex[65];

		for (size_t k = 0; k < n; k++) {
			b[k] = bytes(json_array_get(items, k));
			s[k] = slice_str(&b[k]);
		}
		ptrie_ordered_root(s, n, root);
		hex_encode(root, 32, hex);
		assert_string_equal(hex, json_string_value(json_object_get(o, "root_v0")) + 2);
		for (size_t k = 0; k < n; k++)
			str_free(&b[k]);
		free(b);
		free(s);
	}
}

static void proofs_agree(void **state)
{
	struct ptrie *t;
	size_t i, tested = 0;
	json_t *c;

	(void)state;
	if (!vectors)
		skip();
	t = build(json_object_get(vectors, "entries"));
	json_array_foreach(json_object_get(vectors, "cases"), i, c) {
		const char *name = json_string_value(json_object_get(c, "name"));
		const json_t *want = json_object_get(c, "proof");
		struct ptrie_proof proof = { 0 };
		size_t k;
		json_t *e;

		if (json_integer_value(json_object_get(c, "state_version")) != 1 || strstr(name, "junk") || strstr(name, "empty_trie"))
			continue;
		json_array_foreach(json_object_get(c, "expect"), k, e) {
			struct str key = bytes(json_object_get(e, "key")), value = { 0 };
			struct slice got;
			bool there = ptrie_get(t, slice_str(&key), &got);

			assert_int_equal(there, json_is_string(json_object_get(e, "value")));
			if (there) {
				value = bytes(json_object_get(e, "value"));
				assert_true(slice_eq(got, slice_str(&value)));
			}
			ptrie_prove(t, slice_str(&key), &proof);
			str_free(&key);
			str_free(&value);
		}
		assert_int_equal(proof.n, json_array_size(want));
		json_array_foreach(want, k, e) {
			struct str item = bytes(e);
			bool found = false;

			for (size_t n = 0; n < proof.n; n++)
				found |= slice_eq(slice_str(&proof.v[n]), slice_str(&item));
			assert_true(found);
			str_free(&item);
		}
		for (size_t n = 1; n < proof.n; n++)
			assert_true(memcmp(proof.v[n - 1].p, proof.v[n].p, proof.v[n - 1].n < proof.v[n].n ? proof.v[n - 1].n : proof.v[n].n) <= 0);
		ptrie_proof_free(&proof);
		tested++;
	}
	assert_true(tested >= 20);
	ptrie_unref(t);
}

struct plain {
	unsigned char key[6], value[40];
	size_t nk, nv;
	bool there;
};

static struct ptrie *from_plain(const struct plain *p, size_t n)
{
	struct ptrie *t = NULL;

	for (size_t i = n; i-- > 0;)
		if (p[i].there)
			t = ptrie_put(t, (struct slice){ (const char *)p[i].key, p[i].nk }, (struct slice){ (const char *)p[i].value, p[i].nv });
	return t;
}

/* Changes in any order end in the same root as building from what is left; older versions stay as they were. */
static void history_and_order_do_not_matter(void **state)
{
	enum { N = 300 };
	static struct plain p[N], kept[N];
	struct ptrie *t = NULL, *old = NULL, *again;
	unsigned char a[32], b[32], root_then[32];
	struct rng r;

	(void)state;
	rng_init(&r, 5, "trie", 0);
	for (size_t i = 0; i < N; i++) {
		p[i].nk = 1 + rng_below(&r, 6);
		for (size_t k = 0; k < 6; k++)
			p[i].key[k] = (unsigned char)(rng_below(&r, 3) * 0x11);
		for (size_t k = 0; k < i; k++)
			if (p[k].nk == p[i].nk && !memcmp(p[k].key, p[i].key, p[i].nk))
				p[i].nk = 0;
	}
	for (int step = 0; step < 20000; step++) {
		struct plain *x = &p[rng_below(&r, N)];
		struct slice key = { (const char *)x->key, x->nk }, got;

		if (!x->nk)
			continue;
		if (rng_chance(&r, 450)) {
			t = ptrie_del(t, key);
			x->there = false;
		} else {
			x->nv = rng_below(&r, 41);
			rng_bytes(&r, x->value, x->nv);
			x->there = true;
			t = ptrie_put(t, key, (struct slice){ (const char *)x->value, x->nv });
		}
		assert_int_equal(ptrie_get(t, key, &got), x->there);
		if (x->there)
			assert_true(got.n == x->nv && !memcmp(got.p, x->value, x->nv));
		if (step % 500 == 0) {
			again = from_plain(p, N);
			ptrie_root(t, a);
			ptrie_root(again, b);
			assert_memory_equal(a, b, 32);
			ptrie_unref(again);
		}
		if (step >= 10000 && !old) {
			old = ptrie_ref(t);
			memcpy(kept, p, sizeof p);
			ptrie_root(t, root_then);
		}
	}
	again = from_plain(kept, N);
	ptrie_root(old, a);
	ptrie_root(again, b);
	assert_memory_equal(a, root_then, 32);
	assert_memory_equal(b, root_then, 32);
	for (size_t i = 0; i < N; i++) {
		struct slice got, key = { (const char *)kept[i].key, kept[i].nk };

		if (kept[i].nk)
			assert_int_equal(ptrie_get(old, key, &got), kept[i].there);
	}
	ptrie_unref(again);
	ptrie_unref(old);
	ptrie_unref(t);
}

struct seen {
	struct slice want[8];
	size_t n, at;
};

static bool on_key(void *arg, struct slice key, struct slice value)
{
	struct seen *s = arg;

	(void)value;
	assert_true(s->at < s->n);
	assert_true(slice_eq(key, s->want[s->at]));
	return ++s->at < s->n;
}

static void walks_are_ordered_and_bounded(void **state)
{
	static const char *const keys[] = { "a", "ab", "abc", "abd", "b", "ba", "c" };
	struct ptrie *t = NULL;
	struct seen all = { .n = 7 }, ab = { .n = 3 }, behind = { .n = 2 };

	(void)state;
	for (size_t i = 7; i-- > 0;)
		t = ptrie_put(t, slice_of(keys[i]), slice_of("x"));
	for (size_t i = 0; i < 7; i++)
		all.want[i] = slice_of(keys[i]);
	ptrie_each(t, slice_of(""), slice_of(""), on_key, &all);
	assert_int_equal(all.at, 7);
	for (size_t i = 0; i < 3; i++)
		ab.want[i] = slice_of(keys[i + 1]);
	ptrie_each(t, slice_of("ab"), slice_of(""), on_key, &ab);
	assert_int_equal(ab.at, 3);
	behind.want[0] = slice_of("abc");
	behind.want[1] = slice_of("abd");
	ptrie_each(t, slice_of("a"), slice_of("ab"), on_key, &behind);
	assert_int_equal(behind.at, 2);
	ptrie_unref(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roots_agree),
		cmocka_unit_test(proofs_agree),
		cmocka_unit_test(history_and_order_do_not_matter),
		cmocka_unit_test(walks_are_ordered_and_bounded),
	};

	return cmocka_run_group_tests(tests, load, drop);
}
