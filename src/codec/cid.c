/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/cid.h"
#include "codec/base32.h"
#include "codec/hash.h"
#include "codec/hex.h"
#include "codec/radix.h"
#include "codec/varint.h"

enum { BYTES_MAX = 4 * 9 + CID_DIGEST_MAX, TEXT_MAX = 256 };

static bool read_multihash(struct scale *in, struct cid *out)
{
	out->hash = varint_read(in);
	struct slice digest = varint_blob(in);
	if (in->bad || digest.n > CID_DIGEST_MAX || (out->hash == CID_SHA2_256 && digest.n != 32))
		return false;
	out->n = digest.n;
	memcpy(out->digest, digest.p, digest.n);
	return true;
}

bool cid_decode(struct scale *in, struct cid *out)
{
	*out = (struct cid){ 0 };
	if (in->end - in->p >= 34 && in->p[0] == CID_SHA2_256 && in->p[1] == 32) {
		out->codec = CID_DAG_PB;
		return read_multihash(in, out);
	}
	out->version = (unsigned)varint_read(in);
	out->codec = varint_read(in);
	return !in->bad && out->version == 1 && read_multihash(in, out);
}

enum err cid_read(struct slice text, struct cid *out)
{
	unsigned char raw[BYTES_MAX];
	size_t n = 0;
	enum err e;
	if (text.n < 2 || text.n > TEXT_MAX)
		return E_INVALID;
	struct slice rest = slice_from(text, 1);
	if (text.n == 46 && slice_starts(text, "Qm"))
		e = radix_decode(RADIX_58, text, raw, sizeof raw, &n);
	else
		switch (text.p[0]) {
		case 'z': e = radix_decode(RADIX_58, rest, raw, sizeof raw, &n); break;
		case 'k':
		case 'K': e = radix_decode(RADIX_36, rest, raw, sizeof raw, &n); break;
		case 'b':
		case 'B': e = base32_decode(rest, raw, sizeof raw, &n); break;
		case 'f':
		case 'F': e = hex_decode(rest, raw, sizeof raw, &n); break;
		default: return E_INVALID;
		}
	struct scale in = scale_open(raw, n);
	if (e || !cid_decode(&in, out) || !scale_done(&in))
		return E_INVALID;
	/* A version 0 has no multibase letter, and a bare one is nothing else. */
	return (out->version == 0) == slice_starts(text, "Qm") ? E_OK : E_INVALID;
}

void cid_encode(const struct cid *c, struct str *out)
{
	if (c->version) {
		varint_add(out, 1);
		varint_add(out, c->codec);
	}
	varint_add(out, c->hash);
	varint_add(out, c->n);
	str_add(out, (struct slice){ (const char *)c->digest, c->n });
}

void cid_text(const struct cid *c, char base, struct str *out)
{
	struct str raw = { 0 };
	char text[RADIX_TEXT_MAX];
	cid_encode(c, &raw);
	if (!c->version)
		base = 'z';
	else if (!base)
		base = c->codec == CID_LIBP2P_KEY ? 'k' : 'b';
	if (c->version)
		str_addc(out, base);
	if (base == 'z' || base == 'k') {
		radix_encode(base == 'z' ? RADIX_58 : RADIX_36, raw.p, raw.n, text, sizeof text);
		str_adds(out, text);
	} else if (base == 'f') {
		hex_add(out, raw.p, raw.n);
	} else {
		base32_add(out, raw.p, raw.n);
	}
	str_free(&raw);
}

struct cid cid_of(unsigned version, uint64_t codec, const void *block, size_t n)
{
	struct cid c = { .version = version, .codec = codec, .hash = CID_SHA2_256, .n = 32 };
	hash_sha256(c.digest, block, n);
	return c;
}

bool cid_same(const struct cid *a, const struct cid *b)
{
	return a->version == b->version && a->codec == b->codec && a->hash == b->hash && a->n == b->n &&
	       !memcmp(a->digest, b->digest, a->n);
}
