/* SPDX-License-Identifier: GPL-3.0-or-later */
/* state_*: everything is looked up in the trie of a block. */
#include "sandbox/chain/rpc_inside.h"

#include "codec/hex.h"
#include "codec/proof.h"

/* The value of a key in a block, with the lies that were ordered. */
bool rpc_storage(const struct rpc *r, const struct block *b, struct slice key, struct str *out)
{
	struct slice v;
	struct key accounts = key_plain(S_ACCOUNT);

	if (!trie_get(&b->state.trie, key, &v))
		return false;
	str_add(out, v);
	if (rpc_lies(r, "lying-balance") && v.n >= 24 && key.n > 32 && !memcmp(key.p, accounts.b, 32)) {
		struct scale s = scale_open(out->p + 16, 8);
		uint64_t twice = scale_uint(&s, 8) * 2;

		for (int i = 0; i < 8; i++)
			out->p[16 + i] = (char)(twice >> (8 * i));
	}
	return true;
}

static json_t *value_json(const struct rpc *r, const struct block *b, struct slice key)
{
	struct str v = { 0 };
	json_t *j = rpc_storage(r, b, key, &v) ? rpc_hex(v.p, v.n) : json_null();

	str_free(&v);
	return j;
}

static void get_storage(struct rpc_call *k)
{
	struct str key = { 0 };
	const struct block *b;

	if (rpc_bytes(k, 0, &key) && (b = rpc_block_at(k, 1)))
		k->result = value_json(k->r, b, slice_str(&key));
	str_free(&key);
}

static void get_storage_size(struct rpc_call *k)
{
	struct str key = { 0 };
	const struct block *b;
	struct slice v;

	if (rpc_bytes(k, 0, &key) && (b = rpc_block_at(k, 1)) && trie_get(&b->state.trie, slice_str(&key), &v))
		k->result = json_integer((json_int_t)v.n);
	str_free(&key);
}

static void get_storage_hash(struct rpc_call *k)
{
	struct str key = { 0 };
	const struct block *b;
	unsigned char hash[32];
	struct slice v;

	if (rpc_bytes(k, 0, &key) && (b = rpc_block_at(k, 1)) && trie_get(&b->state.trie, slice_str(&key), &v)) {
		hash_blake2_256(hash, v.p, v.n);
		k->result = rpc_hex(hash, 32);
	}
	str_free(&key);
}

struct page {
	json_t *keys;
	size_t most;
};

static bool on_key(void *arg, struct slice key, struct slice value)
{
	struct page *p = arg;

	(void)value;
	if (json_array_size(p->keys) < p->most)
		json_array_append_new(p->keys, rpc_hex(key.p, key.n));
	return json_array_size(p->keys) < p->most;
}

static void list_keys(struct rpc_call *k, size_t most, size_t start_at, size_t hash_at)
{
	struct str prefix = { 0 }, start = { 0 };
	struct page p = { .most = most };
	const struct block *b;

	if ((!rpc_param(k, 0) || rpc_bytes(k, 0, &prefix)) && (!start_at || !rpc_param(k, start_at) || rpc_bytes(k, start_at, &start)) &&
	    (b = rpc_block_at(k, hash_at))) {
		p.keys = json_array();
		if (most)
			trie_each(&b->state.trie, slice_str(&prefix), slice_str(&start), on_key, &p);
		k->result = p.keys;
	}
	str_free(&prefix);
	str_free(&start);
}

static void get_keys_paged(struct rpc_call *k)
{
	json_t *count = rpc_param(k, 1);

	if (!json_is_integer(count) || json_integer_value(count) < 0)
		rpc_fail(k, RPC_PARAMS, "Invalid params");
	else if (json_integer_value(count) > KEYS_MAX)
		rpc_fail(k, RPC_COUNT, "count exceeds maximum value. value: %lld, max: %d", (long long)json_integer_value(count), KEYS_MAX);
	else
		list_keys(k, (size_t)json_integer_value(count), 2, 3);
}

static void get_keys(struct rpc_call *k)
{
	list_keys(k, 1000000, 0, 1);
}

/* Reads a list of keys; false after an error was set. */
static bool keys_param(struct rpc_call *k, size_t i, struct str **keys, size_t *n)
{
	json_t *list = rpc_param(k, i), *one;
	size_t at;

	*n = json_array_size(list);
	*keys = mem_array(*n + 1, sizeof **keys);
	if (!json_is_array(list)) {
		rpc_fail(k, RPC_PARAMS, "Invalid params");
		return false;
	}
	json_array_foreach(list, at, one) {
		struct slice s = { json_string_value(one), json_string_length(one) };

		if (!json_is_string(one) || !slice_starts(s, "0x") || hex_append(s, &(*keys)[at])) {
			rpc_fail(k, RPC_PARAMS, "Invalid params");
			return false;
		}
	}
	return true;
}

static void free_keys(struct str *keys, size_t n)
{
	for (size_t i = 0; i < n; i++)
		str_free(&keys[i]);
	free(keys);
}

static void query_storage_at(struct rpc_call *k)
{
	struct str *keys;
	const struct block *b;
	size_t n;

	if (keys_param(k, 0, &keys, &n) && (b = rpc_block_at(k, 1))) {
		json_t *changes = json_array();

		for (size_t i = 0; i < n; i++)
			json_array_append_new(changes, json_pack("[o,o]", rpc_hex(keys[i].p, keys[i].n),
					      value_json(k->r, b, slice_str(&keys[i]))));
		k->result = json_pack("[{s:o,s:o}]", "block", rpc_hex(b->hash, 32), "changes", changes);
	}
	free_keys(keys, n);
}

/* A proof that holds, but proves something else. */
static struct trie proven_state(struct rpc_call *k, const struct block *b, struct str *keys, size_t n)
{
	const struct block *before = chain_by_hash(k->r->c, b->parent);

	for (size_t i = 0; i < n && rpc_lies(k->r, "proof-of-another"); i++)
		if (keys[i].n > 32)
			keys[i].p[32] ^= 0x55;
	return rpc_lies(k->r, "proof-elsewhere") && before && before->state.trie.root ? before->state.trie : b->state.trie;
}

static void get_read_proof(struct rpc_call *k)
{
	struct proof_nodes proof = { 0 };
	struct str *keys;
	const struct block *b;
	size_t n;

	if (keys_param(k, 0, &keys, &n) && (b = rpc_block_at(k, 1))) {
		struct slice *slices = mem_array(n + 1, sizeof *slices);
		struct trie t = proven_state(k, b, keys, n);
		json_t *items = json_array();

		for (size_t i = 0; i < n; i++)
			slices[i] = slice_str(&keys[i]);
		proof_make(&t, slices, n, &proof);
		free(slices);
		if (rpc_lies(k->r, "broken-proof") && proof.n)
			proof.v[proof.n / 2].p[proof.v[proof.n / 2].n - 1] ^= 1;
		for (size_t i = rpc_lies(k->r, "short-proof"); i < proof.n; i++)
			json_array_append_new(items, rpc_hex(proof.v[i].p, proof.v[i].n));
		k->result = json_pack("{s:o,s:o}", "at", rpc_hex(b->hash, 32), "proof", items);
		proof_nodes_free(&proof);
	}
	free_keys(keys, n);
}

static void swap_calls(const struct rt_type *t)
{
	for (size_t i = 0; i < t->n_variants; i++)
		if (slice_is(t->variants[i].name, "transfer_keep_alive"))
			for (size_t j = 0; j < t->n_variants; j++)
				if (slice_is(t->variants[j].name, "transfer_allow_death")) {
					uint8_t index = t->variants[i].index;

					t->variants[i].index = t->variants[j].index;
					t->variants[j].index = index;
				}
}

bool rpc_metadata(const struct rpc *r, unsigned version, struct str *out)
{
	const struct runtime *rt = chain_runtime(r->c);
	const struct rt_type *calls = rpc_lies(r, "lying-metadata") ? &rt->types[runtime_pallet(rt, "Balances")->calls] : NULL;
	bool known;

	if (calls)
		swap_calls(calls);
	known = runtime_metadata(rt, version, out);
	if (calls)
		swap_calls(calls);
	return known;
}

static void get_metadata(struct rpc_call *k)
{
	struct str m = { 0 }, hex = { 0 };
	bool lies = rpc_lies(k->r, "lying-metadata");

	if (!k->r->metadata_hex || lies != k->r->metadata_lies) {
		free(k->r->metadata_hex);
		k->r->metadata_lies = lies;
		rpc_metadata(k->r, 14, &m);
		hex_add0x(&hex, m.p, m.n);
		k->r->metadata_hex = str_take(&hex);
		str_free(&m);
	}
	k->result = json_string(k->r->metadata_hex);
}

/* The version as System.Version has it, for JSON. */
json_t *rpc_version(const struct rpc *r)
{
	const struct rt_pallet *p = &chain_runtime(r->c)->pallets[0];
	json_t *apis = json_array();
	struct scale s = { 0 };
	struct slice spec, impl;
	uint64_t authoring, version, iversion, tx;
	size_t n;

	for (size_t i = 0; i < p->n_constants; i++)
		if (!strcmp(p->constants[i].name, "Version"))
			s = scale_open(p->constants[i].value.p, p->constants[i].value.n);
	spec = scale_blob(&s);
	impl = scale_blob(&s);
	authoring = scale_uint(&s, 4);
	version = scale_uint(&s, 4);
	iversion = scale_uint(&s, 4);
	n = scale_count(&s, 12);
	while (n--) {
		const unsigned char *id = scale_take(&s, 8);

		json_array_append_new(apis, json_pack("[o,I]", rpc_hex(id, 8), (json_int_t)scale_uint(&s, 4)));
	}
	tx = scale_uint(&s, 4);
	if (rpc_lies(r, "old-version"))
		version = 1000;
	return json_pack("{s:s%,s:s%,s:I,s:I,s:I,s:o,s:I,s:i,s:i}", "specName", spec.p, spec.n, "implName", impl.p, impl.n,
			 "authoringVersion", (json_int_t)authoring, "specVersion", (json_int_t)version, "implVersion", (json_int_t)iversion,
			 "apis", apis, "transactionVersion", (json_int_t)tx, "systemVersion", 1, "stateVersion", 1);
}

static void get_version(struct rpc_call *k)
{
	k->result = rpc_version(k->r);
}

static void call(struct rpc_call *k)
{
	const char *method = json_string_value(rpc_param(k, 0));
	struct str args = { 0 };
	const struct block *b;

	if (!method)
		rpc_fail(k, RPC_PARAMS, "Invalid params");
	else if (rpc_bytes(k, 1, &args) && (b = rpc_block_at(k, 2)))
		rpc_state_call(k, b, method, &args);
	str_free(&args);
}

const struct rpc_method rpc_state_methods[] = {
	{ "state_getStorage", get_storage },         { "state_getStorageAt", get_storage },
	{ "state_getStorageSize", get_storage_size }, { "state_getStorageSizeAt", get_storage_size },
	{ "state_getStorageHash", get_storage_hash }, { "state_getStorageHashAt", get_storage_hash },
	{ "state_getKeysPaged", get_keys_paged },    { "state_getKeysPagedAt", get_keys_paged },
	{ "state_getKeys", get_keys },               { "state_queryStorageAt", query_storage_at },
	{ "state_getReadProof", get_read_proof },    { "state_getMetadata", get_metadata },
	{ "state_getRuntimeVersion", get_version },  { "state_call", call },
	{ "state_callAt", call },                    { "state_getPairs", NULL },
	{ "state_queryStorage", NULL },              { "state_traceBlock", NULL },
	{ NULL, NULL },
};
