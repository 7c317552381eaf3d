/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The indexer beside the chain: whatever happens there, its tables say what the state says; and what is taken back leaves no
 * trace. */
#include "tests/unit/t_sandbox.h"

#include "sandbox/indexer/answer.h"
#include "sandbox/indexer/apply.h"
#include "sandbox/indexer/indexer.h"

#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

struct look {
	struct bench b;
	struct store st;
	struct lenders lenders;
	size_t seen;
};

static void on_block(void *arg, const struct block *b)
{
	struct look *l = arg;
	struct decoded *d = decode_block(chain_runtime(l->b.c), b, &l->lenders);

	apply_block(&l->st, d);
	decode_free(d);
	l->seen++;
}

static void on_retracted(void *arg, const struct block *b)
{
	store_rewind(&((struct look *)arg)->st, (int32_t)b->number - 1);
}

static void look_open(struct look *l, uint64_t seed)
{
	unsigned char hash[32];
	bool filled;

	memset(l, 0, sizeof *l);
	bench_open(&l->b, seed);
	assert_int_equal(store_open(&l->st, NULL, true, &filled, NULL), E_OK);
	assert_false(filled);
	l->st.start = WORLD_START;
	l->st.start_ms = l->b.w->start_ms;
	l->st.seed = seed;
	assert_true(chain_hash_at(l->b.c, WORLD_START, hash));
	indexer_fill(&l->st, l->b.w, hash, chain_genesis(l->b.c));
	decode_lenders(&chain_best(l->b.c)->state, &l->lenders);
	chain_listen(l->b.c, &(struct chain_listener){ .on_block = on_block, .on_retracted = on_retracted, .arg = l });
}

static void look_close(struct look *l)
{
	store_close(&l->st);
	vec_free(&l->lenders);
	bench_close(&l->b);
	types_drop();
}

static int64_t number(struct look *l, const char *sql)
{
	return store_number(&l->st, sql, -1, "");
}

static json_t *ask(struct look *l, const char *query)
{
	json_t *body = json_pack("{s:s}", "query", query), *answer;
	char *text = json_dumps(body, JSON_COMPACT);
	struct str out = { 0 };

	assert_int_equal(answer_request(&l->st, slice_of(text), &out), 200);
	answer = json_loadb(out.p, out.n, 0, NULL);
	assert_non_null(answer);
	assert_null(json_object_get(answer, "errors"));
	free(text);
	str_free(&out);
	json_decref(body);
	return answer;
}

/* The value at "a.0.b" of an answer's data, as text. */
static const char *at(json_t *answer, const char *path)
{
	struct slice rest = slice_of(path), part;
	json_t *j = json_object_get(answer, "data");
	char name[64];

	while (slice_split(&rest, '.', &part)) {
		snprintf(name, sizeof name, "%.*s", (int)part.n, part.p);
		j = json_is_array(j) ? json_array_get(j, (size_t)atoi(name)) : json_object_get(j, name);
	}
	return json_is_string(j) ? json_string_value(j) : json_is_true(j) ? "true" : json_is_false(j) ? "false" : json_is_null(j) ? "null" : "?";
}

static bool count_alive(void *arg, struct slice key, struct slice value)
{
	struct scale s = scale_open(value.p, value.n);

	(void)key;
	scale_take(&s, 8);
	*(int64_t *)arg += scale_uint(&s, 4) || scale_uint(&s, 4);
	return true;
}

static void accounts_match(struct look *l, const struct state *now)
{
	struct key accounts = key_plain(S_ACCOUNT);
	const char *why;
	int64_t alive = 0;
	sqlite3_stmt *s = store_get(&l->st, "SELECT pub, balance, active, identity FROM account", &why);

	while (sqlite3_step(s) == SQLITE_ROW) {
		struct acct a = acct_get(now, sqlite3_column_blob(s, 0));

		assert_int_equal(sqlite3_column_int64(s, 1), a.free);
		assert_int_equal(sqlite3_column_int(s, 2), a.providers || a.sufficients);
		assert_int_equal(sqlite3_column_int64(s, 3), a.linked ? a.identity : 0);
	}
	store_put(&l->st, s);
	trie_each(&now->trie, (struct slice){ (char *)accounts.b, accounts.n }, slice_of(""), count_alive, &alive);
	assert_int_equal(number(l, "SELECT count(*) FROM account WHERE active"), alive);
}

static void identities_match(struct look *l, const struct state *now)
{
	static const char *const names[] = { "UNCONFIRMED", "UNVALIDATED", "MEMBER", "NOTMEMBER", "REVOKED" };
	const char *why;
	int64_t members = 0, all = 0;
	sqlite3_stmt *s = store_get(&l->st, "SELECT i.k, i.status, i.member, i.expire, i.first_ud, a.pub, i.name FROM identity i "
				    "LEFT JOIN account a ON a.k = i.account", &why);

	while (sqlite3_step(s) == SQLITE_ROW) {
		uint32_t index = (uint32_t)sqlite3_column_int(s, 0);
		const char *name = (const char *)sqlite3_column_text(s, 6);
		struct idty i;
		struct str key = { 0 };

		if (!idty_get(now, index, &i)) {
			assert_string_equal((const char *)sqlite3_column_text(s, 1), "REMOVED");
			continue;
		}
		all++;
		members += i.status == IS_MEMBER;
		assert_string_equal((const char *)sqlite3_column_text(s, 1), names[i.status]);
		assert_int_equal(sqlite3_column_int(s, 2), i.status == IS_MEMBER);
		assert_int_equal(sqlite3_column_bytes(s, 5), 32);
		assert_memory_equal(sqlite3_column_blob(s, 5), i.owner, 32);
		assert_int_equal(sqlite3_column_int64(s, 3),
				 i.status == IS_MEMBER ? state_uint(now, key_u32(S_MEMBERSHIP, index), 0) : i.next_scheduled);
		if (i.status == IS_MEMBER)
			assert_int_equal(sqlite3_column_int(s, 4), i.first_ud);
		pack_blob(&key, name, strlen(name));
		if (*name)
			assert_int_equal(state_uint(now, key_of(S_NAME, key.p, key.n), 0), index);
		str_free(&key);
	}
	store_put(&l->st, s);
	assert_int_equal(all, state_uint(now, key_plain(S_IDENTITIES), 0));
	assert_int_equal(members, state_uint(now, key_plain(S_MEMBERS), 0));
	assert_int_equal(number(l, "SELECT members FROM population ORDER BY k DESC LIMIT 1"), members);
	assert_int_equal(number(l, "SELECT count(*) FROM span WHERE stop = 2147483647"), members);
}

static void certs_match(struct look *l, const struct state *now)
{
	int64_t n = 0;

	for (uint32_t r = 1; r < (uint32_t)state_uint(now, key_plain(S_NEXT_IDENTITY), 0); r++) {
		struct pairs p = pairs_get(now, key_u32(S_CERTS, r));

		for (size_t i = 0; i < p.n; i++, n++)
			assert_int_equal(store_number(&l->st, "SELECT expire FROM cert WHERE k = ? AND active", -1, "i",
						      (int64_t)p.v[i].a << 32 | r), p.v[i].b);
		vec_free(&p);
	}
	assert_int_equal(number(l, "SELECT count(*) FROM cert WHERE active"), n);
}

static void tables_match(struct look *l)
{
	const struct block *b = chain_best(l->b.c);
	const struct state *now = &b->state;

	assert_int_equal(number(l, "SELECT height FROM status"), b->number);
	accounts_match(l, now);
	identities_match(l, now);
	certs_match(l, now);
	assert_int_equal(number(l, "SELECT max(idx) + 1 FROM ud"), state_uint(now, key_plain(S_UD_INDEX), 0));
	assert_int_equal(number(l, "SELECT amount FROM ud ORDER BY k DESC LIMIT 1"), state_uint(now, key_plain(S_UD), 0));
	assert_int_equal(number(l, "SELECT mass FROM ud ORDER BY k DESC LIMIT 1"), state_uint(now, key_plain(S_MASS), 0));
}

static void send(struct look *l, size_t who, struct str *call)
{
	bench_send(&l->b, who, slice_str(call));
	str_cut(call, 0);
}

/* What people do: pay with a comment, claim, invite, give a name, certify, ask for evaluation, revoke. */
static void people_act(struct look *l, struct rng *r)
{
	const struct world *w = l->b.w;
	struct str c = { 0 };
	char name[16];

	for (int i = 0; i < 8; i++) {
		size_t who = rng_below(r, w->accounts.n - 1), to = rng_below(r, w->accounts.n - 1);
		uint64_t dice = rng_below(r, 100);

		if (dice < 35) {
			pack_bytes(&c, "\x36\2\x08", 3);
			call_transfer(&c, "\6\3", w->accounts.v[to].pub, 100 + rng_below(r, 5000));
			pack_bytes(&c, "\0\7", 2);
			pack_blob(&c, rng_chance(r, 500) ? "merci bien" : "\xff\x01gr\xc3\xa0" "cies", rng_chance(r, 500) ? 5 : 9);
		} else if (dice < 45) {
			call_transfer(&c, rng_chance(r, 500) ? "\6\0" : "\6\3", w->accounts.v[to].pub, rng_below(r, 300000));
		} else if (dice < 55) {
			pack_bytes(&c, "\x1e\0", 2);
		} else if (dice < 65) {
			pack_bytes(&c, "\x29\0", 2);
			pack_bytes(&c, w->accounts.v[to].pub, 32);
		} else if (dice < 72) {
			snprintf(name, sizeof name, "new-%02d", (int)rng_below(r, 60));
			pack_bytes(&c, "\x29\1", 2);
			pack_blob(&c, name, strlen(name));
		} else if (dice < 90) {
			pack_bytes(&c, rng_chance(r, 600) ? "\x2b\0" : "\x2b\3", 2);
			pack_uint(&c, 1 + rng_below(r, w->next_index + 4), 4);
		} else {
			pack_bytes(&c, "\x2c\0", 2);
		}
		send(l, who, &c);
	}
	str_free(&c);
}

static void tables_follow_the_chain(void **state)
{
	struct look l;
	struct rng r;

	(void)state;
	look_open(&l, 3);
	rng_init(&r, 3, "indexer", 0);
	tables_match(&l);
	for (int step = 0; step < 150; step++) {
		people_act(&l, &r);
		bench_seal(&l.b);
		if (step % 10 == 9) {
			l.b.now += 86400000ull * (3 + rng_below(&r, 30));
			chain_advance(l.b.c);
		}
		if (step % 7 == 0)
			tables_match(&l);
	}
	tables_match(&l);
	/* It was not a quiet time. */
	assert_true(number(&l, "SELECT count(*) FROM transfer t JOIN event e ON e.k = t.k") > 150);
	assert_true(number(&l, "SELECT count(*) FROM transfer t JOIN event e ON e.k = t.k WHERE t.comment") > 100);
	assert_true(number(&l, "SELECT count(*) FROM cert_event c JOIN event e ON e.k = c.k WHERE type = 'CREATION'") > 10);
	assert_true(number(&l, "SELECT count(*) FROM cert_event c JOIN event e ON e.k = c.k WHERE type = 'RENEWAL'") > 3);
	assert_true(number(&l, "SELECT count(*) FROM membership_event m JOIN event e ON e.k = m.k WHERE type = 'REMOVAL'") > 3);
	assert_true(number(&l, "SELECT count(*) FROM identity WHERE status = 'REMOVED'") > 0);
	assert_true(number(&l, "SELECT count(*) FROM ud_reeval u JOIN event e ON e.k = u.k") > 0);
	assert_true(number(&l, "SELECT count(*) FROM extrinsic WHERE NOT success") > 20);
	look_close(&l);
}

static const char *const tables[] = { "status", "account", "identity", "cert", "cert_event", "change_owner_key", "membership_event", "span",
				      "transfer", "tx_comment", "remark", "ud", "ud_reeval", "population", "block", "extrinsic", "call", "event",
				      "smith", "smith_cert", "smith_event" };

static uint64_t sum_of_tables(struct look *l)
{
	uint64_t sum = 14695981039346656037u;

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		struct str sql = { 0 };
		const char *why;
		sqlite3_stmt *s;

		str_addf(&sql, "SELECT * FROM %s ORDER BY k", tables[i]);
		s = store_get(&l->st, str_c(&sql), &why);
		while (sqlite3_step(s) == SQLITE_ROW)
			for (int c = 0; c < sqlite3_column_count(s); c++) {
				const unsigned char *p = sqlite3_column_blob(s, c);

				sum = (sum ^ (unsigned)sqlite3_column_type(s, c)) * 1099511628211u;
				for (int k = 0; k < sqlite3_column_bytes(s, c); k++)
					sum = (sum ^ p[k]) * 1099511628211u;
			}
		store_put(&l->st, s);
		str_free(&sql);
	}
	return sum;
}

static void what_is_taken_back_leaves_no_trace(void **state)
{
	struct look l;
	struct rng r;
	uint64_t before, after;
	int32_t height;
	size_t times;

	(void)state;
	look_open(&l, 4);
	rng_init(&r, 4, "indexer", 0);
	for (int step = 0; step < 10; step++) {
		people_act(&l, &r);
		bench_seal(&l.b);
	}
	before = sum_of_tables(&l);
	height = (int32_t)number(&l, "SELECT height FROM status");
	times = l.st.times.n;
	for (int step = 0; step < 40; step++) {
		people_act(&l, &r);
		bench_seal(&l.b);
		if (step == 20) {
			l.b.now += 86400000ull * 90;
			chain_advance(l.b.c);
		}
	}
	after = sum_of_tables(&l);
	assert_true(before != after);
	assert_false(store_can_rewind(&l.st, WORLD_START - 1));
	if (store_can_rewind(&l.st, height)) {
		store_rewind(&l.st, height);
		assert_int_equal(sum_of_tables(&l), before);
		assert_int_equal(l.st.times.n, times);
	} else {
		fail_msg("too much was forgotten");
	}
	look_close(&l);
}

static void it_goes_along_with_a_fork(void **state)
{
	struct look l;
	struct rng r;

	(void)state;
	look_open(&l, 6);
	rng_init(&r, 6, "indexer", 0);
	for (int step = 0; step < 30; step++) {
		people_act(&l, &r);
		bench_seal(&l.b);
		if (step % 5 == 4)
			assert_int_equal(chain_reorg(l.b.c, 1 + step % 2, step % 10 == 4), E_OK);
		tables_match(&l);
		assert_int_equal(number(&l, "SELECT count(*) FROM block b JOIN status s ON b.hash = s.hash"), 1);
	}
	look_close(&l);
}

static void a_payment_is_told_with_its_comment(void **state)
{
	struct look l;
	struct str c = { 0 }, hash = { 0 };
	const struct block *b;
	json_t *j;

	(void)state;
	look_open(&l, 1);
	pack_bytes(&c, "\x36\2\x0c", 3);
	call_transfer(&c, "\6\3", l.b.w->accounts.v[7].pub, 1234);
	call_transfer(&c, "\6\3", l.b.w->accounts.v[8].pub, 4321);
	pack_bytes(&c, "\0\7", 2);
	pack_blob(&c, "pour le pain \xe2\x98\xba", 16);
	b = bench_do(&l.b, 0, &c);
	j = ask(&l, "{transfers(last: 2) { totalCount nodes { amount blockNumber timestamp from { identity { name } } comment { remark remarkBytes type "
		    "author { identity { name } } event { pallet name argsStr } } event { name phase pallet args extrinsic: extrinsicId block { height } "
		    "call { pallet name } } } } extrinsics(last: 1) { nodes { success fee hash index version call: callId "
		    "calls { nodes { pallet name address parent { name } args } } } } }");
	assert_string_equal(at(j, "transfers.nodes.0.amount"), "1234");
	assert_string_equal(at(j, "transfers.nodes.1.amount"), "4321");
	assert_string_equal(at(j, "transfers.nodes.1.from.identity.name"), "Vigie-Demo");
	assert_string_equal(at(j, "transfers.nodes.0.comment.remark"), "pour le pain \xe2\x98\xba");
	assert_string_equal(at(j, "transfers.nodes.1.comment.remarkBytes"), "\\x706f7572206c65207061696e20e298ba");
	assert_string_equal(at(j, "transfers.nodes.1.comment.type"), "UNICODE");
	assert_string_equal(at(j, "transfers.nodes.1.comment.author.identity.name"), "Vigie-Demo");
	assert_string_equal(at(j, "transfers.nodes.0.event.pallet"), "Balances");
	assert_string_equal(at(j, "transfers.nodes.0.event.args.amount"), "1234");
	assert_string_equal(at(j, "transfers.nodes.0.event.phase"), "ApplyExtrinsic");
	assert_string_equal(at(j, "transfers.nodes.0.event.call.name"), "batch_all");
	assert_string_equal(at(j, "extrinsics.nodes.0.success"), "true");
	assert_string_equal(at(j, "extrinsics.nodes.0.calls.nodes.3.name"), "remark_with_event");
	assert_string_equal(at(j, "extrinsics.nodes.0.calls.nodes.3.parent.name"), "batch_all");
	assert_int_equal(json_integer_value(json_object_get(json_array_get(json_object_get(json_object_get(json_object_get(j, "data"), "transfers"),
			 "nodes"), 0), "blockNumber")), b->number);
	json_decref(j);
	/* A comment alone is nobody's. */
	str_cut(&c, 0);
	pack_bytes(&c, "\0\7", 2);
	pack_blob(&c, "\xc3\x28", 2);
	bench_do(&l.b, 0, &c);
	j = ask(&l, "{txComments(last: 1) { nodes { remark type remarkBytes transfersByCommentId { totalCount nodes { id } } } } }");
	assert_string_equal(at(j, "txComments.nodes.0.type"), "RAW");
	assert_string_equal(at(j, "txComments.nodes.0.remark"), "\xef\xbf\xbd(");
	assert_int_equal(number(&l, "SELECT count(*) FROM transfer WHERE comment = (SELECT max(k) FROM tx_comment)"), 0);
	json_decref(j);
	str_free(&c);
	str_free(&hash);
	look_close(&l);
}

static void an_owner_key_changes_hands(void **state)
{
	struct look l;
	struct str c = { 0 };
	unsigned char seed[32], pub[32], sig[64], msg[4 + 32 + 4 + 32];
	uint32_t index;
	json_t *j;

	(void)state;
	look_open(&l, 1);
	memset(seed, 5, 32);
	ed25519_public(seed, pub);
	index = l.b.w->people.v[0].index;
	call_transfer(&c, "\6\3", pub, 5000);
	bench_do(&l.b, 0, &c);
	memcpy(msg, "icok", 4);
	memcpy(msg + 4, chain_genesis(l.b.c), 32);
	for (int i = 0; i < 4; i++)
		msg[36 + i] = (unsigned char)(index >> (8 * i));
	memcpy(msg + 40, l.b.w->accounts.v[0].pub, 32);
	ed25519_sign(seed, msg, sizeof msg, sig);
	str_cut(&c, 0);
	pack_bytes(&c, "\x29\3", 2);
	pack_bytes(&c, pub, 32);
	pack_uint(&c, 0, 1);
	pack_bytes(&c, sig, 64);
	bench_do(&l.b, 0, &c);
	tables_match(&l);
	j = ask(&l, "{changeOwnerKeys(last: 1) { totalCount nodes { identity { name account { id } } previous { id identity { name } } next { id "
		    "identity { name } changeOwnerKeysByNextId { totalCount } } } } }");
	assert_string_equal(at(j, "changeOwnerKeys.nodes.0.identity.name"), "Vigie-Demo");
	assert_string_equal(at(j, "changeOwnerKeys.nodes.0.previous.identity"), "null");
	assert_string_equal(at(j, "changeOwnerKeys.nodes.0.next.identity.name"), "Vigie-Demo");
	assert_string_equal(at(j, "changeOwnerKeys.nodes.0.next.id"), at(j, "changeOwnerKeys.nodes.0.identity.account.id"));
	json_decref(j);
	str_free(&c);
	look_close(&l);
}

static void tables_come_back_from_a_file(void **state)
{
	struct look l;
	struct rng r;
	char dir[] = "/tmp/t_indexer-XXXXXX", path[64];
	struct store again = { 0 };
	uint64_t sum;
	bool filled;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/x.sqlite", dir);
	look_open(&l, 2);
	rng_init(&r, 2, "indexer", 0);
	for (int step = 0; step < 10; step++) {
		people_act(&l, &r);
		bench_seal(&l.b);
	}
	sum = sum_of_tables(&l);
	assert_int_equal(store_save(&l.st, path, NULL), E_OK);
	people_act(&l, &r);
	bench_seal(&l.b);
	assert_true(sum_of_tables(&l) != sum);
	again = l.st;
	memset(&l.st, 0, sizeof l.st);
	assert_int_equal(store_open(&l.st, path, false, &filled, NULL), E_OK);
	assert_true(filled);
	assert_int_equal(sum_of_tables(&l), sum);
	/* And can go back from there. */
	assert_true(store_can_rewind(&l.st, WORLD_START + 5));
	store_rewind(&l.st, WORLD_START + 5);
	assert_int_equal(number(&l, "SELECT height FROM status"), WORLD_START + 5);
	store_close(&again);
	unlink(path);
	rmdir(dir);
	look_close(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_follow_the_chain),
		cmocka_unit_test(what_is_taken_back_leaves_no_trace),
		cmocka_unit_test(it_goes_along_with_a_fork),
		cmocka_unit_test(a_payment_is_told_with_its_comment),
		cmocka_unit_test(an_owner_key_changes_hands),
		cmocka_unit_test(tables_come_back_from_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
