/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of Ğ1 version 1 and of Astroport: an ed25519 seed out of two secrets of memory (identifier or salt, password or
 * pepper) by scrypt. brain_seed may take seconds and hundreds of megabytes: for a worker thread. */
#ifndef KEYS_BRAIN_H
#define KEYS_BRAIN_H

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"
#include <stdint.h>

struct brain_level {
	const char *name; /* stable: "simple" "default" "secure" "hardest" "extreme" */
	uint64_t n;
	uint32_t r, p;
};

/* Cesium's strengths; the default first. NULL at the end. */
const struct brain_level *brain_level_at(size_t i);
/* A name, or "N,r,p" for custom parameters. */
enum err brain_level_parse(struct slice text, struct brain_level *out);

/* E_INVALID, E_TOO_BIG: as kdf_scrypt. The bytes are used as they are (UTF-8). */
enum err brain_seed(struct slice salt, struct slice password, const struct brain_level *level, unsigned char seed[32]);

/* What Cesium2 made of letters outside Latin-1: each code point cut to its low byte. *differs tells whether that is
 * another text than the UTF-8 one, so that the second try is worth its time. Appends to out. */
enum err brain_latin1(struct slice text, struct secret *out, bool *differs);

#endif
