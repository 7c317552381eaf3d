/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The station at a glance: tiles in boxes where there is room, one line each where there is not. The selection moves by where
 * tiles were drawn, so each draw keeps their places for the keys and the mouse. */
#include "model/station.h"
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
#include "ui/view/figures.h"
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

/* One word of the head line; the one with the highest drop goes first when the line is too long. */
struct part_words {
	struct str words;
	int drop;
};

enum { HEAD_PARTS = 9 };

/* A station writes "11 days, 4:22:31", the first day only "4:22:31": the days are told in the person's language. */
static void uptime_words(const char *told, struct str *out)
{
	struct str span = { 0 };
	size_t digits = strspn(told, "0123456789");
	uint64_t days;
	if (slice_starts(slice_of(told + digits), " day") && slice_u64(slice_to(slice_of(told), digits), &days) && days < 100000)
		tick_span(&span, (int64_t)days * 86400);
	else
		str_addf(&span, "%.*s", (int)strcspn(told, ","), told);
	str_addf(out, _("up %s"), str_c(&span));
	str_free(&span);
}

static int head_parts(const struct app *a, struct part_words *p)
{
	const struct station *s = a->station;
	const struct beacon *b = &s->beacon;
	int n = 0;
	str_adds(&p[n++].words, *s->name ? s->name : *b->host ? b->host : _("no station known"));
	if (*b->peer) {
		p[n].drop = 3;
		st_short_id(&p[n++].words, b->peer);
	}
	if (*b->captain) {
		p[n].drop = 2;
		str_addf(&p[n++].words, _("captain %.*s"), (int)strcspn(b->captain, "@"), b->captain);
	}
	if (*b->uptime) {
		p[n].drop = 4;
		uptime_words(b->uptime, &p[n++].words);
	}
	if (s->place == STATION_AFAR && !station_is_own(s))
		str_adds(&p[n++].words, _("another station, Esc goes back"));
	else if (s->place == STATION_AFAR)
		str_adds(&p[n++].words, _("seen from afar"));
	if (s->beacon_at && tick_now() >= s->beacon_at) {
		struct str age = { 0 };
		tick_age(&age, tick_now() - s->beacon_at);
		/* an old beacon is what matters most */
		p[n].drop = tick_now() - s->beacon_at < 3600;
		if (!slice_is(slice_str(&age), "?"))
			str_addf(&p[n++].words, _("beacon %s ago"), age.p);
		str_free(&age);
	}
	if (b->kind == BEACON_BOOTING)
		str_adds(&p[n++].words, _("it is starting"));
	else if (b->kind == BEACON_BUILD_ERROR)
		str_adds(&p[n++].words, _("its own figures failed"));
	if (b->newer)
		str_adds(&p[n++].words, _("a newer version than this program knows"));
	return n;
}

static int head_width(const struct part_words *p, int n)
{
	int w = 0;
	for (int i = 0; i < n; i++)
		w += p[i].words.n ? text_width(slice_str(&p[i].words)) + 2 : 0;
	return w ? w - 2 : 0;
}

/* "astroport.lyon  12D3Koo…D581  captain ana  up 11 d  beacon 3 min ago", as much of it as fits into w columns. */
static void head_words(const struct app *a, struct str *out, int w)
{
	struct part_words p[HEAD_PARTS] = { 0 };
	int n = head_parts(a, p);
	for (int drop = 4; drop > 0 && head_width(p, n) > w; drop--)
		for (int i = 0; i < n; i++)
			if (p[i].drop == drop)
				str_cut(&p[i].words, 0);
	for (int i = 0; i < n; i++) {
		if (p[i].words.n)
			str_addf(out, "%s%s", out->n ? "  " : "", p[i].words.p);
		str_free(&p[i].words);
	}
}

static void mark(struct grid *g, int y, int x)
{
	grid_glyph(g, y, x, ROLE_MARK, GLYPH_GUTTER);
	if (y >= g->clip.y && y < g->clip.y + g->clip.h) {
		g->cursor_y = y;
		g->cursor_x = x;
	}
}

static bool shows_figures(const struct subject *s)
{
	return s->since != 0 || s->state == STATE_FRESH;
}

/* Why there are no figures: they cannot be known, or they are not there yet. */
static void no_figures(const struct app *a, int t, struct str *out)
{
	const struct subject *s = st_tiles[t]->subject(a);
	const char *why = st_why(a, t);
	size_t before = out->n;
	if (why)
		str_adds(out, why);
	else
		state_words(out, s);
	if (out->n == before)
		str_adds(out, s->state == STATE_LOADING ? _("asking") : _("nothing known"));
}

static void empty_tile(const struct app *a, int t, struct grid *g, struct rect r)
{
	struct str words = { 0 };
	enum role role = ROLE_STALE;
	enum glyph sign = st_why(a, t) ? GLYPH_OPEN : state_sign(st_tiles[t]->subject(a), &role);
	no_figures(a, t, &words);
	grid_glyph(g, r.y, r.x, role, sign);
	struct slice rest = slice_str(&words), line;
	for (int y = 0; y + 1 < r.h && text_wrap(&rest, r.w - 2, &line); y++)
		grid_text(g, r.y + y, r.x + 2, r.w - 2, role, line);
	if (rest.n || r.h == 1)
		grid_field(g, r.y + r.h - 1, r.x + 2, r.w - 2, false, role, rest);
	str_free(&words);
}

static bool tile_known(const struct app *a, int t)
{
	return !st_why(a, t) && shows_figures(st_tiles[t]->subject(a));
}

/* What is old stays, with its age beside the title and the reason at the bottom of its box. */
static void draw_reason(const struct subject *s, struct grid *g, struct rect r)
{
	if (s->state != STATE_STALE && s->state != STATE_ERROR)
		return;
	struct slice why = slice_of(err_message(s->fault.code));
	int w = text_width(why), most = r.w - 4;
	if (s->fault.code)
		grid_field(g, r.y + r.h - 1, r.x + 2, w < most ? w : most, false, ROLE_ERROR, why);
}

static void title_note(const struct app *a, int t, struct str *out)
{
	const struct st_tile *tile = st_tiles[t];
	const struct subject *s = tile->subject(a);
	struct str age = { 0 };
	if (tile->note && (tile_known(a, t) || st_why(a, t)))
		tile->note(a, out);
	int64_t passed = s->since_ms ? (tick_ms() - s->since_ms) / 1000 : 60;
	if (tile_known(a, t) && s->state == STATE_STALE && passed < 60)
		str_addf(&age, _("%d s"), (int)passed);
	else if (tile_known(a, t) && s->state == STATE_STALE)
		state_age(&age, s);
	if (age.n)
		str_addf(out, out->n ? _(", %s ago") : _("%s ago"), age.p);
	str_free(&age);
}

static void draw_box(struct view *v, int t, struct grid *g, struct rect r)
{
	struct station_priv *p = v->priv;
	const struct st_tile *tile = st_tiles[t];
	struct str note = { 0 };
	if (r.h < 3 || r.w < 10)
		return;
	title_note(v->app, t, &note);
	struct rect in = grid_box(g, r, _(tile->title), note.n ? note.p : NULL);
	in.x++;
	in.w -= 2;
	p->area[t] = r;
	struct rect old = grid_clip(g, in);
	if (!tile_known(v->app, t))
		empty_tile(v->app, t, g, in);
	else if (tile->draw)
		tile->draw(v->app, g, in);
	grid_unclip(g, old);
	if (tile_known(v->app, t))
		draw_reason(tile->subject(v->app), g, r);
	if (p->at == t)
		mark(g, r.y, r.x);
	str_free(&note);
}

static void tile_words(const struct app *a, int t, struct str *out)
{
	if (tile_known(a, t)) {
		struct str words = { 0 };
		st_tiles[t]->line(a, out);
		state_words(&words, st_tiles[t]->subject(a));
		if (words.n)
			str_addf(out, " (%s)", words.p);
		str_free(&words);
	} else {
		no_figures(a, t, out);
	}
}

static void draw_line(struct view *v, int t, struct grid *g, struct rect r)
{
	struct station_priv *p = v->priv;
	const struct st_tile *tile = st_tiles[t];
	struct str words = { 0 };
	p->area[t] = r;
	if (p->at == t)
		mark(g, r.y, r.x);
	grid_field(g, r.y, r.x + 2, 12, false, ROLE_LABEL, slice_of(_(tile->title)));
	struct rect right = { r.y, r.x + 15, 1, r.w - 15 };
	if (tile_known(v->app, t)) {
		tile_words(v->app, t, &words);
		grid_field(g, right.y, right.x, right.w, false, tile->subject(v->app)->state == STATE_STALE ? ROLE_STALE : ROLE_TEXT,
		           slice_str(&words));
	} else {
		empty_tile(v->app, t, g, right);
	}
	str_free(&words);
}

/* From 70 columns and 16 lines on: three boxes above, three or four in the middle, lines below. */
static void draw_wide(struct view *v, struct grid *g, struct rect r)
{
	static const struct part three[] = { { 22, 70, 3, 0 }, { 24, 90, 4, 0 }, { 24, 90, 4, 0 } };
	static const struct part middle3[] = { { 24, 40, 4, 0 }, { 24, 40, 4, 0 }, { 24, 40, 4, 0 } };
	static const struct part middle4[] = { { 28, 60, 4, 0 }, { 24, 50, 3, 0 }, { 24, 50, 3, 0 }, { 28, 50, 3, 0 } };
	struct rect top[3], m[4];
	int high = r.h < 24 ? 5 : r.h / 4 < 12 ? r.h / 4 : 12, services = (int)v->app->services->daemons.n + 2;
	layout_columns(layout_top(&r, high), 0, three, 3, top);
	for (int i = 0; i < 3; i++)
		draw_box(v, ST_PEERS + i, g, top[i]);
	int lines = r.h >= 12 ? 4 : 3, rest = r.h - lines;
	struct rect middle = layout_top(&r, rest > 12 && services < rest ? (services > 12 ? services : 12) : rest);
	if (middle.w >= 104) {
		layout_columns(middle, 0, middle4, 4, m);
	} else {
		layout_columns(middle, 0, middle3, 3, m);
		int h = middle.h / 2 + (middle.h >= 10);
		m[3] = m[2];
		m[2] = layout_top(&m[3], h);
	}
	for (int i = 0; i < 4; i++)
		draw_box(v, ST_SERVICES + i, g, m[i]);
	for (int i = ST_KEYS; i < ST_COUNT && r.h; i++)
		draw_line(v, i, g, layout_top(&r, 1));
	st_more_draw(v->app, g, r);
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
	head_words(v->app, &head, r.w - 2);
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
	int at = ((struct station_priv *)v->priv)->at;
	const struct st_tile *t = st_tiles[at];
	const char *why = st_why(v->app, at);
	struct front *front = stack_front(v->stack);
	if (why)
		front->ops->toast(front->self, TONE_INFO, why);
	else if (view_by_name(t->view))
		stack_open(v->stack, t->view, 0, NULL);
	return VIEW_HANDLED | VIEW_STALE;
}

static unsigned chart(struct view *v)
{
	const struct st_tile *t = st_tiles[((struct station_priv *)v->priv)->at];
	return figures_show(v, t->metric);
}

/* Back from the station that the swarm led to. */
static unsigned back(struct view *v)
{
	struct fault f = { 0 };
	if (station_is_own(v->app->station))
		return 0;
	station_select(v->app->station, "", &f);
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
	case C_FIGURES: return chart(v);
	case C_BACK: return back(v);
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
	struct str more = { 0 };
	str_addf(out, "%s: ", _(st_tiles[t]->title));
	tile_words(a, t, out);
	if (tile_known(a, t) && st_tiles[t]->more)
		st_tiles[t]->more(a, &more);
	if (more.n)
		str_addf(out, "; %s", more.p);
	str_free(&more);
}

static void station_say(struct view *v, struct str *out)
{
	head_words(v->app, out, 1000);
	str_addc(out, '\n');
	for (int i = 0; i < ST_COUNT; i++) {
		tile_say(v->app, i, out);
		str_addc(out, '\n');
	}
}

static int station_offers(const struct view *v, enum cmd_id id)
{
	const struct st_tile *t = st_tiles[((struct station_priv *)v->priv)->at];
	switch (id) {
	case C_ENTER: return 1;
	case C_FIGURES: return t->metric != METRIC_COUNT;
	case C_BACK: return !station_is_own(v->app->station);
	case C_SWARM:
	case C_IPFS:
	case C_SSH_KEYS: return 1;
	default: return -1;
	}
}

static void station_item(struct view *v, struct str *out)
{
	tile_say(v->app, ((struct station_priv *)v->priv)->at, out);
}

const struct view_ops station_view = {
	.name = "station",
	.title = N_("Station"),
	.flags = VIEW_TAB | VIEW_REFRESH,
	.context = IN_STATION,
	.priv_size = sizeof(struct station_priv),
	.open = station_open,
	.command = station_command,
	.key = station_key,
	.draw = station_draw,
	.say = station_say,
	.item = station_item,
	.offers = station_offers,
};
