/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One version of the chain's runtime, as its metadata describes it: everything by NAME. It never changes once made; holders
 * count. What may be signed is judged against the runtime this program was written for, whose metadata it carries: a call
 * whose arguments or a signature whose extensions look different is refused. Nothing here blocks or asks the network. */
#ifndef G1_RUNTIME_H
#define G1_RUNTIME_H

#include "base/err.h"
#include "codec/meta.h"

struct layout;

struct runtime_id {
	unsigned char genesis[32];
	char name[24];              /* "g1" */
	uint32_t spec, tx;          /* versions */
};

struct runtime {
	unsigned holders;
	struct runtime_id id;
	struct meta *meta;
	unsigned char hash[32];     /* of the metadata's bytes */
	bool agreed;                /* two nodes gave the same metadata, or it is the person's own node's */
	/* Constants, in centimes and milliseconds. */
	int64_t deposit_c, ud_period_ms, reeval_period_ms;
	uint32_t growth_ppb;        /* c², in parts of 10^9 */
	uint32_t block_hashes;      /* how far back an era may begin */
	struct layout *account, *identity; /* fields in the order of enum runtime_account, runtime_identity */
};

enum runtime_account { RUNTIME_NONCE, RUNTIME_CONSUMERS, RUNTIME_PROVIDERS, RUNTIME_SUFFICIENTS, RUNTIME_FREE, RUNTIME_RESERVED,
	RUNTIME_FROZEN, RUNTIME_LINKED, RUNTIME_ACCOUNT_FIELDS };
enum runtime_identity { RUNTIME_FIRST_UD, RUNTIME_NEXT_CREATION, RUNTIME_OWNER, RUNTIME_NEXT_CHANGE, RUNTIME_STATUS,
	RUNTIME_IDENTITY_FIELDS };

/* Copies the bytes. NULL: E_PROTOCOL (no metadata), E_RUNTIME_CHANGED (System.Account is not as this program knows it). */
struct runtime *runtime_new(const struct runtime_id *id, struct slice metadata, struct fault *f);
/* From the metadata that the program carries, under any version: for reading without a node, and for tests. */
struct runtime *runtime_builtin(const struct runtime_id *id);
struct runtime *runtime_hold(struct runtime *r);
void runtime_drop(struct runtime *r); /* NULL is fine */

/* May this call, with all calls inside it, be signed? E_OK; E_RUNTIME_CHANGED: its arguments, its place as told by one node
 * alone, or the signed extensions differ from what this program knows; E_INVALID: not a call. f says what and why. */
enum err runtime_may_sign(const struct runtime *r, struct slice call, struct fault *f);
/* Appends one line for each call of the wallet that moved or changed against the runtime this program knows; "" if none. */
void runtime_changes(const struct runtime *r, struct str *out);
/* E_RUNTIME_CHANGED: this call has other arguments, or a place that cannot be believed, or is gone. */
enum err runtime_knows(const struct runtime *r, const char *call, struct fault *f);
bool runtime_as_known(const struct runtime *r);              /* no such line */
bool runtime_version_known(const struct runtime_id *id);     /* it is the version this program carries */

/* A constant by name that is an integer, else fallback. */
int64_t runtime_constant(const struct runtime *r, const char *name, int64_t fallback);
/* The storage key of "Pallet.Item" with encoded arguments; false when the runtime has no such item. */
bool runtime_key(const struct runtime *r, const char *item, const struct slice *args, size_t n, struct str *out);

#endif
