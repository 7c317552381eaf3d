/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/station_tiles.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/tick.h"
#include "model/bandwidth.h"
#include "model/capacity.h"
#include "model/ipfs.h"
#include "model/machine.h"
#include "model/peers.h"
#include "model/services.h"
#include "model/skywire.h"
#include "model/ssh_keys.h"
#include "model/station.h"
#include "model/storage.h"
#include "model/swarm.h"
#include "ui/draw/chart.h"
#include "ui/draw/figure.h"
#include <math.h>
#include <stdlib.h>

void st_rate(struct str *out, int64_t bytes)
{
	if (bytes < 0)
		str_adds(out, _("n/a"));
	else
		figure_rate(out, (uint64_t)bytes);
}

void st_bytes(struct str *out, int64_t bytes)
{
	if (bytes < 0)
		str_adds(out, _("n/a"));
	else
		figure_bytes(out, (uint64_t)bytes);
}

void st_count(struct str *out, int64_t n)
{
	if (n < 0)
		str_adds(out, _("n/a"));
	else
		figure_count(out, n);
}

void st_short_id(struct str *out, const char *id)
{
	size_t n = strlen(id);
	if (n <= 13) {
		str_adds(out, id);
		return;
	}
	str_add(out, (struct slice){ id, 7 });
	str_adds(out, "…");
	str_adds(out, id + n - 4);
}

void st_zen(struct str *out, int64_t zc)
{
	if (zc == FIG_NONE) {
		str_adds(out, _("n/a"));
		return;
	}
	figure_amount(out, zc, FIGURE_PLAIN);
	str_adds(out, " Ẑ");
}

void st_chart(const struct app *a, struct grid *g, struct rect r, enum metric m, int64_t span, enum role role)
{
	size_t n = (size_t)(r.w * (g->glyphs == GLYPHS_FULL && r.h > 1 ? 2 : 1));
	if (r.w <= 0 || r.h <= 0)
		return;
	struct series_point *points = mem_array(n, sizeof *points);
	double *v = mem_array(n, sizeof *v);
	size_t seen = series_get(a->series, m, span, n, points);
	for (size_t i = 0; i < n; i++)
		v[i] = points[i].mean == SERIES_NONE ? NAN : (double)points[i].mean;
	if (seen && r.h == 1)
		chart_spark(g, r.y, r.x, r.w, &(struct chart){ .v = v, .n = n, .role = role });
	else if (seen)
		chart_line(g, r, &(struct chart){ .v = v, .n = n, .role = role });
	free(points);
	free(v);
}

static int permille(int64_t part, int64_t whole)
{
	return whole > 0 && part >= 0 ? (int)((double)part * 1000 / (double)whole) : 0;
}

static void text(struct grid *g, struct rect r, int y, enum role role, const struct str *s)
{
	if (y < r.h)
		grid_field(g, r.y + y, r.x, r.w, false, role, slice_str(s));
}

/* Peers */

static const struct subject *peers_subject(const struct app *a)
{
	return &a->peers->subject;
}

static void peers_line(const struct app *a, struct str *out)
{
	const struct peers *p = a->peers;
	str_addf(out, ngettext("%zu peer", "%zu peers", (unsigned long)p->total), p->total);
	str_addf(out, _(", direct %zu, relayed %zu"), p->direct, p->relayed);
	if (p->stations_known)
		str_addf(out, _(", stations %zu of %zu"), p->stations, p->stations_known);
}

static void peers_draw(const struct app *a, struct grid *g, struct rect r)
{
	const struct peers *p = a->peers;
	struct str s = { 0 };
	st_chart(a, g, (struct rect){ r.y, r.x, 1, r.w - 6 }, METRIC_PEERS, 86400, ROLE_GRAPH);
	grid_text(g, r.y, r.x + r.w - 5, 5, ROLE_DIM, SLICE("24 h"));
	str_addf(&s, _("direct %zu relay %zu"), p->direct, p->relayed);
	text(g, r, 1, ROLE_TEXT, &s);
	str_cut(&s, 0);
	if (p->stations_known)
		str_addf(&s, _("stations %zu of %zu"), p->stations, p->stations_known);
	text(g, r, 2, ROLE_TEXT, &s);
	str_free(&s);
}

/* Bandwidth */

static const struct subject *bandwidth_subject(const struct app *a)
{
	return &a->bandwidth->subject;
}

static void bandwidth_line(const struct app *a, struct str *out)
{
	str_adds(out, "↓ ");
	st_rate(out, a->bandwidth->now.rate_in);
	str_adds(out, "  ↑ ");
	st_rate(out, a->bandwidth->now.rate_out);
}

static void bandwidth_draw(const struct app *a, struct grid *g, struct rect r)
{
	const struct bandwidth *b = a->bandwidth;
	static const enum metric metrics[] = { METRIC_RATE_IN, METRIC_RATE_OUT };
	struct str s = { 0 };
	for (int i = 0; i < 2 && i < r.h; i++) {
		str_cut(&s, 0);
		str_adds(&s, i ? "↑ " : "↓ ");
		st_rate(&s, i ? b->now.rate_out : b->now.rate_in);
		int w = grid_text(g, r.y + i, r.x, r.w, ROLE_TEXT, slice_str(&s));
		if (r.w - w > 4)
			st_chart(a, g, (struct rect){ r.y + i, r.x + 12, 1, r.w - 12 }, metrics[i], 3600, i ? ROLE_GRAPH2 : ROLE_GRAPH);
	}
	str_cut(&s, 0);
	str_adds(&s, _("day"));
	str_adds(&s, " ↓ ");
	st_bytes(&s, b->day_in);
	str_adds(&s, " ↑ ");
	st_bytes(&s, b->day_out);
	text(g, r, 2, ROLE_TEXT, &s);
	str_free(&s);
}

/* Storage */

static const struct subject *storage_subject(const struct app *a)
{
	return &a->storage->subject;
}

static void repo_words(const struct storage *s, struct str *out)
{
	struct str size = { 0 }, limit = { 0 };
	st_bytes(&size, s->repo.size);
	st_bytes(&limit, s->repo.limit);
	/* TR: how large the IPFS repository is, and what it may take */
	str_addf(out, _("repo %s of %s"), size.p, limit.p);
	str_free(&size);
	str_free(&limit);
}

static void pins_words(const struct storage *s, struct str *out)
{
	struct str n = { 0 };
	st_count(&n, s->pins.recursive);
	str_addf(out, ngettext("%s pin", "%s pins", (unsigned long)(s->pins.recursive < 0 ? 0 : s->pins.recursive)), n.p);
	str_free(&n);
	if (s->full_at > tick_now()) {
		struct str span = { 0 };
		tick_span(&span, s->full_at - tick_now());
		str_addf(out, _(", full in %s"), span.p);
		str_free(&span);
	}
}

static void storage_line(const struct app *a, struct str *out)
{
	const struct storage *s = a->storage;
	if (s->disk_total > 0) {
		str_adds(out, _("disk "));
		figure_percent(out, (uint64_t)s->disk_used, (uint64_t)s->disk_total);
		str_adds(out, ", ");
	}
	repo_words(s, out);
	str_adds(out, ", ");
	pins_words(s, out);
}

static void storage_draw(const struct app *a, struct grid *g, struct rect r)
{
	const struct storage *s = a->storage;
	struct str t = { 0 };
	int x = r.x + grid_text(g, r.y, r.x, r.w, ROLE_LABEL, slice_of(_("disk"))) + 1;
	if (s->disk_total > 0) {
		int share = permille(s->disk_used, s->disk_total), w = r.x + r.w - x - 7;
		if (w > 3) {
			chart_gauge(g, r.y, x, w, share > 900 ? ROLE_ERROR : share > 800 ? ROLE_WARN : ROLE_GAUGE, share);
			x += w + 1;
		}
		figure_percent(&t, (uint64_t)s->disk_used, (uint64_t)s->disk_total);
	} else {
		str_adds(&t, _("n/a"));
	}
	grid_text(g, r.y, x, r.x + r.w - x, ROLE_TEXT, slice_str(&t));
	str_cut(&t, 0);
	repo_words(s, &t);
	text(g, r, 1, ROLE_TEXT, &t);
	str_cut(&t, 0);
	pins_words(s, &t);
	text(g, r, 2, ROLE_TEXT, &t);
	str_free(&t);
}

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

static const char *daemon_word(enum daemon_state s)
{
	switch (s) {
	case DAEMON_UP: return C_("service", "up");
	case DAEMON_STARTING: return _("starting");
	case DAEMON_ASLEEP: return _("asleep");
	case DAEMON_DOWN: return C_("service", "down");
	case DAEMON_DENIED: return _("not permitted");
	default: return _("unknown");
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
		if (u->state == DAEMON_UP && *u->version && !lacks)
			str_adds(&s, u->version);
		else if (lacks)
			str_addf(&s, _("without %s"), lacks);
		else
			str_adds(&s, daemon_word(u->state));
		if (u->since > 0) {
			str_adds(&s, "  ");
			tick_age(&s, tick_now() - u->since);
		}
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

static void machine_gauge(struct grid *g, struct rect r, int y, const char *label, int share)
{
	struct str s = { 0 };
	if (y >= r.h)
		return;
	grid_field(g, r.y + y, r.x, 6, false, ROLE_LABEL, slice_of(label));
	if (share < 0)
		str_adds(&s, _("n/a"));
	else
		figure_percent(&s, (uint64_t)share, 1000);
	int w = r.w - 7 - 7;
	if (w >= 3 && share >= 0)
		chart_gauge(g, r.y + y, r.x + 7, w < 8 ? w : 8, share > 900 ? ROLE_WARN : ROLE_GAUGE, share);
	grid_field(g, r.y + y, r.x + r.w - 6, 6, true, ROLE_TEXT, slice_str(&s));
	str_free(&s);
}

static void machine_draw(const struct app *a, struct grid *g, struct rect r)
{
	const struct host *h = &a->machine->host;
	const struct beacon_machine *m = &a->machine->told;
	bool here = h->at_ms != 0;
	struct str s = { 0 };
	int64_t temp = here ? h->temp_mc : m->temp_mc, load = here ? h->load[0] : m->load_centi;
	machine_gauge(g, r, 0, _("cpu"), here ? h->cpu : -1);
	machine_gauge(g, r, 1, _("mem"), here && h->mem_total > 0 ? permille(h->mem_total - h->mem_available, h->mem_total)
	                                 : m->mem_total_mb > 0   ? permille(m->mem_used_mb, m->mem_total_mb)
	                                                         : -1);
	if (temp > 0)
		str_addf(&s, _("temp  %lld °C"), (long long)(temp / 1000));
	else
		str_adds(&s, _("temp  n/a"));
	text(g, r, 2, ROLE_TEXT, &s);
	str_cut(&s, 0);
	str_adds(&s, _("load  "));
	if (load >= 0)
		figure_real(&s, (double)load / 100, 2);
	else
		str_adds(&s, _("n/a"));
	text(g, r, 3, ROLE_TEXT, &s);
	for (size_t i = 0; here && i < h->nets.n; i++) {
		const struct host_net *n = &h->nets.v[i];
		if (!n->up || n->rate_in < 0)
			continue;
		str_cut(&s, 0);
		str_addf(&s, "%s ↓", n->name);
		st_rate(&s, n->rate_in);
		str_adds(&s, " ↑");
		st_rate(&s, n->rate_out);
		text(g, r, 4, ROLE_TEXT, &s);
		break;
	}
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

static void slots(struct grid *g, struct rect r, int y, const char *label, int64_t used, int64_t free_slots)
{
	struct str s = { 0 };
	if (used < 0 || free_slots < 0)
		str_addf(&s, "%-11s%s", label, _("n/a"));
	else
		str_addf(&s, _("%-11s%lld of %lld"), label, (long long)used, (long long)(used + free_slots));
	text(g, r, y, ROLE_TEXT, &s);
	str_free(&s);
}

static void capacity_draw(const struct app *a, struct grid *g, struct rect r)
{
	const struct beacon *b = &a->station->beacon;
	struct str s = { 0 };
	slots(g, r, 0, "MULTIPASS", b->economy.multipass, b->capacity.nostr_slots);
	slots(g, r, 1, "ZEN Card", b->economy.zencards, b->capacity.zencard_slots);
	str_adds(&s, _("power "));
	st_count(&s, b->capacity.power);
	if (*b->capacity.tier)
		str_addf(&s, "  %s", b->capacity.tier);
	text(g, r, 2, ROLE_TEXT, &s);
	str_cut(&s, 0);
	capacity_line(a, &s);
	text(g, r, 3, ROLE_TEXT, &s);
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

static void economy_line(const struct app *a, struct str *out)
{
	const struct economy *e = &a->station->economy;
	str_adds(out, e->risk == RISK_UNKNOWN ? _("not known") : economy_risks[e->risk]);
	if (e->differs)
		str_adds(out, _(" (computed anew)"));
}

static void economy_draw(const struct app *a, struct grid *g, struct rect r)
{
	const struct economy *e = &a->station->economy;
	struct str s = { 0 };
	economy_line(a, &s);
	text(g, r, 0, risk_role(e->risk), &s);
	str_cut(&s, 0);
	st_zen(&s, e->revenue_zc);
	str_adds(&s, " / ");
	st_zen(&s, e->costs_zc);
	str_adds(&s, _(" a week"));
	text(g, r, 1, ROLE_TEXT, &s);
	str_cut(&s, 0);
	if (e->runway_weeks >= 0)
		str_addf(&s, ngettext("treasury lasts %lld week", "treasury lasts %lld weeks", (unsigned long)e->runway_weeks),
		         (long long)e->runway_weeks);
	text(g, r, 2, ROLE_TEXT, &s);
	str_free(&s);
}

/* SSH keys, swarm, Skywire: one line each */

static const struct subject *keys_subject(const struct app *a)
{
	return &a->ssh_keys->subject;
}

static void keys_line(const struct app *a, struct str *out)
{
	str_addf(out, _("%zu known"), a->ssh_keys->known);
	if (a->ssh_keys->unknown)
		str_addf(out, _(", %zu UNKNOWN"), a->ssh_keys->unknown);
}

static const struct subject *swarm_subject(const struct app *a)
{
	return &a->swarm->subject;
}

static void swarm_line(const struct app *a, struct str *out)
{
	str_addf(out, _("%zu stations, %zu heard within the hour"), a->swarm->total, a->swarm->fresh);
}

static const struct subject *skywire_subject(const struct app *a)
{
	return &a->skywire->subject;
}

static void skywire_line(const struct app *a, struct str *out)
{
	str_addf(out, _("%zu boards up"), a->skywire->up);
	if (a->skywire->gone)
		str_addf(out, _(", %zu gone"), a->skywire->gone);
}

const struct st_tile st_tiles[ST_COUNT] = {
	[ST_PEERS] = { N_("Peers"), "peers", peers_subject, peers_line, peers_draw },
	[ST_BANDWIDTH] = { N_("Bandwidth"), "peers", bandwidth_subject, bandwidth_line, bandwidth_draw },
	[ST_STORAGE] = { N_("Storage"), "storage", storage_subject, storage_line, storage_draw },
	[ST_SERVICES] = { N_("Services"), "services", services_subject, services_line, services_draw },
	[ST_MACHINE] = { N_("Machine"), "machine", machine_subject, machine_line, machine_draw },
	[ST_CAPACITY] = { N_("Capacity"), "capacity", capacity_subject, capacity_line, capacity_draw },
	[ST_ECONOMY] = { N_("Economy"), "capacity", station_subject, economy_line, economy_draw },
	[ST_KEYS] = { N_("SSH keys"), "keys", keys_subject, keys_line, NULL },
	[ST_SWARM] = { N_("Swarm"), "swarm", swarm_subject, swarm_line, NULL },
	[ST_SKYWIRE] = { N_("Skywire"), "skywire", skywire_subject, skywire_line, NULL },
};
