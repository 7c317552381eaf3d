/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The runtime in force: read from the nodes of a pool, compared between two of them, cached in a file by genesis and version,
 * and read again when the chain upgrades itself. Owned by whoever opens it; callbacks come from the loop. Nothing blocks but
 * for reading the cache file. */
#ifndef G1_CHAIN_H
#define G1_CHAIN_H

#include "g1/pool.h"
#include "g1/runtime.h"

struct chain;

struct chain_conf {
	struct pool *pool;
	const char *cache;      /* a file of this world's cache, or NULL: nothing is kept */
	/* The runtime became known or another one; or it could not be had (f, and the old one stays in force). */
	void (*changed)(void *arg, const struct runtime *r, const struct fault *f);
	void *arg;
};

/* Reads the cache at once, so that chain_runtime may answer before the first packet. */
struct chain *chain_open(const struct chain_conf *c);
void chain_close(struct chain *c);  /* NULL is fine */
/* NULL while unknown. Borrowed until the next turn; runtime_hold keeps it. */
struct runtime *chain_runtime(const struct chain *c);
/* A node told in this run that this is the version in force: without that nothing is signed. */
bool chain_confirmed(const struct chain *c);
/* The pool's news, by whoever owns both: the main node runs this version. Asks for its metadata if it is not known. */
void chain_version(struct chain *c, unsigned node, const struct runtime_id *id);

#endif
