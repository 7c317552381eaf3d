/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Content identifiers of IPFS, versions 0 and 1, in base58btc, base32, base36 and hex. A CID is a plain value. */
#ifndef CODEC_CID_H
#define CODEC_CID_H

#include "base/err.h"
#include "base/str.h"
#include "codec/scale.h"

enum { CID_RAW = 0x55, CID_DAG_PB = 0x70, CID_LIBP2P_KEY = 0x72 };      /* codecs */
enum { CID_IDENTITY = 0x00, CID_SHA2_256 = 0x12 };                      /* hashes */
enum { CID_DIGEST_MAX = 64 };

struct cid {
	unsigned version;
	uint64_t codec, hash;
	size_t n;
	unsigned char digest[CID_DIGEST_MAX];
};

enum err cid_read(struct slice text, struct cid *out);                  /* the CID alone, no path */
bool cid_decode(struct scale *in, struct cid *out);                     /* binary, off *in */
void cid_encode(const struct cid *c, struct str *out);
/* base: a multibase letter (z, b, k, f), or 0 for the usual one: base36 for keys, base32 else; version 0 is always bare base58. */
void cid_text(const struct cid *c, char base, struct str *out);
struct cid cid_of(unsigned version, uint64_t codec, const void *block, size_t n); /* by SHA2-256 */
bool cid_same(const struct cid *a, const struct cid *b);

#endif
