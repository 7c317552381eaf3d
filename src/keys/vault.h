/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vault: one encrypted file per person and world. It holds safes (one secret each: words, salt and password, a seed, a
 * key) and the accounts that come from them, and accounts only watched.
 *
 * What the file shows without passphrase: that it is a vault of this world, and per account its scheme, public key and
 * label, so that balances can be watched while it is locked (vault_list.h); the person may hide that too (vault_edit_hide).
 * Everything else is sealed: secrets, words, passwords, paths, and the names and kinds of safes. A vault in memory keeps it
 * so: secrets, words and paths in one block of secret memory, keys made for each signature and wiped; they never leave but
 * through vault_export.h. Names and public keys are ordinary memory, for they are shown.
 *
 * Each change is on disk (fsync) before it is in memory, or it is not at all. The file of before is kept as "FILE.bak" and
 * is read by itself when FILE is damaged. vault_create and vault_unlock run argon2id: for a worker thread; they take values
 * and no globals. The rest is quick, but for the fsync of changes. One thread at a time per vault. f may be NULL. */
#ifndef KEYS_VAULT_H
#define KEYS_VAULT_H

#include "keys/key.h"
#include "keys/seal.h"

enum { VAULT_LABEL = 65, VAULT_PATH = 255, VAULT_TEXT = 4096, VAULT_ACCOUNTS = 1000, VAULT_SAFES = 200 };

/* Kept in files: never renumber. */
enum vault_kind { VAULT_WORDS, VAULT_SALT, VAULT_SEED, VAULT_EXPANDED, VAULT_NOSTR, VAULT_KINDS };
enum vault_how { VAULT_WATCH, VAULT_DERIVE /* the path of derive.h */, VAULT_TWIN, VAULT_NIP06 /* the path is a number */, VAULT_HOWS };

struct vault_safe {
	uint32_t id;
	enum vault_kind kind;
	int64_t created;
	char label[VAULT_LABEL];
};

struct vault_account {
	uint32_t id, safe;       /* safe 0: watched only */
	enum key_scheme scheme;
	enum vault_how how;
	unsigned char pub[32];
	char label[VAULT_LABEL];
};

struct vault;

/* A new vault, empty, on disk at once; E_EXISTS. */
enum err vault_create(const char *path, const unsigned char genesis[32], struct slice passphrase, struct seal_params params,
		      struct vault **out, struct fault *f);
/* E_NOT_FOUND, E_PERMISSION (others can read it), E_WAIT (too many wrong tries; f says how long), E_BAD_PASSPHRASE, E_NEWER
 * (untouched), E_WRONG_CHAIN (another world's), E_CORRUPT (the older generation too). now: seconds, for the tries. */
enum err vault_unlock(const char *path, const unsigned char genesis[32], struct slice passphrase, int64_t now,
		      struct vault **out, struct fault *f);
void vault_lock(struct vault *v); /* wipes and frees; NULL is fine */

/* By position; NULL at the end. Borrowed until the next change. */
const struct vault_safe *vault_safe_at(const struct vault *v, size_t i);
const struct vault_account *vault_account_at(const struct vault *v, size_t i);
/* Was it read from the older generation, because the file was damaged or missing? The person must hear of it. */
bool vault_recovered(const struct vault *v);

/* E_NOT_FOUND; E_DENIED: watched only; E_UNSUPPORTED: no such secret on this curve. */
enum err vault_sign(const struct vault *v, uint32_t account, const void *msg, size_t n, unsigned char sig[64]);
/* As key_shared; what comes out is a secret too. */
enum err vault_shared(const struct vault *v, uint32_t account, const unsigned char other[32], unsigned char out[32]);

#endif
