/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything under way: requests, downloads, key derivations. A task becomes visible when it is older than 300 ms; it can be
 * cancelled by the person. Those that were visible stay, when ended, in a short log with their outcome. */
#ifndef MODEL_TASKS_H
#define MODEL_TASKS_H

#include "model/subject.h"
#include <stddef.h>

struct loop;
struct tasks;

struct task {
	unsigned id;
	const char *label;        /* clean text */
	int64_t began, ended;     /* tick_ms; ended 0: still running */
	int64_t done, total;      /* bytes or steps; total -1: unknown, 0: no progress to show */
	enum err outcome;
	bool can_cancel;
};

struct tasks *tasks_new(struct loop *l);
void tasks_free(struct tasks *t);
struct subject *tasks_subject(struct tasks *t);

/* cancel (may be NULL) is called at most once, by tasks_cancel; the task still ends by tasks_end. */
unsigned tasks_begin(struct tasks *t, const char *label, void (*cancel)(void *arg), void *arg);
void tasks_progress(struct tasks *t, unsigned id, int64_t done, int64_t total);
void tasks_end(struct tasks *t, unsigned id, enum err outcome);
bool tasks_cancel(struct tasks *t, unsigned id);

/* Visible ones, running first, oldest first; then the ended ones, newest first. Borrowed until the next turn. */
size_t tasks_count(struct tasks *t);
const struct task *tasks_at(struct tasks *t, size_t i);
size_t tasks_running(struct tasks *t);   /* visible ones still running */
size_t tasks_pending(const struct tasks *t); /* all that run, visible or not: --dump waits for 0 */

#endif
