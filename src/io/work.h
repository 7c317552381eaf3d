/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One worker thread for what takes long and needs no waiting for others: key derivation, big hashes, batches of writes.
 * A job is a block of bytes, copied in. Its run function alone touches it on the thread, sees no model, and leaves the
 * result in it; done gets it back on the loop. One job at a time, in the order given. */
#ifndef IO_WORK_H
#define IO_WORK_H

#include "io/loop.h"
#include <stddef.h>

struct work;

struct work_job {
	void (*run)(void *job);              /* on the thread */
	void (*done)(void *arg, void *job);  /* on the loop; or NULL. The bytes go away when it returns */
	void (*drop)(void *job);             /* frees or wipes what the bytes point to; always the last call; or NULL. For a job
	                                        that outlives its work it may come on the thread */
	void *arg;
};

struct work *work_new(struct loop *l, const char *name);
/* Waits for nobody: a job still running ends alone in the background, its result dropped. */
void work_free(struct work *w);
/* The same, but first runs what is queued, to its end: for writes that must reach the disk. Blocks. */
void work_finish(struct work *w);
/* Never 0. */
uint64_t work_do(struct work *w, const struct work_job *j, const void *bytes, size_t n);
/* Cancels by forgetting: a waiting job is dropped now, a running one when it ends; done is not called. 0 is fine. */
void work_forget(struct work *w, uint64_t id);
size_t work_waiting(const struct work *w);  /* jobs not yet handed back, the running one included */

#endif
