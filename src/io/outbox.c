/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/outbox.h"
#include "base/mem.h"
#include "base/tick.h"
#include "io/db.h"
#include <stdlib.h>

struct outbox {
	struct db *d;
};

static const char *const steps[];

enum err outbox_open(const char *path, struct outbox **out, struct fault *f)
{
	struct db *d;
	const struct db_conf c = { .path = path, .kind = DB_JOURNAL, .steps = steps, .n_steps = 1 };
	*out = NULL;
	enum err e = db_open(&c, &d, f);
	if (e)
		return e;
	*out = mem_new(sizeof **out);
	(*out)->d = d;
	return E_OK;
}

void outbox_close(struct outbox *o)
{
	if (!o)
		return;
	db_close(o->d);
	free(o);
}

enum err outbox_add(struct outbox *o, const char *kind, const char *target, struct slice bytes, int64_t due, int64_t *id,
                    struct fault *f)
{
	enum err e = db_do(o->d, f, "INSERT INTO parcel (kind, target, bytes, made, due) VALUES (?, ?, ?, ?, ?)", "ssbll", kind, target,
	                   bytes, tick_now(), due);
	if (!e && id)
		*id = db_last_id(o->d);
	return e;
}

struct texts {
	struct str kind, target, why, bytes;
};

static struct outbox_parcel read_parcel(struct db_query *q, struct texts *t)
{
	str_cut(&t->kind, 0);
	str_cut(&t->target, 0);
	str_cut(&t->why, 0);
	str_cut(&t->bytes, 0);
	str_add(&t->kind, db_text(q, 1));
	str_add(&t->target, db_text(q, 2));
	str_add(&t->bytes, db_text(q, 3));
	str_add(&t->why, db_text(q, 8));
	return (struct outbox_parcel){ db_int(q, 0), str_c(&t->kind), str_c(&t->target), slice_str(&t->bytes),
	                               (enum outbox_state)db_int(q, 4), db_int(q, 5), db_int(q, 6), (unsigned)db_int(q, 7), str_c(&t->why) };
}

static void texts_free(struct texts *t)
{
	str_free(&t->kind);
	str_free(&t->target);
	str_free(&t->why);
	str_free(&t->bytes);
}

#define COLUMNS "id, kind, target, bytes, state, made, due, attempts, why"

enum err outbox_take(struct outbox *o, const char *kind, int64_t lease_s, void (*fn)(void *arg, const struct outbox_parcel *p),
                     void *arg, struct fault *f)
{
	int64_t now = tick_now();
	struct texts t = { 0 };
	struct outbox_parcel p;
	struct fault mine;
	f = f ? f : &mine;
	/* the transaction makes look and lease one step, against the other instances */
	enum err e = db_do(o->d, f, "BEGIN IMMEDIATE", "");
	if (e)
		return e;
	struct db_query *q = db_ask(o->d, f, "SELECT " COLUMNS " FROM parcel WHERE kind = ? AND state = 0 AND max(due, lease) <= ?"
	                            " ORDER BY due, id LIMIT 1", "sl", kind, now);
	bool found = db_next(q, f);
	if (found) {
		p = read_parcel(q, &t);
		db_end(q);
		p.attempts++;
		e = db_do(o->d, f, "UPDATE parcel SET lease = ?, attempts = attempts + 1 WHERE id = ?", "ll", now + lease_s, p.id);
	} else {
		e = !q || f->code ? f->code : fault_set(f, E_NOT_FOUND, "%s", kind);
	}
	enum err end = db_do(o->d, e ? NULL : f, e ? "ROLLBACK" : "COMMIT", "");
	e = e ? e : end;
	if (!e && found)
		fn(arg, &p);
	texts_free(&t);
	return e;
}

static enum err update(struct outbox *o, enum err e)
{
	return e ? e : db_changed(o->d) ? E_OK : E_NOT_FOUND;
}

enum err outbox_sent(struct outbox *o, int64_t id)
{
	return update(o, db_do(o->d, NULL, "UPDATE parcel SET state = 1, lease = 0, why = '' WHERE id = ?", "l", id));
}

enum err outbox_later(struct outbox *o, int64_t id, int64_t due, const char *why)
{
	return update(o, db_do(o->d, NULL, "UPDATE parcel SET due = ?, lease = 0, why = ? WHERE id = ? AND state = 0", "lsl", due,
	                       why ? why : "", id));
}

enum err outbox_refused(struct outbox *o, int64_t id, const char *why)
{
	return update(o, db_do(o->d, NULL, "UPDATE parcel SET state = 2, lease = 0, why = ? WHERE id = ?", "sl", why ? why : "", id));
}

enum err outbox_drop(struct outbox *o, int64_t id)
{
	return update(o, db_do(o->d, NULL, "DELETE FROM parcel WHERE id = ?", "l", id));
}

enum err outbox_list(struct outbox *o, const char *kind, void (*fn)(void *arg, const struct outbox_parcel *p), void *arg,
                     struct fault *f)
{
	struct fault mine;
	struct texts t = { 0 };
	f = f ? f : &mine;
	struct db_query *q = db_ask(o->d, f, "SELECT " COLUMNS " FROM parcel WHERE ?1 IS NULL OR kind = ?1 ORDER BY id", "s", kind);
	if (!q)
		return f->code;
	while (db_next(q, f)) {
		struct outbox_parcel p = read_parcel(q, &t);
		fn(arg, &p);
	}
	texts_free(&t);
	return f->code;
}

int64_t outbox_due(struct outbox *o, const char *kind)
{
	int64_t due = -1;
	struct db_query *q = db_ask(o->d, NULL, "SELECT min(max(due, lease)) FROM parcel WHERE kind = ? AND state = 0", "s", kind);
	if (db_next(q, NULL)) {
		due = db_null(q, 0) ? -1 : db_int(q, 0);
		db_end(q);
	}
	return due;
}

static const char *const steps[] = {
	"CREATE TABLE parcel (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, target TEXT, bytes BLOB NOT NULL,"
	" state INTEGER NOT NULL DEFAULT 0, made INTEGER NOT NULL, due INTEGER NOT NULL, lease INTEGER NOT NULL DEFAULT 0,"
	" attempts INTEGER NOT NULL DEFAULT 0, why TEXT NOT NULL DEFAULT '');"
	"CREATE INDEX parcel_due ON parcel (kind, state, due)",
};
