/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with an account, asked step by step. Each walk may outlive the view that began it. */
#ifndef VIEW_ACCOUNT_DO_H
#define VIEW_ACCOUNT_DO_H

#include "model/wallet.h"
#include "ui/widget/stack.h"

void account_do_rename(struct view *v, const struct account *a);
/* On a screen that is wiped, or into a key file of another wallet; after the passphrase was typed again. */
void account_do_secret(struct view *v, const struct account *a);
void account_do_document(struct view *v, const struct account *a);   /* the revocation document */
/* A watched one leaves the list; one of the vault only after its name was typed. v is closed then. */
void account_do_forget(struct view *v, const struct account *a);

#endif
