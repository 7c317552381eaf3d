/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/payload.h"

#include "codec/hash.h"

static const char *const tags[] = { [PAYLOAD_REVOKE] = "revo", [PAYLOAD_CHANGE_KEY] = "icok", [PAYLOAD_LINK] = "link" };

size_t payload_write(enum payload_kind kind, const unsigned char genesis[32], uint32_t identity, const unsigned char *key,
		     unsigned char out[PAYLOAD_MAX])
{
	memcpy(out, tags[kind], 4);
	memcpy(out + 4, genesis, 32);
	for (int i = 0; i < 4; i++)
		out[36 + i] = (unsigned char)(identity >> 8 * i);
	if (kind == PAYLOAD_REVOKE)
		return 40;
	memcpy(out + 40, key, 32);
	return PAYLOAD_MAX;
}

struct slice payload_transaction(struct slice bytes, unsigned char hash[32])
{
	if (bytes.n <= 256)
		return bytes;
	hash_blake2_256(hash, bytes.p, bytes.n);
	return (struct slice){ (const char *)hash, 32 };
}
