/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the wallet, for wallet*.c only. */
#ifndef MODEL_WALLET_IN_H
#define MODEL_WALLET_IN_H

#include "model/wallet.h"
#include "model/watched.h"

struct wallet_own {
	struct app *app;
	struct watch *vault;       /* rebuilds when the vault is opened, locked or changed */
	struct watched watched;
	bool live;
	struct wallet_chain *chain; /* wallet_chain.c */
};

/* The list of accounts or the selected one changed: figures are asked for those that have none. */
void wallet_chain_accounts(struct wallet_chain *c);
void wallet_chain_free(struct wallet_chain *c);   /* NULL is fine */

#endif
