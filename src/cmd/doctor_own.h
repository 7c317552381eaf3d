/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame's own checks, in the order they are told: program, terminal, locale, colour, folders, clock, disk, settings, keys,
 * names. Ended by a check without a name. */
#ifndef CMD_DOCTOR_OWN_H
#define CMD_DOCTOR_OWN_H

#include "cmd/doctor.h"

extern const struct doctor_check doctor_own[];

/* doctor_names.c: whether the network knows names; waits in a thread of its own, since the system's resolver blocks. */
void doctor_names_run(struct doctor_item *item);

/* doctor_vault.c: whether the vault is there, whole and private, and whether secrets stay out of the swap. */
void doctor_vault_run(struct doctor_item *item);
void doctor_memory_run(struct doctor_item *item);

#endif
