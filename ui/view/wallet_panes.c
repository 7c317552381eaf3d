/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the wallet draws and says its two panes. A row right to left, a comment or a state stands on a second line, never beside
 * an amount. */
#include "ui/view/wallet_panes.h"
#include "base/clean.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/tick.h"
#include "ui/view/entry_words.h"
#include "ui/view/words.h"

enum { DATE_W = 11 };

static const char *const periods[];

void wallet_row(const struct view *v, size_t i, const struct journal_entry **entry, const struct moves_row **move)
{
	struct wallet_priv *p = v->priv;
	*entry = i < p->live.n ? &p->live.v[i] : NULL;
	*move = *entry ? NULL : moves_at(p->moves, i - p->live.n);
}

bool wallet_filtered(const struct wallet_priv *p)
{
	return p->words.n || p->least.n || p->most.n || p->since.n || p->until.n || p->way || p->period || p->no_claims;
}

/* What was there before the first movement that is known is a row of its own, below all others. */
static int64_t opening(const struct wallet_priv *p)
{
	int64_t gap_c = 0;
	return p->showing && !wallet_filtered(p) && moves_gap(p->moves, &gap_c) ? gap_c : 0;
}

static size_t row_count(void *arg)
{
	struct wallet_priv *p = ((struct view *)arg)->priv;
	return p->live.n + (p->showing ? moves_sum(p->moves)->rows : 0) + (opening(p) != 0);
}

static uint64_t row_id(void *arg, size_t i)
{
	const struct journal_entry *e;
	const struct moves_row *m;
	wallet_row(arg, i, &e, &m);
	return e ? (uint64_t)e->id | UINT64_C(1) << 63 : m ? (uint64_t)m->id : UINT64_C(1) << 62;
}

static void party(const struct moves_row *m, struct str *out)
{
	if (m->kind == MOVE_CLAIM)
		str_addf(out, ngettext("%d UD claimed", "%d UD claimed", (unsigned long)m->count), (int)m->count);
	else if (*m->name)
		str_adds(out, m->name);
	else
		words_short(out, m->address, 8, 6);
}

/* What stands below a row: the state of a payment on its way, a name written right to left, a comment. */
static int seconds(const struct view *v, size_t i, struct str lines[3], enum role roles[3])
{
	const struct journal_entry *e;
	const struct moves_row *m;
	int n = 0;
	wallet_row(v, i, &e, &m);
	if (e) {
		roles[n] = entry_role(e);
		entry_state(v->app, &lines[n++], e);
		if (e->to.n && clean_is_rtl(slice_of(e->to.v[0].name))) {
			roles[n] = ROLE_TEXT;
			entry_party(&lines[n++], e);
		}
	} else if (m) {
		if (m->provisional) {
			roles[n] = ROLE_STALE;
			str_adds(&lines[n++], _("not final yet"));
		}
		if (clean_is_rtl(slice_of(m->name))) {
			roles[n] = m->proven ? ROLE_PROVEN : ROLE_TEXT;
			str_adds(&lines[n++], m->name);
		}
	}
	const char *comment = e ? e->comment : m ? m->comment : "";
	if (*comment) {
		roles[n] = ROLE_DIM;
		str_adds(&lines[n++], comment);
	}
	return n;
}

static int row_height(void *arg, size_t i)
{
	struct str lines[3] = { 0 };
	enum role roles[3];
	int n = seconds(arg, i, lines, roles);
	for (int k = 0; k < 3; k++)
		str_free(&lines[k]);
	return 1 + n;
}

static void draw_first(const struct view *v, const struct journal_entry *e, const struct moves_row *m, struct grid *g, struct rect r)
{
	static const enum glyph signs[] = { [MOVE_IN] = GLYPH_IN, [MOVE_OUT] = GLYPH_OUT, [MOVE_CLAIM] = GLYPH_CLAIM };
	const struct wallet_priv *p = v->priv;
	struct str s = { 0 };
	int x = r.x;
	int64_t amount = e ? (e->kind == J_CLAIM ? e->claim_c : -e->total_c) : m->amount_c;
	if (p->date_w) {
		if (p->date_w >= DATE_W)
			words_day(&s, e ? e->made : m->when);
		else
			tick_when(&s, e ? e->made : m->when);
		grid_field(g, r.y, x, p->date_w, false, ROLE_DIM, slice_str(&s));
		x += p->date_w + 1;
		str_cut(&s, 0);
	}
	grid_glyph(g, r.y, x, ROLE_TEXT, e ? (e->kind == J_CLAIM ? GLYPH_CLAIM : GLYPH_OUT) : signs[m->kind]);
	x += 2;
	if (e)
		entry_party(&s, e);
	else
		party(m, &s);
	bool rtl = clean_is_rtl(slice_str(&s)), proven = m && m->proven && *m->name && m->kind != MOVE_CLAIM;
	if (rtl)
		grid_glyph(g, r.y, x, ROLE_DIM, GLYPH_DOWN);
	else {
		int room = p->who_w - 2 - (proven ? 2 : 0), w = text_width(slice_str(&s));
		grid_field(g, r.y, x, w < room ? w : room, false, proven ? ROLE_PROVEN : ROLE_TEXT, slice_str(&s));
		if (proven)
			grid_glyph(g, r.y, x + (w < room ? w : room) + 1, ROLE_PROVEN, GLYPH_CHECK);
	}
	str_cut(&s, 0);
	x = r.x + r.w - p->balance_w;
	if (m && p->balance_w) {
		words_amount_bare(v->app, &s, m->balance_c, false);
		grid_field(g, r.y, x, p->balance_w, true, ROLE_DIM, slice_str(&s));
		str_cut(&s, 0);
	}
	words_amount_bare(v->app, &s, amount, true);
	x -= p->amount_w + (p->balance_w ? 1 : 0);
	grid_field(g, r.y, x, p->amount_w, true, amount < 0 ? ROLE_AMOUNT_OUT : ROLE_AMOUNT_IN, slice_str(&s));
	str_free(&s);
}

static void opening_row(const struct wallet_priv *p, const struct view *v, struct grid *g, struct rect r)
{
	struct str s = { 0 };
	int x = r.x + (p->date_w ? p->date_w + 1 : 0) + 2, end = r.x + r.w - (p->balance_w ? p->balance_w + 1 : 0);
	words_amount_bare(v->app, &s, opening(p), true);
	grid_field(g, r.y, end - p->amount_w, p->amount_w, true, ROLE_DIM, slice_str(&s));
	grid_field(g, r.y, x, end - p->amount_w - x - 1, false, ROLE_DIM, slice_of(_("before that")));
	str_free(&s);
}

static void move_row(void *arg, size_t i, struct grid *g, struct rect r, bool on)
{
	struct view *v = arg;
	const struct wallet_priv *p = v->priv;
	const struct journal_entry *e;
	const struct moves_row *m;
	struct str lines[3] = { 0 };
	enum role roles[3];
	(void)on;
	wallet_row(v, i, &e, &m);
	if (!e && !m) {
		if (i >= p->live.n + moves_sum(p->moves)->rows)
			opening_row(p, v, g, r);
		return;
	}
	draw_first(v, e, m, g, r);
	int n = seconds(v, i, lines, roles), x = r.x + (p->date_w ? p->date_w + 3 : 2);
	for (int k = 0; k < n; k++) {
		if (e && !k)
			grid_glyph(g, r.y + 1, x - 2, roles[k], entry_sign(e));
		grid_field(g, r.y + 1 + k, x, r.x + r.w - x, false, roles[k], slice_str(&lines[k]));
	}
	for (int k = 0; k < 3; k++)
		str_free(&lines[k]);
}

static void move_say(void *arg, size_t i, struct str *out)
{
	struct view *v = arg;
	const struct journal_entry *e;
	const struct moves_row *m;
	wallet_row(v, i, &e, &m);
	if (e) {
		entry_say(v->app, out, e);
		return;
	}
	struct str who = { 0 }, amount = { 0 };
	if (!m) {
		const struct wallet_priv *p = v->priv;
		if (i >= p->live.n + moves_sum(p->moves)->rows) {
			words_amount(v->app, &amount, opening(p), true);
			str_addf(out, "%s: %s", _("before that"), str_c(&amount));
			str_free(&amount);
		}
		return;
	}
	words_day(out, m->when);
	party(m, &who);
	words_amount(v->app, &amount, m->amount_c, true);
	/* TR: name, amount, as in "from claire, +79.68 Ğ1" */
	str_adds(out, ", ");
	str_addf(out, m->kind == MOVE_IN ? _("from %s, %s") : m->kind == MOVE_OUT ? _("to %s, %s") : "%s, %s", str_c(&who), str_c(&amount));
	if (m->provisional)
		str_addf(out, ", %s", _("not final yet"));
	if (*m->comment)
		str_addf(out, ", %s", m->comment);
	str_free(&who);
	str_free(&amount);
}

const char *wallet_period_name(enum wallet_period p)
{
	return _(periods[p]);
}

void wallet_sums(const struct view *v, struct str *out, bool brief)
{
	struct wallet_priv *p = v->priv;
	const struct moves_sum *sum = moves_sum(p->moves);
	struct str at = { 0 }, all = { 0 }, in = { 0 }, gone = { 0 };
	size_t i = list_at(&p->rows), n = sum->rows + p->live.n;
	if (!p->showing)
		return;
	money_count(&at, i == LIST_NONE ? 0 : i < n ? (int64_t)i + 1 : (int64_t)n);
	money_count(&all, (int64_t)n);
	words_amount_bare(v->app, &in, sum->in_c, true);
	words_amount_bare(v->app, &gone, -sum->out_c, true);
	if (!brief) {
		/* TR: which movement of how many, then sums: "1 of 12 408" */
		str_addf(out, _("%s of %s"), str_c(&at), str_c(&all));
		str_adds(out, "   ");
	}
	/* TR: money that came and went: "in +4 310.02  out −3 105.46" */
	str_addf(out, _("in %s  out %s"), str_c(&in), str_c(&gone));
	if (sum->more)
		str_addf(out, "   %s", _("still searching"));
	str_free(&at);
	str_free(&all);
	str_free(&in);
	str_free(&gone);
}

/* Name, address and filters in force, on one line; what does not fit is left out from the address on. */
static void draw_title(const struct view *v, struct grid *g, struct rect r)
{
	const struct wallet_priv *p = v->priv;
	const struct account *a = wallet_account(v->app->wallet);
	struct str left = { 0 }, address = { 0 }, filters = { 0 };
	if (a && !wallet_account_rtl(a))
		words_account(&left, a);
	else if (a)
		words_short(&left, a->address, 6, 6);
	if (a)
		words_short(&address, a->address, 12, 6);
	if (p->since.n || p->until.n)
		str_addf(&filters, "%.10s .. %.10s", str_c(&p->since), str_c(&p->until));
	else
		str_addf(&filters, "%s %s", wallet_period_name(p->period), grid_glyph_text(g->glyphs, GLYPH_MENU));
	if (p->no_claims)
		str_addf(&filters, "  %s", _("no UD"));
	if (p->words.n && !p->least.n && !p->most.n && !p->way)
		str_adds(&filters, "  /"), words_short(&filters, str_c(&p->words), p->words.n > 40 ? 8 : p->words.n, 6);
	else if (p->words.n || p->least.n || p->most.n || p->way)
		str_addf(&filters, "  %s", _("filtered"));
	int fw = text_width(slice_str(&filters));
	if (fw > r.w * 2 / 3)
		fw = r.w * 2 / 3;
	grid_field(g, r.y, r.x + r.w - fw, fw, true, wallet_filtered(p) ? ROLE_STRONG : ROLE_DIM, slice_str(&filters));
	int x = r.x + 1 + grid_text(g, r.y, r.x + 1, r.w - fw - 2, ROLE_STRONG, slice_str(&left)) + 2;
	if (x + text_width(slice_str(&address)) + 2 < r.x + r.w - fw)
		grid_text(g, r.y, x, r.x + r.w - fw - x - 1, ROLE_DIM, slice_str(&address));
	str_free(&left);
	str_free(&address);
	str_free(&filters);
}

static void columns(struct wallet_priv *p, int w)
{
	p->amount_w = w >= 46 ? 11 : 10;
	p->balance_w = w >= 52 ? 11 : 0;
	p->date_w = w >= 44 ? DATE_W : w >= 36 ? 6 : 0;
	p->who_w = w - p->amount_w - (p->balance_w ? p->balance_w + 1 : 0) - (p->date_w ? p->date_w + 1 : 0) - 1;
}

static void draw_heads(const struct wallet_priv *p, struct grid *g, struct rect r)
{
	int x = r.x + 1;
	if (p->date_w)
		grid_field(g, r.y, x, p->date_w, false, ROLE_DIM, slice_of(_("date")));
	x += p->date_w ? p->date_w + 1 : 0;
	grid_field(g, r.y, x + 2, p->who_w - 2, false, ROLE_DIM, slice_of(_("who")));
	x = r.x + r.w;
	if (p->balance_w)
		grid_field(g, r.y, x - p->balance_w, p->balance_w, true, ROLE_DIM, slice_of(_("balance")));
	x -= p->balance_w ? p->balance_w + 1 : 0;
	grid_field(g, r.y, x - p->amount_w, p->amount_w, true, ROLE_DIM, slice_of(_("amount")));
}

/* Only where it has room. */
static void add_since(const struct wallet_priv *p, struct str *out, int w)
{
	const struct moves_sum *sum = moves_sum(p->moves);
	struct str day = { 0 }, since = { 0 };
	if (p->showing && sum->since && !sum->more) {
		tick_when(&day, sum->since);
		str_adds(&since, "   ");
		str_addf(&since, _("since %s"), str_c(&day));
		if (text_width(slice_str(out)) + text_width(slice_str(&since)) <= w)
			str_add(out, slice_str(&since));
	}
	str_free(&day);
	str_free(&since);
}

/* The line at the bottom: the sums, or by how much the history lags behind the chain. */
static void draw_foot(struct view *v, struct grid *g, struct rect r)
{
	struct wallet_priv *p = v->priv;
	struct str s = { 0 }, gap = { 0 };
	int64_t late_c = 0;
	if (p->showing && !p->live.n && moves_late(p->moves, &late_c)) {
		words_amount(v->app, &gap, late_c, true);
		str_addf(&s, _("The history lacks %s that the chain has."), str_c(&gap));
		grid_field(g, r.y, r.x + 1, r.w - 1, false, ROLE_WARN, slice_str(&s));
	} else {
		wallet_sums(v, &s, r.w < 52);
		add_since(p, &s, r.w - 1);
		grid_field(g, r.y, r.x + 1, r.w - 1, false, ROLE_DIM, slice_str(&s));
	}
	str_free(&s);
	str_free(&gap);
}

void wallet_moves_draw(struct view *v, struct grid *g, struct rect r)
{
	struct wallet_priv *p = v->priv;
	bool filtered = wallet_filtered(p);
	columns(p, r.w - 1);
	draw_title(v, g, r);
	r.y++;
	r.h--;
	if (r.h >= 8) {
		draw_heads(p, g, r);
		r.y++;
		r.h--;
	}
	p->rows.state = p->showing ? moves_subject(p->moves) : NULL;
	p->rows.empty = !p->showing ? _("No account yet.") : filtered ? _("Nothing matches the filter") : _("No movement yet.");
	p->rows.hint = p->showing ? NULL : _("a adds one.");
	list_draw(&p->rows, g, (struct rect){ r.y, r.x, r.h - 1, r.w }, p->pane == PANE_MOVES);
	draw_foot(v, g, (struct rect){ r.y + r.h - 1, r.x, 1, r.w });
}

const struct list_ops wallet_move_rows = {
	.count = row_count, .id = row_id, .height = row_height, .row = move_row, .say = move_say,
};
static const char *const periods[] = {
	[PERIOD_ALL] = N_("all time"),
	[PERIOD_MONTH] = N_("this month"),
	[PERIOD_LAST_MONTH] = N_("last month"),
	[PERIOD_YEAR] = N_("this year"),
	[PERIOD_LAST_YEAR] = N_("last year"),
};
