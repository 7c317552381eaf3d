/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/skywire.h"
#include "base/conf.h"
#include "base/mem.h"
#include "base/tick.h"
#include "io/net.h"
#include "model/app.h"
#include "model/lookout.h"
#include "model/series.h"
#include "model/skywire_in.h"
#include "model/snap.h"
#include "model/world.h"
#include "skywire/hyper.h"
#include <stdio.h>
#include <stdlib.h>

static const char usual_url[] = "http://127.0.0.1:8000";

static void wake(void *arg)
{
	skywire_look(arg);
}

struct skywire *skywire_new(struct app *a)
{
	struct skywire *s = mem_new(sizeof *s);
	subject_init(&s->subject, "skywire");
	s->subject.on_watch = wake;
	s->subject.on_watch_arg = s;
	s->rate_sent = s->rate_received = -1;
	s->sky.balance = s->sky.head_age = -1;
	s->in = mem_new(sizeof *s->in);
	s->in->app = a;
	return s;
}

void skywire_free(struct skywire *s)
{
	if (!s)
		return;
	hyper_free(s->in->hyper);
	skywire_stop_asking(s);
	subject_done(&s->subject);
	visor_list_free(&s->boards);
	free(s->in->url);
	free(s->in);
	free(s);
}

/* "02a2b8e4=kitchen 03ff=cellar": the first digits of a key name a board. */
const char *skywire_alias(const struct skywire *s, const char *pk)
{
	struct slice rest = slice_of(conf_text(s->in->app->conf, "skywire.aliases")), one;
	while (rest.n && slice_split(&rest, ' ', &one)) {
		const char *eq = memchr(one.p, '=', one.n);
		size_t n = eq ? (size_t)(eq - one.p) : 0;
		if (n >= 4 && !strncmp(pk, one.p, n)) {
			size_t len = one.n - n - 1;
			snprintf(s->in->alias, sizeof s->in->alias, "%.*s", (int)(len < 31 ? len : 31), eq + 1);
			return s->in->alias;
		}
	}
	return "";
}

static const struct skywire *sorting;

static int by_alias(const void *x, const void *y)
{
	const struct visor *a = x, *b = y;
	char name[32];
	snprintf(name, sizeof name, "%s", skywire_alias(sorting, a->pk));
	const char *other = skywire_alias(sorting, b->pk);
	if (!*name != !*other)
		return *name ? -1 : 1;
	return strcmp(name, other) ? strcmp(name, other) : strcmp(a->pk, b->pk);
}

static void sum(int64_t *to, int64_t v)
{
	if (v >= 0)
		*to = (*to < 0 ? 0 : *to) + v;
}

static void tally(struct skywire *s)
{
	int64_t trip = 0, trips = 0;
	s->up = s->gone = 0;
	s->rate_sent = s->rate_received = -1;
	for (size_t i = 0; i < s->boards.n; i++) {
		const struct visor *v = &s->boards.v[i];
		*(v->gone_since ? &s->gone : &s->up) += 1;
		if (v->gone_since)
			continue;
		sum(&s->rate_sent, v->rate_sent);
		sum(&s->rate_received, v->rate_received);
		if (v->round_trip_us >= 0)
			trip += v->round_trip_us, trips++;
	}
	struct series *t = s->in->app->series;
	series_put(t, METRIC_BOARDS_UP, (int64_t)s->up);
	series_put(t, METRIC_BOARDS_SENT, s->rate_sent < 0 ? SERIES_NONE : s->rate_sent);
	series_put(t, METRIC_BOARDS_RECEIVED, s->rate_received < 0 ? SERIES_NONE : s->rate_received);
	series_put(t, METRIC_ROUND_TRIP, trips ? trip / trips : SERIES_NONE);
}

void skywire_settle(struct skywire *s)
{
	sorting = s;
	if (s->boards.n > 1)
		qsort(s->boards.v, s->boards.n, sizeof *s->boards.v, by_alias);
	tally(s);
	subject_touch(&s->subject);
}

static void on_boards(void *arg, struct visors *fresh, const char *own, int64_t elapsed_ms)
{
	struct skywire *s = arg;
	snprintf(s->own, sizeof s->own, "%s", own);
	visor_merge(&s->boards, fresh, tick_now(), elapsed_ms);
	skywire_settle(s);
	s->source.at = tick_now();
	s->source.degree = DEGREE_SAID;
	subject_state(&s->subject, STATE_FRESH, NULL);
	skywire_ask_more(s);
}

static void on_host(void *arg, const char *pk, struct slice json)
{
	struct skywire *s = arg;
	for (size_t i = 0; i < s->boards.n; i++)
		if (!strcmp(s->boards.v[i].pk, pk) && json.n && !visor_host_stats(&s->boards.v[i].host, json, tick_now(), NULL))
			subject_touch(&s->subject);
}

static void on_failed(void *arg, const struct fault *f)
{
	struct skywire *s = arg;
	if (s->subject.since)
		subject_state(&s->subject, STATE_STALE, f);
	else if (s->in->guessed && f->code == E_REFUSED)
		subject_state(&s->subject, s->boards.n ? STATE_STALE : STATE_EMPTY, s->boards.n ? f : NULL);
	else
		subject_state(&s->subject, STATE_ERROR, f);
}

static bool set_url(struct skywire *s)
{
	struct app *a = s->in->app;
	const char *url = world_endpoint(a->world, END_SKYWIRE, NULL);
	struct str host = { 0 };
	s->in->guessed = !*url && !world_is_sandbox(a->world);
	if (s->in->guessed)
		url = usual_url;
	if (s->in->url && !strcmp(url, s->in->url))
		return *url;
	hyper_free(s->in->hyper);
	s->in->hyper = NULL;
	free(s->in->url);
	s->in->url = mem_strdup(url);
	net_host(url, &host);
	snprintf(s->source.who, sizeof s->source.who, "%s", str_c(&host));
	str_free(&host);
	return *url;
}

static void need_client(struct skywire *s)
{
	struct hyper_conf c = { app_net(s->in->app), s->in->url, on_boards, on_host, on_failed, s };
	if (!s->in->hyper)
		s->in->hyper = hyper_new(&c);
}

void skywire_look(struct skywire *s)
{
	struct app *a = s->in->app;
	bool watched = subject_watched(&s->subject), calm = !watched && lookout_lives(a) && s->boards.n > 0;
	if (a->still || (!watched && !calm && !s->in->hyper) || !set_url(s))
		return;
	need_client(s);
	if (watched && s->subject.state == STATE_EMPTY)
		subject_state(&s->subject, STATE_LOADING, NULL);
	hyper_look(s->in->hyper, watched || calm, calm);
}

void skywire_focus(struct skywire *s, const char *pk)
{
	if (s->in->app->still || !set_url(s))
		return;
	need_client(s);
	hyper_focus(s->in->hyper, pk);
}

void skywire_login(struct skywire *s, const char *user, const struct secret *password)
{
	struct fault f = { 0 };
	if (!set_url(s))
		return;
	need_client(s);
	if (hyper_login(s->in->hyper, user, password)) {
		fault_set(&f, E_INVALID, "%s", "Skywire");
		on_failed(s, &f);
	}
}

void skywire_refresh(struct skywire *s)
{
	if (s->in->app->still || !set_url(s))
		return;
	need_client(s);
	hyper_ask(s->in->hyper);
}

/* Only what a board is, not what it did: it is gone or there, and since when. */
void skywire_load(struct skywire *s, const json_t *o)
{
	size_t i;
	json_t *v;
	json_array_foreach(json_object_get(o, "boards"), i, v) {
		struct visor b;
		char *pk = snap_text(v, "pk", VISOR_PK), *version = snap_text(v, "version", 31), *reward = snap_text(v, "reward", 63);
		visor_init(&b);
		if (strlen(pk) == VISOR_PK - 1 && s->boards.n < 256) {
			snprintf(b.pk, sizeof b.pk, "%s", pk);
			snprintf(b.version, sizeof b.version, "%s", version);
			snprintf(b.reward, sizeof b.reward, "%s", reward);
			b.hypervisor = snap_bool(v, "hypervisor");
			b.seen = snap_int(v, "seen", 0);
			b.gone_since = snap_int(v, "gone_since", 0);
			vec_push(&s->boards, b);
		}
		free(pk);
		free(version);
		free(reward);
	}
	for (i = 0; i < s->boards.n; i++)
		*(s->boards.v[i].gone_since ? &s->gone : &s->up) += 1;
	snap_read_state(&s->subject, o);
	/* what was fresh when the program ended is not fresh now */
	if (s->subject.state == STATE_FRESH && !s->in->app->still)
		subject_state(&s->subject, STATE_STALE, NULL);
}

json_t *skywire_save(const struct skywire *s)
{
	json_t *o = json_object(), *boards = json_array();
	for (size_t i = 0; i < s->boards.n; i++) {
		const struct visor *v = &s->boards.v[i];
		json_array_append_new(boards, json_pack("{s:s,s:s,s:s,s:b,s:I,s:I}", "pk", v->pk, "version", v->version, "reward", v->reward,
		                                        "hypervisor", v->hypervisor, "seen", (json_int_t)v->seen, "gone_since",
		                                        (json_int_t)v->gone_since));
	}
	json_object_set_new(o, "boards", boards);
	snap_write_state(&s->subject, o);
	return o;
}
