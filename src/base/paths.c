/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/paths.h"
#include "base/i18n.h"
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* home: the folder of each kind, of this profile, without the world. */
static struct {
	struct str home[PATH_KINDS];
	char profile[33], world[33], exe[1024];
} state;

static const struct xdg {
	const char *env, *below_home;
} xdg[PATH_KINDS];

/* What may become a folder: nothing hidden, no path. */
static bool is_name(const char *s)
{
	size_t n = strlen(s);
	return n > 0 && n <= 32 && s[0] != '.' && s[0] != '-' &&
	    strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") == n;
}

static const char *home_folder(void)
{
	const char *h = getenv("HOME");
	if (h && h[0] == '/')
		return h;
	struct passwd *pw = getpwuid(geteuid());
	return pw && pw->pw_dir && pw->pw_dir[0] == '/' ? pw->pw_dir : NULL;
}

/* XDG says that a relative path in these variables is to be ignored. */
static bool base_folder(enum path_kind kind, struct str *out)
{
	const char *v = getenv(xdg[kind].env), *h;
	if (v && v[0] == '/') {
		str_addf(out, "%s/vigie", v);
		return true;
	}
	if (kind == PATH_RUNTIME) {
		v = getenv("TMPDIR");
		str_addf(out, "%s/vigie-%lu", v && v[0] == '/' ? v : "/tmp", (unsigned long)geteuid());
		return true;
	}
	h = home_folder();
	if (!h)
		return false;
	str_addf(out, "%s/%s/vigie", h, xdg[kind].below_home);
	return true;
}

enum err paths_init(const char *profile, struct fault *f)
{
	if (!profile || !*profile)
		profile = "default";
	if (!is_name(profile))
		return fault_set(f, E_INVALID, "%s", _("the name of the profile: letters, digits, . _ - only"));
	memcpy(state.profile, profile, strlen(profile) + 1);
	for (int k = 0; k < PATH_KINDS; k++) {
		struct str s = { 0 };
		if (!base_folder((enum path_kind)k, &s)) {
			str_free(&s);
			return fault_set(f, E_NOT_FOUND, "%s", _("the home folder (set HOME)"));
		}
		if (strcmp(profile, "default") != 0)
			str_addf(&s, "/profiles/%s", profile);
		str_free(&state.home[k]);
		state.home[k] = s;
	}
	return E_OK;
}

void paths_set_world(const char *world)
{
	if (is_name(world))
		memcpy(state.world, world, strlen(world) + 1);
}

const char *paths_profile(void)
{
	return state.profile[0] ? state.profile : "default";
}

/* Makes one folder, for us alone; an existing one is left as it is. */
static enum err make_folder(const char *path)
{
	struct stat st;
	if (!mkdir(path, 0700))
		return E_OK;
	int e = errno; /* EEXIST, or EACCES and EROFS far above our own folders */
	return !stat(path, &st) && S_ISDIR(st.st_mode) ? E_OK : err_from_errno(e);
}

static enum err make_folders(char *path, size_t from)
{
	for (char *p = path + from; (p = strchr(p, '/')); p++) {
		*p = 0;
		enum err e = make_folder(path);
		*p = '/';
		if (e)
			return e;
	}
	return E_OK;
}

/* The fallback below /tmp could have been made by somebody else to catch our locks. */
static enum err check_runtime(void)
{
	struct stat st;
	struct str top = { 0 };
	base_folder(PATH_RUNTIME, &top);
	int failed = lstat(str_c(&top), &st), e = errno;
	str_free(&top);
	if (failed)
		return err_from_errno(e);
	return S_ISDIR(st.st_mode) && st.st_uid == geteuid() && !(st.st_mode & 077) ? E_OK : E_PERMISSION;
}

static enum err place(enum path_kind kind, const char *world, const char *name, struct str *out)
{
	struct str path = { 0 };
	struct fault f;
	if (!state.home[kind].n && paths_init(NULL, &f))
		return f.code;
	if (!*name || name[0] == '/' || strstr(name, ".."))
		return E_INVALID;
	str_add(&path, slice_str(&state.home[kind]));
	if (*world)
		str_addf(&path, "/worlds/%s", world);
	str_addf(&path, "/%s", name);
	enum err e = make_folders(path.p, 1);
	if (!e && kind == PATH_RUNTIME)
		e = check_runtime();
	if (!e)
		str_add(out, slice_str(&path));
	str_free(&path);
	return e;
}

enum err paths_in(enum path_kind kind, const char *name, struct str *out)
{
	return place(kind, "", name, out);
}

enum err paths_world(enum path_kind kind, const char *name, struct str *out)
{
	return place(kind, state.world[0] ? state.world : "g1", name, out);
}

static enum err stat_is_private(const struct stat *st, const char *path, struct fault *f)
{
	if (st->st_uid != geteuid() || (st->st_mode & 077))
		return fault_set(f, E_PERMISSION, "%s", path);
	return E_OK;
}

enum err paths_private(const char *path, struct fault *f)
{
	struct stat st;
	if (stat(path, &st))
		return fault_set(f, err_from_errno(errno), "%s", path);
	return stat_is_private(&st, path, f);
}

/* O_NONBLOCK: opening a pipe that nobody writes to must not hang the program. */
enum err paths_read(const char *path, size_t max, struct str *out, struct fault *f)
{
	struct stat st;
	size_t start = out->n;
	enum err e = E_OK;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return fault_set(f, err_from_errno(errno), "%s", path);
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		close(fd);
		return fault_set(f, E_INVALID, _("%s: not a file"), path);
	}
	if (st.st_size > 0 && (uintmax_t)st.st_size <= max)
		str_reserve(out, (size_t)st.st_size + 1);
	for (;;) {
		str_reserve(out, 4096);
		ssize_t n = read(fd, out->p + out->n, out->cap - out->n - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			e = err_from_errno(errno);
		if (n <= 0)
			break;
		out->n += (size_t)n;
		if (out->n - start > max) {
			e = E_TOO_BIG;
			break;
		}
	}
	close(fd);
	out->p[out->n] = 0;
	if (e) {
		str_cut(out, start);
		return fault_set(f, e, "%s", path);
	}
	return E_OK;
}

static enum err write_all(int fd, struct slice bytes)
{
	while (bytes.n) {
		ssize_t n = write(fd, bytes.p, bytes.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_from_errno(errno);
		bytes = slice_from(bytes, (size_t)n);
	}
	return E_OK;
}

static enum err sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_from_errno(errno);
	/* Some network file systems cannot sync a folder; the rename has happened all the same. */
	enum err e = fsync(fd) && errno != EINVAL && errno != EROFS ? err_from_errno(errno) : E_OK;
	close(fd);
	return e;
}

static enum err replace(const char *path, const char *folder, struct slice bytes)
{
	struct str tmp = { 0 };
	const char *base = strrchr(path, '/');
	str_addf(&tmp, "%s/.%s.XXXXXX", folder, base ? base + 1 : path);
	int fd = mkostemp(tmp.p, O_CLOEXEC);
	enum err e = fd < 0 ? err_from_errno(errno) : write_all(fd, bytes);
	if (!e && fsync(fd))
		e = err_from_errno(errno);
	if (fd >= 0 && close(fd) && !e)
		e = err_from_errno(errno);
	if (!e && rename(tmp.p, path))
		e = err_from_errno(errno);
	if (e && fd >= 0)
		unlink(tmp.p);
	str_free(&tmp);
	return e ? e : sync_folder(folder);
}

enum err paths_write(const char *path, struct slice bytes, struct fault *f)
{
	char *real = realpath(path, NULL); /* people keep their configuration behind symbolic links */
	const char *target = real ? real : path, *slash = strrchr(target, '/');
	struct str folder = { 0 };
	if (!slash)
		str_adds(&folder, ".");
	else
		str_add(&folder, (struct slice){ target, slash == target ? 1 : (size_t)(slash - target) });
	enum err e = replace(target, str_c(&folder), bytes);
	str_free(&folder);
	free(real);
	return e ? fault_set(f, e, "%s", path) : E_OK;
}

const char *paths_exe_dir(void)
{
	if (!state.exe[0]) {
		ssize_t n = readlink("/proc/self/exe", state.exe, sizeof state.exe - 1);
		state.exe[n > 0 ? n : 0] = 0;
		char *slash = strrchr(state.exe, '/');
		if (slash)
			*slash = 0;
	}
	return state.exe;
}

static const struct xdg xdg[PATH_KINDS] = {
	[PATH_CONFIG] = { "XDG_CONFIG_HOME", ".config" },
	[PATH_DATA] = { "XDG_DATA_HOME", ".local/share" },
	[PATH_STATE] = { "XDG_STATE_HOME", ".local/state" },
	[PATH_CACHE] = { "XDG_CACHE_HOME", ".cache" },
	[PATH_RUNTIME] = { "XDG_RUNTIME_DIR", "" },
};

char *paths_typed(struct slice typed)
{
	const char *home = getenv("HOME");
	struct str s = { 0 };

	typed = slice_trim(typed);
	if (slice_starts(typed, "~/") && home && *home == '/') {
		str_adds(&s, home);
		typed = slice_from(typed, 1);
	}
	str_add(&s, typed);
	return str_take(&s);
}
