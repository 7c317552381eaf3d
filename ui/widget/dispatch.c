/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who a key is for: the view or question with the focus, then the keymap, then the commands the stack does itself, then the
 * commands' own functions. While a text field has the focus every letter is text. */
#include "base/i18n.h"
#include "cmd/keymap.h"
#include "model/app.h"
#include "model/tasks.h"
#include "model/vaults.h"
#include "ui/widget/palette.h"
#include "ui/widget/parts.h"
#include "ui/widget/prompt.h"

static void toast(struct stack *s, enum tone tone, const char *text)
{
	s->front.ops->toast(s->front.self, tone, text);
}

static void quit(struct stack *s, int code)
{
	if (s->host.quit)
		s->host.quit(s->host.self, code);
}

static size_t depth_of_tab(const struct stack *s)
{
	return s->at < s->tabs.n ? s->tabs.v[s->at].frames.n : 0;
}

static void go_tab(struct stack *s, size_t i)
{
	if (i < s->tabs.n) {
		enum err e = stack_open(s, s->tabs.v[i].ops->name, 0, NULL);

		if (e)
			toast(s, TONE_ERROR, err_message(e));
	}
}

/* Esc: a filter goes first, then the view over another. False when there is nothing to leave. */
static bool back(struct stack *s)
{
	struct frame *f = stack_below(s);

	if (f && f->filter.n) {
		stack_filter(s, f, (struct slice){ "", 0 });
		return true;
	}
	if (f && depth_of_tab(s) > 1) {
		stack_close(s, &f->v);
		return true;
	}
	return false;
}

/* Ctrl-C: the newest command that waits, else the newest task that can be cancelled, else back, else out. */
static void cancel(struct stack *s)
{
	struct tasks *t = s->app->tasks;

	if (cmd_cancel(&s->front, false)) {
		toast(s, TONE_INFO, _("cancelled"));
		return;
	}
	for (size_t i = t ? tasks_running(t) : 0; i-- > 0;) {
		const struct task *task = tasks_at(t, i);

		if (task && task->can_cancel && tasks_cancel(t, task->id))
			return;
	}
	if (!back(s))
		quit(s, 0);
}

/* By its number, or by the name of its view. */
static void choose_tab(struct stack *s, int argc, char *const *argv)
{
	size_t n = 0;

	if (argc < 1)
		return;
	for (const char *p = argv[0]; *p >= '0' && *p <= '9' && n < 100; p++)
		n = n * 10 + (size_t)(*p - '0');
	if (n > 0)
		go_tab(s, n - 1);
	else
		stack_open(s, argv[0], 0, NULL);
}

/* What the stack does itself. False: not one of its commands. */
static bool own_command(struct stack *s, enum cmd_id id, int argc, char *const *argv)
{
	struct frame *f = stack_below(s);

	switch (id) {
	case C_TAB:
		choose_tab(s, argc, argv);
		return true;
	case C_TAB_NEXT:
	case C_TAB_PREV:
		if (s->tabs.n)
			go_tab(s, (s->at + (id == C_TAB_NEXT ? 1 : s->tabs.n - 1)) % s->tabs.n);
		return true;
	case C_BACK:
		back(s);
		return true;
	case C_CLOSE:
		if (f && depth_of_tab(s) > 1)
			stack_close(s, &f->v);
		else
			quit(s, 0);
		return true;
	case C_CANCEL:
		cancel(s);
		return true;
	case C_PALETTE:
		palette_open(s, "");
		return true;
	case C_FILTER:
		if (!f || !(f->v.ops->flags & VIEW_FILTER))
			return false;
		if (argc > 0)
			stack_filter(s, f, slice_of(argv[0]));
		else
			prompt_filter(s);
		return true;
	case C_HELP:
		if (argc > 0)
			return false;
		stack_open(s, "help", 0, NULL);
		return true;
	case C_SUSPEND:
		if (s->host.suspend)
			s->host.suspend(s->host.self);
		return true;
	default:
		return false;
	}
}

bool stack_moves(enum cmd_id id)
{
	switch (id) {
	case C_UP: case C_DOWN: case C_LEFT: case C_RIGHT: case C_PAGE_UP: case C_PAGE_DOWN: case C_HALF_UP: case C_HALF_DOWN:
	case C_TOP: case C_BOTTOM: case C_NEXT_PANE: case C_PREV_PANE: case C_ENTER: case C_MARK:
		return true;
	default:
		return false;
	}
}

static void refuse(struct stack *s, const struct cmd *cmd)
{
	struct str text = { 0 };

	str_addf(&text, _("%s: there is nothing here to do this with"), cmd->name);
	toast(s, TONE_WARN, str_c(&text));
	str_free(&text);
}

void stack_run(struct stack *s, const struct cmd *cmd, int argc, char *const *argv)
{
	struct frame *f = stack_below(s);
	enum cmd_id id = (enum cmd_id)(cmd - cmd_at(0));

	if (cmd->danger >= ASK && s->app->readonly) {
		toast(s, TONE_WARN, err_message(E_READONLY));
		return;
	}
	s->undoing = id == C_UNDO;
	s->depth++;
	/* Filtering and going back belong to the stack, so that they work alike everywhere; the rest is the view's if it wants. */
	bool first = id == C_FILTER || id == C_TAB || id == C_TAB_NEXT || id == C_TAB_PREV;
	bool done = first && own_command(s, id, argc, argv);
	if (!done && f)
		done = stack_do(s, &f->v, id, argc, argv) != 0;
	if (!done && !first)
		done = own_command(s, id, argc, argv);
	if (!done && cmd->fn)
		cmd_start(s->app, &s->front, cmd, argc, argv, NULL, NULL);
	else if (!done && !stack_moves(id))
		refuse(s, cmd);
	s->depth--;
	stack_settle(s);
}

/* A key that the question in front did not want: it may move in it, leave it, or be one of the few that always work. */
static void dialog_binding(struct stack *s, struct frame *f, const struct binding *b)
{
	if (stack_do(s, &f->v, b->id, b->argc, b->argv))
		return;
	if (b->id == C_BACK || b->id == C_CLOSE || b->id == C_CANCEL)
		stack_close(s, &f->v);
	else if (b->id == C_REPAINT || b->id == C_SUSPEND)
		stack_run(s, cmd_at(b->id), b->argc, b->argv);
}

static bool inside(const struct rect *r, const struct keystroke *k)
{
	return k->y >= r->y && k->y < r->y + r->h && k->x >= r->x && k->x < r->x + r->w;
}

/* The tab bar and the key bar are the stack's; all else goes to the view with the focus, if it was hit. */
static void mouse(struct stack *s, const struct keystroke *k)
{
	struct frame *f = stack_frame(s);
	enum cmd_id id;
	int tab;

	if (k->y == 0 && !s->dialogs.n && k->button == KEY_CLICK) {
		tab = tabs_hit(&s->bar, k->x);
		if (tab >= 0)
			go_tab(s, (size_t)tab);
		return;
	}
	if (k->button == KEY_CLICK && keybar_hit(&s->keybar, k->y, k->x, &id)) {
		struct keystroke enter = { .code = KEY_ENTER };

		/* In a question or a form Enter is a key before it is a command. */
		if (s->dialogs.n && id == C_BACK)
			stack_close(s, &f->v);
		else if (id == C_ENTER && f && stack_give(s, &f->v, &enter))
			return;
		else if (s->dialogs.n)
			stack_do(s, &f->v, id, 0, NULL);
		else
			stack_run(s, cmd_at(id), 0, NULL);
		return;
	}
	if (f && inside(&f->area, k))
		stack_give(s, &f->v, k);
}

/* The order: the focus, text is text, the keymap. */
static void pressed(struct stack *s, const struct keystroke *k)
{
	struct frame *f = stack_frame(s);
	const struct binding *b;
	bool typing = f && f->v.ops->wants_text && f->v.ops->wants_text(&f->v);

	if (f && stack_give(s, &f->v, k))
		return;
	if (typing && (key_is_text(k) || k->code == KEY_PASTE))
		return;
	b = s->app->keymap ? keymap_find(s->app->keymap, f ? stack_contexts(&f->v) : 0, k) : NULL;
	if (!b || b->id >= CMD_COUNT)
		return;
	if (s->dialogs.n)
		dialog_binding(s, f, b);
	else
		stack_run(s, cmd_at(b->id), b->argc, b->argv);
}

unsigned stack_key(struct stack *s, const struct keystroke *k)
{
	bool stale;

	s->depth++;
	if (k->code == KEY_EOF) {
		quit(s, 0);
	} else if (k->code == KEY_RESIZE) {
		stack_mark(s);
	} else if (k->code == KEY_MOUSE) {
		mouse(s, k);
	} else if (k->code != KEY_NONE) {
		/* The vault is not locked under a person who is at work. */
		if (s->app->vaults)
			vaults_touch(s->app->vaults);
		bool shown = toasts_now(&s->toasts) != NULL;

		toasts_dismiss(&s->toasts);
		if (shown != (toasts_now(&s->toasts) != NULL))
			stack_mark(s);
		pressed(s, k);
	}
	s->depth--;
	stack_settle(s);
	stale = s->stale;
	return VIEW_HANDLED | (stale ? VIEW_STALE : 0u);
}
