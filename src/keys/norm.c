/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/norm.h"

#include <utf8proc.h>

static enum err norm(struct slice in, utf8proc_option_t options, struct secret *out)
{
	const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)in.p;
	utf8proc_ssize_t n;
	if (in.n > NORM_MAX)
		return E_TOO_BIG;
	if (!in.n)
		return E_OK;
	n = utf8proc_decompose(bytes, (utf8proc_ssize_t)in.n, NULL, 0, options);
	if (n < 0)
		return E_INVALID;
	/* the code points are put together and encoded in place; the library wants room for one more */
	struct secret work = secret_new(((size_t)n + 1) * sizeof(utf8proc_int32_t));
	utf8proc_int32_t *points = (utf8proc_int32_t *)(void *)work.p;
	n = utf8proc_decompose(bytes, (utf8proc_ssize_t)in.n, points, n, options);
	if (n >= 0)
		n = utf8proc_reencode(points, n, options);
	if (n >= 0)
		secret_add(out, work.p, (size_t)n);
	secret_free(&work);
	return n >= 0 ? E_OK : E_INVALID;
}

enum err norm_nfkd(struct slice in, struct secret *out)
{
	return norm(in, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, out);
}

enum err norm_nfkc(struct slice in, struct secret *out)
{
	return norm(in, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT, out);
}

enum err norm_nfc(struct slice in, struct secret *out)
{
	return norm(in, UTF8PROC_STABLE | UTF8PROC_COMPOSE, out);
}
