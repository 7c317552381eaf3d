/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text to read: a report, the answer of a command, what the terminal could not copy. */
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/widget/pager.h"
#include "ui/widget/stack.h"
#include "ui/widget/views.h"

struct text {
	struct pager pager;
	char *all;               /* as it was given, for copying */
};

static enum err text_open(struct view *v, int argc, char *const *argv)
{
	struct text *t = v->priv;
	struct slice rest, line;

	if (argc < 2)
		return E_USAGE;
	v->title = mem_strdup(argv[0]);
	t->all = mem_strdup(argv[1]);
	rest = slice_of(t->all);
	while (slice_split(&rest, '\n', &line))
		pager_add(&t->pager, ROLE_TEXT, line);
	return E_OK;
}

static void text_close(struct view *v)
{
	struct text *t = v->priv;

	pager_free(&t->pager);
	free(t->all);
}

static unsigned text_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	struct text *t = v->priv;
	struct front *front = stack_front(v->stack);

	if (id == C_COPY) {
		front->ops->copy(front->self, slice_of(t->all));
		return VIEW_HANDLED | VIEW_STALE;
	}
	if (id == C_FILTER && argc > 0) {
		pager_filter(&t->pager, slice_of(argv[0]));
		return VIEW_HANDLED | VIEW_STALE;
	}
	return pager_command(&t->pager, id);
}

static unsigned text_key(struct view *v, const struct keystroke *k)
{
	struct text *t = v->priv;

	return pager_key(&t->pager, k);
}

static void text_draw(struct view *v, struct grid *g, struct rect r)
{
	struct text *t = v->priv;

	pager_draw(&t->pager, g, (struct rect){ r.y, r.x + 1, r.h, r.w - 1 }, true);
}

static void text_say(struct view *v, struct str *out)
{
	struct text *t = v->priv;

	pager_say(&t->pager, out);
}

const struct view_ops text_view = {
	.name = "text", .title = N_("Text"), .flags = VIEW_FILTER | VIEW_COPY, .context = IN_HELP, .priv_size = sizeof(struct text),
	.open = text_open, .close = text_close, .command = text_command, .key = text_key, .draw = text_draw, .say = text_say,
};
