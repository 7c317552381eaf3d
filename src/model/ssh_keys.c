/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ssh_keys.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/lookout.h"
#include "model/station.h"
#include "model/tasks.h"
#include "station/home.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { PERIOD_MS = 10000, STEP = 24 };

struct ssh_keys_inside {
	struct app *app;
	struct loop_timer *timer;
	struct timespec changed;     /* of authorized_keys at the last look */
	int64_t read_ms;
	struct ssh_known_list learnt;
	struct home_walk *walk;      /* while the stations of the swarm are asked for their keys */
	struct loop_timer *step;
	unsigned task;
};

static void wake(void *arg)
{
	ssh_keys_look(arg);
}

struct ssh_keys *ssh_keys_new(struct app *a)
{
	struct ssh_keys *k = mem_new(sizeof *k);
	subject_init(&k->subject, "ssh-keys");
	k->subject.on_watch = wake;
	k->subject.on_watch_arg = k;
	k->in = mem_new(sizeof *k->in);
	k->in->app = a;
	return k;
}

void ssh_keys_free(struct ssh_keys *k)
{
	if (!k)
		return;
	loop_timer_del(k->in->timer);
	loop_timer_del(k->in->step);
	home_walk_free(k->in->walk);
	vec_free(&k->in->learnt);
	subject_done(&k->subject);
	vec_free(&k->keys);
	free(k->in);
	free(k);
}

static int order(const void *x, const void *y)
{
	const struct ssh_key *a = x, *b = y;
	bool ua = a->origin == SSH_UNKNOWN || a->damaged, ub = b->origin == SSH_UNKNOWN || b->damaged;
	return ua != ub ? (ua ? -1 : 1) : a->line - b->line;
}

static void learn_own(struct ssh_known_list *known, const char *account)
{
	static const char *const files[] = { "id_ed25519.pub", "id_rsa.pub", "id_ecdsa.pub", "origin.key.pub" };
	struct str path = { 0 };
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		str_cut(&path, 0);
		str_addf(&path, "%s/.ssh/%s", account, files[i]);
		ssh_learn_file(known, path.p, SSH_SELF, NULL);
	}
	str_free(&path);
}

/* A login that came through a tunnel comes from this machine itself. */
static bool through_tunnel(void)
{
	const char *c = getenv("SSH_CONNECTION");
	return c && (!strncmp(c, "127.", 4) || !strncmp(c, "::1 ", 4));
}

/* All that can vouch for a key is learnt: the keys are held against it. */
static void audit(struct ssh_keys *k)
{
	struct stat st = { 0 };
	struct fault f = { 0 };
	k->keys.n = 0;
	k->known = k->unknown = 0;
	enum err e = ssh_audit(&k->keys, k->path, &k->in->learnt, &f);
	vec_free(&k->in->learnt);
	if (k->keys.n > 1)
		qsort(k->keys.v, k->keys.n, sizeof *k->keys.v, order);
	for (size_t i = 0; i < k->keys.n; i++)
		*(k->keys.v[i].origin == SSH_UNKNOWN || k->keys.v[i].damaged ? &k->unknown : &k->known) += 1;
	k->through_tunnel = through_tunnel();
	if (!stat(k->path, &st))
		k->in->changed = st.st_mtim;
	if (e == E_NOT_FOUND)
		subject_state(&k->subject, STATE_EMPTY, NULL);
	else
		subject_state(&k->subject, e ? STATE_ERROR : STATE_FRESH, e ? &f : NULL);
	subject_touch(&k->subject);
	lookout_changed(k->in->app);
}

static void step(void *arg)
{
	struct ssh_keys *k = arg;
	struct app *a = k->in->app;
	k->in->step = NULL;
	if (k->in->walk && home_walk_next(k->in->walk, STEP, home_learn_station, &k->in->learnt)) {
		if (!k->in->task)
			k->in->task = tasks_begin(a->tasks, _("asking whose keys these are"), NULL, NULL);
		k->in->step = loop_timer_add(a->loop, 1, step, k);
		return;
	}
	home_walk_free(k->in->walk);
	k->in->walk = NULL;
	if (k->in->task)
		tasks_end(a->tasks, k->in->task, E_OK);
	k->in->task = 0;
	audit(k);
}

static void read_keys(struct ssh_keys *k)
{
	struct station *st = k->in->app->station;
	const char *home = station_home(st), *account = station_account(st);
	if (k->in->walk)
		return;
	snprintf(k->path, sizeof k->path, "%s/.ssh/authorized_keys", account);
	learn_own(&k->in->learnt, account);
	if (*home) {
		home_learn(home, &k->in->learnt);
		k->level = home_level(home, station_peer_here(st));
		k->in->walk = home_walk_new(home);
	}
	step(k);
}

static void tick(void *arg)
{
	struct ssh_keys *k = arg;
	k->in->timer = NULL;
	ssh_keys_look(k);
}

/* Reading all anew costs a look at each station of the swarm: only when the file changed, or after a while. */
void ssh_keys_look(struct ssh_keys *k)
{
	struct app *a = k->in->app;
	struct stat st = { 0 };
	if (a->still || k->in->timer)
		return;
	if (!subject_watched(&k->subject))
		return;
	bool first = !k->in->read_ms;
	if (!first && !stat(k->path, &st) && st.st_mtim.tv_sec == k->in->changed.tv_sec && st.st_mtim.tv_nsec == k->in->changed.tv_nsec &&
	    tick_ms() - k->in->read_ms < 30 * PERIOD_MS) {
		subject_state(&k->subject, k->subject.state, k->subject.fault.code ? &k->subject.fault : NULL);
	} else {
		ssh_keys_refresh(k);
	}
	k->in->timer = loop_timer_add(a->loop, tick_beat(PERIOD_MS), tick, k);
}

void ssh_keys_refresh(struct ssh_keys *k)
{
	if (k->in->app->still)
		return;
	k->in->read_ms = tick_ms();
	read_keys(k);
}
