/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The greater lies of a node: a state in which every balance is twice as high, with proofs that hold in it; proofs that are
 * about something else; metadata of another runtime. */
#include "sandbox/chain/rpc_inside.h"

#include "sandbox/chain/headers.h"

/* What an account's value says of its free money, doubled in place. */
void rpc_double(struct str *account)
{
	struct scale s = scale_open(account->p + 16, 8);
	uint64_t twice = scale_uint(&s, 8) * 2;

	for (int i = 0; i < 8; i++)
		account->p[16 + i] = (char)(twice >> (8 * i));
}

static bool put_doubled(void *arg, struct slice key, struct slice value)
{
	struct str v = { 0 };

	str_add(&v, value);
	if (v.n >= 24)
		rpc_double(&v);
	trie_set(arg, key, slice_str(&v));
	str_free(&v);
	return true;
}

struct trie rpc_forged(const struct block *b)
{
	struct trie t = trie_copy(&b->state.trie);
	struct key accounts = key_plain(S_ACCOUNT);

	trie_each(&b->state.trie, (struct slice){ (const char *)accounts.b, accounts.n }, (struct slice){ "", 0 }, put_doubled, &t);
	return t;
}

bool rpc_own_chain(const struct rpc *r, const struct block *b)
{
	return b && b->state.trie.root && rpc_lies(r, "own-chain");
}

/* The root, and the hash of the header that has it, which is remembered with the true one. */
void rpc_forge(struct rpc *r, const struct block *b, unsigned char root[32], unsigned char hash[32])
{
	struct trie t = rpc_forged(b);
	struct header h = { .number = b->number, .digest = b->digest };
	struct rpc_forgery *f = &r->forgeries[r->n_forgeries % RPC_FORGERIES];

	trie_root(&t, root);
	trie_free(&t);
	memcpy(h.parent, b->parent, 32);
	memcpy(h.state_root, root, 32);
	memcpy(h.extrinsics_root, b->extrinsics_root, 32);
	header_hash(&h, hash);
	for (size_t i = 0; i < r->n_forgeries && i < RPC_FORGERIES; i++)
		if (!memcmp(r->forgeries[i].hash, hash, 32))
			return;
	memcpy(f->hash, hash, 32);
	memcpy(f->truth, b->hash, 32);
	r->n_forgeries++;
}

void rpc_unforge(const struct rpc *r, unsigned char hash[32])
{
	for (size_t i = 0; i < r->n_forgeries && i < RPC_FORGERIES; i++)
		if (!memcmp(r->forgeries[i].hash, hash, 32)) {
			memcpy(hash, r->forgeries[i].truth, 32);
			return;
		}
}

bool rpc_hides(const struct rpc *r)
{
	return rpc_lies(r, "other-block") && !strcmp(mischief_arg(r->cfg.mischief, "other-block"), "hidden");
}

const struct block *rpc_older(const struct rpc *r, const struct block *b)
{
	for (uint32_t n = b->number - 1; n && n + 10 > b->number; n--) {
		unsigned char hash[32];
		const struct block *o = chain_hash_at(r->c, n, hash) ? chain_by_hash(r->c, hash) : NULL;

		if (o && o->state.trie.root)
			return o;
	}
	return b;
}

const struct runtime *rpc_runtime(struct rpc *r)
{
	const char *how = rpc_lies(r, "other-calls") ? mischief_arg(r->cfg.mischief, "other-calls") : "";
	unsigned changes = !strcmp(how, "arguments") ? RT_ARGUMENTS : !strcmp(how, "extension") ? RT_EXTENSION : RT_MOVED;

	if (!rpc_lies(r, "other-calls"))
		return chain_runtime(r->c);
	runtime_free(r->other);
	r->other = runtime_new(changes);
	return r->other;
}
