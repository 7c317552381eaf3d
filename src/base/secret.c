/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/secret.h"
#include "base/mem.h"
#include "config.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sodium.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utf8proc.h>

enum { GROW = 64 };

static bool ready(void)
{
	static bool done;
	if (!done)
		done = sodium_init() >= 0;
	return done;
}

enum err secret_init(void)
{
	struct rlimit none = { 0, 0 };
	if (!ready())
		return E_FAILED;
	if (setrlimit(RLIMIT_CORE, &none))
		return E_DENIED;
#ifndef VIGIE_SANITIZED
	/* The leak sanitizer attaches to its own process, which this forbids. */
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		return E_DENIED;
#endif
	return E_OK;
}

bool secret_locked(void)
{
	static _Alignas(4096) unsigned char page[4096];
	if (!ready() || sodium_mlock(page, sizeof page))
		return false;
	sodium_munlock(page, sizeof page);
	return true;
}

struct secret secret_new(size_t cap)
{
	struct secret s = { 0 };
	if (!cap)
		cap = 1;
	s.p = ready() ? sodium_malloc(cap) : NULL;
	if (!s.p)
		mem_exhausted();
	s.cap = cap;
	return s;
}

struct secret secret_copy(const void *p, size_t n)
{
	struct secret s = secret_new(n);
	secret_add(&s, p, n);
	return s;
}

void secret_add(struct secret *s, const void *p, size_t n)
{
	if (n > s->cap - s->n) {
		struct secret more = secret_new(mem_room(s->n, n > GROW ? n : GROW));
		if (s->n)
			memcpy(more.p, s->p, s->n);
		more.n = s->n;
		if (n)
			memcpy(more.p + more.n, p, n); /* before the old pages go: p may lie in them */
		more.n += n;
		secret_free(s);
		*s = more;
		return;
	}
	if (n)
		memmove(s->p + s->n, p, n);
	s->n += n;
}

void secret_cut(struct secret *s, size_t n)
{
	if (n >= s->n)
		return;
	sodium_memzero(s->p + n, s->n - n);
	s->n = n;
}

void secret_free(struct secret *s)
{
	sodium_free(s->p); /* wipes; takes NULL */
	*s = (struct secret){ 0 };
}

void secret_wipe(void *p, size_t n)
{
	sodium_memzero(p, n);
}

/* utf8proc writes code points into our own guarded pages, and re-encodes them in place. */
enum err secret_normalize(struct secret *s, bool compose)
{
	const utf8proc_option_t how = (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPAT |
	    (compose ? UTF8PROC_COMPOSE : UTF8PROC_DECOMPOSE));
	if (!s->n)
		return E_OK;
	utf8proc_ssize_t n = utf8proc_decompose(s->p, (utf8proc_ssize_t)s->n, NULL, 0, how);
	if (n < 0)
		return E_INVALID;
	/* One more code point than needed: utf8proc_reencode ends its text with a NUL. */
	struct secret points = secret_new(((size_t)n + 1) * sizeof(utf8proc_int32_t));
	utf8proc_int32_t *v = (utf8proc_int32_t *)(void *)points.p;
	n = utf8proc_decompose(s->p, (utf8proc_ssize_t)s->n, v, n, how);
	if (n >= 0)
		n = utf8proc_reencode(v, n, how);
	if (n < 0) {
		secret_free(&points);
		return E_INVALID;
	}
	struct secret done = secret_copy(points.p, (size_t)n);
	secret_free(&points);
	secret_free(s);
	*s = done;
	return E_OK;
}

/* Waits for bytes; 0 at the end. */
static ssize_t read_some(int fd, unsigned char *p, size_t n)
{
	for (;;) {
		ssize_t got = read(fd, p, n);
		if (got >= 0)
			return got;
		if (errno == EAGAIN) {
			struct pollfd wait = { .fd = fd, .events = POLLIN };
			poll(&wait, 1, -1);
		} else if (errno != EINTR) {
			return -1;
		}
	}
}

/* Byte by byte: what follows the line belongs to the next reader. */
enum err secret_read_line(int fd, struct secret *out, size_t max)
{
	struct secret byte = secret_new(1);
	size_t n = 0, start = out->n;
	enum err e = E_OK;
	for (;;) {
		ssize_t got = read_some(fd, byte.p, 1);
		if (got < 0)
			e = err_from_errno(errno);
		else if (got == 0 && n == 0)
			e = E_NOT_FOUND;
		if (got <= 0 || byte.p[0] == '\n')
			break;
		if (++n <= max + 1) /* one more may be the '\r' of a line end */
			secret_add(out, byte.p, 1);
	}
	secret_free(&byte);
	if (!e && n <= max + 1 && out->n > start && out->p[out->n - 1] == '\r') {
		secret_cut(out, out->n - 1);
		n--;
	}
	if (!e && n > max)
		e = E_TOO_BIG;
	if (e)
		secret_cut(out, start);
	return e;
}

enum err secret_read_all(int fd, struct secret *out, size_t max)
{
	struct secret some = secret_new(4096);
	size_t start = out->n;
	enum err e = E_OK;
	for (;;) {
		ssize_t got = read_some(fd, some.p, some.cap);
		if (got < 0)
			e = err_from_errno(errno);
		if (got <= 0)
			break;
		if ((size_t)got > max - (out->n - start)) {
			e = E_TOO_BIG;
			break;
		}
		secret_add(out, some.p, (size_t)got);
	}
	secret_free(&some);
	if (e)
		secret_cut(out, start);
	return e;
}

/* A pipe (a shell's <(...)) has no mode worth checking; root may lend us a file (systemd credentials). */
enum err secret_read_file(const char *path, struct secret *out, size_t max, struct fault *f)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return fault_set(f, err_from_errno(errno), "%s", path);
	enum err e = fstat(fd, &st) ? err_from_errno(errno) : E_OK;
	if (!e && S_ISDIR(st.st_mode))
		e = E_INVALID;
	if (!e && S_ISREG(st.st_mode) && ((st.st_uid != geteuid() && st.st_uid != 0) || (st.st_mode & 077)))
		e = E_PERMISSION;
	if (!e)
		e = secret_read_all(fd, out, max);
	close(fd);
	return e ? fault_set(f, e, "%s", path) : E_OK;
}
