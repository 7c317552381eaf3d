/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes of an unlocked vault. Each is on disk when it returns E_OK, and not done at all otherwise. Labels are at most 64
 * bytes of valid text without control characters (E_INVALID). f may be NULL. */
#ifndef KEYS_VAULT_EDIT_H
#define KEYS_VAULT_EDIT_H

#include "keys/keyfile.h"
#include "keys/vault.h"

/* How an account comes from its safe. path is a secret; "" is the root. */
struct vault_edit_way {
	enum key_scheme scheme;
	enum vault_how how;
	struct slice path;
};

/* Keeps what keyfile_read gave (not an address; its path is not part of the safe). E_EXISTS: the same secret is kept
 * already, *id tells where. now: for the date of creation. */
enum err vault_edit_safe(struct vault *v, const struct keyfile *k, const char *label, int64_t now, uint32_t *id, struct fault *f);
/* An account of a safe. E_EXISTS: kept already, *id tells; one that was only watched becomes a full one and keeps its id
 * and, when label is "", its label. The errors of vault_edit_public. */
enum err vault_edit_account(struct vault *v, uint32_t safe, struct vault_edit_way way, const char *label, uint32_t *id,
			    struct fault *f);
/* The public key such an account would have, without keeping anything: for looking which ones were used. E_NOT_FOUND,
 * E_UNSUPPORTED (this secret cannot serve that curve or way), E_INVALID (the path). */
enum err vault_edit_public(const struct vault *v, uint32_t safe, struct vault_edit_way way, unsigned char pub[32]);
enum err vault_edit_watch(struct vault *v, enum key_scheme scheme, const unsigned char pub[32], const char *label, uint32_t *id,
			  struct fault *f);
enum err vault_edit_rename(struct vault *v, uint32_t id, const char *label, struct fault *f); /* a safe or an account */
/* A safe goes with its accounts (which become watched ones when keep_watching). Nothing of it stays on disk. */
enum err vault_edit_remove(struct vault *v, uint32_t id, bool keep_watching, struct fault *f);
enum err vault_edit_hide(struct vault *v, bool hidden, struct fault *f);
/* Slow (argon2id, twice): for a worker thread. The older generation is rewritten too, so that the old passphrase opens
 * nothing any more. E_BAD_PASSPHRASE, E_WAIT. */
enum err vault_edit_passphrase(struct vault *v, struct slice old, struct slice fresh, struct seal_params params, int64_t now,
			       struct fault *f);

#endif
