/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "base/paths.h"
#include "base/tick.h"
#include "io/db.h"
#include "model/journal_ask.h"
#include "model/journal_write.h"
#include <fcntl.h>
#include <sys/stat.h>

static struct journal *j;
static const unsigned char me[32] = { 1, 2, 3 }, other[32] = { 9 };

static int setup(void **state)
{
	struct fault f;

	(void)state;
	if (!tick_fixed())
		assert_int_equal(paths_init(NULL, &f), E_OK);
	tick_fix(1790000000);
	unlink(unit_file("j.db"));
	unlink(unit_file("j.db-wal"));
	unlink(unit_file("j.db-shm"));
	assert_int_equal(journal_open(unit_file("j.db"), false, &j, &f), E_OK);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	journal_close(j);
	j = NULL;
	return 0;
}

static char claire[] = "claire";

static int64_t draft(int64_t amount_c, bool unattended, int64_t limit_c, enum err wanted)
{
	struct journal_entry e = { .kind = J_PAY, .total_c = amount_c, .comment = (char[]){ "merci" }, .unattended = unattended };
	int64_t id;

	memcpy(e.account, me, 32);
	vec_push(&e.to, (struct journal_to){ .name = claire, .amount_c = amount_c });
	memcpy(e.to.v[0].pub, other, 32);
	assert_int_equal(journal_draft(j, &e, SLICE("CALL"), limit_c, &id, NULL), wanted);
	vec_free(&e.to);
	return id;
}

static enum err sign(int64_t id, uint32_t nonce)
{
	struct journal_signed s = { .nonce = nonce, .birth = 100, .death = 164, .period = 64, .spec = 1100, .tx = 1, .bytes = SLICE("BYTES") };

	s.hash[0] = (unsigned char)id;
	return journal_signed(j, id, &s, NULL);
}

static struct journal_entries one;

static const struct journal_entry *row(int64_t id)
{
	journal_free(&one);
	assert_int_equal(journal_get(j, id, &one, NULL), E_OK);
	return &one.v[0];
}

static void test_way_to_final(void **state)
{
	static const unsigned char block[32] = { 7 };
	struct journal_end end = { .ok = true, .in_block = true, .block = 120, .index = 2, .hash = { 7 }, .fee_c = 5 };
	int64_t id = draft(2000, false, -1, E_OK);
	struct journal_parcel p;
	struct str words = { 0 };

	(void)state;
	assert_int_equal(row(id)->state, J_DRAFT);
	assert_int_equal(one.v[0].to.n, 1);
	assert_string_equal(one.v[0].to.v[0].name, "claire");
	assert_int_equal(one.v[0].to.v[0].amount_c, 2000);
	assert_int_equal(sign(id, 5), E_OK);
	assert_int_equal(sign(id, 6), E_BUSY); /* never a second time */
	assert_int_equal(row(id)->nonce, 5);
	assert_int_equal(journal_nonce(j, me, 0), 0);
	assert_int_equal(journal_nonce(j, other, 3), 3);
	assert_int_equal(journal_sending(j, id, "g1.example\x1b[2J", NULL), E_OK);
	assert_int_equal(row(id)->state, J_SENT);
	assert_int_equal(one.v[0].attempts, 1);
	assert_null(strchr(one.v[0].node, 27));
	assert_int_equal(journal_in_block(j, id, 119, 1, block, NULL), E_OK);
	assert_int_equal(journal_out(j, id, NULL), E_OK);
	assert_int_equal(row(id)->state, J_SENT);
	assert_int_equal(one.v[0].block, 0);
	assert_int_equal(journal_out(j, id, NULL), E_BUSY);
	assert_int_equal(journal_in_block(j, id, 120, 2, block, NULL), E_OK);
	journal_words(&words, row(id), 15);
	assert_string_equal(str_c(&words), "in block, final in about 15 seconds");
	str_free(&words);
	assert_int_equal(journal_settle(j, id, &end, NULL), E_OK);
	assert_int_equal(row(id)->state, J_FINAL);
	assert_true(one.v[0].settled);
	assert_int_equal(one.v[0].fee_c, 5);
	assert_int_equal(one.v[0].block, 120);
	assert_int_equal(journal_nonce(j, me, 5), 5);
	assert_int_equal(journal_parcel(j, id, &p, NULL), E_OK);
	assert_true(slice_is(slice_str(&p.bytes), "BYTES"));
	assert_true(slice_is(slice_str(&p.call), "CALL"));
	journal_parcel_free(&p);
	/* nothing moves what is settled */
	assert_int_equal(journal_sending(j, id, "", NULL), E_BUSY);
	assert_int_equal(journal_in_block(j, id, 1, 1, block, NULL), E_BUSY);
	assert_int_equal(journal_refused(j, id, "", "", NULL), E_BUSY);
	end.in_block = false;
	assert_int_equal(journal_settle(j, id, &end, NULL), E_BUSY);
	assert_int_equal(journal_drop(j, id, NULL), E_BUSY);
	journal_free(&one);
}

static void test_nonces(void **state)
{
	int64_t a = draft(1, false, -1, E_OK), b = draft(2, false, -1, E_OK);
	struct journal_end never = { .code = "expired", .words = "" };

	(void)state;
	assert_int_equal(sign(a, 5), E_OK);
	assert_int_equal(sign(b, 5), E_EXISTS); /* another living row has it */
	assert_int_equal(row(b)->state, J_DRAFT);
	assert_int_equal(sign(b, 6), E_OK);
	assert_int_equal(journal_nonce(j, me, 5), 7);
	assert_int_equal(journal_nonce(j, me, 4), 4);
	assert_int_equal(journal_nonce(j, me, 9), 9);
	assert_int_equal(journal_settle(j, a, &never, NULL), E_OK);
	assert_int_equal(row(a)->state, J_EXPIRED);
	assert_int_equal(journal_nonce(j, me, 5), 5); /* the gap before the one that lives */
	a = draft(1, false, -1, E_OK);
	assert_int_equal(sign(a, 5), E_OK); /* free again */
	journal_free(&one);
}

static void test_refused_is_not_over(void **state)
{
	int64_t id = draft(700, false, -1, E_OK), again, third;
	struct journal_end never = { .code = "expired", .words = "" };
	struct journal_entry retry = { .kind = J_PAY, .total_c = 700, .retry_of = id };
	struct journal_entries live = { 0 };

	(void)state;
	memcpy(retry.account, me, 32);
	assert_int_equal(sign(id, 0), E_OK);
	assert_int_equal(journal_sending(j, id, "g1.example", NULL), E_OK);
	assert_int_equal(journal_refused(j, id, "pool", "no money", NULL), E_OK);
	assert_false(row(id)->settled);
	assert_int_equal(journal_live(j, &live, NULL), E_OK);
	assert_int_equal(live.n, 1);
	journal_free(&live);
	assert_int_equal(journal_draft(j, &retry, SLICE("C"), -1, &again, NULL), E_BUSY); /* it may still happen */
	assert_int_equal(journal_settle(j, id, &never, NULL), E_OK);
	assert_int_equal(row(id)->state, J_REFUSED);
	assert_string_equal(one.v[0].words, "no money");
	assert_true(one.v[0].settled);
	assert_int_equal(journal_draft(j, &retry, SLICE("C"), -1, &again, NULL), E_OK);
	assert_int_equal(row(id)->retried_by, again);
	assert_int_equal(row(again)->retry_of, id);
	assert_int_equal(journal_draft(j, &retry, SLICE("C"), -1, &third, NULL), E_EXISTS); /* one retry at a time */
	assert_int_equal(journal_drop(j, again, NULL), E_OK);
	assert_int_equal(journal_draft(j, &retry, SLICE("C"), -1, &third, NULL), E_OK);
	journal_free(&one);
}

static void test_limit(void **state)
{
	int64_t id;

	(void)state;
	draft(6000, true, 10000, E_OK);
	draft(4001, true, 10000, E_DENIED);
	draft(4001, false, 10000, E_OK); /* a person said yes */
	id = draft(4000, true, 10000, E_OK);
	draft(1, true, 10000, E_DENIED);
	assert_int_equal(journal_drop(j, id, NULL), E_OK);
	draft(1, true, 10000, E_OK);
	assert_int_equal(journal_unattended(j, tick_now() - 86400), 6001);
	tick_fix(tick_now() + 86401);
	draft(10000, true, 10000, E_OK);
}

static void test_same(void **state)
{
	int64_t id = draft(500, false, -1, E_OK);

	(void)state;
	assert_int_equal(journal_same(j, me, other, 500, tick_now() - 60), id);
	assert_int_equal(journal_same(j, me, other, 501, tick_now() - 60), 0);
	assert_int_equal(journal_same(j, other, other, 500, tick_now() - 60), 0);
	assert_int_equal(journal_same(j, me, other, 500, tick_now() + 1), 0);
	assert_int_equal(journal_drop(j, id, NULL), E_OK);
	assert_int_equal(journal_same(j, me, other, 500, tick_now() - 60), 0);
}

static void count_change(void *arg, const struct journal_change *c)
{
	str_addf(arg, "%s ", journal_state_name(c->state));
}

static void test_list_and_changes(void **state)
{
	struct journal_entries all = { 0 };
	struct str s = { 0 };
	int64_t id = 0;

	(void)state;
	for (int i = 0; i < 25; i++)
		id = draft(i, false, -1, E_OK);
	assert_int_equal(journal_list(j, 0, 10, &all, NULL), E_OK);
	assert_int_equal(all.n, 10);
	assert_int_equal(all.v[0].id, id);
	assert_int_equal(journal_list(j, all.v[9].id, 100, &all, NULL), E_OK);
	assert_int_equal(all.n, 25);
	assert_int_equal(all.v[24].total_c, 0);
	journal_free(&all);
	sign(id, 1);
	journal_sending(j, id, "n", NULL);
	journal_changes(j, id, count_change, &s, NULL);
	assert_string_equal(str_c(&s), "draft signed sent ");
	str_free(&s);
	assert_int_equal(journal_get(j, 999, &all, NULL), E_NOT_FOUND);
}

/* Two connections: what one wrote the other sees, and says so. */
static void test_two_instances(void **state)
{
	struct journal *k;
	struct fault f;
	int64_t id;
	unsigned before;
	struct journal_entries all = { 0 };

	(void)state;
	assert_int_equal(journal_open(unit_file("j.db"), false, &k, &f), E_OK);
	journal_look(k);
	before = journal_subject(k)->version;
	journal_look(k);
	assert_int_equal(journal_subject(k)->version, before);
	id = draft(3, false, -1, E_OK);
	journal_look(k);
	assert_int_not_equal(journal_subject(k)->version, before);
	assert_int_equal(sign(id, 8), E_OK);
	assert_int_equal(journal_nonce(k, me, 8), 9);
	assert_int_equal(journal_drop(k, id, &f), E_BUSY);
	assert_int_equal(journal_get(k, id, &all, &f), E_OK);
	assert_int_equal(all.v[0].state, J_SIGNED);
	journal_free(&all);
	journal_close(k);
	assert_int_equal(journal_open(unit_file("j.db"), true, &k, &f), E_OK);
	assert_int_not_equal(journal_drop(k, id, &f), E_OK);
	journal_close(k);
}

/* A row that a newer program wrote is shown, and never acted on. */
static void test_hostile_rows(void **state)
{
	struct journal_entries all = { 0 };
	struct db *d;
	struct db_conf c = { .path = unit_file("j.db"), .kind = DB_JOURNAL };
	int64_t id = draft(3, false, -1, E_OK);

	(void)state;
	assert_int_equal(sign(id, 8), E_OK);
	c.n_steps = 1;
	c.steps = (const char *const[]){ "" };
	assert_int_equal(db_open(&c, &d, NULL), E_OK);
	assert_int_equal(db_do(d, NULL, "UPDATE entry SET state = 77, kind = -3, account = x'00', hash = 'text', words = x'ff00'", ""), E_OK);
	db_close(d);
	assert_int_equal(journal_get(j, id, &all, NULL), E_OK);
	assert_int_equal(all.v[0].state, J_DROPPED);
	assert_true(all.v[0].settled);
	journal_free(&all);
	assert_int_equal(journal_live(j, &all, NULL), E_OK);
	assert_int_equal(all.n, 0);
	assert_int_not_equal(journal_sending(j, id, "", NULL), E_OK);
	assert_int_equal(journal_open("/nowhere/at/all", false, &(struct journal *){ NULL }, NULL), E_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_way_to_final, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nonces, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refused_is_not_over, setup, teardown),
		cmocka_unit_test_setup_teardown(test_limit, setup, teardown),
		cmocka_unit_test_setup_teardown(test_same, setup, teardown),
		cmocka_unit_test_setup_teardown(test_list_and_changes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_two_instances, setup, teardown),
		cmocka_unit_test_setup_teardown(test_hostile_rows, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
