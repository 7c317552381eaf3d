/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/moves_totals.h"
#include "base/tick.h"
#include "codec/ss58.h"
#include "model/app.h"
#include "model/contacts.h"
#include "model/moves_in.h"
#include <time.h>

struct total_sink {
	struct moves *m;
	void (*fn)(void *arg, const struct moves_total *t);
	void *arg;
};

static void one_party(void *arg, const struct ledger_row *r, int64_t in_c, int64_t out_c, int64_t rows)
{
	struct total_sink *k = arg;
	const struct contact *c = contacts_by_pub(k->m->app->contacts, r->party);
	struct moves_total t = { .name = c ? c->name : r->name, .contact = c != NULL, .in_c = in_c, .out_c = out_c, .rows = rows };

	memcpy(t.party, r->party, 32);
	ss58_encode(SS58_G1, r->party, t.address);
	k->fn(k->arg, &t);
}

void moves_by_party(struct moves *m, size_t most, void (*fn)(void *arg, const struct moves_total *t), void *arg)
{
	struct total_sink k = { m, fn, arg };

	if (moves_ledger(m) && m->showing)
		ledger_parties(moves_ledger(m), m->pub, m->filtered ? &m->filter : NULL, most, one_party, &k, NULL);
}

int64_t moves_month(size_t back, char name[8])
{
	time_t now = (time_t)tick_now();
	struct tm tm;

	localtime_r(&now, &tm);
	tm.tm_mday = 1;
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	tm.tm_mon -= (int)back;
	tm.tm_isdst = -1;
	now = mktime(&tm);
	strftime(name, 8, "%Y-%m", &tm);
	return (int64_t)now;
}

bool moves_between(struct moves *m, int64_t since, int64_t until, struct moves_sum *out)
{
	struct ledger_filter w = m->filter;
	struct ledger_sum s = { 0 };

	*out = (struct moves_sum){ 0 };
	if (since > w.since)
		w.since = since;
	if (!w.until || until + 1 < w.until)
		w.until = until + 1;
	if (!moves_ledger(m) || !m->showing || ledger_sum(moves_ledger(m), m->pub, &w, &s, NULL))
		return false;
	*out = (struct moves_sum){ .rows = (size_t)s.rows, .in_c = s.in_c + s.claimed_c, .out_c = s.out_c };
	return true;
}
