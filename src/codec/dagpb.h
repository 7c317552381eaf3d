/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dag-pb block of IPFS: links, then data. Read strictly in the canonical order, borrowed from the block. */
#ifndef CODEC_DAGPB_H
#define CODEC_DAGPB_H

#include "base/vec.h"
#include "codec/cid.h"

struct dagpb_link {
	struct cid cid;
	struct slice name;
	uint64_t size;            /* of all below it, "Tsize" */
};
VEC(dagpb_links, struct dagpb_link);

enum { DAGPB_BLOCK_MAX = 4 << 20 };

void dagpb_encode(const struct dagpb_link *links, size_t n, struct slice data, struct str *out);
/* Appends the links; *data is empty when there is none. E_INVALID, E_TOO_BIG. */
enum err dagpb_decode(struct slice block, struct dagpb_links *links, struct slice *data);

#endif
