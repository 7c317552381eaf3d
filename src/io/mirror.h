/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database that can be fetched again: read on the loop, written on a thread in batches at least a minute apart, because an
 * SD card must live. One of several instances holds the pen; the others read what it writes, and take the pen when it
 * leaves. */
#ifndef IO_MIRROR_H
#define IO_MIRROR_H

#include "io/db.h"
#include "io/loop.h"

struct mirror;

struct mirror_conf {
	const char *path;
	const char *const *steps;    /* as in db.h; must live as long as the mirror */
	size_t n_steps;
	int64_t gap_ms;              /* between two batches; 0: 60 s */
	bool look_only;              /* --readonly: never takes the pen */
	/* A batch reached the file, or not (E_NO_SPACE, ...): told on the loop. Or NULL. */
	void (*written)(void *arg, const struct fault *f);
	void *arg;
};

/* A damaged file is set aside and a new one begun; f then has E_CORRUPT although the result is E_OK. */
enum err mirror_open(struct loop *l, const struct mirror_conf *c, struct mirror **out, struct fault *f);
/* Writes what was put, then closes. Blocks as long as that takes: milliseconds for what gathers in a minute. */
void mirror_close(struct mirror *m);
struct db *mirror_db(struct mirror *m);       /* for reading, on the loop */
/* write runs on the thread, inside a transaction, with a copy of the bytes; an error of one job undoes only its own work.
 * drop (or NULL) frees what the bytes point to, always, on the thread or here. False: another instance has the pen, and
 * nothing was kept. */
bool mirror_put(struct mirror *m, enum err (*write)(struct db *d, void *job, struct fault *f), void (*drop)(void *job),
                const void *bytes, size_t n);
void mirror_flush(struct mirror *m);          /* begins a batch now; written tells its end */
bool mirror_has_pen(struct mirror *m);
bool mirror_busy(const struct mirror *m);       /* something waits, or is being written */
size_t mirror_pending(const struct mirror *m);  /* jobs not yet on their way to the file */

#endif
