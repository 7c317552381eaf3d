/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NIP-49: a NOSTR secret key encrypted with a password. scrypt of 64 MB and more: for a worker thread. */
#ifndef KEYS_NCRYPTSEC_H
#define KEYS_NCRYPTSEC_H

#include "base/err.h"
#include "base/str.h"
#include <stdint.h>

enum {
	NCRYPTSEC_TEXT = 163,      /* characters and a NUL, exactly */
	NCRYPTSEC_LOG_N = 16,      /* the usual strength: 64 MiB */
	NCRYPTSEC_LOG_N_MAX = 22   /* 4 GiB: beyond it nobody means well */
};

/* How the key was kept before (the format's key security byte). */
enum ncryptsec_care { NCRYPTSEC_LEAKED, NCRYPTSEC_CAREFUL, NCRYPTSEC_UNKNOWN };

/* What can be seen without the password. E_INVALID, E_CHECKSUM, E_NEWER (another version byte), E_TOO_BIG (strength). */
enum err ncryptsec_look(struct slice text, unsigned *log_n, enum ncryptsec_care *care);

/* E_BAD_PASSPHRASE: password or bytes are wrong. Passwords are brought to NFKC here. sk belongs in secret memory. */
enum err ncryptsec_read(struct slice text, struct slice password, unsigned char sk[32]);
enum err ncryptsec_write(const unsigned char sk[32], struct slice password, unsigned log_n, enum ncryptsec_care care,
			 char out[NCRYPTSEC_TEXT]);

#endif
