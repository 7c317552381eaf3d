/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/presence.h"
#include "base/conf.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/tick.h"
#include "io/lock.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/machine.h"
#include "model/snap.h"
#include "station/who.h"
#include <dirent.h>
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PERIOD_MS = 5000, INSTANCES_MOST = 64 };

struct presence_inside {
	struct app *app;
	struct loop_timer *timer;
	struct lock *lock;
	char file[600];              /* of this instance */
	char view[32];
	int64_t began;
};

static void wake(void *arg);

struct presence *presence_new(struct app *a)
{
	struct presence *p = mem_new(sizeof *p);
	subject_init(&p->subject, "presence");
	p->in = mem_new(sizeof *p->in);
	p->in->app = a;
	p->in->began = tick_now();
	if (a) {
		p->subject.on_watch = wake;
		p->subject.on_watch_arg = p;
	}
	return p;
}

static void clear(struct presence *p)
{
	for (size_t i = 0; i < p->visitors.n; i++) {
		free(p->visitors.v[i].name);
		free(p->visitors.v[i].from);
		free(p->visitors.v[i].view);
		free(p->visitors.v[i].line);
	}
	vec_free(&p->visitors);
}

void presence_free(struct presence *p)
{
	if (!p)
		return;
	loop_timer_del(p->in->timer);
	lock_give(p->in->lock);
	if (*p->in->file)
		unlink(p->in->file);
	clear(p);
	subject_done(&p->subject);
	free(p->in);
	free(p);
}

/* The folder that all instances share: named by the settings, else one's own. The first to come makes it, for its group. */
static bool folder(struct presence *p, struct str *out)
{
	const char *shared = conf_text(p->in->app->conf, "station.shared");
	if (!*shared) {
		/* the profiles of one account see each other */
		if (paths_in(PATH_RUNTIME, "here/x", out))
			return false;
		str_cut(out, out->n - strlen("/here/x"));
		char *profiles = strstr(out->p, "/profiles/");
		if (profiles)
			str_cut(out, (size_t)(profiles - out->p));
		str_adds(out, "/here");
		return !mkdir(out->p, 0700) || errno == EEXIST;
	}
	str_adds(out, shared);
	if (mkdir(out->p, 0770) && errno != EEXIST)
		return false;
	return true;
}

static const char *my_name(void)
{
	const struct passwd *u = getpwuid(geteuid());
	const char *name = u ? u->pw_name : getenv("USER");
	return name && *name ? name : "?";
}

/* "10.0.0.7 51234 10.0.0.2 22" -> "10.0.0.7"; "" at the console. */
static void my_origin(char *out, size_t cap)
{
	const char *c = getenv("SSH_CONNECTION");
	out[0] = 0;
	if (c)
		snprintf(out, cap, "%.*s", (int)strcspn(c, " "), c);
}

static const char *my_line(void)
{
	const char *tty = ttyname(0);
	return tty && !strncmp(tty, "/dev/", 5) ? tty + 5 : "";
}

/* The words of a lock cannot be changed while it is held: it is given and taken again under the same name. */
static void announce(struct presence *p)
{
	struct str path = { 0 };
	struct lock_holder me = { .since = p->in->began, .pid = getpid() };
	const char *profile = paths_profile();
	if (!*p->in->file) {
		if (!folder(p, &path)) {
			str_free(&path);
			return;
		}
		snprintf(p->in->file, sizeof p->in->file, "%s/here-%d", path.p, (int)getpid());
		str_free(&path);
	}
	bool named = *profile && strcmp(profile, "default");
	snprintf(me.who, sizeof me.who, "%.40s%s%.20s", my_name(), named ? "/" : "", named ? profile : "");
	my_origin(me.from, sizeof me.from);
	snprintf(me.what, sizeof me.what, "%s %s", p->in->view, my_line());
	lock_give(p->in->lock);
	p->in->lock = NULL;
	lock_take(p->in->file, &me, *conf_text(p->in->app->conf, "station.shared"), &p->in->lock, NULL, NULL);
}

void presence_show(struct presence *p, const char *view)
{
	struct app *a = p->in->app;
	if (!a || a->still || a->dump || a->readonly || !strcmp(view, p->in->view))
		return;
	snprintf(p->in->view, sizeof p->in->view, "%s", view);
	announce(p);
}

VEC(visitor_list, struct visitor);

static void add_instances(struct presence *p, struct visitor_list *out)
{
	struct str dir = { 0 };
	struct dirent *d;
	if (!folder(p, &dir)) {
		str_free(&dir);
		return;
	}
	size_t base = dir.n;
	DIR *at = opendir(dir.p);
	while (at && (d = readdir(at)) && out->n < INSTANCES_MOST) {
		struct lock_holder h;
		if (strncmp(d->d_name, "here-", 5))
			continue;
		str_cut(&dir, base);
		str_addf(&dir, "/%s", d->d_name);
		if (!lock_look(dir.p, &h))
			continue;
		char *blank = strchr(h.what, ' ');
		if (blank)
			*blank = 0;
		vec_push(out, (struct visitor){ .name = mem_strdup(h.who), .from = mem_strdup(h.from), .since = h.since,
		                                .me = h.pid == getpid(), .view = mem_strdup(h.what), .line = mem_strdup(blank ? blank + 1 : ""),
		                                .pid = h.pid });
	}
	if (at)
		closedir(at);
	str_free(&dir);
}

/* A login whose terminal already shows an instance of vigie is that person. */
static void add_logins(struct visitor_list *out)
{
	struct whos logins = { 0 };
	who_read(&logins, machine_root());
	for (size_t i = 0; i < logins.n; i++) {
		const struct who *w = &logins.v[i];
		bool there = false;
		for (size_t k = 0; k < out->n && *w->line; k++)
			there = there || !strcmp(out->v[k].line, w->line);
		if (!there)
			vec_push(out, (struct visitor){ .name = mem_strdup(w->name), .from = mem_strdup(w->from), .since = w->since,
			                                .view = mem_strdup(""), .line = mem_strdup(w->line), .me = !strcmp(w->line, my_line()) && *w->line });
	}
	vec_free(&logins);
}

static int order(const void *x, const void *y)
{
	const struct visitor *a = x, *b = y;
	if (a->me != b->me)
		return a->me ? 1 : -1;
	if (!a->pid != !b->pid)
		return a->pid ? -1 : 1;
	return strcmp(a->name, b->name) ? strcmp(a->name, b->name) : (a->since > b->since) - (a->since < b->since);
}

static bool same(const struct visitor_list *a, const struct presence *p)
{
	if (a->n != p->visitors.n)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		const struct visitor *x = &a->v[i], *y = &p->visitors.v[i];
		if (strcmp(x->name, y->name) || strcmp(x->from, y->from) || strcmp(x->view, y->view) || x->since != y->since || x->me != y->me)
			return false;
	}
	return true;
}

void presence_refresh(struct presence *p)
{
	struct visitor_list fresh = { 0 };
	if (!p->in->app || p->in->app->still)
		return;
	add_instances(p, &fresh);
	add_logins(&fresh);
	if (fresh.n > 1)
		qsort(fresh.v, fresh.n, sizeof *fresh.v, order);
	bool moved = !same(&fresh, p);
	clear(p);
	p->visitors.v = fresh.v;
	p->visitors.n = fresh.n;
	p->visitors.cap = fresh.cap;
	if (moved || p->subject.state != STATE_FRESH)
		subject_state(&p->subject, STATE_FRESH, NULL);
	else {
		p->subject.since = tick_now();
		p->subject.since_ms = tick_ms();
	}
}

static void tick(void *arg)
{
	struct presence *p = arg;
	p->in->timer = NULL;
	wake(p);
}

static void wake(void *arg)
{
	struct presence *p = arg;
	if (p->in->app->still || p->in->timer || !subject_watched(&p->subject))
		return;
	presence_refresh(p);
	p->in->timer = loop_timer_add(p->in->app->loop, tick_beat(PERIOD_MS), tick, p);
}

void presence_load(struct presence *p, const json_t *o)
{
	size_t i;
	json_t *v;
	clear(p);
	json_array_foreach(json_object_get(o, "visitors"), i, v)
		vec_push(&p->visitors, (struct visitor){ .name = snap_text(v, "name", 64), .from = snap_text(v, "from", 64),
		                                         .since = snap_int(v, "since", 0), .me = snap_bool(v, "me"),
		                                         .view = snap_text(v, "view", 32), .line = snap_text(v, "line", 32) });
	snap_read_state(&p->subject, o);
}

json_t *presence_save(const struct presence *p)
{
	json_t *o = json_object(), *visitors = json_array();
	for (size_t i = 0; i < p->visitors.n; i++) {
		const struct visitor *v = &p->visitors.v[i];
		json_array_append_new(visitors, json_pack("{s:s,s:s,s:I,s:b,s:s,s:s}", "name", v->name, "from", v->from, "since",
		                                          (json_int_t)v->since, "me", v->me, "view", v->view, "line", v->line));
	}
	json_object_set_new(o, "visitors", visitors);
	snap_write_state(&p->subject, o);
	return o;
}
