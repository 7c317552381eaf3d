/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vault's file: read with its older generation behind it, written under a lock, each write whole or not at all. */
#include "base/i18n.h"
#include "base/paths.h"
#include "keys/norm.h"
#include "keys/vault_body.h"
#include "keys/vault_file.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static char *beside(const char *path, const char *suffix)
{
	struct str s = { 0 };
	str_addf(&s, "%s%s", path, suffix);
	return str_take(&s);
}

static enum err read_one(const char *path, struct str *bytes, struct seal_look *seen, struct fault *f)
{
	str_cut(bytes, 0);
	enum err e = paths_private(path, f);
	if (e == E_OK)
		e = paths_read(path, VAULT_BODY_FILE, bytes, f);
	if (e == E_OK)
		e = seal_look(slice_str(bytes), VAULT_BODY_KIND, VAULT_BODY_VERSION, seen, f);
	return e == E_INVALID ? E_CORRUPT : e;
}

enum err vault_file_read(const char *path, struct str *bytes, struct seal_look *seen, bool *recovered, struct fault *f)
{
	*recovered = false;
	enum err first = read_one(path, bytes, seen, NULL);
	if (first == E_OK)
		return E_OK;
	if (first != E_CORRUPT && first != E_NOT_FOUND)
		return fault_set(f, first, "%s", path);
	char *older = beside(path, ".bak");
	enum err e = read_one(older, bytes, seen, NULL);
	*recovered = e == E_OK;
	if (e != E_OK && first == E_CORRUPT)
		fault_set(f, E_CORRUPT, _("the vault is damaged, and there is no older generation to read"));
	else if (e != E_OK)
		fault_set(f, e, "%s", e == E_NOT_FOUND ? path : older);
	free(older);
	return e != E_OK && first == E_CORRUPT ? E_CORRUPT : e;
}

/* Held while a process writes; the file itself is replaced, so it cannot be the lock. */
static int lock(const char *path)
{
	char *name = beside(path, ".lock");
	int fd = open(name, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
	free(name);
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
		close(fd);
		errno = EBUSY;
		fd = -1;
	}
	return fd;
}

/* What paths_write left behind when it was cut: ".name.XXXXXX". Only ciphertext, but it would pile up. */
static void sweep(const char *path)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
	struct str folder = { 0 }, name = { 0 };
	str_add(&folder, slash ? (struct slice){ path, (size_t)(slash - path) + 1 } : SLICE("./"));
	DIR *d = opendir(str_c(&folder));
	struct dirent *entry;
	size_t n = strlen(base);
	while (d && (entry = readdir(d))) {
		const char *s = entry->d_name;
		if (s[0] != '.' || strncmp(s + 1, base, n) != 0)
			continue;
		s += 1 + n;
		if (strncmp(s, ".bak", 4) == 0)
			s += 4;
		if (*s != '.' || strlen(s) != 7)
			continue;
		str_cut(&name, 0);
		str_addf(&name, "%s%s", str_c(&folder), entry->d_name);
		unlink(str_c(&name));
	}
	if (d)
		closedir(d);
	str_free(&folder);
	str_free(&name);
}

/* The present file becomes the older generation. It never lacks a name meanwhile: a second one is linked, then moved. */
static enum err keep_older(const char *path, struct slice bytes, struct fault *f)
{
	char *older = beside(path, ".bak"), *second = beside(path, ".bak.new");
	enum err e = E_OK;
	unlink(second);
	if (link(path, second) != 0 || rename(second, older) != 0)
		e = paths_write(older, bytes, f); /* no links on this file system */
	free(older);
	free(second);
	return e;
}

/* May these bytes replace what is there? *usable: what is there is whole. */
static enum err admit(const struct vault *v, struct str *now, bool *usable, struct fault *f)
{
	struct seal_look seen;
	unsigned char world[32];
	uint64_t generation = 0;
	enum err e = read_one(v->path, now, &seen, NULL);
	*usable = e == E_OK && vault_body_read_open(seen.open, world, &generation, NULL) == E_OK;
	if (e == E_NEWER || e == E_PERMISSION)
		return fault_set(f, e, "%s", v->path);
	if (*usable && generation != v->generation)
		return fault_set(f, E_BUSY, _("another vigie has changed the vault: lock and unlock it"));
	if (!*usable && v->generation && !v->recovered)
		return fault_set(f, E_CORRUPT, _("the file of the vault was damaged or taken away since it was unlocked"));
	return E_OK;
}

static enum err write_locked(const struct vault *v, struct slice bytes, bool purge, struct fault *f)
{
	struct str now = { 0 };
	char *older = beside(v->path, ".bak");
	bool usable;
	enum err e = admit(v, &now, &usable, f);
	if (e == E_OK) {
		sweep(v->path);
		if (usable && !purge) /* a damaged file never replaces a good older generation */
			e = keep_older(v->path, slice_str(&now), f);
		else if (usable) /* what is purged goes before the new file comes, so that a cut leaves none of it */
			unlink(older);
	}
	if (e == E_OK)
		e = paths_write(v->path, bytes, f);
	if (e == E_OK && purge)
		(void)paths_write(older, bytes, NULL); /* the change is done: an older generation less is no failure */
	free(older);
	str_free(&now);
	return e;
}

enum err vault_file_write(const struct vault *v, struct slice bytes, bool purge, struct fault *f)
{
	int fd = lock(v->path);
	if (fd < 0)
		return errno == EBUSY ? fault_set(f, E_BUSY, _("another vigie writes to the vault")) :
					fault_set(f, err_from_errno(errno), "%s", v->path);
	enum err e = write_locked(v, bytes, purge, f);
	close(fd);
	return e;
}
