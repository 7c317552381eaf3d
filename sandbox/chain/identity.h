/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identities, as the pallet of that name carries them out, and the periods of the whole web of trust (wot.h, distance.h). */
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

void identity_prune(struct exec *x);   /* at the beginning of a block */
/* Identity's part when a membership comes and goes. */
void identity_validated(struct exec *x, uint32_t index);
void identity_unmembered(struct exec *x, uint32_t index);

#endif
