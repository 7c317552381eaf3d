/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two panes of the wallet: accounts at the left, movements at the right. wallet.c owns the state below, the panes draw it
 * and give it to the list widget. */
#ifndef VIEW_WALLET_PANES_H
#define VIEW_WALLET_PANES_H

#include "base/vec.h"
#include "model/journal.h"
#include "model/moves.h"
#include "ui/widget/list.h"
#include "ui/widget/view.h"

enum wallet_pane { PANE_ACCOUNTS, PANE_MOVES };
enum wallet_period { PERIOD_ALL, PERIOD_MONTH, PERIOD_LAST_MONTH, PERIOD_YEAR, PERIOD_LAST_YEAR, PERIODS };

/* Movements that are on the chain come from moves; payments on their way stand above them and come from the journal. */
struct wallet_priv {
	enum wallet_pane pane;
	struct list accounts, rows;
	struct moves *moves;
	struct journal *journal;          /* borrowed; NULL when it cannot be opened */
	struct journal_entries live;      /* of the shown account, not among the movements yet, newest first */
	unsigned char shown[32];          /* the account whose movements are shown */
	bool showing;
	enum wallet_period period;
	bool no_claims;
	struct str words, least, most, since, until; /* of the filter, as typed */
	enum moves_way way;
	int date_w, who_w, amount_w, balance_w; /* columns of the last frame; 0: not shown */
};

extern const struct list_ops wallet_account_rows, wallet_move_rows;    /* arg: the view */

/* The i-th row: one of them is NULL. Both NULL: beyond the end. */
void wallet_row(const struct view *v, size_t i, const struct journal_entry **entry, const struct moves_row **move);
/* A label written right to left never shares a row with an amount. */
bool wallet_account_rtl(const struct account *a);
void wallet_accounts_draw(struct view *v, struct grid *g, struct rect r);
void wallet_moves_draw(struct view *v, struct grid *g, struct rect r);
const char *wallet_period_name(enum wallet_period p);
/* "1 of 12 408    in +4 310.02   out −3 105.46   since Jan" */
void wallet_sums(const struct view *v, struct str *out, bool brief);
/* The filter of the state above goes to the model. */
void wallet_apply(struct view *v);
bool wallet_filtered(const struct wallet_priv *p);
/* The same as the model wants it; borrows the texts. */
void wallet_filter(const struct wallet_priv *p, struct moves_filter *out);
/* Totals per counterparty and per month of what is shown, over the wallet. */
void wallet_totals_open(struct view *v);
/* A dialog over the wallet that asks for words, amounts and direction. */
void wallet_find_open(struct view *v);
/* Asks for a file and writes the movements shown into it. */
void wallet_export_open(struct view *v);

#endif
