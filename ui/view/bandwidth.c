/* SPDX-License-Identifier: GPL-3.0-or-later */
/* IPFS traffic by protocol. Rows are identified by protocol, so that the selection stays when rates change the order. */
#include "model/bandwidth.h"
#include "base/i18n.h"
#include "base/tick.h"
#include "model/app.h"
#include "model/ipfs.h"
#include "ui/view/figures.h"
#include "ui/view/station_words.h"
#include "ui/view/view_list.h"
#include "ui/widget/stack.h"
#include "ui/widget/table.h"

/* The traffic of the IPFS node: now and over the day above, one line a protocol below. */
struct bandwidth_priv {
	struct table table;
};

static const struct kubo_protocol *row(void *arg, size_t i)
{
	return &((struct view *)arg)->app->bandwidth->protocols.v[i];
}

static void cell_name(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)role;
	str_adds(out, row(arg, i)->name);
}

static void cell_rate_in(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)role;
	st_rate(out, row(arg, i)->rate.rate_in);
}

static void cell_rate_out(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)role;
	st_rate(out, row(arg, i)->rate.rate_out);
}

static void cell_in(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)role;
	st_bytes(out, row(arg, i)->rate.total_in);
}

static void cell_out(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)role;
	st_bytes(out, row(arg, i)->rate.total_out);
}

static int by(int64_t x, int64_t y)
{
	return x < y ? -1 : x > y;
}

static int by_name(void *arg, size_t a, size_t b)
{
	return strcmp(row(arg, a)->name, row(arg, b)->name);
}

static int by_rate_in(void *arg, size_t a, size_t b)
{
	return by(row(arg, a)->rate.rate_in, row(arg, b)->rate.rate_in);
}

static int by_rate_out(void *arg, size_t a, size_t b)
{
	return by(row(arg, a)->rate.rate_out, row(arg, b)->rate.rate_out);
}

static int by_in(void *arg, size_t a, size_t b)
{
	return by(row(arg, a)->rate.total_in, row(arg, b)->rate.total_in);
}

static int by_out(void *arg, size_t a, size_t b)
{
	return by(row(arg, a)->rate.total_out, row(arg, b)->rate.total_out);
}

static const struct column columns[] = {
	{ "protocol", N_("protocol"), 16, 1, 0, 0, cell_name, by_name },
	/* TR: column heads of traffic: speed now, and how much since the node started */
	{ "rate_in", N_("in now"), 9, 0, 0, COLUMN_RIGHT | COLUMN_DESC, cell_rate_in, by_rate_in },
	{ "rate_out", N_("out now"), 9, 0, 0, COLUMN_RIGHT | COLUMN_DESC, cell_rate_out, by_rate_out },
	{ "in", N_("received"), 8, 0, 1, COLUMN_RIGHT | COLUMN_DESC, cell_in, by_in },
	{ "out", N_("sent"), 8, 0, 2, COLUMN_RIGHT | COLUMN_DESC, cell_out, by_out },
};

static size_t count(void *arg)
{
	return ((struct view *)arg)->app->bandwidth->protocols.n;
}

static uint64_t id(void *arg, size_t i)
{
	return list_id(row(arg, i)->name, "");
}

static unsigned version(void *arg)
{
	return ((struct view *)arg)->app->bandwidth->subject.version;
}

static const struct table_ops ops = {
	.columns = columns, .ncolumns = sizeof columns / sizeof *columns, .count = count, .id = id, .version = version
};

static enum err bandwidth_open(struct view *v, int argc, char *const *argv)
{
	struct bandwidth_priv *p = v->priv;
	(void)argc;
	(void)argv;
	table_init(&p->table, &ops, v, 0);
	p->table.list.state = &v->app->bandwidth->subject;
	p->table.list.empty = _("No protocol has moved a byte.");
	p->table.list.hint = _("Is the IPFS node running? vigie doctor tells.");
	view_watch(v, &v->app->bandwidth->subject);
	view_watch(v, &v->app->bandwidth->each);
	view_watch(v, &v->app->ipfs->subject);
	return E_OK;
}

static void bandwidth_close(struct view *v)
{
	table_free(&((struct bandwidth_priv *)v->priv)->table);
}

static void both(struct str *out, void (*words)(struct str *, int64_t), int64_t in, int64_t sent)
{
	str_adds(out, "↓ ");
	words(out, in);
	str_adds(out, " ↑ ");
	words(out, sent);
}

/* "now ↓ 1.2 MB/s ↑ 0.4 MB/s   last 24 h ↓ 41 GB ↑ 18 GB (seen 6 hours)   since its start ↓ 3 TB ↑ 1 TB" */
static void head_words(const struct app *a, struct str *out)
{
	const struct bandwidth *b = a->bandwidth;
	str_adds(out, _("now "));
	both(out, st_rate, b->now.rate_in, b->now.rate_out);
	str_adds(out, _("   24 h "));
	both(out, st_bytes, b->day_in, b->day_out);
	if (b->day_in >= 0 && b->day_seen < 86400 - 3600) {
		struct str seen = { 0 };
		tick_span(&seen, b->day_seen);
		str_addf(out, _(" (seen for %s)"), seen.p);
		str_free(&seen);
	}
	str_adds(out, _("   in all "));
	both(out, st_bytes, b->now.total_in, b->now.total_out);
}

static void bandwidth_draw(struct view *v, struct grid *g, struct rect r)
{
	struct bandwidth_priv *p = v->priv;
	struct str head = { 0 };
	head_words(v->app, &head);
	grid_field(g, r.y, r.x + 1, r.w - 2, false, ROLE_LABEL, slice_str(&head));
	str_free(&head);
	int chart = r.h >= 16 ? r.h / 4 : 0;
	for (int i = 0; i < 2 && chart; i++) {
		struct rect half = { r.y + 1, r.x + 1 + i * (r.w / 2), chart, r.w / 2 - 2 };
		struct rect in = grid_box(g, half, _(series_about(i ? METRIC_RATE_OUT : METRIC_RATE_IN)->title), _("24 h"));
		st_chart(v->app, g, in, i ? METRIC_RATE_OUT : METRIC_RATE_IN, 86400, i ? ROLE_GRAPH2 : ROLE_GRAPH);
	}
	table_draw(&p->table, g, (struct rect){ r.y + 1 + chart, r.x, r.h - 1 - chart, r.w }, true);
}

static unsigned bandwidth_command(struct view *v, enum cmd_id cmd, int argc, char *const *argv)
{
	struct bandwidth_priv *p = v->priv;
	struct front *front = stack_front(v->stack);
	size_t i = table_row(&p->table);
	switch (cmd) {
	case C_ENTER:
	case C_FIGURES: return figures_show(v, METRIC_RATE_IN);
	case C_FILTER: table_filter(&p->table, slice_of(argc ? argv[0] : "")); return VIEW_HANDLED | VIEW_STALE;
	case C_REFRESH: ipfs_refresh(v->app->ipfs); return VIEW_HANDLED | VIEW_STALE;
	case C_COPY:
		if (i != LIST_NONE)
			front->ops->copy(front->self, slice_of(row(v, i)->name));
		return VIEW_HANDLED | VIEW_STALE;
	default: return table_command(&p->table, cmd);
	}
}

static unsigned bandwidth_key(struct view *v, const struct keystroke *k)
{
	return table_key(&((struct bandwidth_priv *)v->priv)->table, k) & ~(unsigned)LIST_ACTIVATE;
}

static int bandwidth_offers(const struct view *v, enum cmd_id id)
{
	(void)v;
	return id == C_OUTSIDE || id == C_ENTER ? 0 : id == C_FIGURES ? 1 : -1;
}

static void bandwidth_say(struct view *v, struct str *out)
{
	head_words(v->app, out);
	str_addc(out, '\n');
	table_say(&((struct bandwidth_priv *)v->priv)->table, out, 40);
}

const struct view_ops bandwidth_view = {
	.name = "bandwidth",
	.title = N_("Bandwidth"),
	.flags = VIEW_FILTER | VIEW_COPY | VIEW_REFRESH | VIEW_SORT,
	.context = IN_PEERS | IN_LIST,
	.priv_size = sizeof(struct bandwidth_priv),
	.open = bandwidth_open,
	.close = bandwidth_close,
	.command = bandwidth_command,
	.key = bandwidth_key,
	.draw = bandwidth_draw,
	.say = bandwidth_say,
	.offers = bandwidth_offers,
};
