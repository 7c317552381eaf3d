/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log of this run. Lines are addressed by number in a ring: old ones go while it is open, and the index of a filter is
 * rebuilt when that happens. */
#include "base/log.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/tick.h"
#include "ui/view/view_list.h"
#include "ui/widget/list.h"
#include "ui/widget/stack.h"
#include <time.h>

/* The newest line is at the bottom and selected, until the person moves up. With a filter, index holds what matches. */
struct log_priv {
	struct list list;
	VEC(, uint32_t) index;
	struct str filter;      /* folded */
	unsigned seen;
	bool built;
};

static void rebuild(struct view *v)
{
	struct log_priv *p = v->priv;
	bool follow = !p->built || list_at(&p->list) == LIST_NONE || p->list.at + 1 >= p->index.n;
	struct str folded = { 0 };
	p->index.n = 0;
	str_cut(&p->filter, 0);
	text_fold(&p->filter, v->filter);
	for (size_t i = 0; i < log_count(); i++) {
		struct log_line l = log_at(i);
		str_cut(&folded, 0);
		if (p->filter.n) {
			text_fold(&folded, slice_of(l.text));
			str_addf(&folded, " %s", l.room);
			if (!strstr(str_c(&folded), p->filter.p))
				continue;
		}
		vec_push(&p->index, (uint32_t)i);
	}
	str_free(&folded);
	p->seen = log_version();
	p->built = true;
	if (follow && p->index.n)
		list_select(&p->list, p->index.n - 1);
}

static size_t count(void *arg)
{
	return ((struct log_priv *)((struct view *)arg)->priv)->index.n;
}

static struct log_line line(struct view *v, size_t i)
{
	return log_at(((struct log_priv *)v->priv)->index.v[i]);
}

static const char *level_word(enum log_level l, enum role *role)
{
	static const enum role roles[] = { ROLE_DIM, ROLE_TEXT, ROLE_WARN, ROLE_ERROR };
	*role = roles[l];
	switch (l) {
	case LOG_WARN: return _("warning");
	case LOG_ERROR: return _("error");
	case LOG_DEBUG: return _("detail");
	default: return "";
	}
}

static void row(void *arg, size_t i, struct grid *g, struct rect r, bool on)
{
	struct log_line l = line(arg, i);
	struct tm tm;
	time_t at = (time_t)(l.when / 1000);
	char clock[16];
	enum role role;
	const char *word = level_word(l.level, &role);
	(void)on;
	localtime_r(&at, &tm);
	strftime(clock, sizeof clock, "%H:%M:%S", &tm);
	int x = r.x + grid_text(g, r.y, r.x, 8, ROLE_DIM, slice_of(clock)) + 1;
	if (r.w >= 60) {
		grid_field(g, r.y, x, 8, false, ROLE_LABEL, slice_of(l.room));
		x += 9;
	}
	if (*word)
		x += grid_put(g, r.y, x, r.x + r.w - x, role, "%s: ", word);
	grid_text(g, r.y, x, r.x + r.w - x, role == ROLE_DIM ? ROLE_DIM : ROLE_TEXT, slice_of(l.text));
}

static void say(void *arg, size_t i, struct str *out)
{
	struct log_line l = line(arg, i);
	enum role role;
	const char *word = level_word(l.level, &role);
	tick_when(out, l.when / 1000);
	str_addf(out, " %s%s%s: %s", word, *word ? " " : "", l.room, l.text);
}

static const struct list_ops rows = { .count = count, .row = row, .say = say };

static enum err log_view_open(struct view *v, int argc, char *const *argv)
{
	struct log_priv *p = v->priv;
	(void)argc;
	(void)argv;
	list_init(&p->list, &rows, v, 0);
	p->list.empty = _("Nothing has been noted yet.");
	return E_OK;
}

static void log_view_close(struct view *v)
{
	struct log_priv *p = v->priv;
	list_free(&p->list);
	vec_free(&p->index);
	str_free(&p->filter);
}

static void log_draw(struct view *v, struct grid *g, struct rect r)
{
	struct log_priv *p = v->priv;
	const char *path = log_path();
	rebuild(v);
	if (path && *path && r.h > 6) {
		grid_put(g, r.y, r.x + 1, r.w - 2, ROLE_DIM, _("also in %s"), path);
		r.y++;
		r.h--;
	}
	list_draw(&p->list, g, r, true);
}

/* Enter shows the whole line, which may be longer than the screen is wide. */
static void open_line(struct view *v)
{
	struct log_priv *p = v->priv;
	size_t at = list_at(&p->list);
	if (at == LIST_NONE)
		return;
	char *argv[] = { mem_strdup(_("Log line")), mem_strdup(line(v, at).text) };
	stack_open(v->stack, "text", 2, argv);
	free(argv[0]);
	free(argv[1]);
}

static unsigned log_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	struct log_priv *p = v->priv;
	struct front *front = stack_front(v->stack);
	size_t at = list_at(&p->list);
	(void)argc;
	(void)argv;
	switch (id) {
	case C_ENTER: open_line(v); return VIEW_HANDLED | VIEW_STALE;
	case C_COPY:
		if (at != LIST_NONE)
			front->ops->copy(front->self, slice_of(line(v, at).text));
		return VIEW_HANDLED | VIEW_STALE;
	default: return list_command(&p->list, id);
	}
}

static unsigned log_key(struct view *v, const struct keystroke *k)
{
	struct log_priv *p = v->priv;
	unsigned did = list_key(&p->list, k);
	if (did & LIST_ACTIVATE)
		open_line(v);
	return did & ~(unsigned)LIST_ACTIVATE;
}

static void log_say(struct view *v, struct str *out)
{
	struct log_priv *p = v->priv;
	rebuild(v);
	list_say(&p->list, out, 20);
}

const struct view_ops log_view = {
	.name = "log",
	.title = N_("Log"),
	.flags = VIEW_FILTER | VIEW_COPY,
	.context = IN_LOG | IN_LIST,
	.priv_size = sizeof(struct log_priv),
	.open = log_view_open,
	.close = log_view_close,
	.command = log_command,
	.key = log_key,
	.draw = log_draw,
	.say = log_say,
};
