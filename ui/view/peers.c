/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The peers of the IPFS node, thousands perhaps: the model sorts and filters, the table asks only for rows on the screen.
 * Stations are recognised by their beacon. */
#include "base/str.h"
#include "model/peers.h"
#include "base/i18n.h"
#include "model/app.h"
#include "model/bandwidth.h"
#include "model/ipfs.h"
#include "ui/draw/figure.h"
#include "ui/view/figures.h"
#include "ui/view/station_tiles.h"
#include "ui/view/view_list.h"
#include "ui/widget/stack.h"
#include "ui/widget/table.h"

struct peers_priv {
	struct table table;
};

static const struct peers_row *row(void *arg, size_t i)
{
	return peers_at(((struct view *)arg)->app->peers, i);
}

static void cell_station(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct peers_row *r = row(arg, i);
	str_adds(out, r->station);
	*role = ROLE_THEM;
}

static void cell_id(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)role;
	st_short_id(out, row(arg, i)->peer.id);
}

static void cell_addr(void *arg, size_t i, struct str *out, enum role *role)
{
	*role = ROLE_DIM;
	str_adds(out, row(arg, i)->peer.addr);
}

static void cell_latency(void *arg, size_t i, struct str *out, enum role *role)
{
	int64_t us = row(arg, i)->peer.latency_us;
	(void)role;
	if (us < 0) {
		str_adds(out, _("n/a"));
	} else {
		figure_real(out, (double)us / 1000, us < 10000 ? 1 : 0);
		str_adds(out, " ms");
	}
}

static void cell_streams(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)role;
	st_count(out, row(arg, i)->peer.streams);
}

static void cell_way(void *arg, size_t i, struct str *out, enum role *role)
{
	enum kubo_way w = row(arg, i)->peer.way;
	(void)role;
	str_adds(out, w == KUBO_IN ? _("in") : w == KUBO_OUT ? _("out") : _("n/a"));
}

static void cell_relay(void *arg, size_t i, struct str *out, enum role *role)
{
	bool relayed = row(arg, i)->peer.relayed;
	*role = relayed ? ROLE_WARN : ROLE_TEXT;
	str_adds(out, relayed ? _("relayed") : _("direct"));
}

static void cell_agent(void *arg, size_t i, struct str *out, enum role *role)
{
	*role = ROLE_DIM;
	str_adds(out, row(arg, i)->peer.agent);
}

/* The model sorts; a compare that says "equal" only marks the column as sortable. */
static int sortable(void *arg, size_t a, size_t b)
{
	(void)arg;
	return a < b ? -1 : a > b;
}

static const struct column columns[] = {
	{ "station", N_("station"), 12, 2, 0, COLUMN_RTL, cell_station, sortable },
	{ "id", N_("peer"), 13, 0, 0, 0, cell_id, sortable },
	{ "address", N_("address"), 16, 4, 3, 0, cell_addr, sortable },
	{ "latency", N_("round trip"), 10, 0, 0, COLUMN_RIGHT, cell_latency, sortable },
	{ "streams", N_("streams"), 7, 0, 2, COLUMN_RIGHT | COLUMN_DESC, cell_streams, sortable },
	{ "way", N_("way"), 4, 0, 4, 0, cell_way, sortable },
	{ "relay", N_("link"), 8, 0, 1, 0, cell_relay, sortable },
	{ "agent", N_("program"), 14, 1, 5, 0, cell_agent, sortable },
};

static size_t count(void *arg)
{
	return peers_count(((struct view *)arg)->app->peers);
}

static uint64_t id(void *arg, size_t i)
{
	return list_id(row(arg, i)->peer.id, row(arg, i)->peer.addr);
}

static void order(void *arg, size_t column, bool desc, struct slice filter)
{
	struct view *v = arg;
	peers_filter(v->app->peers, filter);
	if (column < sizeof columns / sizeof *columns)
		peers_sort(v->app->peers, (enum peers_column)column, desc);
}

static unsigned version(void *arg)
{
	return ((struct view *)arg)->app->peers->subject.version;
}

static const struct table_ops ops = {
	.columns = columns, .ncolumns = sizeof columns / sizeof *columns, .count = count, .id = id, .order = order, .version = version
};

static enum err peers_open(struct view *v, int argc, char *const *argv)
{
	struct peers_priv *p = v->priv;
	(void)argc;
	(void)argv;
	table_init(&p->table, &ops, v, 0);
	p->table.list.state = &v->app->peers->subject;
	p->table.list.empty = _("No peer is connected.");
	p->table.list.hint = _("Is the IPFS node running? vigie doctor tells.");
	view_watch(v, &v->app->peers->subject);
	view_watch(v, &v->app->bandwidth->subject);
	view_watch(v, &v->app->ipfs->subject);
	view_watch(v, &v->app->ipfs->details);
	return E_OK;
}

static void peers_close(struct view *v)
{
	table_free(&((struct peers_priv *)v->priv)->table);
	peers_filter(v->app->peers, SLICE(""));
}

static void head_words(const struct app *a, struct str *out)
{
	const struct ipfs *i = a->ipfs;
	if (st_why(a, ST_PEERS))
		str_adds(out, _("your own node: "));
	st_tiles[ST_PEERS]->line(a, out);
	str_adds(out, "   ");
	st_tiles[ST_BANDWIDTH]->line(a, out);
	if (*i->id.version)
		str_addf(out, "   Kubo %s", i->id.version);
	if (i->swarm.privacy == KUBO_PRIVATE)
		str_addf(out, i->swarm.origin ? _("   private swarm ORIGIN, whose key everybody knows") : _("   private swarm %.8s"),
		         i->swarm.fingerprint);
	else if (i->swarm.privacy == KUBO_PUBLIC)
		str_adds(out, _("   public swarm"));
}

static void peers_draw(struct view *v, struct grid *g, struct rect r)
{
	struct peers_priv *p = v->priv;
	struct str head = { 0 };
	head_words(v->app, &head);
	grid_field(g, r.y, r.x + 1, r.w - 2, false, ROLE_LABEL, slice_str(&head));
	str_free(&head);
	int chart = r.h >= 20 ? 5 : 0;
	if (chart) {
		st_chart(v->app, g, (struct rect){ r.y + 1, r.x + 1, chart - 1, r.w - 2 }, METRIC_RATE_IN, 86400, ROLE_GRAPH);
		st_chart(v->app, g, (struct rect){ r.y + 1, r.x + 1, chart - 1, r.w - 2 }, METRIC_RATE_OUT, 86400, ROLE_GRAPH2);
	}
	table_draw(&p->table, g, (struct rect){ r.y + 1 + chart, r.x, r.h - 1 - chart, r.w }, true);
}

static void show_peer(struct view *v)
{
	struct peers_priv *p = v->priv;
	size_t i = table_row(&p->table);
	struct str text = { 0 };
	struct front *front = stack_front(v->stack);
	if (i == LIST_NONE)
		return;
	const struct peers_row *r = row(v, i);
	str_addf(&text, "%s\n%s\n%s\n", r->peer.id, r->peer.addr, r->peer.agent);
	if (*r->station)
		str_addf(&text, "%s\n", r->station);
	front->ops->show(front->self, _("Peer"), str_c(&text));
	str_free(&text);
}

static unsigned peers_command(struct view *v, enum cmd_id cmd, int argc, char *const *argv)
{
	struct peers_priv *p = v->priv;
	struct front *front = stack_front(v->stack);
	size_t i = table_row(&p->table);
	switch (cmd) {
	case C_ENTER: show_peer(v); return VIEW_HANDLED | VIEW_STALE;
	case C_FILTER: table_filter(&p->table, slice_of(argc ? argv[0] : "")); return VIEW_HANDLED | VIEW_STALE;
	case C_FIGURES: return figures_show(v, METRIC_PEERS);
	case C_REFRESH: ipfs_refresh(v->app->ipfs); return VIEW_HANDLED | VIEW_STALE;
	case C_COPY:
		if (i != LIST_NONE)
			front->ops->copy(front->self, slice_of(row(v, i)->peer.id));
		return VIEW_HANDLED | VIEW_STALE;
	default: return table_command(&p->table, cmd);
	}
}

static unsigned peers_key(struct view *v, const struct keystroke *k)
{
	struct peers_priv *p = v->priv;
	unsigned did = table_key(&p->table, k);
	if (did & LIST_ACTIVATE)
		show_peer(v);
	return did & ~(unsigned)LIST_ACTIVATE;
}

static int peers_offers(const struct view *v, enum cmd_id id)
{
	(void)v;
	return id == C_OUTSIDE ? 0 : id == C_FIGURES ? 1 : -1;
}

static void peers_say(struct view *v, struct str *out)
{
	head_words(v->app, out);
	str_addc(out, '\n');
	table_say(&((struct peers_priv *)v->priv)->table, out, 30);
}

const struct view_ops peers_view = {
	.name = "peers",
	.title = N_("Peers"),
	.flags = VIEW_FILTER | VIEW_COPY | VIEW_REFRESH | VIEW_SORT,
	.context = IN_PEERS | IN_LIST,
	.priv_size = sizeof(struct peers_priv),
	.open = peers_open,
	.close = peers_close,
	.command = peers_command,
	.key = peers_key,
	.draw = peers_draw,
	.say = peers_say,
	.offers = peers_offers,
};
