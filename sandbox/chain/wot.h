/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memberships and certifications, as the pallets of those names carry them out; and the agendas of what falls due. */
#ifndef SANDBOX_CHAIN_WOT_H
#define SANDBOX_CHAIN_WOT_H

#include "sandbox/chain/exec.h"

/* What falls due at the beginning of a block. */
void membership_expire(struct exec *x);
void cert_prune(struct exec *x);

enum membership_end { END_EXPIRED, END_REVOKED, END_CERTS, END_SYSTEM };
void membership_remove(struct exec *x, uint32_t index, enum membership_end why);
struct derr membership_try_add(struct exec *x, uint32_t index);
struct derr membership_try_renew(struct exec *x, uint32_t index);

/* checked: with the rules for the issuer. */
struct derr cert_add(struct exec *x, uint32_t issuer, uint32_t receiver, bool checked);
void cert_remove_received(struct exec *x, uint32_t index);

/* Agendas: lists of numbers under a block. */
void agenda_add(struct exec *x, enum item i, uint32_t block, uint32_t index);
void agenda_drop(struct exec *x, enum item i, uint32_t block, uint32_t index);

#endif
