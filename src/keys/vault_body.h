/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the vault, for the files of the vault only: its parts in memory, its bytes, its file. */
#ifndef KEYS_VAULT_BODY_H
#define KEYS_VAULT_BODY_H

#include "base/vec.h"
#include "keys/vault.h"

#define VAULT_BODY_KIND "VALT"
enum { VAULT_BODY_VERSION = 1, VAULT_BODY_FILE = 16 << 20 };

/* The slices point into the vault's secret memory, or for a new part into the caller's until it is saved. */
struct vault_body_safe {
	struct vault_safe pub;
	struct slice text, root;
};
struct vault_body_account {
	struct vault_account pub;
	struct slice path;
};
VEC(vault_body_safes, struct vault_body_safe);
VEC(vault_body_accounts, struct vault_body_account);

struct vault_body {
	struct vault_body_safes safes;
	struct vault_body_accounts accounts;
	uint32_t next;      /* the next free id, never used twice */
	bool hidden;        /* the open part lists nothing */
};

struct vault {
	char *path;
	unsigned char genesis[32];
	uint64_t generation;
	struct seal_key key;
	struct secret sealed;   /* what the parts point into */
	struct vault_body body;
	bool recovered;
};

/* Bytes and back. Reading is strict: E_CORRUPT for anything that writing would not have made. The lists of out are new. */
void vault_body_write(const struct vault_body *b, struct secret *out);
enum err vault_body_read(struct slice bytes, struct vault_body *out);
void vault_body_free(struct vault_body *b);
struct vault_body vault_body_copy(const struct vault_body *b); /* of the lists; the slices stay where they point */

/* The open part: world, generation, listed accounts (out may be NULL). */
void vault_body_write_open(const struct vault *v, const struct vault_body *b, uint64_t generation, struct str *out);
enum err vault_body_read_open(struct slice bytes, unsigned char genesis[32], uint64_t *generation, struct vault_body_accounts *out);

/* Seals next, writes it to disk and takes it over (next is emptied); on an error the vault is as it was and next is the
 * caller's. purge: no older generation is left behind. E_BUSY: another process has changed the file. */
enum err vault_body_save(struct vault *v, struct vault_body *next, bool purge, struct fault *f);

/* The key of an account, made from its safe. */
enum err vault_body_key(const struct vault_body_safe *s, const struct vault_body_account *a, struct key *out);

#endif
