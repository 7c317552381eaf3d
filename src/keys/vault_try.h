/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wrong passphrases are counted beside the vault ("FILE.tries"), so that a restart does not give fresh tries: three are
 * free, then each costs a wait of 5 s, doubling to a quarter of an hour. This slows a guest at the keyboard; against a
 * thief of the file stands argon2id. Small synchronous files. */
#ifndef KEYS_VAULT_TRY_H
#define KEYS_VAULT_TRY_H

#include "base/err.h"
#include <stdint.h>

/* Seconds to wait before the next try is accepted; 0 when it may come. */
int64_t vault_try_wait(const char *path, int64_t now);
/* Before a try: counted at once, so that a killed program has tried. Errors of the disk are not the person's fault. */
void vault_try_begin(const char *path, int64_t now);
void vault_try_done(const char *path); /* the passphrase was right: forgotten */

#endif
