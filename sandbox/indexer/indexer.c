/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/indexer/indexer.h"

#include "base/mem.h"
#include "sandbox/indexer/answer.h"
#include "sandbox/indexer/apply.h"
#include "sandbox/world.h"

#include <stdlib.h>

enum { KEEP = 300 };

/* The last blocks stay decoded: a lagging indexer goes back, and comes again. applied: how many of them are in the tables. */
struct indexer {
	struct sandbox *sb;
	struct store st;
	struct port *port;
	struct mischief *mischief;
	VEC(, struct decoded *) blocks;
	size_t applied;
	struct lenders lenders;
	struct old {
		uint32_t number;
		unsigned char hashes[4][32];
	} old;                      /* the derived header that was asked for last: its columns come one by one */
};
static struct indexer *the_indexer;

/* How many of the kept blocks should be in the tables. */
static size_t wanted(const struct indexer *x)
{
	uint64_t lag = 0;

	if (mischief_on(x->mischief, "stuck") || x->sb->disk_full)
		return x->applied < x->blocks.n ? x->applied : x->blocks.n;
	if (mischief_on(x->mischief, "behind") && (!slice_u64(slice_of(mischief_arg(x->mischief, "behind")), &lag) || !lag))
		lag = 100;
	return lag < x->blocks.n ? x->blocks.n - (size_t)lag : 0;
}

/* The tables stand where the faults want them. */
static void settle(struct indexer *x)
{
	size_t goal = wanted(x);

	if (x->applied > goal) {
		store_rewind(&x->st, (int32_t)x->blocks.v[goal]->number - 1);
		x->applied = goal;
	}
	while (x->applied < goal)
		apply_block(&x->st, x->blocks.v[x->applied++]);
}

/* A block that is too old to come back to. */
static void drop_first(struct indexer *x)
{
	decode_free(x->blocks.v[0]);
	vec_remove(&x->blocks, 0);
	x->applied--;
}

static void on_block(void *arg, const struct block *b)
{
	struct indexer *x = arg;

	vec_push(&x->blocks, decode_block(chain_runtime(x->sb->chain), b, &x->lenders));
	settle(x);
	while (x->blocks.n > KEEP && x->applied)
		drop_first(x);
}

static void on_retracted(void *arg, const struct block *b)
{
	struct indexer *x = arg;

	/* What is not among the kept blocks was in the tables before this program started. */
	if (!x->blocks.n || x->blocks.v[x->blocks.n - 1]->number != b->number) {
		store_rewind(&x->st, (int32_t)b->number - 1);
		return;
	}
	if (x->applied == x->blocks.n) {
		store_rewind(&x->st, (int32_t)b->number - 1);
		x->applied--;
	}
	decode_free(x->blocks.v[--x->blocks.n]);
}

/* What the switches say, for the next answer. */
static void lies(struct indexer *x)
{
	const char *more = mischief_arg(x->mischief, "lying-balance");
	int64_t n;

	x->st.lies.empty = mischief_on(x->mischief, "empty");
	x->st.lies.other_hashes = mischief_on(x->mischief, "other-genesis");
	x->st.lies.balance = !mischief_on(x->mischief, "lying-balance") ? 0 : slice_i64(slice_of(more), &n) ? n : 21400;
}

static void on_request(struct request *r, void *arg)
{
	struct indexer *x = arg;
	struct str out = { 0 };
	int status;

	request_add_header(r, "Access-Control-Allow-Origin", "*");
	if (strcmp(r->path, "/v1/graphql") && strcmp(r->path, "/graphql") && strcmp(r->path, "/")) {
		request_reply(r, 404, "text/plain; charset=utf-8", SLICE("Not found\n"));
		return;
	}
	if (!strcmp(r->method, "OPTIONS")) {
		request_add_header(r, "Access-Control-Allow-Methods", "POST, OPTIONS");
		request_add_header(r, "Access-Control-Allow-Headers", "Content-Type, Accept");
		request_reply(r, 200, "text/plain", SLICE(""));
		return;
	}
	if (strcmp(r->method, "POST")) {
		request_add_header(r, "Allow", "POST, OPTIONS");
		request_reply(r, 405, "application/json; charset=utf-8", SLICE("{\"errors\":[{\"message\":\"Only `POST` requests are allowed.\"}]}"));
		return;
	}
	lies(x);
	settle(x);
	if (mischief_on(x->mischief, "timeout")) {
		request_reply(r, 200, "application/json; charset=utf-8",
			      SLICE("{\"errors\":[{\"message\":\"canceling statement due to statement timeout\"}],\"data\":null}"));
		return;
	}
	status = answer_request(&x->st, r->body, &out);
	request_reply(r, status, "application/json; charset=utf-8", slice_str(&out));
	str_free(&out);
}

static struct str file_of(const struct sandbox *sb)
{
	struct str s = { 0 };

	if (sb->opt.state)
		str_addf(&s, "%s/indexer.sqlite", sb->opt.state);
	return s;
}

static bool same_bytes(struct store *st, const char *sql, const unsigned char want[32])
{
	return store_number(st, sql, 0, "b", (struct slice){ (const char *)want, 32 }) == 1;
}

/* Times of the blocks in the tables. */
static void read_times(struct store *st)
{
	const char *why;
	sqlite3_stmt *s = store_get(st, "SELECT b.k, b.ms FROM block b WHERE b.hash IS NOT NULL ORDER BY b.k", &why);

	while (sqlite3_step(s) == SQLITE_ROW)
		vec_push(&st->times, (struct block_time){ sqlite3_column_int(s, 0), sqlite3_column_int64(s, 1) });
	store_put(st, s);
}

/* The tables were saved with the chain, or a moment before or after it: goes back to a block that the chain has. False when
 * they are of another chain. */
static bool meet(struct indexer *x)
{
	int32_t height;
	unsigned char hash[32];

	if (!same_bytes(&x->st, "SELECT genesis = ? FROM status", chain_genesis(x->sb->chain)))
		return false;
	for (;;) {
		height = (int32_t)store_number(&x->st, "SELECT height FROM status", 0, "");
		if (chain_hash_at(x->sb->chain, (uint32_t)height, hash) && same_bytes(&x->st, "SELECT hash = ? FROM status", hash))
			return true;
		if (height <= WORLD_START || !store_can_rewind(&x->st, height - 1))
			return false;
		store_rewind(&x->st, height - 1);
	}
}

/* Blocks that the chain has and the tables have not. */
static void catch_up(struct indexer *x)
{
	const struct block *best = chain_best(x->sb->chain), *b;
	uint32_t height = (uint32_t)store_number(&x->st, "SELECT height FROM status", 0, "");
	unsigned char hash[32];

	for (uint32_t n = height + 1; n <= best->number; n++)
		if (chain_hash_at(x->sb->chain, n, hash) && (b = chain_by_hash(x->sb->chain, hash)))
			on_block(x, b);
}

static void old_header(void *arg, uint32_t number, unsigned char hashes[4][32])
{
	struct indexer *x = arg;
	struct header h;

	if (x->old.number != number && chain_hash_at(x->sb->chain, number, x->old.hashes[0]) && chain_header(x->sb->chain, number, &h)) {
		memcpy(x->old.hashes[1], h.parent, 32);
		memcpy(x->old.hashes[2], h.state_root, 32);
		memcpy(x->old.hashes[3], h.extrinsics_root, 32);
		x->old.number = number;
		header_free(&h);
	}
	memcpy(hashes, x->old.hashes, sizeof x->old.hashes);
}

static enum err fill(struct indexer *x, bool fresh, struct fault *f)
{
	struct str path = file_of(x->sb);
	unsigned char hash[32] = { 0 };
	bool filled;
	enum err e = store_open(&x->st, str_c(&path), fresh, &filled, f);

	str_free(&path);
	if (e == E_CORRUPT && !fresh) {
		store_close(&x->st);
		return fill(x, true, f);
	}
	if (e)
		return e;
	x->st.start = WORLD_START;
	x->st.start_ms = x->sb->world->start_ms;
	x->st.seed = x->sb->world->seed;
	x->st.old_header = old_header;
	x->st.old_arg = x;
	if (filled) {
		read_times(&x->st);
		if (meet(x))
			return E_OK;
		store_close(&x->st);
		return fill(x, true, f);
	}
	chain_hash_at(x->sb->chain, WORLD_START, hash);
	indexer_fill(&x->st, x->sb->world, hash, chain_genesis(x->sb->chain));
	return E_OK;
}

static void switches(struct mischief *m)
{
	mischief_register(m, "behind", "lags N blocks behind the chain (100, at most what it has seen)");
	mischief_register(m, "stuck", "follows the chain no more");
	mischief_register(m, "empty", "all lists are empty and all objects null, without any error");
	mischief_register(m, "lying-balance", "every balance is N centimes too high (21400)");
	mischief_register(m, "other-genesis", "hashes and ids of another chain");
	mischief_register(m, "timeout", "answers that the database gave up");
}

static enum err start(struct sandbox *sb, json_t *line, struct fault *f)
{
	struct indexer *x = mem_new(sizeof *x);
	struct port_handlers h = { .name = "indexer", .request = on_request, .arg = x, .max_body = 1 << 20 };
	json_t *g1 = json_object_get(line, "g1");
	enum err e;

	the_indexer = x;
	x->sb = sb;
	x->port = sandbox_listen(sb, &h, f);
	if (!x->port)
		return f ? f->code : E_FAILED;
	x->mischief = port_mischief(x->port);
	switches(x->mischief);
	e = fill(x, sb->opt.forget, f);
	if (e)
		return e;
	decode_lenders(&chain_best(sb->chain)->state, &x->lenders);
	catch_up(x);
	chain_listen(sb->chain, &(struct chain_listener){ .on_block = on_block, .on_retracted = on_retracted, .arg = x });
	if (!g1) {
		g1 = json_object();
		json_object_set_new(line, "g1", g1);
	}
	json_object_set_new(g1, "indexer", json_sprintf("http://127.0.0.1:%d/v1/graphql", port_number(x->port)));
	return E_OK;
}

/* What is saved is what the chain has, whatever the indexer pretends. */
static enum err save(struct sandbox *sb, struct fault *f)
{
	struct indexer *x = the_indexer;
	struct str path = file_of(sb);
	enum err e;

	while (x->applied < x->blocks.n && !sb->disk_full)
		apply_block(&x->st, x->blocks.v[x->applied++]);
	e = sb->disk_full ? fault_set(f, E_NO_SPACE, "%s", str_c(&path)) : store_save(&x->st, str_c(&path), f);
	str_free(&path);
	return e;
}

static void stop(struct sandbox *sb)
{
	struct indexer *x = the_indexer;

	(void)sb;
	if (!x)
		return;
	for (size_t i = 0; i < x->blocks.n; i++)
		decode_free(x->blocks.v[i]);
	vec_free(&x->blocks);
	vec_free(&x->lenders);
	store_close(&x->st);
	types_drop();
	the_indexer = NULL;
	free(x);
}

const struct service service_indexer = { .name = "indexer", .start = start, .stop = stop, .save = save };
