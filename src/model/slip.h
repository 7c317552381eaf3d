/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls and payments as bytes: decoded, encoded, and carried between a machine with the network and one with the key. Files are
 * hostile input. Everything reads or writes small files and returns; nothing is sent from here but by the courier. */
#ifndef MODEL_SLIP_H
#define MODEL_SLIP_H

#include "base/err.h"
#include "base/str.h"
#include <jansson.h>

struct app;
struct slip;

/* metadata: a file as nodes give it, or NULL: the runtime in force as far as it is known here, else that of this program. */
/* hex: a call or extrinsic; or KEY=VALUE of the state; or with as ("events", "System.Account") a value alone. */
enum err slip_decode(struct app *a, struct slice hex, const char *as, const char *metadata, json_t **o, struct str *text, struct fault *f);
enum err slip_encode(struct app *a, const char *call, const json_t *args, const char *metadata, struct str *bytes, struct fault *f);

/* What another machine drafted (JSON, or the text of its QR code), or signed. E_WRONG_CHAIN; NULL with f. */
struct slip *slip_read_draft(struct app *a, const char *path, struct fault *f);
struct slip *slip_read_signed(struct app *a, const char *path, struct fault *f);
void slip_free(struct slip *s);
void slip_text(const struct slip *s, struct str *out);              /* who does what, decoded from the bytes */

/* Signs a draft with the open vault and writes the answer to the file. */
enum err slip_sign(struct slip *s, const char *path, unsigned char hash[32], struct fault *f);
/* Makes a signed one a row of the journal, for courier_follow; the same bytes again are the same row. E_EXISTS: another living
 * payment of the account has its number; E_DENIED: it could be repeated for ever. */
enum err slip_keep(struct slip *s, int64_t *entry, struct fault *f);

#endif
