/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/backup.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "codec/pack.h"
#include "codec/scale.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_DEPTH = 6, MAX_NAME = 255, MAX_FILES = 10000 };

const char backup_kind[4] = { 'B', 'K', 'U', 'P' };

/* The numbers in the file are places in this list: never reorder. */
static const enum path_kind kinds[] = { PATH_CONFIG, PATH_DATA, PATH_STATE };
static const char kept_tail[] = ".before-restore";

struct part {
	enum path_kind kind;
	const char *name;
	enum err (*copy)(const char *path, const char *to);
};

static VEC(, struct part) parts;

/* One collecting: files go to body, counted. */
struct basket {
	struct str *body;
	struct backup_count *count;
	struct fault *f;
	size_t kind;
};

void backup_register(enum path_kind kind, const char *name, enum err (*copy)(const char *path, const char *to))
{
	for (size_t i = 0; i < parts.n; i++)
		if (parts.v[i].kind == kind && !strcmp(parts.v[i].name, name))
			return;
	vec_push(&parts, (struct part){ kind, name, copy });
}

static bool ends(const char *name, const char *tail)
{
	size_t n = strlen(name), t = strlen(tail);

	return n > t && !strcmp(name + n - t, tail);
}

static const struct part *find_part(enum path_kind kind, const char *name)
{
	const char *base = strrchr(name, '/') ? strrchr(name, '/') + 1 : name;

	for (size_t i = 0; i < parts.n; i++)
		if (parts.v[i].kind == kind && !strcmp(parts.v[i].name, base))
			return &parts.v[i];
	return NULL;
}

/* Leftovers of writing, locks, parts of a database that its copy holds, earlier generations, other worlds and people. */
static bool left_out(const char *name, const char *entry)
{
	static const char *const tails[] = { ".tmp", ".lock", "-wal", "-shm", "-journal", ".bak", ".tries", kept_tail };

	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
		if (ends(entry, tails[i]))
			return true;
	return entry[0] == '.' || !strcmp(entry, "lock") || !strcmp(name, "profiles") || !strncmp(name, "worlds/sandbox", 14);
}

/* A name that stays below its folder on any machine. */
static bool safe_name(struct slice name)
{
	struct slice rest = name, part;

	if (!name.n || name.n > MAX_NAME || memchr(name.p, 0, name.n))
		return false;
	while (slice_split(&rest, '/', &part))
		if (!part.n || part.p[0] == '.')
			return false;
	return name.p[name.n - 1] != '/';
}

static enum err take_file(struct basket *b, const char *path, const char *name)
{
	const struct part *part = find_part(kinds[b->kind], name);
	struct str bytes = { 0 }, copy = { 0 };
	enum err e = E_OK;

	if (part && part->copy) {
		str_addf(&copy, "%s.backup-copy.tmp", path);
		unlink(str_c(&copy));
		e = part->copy(path, str_c(&copy));
		if (e)
			fault_set(b->f, e, "%s", path);
	}
	if (!e)
		e = paths_read(copy.n ? str_c(&copy) : path, BACKUP_MAX, &bytes, b->f);
	if (!e && (b->body->n + bytes.n > BACKUP_MAX || b->count->files == MAX_FILES))
		e = fault_set(b->f, E_TOO_BIG, "%s", path);
	if (!e) {
		pack_uint(b->body, b->kind, 1);
		pack_blob(b->body, name, strlen(name));
		pack_blob(b->body, bytes.p, bytes.n);
		b->count->files++;
		b->count->bytes += bytes.n;
	}
	if (copy.n)
		unlink(str_c(&copy));
	str_free(&copy);
	str_free(&bytes);
	return e;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The entries of a folder in order, so that the same files give the same backup. NULL-terminated, owned. */
static char **list(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	VEC(, char *) names = { 0 };

	while (dir && (entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			vec_push(&names, mem_strdup(entry->d_name));
	if (dir)
		closedir(dir);
	if (names.n)
		qsort(names.v, names.n, sizeof *names.v, by_name);
	vec_push(&names, NULL);
	return names.v;
}

/* path: the folder; name: where it is below the folder of its kind, "" at the top. */
static enum err take_folder(struct basket *b, const char *path, const char *name, int depth)
{
	char **names = list(path);
	enum err e = E_OK;

	for (char **entry = names; *entry; entry++) {
		struct str child = { 0 }, below = { 0 };
		struct stat st;

		str_addf(&child, "%s/%s", path, *entry);
		str_addf(&below, "%s%s%s", name, *name ? "/" : "", *entry);
		if (e || left_out(str_c(&below), *entry) || !safe_name(slice_str(&below)) || stat(str_c(&child), &st))
			; /* not ours */
		else if (S_ISDIR(st.st_mode) && depth < MAX_DEPTH)
			e = take_folder(b, str_c(&child), str_c(&below), depth + 1);
		else if (S_ISREG(st.st_mode) && (kinds[b->kind] != PATH_STATE || find_part(PATH_STATE, str_c(&below))))
			e = take_file(b, str_c(&child), str_c(&below));
		str_free(&child);
		str_free(&below);
		free(*entry);
	}
	free(names);
	return e;
}

enum err backup_collect(struct str *out, struct backup_count *count, struct fault *f)
{
	struct str body = { 0 }, path = { 0 };
	struct basket b = { .body = &body, .count = count, .f = f };
	enum err e = E_OK;

	*count = (struct backup_count){ 0 };
	for (; b.kind < sizeof kinds / sizeof *kinds && !e; b.kind++) {
		str_cut(&path, 0);
		e = paths_in(kinds[b.kind], ".", &path);
		if (e)
			fault_set(f, e, "%s", str_c(&path));
		else
			e = take_folder(&b, str_c(&path), "", 0);
	}
	if (!e) {
		pack_uint(out, count->files, 4);
		str_add(out, slice_str(&body));
	}
	str_free(&body);
	str_free(&path);
	return e;
}

/* One file of the inside. */
struct item {
	enum path_kind kind;
	char name[MAX_NAME + 1];
	struct slice bytes;
};

static bool next(struct scale *s, struct item *out)
{
	uint64_t kind = scale_uint(s, 1);
	struct slice name = scale_blob(s);

	out->bytes = scale_blob(s);
	if (s->bad || kind >= sizeof kinds / sizeof *kinds || !safe_name(name)) {
		s->bad = true;
		return false;
	}
	out->kind = kinds[kind];
	memcpy(out->name, name.p, name.n);
	out->name[name.n] = 0;
	return true;
}

/* Whether other bytes stand at path. */
static bool differs(const char *path, struct slice bytes, bool *there)
{
	struct str now = { 0 };
	enum err e = paths_read(path, BACKUP_MAX, &now, NULL);
	bool same = !e && slice_eq(slice_str(&now), bytes);

	*there = e != E_NOT_FOUND;
	str_free(&now);
	return !same;
}

enum err backup_look(struct slice inside, struct backup_count *count)
{
	struct scale s = scale_open(inside.p, inside.n);
	uint64_t files = scale_uint(&s, 4);
	struct item item;

	*count = (struct backup_count){ 0 };
	if (files > MAX_FILES)
		return E_CORRUPT;
	for (uint64_t i = 0; i < files && next(&s, &item); i++) {
		struct str path = { 0 };
		bool there;

		count->files++;
		count->bytes += item.bytes.n;
		if (!paths_in(item.kind, item.name, &path) && differs(str_c(&path), item.bytes, &there) && there)
			count->replaced++;
		str_free(&path);
	}
	return scale_done(&s) ? E_OK : E_CORRUPT;
}

/* What belongs to the file of before and would be taken for the new one's: a database's unwritten pages, an older generation. */
static void put_aside(const char *path)
{
	static const char *const tails[] = { "-wal", "-shm", "-journal", ".bak", ".tries" };
	struct str from = { 0 }, to = { 0 };

	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
		str_cut(&from, 0);
		str_cut(&to, 0);
		str_addf(&from, "%s%s", path, tails[i]);
		str_addf(&to, "%s%s", str_c(&from), kept_tail);
		rename(str_c(&from), str_c(&to)); /* mostly there is none */
	}
	str_free(&from);
	str_free(&to);
}

static enum err put(const char *path, struct slice bytes, struct backup_count *count, struct fault *f)
{
	struct str kept = { 0 };
	bool there;
	enum err e = E_OK;

	if (!differs(path, bytes, &there))
		return E_OK;
	if (there) {
		str_addf(&kept, "%s%s", path, kept_tail);
		if (rename(path, str_c(&kept)))
			e = fault_set(f, err_from_errno(errno), "%s", path);
		count->replaced += !e;
	}
	if (!e) {
		put_aside(path);
		e = paths_write(path, bytes, f);
	}
	if (e && there && kept.n && rename(str_c(&kept), path))
		fault_set(f, e, _("%s is now %s"), path, str_c(&kept));
	str_free(&kept);
	return e;
}

enum err backup_restore(struct slice inside, struct backup_count *count, struct fault *f)
{
	struct scale s = scale_open(inside.p, inside.n);
	struct backup_count all;
	struct item item;
	enum err e = backup_look(inside, &all);

	*count = (struct backup_count){ 0 };
	if (e)
		return fault_set(f, e, "%s", _("the inside of the backup"));
	scale_uint(&s, 4);
	for (size_t i = 0; i < all.files && !e && next(&s, &item); i++) {
		struct str path = { 0 };

		e = paths_in(item.kind, item.name, &path);
		if (e)
			fault_set(f, e, "%s", item.name);
		else
			e = put(str_c(&path), item.bytes, count, f);
		str_free(&path);
		count->files += !e;
		count->bytes += e ? 0 : item.bytes.n;
	}
	return e;
}
