/* SPDX-License-Identifier: GPL-3.0-or-later */
/* THE loop: one curl_multi_poll over all transfers and every other descriptor; timers; signals by signalfd. Single thread.
 * Nothing else in the program waits. Callbacks run on the loop's thread and must not block; they may add and remove
 * descriptors and timers, also their own. The time-out is the next thing due, and infinite when nothing is. */
#ifndef IO_LOOP_H
#define IO_LOOP_H

#include "base/err.h"
#include <stdint.h>

struct loop;
struct loop_fd;
struct loop_timer;

struct loop *loop_new(void);
void loop_free(struct loop *l);

/* events and revents are poll(2) bits. The handle is valid until loop_fd_del; the descriptor stays the caller's. */
struct loop_fd *loop_fd_add(struct loop *l, int fd, short events, void (*fn)(void *arg, short revents), void *arg);
void loop_fd_events(struct loop_fd *f, short events);
void loop_fd_del(struct loop_fd *f);

/* Calls fn once, at least delay_ms from now. The handle dies when it fires or by loop_timer_del (NULL is fine). */
struct loop_timer *loop_timer_add(struct loop *l, int64_t delay_ms, void (*fn)(void *arg), void *arg);
void loop_timer_del(struct loop_timer *t);

/* The signal is blocked in all threads and read by signalfd. Call before threads start. fn NULL restores the default. */
enum err loop_signal(struct loop *l, int signo, void (*fn)(void *arg, int signo), void *arg);

/* Called at the end of every turn, before sleeping: where models notify and the screen draws. A hook returns the
 * milliseconds after which it wants another turn, or -1. In the order added. */
void loop_hook_add(struct loop *l, int64_t (*fn)(void *arg), void *arg);
void loop_hook_del(struct loop *l, int64_t (*fn)(void *arg), void *arg);

/* One turn, sleeping at most max_wait_ms (-1: as long as nothing is due). */
void loop_turn(struct loop *l, int64_t max_wait_ms);
void loop_run(struct loop *l);  /* turns until loop_quit */
void loop_quit(struct loop *l);
/* The CURLM of this loop, made at the first call: a program that needs no network never starts curl. For io/ only. */
void *loop_curl(struct loop *l);

#endif
