/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/bandwidth.h"
#include "base/mem.h"
#include "model/app.h"
#include "model/ipfs.h"
#include "model/series.h"
#include <stdlib.h>

enum { DAY = 86400 };

static void wake(void *arg)
{
	struct bandwidth *b = arg;
	ipfs_look(b->app->ipfs);
}

struct bandwidth *bandwidth_new(struct app *a)
{
	struct bandwidth *b = mem_new(sizeof *b);
	subject_init(&b->subject, "bandwidth");
	subject_init(&b->each, "bandwidth-protocols");
	b->subject.on_watch = b->each.on_watch = wake;
	b->subject.on_watch_arg = b->each.on_watch_arg = b;
	b->app = a;
	b->now = (struct kubo_rate){ -1, -1, -1, -1 };
	b->day_in = b->day_out = -1;
	return b;
}

void bandwidth_free(struct bandwidth *b)
{
	if (!b)
		return;
	subject_done(&b->subject);
	subject_done(&b->each);
	vec_free(&b->protocols);
	free(b);
}

void bandwidth_take(struct bandwidth *b, const struct kubo_rate *r)
{
	struct series *s = b->app->series;
	int64_t seen;
	b->now = *r;
	if (r->total_in >= 0) {
		series_put(s, METRIC_RATE_IN, r->rate_in < 0 ? SERIES_NONE : r->rate_in);
		series_put(s, METRIC_RATE_OUT, r->rate_out < 0 ? SERIES_NONE : r->rate_out);
		series_put(s, METRIC_BYTES_IN, r->total_in);
		series_put(s, METRIC_BYTES_OUT, r->total_out);
	}
	b->day_in = series_moved(s, METRIC_BYTES_IN, DAY, &b->day_seen);
	b->day_out = series_moved(s, METRIC_BYTES_OUT, DAY, &seen);
	subject_state(&b->subject, STATE_FRESH, NULL);
}

static int busier(const void *a, const void *b)
{
	const struct kubo_rate *x = &((const struct kubo_protocol *)a)->rate, *y = &((const struct kubo_protocol *)b)->rate;
	int64_t now_x = x->rate_in + x->rate_out, now_y = y->rate_in + y->rate_out;
	int64_t all_x = x->total_in + x->total_out, all_y = y->total_in + y->total_out;
	if (now_x != now_y)
		return now_x < now_y ? 1 : -1;
	return (all_x < all_y) - (all_x > all_y);
}

void bandwidth_take_protocol(struct bandwidth *b, const struct kubo_protocol *p)
{
	size_t i = 0;
	while (i < b->protocols.n && strcmp(b->protocols.v[i].name, p->name))
		i++;
	if (p->rate.total_in <= 0 && p->rate.total_out <= 0)
		return;
	if (i == b->protocols.n)
		vec_push(&b->protocols, *p);
	else
		b->protocols.v[i] = *p;
	qsort(b->protocols.v, b->protocols.n, sizeof *p, busier);
	subject_touch(&b->subject);
}
