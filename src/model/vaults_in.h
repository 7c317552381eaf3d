/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vault behind vaults.h, for models and commands that change or list it. Apart from vaults.h because views know another
 * struct key than keys/ does. */
#ifndef MODEL_VAULTS_IN_H
#define MODEL_VAULTS_IN_H

#include "keys/vault.h"
#include "model/vaults.h"

/* The open vault, for vault_edit.h; NULL while locked or at work. Call vaults_changed after a change of accounts. */
struct vault *vaults_get(struct vaults *v);
const struct vault *vaults_look(const struct vaults *v);   /* the same, to look only */
void vaults_changed(struct vaults *v);
/* Its accounts, also while it is locked (then unproven): *out for free(), NOSTR keys left out. */
size_t vaults_list(struct vaults *v, struct vault_account **out);

/* Where the vault of this world is, and its genesis. For vaults*.c. */
enum err vaults_place(const struct vaults *v, struct str *path, unsigned char genesis[32], struct fault *f);
void vaults_tell_trouble(const struct vaults *v);    /* vaults_trouble as a notice, when there is any */
const struct app *vaults_app(const struct vaults *v);

#endif
