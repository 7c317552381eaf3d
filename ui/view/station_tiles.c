/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tiles that come from IPFS, the swarm and Skywire; those of the machine itself are in station_tiles_here.c. Each is one const
 * table at the end of its part. */
#include "ui/view/station_tiles.h"
#include "base/i18n.h"
#include "base/tick.h"
#include "model/bandwidth.h"
#include "model/peers.h"
#include "model/presence.h"
#include "model/skywire.h"
#include "model/ssh_keys.h"
#include "model/storage.h"
#include "model/swarm.h"
#include "ui/draw/chart.h"
#include "ui/draw/figure.h"
#include "ui/widget/pager.h"
#include "ui/widget/view.h"

int st_permille(int64_t part, int64_t whole)
{
	return whole > 0 && part >= 0 ? (int)((double)part * 1000 / (double)whole) : 0;
}

void st_text(struct grid *g, struct rect r, int y, enum role role, const struct str *s)
{
	if (y < r.h)
		grid_field(g, r.y + y, r.x, r.w, false, role, slice_str(s));
}

const char *st_why(const struct app *a, int tile)
{
	enum station_topic t = st_tiles[tile]->topic;
	return t == ABOUT_SWARM ? NULL : station_unknown(a->station, t);
}

void st_whose(const struct app *a, struct pager *p, int tile)
{
	if (st_why(a, tile))
		pager_add(p, ROLE_WARN, slice_of(_("This is your own node, not that of the station you look at.")));
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
	int high = r.h > 2 ? r.h - 2 : 1;
	st_chart(a, g, (struct rect){ r.y, r.x, high, r.w - 6 }, METRIC_PEERS, 86400, ROLE_GRAPH);
	grid_text(g, r.y, r.x + r.w - 4, 4, ROLE_DIM, SLICE("24 h"));
	str_addf(&s, _("direct %zu relay %zu"), p->direct, p->relayed);
	st_text(g, r, high, ROLE_TEXT, &s);
	str_cut(&s, 0);
	if (p->stations_known)
		str_addf(&s, _("stations %zu of %zu"), p->stations, p->stations_known);
	st_text(g, r, high + 1, ROLE_TEXT, &s);
	str_free(&s);
}

static void peers_note(const struct app *a, struct str *out)
{
	if (st_why(a, ST_PEERS))
		st_count(out, a->station->beacon.ipfs_peers);
	else
		st_count(out, (int64_t)a->peers->total);
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

static void bandwidth_day(const struct app *a, struct str *out)
{
	str_adds(out, _("day"));
	str_adds(out, " ↓ ");
	st_bytes(out, a->bandwidth->day_in);
	str_adds(out, " ↑ ");
	st_bytes(out, a->bandwidth->day_out);
}

static void bandwidth_draw(const struct app *a, struct grid *g, struct rect r)
{
	const struct bandwidth *b = a->bandwidth;
	static const enum metric metrics[] = { METRIC_RATE_IN, METRIC_RATE_OUT };
	struct str s = { 0 };
	int high = r.h > 3 ? (r.h - 1) / 2 : 1;
	for (int i = 0; i < 2 && i * high < r.h; i++) {
		struct rect row = { r.y + i * high, r.x, high, r.w };
		str_cut(&s, 0);
		str_adds(&s, i ? "↑ " : "↓ ");
		st_rate(&s, i ? b->now.rate_out : b->now.rate_in);
		grid_text(g, row.y + high - 1, r.x, 12, ROLE_TEXT, slice_str(&s));
		if (r.w > 17)
			st_chart(a, g, (struct rect){ row.y, r.x + 12, high, r.w - 12 }, metrics[i], 3600, i ? ROLE_GRAPH2 : ROLE_GRAPH);
	}
	str_cut(&s, 0);
	bandwidth_day(a, &s);
	st_text(g, r, 2 * high, ROLE_TEXT, &s);
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
		int share = st_permille(s->disk_used, s->disk_total), w = r.x + r.w - x - 7;
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
	st_text(g, r, 1, ROLE_TEXT, &t);
	str_cut(&t, 0);
	pins_words(s, &t);
	st_text(g, r, 2, ROLE_TEXT, &t);
	if (r.h > 5)
		st_chart(a, g, (struct rect){ r.y + 3, r.x, r.h - 3, r.w }, METRIC_REPO, 30 * 86400, ROLE_GRAPH);
	str_free(&t);
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

/* Who is here: "ana (10.0.0.7) wallet" */

static const struct subject *people_subject(const struct app *a)
{
	return &a->presence->subject;
}

static void people_line(const struct app *a, struct str *out)
{
	const struct presence *p = a->presence;
	for (size_t i = 0; i < p->visitors.n; i++) {
		const struct visitor *who = &p->visitors.v[i];
		str_addf(out, "%s%s", i ? ", " : "", who->me ? _("you") : who->name);
		if (*who->from)
			str_addf(out, " (%s)", who->from);
		const struct view_ops *looks = *who->view && !who->me ? view_by_name(who->view) : NULL;
		if (looks)
			/* TR: somebody else here looks at this screen */
			str_addf(out, _(" at %s"), _(looks->title));
	}
	if (!p->visitors.n)
		str_adds(out, _("nobody"));
}

static const struct st_tile st_peers = { N_("Peers"), "peers", ABOUT_PEERS, METRIC_PEERS, peers_subject, peers_line, peers_draw, peers_note,
	NULL };
static const struct st_tile st_bandwidth = { N_("Bandwidth"), "bandwidth", ABOUT_BANDWIDTH, METRIC_RATE_IN, bandwidth_subject,
	bandwidth_line, bandwidth_draw, NULL, bandwidth_day };
static const struct st_tile st_storage = { N_("Storage"), "storage", ABOUT_STORAGE, METRIC_REPO, storage_subject, storage_line,
	storage_draw, NULL, NULL };
static const struct st_tile st_keys = { N_("SSH keys"), "keys", ABOUT_KEYS, METRIC_COUNT, keys_subject, keys_line, NULL, NULL,
	NULL };
static const struct st_tile st_swarm = { N_("Swarm"), "swarm", ABOUT_SWARM, METRIC_SWARM_FRESH, swarm_subject, swarm_line, NULL,
	NULL, NULL };
static const struct st_tile st_skywire = { N_("Skywire"), "skywire", ABOUT_SWARM, METRIC_BOARDS_UP, skywire_subject, skywire_line, NULL,
	NULL, NULL };
static const struct st_tile st_people = { N_("Here now"), "here", ABOUT_PEOPLE, METRIC_COUNT, people_subject, people_line, NULL, NULL,
	NULL };

const struct st_tile *const st_tiles[ST_COUNT] = {
	[ST_PEERS] = &st_peers, [ST_BANDWIDTH] = &st_bandwidth, [ST_STORAGE] = &st_storage, [ST_SERVICES] = &st_services,
	[ST_MACHINE] = &st_machine, [ST_CAPACITY] = &st_capacity, [ST_ECONOMY] = &st_economy, [ST_KEYS] = &st_keys,
	[ST_SWARM] = &st_swarm, [ST_SKYWIRE] = &st_skywire, [ST_PEOPLE] = &st_people,
};
