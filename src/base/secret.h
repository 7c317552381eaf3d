/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory for secrets: guarded pages, locked against swap where the system allows, left out of core dumps, wiped when freed.
 * Secrets never enter a str, readline, the log or a terminal title. The caller owns each struct secret and frees it. */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include "base/err.h"
#include <stddef.h>

/* Once at start: no core dumps with secrets (RLIMIT_CORE 0, PR_SET_DUMPABLE 0), sodium ready. */
enum err secret_init(void);
/* Whether this system lets memory be locked, so that secrets cannot reach the swap (for vigie doctor). */
bool secret_locked(void);

struct secret {
	unsigned char *p;
	size_t n, cap;
};

struct secret secret_new(size_t cap);                         /* empty, room for cap bytes; aborts when memory is out */
struct secret secret_copy(const void *p, size_t n);
void secret_add(struct secret *s, const void *p, size_t n);   /* grows into fresh guarded memory */
void secret_cut(struct secret *s, size_t n);                  /* wipes what is cut off */
void secret_free(struct secret *s);                           /* wipes; s is empty after */
void secret_wipe(void *p, size_t n);                          /* for buffers on the stack */

/* Brings a passphrase into the form that key derivations want: NFKC if compose (NIP-49), else NFKD (BIP-39). E_INVALID
 * leaves s as it is when it is not UTF-8. */
enum err secret_normalize(struct secret *s, bool compose);

/* These may block. They put no byte into any other buffer and take no byte behind what they return. Results are appended.
 * read_line: without its line end; E_NOT_FOUND at the end of the input, E_TOO_BIG beyond max (the line is used up).
 * read_all: every byte as it is. read_file: read_all of a file, refused (E_PERMISSION) when others can read it. */
enum err secret_read_line(int fd, struct secret *out, size_t max);
enum err secret_read_all(int fd, struct secret *out, size_t max);
enum err secret_read_file(const char *path, struct secret *out, size_t max, struct fault *f);

#endif
