/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files and folders as IPFS blocks, giving the CIDs of Kubo's defaults: pieces of 256 KiB, a balanced tree 174 wide; version
 * 0 usually wraps the leaves, version 1 leaves them raw; raw ones have version 1 in either case. Only bytes and hashes:
 * blocks go to a callback, nothing is read or written. */
#ifndef CODEC_UNIXFS_H
#define CODEC_UNIXFS_H

#include "codec/dagpb.h"

enum { UNIXFS_CHUNK = 256 * 1024, UNIXFS_WIDTH = 174, UNIXFS_FOLDER_MAX = 256 * 1024 };
enum unixfs_type { UNIXFS_RAW, UNIXFS_FOLDER, UNIXFS_FILE, UNIXFS_METADATA, UNIXFS_SYMLINK, UNIXFS_SHARD };

struct unixfs_entry {
	struct cid cid;
	uint64_t size;            /* of all its blocks, what a link says */
	uint64_t bytes;           /* of the file's content */
};

/* Gets each block made, children before parents; the bytes are borrowed for the call. block may be NULL. */
struct unixfs_sink {
	void (*block)(void *to, const struct cid *cid, struct slice bytes);
	void *to;
};

struct unixfs_adder;
struct unixfs_adder *unixfs_begin(unsigned cid_version, bool raw_leaves, struct unixfs_sink sink);
void unixfs_write(struct unixfs_adder *a, const void *p, size_t n);
struct unixfs_entry unixfs_end(struct unixfs_adder *a);             /* frees the adder */

/* A folder of links, in any order; E_EXISTS for a name twice, E_INVALID for "", "/" or NUL in a name, E_TOO_BIG where Kubo
 * would begin to split the folder. */
enum err unixfs_folder(unsigned cid_version, const struct dagpb_link *links, size_t n, struct unixfs_sink sink,
		       struct unixfs_entry *out);

struct unixfs_node {
	enum unixfs_type type;
	struct slice data;        /* a leaf's bytes, a link's target */
	uint64_t bytes;           /* of the file below; 0 for a folder */
	size_t parts;             /* how many children have a size */
};
/* The data of a dag-pb block that is UnixFS. */
enum err unixfs_decode(struct slice data, struct unixfs_node *out);

#endif
