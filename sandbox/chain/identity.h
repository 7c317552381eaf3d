/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The web of trust: identities, memberships, certifications, distance, as the pallets of those names carry them out. */
#ifndef SANDBOX_CHAIN_IDENTITY_H
#define SANDBOX_CHAIN_IDENTITY_H

#include "sandbox/chain/exec.h"

/* Periods in blocks; those of the runtime's constants. */
enum {
	CONFIRM_PERIOD = 876600, VALIDATION_PERIOD = 876600, AUTOREVOCATION_PERIOD = 5259600, DELETION_PERIOD = 52596000,
	CHANGE_KEY_PERIOD = 2629800, CREATION_PERIOD = 72000, MEMBERSHIP_PERIOD = 5259600, RENEWAL_PERIOD = 876600,
	CERT_PERIOD = 72000, CERT_VALIDITY = 10519200, CERTS_MAX = 100, CERTS_MIN = 5, EVALUATION_PERIOD = 40, EVALUATION_PRICE = 1000,
	REFEREE_DISTANCE = 5, EVALUATIONS_MAX = 1300
};

/* What falls due at the beginning of a block. */
void identity_prune(struct exec *x);
void membership_expire(struct exec *x);
void cert_prune(struct exec *x);
void distance_turn(struct exec *x);

enum membership_end { END_EXPIRED, END_REVOKED, END_CERTS, END_SYSTEM };
void membership_remove(struct exec *x, uint32_t index, enum membership_end why);
struct derr membership_try_add(struct exec *x, uint32_t index);
struct derr membership_try_renew(struct exec *x, uint32_t index);

/* Identity's part when a membership comes and goes. */
void identity_validated(struct exec *x, uint32_t index);
void identity_unmembered(struct exec *x, uint32_t index);

/* checked: with the rules for the issuer. */
struct derr cert_add(struct exec *x, uint32_t issuer, uint32_t receiver, bool checked);
void cert_remove_received(struct exec *x, uint32_t index);

/* Agendas: lists of numbers under a block. */
void agenda_add(struct exec *x, enum item i, uint32_t block, uint32_t index);
void agenda_drop(struct exec *x, enum item i, uint32_t block, uint32_t index);

/* The author's oracle: what it found for the pool that waits for results, as the bytes of a ComputationResult; false when
 * nothing waits. at is the state of the evaluation block. */
bool distance_result(const struct exec *x, const struct state *at, struct str *out);
/* Perbill of the referees that an identity reaches; the rule itself. */
uint32_t distance_of(const struct state *at, uint32_t index);

#endif
