/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sealed container of vaults and backups: argon2id and XChaCha20-Poly1305, parameters inside. All numbers are little
 * endian:
 *   0 "VIGIESL\x1a"   8 kind, 4 letters   12 u16 version of the container   14 u16 version of the content
 *  16 u32 passes   20 u32 memory in KiB   24 salt, 16   40 check of the passphrase, 16   56 nonce, 24
 *  80 u32 n, length of the open part   84 u32 m, length of the sealed part   88 open part, n
 *  .. sealed part, m (its last 16 bytes are the tag; everything before it is authenticated too)   .. BLAKE2b-256 of all before
 * The derived 64 bytes are key (32) and a part (32) whose BLAKE2b-256 begins with the check; the passphrase is taken in NFKC.
 * The hash tells damage before any passphrase is asked; it proves nothing. The open part is proven only by seal_read.
 * Only the two seal_key functions are slow (a worker thread, then), the rest is quick. f may be NULL. */
#ifndef KEYS_SEAL_H
#define KEYS_SEAL_H

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"
#include <stdint.h>

enum { SEAL_MAX = 64 << 20 };

struct seal_params {
	uint32_t passes, memory_kib;
};

/* A passphrase made into a key. Owns secret memory until seal_key_free; one key may seal many times. */
struct seal_key {
	struct seal_params params;
	unsigned char salt[16], check[16];
	struct secret key;
};

struct seal_look {
	struct seal_params params;
	unsigned version;          /* of the content */
	struct slice open;         /* points into the file's bytes; not proven yet */
};

/* What a new container uses: 64 MiB, 4 passes: half a second on a PC, some seconds on a small board. */
extern const struct seal_params seal_usual;

enum err seal_key_new(struct slice passphrase, struct seal_params params, struct seal_key *out);
/* For the container in file; E_BAD_PASSPHRASE, and the errors of seal_look. */
enum err seal_key_for(struct slice file, const char kind[4], struct slice passphrase, struct seal_key *out, struct fault *f);
void seal_key_free(struct seal_key *k);

/* E_INVALID: no container of this kind; E_CORRUPT: damaged or cut; E_NEWER: container or content beyond what we know. */
enum err seal_look(struct slice file, const char kind[4], unsigned newest, struct seal_look *out, struct fault *f);
/* Appends a container to out. E_TOO_BIG beyond SEAL_MAX. */
enum err seal_write(const struct seal_key *k, const char kind[4], unsigned version, struct slice open, struct slice secret,
		    struct str *out);
/* Appends what is sealed to out. E_BAD_PASSPHRASE: the key belongs to another container; E_CORRUPT. */
enum err seal_read(const struct seal_key *k, const char kind[4], struct slice file, struct secret *out, struct fault *f);

#endif
