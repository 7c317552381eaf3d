/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole service against a sandbox node: balances, a payment with comment from draft to final, history, people. */
#include "t_g1_sandbox.h"
#include "codec/address.h"
#include "g1/draft.h"
#include "g1/people.h"
#include "g1/purse.h"
#include "keys/derive.h"

static struct fault last_notice;

static void on_news(void *arg, enum g1_news what, const unsigned char *pub, const struct fault *f)
{
	(void)arg, (void)pub;
	if (f)
		print_message("# news %d: %s %s\n", (int)what, err_name(f->code), f->where);
	if (what == G1_NOTICE && f)
		last_notice = *f;
}

static int start(void **state)
{
	static const char *const more[] = { "--block-time", "1", "--still", NULL };
	(void)state;
	service_start(more, on_news);
	return 0;
}

static bool has_runtime(void *arg)
{
	(void)arg;
	return chain_confirmed(g1->chain) && pool_head(g1->pool)->final > 0;
}

static bool row_known(void *arg)
{
	const struct account_row *row = arg;
	return row->final.source.degree != DEGREE_NONE && row->now.source.degree != DEGREE_NONE;
}

static void runtime_and_head(void **state)
{
	NEED_SANDBOX();
	assert_true(turn_until(has_runtime, NULL, 15000));
	const struct runtime *r = chain_runtime(g1->chain);
	assert_true(r->id.spec >= 1100);
	assert_true(r->agreed);         /* it is a node of this machine */
	struct str changes = { 0 };
	runtime_changes(r, &changes);
	assert_string_equal(str_c(&changes), "");
	const struct pool_node *n = pool_at(g1->pool, 0);
	assert_true(n->main && n->genesis_ok && n->web_socket && n->local);
	assert_int_equal(n->state, POOL_GOOD);
	assert_null(pool_at(g1->pool, 1));
	(void)state;
}

static void balances(void **state)
{
	NEED_SANDBOX();
	struct account_row *row = account_follow(g1->accounts, member.pub);
	assert_true(turn_until(row_known, row, 15000));
	assert_int_equal(row->final.status, ACCOUNT_MEMBER);
	assert_true(row->final.exists && row->final.free_c > 0 && row->final.identity > 0 && row->final.member_until > 0);
	const struct currency *c = account_currency(g1->accounts);
	assert_true(c->ud_c > 0 && c->members >= 20 && c->mass_c > 0 && c->next_ud > 0 && c->n_reevals > 0);
	print_message("# %lld c free, %lld c unclaimed (%u), UD %lld c, %u members\n", (long long)row->final.free_c,
	              (long long)row->final.unclaimed_c, row->final.unclaimed_n, (long long)c->ud_c, c->members);
	(void)state;
}

/* What the runtime itself computes for the same account. */
struct api {
	bool done;
	int64_t total, transferable, unclaimed;
};

static void on_api(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct api *api = arg;
	struct str b = { 0 };
	(void)node;
	assert_int_equal(a->fault.code, E_OK);
	assert_int_equal(hex_append(slice_of(json_string_value(a->result)), &b), E_OK);
	struct scale in = scale_open(b.p, b.n);
	api->total = (int64_t)scale_uint(&in, 8);
	api->transferable = (int64_t)scale_uint(&in, 8);
	api->unclaimed = (int64_t)scale_uint(&in, 8);
	assert_true(scale_done(&in));
	str_free(&b);
	api->done = true;
}

static bool api_done(void *arg)
{
	return ((struct api *)arg)->done;
}

static void same_as_the_runtime(void **state)
{
	NEED_SANDBOX();
	struct api api = { .done = false };
	struct account_row *row = account_follow(g1->accounts, member.pub);
	struct str hex = { 0 };
	hex_add0x(&hex, member.pub, 32);
	ask_node(g1->pool, &(struct ask){ .method = "state_call", .params = json_pack("[s,s]", "UniversalDividendApi_account_balances", hex.p),
		.fn = on_api, .arg = &api });
	assert_true(turn_until(api_done, &api, 10000));
	assert_int_equal(api.unclaimed, row->now.unclaimed_c);
	assert_int_equal(api.transferable, row->now.transferable_c);
	assert_int_equal(api.total, row->now.free_c + row->now.reserved_c + row->now.unclaimed_c);
	str_free(&hex);
	(void)state;
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

struct sent {
	struct submit *s;
	struct submit_news last;
	unsigned seen;                  /* bits of states */
};

static void on_submit(void *arg, const struct submit_news *n)
{
	struct sent *x = arg;
	x->last = *n;
	x->seen |= 1u << n->state;
	print_message("# submit: state %d open %d block %u fault %s %s\n", (int)n->state, n->open, n->number, err_name(n->fault.code), n->fault.where);
}

static bool over(void *arg)
{
	return !((struct sent *)arg)->last.open;
}

static void make_bytes(const struct compose_wish *w, struct str *bytes, struct submit_ask *ask, uint32_t period, struct compose_plan *plan)
{
	struct drafted d = { .done = false };
	struct fault f = { .code = E_OK };
	struct runtime *r = chain_runtime(g1->chain);
	struct str payload = { 0 };
	unsigned char sig[64], hash[32];
	assert_non_null(draft_facts(g1->pool, g1->chain, member.pub, on_facts, &d));
	assert_true(turn_until(facts_done, &d, 15000));
	assert_int_equal(d.facts.fault.code, E_OK);
	assert_int_equal(compose_pay(r, &d.facts.purse, &d.facts.currency, w, plan, &f), E_OK);
	struct extrinsic_draft draft = { .scheme = KEY_ED25519, .call = plan->call, .era = era_at(period, d.facts.final), .nonce = d.facts.nonce_next };
	memcpy(draft.signer, member.pub, 32);
	memcpy(draft.birth_hash, d.facts.final_hash, 32);
	assert_int_equal(extrinsic_payload(r, &draft, &payload, &f), E_OK);
	assert_int_equal(key_sign(&member, payload.p, payload.n, sig), E_OK);
	assert_int_equal(extrinsic_assemble(r, &draft, sig, bytes, hash, &f), E_OK);
	assert_int_equal(bytes->n, plan->bytes);
	*ask = (struct submit_ask){ .bytes = slice_str(bytes), .nonce = draft.nonce, .era = draft.era, .fn = on_submit };
	memcpy(ask->signer, member.pub, 32);
	str_free(&payload);
}

static const struct compose_line to_mousse = { .amount = 2000 };

static struct compose_line line_to(const char *address, int64_t amount)
{
	struct address a;
	struct compose_line l = to_mousse;
	assert_int_equal(address_read(slice_of(address), &a), E_OK);
	memcpy(l.to, a.pub, 32);
	l.amount = amount;
	return l;
}

static const char mousse[] = "g1MmPVNXofuDN4tQFyGoFg7GT9npLscGWVLtV7hXCqMmha1DS";

static void pay(void **state)
{
	NEED_SANDBOX();
	struct compose_line line = line_to(mousse, 2000);
	struct compose_wish w = { .lines = &line, .n = 1, .comment = SLICE("merci à toi") };
	struct compose_plan plan;
	struct str bytes = { 0 };
	struct submit_ask ask;
	struct sent sent = { .seen = 0 };
	struct account_row *row = account_follow(g1->accounts, member.pub);
	struct purse before = row->now;
	make_bytes(&w, &bytes, &ask, 64, &plan);
	assert_int_equal(plan.sum_c, 2000);
	assert_int_equal(plan.fee_c, 0);
	ask.arg = &sent;
	sent.last.open = true;
	sent.s = g1_submit(g1, &ask);
	assert_true(turn_until(over, &sent, 30000));
	assert_int_equal(sent.last.state, SUBMIT_FINAL);
	assert_true(sent.last.outcome.found && sent.last.outcome.success);
	assert_true(sent.seen & 1u << SUBMIT_IN_BLOCK);
	g1_submit_stop(g1, sent.s);
	/* Sent once more the bytes find themselves. */
	struct sent again = { .last.open = true };
	ask.bytes = slice_str(&bytes);
	ask.look_first = true;
	ask.arg = &again;
	again.s = g1_submit(g1, &ask);
	assert_true(turn_until(over, &again, 30000));
	assert_int_equal(again.last.state, SUBMIT_FINAL);
	assert_int_equal(again.last.number, sent.last.number);
	assert_false(again.seen & 1u << SUBMIT_SENDING);
	g1_submit_stop(g1, again.s);
	for (int i = 0; i < 100 && row->final.nonce == before.nonce; i++)
		loop_turn(loop, 100);
	assert_int_equal(row->final.nonce, before.nonce + 1);
	assert_int_equal(row->final.free_c, before.free_c - 2000);
	compose_free(&plan);
	str_free(&bytes);
	(void)state;
}

struct paged {
	bool done;
	struct fault fault;
};
static struct paged history_end;

static void on_history(void *arg, const unsigned char pub[32], const struct fault *f)
{
	struct paged *p = arg;
	(void)pub;
	p->done = true;
	p->fault = *f;
}

static bool history_done(void *arg)
{
	return ((struct paged *)arg)->done;
}

static void history(void **state)
{
	NEED_SANDBOX();
	struct ledger *l;
	struct fault f;
	struct ledger_page page;
	struct ledger_sum sum;
	assert_int_equal(ledger_open(&(struct ledger_conf){ .loop = loop }, &l, &f), E_OK);
	struct history *h = history_open(&(struct history_conf){ .indexer = g1->indexer, .ledger = l, .ended = on_history, .arg = &history_end });
	history_read(h, member.pub, 0, 100);
	assert_true(turn_until(history_done, &history_end, 20000));
	assert_int_equal(history_end.fault.code, E_OK);
	assert_int_equal(ledger_page(l, member.pub, NULL, 0, 50, &page, &f), E_OK);
	assert_true(page.rows.n > 0);
	assert_string_equal(page.rows.v[0].comment, "merci à toi");
	assert_int_equal(page.rows.v[0].amount_c, 2000);
	assert_int_equal(page.rows.v[0].kind, LEDGER_OUT);
	assert_int_equal(ledger_sum(l, member.pub, NULL, &sum, &f), E_OK);
	assert_true(sum.whole);
	assert_int_equal(sum.balance_c, page.rows.v[0].balance_c);
	assert_int_equal(sum.balance_c, sum.in_c + sum.claimed_c - sum.out_c);
	ledger_page_free(&page);
	assert_int_equal(ledger_page(l, member.pub, &(struct ledger_filter){ .words = "MERCI a toi" }, 0, 50, &page, &f), E_OK);
	assert_true(page.rows.n >= 1);
	ledger_page_free(&page);
	history_close(h);
	ledger_close(l);
	(void)state;
}

struct found {
	bool done;
	enum err code;
	struct person_found first;
	size_t n;
};

static void on_people(void *arg, const struct people_answer *a)
{
	struct found *x = arg;
	x->done = true;
	x->code = a->fault.code;
	x->n = a->n;
	if (a->n)
		x->first = a->v[0];
}

static bool people_done(void *arg)
{
	return ((struct found *)arg)->done;
}

static void people(void **state)
{
	NEED_SANDBOX();
	struct found x = { .done = false };
	struct runtime *r = chain_runtime(g1->chain);
	people_search(g1->indexer, "vigie-d", 10, on_people, &x);
	assert_true(turn_until(people_done, &x, 10000));
	assert_int_equal(x.n, 1);
	assert_string_equal(x.first.name, "Vigie-Demo");
	assert_memory_equal(x.first.pub, member.pub, 32);
	assert_int_equal(x.first.source.degree, DEGREE_SAID);
	x.done = false;
	people_read(g1->pool, r, "Vigie-Demo", on_people, &x);
	assert_true(turn_until(people_done, &x, 10000));
	assert_int_equal(x.code, E_OK);
	assert_memory_equal(x.first.pub, member.pub, 32);
	assert_int_equal(x.first.status, ACCOUNT_MEMBER);
	x.done = false;
	people_names(g1->indexer, g1->pool, r, (const unsigned char (*)[32])&member.pub, 1, on_people, &x);
	assert_true(turn_until(people_done, &x, 10000));
	assert_int_equal(x.n, 1);
	assert_string_equal(x.first.name, "Vigie-Demo");
	x.done = false;
	people_read(g1->pool, r, "Nobody-At-All", on_people, &x);
	assert_true(turn_until(people_done, &x, 10000));
	assert_int_equal(x.code, E_NOT_FOUND);
	(void)state;
}

static bool all_indexers_judged(void *arg)
{
	(void)arg;
	for (size_t i = 0; indexer_at(g1->indexer, i); i++)
		if (indexer_at(g1->indexer, i)->state <= INDEXER_TRYING)
			return false;
	return true;
}

static bool search_answered(void *arg)
{
	return people_done(arg) && all_indexers_judged(NULL);
}

/* An indexer that is far behind is still asked when there is no other, and it is said; one of another chain is not. */
static void indexers_that_lie(void **state)
{
	static const struct { const char *order; enum indexer_state state; enum err notice, answer; } cases[] = {
		{ "switch indexer behind on 50", INDEXER_BEHIND, E_INDEXER_BEHIND, E_OK },
		{ "switch indexer other-genesis on", INDEXER_BARRED, E_WRONG_CHAIN, E_WRONG_CHAIN },
		{ "switch indexer invalid-json on", INDEXER_LOST, E_OK, E_PROTOCOL },
	};
	NEED_SANDBOX();
	sandbox_order(&box, "seal 60", NULL); /* it can only be behind what it has seen */
	for (int i = 0; i < 3; i++) {
		struct found x = { .done = false };
		struct g1 *before = g1, *own;
		sandbox_order(&box, cases[i].order, NULL);
		last_notice = (struct fault){ .code = E_OK };
		service_open(on_news);
		own = g1;
		assert_true(turn_until(has_runtime, NULL, 15000));
		people_search(g1->indexer, "vigie-d", 10, on_people, &x);
		assert_true(turn_until(search_answered, &x, 15000));
		assert_int_equal(indexer_at(g1->indexer, 0)->state, cases[i].state);
		assert_int_equal(last_notice.code, cases[i].notice);
		if (cases[i].answer == E_OK)
			assert_int_equal(x.n, 1);
		else
			assert_int_not_equal(x.code, E_OK);
		g1_close(own);
		g1 = before;
		sandbox_order(&box, "clear indexer", NULL);
	}
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(runtime_and_head), cmocka_unit_test(balances), cmocka_unit_test(same_as_the_runtime), cmocka_unit_test(pay),
		cmocka_unit_test(history), cmocka_unit_test(people), cmocka_unit_test(indexers_that_lie),
	};
	return cmocka_run_group_tests(tests, start, service_stop);
}
