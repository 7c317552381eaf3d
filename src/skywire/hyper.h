/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A Skywire hypervisor's HTTP API, reading: the summary of all boards every five seconds while somebody looks, the host figures
 * of one board every two. Logs in again by itself when a session ended. Nothing blocks; callbacks come from the loop. */
#ifndef SKYWIRE_HYPER_H
#define SKYWIRE_HYPER_H

#include "base/secret.h"
#include "skywire/visor.h"

struct net;
struct hyper;

struct hyper_conf {
	struct net *net;
	const char *url;          /* "http://127.0.0.1:8000" */
	/* The boards there are now, to be taken over (visor_merge). own: the hypervisor's key, "" unknown. */
	void (*boards)(void *arg, struct visors *fresh, const char *own, int64_t elapsed_ms);
	void (*host)(void *arg, const char *pk, struct slice json);   /* for visor_host_stats; empty: this board has none */
	void (*failed)(void *arg, const struct fault *f);             /* E_HTTP_AUTH: it wants a login, or a better one */
	void *arg;
};

struct hyper *hyper_new(const struct hyper_conf *c);
void hyper_free(struct hyper *h);
void hyper_look(struct hyper *h, bool on, bool calm);   /* calm: once a minute */
void hyper_focus(struct hyper *h, const char *pk);      /* host figures of this board; "" none */
/* Copied into secret memory. The password may hold printable ASCII only, as Skywire's own rule is: E_INVALID. */
enum err hyper_login(struct hyper *h, const char *user, const struct secret *password);
void hyper_ask(struct hyper *h);                        /* now */

#endif
