/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/tick.h"
#include "g1/ledger_scan.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/moves_in.h"

enum { COUNT_TELLS = 16 }; /* turns from one telling to the next */

void moves_stop_counting(struct moves *m)
{
	ledger_scan_close(m->scan);
	loop_timer_del(m->count);
	m->scan = NULL;
	m->count = NULL;
}

static void count_later(void *arg);

/* So many rows more of a filter: sums, and where pages begin. */
void moves_count(struct moves *m, size_t n)
{
	struct ledger_row r;

	while (m->scan && n--) {
		if (!ledger_scan_next(m->scan, &r)) {
			moves_stop_counting(m);
			subject_touch(&m->subject);
			break;
		}
		*(r.kind == LEDGER_OUT ? &m->sum.out_c : &m->sum.in_c) += r.amount_c;
		m->sum.since = r.time;
		if (++m->sum.rows % MOVES_PAGE == 0)
			vec_push(&m->anchors, r.id);
	}
	if (m->scan && !m->count)
		m->count = loop_timer_add(m->app->loop, 0, count_later, m);
}

static void count_later(void *arg)
{
	struct moves *m = arg;

	m->count = NULL;
	if (m->turns++ % COUNT_TELLS == 0)
		subject_touch(&m->subject);
	moves_count(m, MOVES_TURN);
}

/* Of the oldest row; 0 unknown. */
static int64_t first_time(const struct moves *m, size_t rows)
{
	struct ledger_page page = { 0 };
	int64_t before = 0, when = 0;

	if (!rows || (rows > 1 && ledger_nth(moves_ledger(m), m->pub, rows - 2, &before, NULL)) || ledger_page(moves_ledger(m), m->pub, NULL, before, 1, &page, NULL))
		return 0;
	if (page.rows.n)
		when = page.rows.v[0].time;
	ledger_page_free(&page);
	return when;
}

static void add_up(struct moves *m)
{
	struct ledger_sum all = { 0 };
	struct ledger *l = moves_ledger(m);

	moves_stop_counting(m);
	m->summed = true;
	m->sum = (struct moves_sum){ 0 };
	m->whole = m->claims_too = false;
	m->anchors.n = 0;
	vec_push(&m->anchors, 0);
	if (!l || !m->showing || ledger_sum(l, m->pub, NULL, &all, NULL))
		return;
	m->balance_c = all.balance_c;
	m->whole = all.whole;
	m->synced = all.synced;
	m->claims_too = all.synced != 0;
	m->partial = !all.whole && m->coin->g1 && m->coin->g1->history && history_busy(m->coin->g1->history, m->pub);
	if (!m->filtered) { /* kept by the ledger */
		m->sum = (struct moves_sum){ .rows = (size_t)all.rows, .in_c = all.in_c + all.claimed_c, .out_c = all.out_c,
			.since = first_time(m, (size_t)all.rows) };
	} else if (!ledger_scan_open(l, m->pub, &m->filter, &m->scan, NULL)) {
		m->turns = 0;
		moves_count(m, MOVES_TURN);
	}
}

const struct moves_sum *moves_sum(struct moves *m)
{
	if (!m->summed)
		add_up(m);
	m->sum.more = m->partial || m->scan;
	m->sum.whole = m->whole && m->claims_too;
	return &m->sum;
}

const struct moves_sum *moves_settle(struct moves *m)
{
	moves_sum(m);
	moves_count(m, SIZE_MAX);
	return moves_sum(m);
}

bool moves_before(struct moves *m, int64_t *c)
{
	const struct purse *p = m->showing ? m->coin->ops->purse(m->coin->self, m->pub) : NULL;

	moves_sum(m);
	if (!p || p->source.degree == DEGREE_NONE)
		return false;
	*c = p->free_c + p->reserved_c - m->balance_c;
	return true;
}

bool moves_gap_now(struct moves *m, int64_t *gap_c)
{
	return moves_before(m, gap_c) && m->whole;
}

/* While the history lags, what was there before it stays what it was. */
bool moves_gap(struct moves *m, int64_t *gap_c)
{
	if (!moves_gap_now(m, gap_c))
		return false;
	if (m->opened)
		*gap_c = m->opening_c;
	return true;
}

bool moves_late(struct moves *m, int64_t *lacks_c)
{
	int64_t gap_c;

	if (!m->opened || !moves_gap_now(m, &gap_c))
		return false;
	*lacks_c = gap_c - m->opening_c;
	return *lacks_c != 0;
}
