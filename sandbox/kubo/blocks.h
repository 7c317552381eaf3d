/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The blocks that this node holds, under their real CIDs, and what is read out of them: paths, files, folders. Everything
 * goes through the real encodings, nothing is kept beside the blocks. */
#ifndef SANDBOX_KUBO_BLOCKS_H
#define SANDBOX_KUBO_BLOCKS_H

#include "codec/unixfs.h"
#include "sandbox/kubo/tree.h"

struct blocks;

struct blocks *blocks_new(void);
void blocks_free(struct blocks *b);

/* Puts a tree in as Kubo's "add -r" would, giving its root. The blocks belong to an owner, 0 keeps them for good. */
struct unixfs_entry blocks_add(struct blocks *b, int owner, struct tree *t, unsigned cid_version, bool raw_leaves);
void blocks_drop(struct blocks *b, int owner);
bool blocks_get(const struct blocks *b, const struct cid *c, struct slice *bytes);
uint64_t blocks_bytes(const struct blocks *b);

/* A block understood. Links are borrowed from it; links_free releases the list. */
struct blocks_node {
	struct slice block;
	bool raw, unixfs;
	struct unixfs_node fs;        /* a raw block counts as a file of its bytes */
	struct dagpb_links links;
};
bool blocks_node(const struct blocks *b, const struct cid *c, struct blocks_node *out); /* false: the block is not here */
void blocks_node_free(struct blocks_node *n);

/* Appends bytes [from, from + n) of a file. False when a block is missing. */
bool blocks_read(const struct blocks *b, const struct cid *c, uint64_t from, uint64_t n, struct str *out);
bool blocks_link(const struct blocks *b, const struct cid *folder, struct slice name, struct cid *out); /* false: no such link */

#endif
