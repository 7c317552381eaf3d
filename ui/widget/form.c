/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widget/form.h"
#include "base/i18n.h"
#include "base/text.h"
#include "ui/widget/menu.h"
#include "ui/widget/view.h"

enum { NOTE_MIN = 8, FIELD_MIN = 8, MENU_MOST = 200 };

void form_init(struct form *f, const struct field *fields, size_t n, void *arg, struct stack *stack)
{
	*f = (struct form){ .fields = fields, .n = n, .arg = arg, .stack = stack };
	f->values = mem_array(n, sizeof *f->values);
	for (size_t i = 0; i < n; i++)
		edit_init(&f->values[i].edit, fields[i].kind == FIELD_SECRET);
}

void form_free(struct form *f)
{
	for (size_t i = 0; i < f->n; i++)
		edit_free(&f->values[i].edit);
	free(f->values);
	*f = (struct form){ 0 };
}

/* A field that is not shown is neither reached nor checked, but keeps its value. */
static bool shown(struct form *f, size_t i)
{
	return !f->fields[i].shown || f->fields[i].shown(f, i);
}

static bool reachable(struct form *f, size_t i)
{
	return f->fields[i].kind != FIELD_NOTE && shown(f, i);
}

static bool edits(enum field_kind kind)
{
	return kind == FIELD_TEXT || kind == FIELD_AMOUNT || kind == FIELD_SECRET;
}

static const char *choice_text(struct form *f, size_t i, size_t k)
{
	const struct field *field = &f->fields[i];

	if (field->choice)
		return field->choice(f, i, k);
	for (size_t c = 0; field->choices && field->choices[c]; c++)
		if (c == k)
			return _(field->choices[c]);
	return NULL;
}

static size_t choice_count(struct form *f, size_t i)
{
	size_t n = 0;

	while (n < MENU_MOST && choice_text(f, i, n))
		n++;
	return n;
}

struct form_value *form_value(struct form *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (!strcmp(f->fields[i].name, name))
			return &f->values[i];
	return NULL;
}

struct slice form_text(const struct form *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (!strcmp(f->fields[i].name, name))
			return edit_text(&f->values[i].edit);
	return (struct slice){ "", 0 };
}

void form_set(struct form *f, const char *name, struct slice text)
{
	struct form_value *v = form_value(f, name);

	if (!v)
		return;
	if (edits(f->fields[v - f->values].kind)) {
		edit_set(&v->edit, text);
		return;
	}
	v->number = 0;
	for (size_t i = 0; i < text.n && text.p[i] >= '0' && text.p[i] <= '9' && v->number < MENU_MOST; i++)
		v->number = v->number * 10 + (size_t)(text.p[i] - '0');
}

static bool right(struct form *f, size_t i, struct str *why)
{
	return !shown(f, i) || !f->fields[i].check || f->fields[i].check(f, i, why);
}

bool form_valid(struct form *f, size_t *bad)
{
	struct str why = { 0 };
	size_t i = 0;

	while (i < f->n && right(f, i, &why))
		i++;
	str_free(&why);
	if (i < f->n && bad)
		*bad = i;
	if (i < f->n)
		f->tried = true;
	return i == f->n;
}

bool form_wants_text(const struct form *f)
{
	return f->at < f->n && edits(f->fields[f->at].kind);
}

/* The next field that can have the focus, dir 1 or -1; false when there is none before the end. */
static bool step(struct form *f, int dir)
{
	for (size_t i = f->at + (size_t)(ptrdiff_t)dir; i < f->n; i += (size_t)(ptrdiff_t)dir)
		if (reachable(f, i)) {
			f->values[f->at].touched = true;
			f->at = i;
			return true;
		}
	return false;
}

static unsigned go(struct form *f, int dir)
{
	if (!step(f, dir)) {
		/* Round the end. */
		f->values[f->at].touched = true;
		f->at = dir > 0 ? 0 : f->n - 1;
		if (!reachable(f, f->at))
			step(f, dir);
	}
	return VIEW_HANDLED | VIEW_STALE;
}

/* Enter goes on; on the last field it ends the form, or goes to the first field that is wrong. */
static unsigned enter(struct form *f)
{
	size_t bad;

	if (step(f, 1))
		return VIEW_HANDLED | VIEW_STALE;
	f->values[f->at].touched = true;
	if (form_valid(f, &bad))
		return VIEW_HANDLED | VIEW_STALE | FORM_DONE;
	if (reachable(f, bad))
		f->at = bad;
	return VIEW_HANDLED | VIEW_STALE;
}

static void chosen(void *arg, enum err e, size_t k)
{
	struct form *f = arg;

	/* The focus cannot have moved: the menu had the keys. */
	if (e == E_OK && f->at < f->n) {
		f->values[f->at].number = k;
		f->values[f->at].touched = true;
	}
}

static void open_menu(struct form *f)
{
	size_t n = choice_count(f, f->at);
	const char **items = mem_array(n + 1, sizeof *items);

	for (size_t k = 0; k < n; k++)
		items[k] = choice_text(f, f->at, k);
	menu_open(f->stack, _(f->fields[f->at].label), items, n, f->values[f->at].number, chosen, f);
	free(items);
}

/* Without a stack there is no menu: Space then goes round as Right does. */
static unsigned choice_key(struct form *f, const struct keystroke *k)
{
	struct form_value *v = &f->values[f->at];
	bool is_switch = f->fields[f->at].kind == FIELD_SWITCH;
	size_t n = is_switch ? 2 : choice_count(f, f->at);

	if (k->mods || !n)
		return 0;
	if (k->code == KEY_SPACE && f->stack && !is_switch) {
		open_menu(f);
		return VIEW_HANDLED | VIEW_STALE;
	}
	if (k->code == KEY_RIGHT || k->code == KEY_SPACE)
		v->number = (v->number + 1) % n;
	else if (k->code == KEY_LEFT)
		v->number = (v->number + n - 1) % n;
	else
		return 0;
	return VIEW_HANDLED | VIEW_STALE | FORM_CHANGED;
}

static unsigned edit_field(struct form *f, const struct keystroke *k)
{
	struct form_value *v = &f->values[f->at];
	size_t n = v->edit.text.n, hidden = v->edit.hidden.n;
	unsigned r = edit_key(&v->edit, k);

	/* An editor that shows something new has another text or another cursor; a length that stayed may still be another text. */
	if (r & VIEW_STALE && (v->edit.text.n != n || v->edit.hidden.n != hidden))
		r |= FORM_CHANGED;
	return r;
}

static unsigned mouse(struct form *f, const struct keystroke *k)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct rect *a = &f->values[i].area;

		if (!reachable(f, i) || k->y < a->y || k->y >= a->y + a->h || k->x < a->x || k->x >= a->x + a->w)
			continue;
		f->at = i;
		return VIEW_HANDLED | VIEW_STALE;
	}
	return 0;
}

unsigned form_key(struct form *f, const struct keystroke *k)
{
	unsigned r = 0;

	if (!f->n)
		return 0;
	if (!reachable(f, f->at) && !step(f, 1) && !step(f, -1))
		return 0;
	if (k->code == KEY_MOUSE)
		return k->button == KEY_CLICK ? mouse(f, k) : 0;
	if (edits(f->fields[f->at].kind))
		r = edit_field(f, k);
	else
		r = choice_key(f, k);
	if (r)
		return r;
	if (k->mods & (KEY_CTRL | KEY_ALT))
		return 0;
	switch (k->code) {
	case KEY_TAB: return go(f, k->mods & KEY_SHIFT ? -1 : 1);
	case KEY_DOWN: return go(f, 1);
	case KEY_UP: return go(f, -1);
	case KEY_ENTER: return enter(f);
	default: return 0;
	}
}

static int label_columns(struct form *f, int w)
{
	int most = 0;

	/* Also of fields that are not there now, so that nothing moves when they come. */
	for (size_t i = 0; i < f->n; i++) {
		int n = text_width(slice_of(_(f->fields[i].label)));

		most = n > most ? n : most;
	}
	return most > w / 3 ? w / 3 : most;
}

/* The message under a field: what is wrong once it was left, or its hint. */
static void message(struct form *f, size_t i, bool focus, struct str *out, enum role *role)
{
	const struct field *field = &f->fields[i];
	const struct form_value *v = &f->values[i];

	*role = ROLE_ERROR;
	bool ok = right(f, i, out), empty = edits(field->kind) && !v->edit.text.n && !v->edit.hidden.n;

	if (!ok && empty && !f->tried)
		str_cut(out, 0);
	if (!ok && !out->n && f->tried)
		str_adds(out, _("This is needed"));
	if (ok)
		str_cut(out, 0);
	if (out->n)
		return;
	*role = ROLE_DIM;
	if (focus && field->hint)
		str_adds(out, _(field->hint));
}

static void draw_value(struct form *f, size_t i, struct grid *g, int y, int x, int w, bool focus)
{
	const struct field *field = &f->fields[i];
	struct form_value *v = &f->values[i];
	enum role role = focus ? ROLE_INPUT_ON : ROLE_INPUT;
	const char *text;
	int used;

	v->area = (struct rect){ y, x, 1, w };
	if (edits(field->kind)) {
		edit_draw(&v->edit, g, y, x, w, focus);
		return;
	}
	if (field->kind == FIELD_SWITCH)
		text = v->number ? _("yes") : _("no");
	else
		text = choice_text(f, i, v->number);
	used = grid_text(g, y, x, w - 2, role, slice_of(text));
	grid_glyph(g, y, x + used + 1, focus ? ROLE_MARK : ROLE_DIM, field->kind == FIELD_SWITCH
	           ? (v->number ? GLYPH_CHECK : GLYPH_OPEN) : GLYPH_MENU);
	if (focus) {
		g->cursor_y = y;
		g->cursor_x = x;
	}
}

/* One field with its note and message from line y on; returns the lines used. With g NULL only counts. */
static int draw_field(struct form *f, size_t i, struct grid *g, int y, struct rect r, int label_w, bool focus)
{
	const struct field *field = &f->fields[i];
	struct str note = { 0 }, say = { 0 };
	int x = r.x + label_w + 2, room = r.w - label_w - 2, lines = 1, note_w;
	int w = field->width && field->width < room ? field->width : room;
	enum role role;

	if (field->note)
		field->note(f, i, &note);
	note_w = text_width(slice_str(&note));
	bool below = note_w && field->kind != FIELD_NOTE && room - w - 2 < (note_w < NOTE_MIN ? note_w : NOTE_MIN);
	if (below && !field->width && room - note_w - 2 >= FIELD_MIN * 2) {
		/* A field without a width of its own makes room for a short note. */
		w = room - note_w - 2;
		below = false;
	}
	if (g) {
		grid_field(g, y, r.x, label_w, false, focus ? ROLE_STRONG : ROLE_LABEL, slice_of(_(field->label)));
		if (field->kind == FIELD_NOTE)
			grid_field(g, y, x, room, false, ROLE_TEXT, slice_str(&note));
		else
			draw_value(f, i, g, y, x, w, focus);
	}
	if (note_w && field->kind != FIELD_NOTE) {
		if (g)
			grid_field(g, below ? y + 1 : y, below ? x : x + w + 2, below ? room : room - w - 2, false, ROLE_DIM, slice_str(&note));
		lines += below;
	}
	message(f, i, focus, &say, &role);
	struct slice rest = slice_str(&say), line;
	while (rest.n && room > 0 && text_wrap(&rest, room, &line)) {
		if (g)
			grid_text(g, y + lines, x, room, role, line);
		lines++;
	}
	str_free(&note);
	str_free(&say);
	return lines;
}

int form_draw(struct form *f, struct grid *g, struct rect r, bool focus)
{
	int label_w = label_columns(f, r.w), y = r.y, used = 0;
	struct rect old;

	if (f->at < f->n && !reachable(f, f->at) && !step(f, 1))
		step(f, -1);
	if (f->top > f->at)
		f->top = f->at;
	/* Down until the focused field with its message is inside. */
	for (;; f->top++) {
		used = 0;
		for (size_t i = f->top; i <= f->at && i < f->n; i++)
			if (shown(f, i))
				used += draw_field(f, i, NULL, 0, r, label_w, focus && i == f->at);
		if (used <= r.h || f->top >= f->at)
			break;
	}
	old = grid_clip(g, r);
	for (size_t i = 0; i < f->n; i++)
		f->values[i].area = (struct rect){ 0 };
	for (size_t i = f->top; i < f->n && y < r.y + r.h; i++)
		if (shown(f, i))
			y += draw_field(f, i, g, y, r, label_w, focus && i == f->at);
	grid_unclip(g, old);
	return y < r.y + r.h ? y - r.y : r.h;
}

static void say_value(struct form *f, size_t i, struct str *out)
{
	const struct form_value *v = &f->values[i];
	const char *text;

	switch (f->fields[i].kind) {
	case FIELD_TEXT: case FIELD_AMOUNT:
		str_add(out, edit_text(&v->edit));
		break;
	case FIELD_SECRET:
		str_adds(out, v->edit.hidden.n ? _("entered, not shown") : "");
		break;
	case FIELD_SWITCH:
		str_adds(out, v->number ? _("yes") : _("no"));
		break;
	case FIELD_CHOICE:
		text = choice_text(f, i, v->number);
		str_adds(out, text ? text : "");
		break;
	case FIELD_NOTE:
		break;
	}
}

void form_say(struct form *f, struct str *out)
{
	for (size_t i = 0; i < f->n; i++) {
		struct str note = { 0 }, say = { 0 };
		enum role role;

		if (!shown(f, i))
			continue;
		str_addf(out, "%s %s: ", i == f->at ? ">" : " ", _(f->fields[i].label));
		say_value(f, i, out);
		if (f->fields[i].note)
			f->fields[i].note(f, i, &note);
		message(f, i, i == f->at, &say, &role);
		if (note.n)
			str_addf(out, "  %s", str_c(&note));
		if (say.n)
			str_addf(out, "  (%s)", str_c(&say));
		str_addc(out, '\n');
		str_free(&note);
		str_free(&say);
	}
}
