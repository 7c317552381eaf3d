/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What --state keeps of the world itself: the file world.json in its folder, from which the same village is made again, and
 * the village itself as it was made, for a quick start. */
#ifndef SANDBOX_KEEP_H
#define SANDBOX_KEEP_H

#include "sandbox/sandbox.h"

/* Takes seed, sizes, start and clock from the folder, over those of the command line; *start_ms is left alone when there is
 * nothing yet. Makes the folder. */
enum err keep_read(struct sandbox *sb, int64_t *start_ms, struct fault *f);
enum err keep_write(struct sandbox *sb, struct fault *f);
/* The village of the folder, read from its file or made. */
struct world *keep_world(struct sandbox *sb, int64_t start_ms);

#endif
