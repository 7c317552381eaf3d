/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums and dates as the documents of a station write them. */
#ifndef SANDBOX_STATION_WORDS_H
#define SANDBOX_STATION_WORDS_H

#include "sandbox/world.h"

struct sandbox;

/* Centimes of an account of the world now, on the chain when it runs; -1: there is no such account. */
int64_t wallet_balance(const struct sandbox *sb, int32_t account);
void wallet_address(const struct world *w, int32_t account, char out[64]); /* SS58; "" without one */
void zen_text(int64_t centimes, char out[24]);                              /* (G1 - 1) * 10 with one decimal */
double zen_value(int64_t centimes);
void c_date(int64_t ms, char out[48]);                        /* "Fri Nov 20 19:40:13 UTC 2026" */
void iso_time(int64_t ms, bool zone, char out[40]);

#endif
