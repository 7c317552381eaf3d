/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Extrinsics: taken apart, checked as the runtime checks them, applied. */
#ifndef SANDBOX_CHAIN_EXTRINSIC_H
#define SANDBOX_CHAIN_EXTRINSIC_H

#include "sandbox/chain/exec.h"

/* All slices and pointers borrow the bytes. */
struct extrinsic {
	struct slice whole, signature, extra, call;
	const unsigned char *signer;    /* NULL: an inherent */
	bool named;                     /* the signer is written as an account, not as something to look up */
	uint16_t era;                   /* 0: immortal */
	uint32_t nonce;
	uint64_t tip;
	uint8_t metadata_mode;
	unsigned char hash[32];
};

/* InvalidTransaction, then UnknownTransaction. */
enum refusal { INVALID_CALL, INVALID_PAYMENT, INVALID_FUTURE, INVALID_STALE, INVALID_PROOF, INVALID_ANCIENT, INVALID_EXHAUSTS,
	       INVALID_CUSTOM, INVALID_MANDATORY, INVALID_MANDATORY_VALIDATION, INVALID_SIGNER, UNKNOWN_LOOKUP = 100, UNKNOWN_NO_VALIDATOR, ACCEPTED = 255 };

struct validity {
	enum refusal refusal;
	uint64_t priority;
	uint32_t last_block;            /* the last in which it may stand; UINT32_MAX: any */
	uint64_t fee;
};

/* False when the bytes are no extrinsic of this runtime. */
bool extrinsic_read(const struct runtime *rt, struct slice bytes, struct extrinsic *out);

/* Whether it could stand in the block that x makes: a later nonce is accepted here and only refused when it is applied. */
struct validity extrinsic_check(const struct exec *x, const struct extrinsic *e);

/* Puts it into the block as number x->extrinsic. Signed ones that are refused change nothing. */
enum refusal extrinsic_apply(struct exec *x, const struct extrinsic *e);

/* Fees: what an extrinsic of this length and call would pay now, without tip; parts may be NULL. */
struct fee_parts {
	uint64_t base, length, weight;
};
uint64_t extrinsic_fee(const struct exec *x, size_t length, uint64_t weight, struct fee_parts *parts);
void fees_turn(struct exec *x);         /* at the end of a block: the multiplier for the next */
uint64_t extrinsic_weight(const struct exec *x, const struct extrinsic *e);

/* Builds the bytes of an inherent. */
void extrinsic_inherent(struct str *out, struct slice call);

/* Signed extrinsics of the village: ed25519 or sr25519 by a toy seed, immortal. */
void extrinsic_sign(const struct exec *x, struct slice call, const unsigned char seed[32], bool sr25519, uint32_t nonce, struct str *out);

#endif
