/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first screen: what was found on this machine, and the looks. Nothing has to be answered here; leaving it at once is a
 * choice like any other. */
#include "base/conf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/text.h"
#include "model/app.h"
#include "model/demo.h"
#include "model/discover.h"
#include "model/world.h"
#include "ui/view/vault_new.h"
#include "ui/view/view_list.h"
#include "ui/widget/list.h"
#include "ui/widget/stack.h"
#include "ui/widget/state.h"
#include <stdlib.h>

/* The first start asks nothing that can be found out: it shows what was found and lets the person change the looks. */
enum row_kind { ROW_HEADING, ROW_LANGUAGE, ROW_THEME, ROW_GLYPHS, ROW_UNIT, ROW_FOUND, ROW_TAKE, ROW_DEMO, ROW_GO, ROW_SETTINGS };

struct setup_row {
	enum row_kind kind;
	const char *title;
	size_t index;
};

struct taking {
	struct app *app;
	struct stack *stack;
};

struct setup_priv {
	struct list list;
	VEC(, struct setup_row) rows;
};

/* In the sandbox they come first: with them a newcomer can pay at once. */
static void demos(struct view *v)
{
	struct setup_priv *p = v->priv;
	if (!world_is_sandbox(v->app->world))
		return;
	vec_push(&p->rows, (struct setup_row){ ROW_HEADING, N_("Ready accounts to play with, Enter shows the secret"), 0 });
	vec_push(&p->rows, (struct setup_row){ ROW_TAKE, N_("take them into a vault and begin"), 0 });
	for (size_t i = 0; i < demo_count(v->app->demo); i++)
		vec_push(&p->rows, (struct setup_row){ ROW_DEMO, "", i });
}

static void rebuild(struct view *v)
{
	struct setup_priv *p = v->priv;
	p->rows.n = 0;
	demos(v);
	vec_push(&p->rows, (struct setup_row){ ROW_HEADING, N_("How it looks"), 0 });
	vec_push(&p->rows, (struct setup_row){ ROW_LANGUAGE, N_("language"), 0 });
	vec_push(&p->rows, (struct setup_row){ ROW_THEME, N_("colours"), 0 });
	vec_push(&p->rows, (struct setup_row){ ROW_GLYPHS, N_("signs"), 0 });
	vec_push(&p->rows, (struct setup_row){ ROW_UNIT, N_("unit"), 0 });
	vec_push(&p->rows, (struct setup_row){ ROW_HEADING, N_("What runs on this machine"), 0 });
	for (size_t i = 0; i < discover_count(v->app->discover); i++)
		vec_push(&p->rows, (struct setup_row){ ROW_FOUND, "", i });
	vec_push(&p->rows, (struct setup_row){ ROW_HEADING, N_("And now"), 0 });
	vec_push(&p->rows, (struct setup_row){ ROW_GO, N_("begin"), 0 });
	vec_push(&p->rows, (struct setup_row){ ROW_SETTINGS, N_("all settings"), 0 });
}

static const struct setup_row *at(const struct view *v, size_t i)
{
	return &((struct setup_priv *)v->priv)->rows.v[i];
}

static size_t count(void *arg)
{
	return ((struct setup_priv *)((struct view *)arg)->priv)->rows.n;
}

static bool heading(void *arg, size_t i)
{
	return at(arg, i)->kind == ROW_HEADING;
}

static const char *setting_of(enum row_kind k)
{
	switch (k) {
	case ROW_LANGUAGE: return "ui.language";
	case ROW_THEME: return "ui.theme";
	case ROW_GLYPHS: return "ui.glyphs";
	case ROW_UNIT: return "ui.units";
	default: return NULL;
	}
}

/* Somebody spoke, be it nonsense. */
static bool answers(enum err e)
{
	return e == E_PROTOCOL || e == E_HTTP || e == E_HTTP_AUTH || e == E_HTTP_BUSY || e == E_TOO_BIG || e == E_REDIRECT;
}

/* In the sandbox the services are those of the invented world; what runs on the machine is told apart from them. */
/* The sandbox's own words for its three people. */
static const char *role_word(const char *role)
{
	if (!strcmp(role, "member"))
		return _("member");
	if (!strcmp(role, "newcomer"))
		return _("newcomer");
	return !strcmp(role, "co-admin") ? _("co-admin") : role;
}

static enum glyph found_words(const struct finding *f, enum role *role, struct str *out)
{
	switch (f->found) {
	case FOUND_YES:
		*role = ROLE_OK;
		str_adds(out, _("found"));
		if (*f->what)
			str_addf(out, ": %s", f->what);
		return GLYPH_GOOD;
	case FOUND_NO:
		*role = ROLE_DIM;
		str_adds(out, _("not there"));
		return GLYPH_OPEN;
	case FOUND_BROKEN:
		*role = ROLE_WARN;
		if (answers(f->fault.code))
			str_addf(out, _("something answers, but: %s"), err_message(f->fault.code));
		else
			str_adds(out, err_message(f->fault.code));
		return GLYPH_HALF;
	case FOUND_DENIED:
		*role = ROLE_WARN;
		str_addf(out, _("there, but not permitted: join the group %s"), f->what);
		return GLYPH_HALF;
	default:
		*role = ROLE_STALE;
		str_adds(out, _("asking"));
		return GLYPH_DOT;
	}
}

static void value_of(const struct view *v, const struct setup_row *row, struct str *out)
{
	const char *setting = setting_of(row->kind);
	if (setting)
		str_adds(out, conf_text(v->app->conf, setting));
	if (row->kind == ROW_LANGUAGE && !strcmp(conf_text(v->app->conf, setting), "auto"))
		str_addf(out, " (%s)", i18n_lang());
}

static void row(void *arg, size_t i, struct grid *g, struct rect r, bool on)
{
	struct view *v = arg;
	const struct setup_row *s = at(v, i);
	struct str words = { 0 };
	int label = r.w >= 60 ? 14 : 11;
	(void)on;
	if (s->kind == ROW_HEADING) {
		grid_text(g, r.y, r.x, r.w, ROLE_TITLE, slice_of(_(s->title)));
		return;
	}
	if (s->kind == ROW_FOUND) {
		const struct finding *f = discover_at(v->app->discover, s->index);
		enum role role;
		enum glyph sign = found_words(f, &role, &words);
		grid_glyph(g, r.y, r.x + 1, role, sign);
		grid_field(g, r.y, r.x + 3, label - 2, false, ROLE_LABEL, slice_of(_(f->name)));
		int x = r.x + label + 2;
		x += grid_text(g, r.y, x, r.x + r.w - x, role, slice_str(&words)) + 2;
		if (r.w >= 70 && (f->set || f->found != FOUND_NO))
			grid_text(g, r.y, x, r.x + r.w - x, ROLE_DIM, slice_of(f->place));
	} else if (s->kind == ROW_DEMO) {
		const struct demo_account *d = demo_at(v->app->demo, s->index);
		grid_field(g, r.y, r.x + 1, label, false, ROLE_LABEL, slice_of(role_word(d->role)));
		int x = r.x + label + 2;
		x += grid_text(g, r.y, x, r.x + r.w - x, ROLE_STRONG, slice_of(d->name)) + 2;
		grid_text(g, r.y, x, r.x + r.w - x, ROLE_DIM, slice_of(d->address));
	} else if (setting_of(s->kind)) {
		value_of(v, s, &words);
		grid_field(g, r.y, r.x + 1, label, false, ROLE_LABEL, slice_of(_(s->title)));
		int x = r.x + label + 2;
		x += grid_text(g, r.y, x, r.x + r.w - x, ROLE_STRONG, slice_str(&words)) + 2;
		if (s->kind == ROW_GLYPHS)
			grid_text(g, r.y, x, r.x + r.w - x, ROLE_DIM, slice_of("● ◐ ✗ ✓ ▌ ⣀⡠⠤⠒⠉ é ñ œ Ğ"));
	} else {
		grid_text(g, r.y, r.x + 1, r.w - 1, ROLE_LINK, slice_of(_(s->title)));
	}
	str_free(&words);
}

static void say(void *arg, size_t i, struct str *out)
{
	struct view *v = arg;
	const struct setup_row *s = at(v, i);
	enum role role;
	if (s->kind == ROW_FOUND) {
		const struct finding *f = discover_at(v->app->discover, s->index);
		str_addf(out, "%s: ", _(f->name));
		found_words(f, &role, out);
		return;
	}
	if (s->kind == ROW_DEMO) {
		const struct demo_account *d = demo_at(v->app->demo, s->index);
		str_addf(out, "%s: %s, %s", role_word(d->role), d->name, d->address);
		return;
	}
	str_adds(out, _(s->title));
	if (setting_of(s->kind)) {
		str_adds(out, ": ");
		value_of(v, s, out);
	}
}

static const struct list_ops rows = { .count = count, .heading = heading, .row = row, .say = say };

static enum err setup_open(struct view *v, int argc, char *const *argv)
{
	struct setup_priv *p = v->priv;
	(void)argc;
	(void)argv;
	list_init(&p->list, &rows, v, 0);
	view_watch(v, &v->app->settings);
	view_watch(v, discover_subject(v->app->discover));
	view_watch(v, demo_subject(v->app->demo));
	demo_start(v->app->demo);
	rebuild(v);
	list_select(&p->list, 1);
	discover_start(v->app->discover);
	return E_OK;
}

static void setup_close(struct view *v)
{
	struct setup_priv *p = v->priv;
	list_free(&p->list);
	vec_free(&p->rows);
}

static unsigned setup_changed(struct view *v, struct subject *s)
{
	(void)s;
	rebuild(v);
	return VIEW_STALE;
}

static void setup_draw(struct view *v, struct grid *g, struct rect r)
{
	struct setup_priv *p = v->priv;
	if (r.h >= 18) {
		grid_text(g, r.y, r.x + 1, r.w - 2, ROLE_STRONG, slice_of(_("Welcome aboard.")));
		grid_text(g, r.y + 1, r.x + 1, r.w - 2, ROLE_TEXT,
		          slice_of(world_is_sandbox(v->app->world)
		                       ? _("This is the SANDBOX: invented people and worthless money. Try everything.")
		                       : _("Nothing is asked that can be found out. Enter changes a line.")));
		r.y += 3;
		r.h -= 3;
	}
	list_draw(&p->list, g, r, true);
}

static void show_demo(struct view *v, size_t i)
{
	const struct demo_account *d = demo_at(v->app->demo, i);
	struct front *front = stack_front(v->stack);
	struct str s = { 0 };
	str_addf(&s, "%s\n\n%s\n", d->address, d->secret);
	front->ops->show(front->self, d->name, s.p);
	str_free(&s);
}

static void told(struct view *v, enum tone tone, const char *text)
{
	struct front *front = stack_front(v->stack);
	front->ops->toast(front->self, tone, text);
}

/* The models outlive every view, and their answers may come after this one is gone: what it needs is looked up then. */
static void took(void *arg, enum err e, const struct fault *f)
{
	struct taking *t = arg;
	struct front *front = stack_front(t->stack);
	struct view *top = stack_top(t->stack);
	(void)f;
	front->ops->toast(front->self, e ? TONE_ERROR : TONE_OK, e ? err_message(e) : _("The accounts are yours: p pays, v shows an address to be paid on."));
	if (!e && top && top->ops == &setup_view)
		stack_close(t->stack, top);
	free(t);
}

static void vault_there(void *arg, enum err e)
{
	struct taking *t = arg;
	if (e)
		free(t);
	else
		demo_take(t->app->demo, took, t);
}

static void take(struct view *v)
{
	struct taking *t;
	if (!demo_count(v->app->demo)) {
		told(v, TONE_INFO, _("not known yet"));
		return;
	}
	t = mem_new(sizeof *t);
	*t = (struct taking){ v->app, v->stack };
	vault_ready_then(v, vault_there, t);
}

static unsigned enter(struct view *v)
{
	struct setup_priv *p = v->priv;
	size_t i = list_at(&p->list);
	if (i == LIST_NONE)
		return 0;
	switch (at(v, i)->kind) {
	case ROW_LANGUAGE: stack_run(v->stack, cmd_at(C_LANGUAGE), 0, NULL); break;
	case ROW_THEME: stack_run(v->stack, cmd_at(C_THEME), 0, NULL); break;
	case ROW_GLYPHS: stack_run(v->stack, cmd_at(C_GLYPHS), 0, NULL); break;
	case ROW_UNIT: stack_run(v->stack, cmd_at(C_UNIT), 0, NULL); break;
	case ROW_FOUND: discover_start(v->app->discover); break;
	case ROW_TAKE: take(v); break;
	case ROW_DEMO: show_demo(v, at(v, i)->index); break;
	case ROW_SETTINGS: stack_open(v->stack, "settings", 0, NULL); break;
	case ROW_GO: return VIEW_HANDLED | VIEW_STALE | VIEW_CLOSE;
	default: return 0;
	}
	return VIEW_HANDLED | VIEW_STALE;
}

static unsigned setup_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	struct setup_priv *p = v->priv;
	(void)argc;
	(void)argv;
	if (id == C_ENTER)
		return enter(v);
	if (id == C_REFRESH) {
		discover_start(v->app->discover);
		return VIEW_HANDLED | VIEW_STALE;
	}
	return list_command(&p->list, id);
}

static unsigned setup_key(struct view *v, const struct keystroke *k)
{
	struct setup_priv *p = v->priv;
	unsigned did = list_key(&p->list, k);
	if (did & LIST_ACTIVATE)
		return enter(v);
	return did;
}

static void setup_say(struct view *v, struct str *out)
{
	struct setup_priv *p = v->priv;
	list_say(&p->list, out, 40);
}

const struct view_ops setup_view = {
	.name = "setup",
	.title = N_("First start"),
	.flags = VIEW_REFRESH,
	.context = IN_SETUP | IN_LIST,
	.priv_size = sizeof(struct setup_priv),
	.open = setup_open,
	.close = setup_close,
	.changed = setup_changed,
	.command = setup_command,
	.key = setup_key,
	.draw = setup_draw,
	.say = setup_say,
};
