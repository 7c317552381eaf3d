/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Movements from an indexer into the ledger: pages, claims between transfers, what is provisional, what is forgotten; and the
 * ledger's own arithmetic against a plain list. */
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

static void address_of(unsigned char byte, char out[SS58_MAX])
{
	unsigned char pub[32];
	memset(pub, byte, 32);
	ss58_encode(SS58_G1, pub, out);
}

static json_t *row_json(const struct move *m)
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

static json_t *answer(struct fake *n, const json_t *q)
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

static void on_notice(void *arg, const struct fault *f)
{
	(void)arg;
	if (n_notices < 16)
		notices[n_notices++] = *f;
}

static struct { bool done; struct fault fault; } last;

static void on_end(void *arg, const unsigned char pub[32], const struct fault *f)
{
	(void)arg;
	assert_memory_equal(pub, me, 32);
	last.done = true;
	last.fault = *f;
}

static void on_written(void *arg, const struct fault *f)
{
	(void)arg;
	if (history)
		history_written(history, f);
}

static bool is_done(void *arg)
{
	(void)arg;
	return last.done;
}

static void read_all(int64_t balance)
{
	last.done = false;
	history_read(history, me, 0, balance);
	assert_true(turn_until(is_done, NULL, 20000));
}

static int set_up_with(const char *path)
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

static int set_up(void **state)
{
	(void)state;
	return set_up_with(NULL);
}

static int tear_down(void **state)
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

static void add_move(uint32_t block, enum ledger_kind kind, int64_t amount)
{
	static const char *const comments[] = { NULL, "pain au levain", "merci \x1b[2J beaucoup", "caf\xc3\xa9", "0x00" };
	moves[n_moves] = (struct move){ .block = block, .event = 3 + (uint32_t)n_moves % 5, .kind = kind, .amount = amount,
		.party = (unsigned char)(1 + n_moves % 9), .comment = comments[n_moves % 5] };
	n_moves++;
}

/* So many, with a claim here and there. */
static void add_many(size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t block = 100 + (uint32_t)n_moves * 3;
		add_move(block, n_moves % 17 == 5 ? LEDGER_CLAIM : n_moves % 3 ? LEDGER_IN : LEDGER_OUT, 10 + (int64_t)(n_moves * 7 % 1000));
	}
}

/* The ledger's pages against the list. */
static void expect_all(void)
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

static void pages_and_claims(void **state)
{
	add_many(730);
	read_all(1);
	assert_int_equal(last.fault.code, E_OK);
	expect_all();
	/* nothing new costs one page of each kind */
	unsigned before = first.asked + second.asked;
	read_all(1);
	assert_true(first.asked + second.asked - before <= 4);
	expect_all();
	/* new ones, a few and many */
	add_many(3);
	read_all(1);
	expect_all();
	add_many(250);
	read_all(1);
	expect_all();
	(void)state;
}

/* The newest rows may change: after a re-org other ones stand there. */
static void rows_that_change(void **state)
{
	add_many(120);
	read_all(1);
	moves[n_moves - 1].amount += 5;
	moves[n_moves - 2].kind = LEDGER_IN;
	read_all(1);
	expect_all();
	n_moves--;
	read_all(1);
	expect_all();
	(void)state;
}

static void interrupted(void **state)
{
	add_many(4000);
	fail_after = 3;
	second.lie = LIE_NULL;
	read_all(1);
	assert_int_not_equal(last.fault.code, E_OK);
	struct ledger_sum sum;
	struct fault f;
	assert_int_equal(ledger_sum(ledger, me, NULL, &sum, &f), E_OK);
	assert_true(sum.rows >= 2100 && !sum.whole);
	fail_after = pages = 0;
	second.lie = LIE_NONE;
	add_many(4);
	fail_after = 1 + 3; /* what is new, then what is left of 4000 rows: none of those that are there is asked again */
	read_all(1);
	assert_int_equal(last.fault.code, E_OK);
	expect_all();
	(void)state;
}

/* Small first, then large; an indexer that refuses large pages is asked for small ones, from where it was. */
static void page_sizes(void **state)
{
	add_many(2500);
	read_all(1);
	assert_int_equal(largest, 1000);
	expect_all();
	tear_down(state);
	set_up(state);
	most_rows = 100;
	add_many(2500);
	read_all(1);
	assert_int_equal(last.fault.code, E_OK);
	assert_int_equal(largest, 100);
	expect_all();
	tear_down(state);
	set_up(state);
	slow = true; /* a large page would come too late */
	add_many(150);
	read_all(1);
	assert_int_equal(last.fault.code, E_OK);
	assert_int_equal(largest, 100);
	expect_all();
}

/* So many claims that they come in pages of their own, above, between and below the transfers. */
static void claims_in_pages(void **state)
{
	for (size_t i = 0; i < 6000; i++)
		add_move(100 + (uint32_t)n_moves * 3, n_moves % 2000 < 1500 ? LEDGER_CLAIM : LEDGER_IN, 10 + (int64_t)n_moves);
	add_many(300);
	read_all(1);
	assert_int_equal(last.fault.code, E_OK);
	expect_all();
	(void)state;
}

/* What was read while claims were refused is read again when they come, be it everything or what is new. */
static void claims_refused(void **state)
{
	struct ledger_sum sum;
	struct fault f;
	add_many(400);
	no_claims = true;
	read_all(1);
	assert_int_equal(last.fault.code, E_OK);
	assert_int_equal(ledger_sum(ledger, me, NULL, &sum, &f), E_OK);
	assert_int_equal(sum.claimed_c, 0);
	no_claims = false;
	read_all(1);
	expect_all();
	add_many(200);
	no_claims = true;
	read_all(1);
	no_claims = false;
	read_all(1);
	expect_all();
	(void)state;
}

/* More is new than is held at a time: it is read anew, and never has a hole. */
static void long_away(void **state)
{
	struct ledger_sum sum;
	struct fault f;
	add_many(500);
	read_all(1);
	add_many(25000);
	fail_after = pages + 22;
	second.lie = LIE_NULL;
	read_all(1);
	assert_int_not_equal(last.fault.code, E_OK);
	assert_int_equal(ledger_sum(ledger, me, NULL, &sum, &f), E_OK);
	assert_false(sum.whole);
	second.lie = LIE_NONE;
	fail_after = 0;
	read_all(1);
	expect_all();
	(void)state;
}

/* Pages that lead nowhere end the reading. */
static void in_circles(void **state)
{
	add_many(2500);
	circles = true;
	read_all(1);
	assert_int_equal(last.fault.code, E_PROTOCOL);
	(void)state;
}

/* A part that never reached the disk leaves no hole: what lies below it is not kept, and is not the end. */
static void no_holes(void **state)
{
	struct ledger_row rows[3];
	struct ledger_sum sum;
	struct fault f;
	for (uint32_t i = 0; i < 3; i++)
		rows[i] = (struct ledger_row){ .id = LEDGER_PLACE(90 - i, 1), .block = 90 - i, .amount_c = 5, .name = "", .comment = "", .event = "e" };
	struct ledger_batch b = { .rows = rows, .n = 1, .newest = true, .synced = 90, .cursor = "1" };
	memcpy(b.pub, me, 32);
	ledger_put(ledger, &b, true);
	b = (struct ledger_batch){ .rows = rows + 2, .n = 1, .above = rows[1].id, .cursor = "3", .whole = true };
	memcpy(b.pub, me, 32);
	ledger_put(ledger, &b, true);
	assert_int_equal(ledger_sum(ledger, me, NULL, &sum, &f), E_OK);
	assert_int_equal(sum.rows, 1);
	assert_false(sum.whole);
	b.above = rows[0].id; /* overlapping what is there is no hole */
	b.rows = rows;
	b.n = 3;
	ledger_put(ledger, &b, true);
	assert_int_equal(ledger_sum(ledger, me, NULL, &sum, &f), E_OK);
	assert_int_equal(sum.rows, 3);
	assert_true(sum.whole);
	(void)state;
}

static void empty_indexers(void **state)
{
	add_many(20);
	first.lie = second.lie = LIE_VALUE; /* both show nothing: two who say so are believed */
	read_all(5000);
	assert_int_equal(last.fault.code, E_OK);
	first.lie = LIE_NONE;
	second.lie = LIE_VALUE;
	read_all(5000);
	assert_int_equal(last.fault.code, E_OK);
	expect_all();
	/* whoever was asked first: the one that shows nothing is named once the other one shows rows */
	const struct indexer_row *a = indexer_at(indexer, 0), *b = indexer_at(indexer, 1);
	if (n_notices) {
		assert_int_equal(notices[0].code, E_INDEXER_EMPTY);
		assert_int_equal(b->state, INDEXER_BARRED);
	}
	assert_int_not_equal(a->state, INDEXER_BARRED);
	(void)state;
}

static void a_lone_empty_one(void **state)
{
	add_many(20);
	first.lie = LIE_VALUE;
	second.lie = LIE_NULL;
	read_all(5000);
	assert_int_equal(last.fault.code, E_INDEXER_EMPTY);
	read_all(0);                        /* no money, no rows: nothing strange */
	assert_int_equal(last.fault.code, E_OK);
	(void)state;
}

static void filters(void **state)
{
	struct ledger_page page;
	struct ledger_sum sum;
	struct fault f;
	add_many(300);
	read_all(1);
	struct ledger_filter w = { .words = "LEVAIN" };
	assert_int_equal(ledger_page(ledger, me, &w, 0, 500, &page, &f), E_OK);
	size_t want = 0;
	for (size_t i = 0; i < n_moves; i++)
		want += moves[i].kind != LEDGER_CLAIM && moves[i].comment && strstr(moves[i].comment, "levain");
	assert_int_equal(page.rows.n, want);
	ledger_page_free(&page);
	w.words = "cafe"; /* accents and case do not count, beginnings do */
	assert_int_equal(ledger_page(ledger, me, &w, 0, 500, &page, &f), E_OK);
	assert_true(page.rows.n > 0);
	assert_string_equal(page.rows.v[0].comment, "caf\xc3\xa9");
	ledger_page_free(&page);
	w.words = "\" OR NEAR( * -";
	assert_int_equal(ledger_page(ledger, me, &w, 0, 500, &page, &f), E_OK);
	assert_int_equal(page.rows.n, 0);
	ledger_page_free(&page);
	w = (struct ledger_filter){ .kinds = 1u << LEDGER_CLAIM };
	assert_int_equal(ledger_sum(ledger, me, &w, &sum, &f), E_OK);
	int64_t claimed = 0, rows = 0, to_five = 0;
	unsigned char five[32];
	memset(five, 5, 32);
	for (size_t i = 0; i < n_moves; i++) {
		claimed += moves[i].kind == LEDGER_CLAIM ? moves[i].amount : 0;
		rows += moves[i].kind == LEDGER_CLAIM;
		to_five += moves[i].kind == LEDGER_OUT && moves[i].party == 5 ? moves[i].amount : 0;
	}
	assert_int_equal(sum.claimed_c, claimed);
	assert_int_equal(sum.rows, rows);
	w = (struct ledger_filter){ .party = five, .kinds = 1u << LEDGER_OUT, .words = "tot" };
	assert_int_equal(ledger_sum(ledger, me, &w, &sum, &f), E_OK);
	assert_int_equal(sum.out_c, to_five);
	w = (struct ledger_filter){ .least_c = 500, .most_c = 600 };
	assert_int_equal(ledger_page(ledger, me, &w, 0, 500, &page, &f), E_OK);
	for (size_t i = 0; i < page.rows.n; i++)
		assert_true(page.rows.v[i].amount_c >= 500 && page.rows.v[i].amount_c <= 600);
	assert_true(page.rows.n > 0);
	ledger_page_free(&page);
	(void)state;
}

/* Times bound the rows, and a walk in pieces meets the rows of a page, in their order. */
static void times_and_walks(void **state)
{
	struct ledger_page all, page;
	struct ledger_row r;
	struct fault f;
	add_many(400);
	read_all(1);
	assert_int_equal(ledger_page(ledger, me, NULL, 0, 500, &all, &f), E_OK);
	assert_int_equal(all.rows.n, 400);
	for (size_t from = 0; from < 400; from += 57)
		for (size_t to = from; to < 400; to += 91) {
			struct ledger_filter w = { .since = all.rows.v[to].time, .until = all.rows.v[from].time + 1, .words = from % 2 ? "tot" : NULL };
			struct ledger_scan *scan;
			size_t want = 0;
			for (size_t i = 0; i < 400; i++)
				want += all.rows.v[i].time >= w.since && all.rows.v[i].time < w.until && (!w.words || !strncmp(all.rows.v[i].name, "tot", 3));
			assert_int_equal(ledger_page(ledger, me, &w, 0, 500, &page, &f), E_OK);
			assert_int_equal(page.rows.n, want);
			assert_int_equal(ledger_scan_open(ledger, me, &w, &scan, &f), E_OK);
			for (size_t i = 0; i < want; i++) {
				assert_true(ledger_scan_next(scan, &r));
				assert_int_equal(r.id, page.rows.v[i].id);
				assert_int_equal(r.amount_c, page.rows.v[i].amount_c);
			}
			assert_false(ledger_scan_next(scan, &r));
			ledger_scan_close(scan);
			ledger_page_free(&page);
		}
	ledger_page_free(&all);
	(void)state;
}

struct totals {
	int64_t in_c, out_c, rows;
};

static void on_party(void *arg, const struct ledger_row *party, int64_t in_c, int64_t out_c, int64_t rows)
{
	struct totals *t = arg;
	assert_true(*party->name);
	t->in_c += in_c;
	t->out_c += out_c;
	t->rows += rows;
}

static void parties(void **state)
{
	struct totals t = { 0 };
	struct ledger_sum sum;
	struct fault f;
	add_many(200);
	read_all(1);
	assert_int_equal(ledger_parties(ledger, me, NULL, 100, on_party, &t, &f), E_OK);
	assert_int_equal(ledger_sum(ledger, me, NULL, &sum, &f), E_OK);
	assert_int_equal(t.in_c, sum.in_c);
	assert_int_equal(t.out_c, sum.out_c);
	(void)state;
}

/* With a file: what was written is there for the next one; a second instance without the pen keeps its rows to itself. */
static void in_a_file(void **state)
{
	char dir[] = "/tmp/vigie-ledger-XXXXXX", path[128];
	struct fault f;
	struct ledger_sum sum;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/ledger.sqlite", dir);
	set_up_with(path);
	add_many(25000); /* more than goes to the disk at once */
	fail_after = 12;
	second.lie = LIE_NULL;
	read_all(1);
	assert_int_not_equal(last.fault.code, E_OK);
	fail_after = 1 + 15; /* the reading goes on from there, and a third one finds nothing to do although the last rows are being written */
	pages = 0;
	second.lie = LIE_NONE;
	last.done = false;
	history_read(history, me, 0, 1);
	history_read(history, me, 0, 1);
	while (history_busy(history, me))
		loop_turn(loop, 20);
	assert_int_equal(last.fault.code, E_OK);
	for (int i = 0; i < 200 && (ledger_sum(ledger, me, NULL, &sum, &f) || !sum.whole); i++)
		loop_turn(loop, 20);
	expect_all();
	struct ledger *mine = ledger, *other;
	assert_int_equal(ledger_open(&(struct ledger_conf){ .loop = loop, .path = path }, &other, &f), E_OK);
	struct history *h = history;
	ledger = other;
	expect_all();
	history = history_open(&(struct history_conf){ .indexer = indexer, .ledger = other, .ended = on_end });
	add_many(5);
	read_all(1);
	expect_all();
	history_close(history);
	ledger_close(other);
	history = h;
	ledger = mine;
	tear_down(state);
	char command[256];
	snprintf(command, sizeof command, "rm -r %s", dir);
	assert_int_equal(system(command), 0);
}

static enum err parse(const char *text, struct history_rows *rows)
{
	struct fault f;
	json_t *data = json_loads(text, 0, NULL);
	assert_non_null(data);
	memset(me, 0xee, 32);
	*rows = (struct history_rows){ 0 };
	enum err e = history_parse(data, me, rows, &f);
	json_decref(data);
	return e;
}


static void rows_of_strangers(void **state)
{
	char mine[SS58_MAX], text[2048];
	struct history_rows rows;
	address_of(0xee, mine);
	static const char *const form = "{\"transfers\":{\"pageInfo\":{\"hasNextPage\":false,\"endCursor\":null},\"nodes\":[{\"id\":\"%s\",\"blockNumber\":%s,"
		"\"timestamp\":\"%s\",\"amount\":\"%s\",\"fromId\":\"%s\",\"toId\":\"g1MuCs7bSiZ4Uwnm1LjFkpQvyPrBWnZsQk3cGFYGMn5SmXBf4\","
		"\"to\":{\"identity\":{\"name\":\"a\\u202eb\",\"index\":-4}},\"comment\":{\"remark\":\"\\ufffd\",\"remarkBytes\":\"\\\\x6de9\"}}]}}";
	static const char time[] = "2026-06-01T10:00:06+00:00", id[] = "0000000123-abcde-000007";
	snprintf(text, sizeof text, form, id, "123", time, "500", mine);
	assert_int_equal(parse(text, &rows), E_OK);
	assert_int_equal(rows.v.n, 1);
	assert_int_equal(rows.v.v[0].kind, LEDGER_OUT);
	assert_int_equal(rows.v.v[0].amount_c, 500);
	assert_int_equal(rows.v.v[0].id, LEDGER_PLACE(123, 7));
	assert_string_equal(rows.v.v[0].comment, "m\xc3\xa9");      /* Latin-1, after all */
	assert_null(strstr(rows.v.v[0].name, "\xe2\x80\xae"));        /* no override of the direction */
	assert_int_equal(rows.v.v[0].identity, 0);
	history_rows_free(&rows);
	snprintf(text, sizeof text, form, id, "123", time, "-5", mine);
	assert_int_equal(parse(text, &rows), E_PROTOCOL);
	history_rows_free(&rows);
	snprintf(text, sizeof text, form, id, "-1", time, "5", mine);
	assert_int_equal(parse(text, &rows), E_PROTOCOL);
	history_rows_free(&rows);
	snprintf(text, sizeof text, form, "x", "123", time, "5", mine);
	assert_int_equal(parse(text, &rows), E_PROTOCOL);
	history_rows_free(&rows);
	snprintf(text, sizeof text, form, id, "123", "yesterday", "5", mine);
	assert_int_equal(parse(text, &rows), E_PROTOCOL);
	history_rows_free(&rows);
	snprintf(text, sizeof text, form, id, "123", time, "5", "g1MuCs7bSiZ4Uwnm1LjFkpQvyPrBWnZsQk3cGFYGMn5SmXBf4"); /* not ours */
	assert_int_equal(parse(text, &rows), E_PROTOCOL);
	history_rows_free(&rows);
	assert_int_equal(parse("{\"transfers\":null}", &rows), E_PROTOCOL);
	assert_int_equal(parse("{}", &rows), E_PROTOCOL);
	(void)state;
}

int main(void)
{
#define NET(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_of_strangers), NET(pages_and_claims), NET(rows_that_change), NET(interrupted), NET(page_sizes), NET(claims_in_pages), NET(claims_refused),
		NET(long_away), NET(in_circles), NET(no_holes), NET(empty_indexers),
		NET(a_lone_empty_one), NET(filters), NET(times_and_walks), NET(parties), cmocka_unit_test(in_a_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
