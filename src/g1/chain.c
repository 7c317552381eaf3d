/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/chain.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/versioned.h"
#include "codec/hex.h"
#include "g1/pool_inside.h"
#include "g1/runtime_file.h"
#include "g1/storage.h"
#include <stdlib.h>

/* How metadata is asked for: the newest form first. */
static const struct way {
	const char *method, *call, *arg;
} ways[] = {
	{ "state_call", "Metadata_metadata_at_version", "0x10000000" },
	{ "state_call", "Metadata_metadata_at_version", "0x0f000000" },
	{ "state_getMetadata", NULL, NULL },
};
enum { WAYS = sizeof ways / sizeof *ways, META_MS = 60000 };

struct chain {
	struct pool *p;
	struct chain_conf c;
	char *file;
	struct runtime *now, *next;     /* next: read, but not yet compared with a second node */
	struct runtime_id wanted;       /* what the main node runs */
	bool confirmed;
	unsigned node, second;
	size_t way;
	uint64_t ask;
	struct loop_timer *timer;
	struct storage *proof;          /* the version that the state holds is being read */
	unsigned told_by;               /* the node whose word the present version is */
};

static void ask_main(struct chain *c);

static bool same_id(const struct runtime_id *a, const struct runtime_id *b)
{
	return a->spec == b->spec && a->tx == b->tx && !strcmp(a->name, b->name);
}

static void tell(struct chain *c, const struct fault *f)
{
	if (c->c.changed)
		c->c.changed(c->c.arg, c->now, f);
}

static void save(const struct chain *c)
{
	struct str s = { 0 };
	struct fault f;
	if (!c->file)
		return;
	runtime_file_pack(c->now, &s);
	if (versioned_write(c->file, "runtime", RUNTIME_FILE_FORMAT, slice_str(&s), &f))
		log_fault(LOG_WARN, "g1", &f);
	str_free(&s);
}

static void load(struct chain *c, const unsigned char genesis[32])
{
	struct str s = { 0 };
	struct fault f = { .code = E_OK };
	unsigned version;
	if (!c->file)
		return;
	enum err e = versioned_read(c->file, "runtime", RUNTIME_FILE_FORMAT, RUNTIME_FILE_MOST, &s, &version, &f);
	if (!e)
		c->now = runtime_file_unpack(slice_str(&s), genesis, &f);
	if (f.code && f.code != E_NOT_FOUND)
		log_fault(LOG_WARN, "g1", &f);
	str_free(&s);
}

/* The state of a final block holds the version, too: a node that tells an older one lies, or is no use. */
static void on_proof(void *arg, const struct storage_answer *a)
{
	struct chain *c = arg;
	struct scale in = scale_open(a->n ? a->values[0].p : NULL, a->n ? a->values[0].n : 0);
	bool told = !a->fault.code && a->n && a->values[0].p;
	uint64_t spec = told ? scale_compact(&in) : 0;
	c->proof = NULL;
	if (told && spec > c->wanted.spec && a->source.degree == DEGREE_PROVEN && pool_head(c->p)->node == c->node) {
		pool_bar(c->p, c->node, E_LIAR, _("it tells an older version of the chain than the chain has"));
		return;
	}
	c->confirmed = true;
	tell(c, NULL);
}

/* In force as soon as the state says so, too. */
static void confirm(struct chain *c)
{
	struct str key = { 0 };
	bool there = runtime_key(c->now, "System.LastRuntimeUpgrade", NULL, 0, &key);
	struct slice k = slice_str(&key);
	storage_cancel(c->proof);
	c->proof = there ? storage_read(c->p, &(struct storage_ask){ .keys = &k, .n = 1, .at = STORAGE_FINAL, .fn = on_proof, .arg = c }) : NULL;
	c->confirmed |= !there;
	str_free(&key);
}

static void adopt(struct chain *c, bool agreed)
{
	struct str changes = { 0 };
	runtime_drop(c->now);
	c->now = c->next;
	c->next = NULL;
	c->now->agreed = agreed;
	runtime_changes(c->now, &changes);
	if (changes.n)
		log_add(LOG_WARN, "g1", "runtime %u: %s", c->now->id.spec, changes.p);
	str_free(&changes);
	save(c);
	confirm(c);
	tell(c, NULL);
}

/* The only node the person named, or one of this machine, is trusted with its metadata as with all the rest. */
static bool own_node(const struct chain *c)
{
	const struct pool_node *n = pool_node(c->p, c->node);
	return n && (n->local || (n->from == NODELIST_CONFIG && !pool_second(c->p, c->node)));
}

/* Of the version that this program carries it knows the calls itself: who describes others lies. */
static bool contradicts(const struct chain *c, const struct runtime *r)
{
	return runtime_version_known(&c->wanted) && !runtime_as_known(r);
}

static void bar(struct chain *c, unsigned node)
{
	pool_bar(c->p, node, E_LIAR, _("it describes the calls of the chain wrongly"));
}

static void on_second(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct chain *c = arg;
	struct str bytes = { 0 };
	struct fault f;
	struct runtime *r = NULL;
	c->ask = 0;
	if (json_is_string(a->result) && !hex_append(slice_of(json_string_value(a->result)), &bytes))
		r = runtime_new(&c->wanted, slice_str(&bytes), &f);
	bool same = r && !memcmp(r->hash, c->next->hash, 32);
	str_free(&bytes);
	bool lies = r && contradicts(c, r);
	runtime_drop(r);
	adopt(c, same || ((!r || lies) && own_node(c)));
	if (lies) {
		bar(c, node);
	} else if (r && !same) {
		pool_notice(c->p, node_by_id(c->p, node), E_DISAGREE, _("the description of the chain's calls"));
		vote_start(c->p, pool_head(c->p)->final);
	}
}

static uint64_t ask_metadata(struct chain *c, unsigned node, void (*fn)(void *arg, unsigned node, const struct rpc_answer *a))
{
	const struct way *w = &ways[c->way];
	return ask_node(c->p, &(struct ask){ .method = w->method, .node = node, .deadline_ms = META_MS, .label = _("the runtime of the chain"),
		.params = w->call ? json_pack("[s,s]", w->call, w->arg) : NULL, .fn = fn, .arg = c });
}

/* Metadata that this program carries needs nobody's word; else a second node is asked. */
static void compare(struct chain *c)
{
	struct runtime *own = runtime_builtin(&c->wanted);
	bool same = !memcmp(own->hash, c->next->hash, 32);
	runtime_drop(own);
	if (!same && contradicts(c, c->next)) {
		runtime_drop(c->next);
		c->next = NULL;
		bar(c, c->node);
		return;
	}
	c->second = pool_second(c->p, c->node);
	if (same || !c->second)
		adopt(c, same || own_node(c));
	else
		c->ask = ask_metadata(c, c->second, on_second);
}

static void on_retry(void *arg)
{
	struct chain *c = arg;
	c->timer = NULL;
	c->way = 0;
	c->node = pool_head(c->p)->node;
	ask_main(c);
}

static void on_main(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct chain *c = arg;
	struct str bytes = { 0 };
	struct fault f = a->fault;
	c->ask = 0;
	c->node = node;
	/* "None" of a version that the node does not have is one zero byte */
	bool none = json_is_string(a->result) && json_string_length(a->result) < 10;
	if (json_is_string(a->result) && !none && !hex_append(slice_of(json_string_value(a->result)), &bytes))
		c->next = runtime_new(&c->wanted, slice_str(&bytes), &f);
	str_free(&bytes);
	if (c->next) {
		compare(c);
	} else if ((none || a->fault.code == E_RPC || f.code == E_UNSUPPORTED) && c->way + 1 < WAYS) {
		c->way++;
		ask_main(c);
	} else {
		if (!f.code)
			fault_set(&f, E_PROTOCOL, "metadata");
		tell(c, &f);
		c->timer = loop_timer_add(net_loop(c->p->c.net), META_MS / 2, on_retry, c);
	}
}

static void ask_main(struct chain *c)
{
	c->ask = ask_metadata(c, c->node, on_main);
}

static void stop(struct chain *c)
{
	ask_cancel(c->p, c->ask);
	c->ask = 0;
	loop_timer_del(c->timer);
	c->timer = NULL;
	runtime_drop(c->next);
	c->next = NULL;
	storage_cancel(c->proof);
	c->proof = NULL;
}

void chain_version(struct chain *c, unsigned node, const struct runtime_id *id)
{
	bool busy = c->ask || c->timer || c->proof;
	if (busy && same_id(&c->wanted, id) && c->node == node)
		return;
	stop(c);
	c->wanted = *id;
	c->node = node;
	if (c->now && same_id(&c->now->id, id)) {
		if (!c->confirmed || c->told_by != node)
			confirm(c);
		c->told_by = node;
		return;
	}
	c->confirmed = false;
	c->told_by = node;
	c->way = 0;
	ask_main(c);
}

struct chain *chain_open(const struct chain_conf *conf)
{
	struct chain *c = mem_new(sizeof *c);
	c->c = *conf;
	c->p = conf->pool;
	c->file = mem_strdup(conf->cache);
	load(c, c->p->genesis);
	return c;
}

void chain_close(struct chain *c)
{
	if (!c)
		return;
	stop(c);
	runtime_drop(c->now);
	free(c->file);
	free(c);
}

struct runtime *chain_runtime(const struct chain *c)
{
	return c->now;
}

bool chain_confirmed(const struct chain *c)
{
	return c->confirmed;
}
