/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets out of the vault: only with the passphrase typed again, which is checked by argon2id (slow: a worker thread) and
 * counted like a try to unlock. What comes out is in secret memory. f may be NULL. */
#ifndef KEYS_VAULT_EXPORT_H
#define KEYS_VAULT_EXPORT_H

#include "keys/keyfile.h"
#include "keys/vault.h"

/* Is this the passphrase of the vault? E_BAD_PASSPHRASE, E_WAIT. */
enum err vault_export_check(const struct vault *v, struct slice passphrase, int64_t now, struct fault *f);

/* What the safe was made from: the words (with ///password if there is one), identifier and password on two lines, or the
 * digits of the secret. */
enum err vault_export_safe(const struct vault *v, uint32_t safe, struct slice passphrase, int64_t now, struct secret *out,
			   struct fault *f);

/* One account as a key file of another wallet. password seals an EWIF, a JSON keystore or an ncryptsec. E_UNSUPPORTED: the
 * form does not fit the kind of key; E_DENIED: watched only. */
enum err vault_export_account(const struct vault *v, uint32_t account, struct slice passphrase, int64_t now,
			      enum keyfile_kind as, struct slice password, struct secret *out, struct fault *f);

#endif
