/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "base/tick.h"
#include "model/series_in.h"
#include <math.h>

/* The finest level that reaches back that far; a span just beyond falls to the next one. */
static int level_for(int64_t span, int64_t step)
{
	int level = 0;
	while (level + 1 < SERIES_LEVELS && span > series_levels[level].step * (int64_t)(series_levels[level].slots - 1))
		level++;
	/* points wider than a coarser record are as well served by it, and more cheaply */
	while (level + 1 < SERIES_LEVELS && step >= 2 * series_levels[level + 1].step)
		level++;
	return level;
}

size_t series_get(const struct series *s, enum metric m, int64_t span, size_t n, struct series_point *out)
{
	int64_t now = tick_now(), width = n ? span / (int64_t)n : 0;
	size_t some = 0;
	if (!n || width < 1)
		return 0;
	series_fresh((struct series *)(uintptr_t)s);
	int level = level_for(span, width);
	int64_t step = series_levels[level].step;
	for (size_t i = 0; i < n; i++) {
		int64_t from = now - span + (int64_t)i * span / (int64_t)n, to = now - span + (int64_t)(i + 1) * span / (int64_t)n;
		double sum = 0, weight = 0;
		out[i] = (struct series_point){ from, SERIES_NONE, SERIES_NONE };
		/* a record belongs to the point in which it begins; a point narrower than a record takes the one it lies in */
		int64_t first = width < step ? from - from % step : (from + step - 1) / step * step;
		for (int64_t at = first; at < to; at += step) {
			const struct series_record *r = series_slot(s, level, at);
			if (!r || !r->cells[m].weight)
				continue;
			sum += (double)r->cells[m].mean;
			weight++;
			if (out[i].most == SERIES_NONE || r->cells[m].most > out[i].most)
				out[i].most = r->cells[m].most;
			out[i].mean = (int64_t)llround(sum / weight);
		}
		some += out[i].mean != SERIES_NONE;
	}
	return some;
}

/* The next record from *at to the end that has the metric; *at is its time. NULL at the end. */
static const struct series_record *next_record(const struct series *s, enum metric m, int level, int64_t *at, int64_t end)
{
	for (; *at <= end; *at += series_levels[level].step) {
		const struct series_record *r = series_slot(s, level, *at);
		if (r && r->cells[m].weight)
			return r;
	}
	return NULL;
}

int64_t series_moved(const struct series *s, enum metric m, int64_t span, int64_t *seen)
{
	int64_t now = tick_now(), moved = 0, before = SERIES_NONE, before_at = 0;
	series_fresh((struct series *)(uintptr_t)s);
	int level = level_for(span, 1);
	int64_t step = series_levels[level].step;
	const struct series_record *r;
	*seen = 0;
	for (int64_t at = (now - span) / step * step; (r = next_record(s, m, level, &at, now)); at += step) {
		int64_t v = r->cells[m].mean;
		/* a smaller count is one that began anew: since then it moved by what it shows */
		if (before != SERIES_NONE) {
			moved += v >= before ? v - before : v;
			*seen += at - before_at;
		}
		before = v;
		before_at = at;
	}
	return *seen ? moved : -1;
}

bool series_slope(const struct series *s, enum metric m, int64_t span, double *per_day, int64_t *seen)
{
	int64_t now = tick_now(), first = 0, last = 0;
	double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
	series_fresh((struct series *)(uintptr_t)s);
	int level = level_for(span, 1);
	int64_t step = series_levels[level].step;
	const struct series_record *r;
	for (int64_t at = (now - span) / step * step; (r = next_record(s, m, level, &at, now)); at += step) {
		double x = (double)(at - (now - span)) / 86400, y = (double)r->cells[m].mean;
		n++, sx += x, sy += y, sxx += x * x, sxy += x * y;
		first = first ? first : at;
		last = at;
	}
	double d = n * sxx - sx * sx;
	*seen = last - first;
	if (n < 3 || *seen < span / 10 || d <= 0)
		return false;
	*per_day = (n * sxy - sx * sy) / d;
	return true;
}

const struct metric_about series_metrics[METRIC_COUNT] = {
	[METRIC_CPU] = { "cpu", N_("Processor"), "%o", false },
	[METRIC_MEMORY] = { "memory", N_("Memory used"), "B", false },
	[METRIC_TEMP] = { "temperature", N_("Temperature"), "mC", false },
	[METRIC_LOAD] = { "load", N_("Load"), "c", false },
	[METRIC_DISK_USED] = { "disk", N_("Disk used"), "B", false },
	[METRIC_NET_IN] = { "net_in", N_("Network in"), "B/s", false },
	[METRIC_NET_OUT] = { "net_out", N_("Network out"), "B/s", false },
	[METRIC_PEERS] = { "peers", N_("Peers"), "", false },
	[METRIC_PEERS_RELAYED] = { "peers_relayed", N_("Peers through a relay"), "", false },
	[METRIC_STATIONS] = { "stations", N_("Stations connected"), "", false },
	[METRIC_RATE_IN] = { "rate_in", N_("IPFS in"), "B/s", false },
	[METRIC_RATE_OUT] = { "rate_out", N_("IPFS out"), "B/s", false },
	[METRIC_BYTES_IN] = { "bytes_in", N_("IPFS received"), "B", true },
	[METRIC_BYTES_OUT] = { "bytes_out", N_("IPFS sent"), "B", true },
	[METRIC_REPO] = { "repo", N_("IPFS repository"), "B", false },
	[METRIC_PINS] = { "pins", N_("Pins"), "", false },
	[METRIC_BITSWAP_IN] = { "bitswap_in", N_("Bitswap received"), "B", true },
	[METRIC_BITSWAP_OUT] = { "bitswap_out", N_("Bitswap sent"), "B", true },
	[METRIC_SERVICES_UP] = { "services_up", N_("Services up"), "", false },
	[METRIC_SERVICES_DOWN] = { "services_down", N_("Services down"), "", false },
	[METRIC_MULTIPASS] = { "multipass", N_("MULTIPASS accounts"), "", false },
	[METRIC_ZENCARDS] = { "zencards", N_("ZEN Cards"), "", false },
	[METRIC_BALANCE] = { "balance", N_("Weekly balance"), "c", false },
	[METRIC_SWARM_FRESH] = { "swarm_fresh", N_("Stations heard of within the hour"), "", false },
	[METRIC_BOARDS_UP] = { "boards_up", N_("Skywire boards up"), "", false },
	[METRIC_BOARDS_SENT] = { "boards_sent", N_("Skywire sent"), "B/s", false },
	[METRIC_BOARDS_RECEIVED] = { "boards_received", N_("Skywire received"), "B/s", false },
	[METRIC_ROUND_TRIP] = { "round_trip", N_("Skywire round trip"), "us", false },
};
