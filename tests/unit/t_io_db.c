/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/tick.h"
#include "io/db.h"
#include "io/mirror.h"
#include "io/outbox.h"
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char dir[512];
static const char *const steps[] = {
	"CREATE TABLE row (id INTEGER PRIMARY KEY, name TEXT UNIQUE, bytes BLOB)",
	"ALTER TABLE row ADD COLUMN age INTEGER NOT NULL DEFAULT 7; CREATE INDEX row_age ON row (age)",
	"CREATE TABLE other (x)",
};

static int up(void **state)
{
	const char *home = getenv("HOME");
	(void)state;
	snprintf(dir, sizeof dir, "%s/db.XXXXXX", home ? home : "/tmp");
	return mkdtemp(dir) ? 0 : -1;
}

static int down(void **state)
{
	char cmd[600];
	(void)state;
	snprintf(cmd, sizeof cmd, "rm -rf '%s'", dir);
	return system(cmd);
}

static const char *file(const char *name)
{
	static char ring[4][600];
	static unsigned next;
	char *s = ring[next++ % 4];
	snprintf(s, sizeof ring[0], "%s/%s", dir, name);
	return s;
}

static struct db_conf conf(size_t n_steps)
{
	static char path[600];
	snprintf(path, sizeof path, "%s/a.db", dir);
	return (struct db_conf){ .path = path, .kind = DB_JOURNAL, .steps = steps, .n_steps = n_steps };
}

static struct db *open_db(size_t n_steps)
{
	struct db_conf c = conf(n_steps);
	struct db *d;
	struct fault f = { .code = E_OK };
	if (db_open(&c, &d, &f))
		print_message("# %s: %s\n", err_name(f.code), f.where);
	assert_non_null(d);
	return d;
}

static int64_t one(struct db *d, const char *sql)
{
	struct fault f = { .code = E_OK };
	struct db_query *q = db_ask(d, &f, sql, "");
	assert_true(db_next(q, &f));
	int64_t v = db_int(q, 0);
	db_end(q);
	return v;
}

static void values(void **state)
{
	struct db *d = open_db(1);
	struct fault f = { .code = E_OK };
	struct stat st;
	(void)state;
	assert_int_equal(stat(file("a.db"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(db_do(d, &f, "INSERT INTO row VALUES (?, ?, ?)", "lsb", (int64_t)5000000000, "a'b", ((struct slice){ "\0\xff", 2 })), E_OK);
	assert_int_equal(db_last_id(d), 5000000000);
	assert_int_equal(db_do(d, &f, "INSERT INTO row VALUES (?, ?, ?)", "itn", 2, SLICE("second")), E_OK);
	assert_int_equal(db_do(d, &f, "INSERT INTO row (name) VALUES (?)", "s", "second"), E_EXISTS);
	struct db_query *q = db_ask(d, &f, "SELECT id, name, bytes FROM row ORDER BY id", "");
	assert_true(db_next(q, &f));
	assert_int_equal(db_int(q, 0), 2);
	assert_true(slice_is(db_text(q, 1), "second"));
	assert_true(db_null(q, 2));
	assert_true(db_next(q, &f));
	assert_int_equal(db_text(q, 2).n, 2);
	/* the same statement inside itself */
	struct db_query *inner = db_ask(d, &f, "SELECT id, name, bytes FROM row ORDER BY id", "");
	assert_true(db_next(inner, &f));
	assert_int_equal(db_int(inner, 0), 2);
	db_end(inner);
	assert_int_equal(db_int(q, 0), 5000000000);
	assert_false(db_next(q, &f));
	assert_int_equal(f.code, E_OK);
	assert_int_equal(db_do(d, &f, "UPDATE row SET name = ?", "n"), E_OK);
	assert_int_equal(db_changed(d), 2);
	assert_int_equal(db_do(d, &f, "not sql", ""), E_DB);
	assert_int_equal(db_do(d, &f, "UPDATE row SET name = ?", ""), E_DB); /* a missing value is a mistake, not a null */
	assert_null(db_ask(d, &f, "SELECT * FROM nothing", ""));
	assert_false(db_next(NULL, NULL));
	db_end(NULL);
	db_close(d);
	db_close(NULL);
}

static void durability_by_kind(void **state)
{
	struct db_conf c = conf(1);
	struct db *d = open_db(1);
	(void)state;
	assert_int_equal(one(d, "PRAGMA synchronous"), 2); /* FULL */
	db_close(d);
	c.kind = DB_MIRROR;
	c.look_only = true;
	assert_int_equal(db_open(&c, &d, NULL), E_OK);
	assert_int_equal(one(d, "PRAGMA synchronous"), 1);
	assert_int_equal(db_do(d, NULL, "INSERT INTO row (name) VALUES ('x')", ""), E_BUSY);
	db_close(d);
}

static void steps_and_newer(void **state)
{
	struct db *d = open_db(1), *other;
	struct fault f;
	struct stat before, after;
	(void)state;
	db_do(d, NULL, "INSERT INTO row (name) VALUES ('kept')", "");
	db_close(d);
	d = open_db(3);
	assert_int_equal(one(d, "SELECT age FROM row WHERE name = 'kept'"), 7);
	assert_int_equal(one(d, "PRAGMA user_version"), 3);
	db_close(d);
	stat(file("a.db"), &before);
	struct db_conf c = conf(2);
	assert_int_equal(db_open(&c, &other, &f), E_NEWER);
	assert_null(other);
	stat(file("a.db"), &after);
	assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
	assert_int_equal(before.st_size, after.st_size);
	/* a step that fails leaves the version before it */
	const char *const bad[] = { steps[0], steps[1], steps[2], "CREATE TABLE fine (x); CREATE TABLE row (x)" };
	c = conf(4);
	c.steps = bad;
	assert_int_equal(db_open(&c, &other, &f), E_DB);
	d = open_db(3);
	assert_int_equal(one(d, "SELECT count(*) FROM sqlite_master WHERE name = 'fine'"), 0);
	db_close(d);
}

static int damaged_files(void)
{
	DIR *at = opendir(dir);
	int n = 0;
	for (struct dirent *e; (e = readdir(at)) != NULL;)
		n += strstr(e->d_name, ".db.damaged-") != NULL;
	closedir(at);
	return n;
}

static void damaged(void **state)
{
	struct db_conf c = conf(1);
	struct db *d;
	struct fault f;
	struct stat st;
	(void)state;
	int fd = open(c.path, O_WRONLY | O_CREAT, 0644);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(write(fd, "this is no database, ", 21), 21);
	close(fd);
	assert_int_equal(db_open(&c, &d, &f), E_CORRUPT);
	assert_non_null(strstr(f.where, ".damaged-"));
	assert_int_equal(stat(f.where, &st), 0); /* set aside under that name, not deleted */
	assert_int_equal(st.st_size, 21000);
	d = open_db(1); /* and a new one begins */
	db_do(d, NULL, "BEGIN", "");
	for (int i = 0; i < 2000; i++)
		db_do(d, NULL, "INSERT INTO row (name) VALUES (?)", "l", (int64_t)i * 1000003);
	db_do(d, NULL, "COMMIT", "");
	db_do(d, NULL, "PRAGMA wal_checkpoint(TRUNCATE)", "");
	db_close(d);
	fd = open(c.path, O_WRONLY);
	assert_int_equal(pwrite(fd, "rubbish rubbish rubbish", 23, 4096 * 5), 23); /* in the middle: a journal is checked whole */
	close(fd);
	assert_int_equal(db_open(&c, &d, &f), E_CORRUPT);
	assert_int_equal(damaged_files(), 2);
}

static void full_disk(void **state)
{
	struct db *d = open_db(1);
	struct fault f = { .code = E_OK };
	enum err e = E_OK;
	(void)state;
	assert_int_equal(db_do(d, NULL, "PRAGMA max_page_count = 10", ""), E_OK);
	for (int i = 0; i < 100 && !e; i++)
		e = db_do(d, &f, "INSERT INTO row (bytes) VALUES (zeroblob(5000))", "");
	assert_int_equal(e, E_NO_SPACE);
	db_close(d);
	struct db_conf c = conf(1);
	c.path = file("no/such/folder.db");
	assert_int_equal(db_open(&c, &d, &f), E_NOT_FOUND);
	c.path = dir;
	assert_int_not_equal(db_open(&c, &d, &f), E_OK);
}

static void two_writers(void **state)
{
	struct db *a = open_db(1), *b = open_db(1);
	(void)state;
	assert_int_equal(db_do(a, NULL, "BEGIN IMMEDIATE", ""), E_OK);
	assert_int_equal(db_do(b, NULL, "INSERT INTO row (name) VALUES ('b')", ""), E_BUSY);
	assert_int_equal(db_do(a, NULL, "COMMIT", ""), E_OK);
	assert_int_equal(db_do(b, NULL, "INSERT INTO row (name) VALUES ('b')", ""), E_OK);
	assert_int_equal(one(a, "SELECT count(*) FROM row"), 1);
	db_close(a);
	db_close(b);
}

/* Mirrors. */

static struct loop *loop;
static int batches, dropped;
static struct fault last;

static void written(void *arg, const struct fault *f)
{
	(void)arg;
	batches++;
	last = *f;
}

static void drop(void *job)
{
	(void)job;
	__atomic_add_fetch(&dropped, 1, __ATOMIC_SEQ_CST);
}

static enum err insert(struct db *d, void *job, struct fault *f)
{
	return db_do(d, f, "INSERT INTO row (name) VALUES (?)", "s", (const char *)job);
}

static enum err insert_twice(struct db *d, void *job, struct fault *f)
{
	enum err e = db_do(d, f, "INSERT INTO row (name) VALUES ('half')", "");
	return e ? e : db_do(d, f, "INSERT INTO row (name) VALUES (?)", "s", (const char *)job);
}

static struct mirror *open_mirror(int64_t gap_ms)
{
	struct mirror *m;
	struct fault f;
	struct mirror_conf c = { .path = file("m.db"), .steps = steps, .n_steps = 1, .gap_ms = gap_ms, .written = written };
	assert_int_equal(mirror_open(loop, &c, &m, &f), E_OK);
	return m;
}

static void put(struct mirror *m, const char *name)
{
	assert_true(mirror_put(m, insert, drop, name, strlen(name) + 1));
}

static void wait_batches(int n)
{
	for (int64_t end = tick_ms() + 20000; batches < n && tick_ms() < end;)
		loop_turn(loop, 100);
	assert_int_equal(batches, n);
}

static void mirrors(void **state)
{
	(void)state;
	loop = loop_new();
	batches = dropped = 0;
	struct mirror *m = open_mirror(0);
	assert_true(mirror_has_pen(m));
	put(m, "a");
	put(m, "b");
	loop_turn(loop, 0);
	assert_int_equal(mirror_pending(m), 2); /* nothing is written yet: a card must live */
	mirror_flush(m);
	assert_int_equal(mirror_pending(m), 0);
	wait_batches(1);
	assert_int_equal(last.code, E_OK);
	assert_int_equal(one(mirror_db(m), "SELECT count(*) FROM row"), 2);
	put(m, "c");
	put(m, "a"); /* exists: only this one fails */
	assert_true(mirror_put(m, insert_twice, drop, "b", 2)); /* and of this one nothing stays */
	put(m, "d");
	mirror_flush(m);
	wait_batches(2);
	assert_int_equal(last.code, E_EXISTS);
	assert_int_equal(one(mirror_db(m), "SELECT count(*) FROM row"), 4);
	assert_int_equal(one(mirror_db(m), "SELECT count(*) FROM row WHERE name = 'half'"), 0);
	put(m, "last");
	mirror_close(m); /* what was put is written */
	assert_int_equal(__atomic_load_n(&dropped, __ATOMIC_SEQ_CST), 7);
	m = open_mirror(30);
	assert_int_equal(one(mirror_db(m), "SELECT count(*) FROM row"), 5);
	put(m, "by itself");
	wait_batches(3);
	put(m, "under way");
	mirror_flush(m);
	put(m, "behind");
	mirror_close(m); /* with a batch on the thread */
	m = open_mirror(0);
	assert_int_equal(one(mirror_db(m), "SELECT count(*) FROM row"), 8);
	mirror_close(m);
	mirror_close(NULL);
	loop_free(loop);
}

/* Another instance is another process. */
static void one_pen(void **state)
{
	int p[2], q[2];
	char c = 0;
	(void)state;
	loop = loop_new();
	assert_int_equal(pipe(p) | pipe(q), 0);
	pid_t pid = fork();
	if (!pid) {
		alarm(60); /* never left behind */
		batches = 0;
		close(q[1]);
		struct mirror *m = open_mirror(0);
		int good = mirror_has_pen(m) && mirror_put(m, insert, NULL, "theirs", 7);
		mirror_flush(m);
		while (good && batches < 1)
			loop_turn(loop, 100);
		if (write(p[1], good ? "y" : "n", 1) == 1 && read(q[0], &c, 1) == 1)
			mirror_close(m);
		_exit(0);
	}
	assert_int_equal(read(p[0], &c, 1), 1);
	assert_int_equal(c, 'y');
	struct mirror *m = open_mirror(0);
	assert_false(mirror_has_pen(m));
	dropped = 0;
	assert_false(mirror_put(m, insert, drop, "ours", 5));
	assert_int_equal(dropped, 1);
	assert_int_equal(one(mirror_db(m), "SELECT count(*) FROM row WHERE name = 'theirs'"), 1); /* but it reads */
	assert_int_equal(write(q[1], "x", 1), 1);
	waitpid(pid, NULL, 0);
	mirror_close(m);
	m = open_mirror(0);
	assert_true(mirror_has_pen(m)); /* free again, whatever became of the other */
	mirror_close(m);
	struct mirror_conf look = { .path = file("m.db"), .steps = steps, .n_steps = 1, .look_only = true };
	assert_int_equal(mirror_open(loop, &look, &m, NULL), E_OK);
	assert_false(mirror_has_pen(m));
	mirror_close(m);
	close(p[0]), close(p[1]), close(q[0]), close(q[1]);
	loop_free(loop);
}

static void damaged_mirror(void **state)
{
	struct mirror *m;
	struct fault f;
	(void)state;
	loop = loop_new();
	batches = 0;
	int fd = open(file("m.db"), O_WRONLY | O_CREAT, 0600);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(write(fd, "this is no database, ", 21), 21);
	close(fd);
	struct mirror_conf c = { .path = file("m.db"), .steps = steps, .n_steps = 1, .written = written };
	assert_int_equal(mirror_open(loop, &c, &m, &f), E_OK); /* a new one serves at once */
	assert_int_equal(f.code, E_CORRUPT);
	put(m, "x");
	mirror_flush(m);
	wait_batches(1);
	assert_int_equal(one(mirror_db(m), "SELECT count(*) FROM row"), 1);
	assert_int_equal(damaged_files(), 1);
	mirror_close(m);
	loop_free(loop);
}

/* The outbox. */

struct seen {
	int n;
	int64_t id;
	unsigned attempts;
	enum outbox_state state;
	char bytes[64], target[64], why[64];
	size_t size;
};

static void see(void *arg, const struct outbox_parcel *p)
{
	struct seen *s = arg;
	s->n++;
	s->id = p->id;
	s->attempts = p->attempts;
	s->state = p->state;
	s->size = p->bytes.n;
	memcpy(s->bytes, p->bytes.p, p->bytes.n < sizeof s->bytes ? p->bytes.n : sizeof s->bytes);
	snprintf(s->target, sizeof s->target, "%s", p->target);
	snprintf(s->why, sizeof s->why, "%s", p->why);
}

static void outbox(void **state)
{
	struct outbox *o, *other;
	struct seen s = { 0 };
	struct fault f;
	int64_t a, b;
	(void)state;
	tick_fix(1000000);
	assert_int_equal(outbox_open(file("out.db"), &o, &f), E_OK);
	assert_int_equal(outbox_open(file("out.db"), &other, &f), E_OK);
	assert_int_equal(outbox_due(o, "nostr"), -1);
	assert_int_equal(outbox_add(o, "nostr", "wss://one", (struct slice){ "\0bytes", 6 }, 1000100, &a, &f), E_OK);
	assert_int_equal(outbox_add(o, "nostr", "wss://two", SLICE("second"), 1000050, &b, &f), E_OK);
	assert_int_equal(outbox_add(o, "pod", NULL, SLICE("else"), 0, NULL, &f), E_OK);
	assert_int_equal(outbox_due(o, "nostr"), 1000050);
	assert_int_equal(outbox_take(o, "nostr", 60, see, &s, &f), E_NOT_FOUND);
	tick_fix(1000100);
	assert_int_equal(outbox_take(o, "nostr", 60, see, &s, &f), E_OK);
	assert_int_equal(s.id, b);
	assert_int_equal(s.attempts, 1);
	assert_string_equal(s.target, "wss://two");
	assert_int_equal(outbox_take(other, "nostr", 60, see, &s, &f), E_OK); /* the other instance gets the other one */
	assert_int_equal(s.id, a);
	assert_int_equal(s.size, 6);
	assert_memory_equal(s.bytes, "\0bytes", 6);
	assert_int_equal(outbox_take(other, "nostr", 60, see, &s, &f), E_NOT_FOUND);
	assert_int_equal(outbox_sent(o, b), E_OK);
	assert_int_equal(outbox_later(other, a, 1000500, "relay full"), E_OK);
	assert_int_equal(outbox_due(o, "nostr"), 1000500);
	tick_fix(1000500);
	assert_int_equal(outbox_take(o, "nostr", 60, see, &s, &f), E_OK);
	assert_int_equal(s.attempts, 2);
	assert_string_equal(s.why, "relay full");
	outbox_close(o); /* it dies with the lease: due again when that ends */
	assert_int_equal(outbox_take(other, "nostr", 60, see, &s, &f), E_NOT_FOUND);
	tick_fix(1000560);
	assert_int_equal(outbox_take(other, "nostr", 60, see, &s, &f), E_OK);
	assert_int_equal(outbox_refused(other, a, "blocked"), E_OK);
	assert_int_equal(outbox_later(other, a, 0, ""), E_NOT_FOUND); /* final */
	s.n = 0;
	assert_int_equal(outbox_list(other, NULL, see, &s, &f), E_OK);
	assert_int_equal(s.n, 3);
	s.n = 0;
	outbox_list(other, "nostr", see, &s, &f);
	assert_int_equal(s.n, 2);
	assert_int_equal(outbox_drop(other, a), E_OK);
	assert_int_equal(outbox_drop(other, a), E_NOT_FOUND);
	outbox_close(other);
	outbox_close(NULL);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, up, down)
	const struct CMUnitTest tests[] = {
		T(values), T(durability_by_kind), T(steps_and_newer), T(damaged), T(full_disk), T(two_writers), T(mirrors), T(one_pen),
		T(damaged_mirror), T(outbox),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
