/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/versioned.h"
#include "base/paths.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum err versioned_take(struct slice *bytes, const char *kind, unsigned newest, unsigned *version)
{
	struct slice rest = *bytes, line, word;
	uint64_t v;
	if (!memchr(rest.p ? rest.p : "", '\n', rest.n < 100 ? rest.n : 100) || !slice_split(&rest, '\n', &line))
		return E_CORRUPT;
	if (!slice_split(&line, ' ', &word) || !slice_is(word, "vigie") || !slice_split(&line, ' ', &word) ||
	    !slice_is(word, kind) || !slice_u64(line, &v) || v == 0)
		return E_CORRUPT;
	if (v > newest)
		return E_NEWER;
	if (version)
		*version = (unsigned)v;
	*bytes = rest;
	return E_OK;
}

enum err versioned_read(const char *path, const char *kind, unsigned newest, size_t max, struct str *out,
    unsigned *version, struct fault *f)
{
	struct str all = { 0 };
	enum err e = paths_read(path, max, &all, f);
	if (!e) {
		struct slice rest = slice_str(&all);
		e = versioned_take(&rest, kind, newest, version);
		if (e)
			fault_set(f, e, "%s", path);
		else
			str_add(out, rest);
	}
	str_free(&all);
	return e;
}

/* What stands at path: E_NOT_FOUND and E_OK permit writing. Only the first line is read. */
static enum err present(const char *path, const char *kind, unsigned newest)
{
	char head[128];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return err_from_errno(errno);
	ssize_t n = read(fd, head, sizeof head);
	close(fd);
	if (n < 0)
		return E_IO;
	struct slice s = { head, (size_t)n };
	return n ? versioned_take(&s, kind, newest, NULL) : E_OK;
}

enum err versioned_write(const char *path, const char *kind, unsigned version, struct slice bytes, struct fault *f)
{
	struct str all = { 0 };
	enum err e = present(path, kind, version);
	if (e && e != E_NOT_FOUND)
		return fault_set(f, e, "%s", path);
	str_addf(&all, "vigie %s %u\n", kind, version);
	str_add(&all, bytes);
	e = paths_write(path, slice_str(&all), f);
	str_free(&all);
	return e;
}
