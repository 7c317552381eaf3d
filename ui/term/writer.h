/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes on their way to the terminal. Nothing here blocks, whatever the descriptor's mode; writer_drain waits, but never longer
 * than told. What waits is bounded, because a frame is only made when the one before has gone out. */
#ifndef TERM_WRITER_H
#define TERM_WRITER_H

#include "base/str.h"

enum { WRITER_MAX = 512 * 1024 };

/* The queue out[sent..n). stalled_ms: since when the terminal takes nothing, 0 when it does. */
struct writer {
	int fd;
	bool nonblocking;      /* the descriptor's own mode; else poll decides before each small write */
	bool gone, secret;
	struct str out;
	size_t sent;
	int64_t stalled_ms, slowest_ms;
};

void writer_init(struct writer *w, int fd, bool nonblocking);
void writer_free(struct writer *w);
/* False, and nothing is taken, when the queue would grow beyond its bound. secret: wiped when sent. */
bool writer_add(struct writer *w, struct slice bytes, bool secret);
bool writer_busy(const struct writer *w);
void writer_flush(struct writer *w, int64_t now_ms);
/* Flushes for at most wait_ms; true when all went out. */
bool writer_drain(struct writer *w, int wait_ms);
void writer_drop(struct writer *w);       /* forgets what waits */

#endif
