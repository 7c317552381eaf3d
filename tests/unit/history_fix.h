/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two indexers that know a list of movements, and the ledger that is filled from them. */
#ifndef HISTORY_FIX_H
#define HISTORY_FIX_H

#include "t_g1_node.h"
#include "codec/ss58.h"
#include "g1/history.h"
#include "g1/ledger_scan.h"
#include "g1/ledger_inside.h"
#include "io/mirror.h"
#include <sys/stat.h>
#include <unistd.h>

enum { MOST = 30000 };

/* What an indexer knows, oldest first. */
struct move {
	uint32_t block, event;
	enum ledger_kind kind;
	int64_t amount;
	unsigned char party;
	const char *comment, *bytes;
};

static struct move moves[MOST];
static size_t n_moves;
static unsigned char me[32];
static struct fake first, second;
static struct indexer *indexer;
static struct ledger *ledger;
static struct history *history;
static struct fault notices[16];
static size_t n_notices;
static uint32_t fail_after;         /* pages of transfers before one fails; 0: none does */
static uint32_t pages;
static uint32_t most_rows;          /* that a page may have; more are refused; 0: no limit */
static uint32_t largest;            /* rows that were asked for at once */
static bool slow;                   /* the first page takes long */
static bool no_claims;              /* claims are refused */
static bool circles;                /* the cursor always leads to the same rows */

static inline void address_of(unsigned char byte, char out[SS58_MAX])
{
	unsigned char pub[32];
	memset(pub, byte, 32);
	ss58_encode(SS58_G1, pub, out);
}

static inline json_t *row_json(const struct move *m)
{
	char id[64], mine[SS58_MAX], party[SS58_MAX], amount[32];
	address_of(0xee, mine);
	address_of(m->party, party);
	snprintf(id, sizeof id, "%010u-abcde-%06u", m->block, m->event);
	snprintf(amount, sizeof amount, "%lld", (long long)m->amount);
	if (m->kind == LEDGER_CLAIM)
		return json_pack("{s:s,s:s,s:{s:i,s:I,s:o},s:{s:i,s:s}}", "id", id, "name", "UdsClaimed", "args", "count", (int)(m->amount / 10), "total",
		                 (json_int_t)m->amount, "who", hex_text(me, 32), "block", "height", (int)m->block, "timestamp", "2026-06-01T10:00:06+00:00");
	bool out = m->kind == LEDGER_OUT;
	json_t *named = json_pack("{s:{s:s,s:i}}", "identity", "name", m->party % 2 ? "toto" : "Zo\xc3\xa9", "index", (int)m->party);
	json_t *v = json_pack("{s:s,s:i,s:s,s:s,s:s,s:s}", "id", id, "blockNumber", (int)m->block, "timestamp", "2026-06-01T10:00:06+00:00", "amount",
	                      amount, "fromId", out ? mine : party, "toId", out ? party : mine);
	json_object_set_new(v, out ? "to" : "from", named);
	json_object_set_new(v, out ? "from" : "to", json_pack("{s:n}", "identity"));
	json_object_set_new(v, "comment", m->comment ? json_pack("{s:s,s:s}", "remark", m->comment, "remarkBytes", m->bytes ? m->bytes : "") : json_null());
	return v;
}

static inline json_t *answer(struct fake *n, const json_t *q)
{
	const char *query = jread_text(q, "query", "");
	bool claims = strstr(query, "Claims") != NULL, transfers = strstr(query, "query History") != NULL;
	if (n->lie == LIE_NULL)
		return json_pack("{s:[{s:s}]}", "errors", "message", "boom");
	if (strstr(query, "squidStatus"))
		return json_pack("{s:{s:{s:s,s:i,s:s},s:{s:s,s:s}}}", "data", "squidStatus", "name", "s", "height", 1098, "hash", "0x00", "version",
		                 "version", "1.8", "type", "duniter-squid");
	const char *after = jread_text(q, "variables.after", "");
	if ((most_rows && jread_int(q, "variables.n", 0) > most_rows) || (claims && no_claims))
		return json_pack("{s:[{s:s}]}", "errors", "message", "refused");
	if (transfers && jread_int(q, "variables.n", 0) > largest)
		largest = (uint32_t)jread_int(q, "variables.n", 0);
	if (circles)
		after = "";
	if (slow && transfers && !*after)
		usleep(1600000);
	size_t from = *after ? strtoul(after, NULL, 10) : 0, want = (size_t)jread_int(q, "variables.n", 10), seen = 0, total = 0;
	json_t *nodes = json_array();
	if (transfers && fail_after && ++pages > fail_after) {
		json_decref(nodes);
		return json_pack("{s:[{s:s}]}", "errors", "message", "too slow");
	}
	for (size_t i = n_moves; i--;) {
		if ((moves[i].kind == LEDGER_CLAIM) != claims || n->lie == LIE_VALUE)
			continue;
		total++;
		if (seen++ >= from && json_array_size(nodes) < want)
			json_array_append_new(nodes, row_json(&moves[i]));
	}
	char cursor[32];
	size_t end = from + json_array_size(nodes);
	snprintf(cursor, sizeof cursor, "%zu", end);
	return json_pack("{s:{s:{s:{s:b,s:s},s:o}}}", "data", claims ? "events" : "transfers", "pageInfo", "hasNextPage",
	                 end < total, "endCursor", cursor, "nodes", nodes);
}

static inline void on_notice(void *arg, const struct fault *f)
{
	(void)arg;
	if (n_notices < 16)
		notices[n_notices++] = *f;
}

static struct { bool done; struct fault fault; } last;

static inline void on_end(void *arg, const unsigned char pub[32], const struct fault *f)
{
	(void)arg;
	assert_memory_equal(pub, me, 32);
	last.done = true;
	last.fault = *f;
}

static inline void on_written(void *arg, const struct fault *f)
{
	(void)arg;
	if (history)
		history_written(history, f);
}

static inline bool is_done(void *arg)
{
	(void)arg;
	return last.done;
}

static inline void read_all(int64_t balance)
{
	last.done = false;
	history_read(history, me, 0, balance);
	assert_true(turn_until(is_done, NULL, 20000));
}

static inline int set_up_with(const char *path)
{
	struct str urls = { 0 };
	struct fault f;
	loop = loop_new();
	net = net_new(loop, &(struct net_conf){ .proxy = "" });
	fake_open(&first, NULL);
	fake_open(&second, NULL);
	first.graphql = second.graphql = answer;
	memset(me, 0xee, 32);
	n_notices = n_moves = 0;
	fail_after = pages = most_rows = largest = 0;
	no_claims = circles = slow = false;
	history = NULL;
	str_addf(&urls, "%s/v1/graphql %s/v1/graphql", first.url, second.url);
	indexer = indexer_open(&(struct indexer_conf){ .net = net, .endpoints = str_c(&urls), .alone = true, .notice = on_notice });
	str_free(&urls);
	assert_int_equal(ledger_open(&(struct ledger_conf){ .loop = loop, .path = path, .written = on_written }, &ledger, &f), E_OK);
	history = history_open(&(struct history_conf){ .indexer = indexer, .ledger = ledger, .ended = on_end });
	return 0;
}

static inline int set_up(void **state)
{
	(void)state;
	return set_up_with(NULL);
}

static inline int tear_down(void **state)
{
	(void)state;
	history_close(history);
	history = NULL;
	ledger_close(ledger);
	indexer_close(indexer);
	fake_close(&first);
	fake_close(&second);
	net_free(net);
	loop_free(loop);
	return 0;
}

static inline void add_move(uint32_t block, enum ledger_kind kind, int64_t amount)
{
	static const char *const comments[] = { NULL, "pain au levain", "merci \x1b[2J beaucoup", "caf\xc3\xa9", "0x00" };
	moves[n_moves] = (struct move){ .block = block, .event = 3 + (uint32_t)n_moves % 5, .kind = kind, .amount = amount,
		.party = (unsigned char)(1 + n_moves % 9), .comment = comments[n_moves % 5] };
	n_moves++;
}

/* So many, with a claim here and there. */
static inline void add_many(size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t block = 100 + (uint32_t)n_moves * 3;
		add_move(block, n_moves % 17 == 5 ? LEDGER_CLAIM : n_moves % 3 ? LEDGER_IN : LEDGER_OUT, 10 + (int64_t)(n_moves * 7 % 1000));
	}
}

/* The ledger's pages against the list. */
static inline void expect_all(void)
{
	struct ledger_page page;
	struct fault f;
	int64_t balance = 0, before = 0;
	size_t at = n_moves;
	for (size_t i = 0; i < n_moves; i++)
		balance += moves[i].kind == LEDGER_OUT ? -moves[i].amount : moves[i].amount;
	struct ledger_sum sum;
	assert_int_equal(ledger_sum(ledger, me, NULL, &sum, &f), E_OK);
	assert_int_equal(sum.rows, n_moves);
	assert_true(sum.whole);
	assert_int_equal(sum.balance_c, balance);
	for (size_t n = 0; n < n_moves; n += 1 + n_moves / 7) {
		int64_t id = 0;
		assert_int_equal(ledger_nth(ledger, me, n, &id, &f), E_OK);
		assert_int_equal(id >> 20, moves[n_moves - 1 - n].block);
	}
	assert_int_equal(ledger_nth(ledger, me, n_moves, &before, &f), E_NOT_FOUND);
	do {
		assert_int_equal(ledger_page(ledger, me, NULL, before, 37, &page, &f), E_OK);
		for (size_t i = 0; i < page.rows.n; i++) {
			const struct ledger_row *r = &page.rows.v[i];
			const struct move *m = &moves[--at];
			assert_int_equal(r->block, m->block);
			assert_int_equal(r->kind, m->kind);
			assert_int_equal(r->amount_c, m->amount);
			assert_int_equal(r->balance_c, balance);
			assert_null(strchr(r->comment, 27));
			balance -= m->kind == LEDGER_OUT ? -m->amount : m->amount;
			before = r->id;
		}
		if (!page.more)
			before = 0;
		ledger_page_free(&page);
	} while (before);
	assert_int_equal(at, 0);
	assert_int_equal(balance, 0);
}

#define NET(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)

#endif
