/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One Skywire board in full, found anew by its public key at each drawing: the list of boards is replaced as a whole with each
 * answer. */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "model/app.h"
#include "model/skywire.h"
#include "ui/draw/figure.h"
#include "ui/view/page_items.h"
#include "ui/view/pages.h"
#include "ui/view/station_words.h"
#include "ui/view/view_list.h"
#include <stdio.h>

/* One Skywire board, alive: while it is shown its processor, memory and disk are asked every two seconds. */
struct board_priv {
	struct page page;
	char pk[VISOR_PK];
};

static const struct visor *board_of(const struct view *v)
{
	const struct board_priv *p = v->priv;
	const struct visors *all = &v->app->skywire->boards;
	for (size_t i = 0; i < all->n; i++)
		if (!strcmp(all->v[i].pk, p->pk))
			return &all->v[i];
	return NULL;
}

static void of_item(struct pager *p, const char *label, int64_t used, int64_t total)
{
	struct str a = { 0 }, b = { 0 };
	st_bytes(&a, used);
	st_bytes(&b, total);
	if (total > 0)
		page_item(p, label, ROLE_TEXT, _("%s of %s"), a.p, b.p);
	else
		page_item(p, label, ROLE_STALE, "%s", _("n/a"));
	str_free(&a);
	str_free(&b);
}

static void fill_being(const struct visor *b, struct pager *p)
{
	struct str s = { 0 };
	page_item(p, _("key"), ROLE_STRONG, "%s", b->pk);
	if (b->gone_since)
		tick_age(&s, tick_now() - b->gone_since);
	else
		tick_span(&s, b->uptime);
	page_item(p, _("state"), b->gone_since ? ROLE_ERROR : ROLE_OK, b->gone_since ? _("gone %s") : _("up %s"), s.p);
	str_cut(&s, 0);
	if (b->uptime_today >= 0 || b->uptime_least >= 0) {
		int share = b->uptime_today >= 0 ? b->uptime_today : b->uptime_least;
		str_adds(&s, b->uptime_today < 0 ? "≥ " : "");
		figure_percent(&s, (uint64_t)share, 1000);
		/* TR: a board is rewarded for a day of which it was up at least 75 % */
		page_item(p, _("up today"), share >= 750 ? ROLE_OK : ROLE_WARN, _("%s, 75 %% are needed for a reward"), s.p);
	} else {
		page_item(p, _("up today"), ROLE_STALE, "%s", _("n/a"));
	}
	page_item(p, _("version"), ROLE_TEXT, "%s", *b->version ? b->version : _("n/a"));
	page_item(p, _("health"), ROLE_TEXT, "%s", *b->health ? b->health : _("n/a"));
	str_cut(&s, 0);
	st_metric(&s, METRIC_ROUND_TRIP, b->round_trip_us < 0 ? SERIES_NONE : b->round_trip_us);
	page_item(p, _("round trip"), ROLE_TEXT, "%s", s.p);
	page_item(p, _("addresses"), ROLE_TEXT, "%s  %s", b->local_ip, b->public_ip);
	page_item(p, _("reward address"), *b->reward ? ROLE_OK : ROLE_WARN, "%s", *b->reward ? b->reward : _("none"));
	str_free(&s);
}

static void fill_host(const struct visor_host *h, struct pager *p)
{
	struct str s = { 0 };
	page_title(p, _("Machine"));
	if (!h->at) {
		page_item(p, "", ROLE_STALE, "%s", _("this version does not tell"));
		return;
	}
	if (h->cpu >= 0)
		figure_percent(&s, (uint64_t)h->cpu, 1000);
	page_item(p, _("cpu"), ROLE_TEXT, "%s", s.n ? s.p : _("n/a"));
	of_item(p, _("memory"), h->mem_used, h->mem_total);
	of_item(p, _("disk"), h->disk_used, h->disk_total);
	page_item(p, _("system"), ROLE_TEXT, "%s %s", h->os, h->arch);
	str_free(&s);
}

static void fill_transports(const struct visor *b, struct pager *p)
{
	page_title(p, _("Transports"));
	if (!b->transports.n)
		page_item(p, "", ROLE_DIM, "%s", _("none"));
	for (size_t k = 0; k < b->transports.n; k++) {
		const struct visor_transport *t = &b->transports.v[k];
		bool known = t->counted || t->mirrored;
		struct str s = { 0 };
		st_short_id(&s, t->remote);
		str_adds(&s, "  ↓ ");
		st_bytes(&s, known ? t->received : -1);
		str_adds(&s, " ↑ ");
		st_bytes(&s, known ? t->sent : -1);
		str_adds(&s, _("  now ↓ "));
		st_rate(&s, known ? t->rate_received : -1);
		str_adds(&s, " ↑ ");
		st_rate(&s, known ? t->rate_sent : -1);
		if (t->mirrored)
			str_adds(&s, _("  (told by the other end)"));
		page_item(p, t->type, known ? ROLE_TEXT : ROLE_STALE, "%s", s.p);
		str_free(&s);
	}
}

static const char *app_word(enum visor_app_state s)
{
	switch (s) {
	case VISOR_APP_STOPPED: return _("stopped");
	case VISOR_APP_RUNNING: return _("running");
	case VISOR_APP_ERROR: return _("failed");
	case VISOR_APP_STARTING: return _("starting");
	default: return _("unknown");
	}
}

static void fill(struct view *v, struct pager *p)
{
	const struct visor *b = board_of(v);
	page_title(p, _("Board"));
	if (!page_state(p, &v->app->skywire->subject) || !b)
		return;
	fill_being(b, p);
	fill_host(&b->host, p);
	fill_transports(b, p);
	page_title(p, _("Programs"));
	for (size_t k = 0; k < b->apps.n; k++) {
		const struct visor_app *a = &b->apps.v[k];
		page_item(p, a->name, a->state == VISOR_APP_RUNNING ? ROLE_OK : a->state == VISOR_APP_ERROR ? ROLE_ERROR : ROLE_TEXT,
		          *a->detail && a->state != VISOR_APP_RUNNING ? "%s, %s" : "%s", app_word(a->state), a->detail);
	}
}

static void again(struct app *a)
{
	skywire_refresh(a->skywire);
}

static enum err board_open(struct view *v, int argc, char *const *argv)
{
	struct board_priv *p = v->priv;
	if (argc < 1)
		return E_NOT_FOUND;
	snprintf(p->pk, sizeof p->pk, "%s", argv[0]);
	const char *alias = skywire_alias(v->app->skywire, p->pk);
	if (*alias)
		v->title = mem_strdup(alias);
	view_watch(v, &v->app->skywire->subject);
	skywire_focus(v->app->skywire, p->pk);
	p->page.refresh = again;
	page_open(v, fill, NULL, NULL);
	return E_OK;
}

static void board_close(struct view *v)
{
	skywire_focus(v->app->skywire, "");
	page_close(v);
}

const struct view_ops board_view = {
	.name = "board",
	.title = N_("Board"),
	.flags = VIEW_FILTER,
	.context = IN_SKYWIRE,
	.priv_size = sizeof(struct board_priv),
	.open = board_open,
	.close = board_close,
	.changed = page_changed,
	.command = page_command,
	.key = page_key,
	.draw = page_draw,
	.say = page_say,
	.offers = page_offers,
};
