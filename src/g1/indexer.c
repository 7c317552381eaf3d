/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/indexer.h"
#include "base/clean.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/tick.h"
#include "codec/hex.h"
#include "g1/pool_inside.h"
#include "g1/queries.h"
#include "io/jread.h"
#include <stdlib.h>

enum { PARALLEL = 3, BEHIND_BLOCKS = 20, STATUS_MS = 8000, ASK_MS = 25000, WAIT_MS = 15000, AGE_MS = 600000, BACKOFF_MS = 20000, SECOND_MS = 400, PATIENCE = 10 };

struct server {
	struct indexer *x;
	struct indexer_row row;
	struct str version;
	unsigned attempts;
	int64_t next_ms, judged_ms;
	struct indexer_said said;
	unsigned char final_hash[32];   /* of the block it was asked for */
	uint32_t final;
	struct http_req *req;
	uint64_t check;                 /* the node that is asked about its block */
	uint32_t disputed;              /* a block that the main node names otherwise */
	unsigned char disputed_hash[32];
	struct loop_timer *later;
	unsigned patience;
};

struct waiting {
	struct indexer *x;
	uint64_t id;
	struct indexer_ask ask;         /* variables: ours */
	struct server *server;          /* asked now */
	struct http_req *req;
	struct server *tried[8];
	size_t n_tried;
	struct fault fault;
	struct loop_timer *timer;
	struct waiting *next;
};

struct indexer {
	struct indexer_conf c;
	struct nodelist list;
	VEC(, struct server *) servers;
	struct server *main;
	struct waiting *waits;
	uint64_t last_id;
	struct loop_timer *turn, *tell;
	bool every, told_behind;
};

static void turn_soon(struct indexer *x, int64_t ms);
static void dispatch(struct waiting *w);

static void on_tell(void *arg)
{
	struct indexer *x = arg;
	x->tell = NULL;
	if (x->c.changed)
		x->c.changed(x->c.arg);
}

static void touch(struct indexer *x)
{
	if (!x->tell)
		x->tell = loop_timer_add(net_loop(x->c.net), 0, on_tell, x);
}

static void notice(struct indexer *x, const struct fault *f)
{
	log_fault(LOG_WARN, "g1", f);
	if (x->c.notice)
		x->c.notice(x->c.arg, f);
}

static bool usable(const struct server *s)
{
	return s->row.state == INDEXER_GOOD;
}

/* A good one, else the one that is least behind. */
static void choose(struct indexer *x)
{
	struct server *best = x->main && usable(x->main) ? x->main : NULL;
	bool trying = false;
	for (size_t i = 0; i < x->servers.n; i++) {
		struct server *s = x->servers.v[i];
		trying |= s->row.state == INDEXER_TRYING || s->row.state == INDEXER_KNOWN;
		if (!best && usable(s))
			best = s;
	}
	for (size_t i = 0; i < x->servers.n && !(best && usable(best)) && !trying; i++) {
		struct server *s = x->servers.v[i];
		if (s->row.state == INDEXER_BEHIND && (!best || s->row.height > best->row.height))
			best = s;
	}
	if (best && best->row.state == INDEXER_BEHIND && !x->told_behind) {
		x->told_behind = true;
		notice(x, &best->row.why);
	}
	if (best == x->main)
		return;
	if (x->main)
		x->main->row.main = false;
	x->main = best;
	if (best)
		best->row.main = true;
	touch(x);
}

/* Questions that wait for an indexer. */
static void serve(struct indexer *x)
{
	for (struct waiting *w = x->waits; w; w = w->next)
		if (!w->req && !w->timer)
			dispatch(w);
}

static void judged(struct server *s, enum indexer_state state, const struct fault *why)
{
	struct indexer *x = s->x;
	s->row.state = state;
	s->row.why = why ? *why : (struct fault){ .code = E_OK };
	s->judged_ms = tick_ms();
	if (state == INDEXER_LOST) {
		s->next_ms = tick_ms() + BACKOFF_MS + net_jitter(BACKOFF_MS, s->attempts, AGE_MS);
		s->attempts++;
	} else {
		s->attempts = 0;
	}
	touch(x);
	choose(x);
	turn_soon(x, 0);
}

static void of_another_chain(struct server *s)
{
	struct fault f;
	fault_set(&f, E_WRONG_CHAIN, "%.80s", s->row.host);
	notice(s->x, &f);
	judged(s, INDEXER_BARRED, &f);
}

static void judge_height(struct server *s);

/* The second node's word: is it the indexer that is wrong, or the first node? */
static void on_second(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct server *s = arg;
	unsigned char hash[32];
	s->check = 0;
	(void)node;
	s->row.checked = !a->fault.code && !hex_exact(slice_of(json_string_value(a->result)), hash, 32) && !memcmp(hash, s->disputed_hash, 32);
	if (!s->row.checked) {
		of_another_chain(s);
		return;
	}
	vote_start(s->x->c.pool, s->disputed);
	judge_height(s);
}

/* A second node may still be on its way. */
static bool second_may_come(const struct pool *p)
{
	const struct pool_node *n;
	for (size_t i = 0; (n = pool_at(p, i)); i++)
		if (n->state == POOL_KNOWN || n->state == POOL_TRYING)
			return true;
	return false;
}

static void ask_second(struct server *s);

static void on_later(void *arg)
{
	struct server *s = arg;
	s->later = NULL;
	ask_second(s);
}

static void ask_second(struct server *s)
{
	unsigned second = pool_second(s->x->c.pool, 0), number = s->disputed;
	if (!second && second_may_come(s->x->c.pool) && s->patience++ < PATIENCE)
		s->later = loop_timer_add(net_loop(s->x->c.net), SECOND_MS, on_later, s);
	else if (!second)
		of_another_chain(s);
	if (!second)
		return;
	s->check = ask_node(s->x->c.pool, &(struct ask){ .method = "chain_getBlockHash", .fn = on_second, .arg = s, .deadline_ms = STATUS_MS,
		.node = second, .params = json_pack("[I]", (json_int_t)number) });
}

static void dispute(struct server *s, uint32_t number, const unsigned char hash[32])
{
	s->disputed = number;
	s->patience = 0;
	memcpy(s->disputed_hash, hash, 32);
	ask_second(s);
}

static void judge_height(struct server *s)
{
	uint32_t final = s->x->c.pool ? pool_head(s->x->c.pool)->final : 0;
	struct fault f;
	if (final > s->row.height + BEHIND_BLOCKS) {
		fault_set(&f, E_INDEXER_BEHIND, _("%.80s: %u blocks behind"), s->row.host, final - s->row.height);
		judged(s, INDEXER_BEHIND, &f);
	} else {
		judged(s, INDEXER_GOOD, NULL);
	}
}

/* An indexer that has not come to the final block yet: its newest block, as the node knows it. */
static void on_block(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct server *s = arg;
	unsigned char hash[32];
	s->check = 0;
	(void)node;
	bool told = !a->fault.code && !hex_exact(slice_of(json_string_value(a->result)), hash, 32);
	s->row.checked = told && !memcmp(hash, s->said.newest, 32);
	if (told && !s->row.checked && s->row.height <= pool_head(s->x->c.pool)->final) /* above it a re-org is no lie */
		dispute(s, s->row.height, s->said.newest);
	else
		judge_height(s);
}

/* "0x...", or "\\x..." as the database writes bytes. */
static bool read_hash(const char *text, unsigned char out[32])
{
	struct slice s = slice_of(text);
	return hex_exact(slice_starts(s, "\\x") ? slice_from(s, 2) : s, out, 32) == E_OK;
}

bool indexer_status(const json_t *data, struct indexer_said *out, struct str *version)
{
	int64_t n = jread_int(data, "squidStatus.height", -1);
	out->has_newest = read_hash(jread_text(data, "squidStatus.hash", ""), out->newest);
	out->has_final = read_hash(jread_text(data, "blocks.nodes.0.hash", ""), out->final);
	clean_line(version, slice_of(jread_text(data, "version.version", "")), 40);
	if (n < 0 || n > UINT32_MAX)
		return false;
	out->height = (uint32_t)n;
	return true;
}

static void on_status(void *arg, const struct graphql_answer *a)
{
	struct server *s = arg;
	struct fault f = a->fault;
	s->req = NULL;
	str_cut(&s->version, 0);
	if (!f.code && !indexer_status(a->data, &s->said, &s->version))
		fault_set(&f, E_PROTOCOL, _("%.80s is no indexer of the Ğ1"), s->row.host);
	s->row.version = str_c(&s->version);
	if (f.code) {
		judged(s, INDEXER_LOST, &f);
		return;
	}
	s->row.ping_ms = a->latency_ms;
	s->row.height = s->said.height;
	s->row.checked = s->final && s->said.has_final && !memcmp(s->said.final, s->final_hash, 32);
	if (s->final && s->said.has_final && !s->row.checked)
		dispute(s, s->final, s->said.final);
	else if (!s->row.checked && s->x->c.pool && s->said.has_newest && pool_head(s->x->c.pool)->node)
		s->check = ask_node(s->x->c.pool, &(struct ask){ .method = "chain_getBlockHash", .fn = on_block, .arg = s, .deadline_ms = STATUS_MS,
		                                                 .params = json_pack("[I]", (json_int_t)s->row.height) });
	else
		judge_height(s);
}

static unsigned flags_of(const struct indexer *x, const struct server *s)
{
	for (size_t i = 0; i < x->list.v.n; i++)
		if (x->list.v.v[i].host == s->row.host)
			return x->list.v.v[i].from == NODELIST_CONFIG ? NET_LAN : x->list.v.v[i].from >= NODELIST_CACHE ? NET_PUBLIC : 0;
	return NET_PUBLIC;
}

static void probe(struct server *s)
{
	struct indexer *x = s->x;
	s->row.state = INDEXER_TRYING;
	s->final = x->c.pool ? pool_head(x->c.pool)->final : 0;
	if (s->final)
		memcpy(s->final_hash, pool_head(x->c.pool)->final_hash, 32);
	s->req = graphql_start(x->c.net, &(struct graphql_ask){ .url = s->row.url, .query = queries_text("status"), .flags = flags_of(x, s),
		.variables = json_pack("{s:I}", "height", (json_int_t)s->final), .owner = s, .deadline_ms = STATUS_MS, .fn = on_status, .arg = s });
	touch(x);
}

/* Another one when asked for all, or when none is there for a question that waits. */
static void on_turn(void *arg)
{
	struct indexer *x = arg;
	size_t trying = 0;
	int64_t now = tick_ms();
	x->turn = NULL;
	for (size_t i = 0; i < x->servers.n; i++)
		trying += x->servers.v[i]->row.state == INDEXER_TRYING;
	if (x->waits && x->main && usable(x->main) && x->main->judged_ms + AGE_MS < now)
		probe(x->main);
	bool wanted = x->waits && (!x->main || !usable(x->main));
	for (size_t i = 0; i < x->servers.n && trying < PARALLEL; i++) {
		struct server *s = x->servers.v[i];
		bool idle = s->row.state == INDEXER_KNOWN || (s->row.state == INDEXER_LOST && s->next_ms <= now) ||
		            (x->every && s->row.state != INDEXER_TRYING && s->row.state != INDEXER_BARRED && s->judged_ms + 2000 < now);
		if ((wanted || x->every) && idle) {
			probe(s);
			trying++;
		}
	}
	if (!trying)
		x->every = false;
	serve(x);
}

static void turn_soon(struct indexer *x, int64_t ms)
{
	if (!x->turn)
		x->turn = loop_timer_add(net_loop(x->c.net), ms, on_turn, x);
}

static void take_new(struct indexer *x)
{
	size_t n = 0;
	for (size_t i = 0; i < x->list.v.n; i++) {
		const struct nodelist_entry *e = &x->list.v.v[i];
		if (e->kind != NODELIST_INDEXER || n++ < x->servers.n)
			continue;
		struct server *s = mem_new(sizeof *s);
		s->x = x;
		s->row = (struct indexer_row){ .url = e->url, .host = e->host, .version = "", .ping_ms = -1 };
		vec_push(&x->servers, s);
	}
}

struct indexer *indexer_open(const struct indexer_conf *c)
{
	struct indexer *x = mem_new(sizeof *x);
	struct str bad = { 0 };
	x->c = *c;
	const char *own = c->endpoints ? c->endpoints : "";
	nodelist_words(&x->list, NODELIST_INDEXER, NODELIST_CONFIG, own, &bad);
	if (bad.n)
		log_add(LOG_WARN, "g1", "not an address of an indexer: %s", bad.p);
	str_free(&bad);
	x->c.alone = c->alone || *own;
	if (!x->c.alone)
		nodelist_builtin(&x->list);
	x->c.endpoints = NULL;
	take_new(x);
	return x;
}

static void waiting_free(struct waiting *w)
{
	for (struct waiting **at = &w->x->waits; *at; at = &(*at)->next)
		if (*at == w) {
			*at = w->next;
			break;
		}
	loop_timer_del(w->timer);
	http_cancel(w->req);
	json_decref(w->ask.variables);
	free(w);
}

void indexer_close(struct indexer *x)
{
	if (!x)
		return;
	while (x->waits)
		waiting_free(x->waits);
	for (size_t i = 0; i < x->servers.n; i++) {
		struct server *s = x->servers.v[i];
		http_cancel(s->req);
		loop_timer_del(s->later);
		if (s->check)
			ask_cancel(x->c.pool, s->check);
		str_free(&s->version);
		free(s);
	}
	vec_free(&x->servers);
	loop_timer_del(x->turn);
	loop_timer_del(x->tell);
	nodelist_free(&x->list);
	free(x);
}

void indexer_found(struct indexer *x, const struct nodelist *l)
{
	for (size_t i = 0; i < l->v.n && !x->c.alone; i++)
		if (l->v.v[i].kind == NODELIST_INDEXER)
			nodelist_add(&x->list, NODELIST_INDEXER, l->v.v[i].from, slice_of(l->v.v[i].url));
	take_new(x);
}

static void deliver(struct waiting *w, const struct graphql_answer *a)
{
	struct indexer_ask ask = w->ask;
	const char *host = w->server ? w->server->row.host : "";
	w->req = NULL;
	waiting_free(w);
	ask.fn(ask.arg, host, a);
}

static void on_out(void *arg)
{
	struct waiting *w = arg;
	struct graphql_answer a = { .message = "", .fault = w->fault };
	w->timer = NULL;
	if (!a.fault.code)
		fault_set(&a.fault, E_OFFLINE, _("no indexer answers"));
	deliver(w, &a);
}

static bool was_tried(const struct waiting *w, const struct server *s)
{
	if (w->ask.besides && !strcmp(w->ask.besides, s->row.host))
		return true;
	for (size_t i = 0; i < w->n_tried; i++)
		if (w->tried[i] == s)
			return true;
	return false;
}

static void on_answer(void *arg, const struct graphql_answer *a)
{
	struct waiting *w = arg;
	struct indexer *x = w->x;
	struct server *s = w->server;
	w->req = NULL;
	if (!a->fault.code) {
		deliver(w, a);
		return;
	}
	if (a->fault.code == E_CANCELLED) {
		deliver(w, a);
		return;
	}
	/* The question may be at fault, or the indexer: in both cases another one is asked. */
	w->fault = a->fault;
	fault_set(&w->fault, a->fault.code, "%.60s: %.110s", s->row.host, a->fault.code == E_GRAPHQL ? a->message : a->fault.where);
	if (a->fault.code != E_GRAPHQL)
		judged(s, INDEXER_LOST, &w->fault);
	turn_soon(x, 0);
}

static void dispatch(struct waiting *w)
{
	struct indexer *x = w->x;
	struct server *s = x->main && !was_tried(w, x->main) ? x->main : NULL;
	bool hope = false;
	for (size_t i = 0; i < x->servers.n && !s; i++) {
		struct server *k = x->servers.v[i];
		if (usable(k) && !was_tried(w, k))
			s = k;
		hope |= !was_tried(w, k) && (k->row.state == INDEXER_TRYING || k->row.state == INDEXER_KNOWN ||
		                             (k->row.state == INDEXER_LOST && k->next_ms <= tick_ms()));
	}
	if (!s) {
		if (!hope && !w->timer)
			w->timer = loop_timer_add(net_loop(x->c.net), 0, on_out, w);
		return;
	}
	w->server = s;
	if (w->n_tried < sizeof w->tried / sizeof *w->tried)
		w->tried[w->n_tried++] = s;
	w->req = graphql_start(x->c.net, &(struct graphql_ask){ .url = s->row.url, .query = queries_text(w->ask.query),
		.variables = json_incref(w->ask.variables), .flags = flags_of(x, s), .label = w->ask.label, .owner = w, .deadline_ms = ASK_MS,
		.max_body = w->ask.max_body, .fn = on_answer, .arg = w });
}

uint64_t indexer_ask(struct indexer *x, const struct indexer_ask *a)
{
	struct waiting *w = mem_new(sizeof *w), **tail = &x->waits;
	w->x = x;
	w->id = ++x->last_id;
	w->ask = *a;
	w->ask.variables = a->variables ? a->variables : json_object();
	while (*tail)
		tail = &(*tail)->next;
	*tail = w;
	turn_soon(x, 0);
	return w->id;
}

void indexer_cancel(struct indexer *x, uint64_t id)
{
	for (struct waiting *w = x->waits; w && id; w = w->next)
		if (w->id == id) {
			waiting_free(w);
			return;
		}
}

void indexer_blame(struct indexer *x, const char *host, enum err why, const char *words)
{
	struct fault f;
	for (size_t i = 0; i < x->servers.n; i++) {
		struct server *s = x->servers.v[i];
		if (strcmp(s->row.host, host))
			continue;
		fault_set(&f, why, "%.80s: %.100s", host, words);
		notice(x, &f);
		judged(s, INDEXER_BARRED, &f);
		return;
	}
}

void indexer_wake(struct indexer *x)
{
	x->every = true;
	turn_soon(x, 0);
}

const struct indexer_row *indexer_at(const struct indexer *x, size_t i)
{
	return i < x->servers.n ? &x->servers.v[i]->row : NULL;
}
