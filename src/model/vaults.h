/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person's vault in this world: made, opened, locked, and asked to sign. Passphrases come as secrets that are taken over
 * (the caller's is empty after). What derives keys runs on the work thread and answers by fn, once, unless the model is freed;
 * one such act at a time (E_BUSY at once else). */
#ifndef MODEL_VAULTS_H
#define MODEL_VAULTS_H

#include "base/secret.h"
#include "base/str.h"
#include "model/subject.h"

struct app;
struct vaults;

enum vault_state { VAULTS_NONE, VAULTS_LOCKED, VAULTS_WORKING, VAULTS_OPEN };

typedef void vaults_fn(void *arg, enum err e, const struct fault *f);

struct vaults *vaults_new(struct app *a);
void vaults_free(struct vaults *v);
struct subject *vaults_subject(struct vaults *v);
enum vault_state vaults_state(const struct vaults *v);
int64_t vaults_wait(const struct vaults *v);        /* seconds until the next try is accepted; 0 */
/* Whether others on this machine could take the keys (a shared account, sudo, readable folders): appends why, one sentence a
 * line, and returns true. Said once when a vault is made; then watching and offline signing are offered. */
bool vaults_shared(const struct vaults *v, struct str *why);

/* Why the vault on the disk is refused although it is there: others can read it (E_PERMISSION), it is damaged, of a newer vigie,
 * or another world's. E_OK, also when there is none. Said as a notice by itself when the program starts. Reads the file. */
enum err vaults_trouble(const struct vaults *v, struct fault *f);

/* A passphrase of words by chance (66 bits), appended; and about how many bits one that was typed has. */
void vaults_propose(bool french, struct secret *out);
unsigned vaults_estimate(struct slice passphrase);

void vaults_create(struct vaults *v, struct secret *passphrase, vaults_fn *fn, void *arg);
void vaults_unlock(struct vaults *v, struct secret *passphrase, vaults_fn *fn, void *arg);
void vaults_passphrase(struct vaults *v, struct secret *old, struct secret *fresh, vaults_fn *fn, void *arg);
bool vaults_lock(struct vaults *v);                 /* tells whether anything was unlocked; while at work: as soon as it is done */
void vaults_touch(struct vaults *v);                /* the person is here: the lock after idle waits again */

/* Signs with the account of this key: E_LOCKED, E_DENIED (watched only), E_NOT_FOUND. */
enum err vaults_sign(struct vaults *v, const unsigned char pub[32], const void *msg, size_t n, unsigned char sig[64]);

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
