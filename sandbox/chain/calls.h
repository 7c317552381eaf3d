/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calls that pallets offer to the table in calls.c. Arguments were checked against their types before; a call reads them
 * in order. Each runs in a layer of its own. */
#ifndef SANDBOX_CHAIN_CALLS_H
#define SANDBOX_CHAIN_CALLS_H

#include "sandbox/chain/exec.h"

typedef struct derr call_fn(struct exec *x, struct origin o, struct scale *args);

call_fn call_unlink_identity, call_create_identity, call_confirm_identity, call_change_owner_key, call_revoke_identity,
	call_revoke_identity_legacy, call_link_account, call_add_cert, call_renew_cert, call_request_distance,
	call_request_distance_for, call_update_evaluation;

#endif
