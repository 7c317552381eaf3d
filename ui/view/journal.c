/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The payments made with this program. Rows are read from the journal's file in pages as the list is walked down, since years
 * of payments are kept; a change of the newest ones reloads only what is shown. */
#include "base/i18n.h"
#include "model/app.h"
#include "model/journal.h"
#include "model/money.h"
#include "ui/view/entry_words.h"
#include "ui/view/view_list.h"
#include "ui/view/words.h"
#include "ui/widget/stack.h"
#include "ui/widget/table.h"

enum { PAGE = 200 };

/* What was ever signed here, newest first. Older pages come when the selection nears the end. */
struct journal_priv {
	struct table table;
	struct journal *journal;
	struct journal_entries rows;
	bool whole;               /* nothing older is left */
	unsigned version;
};

static const struct journal_entry *entry(void *arg, size_t i)
{
	return &((struct journal_priv *)((struct view *)arg)->priv)->rows.v[i];
}

static size_t count(void *arg)
{
	return ((struct journal_priv *)((struct view *)arg)->priv)->rows.n;
}

static uint64_t id(void *arg, size_t i)
{
	return (uint64_t)entry(arg, i)->id;
}

static unsigned version(void *arg)
{
	return ((struct journal_priv *)((struct view *)arg)->priv)->version;
}

static void when_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	*role = ROLE_DIM;
	words_day(out, entry(arg, i)->made);
}

static void who_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)role;
	entry_party(out, entry(arg, i));
}

static void amount_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct journal_entry *e = entry(arg, i);
	*role = e->state == J_REFUSED || e->state == J_EXPIRED || e->state == J_DROPPED ? ROLE_DIM
	        : e->kind == J_CLAIM ? ROLE_AMOUNT_IN : ROLE_AMOUNT_OUT;
	if (e->kind == J_CALL && !e->total_c)
		str_adds(out, "—");
	else
		money_g1(out, e->kind == J_CLAIM ? e->claim_c : -e->total_c, true);
}

static void from_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	const struct view *v = arg;
	int at = wallet_by_pub(v->app->wallet, entry(arg, i)->account);
	struct str address = { 0 };
	*role = ROLE_DIM;
	if (at >= 0)
		words_account(out, &v->app->wallet->accounts.v[at]);
	else {
		entry_address(entry(arg, i)->account, &address);
		words_short(out, str_c(&address), 6, 6);
	}
	str_free(&address);
}

static void comment_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	*role = ROLE_DIM;
	str_adds(out, entry(arg, i)->comment);
}

/* The state has a line of its own: it is a sentence, and the most important one. */
static bool state_line(void *arg, size_t i, struct str *out, enum role *role)
{
	*role = entry_role(entry(arg, i));
	str_addf(out, "%s ", grid_glyph_text(GLYPHS_FULL, entry_sign(entry(arg, i))));
	entry_state(((struct view *)arg)->app, out, entry(arg, i));
	return true;
}

static const struct column columns[] = {
	{ .name = "when", .title = N_("when"), .min = 12, .drop = 2, .cell = when_cell },
	{ .name = "who", .title = N_("to"), .min = 14, .weight = 3, .flags = COLUMN_RTL, .cell = who_cell },
	{ .name = "comment", .title = N_("comment"), .min = 14, .weight = 3, .drop = 4, .flags = COLUMN_RTL, .cell = comment_cell },
	{ .name = "from", .title = N_("from"), .min = 10, .weight = 1, .drop = 3, .flags = COLUMN_RTL, .cell = from_cell },
	{ .name = "amount", .title = N_("amount"), .min = 11, .flags = COLUMN_RIGHT, .cell = amount_cell },
};
static const struct table_ops ops = {
	.columns = columns, .ncolumns = sizeof columns / sizeof *columns, .count = count, .id = id, .version = version, .second = state_line,
};

static void more(struct journal_priv *p)
{
	struct fault f = { 0 };
	size_t had = p->rows.n;
	if (p->whole)
		return;
	if (journal_list(p->journal, had ? p->rows.v[had - 1].id : 0, PAGE, &p->rows, &f) || p->rows.n - had < PAGE)
		p->whole = true;
	p->version++;
}

static void reload(struct journal_priv *p)
{
	size_t had = p->rows.n;
	journal_free(&p->rows);
	p->whole = false;
	do
		more(p);
	while (!p->whole && p->rows.n < had);
}

static enum err journal_view_open(struct view *v, int argc, char *const *argv)
{
	struct journal_priv *p = v->priv;
	struct fault f = { 0 };
	(void)argc;
	(void)argv;
	table_init(&p->table, &ops, v, LIST_NEWEST);
	p->table.stack = v->stack;
	p->table.list.empty = _("Nothing was ever signed here.");
	p->journal = app_journal(v->app, &f);
	if (!p->journal)
		return f.code == E_NOT_FOUND ? E_OK : f.code;
	view_watch(v, journal_subject(p->journal));
	view_watch(v, &v->app->settings);
	reload(p);
	return E_OK;
}

static void journal_view_close(struct view *v)
{
	struct journal_priv *p = v->priv;
	table_free(&p->table);
	journal_free(&p->rows);
}

static unsigned journal_view_changed(struct view *v, struct subject *s)
{
	struct journal_priv *p = v->priv;
	(void)s;
	if (p->journal)
		reload(p);
	return VIEW_STALE;
}

static void open_entry(struct view *v)
{
	struct journal_priv *p = v->priv;
	struct str s = { 0 };
	size_t i = table_row(&p->table);
	if (i == LIST_NONE)
		return;
	str_addf(&s, "%lld", (long long)p->rows.v[i].id);
	char *argv[] = { mem_strdup(str_c(&s)) };
	stack_open(v->stack, "payment", 1, argv);
	free(argv[0]);
	str_free(&s);
}

static unsigned journal_view_command(struct view *v, enum cmd_id cmd, int argc, char *const *argv)
{
	struct journal_priv *p = v->priv;
	if (cmd == C_ENTER) {
		open_entry(v);
		return VIEW_HANDLED | VIEW_STALE;
	}
	if (cmd == C_FILTER) {
		while (!p->whole)
			more(p);
		table_filter(&p->table, slice_of(argc > 0 ? argv[0] : ""));
		return VIEW_HANDLED | VIEW_STALE;
	}
	unsigned did = table_command(&p->table, cmd);
	size_t i = table_row(&p->table);
	if (did && i != LIST_NONE && i + PAGE / 2 > p->rows.n && p->journal)
		more(p);
	return did;
}

static unsigned journal_view_key(struct view *v, const struct keystroke *k)
{
	struct journal_priv *p = v->priv;
	unsigned did = table_key(&p->table, k);
	if (did & LIST_ACTIVATE)
		open_entry(v);
	return did & ~(unsigned)LIST_ACTIVATE;
}

static void journal_view_draw(struct view *v, struct grid *g, struct rect r)
{
	table_draw(&((struct journal_priv *)v->priv)->table, g, r, true);
}

static void journal_view_say(struct view *v, struct str *out)
{
	table_say(&((struct journal_priv *)v->priv)->table, out, 50);
}

const struct view_ops journal_view = {
	.name = "journal",
	.title = N_("Payments of this program"),
	.flags = VIEW_FILTER,
	.context = IN_JOURNAL | IN_LIST,
	.priv_size = sizeof(struct journal_priv),
	.open = journal_view_open,
	.close = journal_view_close,
	.changed = journal_view_changed,
	.command = journal_view_command,
	.key = journal_view_key,
	.draw = journal_view_draw,
	.say = journal_view_say,
};
