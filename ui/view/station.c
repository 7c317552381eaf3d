/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/station.h"
#include "base/clean.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/tick.h"
#include "model/bandwidth.h"
#include "model/capacity.h"
#include "model/ipfs.h"
#include "model/machine.h"
#include "model/peers.h"
#include "model/presence.h"
#include "model/services.h"
#include "model/skywire.h"
#include "model/ssh_keys.h"
#include "model/storage.h"
#include "model/swarm.h"
#include "ui/draw/layout.h"
#include "ui/view/station_tiles.h"
#include "ui/view/view_list.h"
#include "ui/widget/stack.h"
#include "ui/widget/state.h"

/* One screen says whether all is well. at is the selected tile; areas are where tiles were drawn last. */
struct station_priv {
	int at, top;
	struct rect area[ST_COUNT];
};

static enum err station_open(struct view *v, int argc, char *const *argv)
{
	struct app *a = v->app;
	struct fault f = { 0 };
	if (argc > 0) {
		enum err e = station_select(a->station, argv[0], &f);
		if (e)
			return e;
	}
	view_watch(v, &a->station->subject);
	view_watch(v, &a->peers->subject);
	view_watch(v, &a->bandwidth->subject);
	view_watch(v, &a->storage->subject);
	view_watch(v, &a->services->subject);
	view_watch(v, &a->machine->subject);
	view_watch(v, &a->capacity->subject);
	view_watch(v, &a->ssh_keys->subject);
	view_watch(v, &a->swarm->subject);
	view_watch(v, &a->skywire->subject);
	view_watch(v, &a->ipfs->subject);
	view_watch(v, &a->presence->subject);
	return E_OK;
}

/* "astroport.lyon  12D3Koo…D581  captain ana  up 11 d  beacon 3 min ago": what fits, in this order. */
static void head_words(const struct app *a, struct str *out)
{
	const struct station *s = a->station;
	const struct beacon *b = &s->beacon;
	str_adds(out, *s->name ? s->name : *b->host ? b->host : _("no station known"));
	if (*b->peer) {
		str_adds(out, "  ");
		st_short_id(out, b->peer);
	}
	if (*b->captain)
		str_addf(out, _("  captain %s"), b->captain);
	if (*b->uptime)
		str_addf(out, _("  up %s"), b->uptime);
	if (s->beacon_at) {
		struct str age = { 0 };
		tick_age(&age, tick_now() - s->beacon_at);
		str_addf(out, _("  beacon %s ago"), age.p);
		str_free(&age);
	}
	if (b->kind == BEACON_BOOTING)
		str_adds(out, _("  it is starting"));
	else if (b->kind == BEACON_BUILD_ERROR)
		str_adds(out, _("  its own figures failed"));
	if (b->newer)
		str_adds(out, _("  a newer version than this program knows"));
}

static void mark(struct grid *g, int y, int x)
{
	grid_glyph(g, y, x, ROLE_MARK, GLYPH_GUTTER);
	if (y >= g->clip.y && y < g->clip.y + g->clip.h) {
		g->cursor_y = y;
		g->cursor_x = x;
	}
}

static void state_line(const struct subject *s, struct grid *g, struct rect r)
{
	struct str words = { 0 };
	enum role role;
	enum glyph sign = state_sign(s, &role);
	state_words(&words, s);
	if (s->state == STATE_LOADING)
		str_adds(&words, _("asking"));
	if (!words.n)
		str_adds(&words, _("nothing known"));
	grid_glyph(g, r.y, r.x, role, sign);
	grid_field(g, r.y, r.x + 2, r.w - 2, false, role, slice_str(&words));
	str_free(&words);
}

static bool shows_figures(const struct subject *s)
{
	return s->since != 0 || s->state == STATE_FRESH;
}

static void draw_box(struct view *v, int t, struct grid *g, struct rect r)
{
	struct station_priv *p = v->priv;
	const struct st_tile *tile = &st_tiles[t];
	const struct subject *s = tile->subject(v->app);
	struct str note = { 0 };
	if (r.h < 3 || r.w < 10)
		return;
	if (s->state == STATE_STALE && s->since)
		tick_age(&note, tick_now() - s->since);
	struct rect in = grid_box(g, r, _(tile->title), note.n ? note.p : NULL);
	in.x++;
	in.w -= 2;
	p->area[t] = r;
	struct rect old = grid_clip(g, in);
	if (!shows_figures(s))
		state_line(s, g, in);
	else if (tile->draw)
		tile->draw(v->app, g, in);
	grid_unclip(g, old);
	if (p->at == t)
		mark(g, r.y, r.x);
	str_free(&note);
}

static void draw_line(struct view *v, int t, struct grid *g, struct rect r)
{
	struct station_priv *p = v->priv;
	const struct st_tile *tile = &st_tiles[t];
	const struct subject *s = tile->subject(v->app);
	struct str words = { 0 };
	p->area[t] = r;
	if (p->at == t)
		mark(g, r.y, r.x);
	grid_field(g, r.y, r.x + 2, 12, false, ROLE_LABEL, slice_of(_(tile->title)));
	if (!shows_figures(s)) {
		state_line(s, g, (struct rect){ r.y, r.x + 15, 1, r.w - 15 });
	} else {
		tile->line(v->app, &words);
		grid_field(g, r.y, r.x + 15, r.w - 15, false, s->state == STATE_STALE ? ROLE_STALE : ROLE_TEXT, slice_str(&words));
	}
	str_free(&words);
}

static void people_line(const struct app *a, struct grid *g, struct rect r)
{
	struct str s = { 0 };
	const struct presence *p = a->presence;
	for (size_t i = 0; i < p->visitors.n; i++) {
		const struct visitor *who = &p->visitors.v[i];
		str_addf(&s, "%s%s", i ? "  " : "", who->me ? _("you") : who->name);
		if (*who->from)
			str_addf(&s, " (%s)", who->from);
	}
	grid_text(g, r.y, r.x + 2, 12, ROLE_LABEL, slice_of(_("Here now")));
	grid_field(g, r.y, r.x + 15, r.w - 15, false, ROLE_TEXT, slice_str(&s));
	str_free(&s);
}

/* From 70 columns and 16 lines on: three boxes above, four in the middle, lines below. */
static void draw_wide(struct view *v, struct grid *g, struct rect r)
{
	static const struct part three[] = { { 22, 40, 3, 0 }, { 24, 60, 4, 0 }, { 24, 60, 4, 0 } };
	static const struct part four[] = { { 24, 60, 4, 0 }, { 22, 50, 3, 0 }, { 24, 50, 3, 0 }, { 26, 50, 3, 1 } };
	struct rect top[3], middle[4];
	layout_columns(layout_top(&r, 5), 0, three, 3, top);
	int lines = r.h >= 12 ? 4 : 3;
	struct rect below = layout_bottom(&r, lines);
	for (int i = 0; i < 3; i++)
		draw_box(v, ST_PEERS + i, g, top[i]);
	layout_columns(r, 0, four, 4, middle);
	static const int tiles[] = { ST_SERVICES, ST_MACHINE, ST_CAPACITY, ST_ECONOMY };
	for (int i = 0; i < 4; i++)
		if (middle[i].w)
			draw_box(v, tiles[i], g, middle[i]);
	static const int rows[] = { ST_KEYS, ST_SWARM, ST_SKYWIRE };
	for (int i = 0; i < 3; i++)
		draw_line(v, rows[i], g, layout_top(&below, 1));
	if (below.h)
		people_line(v->app, g, below);
}

static void draw_narrow(struct view *v, struct grid *g, struct rect r)
{
	struct station_priv *p = v->priv;
	if (p->at < p->top)
		p->top = p->at;
	if (p->at >= p->top + r.h)
		p->top = p->at - r.h + 1;
	for (int i = 0; i < r.h && p->top + i < ST_COUNT; i++)
		draw_line(v, p->top + i, g, (struct rect){ r.y + i, r.x, 1, r.w });
}

static void station_draw(struct view *v, struct grid *g, struct rect r)
{
	struct station_priv *p = v->priv;
	const struct station *s = v->app->station;
	struct str head = { 0 };
	memset(p->area, 0, sizeof p->area);
	head_words(v->app, &head);
	grid_field(g, r.y, r.x + 1, r.w - 2, false, ROLE_STRONG, slice_str(&head));
	str_free(&head);
	r.y++;
	r.h--;
	r = state_banner(g, r, &s->subject);
	if (r.w >= 70 && r.h >= 16)
		draw_wide(v, g, r);
	else
		draw_narrow(v, g, r);
}

/* The next tile in a direction, by where their middles are; tiles that were not drawn are passed over. */
static void go(struct station_priv *p, int dy, int dx)
{
	struct rect from = p->area[p->at];
	int best = -1, least = 1 << 30;
	for (int i = 0; i < ST_COUNT; i++) {
		struct rect to = p->area[i];
		int y = to.y + to.h / 2 - from.y - from.h / 2, x = to.x + to.w / 2 - from.x - from.w / 2;
		if (!to.w || i == p->at || (dy && y * dy <= 0) || (dx && x * dx <= 0))
			continue;
		int cost = dy ? abs(y) * 4 + abs(x) : abs(x) + abs(y) * 4;
		if (cost < least) {
			least = cost;
			best = i;
		}
	}
	if (best >= 0)
		p->at = best;
	else if (dy && p->at + dy >= 0 && p->at + dy < ST_COUNT && !p->area[p->at + dy].w)
		p->at += dy; /* the narrow form scrolls */
}

static unsigned enter(struct view *v)
{
	struct station_priv *p = v->priv;
	if (view_by_name(st_tiles[p->at].view))
		stack_open(v->stack, st_tiles[p->at].view, 0, NULL);
	return VIEW_HANDLED | VIEW_STALE;
}

static unsigned station_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	struct station_priv *p = v->priv;
	(void)argc;
	(void)argv;
	switch (id) {
	case C_UP: go(p, -1, 0); break;
	case C_DOWN: go(p, 1, 0); break;
	case C_LEFT: go(p, 0, -1); break;
	case C_RIGHT: go(p, 0, 1); break;
	case C_TOP: p->at = 0; break;
	case C_BOTTOM: p->at = ST_COUNT - 1; break;
	case C_NEXT_PANE: p->at = (p->at + 1) % ST_COUNT; break;
	case C_PREV_PANE: p->at = (p->at + ST_COUNT - 1) % ST_COUNT; break;
	case C_ENTER: return enter(v);
	case C_REFRESH:
		station_refresh(v->app->station);
		ipfs_refresh(v->app->ipfs);
		services_refresh(v->app->services);
		break;
	default: return 0;
	}
	return VIEW_HANDLED | VIEW_STALE;
}

static unsigned station_key(struct view *v, const struct keystroke *k)
{
	struct station_priv *p = v->priv;
	if (k->code != KEY_MOUSE || (k->button != KEY_CLICK && k->button != KEY_DOUBLE))
		return 0;
	for (int i = 0; i < ST_COUNT; i++) {
		struct rect a = p->area[i];
		if (k->y < a.y || k->y >= a.y + a.h || k->x < a.x || k->x >= a.x + a.w)
			continue;
		p->at = i;
		return k->button == KEY_DOUBLE ? enter(v) : VIEW_HANDLED | VIEW_STALE;
	}
	return 0;
}

static void tile_say(const struct app *a, int t, struct str *out)
{
	const struct subject *s = st_tiles[t].subject(a);
	str_addf(out, "%s: ", _(st_tiles[t].title));
	if (shows_figures(s))
		st_tiles[t].line(a, out);
	if (s->state != STATE_FRESH) {
		struct str words = { 0 };
		state_words(&words, s);
		str_addf(out, "%s%s", shows_figures(s) ? ", " : "", words.n ? words.p : _("nothing known"));
		str_free(&words);
	}
}

static void station_say(struct view *v, struct str *out)
{
	head_words(v->app, out);
	str_addc(out, '\n');
	for (int i = 0; i < ST_COUNT; i++) {
		tile_say(v->app, i, out);
		str_addc(out, '\n');
	}
}

static void station_item(struct view *v, struct str *out)
{
	tile_say(v->app, ((struct station_priv *)v->priv)->at, out);
}

const struct view_ops station_view = {
	.name = "station",
	.title = N_("Station"),
	.flags = VIEW_TAB,
	.context = IN_STATION,
	.priv_size = sizeof(struct station_priv),
	.open = station_open,
	.command = station_command,
	.key = station_key,
	.draw = station_draw,
	.say = station_say,
	.item = station_item,
};
