/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clean.h"
#include "base/i18n.h"
#include "codec/hex.h"
#include "g1/indexer_inside.h"
#include "g1/pool_inside.h"
#include "g1/queries.h"
#include "io/jread.h"

enum { BEHIND_BLOCKS = 20, STATUS_MS = 8000, SECOND_MS = 400, PATIENCE = 10 };

static void of_another_chain(struct server *s)
{
	struct fault f;
	fault_set(&f, E_WRONG_CHAIN, "%.80s", s->row.host);
	indexer_notice(s->x, &f);
	indexer_judged(s, INDEXER_BARRED, &f);
}

static void judge_height(struct server *s)
{
	uint32_t final = s->x->c.pool ? pool_head(s->x->c.pool)->final : 0;
	struct fault f;
	if (final > s->row.height + BEHIND_BLOCKS) {
		fault_set(&f, E_INDEXER_BEHIND, _("%.80s: %u blocks behind"), s->row.host, final - s->row.height);
		indexer_judged(s, INDEXER_BEHIND, &f);
	} else {
		indexer_judged(s, INDEXER_GOOD, NULL);
	}
}

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
	if (!second && pool_one_comes(s->x->c.pool, 0) && s->patience++ < PATIENCE)
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
		indexer_judged(s, INDEXER_LOST, &f);
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

void indexer_probe(struct server *s)
{
	struct indexer *x = s->x;
	s->row.state = INDEXER_TRYING;
	s->final = x->c.pool ? pool_head(x->c.pool)->final : 0;
	if (s->final)
		memcpy(s->final_hash, pool_head(x->c.pool)->final_hash, 32);
	s->req = graphql_start(x->c.net, &(struct graphql_ask){ .url = s->row.url, .query = queries_text("status"), .flags = indexer_flags(x, s),
		.variables = json_pack("{s:I}", "height", (json_int_t)s->final), .owner = s, .deadline_ms = STATUS_MS, .fn = on_status, .arg = s });
	indexer_touch(x);
}
