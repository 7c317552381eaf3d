/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the wallet's commands share. For cmd_wallet*.c only. */
#ifndef CMD_CMD_WALLET_H
#define CMD_CMD_WALLET_H

#include "cmd/cmd.h"
#include "cmd/wait.h"
#include "keys/bip39.h"

/* Each run of these commands has one of these, or a struct that begins with it, as its data; freed by cmd_wallet_drop. */
struct wallet_run {
	struct wait *wait;
	void (*clean)(struct cmd_run *r);   /* what else there is to free; NULL */
	int64_t entry;                      /* the row of the journal that is followed */
};

void *cmd_wallet_begin(struct cmd_run *r, size_t size, void (*clean)(struct cmd_run *r));
/* Lets a waiting run be given up by Ctrl-C: it ends with E_CANCELLED. */
void cmd_wallet_patient(struct cmd_run *r);
/* No node is left to ask because each was caught lying: ends the run, naming it. */
bool cmd_wallet_lost(struct cmd_run *r);

/* A key from what was typed: an account's label or number, a contact, an address in any form. NULL text: the selected account
 * (account tells the index of an own one, else -1). E_NOT_FOUND, E_AMBIGUOUS, and the errors of address_read. */
enum err cmd_wallet_party(struct cmd_run *r, const char *text, unsigned char pub[32], int *account);

/* The same, of an own account only: E_NOT_FOUND else. */
enum err cmd_wallet_own(struct cmd_run *r, const char *text, unsigned char pub[32], int *account);

/* Asks for the passphrase unless the vault is open, then goes on; the run ends by itself otherwise. */
void cmd_wallet_unlocked(struct cmd_run *r, void (*go)(struct cmd_run *r));

/* Says in the fault which word is wrong, and what may have been meant. */
void cmd_wallet_word_trouble(struct cmd_run *r, const struct bip39_trouble *t);

json_t *cmd_wallet_address(const unsigned char pub[32]);
json_t *cmd_wallet_hex(const void *p, size_t n);      /* "0x..." */
json_t *cmd_wallet_items(json_t *items, bool more);   /* {"items": ..., "more": ...} */
/* Ends the run with result for programs and, for people, the table of rows: what fits a screen of the same. Takes both. */
void cmd_wallet_table(struct cmd_run *r, json_t *result, json_t *rows);
void cmd_wallet_table_and(struct cmd_run *r, json_t *result, json_t *rows, const char *note); /* whole lines below it */

#endif
