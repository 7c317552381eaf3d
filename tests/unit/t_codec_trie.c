/* SPDX-License-Identifier: GPL-3.0-or-later */
/* State tries and proofs. In the tree: roots and proofs computed by compiled smoldot trie code and the genesis state of
 * Polkadot. Shared: 1 221 entries with roots, 43 proofs, 14 that must be refused, a live chain's proof. */
#include "codec/hash.h"
#include "codec/hex.h"
#include "codec/proof.h"
#include "codec/trienode.h"
#include "tests/shared.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define EMPTY_ROOT "03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314"

static struct str bytes(const char *hex)
{
	struct str s = { 0 };
	assert_int_equal(hex_append(slice_of(hex), &s), E_OK);
	return s;
}

static void root_is(struct trie *t, const char *want)
{
	unsigned char got[32], w[32];
	trie_root(t, got);
	assert_int_equal(hex_exact(slice_of(want), w, 32), E_OK);
	assert_memory_equal(got, w, 32);
}

static void small_roots(void **state)
{
	struct trie t = { .version = 1 };
	struct slice value;
	(void)state;
	root_is(&t, EMPTY_ROOT);
	assert_false(trie_del(&t, SLICE("a")));
	assert_false(trie_get(&t, SLICE("a"), &value));
	assert_int_equal(trie_set(&t, SLICE("a"), SLICE("1")), E_OK);
	assert_true(trie_get(&t, SLICE("a"), &value));
	assert_true(slice_is(value, "1"));
	assert_int_equal(t.n, 1);
	assert_true(trie_del(&t, SLICE("a")));
	root_is(&t, EMPTY_ROOT);
	static char longest[TRIENODE_KEY_MAX + 1];
	assert_int_equal(trie_set(&t, (struct slice){ longest, TRIENODE_KEY_MAX }, SLICE("x")), E_OK);
	assert_int_equal(trie_set(&t, (struct slice){ longest, TRIENODE_KEY_MAX + 1 }, SLICE("x")), E_TOO_BIG);
	assert_false(trie_get(&t, (struct slice){ longest, TRIENODE_KEY_MAX + 1 }, NULL));
	trie_free(&t);
	unsigned char got[32], want[32];
	trie_list_root(NULL, 0, got);
	hex_exact(SLICE(EMPTY_ROOT), want, 32);
	assert_memory_equal(got, want, 32);
	/* smoldot's trie code: the root over one and two items */
	struct str a = bytes("cd1df424c0");
	trie_list_root(&(struct slice){ a.p, a.n }, 1, got);
	hex_exact(SLICE("ac3dace29b69928a18649a6a790d6f6d3c27888a42d1df5bb9482c62f10e13f3"), want, 32);
	assert_memory_equal(got, want, 32);
	str_free(&a);
}

/* The specification's forms of a node: kind bits, length with its overflow, partial, bitmap, value. */
static void node_encodings(void **state)
{
	unsigned char nib[100] = { 1, 2, 3 };
	struct slice value = SLICE("v");
	struct str s = { 0 };
	struct trienode *n = trienode_new(nib, 3, &value);
	(void)state;
	trienode_encode(n, 1, &s);
	assert_int_equal(s.n, 5);
	assert_memory_equal(s.p, "\x43\x01\x23\x04v", 5);
	assert_int_equal(trienode_nibble(n, 0), 1);
	assert_int_equal(trienode_nibble(n, 2), 3);
	assert_true(slice_is(trienode_value(n), "v"));
	assert_null(trienode_child(n, 3));
	trienode_hash(n, 1, &s);
	assert_int_equal(n->ref_n, 5); /* shorter than a hash: it stands for itself */
	trienode_drop(n);
	trienode_drop(NULL);
	char big[33] = { 0 };
	value = (struct slice){ big, sizeof big };
	n = trienode_new(nib, 63, &value);
	str_cut(&s, 0);
	trienode_encode(n, 0, &s);
	assert_memory_equal(s.p, "\x7f\x00\x01\x23", 4); /* 63 = all ones and a zero */
	str_cut(&s, 0);
	trienode_encode(n, 1, &s);
	assert_memory_equal(s.p, "\x3f\x20\x01\x23", 4); /* hashed leaf: 31 and 32 more */
	assert_int_equal(s.n, 2 + 32 + 32);
	trienode_hash(n, 1, &s);
	assert_int_equal(n->ref_n, 32);
	trienode_drop(n);
	str_free(&s);
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* In order, each once, and below a prefix only what begins with it. */
struct seen {
	const struct trie *t;
	struct slice prefix;
	struct str before;
	size_t n;
};

static bool on_key(void *arg, struct slice key, struct slice value)
{
	struct seen *s = arg;
	struct slice same;
	size_t n = key.n < s->before.n ? key.n : s->before.n;
	int order = n ? memcmp(s->before.p, key.p, n) : 0;
	if (s->n++)
		assert_true(order < 0 || (!order && s->before.n < key.n));
	assert_true(key.n >= s->prefix.n && (!s->prefix.n || !memcmp(key.p, s->prefix.p, s->prefix.n)));
	assert_true(trie_get(s->t, key, &same));
	assert_ptr_equal(same.p, value.p);
	str_cut(&s->before, 0);
	str_add(&s->before, key);
	return true;
}

static void apply(void *arg, struct slice key, const struct slice *value)
{
	struct slice was;
	bool there = trie_get(arg, key, &was);
	if (value) {
		assert_false(there && slice_eq(was, *value));
		trie_set(arg, key, *value);
	} else {
		assert_true(trie_del(arg, key));
	}
}

/* Random changes: the root kept up must be the root built anew, and copies must keep theirs. */
static void changes_and_copies(void **state)
{
	enum { KEYS = 300, STEPS = 4000 };
	static char keys[KEYS][6];
	static size_t length[KEYS];
	static char value[KEYS][40];
	static size_t value_n[KEYS];
	bool in[KEYS] = { false };
	uint32_t seed = 7;
	struct trie t = { .version = 1 }, old = { 0 };
	unsigned char old_root[32], a[32], b[32];
	(void)state;
	for (size_t i = 0; i < KEYS; i++) {
		length[i] = 1 + i % 6;
		for (size_t k = 0; k < length[i]; k++)
			keys[i][k] = (char)(next_random(&seed) % 3 ? 0x11 : next_random(&seed));
	}
	for (size_t step = 0; step < STEPS; step++) {
		size_t i = next_random(&seed) % KEYS;
		struct slice key = { keys[i], length[i] };
		for (size_t k = 0; k < KEYS; k++) /* equal keys are one */
			if (length[k] == length[i] && !memcmp(keys[k], keys[i], length[i])) {
				i = k;
				break;
			}
		if (next_random(&seed) % 3) {
			value_n[i] = next_random(&seed) % 40;
			memset(value[i], (int)next_random(&seed), value_n[i]);
			in[i] = true;
			trie_set(&t, key, (struct slice){ value[i], value_n[i] });
		} else {
			assert_int_equal(trie_del(&t, key), in[i]);
			in[i] = false;
		}
		if (step % 50)
			continue;
		trie_root(&t, a);
		struct trie fresh = { .version = 1 };
		size_t count = 0;
		for (size_t k = 0; k < KEYS; k++)
			if (in[k]) {
				count++;
				trie_set(&fresh, (struct slice){ keys[k], length[k] }, (struct slice){ value[k], value_n[k] });
			}
		trie_root(&fresh, b);
		assert_memory_equal(a, b, 32);
		assert_int_equal(t.n, count);
		trie_free(&fresh);
		if (step % 200)
			continue;
		if (step) {
			trie_root(&old, b);
			assert_memory_equal(b, old_root, 32);
		}
		trie_free(&old);
		old = trie_copy(&t);
		memcpy(old_root, a, 32);
	}
	struct seen all = { .t = &t }, below = { .t = &t, .prefix = SLICE("\x11\x11") };
	size_t want = 0;
	trie_each(&t, SLICE(""), SLICE(""), on_key, &all);
	assert_int_equal(all.n, t.n);
	for (size_t i = 0; i < KEYS; i++)
		want += in[i] && length[i] >= 2 && keys[i][0] == 0x11 && keys[i][1] == 0x11;
	trie_each(&t, below.prefix, SLICE(""), on_key, &below);
	assert_int_equal(below.n, want);
	assert_true(want > 10);
	str_free(&all.before);
	str_free(&below.before);
	/* what differs from an older one, told key by key, leads from the one to the other */
	struct trie copy = trie_copy(&old);
	trie_diff(&old, &t, apply, &copy);
	trie_root(&copy, a);
	trie_root(&t, b);
	assert_memory_equal(a, b, 32);
	assert_int_equal(copy.n, t.n);
	trie_free(&copy);
	trie_free(&old);
	trie_free(&t);
}

struct wanted {
	const char *const *v;
	size_t n, at;
};

static bool on_wanted(void *arg, struct slice key, struct slice value)
{
	struct wanted *w = arg;
	assert_true(w->at < w->n);
	assert_true(slice_is(key, w->v[w->at]));
	assert_true(slice_is(value, "x"));
	return ++w->at < w->n;
}

static void walks_are_bounded(void **state)
{
	static const char *const keys[] = { "", "a", "ab", "abc", "abd", "b", "ba", "c" };
	static const struct {
		const char *prefix, *after;
		size_t from, n;
	} cases[] = { { "", "", 0, 8 }, { "ab", "", 2, 3 }, { "a", "ab", 3, 2 }, { "", "abcd", 4, 4 }, { "b", "b", 6, 1 }, { "", "b", 6, 2 } };
	struct trie t = { .version = 1 };
	(void)state;
	for (size_t i = 8; i-- > 0;)
		trie_set(&t, slice_of(keys[i]), SLICE("x"));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct wanted w = { keys + cases[i].from, cases[i].n, 0 };
		trie_each(&t, slice_of(cases[i].prefix), slice_of(cases[i].after), on_wanted, &w);
		assert_int_equal(w.at, w.n);
	}
	struct wanted first = { keys, 1, 0 };
	trie_each(&t, SLICE(""), SLICE(""), on_wanted, &first); /* told to stop after one */
	assert_int_equal(first.at, 1);
	trie_each(&t, SLICE("d"), SLICE(""), on_wanted, &first);
	trie_each(&t, SLICE(""), SLICE("c"), on_wanted, &first);
	trie_free(&t);
}

/* The read proof of smoldot's tests: one value of Polkadot's genesis state. */
static const char *const polkadot_proof[] = {
#include "tests/unit/codec/polkadot_proof.h"
};
static const char polkadot_root[] = "29d0d972cd27cbc511e9589fcb7a4506d5eb6a9e8df205f00472e5ab354a4e17";
static const char polkadot_key[] = "9c5d795d0297be56027a4b2464e3339763e6d3c1fb15805edfd024172ea4817d7081542596adb05d6140c170ac479edf"
	"7cfd5aa35357590acfe5d11a804d944e";

static void proof_of_polkadot(void **state)
{
	enum { N = sizeof polkadot_proof / sizeof *polkadot_proof };
	struct str items[N], key = bytes(polkadot_key), want = bytes("0d1456fdda7b8ec7f9e5c794cd83194f0593e4ea");
	struct slice s[N], value;
	unsigned char root[32];
	struct proof p;
	(void)state;
	for (size_t i = 0; i < N; i++) {
		items[i] = bytes(polkadot_proof[i]);
		s[i] = slice_str(&items[i]);
	}
	hex_exact(slice_of(polkadot_root), root, 32);
	assert_int_equal(proof_open(s, N, &p), E_OK);
	assert_int_equal(proof_read(&p, root, slice_str(&key), &value), PROOF_VALUE);
	assert_int_equal(value.n, want.n);
	assert_memory_equal(value.p, want.p, want.n);
	key.p[key.n - 1] ^= 1;
	assert_int_equal(proof_read(&p, root, slice_str(&key), &value), PROOF_ABSENT);
	key.p[key.n - 1] ^= 1;
	proof_free(&p);
	assert_int_equal(proof_open(s, N - 1, &p), E_OK);
	assert_int_equal(proof_read(&p, root, slice_str(&key), &value), PROOF_INCOMPLETE);
	proof_free(&p);
	s[0].n--;
	assert_int_equal(proof_open(s, N, &p), E_OK);
	assert_int_not_equal(proof_read(&p, root, slice_str(&key), &value), PROOF_VALUE);
	hash_blake2_256(root, s[0].p, s[0].n);
	assert_int_equal(proof_read(&p, root, slice_str(&key), &value), PROOF_MALFORMED);
	proof_free(&p);
	assert_int_equal(proof_open(s, PROOF_ITEMS_MAX + 1, &p), E_TOO_BIG);
	for (size_t i = 0; i < N; i++)
		str_free(&items[i]);
	str_free(&key);
	str_free(&want);
}

struct vectors {
	json_t *trie, *real;
};

static int load_vectors(void **state)
{
	static struct vectors v;
	size_t n;
	char *text = shared_load(shared_path("data/vectors_light/trie.json"), &n);
	v.trie = text ? json_loadb(text, n, 0, NULL) : NULL;
	free(text);
	text = shared_load(shared_path("data/vectors_light/real.json"), &n);
	v.real = text ? json_loadb(text, n, 0, NULL) : NULL;
	free(text);
	*state = &v;
	return 0;
}

static int free_vectors(void **state)
{
	struct vectors *v = *state;
	json_decref(v->trie);
	json_decref(v->real);
	return 0;
}

static const char *text_of(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

/* All entries, step after step: step shares no factor with their number. */
static void build(struct trie *t, const json_t *entries, size_t step)
{
	size_t n = json_array_size(entries);
	for (size_t i = 0, at = 0; i < n; i++, at = (at + step) % n) {
		struct str k = bytes(json_string_value(json_array_get(json_array_get(entries, at), 0)));
		struct str v = bytes(json_string_value(json_array_get(json_array_get(entries, at), 1)));
		assert_int_equal(trie_set(t, slice_str(&k), slice_str(&v)), E_OK);
		str_free(&k);
		str_free(&v);
	}
}

static void shared_roots(void **state)
{
	struct vectors *v = *state;
	const json_t *entries = json_object_get(v->trie, "entries");
	if (!v->trie)
		skip();
	for (int version = 0; version < 2; version++) {
		const char *want = text_of(v->trie, version ? "root_v1" : "root_v0");
		struct trie t = { .version = version };
		build(&t, entries, 1);
		root_is(&t, want);
		build(&t, entries, 5); /* the same again, in another order */
		root_is(&t, want);
		assert_int_equal(t.n, json_array_size(entries));
		/* everything but one goes and comes again */
		struct trie copy = trie_copy(&t);
		for (size_t i = 1; i < json_array_size(entries); i++) {
			struct str k = bytes(json_string_value(json_array_get(json_array_get(entries, i), 0)));
			assert_true(trie_del(&t, slice_str(&k)));
			str_free(&k);
		}
		assert_int_equal(t.n, 1);
		root_is(&copy, want);
		build(&t, entries, 7);
		root_is(&t, want);
		trie_free(&t);
		root_is(&copy, want);
		trie_free(&copy);
	}
	size_t i, k;
	json_t *list, *item;
	json_array_foreach(json_object_get(v->trie, "ordered_roots"), i, list) {
		const json_t *items = json_object_get(list, "items");
		size_t n = json_array_size(items);
		struct str *b = calloc(n + 1, sizeof *b);
		struct slice *s = calloc(n + 1, sizeof *s);
		unsigned char got[32], want[32];
		json_array_foreach(items, k, item) {
			b[k] = bytes(json_string_value(item));
			s[k] = slice_str(&b[k]);
		}
		trie_list_root(s, n, got);
		hex_exact(slice_of(text_of(list, "root_v0")), want, 32);
		assert_memory_equal(got, want, 32);
		for (k = 0; k < n; k++)
			str_free(&b[k]);
		free(b);
		free(s);
	}
}

struct opened {
	struct str *b;
	struct slice *s;
	size_t n;
	struct proof p;
};

static void open_items(const json_t *list, struct opened *o)
{
	o->n = json_array_size(list);
	o->b = calloc(o->n + 1, sizeof *o->b);
	o->s = calloc(o->n + 1, sizeof *o->s);
	for (size_t i = 0; i < o->n; i++) {
		o->b[i] = bytes(json_string_value(json_array_get(list, i)));
		o->s[i] = slice_str(&o->b[i]);
	}
	assert_int_equal(proof_open(o->s, o->n, &o->p), E_OK);
}

static void close_items(struct opened *o)
{
	for (size_t i = 0; i < o->n; i++)
		str_free(&o->b[i]);
	free(o->b);
	free(o->s);
	proof_free(&o->p);
}

static void value_is(const struct opened *o, const char *root_hex, const char *key_hex, const char *want_hex)
{
	struct str key = bytes(key_hex), want = { 0 };
	struct slice value = SLICE("");
	unsigned char root[32];
	hex_exact(slice_of(root_hex), root, 32);
	enum proof_verdict verdict = proof_read(&o->p, root, slice_str(&key), &value);
	assert_int_equal(verdict, want_hex ? PROOF_VALUE : PROOF_ABSENT);
	if (want_hex) {
		want = bytes(want_hex);
		assert_true(slice_eq(value, slice_str(&want)));
	}
	str_free(&key);
	str_free(&want);
}

static void shared_proofs(void **state)
{
	struct vectors *v = *state;
	json_t *c, *e;
	size_t i, k;
	if (!v->trie)
		skip();
	json_array_foreach(json_object_get(v->trie, "cases"), i, c) {
		struct opened o;
		open_items(json_object_get(c, "proof"), &o);
		json_array_foreach(json_object_get(c, "expect"), k, e)
			value_is(&o, text_of(c, "root"), text_of(e, "key"), text_of(e, "value"));
		close_items(&o);
	}
	json_array_foreach(json_object_get(v->trie, "must_reject"), i, c) {
		struct opened o;
		struct str key = bytes(text_of(c, "key"));
		unsigned char root[32];
		open_items(json_object_get(c, "proof"), &o);
		hex_exact(slice_of(text_of(c, "root")), root, 32);
		assert_int_equal(proof_read(&o.p, root, slice_str(&key), NULL),
				 !strcmp(text_of(c, "want"), "malformed") ? PROOF_MALFORMED : PROOF_INCOMPLETE);
		close_items(&o);
		str_free(&key);
	}
}

static int by_slice(const void *a, const void *b)
{
	const struct slice *x = a, *y = b;
	size_t n = x->n < y->n ? x->n : y->n;
	int order = memcmp(x->p, y->p, n);
	return order ? order : (x->n > y->n) - (x->n < y->n);
}

/* The proofs we make hold exactly the items of those of the vectors. */
static void shared_proofs_made(void **state)
{
	struct vectors *v = *state;
	json_t *c, *e;
	size_t i, k, made = 0;
	struct trie t[2] = { { .version = 0 }, { .version = 1 } };
	if (!v->trie)
		skip();
	build(&t[0], json_object_get(v->trie, "entries"), 1);
	build(&t[1], json_object_get(v->trie, "entries"), 5);
	json_array_foreach(json_object_get(v->trie, "cases"), i, c) {
		const json_t *expect = json_object_get(c, "expect");
		const char *name = text_of(c, "name");
		size_t n = json_array_size(expect);
		struct opened o;
		struct str *keys = calloc(n, sizeof *keys);
		struct slice *s = calloc(n, sizeof *s);
		struct proof_nodes nodes = { 0 };
		struct trie none = { .version = 1 };
		open_items(json_object_get(c, "proof"), &o);
		json_array_foreach(expect, k, e) {
			keys[k] = bytes(text_of(e, "key"));
			s[k] = slice_str(&keys[k]);
		}
		proof_make(strcmp(name, "empty_trie") ? &t[json_integer_value(json_object_get(c, "state_version"))] : &none, s, n, &nodes);
		qsort(o.s, o.n, sizeof *o.s, by_slice);
		if (!strstr(name, "junk")) {
			assert_int_equal(nodes.n, o.n);
			for (k = 0; k < nodes.n; k++)
				assert_true(slice_eq(slice_str(&nodes.v[k]), o.s[k]));
			made++;
		}
		proof_nodes_free(&nodes);
		for (k = 0; k < n; k++)
			str_free(&keys[k]);
		free(keys);
		free(s);
		close_items(&o);
	}
	assert_int_equal(made, 42);
	trie_free(&t[0]);
	trie_free(&t[1]);
}

static void proofs_of_real_chains(void **state)
{
	struct vectors *v = *state;
	json_t *c, *e;
	size_t i, k, seen = 0;
	if (!v->real)
		skip();
	c = json_object_get(v->real, "polkadot_genesis_proof");
	for (size_t list = 0; list < 2; list++) {
		struct opened o;
		open_items(json_object_get(c, "proof"), &o);
		json_array_foreach(json_object_get(c, "present"), k, e)
			value_is(&o, text_of(c, "root"), text_of(e, "key"), text_of(e, "value"));
		json_array_foreach(json_object_get(c, "absent"), k, e)
			value_is(&o, text_of(c, "root"), json_string_value(e), NULL);
		close_items(&o);
	}
	json_array_foreach(json_object_get(v->real, "v1_proofs"), i, c) {
		struct opened o;
		open_items(json_object_get(c, "proof"), &o);
		json_array_foreach(json_object_get(c, "present"), k, e) {
			value_is(&o, text_of(c, "root"), text_of(e, "key"), text_of(e, "value"));
			seen++;
		}
		close_items(&o);
	}
	assert_int_equal(seen, 81);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_roots),
		cmocka_unit_test(node_encodings),
		cmocka_unit_test(changes_and_copies), cmocka_unit_test(walks_are_bounded),
		cmocka_unit_test(proof_of_polkadot),
		cmocka_unit_test(shared_roots),
		cmocka_unit_test(shared_proofs),
		cmocka_unit_test(shared_proofs_made),
		cmocka_unit_test(proofs_of_real_chains),
	};
	return cmocka_run_group_tests(tests, load_vectors, free_vectors);
}
