/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person's address book: labels, notes, groups for addresses. A small file of the person's data, in the backup; every
 * instance writes it under a lock. Calls read or write that file: short. */
#ifndef MODEL_CONTACTS_H
#define MODEL_CONTACTS_H

#include "base/str.h"
#include "base/vec.h"
#include "model/subject.h"

struct contacts;

/* All texts are clean; "" for none. */
struct contact {
	unsigned char pub[32];
	char *name, *note, *group, *npub, *mail;
	int64_t made;
};

struct contacts *contacts_new(void);
void contacts_free(struct contacts *c);
struct subject *contacts_subject(struct contacts *c);
enum err contacts_load(struct contacts *c, struct fault *f);   /* of this world; again when another instance wrote */
/* From now on nothing is read from or written to a file: a recorded world. */
void contacts_loose(struct contacts *c);
size_t contacts_count(const struct contacts *c);
const struct contact *contacts_at(const struct contacts *c, size_t i);      /* by name; borrowed until the next change */
const struct contact *contacts_by_pub(const struct contacts *c, const unsigned char pub[32]);
const struct contact *contacts_by_name(const struct contacts *c, const char *name, bool *several);

/* Adds or replaces the contact of that key. E_EXISTS: another one has the name. */
enum err contacts_put(struct contacts *c, const struct contact *one, struct fault *f);
/* Many at once; those whose name is taken by another key are left out. */
enum err contacts_add(struct contacts *c, struct contact *v, size_t n, size_t *taken, struct fault *f);
enum err contacts_remove(struct contacts *c, const unsigned char pub[32], struct fault *f);

#endif
