/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/mirror.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/tick.h"
#include "io/lock.h"
#include "io/work.h"
#include <stdlib.h>

struct entry {
	struct entry *next;
	enum err (*write)(struct db *d, void *job, struct fault *f);
	void (*drop)(void *job);
	_Alignas(max_align_t) unsigned char bytes[];
};

/* What goes to the thread and comes back. The thread's own connection is opened there, at the first batch, and travels in
 * the batch: only one batch is under way at a time. */
struct batch {
	struct mirror *m;
	struct db_conf conf;
	struct db *db;
	struct entry *first;
	struct fault fault;
};

struct mirror {
	struct loop *l;
	struct mirror_conf c;
	char *path, *pen_path;
	struct db *reader, *writer;      /* writer: the thread's, kept here between two batches */
	struct work *work;
	struct lock *pen;
	struct entry *first, **tail;
	size_t n;
	int64_t last_ms;                 /* tick_ms when the last batch began */
	int64_t tried_ms;                /* and of the last try for the pen */
	struct loop_timer *timer;
	bool under_way, hurry;           /* hurry: a flush came while a batch was under way */
};

enum { GAP_MS = 60000, PEN_MS = 5000 };

static void entries_free(struct entry *e)
{
	while (e) {
		struct entry *next = e->next;
		if (e->drop)
			e->drop(e->bytes);
		free(e);
		e = next;
	}
}

static void run_batch(void *job)
{
	struct batch *b = job;
	enum err e = b->db ? E_OK : db_open(&b->conf, &b->db, &b->fault);
	if (!e)
		e = db_do(b->db, &b->fault, "BEGIN IMMEDIATE", "");
	for (struct entry *at = b->first; at && !e; at = at->next) {
		struct fault own = { .code = E_OK };
		e = db_do(b->db, &b->fault, "SAVEPOINT job", "");
		if (!e && at->write(b->db, at->bytes, &own) != E_OK) {
			e = db_do(b->db, NULL, "ROLLBACK TO job", ""); /* fails when a full disk undid everything */
			b->fault = own;
		}
		if (!e)
			e = db_do(b->db, &b->fault, "RELEASE job", "");
	}
	if (!e)
		e = db_do(b->db, &b->fault, "COMMIT", "");
	if (e && b->db) /* after a full disk sqlite may have rolled back by itself: then this one fails, and may */
		db_do(b->db, NULL, "ROLLBACK", "");
}

static void drop_batch(void *job)
{
	struct batch *b = job;
	entries_free(b->first);
	db_close(b->db); /* NULL once batch_done took it */
}

static void arm(struct mirror *m);
static void begin_batch(struct mirror *m);

/* Closing a damaged file sets it aside; what is read from now on is the new, empty one. */
static void start_afresh(struct mirror *m)
{
	struct db_conf dc = { m->path, DB_MIRROR, m->c.steps, m->c.n_steps, true };
	struct fault f;
	struct db *reader;
	db_close(m->writer);
	m->writer = NULL;
	if (db_open(&dc, &reader, &f) && db_open(&dc, &reader, &f)) {
		log_fault(LOG_ERROR, "io", &f);
		return;
	}
	db_close(m->reader);
	m->reader = reader;
}

static void batch_done(void *arg, void *job)
{
	struct mirror *m = arg;
	struct batch *b = job;
	m->writer = b->db;
	b->db = NULL;
	m->under_way = false;
	if (b->fault.code)
		log_fault(LOG_WARN, "io", &b->fault);
	if (b->fault.code == E_CORRUPT)
		start_afresh(m);
	if (m->hurry)
		begin_batch(m);
	else
		arm(m);
	if (m->c.written)
		m->c.written(m->c.arg, &b->fault);
}

static void begin_batch(struct mirror *m)
{
	static const struct work_job job = { run_batch, batch_done, drop_batch, NULL };
	struct work_job j = job;
	struct batch b = { .m = m, .db = m->writer, .first = m->first };
	if (!m->first || m->under_way)
		return;
	m->hurry = false;
	b.conf = (struct db_conf){ m->path, DB_MIRROR, m->c.steps, m->c.n_steps, false };
	j.arg = m;
	m->writer = NULL;
	m->first = NULL;
	m->tail = &m->first;
	m->n = 0;
	m->under_way = true;
	m->last_ms = tick_ms();
	work_do(m->work, &j, &b, sizeof b);
}

static void on_timer(void *arg)
{
	struct mirror *m = arg;
	m->timer = NULL;
	begin_batch(m);
}

/* The first batch after a pause waits a little too: one burst is one batch. */
static void arm(struct mirror *m)
{
	int64_t wait = m->last_ms ? m->last_ms + m->c.gap_ms - tick_ms() : 0, least = m->c.gap_ms < 1000 ? m->c.gap_ms : 1000;
	if (m->first && !m->timer && !m->under_way)
		m->timer = loop_timer_add(m->l, wait < least ? least : wait, on_timer, m);
}

bool mirror_has_pen(struct mirror *m)
{
	struct lock_holder me = { .what = "mirror" };
	int64_t now = tick_ms();
	if (m->pen || m->c.look_only || (m->tried_ms && now - m->tried_ms < PEN_MS))
		return m->pen != NULL;
	m->tried_ms = now;
	return lock_take(m->pen_path, &me, false, &m->pen, NULL, NULL) == E_OK;
}

enum err mirror_open(struct loop *l, const struct mirror_conf *c, struct mirror **out, struct fault *f)
{
	struct db_conf dc = { c->path, DB_MIRROR, c->steps, c->n_steps, true };
	struct fault mine, aside;
	struct db *reader;
	f = f ? f : &mine;
	*f = (struct fault){ .code = E_OK };
	*out = NULL;
	enum err e = db_open(&dc, &reader, f);
	if (e == E_CORRUPT) {
		aside = *f;
		e = db_open(&dc, &reader, f);
		*f = e ? *f : aside;
	}
	if (e)
		return e;
	struct mirror *m = *out = mem_new(sizeof *m);
	struct str pen = { 0 };
	m->l = l;
	m->c = *c;
	m->c.gap_ms = c->gap_ms ? c->gap_ms : GAP_MS;
	m->path = mem_strdup(c->path);
	str_addf(&pen, "%s.pen", c->path);
	m->pen_path = str_take(&pen);
	m->reader = reader;
	m->tail = &m->first;
	m->work = work_new(l, "db");
	mirror_has_pen(m);
	return E_OK;
}

void mirror_close(struct mirror *m)
{
	if (!m)
		return;
	struct mirror_conf c = m->c;
	struct batch last = { .db = NULL, .first = m->first };
	loop_timer_del(m->timer);
	/* a batch under way ends first; what it leaves open, its connection included, is closed there */
	work_finish(m->work);
	if (m->first) {
		last.db = m->writer;
		last.conf = (struct db_conf){ m->path, DB_MIRROR, c.steps, c.n_steps, false };
		run_batch(&last);
		if (last.fault.code)
			log_fault(LOG_WARN, "io", &last.fault);
		entries_free(last.first);
		m->writer = last.db;
	}
	db_close(m->writer);
	db_close(m->reader);
	lock_give(m->pen);
	free(m->path);
	free(m->pen_path);
	free(m);
}

struct db *mirror_db(struct mirror *m)
{
	return m->reader;
}

bool mirror_put(struct mirror *m, enum err (*write)(struct db *d, void *job, struct fault *f), void (*drop)(void *job),
                const void *bytes, size_t n)
{
	struct entry *e = mem_new(sizeof *e + n);
	e->write = write;
	e->drop = drop;
	if (n)
		memcpy(e->bytes, bytes, n);
	if (!mirror_has_pen(m)) {
		entries_free(e);
		return false;
	}
	*m->tail = e;
	m->tail = &e->next;
	m->n++;
	arm(m);
	return true;
}

void mirror_flush(struct mirror *m)
{
	loop_timer_del(m->timer);
	m->timer = NULL;
	m->hurry = m->under_way;
	begin_batch(m);
}

size_t mirror_pending(const struct mirror *m)
{
	return m->n;
}
