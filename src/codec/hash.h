/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hashes of the chain, of IPFS and of the old Ğ1 formats. None blocks, none keeps anything. */
#ifndef CODEC_HASH_H
#define CODEC_HASH_H

#include "base/str.h"

void hash_blake2b(void *out, size_t out_n, const void *p, size_t n);   /* no key; 16 to 64 bytes */
void hash_blake2_256(unsigned char out[32], const void *p, size_t n);
void hash_twox(void *out, size_t lanes, const void *p, size_t n);      /* xxh64 seeds 0 .. lanes - 1, 8 bytes each */
void hash_sha256(unsigned char out[32], const void *p, size_t n);
void hash_sha256d(unsigned char out[32], const void *p, size_t n);     /* of the sha256 */

/* The hashers of storage maps, numbered as in the metadata. */
enum hasher {
	HASHER_BLAKE2_128, HASHER_BLAKE2_256, HASHER_BLAKE2_128_CONCAT,
	HASHER_TWOX_128, HASHER_TWOX_256, HASHER_TWOX_64_CONCAT, HASHER_IDENTITY, HASHER_COUNT
};

/* Appends the hashed key part to a storage key. */
void hash_storage(struct str *out, enum hasher h, const void *p, size_t n);
/* How many bytes precede the plain key ("Concat", Identity); *plain tells whether it follows at all. */
size_t hash_storage_size(enum hasher h, bool *plain);
const char *hash_storage_name(enum hasher h);

#endif
