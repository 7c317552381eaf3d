/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Ğ1 service as a whole: opens pool, chain, accounts, indexers, ledger and history in order, hands the news of one to the
 * other, and closes them in the reverse order. A model opens one per world. Nothing blocks but for opening files. */
#ifndef G1_G1_H
#define G1_G1_H

#include "g1/account.h"
#include "g1/chain.h"
#include "g1/history.h"
#include "g1/submit.h"

enum g1_news { G1_NODES, G1_HEAD, G1_RUNTIME, G1_ACCOUNTS, G1_INDEXERS, G1_HISTORY, G1_NOTICE };

struct g1_conf {
	struct net *net;
	const char *genesis;          /* "0x..." */
	const char *rpc, *indexer;    /* blank-separated addresses, "" finds them */
	bool alone;                   /* only these: the sandbox */
	bool look_only;               /* --readonly: the mirrors are not written */
	bool files;                   /* keep caches and mirrors in the folders of this world (base/paths.h) */
	/* What has news; f with G1_NOTICE (something the person must hear) and with G1_RUNTIME, G1_ACCOUNTS, G1_HISTORY when
	 * they failed, else NULL. pub with G1_HISTORY. */
	void (*news)(void *arg, enum g1_news what, const unsigned char *pub, const struct fault *f);
	void *arg;
};

/* Read freely; owned by g1. */
struct g1 {
	struct pool *pool;
	struct chain *chain;
	struct accounts *accounts;
	struct indexer *indexer;
	struct ledger *ledger;        /* NULL when it could not be opened */
	struct history *history;      /* NULL without ledger */
	unsigned char genesis[32];
};

enum err g1_open(const struct g1_conf *c, struct g1 **out, struct fault *f);
void g1_close(struct g1 *g);          /* NULL is fine */
/* A submission that is to hear of new blocks: submit_start and submit_stop through here. */
struct submit *g1_submit(struct g1 *g, struct submit_ask *a);
void g1_submit_stop(struct g1 *g, struct submit *s);
bool g1_busy(const struct g1 *g);     /* something was asked and not answered: --dump waits for that */

#endif
