/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of Home: the selected account, its money in two units, and 30 days as a line. Nothing is shown for figures that were
 * never read: a zero would be a statement. */
#include "base/i18n.h"
#include "base/text.h"
#include "model/money.h"
#include "model/wallet.h"
#include "ui/draw/chart.h"
#include "ui/view/home_tiles.h"
#include "ui/view/words.h"
#include "ui/widget/state.h"

static void identity_line(const struct account *a, struct grid *g, struct rect r)
{
	struct str what = { 0 }, address = { 0 };
	enum glyph sign;
	enum role role;
	const char *word = words_degree(a->source.degree, &sign, &role);
	int right = text_width(slice_of(word)) + 2;
	int x = r.x + 1 + grid_text(g, r.y, r.x + 1, r.w - 2, ROLE_STRONG, slice_of(a->name)) + 2;
	words_short(&address, a->address, 6, 6);
	words_member(&what, a, r.w < 60);
	int end = r.x + r.w - right - 1;
	if (end > x) {
		grid_glyph(g, r.y, end, role, sign);
		grid_text(g, r.y, end + 2, right, role, slice_of(word));
	}
	int w = text_width(slice_str(&address));
	if (x + text_width(slice_str(&what)) + 2 + w < end) {
		grid_text(g, r.y, end - w - 2, w, ROLE_DIM, slice_str(&address));
		grid_text(g, r.y, x, end - w - 3 - x, ROLE_TEXT, slice_str(&what));
	} else if (end - 1 > x) {
		grid_text(g, r.y, x, end - 1 - x, ROLE_TEXT, slice_str(&what));
	}
	str_free(&what);
	str_free(&address);
}

static void draw_trend(const struct wallet *w, struct grid *g, int y, int x, int width)
{
	double *days = mem_array(w->trend.n, sizeof *days);
	double lo = (double)w->trend.v[0], hi = lo;
	for (size_t i = 0; i < w->trend.n; i++) {
		days[i] = (double)w->trend.v[i];
		lo = days[i] < lo ? days[i] : lo;
		hi = days[i] > hi ? days[i] : hi;
	}
	/* The movement matters here, not the height: the lowest day stands a little above nothing. */
	lo -= (hi - lo) / 8 + 1;
	chart_spark(g, y, x, width, &(struct chart){ .v = days, .n = w->trend.n, .lo = lo, .hi = hi, .role = ROLE_GRAPH });
	free(days);
}

/* What is there in the chosen unit, the same in the other one, and where it went in the last 30 days. */
static void balance_line(const struct app *app, const struct account *a, struct grid *g, struct rect r)
{
	const struct wallet *w = app->wallet;
	struct money m = words_rates(app);
	enum unit other = words_unit(app) == UNIT_G1 ? UNIT_UD : UNIT_G1;
	struct str s = { 0 };
	words_amount(app, &s, a->free_c + a->reserved_c, false);
	int x = r.x + 4;
	x += grid_text(g, r.y, x, r.w - 5, ROLE_AMOUNT, slice_str(&s)) + 3;
	str_cut(&s, 0);
	if (w->ud_c > 0) {
		money_unit(&s, a->free_c + a->reserved_c, other, &m, false);
		x += grid_text(g, r.y, x, r.x + r.w - x - 1, ROLE_DIM, slice_str(&s)) + 3;
		str_cut(&s, 0);
	}
	if (w->trend.n > 1 && r.w >= 60) {
		struct str days = { 0 };
		str_addf(&days, ngettext("%d day", "%d days", (unsigned long)w->trend.n), (int)w->trend.n);
		words_amount_bare(app, &s, w->trend_delta_c, true);
		int amount = text_width(slice_str(&s)), label = text_width(slice_str(&days));
		int at = r.x + r.w - 1 - amount;
		grid_text(g, r.y, at, amount, w->trend_delta_c < 0 ? ROLE_AMOUNT_OUT : ROLE_AMOUNT_IN, slice_str(&s));
		at -= label + 2;
		grid_text(g, r.y, at, label, ROLE_DIM, slice_str(&days));
		int width = at - 2 - x < (int)w->trend.n ? at - 2 - x : (int)w->trend.n;
		if (width >= 5)
			draw_trend(w, g, r.y, at - 2 - width, width);
		str_free(&days);
	}
	str_free(&s);
}

static void claim_line(const struct account *a, struct grid *g, struct rect r)
{
	struct str s = { 0 }, amount = { 0 };
	money_g1(&amount, a->unclaimed_c, false);
	str_addf(&s, ngettext("%d UD to claim  %s Ğ1", "%d UD to claim  %s Ğ1", (unsigned long)a->unclaimed_n), (int)a->unclaimed_n,
	         amount.p);
	grid_text(g, r.y, r.x + 4, r.w - 5, ROLE_TEXT, slice_str(&s));
	str_free(&amount);
	str_free(&s);
}

int home_head(const struct app *a, struct grid *g, struct rect r)
{
	const struct wallet *w = a->wallet;
	const struct account *acc = wallet_account(w);
	bool roomy = r.h >= 16;
	int y = r.y;
	if (!acc) {
		struct rect box = { y, r.x, roomy ? 4 : r.w < 60 ? 3 : 2, r.w }; /* the hint wraps where it is narrow */
		state_placeholder(g, box, &w->subject, _("No account yet."), _("Type : and setup to add one, or only look around."));
		return box.h;
	}
	if (w->subject.state == STATE_STALE || w->subject.state == STATE_ERROR) {
		state_banner(g, (struct rect){ y, r.x, 1, r.w }, &w->subject);
		y++;
	}
	identity_line(acc, g, (struct rect){ y, r.x, 1, r.w });
	y += roomy ? 2 : 1;
	balance_line(a, acc, g, (struct rect){ y++, r.x, 1, r.w });
	if (acc->unclaimed_n > 0)
		claim_line(acc, g, (struct rect){ y++, r.x, 1, r.w });
	return y - r.y + (roomy ? 1 : 0);
}

void home_head_say(const struct app *a, struct str *out)
{
	const struct account *acc = wallet_account(a->wallet);
	enum glyph sign;
	enum role role;
	state_say(out, &a->wallet->subject, acc != NULL, a->wallet->subject.state == STATE_EMPTY ? NULL : _("No account yet."));
	if (!acc)
		return;
	str_addf(out, "%s: ", acc->name);
	words_member(out, acc, false);
	str_adds(out, "\n");
	words_amount(a, out, acc->free_c + acc->reserved_c, false);
	str_addf(out, ", %s\n", words_degree(acc->source.degree, &sign, &role));
	if (acc->unclaimed_n > 0) {
		struct str amount = { 0 };
		money_g1(&amount, acc->unclaimed_c, false);
		str_addf(out, ngettext("%d UD to claim  %s Ğ1", "%d UD to claim  %s Ğ1", (unsigned long)acc->unclaimed_n),
		         (int)acc->unclaimed_n, amount.p);
		str_adds(out, "\n");
		str_free(&amount);
	}
}
