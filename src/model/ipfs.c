/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ipfs.h"
#include "base/mem.h"
#include "base/tick.h"
#include "io/net.h"
#include "ipfs/kubo.h"
#include "ipfs/kubo_read.h"
#include "ipfs/swarmkey.h"
#include "model/app.h"
#include "model/bandwidth.h"
#include "model/lookout.h"
#include "model/peers.h"
#include "model/series.h"
#include "model/services.h"
#include "model/station.h"
#include "model/storage.h"
#include "model/world.h"
#include <stdio.h>
#include <stdlib.h>

static const char usual_url[] = "http://127.0.0.1:5001";

struct ipfs_inside {
	struct app *app;
	struct kubo *kubo;
	char *url;
	bool guessed;             /* nobody named this address: nothing there is no fault */
	bool was_up, looking;
	char path[600];           /* of the repository, "" unknown */
};

static void wake(void *arg);

struct ipfs *ipfs_new(struct app *a)
{
	struct ipfs *i = mem_new(sizeof *i);
	subject_init(&i->subject, "ipfs");
	subject_init(&i->details, "ipfs-details");
	i->subject.on_watch = i->details.on_watch = wake;
	i->subject.on_watch_arg = i->details.on_watch_arg = i;
	i->bitswap.partners = -1;
	i->in = mem_new(sizeof *i->in);
	i->in->app = a;
	return i;
}

void ipfs_free(struct ipfs *i)
{
	if (!i)
		return;
	kubo_free(i->in->kubo);
	kubo_id_free(&i->id);
	kubo_extras_free(&i->extras);
	subject_done(&i->subject);
	subject_done(&i->details);
	free(i->in->url);
	free(i->in);
	free(i);
}

static void sources(struct ipfs *i)
{
	i->source.at = tick_now();
	i->source.degree = DEGREE_SAID;
}

/* What depends on the node goes with it: stale with the same reason, what was last known stays. */
static void set_all(struct ipfs *i, enum state state, const struct fault *f)
{
	struct app *a = i->in->app;
	struct subject *all[] = { &i->subject, &i->details, &a->bandwidth->subject, &a->peers->subject, &a->storage->subject };
	for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
		enum state to = state;
		if (state == STATE_STALE && !all[k]->since)
			to = i->in->guessed && f->code == E_REFUSED ? STATE_EMPTY : STATE_ERROR;
		subject_state(all[k], to, to == STATE_EMPTY ? NULL : f);
	}
	lookout_changed(a);
}

static void on_health(void *arg, enum kubo_health h, const struct fault *f)
{
	struct ipfs *i = arg;
	switch (h) {
	case KUBO_UP:
		if (!i->in->was_up)
			i->up_since = tick_now();
		i->in->was_up = true;
		subject_state(&i->subject, STATE_FRESH, NULL);
		break;
	case KUBO_LATE: set_all(i, STATE_STALE, f); break;
	case KUBO_DOWN:
		i->in->was_up = false;
		i->up_since = 0;
		set_all(i, STATE_STALE, f);
		break;
	default: break;
	}
	services_station(i->in->app->services);
	lookout_changed(i->in->app);
}

static char *copy(const char *s)
{
	return mem_strdup(s);
}

static void copy_id(struct kubo_id *to, const struct kubo_id *from)
{
	kubo_id_free(to);
	*to = *from;
	to->addresses.v = to->protocols.v = NULL;
	to->addresses.n = to->addresses.cap = to->protocols.n = to->protocols.cap = 0;
	for (size_t k = 0; k < from->addresses.n; k++)
		vec_push(&to->addresses, copy(from->addresses.v[k]));
	for (size_t k = 0; k < from->protocols.n; k++)
		vec_push(&to->protocols, copy(from->protocols.v[k]));
}

static void on_id(void *arg, const struct kubo_id *id)
{
	struct ipfs *i = arg;
	copy_id(&i->id, id);
	station_settle(i->in->app->station);
	services_station(i->in->app->services);
	sources(i);
	subject_state(&i->subject, STATE_FRESH, NULL);
	lookout_changed(i->in->app);
}

static void on_rate(void *arg, const struct kubo_rate *r)
{
	struct ipfs *i = arg;
	struct app *a = i->in->app;
	bandwidth_take(a->bandwidth, r);
	sources(i);
	subject_state(&i->subject, STATE_FRESH, NULL);
	lookout_changed(a);
}

static void on_protocol(void *arg, const struct kubo_protocol *p)
{
	struct ipfs *i = arg;
	bandwidth_take_protocol(i->in->app->bandwidth, p);
}

static void on_peers(void *arg, struct kubo_peers *p)
{
	struct ipfs *i = arg;
	peers_take(i->in->app->peers, p);
	lookout_changed(i->in->app);
}

static void on_repo(void *arg, const struct kubo_repo *r)
{
	struct ipfs *i = arg;
	struct app *a = i->in->app;
	a->storage->repo = *r;
	if (!*r->path)
		snprintf(a->storage->repo.path, sizeof a->storage->repo.path, "%.255s", i->in->path);
	storage_forecast(a->storage);
	series_put(a->series, METRIC_REPO, r->size);
	subject_state(&a->storage->subject, STATE_FRESH, NULL);
	lookout_changed(a);
}

/* Where the repository lies: what the node says, else the usual place. Its key file is only ours to see on this machine. */
static void on_disk(void *arg, const struct kubo_disk *d)
{
	struct ipfs *i = arg;
	struct app *a = i->in->app;
	const char *account;
	if (lookout_loopback(i->in->url)) {
		station_home(a->station);
		account = station_account(a->station);
		snprintf(i->in->path, sizeof i->in->path, "%s%s", *d->path ? d->path : account, *d->path ? "" : "/.ipfs");
		swarmkey_look(&i->swarm, i->in->path);
		snprintf(a->storage->repo.path, sizeof a->storage->repo.path, "%.255s", i->in->path);
		subject_touch(&i->details);
	}
	a->storage->told_total = d->total;
	a->storage->told_free = d->free;
	storage_forecast(a->storage);
	subject_touch(&a->storage->subject);
	lookout_changed(a);
}

static void on_pins(void *arg, const struct kubo_pins *p)
{
	struct ipfs *i = arg;
	struct storage *s = i->in->app->storage;
	/* a count under way does not take away what was known of kinds it has not come to */
	if (p->complete) {
		int64_t indirect = p->indirect < 0 ? s->pins.indirect : p->indirect;
		s->pins = *p;
		s->pins.indirect = indirect;
		s->pins_at = tick_now();
		s->pins_fault = (struct fault){ 0 };
		series_put(i->in->app->series, METRIC_PINS, p->recursive + p->direct);
	} else if (!s->pins.complete) {
		s->pins = *p;
	}
	subject_touch(&s->subject);
}

static void on_bitswap(void *arg, const struct kubo_bitswap *b)
{
	struct ipfs *i = arg;
	i->bitswap = *b;
	series_put(i->in->app->series, METRIC_BITSWAP_IN, b->received);
	series_put(i->in->app->series, METRIC_BITSWAP_OUT, b->sent);
	subject_state(&i->details, STATE_FRESH, NULL);
}

static void on_extras(void *arg, const struct kubo_extras *e)
{
	struct ipfs *i = arg;
	struct kubo_extras *to = &i->extras;
	kubo_extras_free(to);
	for (size_t k = 0; k < e->keys.n; k++)
		vec_push(&to->keys, e->keys.v[k]);
	for (size_t k = 0; k < e->tunnels.n; k++)
		vec_push(&to->tunnels, e->tunnels.v[k]);
	for (size_t k = 0; k < e->bootstrap.n; k++)
		vec_push(&to->bootstrap, copy(e->bootstrap.v[k]));
	subject_state(&i->details, STATE_FRESH, NULL);
}

static void on_failed(void *arg, enum kubo_topic t, const struct fault *f)
{
	struct ipfs *i = arg;
	struct app *a = i->in->app;
	switch (t) {
	case KUBO_PEERS: subject_state(&a->peers->subject, a->peers->subject.since ? STATE_STALE : STATE_ERROR, f); break;
	case KUBO_REPO: subject_state(&a->storage->subject, a->storage->subject.since ? STATE_STALE : STATE_ERROR, f); break;
	case KUBO_PINS:
		a->storage->pins_fault = *f;
		subject_touch(&a->storage->subject);
		break;
	case KUBO_BITSWAP: subject_state(&i->details, i->details.since ? STATE_STALE : STATE_ERROR, f); break;
	default: break;
	}
}

static bool set_url(struct ipfs *i)
{
	struct app *a = i->in->app;
	const char *url = world_endpoint(a->world, END_IPFS, NULL), *end;
	i->in->guessed = !*url && !world_is_sandbox(a->world);
	if (i->in->guessed)
		url = usual_url;
	end = strchr(url, ' ');
	char *one = mem_strndup(url, end ? (size_t)(end - url) : strlen(url));
	if (i->in->url && !strcmp(one, i->in->url)) {
		free(one);
		return *i->in->url;
	}
	kubo_free(i->in->kubo);
	i->in->kubo = NULL;
	free(i->in->url);
	i->in->url = one;
	struct str host = { 0 };
	net_host(one, &host);
	snprintf(i->source.who, sizeof i->source.who, "%s", str_c(&host));
	str_free(&host);
	return *one;
}

static void need_client(struct ipfs *i)
{
	struct kubo_events e = { on_health, on_id, on_rate, on_protocol, on_peers, on_repo, on_disk, on_pins, on_bitswap, on_extras, on_failed, i };
	if (!i->in->kubo)
		i->in->kubo = kubo_new(app_net(i->in->app), i->in->url, i->in->guessed, &e);
}

static unsigned bit(enum kubo_topic t)
{
	return 1u << t;
}

/* Topics follow what is watched. A station afar has its own node, which nobody but it can ask. */
void ipfs_look(struct ipfs *i)
{
	struct app *a = i->in->app;
	unsigned topics = 0;
	bool home = subject_watched(&a->station->subject), tiles = home || subject_watched(&i->subject);
	bool close = subject_watched(&i->subject) || subject_watched(&i->details) || subject_watched(&a->bandwidth->subject) ||
	             subject_watched(&a->peers->subject) || subject_watched(&a->storage->subject);
	if (a->still || !set_url(i))
		return;
	if (tiles || subject_watched(&a->bandwidth->subject))
		topics |= bit(KUBO_RATE) | bit(KUBO_VERSION) | bit(KUBO_ID);
	if (tiles || subject_watched(&a->peers->subject))
		topics |= bit(KUBO_RATE) | bit(KUBO_ID) | bit(KUBO_PEERS);
	if (tiles || subject_watched(&a->storage->subject))
		topics |= bit(KUBO_RATE) | bit(KUBO_REPO) | bit(KUBO_DISK);
	if (subject_watched(&a->bandwidth->each))
		topics |= bit(KUBO_PROTOCOLS);
	if (subject_watched(&a->storage->subject))
		topics |= bit(KUBO_PINS);
	if (subject_watched(&i->details))
		topics |= bit(KUBO_RATE) | bit(KUBO_VERSION) | bit(KUBO_ID) | bit(KUBO_DISK) | bit(KUBO_BITSWAP) | bit(KUBO_KEYS) |
		          bit(KUBO_TUNNELS) | bit(KUBO_BOOTSTRAP);
	bool calm = !topics && lookout_lives(a);
	if (calm)
		topics = bit(KUBO_RATE) | bit(KUBO_PEERS) | bit(KUBO_REPO) | bit(KUBO_BITSWAP) | bit(KUBO_VERSION) | bit(KUBO_ID);
	if (!topics && !i->in->kubo)
		return;
	if (topics && i->subject.state == STATE_EMPTY && !i->in->looking)
		set_all(i, STATE_LOADING, NULL);
	i->in->looking = topics && !calm;
	need_client(i);
	kubo_look(i->in->kubo, topics, close ? KUBO_CLOSE : home ? KUBO_GLANCE : KUBO_CALM);
}

static void wake(void *arg)
{
	ipfs_look(arg);
}

void ipfs_refresh(struct ipfs *i)
{
	struct app *a = i->in->app;
	unsigned topics = bit(KUBO_RATE) | bit(KUBO_VERSION) | bit(KUBO_ID) | bit(KUBO_PEERS) | bit(KUBO_REPO) | bit(KUBO_DISK);
	if (a->still || !set_url(i))
		return;
	if (subject_watched(&i->details))
		topics |= bit(KUBO_BITSWAP) | bit(KUBO_KEYS) | bit(KUBO_TUNNELS) | bit(KUBO_BOOTSTRAP);
	need_client(i);
	kubo_ask(i->in->kubo, topics);
}

void ipfs_count_pins(struct ipfs *i, bool indirect)
{
	if (i->in->app->still || !set_url(i))
		return;
	need_client(i);
	kubo_pins_count(i->in->kubo, indirect);
}
