/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of signed bytes when things go wrong: re-orgs, lost answers, a pool that forgets, an era that ends, an upgrade,
 * a rival. Against a sandbox node whose blocks come when they are ordered. */
#include "t_g1_sandbox.h"
#include "codec/address.h"
#include "codec/ss58.h"
#include "g1/draft.h"

static unsigned char other[32];
static struct account_row *mine, *theirs;
static unsigned notices;

static void on_news(void *arg, enum g1_news what, const unsigned char *pub, const struct fault *f)
{
	(void)arg, (void)pub;
	notices += what == G1_NOTICE;
	if (f)
		print_message("# news %d: %s %s\n", (int)what, err_name(f->code), f->where);
}

static bool ready(void *arg)
{
	(void)arg;
	return chain_confirmed(g1->chain) && pool_head(g1->pool)->final > 0 && mine->final.source.degree != DEGREE_NONE;
}

static int start(void **state)
{
	static const char *const more[] = { "--sealing", "manual", "--finality", "5", "--still", NULL };
	struct address a;
	(void)state;
	if (!service_start(more, on_news))
		return 0;
	assert_int_equal(address_read(SLICE("g1MmPVNXofuDN4tQFyGoFg7GT9npLscGWVLtV7hXCqMmha1DS"), &a), E_OK);
	memcpy(other, a.pub, 32);
	mine = account_follow(g1->accounts, member.pub);
	theirs = account_follow(g1->accounts, other);
	assert_true(turn_until(ready, NULL, 20000));
	return 0;
}

static bool head_moved(void *arg)
{
	return pool_head(g1->pool)->best >= *(uint32_t *)arg;
}

/* So many blocks more, and the news of them. */
static void seal(unsigned n)
{
	char order[32];
	uint32_t to = pool_head(g1->pool)->best + n;
	snprintf(order, sizeof order, "seal %u", n);
	sandbox_order(&box, order, NULL);
	assert_true(turn_until(head_moved, &to, 10000));
}

struct drafted {
	bool done;
	struct draft_facts facts;
};

static void on_facts(void *arg, const struct draft_facts *d)
{
	struct drafted *x = arg;
	x->facts = *d;
	x->done = true;
}

static bool facts_done(void *arg)
{
	return ((struct drafted *)arg)->done;
}

static struct draft_facts facts(void)
{
	struct drafted d = { .done = false };
	draft_facts(g1->pool, g1->chain, member.pub, on_facts, &d);
	assert_true(turn_until(facts_done, &d, 20000));
	return d.facts;
}

struct sent {
	struct submit *s;
	struct str bytes;
	struct submit_ask ask;
	struct submit_news last;
	unsigned seen, told;
};

static void on_submit(void *arg, const struct submit_news *n)
{
	struct sent *x = arg;
	x->last = *n;
	x->seen |= 1u << n->state;
	x->told++;
}

/* Signed bytes that pay so much, with the nonce that stands next (or another one). */
static void make(struct sent *x, int64_t amount, int64_t nonce)
{
	struct draft_facts d = facts();
	struct runtime *r = chain_runtime(g1->chain);
	struct str payload = { 0 };
	struct fault f = { .code = E_OK };
	unsigned char sig[64], hash[32];
	char to[SS58_MAX];
	assert_int_equal(d.fault.code, E_OK);
	ss58_encode(SS58_G1, other, to);
	struct extrinsic_draft draft = { .scheme = KEY_ED25519, .era = era_at(64, d.final), .nonce = nonce < 0 ? d.nonce_next : (uint32_t)nonce };
	memcpy(draft.signer, member.pub, 32);
	memcpy(draft.birth_hash, d.final_hash, 32);
	json_t *args = json_pack("{s:s,s:I}", "dest", to, "value", (json_int_t)amount);
	assert_int_equal(compose_call(r, "Balances.transfer_keep_alive", args, &draft.call, &f), E_OK);
	json_decref(args);
	assert_int_equal(extrinsic_payload(r, &draft, &payload, &f), E_OK);
	assert_int_equal(key_sign(&member, payload.p, payload.n, sig), E_OK);
	*x = (struct sent){ .last.open = true };
	assert_int_equal(extrinsic_assemble(r, &draft, sig, &x->bytes, hash, &f), E_OK);
	x->ask = (struct submit_ask){ .bytes = slice_str(&x->bytes), .nonce = draft.nonce, .era = draft.era, .fn = on_submit, .arg = x };
	memcpy(x->ask.signer, member.pub, 32);
	extrinsic_draft_free(&draft);
	str_free(&payload);
}

static void go(struct sent *x)
{
	x->s = g1_submit(g1, &x->ask);
}

static void end(struct sent *x)
{
	g1_submit_stop(g1, x->s);
	str_free(&x->bytes);
}

/* Waits until it is in the state, or over. */
static enum submit_state wanted;

static bool reached(void *arg)
{
	struct sent *x = arg;
	return x->told && (x->last.state == wanted || !x->last.open);
}

static void wait_for(struct sent *x, enum submit_state s)
{
	wanted = s;
	bool came = turn_until(reached, x, 25000);
	if (!came || x->last.state != s)
		print_message("state %d instead of %d, open %d, block %u, last %u: %s %s\n", (int)x->last.state, (int)s, x->last.open, x->last.number,
		              x->last.last, err_name(x->last.fault.code), x->last.fault.where);
	assert_int_equal(x->last.state, s);
}

/* Seals until it is over, a few blocks at a time. */
static void seal_until_over(struct sent *x)
{
	for (int i = 0; i < 40 && x->last.open; i++) {
		seal(4);
		for (int k = 0; k < 10 && x->last.open; k++)
			loop_turn(loop, 30);
	}
	assert_false(x->last.open);
}

/* What the receiver really has, from the state at the best block. */
struct balance {
	bool done;
	int64_t free_c;
};

static void on_balance(void *arg, const struct storage_answer *a)
{
	struct balance *b = arg;
	b->done = true;
	assert_int_equal(a->fault.code, E_OK);
	struct scale in = scale_open(a->values[0].p, a->values[0].n);
	scale_take(&in, 16);
	b->free_c = (int64_t)scale_uint(&in, 8);
}

static bool balance_done(void *arg)
{
	return ((struct balance *)arg)->done;
}

static int64_t their_money(void)
{
	struct balance b = { .done = false };
	struct str key = { 0 };
	struct slice who = { (const char *)other, 32 };
	runtime_key(chain_runtime(g1->chain), "System.Account", &who, 1, &key);
	struct slice k = slice_str(&key);
	storage_read(g1->pool, &(struct storage_ask){ .keys = &k, .n = 1, .at = STORAGE_BEST, .fn = on_balance, .arg = &b });
	assert_true(turn_until(balance_done, &b, 10000));
	str_free(&key);
	return b.free_c;
}

static void the_usual_way(void **state)
{
	NEED_SANDBOX();
	static struct sent x;
	int64_t had = their_money();
	make(&x, 1500, -1);
	go(&x);
	wait_for(&x, SUBMIT_SENT);
	seal(1);
	wait_for(&x, SUBMIT_IN_BLOCK);
	assert_true(x.last.open && x.last.outcome.success);
	seal(4);
	for (int i = 0; i < 10; i++)
		loop_turn(loop, 20);
	assert_true(x.last.open);          /* four blocks above: not final yet */
	seal(1);
	wait_for(&x, SUBMIT_FINAL);
	assert_int_equal(x.last.degree, DEGREE_SAID);
	assert_int_equal(their_money(), had + 1500);
	end(&x);
	(void)state;
}

static void one_that_fails(void **state)
{
	NEED_SANDBOX();
	static struct sent x;
	int64_t had = their_money();
	make(&x, 900000000, -1);
	go(&x);
	seal_until_over(&x);
	assert_int_equal(x.last.state, SUBMIT_FAILED);
	assert_true(x.last.outcome.found && !x.last.outcome.success);
	assert_int_equal(x.last.outcome.error.code, E_NO_MONEY);
	print_message("# %s: %s\n", x.last.outcome.error.name, x.last.outcome.error.words);
	assert_int_equal(their_money(), had);
	end(&x);
	(void)state;
}

/* Taken out of its block by a re-org, put into another one: once, and final. */
static void a_reorg(void **state)
{
	NEED_SANDBOX();
	static const char *const orders[] = { "reorg 3", "reorg 3 drop" };
	for (int i = 0; i < 2; i++) {
		static struct sent x;
		int64_t had = their_money();
		make(&x, 700, -1);
		go(&x);
		wait_for(&x, SUBMIT_SENT);
		seal(1);
		wait_for(&x, SUBMIT_IN_BLOCK);
		unsigned char block[32];
		memcpy(block, x.last.block, 32);
		seal(2);
		sandbox_order(&box, orders[i], NULL);
		seal_until_over(&x);
		assert_int_equal(x.last.state, SUBMIT_FINAL);
		assert_true(memcmp(block, x.last.block, 32) != 0);
		assert_int_equal(their_money(), had + 700);
		end(&x);
	}
	(void)state;
}

/* The node says "ready" and never puts it into a block: after its last block is final it is over, and not before. */
static void an_era_ends(void **state)
{
	NEED_SANDBOX();
	static struct sent x;
	int64_t had = their_money();
	sandbox_order(&box, "switch g1 silent-pool on", NULL);
	make(&x, 600, -1);
	go(&x);
	wait_for(&x, SUBMIT_SENT);
	uint32_t last = x.last.last;
	while (pool_head(g1->pool)->best + 3 < last) {
		seal(3);
		loop_turn(loop, 20);
	}
	for (int i = 0; i < 20; i++)
		loop_turn(loop, 20);
	assert_true(x.last.open);
	assert_false(x.seen & 1u << SUBMIT_IN_BLOCK);
	seal_until_over(&x);
	assert_int_equal(x.last.state, SUBMIT_EXPIRED);
	assert_true(pool_head(g1->pool)->final >= last);
	assert_int_equal(their_money(), had);
	sandbox_order(&box, "clear g1", NULL);
	end(&x);
	(void)state;
}

/* Stopped after sending, as by a crash; picked up by another run that only has the bytes. */
static void picked_up(void **state)
{
	NEED_SANDBOX();
	static struct sent x, again;
	int64_t had = their_money();
	make(&x, 800, -1);
	go(&x);
	wait_for(&x, SUBMIT_SENT);
	g1_submit_stop(g1, x.s);
	seal(2);
	again = (struct sent){ .ask = x.ask, .last.open = true };
	again.ask.look_first = true;
	again.ask.arg = &again;
	go(&again);
	wait_for(&again, SUBMIT_IN_BLOCK);
	assert_false(again.seen & (1u << SUBMIT_SENDING | 1u << SUBMIT_SENT));
	seal_until_over(&again);
	assert_int_equal(again.last.state, SUBMIT_FINAL);
	assert_int_equal(their_money(), had + 800);
	g1_submit_stop(g1, again.s);
	/* long afterwards it is still found, by its last block */
	seal(80);
	static struct sent late;
	late = (struct sent){ .ask = x.ask, .last.open = true };
	late.ask.look_first = true;
	late.ask.arg = &late;
	go(&late);
	wait_for(&late, SUBMIT_FINAL);
	assert_int_equal(late.last.number, again.last.number);
	g1_submit_stop(g1, late.s);
	/* bytes that were never sent are expired by then, and are not sent */
	static struct sent never;
	make(&never, 900, -1);
	seal(80);
	never.ask.look_first = true;
	go(&never);
	wait_for(&never, SUBMIT_EXPIRED);
	assert_false(never.seen & 1u << SUBMIT_SENDING);
	end(&never);
	str_free(&x.bytes);
	(void)state;
}

/* The connection breaks while it is sent: whatever the node did, it is paid once. */
static void an_answer_lost(void **state)
{
	NEED_SANDBOX();
	static struct sent x;
	int64_t had = their_money();
	make(&x, 400, -1);
	sandbox_order(&box, "cut g1 on", NULL);
	go(&x);
	for (int i = 0; i < 20; i++)
		loop_turn(loop, 50);
	assert_true(x.last.open);
	sandbox_order(&box, "cut g1 off", NULL);
	pool_wake(g1->pool, false);
	wait_for(&x, SUBMIT_SENT);
	seal_until_over(&x);
	assert_int_equal(x.last.state, SUBMIT_FINAL);
	assert_int_equal(their_money(), had + 400);
	end(&x);
	(void)state;
}

static void a_full_pool(void **state)
{
	NEED_SANDBOX();
	static struct sent x;
	sandbox_order(&box, "switch g1 pool-full on", NULL);
	make(&x, 300, -1);
	go(&x);
	wait_for(&x, SUBMIT_SENDING);
	for (int i = 0; i < 50 && x.last.fault.code != E_POOL_FULL; i++)
		loop_turn(loop, 20);
	assert_int_equal(x.last.fault.code, E_POOL_FULL);
	sandbox_order(&box, "clear g1", NULL);
	wait_for(&x, SUBMIT_SENT);
	seal_until_over(&x);
	assert_int_equal(x.last.state, SUBMIT_FINAL);
	end(&x);
	(void)state;
}

/* Two with one nonce: one is paid; the other is told to have a rival, and is over only when its era is. */
static void a_rival(void **state)
{
	NEED_SANDBOX();
	static struct sent x, y;
	int64_t had = their_money();
	make(&x, 210, -1);
	make(&y, 220, x.ask.nonce);
	go(&x);
	wait_for(&x, SUBMIT_SENT);
	seal(1);
	wait_for(&x, SUBMIT_IN_BLOCK);
	go(&y);
	wait_for(&y, SUBMIT_REFUSED);
	assert_true(y.last.rival && y.last.open);
	assert_int_equal(y.last.fault.code, E_STALE_NONCE);
	seal_until_over(&x);
	assert_int_equal(x.last.state, SUBMIT_FINAL);
	assert_true(y.last.open);
	seal_until_over(&y);
	assert_int_equal(y.last.state, SUBMIT_EXPIRED);
	assert_int_equal(their_money(), had + 210);
	end(&x);
	end(&y);
	(void)state;
}

static bool is_final(void *arg)
{
	return pool_head(g1->pool)->final > *(uint32_t *)arg;
}

static bool upgraded(void *arg)
{
	return chain_confirmed(g1->chain) && chain_runtime(g1->chain)->id.spec > *(uint32_t *)arg;
}

/* An upgrade while bytes are under way: they can enter no block; nothing new is signed, and it is said why. */
static void an_upgrade(void **state)
{
	NEED_SANDBOX();
	static struct sent x;
	struct fault f;
	uint32_t spec = chain_runtime(g1->chain)->id.spec;
	int64_t had = their_money();
	sandbox_order(&box, "switch g1 silent-pool on", NULL);
	make(&x, 333, -1);
	go(&x);
	wait_for(&x, SUBMIT_SENT);
	sandbox_order(&box, "upgrade", NULL);
	sandbox_order(&box, "clear g1", NULL);
	seal(5); /* so that a final block holds the new version, too */
	assert_true(turn_until(upgraded, &spec, 20000));
	uint32_t upgraded_at = pool_head(g1->pool)->best;
	seal(20);
	assert_true(turn_until(is_final, &upgraded_at, 20000));
	struct draft_facts d = facts();
	for (int i = 0; i < 5 && d.fault.code == E_RUNTIME_CHANGED; i++)
		d = facts();
	assert_int_equal(d.fault.code, E_OK);
	struct str call = { 0 };
	json_t *args = json_object();
	assert_int_equal(compose_call(chain_runtime(g1->chain), "UniversalDividend.claim_uds", args, &call, &f), E_OK);
	json_decref(args);
	assert_int_equal(runtime_may_sign(chain_runtime(g1->chain), slice_str(&call), &f), E_RUNTIME_CHANGED);
	print_message("# %s\n", f.where);
	struct str changes = { 0 };
	runtime_changes(chain_runtime(g1->chain), &changes);
	assert_non_null(strstr(str_c(&changes), "CheckHarbour"));
	assert_non_null(strstr(str_c(&changes), "Balances.transfer_keep_alive moved from 6.3 to 6.11"));
	str_free(&changes);
	str_free(&call);
	seal_until_over(&x);
	assert_int_equal(x.last.state, SUBMIT_EXPIRED);
	assert_int_equal(their_money(), had);
	end(&x);
	(void)state;
}

static bool caught(void *arg)
{
	(void)arg;
	return pool_at(g1->pool, 0)->state == POOL_BARRED;
}

/* Twice the money at the best block is what a node may say: what it proves is another figure, so it is named and dropped. It is
 * the only one here: this test is the last. */
static void a_lying_balance(void **state)
{
	NEED_SANDBOX();
	for (int i = 0; i < 100 && mine->final.free_c != mine->now.free_c; i++)
		loop_turn(loop, 50);
	int64_t free_c = mine->final.free_c;
	sandbox_order(&box, "switch g1 lying-balance on", NULL);
	account_refresh(g1->accounts);
	assert_true(turn_until(caught, NULL, 10000));
	assert_int_equal(pool_at(g1->pool, 0)->why.code, E_LIAR);
	assert_non_null(strstr(pool_at(g1->pool, 0)->why.where, "127.0.0.1:"));
	assert_int_equal(mine->final.free_c, free_c);
	assert_int_equal(mine->now.free_c, free_c);
	sandbox_order(&box, "clear g1", NULL);
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_usual_way), cmocka_unit_test(one_that_fails), cmocka_unit_test(a_reorg), cmocka_unit_test(an_era_ends),
		cmocka_unit_test(picked_up), cmocka_unit_test(an_answer_lost), cmocka_unit_test(a_full_pool), cmocka_unit_test(a_rival),
		cmocka_unit_test(an_upgrade), cmocka_unit_test(a_lying_balance),
	};
	return cmocka_run_group_tests(tests, start, service_stop);
}
