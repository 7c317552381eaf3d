/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A child that has this terminal for a while: an editor, an opener. No shell is involved. */
#ifndef UI_CHILD_H
#define UI_CHILD_H

struct loop;

/* Starts argv[0] (looked for in PATH) with our terminal; fn gets its exit status when it ends, or -1 when it could not be
 * started (then at the next turn). */
void child_run(struct loop *l, char *const *argv, void (*fn)(void *arg, int status), void *arg);

#endif
