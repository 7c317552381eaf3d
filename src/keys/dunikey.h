/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key files of Ğ1 version 1 (Cesium, Silkaj, duniterpy): PubSec, WIF and EWIF, whole files or their data alone. They
 * hold an ed25519 seed. Texts are secrets (an EWIF is not, but is treated alike). The ewif functions run scrypt: for a
 * worker thread. f may be NULL; it tells what exactly is wrong. */
#ifndef KEYS_DUNIKEY_H
#define KEYS_DUNIKEY_H

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"

/* E_INVALID: the form; E_BAD_KEY: public and secret part do not belong together. The line "Type: PubSec" may be missing. */
enum err dunikey_pubsec_read(struct slice text, unsigned char seed[32], struct fault *f);
void dunikey_pubsec_write(const unsigned char seed[32], struct secret *out);

/* E_INVALID, E_CHECKSUM. */
enum err dunikey_wif_read(struct slice text, unsigned char seed[32], struct fault *f);
void dunikey_wif_write(const unsigned char seed[32], struct secret *out);

/* E_INVALID, E_CHECKSUM, E_BAD_PASSPHRASE. */
enum err dunikey_ewif_read(struct slice text, struct slice password, unsigned char seed[32], struct fault *f);
enum err dunikey_ewif_write(const unsigned char seed[32], struct slice password, struct secret *out);

/* The value of a line "name: value", false when there is none. */
bool dunikey_line(struct slice text, const char *name, struct slice *value);

#endif
