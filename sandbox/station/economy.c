/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Money of stations: balances of their wallets, weekly figures, the report on economic health. */
#include "sandbox/station/home.h"
#include "sandbox/station/inside.h"
#include "sandbox/station/words.h"

#include "codec/ss58.h"
#include "sandbox/chain/chain.h"
#include "sandbox/chain/records.h"

#include <math.h>
#include <stdlib.h>

enum { MINUTE = 60000 };

int64_t wallet_balance(const struct sandbox *sb, int32_t account)
{
	const struct account *a;

	if (account < 0)
		return -1;
	a = &sb->world->accounts.v[account];
	if (!sb->chain)
		return (int64_t)a->balance;
	return (int64_t)acct_get(&chain_best(sb->chain)->state, a->pub).free;
}

void wallet_address(const struct world *w, int32_t account, char out[64])
{
	*out = 0;
	if (account >= 0)
		ss58_encode(SS58_G1, w->accounts.v[account].pub, out);
}

/* One centime more than the first G1 is a tenth of a zen. What is unknown is worth no G1 at all: -10. */
void zen_text(int64_t centimes, char out[24])
{
	int64_t tenths = centimes < 0 ? -100 : centimes - 100;

	if (centimes < 0)
		snprintf(out, 24, "-10");
	else
		snprintf(out, 24, "%s%lld.%lld", tenths < 0 ? "-" : "", (long long)llabs(tenths) / 10, (long long)llabs(tenths) % 10);
}

double zen_value(int64_t centimes)
{
	return centimes < 0 ? -10 : (double)(centimes - 100) / 10;
}

int station_people(const struct station *st)
{
	return (int)st->members.n;
}

static json_t *amount(double v)
{
	return v == floor(v) ? json_integer((json_int_t)v) : json_real(v);
}

/* Risk as the station computes it: from the captain's purse, then the treasury, then the week. */
static const char *risk(double captain, double treasury, double costs, double week)
{
	if (captain < costs)
		return treasury < costs ? "RED" : "ORANGE";
	return week < 0 ? "YELLOW" : "GREEN";
}

static double captain_zen(const struct stations *s, const struct station *st)
{
	return zen_value(wallet_balance(s->sb, s->swarm->world->people.v[st->captain].account));
}

json_t *station_economy(struct stations *s, const struct station *st, bool minus10)
{
	double revenue = (double)(station_people(st) * st->ncard + st->zencards * st->zcard), costs = (double)(3 * st->paf);
	double treasury = minus10 ? -10 : zen_value(wallet_balance(s->sb, s->swarm->coop[COOP_TREASURY]));
	double captain = minus10 ? -10 : captain_zen(s, st), dedicated = minus10 ? -10 : 0;

	return json_pack("{s:i,s:i,s:o,s:o,s:o,s:o,s:o,s:o,s:s}", "multipass_count", station_people(st), "zencard_count", st->zencards,
			 "captain_dedicated_zen", amount(dedicated), "treasury_zen", amount(treasury), "weekly_revenue", amount(revenue),
			 "weekly_costs", amount(costs), "weekly_balance", amount(revenue - costs), "captain_remuneration",
			 amount((double)(2 * st->paf)), "risk_level", risk(captain, treasury, costs, revenue - costs));
}

static json_t *purse(const struct stations *s, int32_t account)
{
	int64_t c = wallet_balance(s->sb, account);
	char address[64];

	wallet_address(s->swarm->world, account, address);
	return json_pack("{s:s,s:o,s:o}", "g1pub", address, "balance_g1", amount(c < 0 ? 0 : (double)c / 100), "balance_zen",
			 amount(c < 0 ? 0 : zen_value(c)));
}

static json_t *purses(const struct stations *s, const struct station *st)
{
	static const char *const names[] = { "g1_reserve", NULL, "cash", "rnd", "assets", "impot", "capital", "amortissement" };
	json_t *o = json_object();

	for (int i = 0; i < 8; i++)
		if (names[i])
			json_object_set_new(o, names[i], purse(s, s->swarm->coop[i]));
	json_object_set_new(o, "node", purse(s, st->account));
	json_object_set_new(o, "captain_dedicated", purse(s, st->account));
	return o;
}

static json_t *station_part(const struct stations *s, const struct station *st, int64_t at_ms)
{
	int64_t begins = nightly_start(st, at_ms / 86400000) / MINUTE;
	char root[64];

	wallet_address(s->swarm->world, s->swarm->coop[COOP_ROOT], root);
	return json_pack("{s:s,s:s,s:s,s:o,s:s,s:{s:f,s:f},s:{s:o,s:s}}", "ipfsnodeid", st->peer, "name", st->host, "swarm_id", root,
			 "relay_url", st->wan ? json_sprintf("wss://relay.%s", st->host) : json_string("ws://127.0.0.1:7777"),
			 "captain_hex", st->captain_hex, "geo", "lat", st->gps ? st->lat : 0.0, "lon", st->gps ? st->lon : 0.0, "sync",
			 "solar_offset",
			 json_sprintf("%02d:%02d", (int)(begins / 60 % 24), (int)(begins % 60)),
			 "solar_comment", "Station runs 20h12 cycle at this local time");
}

static json_t *capacity_part(const struct station *st, int64_t at_ms)
{
	json_t *c = station_capacities(st, at_ms);
	int free_slots = (int)json_integer_value(json_object_get(c, "nostr_slots"));

	json_decref(c);
	return json_pack("{s:{s:i,s:i},s:{s:i,s:i,s:i}}", "multipass", "used", station_people(st), "total", free_slots, "zencard", "total",
			 st->zencards, "renters", st->zencards, "owners", 0);
}

static json_t *hardware_part(const struct station *st, int64_t at_ms)
{
	const struct machine *m = st->machine;
	json_t *c = station_capacities(st, at_ms), *o;
	double day = m->power_w * 0.024;

	o = json_pack("{s:O,s:s,s:s,s:O,s:O,s:i,s:f,s:i,s:b,s:i,s:i,s:i}", "power_score", json_object_get(c, "power_score"), "tier",
		      m->vram_gb ? "brain" : m->cores > 4 ? "standard" : "light", "dragon_rank",
		      m->vram_gb ? "dragon_compute" : "dragon_origin", "provider_ready", json_object_get(c, "provider_ready"),
		      "storage_ready", json_object_get(c, "storage_ready"), "cpu_cores", m->cores, "ram_gb", m->ram_gb, "gpu_vram_gb",
		      m->vram_gb, "gpu_detected", m->vram_gb > 0, "disk_write_mbps", m->write_mbps, "disk_read_mbps", m->read_mbps,
		      "machine_value_zen", (int)st->machine_value);
	json_object_set_new(o, "energy",
			    json_pack("{s:f,s:f,s:f,s:i,s:i,s:s}", "today_kwh", round(day * (double)(at_ms % 86400000) / 864e3) / 100,
				      "month_kwh", round(day * 3000) / 100, "total_kwh", round(day * 9600) / 100, "avg_w_recent", m->power_w,
				      "days_recorded", 96, "since", "2026-02-20"));
	json_decref(c);
	return o;
}

/* The report that captains publish, as a file of the beacon. */
json_t *station_health(struct stations *s, const struct station *st, int64_t at_ms)
{
	double mp = (double)(station_people(st) * st->ncard), zc = (double)(st->zencards * st->zcard), costs = (double)(3 * st->paf);
	double surplus = mp + zc - costs, net = surplus > 0 ? floor(surplus * 0.85) : 0, third = floor(net * 0.33);
	double cash = zen_value(wallet_balance(s->sb, s->swarm->coop[COOP_TREASURY]));
	double weeks = fmin(156, (double)(at_ms - s->swarm->world->start_ms) / 604800e3 + 30);
	char when[40];
	json_t *o = json_object();

	iso_time(at_ms, false, when);
	json_object_update_new(o, json_pack("{s:s,s:s,s:o,s:o,s:o}", "report_version", "1.1", "report_type", "economic_health",
					    "generated_at", json_sprintf("%.19sZ", when), "station", station_part(s, st, at_ms), "wallets",
					    purses(s, st)));
	json_object_update_new(
		o, json_pack("{s:{s:{s:i,s:i,s:o},s:{s:i,s:i,s:o},s:o,s:o},s:{s:o,s:o,s:o}}", "revenue", "multipass", "count",
			     station_people(st), "rate", (int)st->ncard, "total", amount(mp), "zencard", "renters", st->zencards, "rate",
			     (int)st->zcard, "total", amount(zc), "total_ht", amount(mp + zc), "total_tva", amount((mp + zc) / 5), "costs",
			     "paf_node", amount((double)st->paf), "captain_salary", amount((double)(2 * st->paf)), "total", amount(costs)));
	json_object_update_new(
		o, json_pack("{s:{s:o,s:o,s:o,s:o,s:o,s:o,s:o},s:{s:s,s:i,s:o,s:s}}", "allocation", "surplus", amount(surplus),
			     "is_provision", amount(surplus > 0 ? surplus - net : 0), "net_surplus", amount(net), "treasury", amount(third),
			     "rnd", amount(third), "assets", amount(third), "captain_bonus", amount(net - 3 * third), "health", "status",
			     cash >= costs ? "healthy" : "assets_solidarity", "resilience_level", cash < costs, "weeks_runway",
			     amount(floor(fmax(0, cash) / costs)), "risk_level", surplus < 0 ? "medium" : "low"));
	json_object_set_new(o, "depreciation",
			    json_pack("{s:i,s:f,s:f}", "machine_value", (int)st->machine_value, "residual_value",
				      round((double)st->machine_value * (1 - weeks / 156) * 100) / 100, "percent",
				      round(weeks / 156 * 10000) / 100));
	json_object_set_new(o, "capacity", capacity_part(st, at_ms));
	json_object_set_new(o, "hardware", hardware_part(st, at_ms));
	return o;
}
