/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the wallet costs without screen and network: a million rows of history in their file, values of the chain, signatures.
 * Prints figures beside the budgets, judges nothing.
 *     wallet_bench DIR [ROWS]      DIR takes the history (some 300 MB for a million rows) and the exports */
#include "base/conf.h"
#include "base/mem.h"
#include "base/paths.h"
#include "cmd/settings.h"
#include "codec/meta.h"
#include "codec/value.h"
#include "g1/compose.h"
#include "g1/ledger_inside.h"
#include "g1/purse.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/moves.h"
#include "model/statement.h"
#include "tests/bench/bench.h"
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { BATCH = 5000, PARTIES = 2000, VALUES = 100000, START = 1700000000, NEEDLE = 777777, SEEN = 20 };

static const unsigned char me[32] = { 1, 2, 3 };
static const char constant_page[] = "constant";

static void fail(const char *what)
{
	fprintf(stderr, "wallet_bench: %s\n", what);
	exit(1);
}

/* -- values, signatures -- */

static struct runtime *chain_runtime_here(void)
{
	struct runtime_id id = { .name = "g1", .spec = 1100, .tx = 1, .genesis = { 7 } };
	struct runtime *r = runtime_builtin(&id);

	if (!r)
		fail("no runtime");
	return r;
}

static void bench_values(const struct runtime *r)
{
	static const unsigned char row[45] = { 5, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0x40, 0xe2, 1, [40] = 1, 0x4b, 0x1c };
	uint32_t type = meta_item(r->meta, SLICE("System.Account"), NULL)->value;
	struct purse_values v = { .account = { (const char *)row, sizeof row } };
	struct currency c = { .ud_c = 1148 };
	struct purse *p = mem_array(VALUES, sizeof *p);
	struct str text = { 0 };
	double from = bench_ms();

	for (int i = 0; i < VALUES; i++)
		if (purse_fill(&p[i], r, &c, 1, &v, NULL))
			fail("purse");
	bench_row("100 000 System.Account into purses", bench_ms() - from, 1, "");
	free(p);
	from = bench_ms();
	for (int i = 0; i < VALUES; i++) {
		struct scale in = scale_open(row, sizeof row);

		str_cut(&text, 0);
		if (!value_text(r->meta, type, &in, &text))
			fail("text");
	}
	bench_row("100 000 System.Account as text, any type", bench_ms() - from, 1, "");
	from = bench_ms();
	for (int i = 0; i < VALUES; i++) {
		struct scale in = scale_open(row, sizeof row);

		json_decref(value_json(r->meta, type, &in));
	}
	bench_row("100 000 System.Account as JSON, any type", bench_ms() - from, 1, "");
	str_free(&text);
}

static void bench_sign(const struct runtime *r, enum key_scheme scheme, size_t n)
{
	enum { ROUNDS = 200 };
	struct compose_line *lines = mem_array(n, sizeof *lines);
	struct compose_wish w = { .lines = lines, .n = n, .comment = SLICE("une tarte aux pommes") };
	struct purse p = { .free_c = 100000000, .exists = true };
	struct currency c = { .ud_c = 1148 };
	struct key k;
	double from, built = 0, all = 0;
	char what[80];

	for (size_t i = 0; i < n; i++) {
		lines[i].amount = 100 + (int64_t)i;
		memcpy(lines[i].to, &i, sizeof i);
	}
	if (key_open(&k, scheme, (struct slice){ (const char *)me, 32 }))
		fail("key");
	for (int i = 0; i < ROUNDS; i++) {
		struct extrinsic_draft d = { .scheme = scheme, .nonce = (uint32_t)i };
		struct compose_plan plan;
		struct str payload = { 0 }, bytes = { 0 };
		unsigned char sig[64], hash[32];

		from = bench_ms();
		if (compose_pay(r, &p, &c, &w, &plan, NULL))
			fail("compose");
		built += bench_ms() - from;
		memcpy(d.signer, k.pub, 32);
		d.call = plan.call;
		if (extrinsic_payload(r, &d, &payload, NULL) || key_sign(&k, payload.p, payload.n, sig) ||
		    extrinsic_assemble(r, &d, sig, &bytes, hash, NULL))
			fail("sign");
		all += bench_ms() - from;
		compose_free(&plan);
		str_free(&payload);
		str_free(&bytes);
	}
	snprintf(what, sizeof what, "%zu transfer%s, %s: composed", n, n > 1 ? "s" : "", key_scheme_name(scheme));
	bench_row(what, built, ROUNDS, "");
	snprintf(what, sizeof what, "%zu transfer%s, %s: composed, judged, signed, checked", n, n > 1 ? "s" : "", key_scheme_name(scheme));
	bench_row(what, all, ROUNDS, "");
	key_free(&k);
	free(lines);
}

static void bench_keys(enum key_scheme scheme)
{
	enum { ROUNDS = 2000 };
	unsigned char message[120] = { 0 }, sig[64];
	struct key k;
	double from;
	char what[60];

	if (key_open(&k, scheme, (struct slice){ (const char *)me, 32 }))
		fail("key");
	from = bench_ms();
	for (int i = 0; i < ROUNDS; i++) {
		memcpy(message, &i, sizeof i);
		key_sign(&k, message, sizeof message, sig);
	}
	snprintf(what, sizeof what, "a signature, %s", key_scheme_name(scheme));
	bench_row(what, bench_ms() - from, ROUNDS, "");
	from = bench_ms();
	for (int i = 0; i < ROUNDS; i++)
		if (!key_verify(scheme, k.pub, message, sizeof message, sig))
			fail("verify");
	snprintf(what, sizeof what, "a signature checked, %s", key_scheme_name(scheme));
	bench_row(what, bench_ms() - from, ROUNDS, "");
	key_free(&k);
}

/* -- the history -- */

static struct {
	struct ledger *ledger;
	struct purse purse;
	size_t rows;
	int64_t balance_c;
} chain;

static const struct purse *op_purse(void *self, const unsigned char pub[32])
{
	(void)self, (void)pub;
	return &chain.purse;
}

static struct ledger *op_ledger(void *self)
{
	(void)self;
	return chain.ledger;
}

static void *op_names(void *self, const unsigned char (*pubs)[32], size_t n, void (*fn)(void *arg, const struct people_answer *a), void *arg)
{
	(void)self, (void)pubs, (void)n, (void)fn, (void)arg;
	return NULL;
}

static const struct pool_head *op_head(void *self)
{
	(void)self;
	return NULL;
}

static const struct coin_ops ops = { .head = op_head, .purse = op_purse, .ledger = op_ledger, .names = op_names };

/* The i-th newest row of the made-up history; texts stand until the next BATCH calls are over. */
static struct ledger_row make_row(size_t i, char (*texts)[64])
{
	static const char *const words[] = { "pain", "miel", "oeufs", "merci", "atelier", "vélo", "légumes de saison", "cours de guitare" };
	size_t age = chain.rows - 1 - i, party = (age * 7919) % PARTIES;
	struct ledger_row r = { .id = LEDGER_PLACE(1 + age / 2, age % 2), .time = START + (int64_t)age * 60, .block = (uint32_t)(1 + age / 2),
		.kind = age % 50 == 49 ? LEDGER_CLAIM : age % 2 ? LEDGER_OUT : LEDGER_IN, .amount_c = 100 + (int64_t)(age % 1000),
		.name = "", .comment = "", .event = texts[2] };

	if (r.kind == LEDGER_CLAIM) {
		r.days = 10;
	} else {
		memcpy(r.party, &party, sizeof party);
		r.party[31] = 9;
	}
	snprintf(texts[2], sizeof texts[2], "%016zx-event", age);
	if (party % 2 && r.kind != LEDGER_CLAIM) {
		snprintf(texts[0], sizeof texts[0], "Voisine%zu", party);
		r.name = texts[0];
		r.identity = (uint32_t)party;
	}
	if (i == NEEDLE || age % 3 == 0) {
		snprintf(texts[1], sizeof texts[1], "%s %s", i == NEEDLE ? "aiguille" : words[age % 8], words[age / 8 % 8]);
		r.comment = texts[1];
	}
	chain.balance_c += r.kind == LEDGER_OUT ? -r.amount_c : r.amount_c;
	return r;
}

static void fill(struct loop *l, const char *path)
{
	static char texts[BATCH][3][64];
	struct ledger_row *rows = mem_array(BATCH, sizeof *rows);
	struct stat st = { 0 };
	double from = bench_ms();

	for (size_t at = 0; at < chain.rows; at += BATCH) {
		size_t n = chain.rows - at < BATCH ? chain.rows - at : BATCH;
		struct ledger_batch b = { .rows = rows, .n = n, .newest = !at, .above = INT64_MAX, .cursor = "x", .synced = (uint32_t)chain.rows, .at = START,
			.whole = at + n == chain.rows };

		memcpy(b.pub, me, 32);
		for (size_t i = 0; i < n; i++)
			rows[i] = make_row(at + i, texts[i]);
		ledger_put(chain.ledger, &b, true);
		while (ledger_writing(chain.ledger))
			loop_turn(l, 1000);
	}
	stat(path, &st);
	bench_row("a row written to the mirror", bench_ms() - from, (double)chain.rows, "");
	printf("| file of the history | %.0f MB, %.0f B a row | | |\n", (double)st.st_size / 1e6, (double)st.st_size / (double)chain.rows);
	free(rows);
}

/* What a screen does: the sum, and as many rows as it shows from the first one. */
static void screen(struct moves *m, size_t first)
{
	moves_sum(m);
	for (size_t i = first; i < first + SEEN; i++)
		moves_at(m, i);
}

static void pages(struct moves *m)
{
	struct moves_filter none = { .words = NULL };
	size_t n = chain.rows;
	double from;

	moves_show(m, me);
	from = bench_ms();
	screen(m, 0);
	bench_row("first page, figures above it", bench_ms() - from, 1, constant_page);
	from = bench_ms();
	for (size_t i = 64; i < 64 * 101; i += 64)
		screen(m, i);
	bench_row("next page, near the top", bench_ms() - from, 100, constant_page);
	from = bench_ms();
	screen(m, n / 2);
	bench_row("jump to the middle", bench_ms() - from, 1, constant_page);
	moves_filter(m, &none);
	from = bench_ms();
	screen(m, n - SEEN);
	bench_row("jump to the end", bench_ms() - from, 1, constant_page);
	from = bench_ms();
	for (size_t i = 1; i < 101; i++)
		screen(m, n - 64 * i);
	bench_row("page up from the end", bench_ms() - from, 100, constant_page);
	moves_filter(m, &none);
	from = bench_ms();
	for (size_t i = 0; i < n; i += 64)
		moves_at(m, i);
	bench_row("next page, mean over all of them", bench_ms() - from, (double)n / 64, constant_page);
}

static void find(struct moves *m, const char *what, const struct moves_filter *f)
{
	double from = bench_ms(), first;
	char text[120];
	size_t rows;

	moves_filter(m, f);
	moves_at(m, 0);
	first = bench_ms() - from;
	rows = moves_settle(m)->rows;
	snprintf(text, sizeof text, "%s: first page", what);
	bench_row(text, first, 1, "");
	snprintf(text, sizeof text, "%s: %zu rows counted, in turns", what, rows);
	bench_row(text, bench_ms() - from, 1, "");
}

static void searches(struct moves *m)
{
	unsigned char party[32] = { 12, [31] = 9 };
	struct moves_filter f = { .words = "aiguille" };

	find(m, "one comment among all", &f);
	f.words = "miel";
	find(m, "a common word", &f);
	f.words = "légumes gui";
	find(m, "two words", &f);
	f.words = "v";
	find(m, "one letter", &f);
	f = (struct moves_filter){ .party = party };
	find(m, "one party", &f);
	f = (struct moves_filter){ .least_c = 1099 };
	find(m, "amounts", &f);
	f = (struct moves_filter){ .no_claims = true };
	find(m, "without claims", &f);
	f = (struct moves_filter){ .since = START + 86400 * 30, .until = START + 86400 * 60 };
	find(m, "one month long ago", &f);
}

static void check_balance(struct moves *m)
{
	struct moves_filter none = { .words = NULL };
	int64_t gap = -1, sum = 0;
	double from = bench_ms();
	size_t i = 0;

	moves_filter(m, &none);
	for (i = chain.rows; i-- > 0;) {
		const struct moves_row *r = moves_at(m, i);

		if (!r || (sum += r->amount_c) != r->balance_c)
			fail("the running balance is wrong");
		if (i % 64 == 0 && chain.rows - i > 64 * 200)
			break;
	}
	bench_row("running balance checked upwards, a row", bench_ms() - from, (double)(chain.rows - i), "");
	if (!moves_gap(m, &gap) || gap || moves_at(m, 0)->balance_c != chain.balance_c)
		fail("the history does not end at the balance");
}

static void exports(struct moves *m, const char *dir)
{
	static const char *const names[] = { "csv", "ofx", "json" };
	struct moves_filter none = { .words = NULL };

	for (int i = 0; i < 3; i++) {
		struct statement s = { .moves = m, .format = (enum statement_format)i };
		struct stat st = { 0 };
		char path[700], what[80];
		double from = bench_ms();

		moves_filter(m, &none);
		memcpy(s.pub, me, 32);
		snprintf(path, sizeof path, "%s/all.%s", dir, names[i]);
		if (statement_file(&s, path, NULL) || s.rows != chain.rows || s.sum_c != chain.balance_c)
			fail("the export does not add up");
		stat(path, &st);
		snprintf(what, sizeof what, "export as %s: %zu rows, %.0f MB", names[i], s.rows, (double)st.st_size / 1e6);
		bench_row(what, bench_ms() - from, 1, "");
		unlink(path);
	}
}

static void bench_history(struct loop *l, struct app *a, const char *dir)
{
	char path[700];
	struct fault f;
	struct moves *m;
	struct coin *was = a->coin;

	snprintf(path, sizeof path, "%s/ledger.db", dir);
	if (ledger_open(&(struct ledger_conf){ .loop = l, .path = path }, &chain.ledger, &f))
		fail("no ledger");
	fill(l, path);
	chain.purse = (struct purse){ .source = { .degree = DEGREE_SAID }, .free_c = chain.balance_c, .exists = true };
	a->coin = coin_new(a, &ops, NULL);
	m = moves_new(a);
	bench_head("history");
	pages(m);
	searches(m);
	check_balance(m);
	bench_head("export");
	exports(m, dir);
	moves_free(m);
	coin_free(a->coin);
	a->coin = was;
	ledger_close(chain.ledger);
}

int main(int argc, char **argv)
{
	struct conf *c = conf_new(settings_keys, settings_count);
	struct loop *l = loop_new();
	struct runtime *r = chain_runtime_here();
	struct app *a;

	if (argc < 2 || paths_init(NULL, NULL))
		return 2;
	secret_init();
	chain.rows = argc > 2 ? (size_t)atol(argv[2]) : 1000000;
	mkdir(argv[1], 0700);
	a = app_new(l, c);
	a->still = true;
	bench_head("values of the chain");
	bench_values(r);
	bench_head("signing");
	bench_keys(KEY_ED25519);
	bench_keys(KEY_SR25519);
	for (size_t n = 1; n <= 200; n *= n == 1 ? 10 : 20) {
		bench_sign(r, KEY_ED25519, n);
		bench_sign(r, KEY_SR25519, n);
	}
	bench_head("writing");
	bench_history(l, a, argv[1]);
	app_free(a);
	loop_free(l);
	conf_free(c);
	runtime_drop(r);
	return 0;
}
