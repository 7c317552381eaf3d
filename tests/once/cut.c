/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded into a program under test: each call that writes, syncs, renames or sends is two numbered points, before and after
 * it. At the point CUT_AT the process is killed as kill -9 does. CUT_COUNT names a file that gets the number of points at the
 * end. What is built into the program itself is not touched. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static long at = -1;
static long points;

static void point(void)
{
	if (at < 0) {
		const char *text = getenv("CUT_AT");

		at = text ? atol(text) : 0;
	}
	if (__atomic_add_fetch(&points, 1, __ATOMIC_SEQ_CST) == at)
		kill(getpid(), SIGKILL);
}

/* Workers and the main thread count together; the threads of the program itself never end it. */
__attribute__((destructor)) static void tell(void)
{
	const char *path = getenv("CUT_COUNT");
	FILE *f = path ? fopen(path, "w") : NULL;

	if (f) {
		fprintf(f, "%ld\n", points);
		fclose(f);
	}
}

#define REAL(name) \
	static __typeof__(&name) real; \
	if (!real) \
		real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define AROUND(type, call) \
	point(); \
	type out = call; \
	point(); \
	return out

ssize_t write(int fd, const void *p, size_t n)
{
	REAL(write);
	AROUND(ssize_t, real(fd, p, n));
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t where)
{
	REAL(pwrite);
	AROUND(ssize_t, real(fd, p, n, where));
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t where)
{
	REAL(pwrite64);
	AROUND(ssize_t, real(fd, p, n, where));
}

int fsync(int fd)
{
	REAL(fsync);
	AROUND(int, real(fd));
}

int fdatasync(int fd)
{
	REAL(fdatasync);
	AROUND(int, real(fd));
}

int rename(const char *from, const char *to)
{
	REAL(rename);
	AROUND(int, real(from, to));
}

int ftruncate(int fd, off_t n)
{
	REAL(ftruncate);
	AROUND(int, real(fd, n));
}

ssize_t send(int fd, const void *p, size_t n, int flags)
{
	REAL(send);
	AROUND(ssize_t, real(fd, p, n, flags));
}

ssize_t sendto(int fd, const void *p, size_t n, int flags, const struct sockaddr *to, socklen_t len)
{
	REAL(sendto);
	AROUND(ssize_t, real(fd, p, n, flags, to, len));
}

ssize_t sendmsg(int fd, const struct msghdr *m, int flags)
{
	REAL(sendmsg);
	AROUND(ssize_t, real(fd, m, flags));
}

ssize_t writev(int fd, const struct iovec *v, int n)
{
	REAL(writev);
	AROUND(ssize_t, real(fd, v, n));
}
