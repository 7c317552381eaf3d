/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who wants to know what is under way fills this and gives it to net_new: the tasks model. All calls come on the loop's
 * thread. begin returns an id that the other two get; cancel may be called until end, at most once: the request then ends
 * by itself with E_CANCELLED, which its owner is told. */
#ifndef IO_TRACE_H
#define IO_TRACE_H

#include "base/err.h"
#include <stdint.h>

struct trace {
	unsigned (*begin)(void *arg, const char *label, void (*cancel)(void *self), void *self);
	void (*progress)(void *arg, unsigned id, int64_t done, int64_t total); /* bytes; total -1: unknown */
	void (*end)(void *arg, unsigned id, enum err outcome);
	void *arg;
};

#endif
