/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nodes and indexers with what they claim and whether others agree, and the figures of the currency. It follows no accounts:
 * when no other screen brings the currency along, it is asked for once. Choosing a node writes a setting; the pool judges all the
 * same. */
#include "base/conf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/tick.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/money.h"
#include "model/nodes.h"
#include "model/wallet.h"
#include "ui/view/view_list.h"
#include "ui/widget/stack.h"
#include "ui/widget/table.h"

enum { CURRENCY_LINES = 10 };

struct net_priv {
	struct table table;
	struct nodes *nodes;
	struct currency currency;    /* asked for here, when no account brings it */
	void *look;
	bool asked;
};

static struct nodes *nodes(const struct view *v)
{
	return ((const struct net_priv *)v->priv)->nodes;
}

static const struct node *node(void *arg, size_t i)
{
	return nodes_at(nodes(arg), i);
}

static size_t count(void *arg)
{
	return nodes_count(nodes(arg));
}

static uint64_t id(void *arg, size_t i)
{
	return list_id(node(arg, i)->url, "");
}

static unsigned version(void *arg)
{
	return nodes_subject(nodes(arg))->version;
}

static enum glyph net_health(enum node_health h, enum role *role, const char **word)
{
	switch (h) {
	case NODE_GOOD: *role = ROLE_OK; *word = _("good"); return GLYPH_GOOD;
	case NODE_LAGS: *role = ROLE_WARN; *word = _("behind"); return GLYPH_HALF;
	case NODE_DOWN: *role = ROLE_ERROR; *word = _("no answer"); return GLYPH_BAD;
	case NODE_LIES: *role = ROLE_ERROR; *word = _("caught lying"); return GLYPH_BAD;
	case NODE_FOREIGN: *role = ROLE_ERROR; *word = _("another currency"); return GLYPH_BAD;
	case NODE_ASKING: *role = ROLE_STALE; *word = _("asking"); return GLYPH_HALF;
	default: *role = ROLE_DIM; *word = _("not asked"); return GLYPH_OPEN;
	}
}

static void name_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct node *n = node(arg, i);
	const char *word;
	str_addf(out, "%s ", grid_glyph_text(GLYPHS_FULL, net_health(n->health, role, &word)));
	str_adds(out, n->host);
}

static void kind_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct node *n = node(arg, i);
	*role = n->chosen ? ROLE_STRONG : ROLE_DIM;
	str_adds(out, n->kind == NODE_INDEXER ? _("indexer") : _("node"));
	if (n->chosen)
		str_addf(out, ", %s", _("in use"));
	else if (n->second)
		str_addf(out, ", %s", _("checks it"));
}

static void state_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	const char *word;
	net_health(node(arg, i)->health, role, &word);
	str_adds(out, word);
}

static void number(struct str *out, int64_t n)
{
	if (n < 0)
		str_adds(out, "—");
	else
		money_count(out, n);
}

static void height_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)role;
	number(out, node(arg, i)->height);
}

static void final_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	*role = ROLE_DIM;
	number(out, node(arg, i)->final);
}

static void lag_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct node *n = node(arg, i);
	*role = n->lag > 3 ? ROLE_WARN : ROLE_TEXT;
	number(out, n->lag);
}

static void ping_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct node *n = node(arg, i);
	(void)role;
	number(out, n->ping_ms);
	if (n->ping_ms >= 0)
		str_adds(out, " ms");
}

static void version_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	*role = ROLE_DIM;
	str_adds(out, node(arg, i)->version);
}

static void agrees_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct node *n = node(arg, i);
	*role = n->agrees == 0 ? ROLE_WARN : ROLE_TEXT;
	str_adds(out, n->agrees > 0 ? _("agrees") : n->agrees == 0 || n->health == NODE_LIES ? _("differs") : "—");
}

static void archive_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct node *n = node(arg, i);
	*role = ROLE_DIM;
	str_adds(out, n->archive > 0 ? _("archive") : n->archive == 0 ? _("pruned") : "—");
}

static void origin_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct node *n = node(arg, i);
	*role = ROLE_DIM;
	str_adds(out, n->local ? _("this machine") : n->origin);
}

static bool why_line(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct node *n = node(arg, i);
	if (!*n->why)
		return false;
	*role = n->health == NODE_LAGS ? ROLE_WARN : ROLE_ERROR;
	str_adds(out, n->why);
	if (n->since) {
		struct str age = { 0 };
		tick_age(&age, tick_now() - n->since);
		str_addf(out, " (%s)", str_c(&age));
		str_free(&age);
	}
	return true;
}

static int by_number(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

static int by_height(void *arg, size_t a, size_t b)
{
	return by_number(node(arg, a)->height, node(arg, b)->height);
}

static int by_ping(void *arg, size_t a, size_t b)
{
	return by_number(node(arg, a)->ping_ms, node(arg, b)->ping_ms);
}

static int by_name(void *arg, size_t a, size_t b)
{
	char *one = mem_strdup(node(arg, a)->host);
	int r = strcmp(one, node(arg, b)->host);
	free(one);
	return r;
}

static const struct column columns[] = {
	{ .name = "name", .title = N_("name"), .min = 18, .weight = 3, .cell = name_cell, .compare = by_name },
	{ .name = "state", .title = N_("state"), .min = 13, .drop = 1, .cell = state_cell },
	{ .name = "kind", .title = N_("what"), .min = 17, .weight = 1, .drop = 4, .cell = kind_cell },
	{ .name = "height", .title = N_("height"), .min = 10, .drop = 2, .flags = COLUMN_RIGHT | COLUMN_DESC, .cell = height_cell, .compare = by_height },
	{ .name = "lag", .title = N_("behind"), .min = 9, .drop = 3, .flags = COLUMN_RIGHT, .cell = lag_cell },
	{ .name = "ping", .title = N_("ping"), .min = 7, .drop = 2, .flags = COLUMN_RIGHT, .cell = ping_cell, .compare = by_ping },
	{ .name = "agrees", .title = N_("final"), .min = 7, .drop = 5, .cell = agrees_cell },
	{ .name = "version", .title = N_("version"), .min = 10, .weight = 1, .drop = 6, .cell = version_cell },
	{ .name = "archive", .title = N_("history"), .min = 8, .drop = 7, .cell = archive_cell },
	{ .name = "final", .title = N_("final block"), .min = 11, .drop = 8, .flags = COLUMN_RIGHT, .cell = final_cell },
	{ .name = "origin", .title = N_("from where"), .min = 14, .weight = 1, .drop = 9, .cell = origin_cell },
};
static const struct table_ops ops = {
	.columns = columns, .ncolumns = sizeof columns / sizeof *columns, .count = count, .id = id, .version = version, .second = why_line,
};

/* Followed accounts bring the currency's figures with them; without any it is asked for once. */
static const struct currency *currency(const struct view *v)
{
	const struct net_priv *p = v->priv;
	const struct coin *c = v->app->coin;
	const struct currency *y = c->ops->currency(c->self);
	return y->source.degree == DEGREE_NONE ? &p->currency : y;
}

static void got_currency(void *arg, const struct purse_answer *a)
{
	struct view *v = arg;
	struct net_priv *p = v->priv;
	p->look = NULL;
	if (!a->fault.code)
		p->currency = *a->currency;
	subject_touch(nodes_subject(p->nodes));
}

static void ask_currency(struct view *v)
{
	static const unsigned char nobody[1][32];
	struct net_priv *p = v->priv;
	struct coin *c = v->app->coin;
	bool confirmed;
	if (p->asked || currency(v)->source.degree != DEGREE_NONE || !c->ops->runtime(c->self, &confirmed))
		return;
	p->look = c->ops->look(c->self, nobody, 1, got_currency, v);
	p->asked = p->look != NULL;
}

static enum err net_open(struct view *v, int argc, char *const *argv)
{
	struct net_priv *p = v->priv;
	(void)argc;
	(void)argv;
	p->nodes = nodes_new(v->app);
	table_init(&p->table, &ops, v, 0);
	p->table.stack = v->stack;
	p->table.list.empty = _("No node is known yet.");
	p->table.list.hint = _("The setting g1.rpc can name some.");
	view_watch(v, nodes_subject(nodes(v)));
	view_watch(v, &v->app->wallet->subject);
	ask_currency(v);
	return E_OK;
}

static unsigned net_changed(struct view *v, struct subject *s)
{
	(void)s;
	ask_currency(v);
	return VIEW_STALE;
}

static void net_close(struct view *v)
{
	struct net_priv *p = v->priv;
	if (p->look)
		v->app->coin->ops->cancel(v->app->coin->self, COIN_LOOK, p->look);
	table_free(&p->table);
	nodes_free(p->nodes);
}

struct figures {
	const struct view *v;
	struct grid *g;
	struct rect r;
	int y;
	struct str value;
	struct str *out;         /* say: instead of the grid */
};

/* A figure and the rule behind it; the rule goes on below where it is long. */
static void figure(struct figures *f, const char *label, const char *rule)
{
	struct slice rest = slice_of(rule), part;
	int at = f->r.x + 42, w = f->r.w - 43, lines = 0, bottom = f->r.y + f->r.h;
	if (f->out) {
		str_addf(f->out, "%s: %s%s%s\n", label, str_c(&f->value), *rule ? "; " : "", rule);
	} else if (f->y < bottom) {
		grid_field(f->g, f->y, f->r.x + 1, 23, false, ROLE_LABEL, slice_of(label));
		grid_field(f->g, f->y, f->r.x + 24, 16, true, ROLE_AMOUNT, slice_str(&f->value));
		while (w >= 30 && f->y + lines < bottom && rest.n && text_wrap(&rest, w, &part))
			grid_text(f->g, f->y + lines++, at, w, ROLE_DIM, part);
		f->y += lines ? lines : 1;
	}
	str_cut(&f->value, 0);
}

static void money_figure(struct figures *f, const char *label, int64_t c, const char *rule)
{
	if (c > 0) {
		money_g1(&f->value, c, false);
		str_adds(&f->value, " Ğ1");
	} else {
		str_adds(&f->value, "—");
	}
	figure(f, label, rule);
}

static void count_figure(struct figures *f, const char *label, int64_t n, const char *rule)
{
	number(&f->value, n > 0 ? n : -1);
	figure(f, label, rule);
}

static void soon_figure(struct figures *f, const char *label, int64_t when, const char *rule)
{
	int64_t left = when - tick_now();
	if (!when)
		return;
	if (left > 0)
		tick_span(&f->value, left);
	else
		str_adds(&f->value, _("now"));
	figure(f, label, rule);
}

static void figures(struct figures *f)
{
	const struct currency *y = currency(f->v);
	const struct wallet *w = f->v->app->wallet;
	const struct coin *c = f->v->app->coin;
	bool known = y->source.degree != DEGREE_NONE, confirmed;
	const struct runtime *r = c->ops->runtime(c->self, &confirmed);
	int64_t ud = known ? y->ud_c : w->ud_c, mean = known ? currency_mean(y) : w->mean_c;
	struct money m = { .ud_c = ud, .mean_c = mean };
	money_figure(f, _("dividend (UD)"), ud, _("each member creates one a day"));
	soon_figure(f, _("next dividend in"), known ? y->next_ud : 0, "");
	if (known && r && y->next_reeval > tick_now()) {
		struct str rule = { 0 }, span = { 0 };
		tick_span(&span, y->next_reeval - tick_now());
		/* TR: how long until then */
		str_addf(&rule, _("in %s; twice a year it follows the mean"), str_c(&span));
		money_figure(f, _("next value"), currency_next_ud(y, r), str_c(&rule));
		str_free(&rule);
		str_free(&span);
	}
	money_figure(f, _("mean per member"), mean, _("all money divided by all members: M/N"));
	if (ud > 0 && mean > 0) {
		money_unit(&f->value, mean, UNIT_UD, &m, false);
		figure(f, _("mean in dividends"), "");
	}
	if (known) {
		money_figure(f, _("all money"), y->mass_c, _("it grows by the dividends alone"));
		count_figure(f, _("members"), y->members, "");
	}
	str_free(&f->value);
}

static void draw_currency(const struct view *v, struct grid *g, struct rect r)
{
	struct figures f = { .v = v, .g = g, .r = r, .y = r.y + 1 };
	grid_hline(g, r.y, r.x, r.w);
	grid_put(g, r.y, r.x + 1, r.w - 2, ROLE_TITLE, " %s ", _("Currency"));
	figures(&f);
}

static void net_draw(struct view *v, struct grid *g, struct rect r)
{
	struct net_priv *p = v->priv;
	int below = r.h >= 16 ? CURRENCY_LINES : r.h >= 12 ? 3 : 0;
	p->table.list.state = nodes_subject(nodes(v));
	table_draw(&p->table, g, (struct rect){ r.y, r.x, r.h - below, r.w }, true);
	if (below)
		draw_currency(v, g, (struct rect){ r.y + r.h - below, r.x, below, r.w });
}

static void line(struct str *out, const char *label, const char *value)
{
	if (*value)
		str_addf(out, "%s: %s\n", label, value);
}

static void open_node(struct view *v)
{
	struct net_priv *p = v->priv;
	size_t i = table_row(&p->table);
	struct str s = { 0 };
	const char *word;
	enum role role;
	if (i == LIST_NONE)
		return;
	const struct node *n = node(v, i);
	net_health(n->health, &role, &word);
	line(&s, _("address"), n->url);
	line(&s, _("state"), word);
	line(&s, _("why"), n->why);
	line(&s, _("what"), n->kind == NODE_INDEXER ? _("indexer") : _("node"));
	for (size_t c = 3; c < sizeof columns / sizeof *columns; c++) {
		struct str cell = { 0 };
		columns[c].cell(v, i, &cell, &role);
		line(&s, _(columns[c].title), str_c(&cell));
		str_free(&cell);
	}
	char *argv[] = { mem_strdup(n->host), mem_strdup(str_c(&s)) };
	stack_open(v->stack, "text", 2, argv);
	free(argv[0]);
	free(argv[1]);
	str_free(&s);
}

/* Taken from now on, until it is chosen again: a setting, so that every instance and the command line know. */
static void choose(struct view *v, const struct node *n)
{
	const char *key = n->kind == NODE_INDEXER ? "g1.indexer" : "g1.rpc";
	bool back = !strcmp(conf_text(v->app->conf, key), n->url);
	char *argv[] = { mem_strdup(key), mem_strdup(n->url) };
	stack_run(v->stack, cmd_at(back ? C_UNSET : C_SET), back ? 1 : 2, argv);
	free(argv[0]);
	free(argv[1]);
}

static unsigned net_command(struct view *v, enum cmd_id cmd, int argc, char *const *argv)
{
	struct net_priv *p = v->priv;
	struct front *front = stack_front(v->stack);
	size_t i = table_row(&p->table);
	switch (cmd) {
	case C_ENTER: open_node(v); break;
	case C_REFRESH: nodes_refresh(nodes(v)); break;
	case C_COPY:
		if (i != LIST_NONE)
			front->ops->copy(front->self, slice_of(node(v, i)->url));
		break;
	case C_CHOOSE_NODE:
		if (i != LIST_NONE)
			choose(v, node(v, i));
		break;
	case C_FILTER: table_filter(&p->table, slice_of(argc > 0 ? argv[0] : "")); break;
	default: return table_command(&p->table, cmd);
	}
	return VIEW_HANDLED | VIEW_STALE;
}

static unsigned net_key(struct view *v, const struct keystroke *k)
{
	unsigned did = table_key(&((struct net_priv *)v->priv)->table, k);
	if (did & LIST_ACTIVATE)
		open_node(v);
	return did & ~(unsigned)LIST_ACTIVATE;
}

static void net_say(struct view *v, struct str *out)
{
	struct figures f = { .v = v, .out = out };
	table_say(&((struct net_priv *)v->priv)->table, out, 50);
	str_addf(out, "%s:\n", _("Currency"));
	figures(&f);
}

const struct view_ops net_view = {
	.name = "net",
	.title = N_("Net"),
	.flags = VIEW_TAB | VIEW_FILTER | VIEW_COPY | VIEW_REFRESH | VIEW_SORT,
	.context = IN_NET | IN_LIST,
	.priv_size = sizeof(struct net_priv),
	.open = net_open,
	.close = net_close,
	.changed = net_changed,
	.command = net_command,
	.key = net_key,
	.draw = net_draw,
	.say = net_say,
};
