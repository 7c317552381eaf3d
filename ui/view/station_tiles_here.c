/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tiles of the machine: services, load, capacity, economy. Of a remote station the beacon's figures stand in, with the beacon's
 * age. */
#include "ui/view/station_tiles.h"
#include "base/i18n.h"
#include "base/tick.h"
#include "model/capacity.h"
#include "model/machine.h"
#include "model/money.h"
#include "model/services.h"
#include "ui/draw/chart.h"
#include "ui/draw/figure.h"
#include <math.h>

/* Services */

static const struct subject *services_subject(const struct app *a)
{
	return &a->services->subject;
}

static void services_line(const struct app *a, struct str *out)
{
	const struct daemon_tally *t = &a->services->tally;
	str_addf(out, _("%d up, %d partly, %d down"), t->up, t->partly, t->down);
}

static enum glyph daemon_sign(const struct daemons *all, const struct daemon *u, enum role *role)
{
	*role = ROLE_STALE;
	switch (u->state) {
	case DAEMON_UP:
		*role = daemon_lacks(all, u) ? ROLE_WARN : ROLE_OK;
		return *role == ROLE_OK ? GLYPH_GOOD : GLYPH_HALF;
	case DAEMON_STARTING: *role = ROLE_WARN; return GLYPH_HALF;
	case DAEMON_ASLEEP: return GLYPH_OPEN;
	case DAEMON_DOWN: *role = ROLE_ERROR; return GLYPH_BAD;
	default: return GLYPH_OPEN;
	}
}

/* "0.42.0  11 d", "without relay", "down" */
static void service_words(const struct daemon *u, const char *lacks, struct str *out)
{
	if (u->state == DAEMON_UP && *u->version && !lacks)
		str_adds(out, u->version);
	else if (lacks)
		str_addf(out, _("without %s"), lacks);
	else
		str_adds(out, st_daemon_word(u->state));
	if (u->since > 0) {
		struct str age = { 0 };
		tick_age(&age, tick_now() - u->since);
		if (!slice_is(slice_str(&age), "?"))
			str_addf(out, "  %s", age.p);
		str_free(&age);
	}
}

/* "6/17": more are known than there may be room for. */
static void services_note(const struct app *a, struct str *out)
{
	if (a->services->daemons.n)
		str_addf(out, "%d/%zu", a->services->tally.up, a->services->daemons.n);
}

static void services_more(const struct app *a, struct str *out)
{
	const struct daemons *all = &a->services->daemons;
	for (size_t i = 0; i < all->n; i++) {
		const char *lacks = daemon_lacks(all, &all->v[i]);
		str_addf(out, "%s%s ", i ? ", " : "", all->v[i].name);
		if (all->v[i].state == DAEMON_UP && *all->v[i].version && !lacks)
			str_addf(out, "%s ", st_daemon_word(DAEMON_UP));
		service_words(&all->v[i], lacks, out);
	}
}

static void services_draw(const struct app *a, struct grid *g, struct rect r)
{
	const struct daemons *all = &a->services->daemons;
	for (int i = 0; i < r.h && (size_t)i < all->n; i++) {
		const struct daemon *u = &all->v[i];
		enum role role;
		enum glyph sign = daemon_sign(all, u, &role);
		const char *lacks = daemon_lacks(all, u);
		struct str s = { 0 };
		grid_glyph(g, r.y + i, r.x, role, sign);
		grid_field(g, r.y + i, r.x + 2, 10, false, ROLE_LABEL, slice_of(u->name));
		service_words(u, lacks, &s);
		grid_field(g, r.y + i, r.x + 13, r.w - 13, false, role == ROLE_ERROR ? ROLE_ERROR : ROLE_TEXT, slice_str(&s));
		str_free(&s);
	}
}

/* Machine */

static const struct subject *machine_subject(const struct app *a)
{
	return &a->machine->subject;
}

static void machine_line(const struct app *a, struct str *out)
{
	const struct host *h = &a->machine->host;
	const struct beacon_machine *m = &a->machine->told;
	if (h->at_ms) {
		str_adds(out, _("cpu "));
		if (h->cpu >= 0)
			figure_percent(out, (uint64_t)h->cpu, 1000);
		else
			str_adds(out, _("n/a"));
		str_adds(out, _(", memory "));
		figure_percent(out, (uint64_t)(h->mem_total - h->mem_available), (uint64_t)h->mem_total);
	} else if (m->mem_total_mb > 0) {
		str_adds(out, _("memory "));
		figure_percent(out, (uint64_t)m->mem_used_mb, (uint64_t)m->mem_total_mb);
	} else {
		str_adds(out, _("not known from afar"));
	}
}

/* A share as a gauge, or as one column a core when these are few enough to be told apart. */
static void machine_gauge(struct grid *g, struct rect r, int y, const char *label, int share, const struct host *cores)
{
	struct str s = { 0 };
	if (y >= r.h)
		return;
	grid_field(g, r.y + y, r.x, 6, false, ROLE_LABEL, slice_of(label));
	if (share < 0)
		str_adds(&s, _("n/a"));
	else
		figure_percent(&s, (uint64_t)share, 1000);
	int w = r.w - 7 - 7, most = w < 12 ? w : 12;
	if (cores && cores->cores > 1 && cores->cores <= most && share >= 0) {
		double v[12];
		for (int i = 0; i < cores->cores; i++)
			v[i] = cores->core[i] < 0 ? NAN : cores->core[i];
		chart_spark(g, r.y + y, r.x + 7, cores->cores, &(struct chart){ .v = v, .n = (size_t)cores->cores, .hi = 1000, .role = ROLE_GRAPH });
	} else if (w >= 3 && share >= 0) {
		chart_gauge(g, r.y + y, r.x + 7, most, share > 900 ? ROLE_WARN : ROLE_GAUGE, share);
	}
	grid_field(g, r.y + y, r.x + r.w - 6, 6, true, ROLE_TEXT, slice_str(&s));
	str_free(&s);
}

static void machine_row(struct grid *g, struct rect r, int y, const char *label, enum role role, struct str *value)
{
	if (y < r.h) {
		grid_field(g, r.y + y, r.x, 6, false, ROLE_LABEL, slice_of(label));
		grid_field(g, r.y + y, r.x + 7, r.w - 7, false, role, slice_str(value));
	}
	str_cut(value, 0);
}

static const struct host_net *busiest(const struct host *h)
{
	const struct host_net *best = NULL;
	for (size_t i = 0; i < h->nets.n; i++) {
		const struct host_net *n = &h->nets.v[i];
		if (n->up && n->rate_in >= 0 && (!best || n->rate_in + n->rate_out > best->rate_in + best->rate_out))
			best = n;
	}
	return best;
}

/* "ok 35 min", "4 errors", "not finished" */
static enum role nightly_words(const struct nightly *n, struct str *out)
{
	if (!n->finished)
		str_adds(out, _("not finished"));
	else if (n->errors)
		str_addf(out, ngettext("%lld error", "%lld errors", (unsigned long)n->errors), (long long)n->errors);
	else
		str_adds(out, _("ok"));
	if (n->finished && n->began && n->ended > n->began) {
		str_adds(out, " ");
		tick_passed(out, n->ended - n->began);
	}
	return n->errors || !n->finished ? ROLE_WARN : ROLE_OK;
}

static void temp_words(struct str *out, int64_t mc)
{
	if (mc > 0)
		str_addf(out, "%lld °C", (long long)(mc / 1000));
	else
		str_adds(out, _("n/a"));
}

static void net_words(const struct host_net *n, struct str *out)
{
	str_adds(out, "↓");
	st_rate(out, n->rate_in);
	str_adds(out, " ↑");
	st_rate(out, n->rate_out);
}

static void load_words(struct str *out, int64_t centi)
{
	if (centi >= 0)
		figure_real(out, (double)centi / 100, 2);
	else
		str_adds(out, _("n/a"));
}

/* How long ago the station measured itself: it does so twice a day. */
static void told_words(struct str *out, const struct beacon_machine *m)
{
	struct str age = { 0 };
	tick_age(&age, tick_now() - m->at);
	str_addf(out, _("%s ago"), age.p);
	str_free(&age);
}

static void machine_more(const struct app *a, struct str *out)
{
	const struct host *h = &a->machine->host;
	const struct beacon_machine *m = &a->machine->told;
	const struct nightly *night = &a->station->nightly;
	bool here = h->at_ms != 0;
	const struct host_net *n = here ? busiest(h) : NULL;
	str_addf(out, "%s ", _("temp"));
	temp_words(out, here ? h->temp_mc : m->temp_mc);
	str_addf(out, ", %s ", _("load"));
	load_words(out, here ? h->load[0] : m->load_centi);
	if (n) {
		str_addf(out, ", %s ", n->name);
		net_words(n, out);
	}
	if (!here && m->at) {
		str_addf(out, ", %s ", C_("at most 6 letters: when the station measured itself", "told"));
		told_words(out, m);
	}
	if (here && h->uptime > 0) {
		str_addf(out, ", %s ", C_("at most 5 letters: since its start", "up"));
		tick_span(out, h->uptime);
	}
	if (night->day) {
		str_adds(out, ", 20h12 ");
		nightly_words(night, out);
	}
}

static void machine_draw(const struct app *a, struct grid *g, struct rect r)
{
	const struct host *h = &a->machine->host;
	const struct beacon_machine *m = &a->machine->told;
	const struct nightly *night = &a->station->nightly;
	bool here = h->at_ms != 0;
	struct str s = { 0 };
	int64_t load = here ? h->load[0] : m->load_centi;
	struct rect upper = r;
	if (night->day && r.h > 4)
		upper.h--;
	machine_gauge(g, upper, 0, _("cpu"), here ? h->cpu : -1, h);
	machine_gauge(g, upper, 1, _("mem"), here && h->mem_total > 0 ? st_permille(h->mem_total - h->mem_available, h->mem_total)
	                                     : m->mem_total_mb > 0   ? st_permille(m->mem_used_mb, m->mem_total_mb)
	                                                             : -1, NULL);
	temp_words(&s, here ? h->temp_mc : m->temp_mc);
	machine_row(g, upper, 2, _("temp"), ROLE_TEXT, &s);
	load_words(&s, load);
	machine_row(g, upper, 3, _("load"), ROLE_TEXT, &s);
	const struct host_net *n = here ? busiest(h) : NULL;
	if (n) {
		net_words(n, &s);
		machine_row(g, upper, 4, n->name, ROLE_TEXT, &s);
	}
	if (!here && m->at) {
		told_words(&s, m);
		machine_row(g, upper, 4, C_("at most 6 letters: when the station measured itself", "told"), ROLE_STALE, &s);
	}
	if (here && h->uptime > 0) {
		tick_span(&s, h->uptime);
		machine_row(g, upper, n ? 5 : 4, C_("at most 5 letters: since its start", "up"), ROLE_TEXT, &s);
	}
	if (night->day && r.h > 4)
		machine_row(g, r, r.h - 1, "20h12", nightly_words(night, &s), &s);
	str_free(&s);
}

/* Capacity */

static const struct subject *capacity_subject(const struct app *a)
{
	return &a->capacity->subject;
}

static void capacity_line(const struct app *a, struct str *out)
{
	const struct capacity *c = a->capacity;
	if (c->people_here < 0)
		str_adds(out, _("not known"));
	else
		str_addf(out, ngettext("carries %lld person", "carries %lld people", (unsigned long)c->people_here),
		         (long long)c->people_here);
}

static void slots_words(struct str *out, int64_t used, int64_t free_slots)
{
	if (used < 0 || free_slots < 0)
		str_adds(out, _("n/a"));
	else
		/* TR: a part and the whole: 34 places of 51 are taken */
		str_addf(out, _("%lld of %lld"), (long long)used, (long long)(used + free_slots));
}

static void power_words(const struct beacon *b, struct str *out)
{
	str_adds(out, _("power "));
	st_count(out, b->capacity.power);
	if (*b->capacity.tier)
		str_addf(out, "  %s", st_word(b->capacity.tier));
}

static void capacity_more(const struct app *a, struct str *out)
{
	const struct beacon *b = &a->station->beacon;
	str_adds(out, "MULTIPASS ");
	slots_words(out, b->economy.multipass, b->capacity.nostr_slots);
	str_adds(out, ", ZEN Card ");
	slots_words(out, b->economy.zencards, b->capacity.zencard_slots);
	str_adds(out, ", ");
	power_words(b, out);
}

static void slots(struct grid *g, struct rect r, int y, const char *label, int64_t used, int64_t free_slots)
{
	struct str s = { 0 };
	if (y >= r.h)
		return;
	slots_words(&s, used, free_slots);
	grid_field(g, r.y + y, r.x, 10, false, ROLE_LABEL, slice_of(label));
	grid_field(g, r.y + y, r.x + 11, r.w - 11, false, ROLE_TEXT, slice_str(&s));
	str_free(&s);
}

static void capacity_draw(const struct app *a, struct grid *g, struct rect r)
{
	const struct beacon *b = &a->station->beacon;
	struct str s = { 0 };
	slots(g, r, 0, "MULTIPASS", b->economy.multipass, b->capacity.nostr_slots);
	slots(g, r, 1, "ZEN Card", b->economy.zencards, b->capacity.zencard_slots);
	power_words(b, &s);
	st_text(g, r, 2, ROLE_TEXT, &s);
	str_cut(&s, 0);
	capacity_line(a, &s);
	st_text(g, r, 3, ROLE_TEXT, &s);
	str_free(&s);
}

/* Economy */

static const struct subject *station_subject(const struct app *a)
{
	return &a->station->subject;
}

static enum role risk_role(enum risk k)
{
	return k == RISK_GREEN ? ROLE_OK : k == RISK_RED ? ROLE_ERROR : k == RISK_UNKNOWN ? ROLE_STALE : ROLE_WARN;
}

static void risk_words(const struct economy *e, struct str *out)
{
	str_adds(out, e->risk == RISK_UNKNOWN ? _("not known") : st_word(economy_risks[e->risk]));
	if (e->differs)
		str_adds(out, _(" (computed anew)"));
}

static void zen_short(struct str *out, int64_t zc)
{
	if (zc == FIG_NONE)
		str_adds(out, _("n/a"));
	else if (zc % 100)
		money_g1(out, zc, false);
	else
		money_count(out, zc / 100);
}

/* "42 / 39 Ẑ a week" */
static void week_words(const struct economy *e, struct str *out)
{
	struct str income = { 0 }, costs = { 0 };
	zen_short(&income, e->revenue_zc);
	zen_short(&costs, e->costs_zc);
	/* TR: income and costs of a week, in the money of the stations */
	str_addf(out, _("%s / %s Ẑ a week"), income.p, costs.p);
	str_free(&income);
	str_free(&costs);
}

static void economy_line(const struct app *a, struct str *out)
{
	const struct economy *e = &a->station->economy;
	risk_words(e, out);
	str_adds(out, ", ");
	week_words(e, out);
}

static void runway_words(const struct app *a, struct str *out)
{
	int64_t weeks = a->station->economy.runway_weeks;
	if (weeks >= 0)
		str_addf(out, ngettext("treasury lasts %lld week", "treasury lasts %lld weeks", (unsigned long)weeks), (long long)weeks);
}

static void economy_draw(const struct app *a, struct grid *g, struct rect r)
{
	const struct economy *e = &a->station->economy;
	struct str s = { 0 };
	risk_words(e, &s);
	if (r.h == 2 && e->runway_weeks >= 0)
		/* TR: after the colour of the economy: the treasury lasts that long */
		str_addf(&s, ngettext(", for %lld week", ", for %lld weeks", (unsigned long)e->runway_weeks), (long long)e->runway_weeks);
	st_text(g, r, 0, risk_role(e->risk), &s);
	str_cut(&s, 0);
	week_words(e, &s);
	st_text(g, r, 1, ROLE_TEXT, &s);
	str_cut(&s, 0);
	runway_words(a, &s);
	st_text(g, r, 2, ROLE_TEXT, &s);
	str_free(&s);
}

const struct st_tile st_services = { N_("Services"), "services", ABOUT_SERVICES, METRIC_SERVICES_UP, services_subject, services_line,
	services_draw, services_note, services_more };
const struct st_tile st_machine = { N_("Machine"), "machine", ABOUT_MACHINE, METRIC_CPU, machine_subject, machine_line, machine_draw,
	NULL, machine_more };
const struct st_tile st_capacity = { N_("Capacity"), "capacity", ABOUT_SWARM, METRIC_MULTIPASS, capacity_subject, capacity_line,
	capacity_draw, NULL, capacity_more };
const struct st_tile st_economy = { N_("Economy"), "capacity", ABOUT_SWARM, METRIC_BALANCE, station_subject, economy_line, economy_draw,
	NULL, runway_words };
