/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/peerid.h"
#include "codec/radix.h"

/* The protobuf of an Ed25519 public key: type 1, 32 bytes; under the identity hash. */
static const unsigned char head[4];

static struct cid cid_of_key(const unsigned char pub[32])
{
	struct cid c = { .version = 1, .codec = CID_LIBP2P_KEY, .hash = CID_IDENTITY, .n = 36 };
	memcpy(c.digest, head, 4);
	memcpy(c.digest + 4, pub, 32);
	return c;
}

void peerid_text(const unsigned char pub[32], char out[PEERID_MAX])
{
	struct cid c = cid_of_key(pub);
	unsigned char raw[38] = { CID_IDENTITY, 36 };
	memcpy(raw + 2, c.digest, 36);
	radix_encode(RADIX_58, raw, sizeof raw, out, PEERID_MAX);
}

void peerid_name(const unsigned char pub[32], char out[PEERID_MAX])
{
	struct cid c = cid_of_key(pub);
	struct str s = { 0 };
	cid_text(&c, 'k', &s);
	memcpy(out, s.p, s.n + 1);
	str_free(&s);
}

enum err peerid_read(struct slice text, unsigned char pub[32])
{
	unsigned char raw[64];
	struct cid c = { 0 };
	size_t n;
	if (slice_starts(text, "1")) {
		if (radix_decode(RADIX_58, text, raw, sizeof raw, &n) || n < 2 || raw[0] != CID_IDENTITY || raw[1] != n - 2)
			return E_INVALID;
		c.n = n - 2;
		memcpy(c.digest, raw + 2, c.n);
	} else if (cid_read(text, &c)) {
		return E_INVALID;
	} else if (!c.version) {
		return E_UNSUPPORTED;
	} else if (c.codec != CID_LIBP2P_KEY) {
		return E_INVALID;
	}
	if (c.hash != CID_IDENTITY || c.n != 36 || memcmp(c.digest, head, 4))
		return E_UNSUPPORTED;
	memcpy(pub, c.digest + 4, 32);
	return E_OK;
}

static const unsigned char head[4] = { 0x08, 0x01, 0x12, 0x20 };
