/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A payment that is signed on another machine: the draft as JSON to carry there, the signed bytes as JSON to bring back. Each
 * says which chain and runtime it is for; both are read as hostile input. */
#ifndef G1_OFFLINE_H
#define G1_OFFLINE_H

#include "g1/extrinsic.h"

/* A new reference. It holds the decoded call as text too, for people; only the bytes count. */
json_t *offline_draft(const struct runtime *r, const struct extrinsic_draft *d);
/* id gets the chain and versions it was made for: check the genesis. E_WRONG_CHAIN is the caller's to say. */
enum err offline_read_draft(const json_t *o, struct runtime_id *id, struct extrinsic_draft *out, struct fault *f);
json_t *offline_signed(const struct runtime *r, const struct extrinsic_draft *d, struct slice bytes);
/* Signed bytes with the era they were drafted for. */
enum err offline_read_signed(const json_t *o, struct runtime_id *id, struct era *era, struct str *bytes, struct fault *f);
/* A draft in as few characters as a QR code wants, and back. */
enum err offline_pack(const struct runtime *r, const struct extrinsic_draft *d, struct str *text);
enum err offline_unpack(struct slice text, struct runtime_id *id, struct extrinsic_draft *out, struct fault *f);

#endif
