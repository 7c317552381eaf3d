/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A key on its way into the vault: fresh words that must be typed back, or any text that holds a key (keyfile.h), with the
 * accounts that could come from it and what the chain knows of each. Nothing is kept before import_keep. The work thread
 * reads and derives; fn is called once when it is done, unless the import is freed. */
#ifndef MODEL_IMPORT_H
#define MODEL_IMPORT_H

#include "base/secret.h"
#include "base/str.h"
#include "keys/bip39.h"
#include "keys/brain.h"
#include "model/subject.h"

struct app;
struct import;

enum import_used { IMPORT_UNKNOWN, IMPORT_ASKING, IMPORT_UNUSED, IMPORT_USED };

/* What the chain says of the accounts that are chosen. */
enum import_verdict {
	IMPORT_BUSY,              /* being read, or asked */
	IMPORT_NOT_KNOWN,         /* no chain answered */
	IMPORT_FINE,              /* one of them has a history, or the words are fresh */
	IMPORT_OTHER_USED,        /* none of them, but another account of this secret has one */
	IMPORT_NONE_USED          /* "unused account: is the password right?" */
};

/* One account that the secret can have. */
struct import_choice {
	const char *scheme;       /* "ed25519" "sr25519"; static */
	char path[16];            /* "" the root, "//0" ...; "…" one that was typed, which may be a secret */
	const char *strength;     /* of identifier and password when it is not the one that was asked for; static; "" */
	bool latin1;              /* identifier and password read as the first Cesium² did */
	unsigned char pub[32];
	char address[64];
	enum import_used used;
	int64_t balance_c;
	char identity[96];        /* in words: its name as far as it is believed, its number before; clean; "" */
	bool member;
	bool usual;               /* what the other wallets would take for this kind of secret */
	bool chosen;              /* will be kept; changed by import_choose */
};

struct import *import_new(struct app *a);
void import_free(struct import *i);
struct subject *import_subject(struct import *i);

/* Reads a text that holds a key (taken over; password for sealed files, may be empty). brain: the strength for identifier and
 * password, NULL the usual one. What is wrong: f, and trouble for words. */
void import_read(struct import *i, struct secret *text, struct secret *password, const struct brain_level *brain,
                 void (*fn)(void *arg, enum err e, const struct fault *f, const struct bip39_trouble *t), void *arg);
const char *import_kind(const struct import *i);      /* "mnemonic" "salt" "wif" ... as in keyfile.h; "" nothing read */
bool import_known_to_all(const struct import *i);     /* the development phrase */

/* The accounts of both schemes, root and //0 .. //30, in the order to show; asked of the chain as soon as there is one.
 * What is used is chosen by itself (only what was typed, when a path was); when nothing is, the usual one is, other strengths
 * of an identifier and password are tried, and import_verdict says so. */
size_t import_count(const struct import *i);
const struct import_choice *import_at(const struct import *i, size_t n);
void import_choose(struct import *i, size_t n, bool chosen);
enum import_verdict import_verdict(const struct import *i);
/* What to say of an address that the Ğ1 does not write like this; clean, "". */
const char *import_note(const struct import *i);

/* Into the open vault, as one safe with the chosen accounts. E_LOCKED, E_EXISTS (all of them are there already), E_DENIED,
 * E_INVALID (nothing chosen). An address needs no vault. */
enum err import_keep(struct import *i, const char *label, struct fault *f);

#endif
