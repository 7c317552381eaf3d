/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is under way, with progress, age and cancel; below it what has ended, and how. */
#include "base/i18n.h"
#include "model/app.h"
#include "model/tasks.h"
#include "ui/widget/list.h"
#include "ui/widget/stack.h"
#include "ui/widget/status.h"
#include "ui/widget/views.h"

enum { BAR_W = 10 };

static const struct list_ops rows;

struct tasks_priv {
	struct list list;
};

static enum err tasks_open(struct view *v, int argc, char *const *argv)
{
	struct tasks_priv *t = v->priv;

	(void)argc;
	(void)argv;
	if (!v->app->tasks)
		return E_UNSUPPORTED;
	list_init(&t->list, &rows, v->app->tasks, 0);
	t->list.empty = _("Nothing is going on");
	view_watch(v, tasks_subject(v->app->tasks));
	return E_OK;
}

static void tasks_close(struct view *v)
{
	struct tasks_priv *t = v->priv;

	list_free(&t->list);
}

/* All there is to say of one task, on a page. */
static void details(struct front *front, const struct task *task)
{
	struct str text = { 0 };

	status_task(&text, task);
	if (task->ended)
		str_addf(&text, "\n\n%s\n%s", err_message(task->outcome), err_hint(task->outcome));
	else if (task->can_cancel)
		str_addf(&text, "\n\n%s", _("It can be cancelled in the list of tasks."));
	front->ops->show(front->self, _("Task"), str_c(&text));
	str_free(&text);
}

static unsigned tasks_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	struct tasks_priv *t = v->priv;
	struct front *front = stack_front(v->stack);
	const struct task *task = tasks_at(v->app->tasks, list_at(&t->list));

	(void)argc;
	(void)argv;
	if (id == C_CANCEL_TASK && task) {
		if (!task->can_cancel || !tasks_cancel(v->app->tasks, task->id))
			front->ops->toast(front->self, TONE_WARN, task->ended ? _("this task has ended already")
			                                                      : _("this task cannot be cancelled"));
		return VIEW_HANDLED | VIEW_STALE;
	}
	if (id == C_ENTER && task) {
		details(front, task);
		return VIEW_HANDLED | VIEW_STALE;
	}
	return list_command(&t->list, id);
}

static unsigned tasks_key(struct view *v, const struct keystroke *k)
{
	struct tasks_priv *t = v->priv;

	return list_key(&t->list, k);
}

static void tasks_draw(struct view *v, struct grid *g, struct rect r)
{
	struct tasks_priv *t = v->priv;

	list_draw(&t->list, g, r, true);
}

static void tasks_say(struct view *v, struct str *out)
{
	struct tasks_priv *t = v->priv;

	list_say(&t->list, out, 50);
}

static uint32_t tasks_contexts(const struct view *v)
{
	(void)v;
	return IN_LIST;
}

static size_t row_count(void *arg)
{
	return tasks_count(arg);
}

static uint64_t row_id(void *arg, size_t i)
{
	const struct task *t = tasks_at(arg, i);

	return t ? t->id : 0;
}

static enum glyph sign_of(const struct task *t, enum role *role)
{
	*role = !t->ended ? ROLE_TEXT : t->outcome == E_OK ? ROLE_OK : t->outcome == E_CANCELLED ? ROLE_DIM : ROLE_ERROR;
	return !t->ended ? GLYPH_HALF : t->outcome == E_OK ? GLYPH_CHECK : t->outcome == E_CANCELLED ? GLYPH_OPEN : GLYPH_BAD;
}

static void words(const struct task *t, struct str *out)
{
	status_task(out, t);
	if (t->ended) {
		str_adds(out, "  ");
		str_adds(out, err_message(t->outcome));
	}
}

static void draw_bar(struct grid *g, int y, int x, const struct task *t)
{
	int full = (int)(t->total > INT64_MAX / BAR_W ? t->done / (t->total / BAR_W) : t->done * BAR_W / t->total);

	for (int i = 0; i < BAR_W; i++)
		grid_glyph(g, y, x + i, i < full ? ROLE_GAUGE : ROLE_DIM, i < full ? GLYPH_FULL : GLYPH_SHADE);
}

static void row_draw(void *arg, size_t i, struct grid *g, struct rect r, bool on)
{
	const struct task *t = tasks_at(arg, i);
	struct str text = { 0 };
	int x = r.x + 2;
	enum role role;

	(void)on;
	if (!t)
		return;
	enum glyph sign = sign_of(t, &role);
	grid_glyph(g, r.y, r.x, role, sign);
	if (!t->ended && t->total > 0 && t->done >= 0 && r.w > 3 * BAR_W) {
		draw_bar(g, r.y, x, t);
		x += BAR_W + 1;
	}
	words(t, &text);
	grid_field(g, r.y, x, r.x + r.w - x, false, t->ended ? ROLE_DIM : ROLE_TEXT, slice_str(&text));
	str_free(&text);
}

static void row_say(void *arg, size_t i, struct str *out)
{
	const struct task *t = tasks_at(arg, i);

	if (t)
		words(t, out);
}

static const struct list_ops rows = { .count = row_count, .id = row_id, .row = row_draw, .say = row_say };

const struct view_ops tasks_view = {
	.name = "tasks", .title = N_("Tasks"), .context = IN_TASKS, .priv_size = sizeof(struct tasks_priv),
	.open = tasks_open, .close = tasks_close, .command = tasks_command, .key = tasks_key, .draw = tasks_draw,
	.say = tasks_say, .contexts = tasks_contexts,
};
