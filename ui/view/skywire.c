/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Skywire boards of the visor or hypervisor. A hypervisor may want a login: that is a state of the model, and shown as one.
 * */
#include "model/skywire.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "model/app.h"
#include "model/money.h"
#include "ui/draw/figure.h"
#include "ui/view/figures.h"
#include "ui/view/station_tiles.h"
#include "ui/view/view_list.h"
#include "ui/widget/stack.h"
#include "ui/widget/table.h"
#include <stdlib.h>

struct skywire_priv {
	struct table table;
};

static const struct visor *row(void *arg, size_t i)
{
	return &((struct view *)arg)->app->skywire->boards.v[i];
}

static void cell_name(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct visor *b = row(arg, i);
	const char *alias = skywire_alias(((struct view *)arg)->app->skywire, b->pk);
	*role = b->gone_since ? ROLE_STALE : ROLE_TEXT;
	if (*alias)
		str_adds(out, alias);
	else
		st_short_id(out, b->pk);
	if (b->hypervisor)
		str_adds(out, _(" (hypervisor)"));
}

static void cell_state(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct visor *b = row(arg, i);
	if (b->gone_since) {
		struct str age = { 0 };
		*role = ROLE_ERROR;
		tick_age(&age, tick_now() - b->gone_since);
		str_addf(out, _("gone %s"), age.p);
		str_free(&age);
		return;
	}
	*role = ROLE_OK;
	struct str up = { 0 };
	tick_passed(&up, b->uptime);
	str_addf(out, _("up %s"), up.p);
	str_free(&up);
}

static void cell_version(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)role;
	str_adds(out, row(arg, i)->version);
}

static void cell_trip(void *arg, size_t i, struct str *out, enum role *role)
{
	int64_t us = row(arg, i)->round_trip_us;
	(void)role;
	if (us < 0) {
		str_adds(out, _("n/a"));
	} else {
		figure_real(out, (double)us / 1000, 0);
		str_adds(out, " ms");
	}
}

static void cell_transports(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)role;
	money_count(out, (int64_t)row(arg, i)->transports.n);
}

static void cell_rate(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct visor *b = row(arg, i);
	(void)role;
	if (b->rate_sent < 0 && b->rate_received < 0) {
		str_adds(out, _("n/a"));
		return;
	}
	str_adds(out, "↓");
	st_rate(out, b->rate_received);
	str_adds(out, " ↑");
	st_rate(out, b->rate_sent);
}

static void cell_day(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct visor *b = row(arg, i);
	int share = b->uptime_today >= 0 ? b->uptime_today : b->uptime_least;
	if (share < 0) {
		str_adds(out, _("n/a"));
		return;
	}
	*role = share >= 750 ? ROLE_OK : ROLE_WARN;
	if (b->uptime_today < 0)
		str_adds(out, "≥ ");
	figure_percent(out, (uint64_t)share, 1000);
}

static void cell_reward(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct visor *b = row(arg, i);
	*role = *b->reward ? ROLE_OK : ROLE_WARN;
	str_adds(out, *b->reward ? _("set") : _("none"));
}

static int by_name(void *arg, size_t a, size_t b)
{
	return strcmp(row(arg, a)->pk, row(arg, b)->pk);
}

static int by_trip(void *arg, size_t a, size_t b)
{
	int64_t x = row(arg, a)->round_trip_us, y = row(arg, b)->round_trip_us;
	return x < y ? -1 : x > y;
}

static int by_uptime(void *arg, size_t a, size_t b)
{
	int64_t x = row(arg, a)->gone_since ? -1 : row(arg, a)->uptime, y = row(arg, b)->gone_since ? -1 : row(arg, b)->uptime;
	return x < y ? -1 : x > y;
}

static const struct column columns[] = {
	{ "board", N_("board"), 14, 2, 0, 0, cell_name, by_name },
	{ "state", N_("state"), 10, 0, 0, 0, cell_state, by_uptime },
	{ "version", N_("version"), 9, 0, 3, 0, cell_version, NULL },
	{ "trip", N_("round trip"), 10, 0, 2, COLUMN_RIGHT, cell_trip, by_trip },
	{ "transports", N_("links"), 5, 0, 1, COLUMN_RIGHT, cell_transports, NULL },
	{ "rate", N_("traffic"), 20, 0, 5, 0, cell_rate, NULL },
	{ "day", N_("today"), 7, 0, 4, COLUMN_RIGHT, cell_day, NULL },
	{ "reward", N_("reward"), 6, 0, 6, 0, cell_reward, NULL },
};

static size_t count(void *arg)
{
	return ((struct view *)arg)->app->skywire->boards.n;
}

static uint64_t id(void *arg, size_t i)
{
	return list_id(row(arg, i)->pk, "");
}

static unsigned version(void *arg)
{
	return ((struct view *)arg)->app->skywire->subject.version;
}

static const struct table_ops ops = {
	.columns = columns, .ncolumns = sizeof columns / sizeof *columns, .count = count, .id = id, .version = version
};

static enum err skywire_open(struct view *v, int argc, char *const *argv)
{
	struct skywire_priv *p = v->priv;
	(void)argc;
	(void)argv;
	table_init(&p->table, &ops, v, 0);
	p->table.list.state = &v->app->skywire->subject;
	p->table.list.empty = _("No board is known.");
	p->table.list.hint = _("Give the address of a hypervisor: the setting skywire.url.");
	view_watch(v, &v->app->skywire->subject);
	return E_OK;
}

static void skywire_close(struct view *v)
{
	table_free(&((struct skywire_priv *)v->priv)->table);
}

static void head_words(const struct skywire *s, struct str *out)
{
	str_addf(out, _("%zu up"), s->up);
	if (s->gone)
		str_addf(out, _(", %zu gone"), s->gone);
	str_adds(out, "   ↓ ");
	st_rate(out, s->rate_received);
	str_adds(out, " ↑ ");
	st_rate(out, s->rate_sent);
	if (s->sky.days) {
		/* TR: a fact from the chain: SKY per hour, received, over so many days */
		str_adds(out, "   ");
		figure_real(out, (double)s->sky.per_hour / 1e6, 3);
		str_addf(out, ngettext(" SKY/h received, %d day", " SKY/h received, %d days", (unsigned long)s->sky.days), s->sky.days);
	}
}

static void skywire_draw(struct view *v, struct grid *g, struct rect r)
{
	struct skywire_priv *p = v->priv;
	struct str head = { 0 };
	head_words(v->app->skywire, &head);
	grid_field(g, r.y, r.x + 1, r.w - 2, false, ROLE_LABEL, slice_str(&head));
	str_free(&head);
	table_draw(&p->table, g, (struct rect){ r.y + 1, r.x, r.h - 1, r.w }, true);
}

static unsigned show(struct view *v)
{
	struct skywire_priv *p = v->priv;
	size_t i = table_row(&p->table);
	if (i == LIST_NONE)
		return VIEW_HANDLED;
	char *argv[] = { mem_strdup(row(v, i)->pk) };
	stack_open(v->stack, "board", 1, argv);
	free(argv[0]);
	return VIEW_HANDLED | VIEW_STALE;
}

static unsigned skywire_command(struct view *v, enum cmd_id id_, int argc, char *const *argv)
{
	struct skywire_priv *p = v->priv;
	struct front *front = stack_front(v->stack);
	size_t i = table_row(&p->table);
	switch (id_) {
	case C_ENTER: return show(v);
	case C_FILTER: table_filter(&p->table, slice_of(argc ? argv[0] : "")); return VIEW_HANDLED | VIEW_STALE;
	case C_FIGURES: return figures_show(v, METRIC_BOARDS_UP);
	case C_REFRESH: skywire_refresh(v->app->skywire); return VIEW_HANDLED | VIEW_STALE;
	case C_COPY:
		if (i != LIST_NONE)
			front->ops->copy(front->self, slice_of(row(v, i)->pk));
		return VIEW_HANDLED | VIEW_STALE;
	default: return table_command(&p->table, id_);
	}
}

static unsigned skywire_key(struct view *v, const struct keystroke *k)
{
	unsigned did = table_key(&((struct skywire_priv *)v->priv)->table, k);
	return did & LIST_ACTIVATE ? show(v) : did;
}

static int skywire_offers(const struct view *v, enum cmd_id id)
{
	(void)v;
	return id == C_OUTSIDE ? 0 : id == C_FIGURES ? 1 : -1;
}

static void skywire_say(struct view *v, struct str *out)
{
	head_words(v->app->skywire, out);
	str_addc(out, '\n');
	table_say(&((struct skywire_priv *)v->priv)->table, out, 40);
}

const struct view_ops skywire_view = {
	.name = "skywire",
	.title = N_("Skywire"),
	.flags = VIEW_FILTER | VIEW_COPY | VIEW_REFRESH | VIEW_SORT,
	.context = IN_SKYWIRE | IN_LIST,
	.priv_size = sizeof(struct skywire_priv),
	.open = skywire_open,
	.close = skywire_close,
	.command = skywire_command,
	.key = skywire_key,
	.draw = skywire_draw,
	.say = skywire_say,
	.offers = skywire_offers,
};
