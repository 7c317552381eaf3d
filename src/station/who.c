/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "station/who.h"
#include "station/host_in.h"
#include "station/read.h"
#include <dirent.h>
#include <stdio.h>
#include <utmp.h>

enum { WHO_MOST = 64 };

/* Every field is a fixed array that need not end with a NUL. */
static struct slice field(const char *p, size_t cap)
{
	return (struct slice){ p, strnlen(p, cap) };
}

static void add(struct whos *out, const struct who *w)
{
	for (size_t i = 0; i < out->n; i++)
		if (!strcmp(out->v[i].line, w->line) && !strcmp(out->v[i].name, w->name) && *w->line)
			return;
	if (out->n < WHO_MOST && *w->name)
		vec_push(out, *w);
}

static void from_utmp(struct whos *out, const char *root)
{
	struct str s = { 0 };
	if (host_slurp(root, "/run/utmp", &s) || host_slurp(root, "/var/run/utmp", &s))
		for (size_t at = 0; at + sizeof(struct utmp) <= s.n; at += sizeof(struct utmp)) {
			struct utmp u;
			struct who w = { .since = 0 };
			memcpy(&u, s.p + at, sizeof u);
			if (u.ut_type != USER_PROCESS)
				continue;
			read_clean(w.name, sizeof w.name, field(u.ut_user, sizeof u.ut_user));
			read_clean(w.line, sizeof w.line, field(u.ut_line, sizeof u.ut_line));
			/* ":0" is a screen of this machine */
			if (u.ut_host[0] != ':')
				read_clean(w.from, sizeof w.from, field(u.ut_host, sizeof u.ut_host));
			w.since = u.ut_tv.tv_sec;
			add(out, &w);
		}
	str_free(&s);
}

static void session_line(struct who *w, struct slice line, bool *user)
{
	const char *eq = memchr(line.p, '=', line.n);
	int64_t v;
	if (!eq)
		return;
	struct slice key = slice_to(line, (size_t)(eq - line.p)), value = slice_from(line, key.n + 1);
	if (slice_is(key, "USER"))
		read_clean(w->name, sizeof w->name, value);
	else if (slice_is(key, "REMOTE_HOST"))
		read_clean(w->from, sizeof w->from, value);
	else if (slice_is(key, "TTY"))
		read_clean(w->line, sizeof w->line, value);
	else if (slice_is(key, "REALTIME") && slice_i64(value, &v))
		w->since = v / 1000000;
	else if (slice_is(key, "CLASS"))
		*user = slice_is(value, "user");
}

static void from_systemd(struct whos *out, const char *root)
{
	char dir[512], path[160];
	struct dirent *d;
	struct str s = { 0 };
	snprintf(dir, sizeof dir, "%s/run/systemd/sessions", root);
	DIR *at = opendir(dir);
	while (at && (d = readdir(at))) {
		struct who w = { .since = 0 };
		struct slice rest, line;
		bool user = false;
		snprintf(path, sizeof path, "/run/systemd/sessions/%.100s", d->d_name);
		if (d->d_name[0] == '.' || strstr(d->d_name, ".ref") || !host_slurp(root, path, &s))
			continue;
		rest = slice_str(&s);
		while (rest.n && slice_split(&rest, '\n', &line))
			session_line(&w, line, &user);
		if (user)
			add(out, &w);
	}
	if (at)
		closedir(at);
	str_free(&s);
}

void who_read(struct whos *out, const char *root)
{
	from_utmp(out, root);
	from_systemd(out, root);
}
