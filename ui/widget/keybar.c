/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widget/keybar.h"
#include "base/i18n.h"
#include "base/text.h"
#include "cmd/keymap.h"

/* One entry as it will be drawn. */
struct item {
	enum cmd_id id;
	int rank;
	struct str key, word;
};

VEC(items, struct item);

void keybar_free(struct keybar *b)
{
	vec_free(&b->spans);
}

const char *keybar_word(const struct cmd *c)
{
	static char word[64];
	const char *name = _(c->name);
	size_t i;

	/* A name that nobody translated is one word for the shell: "add-account". */
	for (i = 0; name[i] && i < sizeof word - 1; i++)
		word[i] = name[i] == '-' ? ' ' : name[i];
	while (i > 0 && name[i] && ((unsigned char)name[i] & 0xc0) == 0x80)
		i--;
	word[i] = 0;
	return word;
}

/* The words of the few commands whose name says less than what they do here. */
static const char *word_here(enum cmd_id id, const struct keybar_focus *f)
{
	switch (id) {
	case C_ENTER: return f->dialog ? _("take") : f->typing || f->contexts & IN_FORM ? _("go on") : _("open");
	case C_BACK: return f->dialog || f->typing || f->contexts & IN_FORM ? _("leave") : _("back");
	case C_CLOSE: return f->below ? _("close") : _("quit");
	case C_PALETTE: return _("commands");
	case C_NEXT_PANE: return f->completes ? _("complete") : f->typing || f->contexts & IN_FORM ? _("next field") : _("next pane");
	default: return keybar_word(cmd_at(id));
	}
}

/* The first key that works here; while typing only one that is no letter. */
static bool key_here(const struct keybar_focus *f, enum cmd_id id, struct str *out)
{
	struct str all = { 0 };
	struct slice rest, word;

	keymap_keys(f->keys, f->contexts, id, 8, &all);
	rest = slice_str(&all);
	while (!out->n && slice_split(&rest, ' ', &word)) {
		struct keystroke k;
		const struct binding *b;

		if (!word.n || !key_parse(word, &k) || (f->typing && key_is_text(&k)))
			continue;
		b = keymap_find(f->keys, f->contexts, &k);
		if (b && b->id == id && !b->argc)
			str_add(out, word);
	}
	str_free(&all);
	return out->n > 0;
}

enum { RIGHT = -1, NOT = -2, OWN = 2, ELSEWHERE = 8, RANKS };

/* Where a command stands in the bar: a smaller rank stays longer and stands further left. */
static int rank(const struct cmd *c, enum cmd_id id, const struct keybar_focus *f)
{
	bool here = c->contexts & f->contexts & ~(uint32_t)IN_ALL;

	if (f->readonly && c->danger >= ASK)
		return NOT;
	if (f->view && !f->dialog && !view_offers(f->view, id))
		return NOT;
	if (f->view && !f->dialog && !f->typing && f->view->ops->offers && f->view->ops->offers(f->view, id) > 0)
		return id == C_ENTER ? 0 : id == C_BACK ? 2 : 1;
	if (f->dialog)
		return id == C_ENTER && (f->typing || f->contexts & IN_LIST) ? 0 : id == C_NEXT_PANE && (f->completes || f->contexts & IN_FORM) ? 1 : id == C_BACK ? 2 : NOT;
	switch (id) {
	case C_ENTER: return f->contexts & (IN_LIST | IN_FORM) || f->typing ? 0 : NOT;
	case C_NEXT_PANE: return f->contexts & IN_FORM || f->typing ? 3 : NOT;
	case C_BACK: return f->contexts & IN_FORM || f->typing ? 4 : NOT;
	case C_FILTER: return f->view ? 5 : NOT;
	case C_PALETTE: return 6;
	case C_HELP: case C_CLOSE: return RIGHT;
	case C_QUIT: return f->typing ? RIGHT : NOT;
	case C_COPY: case C_OUTSIDE: return f->view ? 7 : NOT;
	default: break;
	}
	if (c->flags & CMD_UNLISTED)
		return NOT;
	if (here)
		return c->flags & CMD_ITEM ? 1 : OWN;
	return c->flags & CMD_ITEM ? 7 : ELSEWHERE;
}

/* Appends the command if it has this rank, belongs here and has a key that works. */
static void gather(struct items *out, int wanted, enum cmd_id id, const struct keybar_focus *f)
{
	const struct cmd *c = cmd_at(id);
	struct item item = { .id = id, .rank = wanted };

	if (!(c->contexts & (f->contexts | IN_ALL)) || rank(c, id, f) != wanted || !key_here(f, id, &item.key)) {
		str_free(&item.key);
		return;
	}
	str_adds(&item.word, word_here(id, f));
	vec_push(out, item);
}

static int width(const struct item *i)
{
	return text_width(slice_str(&i->key)) + 1 + text_width(slice_str(&i->word));
}

static int put(struct keybar *b, struct grid *g, int y, int x, const struct item *i)
{
	int end = x;

	end += grid_text(g, y, end, g->w - end, ROLE_KEY, slice_str(&i->key)) + 1;
	end += grid_text(g, y, end, g->w - end, ROLE_TEXT, slice_str(&i->word));
	vec_push(&b->spans, (struct keybar_span){ i->id, x, end });
	return end;
}

static void items_free(struct items *v)
{
	for (size_t i = 0; i < v->n; i++) {
		str_free(&v->v[i].key);
		str_free(&v->v[i].word);
	}
	vec_free(v);
}

void keybar_draw(struct keybar *b, struct grid *g, int y, const struct keybar_focus *f)
{
	struct items left = { 0 }, right = { 0 };
	int x = 1, end = g->w;
	bool cut = false; /* one of the view's own did not fit: then no short word from elsewhere takes the room it left */

	b->spans.n = 0;
	b->y = y;
	for (int r = 0; r < RANKS; r++)
		for (int i = 0; i < CMD_COUNT; i++)
			gather(&left, r, (enum cmd_id)i, f);
	/* Help and quit keep the right, help nearest to the middle. */
	gather(&right, RIGHT, C_CLOSE, f);
	gather(&right, RIGHT, C_QUIT, f);
	gather(&right, RIGHT, C_HELP, f);
	for (size_t i = 0; i < right.n; i++)
		if (end - width(&right.v[i]) - (i ? 2 : 0) > g->w / 3)
			end -= width(&right.v[i]) + (i ? 2 : 0);
	int at = end;
	for (size_t i = right.n; i-- > 0 && at < g->w;)
		if (at + width(&right.v[i]) <= g->w)
			at = put(b, g, y, at, &right.v[i]) + 2;
	for (size_t i = 0; i < left.n; i++) {
		if (x + width(&left.v[i]) + 2 > end) {
			cut = cut || left.v[i].rank <= OWN;
			continue;
		}
		if (cut && left.v[i].rank == ELSEWHERE)
			continue;
		x = put(b, g, y, x, &left.v[i]) + 2;
	}
	items_free(&left);
	items_free(&right);
}

bool keybar_hit(const struct keybar *b, int y, int x, enum cmd_id *id)
{
	for (size_t i = 0; y == b->y && i < b->spans.n; i++)
		if (x >= b->spans.v[i].x && x < b->spans.v[i].end) {
			*id = b->spans.v[i].id;
			return true;
		}
	return false;
}
