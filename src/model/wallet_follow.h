/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wallet kept in step with the vault, the list of watched addresses and the chain. */
#ifndef MODEL_WALLET_FOLLOW_H
#define MODEL_WALLET_FOLLOW_H

#include "base/err.h"

struct wallet;

/* The accounts as the vault (open, or its open list) and the list of watched addresses have them now. */
void wallet_rebuild(struct wallet *w);
/* Asks the chain for all balances again. */
void wallet_refresh(struct wallet *w);

/* Listens to the chain from now on: figures, names, the latest movements and the trend. Opens the network. */
void wallet_follow(struct wallet *w);
/* The same as soon as there are accounts, for a front that stays: it also goes on with payments under way. */
void wallet_live(struct wallet *w);
bool wallet_naming(const struct wallet *w);   /* names of own identities are on their way */

/* Watches an address without any vault; E_EXISTS. Forgetting takes the account's position: E_INVALID when it is the vault's. */
enum err wallet_watch(struct wallet *w, const unsigned char pub[32], const char *label, struct fault *f);
enum err wallet_unwatch(struct wallet *w, size_t i, struct fault *f);

#endif
