/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/tick.h"
#include "io/lock.h"
#include "io/run.h"
#include "io/work.h"
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static struct loop *loop;
static char dir[512];

static int up(void **state)
{
	const char *home = getenv("HOME");
	(void)state;
	snprintf(dir, sizeof dir, "%s/work.XXXXXX", home ? home : "/tmp");
	loop = loop_new();
	return mkdtemp(dir) ? 0 : -1;
}

static int down(void **state)
{
	char cmd[600];
	(void)state;
	loop_free(loop);
	snprintf(cmd, sizeof cmd, "rm -rf '%s'", dir);
	return system(cmd);
}

static void until(const int *counter, int n)
{
	for (int64_t end = tick_ms() + 20000; *counter < n && tick_ms() < end;)
		loop_turn(loop, 100);
	assert_int_equal(*counter, n);
}

/* A job waits at the gate, so that a test decides when it ends. */
struct sum {
	int a, b, result;
	sem_t *gate;
	pthread_t on;
};

static sem_t gate, began;
static int dones, drops, results[10];
static pthread_t ran_on;

static void run(void *job)
{
	struct sum *s = job;
	if (s->gate) {
		sem_post(&began);
		sem_wait(s->gate);
	}
	s->result = s->a + s->b;
	s->on = pthread_self();
}

static void done(void *arg, void *job)
{
	const struct sum *s = job;
	assert_ptr_equal(arg, &dones);
	results[dones++] = s->result;
	ran_on = s->on;
}

static void drop(void *job)
{
	(void)job;
	__atomic_add_fetch(&drops, 1, __ATOMIC_SEQ_CST);
}

static const struct work_job adding = { run, done, drop, &dones };

static uint64_t add(struct work *w, int a, int b, sem_t *g)
{
	struct sum s = { .a = a, .b = b, .gate = g };
	uint64_t id = work_do(w, &adding, &s, sizeof s);
	s.a = 1000; /* the job has its own copy */
	return id;
}

static void jobs(void **state)
{
	struct work *w = work_new(loop, "test");
	(void)state;
	dones = drops = 0;
	for (int i = 0; i < 5; i++)
		add(w, i, 100, NULL);
	until(&dones, 5);
	for (int i = 0; i < 5; i++)
		assert_int_equal(results[i], 100 + i);
	assert_false(pthread_equal(ran_on, pthread_self()));
	assert_int_equal(drops, 5);
	assert_int_equal(work_waiting(w), 0);
	work_free(w);
	work_free(NULL);
	work_free(work_new(loop, "idle"));
}

static void forgetting(void **state)
{
	struct work *w = work_new(loop, "test");
	(void)state;
	dones = drops = 0;
	sem_init(&gate, 0, 0);
	sem_init(&began, 0, 0);
	uint64_t running = add(w, 1, 1, &gate), waiting = add(w, 2, 2, NULL);
	add(w, 3, 3, NULL);
	sem_wait(&began);
	work_forget(w, waiting);
	assert_int_equal(drops, 1); /* at once: it never began */
	work_forget(w, running);
	work_forget(w, 0);
	assert_int_equal(work_waiting(w), 2);
	sem_post(&gate);
	until(&dones, 1);
	assert_int_equal(results[0], 6);
	assert_int_equal(drops, 3);
	work_free(w);
}

static void leaving(void **state)
{
	struct work *w = work_new(loop, "test");
	(void)state;
	dones = drops = 0;
	sem_init(&gate, 0, 0);
	sem_init(&began, 0, 0);
	add(w, 1, 1, &gate);
	add(w, 2, 2, NULL);
	sem_wait(&began);
	work_free(w); /* does not wait for the gate */
	sem_post(&gate);
	for (int i = 0; i < 1000 && __atomic_load_n(&drops, __ATOMIC_SEQ_CST) < 2; i++)
		usleep(10000);
	assert_int_equal(__atomic_load_n(&drops, __ATOMIC_SEQ_CST), 2);
	assert_int_equal(dones, 0);
	w = work_new(loop, "test");
	drops = 0;
	for (int i = 0; i < 5; i++)
		add(w, i, i, NULL);
	work_finish(w); /* runs them all */
	assert_int_equal(drops, 5);
	assert_int_equal(dones, 0);
}

/* Children. */

static int ends, befores, afters;
static struct run_result last;
static char last_out[256], last_err[256];

static void before(void *arg)
{
	(void)arg;
	assert_true(run_has_terminal());
	befores++;
}

static void after(void *arg)
{
	(void)arg;
	assert_int_equal(ends, 0); /* the screen is back before anybody is told */
	afters++;
}

static void ended(void *arg, const struct run_result *r)
{
	(void)arg;
	ends++;
	last = *r;
	snprintf(last_out, sizeof last_out, "%.*s", (int)r->out.n, r->out.p);
	snprintf(last_err, sizeof last_err, "%.*s", (int)r->err.n, r->err.p);
}

static void child(struct run_spec s, const char *const *argv)
{
	struct fault f = { .code = E_OK };
	ends = 0;
	s.argv = argv;
	s.done = ended;
	assert_non_null(run_start(loop, &s, &f));
	until(&ends, 1);
}

#define ARGV(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void children(void **state)
{
	(void)state;
	child((struct run_spec){ .input = SLICE("in\n") }, ARGV("sh", "-c", "cat; echo $1 $V; echo oops >&2; exit 3", "x", "$HOME;`id`"));
	assert_int_equal(last.status, 3);
	assert_int_equal(last.fault.code, E_FAILED);
	assert_string_equal(last_out, "in\n$HOME;`id`\n"); /* arguments are only arguments */
	assert_string_equal(last_err, "oops\n");
	child((struct run_spec){ .env = ARGV("V=new") }, ARGV("sh", "-c", "echo $V"));
	assert_int_equal(last.fault.code, E_OK);
	assert_string_equal(last_out, "new\n");
	child((struct run_spec){ 0 }, ARGV("sh", "-c", "kill -9 $$"));
	assert_int_equal(last.status, 128 + SIGKILL);
	struct fault f;
	assert_null(run_start(loop, &(struct run_spec){ .argv = ARGV("no-such-program-anywhere") }, &f));
	assert_int_equal(f.code, E_NOT_FOUND);
	/* signals blocked for our loop are not blocked in a child */
	sigset_t usr, old;
	sigemptyset(&usr);
	sigaddset(&usr, SIGTERM);
	sigprocmask(SIG_BLOCK, &usr, &old);
	child((struct run_spec){ 0 }, ARGV("sh", "-c", "kill -TERM $$; exit 0"));
	sigprocmask(SIG_SETMASK, &old, NULL);
	assert_int_equal(last.status, 128 + SIGTERM);
}

static void bounds(void **state)
{
	(void)state;
	child((struct run_spec){ .max_output = 1000 }, ARGV("sh", "-c", "while :; do echo yyyyyyyyyyyyyyyyyyyy; done"));
	assert_int_equal(last.fault.code, E_TOO_BIG);
	assert_int_equal(last.out.n, 1000);
	child((struct run_spec){ .max_output = 3 }, ARGV("sh", "-c", "printf four"));
	assert_int_equal(last.fault.code, E_TOO_BIG);
	child((struct run_spec){ .deadline_ms = 100 }, ARGV("sleep", "60"));
	assert_int_equal(last.fault.code, E_TIMEOUT);
	child((struct run_spec){ .deadline_ms = 100 }, ARGV("sh", "-c", "trap '' TERM; sleep 60 & wait; wait; sleep 60"));
	assert_int_equal(last.fault.code, E_TIMEOUT); /* who ignores TERM gets KILL, with its children */
	char *big = malloc(3000000);
	memset(big, 'b', 3000000);
	child((struct run_spec){ .input = { big, 3000000 } }, ARGV("wc", "-c"));
	assert_int_equal(atoi(last_out), 3000000);
	child((struct run_spec){ .input = { big, 3000000 } }, ARGV("true")); /* reads nothing: no fault, no SIGPIPE */
	assert_int_equal(last.fault.code, E_OK);
	free(big);
	ends = 0;
	struct run *r = run_start(loop, &(struct run_spec){ .argv = ARGV("sleep", "60"), .done = ended }, NULL);
	run_kill(r);
	until(&ends, 1);
	assert_int_equal(last.fault.code, E_CANCELLED);
	ends = 0;
	r = run_start(loop, &(struct run_spec){ .argv = ARGV("sleep", "60"), .done = ended }, NULL);
	run_forget(r);
	for (int i = 0; i < 30; i++)
		loop_turn(loop, 20);
	assert_int_equal(ends, 0);
}

static void with_terminal(void **state)
{
	(void)state;
	befores = afters = 0;
	assert_false(run_has_terminal());
	child((struct run_spec){ .terminal = true, .before = before, .after = after }, ARGV("sh", "-c", "exit 4"));
	assert_int_equal(befores, 1);
	assert_int_equal(afters, 1);
	assert_int_equal(last.status, 4);
	assert_false(run_has_terminal());
	ends = 0;
	assert_null(run_start(loop, &(struct run_spec){ .argv = ARGV("no-such-program-anywhere"), .terminal = true, .before = before,
	                                                .after = after }, NULL));
	assert_int_equal(afters, 2); /* given back although nothing ran */
}

static void openers(void **state)
{
	static const char *const good[] = { "https://g1.example/x?y=1#z", "http://127.0.0.1/", "g1:g1abc", "nostr:npub1x", "mailto:a@b.example" };
	static const char *const bad[] = { "", "https://", "javascript:alert(1)", "file:///etc/passwd", "-https://x", "--version",
	                                   "https://x y", "https://x\n", "https://x\"", "HTTPS://x", "ftp://x", "https://x`id`",
	                                   "https://\xc3\xa9.example" };
	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(run_url_safe(slice_of(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(run_url_safe(slice_of(bad[i])));
}

/* Locks. */

static void locks(void **state)
{
	char path[600], text[100] = "";
	struct lock *a, *b;
	struct lock_holder me = { .who = "Ana\nBob", .from = "192.0.2.7", .what = "restarts the relay", .since = 1700000000 }, h;
	struct fault f;
	struct stat st;
	(void)state;
	snprintf(path, sizeof path, "%s/relay.lock", dir);
	assert_false(lock_look(path, &h));
	assert_int_equal(lock_take(path, &me, false, &a, &h, &f), E_OK);
	stat(path, &st);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(lock_take(path, &me, false, &b, &h, &f), E_BUSY);
	assert_null(b);
	assert_string_equal(h.who, "Ana Bob"); /* a name cannot make a line of its own */
	assert_string_equal(h.from, "192.0.2.7");
	assert_string_equal(h.what, "restarts the relay");
	assert_int_equal(h.since, 1700000000);
	assert_int_equal(h.pid, getpid());
	assert_true(lock_look(path, &h));
	assert_int_equal(lock_take(path, &me, false, &b, NULL, NULL), E_BUSY); /* looking did not disturb it */
	lock_give(a);
	lock_give(NULL);
	assert_false(lock_look(path, &h));
	/* a holder that dies leaves words and no lock */
	pid_t pid = fork();
	if (!pid)
		_exit(lock_take(path, &me, false, &a, NULL, NULL) != E_OK);
	waitpid(pid, NULL, 0);
	int fd = open(path, O_RDONLY);
	assert_true(read(fd, text, sizeof text - 1) > 0);
	assert_non_null(strstr(text, "Ana"));
	close(fd);
	assert_false(lock_look(path, &h));
	assert_int_equal(lock_take(path, &me, false, &a, &h, &f), E_OK);
	lock_give(a);
	snprintf(path, sizeof path, "%s/shared.lock", dir);
	mode_t old = umask(077);
	assert_int_equal(lock_take(path, &me, true, &a, &h, &f), E_OK);
	umask(old);
	stat(path, &st);
	assert_int_equal(st.st_mode & 0777, 0660);
	lock_give(a);
	/* rubbish in the file harms nobody */
	fd = open(path, O_WRONLY | O_TRUNC);
	assert_int_equal(write(fd, "\x1b[2J\xff\nx\nnot a number\n", 22), 22);
	struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	assert_int_equal(fcntl(fd, F_OFD_SETLK, &all), 0);
	assert_true(lock_look(path, &h));
	assert_null(strchr(h.who, 27));
	assert_int_equal(h.since, 0);
	close(fd);
	assert_int_equal(lock_take("/nowhere/at/all", &me, false, &a, NULL, &f), E_NOT_FOUND);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, up, down)
	const struct CMUnitTest tests[] = {
		T(jobs), T(forgetting), T(leaving), T(children), T(bounds), T(with_terminal), T(openers), T(locks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
