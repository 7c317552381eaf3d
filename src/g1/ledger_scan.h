/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A walk over all rows that a filter lets through, newest first, a few in each turn of the loop: for sums and places in a list of
 * a million rows. It sees the rows as they were when it was opened, and must be closed before the ledger. */
#ifndef G1_LEDGER_SCAN_H
#define G1_LEDGER_SCAN_H

#include "g1/ledger.h"

struct ledger_scan;

enum err ledger_scan_open(struct ledger *l, const unsigned char pub[32], const struct ledger_filter *w, struct ledger_scan **out, struct fault *f);
/* Sets id, kind, amount_c and time; false at the end, or when it cannot go on. */
bool ledger_scan_next(struct ledger_scan *s, struct ledger_row *r);
void ledger_scan_close(struct ledger_scan *s);  /* NULL is fine */

#endif
