/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widget/plain.h"
#include "base/i18n.h"
#include "cmd/complete.h"
#include "cmd/keymap.h"
#include "cmd/parse.h"
#include "model/app.h"
#include "ui/widget/plain_parts.h"
#include "ui/widget/views.h"

enum { ANNOUNCE_MOST = 12 };

void plain_print(struct plain *p, struct slice text)
{
	struct str line = { 0 };

	if (!text.n)
		return;
	str_add(&line, text);
	if (line.p[line.n - 1] != '\n')
		str_addc(&line, '\n');
	p->host.print(p->host.self, slice_str(&line));
	str_free(&line);
}

static bool is_dialog(const struct view *v, const char *name)
{
	return v && !strcmp(v->ops->name, name);
}

static void say(struct view *v, struct str *out)
{
	if (v->ops->say)
		v->ops->say(v, out);
}

/* A question is said once; the view below it is not said again when it is answered. */
static void settle_dialog(struct plain *p, struct view *v)
{
	struct str words = { 0 };

	if (((struct frame *)v)->serial == p->asked)
		return;
	p->asked = ((struct frame *)v)->serial;
	say(v, &words);
	plain_print(p, slice_str(&words));
	str_free(&words);
	if (is_dialog(v, "ask-secret") && !p->reading_secret) {
		p->reading_secret = true;
		p->host.read_secret(p->host.self, stack_title(v));
	}
}

/* Says the view in front if it is another one than before; a help page is said and left at once. */
static void settle(struct plain *p)
{
	struct view *v = stack_top(p->stack);
	struct str all = { 0 };

	if (v && p->stack->dialogs.n) {
		settle_dialog(p, v);
		return;
	}
	p->asked = 0;
	if (!v || ((struct frame *)v)->serial == p->shown)
		return;
	str_cut(&p->said, 0);
	say(v, &p->said);
	if (*stack_title(v))
		str_addf(&all, "%s\n", stack_title(v));
	str_add(&all, slice_str(&p->said));
	plain_print(p, slice_str(&all));
	str_free(&all);
	p->stale = false;
	if (v->ops == &help_view || v->ops == &text_view) {
		stack_close(p->stack, v);
		v = stack_top(p->stack);
		str_cut(&p->said, 0);
		if (v)
			say(v, &p->said);
	}
	p->shown = v ? ((struct frame *)v)->serial : 0;
}

static bool has_line(struct slice all, struct slice line)
{
	struct slice l;

	while (slice_split(&all, '\n', &l))
		if (slice_eq(l, line))
			return true;
	return false;
}

/* The lines that were not there when it was said last. */
static void say_changes(struct plain *p)
{
	struct view *v = stack_top(p->stack);
	struct str now = { 0 }, news = { 0 };
	struct slice rest, line;
	size_t n = 0;

	p->stale = false;
	if (!v)
		return;
	say(v, &now);
	rest = slice_str(&now);
	while (slice_split(&rest, '\n', &line))
		if (line.n && !has_line(slice_str(&p->said), line) && ++n <= ANNOUNCE_MOST) {
			str_add(&news, line);
			str_addc(&news, '\n');
		}
	if (n > ANNOUNCE_MOST)
		str_addf(&news, ngettext("%zu more line changed; an empty line says all\n",
		         "%zu more lines changed; an empty line says all\n", (unsigned long)(n - ANNOUNCE_MOST)), n - ANNOUNCE_MOST);
	plain_print(p, slice_str(&news));
	str_free(&p->said);
	p->said = now;
	str_free(&news);
}

/* After a move: the selected item, not the whole view again. */
static void say_item(struct plain *p)
{
	struct view *v = stack_top(p->stack);
	struct str item = { 0 };

	if (v && v->ops->item) {
		v->ops->item(v, &item);
		plain_print(p, slice_str(&item));
		str_cut(&p->said, 0);
		say(v, &p->said);
		p->stale = false;
	} else {
		say_changes(p);
	}
	str_free(&item);
}

void plain_say_all(struct plain *p)
{
	p->shown = 0;
	settle(p);
}

static void prompt(struct plain *p)
{
	if (!p->reading_secret && p->host.prompt)
		p->host.prompt(p->host.self);
}

static void give(struct plain *p, uint32_t code, unsigned mods)
{
	struct keystroke k = { .code = code, .mods = mods };

	stack_key(p->stack, &k);
}

/* Replaces the text of the focused field, as a paste: nothing in it commands. */
static void give_text(struct plain *p, struct slice text)
{
	struct keystroke k = { .code = KEY_PASTE, .text = text };

	give(p, 'a', KEY_CTRL);
	give(p, 'k', KEY_CTRL);
	stack_key(p->stack, &k);
}

static size_t number(struct slice s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' || n > 100000)
			return 0;
		n = n * 10 + (size_t)(s.p[i] - '0');
	}
	return n;
}

static void answer_menu(struct plain *p, struct view *v, struct slice line)
{
	size_t n = number(line);

	if (!line.n) {
		give(p, KEY_ENTER, 0);
	} else if (n) {
		stack_do(p->stack, v, C_TOP, 0, NULL);
		while (--n)
			stack_do(p->stack, v, C_DOWN, 0, NULL);
		give(p, KEY_ENTER, 0);
	} else {
		give(p, KEY_ESC, 0);
	}
}

/* A line as the answer to the question in front: given as the keys that a person would press, so that nothing is decided
 * twice. */
static void answer_dialog(struct plain *p, struct view *v, struct slice line)
{
	if (is_dialog(v, "menu")) {
		answer_menu(p, v, line);
	} else if (is_dialog(v, "ask") && !v->ops->wants_text(v)) {
		give(p, line.n == 1 && (line.p[0] == 'y' || line.p[0] == 'Y') ? 'y' : 'n', 0);
	} else if (is_dialog(v, "ask")) {
		unsigned before = p->asked;

		give_text(p, line);
		give(p, KEY_ENTER, 0);
		/* A wrong word is a no. */
		v = stack_top(p->stack);
		if (v && ((struct frame *)v)->serial == before)
			give(p, KEY_ESC, 0);
	} else {
		if (line.n)
			give_text(p, line);
		give(p, KEY_ENTER, 0);
	}
}

static bool in_form(const struct view *v)
{
	return (v->ops->wants_text && v->ops->wants_text(v)) || stack_contexts(v) & IN_FORM;
}

static void answer_field(struct plain *p, struct view *v, struct slice line)
{
	bool text = v->ops->wants_text && v->ops->wants_text(v);

	if (text && line.n)
		give_text(p, line);
	else if (line.n) {
		/* A choice: any text opens it. */
		give(p, KEY_SPACE, 0);
		return;
	}
	give(p, KEY_ENTER, 0);
}

static void unknown(struct plain *p, struct slice word)
{
	const char *near = complete_nearest(word);
	struct str text = { 0 };

	str_addf(&text, _("No command is called %.*s"), (int)word.n, word.p);
	if (near) {
		str_addc(&text, '\n');
		str_addf(&text, _("The nearest one is %s"), near);
	}
	plain_print(p, slice_str(&text));
	str_free(&text);
}

/* A command by its name, else by its key. */
static void run_line(struct plain *p, struct slice line)
{
	struct words words;
	struct fault f = { 0 };
	struct view *v = stack_top(p->stack);
	const struct binding *b = NULL;
	const struct cmd *c;
	struct keystroke k;

	if (parse_words(line, &words, &f)) {
		plain_print(p, slice_of(f.where[0] ? f.where : err_message(f.code)));
		return;
	}
	if (!words.n) {
		parse_free(&words);
		return;
	}
	c = cmd_by_name(slice_of(words.v[0]));
	if (!c && words.n == 1 && key_parse(slice_of(words.v[0]), &k) && p->stack->app->keymap)
		b = keymap_find(p->stack->app->keymap, v ? stack_contexts(v) : 0, &k);
	if (c)
		stack_run(p->stack, c, words.n - 1, words.v + 1);
	else if (b && b->id < CMD_COUNT)
		stack_run(p->stack, c = cmd_at(b->id), b->argc, b->argv);
	else
		unknown(p, slice_of(words.v[0]));
	parse_free(&words);
	if (c && stack_moves((enum cmd_id)(c - cmd_at(0))) && stack_top(p->stack) == v)
		say_item(p);
}

void plain_line(struct plain *p, struct slice line)
{
	struct view *v = stack_top(p->stack);
	struct frame *below = stack_below(p->stack);

	line = slice_trim(line);
	if (p->stack->dialogs.n) {
		answer_dialog(p, v, line);
	} else if (line.n && line.p[0] == ':') {
		run_line(p, slice_trim(slice_from(line, 1)));
	} else if (line.n && line.p[0] == '/' && below && below->v.ops->flags & VIEW_FILTER) {
		stack_filter(p->stack, below, slice_from(line, 1));
		plain_say_all(p);
	} else if (v && in_form(v)) {
		answer_field(p, v, line);
		if (stack_top(p->stack) == v)
			say_item(p);
	} else if (line.n) {
		run_line(p, line);
	} else {
		plain_say_all(p);
	}
	settle(p);
	if (p->stale && !p->stack->dialogs.n)
		say_changes(p);
	prompt(p);
}

void plain_secret(struct plain *p, enum err e, const struct secret *s)
{
	struct view *v = stack_top(p->stack);

	p->reading_secret = false;
	if (is_dialog(v, "ask-secret"))
		ask_secret_give(v, e, s);
	settle(p);
	prompt(p);
}

void plain_interrupt(struct plain *p)
{
	struct view *v = stack_top(p->stack);

	if (p->stack->dialogs.n) {
		p->reading_secret = false;
		stack_close(p->stack, v);
	} else if (cmd_cancel(&p->stack->front, false)) {
		plain_print(p, slice_of(_("cancelled")));
	} else {
		plain_print(p, slice_of(_("Type quit to leave, help for the commands")));
	}
	settle(p);
	prompt(p);
}

void plain_announce(struct plain *p)
{
	unsigned shown = p->shown, asked = p->asked;

	settle(p);
	/* In the middle of a question or of a form nothing else is said. */
	if (p->stale && !p->stack->dialogs.n && stack_top(p->stack) && !in_form(stack_top(p->stack)))
		say_changes(p);
	if (p->shown != shown || p->asked != asked)
		prompt(p);
}

const char *plain_prompt(struct plain *p)
{
	struct view *v = stack_top(p->stack);

	str_cut(&p->prompt, 0);
	if (p->stack->host.sandbox)
		str_addf(&p->prompt, "%s ", _("SANDBOX"));
	str_addf(&p->prompt, "%s> ", !v ? "vigie" : p->stack->dialogs.n ? stack_title(v) : v->ops->name);
	return str_c(&p->prompt);
}

struct front *plain_front(struct plain *p)
{
	return &p->stack->front;
}

enum err plain_open(struct plain *p, const char *view, int argc, char *const *argv)
{
	enum err e = stack_open(p->stack, view, argc, argv);

	settle(p);
	return e;
}
