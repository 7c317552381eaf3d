/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Merlin transcripts over STROBE-128 and Keccak-f[1600], as sr25519 needs them. A transcript is a plain value: copying it
 * forks it. It may hold secrets: whoever keyed it wipes it (secret_wipe) when done. Nothing blocks, nothing is allocated. */
#ifndef KEYS_MERLIN_H
#define KEYS_MERLIN_H

#include <stddef.h>
#include <stdint.h>

struct merlin {
	unsigned char st[200];
	unsigned char pos, begin, flags;
};

void merlin_keccak(unsigned char st[200]);                                        /* one Keccak-f[1600] permutation */
void merlin_init(struct merlin *t, const char *label);
void merlin_append(struct merlin *t, const char *label, const void *msg, size_t n);
void merlin_challenge(struct merlin *t, const char *label, void *out, size_t n);

/* A fork that yields secret bytes: keyed by the witness (a secret of n bytes) and by fresh 32 bytes of entropy, so that
 * neither alone decides them. t itself is left as it was. */
void merlin_witness(const struct merlin *t, const char *label, const void *witness, size_t n,
		    const unsigned char entropy[32], void *out, size_t out_n);

#endif
