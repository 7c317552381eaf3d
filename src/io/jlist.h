/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A JSON object with one long list in it, read while it arrives: each element is handed out and forgotten, so that neither the
 * whole text nor its tree ever stands in memory. What is around the list is kept, as an object in which the list is empty. As
 * strict as jread.h; that the end was sound is only known at the end. */
#ifndef IO_JLIST_H
#define IO_JLIST_H

#include "io/jread.h"

/* Set name, fn and arg, leave zeros in the rest. */
struct jlist {
	const char *name;             /* the member of the outer object; plain letters */
	void (*fn)(void *arg, const json_t *element);
	void *arg;
	struct str around, element;
	size_t key, key_end;          /* the last string of the outer object, in around */
	unsigned level;               /* open brackets: of the element in the list, else of all */
	bool inside, quoted, escaped, comma;
	enum err failed;
};

/* The next bytes. After an error nothing more is taken. */
enum err jlist_feed(struct jlist *l, struct slice bytes, struct fault *f);
/* After the last byte: what was around, to be freed by json_decref, NULL when it is no whole JSON. Ready for another one. */
json_t *jlist_end(struct jlist *l, struct fault *f);
void jlist_free(struct jlist *l);

#endif
