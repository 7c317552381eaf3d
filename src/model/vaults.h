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
void vaults_create(struct vaults *v, struct secret *passphrase, vaults_fn *fn, void *arg);
void vaults_unlock(struct vaults *v, struct secret *passphrase, vaults_fn *fn, void *arg);
void vaults_passphrase(struct vaults *v, struct secret *old, struct secret *fresh, vaults_fn *fn, void *arg);
bool vaults_lock(struct vaults *v);                 /* tells whether anything was unlocked; while at work: as soon as it is done */
void vaults_touch(struct vaults *v);                /* the person is here: the lock after idle waits again */

/* Signs with the account of this key: E_LOCKED, E_DENIED (watched only), E_NOT_FOUND. */
enum err vaults_sign(struct vaults *v, const unsigned char pub[32], const void *msg, size_t n, unsigned char sig[64]);

#endif
