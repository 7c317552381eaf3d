/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The economy of a station, computed here by one definition, because the figures that stations publish differ from version to
 * version and some are known to be wrong. All amounts in hundredths of Ẑ a week; FIG_NONE is unknown and makes what depends
 * on it unknown. Pure. */
#ifndef STATION_ECONOMY_H
#define STATION_ECONOMY_H

#include "station/beacon.h"

enum risk { RISK_UNKNOWN, RISK_GREEN, RISK_YELLOW, RISK_ORANGE, RISK_RED };

/* What goes in: read from a beacon, or asked "what if". */
struct economy_in {
	int64_t multipass, zencards;
	int64_t ncard_zc, zcard_zc, paf_zc;
	int64_t captain_zc, treasury_zc, machine_zc;
};

struct economy {
	struct economy_in in;
	int64_t revenue_zc;      /* multipass * ncard + zencards * zcard */
	int64_t pay_zc;          /* the captain's: 2 * paf */
	int64_t costs_zc;        /* 3 * paf */
	int64_t balance_zc;
	int64_t runway_weeks;    /* treasury / costs */
	int64_t paf_least_zc;    /* machine value over 156 weeks */
	int64_t missing;         /* MULTIPASS that would have to be added to reach the costs; 0 when it is viable */
	enum risk risk;          /* by the stations' own rule, from figures that are right */
	enum risk said;          /* what the station says itself */
	bool differs;            /* some published figure is not what follows from its own numbers */
	struct {                 /* of the surplus: 15 % tax up to 42 500 Ẑ a year's worth, then a third each */
		int64_t tax_zc, treasury_zc, rnd_zc, assets_zc, captain_zc;
	} split;
};

void economy_of(struct economy *e, const struct beacon *b);
void economy_what_if(struct economy *e, const struct economy_in *in);
enum risk economy_risk(const char *word);
extern const char *const economy_risks[]; /* "unknown" "GREEN" "YELLOW" "ORANGE" "RED" */

#endif
