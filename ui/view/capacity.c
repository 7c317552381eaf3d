/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many people the station and its swarm can carry. Rows that are assumptions can be changed with Enter; everything else is
 * computed from them, so a change rebuilds all rows. Assumptions are kept by the model and do not change the station. */
#include "model/capacity.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "base/vec.h"
#include "model/app.h"
#include "model/station.h"
#include "ui/view/figures.h"
#include "ui/view/station_tiles.h"
#include "ui/view/view_list.h"
#include "ui/widget/list.h"
#include "ui/widget/stack.h"
#include "ui/widget/state.h"
#include <stdio.h>

/* Rows: the answer, the needs with their formulas, the growth line, the economy, then the assumptions, which Enter changes. */
enum row_kind { ROW_TEXT_LINE, ROW_HEAD, ROW_NEED, ROW_ASSUME };

struct cap_row {
	enum row_kind kind;
	int index;
	char *text;
};

struct capacity_priv {
	struct list list;
	VEC(, struct cap_row) rows;
};

static void clear(struct capacity_priv *p)
{
	for (size_t i = 0; i < p->rows.n; i++)
		free(p->rows.v[i].text);
	p->rows.n = 0;
}

static void add(struct capacity_priv *p, enum row_kind kind, int index, struct str *text)
{
	vec_push(&p->rows, (struct cap_row){ kind, index, str_take(text) });
}

static void head(struct capacity_priv *p, const char *title)
{
	struct str s = { 0 };
	str_adds(&s, title);
	add(p, ROW_HEAD, 0, &s);
}

static void answers(struct capacity_priv *p, const struct capacity *c)
{
	struct str s = { 0 }, here = { 0 }, swarm = { 0 }, more = { 0 };
	st_count(&here, c->people_here);
	st_count(&swarm, c->people_swarm);
	st_count(&more, c->people_more);
	head(p, _("How many people"));
	str_addf(&s, _("this station carries %s, the swarm %s, one more machine adds %s"), here.p, swarm.p, more.p);
	add(p, ROW_TEXT_LINE, 0, &s);
	if (c->people_here >= 0) {
		str_addf(&s, _("what runs out first: %s"), _(c->needs[c->tightest].title));
		add(p, ROW_TEXT_LINE, 0, &s);
	}
	if (c->machines_wanted > 0) {
		str_addf(&s, ngettext("%lld more machine is wanted for all", "%lld more machines are wanted for all",
		                      (unsigned long)c->machines_wanted), (long long)c->machines_wanted);
		add(p, ROW_TEXT_LINE, 0, &s);
	}
	if (c->pace >= 0 && c->n_line > 1) {
		str_addf(&s, ngettext("growing by %lld account a month: ", "growing by %lld accounts a month: ", (unsigned long)c->pace),
		         (long long)c->pace);
		str_addf(&s, _("%lld people in six months, %lld in a year"), (long long)c->line[c->n_line > 6 ? 6 : c->n_line - 1].people,
		         (long long)c->line[c->n_line - 1].people);
		add(p, ROW_TEXT_LINE, 0, &s);
	}
	if (c->full_at) {
		str_cut(&here, 0);
		tick_date(&here, c->full_at);
		str_addf(&s, _("at the present pace full on %s"), here.p);
		add(p, ROW_TEXT_LINE, 0, &s);
	}
	str_free(&here);
	str_free(&swarm);
	str_free(&more);
}

static void economy(struct capacity_priv *p, const struct capacity *c, const struct economy *e)
{
	struct str s = { 0 };
	head(p, _("Economy, a week"));
	str_adds(&s, _("income "));
	st_zen(&s, e->revenue_zc);
	str_adds(&s, _("   costs "));
	st_zen(&s, e->costs_zc);
	str_adds(&s, _("   left "));
	st_zen(&s, e->balance_zc);
	add(p, ROW_TEXT_LINE, 0, &s);
	const struct economy *plan = &c->plan;
	str_addf(&s, ngettext("for %lld person: ", "for %lld people: ", (unsigned long)c->assume[ASSUME_PEOPLE]),
	         (long long)c->assume[ASSUME_PEOPLE]);
	str_adds(&s, _("income "));
	st_zen(&s, plan->revenue_zc);
	str_adds(&s, _("   costs "));
	st_zen(&s, plan->costs_zc);
	str_adds(&s, _("   left "));
	st_zen(&s, plan->balance_zc);
	add(p, ROW_TEXT_LINE, 0, &s);
	if (e->missing > 0) {
		str_addf(&s, ngettext("%lld more MULTIPASS would pay the costs", "%lld more MULTIPASS would pay the costs",
		                      (unsigned long)e->missing), (long long)e->missing);
		add(p, ROW_TEXT_LINE, 0, &s);
	}
	if (e->differs) {
		str_adds(&s, _("computed here: what the station publishes does not follow from its own figures"));
		add(p, ROW_TEXT_LINE, 0, &s);
	}
}

static void rebuild(struct view *v)
{
	struct capacity_priv *p = v->priv;
	const struct capacity *c = v->app->capacity;
	struct str s = { 0 };
	clear(p);
	answers(p, c);
	head(p, _("What they need"));
	for (int i = 0; i < NEED_COUNT; i++)
		add(p, ROW_NEED, i, &s);
	economy(p, c, &v->app->station->economy);
	head(p, _("Assumptions, Enter changes one"));
	for (int i = 0; i < ASSUME_COUNT; i++)
		add(p, ROW_ASSUME, i, &s);
}

static const struct cap_row *at(void *arg, size_t i)
{
	return &((struct capacity_priv *)((struct view *)arg)->priv)->rows.v[i];
}

static size_t count(void *arg)
{
	return ((struct capacity_priv *)((struct view *)arg)->priv)->rows.n;
}

static bool heading(void *arg, size_t i)
{
	return at(arg, i)->kind == ROW_HEAD;
}

static void need_words(const struct need *n, struct str *out)
{
	struct str need = { 0 }, here = { 0 }, swarm = { 0 };
	st_count(&need, n->need);
	st_count(&here, n->here);
	st_count(&swarm, n->swarm);
	str_addf(out, _("needed %s, here %s, swarm %s %s"), need.p, here.p, swarm.p, n->unit && *n->unit ? _(n->unit) : "");
	str_free(&need);
	str_free(&here);
	str_free(&swarm);
}

static void row(void *arg, size_t i, struct grid *g, struct rect r, bool on)
{
	struct view *v = arg;
	const struct cap_row *c = at(v, i);
	const struct capacity *m = v->app->capacity;
	struct str s = { 0 };
	(void)on;
	switch (c->kind) {
	case ROW_HEAD: grid_text(g, r.y, r.x, r.w, ROLE_TITLE, slice_of(c->text)); break;
	case ROW_TEXT_LINE: grid_field(g, r.y, r.x + 1, r.w - 1, false, ROLE_TEXT, slice_of(c->text)); break;
	case ROW_NEED:
		grid_field(g, r.y, r.x + 1, 16, false, ROLE_LABEL, slice_of(_(m->needs[c->index].title)));
		need_words(&m->needs[c->index], &s);
		grid_field(g, r.y, r.x + 18, r.w - 18, false, ROLE_TEXT, slice_str(&s));
		break;
	case ROW_ASSUME:
		grid_field(g, r.y, r.x + 1, r.w > 60 ? 40 : 24, false, ROLE_LABEL, slice_of(_(capacity_assumption(c->index)->title)));
		st_count(&s, m->assume[c->index]);
		if (*capacity_assumption(c->index)->unit)
			str_addf(&s, " %s", _(capacity_assumption(c->index)->unit));
		grid_text(g, r.y, r.x + (r.w > 60 ? 42 : 26), r.w, ROLE_STRONG, slice_str(&s));
		break;
	}
	str_free(&s);
}

static void say(void *arg, size_t i, struct str *out)
{
	struct view *v = arg;
	const struct cap_row *c = at(v, i);
	const struct capacity *m = v->app->capacity;
	if (c->kind == ROW_NEED) {
		str_addf(out, "%s: ", _(m->needs[c->index].title));
		need_words(&m->needs[c->index], out);
		str_addf(out, ". %s", _(m->needs[c->index].formula));
	} else if (c->kind == ROW_ASSUME) {
		str_addf(out, "%s: %lld %s", _(capacity_assumption(c->index)->title), (long long)m->assume[c->index],
		         *capacity_assumption(c->index)->unit ? _(capacity_assumption(c->index)->unit) : "");
	} else {
		str_adds(out, c->text);
	}
}

static const struct list_ops rows = { .count = count, .heading = heading, .row = row, .say = say };

static enum err capacity_open(struct view *v, int argc, char *const *argv)
{
	struct capacity_priv *p = v->priv;
	(void)argc;
	(void)argv;
	list_init(&p->list, &rows, v, 0);
	view_watch(v, &v->app->capacity->subject);
	view_watch(v, &v->app->station->subject);
	rebuild(v);
	list_select(&p->list, 1);
	return E_OK;
}

static void capacity_close(struct view *v)
{
	struct capacity_priv *p = v->priv;
	list_free(&p->list);
	clear(p);
	vec_free(&p->rows);
}

static void capacity_draw(struct view *v, struct grid *g, struct rect r)
{
	struct capacity_priv *p = v->priv;
	rebuild(v);
	r = state_banner(g, r, &v->app->capacity->subject);
	int help = r.h >= 10 ? 2 : 0;
	list_draw(&p->list, g, (struct rect){ r.y, r.x, r.h - help, r.w }, true);
	size_t i = list_at(&p->list);
	if (help && i != LIST_NONE && at(v, i)->kind == ROW_NEED)
		grid_field(g, r.y + r.h - 1, r.x + 1, r.w - 2, false, ROLE_DIM,
		           slice_of(_(v->app->capacity->needs[at(v, i)->index].formula)));
}

struct asking {
	struct app *app;
	struct front *front;
	enum assume which;
};

static void entered(void *arg, enum err e, const char *text)
{
	struct asking *q = arg;
	int64_t n;
	if (e == E_OK && (!slice_i64(slice_trim(slice_of(text)), &n) || capacity_assume(q->app->capacity, q->which, n))) {
		struct str s = { 0 };
		const struct assumption *a = capacity_assumption(q->which);
		str_addf(&s, _("a number from %lld to %lld is wanted"), (long long)a->least, (long long)a->most);
		q->front->ops->toast(q->front->self, TONE_ERROR, s.p);
		str_free(&s);
	}
	free(q);
}

static unsigned change(struct view *v)
{
	struct capacity_priv *p = v->priv;
	size_t i = list_at(&p->list);
	char now[24];
	if (i == LIST_NONE || at(v, i)->kind != ROW_ASSUME)
		return VIEW_HANDLED;
	struct asking *q = mem_new(sizeof *q);
	*q = (struct asking){ v->app, stack_front(v->stack), (enum assume)at(v, i)->index };
	snprintf(now, sizeof now, "%lld", (long long)v->app->capacity->assume[q->which]);
	q->front->ops->ask_line(q->front->self, _(capacity_assumption(q->which)->title), now, entered, q);
	return VIEW_HANDLED | VIEW_STALE;
}

static unsigned capacity_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	(void)argc;
	(void)argv;
	if (id == C_ENTER)
		return change(v);
	if (id == C_FIGURES)
		return figures_show(v, METRIC_MULTIPASS);
	return list_command(&((struct capacity_priv *)v->priv)->list, id);
}

static unsigned capacity_key(struct view *v, const struct keystroke *k)
{
	unsigned did = list_key(&((struct capacity_priv *)v->priv)->list, k);
	return did & LIST_ACTIVATE ? change(v) : did;
}

static int capacity_offers(const struct view *v, enum cmd_id id)
{
	struct capacity_priv *p = v->priv;
	size_t i = list_at(&p->list);
	switch (id) {
	case C_ENTER: return i != LIST_NONE && at((void *)(uintptr_t)v, i)->kind == ROW_ASSUME;
	case C_SORT:
	case C_COPY:
	case C_OUTSIDE: return 0;
	case C_FIGURES: return 1;
	default: return -1;
	}
}

static void capacity_say(struct view *v, struct str *out)
{
	rebuild(v);
	list_say(&((struct capacity_priv *)v->priv)->list, out, 60);
}

const struct view_ops capacity_view = {
	.name = "capacity",
	.title = N_("Capacity"),
	.context = IN_CAPACITY | IN_LIST,
	.priv_size = sizeof(struct capacity_priv),
	.open = capacity_open,
	.close = capacity_close,
	.command = capacity_command,
	.key = capacity_key,
	.draw = capacity_draw,
	.say = capacity_say,
	.offers = capacity_offers,
};
