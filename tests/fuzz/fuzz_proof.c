/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Storage proofs. First byte even: the rest is items of a proof, whose first is taken as the root. Odd: the rest is changes to
 * a trie, and the proof made of it must say what the trie says. */
#include "codec/hash.h"
#include "codec/proof.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ITEMS = 64, KEYS = 64 };

static void must(bool ok)
{
	if (!ok)
		abort();
}

static struct slice take(const uint8_t **p, const uint8_t *end, size_t most)
{
	size_t n = *p < end ? *(*p)++ % (most + 1) : 0;
	if (n > (size_t)(end - *p))
		n = (size_t)(end - *p);
	*p += n;
	return (struct slice){ (const char *)*p - n, n };
}

static void read_hostile(const uint8_t *p, const uint8_t *end)
{
	const char *from = (const char *)p;
	struct slice items[ITEMS], value, key = take(&p, end, 40);
	unsigned char root[32];
	struct proof proof;
	size_t n = 0;
	while (p < end && n < ITEMS)
		items[n++] = take(&p, end, 255);
	if (!n)
		return;
	hash_blake2_256(root, items[0].p, items[0].n);
	must(proof_open(items, n, &proof) == E_OK);
	if (proof_read(&proof, root, key, &value) == PROOF_VALUE)
		must(value.p >= from && value.p + value.n <= (const char *)end);
	proof_free(&proof);
}

static bool count(void *arg, struct slice key, struct slice value)
{
	(void)key, (void)value;
	++*(size_t *)arg;
	return true;
}

static void apply(void *arg, struct slice key, const struct slice *value)
{
	if (value)
		trie_set(arg, key, *value);
	else
		must(trie_del(arg, key));
}

static void change(const uint8_t *p, const uint8_t *end)
{
	struct trie t = { .version = 1 }, old = { 0 };
	struct slice keys[KEYS], items[4096], value, want;
	unsigned char root[32], before[32];
	size_t n = 0;
	while (p < end && n < KEYS) {
		unsigned what = *p++;
		struct slice key = take(&p, end, 6);
		keys[n++] = key;
		if (what & 1)
			trie_set(&t, key, take(&p, end, 40));
		else
			trie_del(&t, key);
		if (what & 2) {
			trie_free(&old);
			old = trie_copy(&t);
			trie_root(&old, before);
		}
	}
	struct proof_nodes nodes = { 0 };
	struct proof proof;
	proof_make(&t, keys, n, &nodes);
	trie_root(&t, root);
	must(nodes.n <= 4096);
	for (size_t i = 0; i < nodes.n; i++)
		items[i] = slice_str(&nodes.v[i]);
	must(proof_open(items, nodes.n, &proof) == E_OK);
	for (size_t i = 0; i < n; i++) {
		bool there = trie_get(&t, keys[i], &want);
		must(proof_read(&proof, root, keys[i], &value) == (there ? PROOF_VALUE : PROOF_ABSENT));
		must(!there || slice_eq(value, want));
	}
	if (old.root) {
		trie_root(&old, root);
		must(!memcmp(root, before, 32));
	}
	/* one by one in order, as many as there are */
	size_t seen = 0;
	trie_each(&t, SLICE(""), SLICE(""), count, &seen);
	must(seen == t.n);
	/* what differs from the older one leads from there to here */
	unsigned char now[32];
	struct trie copy = trie_copy(&old);
	copy.version = t.version;
	trie_diff(&old, &t, apply, &copy);
	trie_root(&copy, root);
	trie_root(&t, now);
	must(!memcmp(root, now, 32) || old.version != t.version);
	must(copy.n == t.n);
	trie_free(&copy);
	proof_free(&proof);
	proof_nodes_free(&nodes);
	trie_free(&t);
	trie_free(&old);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size)
		return 0;
	if (data[0] & 1)
		change(data + 1, data + size);
	else
		read_hostile(data + 1, data + size);
	return 0;
}
