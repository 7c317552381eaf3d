/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a vault holds, by secret: listed, shown to the person, given out, forgotten. */
#ifndef MODEL_VAULTS_HOLD_H
#define MODEL_VAULTS_HOLD_H

#include "model/vaults.h"

/* Secrets out: the passphrase again (taken over like password, which may be empty). as: a name of keyfile.h ("wif", "json"), ""
 * gives what the account's safe was made from. *out is wiped when fn returns. */
void vaults_export(struct vaults *v, uint32_t account, struct secret *passphrase, const char *as, struct secret *password,
                   void (*fn)(void *arg, enum err e, struct secret *out, const struct fault *f), void *arg);

/* What the account was made from, for the person's eyes: after fn with E_OK it is there for a minute, or until it is covered or
 * the vault is locked; the subject moves then. Borrowed; NULL when there is nothing to see. */
void vaults_reveal(struct vaults *v, uint32_t account, struct secret *passphrase, vaults_fn *fn, void *arg);
const struct secret *vaults_revealed(const struct vaults *v);
void vaults_cover(struct vaults *v);

/* What the open vault holds, by secret. */
struct vaults_safe {
	uint32_t id;
	const char *kind;         /* "words" "salt" "seed" "expanded" "nostr"; static */
	int64_t created;
	char label[65];           /* clean */
	size_t accounts;
};
size_t vaults_safes(const struct vaults *v, struct vaults_safe **out);   /* *out for free(); 0 while locked */
/* Takes an account out of the open vault, and its secret when no other account comes from it; nothing of it stays on the disk.
 * *last tells (also when go is false, which only looks) whether the secret goes. E_LOCKED, E_NOT_FOUND. */
enum err vaults_forget(struct vaults *v, const unsigned char pub[32], bool go, bool *last, struct fault *f);
/* Whether the file shows its accounts while it is locked. */
enum err vaults_hide(struct vaults *v, bool hidden, struct fault *f);

#endif
