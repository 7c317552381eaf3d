/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "base/mem.h"
#include "cmd/cli_table.h"
#include "cmd/cmd_station.h"
#include "cmd/complete.h"
#include "cmd/handlers.h"
#include "cmd/station_json.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/bandwidth.h"
#include "model/capacity.h"
#include "model/ipfs.h"
#include "model/machine.h"
#include "model/peers.h"
#include "model/series.h"
#include "model/services.h"
#include "model/skywire.h"
#include "model/ssh_keys.h"
#include "model/station.h"
#include "model/storage.h"
#include "model/swarm.h"
#include <stdlib.h>

enum { PATIENCE_MS = 10000, WATCHES = 8, WATCH_MOST = 86400 };

/* One look at models from the command line: they are watched until nothing is asked any more, then printed; with --watch again
 * and again. */
struct look {
	struct cmd_run *r;
	json_t *(*json)(struct look *l);
	struct watch *watches[WATCHES];
	size_t n;
	const struct subject *main;
	struct loop_timer *timer;
	int settled;
	long watch_s, limit;
	bool all;
};

/* Two looks at once on one loop do not happen: the command line runs one command at a time, the screen opens views instead. */
static struct look *only;

static void noticed(void *arg, struct subject *s)
{
	(void)arg, (void)s;
}

static void watch(struct look *l, struct subject *s)
{
	if (l->n < WATCHES)
		l->watches[l->n++] = subject_watch(s, noticed, l);
}

static int64_t turn(void *arg);

static void look_drop(struct cmd_run *r, enum err e)
{
	struct look *l = r->data;
	(void)e;
	if (!l)
		return;
	loop_hook_del(r->app->loop, turn, l);
	loop_timer_del(l->timer);
	for (size_t i = 0; i < l->n; i++)
		subject_unwatch(l->watches[i]);
	if (only == l)
		only = NULL;
	free(l);
}

/* What can be said when nothing was found out at all. */
static enum err empty_fault(struct look *l, struct fault *f)
{
	if (l->main->state == STATE_ERROR) {
		*f = l->main->fault;
		return f->code;
	}
	if (l->main->state == STATE_LOADING)
		return fault_set(f, E_TIMEOUT, "%s", l->r->cmd->name);
	if (l->main->state == STATE_EMPTY)
		return fault_set(f, E_NOT_FOUND, _("nothing of it on this machine, and no address in the settings: %s"), l->r->cmd->name);
	return E_OK;
}

static void again(void *arg);

static void emit(struct look *l)
{
	struct cmd_run *r = l->r;
	enum err e = empty_fault(l, &r->fault);
	struct str text = { 0 };
	if (!l->watch_s) {
		cmd_finish(r, e, e ? NULL : l->json(l), NULL);
		return;
	}
	json_t *o = e ? json_pack("{s:{s:s,s:s}}", "error", "code", err_name(e), "message", err_message(e)) : l->json(l);
	if (r->json) {
		char *bytes = json_dumps(o, JSON_COMPACT);
		str_adds(&text, bytes ? bytes : "{}");
		free(bytes);
	} else {
		cli_table(&text, o);
	}
	str_addc(&text, '\n');
	json_decref(o);
	r->front->ops->show(r->front->self, r->cmd->name, str_c(&text));
	str_free(&text);
	r->fault = (struct fault){ 0 };
	loop_timer_del(l->timer);
	l->timer = loop_timer_add(r->app->loop, l->watch_s * 1000, again, l);
}

static void again(void *arg)
{
	struct look *l = arg;
	l->timer = NULL;
	emit(l);
}

/* The first answer comes when nothing is under way any more, or when patience ends. */
static void late(void *arg)
{
	struct look *l = arg;
	l->timer = NULL;
	l->settled = 3;
	emit(l);
}

static int64_t turn(void *arg)
{
	struct look *l = arg;
	subject_flush();
	if (l->settled >= 3)
		return -1;
	if (l->main->state == STATE_LOADING || app_busy(l->r->app)) {
		l->settled = 0;
		return -1;
	}
	/* what follows from an answer is computed a turn later */
	if (++l->settled < 3)
		return 1;
	loop_timer_del(l->timer);
	l->timer = loop_timer_add(l->r->app->loop, 0, again, l);
	return -1;
}

static void give_up(struct cmd_run *r)
{
	cmd_finish(r, E_CANCELLED, NULL, NULL);
}

static bool number(struct cmd_run *r, const char *flag, long least, long most, long *out, enum err *e)
{
	const char *text = cmd_flag(r, flag);
	int64_t v;
	if (!text)
		return true;
	if (!slice_i64(slice_of(text), &v) || v < least || v > most) {
		*e = fault_set(&r->fault, E_USAGE, _("%s wants a number from %ld to %ld"), flag, least, most);
		return false;
	}
	*out = (long)v;
	return true;
}

/* On a screen a command of this name shows the view; elsewhere, and when numbers are asked for, it answers itself. */
static bool shown(struct cmd_run *r, const char *view)
{
	if (r->json || cmd_flag(r, "--watch") || !r->front || !r->front->ops->open)
		return false;
	if (r->front->ops->open(r->front->self, view ? view : r->cmd->name, r->argc, r->argv))
		return false;
	cmd_finish(r, E_OK, NULL, NULL);
	return true;
}

/* A front that opened no station has none of its models. */
static enum err lacking(struct cmd_run *r)
{
	return r->app->lookout ? E_OK : fault_set(&r->fault, E_UNSUPPORTED, "%s", r->cmd->name);
}

/* What a look watches; the first one tells whether anything was found out. */
#define SUBJECTS(...) ((struct subject *const[]){ __VA_ARGS__, NULL })

static enum err begin(struct cmd_run *r, json_t *(*json)(struct look *l), struct subject *const *subjects)
{
	enum err e = E_OK;
	struct look *l;
	long watch_s = 0;
	if (!number(r, "--watch", 1, WATCH_MOST, &watch_s, &e))
		return e;
	if (only)
		return fault_set(&r->fault, E_BUSY, "%s", only->r->cmd->name);
	l = only = mem_new(sizeof *l);
	*l = (struct look){ .r = r, .json = json, .main = subjects[0], .watch_s = watch_s, .limit = -1 };
	r->data = l;
	r->drop = look_drop;
	r->cancel = give_up;
	loop_hook_add(r->app->loop, turn, l);
	l->timer = loop_timer_add(r->app->loop, PATIENCE_MS, late, l);
	for (; *subjects; subjects++)
		watch(l, *subjects);
	return E_OK;
}

static enum err look_at(struct cmd_run *r, const char *view, json_t *(*json)(struct look *l), struct subject *const *subjects)
{
	return shown(r, view) ? E_OK : begin(r, json, subjects);
}

#define BUILDER(name)                                                                                                 \
	static json_t *name##_of(struct look *l)                                                                      \
	{                                                                                                             \
		return name##_json(l->r->app);                                                                        \
	}
BUILDER(station)
BUILDER(bandwidth)
BUILDER(storage)
BUILDER(services)
BUILDER(swarm)
BUILDER(skywire)
BUILDER(capacity)
BUILDER(ssh_keys)
BUILDER(ipfs)

static json_t *peers_of(struct look *l)
{
	return peers_json(l->r->app, l->limit);
}

enum err cmd_station_station(struct cmd_run *r)
{
	struct app *a = r->app;
	const char *where = cmd_arg(r, 0);
	enum err e = lacking(r);
	if (!e && where)
		e = station_select(a->station, where, &r->fault);
	return e ? e : look_at(r, NULL, station_of,
	                       SUBJECTS(&a->station->subject, &a->services->subject, &a->machine->subject, &a->ipfs->details));
}

enum err cmd_station_ipfs(struct cmd_run *r)
{
	enum err e = lacking(r);
	return e ? e : look_at(r, NULL, ipfs_of, SUBJECTS(&r->app->ipfs->subject, &r->app->ipfs->details));
}

static int column_of(const char *word)
{
	static const char *const names[] = { "station", "id", "address", "latency", "streams", "direction", "relayed", "agent" };
	for (int i = 0; word && i < 8; i++)
		if (!strcmp(word, names[i]))
			return i;
	return PEERS_STATION;
}

enum err cmd_station_peers(struct cmd_run *r)
{
	struct app *a = r->app;
	const char *filter = cmd_flag(r, "--filter"), *sort = cmd_flag(r, "--sort");
	long limit = -1;
	enum err e = lacking(r);
	if (e || !number(r, "--limit", 0, 1000000, &limit, &e))
		return e;
	peers_filter(a->peers, slice_of(filter));
	if (sort)
		peers_sort(a->peers, (enum peers_column)column_of(sort), false);
	if (shown(r, NULL))
		return E_OK;
	e = begin(r, peers_of, SUBJECTS(&a->peers->subject, &a->swarm->subject));
	if (!e)
		only->limit = limit;
	return e;
}

enum err cmd_station_bandwidth(struct cmd_run *r)
{
	enum err e = lacking(r);
	return e ? e : look_at(r, NULL, bandwidth_of, SUBJECTS(&r->app->bandwidth->subject, &r->app->bandwidth->each));
}

enum err cmd_station_storage(struct cmd_run *r)
{
	enum err e = lacking(r);
	if (e || shown(r, NULL))
		return e;
	e = begin(r, storage_of, SUBJECTS(&r->app->storage->subject));
	if (!e && cmd_flag(r, "--all"))
		storage_count_pins(r->app->storage, true);
	return e;
}

enum err cmd_station_services(struct cmd_run *r)
{
	enum err e = lacking(r);
	return e ? e : look_at(r, NULL, services_of, SUBJECTS(&r->app->services->subject, &r->app->ipfs->subject));
}

enum err cmd_station_swarm(struct cmd_run *r)
{
	enum err e = lacking(r);
	return e ? e : look_at(r, NULL, swarm_of, SUBJECTS(&r->app->swarm->subject));
}

static void got_password(void *arg, enum err e, struct secret *s)
{
	struct cmd_run *r = arg;
	if (!e)
		e = begin(r, skywire_of, SUBJECTS(&r->app->skywire->subject));
	if (e)
		cmd_finish(r, e, NULL, NULL);
	else
		skywire_login(r->app->skywire, cmd_flag(r, "--login"), s);
}

enum err cmd_station_skywire(struct cmd_run *r)
{
	enum err e = lacking(r);
	if (!e && cmd_flag(r, "--login")) {
		r->front->ops->ask_secret(r->front->self, _("Password of the Skywire hypervisor"), got_password, r);
		return E_OK;
	}
	return e ? e : look_at(r, NULL, skywire_of, SUBJECTS(&r->app->skywire->subject));
}

enum err cmd_station_capacity(struct cmd_run *r)
{
	struct app *a = r->app;
	enum err e = lacking(r);
	/* each --set NAME=VALUE is a word of its own; the flag may stand several times */
	for (int i = 0; !e && i + 1 < r->argc; i++)
		if (!strcmp(r->argv[i], "--set"))
			e = capacity_assume_text(a->capacity, slice_of(r->argv[i + 1]), &r->fault);
	return e ? e : look_at(r, NULL, capacity_of, SUBJECTS(&a->capacity->subject, &a->swarm->subject, &a->machine->subject));
}

enum err cmd_station_ssh_keys(struct cmd_run *r)
{
	enum err e = lacking(r);
	return e ? e : look_at(r, "keys", ssh_keys_of, SUBJECTS(&r->app->ssh_keys->subject));
}

enum err cmd_station_figures(struct cmd_run *r)
{
	const char *name = cmd_arg(r, 0);
	long span = 86400, points = 48;
	enum err e = lacking(r);
	int m = 0;
	if (e || !number(r, "--span", 60, 32 * 86400, &span, &e) || !number(r, "--points", 1, 1000, &points, &e))
		return e;
	if (span < points)
		points = span;
	if (!cmd_flag(r, "--span") && !cmd_flag(r, "--points") && shown(r, NULL))
		return E_OK;
	if (!name) {
		cmd_finish(r, E_OK, figures_all_json(r->app), NULL);
		return E_OK;
	}
	while (m < METRIC_COUNT && strcmp(series_about((enum metric)m)->name, name))
		m++;
	if (m == METRIC_COUNT)
		return fault_set(&r->fault, E_NOT_FOUND, "%s", name);
	cmd_finish(r, E_OK, figures_json(r->app, m, span, points), NULL);
	return E_OK;
}

void cmd_station_complete_figure(struct app *app, int argc, char *const *argv, struct candidates *out)
{
	(void)app, (void)argc, (void)argv;
	for (int m = 0; m < METRIC_COUNT; m++)
		complete_add(out, series_about((enum metric)m)->name, _(series_about((enum metric)m)->title));
}
