/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vault's file, for the files of the vault only. Both block on the disk. */
#ifndef KEYS_VAULT_FILE_H
#define KEYS_VAULT_FILE_H

#include "keys/vault.h"

/* The bytes of the vault, or of its older generation (*recovered) when the first are missing, damaged or cut. seen points
 * into bytes. A newer format is not looked behind: E_NEWER. */
enum err vault_file_read(const char *path, struct str *bytes, struct seal_look *seen, bool *recovered, struct fault *f);
/* Replaces the file, the one of before becomes the older generation; with purge it does not outlive. E_BUSY, E_NO_SPACE.
 * When it fails or the machine stops, the file is the one of before or the new one. */
enum err vault_file_write(const struct vault *v, struct slice bytes, bool purge, struct fault *f);

#endif
