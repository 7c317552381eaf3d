/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked of the journal before something is signed, or while the chain is read. 0: there is no such row. */
#ifndef MODEL_JOURNAL_ASK_H
#define MODEL_JOURNAL_ASK_H

#include "model/journal.h"

/* The first nonce from this one on that no living row of the account has: a gap is filled, or what lives beyond it would wait
 * for ever. */
uint32_t journal_nonce(struct journal *j, const unsigned char account[32], uint32_t from);
/* What went out unattended since then, in centimes, refusals left out. */
int64_t journal_unattended(struct journal *j, int64_t since);
/* The newest row since then that pays the same to the same party and was not refused; 0. */
int64_t journal_same(struct journal *j, const unsigned char account[32], const unsigned char to[32], int64_t amount_c, int64_t since);
/* The row of this account that is in this block and pays so much to a party; 0. */
int64_t journal_by_block(struct journal *j, const unsigned char account[32], uint32_t block, const unsigned char to[32], int64_t amount_c);
/* What is on the way out of an account and in no block yet, in centimes. */
int64_t journal_pending(struct journal *j, const unsigned char account[32]);
int64_t journal_by_hash(struct journal *j, const unsigned char hash[32]);

#endif
