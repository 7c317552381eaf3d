/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/storage.h"
#include "base/mem.h"
#include "base/tick.h"
#include "model/app.h"
#include "model/ipfs.h"
#include "model/machine.h"
#include "model/series.h"
#include <stdio.h>
#include <stdlib.h>

enum { WEEKS_BACK = 28 * 86400, DAY = 86400, FAR_DAYS = 3650 };

static void wake(void *arg)
{
	struct storage *s = arg;
	ipfs_look(s->app->ipfs);
	machine_look(s->app->machine);
}

struct storage *storage_new(struct app *a)
{
	struct storage *s = mem_new(sizeof *s);
	subject_init(&s->subject, "storage");
	s->subject.on_watch = wake;
	s->subject.on_watch_arg = s;
	s->app = a;
	s->repo = (struct kubo_repo){ .size = -1, .limit = -1, .objects = -1 };
	s->pins = (struct kubo_pins){ .recursive = -1, .direct = -1, .indirect = -1 };
	s->disk_total = s->disk_used = s->disk_free = s->told_total = s->told_free = -1;
	return s;
}

void storage_free(struct storage *s)
{
	if (!s)
		return;
	subject_done(&s->subject);
	free(s);
}

void storage_count_pins(struct storage *s, bool indirect)
{
	ipfs_count_pins(s->app->ipfs, indirect);
}

static void find_disk(struct storage *s)
{
	const struct host *h = &s->app->machine->host;
	const struct host_disk *d = h->at_ms && s->repo.path[0] == '/' ? host_disk_of(h, s->repo.path) : NULL;
	/* the node may stand elsewhere, or in a container: what it says of its disk comes first */
	s->disk_total = s->told_total >= 0 ? s->told_total : d ? (int64_t)d->total : -1;
	s->disk_free = s->told_total >= 0 ? s->told_free : d ? (int64_t)d->free : -1;
	s->disk_used = s->disk_total >= 0 && s->disk_free >= 0 ? s->disk_total - s->disk_free : -1;
	snprintf(s->disk_mount, sizeof s->disk_mount, "%s", d ? d->mount : "");
}

/* Two ceilings: the repository's own limit, and the disk it shares with everything else. The nearer one counts. */
void storage_forecast(struct storage *s)
{
	double per_day;
	int64_t seen, room = -1;
	find_disk(s);
	s->growth = 0;
	s->growth_days = 0;
	s->full_at = 0;
	if (!series_slope(s->app->series, METRIC_REPO, WEEKS_BACK, &per_day, &seen) || per_day > 1e15 || per_day < -1e15)
		return;
	s->growth = (int64_t)per_day;
	s->growth_days = (int)(seen / DAY) + 1;
	if (s->repo.limit >= 0 && s->repo.size >= 0)
		room = s->repo.limit > s->repo.size ? s->repo.limit - s->repo.size : 0;
	if (s->disk_free >= 0 && (room < 0 || s->disk_free < room))
		room = s->disk_free;
	if (room >= 0 && per_day >= 1 && (double)room / per_day < FAR_DAYS)
		s->full_at = tick_now() + (int64_t)((double)room / per_day * DAY);
}
