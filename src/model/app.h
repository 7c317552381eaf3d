/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that a running vigie holds, made once by the front that runs and lent to commands and views. Models are opened in the
 * order of this list and closed in the reverse one. */
#ifndef MODEL_APP_H
#define MODEL_APP_H

#include "model/subject.h"

struct loop;
struct conf;
struct keymap;
struct tasks;
struct undo;
struct notices;
struct world;
struct vaults;
struct wallet;
struct journal;
struct contacts;
struct coin;
struct courier;
struct station;
struct mail;
struct todo;
struct presence;
struct net;
struct discover;
struct demo;
struct ipfs;
struct bandwidth;
struct peers;
struct storage;
struct machine;
struct services;
struct swarm;
struct skywire;
struct capacity;
struct ssh_keys;
struct series;
struct lookout;
struct recorded;

struct app {
	struct loop *loop;
	struct conf *conf;
	struct keymap *keymap;        /* src/cmd/keymap.h */
	struct subject settings;      /* moves when any setting changes */
	bool readonly;
	struct recorded *recorded;    /* model/recorded.h: a fixture that has a chain; else NULL */
	bool still;                   /* a recorded world is shown: nothing is asked of anybody */
	bool dump;                    /* --dump: no cursor games, secrets as dots */
	bool cache_newer;             /* the cache was written by a newer vigie: left untouched */

	struct tasks *tasks;
	struct undo *undo;
	struct notices *notices;      /* what the person is told unasked */
	struct world *world;          /* which chain, which endpoints, sandbox or real */
	struct vaults *vaults;
	struct wallet *wallet;
	struct contacts *contacts;
	struct coin *coin;            /* the chain, once it is wanted */
	struct journal *journal;      /* by app_journal only */
	struct courier *courier;      /* by app_courier only */
	struct station *station;
	struct mail *mail;
	struct todo *todo;
	struct presence *presence;
	struct discover *discover;    /* what runs on this machine */
	struct demo *demo;            /* the sandbox's ready accounts */
	struct series *series;        /* figures over time */
	struct ipfs *ipfs;            /* the Kubo node, and what it feeds: */
	struct bandwidth *bandwidth;
	struct peers *peers;
	struct storage *storage;
	struct machine *machine;
	struct services *services;
	struct swarm *swarm;          /* all stations */
	struct skywire *skywire;
	struct capacity *capacity;
	struct ssh_keys *ssh_keys;
	struct lookout *lookout;      /* joins them: model/lookout.h */
	struct net *net;              /* by app_net only */
};

/* Opens the models on a loop and a configuration that stay the caller's. */
struct app *app_new(struct loop *l, struct conf *c);
void app_free(struct app *a);

/* The front stays and shows what goes on: the person's accounts follow the chain, payments under way go on. */
void app_live(struct app *a);

/* The way to the network, made when it is first wanted: what needs none never loads it. */
struct net *app_net(struct app *a);
/* The journal of this world, opened when it is first wanted; NULL with f when it cannot be. */
struct journal *app_journal(struct app *a, struct fault *f);
/* What carries its rows to the chain; likewise. */
struct courier *app_courier(struct app *a, struct fault *f);
/* Something is asked of the network or of a thread and has not been answered: --dump waits for that. */
bool app_busy(const struct app *a);
bool app_awaits(const struct app *a);       /* an HTTP answer */
/* After a setting of [net] changed. */
void app_net_changed(struct app *a);

/* Reads what was known when the program last ran, so that the first frame is useful before the first packet. */
void app_load_cache(struct app *a);
/* The same from one recorded file; the tests' fixtures have this form. */
enum err app_load_file(struct app *a, const char *path, struct fault *f);
/* Writes it back: at most once a minute, and at the end. */
void app_save_cache(struct app *a);

#endif
