/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inner door of the loop, for http.c, ws.c and their neighbours in io/ only. */
#ifndef IO_LOOP_CURL_H
#define IO_LOOP_CURL_H

#include "io/loop.h"
#include <curl/curl.h>

/* What CURLOPT_PRIVATE of every transfer in the loop's multi points to; done is called once the transfer ended, outside
 * of any curl call. The transfer is still in the multi then. */
struct loop_easy {
	void (*done)(struct loop_easy *e, CURLcode code);
};

/* True inside curl_multi_perform, where transfers can be neither added nor removed. */
bool loop_in_curl(const struct loop *l);

/* Told after the machine slept: sockets opened before may be half open. The loop notices by itself, without any wake-up
 * of its own; loop_woke also serves who learns of it otherwise (SIGCONT after a long stop). */
void loop_wake_add(struct loop *l, void (*fn)(void *arg, int64_t slept_ms), void *arg);
void loop_wake_del(struct loop *l, void (*fn)(void *arg, int64_t slept_ms), void *arg);
void loop_woke(struct loop *l, int64_t slept_ms);

#endif
