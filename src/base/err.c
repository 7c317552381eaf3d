/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/err.h"
#include "base/i18n.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct entry {
	const char *name, *message, *hint;
};

static const struct entry entries[ERR_COUNT];

static const struct entry *entry(enum err code)
{
	return &entries[(unsigned)code < ERR_COUNT ? code : E_FAILED];
}

const char *err_name(enum err code)
{
	return entry(code)->name;
}

const char *err_message(enum err code)
{
	return _(entry(code)->message);
}

const char *err_hint(enum err code)
{
	const char *hint = entry(code)->hint;
	return *hint ? _(hint) : "";
}

enum err err_by_name(const char *name)
{
	for (unsigned i = 0; i < ERR_COUNT; i++)
		if (!strcmp(entries[i].name, name))
			return (enum err)i;
	return E_FAILED;
}

/* A cut in the middle of a UTF-8 sequence moves before it. */
static void cut_at_letter(char *s, size_t n)
{
	size_t start = n;
	while (start && ((unsigned char)s[start - 1] & 0xc0) == 0x80)
		start--;
	if (!start || (unsigned char)s[start - 1] < 0xc0)
		return;
	unsigned char lead = (unsigned char)s[start - 1];
	size_t whole = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
	if (n - (start - 1) < whole)
		s[start - 1] = 0;
}

enum err fault_set(struct fault *f, enum err code, const char *fmt, ...)
{
	if (f) {
		va_list ap;
		f->code = code;
		va_start(ap, fmt);
		int n = vsnprintf(f->where, sizeof f->where, fmt, ap);
		va_end(ap);
		if (n >= (int)sizeof f->where)
			cut_at_letter(f->where, sizeof f->where - 1);
	}
	return code;
}

enum err err_from_errno(int e)
{
	switch (e) {
	case 0: return E_OK;
	case ENOENT: return E_NOT_FOUND;
	case EEXIST: return E_EXISTS;
	case EACCES:
	case EPERM:
	case EROFS: return E_DENIED;
	case ENOSPC:
	case EDQUOT: return E_NO_SPACE;
	case EFBIG: return E_TOO_BIG;
	case EAGAIN:
	case EBUSY:
	case ETXTBSY: return E_BUSY;
	case ECONNREFUSED: return E_REFUSED;
	case ETIMEDOUT: return E_TIMEOUT;
	case ECONNRESET:
	case EPIPE: return E_CLOSED;
	case ENETUNREACH:
	case EHOSTUNREACH: return E_UNREACHABLE;
	case EINVAL: return E_INVALID;
	default: return E_IO;
	}
}

static const struct entry entries[ERR_COUNT] = {
#define ERR(id, name, message, hint) [id] = { name, message, hint },
#include "base/err.def"
#undef ERR
};
