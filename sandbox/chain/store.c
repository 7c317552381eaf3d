/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/store.h"

#include "codec/pack.h"
#include "io/db.h"
#include "sandbox/chain/chain_inside.h"

#include <unistd.h>

enum { LOAD_BLOCKS = 300 };

static const char *const steps[] = {
	"CREATE TABLE state(k BLOB PRIMARY KEY, v BLOB NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE block(n INTEGER PRIMARY KEY, hash BLOB NOT NULL, parent BLOB NOT NULL, state_root BLOB NOT NULL,"
	" xt_root BLOB NOT NULL, digest BLOB NOT NULL, time INTEGER NOT NULL, xts BLOB NOT NULL);"
	"CREATE INDEX block_hash ON block(hash);"
	"CREATE TABLE quiet(first INTEGER PRIMARY KEY, last INTEGER NOT NULL, step INTEGER NOT NULL, first_ms INTEGER NOT NULL,"
	" linked INTEGER NOT NULL, before BLOB NOT NULL, state_root BLOB NOT NULL);"
	"CREATE TABLE about(name TEXT PRIMARY KEY, n INTEGER NOT NULL);",
};

static void fill32(unsigned char out[32], struct slice s)
{
	if (s.n == 32)
		memcpy(out, s.p, 32);
}

static struct slice s32(const unsigned char p[32])
{
	return (struct slice){ (const char *)p, 32 };
}

static struct block *read_block(struct db_query *q)
{
	struct block *b = mem_new(sizeof *b);
	struct slice xts = db_text(q, 7);
	struct scale s = scale_open(xts.p, xts.n);
	size_t n = scale_count(&s, 1);

	b->number = (uint32_t)db_int(q, 0);
	fill32(b->hash, db_text(q, 1));
	fill32(b->parent, db_text(q, 2));
	fill32(b->state_root, db_text(q, 3));
	fill32(b->extrinsics_root, db_text(q, 4));
	str_add(&b->digest, db_text(q, 5));
	b->time_ms = (uint64_t)db_int(q, 6);
	while (n--) {
		struct slice one = scale_blob(&s);
		struct str xt = { 0 };

		str_add(&xt, one);
		vec_push(&b->extrinsics, xt);
	}
	return b;
}

static enum err write_block(struct db *d, const struct block *b, struct fault *f)
{
	struct str xts = { 0 };
	enum err e;

	pack_compact(&xts, b->extrinsics.n);
	for (size_t i = 0; i < b->extrinsics.n; i++)
		pack_blob(&xts, b->extrinsics.v[i].p, b->extrinsics.v[i].n);
	e = db_do(d, f, "INSERT OR REPLACE INTO block VALUES(?,?,?,?,?,?,?,?)", "lbbbbblb", (int64_t)b->number, s32(b->hash), s32(b->parent),
		  s32(b->state_root), s32(b->extrinsics_root), slice_str(&b->digest), (int64_t)b->time_ms, slice_str(&xts));
	str_free(&xts);
	return e;
}

struct writing {
	struct db *d;
	struct fault *f;
	enum err e;
};

static void on_change(void *arg, struct slice key, const struct slice *value)
{
	struct writing *w = arg;

	if (w->e)
		return;
	if (value)
		w->e = db_do(w->d, w->f, "INSERT OR REPLACE INTO state VALUES(?,?)", "bb", key, *value);
	else
		w->e = db_do(w->d, w->f, "DELETE FROM state WHERE k=?", "b", key);
}

static enum err put_number(struct db *d, const char *name, int64_t n, struct fault *f)
{
	return db_do(d, f, "INSERT OR REPLACE INTO about VALUES(?,?)", "sl", name, n);
}

static int64_t number_of(struct db *d, const char *name)
{
	struct db_query *q = db_ask(d, NULL, "SELECT n FROM about WHERE name=?", "s", name);
	int64_t n = -1;

	if (q && db_next(q, NULL)) {
		n = db_int(q, 0);
		db_end(q);
	}
	return n;
}

static enum err write_quiet(struct chain *c, struct fault *f)
{
	enum err e = E_OK;

	for (size_t i = 0; i < c->quiet.n && !e; i++) {
		const struct quiet *q = &c->quiet.v[i];

		e = db_do(c->store, f, "INSERT OR IGNORE INTO quiet VALUES(?,?,?,?,?,?,?)", "llllibb", (int64_t)q->first, (int64_t)q->last,
			  (int64_t)q->step, (int64_t)q->first_ms, (int)q->linked, s32(q->before), s32(q->state_root));
	}
	return e;
}

/* One transaction, so that the file always holds the state of its highest block. */
static enum err write_all(struct chain *c, struct fault *f)
{
	struct writing w = { c->store, f, E_OK };
	const struct block *head = chain_best(c);
	enum err e = db_do(c->store, f, "DELETE FROM block WHERE n>?", "l", (int64_t)c->saved_to);

	for (size_t i = c->best.n; i-- && !e && c->best.v[i]->number > c->saved_to;)
		e = write_block(c->store, c->best.v[i], f);
	if (!e)
		e = write_quiet(c, f);
	if (!e) {
		trie_diff(&c->saved.trie, &head->state.trie, on_change, &w);
		e = w.e;
	}
	if (!e)
		e = put_number(c->store, "head", head->number, f);
	if (!e)
		e = put_number(c->store, "upgrades", c->upgrades, f);
	return e;
}

enum err chain_save(struct chain *c, const char *dir, struct fault *f)
{
	const struct block *head = chain_best(c);
	enum err e;

	if (!c->store && (e = chain_store(c, dir, true, f)))
		return e;
	if (c->saved.trie.root == head->state.trie.root)
		return E_OK;
	e = db_do(c->store, f, "BEGIN IMMEDIATE", "");
	if (!e)
		e = write_all(c, f);
	if (!e)
		e = db_do(c->store, f, "COMMIT", "");
	if (e) {
		db_do(c->store, NULL, "ROLLBACK", "");
		return e;
	}
	state_free(&c->saved);
	c->saved = state_share(&head->state);
	/* Blocks that may still be retracted are written once more the next time. */
	c->saved_to = c->best.v[c->finalized]->number;
	return E_OK;
}

static enum err load_state(struct chain *c, struct state *st, struct fault *f)
{
	struct db_query *q = db_ask(c->store, f, "SELECT k,v FROM state", "");
	struct fault g = { 0 };

	if (!q)
		return f ? f->code : E_DB;
	st->trie.version = 1;
	while (db_next(q, &g))
		trie_set(&st->trie, db_text(q, 0), db_text(q, 1));
	return g.code ? fault_set(f, g.code, "%s", g.where) : E_OK;
}

static enum err load_quiet(struct chain *c, struct fault *f)
{
	struct db_query *q = db_ask(c->store, f, "SELECT first,last,step,first_ms,linked,before,state_root FROM quiet ORDER BY first", "");
	unsigned char end[32];

	if (!q)
		return f ? f->code : E_DB;
	for (size_t i = 0; i < c->quiet.n; i++)
		quiet_free(&c->quiet.v[i]);
	c->quiet.n = 0;
	while (db_next(q, NULL)) {
		struct quiet s = { .first = (uint32_t)db_int(q, 0), .last = (uint32_t)db_int(q, 1), .step = (uint32_t)db_int(q, 2),
				   .first_ms = (uint64_t)db_int(q, 3), .seed = c->seed };
		bool linked = db_int(q, 4);

		fill32(s.before, db_text(q, 5));
		fill32(s.state_root, db_text(q, 6));
		if (linked)
			quiet_link(&s, end);
		vec_push(&c->quiet, s);
	}
	return E_OK;
}

/* The newest blocks come into memory; older ones when somebody asks (chain_recall). */
static enum err load_blocks(struct chain *c, struct state *st, int64_t head, struct fault *f)
{
	struct db_query *q = db_ask(c->store, f, "SELECT * FROM block WHERE n>? ORDER BY n", "l", head - LOAD_BLOCKS);
	unsigned char root[32];

	if (!q)
		return f ? f->code : E_DB;
	chain_forget_all(c);
	while (db_next(q, NULL))
		chain_know(c, read_block(q));
	if (!c->best.n || chain_best(c)->number != head)
		return fault_set(f, E_CORRUPT, "chain.sqlite: the head is missing");
	state_root(st, root);
	if (memcmp(root, chain_best(c)->state_root, 32))
		return fault_set(f, E_CORRUPT, "chain.sqlite: the state is not that of its head");
	c->best.v[c->best.n - 1]->state = state_share(st);
	c->finalized = c->discarded = c->best.n - 1;
	c->saved = state_share(st);
	c->saved_to = (uint32_t)head;
	agenda_fill(c);
	return E_OK;
}

static enum err load(struct chain *c, int64_t head, struct fault *f)
{
	int64_t upgrades = number_of(c->store, "upgrades");
	struct state st = { 0 };
	enum err e;

	if (upgrades > 0) {
		runtime_free(c->rt);
		c->upgrades = (unsigned)upgrades;
		c->rt = runtime_new(c->upgrades);
	}
	e = load_state(c, &st, f);
	if (!e)
		e = load_quiet(c, f);
	if (!e)
		e = load_blocks(c, &st, head, f);
	state_free(&st);
	return e;
}

static void remove_file(const char *path)
{
	static const char *const tails[] = { "", "-wal", "-shm" };
	struct str s = { 0 };

	for (size_t i = 0; i < 3; i++) {
		str_cut(&s, 0);
		str_addf(&s, "%s%s", path, tails[i]);
		unlink(str_c(&s));
	}
	str_free(&s);
}

enum err chain_store(struct chain *c, const char *dir, bool forget, struct fault *f)
{
	struct str path = { 0 };
	struct db_conf conf = { .kind = DB_MIRROR, .steps = steps, .n_steps = sizeof steps / sizeof *steps };
	int64_t head;
	enum err e;

	str_addf(&path, "%s/chain.sqlite", dir);
	if (forget)
		remove_file(str_c(&path));
	conf.path = str_c(&path);
	e = db_open(&conf, &c->store, f);
	str_free(&path);
	if (e)
		return e;
	head = number_of(c->store, "head");
	if (head >= 0)
		return load(c, head, f);
	if (!c->best.n)
		chain_found(c);
	return E_OK;
}

struct block *chain_recall(struct chain *c, uint32_t number, const unsigned char *hash)
{
	struct db_query *q;
	struct block *b = NULL;

	if (!c->store)
		return NULL;
	q = hash ? db_ask(c->store, NULL, "SELECT * FROM block WHERE hash=? LIMIT 1", "b", s32(hash)) :
		db_ask(c->store, NULL, "SELECT * FROM block WHERE n=?", "l", (int64_t)number);
	if (q && db_next(q, NULL)) {
		b = read_block(q);
		db_end(q);
	}
	return b;
}
