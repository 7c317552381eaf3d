/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who else is on this machine. Names and views are what the others wrote of themselves into the shared folder: claimed, and
 * labelled so. */
#include "base/i18n.h"
#include "base/tick.h"
#include "model/app.h"
#include "model/presence.h"
#include "model/station.h"
#include "ui/view/view_list.h"
#include "ui/widget/stack.h"
#include "ui/widget/table.h"

/* Who is logged in on this machine, and what other running instances of the program show. */
struct here_priv {
	struct table table;
};

static const struct visitor *row(void *arg, size_t i)
{
	return &((struct view *)arg)->app->presence->visitors.v[i];
}

static void cell_who(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct visitor *w = row(arg, i);
	*role = w->me ? ROLE_ME : ROLE_THEM;
	if (w->me)
		str_addf(out, _("you (%s)"), w->name);
	else
		str_adds(out, w->name);
}

static void cell_from(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct visitor *w = row(arg, i);
	*role = *w->from ? ROLE_TEXT : ROLE_DIM;
	str_adds(out, *w->from ? w->from : _("this machine"));
}

static void cell_since(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)role;
	if (row(arg, i)->since > 0)
		tick_age(out, tick_now() - row(arg, i)->since);
}

static void cell_view(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct visitor *w = row(arg, i);
	const struct view_ops *ops = *w->view ? view_by_name(w->view) : NULL;
	*role = w->pid ? ROLE_TEXT : ROLE_DIM;
	str_adds(out, !w->pid ? _("logged in") : ops ? _(ops->title) : w->view);
}

static void cell_line(void *arg, size_t i, struct str *out, enum role *role)
{
	*role = ROLE_DIM;
	str_adds(out, row(arg, i)->line);
}

static const struct column columns[] = {
	{ "who", N_("who says to be"), 16, 2, 0, COLUMN_RTL, cell_who, NULL },
	{ "from", N_("from"), 14, 2, 0, 0, cell_from, NULL },
	{ "since", N_("since"), 7, 0, 1, COLUMN_RIGHT, cell_since, NULL },
	{ "view", N_("looks at"), 12, 1, 0, 0, cell_view, NULL },
	{ "terminal", N_("terminal"), 8, 0, 2, 0, cell_line, NULL },
};

static size_t count(void *arg)
{
	return ((struct view *)arg)->app->presence->visitors.n;
}

static unsigned version(void *arg)
{
	return ((struct view *)arg)->app->presence->subject.version;
}

static const struct table_ops ops = {
	.columns = columns, .ncolumns = sizeof columns / sizeof *columns, .count = count, .version = version
};

static enum err here_open(struct view *v, int argc, char *const *argv)
{
	struct here_priv *p = v->priv;
	(void)argc;
	(void)argv;
	table_init(&p->table, &ops, v, 0);
	p->table.list.state = &v->app->presence->subject;
	p->table.list.empty = _("Nobody is logged in.");
	view_watch(v, &v->app->presence->subject);
	return E_OK;
}

static void here_close(struct view *v)
{
	table_free(&((struct here_priv *)v->priv)->table);
}

static void here_draw(struct view *v, struct grid *g, struct rect r)
{
	grid_field(g, r.y, r.x + 1, r.w - 2, false, ROLE_LABEL, slice_of(_("On this machine. Names are claimed, not proven.")));
	table_draw(&((struct here_priv *)v->priv)->table, g, (struct rect){ r.y + 1, r.x, r.h - 1, r.w }, true);
}

static unsigned here_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	(void)argc;
	(void)argv;
	if (id == C_REFRESH) {
		presence_refresh(v->app->presence);
		return VIEW_HANDLED | VIEW_STALE;
	}
	return table_command(&((struct here_priv *)v->priv)->table, id);
}

static unsigned here_key(struct view *v, const struct keystroke *k)
{
	return table_key(&((struct here_priv *)v->priv)->table, k) & ~(unsigned)LIST_ACTIVATE;
}

static int here_offers(const struct view *v, enum cmd_id id)
{
	(void)v;
	return id == C_ENTER || id == C_SORT || id == C_COPY || id == C_OUTSIDE ? 0 : -1;
}

static void here_say(struct view *v, struct str *out)
{
	table_say(&((struct here_priv *)v->priv)->table, out, 40);
}

const struct view_ops here_view = {
	.name = "here",
	.title = N_("Here now"),
	.flags = VIEW_REFRESH,
	.context = IN_LIST,
	.priv_size = sizeof(struct here_priv),
	.open = here_open,
	.close = here_close,
	.command = here_command,
	.key = here_key,
	.draw = here_draw,
	.say = here_say,
	.offers = here_offers,
};
