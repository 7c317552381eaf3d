/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What codecs cost on tables of 100 000 rows. Prints one line per figure; measures, judges nothing. */
#include "codec/address.h"
#include "codec/layout.h"
#include "codec/proof.h"
#include "codec/storekey.h"
#include "codec/value.h"
#include "tests/shared.h"
#include <sys/resource.h>
#include <time.h>

enum { ROWS = 100000 };

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void tell(const char *what, double from)
{
	struct rusage use;
	double ms = now() - from;
	getrusage(RUSAGE_SELF, &use);
	printf("%-44s %9.1f ms %8.2f us each %8ld kB\n", what, ms, ms * 1e3 / ROWS, use.ru_maxrss);
}

static void account_of(unsigned i, unsigned char pub[32])
{
	unsigned char seed[4] = { (unsigned char)i, (unsigned char)(i >> 8), (unsigned char)(i >> 16), 7 };
	hash_blake2_256(pub, seed, sizeof seed);
}

static void addresses(void)
{
	static char text[ROWS][SS58_MAX], v1[ROWS][ADDRESS_V1_MAX];
	unsigned char pub[32];
	unsigned prefix;
	double from = now();
	for (unsigned i = 0; i < ROWS; i++) {
		account_of(i, pub);
		ss58_encode(SS58_G1, pub, text[i]);
	}
	tell("accounts to SS58", from);
	from = now();
	for (unsigned i = 0; i < ROWS; i++)
		if (ss58_decode(slice_of(text[i]), &prefix, pub))
			abort();
	tell("SS58 to accounts", from);
	from = now();
	for (unsigned i = 0; i < ROWS; i++)
		address_v1(pub, v1[i]);
	tell("accounts to base58", from);
}

static void values(const struct meta *m)
{
	static const char *const paths[] = { "data.free", "data.reserved", "nonce", "data.linked_idty" };
	static const unsigned char row[45] = { 5, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0x40, 0xe2, 1, [40] = 1, 0x4b, 0x1c };
	uint32_t type = meta_item(m, SLICE("System.Account"), NULL)->value;
	struct layout *l = layout_new(m, type, paths, 4, NULL);
	struct layout_field f[4];
	uint64_t sum = 0;
	double from = now();
	for (unsigned i = 0; i < ROWS; i++) {
		if (!layout_read(l, row, sizeof row, f))
			abort();
		sum += f[0].u;
	}
	tell("System.Account by layout", from);
	layout_free(l);
	from = now();
	for (unsigned i = 0; i < ROWS; i++) {
		struct scale in = scale_open(row, sizeof row);
		json_decref(value_json(m, type, &in));
	}
	tell("System.Account as JSON", from);
	if (sum != UINT64_C(123456) * ROWS)
		abort();
}

static bool count(void *arg, struct slice key, struct slice value)
{
	(void)key, (void)value;
	++*(size_t *)arg;
	return true;
}

static void tries(const struct meta *m)
{
	const struct meta_pallet *p;
	const struct meta_item *it = meta_item(m, SLICE("System.Account"), &p);
	struct trie t = { .version = 1 };
	unsigned char pub[32], root[32], value[45] = { 0 };
	struct str key = { 0 };
	double from = now();
	for (unsigned i = 0; i < ROWS; i++) {
		account_of(i, pub);
		str_cut(&key, 0);
		storekey_add(p, it, &(struct slice){ (const char *)pub, 32 }, 1, &key);
		value[16] = (unsigned char)i;
		trie_set(&t, slice_str(&key), (struct slice){ (const char *)value, sizeof value });
	}
	tell("trie: 100 000 accounts set", from);
	from = now();
	trie_root(&t, root);
	tell("trie: first root", from);
	from = now();
	for (unsigned i = 0; i < 1000; i++) {
		struct trie old = trie_copy(&t);
		account_of(i, pub);
		str_cut(&key, 0);
		storekey_add(p, it, &(struct slice){ (const char *)pub, 32 }, 1, &key);
		value[16] = (unsigned char)~i;
		trie_set(&t, slice_str(&key), (struct slice){ (const char *)value, sizeof value });
		trie_root(&t, root);
		trie_free(&old);
	}
	printf("%-44s %9.1f us each\n", "trie: one change in a copy, and the root", now() - from);
	from = now();
	for (unsigned i = 0; i < 1000; i++) {
		struct proof_nodes nodes = { 0 };
		struct proof proof;
		struct slice items[64], got;
		account_of(i, pub);
		str_cut(&key, 0);
		storekey_add(p, it, &(struct slice){ (const char *)pub, 32 }, 1, &key);
		struct slice k = slice_str(&key);
		proof_make(&t, &k, 1, &nodes);
		for (size_t n = 0; n < nodes.n; n++)
			items[n] = slice_str(&nodes.v[n]);
		proof_open(items, nodes.n, &proof);
		if (proof_read(&proof, root, k, &got) != PROOF_VALUE)
			abort();
		proof_free(&proof);
		proof_nodes_free(&nodes);
	}
	printf("%-44s %9.1f us each\n", "trie: a proof made and checked", now() - from);
	from = now();
	str_free(&key);
	size_t n = 0;
	trie_each(&t, SLICE(""), SLICE(""), count, &n);
	tell("trie: every key in order", from);
	from = now();
	trie_free(&t);
	tell("trie: freed", from);
	str_free(&key);
	if (n != ROWS)
		abort();
}

int main(void)
{
	size_t n;
	char *bytes = shared_load(source_path("tests/unit/codec/metadata_v14.scale"), &n);
	double from = now();
	struct meta *m = bytes ? meta_parse(bytes, n, NULL) : NULL;
	if (!m)
		return 1;
	printf("%-44s %9.2f ms\n", "metadata of 31 kB", now() - from);
	addresses();
	values(m);
	tries(m);
	meta_free(m);
	free(bytes);
	return 0;
}
