/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes that identities of the Ğ1 sign outside of a transaction (revocation, change of key, link of an account), and the
 * rule for the bytes of a transaction. Signing them is key_sign's or vault_sign's. Pure functions. */
#ifndef KEYS_PAYLOAD_H
#define KEYS_PAYLOAD_H

#include "base/str.h"
#include <stdint.h>

enum payload_kind {
	PAYLOAD_REVOKE,      /* signed by the owner key or any key that was one */
	PAYLOAD_CHANGE_KEY,  /* names the old key, signed by the new one */
	PAYLOAD_LINK         /* names the account to link, signed by it */
};
enum { PAYLOAD_MAX = 72 };

/* Returns the length. key is the key it names; not used for a revocation. */
size_t payload_write(enum payload_kind kind, const unsigned char genesis[32], uint32_t identity, const unsigned char *key,
		     unsigned char out[PAYLOAD_MAX]);

/* What is really signed of a transaction: its bytes up to 256, else their BLAKE2b-256, put into hash. */
struct slice payload_transaction(struct slice bytes, unsigned char hash[32]);

#endif
