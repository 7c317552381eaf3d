/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and figures that the station's screens share. "n/a" is a value of its own here: FIG_NONE and counts below zero never
 * become 0. */
#include "ui/view/station_words.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "model/app.h"
#include "model/money.h"
#include "model/station.h"
#include "ui/draw/chart.h"
#include "ui/draw/figure.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const written_words[];

void st_rate(struct str *out, int64_t bytes)
{
	if (bytes < 0)
		str_adds(out, _("n/a"));
	else
		figure_rate(out, (uint64_t)bytes);
}

void st_bytes(struct str *out, int64_t bytes)
{
	if (bytes < 0)
		str_adds(out, _("n/a"));
	else
		figure_bytes(out, (uint64_t)bytes);
}

void st_count(struct str *out, int64_t n)
{
	if (n < 0)
		str_adds(out, _("n/a"));
	else
		money_count(out, n);
}

void st_short_id(struct str *out, const char *id)
{
	size_t n = strlen(id);
	if (n <= 13) {
		str_adds(out, id);
		return;
	}
	str_add(out, (struct slice){ id, 7 });
	str_adds(out, "…");
	str_adds(out, id + n - 4);
}

void st_zen(struct str *out, int64_t zc)
{
	if (zc == FIG_NONE) {
		str_adds(out, _("n/a"));
		return;
	}
	money_g1(out, zc, false);
	str_adds(out, " Ẑ");
}

void st_chart(const struct app *a, struct grid *g, struct rect r, enum metric m, int64_t span, enum role role)
{
	size_t n = (size_t)(r.w * (g->glyphs == GLYPHS_FULL && r.h > 1 ? 2 : 1));
	if (r.w <= 0 || r.h <= 0)
		return;
	struct series_point *points = mem_array(n, sizeof *points);
	double *v = mem_array(n, sizeof *v);
	size_t seen = series_get(a->series, m, span, n, points);
	for (size_t i = 0; i < n; i++)
		v[i] = points[i].mean == SERIES_NONE ? NAN : (double)points[i].mean;
	if (seen && r.h == 1)
		chart_spark(g, r.y, r.x, r.w, &(struct chart){ .v = v, .n = n, .role = role });
	else if (seen)
		chart_line(g, r, &(struct chart){ .v = v, .n = n, .role = role });
	free(points);
	free(v);
}

static void thousandth(struct str *out, int64_t value, double per, int decimals, const char *unit)
{
	figure_real(out, (double)value / per, decimals);
	str_adds(out, unit);
}

void st_metric(struct str *out, enum metric m, int64_t value)
{
	const struct metric_about *about = series_about(m);
	const char *u = about->unit;
	if (value == SERIES_NONE)
		str_adds(out, _("n/a"));
	else if (!strcmp(u, "%o"))
		figure_percent(out, value < 0 ? 0 : (uint64_t)value, 1000);
	else if (!strcmp(u, "B"))
		st_bytes(out, value);
	else if (!strcmp(u, "B/s"))
		st_rate(out, value);
	else if (!strcmp(u, "mC"))
		thousandth(out, value, 1000, 0, " °C");
	else if (!strcmp(u, "us"))
		thousandth(out, value, 1000, value < 10000 ? 1 : 0, " ms");
	else if (m == METRIC_BALANCE)
		st_zen(out, value);
	else if (!strcmp(u, "c"))
		thousandth(out, value, 100, 2, "");
	else
		money_count(out, value);
}

const char *st_word(const char *written)
{
	/* these two mean something else elsewhere */
	if (!strcmp(written, "light"))
		return C_("strength of a machine", "light");
	if (!strcmp(written, "standard"))
		return C_("strength of a machine", "standard");
	for (size_t i = 0; written_words[i]; i++)
		if (!strcmp(written_words[i], written))
			return _(written_words[i]);
	return written;
}

const char *st_daemon_word(enum daemon_state s)
{
	switch (s) {
	case DAEMON_UP: return C_("service", "up");
	case DAEMON_STARTING: return _("starting");
	case DAEMON_ASLEEP: return _("asleep");
	case DAEMON_DOWN: return C_("service", "down");
	case DAEMON_DENIED: return _("not permitted");
	default: return _("unknown");
	}
}

static const char *const written_words[] = {
	/* TR: the colours of a station's economy, from all is well to in danger */
	N_("GREEN"), N_("YELLOW"), N_("ORANGE"), N_("RED"),
	/* TR: classes of strength of a machine */
	N_("brain-gpu"), N_("brain-cpu"), N_("brain"),
	/* TR: from here on the phases of a station's nightly run */
	N_("solar time"), N_("bootstrap"), N_("swarm check"), N_("ipfs check"), N_("links"), N_("intruders"), N_("digest"), N_("cleanup"),
	N_("updates"), N_("respawn"), N_("zones"), N_("oracle"), N_("economy"), N_("tunnels off"), N_("ipfs restart"), N_("tunnels on"),
	N_("restart"), N_("node"), N_("boots"), N_("power"), N_("tunnel watchdog"), N_("index"), N_("robot"), N_("economy N2"), N_("mail"), NULL
};
