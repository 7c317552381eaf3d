/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The village as state: what two years of blocks would have left behind. */
#include "sandbox/chain/balances.h"
#include "sandbox/chain/chain_inside.h"
#include "sandbox/chain/identity.h"
#include "sandbox/chain/wot.h"

#include "codec/pack.h"
#include "keys/ed25519.h"

#include <stdlib.h>

enum { SMITHS = 5, COMMITTEE = 3 };

/* An exec that only carries the state, for the helpers of the pallets. */
static struct exec bare(struct chain *c)
{
	return (struct exec){ .rt = c->rt, .number = WORLD_START };
}

static void put_text(struct state *st, struct key k, struct str *o)
{
	state_put(st, k, o);
	str_cut(o, 0);
}

static void put_accounts(const struct world *w, struct state *st)
{
	uint32_t *sent = mem_array(w->accounts.n, sizeof *sent);
	uint64_t issuance = 0;

	for (size_t i = 0; i < w->transfers.n; i++)
		sent[w->transfers.v[i].from]++;
	for (size_t i = 0; i < w->accounts.n; i++) {
		const struct account *a = &w->accounts.v[i];
		const struct person *p = a->person >= 0 ? &w->people.v[a->person] : NULL;
		bool owner = p && p->account == (int32_t)i && p->index;
		struct acct out = { .nonce = sent[i], .free = a->balance, .providers = a->balance >= DEPOSIT_MIN, .sufficients = owner };

		if (owner && p->status != IDTY_REVOKED) {
			out.linked = true;
			out.identity = p->index;
		}
		if (out.providers || out.sufficients)
			acct_put(st, a->pub, &out);
		issuance += a->balance;
	}
	state_put_uint(st, key_plain(S_ISSUANCE), issuance, 8);
	free(sent);
}

static void put_dividend(const struct world *w, struct state *st)
{
	struct str o = { 0 };
	size_t n = 1;

	for (size_t i = 0; i < w->dividends.n; i++)
		n += w->dividends.v[i].revalued;
	pack_compact(&o, n);
	pack_uint(&o, 1, 2);
	pack_uint(&o, GENESIS_UD, 8);
	for (size_t i = 0; i < w->dividends.n; i++)
		if (w->dividends.v[i].revalued) {
			pack_uint(&o, w->dividends.v[i].index, 2);
			pack_uint(&o, w->dividends.v[i].amount, 8);
		}
	put_text(st, key_plain(S_PAST_REEVALS), &o);
	str_free(&o);
	state_put_uint(st, key_plain(S_UD), w->ud, 8);
	state_put_uint(st, key_plain(S_UD_INDEX), w->ud_index, 2);
	state_put_uint(st, key_plain(S_MASS), w->mass, 8);
	state_put_uint(st, key_plain(S_NEXT_UD), (uint64_t)w->next_ud_ms, 8);
	state_put_uint(st, key_plain(S_NEXT_REEVAL), (uint64_t)w->next_reeval_ms, 8);
}

static void put_identity(struct exec *x, const struct world *w, const struct person *p)
{
	struct idty i = { .first_ud = p->first_ud, .status = (enum idty_is)p->status };
	struct str o = { 0 };

	memcpy(i.owner, w->accounts.v[p->account].pub, 32);
	if (p->status != IDTY_MEMBER) {
		i.next_scheduled = (uint32_t)p->expire_on;
		agenda_add(x, S_IDENTITY_CHANGE, i.next_scheduled, p->index);
	} else {
		state_put_uint(&x->st, key_u32(S_MEMBERSHIP, p->index), (uint32_t)p->expire_on, 4);
		agenda_add(x, S_MEMBERSHIP_END, (uint32_t)p->expire_on, p->index);
		pack_uint(&o, WORLD_START - 600, 4);
		pack_uint(&o, 0, 8);
		put_text(&x->st, key_u32(S_QUOTA, p->index), &o);
	}
	idty_put(&x->st, p->index, &i);
	state_put_uint(&x->st, key_account(S_IDENTITY_OF, i.owner), p->index, 4);
	if (p->name[0]) {
		pack_blob(&o, p->name, strlen(p->name));
		state_put_uint(&x->st, key_of(S_NAME, o.p, o.n), p->index, 4);
	}
	str_free(&o);
}

static void put_identities(struct exec *x, const struct world *w)
{
	uint32_t members = 0, all = 0;

	for (size_t i = 0; i < w->people.n; i++)
		if (w->people.v[i].index) {
			put_identity(x, w, &w->people.v[i]);
			members += w->people.v[i].status == IDTY_MEMBER;
			all++;
		}
	state_put_uint(&x->st, key_plain(S_IDENTITIES), all, 4);
	state_put_uint(&x->st, key_plain(S_MEMBERS), members, 4);
	state_put_uint(&x->st, key_plain(S_NEXT_IDENTITY), w->next_index, 4);
}

static int by_receiver(const void *a, const void *b)
{
	const struct cert *x = a, *y = b;

	return x->receiver != y->receiver ? (x->receiver > y->receiver) - (x->receiver < y->receiver) :
		(x->issuer > y->issuer) - (x->issuer < y->issuer);
}

static void put_certs(struct exec *x, const struct world *w)
{
	struct cert *c = mem_array(w->certs.n, sizeof *c);
	struct cert_meta *meta = mem_array(w->next_index, sizeof *meta);
	struct pairs list = { 0 };

	memcpy(c, w->certs.v, w->certs.n * sizeof *c);
	qsort(c, w->certs.n, sizeof *c, by_receiver);
	for (size_t i = 0; i < w->certs.n; i++) {
		struct key end = key_u32(S_CERTS_END, (uint32_t)c[i].expire_on);
		struct pairs due = pairs_get(&x->st, end);

		vec_push(&due, (struct pair){ c[i].issuer, c[i].receiver });
		pairs_put(&x->st, end, &due);
		vec_free(&due);
		vec_push(&list, (struct pair){ c[i].issuer, (uint32_t)c[i].expire_on });
		if (i + 1 == w->certs.n || c[i + 1].receiver != c[i].receiver) {
			pairs_put(&x->st, key_u32(S_CERTS, c[i].receiver), &list);
			list.n = 0;
		}
		meta[c[i].issuer].issued++;
		meta[c[i].receiver].received++;
	}
	for (size_t i = 0; i < w->people.n; i++)
		if (w->people.v[i].index)
			meta[w->people.v[i].index].next_issuable = (uint32_t)w->people.v[i].next_issuable;
	for (uint32_t i = 1; i < w->next_index; i++)
		if (meta[i].issued || meta[i].received || meta[i].next_issuable)
			cert_meta_put(&x->st, i, meta[i]);
	vec_free(&list);
	free(meta);
	free(c);
}

void chain_authority(const struct chain *c, uint32_t which, unsigned char seed[32])
{
	hash_blake2_256(seed, &which, sizeof which);
	seed[0] ^= (unsigned char)c->seed;
}

/* Five members forge; their keys are toys of the sandbox. */
static void put_authorities(struct chain *c, struct exec *x, const struct world *w)
{
	struct str validators = { 0 }, online = { 0 }, grandpa = { 0 }, babe = { 0 }, committee = { 0 }, one = { 0 };
	uint32_t n = 0;

	pack_compact(&validators, SMITHS);
	pack_compact(&online, SMITHS);
	pack_compact(&grandpa, SMITHS);
	pack_compact(&babe, SMITHS);
	pack_compact(&committee, COMMITTEE);
	for (size_t i = DEMOS; i < w->people.n && n < SMITHS; i++) {
		const struct person *p = &w->people.v[i];
		const unsigned char *owner = w->accounts.v[p->account].pub;
		unsigned char seed[32], key[32];

		if (p->status != IDTY_MEMBER)
			continue;
		chain_authority(c, n, seed);
		ed25519_public(seed, key);
		pack_bytes(&validators, owner, 32);
		pack_uint(&online, p->index, 4);
		pack_bytes(&grandpa, key, 32);
		pack_uint(&grandpa, 1, 8);
		pack_bytes(&babe, key, 32);
		pack_uint(&babe, 1, 8);
		if (n < COMMITTEE)
			pack_bytes(&committee, owner, 32);
		/* A smith: status 2, no end while online, three certifications received. */
		pack_uint(&one, 2, 1);
		pack_uint(&one, 0, 1);
		pack_compact(&one, 0);
		pack_compact(&one, 0);
		pack_uint(&one, 0, 1);
		put_text(&x->st, key_u32(S_SMITHS, p->index), &one);
		pack_bytes(&one, owner, 32);
		put_text(&x->st, key_u32(S_AUTHORITY, p->index), &one);
		n++;
	}
	put_text(&x->st, key_plain(S_VALIDATORS), &validators);
	put_text(&x->st, key_plain(S_ONLINE), &online);
	put_text(&x->st, key_plain(S_GRANDPA_AUTHORITIES), &grandpa);
	put_text(&x->st, key_plain(S_BABE_AUTHORITIES), &babe);
	put_text(&x->st, key_plain(S_COMMITTEE), &committee);
	str_free(&validators);
	str_free(&online);
	str_free(&grandpa);
	str_free(&babe);
	str_free(&committee);
	str_free(&one);
}

static void on_hash(void *arg, uint32_t number, const unsigned char hash[32])
{
	struct str o = { 0 };

	pack_bytes(&o, hash, 32);
	state_put(arg, key_u32(S_BLOCK_HASH, number), &o);
	str_free(&o);
}

static void put_system(struct chain *c, struct state *st, const struct world *w)
{
	uint64_t now = (uint64_t)world_time_ms(w, WORLD_START), first = (uint64_t)world_time_ms(w, 1) / 6000;
	uint32_t epoch = (uint32_t)((now / 6000 - first) / SESSION_BLOCKS);
	struct str o = { 0 };

	quiet_each(&c->quiet.v[0], WORLD_START - BLOCK_HASHES, WORLD_START - 1, on_hash, st);
	on_hash(st, 0, c->genesis);
	state_put_uint(st, key_plain(S_NUMBER), WORLD_START, 4);
	pack_compact(&o, c->rt->spec_version);
	pack_blob(&o, "g1", 2);
	put_text(st, key_plain(S_LAST_UPGRADE), &o);
	pack_compact(&o, 0);
	put_text(st, key_plain(S_EVENTS), &o);
	str_free(&o);
	state_put_uint(st, key_plain(S_NOW), now, 8);
	state_put_uint(st, key_plain(S_BABE_GENESIS_SLOT), first, 8);
	state_put_uint(st, key_plain(S_BABE_SLOT), now / 6000, 8);
	state_put_uint(st, key_plain(S_BABE_EPOCH), epoch, 8);
	state_put_uint(st, key_plain(S_SESSION), epoch, 4);
	state_put_uint(st, key_plain(S_SMITH_SESSION), epoch, 4);
	state_put_uint(st, key_plain(S_GRANDPA_SET), 12, 8);
	state_put_uint(st, key_plain(S_PERIOD), WORLD_START / EVALUATION_PERIOD, 4);
}

void genesis_state(struct chain *c, struct state *st)
{
	const struct world *w = c->cfg.world;
	struct exec x = bare(c);

	put_system(c, &x.st, w);
	put_accounts(w, &x.st);
	put_dividend(w, &x.st);
	put_identities(&x, w);
	put_certs(&x, w);
	put_authorities(c, &x, w);
	*st = state_share(&x.st);
	exec_free(&x);
}
