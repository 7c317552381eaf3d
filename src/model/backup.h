/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a backup holds, without its encryption: everything of the person's in the configuration and data folders of all real worlds
 * (no sandbox, no cache, no other profile), and what rooms register beside. Reads and writes files: short, but it blocks.
 * Inside: u32 number of files, then for each u8 folder (0 configuration, 1 data, 2 state), blob name below it, blob bytes, as in
 * codec/pack.h. The container around it (keys/seal.h, kind "BKUP") carries the version. */
#ifndef MODEL_BACKUP_H
#define MODEL_BACKUP_H

#include "base/err.h"
#include "base/paths.h"
#include "base/str.h"

enum { BACKUP_VERSION = 1, BACKUP_MAX = 60 << 20 };

extern const char backup_kind[4];

/* What would come in, or came in. */
struct backup_count {
	size_t files, bytes;
	size_t replaced;          /* other files that stand there now */
};

/* Files called name (in the folder of that kind or of a world below it) belong to backups although they live in PATH_STATE, or are
 * written meanwhile: copy makes a quiet copy of path at to; NULL: read as they are. name must outlive the program. */
void backup_register(enum path_kind kind, const char *name, enum err (*copy)(const char *path, const char *to));

/* Appends everything; E_TOO_BIG beyond BACKUP_MAX. */
enum err backup_collect(struct str *out, struct backup_count *count, struct fault *f);
/* Reads it all through without touching anything: E_CORRUPT for what no backup holds (names that lead elsewhere, too). */
enum err backup_look(struct slice inside, struct backup_count *count);
/* Puts the files in place. Each one that was there is kept beside as NAME.before-restore. Stops at the first that fails. */
enum err backup_restore(struct slice inside, struct backup_count *count, struct fault *f);

#endif
