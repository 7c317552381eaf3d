/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The messages that were shown, newest first: who looked away can still read them. */
#include "base/i18n.h"
#include "base/tick.h"
#include "ui/widget/list.h"
#include "ui/widget/parts.h"
#include "ui/widget/views.h"

enum { WHEN_W = 12 };

static const struct list_ops rows;

struct log_of_toasts {
	struct list list;
};

static enum err toasts_open(struct view *v, int argc, char *const *argv)
{
	struct log_of_toasts *t = v->priv;

	(void)argc;
	(void)argv;
	list_init(&t->list, &rows, v->stack, 0);
	t->list.empty = _("No message was shown yet");
	return E_OK;
}

static void toasts_close(struct view *v)
{
	struct log_of_toasts *t = v->priv;

	list_free(&t->list);
}

static unsigned toasts_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	struct log_of_toasts *t = v->priv;
	struct front *front = stack_front(v->stack);
	const struct toast *toast = toasts_at(&v->stack->toasts, list_at(&t->list));

	(void)argc;
	(void)argv;
	if (toast && id == C_COPY) {
		front->ops->copy(front->self, slice_of(toast->text));
		return VIEW_HANDLED | VIEW_STALE;
	}
	if (toast && id == C_ENTER) {
		front->ops->show(front->self, _("Message"), toast->text);
		return VIEW_HANDLED | VIEW_STALE;
	}
	return list_command(&t->list, id);
}

static unsigned toasts_key(struct view *v, const struct keystroke *k)
{
	struct log_of_toasts *t = v->priv;

	return list_key(&t->list, k);
}

static void toasts_draw(struct view *v, struct grid *g, struct rect r)
{
	struct log_of_toasts *t = v->priv;

	list_draw(&t->list, g, r, true);
}

static void toasts_say(struct view *v, struct str *out)
{
	struct log_of_toasts *t = v->priv;

	list_say(&t->list, out, 50);
}

static size_t row_count(void *arg)
{
	const struct stack *s = arg;

	return s->toasts.n;
}

static void row_draw(void *arg, size_t i, struct grid *g, struct rect r, bool on)
{
	const struct stack *s = arg;
	const struct toast *t = toasts_at(&s->toasts, i);
	struct str when = { 0 };
	enum role role;

	(void)on;
	if (!t)
		return;
	tick_when(&when, t->when);
	grid_field(g, r.y, r.x, WHEN_W, false, ROLE_DIM, slice_str(&when));
	grid_glyph(g, r.y, r.x + WHEN_W + 1, ROLE_TEXT, toast_sign(t->tone, &role));
	grid_role(g, (struct rect){ r.y, r.x + WHEN_W + 1, 1, 1 }, role);
	grid_field(g, r.y, r.x + WHEN_W + 3, r.w - WHEN_W - 3, false, role, slice_of(t->text));
	str_free(&when);
}

static void row_say(void *arg, size_t i, struct str *out)
{
	const struct stack *s = arg;
	const struct toast *t = toasts_at(&s->toasts, i);

	if (!t)
		return;
	tick_when(out, t->when);
	str_addf(out, ": %s", t->text);
}

static const struct list_ops rows = { .count = row_count, .row = row_draw, .say = row_say };

const struct view_ops toasts_view = {
	.name = "toasts", .title = N_("Messages"), .flags = VIEW_COPY, .context = IN_LIST, .priv_size = sizeof(struct log_of_toasts),
	.open = toasts_open, .close = toasts_close, .command = toasts_command, .key = toasts_key, .draw = toasts_draw,
	.say = toasts_say,
};
