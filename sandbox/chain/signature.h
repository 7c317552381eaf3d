/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MultiSignature: an ed25519, sr25519 or ecdsa signature of an account over bytes. */
#ifndef SANDBOX_CHAIN_SIGNATURE_H
#define SANDBOX_CHAIN_SIGNATURE_H

#include "codec/scale.h"

/* Reads a MultiSignature off s and tells whether it is who's over the message. Plain message, no <Bytes> around it; longer
 * than 256 bytes stays as it is: callers hash before where the rules say so. */
bool signature_check(struct scale *s, const unsigned char who[32], const void *message, size_t n);

#endif
