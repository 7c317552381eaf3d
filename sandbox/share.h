/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of --state belongs to one sandbox at a time. Whoever comes while another has it tells that one's JSON line, so
 * that all see the same village, waits, and goes on in its place when it ends: same ports, same token, same home folder.
 * The lock is the file lock of the folder, what is told stands in its file line. */
#ifndef SANDBOX_SHARE_H
#define SANDBOX_SHARE_H

#include "sandbox/sandbox.h"

struct share;

/* Returns when the folder is ours, after printing the line of whoever had it before; or E_CANCELLED when the loop was told
 * to quit meanwhile. *heir: what must go on as it was (options.inherit), NULL when nobody else had it; the caller's. */
enum err share_take(struct loop *l, const char *state, struct share **out, json_t **heir, struct fault *f);
/* For those who come later; and, before the world is written for the last time, no more. */
void share_tell(struct share *s, const struct sandbox *sb);
void share_hush(struct share *s);
void share_give(struct share *s); /* NULL is fine */

#endif
