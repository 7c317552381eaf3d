/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Views that exist for tests only: an orchard (a table that filters, with cards, questions and a choice) and an order (a
 * form). They exercise the widgets as real views do. */
#ifndef TESTS_UNIT_FRUITVIEWS_H
#define TESTS_UNIT_FRUITVIEWS_H

#include "base/conf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "cmd/keymap.h"
#include "cmd/settings.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/notices.h"
#include "model/tasks.h"
#include "model/undo.h"
#include "ui/widget/form.h"
#include "ui/widget/menu.h"
#include "ui/widget/stack.h"
#include "ui/widget/table.h"
#include "ui/widget/views.h"
#include <stdlib.h>

struct orchard_fruit {
	const char *name, *kind;
	int price_c;
};

static const struct orchard_fruit orchard[] = {
	{ "apple", "pome", 80 }, { "pear", "pome", 120 }, { "plum", "stone", 210 }, { "pêche", "stone", 300 },
	{ "cherry", "stone", 450 }, { "fig", "other", 640 }, { "quince", "pome", 150 },
};
enum { ORCHARD_N = sizeof orchard / sizeof *orchard };

/* What the views were told last, for the tests to look at. */
static struct {
	char answer[128];
	unsigned answers, closed;
	size_t gone;               /* rows left out at the end */
} heard;

struct orchard_priv {
	struct table table;
};

static size_t o_count(void *arg)
{
	(void)arg;
	return ORCHARD_N - heard.gone;
}

static void o_name(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)arg;
	*role = ROLE_THEM;
	str_adds(out, orchard[i].name);
}

static void o_kind(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)arg;
	*role = ROLE_DIM;
	str_adds(out, orchard[i].kind);
}

static void o_price(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)arg;
	*role = ROLE_AMOUNT;
	str_addf(out, "%d.%02d", orchard[i].price_c / 100, orchard[i].price_c % 100);
}

static int o_by_name(void *arg, size_t a, size_t b)
{
	(void)arg;
	return strcmp(orchard[a].name, orchard[b].name);
}

static int o_by_price(void *arg, size_t a, size_t b)
{
	(void)arg;
	return orchard[a].price_c - orchard[b].price_c;
}

static const struct column o_columns[] = {
	{ "name", N_("name"), 10, 1, 0, COLUMN_RTL, o_name, o_by_name },
	{ "kind", N_("kind"), 6, 0, 1, 0, o_kind, NULL },
	{ "price", N_("price"), 8, 0, 0, COLUMN_RIGHT | COLUMN_DESC, o_price, o_by_price },
};

static const struct table_ops o_table = { .columns = o_columns, .ncolumns = 3, .count = o_count };

static inline enum err orchard_open(struct view *v, int argc, char *const *argv)
{
	struct orchard_priv *o = v->priv;

	(void)argc;
	(void)argv;
	table_init(&o->table, &o_table, o, LIST_MARKS);
	o->table.list.empty = "No fruit";
	o->table.stack = v->stack;
	return E_OK;
}

static inline void orchard_close(struct view *v)
{
	struct orchard_priv *o = v->priv;

	table_free(&o->table);
	heard.closed++;
}

static inline void hear(enum err e, const char *what)
{
	snprintf(heard.answer, sizeof heard.answer, "%s %s", err_name(e), what);
	heard.answers++;
}

static inline void heard_ask(void *arg, enum err e)
{
	(void)arg;
	hear(e, "ask");
}

static inline void heard_line(void *arg, enum err e, const char *line)
{
	(void)arg;
	hear(e, line ? line : "-");
}

static inline void heard_secret(void *arg, enum err e, struct secret *s)
{
	char n[32];

	(void)arg;
	snprintf(n, sizeof n, "%zu bytes", s->n);
	hear(e, n);
}

static inline void heard_menu(void *arg, enum err e, size_t i)
{
	char n[32];

	(void)arg;
	snprintf(n, sizeof n, "item %zu", i);
	hear(e, n);
}

static inline void orchard_card(struct view *v, size_t row)
{
	char *argv[] = { mem_strdup(orchard[row].name) };

	stack_open(v->stack, "card", 1, argv);
	free(argv[0]);
}

static inline unsigned orchard_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	static const char *const kinds[] = { "pome", "stone", "other" };
	struct orchard_priv *o = v->priv;
	struct front *f = stack_front(v->stack);
	size_t row = table_row(&o->table);
	unsigned r;

	switch (id) {
	case C_FILTER:
		table_filter(&o->table, slice_of(argc ? argv[0] : ""));
		return VIEW_HANDLED | VIEW_STALE;
	case C_CANCEL_TASK:
		f->ops->ask(f->self, &(struct question){ "Pick", "The fruit is picked and gone from the tree for this year.", NULL }, heard_ask, v);
		return VIEW_HANDLED;
	case C_OUTSIDE:
		f->ops->ask(f->self, &(struct question){ "Fell", "The whole tree is felled.", "apple" }, heard_ask, v);
		return VIEW_HANDLED;
	case C_REFRESH:
		f->ops->ask_line(f->self, "Name", "fig", heard_line, v);
		return VIEW_HANDLED;
	case C_LOCK:
		f->ops->ask_secret(f->self, "Gate code", heard_secret, v);
		return VIEW_HANDLED;
	case C_COPY:
		if (row == LIST_NONE)
			return 0;
		f->ops->copy(f->self, slice_of(orchard[row].name));
		return VIEW_HANDLED;
	case C_LEFT:
		menu_open(v->stack, "Kind", kinds, 3, 1, heard_menu, v);
		return VIEW_HANDLED;
	default: break;
	}
	r = table_command(&o->table, id);
	if (r & LIST_ACTIVATE)
		orchard_card(v, row);
	return r;
}

static inline unsigned orchard_key(struct view *v, const struct keystroke *k)
{
	struct orchard_priv *o = v->priv;
	unsigned r = table_key(&o->table, k);

	if (r & LIST_ACTIVATE)
		orchard_card(v, table_row(&o->table));
	return r;
}

static inline void orchard_draw(struct view *v, struct grid *g, struct rect r)
{
	struct orchard_priv *o = v->priv;

	table_draw(&o->table, g, r, true);
}

static inline void orchard_say(struct view *v, struct str *out)
{
	struct orchard_priv *o = v->priv;

	table_say(&o->table, out, 20);
}

static inline void orchard_item(struct view *v, struct str *out)
{
	struct orchard_priv *o = v->priv;
	size_t row = table_row(&o->table);

	str_adds(out, row == LIST_NONE ? "nothing" : orchard[row].name);
}

static inline uint32_t orchard_contexts(const struct view *v)
{
	(void)v;
	return IN_LIST;
}

static inline unsigned orchard_unread(struct app *app)
{
	(void)app;
	return 2;
}

/* A card of one fruit, in a box over the orchard. */

static inline enum err card_open(struct view *v, int argc, char *const *argv)
{
	if (argc < 1)
		return E_USAGE;
	v->title = mem_strdup(argv[0]);
	return E_OK;
}

static inline void card_draw(struct view *v, struct grid *g, struct rect r)
{
	grid_put(g, r.y, r.x + 1, r.w - 1, ROLE_TEXT, "A %s, ripe in autumn.", v->title);
}

static inline void card_size(struct view *v, int *h, int *w)
{
	(void)v;
	*h = *h < 3 ? *h : 3;
	*w = *w < 30 ? *w : 30;
}

static inline void card_say(struct view *v, struct str *out)
{
	str_addf(out, "A %s, ripe in autumn.\n", v->title);
}

/* An order: a form. */

struct order_priv {
	struct form form;
	bool done;
};

static inline bool amount_right(struct form *f, size_t i, struct str *why)
{
	struct slice s = edit_text(&f->values[i].edit);

	for (size_t k = 0; k < s.n; k++)
		if (s.p[k] < '0' || s.p[k] > '9') {
			str_adds(why, "This is no number");
			return false;
		}
	return s.n > 0;
}

static inline void amount_note(struct form *f, size_t i, struct str *out)
{
	str_addf(out, "= %zu digits", edit_text(&f->values[i].edit).n);
}

static inline bool code_shown(struct form *f, size_t i)
{
	(void)i;
	return form_value(f, "gift")->number == 1;
}

static const char *const order_fruits[] = { N_("apple"), N_("pear"), N_("plum"), NULL };

static const struct field order_fields[] = {
	{ .name = "fruit", .label = N_("Fruit"), .kind = FIELD_CHOICE, .choices = order_fruits },
	{ .name = "amount", .label = N_("Amount"), .kind = FIELD_AMOUNT, .hint = N_("How many pieces"), .width = 10,
	  .check = amount_right, .note = amount_note },
	{ .name = "gift", .label = N_("A gift"), .kind = FIELD_SWITCH },
	{ .name = "code", .label = N_("Gift code"), .kind = FIELD_SECRET, .shown = code_shown },
	{ .name = "words", .label = N_("Comment"), .kind = FIELD_TEXT },
};

static inline enum err order_open(struct view *v, int argc, char *const *argv)
{
	struct order_priv *o = v->priv;

	(void)argc;
	(void)argv;
	form_init(&o->form, order_fields, sizeof order_fields / sizeof *order_fields, o, v->stack);
	return E_OK;
}

static inline void order_close(struct view *v)
{
	struct order_priv *o = v->priv;

	form_free(&o->form);
}

static inline unsigned order_key(struct view *v, const struct keystroke *k)
{
	struct order_priv *o = v->priv;
	unsigned r = form_key(&o->form, k);

	if (r & FORM_DONE) {
		struct front *f = stack_front(v->stack);

		o->done = true;
		f->ops->toast(f->self, TONE_OK, "ordered");
	}
	return r;
}

static inline bool order_wants_text(const struct view *v)
{
	const struct order_priv *o = v->priv;

	return form_wants_text(&o->form);
}

static inline void order_draw(struct view *v, struct grid *g, struct rect r)
{
	struct order_priv *o = v->priv;

	form_draw(&o->form, g, (struct rect){ r.y, r.x + 1, r.h, r.w - 2 }, true);
}

static inline void order_say(struct view *v, struct str *out)
{
	struct order_priv *o = v->priv;

	form_say(&o->form, out);
}

static inline void order_item(struct view *v, struct str *out)
{
	struct order_priv *o = v->priv;

	str_addf(out, "%s", o->form.fields[o->form.at].label);
}

static const struct view_ops orchard_view = {
	.name = "orchard", .title = N_("Orchard"), .flags = VIEW_TAB | VIEW_FILTER | VIEW_SORT | VIEW_COPY | VIEW_MARK, .context = IN_TASKS,
	.priv_size = sizeof(struct orchard_priv), .open = orchard_open, .close = orchard_close, .command = orchard_command,
	.key = orchard_key, .draw = orchard_draw, .say = orchard_say, .contexts = orchard_contexts, .unread = orchard_unread,
	.item = orchard_item,
};

static const struct view_ops order_view = {
	.name = "order", .title = N_("Order"), .flags = VIEW_TAB, .context = IN_FORM, .priv_size = sizeof(struct order_priv),
	.open = order_open, .close = order_close, .key = order_key, .wants_text = order_wants_text, .draw = order_draw,
	.say = order_say, .item = order_item,
};

static const struct view_ops card_view = {
	.name = "card", .title = N_("Card"), .flags = VIEW_DIALOG, .open = card_open, .draw = card_draw, .say = card_say,
	.size = card_size,
};

static const struct view_ops *const fruit_views[] = { &orchard_view, &order_view, &card_view, &tasks_view, &help_view,
	                                              &toasts_view, &text_view, NULL };

/* An app with what widgets need, and nothing of the network. */
static inline void fruit_app(struct app *a)
{
	*a = (struct app){ .loop = loop_new(), .keymap = keymap_new(), .conf = conf_new(settings_keys, settings_count) };
	subject_init(&a->settings, "settings");
	a->notices = notices_new();
	a->tasks = tasks_new(a->loop);
	a->undo = undo_new();
	memset(&heard, 0, sizeof heard);
}

static inline void fruit_app_done(struct app *a)
{
	undo_free(a->undo);
	notices_free(a->notices);
	tasks_free(a->tasks);
	subject_done(&a->settings);
	keymap_free(a->keymap);
	conf_free(a->conf);
	loop_free(a->loop);
}

#endif
