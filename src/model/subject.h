/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be watched: every model holds a subject. It has one writer, a version that moves with each change, and one of
 * five states that look the same everywhere. Notices are coalesced: each watcher is called once per turn of the loop. */
#ifndef MODEL_SUBJECT_H
#define MODEL_SUBJECT_H

#include "base/err.h"
#include "base/source.h"
#include <stdint.h>

enum state { STATE_EMPTY, STATE_LOADING, STATE_FRESH, STATE_STALE, STATE_ERROR };

struct watch; /* one watcher's handle */

struct subject {
	const char *name;        /* static: "wallet" */
	unsigned version;
	enum state state;
	int64_t since;           /* wall clock: when it was last fresh */
	int64_t since_ms;        /* the same on the monotonic clock; 0: that was before this program ran */
	struct fault fault;      /* with STATE_ERROR: why; with STATE_STALE: why no newer one came */
	struct watch *watchers;
	void (*on_watch)(void *arg); /* the owner's: somebody begins or ends watching; NULL: it does not care */
	void *on_watch_arg;
	bool queued;
	struct subject *next_queued;
};

void subject_init(struct subject *s, const char *name);
void subject_done(struct subject *s); /* also inside a notice; its watchers only free their handle after */
void subject_touch(struct subject *s); /* something changed: version moves, notice queued */
void subject_state(struct subject *s, enum state state, const struct fault *f); /* and touches when it differs */
struct watch *subject_watch(struct subject *s, void (*fn)(void *arg, struct subject *s), void *arg);
void subject_unwatch(struct watch *w); /* NULL is fine; safe inside a notice */
void subject_doze(struct watch *w, bool on);   /* it gets its notices all the same, but nobody sees what it shows */
bool subject_watched(const struct subject *s); /* does anybody look, awake: what nobody looks at need not be asked for */
/* Delivers the queued notices; called once per turn by the loop's hook. Returns whether any went out. */
bool subject_flush(void);

#endif
