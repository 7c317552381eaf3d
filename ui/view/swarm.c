/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All stations that are heard of, by beacon, cache or hearsay, with how each was heard. The model sorts and filters; Enter
 * shows the station's screen of another one. */
#include "base/str.h"
#include "model/swarm.h"
#include "base/i18n.h"
#include "base/tick.h"
#include "model/app.h"
#include "model/station.h"
#include "ui/view/figures.h"
#include "ui/view/station_tiles.h"
#include "ui/view/view_list.h"
#include "ui/widget/stack.h"
#include "ui/widget/table.h"

struct swarm_priv {
	struct table table;
};

static const struct swarm_row *row(void *arg, size_t i)
{
	return swarm_at(((struct view *)arg)->app->swarm, i);
}

static void cell_name(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct swarm_row *r = row(arg, i);
	*role = r->own ? ROLE_ME : r->source.degree == DEGREE_PROVEN ? ROLE_PROVEN : ROLE_TEXT;
	if (*r->name)
		str_adds(out, r->name);
	else
		st_short_id(out, r->peer);
}

static void cell_fresh(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct swarm_row *r = row(arg, i);
	int64_t age = tick_now() - r->at;
	if (!r->at) {
		str_adds(out, _("n/a"));
		*role = ROLE_STALE;
		return;
	}
	*role = age > 3600 ? ROLE_STALE : ROLE_OK;
	tick_age(out, age);
}

static void cell_km(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)role;
	st_count(out, (int64_t)row(arg, i)->distance_km);
}

static void cell_captain(void *arg, size_t i, struct str *out, enum role *role)
{
	*role = ROLE_THEM;
	str_adds(out, row(arg, i)->captain);
}

static void cell_power(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)role;
	st_count(out, row(arg, i)->power);
}

static void cell_slots(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct swarm_row *r = row(arg, i);
	(void)role;
	if (r->multipass < 0 || r->multipass_slots < 0)
		str_adds(out, _("n/a"));
	else
		str_addf(out, "%lld/%lld", (long long)r->multipass, (long long)r->multipass_slots);
}

static void cell_services(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct swarm_row *r = row(arg, i);
	(void)role;
	if (r->services < 0)
		str_adds(out, _("n/a"));
	else
		str_addf(out, "%lld/%lld", (long long)r->services_up, (long long)r->services);
}

static void cell_peers(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)role;
	st_count(out, row(arg, i)->peers);
}

static void cell_risk(void *arg, size_t i, struct str *out, enum role *role)
{
	enum risk k = row(arg, i)->risk;
	*role = k == RISK_GREEN ? ROLE_OK : k == RISK_RED ? ROLE_ERROR : k == RISK_UNKNOWN ? ROLE_STALE : ROLE_WARN;
	str_adds(out, k == RISK_UNKNOWN ? _("n/a") : st_word(economy_risks[k]));
}

/* The model sorts by itself; this only says that the column can be sorted by. */
static int sortable(void *arg, size_t a, size_t b)
{
	(void)arg;
	return a < b ? -1 : a > b;
}

static const struct column columns[] = {
	{ "name", N_("station"), 16, 3, 0, COLUMN_RTL, cell_name, sortable },
	{ "fresh", N_("heard"), 6, 0, 0, COLUMN_RIGHT, cell_fresh, sortable },
	{ "km", N_("km"), 5, 0, 1, COLUMN_RIGHT, cell_km, sortable },
	{ "captain", N_("captain"), 10, 2, 5, COLUMN_RTL, cell_captain, sortable },
	{ "power", N_("power"), 5, 0, 3, COLUMN_RIGHT | COLUMN_DESC, cell_power, sortable },
	{ "slots", N_("places"), 8, 0, 2, COLUMN_RIGHT, cell_slots, sortable },
	{ "services", N_("services"), 9, 0, 4, COLUMN_RIGHT, cell_services, sortable },
	{ "peers", N_("peers"), 5, 0, 6, COLUMN_RIGHT | COLUMN_DESC, cell_peers, sortable },
	{ "risk", N_("economy"), 7, 0, 0, 0, cell_risk, sortable },
};

static size_t count(void *arg)
{
	return swarm_count(((struct view *)arg)->app->swarm);
}

static uint64_t id(void *arg, size_t i)
{
	return list_id(row(arg, i)->peer, "");
}

static void order(void *arg, size_t column, bool desc, struct slice filter)
{
	struct swarm *s = ((struct view *)arg)->app->swarm;
	swarm_filter(s, filter);
	if (column < sizeof columns / sizeof *columns)
		swarm_sort(s, (enum swarm_column)column, desc);
}

static unsigned version(void *arg)
{
	return ((struct view *)arg)->app->swarm->subject.version;
}

static const struct table_ops ops = {
	.columns = columns, .ncolumns = sizeof columns / sizeof *columns, .count = count, .id = id, .order = order, .version = version
};

static enum err swarm_open(struct view *v, int argc, char *const *argv)
{
	struct swarm_priv *p = v->priv;
	(void)argc;
	(void)argv;
	table_init(&p->table, &ops, v, 0);
	p->table.list.state = &v->app->swarm->subject;
	p->table.list.empty = _("No station is heard of.");
	p->table.list.hint = _("Give the address of one: the setting station.url.");
	view_watch(v, &v->app->swarm->subject);
	return E_OK;
}

static void swarm_close(struct view *v)
{
	table_free(&((struct swarm_priv *)v->priv)->table);
	swarm_filter(v->app->swarm, SLICE(""));
}

static void swarm_draw(struct view *v, struct grid *g, struct rect r)
{
	struct swarm_priv *p = v->priv;
	struct str head = { 0 };
	st_tiles[ST_SWARM]->line(v->app, &head);
	grid_field(g, r.y, r.x + 1, r.w - 2, false, ROLE_LABEL, slice_str(&head));
	str_free(&head);
	table_draw(&p->table, g, (struct rect){ r.y + 1, r.x, r.h - 1, r.w }, true);
}

/* The same station screen for any of them. */
static unsigned enter(struct view *v)
{
	struct swarm_priv *p = v->priv;
	size_t i = table_row(&p->table);
	if (i == LIST_NONE)
		return VIEW_HANDLED;
	const struct swarm_row *r = row(v, i);
	char *argv[] = { mem_strdup(r->own ? "" : r->peer) };
	stack_open(v->stack, "station", 1, argv);
	free(argv[0]);
	return VIEW_HANDLED | VIEW_STALE;
}

static unsigned swarm_command(struct view *v, enum cmd_id cmd, int argc, char *const *argv)
{
	struct swarm_priv *p = v->priv;
	struct front *front = stack_front(v->stack);
	size_t i = table_row(&p->table);
	switch (cmd) {
	case C_ENTER: return enter(v);
	case C_FILTER: table_filter(&p->table, slice_of(argc ? argv[0] : "")); return VIEW_HANDLED | VIEW_STALE;
	case C_FIGURES: return figures_show(v, METRIC_SWARM_FRESH);
	case C_REFRESH: swarm_refresh(v->app->swarm); return VIEW_HANDLED | VIEW_STALE;
	case C_COPY:
		if (i != LIST_NONE)
			front->ops->copy(front->self, slice_of(row(v, i)->peer));
		return VIEW_HANDLED | VIEW_STALE;
	default: return table_command(&p->table, cmd);
	}
}

static unsigned swarm_key(struct view *v, const struct keystroke *k)
{
	unsigned did = table_key(&((struct swarm_priv *)v->priv)->table, k);
	return did & LIST_ACTIVATE ? enter(v) : did;
}

static int swarm_offers(const struct view *v, enum cmd_id id)
{
	(void)v;
	return id == C_OUTSIDE ? 0 : id == C_FIGURES ? 1 : -1;
}

static void swarm_say(struct view *v, struct str *out)
{
	st_tiles[ST_SWARM]->line(v->app, out);
	str_addc(out, '\n');
	table_say(&((struct swarm_priv *)v->priv)->table, out, 30);
}

const struct view_ops swarm_view = {
	.name = "swarm",
	.title = N_("Swarm"),
	.flags = VIEW_FILTER | VIEW_COPY | VIEW_REFRESH | VIEW_SORT,
	.context = IN_SWARM | IN_LIST,
	.priv_size = sizeof(struct swarm_priv),
	.open = swarm_open,
	.close = swarm_close,
	.command = swarm_command,
	.key = swarm_key,
	.draw = swarm_draw,
	.say = swarm_say,
	.offers = swarm_offers,
};
