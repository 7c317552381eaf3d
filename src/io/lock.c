/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/lock.h"
#include "base/clean.h"
#include "base/mem.h"
#include "base/tick.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct lock {
	int fd;
};

static void put(char *out, size_t cap, struct slice s)
{
	struct str clean = { 0 };
	clean_line(&clean, s, cap - 1);
	memcpy(out, str_c(&clean), clean.n);
	out[clean.n] = 0;
	str_free(&clean);
}

static void read_holder(int fd, struct lock_holder *h)
{
	char buf[1024];
	ssize_t n = pread(fd, buf, sizeof buf, 0);
	struct slice rest = { buf, n > 0 ? (size_t)n : 0 }, line;
	int64_t pid = 0;
	*h = (struct lock_holder){ 0 };
	if (slice_split(&rest, '\n', &line))
		put(h->who, sizeof h->who, line);
	if (slice_split(&rest, '\n', &line))
		put(h->from, sizeof h->from, line);
	if (slice_split(&rest, '\n', &line) && !slice_i64(line, &h->since))
		h->since = 0;
	if (slice_split(&rest, '\n', &line))
		put(h->what, sizeof h->what, line);
	if (slice_split(&rest, '\n', &line) && slice_i64(line, &pid))
		h->pid = (pid_t)pid;
}

static enum err write_holder(int fd, const struct lock_holder *h, struct fault *f, const char *path)
{
	struct str s = { 0 };
	struct lock_holder mine = *h;
	put(mine.who, sizeof mine.who, slice_of(h->who)); /* a line end in a name must not make a line */
	put(mine.from, sizeof mine.from, slice_of(h->from));
	put(mine.what, sizeof mine.what, slice_of(h->what));
	str_addf(&s, "%s\n%s\n%lld\n%s\n%d\n", mine.who, mine.from, (long long)(h->since ? h->since : tick_now()), mine.what,
	         (int)getpid());
	bool good = !ftruncate(fd, 0) && pwrite(fd, s.p, s.n, 0) == (ssize_t)s.n;
	str_free(&s);
	return good ? E_OK : fault_set(f, err_from_errno(errno), "%s", path);
}

enum err lock_take(const char *path, const struct lock_holder *me, bool shared, struct lock **out, struct lock_holder *holder,
                   struct fault *f)
{
	*out = NULL;
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, shared ? 0660 : 0600);
	if (fd < 0)
		return fault_set(f, err_from_errno(errno), "%s", path);
	if (shared && fchmod(fd, 0660) && errno != EPERM) { /* the umask took the group's right; only the owner can give it */
		enum err e = fault_set(f, err_from_errno(errno), "%s", path);
		close(fd);
		return e;
	}
	struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	if (fcntl(fd, F_OFD_SETLK, &all)) {
		enum err e = errno == EAGAIN || errno == EACCES ? E_BUSY : err_from_errno(errno);
		struct lock_holder other;
		read_holder(fd, &other);
		close(fd);
		if (holder)
			*holder = other;
		return fault_set(f, e, "%s", *other.who ? other.who : path);
	}
	enum err e = write_holder(fd, me, f, path);
	if (e) {
		close(fd);
		return e;
	}
	*out = mem_new(sizeof **out);
	(*out)->fd = fd;
	return E_OK;
}

void lock_give(struct lock *l)
{
	if (!l)
		return;
	if (ftruncate(l->fd, 0))
		errno = 0; /* the words are leftovers then, and ignored as such */
	close(l->fd);
	free(l);
}

bool lock_look(const char *path, struct lock_holder *holder)
{
	struct lock_holder h;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return false;
	struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	bool held = !fcntl(fd, F_OFD_GETLK, &all) && all.l_type != F_UNLCK;
	if (held) {
		read_holder(fd, &h);
		if (holder)
			*holder = h;
	}
	close(fd);
	return held;
}
