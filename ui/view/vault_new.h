/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes the vault or changes its passphrase, in a dialog that asks twice. */
#ifndef VIEW_VAULT_NEW_H
#define VIEW_VAULT_NEW_H

#include "ui/widget/stack.h"

/* Opens what is needed so that keys can be kept: the vault is made, or unlocked, or is open already. fn as in unlock_then. */
void vault_ready_then(struct view *v, void (*fn)(void *arg, enum err e), void *arg);

void vault_change(struct view *v);   /* another passphrase for the open vault */

#endif
