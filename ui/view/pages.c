/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the station's text pages have in common: a pager that is filled anew, at its place, whenever a model moves. */
#include "ui/view/pages.h"
#include "base/i18n.h"
#include "model/app.h"
#include "model/station.h"
#include "ui/draw/layout.h"
#include "ui/view/figures.h"
#include "ui/view/station_words.h"

enum { CHARTS_FROM = 100 };

void page_open(struct view *v, void (*fill)(struct view *v, struct pager *p), const enum metric *charts, void (*refresh)(struct app *a))
{
	struct page *page = v->priv;
	page->fill = fill;
	page->charts = charts;
	page->refresh = refresh;
	fill(v, &page->pager);
}

void page_close(struct view *v)
{
	pager_free(&((struct page *)v->priv)->pager);
}

static void refill(struct view *v)
{
	struct page *page = v->priv;
	pager_clear(&page->pager);
	page->fill(v, &page->pager);
}

unsigned page_changed(struct view *v, struct subject *s)
{
	(void)s;
	refill(v);
	return VIEW_STALE;
}

unsigned page_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	struct page *page = v->priv;
	if (id == C_FILTER) {
		pager_filter(&page->pager, slice_of(argc ? argv[0] : ""));
		return VIEW_HANDLED | VIEW_STALE;
	}
	if (id == C_FIGURES && page->charts)
		return figures_show(v, page->charts[0]);
	if (id == C_REFRESH && page->refresh) {
		page->refresh(v->app);
		refill(v);
		return VIEW_HANDLED | VIEW_STALE;
	}
	return pager_command(&page->pager, id);
}

int page_offers(const struct view *v, enum cmd_id id)
{
	const struct page *page = v->priv;
	switch (id) {
	case C_FIGURES: return page->charts != NULL;
	case C_REFRESH: return page->refresh != NULL;
	default: return -1;
	}
}

unsigned page_key(struct view *v, const struct keystroke *k)
{
	return pager_key(&((struct page *)v->priv)->pager, k);
}

/* The last day of each, as many as there is room for. */
static void draw_charts(const struct app *a, const enum metric *m, struct grid *g, struct rect r)
{
	int n = 0;
	while (m[n] != METRIC_COUNT)
		n++;
	while (n > 1 && r.h / n < 5)
		n--;
	for (int i = 0; i < n; i++) {
		struct rect in = grid_box(g, layout_top(&r, r.h / (n - i) < 12 ? r.h / (n - i) : 12), _(series_about(m[i])->title), _("24 h"));
		st_chart(a, g, in, m[i], 86400, i % 2 ? ROLE_GRAPH2 : ROLE_GRAPH);
	}
}

void page_draw(struct view *v, struct grid *g, struct rect r)
{
	struct page *page = v->priv;
	struct rect text = { r.y, r.x + 1, r.h, r.w - 2 };
	if (page->charts && r.w >= CHARTS_FROM && station_is_own(v->app->station)) {
		struct rect right = layout_right(&text, r.w * 2 / 5);
		draw_charts(v->app, page->charts, g, right);
	}
	pager_draw(&page->pager, g, text, true);
}

void page_say(struct view *v, struct str *out)
{
	pager_say(&((struct page *)v->priv)->pager, out);
}
