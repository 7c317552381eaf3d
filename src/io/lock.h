/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Locks between programs and between people: a file that says who holds it, from where, since when, doing what. The kernel
 * holds the lock itself (fcntl, by open file), so that it ends with its holder, whatever happens; words without a lock are
 * leftovers and are ignored. Looking takes nothing. Nothing waits. */
#ifndef IO_LOCK_H
#define IO_LOCK_H

#include "base/err.h"
#include "base/str.h"
#include <sys/types.h>

struct lock;

/* Words of one holder, one line each in the file; cleaned when read, for anybody may write there. */
struct lock_holder {
	char who[64], from[64], what[96];
	int64_t since;              /* wall clock seconds */
	pid_t pid;
};

/* Takes it, or E_BUSY with *holder (may be NULL) telling who has it. shared: the file may be written by the group (0660, for
 * co-administrators of a station); else it is 0600. The file stays when the lock is given back. */
enum err lock_take(const char *path, const struct lock_holder *me, bool shared, struct lock **out, struct lock_holder *holder,
                   struct fault *f);
void lock_give(struct lock *l);  /* NULL is fine */
/* Who holds it now: false when nobody does. */
bool lock_look(const char *path, struct lock_holder *holder);

#endif
