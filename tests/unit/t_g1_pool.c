/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nodes judged, questions moved, values proven, liars named: against nodes that lie as they are told. */
#include "t_g1_node.h"
#include "g1/chain.h"
#include "g1/locate.h"
#include "g1/storage.h"
#include "io/http.h"

enum { NODES = 3 };
static struct chain_here *world;
static struct fake nodes[NODES];
static struct pool *pool;
static struct fault notices[16];
static size_t n_notices;

static void on_notice(void *arg, const struct fault *f)
{
	(void)arg;
	if (n_notices < 16)
		notices[n_notices++] = *f;
}

static bool noticed(enum err code, const struct fake *n)
{
	char host[32] = "";
	if (n)
		snprintf(host, sizeof host, "127.0.0.1:%d", n->port);
	for (size_t i = 0; i < n_notices; i++)
		if (notices[i].code == code && strstr(notices[i].where, host))
			return true;
	return false;
}

static const unsigned char account_key[48] = { 0x26, 0xaa, 1, 2, 3 }, missing_key[48] = { 0x26, 0xaa, 1, 2, 4 };
static const char account_value[41] = "forty-one bytes, so that it is kept away";

static int set_up(void **state)
{
	(void)state;
	loop = loop_new();
	net = net_new(loop, &(struct net_conf){ .proxy = "" });
	world = mem_new(sizeof *world);
	world->state.version = 1;
	for (unsigned i = 0; i < 200; i++) {
		unsigned char key[48] = { 0x26, 0xaa, (unsigned char)(i + 7), (unsigned char)(i * 3) };
		trie_set(&world->state, (struct slice){ (const char *)key, 48 }, (struct slice){ account_value, sizeof account_value });
	}
	trie_set(&world->state, (struct slice){ (const char *)account_key, 48 }, (struct slice){ account_value, sizeof account_value });
	chain_make(world, 1000, 1100, 1098);
	for (int i = 0; i < NODES; i++)
		fake_open(&nodes[i], world);
	n_notices = 0;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	pool_close(pool);
	pool = NULL;
	for (int i = 0; i < NODES; i++)
		fake_close(&nodes[i]);
	net_free(net);
	loop_free(loop);
	trie_free(&world->state);
	free(world);
	return 0;
}

static void open_pool(int n)
{
	unsigned char genesis[32];
	struct str urls = { 0 };
	hex_exact(slice_of(g1_genesis), genesis, 32);
	for (int i = 0; i < n; i++)
		str_addf(&urls, "%s ", nodes[i].url);
	pool = pool_open(&(struct pool_conf){ .net = net, .genesis = genesis, .endpoints = str_c(&urls), .alone = true, .poll_ms = 50,
		.notice = on_notice });
	str_free(&urls);
}

static struct fake *fake_of(unsigned id)
{
	const struct pool_node *n = pool_node(pool, id);
	for (int i = 0; i < NODES && n; i++)
		if (strstr(n->url, nodes[i].url + 7))
			return &nodes[i];
	return NULL;
}

static bool has_final(void *arg)
{
	(void)arg;
	return pool_head(pool)->final > 0;
}

static bool has_two(void *arg)
{
	return has_final(arg) && pool_second(pool, 0);
}

static bool all_judged(void *arg)
{
	(void)arg;
	for (size_t i = 0; pool_at(pool, i); i++)
		if (pool_at(pool, i)->state == POOL_KNOWN || pool_at(pool, i)->state == POOL_TRYING)
			return false;
	return true;
}

struct got {
	bool done;
	struct storage_answer a;
	bool present[2];
	char value[64];
};

static void on_read(void *arg, const struct storage_answer *a)
{
	struct got *g = arg;
	g->done = true;
	g->a = *a;
	for (size_t i = 0; i < 2 && !a->fault.code; i++)
		g->present[i] = a->values[i].p != NULL;
	if (!a->fault.code && a->values[0].p)
		memcpy(g->value, a->values[0].p, a->values[0].n < 63 ? a->values[0].n : 63);
}

static bool got_it(void *arg)
{
	return ((struct got *)arg)->done;
}

static struct got read_state(enum storage_at at, const unsigned char *block)
{
	struct slice keys[2] = { { (const char *)account_key, 48 }, { (const char *)missing_key, 48 } };
	struct got g = { .done = false };
	storage_read(pool, &(struct storage_ask){ .keys = keys, .n = 2, .at = at, .block = block, .fn = on_read, .arg = &g });
	assert_false(g.done); /* never from inside */
	assert_true(turn_until(got_it, &g, 20000));
	return g;
}

static void right(const struct got *g)
{
	assert_int_equal(g->a.fault.code, E_OK);
	assert_true(g->present[0]);
	assert_false(g->present[1]);
	assert_string_equal(g->value, account_value);
}

static void two_agree(void **state)
{
	open_pool(2);
	assert_true(turn_until(has_two, NULL, 10000));
	struct got g = read_state(STORAGE_FINAL, NULL);
	right(&g);
	assert_int_equal(g.a.source.degree, DEGREE_PROVEN);
	assert_int_equal(g.a.number, 1098);
	assert_true(g.a.final);
	g = read_state(STORAGE_BEST, NULL);
	right(&g);
	assert_int_equal(g.a.source.degree, DEGREE_SAID);
	assert_false(g.a.final);
	g = read_state(STORAGE_BLOCK, world->hash[0][50]);
	right(&g);
	assert_int_equal(g.a.number, 1050);
	assert_int_equal(g.a.source.degree, DEGREE_PROVEN);
	const struct pool_node *n = pool_at(pool, 0);
	assert_true(n->genesis_ok);
	assert_int_equal(strncmp(n->version, "0.12", 4), 0);
	assert_null(strchr(n->version, 27)); /* the escape sequence is gone */
	assert_int_equal(n_notices, 0);
	(void)state;
}

static void one_is_said(void **state)
{
	open_pool(1);
	assert_true(turn_until(has_final, NULL, 10000));
	struct got g = read_state(STORAGE_FINAL, NULL);
	right(&g);
	assert_int_equal(g.a.source.degree, DEGREE_SAID);
	assert_int_equal(pool_second(pool, 0), 0);
	(void)state;
}

/* Each lie about a proof: the node is named and dropped, and the answer comes from another one. */
static void proof_lies(void **state)
{
	static const enum lie lies[] = { LIE_PROOF, LIE_PROOF_SHORT, LIE_PROOF_AT };
	for (int i = 0; i < 3; i++) {
		set_up(state);
		open_pool(3);
		assert_true(turn_until(has_two, NULL, 10000));
		struct fake *liar = fake_of(pool_head(pool)->node);
		unsigned id = pool_head(pool)->node;
		liar->lie = lies[i];
		struct got g = read_state(STORAGE_FINAL, NULL);
		right(&g);
		assert_true(g.a.source.degree >= DEGREE_SAID);
		assert_int_equal(pool_node(pool, id)->state, POOL_BARRED);
		assert_int_equal(pool_node(pool, id)->why.code, E_BAD_PROOF);
		assert_true(noticed(E_BAD_PROOF, liar));
		assert_int_not_equal(pool_head(pool)->node, id);
		tear_down(state);
	}
}

static void a_header_that_does_not_fit(void **state)
{
	open_pool(2);
	assert_true(turn_until(has_two, NULL, 10000));
	struct fake *liar = fake_of(pool_head(pool)->node);
	liar->lie = LIE_HEADER;
	struct got g = read_state(STORAGE_BLOCK, world->hash[0][50]);
	right(&g);
	assert_true(noticed(E_LIAR, liar));
	(void)state;
}

static json_t *forgetful(struct fake *n, const char *method, const json_t *params)
{
	(void)params;
	if (!strcmp(method, "state_getReadProof") || !strcmp(method, "state_queryStorageAt"))
		n->error = json_pack("{s:i,s:s}", "code", 4003, "message", "Client error: State already discarded for 0x12");
	return NULL;
}

/* An old state that the main node has dropped comes from the other one; when both have, that is said. */
static void an_archive_is_found(void **state)
{
	open_pool(2);
	assert_true(turn_until(has_two, NULL, 10000));
	struct fake *young = fake_of(pool_head(pool)->node);
	young->extra = forgetful;
	struct got g = read_state(STORAGE_BLOCK, world->hash[0][50]);
	right(&g);
	assert_int_equal(g.a.number, 1050);
	for (int i = 0; i < 2; i++)
		nodes[i].extra = forgetful;
	g = read_state(STORAGE_BLOCK, world->hash[0][50]);
	assert_int_equal(g.a.fault.code, E_PRUNED);
	assert_true(g.a.pruned);
	assert_int_equal(n_notices, 0);
	(void)state;
}

static void another_genesis(void **state)
{
	nodes[0].lie = LIE_GENESIS;
	open_pool(2);
	assert_true(turn_until(has_final, NULL, 10000));
	assert_true(turn_until(all_judged, NULL, 10000));
	const struct pool_node *n = pool_at(pool, 0);
	assert_int_equal(n->state, POOL_BARRED);
	assert_int_equal(n->why.code, E_WRONG_CHAIN);
	assert_false(n->genesis_ok);
	assert_true(noticed(E_WRONG_CHAIN, &nodes[0]));
	assert_ptr_equal(fake_of(pool_head(pool)->node), &nodes[1]);
	(void)state;
}

static void one_catches_up(void **state)
{
	nodes[0].lie = LIE_SYNCING;
	open_pool(2);
	assert_true(turn_until(all_judged, NULL, 10000));
	assert_true(turn_until(has_final, NULL, 10000));
	assert_int_equal(pool_at(pool, 0)->state, POOL_SYNCING);
	assert_ptr_equal(fake_of(pool_head(pool)->node), &nodes[1]);
	(void)state;
}

struct asked {
	bool done;
	struct fault fault;
	unsigned node;
};

static void on_asked(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct asked *x = arg;
	x->done = true;
	x->fault = a->fault;
	x->node = node;
}

static bool asked_done(void *arg)
{
	return ((struct asked *)arg)->done;
}

static void a_node_dies(void **state)
{
	open_pool(2);
	assert_true(turn_until(has_two, NULL, 10000));
	unsigned id = pool_head(pool)->node;
	struct asked x = { .done = false };
	fake_of(id)->lie = LIE_DEAD;
	ask_node(pool, &(struct ask){ .method = "chain_getHeader", .fn = on_asked, .arg = &x });
	assert_true(turn_until(asked_done, &x, 10000));
	assert_int_equal(x.fault.code, E_OK);
	assert_int_not_equal(x.node, id);
	/* a question to that node alone ends with it */
	x.done = false;
	ask_node(pool, &(struct ask){ .method = "chain_getHeader", .node = id, .fn = on_asked, .arg = &x });
	assert_true(turn_until(asked_done, &x, 10000));
	assert_int_not_equal(x.fault.code, E_OK);
	/* and one that may be asked only once is not asked elsewhere */
	assert_true(turn_until(has_final, NULL, 10000));
	id = pool_head(pool)->node;
	unsigned before = fake_of(id)->asked;
	(void)before;
	fake_of(id)->lie = LIE_DEAD;
	x.done = false;
	ask_node(pool, &(struct ask){ .method = "author_submitExtrinsic", .once = true, .fn = on_asked, .arg = &x });
	assert_true(turn_until(asked_done, &x, 10000));
	assert_int_not_equal(x.fault.code, E_OK);
	(void)state;
}

static void nobody_answers(void **state)
{
	for (int i = 0; i < NODES; i++)
		nodes[i].lie = LIE_DEAD;
	open_pool(2);
	struct asked x = { .done = false };
	ask_node(pool, &(struct ask){ .method = "chain_getHeader", .deadline_ms = 700, .fn = on_asked, .arg = &x });
	assert_true(turn_until(asked_done, &x, 10000));
	assert_int_equal(x.fault.code, E_OFFLINE);
	assert_int_equal(x.node, 0);
	assert_true(noticed(E_OFFLINE, NULL));
	/* they come back */
	for (int i = 0; i < NODES; i++)
		nodes[i].lie = LIE_NONE;
	pool_wake(pool, false);
	assert_true(turn_until(has_two, NULL, 20000));
	(void)state;
}

/* Two against one: the one is barred, whether it is the main node or not. */
static void a_fork_of_its_own(void **state)
{
	for (int round = 0; round < 2; round++) {
		set_up(state);
		open_pool(3);
		assert_true(turn_until(has_two, NULL, 10000));
		assert_true(turn_until(all_judged, NULL, 10000));
		unsigned id = round ? pool_head(pool)->node : pool_second(pool, 0);
		struct fake *liar = fake_of(id);
		liar->lie = LIE_FORK;
		struct got g = { .done = false };
		for (int i = 0; i < 10 && pool_node(pool, id)->state != POOL_BARRED; i++) {
			g = read_state(STORAGE_FINAL, NULL);
			for (int k = 0; k < 10; k++) /* until the main node's own head is of the fork */
				loop_turn(loop, 20);
		}
		assert_int_equal(pool_node(pool, id)->state, POOL_BARRED);
		assert_true(noticed(E_LIAR, liar));
		g = read_state(STORAGE_FINAL, NULL);
		right(&g);
		assert_memory_equal(g.a.block, world->hash[0][98], 32);
		tear_down(state);
	}
}

/* One against one: nobody can tell, so nothing is believed. */
static void one_against_one(void **state)
{
	open_pool(2);
	assert_true(turn_until(has_two, NULL, 10000));
	fake_of(pool_second(pool, 0))->lie = LIE_FORK;
	struct got g = read_state(STORAGE_FINAL, NULL);
	assert_int_equal(g.a.fault.code, E_DISAGREE);
	assert_true(noticed(E_DISAGREE, NULL));
	(void)state;
}

static void without_proofs(void **state)
{
	for (int i = 0; i < NODES; i++)
		nodes[i].lie = LIE_NO_PROOF;
	open_pool(2);
	assert_true(turn_until(has_two, NULL, 10000));
	struct got g = read_state(STORAGE_FINAL, NULL);
	right(&g);
	assert_int_equal(g.a.source.degree, DEGREE_AGREED);
	fake_of(pool_second(pool, 0))->lie = LIE_NO_PROOF_VALUE;
	g = read_state(STORAGE_FINAL, NULL);
	assert_int_equal(g.a.fault.code, E_DISAGREE);
	(void)state;
}

static void answers_without_sense(void **state)
{
	nodes[0].lie = LIE_GARBAGE;
	nodes[1].lie = LIE_NULL;
	open_pool(3);
	assert_true(turn_until(has_final, NULL, 10000));
	assert_ptr_equal(fake_of(pool_head(pool)->node), &nodes[2]);
	assert_true(turn_until(all_judged, NULL, 10000));
	assert_int_equal(pool_at(pool, 0)->state, POOL_LOST);
	assert_int_equal(pool_at(pool, 1)->state, POOL_LOST);
	(void)state;
}

static void questions_cancelled(void **state)
{
	nodes[0].lie = LIE_SILENT;
	open_pool(1);
	struct asked x = { .done = false };
	struct slice key = { (const char *)account_key, 48 };
	struct got g = { .done = false };
	uint64_t id = ask_node(pool, &(struct ask){ .method = "chain_getHeader", .fn = on_asked, .arg = &x });
	struct storage *s = storage_read(pool, &(struct storage_ask){ .keys = &key, .n = 1, .at = STORAGE_FINAL, .fn = on_read, .arg = &g });
	for (int i = 0; i < 5; i++)
		loop_turn(loop, 10);
	ask_cancel(pool, id);
	storage_cancel(s);
	for (int i = 0; i < 5; i++)
		loop_turn(loop, 10);
	assert_false(x.done || g.done);
	(void)state;
}

/* A proxy that lets no web socket through: the same address is spoken to by HTTP. */
static void http_where_ws_is_closed(void **state)
{
	unsigned char genesis[32];
	char url[80];
	hex_exact(slice_of(g1_genesis), genesis, 32);
	snprintf(url, sizeof url, "ws://127.0.0.1:%d", nodes[0].port);
	pool = pool_open(&(struct pool_conf){ .net = net, .genesis = genesis, .endpoints = url, .alone = true, .poll_ms = 50, .notice = on_notice });
	assert_true(turn_until(has_final, NULL, 10000));
	assert_int_equal(nodes[0].refused, 2);  /* as written, and below /ws */
	const struct pool_node *n = pool_at(pool, 0);
	assert_false(n->web_socket);
	assert_string_equal(n->url, nodes[0].url);
	(void)state;
}

/* With nothing configured and no way out: many are known, this machine first, and it is said that nobody answers. */
static bool offline_told(void *arg)
{
	(void)arg;
	return noticed(E_OFFLINE, NULL);
}

static void nobody_to_be_found(void **state)
{
	unsigned char genesis[32];
	hex_exact(slice_of(g1_genesis), genesis, 32);
	net_configure(net, &(struct net_conf){ .proxy = "http://127.0.0.1:1" });
	pool = pool_open(&(struct pool_conf){ .net = net, .genesis = genesis, .endpoints = "", .notice = on_notice });
	const struct pool_node *n = pool_at(pool, 0);
	assert_string_equal(n->url, "ws://127.0.0.1:9944");
	assert_true(n->local);
	assert_non_null(pool_at(pool, 12));
	/* a real node may well run on the machine that tests: then it answers, and is of this genesis or barred */
	turn_until(offline_told, NULL, 8000);
	assert_true(noticed(E_OFFLINE, NULL) || n->state != POOL_LOST);
	(void)state;
}

/* The main node changes when it lags behind, unless something holds it. */
static bool main_is_other(void *arg)
{
	return pool_head(pool)->node && pool_head(pool)->node != *(unsigned *)arg;
}

static void held(void **state)
{
	open_pool(2);
	assert_true(turn_until(has_two, NULL, 10000));
	unsigned id = pool_head(pool)->node;
	pool_hold(pool, true);
	fake_of(id)->lie = LIE_SYNCING;
	pool_wake(pool, true);
	for (int i = 0; i < 40; i++)
		loop_turn(loop, 20);
	assert_int_equal(pool_node(pool, id)->state, POOL_SYNCING);
	assert_int_equal(pool_head(pool)->node, id);
	pool_hold(pool, false);
	assert_true(turn_until(main_is_other, &id, 5000));
	(void)state;
}

/* Blocks with bodies, looked through from the top. */
static struct str body_bytes;

static json_t *bodies(struct fake *n, const char *method, const json_t *params)
{
	if (strcmp(method, "chain_getBlock"))
		return NULL;
	json_t *header = header_of(n, json_string_value(json_array_get(params, 0)));
	if (json_is_null(header))
		return header;
	int64_t number = jread_hex(header, "number", 0);
	json_t *list = json_pack("[s]", "0x280403000b00000000000000");
	if (number == 1060)
		json_array_append_new(list, hex_text(body_bytes.p, body_bytes.n));
	return json_pack("{s:{s:o,s:o}}", "block", "header", header, "extrinsics", list);
}

static void put_roots(void)
{
	struct str time = g1_hex("280403000b00000000000000");
	unsigned char parent[32] = { 0 };
	for (uint32_t n = world->first; n <= world->best; n++) {
		struct slice items[2] = { slice_str(&time), slice_str(&body_bytes) };
		struct header *h = &world->header[0][n - world->first];
		trie_list_root(items, n == 1060 ? 2 : 1, h->extrinsics_root);
		memcpy(h->parent, parent, 32);
		header_hash(h, world->hash[0][n - world->first]);
		memcpy(parent, world->hash[0][n - world->first], 32);
	}
	str_free(&time);
}

struct located {
	bool done;
	struct locate_answer a;
};

static void on_located(void *arg, const struct locate_answer *a)
{
	struct located *x = arg;
	x->done = true;
	x->a = *a;
}

static bool located_done(void *arg)
{
	return ((struct located *)arg)->done;
}

static struct located look(uint32_t from, uint32_t to, uint32_t top)
{
	struct located x = { .done = false };
	struct locate_ask q = { .pool = pool, .from = from, .to = to, .top = top, .degree = DEGREE_AGREED, .fn = on_located, .arg = &x };
	hash_blake2_256(q.hash, body_bytes.p, body_bytes.n);
	uint32_t known = top == LOCATE_THERE ? 1060 : top <= world->best ? top : world->best;
	memcpy(q.top_hash, world->hash[0][known - world->first], 32);
	locate_start(&q);
	assert_true(turn_until(located_done, &x, 30000));
	return x;
}

static void found_in_blocks(void **state)
{
	body_bytes = g1_hex("1402030405");
	put_roots();
	for (int i = 0; i < NODES; i++)
		nodes[i].extra = bodies;
	open_pool(2);
	assert_true(turn_until(has_two, NULL, 10000));
	struct located x = look(1040, 1090, 1098);
	assert_int_equal(x.a.verdict, LOCATE_FOUND);
	assert_int_equal(x.a.number, 1060);
	assert_int_equal(x.a.index, 1);
	assert_memory_equal(x.a.block, world->hash[0][60], 32);
	assert_int_equal(x.a.degree, DEGREE_AGREED);
	x = look(0, 0, LOCATE_THERE);
	assert_int_equal(x.a.verdict, LOCATE_FOUND);
	assert_int_equal(x.a.number, 1060);
	x = look(1061, 1098, 1098);
	assert_int_equal(x.a.verdict, LOCATE_NOWHERE);
	x = look(1040, 1059, 1098);         /* outside of the range it does not count */
	assert_int_equal(x.a.verdict, LOCATE_NOWHERE);
	x = look(0, 80000, 80000);
	assert_int_equal(x.a.verdict, LOCATE_FAILED);
	/* a body that is not the block's: the node is named, the other one is asked */
	struct fake *liar = fake_of(pool_head(pool)->node);
	liar->lie = LIE_HEADER;
	x = look(1040, 1090, 1098);
	assert_int_equal(x.a.verdict, LOCATE_FOUND);
	assert_true(noticed(E_LIAR, liar));
	str_free(&body_bytes);
	(void)state;
}

int main(void)
{
#define NET(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		NET(two_agree), NET(one_is_said), cmocka_unit_test(proof_lies), NET(an_archive_is_found), NET(a_header_that_does_not_fit), NET(another_genesis), NET(one_catches_up),
		NET(a_node_dies), NET(nobody_answers), cmocka_unit_test(a_fork_of_its_own), NET(one_against_one), NET(without_proofs),
		NET(answers_without_sense), NET(questions_cancelled), NET(found_in_blocks), NET(http_where_ws_is_closed), NET(nobody_to_be_found),
		NET(held),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
