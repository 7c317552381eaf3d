/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/station.h"
#include "base/conf.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "base/tick.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/ipfs.h"
#include "model/lookout.h"
#include "model/snap.h"
#include "model/station_in.h"
#include "model/swarm.h"
#include "model/world.h"
#include "station/home.h"
#include "station/reach.h"
#include <stdio.h>

enum { PERIOD_MS = 30000, AFAR_MS = 60000, NIGHTLY_MS = 60000 };
static const char usual_url[] = "http://127.0.0.1:12345";
static const char usual_gateways[] = "http://127.0.0.1:8080 https://ipfs.copylaradio.com https://ipfs.guenoel.fr";

static void look(struct station *s);

static void wake(void *arg)
{
	struct station *s = arg;
	look(s);
	lookout_watch(s->in->app);
}

struct station *station_new(struct app *a)
{
	struct station *s = mem_new(sizeof *s);
	subject_init(&s->subject, "station");
	s->name = mem_strdup("");
	beacon_init(&s->beacon);
	economy_of(&s->economy, &s->beacon);
	s->in = mem_new(sizeof *s->in);
	s->in->app = a;
	s->in->where = mem_strdup("");
	s->in->asked = mem_strdup("");
	if (a) {
		s->subject.on_watch = wake;
		s->subject.on_watch_arg = s;
	}
	return s;
}

void station_free(struct station *s)
{
	if (!s)
		return;
	reach_free(s->in->reach);
	loop_timer_del(s->in->timer);
	subject_done(&s->subject);
	station_clear_services(s);
	beacon_free(&s->beacon);
	free(s->name);
	free(s->in->where);
	free(s->in->asked);
	free(s->in);
	free(s);
}

/* The folder of a station on this machine. The sandbox only knows its own. */
const char *station_home(struct station *s)
{
	struct station_inside *in = s->in;
	const char *home = world_endpoint(in->app->world, END_HOME, NULL), *user = getenv("HOME");
	in->account[0] = in->home[0] = 0;
	if (*home == '~' && user)
		snprintf(in->account, sizeof in->account, "%s%s", user, home + 1);
	else if (*home)
		snprintf(in->account, sizeof in->account, "%s", home);
	else if (!world_is_sandbox(in->app->world) && user)
		snprintf(in->account, sizeof in->account, "%s", user);
	if (*in->account)
		snprintf(in->home, sizeof in->home, "%s/.zen", in->account);
	if (!*in->home || !home_peer(in->home, in->peer))
		in->home[0] = in->peer[0] = 0;
	return in->home;
}

const char *station_account(const struct station *s)
{
	return s->in->account;
}

const char *station_peer_here(const struct station *s)
{
	return s->in->peer;
}

bool station_is_own(const struct station *s)
{
	return !*s->in->where;
}

static void set_name(struct station *s)
{
	free(s->name);
	s->name = mem_strdup(*s->beacon.host ? s->beacon.host : s->beacon.peer);
}

/* What follows from a beacon for everybody else. */
static void beacon_changed(struct station *s)
{
	struct app *a = s->in->app;
	economy_of(&s->economy, &s->beacon);
	set_name(s);
	subject_touch(&s->subject);
	if (a)
		lookout_station(a);
}

/* A station on this machine knows more than it publishes: its heartbox, its balances with decimals. */
static void add_local(struct station *s)
{
	struct station_inside *in = s->in;
	struct beacon b;
	int64_t at = 0;
	beacon_init(&b);
	beacon_copy(&b, &s->beacon);
	enum err e = home_beacon(in->home, in->peer, &b, &at, &s->heartbox, NULL);
	bool whole = s->beacon.kind == BEACON_FULL;
	if (!e && (b.created > s->beacon.created || !whole)) {
		/* what it says it is now stays: booting, or a script that failed */
		if (!whole) {
			b.kind = s->beacon.kind;
			snprintf(b.status, sizeof b.status, "%s", s->beacon.status);
		}
		beacon_copy(&s->beacon, &b);
	} else {
		home_mend(in->home, &s->beacon);
		s->heartbox = home_heartbox(in->home, in->peer, &s->beacon);
	}
	if (at > s->beacon_at)
		s->beacon_at = at;
	beacon_free(&b);
}

/* Its folders tell whose machine this is; without them the IPFS node here does, whose name is also the station's; and before
 * that one answers, an address of this machine. */
void station_settle(struct station *s)
{
	struct station_inside *in = s->in;
	const char *peer = s->beacon.peer, *node = in->app->ipfs->id.id;
	bool here;
	if (s->beacon.kind == BEACON_NONE || in->app->still)
		return;
	if (*in->home)
		here = !strcmp(in->peer, peer) || (!*peer && station_is_own(s));
	else if (!station_is_own(s) || !lookout_loopback(in->asked) || world_is_sandbox(in->app->world))
		here = false;
	else if (*node && *peer)
		here = !strcmp(node, peer);
	else
		here = !strcmp(in->asked, usual_url); /* another port of this machine may lead anywhere */
	s->place = here ? STATION_HERE : STATION_AFAR;
	if (!here && !s->heartbox && !in->heart_asked && *peer && in->reach) {
		in->heart_asked = true;
		reach_heart(in->reach, peer, s->beacon.url_gateway);
	}
}

static void take(struct station *s, const struct beacon *b, int64_t at, const char *who, enum degree degree)
{
	struct station_inside *in = s->in;
	struct beacon_machine measured = s->beacon.machine;
	bool again = *b->peer && !strcmp(b->peer, s->beacon.peer);
	beacon_copy(&s->beacon, b);
	/* what a heartbox told before stays until it tells more */
	if (again && !b->machine.at && measured.at)
		s->beacon.machine = measured;
	s->beacon_at = at;
	s->heartbox = s->beacon.machine.at > 0;
	snprintf(s->source.who, sizeof s->source.who, "%s", who);
	s->source.at = tick_now();
	s->source.degree = degree;
	in->heart_asked = again && in->heart_asked;
	station_settle(s);
	if (s->place == STATION_HERE && *in->home)
		add_local(s);
	subject_state(&s->subject, STATE_FRESH, NULL);
	beacon_changed(s);
}

static void on_station(void *arg, enum reach_how how, const struct beacon *b, int64_t at, const char *who, bool is_signed)
{
	(void)how;
	take(arg, b, at, who, is_signed ? DEGREE_PROVEN : DEGREE_SAID);
}

/* Nothing answers: the folders of a station here, or the swarm's copy of one afar, are better than nothing. */
static bool from_files(struct station *s)
{
	struct station_inside *in = s->in;
	const struct beacon *copy = *in->where ? swarm_beacon(in->app->swarm, in->where) : NULL;
	struct beacon b;
	int64_t at = 0;
	bool good = false;
	beacon_init(&b);
	if (station_is_own(s) && *in->home && !home_beacon(in->home, in->peer, &b, &at, &s->heartbox, NULL)) {
		take(s, &b, at, _("its files on this machine"), DEGREE_SAID);
		s->place = STATION_HERE;
		good = true;
	} else if (copy) {
		take(s, copy, swarm_at_of(in->app->swarm, in->where), _("a copy in the swarm"), DEGREE_SAID);
		good = true;
	}
	beacon_free(&b);
	return good;
}

/* Of a station afar its heartbox is the only word on its machine. */
static void on_heart(void *arg, const char *peer, struct slice json)
{
	struct station *s = arg;
	if (strcmp(peer, s->beacon.peer) || beacon_heartbox(&s->beacon, json, NULL))
		return;
	s->heartbox = true;
	beacon_changed(s);
}

static void on_ended(void *arg, enum reach_how how, const struct fault *f)
{
	struct station *s = arg;
	if (how == REACH_HEART)
		return;
	s->in->asking = false;
	if (!f->code)
		return;
	if (from_files(s)) {
		/* what the files say is shown; that the door is shut is the services' affair */
		return;
	}
	bool nobody = station_is_own(s) && f->code == E_REFUSED && !*world_endpoint(s->in->app->world, END_STATION, NULL);
	if (s->beacon.kind != BEACON_NONE)
		subject_state(&s->subject, STATE_STALE, f);
	else if (nobody)
		subject_state(&s->subject, STATE_EMPTY, NULL);
	else
		subject_state(&s->subject, STATE_ERROR, f);
	if (nobody && s->place == STATION_NONE)
		s->place = STATION_NODE;
	lookout_station(s->in->app);
}

static void need_reach(struct station *s)
{
	struct app *a = s->in->app;
	const char *own = world_endpoint(a->world, END_IPFS_GATEWAY, NULL);
	struct reach_conf c = { .net = app_net(a), .gateways = *own ? own : usual_gateways, .station = on_station, .heart = on_heart,
	                        .ended = on_ended, .arg = s };
	if (!s->in->reach)
		s->in->reach = reach_new(&c);
}

/* The first of the addresses that were named, else the usual one. */
static void own_address(struct station *s, struct str *out)
{
	const char *list = world_endpoint(s->in->app->world, END_STATION, NULL), *end = strchr(list, ' ');
	if (*list)
		str_add(out, (struct slice){ list, end ? (size_t)(end - list) : strlen(list) });
	else if (!world_is_sandbox(s->in->app->world))
		str_adds(out, usual_url);
}

static void forget(struct station *s)
{
	beacon_free(&s->beacon);
	beacon_init(&s->beacon);
	s->beacon_at = 0;
	s->heartbox = s->in->heart_asked = false;
	s->nightly = (struct nightly){ 0 };
	s->source = (struct source){ .degree = DEGREE_NONE };
	s->place = STATION_NONE;
	s->subject.since = s->subject.since_ms = 0;
	subject_state(&s->subject, STATE_LOADING, NULL);
}

static void ask(struct station *s)
{
	struct station_inside *in = s->in;
	struct str where = { 0 };
	if (in->asking)
		return;
	station_home(s);
	if (*in->where)
		str_adds(&where, in->where);
	else
		own_address(s, &where);
	/* what is remembered belongs to the address it came from */
	if (*in->asked && strcmp(in->asked, str_c(&where)) && s->beacon.kind != BEACON_NONE)
		forget(s);
	free(in->asked);
	in->asked = str_take(&where);
	if (!*in->asked)
		return;
	need_reach(s);
	in->asking = true;
	if (s->subject.state == STATE_EMPTY)
		subject_state(&s->subject, STATE_LOADING, NULL);
	reach_ask(in->reach, in->asked, true);
}

static void look_nightly(struct station *s)
{
	int64_t now = tick_ms();
	if (!*s->in->home || !station_is_own(s) || (s->in->nightly_at && now - s->in->nightly_at < NIGHTLY_MS))
		return;
	s->in->nightly_at = now;
	s->nightly_fault = (struct fault){ 0 };
	if (nightly_load(&s->nightly, s->in->home, &s->nightly_fault))
		s->nightly.day = 0;
	subject_touch(&s->subject);
}

static void tick(void *arg)
{
	struct station *s = arg;
	s->in->timer = NULL;
	look(s);
}

/* Others show what comes from the beacon, too. */
static bool watched(const struct station *s)
{
	return subject_watched(&s->subject) || lookout_wants_station(s->in->app);
}

static void look(struct station *s)
{
	struct app *a = s->in->app;
	if (!a || a->still || s->in->timer || (!watched(s) && !lookout_lives(a)))
		return;
	ask(s);
	look_nightly(s);
	int64_t wait = !watched(s) ? 10 * AFAR_MS : s->place == STATION_AFAR ? AFAR_MS : PERIOD_MS;
	s->in->timer = loop_timer_add(a->loop, tick_beat(wait), tick, s);
}

void station_look(struct station *s)
{
	look(s);
}

void station_refresh(struct station *s)
{
	if (!s->in->app || s->in->app->still)
		return;
	loop_timer_del(s->in->timer);
	s->in->timer = NULL;
	s->in->nightly_at = 0;
	ask(s);
	look(s);
}

enum err station_select(struct station *s, const char *where, struct fault *f)
{
	struct station_inside *in = s->in;
	const struct beacon *copy;
	if (*where) {
		enum err e = reach_check(where, f);
		if (e)
			return e;
	}
	if (!strcmp(where, in->where))
		return E_OK;
	reach_free(in->reach);
	in->reach = NULL;
	in->asking = false;
	free(in->where);
	in->where = mem_strdup(where);
	forget(s);
	/* the swarm's copy is there at once; the station itself then freshens it */
	copy = *where ? swarm_beacon(in->app->swarm, where) : NULL;
	if (copy)
		take(s, copy, swarm_at_of(in->app->swarm, where), _("a copy in the swarm"), DEGREE_SAID);
	else
		beacon_changed(s);
	station_refresh(s);
	return E_OK;
}

const char *station_unknown(const struct station *s, enum station_topic t)
{
	if (s->place == STATION_NONE)
		return _("no station is known yet");
	if (s->place == STATION_NODE)
		return t == ABOUT_PEERS || t == ABOUT_BANDWIDTH || t == ABOUT_STORAGE || t == ABOUT_MACHINE || t == ABOUT_SERVICES || t == ABOUT_PEOPLE
		           ? NULL : _("there is no Astroport station on this machine");
	/* whose IPFS node answers is this station's, wherever the two are */
	const char *node = s->in->app ? s->in->app->ipfs->id.id : "";
	if ((t == ABOUT_PEERS || t == ABOUT_BANDWIDTH || t == ABOUT_STORAGE) && *node && !strcmp(node, s->beacon.peer))
		return NULL;
	if (s->place == STATION_HERE)
		return t == ABOUT_NIGHTLY && !*s->in->home ? _("the folders of this station were not found") : NULL;
	switch (t) {
	case ABOUT_PEERS: return _("only the station itself can ask its IPFS node who is connected");
	case ABOUT_BANDWIDTH: return _("no station publishes its traffic");
	case ABOUT_STORAGE: return _("only free space is published, not what IPFS holds");
	case ABOUT_NIGHTLY: return _("the log of the nightly run stays on the station");
	case ABOUT_KEYS: return _("who may log in is only known on the station");
	case ABOUT_PEOPLE: return _("who is logged in is only known on the station");
	case ABOUT_MACHINE: return s->beacon.machine.cores == FIG_NONE && !s->beacon.machine.at ? _("this station does not publish its machine") : NULL;
	default: return NULL;
	}
}

/* The recorded form holds the beacon as stations write it, so that one reader serves both. */
void station_load(struct station *s, const json_t *o)
{
	size_t i, j;
	json_t *v, *f;
	station_clear_services(s);
	free(s->name);
	s->name = snap_text(o, "name", 64);
	json_array_foreach(json_object_get(o, "services"), i, v) {
		struct service t = {
			.name = snap_text(v, "name", 32),
			.kind = (enum service_kind)snap_word(v, "kind", station_kinds, SERVICE_OTHER),
			.health = (enum health)snap_word(v, "health", station_healths, HEALTH_UNKNOWN),
			.since = snap_int(v, "since", 0),
			.figure = { -1, -1, -1 },
			.word = snap_text(v, "word", 32),
		};
		json_array_foreach(json_object_get(v, "figures"), j, f)
			if (j < 3 && json_is_integer(f))
				t.figure[j] = json_integer_value(f);
		vec_push(&s->services, t);
	}
	v = json_object_get(o, "beacon");
	if (json_is_object(v) && !beacon_object(&s->beacon, v, NULL)) {
		char *who = snap_text(o, "who", sizeof s->source.who - 1);
		s->beacon_at = snap_int(o, "beacon_at", 0);
		s->place = (enum station_place)snap_word(o, "place", station_places, STATION_NONE);
		snprintf(s->source.who, sizeof s->source.who, "%s", who);
		s->source.at = snap_int(o, "at", 0);
		s->source.degree = DEGREE_SAID;
		economy_of(&s->economy, &s->beacon);
		free(s->in->asked);
		s->in->asked = snap_text(o, "asked", 400);
		free(who);
	}
	snap_read_state(&s->subject, o);
}

json_t *station_save(const struct station *s)
{
	json_t *o = json_object(), *services = json_array();
	for (size_t i = 0; i < s->services.n; i++) {
		const struct service *t = &s->services.v[i];
		json_array_append_new(services, json_pack("{s:s,s:s,s:s,s:I,s:[I,I,I],s:s}", "name", t->name, "kind",
		                                          station_kinds[t->kind], "health", station_healths[t->health], "since",
		                                          (json_int_t)t->since, "figures", (json_int_t)t->figure[0],
		                                          (json_int_t)t->figure[1], (json_int_t)t->figure[2], "word", t->word));
	}
	json_object_set_new(o, "name", json_string(s->name));
	json_object_set_new(o, "services", services);
	/* only one's own is worth keeping */
	if (s->beacon.kind != BEACON_NONE && station_is_own(s)) {
		json_object_set_new(o, "beacon", beacon_write(&s->beacon));
		json_object_set_new(o, "beacon_at", json_integer(s->beacon_at));
		json_object_set_new(o, "place", json_string(station_places[s->place]));
		json_object_set_new(o, "who", json_string(s->source.who));
		json_object_set_new(o, "asked", json_string(s->in->asked));
		json_object_set_new(o, "at", json_integer(s->source.at));
	}
	snap_write_state(&s->subject, o);
	return o;
}

const char *const station_kinds[] = { "other", "ipfs", "relay", "chain", "disk", "economy", NULL };
const char *const station_healths[] = { "unknown", "up", "partly", "down", NULL };
const char *const station_places[] = { "none", "node", "here", "afar", NULL };
