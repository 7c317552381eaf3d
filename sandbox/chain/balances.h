/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Money: accounts live and die by it. Amounts are centimes. */
#ifndef SANDBOX_CHAIN_BALANCES_H
#define SANDBOX_CHAIN_BALANCES_H

#include "sandbox/chain/exec.h"

enum { DEPOSIT_MIN = 100 }; /* the existential deposit */
enum keep { EXPENDABLE, PROTECT, PRESERVE };

extern const unsigned char treasury[32];

/* How much an account can give away; force looks away from freezes. */
uint64_t balance_reducible(const struct exec *x, const unsigned char who[32], enum keep keep, bool force);
struct derr balance_transfer(struct exec *x, const unsigned char from[32], const unsigned char to[32], uint64_t n, enum keep keep);
struct derr balance_transfer_all(struct exec *x, const unsigned char from[32], const unsigned char to[32], bool keep_alive);
struct derr balance_burn(struct exec *x, const unsigned char who[32], uint64_t n, bool keep_alive);

/* Dividends: Minted when claimed, Deposit when paid by itself; both raise the issuance. */
struct derr balance_mint(struct exec *x, const unsigned char who[32], uint64_t n, bool claimed);

/* Fees and dust: from an account into the treasury and back, the issuance stays. */
struct derr balance_to_treasury(struct exec *x, const unsigned char who[32], uint64_t n);
bool balance_from_treasury(struct exec *x, const unsigned char who[32], uint64_t n);

/* The deposit of a distance evaluation: held, given back, or slashed into the treasury. */
struct derr balance_hold(struct exec *x, const unsigned char who[32], uint64_t n);
void balance_release(struct exec *x, const unsigned char who[32], uint64_t n);
void balance_slash(struct exec *x, const unsigned char who[32], uint64_t n);

#endif
