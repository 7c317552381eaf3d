/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/ss58.h"
#include "codec/base58.h"
#include <sodium.h>

enum { PREFIX_MAX = 16383, BODY = 2 + 32 + 2 };

struct network {
	unsigned prefix;
	const char *name;
};

static const struct network networks[];

/* blake2b-512 of "SS58PRE", the prefix and the account; its first two bytes are the check. */
static void check(const unsigned char *p, size_t n, unsigned char out[64])
{
	unsigned char in[7 + BODY] = "SS58PRE";
	memcpy(in + 7, p, n);
	crypto_generichash(out, 64, in, 7 + n, NULL, 0);
}

size_t ss58_encode(unsigned prefix, const unsigned char pub[32], char out[SS58_MAX])
{
	unsigned char body[BODY], sum[64];
	size_t n = 0;
	if (prefix > PREFIX_MAX)
		return 0;
	if (prefix < 64) {
		body[n++] = (unsigned char)prefix;
	} else {
		body[n++] = (unsigned char)((prefix & 0xfc) >> 2 | 0x40);
		body[n++] = (unsigned char)(prefix >> 8 | (prefix & 3) << 6);
	}
	memcpy(body + n, pub, 32);
	n += 32;
	check(body, n, sum);
	memcpy(body + n, sum, 2);
	return base58_encode(body, n + 2, out, SS58_MAX);
}

enum err ss58_decode(struct slice text, unsigned *prefix, unsigned char pub[32])
{
	unsigned char body[BODY], sum[64];
	size_t n, head;
	if (text.n >= SS58_MAX || base58_decode(text, body, sizeof body, &n))
		return E_INVALID;
	head = body[0] < 64 ? 1 : 2;
	if (body[0] >= 128 || n != head + 34)
		return E_INVALID;
	*prefix = head == 1 ? body[0] : (body[0] & 0x3fu) << 2 | body[1] >> 6 | (body[1] & 0x3fu) << 8;
	check(body, head + 32, sum);
	if (memcmp(sum, body + head + 32, 2))
		return E_CHECKSUM;
	if (head == 2 && *prefix < 64)
		return E_INVALID;
	memcpy(pub, body + head, 32);
	return E_OK;
}

const char *ss58_network(unsigned prefix)
{
	for (const struct network *w = networks; w->name; w++)
		if (w->prefix == prefix)
			return w->name;
	return NULL;
}

static const struct network networks[] = {
	{ SS58_G1, "\xc4\x9e" "1" }, { SS58_ANY, "Substrate" }, { 0, "Polkadot" }, { 2, "Kusama" },
	{ 5, "Astar" }, { 10, "Acala" }, { 22, "Dock" }, { 31, "Litentry" }, { 36, "Centrifuge" },
	{ 63, "HydraDX" }, { 77, "Manta" }, { 88, "Polymesh" }, { 128, "Clover" }, { 1284, "Moonbeam" },
	{ 2032, "Interlay" }, { 0, NULL },
};
