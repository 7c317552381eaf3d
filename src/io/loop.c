/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/loop_curl.h"
#include "base/mem.h"
#include "base/tick.h"
#include "base/vec.h"
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* Descriptors are kept in the order added. A deleted one is only marked, and swept before the next sleep, so that any
 * callback may delete any handle. */
struct loop_fd {
	struct loop *l;
	int fd;
	short events;
	bool dead;
	void (*fn)(void *arg, short revents);
	void *arg;
};

/* Timers are a binary heap by (due, seq); at is the place in it. */
struct loop_timer {
	struct loop *l;
	int64_t due;
	uint64_t seq;
	size_t at;
	void (*fn)(void *arg);
	void *arg;
};

struct hook {
	int64_t (*fn)(void *arg);
	void *arg;
};

struct waker {
	void (*fn)(void *arg, int64_t slept_ms);
	void *arg;
};

struct handler {
	void (*fn)(void *arg, int signo);
	void *arg;
};

VEC(fd_list, struct loop_fd *);
VEC(timer_heap, struct loop_timer *);
VEC(hook_list, struct hook);
VEC(waker_list, struct waker);
VEC(poll_list, struct pollfd);
VEC(wait_list, struct curl_waitfd);

struct loop {
	struct fd_list fds;
	struct timer_heap timers;
	struct hook_list hooks;
	struct waker_list wakers;
	struct poll_list polls;     /* this turn's descriptors, same order as polled */
	struct wait_list waits;     /* the same for curl */
	struct fd_list polled;
	uint64_t seq;
	int64_t hooks_due;          /* when a hook wants the next turn; -1: whenever */
	int64_t asleep_ms;          /* boot time minus monotonic time: grows while the machine sleeps */
	bool quit, in_curl;
	CURLM *curl;
	int sig_fd, clock_fd;
	struct loop_fd *sig, *clock;
	sigset_t signals;
	struct handler handlers[NSIG];
};

enum { SLEPT_MS = 2000 }; /* a shorter nap hurts no connection */

static int64_t clock_ms(clockid_t id)
{
	struct timespec t;
	return clock_gettime(id, &t) ? 0 : (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t asleep_ms(void)
{
	return clock_ms(CLOCK_BOOTTIME) - clock_ms(CLOCK_MONOTONIC);
}

/* A timer far in the future on the wall clock that the kernel cancels when that clock jumps, which it also does at resume:
 * so the loop learns of a suspend without waking up to look. */
static void clock_arm(struct loop *l)
{
	struct itimerspec far = { .it_value.tv_sec = (time_t)4102444800 };
	timerfd_settime(l->clock_fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &far, NULL);
}

static void clock_jumped(void *arg, short revents)
{
	struct loop *l = arg;
	uint64_t n;
	(void)revents;
	if (read(l->clock_fd, &n, sizeof n) < 0 && errno == EAGAIN)
		return;
	clock_arm(l); /* whether it slept is judged in every turn, see check_sleep */
}

static void check_sleep(struct loop *l)
{
	int64_t now = asleep_ms(), slept = now - l->asleep_ms;
	l->asleep_ms = now;
	if (slept >= SLEPT_MS)
		loop_woke(l, slept);
}

struct loop *loop_new(void)
{
	struct loop *l = mem_new(sizeof *l);
	signal(SIGPIPE, SIG_IGN); /* a peer that hangs up is an error code, for curl and OpenSSL too */
	l->sig_fd = -1;
	l->hooks_due = -1;
	l->asleep_ms = asleep_ms();
	sigemptyset(&l->signals);
	l->clock_fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
	if (l->clock_fd >= 0) {
		clock_arm(l);
		l->clock = loop_fd_add(l, l->clock_fd, POLLIN, clock_jumped, l);
	}
	return l;
}

void loop_free(struct loop *l)
{
	if (!l)
		return;
	if (l->curl)
		curl_multi_cleanup(l->curl);
	if (l->sig_fd >= 0) {
		close(l->sig_fd);
		sigprocmask(SIG_UNBLOCK, &l->signals, NULL);
	}
	if (l->clock_fd >= 0)
		close(l->clock_fd);
	for (size_t i = 0; i < l->fds.n; i++)
		free(l->fds.v[i]);
	for (size_t i = 0; i < l->timers.n; i++)
		free(l->timers.v[i]);
	vec_free(&l->fds);
	vec_free(&l->timers);
	vec_free(&l->hooks);
	vec_free(&l->wakers);
	vec_free(&l->polls);
	vec_free(&l->waits);
	vec_free(&l->polled);
	free(l);
}

struct loop_fd *loop_fd_add(struct loop *l, int fd, short events, void (*fn)(void *arg, short revents), void *arg)
{
	struct loop_fd *f = mem_new(sizeof *f);
	*f = (struct loop_fd){ .l = l, .fd = fd, .events = events, .fn = fn, .arg = arg };
	vec_push(&l->fds, f);
	return f;
}

void loop_fd_events(struct loop_fd *f, short events)
{
	f->events = events;
}

void loop_fd_del(struct loop_fd *f)
{
	if (f)
		f->dead = true;
}

static void sweep_fds(struct loop *l)
{
	size_t kept = 0;
	for (size_t i = 0; i < l->fds.n; i++) {
		if (l->fds.v[i]->dead)
			free(l->fds.v[i]);
		else
			l->fds.v[kept++] = l->fds.v[i];
	}
	l->fds.n = kept;
}

static bool before(const struct loop_timer *a, const struct loop_timer *b)
{
	return a->due != b->due ? a->due < b->due : a->seq < b->seq;
}

static void place(struct loop *l, size_t at, struct loop_timer *t)
{
	l->timers.v[at] = t;
	t->at = at;
}

static void sift(struct loop *l, size_t at)
{
	struct loop_timer **h = l->timers.v, *t = h[at];
	while (at && before(t, h[(at - 1) / 2])) {
		place(l, at, h[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
	for (size_t kid; (kid = 2 * at + 1) < l->timers.n; at = kid) {
		if (kid + 1 < l->timers.n && before(h[kid + 1], h[kid]))
			kid++;
		if (!before(h[kid], t))
			break;
		place(l, at, h[kid]);
	}
	place(l, at, t);
}

static void timer_take(struct loop_timer *t)
{
	struct loop *l = t->l;
	struct loop_timer *last = l->timers.v[--l->timers.n];
	if (last != t) {
		place(l, t->at, last);
		sift(l, t->at);
	}
}

struct loop_timer *loop_timer_add(struct loop *l, int64_t delay_ms, void (*fn)(void *arg), void *arg)
{
	struct loop_timer *t = mem_new(sizeof *t);
	*t = (struct loop_timer){ .l = l, .due = tick_ms() + (delay_ms > 0 ? delay_ms : 0), .seq = l->seq++, .fn = fn, .arg = arg };
	vec_push(&l->timers, t);
	sift(l, l->timers.n - 1);
	return t;
}

void loop_timer_del(struct loop_timer *t)
{
	if (!t)
		return;
	timer_take(t);
	free(t);
}

/* Timers made by these callbacks wait for the next turn, so that none can starve the rest. */
static void run_timers(struct loop *l)
{
	int64_t now = tick_ms();
	uint64_t limit = l->seq;
	while (l->timers.n && l->timers.v[0]->due <= now && l->timers.v[0]->seq < limit) {
		struct loop_timer t = *l->timers.v[0];
		loop_timer_del(l->timers.v[0]);
		t.fn(t.arg);
	}
}

static void signals_read(void *arg, short revents)
{
	struct loop *l = arg;
	struct signalfd_siginfo info;
	(void)revents;
	while (l->sig_fd >= 0 && read(l->sig_fd, &info, sizeof info) == (ssize_t)sizeof info) {
		struct handler h = info.ssi_signo < NSIG ? l->handlers[info.ssi_signo] : (struct handler){ 0 };
		if (h.fn)
			h.fn(h.arg, (int)info.ssi_signo);
	}
}

enum err loop_signal(struct loop *l, int signo, void (*fn)(void *arg, int signo), void *arg)
{
	sigset_t one;
	if (signo <= 0 || signo >= NSIG)
		return E_INVALID;
	sigemptyset(&one);
	sigaddset(&one, signo);
	if (fn)
		sigaddset(&l->signals, signo);
	else
		sigdelset(&l->signals, signo);
	l->handlers[signo] = (struct handler){ fn, arg };
	if (sigprocmask(fn ? SIG_BLOCK : SIG_UNBLOCK, &one, NULL))
		return err_from_errno(errno);
	int fd = signalfd(l->sig_fd, &l->signals, SFD_NONBLOCK | SFD_CLOEXEC);
	if (fd < 0)
		return err_from_errno(errno);
	if (l->sig_fd < 0)
		l->sig = loop_fd_add(l, fd, POLLIN, signals_read, l);
	l->sig_fd = fd;
	return E_OK;
}

void loop_hook_add(struct loop *l, int64_t (*fn)(void *arg), void *arg)
{
	vec_push(&l->hooks, (struct hook){ fn, arg });
	l->hooks_due = tick_ms();
}

void loop_hook_del(struct loop *l, int64_t (*fn)(void *arg), void *arg)
{
	for (size_t i = 0; i < l->hooks.n; i++)
		if (l->hooks.v[i].fn == fn && l->hooks.v[i].arg == arg)
			l->hooks.v[i].fn = NULL; /* swept in run_hooks: one may delete another */
}

static void run_hooks(struct loop *l)
{
	int64_t least = -1;
	size_t kept = 0;
	l->hooks_due = -1;
	for (size_t i = 0; i < l->hooks.n; i++) {
		if (!l->hooks.v[i].fn)
			continue;
		int64_t wish = l->hooks.v[i].fn(l->hooks.v[i].arg);
		if (wish >= 0 && (least < 0 || wish < least))
			least = wish;
	}
	for (size_t i = 0; i < l->hooks.n; i++)
		if (l->hooks.v[i].fn)
			l->hooks.v[kept++] = l->hooks.v[i];
	l->hooks.n = kept;
	if (least >= 0) {
		int64_t due = tick_ms() + least;
		if (l->hooks_due < 0 || due < l->hooks_due)
			l->hooks_due = due;
	}
}

void loop_wake_add(struct loop *l, void (*fn)(void *arg, int64_t slept_ms), void *arg)
{
	vec_push(&l->wakers, (struct waker){ fn, arg });
}

void loop_wake_del(struct loop *l, void (*fn)(void *arg, int64_t slept_ms), void *arg)
{
	for (size_t i = 0; i < l->wakers.n; i++)
		if (l->wakers.v[i].fn == fn && l->wakers.v[i].arg == arg)
			l->wakers.v[i].fn = NULL;
}

void loop_woke(struct loop *l, int64_t slept_ms)
{
	size_t kept = 0;
	for (size_t i = 0; i < l->wakers.n; i++)
		if (l->wakers.v[i].fn)
			l->wakers.v[i].fn(l->wakers.v[i].arg, slept_ms);
	for (size_t i = 0; i < l->wakers.n; i++)
		if (l->wakers.v[i].fn)
			l->wakers.v[kept++] = l->wakers.v[i];
	l->wakers.n = kept;
}

static int wait_ms(const struct loop *l, int64_t most)
{
	int64_t now = tick_ms(), wait = most < 0 ? INT_MAX : most;
	if (l->timers.n && l->timers.v[0]->due - now < wait)
		wait = l->timers.v[0]->due - now;
	if (l->hooks_due >= 0 && l->hooks_due - now < wait)
		wait = l->hooks_due - now;
	return wait < 0 ? 0 : wait > INT_MAX ? INT_MAX : (int)wait;
}

/* A descriptor without events is left out: poll would report its hang-up without end. */
static void gather(struct loop *l)
{
	l->polls.n = l->waits.n = l->polled.n = 0;
	for (size_t i = 0; i < l->fds.n; i++) {
		struct loop_fd *f = l->fds.v[i];
		if (!f->events)
			continue;
		vec_push(&l->polls, (struct pollfd){ .fd = f->fd, .events = f->events });
		vec_push(&l->polled, f);
		if (l->curl) {
			short events = (short)((f->events & POLLIN ? CURL_WAIT_POLLIN : 0) |
			                       (f->events & POLLPRI ? CURL_WAIT_POLLPRI : 0) |
			                       (f->events & POLLOUT ? CURL_WAIT_POLLOUT : 0));
			vec_push(&l->waits, (struct curl_waitfd){ .fd = f->fd, .events = events });
		}
	}
}

static void nap(struct loop *l, int64_t most)
{
	int wait = wait_ms(l, most);
	if (l->curl) {
		/* curl drops hang-ups and errors from revents: ask the kernel again for the true ones */
		curl_multi_poll(l->curl, l->waits.v, (unsigned)l->waits.n, wait, NULL);
		wait = 0;
	}
	if (poll(l->polls.v, l->polls.n, wait) < 0)
		for (size_t i = 0; i < l->polls.n; i++)
			l->polls.v[i].revents = 0;
}

static void run_curl(struct loop *l)
{
	int running, left;
	CURLMsg *m;
	if (!l->curl)
		return;
	l->in_curl = true;
	curl_multi_perform(l->curl, &running);
	l->in_curl = false;
	while ((m = curl_multi_info_read(l->curl, &left)) != NULL) {
		struct loop_easy *e = NULL;
		if (m->msg == CURLMSG_DONE && !curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &e) && e)
			e->done(e, m->data.result);
	}
}

void loop_turn(struct loop *l, int64_t max_wait_ms)
{
	sweep_fds(l);
	gather(l);
	nap(l, max_wait_ms);
	check_sleep(l);
	for (size_t i = 0; i < l->polled.n; i++) {
		struct loop_fd *f = l->polled.v[i];
		if (l->polls.v[i].revents && !f->dead && f->events)
			f->fn(f->arg, l->polls.v[i].revents);
	}
	run_curl(l);
	run_timers(l);
	run_hooks(l);
}

void loop_run(struct loop *l)
{
	while (!l->quit)
		loop_turn(l, -1);
	l->quit = false;
}

void loop_quit(struct loop *l)
{
	l->quit = true;
}

bool loop_in_curl(const struct loop *l)
{
	return l->in_curl;
}

void *loop_curl(struct loop *l)
{
	static bool ready;
	if (!ready) {
		curl_global_init(CURL_GLOBAL_DEFAULT);
		ready = true;
	}
	if (!l->curl) {
		l->curl = curl_multi_init();
		if (!l->curl)
			abort();
		curl_multi_setopt(l->curl, CURLMOPT_MAX_HOST_CONNECTIONS, 8L);
		curl_multi_setopt(l->curl, CURLMOPT_MAXCONNECTS, 16L);
		curl_multi_setopt(l->curl, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX);
	}
	return l->curl;
}
