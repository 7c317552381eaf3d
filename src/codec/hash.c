/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/hash.h"
#include <openssl/sha.h>
#include <sodium.h>
#include <xxhash.h>

struct hasher_entry {
	const char *name;
	unsigned char size;
	bool twox, plain;
};

static const struct hasher_entry hashers[HASHER_COUNT];

void hash_blake2b(void *out, size_t out_n, const void *p, size_t n)
{
	crypto_generichash(out, out_n, p, n, NULL, 0);
}

void hash_blake2_256(unsigned char out[32], const void *p, size_t n)
{
	crypto_generichash(out, 32, p, n, NULL, 0);
}

void hash_twox(void *out, size_t lanes, const void *p, size_t n)
{
	unsigned char *o = out;
	for (size_t lane = 0; lane < lanes; lane++) {
		uint64_t h = XXH64(n ? p : "", n, lane);
		for (int i = 0; i < 8; i++)
			*o++ = (unsigned char)(h >> (8 * i));
	}
}

void hash_sha256(unsigned char out[32], const void *p, size_t n)
{
	SHA256(p, n, out);
}

void hash_sha256d(unsigned char out[32], const void *p, size_t n)
{
	unsigned char once[32];
	SHA256(p, n, once);
	SHA256(once, sizeof once, out);
	sodium_memzero(once, sizeof once);
}

void hash_storage(struct str *out, enum hasher h, const void *p, size_t n)
{
	const struct hasher_entry *e = &hashers[h];
	unsigned char sum[32];
	if (e->size && e->twox)
		hash_twox(sum, e->size / 8, p, n);
	else if (e->size)
		hash_blake2b(sum, e->size, p, n);
	str_add(out, (struct slice){ (char *)sum, e->size });
	if (e->plain)
		str_add(out, (struct slice){ p, n });
}

size_t hash_storage_size(enum hasher h, bool *plain)
{
	*plain = hashers[h].plain;
	return hashers[h].size;
}

const char *hash_storage_name(enum hasher h)
{
	return hashers[h].name;
}

static const struct hasher_entry hashers[HASHER_COUNT] = {
	[HASHER_BLAKE2_128] = { "Blake2_128", 16, false, false },
	[HASHER_BLAKE2_256] = { "Blake2_256", 32, false, false },
	[HASHER_BLAKE2_128_CONCAT] = { "Blake2_128Concat", 16, false, true },
	[HASHER_TWOX_128] = { "Twox128", 16, true, false },
	[HASHER_TWOX_256] = { "Twox256", 32, true, false },
	[HASHER_TWOX_64_CONCAT] = { "Twox64Concat", 8, true, true },
	[HASHER_IDENTITY] = { "Identity", 0, false, true },
};
