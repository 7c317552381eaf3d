/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Home: tiles that say what needs the person now. Watches all models it shows and asks none of them itself: what a model keeps
 * fresh is the model's affair. */
#include "base/i18n.h"
#include "model/app.h"
#include "model/todo.h"
#include "model/wallet.h"
#include "model/mail.h"
#include "model/station.h"
#include "model/presence.h"
#include "ui/view/home_tiles.h"
#include "ui/view/view_list.h"
#include "ui/widget/stack.h"
#include "ui/widget/state.h"

enum { MOST_ROWS = 8 };

/* The selection is a tile and a row in it; columns hold tiles one above the other and scroll by themselves. */
struct home {
	int tile;
	size_t row;
	struct rect area[TILES];   /* where each tile was drawn last, for the mouse and for Left and Right */
};

static size_t rows_of(const struct app *a, int tile)
{
	size_t n = home_tiles[tile].count(a);
	return n < MOST_ROWS ? n : MOST_ROWS;
}

static enum err home_open(struct view *v, int argc, char *const *argv)
{
	struct app *a = v->app;
	(void)argc;
	(void)argv;
	view_watch(v, &a->wallet->subject);
	view_watch(v, &a->todo->subject);
	view_watch(v, &a->station->subject);
	view_watch(v, &a->mail->subject);
	view_watch(v, &a->presence->subject);
	view_watch(v, &a->settings);
	return E_OK;
}

/* The selection always points at a row that exists; an empty Home selects nothing (tile -1). */
static void settle(const struct app *a, struct home *h)
{
	for (int i = 0; i < TILES; i++) {
		int tile = (h->tile + i + TILES) % TILES;
		if (!rows_of(a, tile))
			continue;
		if (i) {
			h->tile = tile;
			h->row = 0;
		}
		if (h->row >= rows_of(a, tile))
			h->row = rows_of(a, tile) - 1;
		return;
	}
	h->row = 0;
}

/* Nothing to say about the state itself: its rows, or their absence, tell it all. */
static bool quiet(const struct subject *s)
{
	return s->state == STATE_FRESH;
}

/* Lines of a tile: its title, a line of state when it is not fresh, its rows or one line that says why there are none. */
static int tile_height(const struct app *a, int tile)
{
	size_t n = rows_of(a, tile);
	return 1 + (n ? (int)n + (quiet(home_tiles[tile].subject(a)) ? 0 : 1) : 1);
}

static void draw_state(const struct app *a, const struct tile *t, struct grid *g, struct rect r)
{
	const struct subject *s = t->subject(a);
	struct str words = { 0 };
	enum role role;
	enum glyph sign = state_sign(s, &role);
	if (s->state == STATE_LOADING)
		str_adds(&words, _("loading"));
	else
		state_words(&words, s);
	if (!words.n)
		str_adds(&words, _(t->empty));
	if (s->state != STATE_FRESH && s->state != STATE_EMPTY) {
		grid_glyph(g, r.y, r.x, role, sign);
		grid_text(g, r.y, r.x + 2, r.w - 2, role, slice_str(&words));
	} else {
		grid_text(g, r.y, r.x + 2, r.w - 2, ROLE_DIM, slice_str(&words));
	}
	str_free(&words);
}

static void draw_tile(struct view *v, int tile, struct grid *g, struct rect r)
{
	struct home *h = v->priv;
	const struct app *a = v->app;
	const struct tile *t = &home_tiles[tile];
	size_t n = rows_of(a, tile);
	int y = r.y;
	h->area[tile] = r;
	int x = r.x + 1 + grid_text(g, y, r.x + 1, r.w - 1, ROLE_TITLE, slice_of(_(t->title)));
	if (t->note)
		grid_text(g, y, x + 3, r.x + r.w - x - 3, ROLE_DIM, slice_of(t->note(a)));
	y++;
	if (!n || !quiet(t->subject(a)))
		draw_state(a, t, g, (struct rect){ y++, r.x + 1, 1, r.w - 1 });
	for (size_t i = 0; i < n; i++, y++) {
		t->row(a, i, g, (struct rect){ y, r.x + 2, 1, r.w - 2 });
		if (h->tile != tile || h->row != i)
			continue;
		grid_glyph(g, y, r.x, ROLE_MARK, GLYPH_GUTTER);
		if (y >= g->clip.y && y < g->clip.y + g->clip.h) {
			g->cursor_y = y;
			g->cursor_x = r.x;
		}
	}
}

/* One column of tiles in r; scrolls so that the selected row can be seen. */
static void draw_column(struct view *v, const int *tiles, int n, struct grid *g, struct rect r)
{
	struct home *h = v->priv;
	int total = 0, selected = -1, shift = 0;
	for (int i = 0; i < n; i++) {
		if (tiles[i] == h->tile)
			selected = total + 1 + (quiet(home_tiles[tiles[i]].subject(v->app)) ? 0 : 1) + (int)h->row;
		total += tile_height(v->app, tiles[i]) + (i + 1 < n);
	}
	if (selected >= r.h)
		shift = selected - r.h + 1;
	struct rect old = grid_clip(g, r);
	for (int i = 0, y = r.y - shift; i < n; i++) {
		int height = tile_height(v->app, tiles[i]);
		draw_tile(v, tiles[i], g, (struct rect){ y, r.x, height, r.w });
		y += height + 1;
	}
	grid_unclip(g, old);
}

static const int all_tiles[] = { TILE_TODO, TILE_LATEST, TILE_STATION, TILE_MAIL, TILE_HERE };
static const int left_tiles[] = { TILE_TODO, TILE_LATEST, TILE_MAIL };
static const int right_tiles[] = { TILE_STATION, TILE_HERE };
static const int first_tiles[] = { TILE_TODO, TILE_LATEST };
static const int last_tiles[] = { TILE_MAIL };

static void home_draw(struct view *v, struct grid *g, struct rect r)
{
	settle(v->app, v->priv);
	int used = home_head(v->app, g, r);
	struct rect rest = { r.y + used, r.x, r.h - used, r.w };
	if (rest.h <= 0)
		return;
	if (r.w >= 130) {
		int w = r.w / 3;
		draw_column(v, first_tiles, 2, g, (struct rect){ rest.y, rest.x, rest.h, w - 2 });
		draw_column(v, right_tiles, 2, g, (struct rect){ rest.y, rest.x + w, rest.h, w - 2 });
		draw_column(v, last_tiles, 1, g, (struct rect){ rest.y, rest.x + 2 * w, rest.h, r.w - 2 * w - 1 });
	} else if (r.w >= 70) {
		int w = r.w * 54 / 100;
		draw_column(v, left_tiles, 3, g, (struct rect){ rest.y, rest.x, rest.h, w - 1 });
		draw_column(v, right_tiles, 2, g, (struct rect){ rest.y, rest.x + w, rest.h, r.w - w - 1 });
	} else {
		draw_column(v, all_tiles, 5, g, (struct rect){ rest.y, rest.x, rest.h, r.w - 1 });
	}
}

/* Up and down go through the rows of the tiles that stand in the same column, as drawn last. */
static void step(struct view *v, int by)
{
	struct home *h = v->priv;
	int at = h->tile;
	if (by > 0 ? h->row + 1 < rows_of(v->app, at) : h->row > 0) {
		h->row += (size_t)by;
		return;
	}
	int best = -1;
	for (int i = 0; i < TILES; i++) {
		if (i == at || h->area[i].x != h->area[at].x || !rows_of(v->app, i))
			continue;
		bool beyond = by > 0 ? h->area[i].y > h->area[at].y : h->area[i].y < h->area[at].y;
		bool nearer = best < 0 || (by > 0 ? h->area[i].y < h->area[best].y : h->area[i].y > h->area[best].y);
		if (beyond && nearer)
			best = i;
	}
	if (best < 0)
		return;
	h->tile = best;
	h->row = by > 0 ? 0 : rows_of(v->app, best) - 1;
}

/* To the tile beside, where there are two columns. */
static void aside(struct view *v, int by)
{
	struct home *h = v->priv;
	int best = -1, from = h->area[h->tile].x;
	for (int i = 0; i < TILES; i++) {
		int x = h->area[i].x;
		if (!rows_of(v->app, i) || (by > 0 ? x <= from : x >= from))
			continue;
		if (best < 0 || (by > 0 ? x < h->area[best].x : x > h->area[best].x) ||
		    (x == h->area[best].x && h->area[i].y < h->area[best].y))
			best = i;
	}
	if (best >= 0) {
		h->tile = best;
		h->row = 0;
	}
}

static unsigned home_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	struct home *h = v->priv;
	(void)argc;
	(void)argv;
	switch (id) {
	case C_UP: step(v, -1); break;
	case C_DOWN: step(v, 1); break;
	case C_LEFT: aside(v, -1); break;
	case C_RIGHT: aside(v, 1); break;
	case C_TOP:
		h->tile = 0;
		h->row = 0;
		settle(v->app, h);
		break;
	case C_NEXT_PANE:
		h->tile = (h->tile + 1) % TILES;
		h->row = 0;
		settle(v->app, h);
		break;
	case C_PREV_PANE:
		for (int i = 1; i <= TILES; i++)
			if (rows_of(v->app, (h->tile + TILES - i) % TILES)) {
				h->tile = (h->tile + TILES - i) % TILES;
				break;
			}
		h->row = 0;
		break;
	case C_ENTER:
		if (rows_of(v->app, h->tile) && view_by_name(home_tiles[h->tile].view))
			stack_open(v->stack, home_tiles[h->tile].view, 0, NULL);
		break;
	default: return 0;
	}
	return VIEW_HANDLED | VIEW_STALE;
}

static unsigned home_key(struct view *v, const struct keystroke *k)
{
	struct home *h = v->priv;
	if (k->code != KEY_MOUSE || (k->button != KEY_CLICK && k->button != KEY_DOUBLE))
		return 0;
	for (int i = 0; i < TILES; i++) {
		struct rect r = h->area[i];
		int first = r.y + 1 + (quiet(home_tiles[i].subject(v->app)) ? 0 : 1), row = k->y - first;
		if (k->x < r.x || k->x >= r.x + r.w || row < 0 || row >= (int)rows_of(v->app, i))
			continue;
		h->tile = i;
		h->row = (size_t)row;
		return k->button == KEY_DOUBLE ? home_command(v, C_ENTER, 0, NULL) : VIEW_HANDLED | VIEW_STALE;
	}
	return 0;
}

static void home_say(struct view *v, struct str *out)
{
	const struct app *a = v->app;
	home_head_say(a, out);
	for (size_t k = 0; k < sizeof all_tiles / sizeof *all_tiles; k++) {
		const struct tile *t = &home_tiles[all_tiles[k]];
		size_t n = rows_of(a, all_tiles[k]);
		str_addf(out, "%s:\n", _(t->title));
		if (!quiet(t->subject(a)) || !n)
			state_say(out, t->subject(a), n > 0, _(t->empty));
		for (size_t i = 0; i < n; i++) {
			str_adds(out, "  ");
			t->say(a, i, out);
			str_adds(out, "\n");
		}
	}
}

static void home_item(struct view *v, struct str *out)
{
	struct home *h = v->priv;
	settle(v->app, h);
	if (rows_of(v->app, h->tile))
		home_tiles[h->tile].say(v->app, h->row, out);
	else
		home_head_say(v->app, out);
}

const struct view_ops home_view = {
	.name = "home",
	.title = N_("Home"),
	.flags = VIEW_TAB,
	.context = IN_HOME,
	.priv_size = sizeof(struct home),
	.open = home_open,
	.command = home_command,
	.key = home_key,
	.draw = home_draw,
	.say = home_say,
	.item = home_item,
};
