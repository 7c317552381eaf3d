/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contacts as vCards, for other programs and from them. Reads and writes memory; contacts_add keeps what came in. */
#ifndef MODEL_VCARD_H
#define MODEL_VCARD_H

#include "model/contacts.h"

/* vCard 4 with X-G1, and 3 read as well: hostile input, bounded. *n: taken in; *left: without address or
 * name, or with a name that another key has. */
void vcard_write(const struct contacts *c, struct str *out);
enum err vcard_read(struct contacts *c, struct slice text, size_t *n, size_t *left, struct fault *f);

#endif
