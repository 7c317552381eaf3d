/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widget/menu.h"
#include "base/i18n.h"
#include "base/text.h"
#include "ui/widget/list.h"
#include "ui/widget/parts.h"

static const struct view_ops menu_view;
static const struct list_ops rows;

/* items are copies; fn is NULL once it was called. */
struct menu {
	struct list list;
	char **items;
	size_t n;
	void (*fn)(void *arg, enum err e, size_t i);
	void *arg;
};

void menu_open(struct stack *s, const char *title, const char *const *items, size_t n, size_t at,
               void (*fn)(void *arg, enum err e, size_t i), void *arg)
{
	struct view *v = stack_dialog(s, &menu_view);
	struct menu *m;

	if (!v) {
		fn(arg, E_CANCELLED, 0);
		return;
	}
	m = v->priv;
	v->title = mem_strdup(title);
	m->fn = fn;
	m->arg = arg;
	m->n = n;
	m->items = mem_array(n + 1, sizeof *m->items);
	for (size_t i = 0; i < n; i++)
		m->items[i] = mem_strdup(items[i]);
	list_init(&m->list, &rows, m, LIST_WRAP);
	list_select(&m->list, at);
}

static void menu_answer(struct view *v, enum err e, size_t i)
{
	struct menu *m = v->priv;
	void (*fn)(void *arg, enum err err, size_t at) = m->fn;

	m->fn = NULL;
	if (fn)
		fn(m->arg, e, i);
}

static void menu_close(struct view *v)
{
	struct menu *m = v->priv;

	menu_answer(v, E_CANCELLED, 0);
	for (size_t i = 0; i < m->n; i++)
		free(m->items[i]);
	free(m->items);
	list_free(&m->list);
}

/* Closed before fn is called, so that fn may open the next question. */
static unsigned take(struct view *v)
{
	struct menu *m = v->priv;
	size_t i = list_at(&m->list);

	if (i == LIST_NONE)
		return VIEW_HANDLED;
	stack_close(v->stack, v);
	menu_answer(v, E_OK, i);
	return VIEW_HANDLED | VIEW_STALE;
}

/* A letter goes to the next item that begins with it. */
static unsigned letter(struct menu *m, const struct keystroke *k)
{
	struct str typed = { 0 }, head = { 0 };
	size_t at = list_at(&m->list);
	unsigned r = 0;

	key_write(&typed, k);
	for (size_t d = 1; d <= m->n && at != LIST_NONE; d++) {
		struct slice rest = slice_of(m->items[(at + d) % m->n]), cluster;
		int width;

		str_cut(&head, 0);
		if (text_next(&rest, &cluster, &width))
			text_fold(&head, cluster);
		if (head.n && slice_starts(slice_str(&head), str_c(&typed))) {
			list_select(&m->list, (at + d) % m->n);
			r = VIEW_HANDLED | VIEW_STALE;
			break;
		}
	}
	str_free(&typed);
	str_free(&head);
	return r;
}

static unsigned menu_key(struct view *v, const struct keystroke *k)
{
	struct menu *m = v->priv;
	unsigned r;

	if (k->code == KEY_ENTER || k->code == KEY_SPACE)
		return take(v);
	if (k->code == KEY_MOUSE) {
		r = list_key(&m->list, k);
		/* One click is enough in a menu. */
		if (r & VIEW_STALE && k->button != KEY_WHEEL_UP && k->button != KEY_WHEEL_DOWN)
			return take(v);
		return r & (VIEW_HANDLED | VIEW_STALE);
	}
	return key_is_text(k) ? letter(m, k) : 0;
}

static unsigned menu_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	struct menu *m = v->priv;

	(void)argc;
	(void)argv;
	return id == C_ENTER ? take(v) : list_command(&m->list, id);
}

static void menu_size(struct view *v, int *h, int *w)
{
	const struct menu *m = v->priv;
	int most = text_width(slice_of(v->title)) + 2;

	for (size_t i = 0; i < m->n; i++) {
		int n = text_width(slice_of(m->items[i])) + 2;

		most = n > most ? n : most;
	}
	*w = most < *w ? most : *w;
	*h = m->n && m->n < (size_t)*h ? (int)m->n : *h;
}

static void menu_draw(struct view *v, struct grid *g, struct rect r)
{
	struct menu *m = v->priv;

	m->list.empty = _("There is nothing to choose from");
	list_draw(&m->list, g, r, true);
}

static void menu_say(struct view *v, struct str *out)
{
	struct menu *m = v->priv;

	str_addf(out, "%s\n", v->title);
	list_say(&m->list, out, 50);
}

static size_t row_count(void *arg)
{
	const struct menu *m = arg;

	return m->n;
}

static void row_draw(void *arg, size_t i, struct grid *g, struct rect r, bool on)
{
	const struct menu *m = arg;

	(void)on;
	grid_field(g, r.y, r.x, r.w, false, ROLE_TEXT, slice_of(m->items[i]));
}

static void row_say(void *arg, size_t i, struct str *out)
{
	const struct menu *m = arg;

	str_addf(out, "%zu %s", i + 1, m->items[i]);
}

static const struct list_ops rows = { .count = row_count, .row = row_draw, .say = row_say };

static const struct view_ops menu_view = {
	.name = "menu", .title = "", .flags = VIEW_DIALOG, .context = IN_LIST, .priv_size = sizeof(struct menu),
	.close = menu_close, .command = menu_command, .key = menu_key, .draw = menu_draw, .say = menu_say, .size = menu_size,
};
