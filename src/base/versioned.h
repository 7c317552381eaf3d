/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that carry the version of their format in a first line, "vigie <kind> <version>\n", so that an older program never
 * damages what a newer one wrote: a newer version is refused (E_NEWER) when reading, and left untouched when writing. */
#ifndef BASE_VERSIONED_H
#define BASE_VERSIONED_H

#include "base/err.h"
#include "base/str.h"

/* Appends the bytes behind the first line. *version (may be NULL) tells an older format, for the caller to convert.
 * E_NOT_FOUND: no such file. E_CORRUPT: no such first line. E_NEWER: version above newest. */
enum err versioned_read(const char *path, const char *kind, unsigned newest, size_t max, struct str *out,
    unsigned *version, struct fault *f);

/* Writes by paths_write, unless a newer one (or a file that is not of this kind) stands there. */
enum err versioned_write(const char *path, const char *kind, unsigned version, struct slice bytes, struct fault *f);

/* The same on bytes that live elsewhere (a backup, a blob of the database): takes the first line off *bytes. */
enum err versioned_take(struct slice *bytes, const char *kind, unsigned newest, unsigned *version);

#endif
