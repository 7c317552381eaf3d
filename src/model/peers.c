/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/peers.h"
#include "base/mem.h"
#include "base/tick.h"
#include "model/app.h"
#include "model/ipfs.h"
#include "model/series.h"
#include "model/swarm.h"
#include "model/sorting.h"
#include <stdlib.h>

VEC(row_list, struct peers_row);

struct peers_inside {
	struct app *app;
	struct row_list rows;        /* by id, so that one is found among thousands */
	struct arena text;           /* of the rows */
	struct sorting index;
};

static void wake(void *arg)
{
	struct peers *p = arg;
	ipfs_look(p->in->app->ipfs);
}

struct peers *peers_new(struct app *a)
{
	struct peers *p = mem_new(sizeof *p);
	subject_init(&p->subject, "peers");
	p->subject.on_watch = wake;
	p->subject.on_watch_arg = p;
	p->in = mem_new(sizeof *p->in);
	p->in->app = a;
	p->in->index.by = PEERS_STATION;
	return p;
}

void peers_free(struct peers *p)
{
	if (!p)
		return;
	subject_done(&p->subject);
	vec_free(&p->in->rows);
	arena_free(&p->in->text);
	sorting_free(&p->in->index);
	free(p->in);
	free(p);
}

static bool keep(const void *rows, size_t i, struct slice filter)
{
	const struct peers_row *r = (const struct peers_row *)rows + i;
	return sorting_holds(slice_of(r->station), filter) || sorting_holds(slice_of(r->peer.id), filter) ||
	       sorting_holds(slice_of(r->peer.addr), filter) || sorting_holds(slice_of(r->peer.agent), filter);
}

/* What is unknown comes last in either direction of mind: an unmeasured latency is no small one. */
static int numbers(int64_t a, int64_t b)
{
	if ((a < 0) != (b < 0))
		return a < 0 ? 1 : -1;
	return (a > b) - (a < b);
}

static int order(const void *rows, size_t x, size_t y, int by)
{
	const struct peers_row *a = (const struct peers_row *)rows + x, *b = (const struct peers_row *)rows + y;
	switch ((enum peers_column)by) {
	case PEERS_STATION:
		if (!*a->station != !*b->station)
			return *a->station ? -1 : 1;
		return strcmp(a->station, b->station) ? strcmp(a->station, b->station) : strcmp(a->peer.id, b->peer.id);
	case PEERS_ADDR: return strcmp(a->peer.addr, b->peer.addr);
	case PEERS_LATENCY: return numbers(a->peer.latency_us, b->peer.latency_us);
	case PEERS_STREAMS: return numbers(a->peer.streams, b->peer.streams);
	case PEERS_WAY: return (int)a->peer.way - (int)b->peer.way;
	case PEERS_RELAY: return (int)a->peer.relayed - (int)b->peer.relayed;
	case PEERS_AGENT: return strcmp(a->peer.agent, b->peer.agent);
	default: return strcmp(a->peer.id, b->peer.id);
	}
}

static void build(struct peers *p)
{
	sorting_build(&p->in->index, p->in->rows.n, keep, order, p->in->rows.v);
	subject_touch(&p->subject);
}

void peers_sort(struct peers *p, enum peers_column by, bool descending)
{
	p->in->index.by = by;
	p->in->index.descending = descending;
	build(p);
}

enum peers_column peers_sorted(const struct peers *p, bool *descending)
{
	*descending = p->in->index.descending;
	return (enum peers_column)p->in->index.by;
}

void peers_filter(struct peers *p, struct slice text)
{
	sorting_filter(&p->in->index, text);
	build(p);
}

size_t peers_count(const struct peers *p)
{
	return p->in->index.shown.n;
}

const struct peers_row *peers_at(const struct peers *p, size_t i)
{
	return &p->in->rows.v[p->in->index.shown.v[i]];
}

long peers_find(const struct peers *p, const char *id)
{
	for (size_t i = 0; i < p->in->index.shown.n; i++)
		if (!strcmp(peers_at(p, i)->peer.id, id))
			return (long)i;
	return -1;
}

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct peers_row *)a)->peer.id, ((const struct peers_row *)b)->peer.id);
}

/* When each was first seen: of those still there. Both lists are sorted; those gone are forgotten with the old one. */
static void remember(struct row_list *rows, const struct row_list *old, int64_t now)
{
	size_t at = 0;
	for (size_t i = 0; i < rows->n; i++) {
		struct peers_row *r = &rows->v[i];
		while (at < old->n && by_id(&old->v[at], r) < 0)
			at++;
		r->since = at < old->n && !by_id(&old->v[at], r) ? old->v[at].since : now;
	}
}

/* A station with two connections counts once: they stand side by side. */
static void tally(struct peers *p)
{
	const struct swarm *s = p->in->app->swarm;
	const struct row_list *rows = &p->in->rows;
	p->total = rows->n;
	p->direct = p->relayed = p->stations = 0;
	p->stations_known = s->total;
	for (size_t i = 0; i < rows->n; i++) {
		struct peers_row *r = &rows->v[i];
		const char *name = swarm_name(s, r->peer.id);
		r->station = name ? name : "";
		*(r->peer.relayed ? &p->relayed : &p->direct) += 1;
		p->stations += name && (!i || by_id(r - 1, r));
	}
}

void peers_take(struct peers *p, struct kubo_peers *fresh)
{
	struct series *s = p->in->app->series;
	struct row_list rows = { 0 };
	vec_reserve(&rows, fresh->n);
	for (size_t i = 0; i < fresh->n; i++)
		vec_push(&rows, (struct peers_row){ .peer = fresh->v[i], .station = "" });
	if (rows.n > 1)
		qsort(rows.v, rows.n, sizeof *rows.v, by_id);
	remember(&rows, &p->in->rows, tick_now());
	vec_free(&p->in->rows);
	arena_free(&p->in->text);
	p->in->rows = rows;
	p->in->text = fresh->text;
	vec_free(fresh);
	fresh->text = (struct arena){ 0 };
	tally(p);
	build(p);
	series_put(s, METRIC_PEERS, (int64_t)p->total);
	series_put(s, METRIC_PEERS_RELAYED, (int64_t)p->relayed);
	series_put(s, METRIC_STATIONS, (int64_t)p->stations);
	subject_state(&p->subject, STATE_FRESH, NULL);
}

void peers_rename(struct peers *p)
{
	tally(p);
	build(p);
}
