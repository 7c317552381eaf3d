/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where files live: XDG folders of the person (or of a --profile), each world (genesis) in its own folder. Folders are made
 * 0700 and files 0600; what others can read is refused where secrets are. */
#ifndef BASE_PATHS_H
#define BASE_PATHS_H

#include "base/err.h"
#include "base/str.h"

enum path_kind { PATH_CONFIG, PATH_DATA, PATH_STATE, PATH_CACHE, PATH_RUNTIME, PATH_KINDS };

/* Reads the environment once. profile may be NULL ("default"). world is a short name ("g1", "sandbox-<8 hex>") under which
 * vault, journal and cache are kept apart; it may be set later, before the first use of paths_world. */
enum err paths_init(const char *profile, struct fault *f);
void paths_set_world(const char *world);

const char *paths_profile(void);
/* Appends the full name of a file in a folder of the person; name may hold one sub-folder. Makes the folders. */
enum err paths_in(enum path_kind kind, const char *name, struct str *out);
/* The same inside the folder of the present world. */
enum err paths_world(enum path_kind kind, const char *name, struct str *out);
/* Refuses (E_PERMISSION) a file or folder that group or others can read or write, or that somebody else owns. */
enum err paths_private(const char *path, struct fault *f);

/* Whole files. Writing goes to a temporary file in the same folder, fsync, rename, fsync of the folder; mode 0600. */
enum err paths_read(const char *path, size_t max, struct str *out, struct fault *f);
enum err paths_write(const char *path, struct slice bytes, struct fault *f);
/* What a person typed as the name of a file: without blanks around, "~/" is the home folder. Owned by the caller. */
char *paths_typed(struct slice typed);

/* The folder of the running program ("" when unknown), where a build tree keeps its catalogues and the sandbox. */
const char *paths_exe_dir(void);

#endif
