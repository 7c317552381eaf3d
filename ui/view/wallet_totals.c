/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What came from whom and went to whom, or month by month: totals of the movements that the wallet shows, with its filter. */
#include "base/clean.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/tick.h"
#include "model/app.h"
#include "model/moves_totals.h"
#include "ui/view/entry_words.h"
#include "ui/view/view_list.h"
#include "ui/view/wallet_panes.h"
#include "ui/view/words.h"
#include "ui/widget/stack.h"
#include "ui/widget/table.h"
#include <time.h>

enum { PARTIES = 500, MONTHS = 240 };

struct line {
	unsigned char party[32];
	char *name;               /* of a month, too */
	int64_t since, until;     /* of a month */
	int64_t in_c, out_c, rows;
};

struct totals {
	struct table table;
	struct moves *moves;
	struct view *wallet;      /* below this one, whose filter it has; NULL */
	bool months;
	VEC(, struct line) lines;
	unsigned version;
};

static const struct line *line(void *arg, size_t i)
{
	return &((struct totals *)((struct view *)arg)->priv)->lines.v[i];
}

static size_t count(void *arg)
{
	return ((struct totals *)((struct view *)arg)->priv)->lines.n;
}

static uint64_t id(void *arg, size_t i)
{
	uint64_t n = (uint64_t)line(arg, i)->since;
	if (!n)
		memcpy(&n, line(arg, i)->party, sizeof n);
	return n;
}

static unsigned version(void *arg)
{
	return ((struct totals *)((struct view *)arg)->priv)->version;
}

static void name_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)role;
	str_adds(out, line(arg, i)->name);
}

static void amount(void *arg, struct str *out, int64_t c)
{
	if (c)
		words_amount_bare(((struct view *)arg)->app, out, c, true);
	else
		str_adds(out, "—");
}

static void in_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	*role = ROLE_AMOUNT_IN;
	amount(arg, out, line(arg, i)->in_c);
}

static void out_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	*role = ROLE_AMOUNT_OUT;
	amount(arg, out, -line(arg, i)->out_c);
}

static void net_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	*role = ROLE_STRONG;
	amount(arg, out, line(arg, i)->in_c - line(arg, i)->out_c);
}

static void rows_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	*role = ROLE_DIM;
	money_count(out, line(arg, i)->rows);
}

static int by_number(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

static int by_name(void *arg, size_t a, size_t b)
{
	struct str x = { 0 }, y = { 0 };
	text_fold(&x, slice_of(line(arg, a)->name));
	text_fold(&y, slice_of(line(arg, b)->name));
	int r = strcmp(str_c(&x), str_c(&y));
	str_free(&x);
	str_free(&y);
	return r;
}

static int by_in(void *arg, size_t a, size_t b)
{
	return by_number(line(arg, a)->in_c, line(arg, b)->in_c);
}

static int by_out(void *arg, size_t a, size_t b)
{
	return by_number(line(arg, a)->out_c, line(arg, b)->out_c);
}

static int by_net(void *arg, size_t a, size_t b)
{
	return by_number(line(arg, a)->in_c - line(arg, a)->out_c, line(arg, b)->in_c - line(arg, b)->out_c);
}

static int by_rows(void *arg, size_t a, size_t b)
{
	return by_number(line(arg, a)->rows, line(arg, b)->rows);
}

static const struct column columns[] = {
	{ .name = "name", .title = N_("who or when"), .min = 14, .weight = 1, .flags = COLUMN_RTL, .cell = name_cell, .compare = by_name },
	{ .name = "rows", .title = N_("how many"), .min = 8, .drop = 1, .flags = COLUMN_RIGHT | COLUMN_DESC, .cell = rows_cell, .compare = by_rows },
	{ .name = "in", .title = N_("came"), .min = 11, .drop = 3, .flags = COLUMN_RIGHT | COLUMN_DESC, .cell = in_cell, .compare = by_in },
	{ .name = "out", .title = N_("went"), .min = 11, .drop = 2, .flags = COLUMN_RIGHT | COLUMN_DESC, .cell = out_cell, .compare = by_out },
	{ .name = "net", .title = N_("together"), .min = 11, .flags = COLUMN_RIGHT | COLUMN_DESC, .cell = net_cell, .compare = by_net },
};
static const struct table_ops ops = {
	.columns = columns, .ncolumns = sizeof columns / sizeof *columns, .count = count, .id = id, .version = version,
};

static void clear(struct totals *p)
{
	for (size_t i = 0; i < p->lines.n; i++)
		free(p->lines.v[i].name);
	p->lines.n = 0;
}

static void add_party(void *arg, const struct moves_total *t)
{
	struct totals *p = arg;
	struct str name = { 0 };
	struct line l = { .in_c = t->in_c, .out_c = t->out_c, .rows = t->rows };
	if (*t->name)
		str_adds(&name, t->name);
	else
		words_short(&name, t->address, 8, 6);
	l.name = str_take(&name);
	memcpy(l.party, t->party, 32);
	vec_push(&p->lines, l);
}

static void add_months(struct totals *p)
{
	int64_t until = tick_now(), oldest = moves_sum(p->moves)->since;
	for (size_t i = 0; i < MONTHS; i++) {
		struct moves_sum s;
		char name[8];
		int64_t since = moves_month(i, name);
		if (moves_between(p->moves, since, until, &s) && s.rows)
			vec_push(&p->lines, ((struct line){ .name = mem_strdup(name), .since = since, .until = until, .in_c = s.in_c, .out_c = s.out_c,
			                                    .rows = (int64_t)s.rows }));
		if (oldest && since <= oldest)
			break;
		until = since - 1;
	}
}

static void reload(struct totals *p)
{
	clear(p);
	p->version++;
	if (p->months)
		add_months(p);
	else
		moves_by_party(p->moves, PARTIES, add_party, p);
}

static void take_filter(struct view *v)
{
	struct totals *p = v->priv;
	struct moves_filter f = { 0 };
	if (p->wallet)
		wallet_filter(p->wallet->priv, &f);
	moves_filter(p->moves, &f);
	reload(p);
}

static enum err totals_open(struct view *v, int argc, char *const *argv)
{
	struct totals *p = v->priv;
	const struct account *a = wallet_account(v->app->wallet);
	(void)argv;
	if (argc)
		return E_USAGE;
	if (!a)
		return E_NOT_FOUND;
	p->moves = moves_new(v->app);
	table_init(&p->table, &ops, v, 0);
	p->table.stack = v->stack;
	p->table.list.empty = _("No movement yet.");
	moves_show(p->moves, a->pub);
	view_watch(v, moves_subject(p->moves));
	view_watch(v, &v->app->settings);
	take_filter(v);
	return E_OK;
}

static void totals_close(struct view *v)
{
	struct totals *p = v->priv;
	table_free(&p->table);
	clear(p);
	vec_free(&p->lines);
	moves_free(p->moves);
}

static unsigned totals_changed(struct view *v, struct subject *s)
{
	(void)s;
	reload(v->priv);
	return VIEW_STALE;
}

static void add_day(struct str *out, int64_t when)
{
	time_t t = (time_t)when;
	struct tm tm;
	char text[16];
	localtime_r(&t, &tm);
	strftime(text, sizeof text, "%Y-%m-%d", &tm);
	str_adds(out, text);
}

/* The movements behind a line: the wallet below shows only them. */
static void open_line(struct view *v)
{
	struct totals *p = v->priv;
	size_t i = table_row(&p->table);
	if (i == LIST_NONE || !p->wallet)
		return;
	struct wallet_priv *w = p->wallet->priv;
	const struct line *l = line(v, i);
	if (p->months) {
		str_cut(&w->since, 0);
		str_cut(&w->until, 0);
		add_day(&w->since, l->since);
		add_day(&w->until, l->until);
	} else {
		str_cut(&w->words, 0);
		entry_address(l->party, &w->words);
	}
	wallet_apply(p->wallet);
	stack_close(v->stack, v);
}

static unsigned totals_command(struct view *v, enum cmd_id cmd, int argc, char *const *argv)
{
	struct totals *p = v->priv;
	switch (cmd) {
	case C_ENTER: open_line(v); break;
	case C_NEXT_PANE:
	case C_PREV_PANE:
	case C_LEFT:
	case C_RIGHT:
		p->months = !p->months;
		reload(p);
		break;
	case C_FILTER: table_filter(&p->table, slice_of(argc > 0 ? argv[0] : "")); break;
	default: return table_command(&p->table, cmd);
	}
	return VIEW_HANDLED | VIEW_STALE;
}

static unsigned totals_key(struct view *v, const struct keystroke *k)
{
	unsigned did = table_key(&((struct totals *)v->priv)->table, k);
	if (did & LIST_ACTIVATE)
		open_line(v);
	return did & ~(unsigned)LIST_ACTIVATE;
}

static void head(const struct view *v, struct str *out)
{
	const struct totals *p = v->priv;
	const struct account *a = wallet_account(v->app->wallet);
	const struct moves_sum *sum = moves_sum(p->moves);
	struct str in = { 0 }, gone = { 0 };
	words_amount_bare(v->app, &in, sum->in_c, true);
	words_amount_bare(v->app, &gone, -sum->out_c, true);
	if (a && !clean_is_rtl(slice_of(a->name)))
		words_account(out, a), str_adds(out, "   ");
	str_adds(out, p->months ? _("month by month, Tab: by person") : _("by person, Tab: month by month"));
	str_adds(out, "   ");
	str_addf(out, _("in %s  out %s"), str_c(&in), str_c(&gone));
	str_free(&in);
	str_free(&gone);
}

static void totals_draw(struct view *v, struct grid *g, struct rect r)
{
	struct totals *p = v->priv;
	struct str s = { 0 };
	head(v, &s);
	grid_field(g, r.y, r.x + 1, r.w - 2, false, ROLE_DIM, slice_str(&s));
	str_free(&s);
	p->table.list.state = moves_subject(p->moves);
	table_draw(&p->table, g, (struct rect){ r.y + 1, r.x, r.h - 1, r.w }, true);
}

static void totals_say(struct view *v, struct str *out)
{
	head(v, out);
	str_addc(out, '\n');
	table_say(&((struct totals *)v->priv)->table, out, 50);
}

const struct view_ops totals_view = {
	.name = "totals",
	.title = N_("Totals"),
	.flags = VIEW_FILTER | VIEW_SORT,
	.context = IN_LIST,
	.priv_size = sizeof(struct totals),
	.open = totals_open,
	.close = totals_close,
	.changed = totals_changed,
	.command = totals_command,
	.key = totals_key,
	.draw = totals_draw,
	.say = totals_say,
};

void wallet_totals_open(struct view *wallet)
{
	struct view *v;
	if (stack_open(wallet->stack, "totals", 0, NULL))
		return;
	v = stack_top(wallet->stack);
	if (v->ops != &totals_view)
		return;
	((struct totals *)v->priv)->wallet = wallet;
	take_filter(v);
}
