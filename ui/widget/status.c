/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widget/status.h"
#include "base/i18n.h"
#include "base/tick.h"
#include "cmd/keymap.h"
#include "model/app.h"
#include "model/tasks.h"
#include "model/undo.h"

/* Ages of running tasks are short and exact, even while the wall clock is not trusted. */
static void add_age(struct str *out, int64_t ms)
{
	int64_t s = ms > 0 ? ms / 1000 : 0;

	if (s < 60)
		str_addf(out, _("%d s"), (int)s);
	else
		str_addf(out, _("%d min"), (int)(s / 60));
}

void status_task(struct str *out, const struct task *t)
{
	str_adds(out, t->label);
	if (t->total > 0 && t->done >= 0) {
		int64_t part = t->done < t->total ? t->done : t->total;

		/* Divided first where the product would not fit. */
		str_addf(out, "  %d %%", (int)(t->total > INT64_MAX / 100 ? part / (t->total / 100) : part * 100 / t->total));
	}
	if (!t->ended) {
		str_adds(out, "  ");
		add_age(out, tick_ms() - t->began);
	}
}

static void draw_toast(struct grid *g, int y, const struct toast *t)
{
	enum role role;
	enum glyph sign = toast_sign(t->tone, &role);

	grid_glyph(g, y, 1, role, sign);
	grid_field(g, y, 3, g->w - 4, false, role, slice_of(t->text));
}

static bool draw_undo(struct grid *g, int y, const struct app *app)
{
	const struct undo_step *step = app->undo ? undo_top(app->undo) : NULL;
	struct str text = { 0 }, key = { 0 };

	if (!step)
		return false;
	if (app->keymap)
		keymap_keys(app->keymap, 0, C_UNDO, 1, &key);
	str_addf(&text, _("%s: %s takes it back"), step->label, key.n ? str_c(&key) : "undo");
	grid_glyph(g, y, 1, ROLE_DIM, GLYPH_CLAIM);
	grid_field(g, y, 3, g->w - 4, false, ROLE_DIM, slice_str(&text));
	str_free(&text);
	str_free(&key);
	return true;
}

/* The oldest one is the one that somebody waits for. */
static void draw_tasks(struct grid *g, int y, const struct app *app)
{
	size_t n = app->tasks ? tasks_running(app->tasks) : 0;
	const struct task *t = n ? tasks_at(app->tasks, 0) : NULL;
	struct str text = { 0 };

	if (!t)
		return;
	status_task(&text, t);
	if (n > 1) {
		str_adds(&text, "   ");
		str_addf(&text, ngettext("and %zu more", "and %zu more", (unsigned long)(n - 1)), n - 1);
	}
	grid_glyph(g, y, 1, ROLE_DIM, GLYPH_HALF);
	grid_field(g, y, 3, g->w - 4, false, ROLE_DIM, slice_str(&text));
	str_free(&text);
}

void status_draw(struct grid *g, int y, const struct app *app, const struct toasts *toasts, bool undo_fresh)
{
	const struct toast *now = toasts_now(toasts);

	if (now)
		draw_toast(g, y, now);
	else if (!undo_fresh || !draw_undo(g, y, app))
		draw_tasks(g, y, app);
}
