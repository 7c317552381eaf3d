/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The document that ends an identity for ever: made while the key is there, kept and printed for the day when it is lost or
 * stolen. Whoever has it can use it, with any account that pays the fee. Texts are read as hostile input; the signature of
 * every one is verified. Also takes the document of the old currency (Version: 10). Calls read or write small files. */
#ifndef MODEL_REVOCATION_H
#define MODEL_REVOCATION_H

#include "base/err.h"
#include "base/str.h"
#include "keys/key.h"
#include <jansson.h>

struct app;

enum { REVOCATION_NAME = 43, REVOCATION_TEXT = 4096 };

struct revocation {
	bool old;                      /* of the old currency: no index, a name instead, and these bytes are sent as they are */
	struct str document;           /* then; owned */
	unsigned char genesis[32], key[32], sig[64];
	enum key_scheme scheme;
	uint32_t index;
	char name[REVOCATION_NAME];    /* "" unknown */
};

void revocation_free(struct revocation *r);

/* Signs for the identity that the account of the open vault owns (its index as the chain has it). The errors of vaults_sign. */
enum err revocation_make(struct app *a, const unsigned char pub[32], uint32_t index, const char *name, struct revocation *out, struct fault *f);
/* For people and for programs: remarks, "Name: value" lines, the bytes of the call. */
void revocation_write(const struct revocation *r, struct str *out);
/* E_INVALID, E_BAD_KEY (the signature does not hold). Of whatever chain: see revocation_here. */
enum err revocation_read(struct slice text, struct revocation *out, struct fault *f);
/* Is it for this world's chain? E_WRONG_CHAIN. */
enum err revocation_here(struct app *a, const struct revocation *r, struct fault *f);

/* Into the data folder of this world (part of backups); path is appended. The kept one of an identity: E_NOT_FOUND. */
enum err revocation_keep(const struct revocation *r, struct str *path, struct fault *f);
enum err revocation_kept(uint32_t index, struct str *path, struct str *text);

/* The call, as Pallet.call and JSON (new), and its bytes without any metadata, which a test holds against it. */
json_t *revocation_call(const struct revocation *r, const char **name);
void revocation_bytes(const struct revocation *r, struct str *out);
/* Writes the row of the journal and begins, as payment_confirm does; account: who pays. */
enum err revocation_send(struct app *a, const struct revocation *r, const unsigned char account[32], int64_t *entry,
                         void (*fn)(void *arg, enum err e, const struct fault *f), void *arg, struct fault *f);

#endif
