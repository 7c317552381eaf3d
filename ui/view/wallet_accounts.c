/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The left pane of the wallet: accounts, and below them what they make together. */
#include "ui/view/wallet_panes.h"
#include "base/clean.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/tick.h"
#include "model/vaults.h"
#include "ui/view/words.h"

static const struct account *account(const struct view *v, size_t i)
{
	return &v->app->wallet->accounts.v[i];
}

static size_t account_count(void *arg)
{
	return ((struct view *)arg)->app->wallet->accounts.n;
}

static uint64_t account_id(void *arg, size_t i)
{
	uint64_t id;
	memcpy(&id, account(arg, i)->pub, sizeof id);
	return id;
}

static void account_label(const struct account *a, struct str *out)
{
	struct str name = { 0 };
	words_account(&name, a);
	if (a->kind == ACCOUNT_WATCH)
		/* TR: an account that is only watched: "watch: coop" */
		str_addf(out, _("watch: %s"), str_c(&name));
	else
		str_add(out, slice_str(&name));
	str_free(&name);
}

/* A label written right to left has a row of its own, below its amount. */
bool wallet_account_rtl(const struct account *a)
{
	return clean_is_rtl(slice_of(a->name)) || (!*a->name && clean_is_rtl(slice_of(a->identity)));
}

static int account_height(void *arg, size_t i)
{
	return wallet_account_rtl(account(arg, i)) ? 2 : 1;
}

static void account_row(void *arg, size_t i, struct grid *g, struct rect r, bool on)
{
	struct view *v = arg;
	const struct account *a = account(v, i);
	struct str label = { 0 }, amount = { 0 };
	(void)on;
	account_label(a, &label);
	if (a->source.at)
		words_amount_bare(v->app, &amount, a->free_c + a->reserved_c, false);
	else
		str_adds(&amount, "—");
	int w = text_width(slice_str(&amount)), room = r.w - w - 1;
	grid_text(g, r.y, r.x + r.w - w, w, a->source.degree == DEGREE_NONE ? ROLE_STALE : ROLE_AMOUNT, slice_str(&amount));
	bool rtl = wallet_account_rtl(a);
	int y = rtl ? r.y + 1 : r.y, x = r.x;
	if (rtl) {
		grid_glyph(g, r.y, r.x, ROLE_DIM, GLYPH_DOWN);
		room = r.w;
	}
	if (a->member)
		room -= 2;
	struct slice name = text_fit(slice_str(&label), room);
	if (name.n < label.n)
		grid_field(g, y, x, room, false, ROLE_TEXT, slice_str(&label)), x += room;
	else
		x += grid_text(g, y, x, room, i == v->app->wallet->selected ? ROLE_STRONG : ROLE_TEXT, name);
	if (a->member)
		grid_glyph(g, y, x + 1, ROLE_PROVEN, GLYPH_CHECK);
	str_free(&label);
	str_free(&amount);
}

static void account_say(void *arg, size_t i, struct str *out)
{
	struct view *v = arg;
	const struct account *a = account(v, i);
	account_label(a, out);
	str_adds(out, ": ");
	if (a->source.at)
		words_amount(v->app, out, a->free_c + a->reserved_c, false);
	str_adds(out, ", ");
	words_source(out, &a->source);
}

static void vault_words(const struct view *v, struct str *out, enum glyph *sign, enum role *role)
{
	*sign = GLYPH_OPEN;
	*role = ROLE_DIM;
	switch (vaults_state(v->app->vaults)) {
	case VAULTS_NONE: str_adds(out, _("no vault yet")); break;
	case VAULTS_LOCKED: str_adds(out, _("vault locked")); break;
	case VAULTS_WORKING: str_adds(out, _("vault at work")); *sign = GLYPH_HALF; break;
	case VAULTS_OPEN: str_adds(out, _("vault open")); *sign = GLYPH_GOOD; *role = ROLE_OK; break;
	}
}

static int amount_line(const struct view *v, struct grid *g, int y, struct rect r, enum role role, const char *label, int64_t c)
{
	struct str s = { 0 };
	words_amount_bare(v->app, &s, c, false);
	int w = text_width(slice_str(&s));
	grid_text(g, y, r.x + 1, r.w - w - 2, ROLE_LABEL, slice_of(label));
	grid_text(g, y, r.x + r.w - w, w, role, slice_str(&s));
	str_free(&s);
	return y + 1;
}

static void unit_line(const struct view *v, struct grid *g, int y, struct rect r)
{
	static const char *const names[] = { "Ğ1", N_("UD"), "M/N" };
	int x = r.x + 1 + grid_text(g, y, r.x + 1, r.w - 1, ROLE_LABEL, slice_of(_("unit"))) + 1;
	for (int u = UNIT_G1; u <= UNIT_RELATIVE; u++)
		x += grid_put(g, y, x, r.x + r.w - x, words_unit(v->app) == (enum unit)u ? ROLE_STRONG : ROLE_DIM,
		              words_unit(v->app) == (enum unit)u ? " [%s]" : "  %s", _(names[u]));
}

/* Below the accounts: the total, the unit, what waits to be claimed, how far the balance can be believed, the vault. */
static void draw_below(struct view *v, struct grid *g, struct rect r)
{
	const struct wallet *w = v->app->wallet;
	const struct account *a = wallet_account(w);
	struct str s = { 0 };
	enum glyph sign;
	enum role role;
	int y = r.y;
	y = amount_line(v, g, y, r, ROLE_STRONG, _("total"), wallet_total(w));
	unit_line(v, g, y++, r);
	if (a && a->unclaimed_n > 0) {
		str_addf(&s, ngettext("%d UD unclaimed", "%d UD unclaimed", (unsigned long)a->unclaimed_n), (int)a->unclaimed_n);
		y = amount_line(v, g, y, r, ROLE_AMOUNT, str_c(&s), a->unclaimed_c);
		str_cut(&s, 0);
	}
	if (a && a->source.at && y < r.y + r.h) {
		const char *word = words_degree(a->source.degree, &sign, &role);
		grid_glyph(g, y, r.x + 1, role, sign);
		tick_age(&s, tick_now() - a->source.at);
		grid_put(g, y++, r.x + 3, r.w - 3, role, "%s, %s", word, str_c(&s));
		str_cut(&s, 0);
	}
	vault_words(v, &s, &sign, &role);
	if (y < r.y + r.h) {
		grid_glyph(g, y, r.x + 1, role, sign);
		grid_text(g, y, r.x + 3, r.w - 3, role, slice_str(&s));
	}
	str_free(&s);
}

void wallet_accounts_draw(struct view *v, struct grid *g, struct rect r)
{
	struct wallet_priv *p = v->priv;
	struct str unit = { 0 };
	int below = r.h >= 10 ? 6 : r.h >= 6 ? 2 : 0;
	if (r.h >= 6) {
		struct money m = words_rates(v->app);
		grid_text(g, r.y, r.x + 1, r.w - 5, ROLE_TITLE, slice_of(_("Accounts")));
		money_unit(&unit, 0, words_unit(v->app), &m, false);
		struct slice name = slice_str(&unit);
		while (name.n && memchr(name.p, ' ', name.n))
			name = slice_from(name, 1);
		grid_field(g, r.y, r.x + r.w - 4, 4, true, ROLE_DIM, name);
		str_free(&unit);
		r.y++;
		r.h--;
	}
	p->accounts.state = v->app->wallet->accounts.n ? &v->app->wallet->subject : NULL;
	p->accounts.empty = _("No account yet.");
	p->accounts.hint = _("a adds one.");
	list_draw(&p->accounts, g, (struct rect){ r.y, r.x, r.h - below, r.w }, p->pane == PANE_ACCOUNTS);
	if (below)
		draw_below(v, g, (struct rect){ r.y + r.h - below, r.x, below, r.w });
}

const struct list_ops wallet_account_rows = {
	.count = account_count, .id = account_id, .height = account_height, .row = account_row, .say = account_say,
};
