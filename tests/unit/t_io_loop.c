/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/tick.h"
#include "io/loop.h"
#include "io/loop_curl.h"
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static struct loop *loop;
static char order[64];
static size_t n_order;

static int up(void **state)
{
	(void)state;
	loop = loop_new();
	n_order = 0;
	memset(order, 0, sizeof order);
	return 0;
}

static int down(void **state)
{
	(void)state;
	loop_free(loop);
	return 0;
}

static void note(void *arg)
{
	order[n_order++] = *(const char *)arg;
}

static void timers_in_order(void **state)
{
	(void)state;
	loop_timer_add(loop, 30, note, (void *)(uintptr_t)"c");
	loop_timer_add(loop, 10, note, (void *)(uintptr_t)"a");
	struct loop_timer *gone = loop_timer_add(loop, 15, note, (void *)(uintptr_t)"x");
	loop_timer_add(loop, 20, note, (void *)(uintptr_t)"b");
	loop_timer_add(loop, 30, note, (void *)(uintptr_t)"d"); /* same time: in the order added */
	loop_timer_del(gone);
	loop_timer_del(NULL);
	while (n_order < 4)
		loop_turn(loop, -1);
	assert_string_equal(order, "abcd");
}

/* The heap against the plain rule, with many timers added and taken away at random. */
static unsigned fired[500];
static unsigned n_fired;

static void fire(void *arg)
{
	fired[n_fired++] = (unsigned)(uintptr_t)arg;
}

static void many_timers(void **state)
{
	struct loop_timer *t[500];
	unsigned left = 0, seed = 7;
	(void)state;
	n_fired = 0;
	for (unsigned i = 0; i < 500; i++) {
		seed = seed * 1103515245 + 12345;
		t[i] = loop_timer_add(loop, (seed >> 16) % 40, fire, (void *)(uintptr_t)((seed >> 16) % 40));
	}
	for (unsigned i = 0; i < 500; i += 3)
		loop_timer_del(t[i]);
	for (unsigned i = 0; i < 500; i++)
		left += i % 3 != 0;
	while (n_fired < left)
		loop_turn(loop, -1);
	for (unsigned i = 1; i < left; i++)
		assert_true(fired[i] + 1 >= fired[i - 1]); /* added within a millisecond of each other */
	loop_turn(loop, 0);
	assert_int_equal(n_fired, left);
}

static void again(void *arg)
{
	int *left = arg;
	if (--*left > 0)
		loop_timer_add(loop, 0, again, arg);
}

static void timer_of_a_timer_waits(void **state)
{
	int left = 5;
	(void)state;
	loop_timer_add(loop, 0, again, &left);
	loop_turn(loop, 0);
	assert_int_equal(left, 4); /* one a turn: it cannot starve the rest */
	while (left)
		loop_turn(loop, 0);
}

struct end {
	struct loop_fd *h;
	struct loop_fd *other;
	int fd, calls;
	short seen;
};

static void read_one(void *arg, short revents)
{
	struct end *e = arg;
	char c;
	e->calls++;
	e->seen = revents;
	if (read(e->fd, &c, 1) != 1)
		loop_fd_del(e->h);
	if (e->other)
		loop_fd_del(e->other);
}

static void pipes(bool curl)
{
	int p[2];
	assert_int_equal(pipe(p), 0);
	struct end e = { .fd = p[0] };
	if (curl)
		loop_curl(loop);
	e.h = loop_fd_add(loop, p[0], POLLIN, read_one, &e);
	loop_turn(loop, 0);
	assert_int_equal(e.calls, 0);
	assert_int_equal(write(p[1], "ab", 2), 2);
	loop_turn(loop, -1);
	loop_turn(loop, -1);
	assert_int_equal(e.calls, 2);
	assert_true(e.seen & POLLIN);
	loop_fd_events(e.h, 0); /* nobody listens: a hang-up must not spin the loop */
	close(p[1]);
	loop_turn(loop, 0);
	assert_int_equal(e.calls, 2);
	loop_fd_events(e.h, POLLIN);
	loop_turn(loop, -1);
	assert_int_equal(e.calls, 3);
	assert_true(e.seen & POLLHUP); /* the true bits, with curl too */
	loop_turn(loop, 0);
	assert_int_equal(e.calls, 3); /* deleted in its own callback */
	close(p[0]);
}

static void descriptors(void **state)
{
	(void)state;
	pipes(false);
	pipes(true);
}

static void delete_each_other(void **state)
{
	int p[2], q[2];
	(void)state;
	assert_int_equal(pipe(p) | pipe(q), 0);
	struct end a = { .fd = p[0] }, b = { .fd = q[0] };
	a.h = b.other = loop_fd_add(loop, p[0], POLLIN, read_one, &a);
	b.h = a.other = loop_fd_add(loop, q[0], POLLIN, read_one, &b);
	assert_int_equal(write(p[1], "x", 1) + write(q[1], "x", 1), 2);
	loop_turn(loop, -1);
	loop_turn(loop, 0);
	assert_int_equal(a.calls + b.calls, 1);
	close(p[0]), close(p[1]), close(q[0]), close(q[1]);
}

static int got_signo;

static void on_signal(void *arg, int signo)
{
	(void)arg;
	got_signo = signo;
}

static void signals(void **state)
{
	(void)state;
	assert_int_equal(loop_signal(loop, SIGUSR1, on_signal, NULL), E_OK);
	assert_int_equal(loop_signal(loop, SIGUSR2, on_signal, NULL), E_OK);
	assert_int_equal(loop_signal(loop, 9999, on_signal, NULL), E_INVALID);
	kill(getpid(), SIGUSR2);
	loop_turn(loop, -1);
	assert_int_equal(got_signo, SIGUSR2);
	kill(getpid(), SIGUSR1);
	loop_turn(loop, -1);
	assert_int_equal(got_signo, SIGUSR1);
	assert_int_equal(loop_signal(loop, SIGUSR1, NULL, NULL), E_OK);
}

static int64_t hook_once(void *arg)
{
	int *calls = arg;
	++*calls;
	return *calls < 3 ? 0 : -1; /* wants two more turns */
}

static int64_t hook_leaves(void *arg)
{
	loop_hook_del(loop, hook_leaves, arg);
	++*(int *)arg;
	return -1;
}

static void hooks(void **state)
{
	int a = 0, b = 0;
	(void)state;
	loop_hook_add(loop, hook_leaves, &b);
	loop_hook_add(loop, hook_once, &a);
	loop_turn(loop, -1); /* none of these sleeps for ever: the hook wants them */
	loop_turn(loop, -1);
	loop_turn(loop, -1);
	assert_int_equal(a, 3);
	assert_int_equal(b, 1);
	loop_hook_del(loop, hook_once, &a);
	loop_turn(loop, 0);
	assert_int_equal(a, 3);
}

static void quit(void *arg)
{
	loop_quit(arg);
}

static void runs_and_quits(void **state)
{
	(void)state;
	loop_timer_add(loop, 5, quit, loop);
	loop_run(loop);
	loop_timer_add(loop, 5, quit, loop);
	loop_run(loop); /* and can run again */
}

static int64_t slept;

static void on_wake(void *arg, int64_t ms)
{
	(void)arg;
	slept += ms;
}

static void wakes(void **state)
{
	(void)state;
	slept = 0;
	loop_wake_add(loop, on_wake, NULL);
	loop_turn(loop, 0);
	assert_int_equal(slept, 0);
	loop_woke(loop, 5000);
	assert_int_equal(slept, 5000);
	loop_wake_del(loop, on_wake, NULL);
	loop_woke(loop, 5000);
	assert_int_equal(slept, 5000);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, up, down)
	const struct CMUnitTest tests[] = {
		T(timers_in_order), T(many_timers), T(timer_of_a_timer_waits), T(descriptors), T(delete_each_other), T(signals),
		T(hooks), T(runs_and_quits), T(wakes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
