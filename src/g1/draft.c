/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/draft.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "codec/hex.h"
#include "codec/ss58.h"
#include "g1/pool_inside.h"
#include "g1/purse.h"
#include "io/jread.h"
#include <stdlib.h>

struct draft_job {
	struct pool *p;
	struct chain *chain;
	struct runtime *r;
	unsigned char pub[32];
	struct draft_facts facts;
	struct purse_job *final, *best;
	struct storage *version;
	unsigned open;
	uint64_t ask;
	struct str bytes;
	void (*on_facts)(void *arg, const struct draft_facts *d);
	void (*on_cost)(void *arg, const struct draft_cost *c);
	void *arg;
	struct loop_timer *timer;
};

static void job_free(struct draft_job *j)
{
	purse_cancel(j->final);
	purse_cancel(j->best);
	storage_cancel(j->version);
	ask_cancel(j->p, j->ask);
	loop_timer_del(j->timer);
	runtime_drop(j->r);
	str_free(&j->bytes);
	free(j);
}

void draft_cancel(struct draft_job *j)
{
	if (j)
		job_free(j);
}

/* The last of the answers ends it. */
static void one_done(struct draft_job *j, const struct fault *f)
{
	if (f && f->code && !j->facts.fault.code)
		j->facts.fault = *f;
	if (--j->open)
		return;
	struct draft_facts d = j->facts;
	if (!d.fault.code && (!chain_confirmed(j->chain) || chain_runtime(j->chain) != j->r))
		fault_set(&d.fault, E_RUNTIME_CHANGED, _("the chain is being upgraded right now"));
	j->on_facts(j->arg, &d);
	job_free(j);
}

static void on_next(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct draft_job *j = arg;
	j->ask = 0;
	j->facts.node = node;
	struct fault f = a->fault;
	json_int_t n = json_is_integer(a->result) ? json_integer_value(a->result) : -1;
	if (!f.code && (n < 0 || n > UINT32_MAX))
		fault_set(&f, E_PROTOCOL, "system_accountNextIndex");
	else if (!f.code)
		j->facts.nonce_next = (uint32_t)n;
	one_done(j, &f);
}

static void on_best(void *arg, const struct purse_answer *a)
{
	struct draft_job *j = arg;
	j->best = NULL;
	if (!a->fault.code) {
		j->facts.best = a->purses[0].block;
		j->facts.nonce_best = a->purses[0].nonce;
	}
	one_done(j, &a->fault);
}

static void on_final(void *arg, const struct purse_answer *a)
{
	struct draft_job *j = arg;
	const struct pool_head *h = pool_head(j->p);
	struct fault f = a->fault;
	j->final = NULL;
	if (!f.code) {
		j->facts.purse = a->purses[0];
		j->facts.currency = *a->currency;
		j->facts.nonce_final = a->purses[0].nonce;
		/* The era begins at the newest final block: the reading may be of one before it. */
		j->facts.final = h->final;
		memcpy(j->facts.final_hash, h->final_hash, 32);
		if (!h->final)
			fault_set(&f, E_OFFLINE, _("no Ğ1 node answers"));
	}
	one_done(j, &f);
}

/* The version that the state itself holds. It may be older than what a node tells for the newest block; never newer. */
static void on_version(void *arg, const struct storage_answer *a)
{
	struct draft_job *j = arg;
	struct fault f = a->fault;
	struct scale in = scale_open(a->n ? a->values[0].p : NULL, a->n ? a->values[0].n : 0);
	uint64_t spec = !f.code && a->values[0].p ? scale_compact(&in) : j->r->id.spec;
	j->version = NULL;
	if (!f.code && spec > j->r->id.spec && a->source.degree == DEGREE_PROVEN)
		pool_bar(j->p, pool_head(j->p)->node, E_LIAR, _("it tells an older version of the chain than the chain has"));
	if (!f.code && spec != j->r->id.spec)
		fault_set(&f, E_RUNTIME_CHANGED, _("the chain is being upgraded right now"));
	one_done(j, &f);
}

static bool read_version(struct draft_job *j)
{
	struct str key = { 0 };
	bool there = runtime_key(j->r, "System.LastRuntimeUpgrade", NULL, 0, &key);
	struct slice k = slice_str(&key);
	if (there)
		j->version = storage_read(j->p, &(struct storage_ask){ .keys = &k, .n = 1, .at = STORAGE_FINAL, .fn = on_version, .arg = j });
	str_free(&key);
	return there;
}

static void on_no_runtime(void *arg)
{
	struct draft_job *j = arg;
	struct draft_facts d = { .fault = { .code = E_OK } };
	fault_set(&d.fault, E_OFFLINE, _("the runtime of the chain is not known yet"));
	j->timer = NULL;
	j->on_facts(j->arg, &d);
	job_free(j);
}

struct draft_job *draft_facts(struct pool *p, struct chain *c, const unsigned char pub[32],
                              void (*fn)(void *arg, const struct draft_facts *d), void *arg)
{
	struct draft_job *j = mem_new(sizeof *j);
	char address[SS58_MAX];
	j->p = p;
	j->chain = c;
	j->on_facts = fn;
	j->arg = arg;
	memcpy(j->pub, pub, 32);
	j->r = runtime_hold(chain_runtime(c));
	if (!j->r) {
		j->timer = loop_timer_add(net_loop(p->c.net), 0, on_no_runtime, j);
		return j;
	}
	struct purse_ask q = { .pool = p, .runtime = j->r, .pubs = (const unsigned char (*)[32])&j->pub, .n = 1, .arg = j };
	j->open = 3 + read_version(j);
	q.fn = on_final;
	j->final = purse_read(&q);
	q.fn = on_best;
	q.best = true;
	j->best = purse_read(&q);
	ss58_encode(j->r->meta->ss58, pub, address);
	j->ask = ask_node(p, &(struct ask){ .method = "system_accountNextIndex", .params = json_pack("[s]", address), .fn = on_next, .arg = j });
	return j;
}

static void cost_done(struct draft_job *j, const struct draft_cost *c)
{
	j->on_cost(j->arg, c);
	job_free(j);
}

/* What every node of Substrate knows. */
static void on_query(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct draft_job *j = arg;
	struct draft_cost c = { .fault = { .code = E_OK } };
	j->ask = 0;
	(void)node;
	int64_t fee = a->result ? jread_int(a->result, "partialFee", -1) : -1;
	c.by_rule = fee < 0;
	c.fee_c = c.cost_c = c.by_rule ? compose_fee(j->bytes.n) : fee;
	if (a->fault.code && a->fault.code != E_RPC)
		c.fault = a->fault;
	cost_done(j, &c);
}

/* Duniter's own estimate, with the refund of a member's quota. */
static void on_estimate(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct draft_job *j = arg;
	struct draft_cost c = { .fault = { .code = E_OK } };
	struct str bytes = { 0 };
	(void)node;
	j->ask = 0;
	if (json_is_string(a->result))
		hex_append(slice_of(json_string_value(a->result)), &bytes);
	struct scale in = scale_open(bytes.p, bytes.n);
	uint64_t n[3];
	for (int i = 0; i < 3; i++)
		n[i] = scale_uint(&in, 8);
	bool good = scale_done(&in) && n[0] < INT32_MAX && n[1] < INT32_MAX && n[2] < INT32_MAX;
	str_free(&bytes);
	if (good) {
		c.cost_c = (int64_t)n[0];
		c.fee_c = (int64_t)n[1];
		c.refund_c = (int64_t)n[2];
		cost_done(j, &c);
		return;
	}
	struct str hex = { 0 };
	hex_add0x(&hex, j->bytes.p, j->bytes.n);
	j->ask = ask_node(j->p, &(struct ask){ .method = "payment_queryInfo", .params = json_pack("[s]", str_c(&hex)), .fn = on_query, .arg = j });
	str_free(&hex);
}

struct draft_job *draft_cost(struct pool *p, struct slice bytes,
                             void (*fn)(void *arg, const struct draft_cost *c), void *arg)
{
	struct draft_job *j = mem_new(sizeof *j);
	struct str hex = { 0 };
	j->p = p;
	j->on_cost = fn;
	j->arg = arg;
	str_add(&j->bytes, bytes);
	hex_add0x(&hex, bytes.p, bytes.n);
	j->ask = ask_node(p, &(struct ask){ .method = "state_call", .params = json_pack("[s,s]", "DuniterAccountApi_estimate_cost", str_c(&hex)),
	                                    .label = _("the fee"), .fn = on_estimate, .arg = j });
	str_free(&hex);
	return j;
}
