/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widget/edit.h"
#include "base/clean.h"
#include "base/i18n.h"
#include "base/text.h"
#include "ui/widget/view.h"
#include <utf8proc.h>

enum { MAX_DEFAULT = 1000, PASTE_LINES = 200, HISTORY_KEPT = 200 };

void edit_init(struct edit *e, bool secret)
{
	*e = (struct edit){ .secret = secret };
	if (secret)
		e->hidden = secret_new(64);
}

void edit_free(struct edit *e)
{
	str_free(&e->text);
	str_free(&e->kept);
	str_free(&e->killed);
	str_free(&e->pasted);
	if (e->hidden.p)
		secret_free(&e->hidden);
	if (e->pasted_secret.p)
		secret_free(&e->pasted_secret);
}

/* The bytes being edited, wherever they live. Borrowed; never copied. */
static struct slice bytes(const struct edit *e)
{
	if (e->secret)
		return (struct slice){ e->hidden.p ? (const char *)e->hidden.p : "", e->hidden.n };
	return slice_str(&e->text);
}

struct slice edit_text(const struct edit *e)
{
	return e->secret ? (struct slice){ "", 0 } : slice_str(&e->text);
}

/* The bytes move inside the buffer they live in, guarded or not. */
static void cut_out(struct edit *e, size_t from, size_t to)
{
	if (e->secret) {
		memmove(e->hidden.p + from, e->hidden.p + to, e->hidden.n - to);
		secret_cut(&e->hidden, e->hidden.n - (to - from));
	} else {
		memmove(e->text.p + from, e->text.p + to, e->text.n - to);
		str_cut(&e->text, e->text.n - (to - from));
	}
	e->at = from;
	if (e->from > e->at)
		e->from = e->at;
}

/* All or nothing: a text that would be cut somewhere is not taken. */
static bool insert(struct edit *e, struct slice s)
{
	size_t max = e->max ? e->max : MAX_DEFAULT, n = bytes(e).n;

	if (!s.n || n + s.n > max)
		return false;
	if (e->secret) {
		/* The new bytes go to the end first, so that guarded memory has grown, then to their place. */
		secret_add(&e->hidden, s.p, s.n);
		memmove(e->hidden.p + e->at + s.n, e->hidden.p + e->at, n - e->at);
		memcpy(e->hidden.p + e->at, s.p, s.n);
	} else {
		str_reserve(&e->text, s.n);
		memmove(e->text.p + e->at + s.n, e->text.p + e->at, n - e->at);
		memcpy(e->text.p + e->at, s.p, s.n);
		e->text.n += s.n;
		e->text.p[e->text.n] = 0;
	}
	e->at += s.n;
	return true;
}

void edit_set(struct edit *e, struct slice text)
{
	struct str copy = { 0 };

	str_add(&copy, text);
	if (e->secret)
		secret_cut(&e->hidden, 0);
	else
		str_cut(&e->text, 0);
	e->at = e->from = 0;
	e->back = 0;
	if (!e->secret) {
		struct slice fit = slice_str(&copy);
		size_t max = e->max ? e->max : MAX_DEFAULT;

		while (fit.n > max)
			fit.n--;
		while (fit.n && fit.n < copy.n && ((unsigned char)fit.p[fit.n] & 0xc0) == 0x80)
			fit.n--;
		insert(e, fit);
	}
	str_free(&copy);
}

static size_t next_at(const struct edit *e, size_t at)
{
	struct slice all = bytes(e), rest = slice_from(all, at), cluster;
	int width;

	return text_next(&rest, &cluster, &width) ? all.n - rest.n : all.n;
}

/* Clusters cannot be found backwards: a mark or a joiner only tells its meaning to who comes from the left. */
static size_t prev_at(const struct edit *e, size_t at)
{
	size_t i = 0, before = 0;

	while (i < at) {
		before = i;
		i = next_at(e, i);
	}
	return before;
}

/* Puts the cursor back on the start of a cluster: what was inserted may have joined its neighbour. */
static void settle(struct edit *e)
{
	size_t i = 0, n = bytes(e).n;

	while (i < e->at && i < n)
		i = next_at(e, i);
	e->at = i;
	if (e->from > e->at)
		e->from = e->at;
}

static size_t word_left(const struct edit *e)
{
	struct slice s = bytes(e);
	size_t at = e->at;

	while (at > 0 && s.p[at - 1] == ' ')
		at--;
	while (at > 0 && s.p[at - 1] != ' ')
		at--;
	return at;
}

static size_t word_right(const struct edit *e)
{
	struct slice s = bytes(e);
	size_t at = e->at;

	while (at < s.n && s.p[at] == ' ')
		at++;
	while (at < s.n && s.p[at] != ' ')
		at++;
	return at;
}

static unsigned moved(struct edit *e, size_t to)
{
	bool stale = to != e->at;

	e->at = to;
	if (e->from > e->at)
		e->from = e->at;
	return stale ? VIEW_HANDLED | VIEW_STALE : VIEW_HANDLED;
}

/* Removes a range; keep remembers it for C-y, which a secret never does. */
static unsigned removed(struct edit *e, size_t from, size_t to, bool keep)
{
	if (from >= to)
		return VIEW_HANDLED;
	if (keep && !e->secret) {
		str_cut(&e->killed, 0);
		str_add(&e->killed, slice_to(slice_from(bytes(e), from), to - from));
	}
	cut_out(e, from, to);
	settle(e);
	return VIEW_HANDLED | VIEW_STALE;
}

static unsigned added(struct edit *e, struct slice s)
{
	if (!insert(e, s))
		return VIEW_HANDLED;
	settle(e);
	return VIEW_HANDLED | VIEW_STALE;
}

/* C1 controls are no text, whatever the terminal sends. */
static unsigned typed(struct edit *e, uint32_t code)
{
	utf8proc_uint8_t b[4];
	utf8proc_ssize_t n = code == KEY_SPACE ? (b[0] = ' ', 1) : utf8proc_encode_char((utf8proc_int32_t)code, b);

	if (n <= 0 || (code < KEY_NONE && (code < ' ' || (code >= 0x7f && code < 0xa0))))
		return VIEW_HANDLED;
	return added(e, (struct slice){ (const char *)b, (size_t)n });
}

/* What was being typed is kept aside and comes back below the newest line. */
static unsigned recalled(struct edit *e, bool older)
{
	const struct history *h = e->history;

	if (!h || e->secret)
		return 0;
	if (older ? e->back >= h->lines.n : !e->back)
		return VIEW_HANDLED;
	if (!e->back) {
		str_cut(&e->kept, 0);
		str_add(&e->kept, slice_str(&e->text));
	}
	size_t back = older ? e->back + 1 : e->back - 1;
	edit_set(e, back ? slice_of(h->lines.v[h->lines.n - back]) : slice_str(&e->kept));
	e->back = back;
	return VIEW_HANDLED | VIEW_STALE;
}

/* A paste into a secret never passes through a str: control bytes are left out one run at a time. */
static unsigned paste_secret(struct edit *e, struct slice s)
{
	size_t lines = 1, content = 0;
	struct secret *to = &e->pasted_secret;

	*to = secret_new(s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '\r' && i + 1 < s.n && s.p[i + 1] == '\n')
			continue;
		if (c == '\n' || c == '\r') {
			if (i + 1 < s.n)
				lines++, secret_add(to, " ", 1);
		} else if (c >= ' ' && c != 0x7f) {
			secret_add(to, &s.p[i], 1);
			content++;
		}
	}
	if (lines > 1 && content) {
		e->pasted_lines = lines;
		return VIEW_HANDLED | VIEW_STALE;
	}
	unsigned r = text_valid((struct slice){ (const char *)to->p, to->n })
	                     ? added(e, (struct slice){ (const char *)to->p, to->n }) : VIEW_HANDLED;
	secret_free(to);
	return r;
}

/* One line goes in at once. Several wait: a pasted line end must never act, and rarely is wanted as a blank. */
static unsigned paste(struct edit *e, struct slice s)
{
	size_t lines = 1;

	if (e->secret)
		return paste_secret(e, s);
	str_cut(&e->pasted, 0);
	clean_text(&e->pasted, s, e->max ? e->max : MAX_DEFAULT, PASTE_LINES);
	while (e->pasted.n && e->pasted.p[e->pasted.n - 1] == '\n')
		str_cut(&e->pasted, e->pasted.n - 1);
	for (size_t i = 0; i < e->pasted.n; i++)
		if (e->pasted.p[i] == '\n') {
			e->pasted.p[i] = ' ';
			lines++;
		}
	if (lines > 1) {
		e->pasted_lines = lines;
		return VIEW_HANDLED | VIEW_STALE;
	}
	return added(e, slice_str(&e->pasted));
}

bool edit_asking(const struct edit *e)
{
	return e->pasted_lines > 0;
}

static unsigned answer_paste(struct edit *e, const struct keystroke *k)
{
	bool yes = !k->mods && (k->code == 'y' || k->code == 'Y');

	if (yes && e->secret) {
		struct slice s = { (const char *)e->pasted_secret.p, e->pasted_secret.n };

		if (text_valid(s))
			added(e, s);
	} else if (yes) {
		added(e, slice_str(&e->pasted));
	}
	if (e->pasted_secret.p)
		secret_free(&e->pasted_secret);
	str_cut(&e->pasted, 0);
	e->pasted_lines = 0;
	return VIEW_HANDLED | VIEW_STALE;
}

static unsigned ctrl_key(struct edit *e, uint32_t code)
{
	size_t n = bytes(e).n;

	switch (code) {
	case 'a': return moved(e, 0);
	case 'e': return moved(e, n);
	case 'b': return moved(e, prev_at(e, e->at));
	case 'f': return moved(e, next_at(e, e->at));
	case 'd': return removed(e, e->at, next_at(e, e->at), false);
	case 'h': return removed(e, prev_at(e, e->at), e->at, false);
	case 'k': return removed(e, e->at, n, true);
	case 'u': return removed(e, 0, e->at, true);
	case 'w': return removed(e, word_left(e), e->at, true);
	case 'y': return added(e, slice_str(&e->killed));
	case 'p': return recalled(e, true);
	case 'n': return recalled(e, false);
	case KEY_LEFT: return moved(e, word_left(e));
	case KEY_RIGHT: return moved(e, word_right(e));
	default: return 0;
	}
}

/* M-r works for secrets only; elsewhere the view may use it. */
static unsigned alt_key(struct edit *e, uint32_t code)
{
	switch (code) {
	case 'b': return moved(e, word_left(e));
	case 'f': return moved(e, word_right(e));
	case 'd': return removed(e, e->at, word_right(e), true);
	case KEY_BACKSPACE: return removed(e, word_left(e), e->at, true);
	case 'r':
		if (!e->secret)
			return 0;
		e->reveal = !e->reveal;
		return VIEW_HANDLED | VIEW_STALE;
	default: return 0;
	}
}

unsigned edit_key(struct edit *e, const struct keystroke *k)
{
	if (edit_asking(e))
		return k->code == KEY_RESIZE || k->code == KEY_MOUSE || k->code == KEY_EOF ? 0 : answer_paste(e, k);
	if (k->code == KEY_PASTE)
		return paste(e, k->text);
	if (key_is_text(k))
		return typed(e, k->code);
	if (k->mods & KEY_CTRL)
		return k->mods & KEY_ALT ? 0 : ctrl_key(e, k->code);
	if (k->mods & KEY_ALT)
		return alt_key(e, k->code);
	switch (k->code) {
	case KEY_LEFT: return moved(e, prev_at(e, e->at));
	case KEY_RIGHT: return moved(e, next_at(e, e->at));
	case KEY_HOME: return moved(e, 0);
	case KEY_END: return moved(e, bytes(e).n);
	case KEY_BACKSPACE: return removed(e, prev_at(e, e->at), e->at, false);
	case KEY_DELETE: return removed(e, e->at, next_at(e, e->at), false);
	case KEY_UP: return recalled(e, true);
	case KEY_DOWN: return recalled(e, false);
	default: return 0;
	}
}

/* Columns of one cluster as this grid shows it (a glyph set may write it longer). Nothing is drawn above the grid. */
static int columns(const struct edit *e, struct grid *g, struct slice cluster)
{
	if (e->secret && !e->reveal)
		return 1;
	return grid_text(g, -1, 0, 32, e->secret ? ROLE_SECRET : ROLE_INPUT, cluster);
}

static int columns_between(const struct edit *e, struct grid *g, size_t from, size_t to)
{
	int sum = 0;

	while (from < to) {
		size_t next = next_at(e, from);

		sum += columns(e, g, slice_to(slice_from(bytes(e), from), next - from));
		from = next;
	}
	return sum;
}

/* Moves the first byte shown so that the cursor is inside; one column stays for it, one for the sign of more at the left. */
static void keep_inside(struct edit *e, struct grid *g, int w)
{
	if (e->from > e->at)
		e->from = e->at;
	while (e->from > 0 && columns_between(e, g, prev_at(e, e->from), bytes(e).n) < w - 1)
		e->from = prev_at(e, e->from);
	if (e->from > 0 && e->from == e->at)
		e->from = prev_at(e, e->from);
	while (e->from < e->at && columns_between(e, g, e->from, e->at) > w - 1)
		e->from = next_at(e, e->from);
}

void edit_draw(struct edit *e, struct grid *g, int y, int x, int w, bool focus)
{
	enum role role = e->secret && e->reveal ? ROLE_SECRET : focus ? ROLE_INPUT_ON : ROLE_INPUT;
	int used = 0, cursor = 0;
	size_t i;

	if (w <= 0)
		return;
	grid_fill(g, (struct rect){ y, x, 1, w }, focus ? ROLE_INPUT_ON : ROLE_INPUT);
	if (edit_asking(e)) {
		grid_put(g, y, x, w, ROLE_WARN, ngettext("Paste %zu line as one? y pastes, any other key does not",
		         "Paste %zu lines as one? y pastes, any other key does not", (unsigned long)e->pasted_lines), e->pasted_lines);
		if (focus) {
			g->cursor_y = y;
			g->cursor_x = x;
		}
		return;
	}
	keep_inside(e, g, w);
	for (i = e->from; i < bytes(e).n; i = next_at(e, i)) {
		struct slice cluster = slice_to(slice_from(bytes(e), i), next_at(e, i) - i);
		int columns_here = columns(e, g, cluster);

		if (i == e->at)
			cursor = used;
		if (used + columns_here > w)
			break;
		if (e->secret && !e->reveal)
			grid_glyph(g, y, x + used, role, GLYPH_BULLET);
		else
			grid_text(g, y, x + used, w - used, role, cluster);
		used += columns_here;
	}
	if (e->at >= i)
		cursor = used;
	if (e->from > 0 && cursor > 0)
		grid_glyph(g, y, x, ROLE_DIM, GLYPH_ELLIPSIS);
	if (i < bytes(e).n && cursor < w - 1)
		grid_glyph(g, y, x + w - 1, ROLE_DIM, GLYPH_ELLIPSIS);
	if (focus) {
		g->cursor_y = y;
		g->cursor_x = x + (cursor < w ? cursor : w - 1);
	}
}

void history_add(struct history *h, struct slice line)
{
	if (!line.n || (h->lines.n && slice_is(line, h->lines.v[h->lines.n - 1])))
		return;
	if (h->lines.n == HISTORY_KEPT) {
		free(h->lines.v[0]);
		vec_remove(&h->lines, 0);
	}
	vec_push(&h->lines, mem_strndup(line.p, line.n));
}

void history_free(struct history *h)
{
	for (size_t i = 0; i < h->lines.n; i++)
		free(h->lines.v[i]);
	vec_free(&h->lines);
}
