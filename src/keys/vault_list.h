/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a locked vault shows: its accounts, to watch. Nothing here is proven before the vault is unlocked: somebody who can
 * write the file can change it, so no address from here is shown to receive money on without saying so. Reads a file. */
#ifndef KEYS_VAULT_LIST_H
#define KEYS_VAULT_LIST_H

#include "keys/vault.h"

/* *out is an array of *n accounts (their safe is not told: 0; how is VAULT_WATCH or VAULT_DERIVE), for free(). Labels are
 * cleaned. A vault that hides gives none. The errors of vault_unlock but for the passphrase. */
enum err vault_list_read(const char *path, const unsigned char genesis[32], struct vault_account **out, size_t *n, struct fault *f);

#endif
