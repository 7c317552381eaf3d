/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All settings, by section, from the same table as the manual. A change is the command "set", so it can be undone and is
 * refused with --readonly like any other. */
#include "base/conf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/vec.h"
#include "model/app.h"
#include "ui/view/view_list.h"
#include "ui/widget/list.h"
#include "ui/widget/menu.h"
#include "ui/widget/stack.h"
#include <stdlib.h>

/* Rows are headings (the section) and keys; a change is the command "set", so that every front does the same. */
struct entry {
	int key;                 /* -1: a heading */
	char section[24];
};

struct settings_priv {
	struct list list;
	VEC(, struct entry) rows;
	struct str filter;
	const struct conf_key *told;   /* whose help is drawn: it follows the selection once that rests */
};

static const struct conf_key *key_of(const struct view *v, size_t i)
{
	const struct settings_priv *p = v->priv;
	return p->rows.v[i].key < 0 ? NULL : conf_key_at(v->app->conf, (size_t)p->rows.v[i].key);
}

static bool matches(const struct conf_key *k, const struct str *filter)
{
	struct str folded = { 0 };
	if (!filter->n)
		return true;
	text_fold(&folded, slice_of(k->name));
	str_addc(&folded, ' ');
	text_fold(&folded, slice_of(_(k->help)));
	bool yes = strstr(folded.p, filter->p) != NULL;
	str_free(&folded);
	return yes;
}

static void rebuild(struct view *v)
{
	struct settings_priv *p = v->priv;
	char last[24] = "";
	p->rows.n = 0;
	str_cut(&p->filter, 0);
	text_fold(&p->filter, v->filter);
	for (size_t i = 0; i < conf_count(v->app->conf); i++) {
		const struct conf_key *k = conf_key_at(v->app->conf, i);
		struct entry e = { .key = -1 };
		size_t n = strcspn(k->name, ".");
		if (!matches(k, &p->filter))
			continue;
		if (n >= sizeof e.section)
			n = sizeof e.section - 1;
		memcpy(e.section, k->name, n);
		if (strcmp(last, e.section)) {
			memcpy(last, e.section, sizeof last);
			vec_push(&p->rows, e);
		}
		e.key = (int)i;
		vec_push(&p->rows, e);
	}
}

static const char *section_title(const char *section)
{
	static const char *const titles[][2] = {
		{ "ui", N_("Screen") }, { "net", N_("Network") }, { "g1", N_("Ğ1") }, { "pod", N_("Pods") },
		{ "nostr", N_("Messages") }, { "ipfs", N_("IPFS") }, { "station", N_("Station") }, { "skywire", N_("Skywire") },
		{ "log", N_("Log") }, { "vault", N_("Vault") }, { "wallet", N_("Wallet") },
	};
	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
		if (!strcmp(section, titles[i][0]))
			return _(titles[i][1]);
	return section;
}

static size_t count(void *arg)
{
	return ((struct settings_priv *)((struct view *)arg)->priv)->rows.n;
}

static bool heading(void *arg, size_t i)
{
	return !key_of(arg, i);
}

static void value_words(const struct view *v, const struct conf_key *k, struct str *out)
{
	if (k->type == CONF_BOOL)
		str_adds(out, conf_bool(v->app->conf, k->name) ? _("yes") : _("no"));
	else
		str_adds(out, conf_text(v->app->conf, k->name));
	if (!out->n)
		str_adds(out, _("(not set)"));
}

/* "config:3" for the person's own file, which lies where it always does; any other origin whole. */
static const char *short_origin(const char *from)
{
	const char *home = getenv("HOME"), *name = strrchr(from, '/');
	size_t n = home ? strlen(home) : 0;
	return n && name && !strncmp(from, home, n) && from[n] == '/' ? name + 1 : from;
}

static void row(void *arg, size_t i, struct grid *g, struct rect r, bool on)
{
	struct view *v = arg;
	struct settings_priv *p = v->priv;
	const struct conf_key *k = key_of(v, i);
	struct str value = { 0 };
	(void)on;
	if (!k) {
		grid_text(g, r.y, r.x, r.w, ROLE_TITLE, slice_of(section_title(p->rows.v[i].section)));
		return;
	}
	int name = r.w >= 60 ? 20 : 16, origin = r.w >= 100 ? 30 : r.w >= 70 ? 18 : 0;
	int w = r.w - name - 3 - (origin ? origin + 1 : 0);
	const char *from = conf_origin(v->app->conf, k->name);
	bool set = strcmp(from, "default") != 0;
	value_words(v, k, &value);
	grid_field(g, r.y, r.x + 1, name, false, ROLE_LABEL, slice_of(k->name));
	grid_field(g, r.y, r.x + name + 2, w, false, set ? ROLE_STRONG : ROLE_TEXT, slice_str(&value));
	if (origin)
		grid_field(g, r.y, r.x + r.w - origin, origin, true, ROLE_DIM, slice_of(set ? short_origin(from) : _("default")));
	str_free(&value);
}

static void say(void *arg, size_t i, struct str *out)
{
	struct view *v = arg;
	const struct conf_key *k = key_of(v, i);
	if (!k)
		return;
	str_addf(out, "%s: ", k->name);
	value_words(v, k, out);
	str_addf(out, ". %s", _(k->help));
}

static const struct list_ops rows = { .count = count, .heading = heading, .row = row, .say = say };

static const struct conf_key *selected(struct view *v)
{
	struct settings_priv *p = v->priv;
	size_t at = list_at(&p->list);
	return at == LIST_NONE ? NULL : key_of(v, at);
}

static void settings_rested(struct view *v)
{
	rebuild(v);
	((struct settings_priv *)v->priv)->told = selected(v);
}

static enum err settings_open(struct view *v, int argc, char *const *argv)
{
	struct settings_priv *p = v->priv;
	(void)argc;
	(void)argv;
	list_init(&p->list, &rows, v, 0);
	p->list.empty = _("No setting matches.");
	view_watch(v, &v->app->settings);
	rebuild(v);
	list_select(&p->list, 1);
	p->told = selected(v);
	return E_OK;
}

static void settings_close(struct view *v)
{
	struct settings_priv *p = v->priv;
	list_free(&p->list);
	vec_free(&p->rows);
	str_free(&p->filter);
}

static void wait_for_rest(struct view *v)
{
	struct settings_priv *p = v->priv;
	rebuild(v);
	if (p->told == selected(v))
		return;
	p->told = NULL;
	view_rest(v, false);
}

static void settings_draw(struct view *v, struct grid *g, struct rect r)
{
	struct settings_priv *p = v->priv;
	rebuild(v);
	int help = r.h >= 8 ? 3 : 1;
	list_draw(&p->list, g, (struct rect){ r.y, r.x, r.h - help, r.w }, true);
	const struct conf_key *k = selected(v);
	if (k != p->told && !v->app->dump)
		k = NULL;
	struct slice rest = slice_of(k ? _(k->help) : ""), line;
	for (int y = r.y + r.h - (help > 1 ? 2 : 1); y < r.y + r.h && text_wrap(&rest, r.w - 2, &line); y++)
		grid_text(g, y, r.x + 1, r.w - 2, ROLE_DIM, line);
}

static void apply(struct view *v, const char *name, const char *value)
{
	char *argv[] = { mem_strdup(name), mem_strdup(value) };
	stack_run(v->stack, cmd_at(C_SET), 2, argv);
	free(argv[0]);
	free(argv[1]);
}

/* A question under way: the view may be gone when the answer comes, so it holds the stack and not the view. */
struct asking {
	struct stack *stack;
	const struct conf_key *key;
};

static void answered(struct asking *q, const char *value)
{
	char *argv[] = { mem_strdup(q->key->name), mem_strdup(value) };
	stack_run(q->stack, cmd_at(C_SET), 2, argv);
	free(argv[0]);
	free(argv[1]);
}

static void line_entered(void *arg, enum err e, const char *text)
{
	if (e == E_OK)
		answered(arg, text);
	free(arg);
}

static void choice_made(void *arg, enum err e, size_t i)
{
	struct asking *q = arg;
	struct slice rest = slice_of(q->key->choices), word;
	for (size_t k = 0; e == E_OK && slice_split(&rest, '|', &word); k++) {
		if (k != i)
			continue;
		char *value = mem_strndup(word.p, word.n);
		answered(q, value);
		free(value);
		break;
	}
	free(q);
}

static void choose(struct view *v, const struct conf_key *k, struct asking *q)
{
	const char *items[32];
	size_t n = 0, at = 0;
	struct slice rest = slice_of(k->choices), word;
	while (n < 32 && slice_split(&rest, '|', &word)) {
		if (slice_is(word, conf_text(v->app->conf, k->name)))
			at = n;
		items[n++] = mem_strndup(word.p, word.n);
	}
	menu_open(v->stack, _(k->help), items, n, at, choice_made, q);
	for (size_t i = 0; i < n; i++)
		free((char *)(uintptr_t)items[i]);
}

static void change(struct view *v)
{
	const struct conf_key *k = selected(v);
	if (!k)
		return;
	view_rest(v, true); /* whoever is asked for a value wants to read about it */
	if (k->type == CONF_BOOL) {
		apply(v, k->name, conf_bool(v->app->conf, k->name) ? "no" : "yes");
		return;
	}
	struct asking *q = mem_new(sizeof *q);
	*q = (struct asking){ v->stack, k };
	if (k->type == CONF_CHOICE) {
		choose(v, k, q);
		return;
	}
	struct front *front = stack_front(v->stack);
	front->ops->ask_line(front->self, k->name, conf_text(v->app->conf, k->name), line_entered, q);
}

static unsigned settings_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	struct settings_priv *p = v->priv;
	(void)argc;
	(void)argv;
	if (id == C_ENTER) {
		change(v);
		return VIEW_HANDLED | VIEW_STALE;
	}
	unsigned did = list_command(&p->list, id);
	wait_for_rest(v);
	return did;
}

static unsigned settings_key(struct view *v, const struct keystroke *k)
{
	struct settings_priv *p = v->priv;
	unsigned did = list_key(&p->list, k);
	wait_for_rest(v);
	if (did & LIST_ACTIVATE)
		change(v);
	return did & ~(unsigned)LIST_ACTIVATE;
}

static void settings_say(struct view *v, struct str *out)
{
	struct settings_priv *p = v->priv;
	rebuild(v);
	list_say(&p->list, out, 200);
}

const struct view_ops settings_view = {
	.name = "settings",
	.title = N_("Settings"),
	.flags = VIEW_FILTER,
	.context = IN_SETTINGS | IN_LIST,
	.priv_size = sizeof(struct settings_priv),
	.open = settings_open,
	.close = settings_close,
	.command = settings_command,
	.key = settings_key,
	.draw = settings_draw,
	.say = settings_say,
	.rested = settings_rested,
};
