/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "station/economy.h"
#include <string.h>

enum { WEEKS_OF_A_MACHINE = 156, MOST = 1000000000 };
static const int64_t tax_step_zc = 4250000; /* 42 500 Ẑ a year */

static bool known(int64_t v)
{
	return v != FIG_NONE;
}

/* Numbers of a stranger may be anything: beyond a billion they count as unknown, so that no product overflows. */
static int64_t sane(int64_t v)
{
	return v > (int64_t)MOST * 100 || v < -(int64_t)MOST * 100 ? FIG_NONE : v;
}

static int64_t count(int64_t v)
{
	return v < 0 || v > MOST / 100 ? FIG_NONE : v;
}

static int64_t floor_zen(int64_t zc)
{
	return zc / 100 * 100;
}

/* The year's tax at this pace, 15 % up to the step and 25 % beyond, brought back to one week. */
static void split(struct economy *e)
{
	int64_t s = e->balance_zc;
	memset(&e->split, 0, sizeof e->split);
	if (!known(s) || s <= 0)
		return;
	int64_t year = s * 52, low = year < tax_step_zc ? year : tax_step_zc;
	e->split.tax_zc = (low * 15 + (year - low) * 25) / 100 / 52;
	int64_t net = s - e->split.tax_zc;
	e->split.treasury_zc = floor_zen(net * 33 / 100);
	e->split.rnd_zc = e->split.assets_zc = e->split.treasury_zc;
	e->split.captain_zc = net - 3 * e->split.treasury_zc;
}

/* The stations' own rule: first whether the captain, then the treasury, could pay a week; then whether the week pays itself. */
static enum risk judge(const struct economy *e)
{
	int64_t captain = e->in.captain_zc, treasury = e->in.treasury_zc;
	if (!known(e->costs_zc) || !known(captain))
		return RISK_UNKNOWN;
	if (captain < e->costs_zc)
		return !known(treasury) ? RISK_UNKNOWN : treasury < e->costs_zc ? RISK_RED : RISK_ORANGE;
	return !known(e->balance_zc) ? RISK_UNKNOWN : e->balance_zc < 0 ? RISK_YELLOW : RISK_GREEN;
}

void economy_what_if(struct economy *e, const struct economy_in *in)
{
	struct economy_in i = { count(in->multipass), count(in->zencards), sane(in->ncard_zc), sane(in->zcard_zc), sane(in->paf_zc),
		sane(in->captain_zc), sane(in->treasury_zc), sane(in->machine_zc) };
	*e = (struct economy){ .in = i };
	bool people = known(i.multipass) && known(i.zencards) && known(i.ncard_zc) && known(i.zcard_zc);
	e->revenue_zc = people ? i.multipass * i.ncard_zc + i.zencards * i.zcard_zc : FIG_NONE;
	e->pay_zc = known(i.paf_zc) ? 2 * i.paf_zc : FIG_NONE;
	e->costs_zc = known(i.paf_zc) ? 3 * i.paf_zc : FIG_NONE;
	e->balance_zc = known(e->revenue_zc) && known(e->costs_zc) ? e->revenue_zc - e->costs_zc : FIG_NONE;
	e->runway_weeks = known(i.treasury_zc) && i.treasury_zc >= 0 && known(e->costs_zc) && e->costs_zc > 0
	                      ? i.treasury_zc / e->costs_zc : FIG_NONE;
	e->paf_least_zc = known(i.machine_zc) && i.machine_zc >= 0
	                      ? (i.machine_zc + WEEKS_OF_A_MACHINE - 1) / WEEKS_OF_A_MACHINE : FIG_NONE;
	e->missing = FIG_NONE;
	if (known(e->balance_zc) && e->balance_zc >= 0)
		e->missing = 0;
	else if (known(e->balance_zc) && i.ncard_zc > 0)
		e->missing = (-e->balance_zc + i.ncard_zc - 1) / i.ncard_zc;
	e->risk = judge(e);
	split(e);
}

enum risk economy_risk(const char *word)
{
	for (int i = RISK_GREEN; i <= RISK_RED; i++)
		if (!strcmp(word, economy_risks[i]))
			return (enum risk)i;
	return RISK_UNKNOWN;
}

static bool disagree(int64_t said, int64_t computed)
{
	return known(said) && known(computed) && said != computed;
}

void economy_of(struct economy *e, const struct beacon *b)
{
	const struct beacon_economy *s = &b->economy;
	/* the captain's whole wallet counts, as in the stations' own rule, not what was set aside */
	struct economy_in in = { s->multipass, s->zencards, b->ncard_zc, b->zcard_zc, b->paf_zc, b->captain_zc, s->treasury_zc,
		b->machine_zc };
	economy_what_if(e, &in);
	e->said = economy_risk(s->risk);
	e->differs = disagree(s->revenue_zc, e->revenue_zc) || disagree(s->costs_zc, e->costs_zc) ||
	             disagree(s->balance_zc, e->balance_zc) || disagree(s->pay_zc, e->pay_zc) ||
	             (e->said != RISK_UNKNOWN && e->risk != RISK_UNKNOWN && e->said != e->risk);
}

const char *const economy_risks[] = { "unknown", "GREEN", "YELLOW", "ORANGE", "RED", NULL };
