/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person should know before keys are kept in a vault here, and about the one that is here. */
#ifndef MODEL_VAULTS_ADVICE_H
#define MODEL_VAULTS_ADVICE_H

#include "base/secret.h"
#include "base/str.h"

struct vaults;

/* Whether others on this machine could take the keys (a shared account, sudo, readable folders): appends why, one sentence a
 * line, and returns true. Said once when a vault is made; then watching and offline signing are offered. */
bool vaults_shared(const struct vaults *v, struct str *why);

/* Why the vault on the disk is refused although it is there: others can read it (E_PERMISSION), it is damaged, of a newer vigie,
 * or another world's. E_OK, also when there is none. Said as a notice by itself when the program starts. Reads the file. */
enum err vaults_trouble(const struct vaults *v, struct fault *f);

/* A passphrase of words by chance (66 bits), appended; and about how many bits one that was typed has. */
void vaults_propose(bool french, struct secret *out);
unsigned vaults_estimate(struct slice passphrase);

#endif
