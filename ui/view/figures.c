/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures over time. The list asks for the last values only; the chart of the selected figure reads as many points as it has
 * columns, so that a month costs what an hour does. */
#include "ui/view/figures.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "model/app.h"
#include "model/bandwidth.h"
#include "model/ipfs.h"
#include "model/machine.h"
#include "model/peers.h"
#include "model/services.h"
#include "model/skywire.h"
#include "model/station.h"
#include "model/storage.h"
#include "model/swarm.h"
#include "ui/draw/chart.h"
#include "ui/view/station_words.h"
#include "ui/view/view_list.h"
#include "ui/widget/list.h"
#include "ui/widget/stack.h"
#include <math.h>
#include <stdlib.h>

/* The figures stand in a list; the chart of the selected one beside it, or above it on a small screen. */
struct figures_priv {
	struct list list;
	int span;
};

/* What a chart holds: one value a point, and what its points tell together. Counters are shown as what they moved a second. */
struct curve {
	double *v;
	size_t n, known;
	double least, most, mean, last;
};

struct span {
	int64_t seconds;
	const char *title, *begin;
};
static const struct span spans[];
enum { SPANS = 3, LATEST_S = 900 };

static void curve_read(const struct app *a, enum metric m, int64_t span, size_t n, struct curve *c)
{
	bool counter = series_about(m)->counter;
	size_t points = n + counter;
	struct series_point *p = mem_array(points, sizeof *p);
	*c = (struct curve){ .v = mem_array(n, sizeof *c->v), .n = n, .least = NAN, .most = NAN, .last = NAN };
	double sum = 0, step = (double)span / (double)n;
	series_get(a->series, m, counter ? span + span / (int64_t)n : span, points, p);
	for (size_t i = 0; i < n; i++) {
		int64_t now = p[i + counter].mean, before = p[i].mean;
		bool known = now != SERIES_NONE && (!counter || before != SERIES_NONE);
		double x = !known ? NAN : !counter ? (double)now : now >= before ? (double)(now - before) / step : 0;
		c->v[i] = x;
		if (!known)
			continue;
		double top = counter ? x : (double)p[i].most;
		c->least = c->known && c->least < x ? c->least : x;
		c->most = c->known && c->most > top ? c->most : top;
		c->last = x;
		c->known++;
		sum += x;
	}
	c->mean = c->known ? sum / (double)c->known : NAN;
	free(p);
}

/* In the metric's unit; of a counter what it moved a second. */
static void curve_value(struct str *out, enum metric m, double v)
{
	int64_t whole = isfinite(v) ? llround(v) : SERIES_NONE;
	if (series_about(m)->counter && whole != SERIES_NONE)
		st_rate(out, whole);
	else
		st_metric(out, m, whole);
}

static void summary(struct str *out, enum metric m, const struct curve *c)
{
	struct str last = { 0 }, mean = { 0 }, least = { 0 }, most = { 0 };
	if (!c->known) {
		str_adds(out, _("nothing was recorded in this time"));
		return;
	}
	curve_value(&last, m, c->last);
	curve_value(&mean, m, c->mean);
	curve_value(&least, m, c->least);
	curve_value(&most, m, c->most);
	str_addf(out, _("last %s, mean %s, from %s to %s"), last.p, mean.p, least.p, most.p);
	str_free(&last);
	str_free(&mean);
	str_free(&least);
	str_free(&most);
}

/* The last value that was recorded, when that is not long ago. */
static int64_t latest(const struct app *a, enum metric m)
{
	struct series_point p[30];
	int64_t v = SERIES_NONE;
	series_get(a->series, m, LATEST_S, 30, p);
	for (int i = 0; i < 30; i++)
		v = p[i].mean != SERIES_NONE ? p[i].mean : v;
	return v;
}

static size_t count(void *arg)
{
	(void)arg;
	return METRIC_COUNT;
}

static void row(void *arg, size_t i, struct grid *g, struct rect r, bool on)
{
	struct view *v = arg;
	struct str s = { 0 };
	int64_t now = latest(v->app, (enum metric)i);
	(void)on;
	st_metric(&s, (enum metric)i, now);
	int w = text_width(slice_str(&s));
	grid_field(g, r.y, r.x, r.w - w - 1, false, ROLE_LABEL, slice_of(_(series_about((enum metric)i)->title)));
	grid_text(g, r.y, r.x + r.w - w, w, now == SERIES_NONE ? ROLE_STALE : ROLE_TEXT, slice_str(&s));
	str_free(&s);
}

static void say(void *arg, size_t i, struct str *out)
{
	struct view *v = arg;
	struct figures_priv *p = v->priv;
	struct curve c;
	curve_read(v->app, (enum metric)i, spans[p->span].seconds, 48, &c);
	str_addf(out, "%s: ", _(series_about((enum metric)i)->title));
	summary(out, (enum metric)i, &c);
	free(c.v);
}

static const struct list_ops rows = { .count = count, .row = row, .say = say };

static int metric_named(const char *name)
{
	for (int m = 0; m < METRIC_COUNT; m++)
		if (!strcmp(series_about((enum metric)m)->name, name))
			return m;
	return -1;
}

static enum err figures_open(struct view *v, int argc, char *const *argv)
{
	struct figures_priv *p = v->priv;
	struct app *a = v->app;
	list_init(&p->list, &rows, v, 0);
	p->span = 1;
	if (argc > 0 && argv[0][0] != '-') {
		int m = metric_named(argv[0]);
		if (m < 0)
			return E_NOT_FOUND;
		list_select(&p->list, (size_t)m);
	}
	/* who looks at the charts wants them to go on */
	struct subject *const all[] = { series_subject(a->series), &a->station->subject, &a->peers->subject, &a->bandwidth->subject,
		&a->storage->subject, &a->machine->subject, &a->services->subject, &a->swarm->subject, &a->skywire->subject,
		&a->ipfs->details };
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		view_watch(v, all[i]);
	return E_OK;
}

static void figures_close(struct view *v)
{
	list_free(&((struct figures_priv *)v->priv)->list);
}

/* "1 hour [1 day] 30 days": which stretch is shown. */
static void draw_spans(const struct figures_priv *p, struct grid *g, struct rect r)
{
	int x = r.x + 1;
	for (int i = 0; i < SPANS; i++) {
		bool on = i == p->span;
		x += grid_put(g, r.y, x, r.x + r.w - x, on ? ROLE_STRONG : ROLE_DIM, on ? "[%s]" : " %s ", _(spans[i].title)) + 1;
	}
}

/* The chart with its scale at the left and its times below. */
static void draw_curve(struct view *v, enum metric m, struct grid *g, struct rect r)
{
	const struct figures_priv *p = v->priv;
	const struct span *span = &spans[p->span];
	struct str s = { 0 };
	struct curve c;
	double lo, hi;
	struct rect in = grid_box(g, r, _(series_about(m)->title), _(span->title));
	if (in.h < 3 || in.w < 16)
		return;
	int scale = 10, w = in.w - scale - 1;
	curve_read(v->app, m, span->seconds, (size_t)w * (g->glyphs == GLYPHS_FULL ? 2 : 1), &c);
	struct chart chart = { .v = c.v, .n = c.n, .role = ROLE_GRAPH, .fill = true };
	summary(&s, m, &c);
	grid_field(g, in.y + in.h - 1, in.x + 1, in.w - 2, false, ROLE_TEXT, slice_str(&s));
	if (c.known) {
		int h = in.h - 2;
		chart_range(&chart, &lo, &hi);
		chart.lo = lo;
		chart.hi = hi;
		chart_line(g, (struct rect){ in.y, in.x + scale, h, w }, &chart);
		str_cut(&s, 0);
		curve_value(&s, m, hi);
		grid_field(g, in.y, in.x, scale - 1, true, ROLE_DIM, slice_str(&s));
		str_cut(&s, 0);
		curve_value(&s, m, lo);
		grid_field(g, in.y + h - 1, in.x, scale - 1, true, ROLE_DIM, slice_str(&s));
		struct slice now = slice_of(_("now"));
		grid_text(g, in.y + h, in.x + scale, w, ROLE_DIM, slice_of(_(span->begin)));
		grid_text(g, in.y + h, in.x + scale + w - text_width(now), w, ROLE_DIM, now);
	}
	str_free(&s);
	free(c.v);
}

static enum metric selected(struct view *v)
{
	size_t i = list_at(&((struct figures_priv *)v->priv)->list);
	return i == LIST_NONE ? METRIC_CPU : (enum metric)i;
}

static void figures_draw(struct view *v, struct grid *g, struct rect r)
{
	struct figures_priv *p = v->priv;
	draw_spans(p, g, r);
	r.y++;
	r.h--;
	struct rect list = r, chart = r;
	if (r.w >= 70) {
		list.w = r.w >= 100 ? 40 : 32;
		chart.x += list.w + 1;
		chart.w -= list.w + 1;
	} else {
		chart.h = r.h * 3 / 5;
		list.y += chart.h;
		list.h -= chart.h;
	}
	list_draw(&p->list, g, list, true);
	draw_curve(v, selected(v), g, chart);
}

static unsigned figures_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	struct figures_priv *p = v->priv;
	struct str s = { 0 };
	(void)argc;
	(void)argv;
	switch (id) {
	case C_SPAN:
	case C_NEXT_PANE:
	case C_ENTER: p->span = (p->span + 1) % SPANS; return VIEW_HANDLED | VIEW_STALE;
	case C_PREV_PANE: p->span = (p->span + SPANS - 1) % SPANS; return VIEW_HANDLED | VIEW_STALE;
	case C_RIGHT: p->span += p->span + 1 < SPANS; return VIEW_HANDLED | VIEW_STALE;
	case C_LEFT: p->span -= p->span > 0; return VIEW_HANDLED | VIEW_STALE;
	case C_COPY:
		say(v, (size_t)selected(v), &s);
		stack_front(v->stack)->ops->copy(stack_front(v->stack)->self, slice_str(&s));
		str_free(&s);
		return VIEW_HANDLED | VIEW_STALE;
	default: return list_command(&p->list, id);
	}
}

static unsigned figures_key(struct view *v, const struct keystroke *k)
{
	return list_key(&((struct figures_priv *)v->priv)->list, k) & ~(unsigned)LIST_ACTIVATE;
}

static int figures_offers(const struct view *v, enum cmd_id id)
{
	(void)v;
	return id == C_ENTER || id == C_SORT || id == C_COLUMNS || id == C_OUTSIDE || id == C_FIGURES ? 0 : id == C_SPAN ? 1 : -1;
}

static void figures_say(struct view *v, struct str *out)
{
	struct figures_priv *p = v->priv;
	str_addf(out, "%s\n", _(spans[p->span].title));
	list_say(&p->list, out, METRIC_COUNT);
}

unsigned figures_show(struct view *v, enum metric m)
{
	if (m >= METRIC_COUNT)
		return VIEW_HANDLED;
	char *argv[] = { mem_strdup(series_about(m)->name) };
	stack_open(v->stack, "figures", 1, argv);
	free(argv[0]);
	return VIEW_HANDLED | VIEW_STALE;
}

static const struct span spans[] = {
	{ 3600, N_("1 hour"), N_("1 hour ago") }, { 86400, N_("1 day"), N_("1 day ago") }, { 30 * 86400, N_("30 days"), N_("30 days ago") }
};

const struct view_ops figures_view = {
	.name = "figures",
	.title = N_("Figures"),
	.flags = VIEW_COPY,
	.context = IN_FIGURES | IN_LIST,
	.priv_size = sizeof(struct figures_priv),
	.open = figures_open,
	.close = figures_close,
	.command = figures_command,
	.key = figures_key,
	.draw = figures_draw,
	.say = figures_say,
	.offers = figures_offers,
};
