/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strings: a slice (slice.h) borrows bytes, a str owns them and grows. A str is always NUL-terminated once written to.
 * Neither is for secrets: those live in base/secret.h. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/slice.h"
#include <stdarg.h>

struct str {
	char *p;
	size_t n, cap;
};

static inline struct slice slice_str(const struct str *s)
{
	return (struct slice){ s->p ? s->p : "", s->n };
}

/* The text of a str, "" when nothing was written yet. Borrowed. */
static inline const char *str_c(const struct str *s)
{
	return s->p ? s->p : "";
}

void str_reserve(struct str *s, size_t more);       /* room for more bytes after s->n, and a NUL */
void str_add(struct str *s, struct slice t);
void str_adds(struct str *s, const char *t);
void str_addc(struct str *s, char c);
void str_addn(struct str *s, char c, size_t times);
void str_addf(struct str *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void str_addv(struct str *s, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
void str_cut(struct str *s, size_t n);              /* shortens to n bytes */
void str_free(struct str *s);                       /* and leaves an empty str */
char *str_take(struct str *s);                      /* gives the bytes away (never NULL); s is empty after */

#endif
