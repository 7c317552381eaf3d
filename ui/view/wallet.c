/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts at the left, the history of the selected one at the right. The history is a model of this view alone: pages are read
 * as they are scrolled to, a filter counts in turns of the loop. Payments on their way stand above the movements until the chain
 * shows them. */
#include "base/i18n.h"
#include "base/tick.h"
#include "codec/amount.h"
#include "model/app.h"
#include "model/contacts.h"
#include "model/vaults.h"
#include "model/wallet.h"
#include "model/wallet_follow.h"
#include "ui/view/add.h"
#include "ui/view/contact_edit.h"
#include "ui/view/entry_words.h"
#include "ui/view/movement.h"
#include "ui/view/view_list.h"
#include "ui/view/wallet_panes.h"
#include "ui/view/words.h"
#include "ui/widget/menu.h"
#include "ui/widget/pager.h"
#include "ui/widget/stack.h"
#include <time.h>

enum { RECENT = 50, AWAITED_S = 900 };

/* The block may hold another amount than was estimated, when everything was sent. */
static bool same(const struct journal_entry *e, const struct moves_row *m)
{
	if (m->entry == e->id)
		return true;
	if (!e->block || m->block != e->block)
		return false;
	return e->kind == J_CLAIM ? m->kind == MOVE_CLAIM : e->to.n == 1 && m->kind == MOVE_OUT && !memcmp(m->party, e->to.v[0].pub, 32);
}

/* A payment that the chain already shows as a movement: those are among the newest rows. */
static bool is_movement(struct wallet_priv *p, const struct journal_entry *e)
{
	const struct moves_row *m;
	for (size_t k = 0; k < RECENT && (m = moves_at(p->moves, k)); k++)
		if (same(e, m))
			return true;
	return false;
}

/* On its way; or final, and the indexer has not heard of it yet. */
static bool is_awaited(const struct journal_entry *e)
{
	if (e->state == J_FINAL)
		return e->kind != J_CALL && tick_now() - e->changed < AWAITED_S;
	return !e->settled && e->state >= J_SIGNED && e->state <= J_REFUSED;
}

/* Payments from the shown account that are no movement of the history yet, newest first. */
static void collect_live(struct view *v)
{
	struct wallet_priv *p = v->priv;
	struct journal_entries all = { 0 };
	struct fault f = { 0 };
	journal_free(&p->live);
	if (!p->journal || !p->showing || wallet_filtered(p) || journal_list(p->journal, 0, RECENT, &all, &f))
		return;
	for (size_t i = 0; i < all.n; i++)
		if (!memcmp(all.v[i].account, p->shown, 32) && is_awaited(&all.v[i]) && !is_movement(p, &all.v[i]))
			journal_get(p->journal, all.v[i].id, &p->live, &f);
	journal_free(&all);
}

static int64_t month_begin(int back, bool year)
{
	time_t now = (time_t)tick_now();
	struct tm tm;
	localtime_r(&now, &tm);
	tm.tm_mday = 1;
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	tm.tm_isdst = -1;
	if (year) {
		tm.tm_mon = 0;
		tm.tm_year -= back;
	} else {
		tm.tm_mon -= back;
	}
	return (int64_t)mktime(&tm);
}

static int64_t centimes(const struct str *typed)
{
	struct amount a;
	return typed->n && !amount_read(slice_str(typed), &a) && a.unit == AMOUNT_G1 ? a.n : 0;
}

/* A day alone means all of it. */
static int64_t moment(const struct str *typed, bool until)
{
	int64_t when;
	struct slice text = slice_trim(slice_str(typed));
	if (!text.n || !tick_parse(text, &when))
		return 0;
	return when + (until && text.n == 10 ? 86399 : 0);
}

void wallet_filter(const struct wallet_priv *p, struct moves_filter *out)
{
	struct moves_filter f = {
		.words = str_c(&p->words), .least_c = centimes(&p->least), .most_c = centimes(&p->most), .way = p->way,
		.no_claims = p->no_claims,
	};
	bool year = p->period == PERIOD_YEAR || p->period == PERIOD_LAST_YEAR;
	if (p->period) {
		bool last = p->period == PERIOD_LAST_MONTH || p->period == PERIOD_LAST_YEAR;
		f.since = month_begin(last, year);
		f.until = last ? month_begin(0, year) - 1 : 0;
	}
	if (p->since.n)
		f.since = moment(&p->since, false);
	if (p->until.n)
		f.until = moment(&p->until, true);
	*out = f;
}

void wallet_apply(struct view *v)
{
	struct wallet_priv *p = v->priv;
	struct moves_filter f;
	wallet_filter(p, &f);
	moves_filter(p->moves, &f);
	collect_live(v);
}

/* The history follows the selected account. */
static void follow(struct view *v)
{
	struct wallet_priv *p = v->priv;
	const struct account *a = wallet_account(v->app->wallet);
	if (a && (!p->showing || memcmp(a->pub, p->shown, 32))) {
		memcpy(p->shown, a->pub, 32);
		p->showing = true;
		moves_show(p->moves, a->pub);
		p->rows.have_id = false;
		p->rows.at = p->rows.top = 0;
	}
	if (!a)
		p->showing = false;
}

static enum err wallet_open(struct view *v, int argc, char *const *argv)
{
	struct wallet_priv *p = v->priv;
	struct app *a = v->app;
	struct fault f = { 0 };
	list_init(&p->accounts, &wallet_account_rows, v, 0);
	list_init(&p->rows, &wallet_move_rows, v, LIST_NEWEST);
	p->pane = PANE_MOVES;
	p->moves = moves_new(a);
	p->journal = app_journal(a, &f);
	if (argc > 0) {
		int at = wallet_find(a->wallet, slice_of(argv[0]));
		if (at >= 0)
			wallet_select(a->wallet, (size_t)at);
	}
	view_watch(v, &a->wallet->subject);
	view_watch(v, moves_subject(p->moves));
	view_watch(v, vaults_subject(a->vaults));
	view_watch(v, &a->settings);
	if (p->journal)
		view_watch(v, journal_subject(p->journal));
	list_select(&p->accounts, a->wallet->selected);
	follow(v);
	wallet_apply(v);
	return E_OK;
}

static void wallet_close(struct view *v)
{
	struct wallet_priv *p = v->priv;
	list_free(&p->accounts);
	list_free(&p->rows);
	journal_free(&p->live);
	moves_free(p->moves);
	str_free(&p->words);
	str_free(&p->least);
	str_free(&p->most);
	str_free(&p->since);
	str_free(&p->until);
}

static unsigned wallet_changed(struct view *v, struct subject *s)
{
	(void)s;
	follow(v);
	collect_live(v);
	return VIEW_STALE;
}

/* From 120 columns on the selected movement is told in full beside the list. */
static void draw_aside(struct view *v, struct grid *g, struct rect r)
{
	struct wallet_priv *p = v->priv;
	const struct journal_entry *e;
	const struct moves_row *m;
	struct pager pager = { 0 };
	size_t i = list_at(&p->rows);
	grid_vline(g, r.y, r.x, r.h);
	if (i == LIST_NONE)
		return;
	wallet_row(v, i, &e, &m);
	if (e)
		payment_fill(v->app, &pager, e);
	else if (m)
		movement_fill(v->app, &pager, m);
	pager_draw(&pager, g, (struct rect){ r.y, r.x + 2, r.h, r.w - 2 }, false);
	pager_free(&pager);
}

static void wallet_draw(struct view *v, struct grid *g, struct rect r)
{
	struct wallet_priv *p = v->priv;
	if (r.w < 60) {
		if (p->pane == PANE_ACCOUNTS)
			wallet_accounts_draw(v, g, r);
		else
			wallet_moves_draw(v, g, r);
		return;
	}
	int left = r.w >= 120 ? 30 : 23, aside = r.w >= 150 ? 50 : r.w >= 120 ? 34 : 0;
	int cy = -1, cx = -1;
	wallet_accounts_draw(v, g, (struct rect){ r.y, r.x, r.h, left });
	if (p->pane == PANE_ACCOUNTS) {
		cy = g->cursor_y;
		cx = g->cursor_x;
	}
	grid_vline(g, r.y, r.x + left + 1, r.h);
	wallet_moves_draw(v, g, (struct rect){ r.y, r.x + left + 2, r.h, r.w - left - 2 - aside - (aside ? 1 : 0) });
	if (aside)
		draw_aside(v, g, (struct rect){ r.y, r.x + r.w - aside, r.h, aside });
	if (p->pane == PANE_ACCOUNTS) {
		g->cursor_y = cy;
		g->cursor_x = cx;
	}
}

static void open_one(struct view *v, const char *name, const char *arg)
{
	char *argv[] = { mem_strdup(arg) };
	stack_open(v->stack, name, 1, argv);
	free(argv[0]);
}

static void open_selected(struct view *v)
{
	struct wallet_priv *p = v->priv;
	const struct account *a = wallet_account(v->app->wallet);
	const struct journal_entry *e;
	const struct moves_row *m;
	struct str s = { 0 };
	size_t i = list_at(&p->rows);
	if (p->pane == PANE_ACCOUNTS) {
		if (a)
			open_one(v, "account", a->address);
		return;
	}
	if (i == LIST_NONE)
		return;
	wallet_row(v, i, &e, &m);
	if (e) {
		str_addf(&s, "%lld", (long long)e->id);
		open_one(v, "payment", str_c(&s));
	} else if (m) {
		movement_open(v, m);
	}
	str_free(&s);
}

static void period_chosen(void *arg, enum err e, size_t i)
{
	struct view *v = arg;
	/* Cancelled may mean that the view is gone. */
	if (e == E_OK && i < PERIODS) {
		struct wallet_priv *p = v->priv;
		p->period = (enum wallet_period)i;
		str_cut(&p->since, 0);
		str_cut(&p->until, 0);
		wallet_apply(v);
	}
}

static void choose_period(struct view *v)
{
	struct wallet_priv *p = v->priv;
	const char *items[PERIODS];
	for (int i = 0; i < PERIODS; i++)
		items[i] = wallet_period_name((enum wallet_period)i);
	menu_open(v->stack, _("Period"), items, PERIODS, p->period, period_chosen, v);
}

static unsigned select_moved(struct view *v, unsigned did)
{
	struct wallet_priv *p = v->priv;
	size_t i = list_at(&p->accounts);
	if (did && i != LIST_NONE && i != v->app->wallet->selected) {
		wallet_select(v->app->wallet, i);
		follow(v);
		wallet_apply(v);
	}
	return did;
}

static void copy(struct view *v)
{
	struct wallet_priv *p = v->priv;
	struct front *front = stack_front(v->stack);
	const struct account *a = wallet_account(v->app->wallet);
	const struct journal_entry *e;
	const struct moves_row *m;
	struct str s = { 0 };
	size_t i = list_at(&p->rows);
	if (p->pane == PANE_ACCOUNTS && a)
		str_adds(&s, a->address);
	else if (i != LIST_NONE) {
		wallet_row(v, i, &e, &m);
		if (e && e->to.n)
			entry_address(e->to.v[0].pub, &s);
		else if (m)
			str_adds(&s, m->address);
	}
	if (s.n)
		front->ops->copy(front->self, slice_str(&s));
	str_free(&s);
}

/* Known already: to be changed; else with the name that the chain proved. */
static void keep_party(struct view *v)
{
	struct wallet_priv *p = v->priv;
	const struct journal_entry *e = NULL;
	const struct moves_row *m = NULL;
	struct contact fresh = { .note = (char[]){ "" }, .group = (char[]){ "" }, .npub = (char[]){ "" }, .mail = (char[]){ "" } };
	size_t i = list_at(&p->rows);
	if (i != LIST_NONE)
		wallet_row(v, i, &e, &m);
	if ((!m || m->kind == MOVE_CLAIM) && (!e || e->to.n != 1))
		return;
	memcpy(fresh.pub, m ? m->party : e->to.v[0].pub, 32);
	const struct contact *known = contacts_by_pub(v->app->contacts, fresh.pub);
	fresh.name = mem_strdup(m && m->proven ? m->name : "");
	contact_edit_open(v->stack, known ? known : &fresh);
	free(fresh.name);
}

static void show_all(struct view *v)
{
	struct wallet_priv *p = v->priv;
	str_cut(&p->words, 0);
	str_cut(&p->least, 0);
	str_cut(&p->most, 0);
	str_cut(&p->since, 0);
	str_cut(&p->until, 0);
	p->way = MOVES_BOTH;
	p->period = PERIOD_ALL;
	p->no_claims = false;
	wallet_apply(v);
}

static bool wants_account(enum cmd_id id)
{
	static const enum cmd_id all[] = { C_PAY, C_CLAIM, C_RECEIVE, C_EXPORT, C_FIND, C_TOTALS, C_DETAILS, C_PERIOD, C_CLAIMS, C_KEEP_PARTY };
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i] == id)
			return true;
	return false;
}

static int wallet_offers(const struct view *v, enum cmd_id id)
{
	if (!v->app->wallet->accounts.n && wants_account(id))
		return 0;
	return id == C_BACK ? wallet_filtered(v->priv) : -1;
}

static unsigned wallet_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	struct wallet_priv *p = v->priv;
	const struct account *a = wallet_account(v->app->wallet);
	if (!a && wants_account(id)) {
		struct front *front = stack_front(v->stack);
		front->ops->toast(front->self, TONE_INFO, _("No account yet: a adds one."));
		return VIEW_HANDLED;
	}
	switch (id) {
	case C_NEXT_PANE: case C_PREV_PANE: p->pane = p->pane == PANE_MOVES ? PANE_ACCOUNTS : PANE_MOVES; break;
	case C_LEFT: p->pane = PANE_ACCOUNTS; break;
	case C_RIGHT: p->pane = PANE_MOVES; break;
	case C_ENTER: open_selected(v); break;
	case C_DETAILS:
		if (a)
			open_one(v, "account", a->address);
		break;
	case C_FIND: wallet_find_open(v); break;
	case C_EXPORT:
		if (argc)
			return 0;
		wallet_export_open(v);
		break;
	case C_FILTER:
		str_cut(&p->words, 0);
		if (argc > 0)
			str_adds(&p->words, argv[0]);
		wallet_apply(v);
		break;
	case C_TOTALS:
		if (argc)
			return 0;
		wallet_totals_open(v);
		break;
	case C_KEEP_PARTY: keep_party(v); break;
	case C_BACK:
		if (!wallet_filtered(p))
			return 0;
		show_all(v);
		break;
	case C_ADD_ACCOUNT: add_open(v); break;
	case C_PERIOD: choose_period(v); break;
	case C_CLAIMS:
		p->no_claims = !p->no_claims;
		wallet_apply(v);
		break;
	case C_REFRESH:
		wallet_refresh(v->app->wallet);
		p->showing = false;
		follow(v);
		break;
	case C_COPY: copy(v); break;
	default:
		if (p->pane == PANE_ACCOUNTS)
			return select_moved(v, list_command(&p->accounts, id));
		return list_command(&p->rows, id);
	}
	return VIEW_HANDLED | VIEW_STALE;
}

static unsigned wallet_key(struct view *v, const struct keystroke *k)
{
	struct wallet_priv *p = v->priv;
	unsigned did = 0;
	if (v->app->wallet->accounts.n && (did = list_key(&p->accounts, k))) {
		p->pane = PANE_ACCOUNTS;
		select_moved(v, did);
	} else if ((did = list_key(&p->rows, k))) {
		p->pane = PANE_MOVES;
	}
	if (did & LIST_ACTIVATE)
		open_selected(v);
	return did & ~(unsigned)LIST_ACTIVATE;
}

static void wallet_say(struct view *v, struct str *out)
{
	struct wallet_priv *p = v->priv;
	str_addf(out, "%s:\n", _("Accounts"));
	list_say(&p->accounts, out, 100);
	str_addf(out, "%s: ", _("total"));
	words_amount(v->app, out, wallet_total(v->app->wallet), false);
	str_addf(out, "\n%s, %s:\n", _("Movements"), wallet_period_name(p->period));
	list_say(&p->rows, out, 20);
	wallet_sums(v, out, false);
	str_addc(out, '\n');
}

static void wallet_item(struct view *v, struct str *out)
{
	struct wallet_priv *p = v->priv;
	struct list *l = p->pane == PANE_ACCOUNTS ? &p->accounts : &p->rows;
	size_t i = list_at(l);
	if (i != LIST_NONE)
		l->ops->say(v, i, out);
	else
		str_adds(out, p->pane == PANE_ACCOUNTS ? _("No account yet.") : _("No movement yet."));
}

const struct view_ops wallet_view = {
	.name = "wallet",
	.title = N_("Wallet"),
	.flags = VIEW_TAB | VIEW_FILTER | VIEW_COPY | VIEW_REFRESH,
	.context = IN_WALLET,
	.priv_size = sizeof(struct wallet_priv),
	.open = wallet_open,
	.close = wallet_close,
	.changed = wallet_changed,
	.command = wallet_command,
	.key = wallet_key,
	.draw = wallet_draw,
	.say = wallet_say,
	.item = wallet_item,
	.offers = wallet_offers,
};
