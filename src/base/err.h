/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Status codes. Each has a name for scripts, a message, and a hint that says what to try; see err.def. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

enum err {
#define ERR(id, name, message, hint) id,
#include "base/err.def"
#undef ERR
	ERR_COUNT
};

/* A code with the words of where it happened ("node g1.example: connect"). Filled by whoever meets the error first. */
struct fault {
	enum err code;
	char where[192];
};

const char *err_name(enum err code);    /* "net-timeout": stable, for --json and the log */
const char *err_message(enum err code); /* translated, one sentence without a full stop */
const char *err_hint(enum err code);    /* translated; "" when there is nothing to try */

/* The code of a stable name; E_FAILED when unknown. */
enum err err_by_name(const char *name);

/* Stores code and place in f (which may be NULL) and returns the code, so that it can end a function. */
enum err fault_set(struct fault *f, enum err code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* The code that fits an errno. */
enum err err_from_errno(int e);

#endif
