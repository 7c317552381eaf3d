/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Extrinsics, byte by byte: what is signed, what is sent, and the way back. The bytes of an unsigned one can leave this machine
 * as JSON and come back signed. Pure functions; the signature is made by the caller (vault_sign or key_sign) on extrinsic_payload. */
#ifndef G1_EXTRINSIC_H
#define G1_EXTRINSIC_H

#include "g1/era.h"
#include "g1/runtime.h"
#include "keys/key.h"
#include <jansson.h>

/* Everything that is signed. */
struct extrinsic_draft {
	unsigned char signer[32];
	enum key_scheme scheme;          /* KEY_ED25519 or KEY_SR25519 */
	struct str call;                 /* owned: extrinsic_draft_free */
	struct era era;
	unsigned char birth_hash[32];    /* of the era's birth block; of block 0 when immortal */
	uint32_t nonce;
	int64_t tip_c;
};
void extrinsic_draft_free(struct extrinsic_draft *d);

/* What is to be signed, hashed when it is long. E_RUNTIME_CHANGED, E_INVALID as runtime_may_sign. */
enum err extrinsic_payload(const struct runtime *r, const struct extrinsic_draft *d, struct str *out, struct fault *f);
/* The bytes to send and their hash. E_BAD_SIGNATURE: it does not belong to what was drafted. */
enum err extrinsic_assemble(const struct runtime *r, const struct extrinsic_draft *d, const unsigned char sig[64], struct str *bytes,
                            unsigned char hash[32], struct fault *f);
/* The same with a signature of zeroes: for asking what it will cost. No node takes them. */
void extrinsic_mock(const struct runtime *r, const struct extrinsic_draft *d, struct str *bytes);
/* How long they will be, without signing: for fees. */
size_t extrinsic_length(const struct runtime *r, const struct extrinsic_draft *d);

/* Slices borrow the bytes. */
struct extrinsic {
	bool is_signed, checked;         /* checked: the signature holds, for this runtime and birth_hash */
	unsigned char hash[32], signer[32];
	enum key_scheme scheme;
	struct slice signature, call;
	struct era era;                  /* its birth counted back from the block given */
	uint32_t nonce;
	int64_t tip_c;
};
/* With or without length in front. block: about when it was made (for the era); birth_hash NULL: the signature is not looked at. */
enum err extrinsic_read(const struct runtime *r, struct slice bytes, uint32_t block, const unsigned char *birth_hash, struct extrinsic *out,
                        struct fault *f);
void extrinsic_hash(struct slice bytes, unsigned char out[32]);
/* A value of the state by the name of its item, or (item NULL) by its key. E_NOT_FOUND: no such item. */
enum err extrinsic_decode_value(const struct runtime *r, const char *item, struct slice key, struct slice bytes, json_t **json, struct str *text,
                                struct fault *f);
/* "vigie decode": a call or an extrinsic as JSON; its text is codec/value.h's. */
enum err extrinsic_decode(const struct runtime *r, struct slice bytes, json_t **json, struct str *text, struct fault *f);

#endif
