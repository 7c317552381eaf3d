/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ipfs/kubo.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "io/http.h"
#include "ipfs/kubo_read.h"
#include "ipfs/peerlist.h"
#include <stdio.h>
#include <stdlib.h>

enum {
	LATE_MS = 850,            /* silence that is worth a word */
	PULSE_MS = 1000, GLANCE_MS = 5000, CALM_MS = 60000, GUESS_MS = 30000,
	DEADLINE_MS = 10000, PINS_MS = 3600000,
	AGENTS_MOST = 500,        /* with more peers nobody asks who they are: the answer would be megabytes */
	MANY_PEERS = 1500,        /* their list is read less often */
	PROTOCOLS_MOST = 48,
};

/* One topic: when it is due next, and the request under way. */
struct subject_of {
	struct kubo *k;
	enum kubo_topic topic;
	int64_t due;
	struct http_req *req;
	bool once;                /* asked for by kubo_ask */
};

struct kubo {
	struct net *net;
	struct kubo_events ev;
	char *url;
	struct subject_of topics[KUBO_TOPICS];
	unsigned look;
	enum kubo_pace pace;
	bool guess;
	enum kubo_health health;
	struct loop_timer *timer, *late;
	struct kubo_id id;
	struct kubo_rate rate;
	struct peerlist list;     /* while it arrives */
	struct kubo_peers peers;
	size_t n_peers;
	struct kubo_repo repo;
	struct kubo_disk disk;
	struct kubo_bitswap bitswap;
	struct kubo_extras extras;
	struct kubo_pin_count count;
	bool indirect;            /* which pins are being counted */
	int pin_part;             /* 0 recursive, 1 direct; or all at once */
	int64_t pins_told;
	size_t protocol;          /* which one is asked */
};

struct question {
	const char *path;
	int64_t period_ms;        /* 0: once after each coming up */
	const char *label;
};

static const struct question questions[KUBO_TOPICS];

static void schedule(struct kubo *k);

struct kubo *kubo_new(struct net *n, const char *url, bool guess, const struct kubo_events *e)
{
	struct kubo *k = mem_new(sizeof *k);
	size_t len = strlen(url);
	while (len && url[len - 1] == '/')
		len--;
	k->net = n;
	k->ev = *e;
	k->guess = guess;
	k->url = mem_strndup(url, len);
	k->repo = (struct kubo_repo){ .size = -1, .limit = -1, .objects = -1 };
	for (int i = 0; i < KUBO_TOPICS; i++)
		k->topics[i] = (struct subject_of){ .k = k, .topic = (enum kubo_topic)i };
	return k;
}

void kubo_free(struct kubo *k)
{
	if (!k)
		return;
	for (int i = 0; i < KUBO_TOPICS; i++)
		http_cancel(k->topics[i].req);
	loop_timer_del(k->timer);
	loop_timer_del(k->late);
	kubo_id_free(&k->id);
	kubo_extras_free(&k->extras);
	peerlist_free(&k->list);
	kubo_peers_free(&k->peers);
	free(k->url);
	free(k);
}

bool kubo_asking(const struct kubo *k, enum kubo_topic t)
{
	return k->topics[t].req || k->topics[t].once;
}

/* What is known stays; the listener says how old it is. */
static void set_health(struct kubo *k, enum kubo_health h, const struct fault *f)
{
	bool came_up = h == KUBO_UP && k->health != KUBO_UP, was_late = k->health == KUBO_LATE;
	if (h != k->health || h == KUBO_DOWN) {
		k->health = h;
		if (k->ev.health)
			k->ev.health(k->ev.arg, h, f);
	}
	for (int i = 0; i < KUBO_TOPICS; i++) {
		if (came_up && i != KUBO_RATE && (!was_late || questions[i].period_ms))
			k->topics[i].due = 0;
		if (h == KUBO_DOWN)
			k->topics[i].once = false;
	}
}

/* An answer that is an error of the node itself: it is there, and says why. */
static bool refused(struct kubo *k, struct subject_of *t, const struct http_answer *a)
{
	struct str why = { 0 };
	struct fault f = a->fault;
	if (a->fault.code != E_HTTP && a->fault.code != E_HTTP_BUSY)
		return false;
	kubo_read_refusal(a->body, &why);
	bool own = why.n > 0 || a->status == 404;
	if (own && why.n)
		fault_set(&f, E_HTTP, "%s", str_c(&why));
	str_free(&why);
	if (!own)
		return false;
	if (t->topic == KUBO_RATE) {
		k->rate = (struct kubo_rate){ -1, -1, -1, -1 };
		if (k->ev.rate)
			k->ev.rate(k->ev.arg, &k->rate);
	} else if (k->ev.failed) {
		k->ev.failed(k->ev.arg, t->topic, &f);
	}
	return true;
}

static enum err take_protocol(struct kubo *k, struct slice body, struct fault *f)
{
	struct kubo_protocol p = { .rate = { -1, -1, -1, -1 } };
	enum err e = kubo_read_rate(body, &p.rate, f);
	if (!e && k->protocol < k->id.protocols.n) {
		snprintf(p.name, sizeof p.name, "%s", k->id.protocols.v[k->protocol]);
		if (k->ev.protocol)
			k->ev.protocol(k->ev.arg, &p);
	}
	return e;
}

static enum err take(struct kubo *k, enum kubo_topic topic, struct slice body, struct fault *f)
{
	enum err e = E_OK;
	switch (topic) {
	case KUBO_RATE:
		if (!(e = kubo_read_rate(body, &k->rate, f)) && k->ev.rate)
			k->ev.rate(k->ev.arg, &k->rate);
		break;
	case KUBO_VERSION:
	case KUBO_ID:
		e = topic == KUBO_ID ? kubo_read_id(body, &k->id, f) : kubo_read_version(body, &k->id, f);
		if (!e && k->ev.id)
			k->ev.id(k->ev.arg, &k->id);
		break;
	case KUBO_PROTOCOLS: e = take_protocol(k, body, f); break;
	case KUBO_PEERS:
		if (!(e = peerlist_end(&k->list, &k->peers, f))) {
			k->n_peers = k->peers.n;
			if (k->ev.peers)
				k->ev.peers(k->ev.arg, &k->peers);
		}
		break;
	case KUBO_REPO:
		if (!(e = kubo_read_repo(body, &k->repo, f)) && k->ev.repo)
			k->ev.repo(k->ev.arg, &k->repo);
		break;
	case KUBO_DISK:
		if (!(e = kubo_read_disk(body, &k->disk, f)) && k->ev.disk)
			k->ev.disk(k->ev.arg, &k->disk);
		break;
	case KUBO_BITSWAP:
		if (!(e = kubo_read_bitswap(body, &k->bitswap, f)) && k->ev.bitswap)
			k->ev.bitswap(k->ev.arg, &k->bitswap);
		break;
	case KUBO_KEYS:
	case KUBO_TUNNELS:
	case KUBO_BOOTSTRAP:
		e = kubo_read_list((enum kubo_list)(topic - KUBO_KEYS), body, &k->extras, f);
		if (!e && k->ev.extras)
			k->ev.extras(k->ev.arg, &k->extras);
		break;
	default: break;
	}
	return e;
}

/* Protocols are asked one after the other, the pins in two parts: is there a next one? */
static bool goes_on(struct kubo *k, enum kubo_topic topic)
{
	if (topic == KUBO_PROTOCOLS) {
		if (++k->protocol < k->id.protocols.n && k->protocol < PROTOCOLS_MOST)
			return true;
		k->protocol = 0;
	}
	return false;
}

/* The pulse is the shortest at each pace; the rest is asked so much more rarely. 0: once. */
static int64_t period_of(const struct kubo *k, enum kubo_topic topic)
{
	int64_t period = questions[topic].period_ms;
	if (topic == KUBO_PEERS && k->n_peers > MANY_PEERS)
		period *= 3;
	if (k->pace == KUBO_GLANCE && period)
		return topic == KUBO_RATE ? GLANCE_MS : period * 4;
	return k->pace == KUBO_CALM && period ? (period > CALM_MS ? period : CALM_MS) : period;
}

static void pins_ended(struct kubo *k, const struct http_answer *a);

static void answered(void *arg, const struct http_answer *a)
{
	struct subject_of *t = arg;
	struct kubo *k = t->k;
	struct fault f = a->fault;
	bool pulse = t->topic == KUBO_RATE;
	t->req = NULL;
	t->once = false;
	if (pulse) {
		loop_timer_del(k->late);
		k->late = NULL;
	}
	int64_t period = period_of(k, t->topic);
	t->due = period ? tick_ms() + tick_beat(period) : INT64_MAX;
	if (t->topic == KUBO_PINS) {
		pins_ended(k, a);
	} else if (refused(k, t, a)) {
		set_health(k, KUBO_UP, NULL);
		if (t->topic == KUBO_PROTOCOLS)
			k->protocol = 0;
	} else if (f.code || take(k, t->topic, a->body, &f)) {
		/* a slow answer to a big question is no reason to call the node dead: the pulse tells that */
		if (pulse || (f.code != E_TIMEOUT && f.code != E_PROTOCOL && f.code != E_TOO_BIG && f.code != E_BODY_TOO_BIG))
			set_health(k, KUBO_DOWN, &f);
		else if (k->ev.failed)
			k->ev.failed(k->ev.arg, t->topic, &f);
		if (t->topic == KUBO_PROTOCOLS)
			k->protocol = 0;
	} else {
		set_health(k, KUBO_UP, NULL);
		if (goes_on(k, t->topic))
			t->due = 0;
	}
	if (pulse && k->health == KUBO_DOWN && k->guess && f.code == E_REFUSED && period < GUESS_MS)
		t->due = tick_ms() + tick_beat(GUESS_MS);
	schedule(k);
}

static void is_late(void *arg)
{
	struct kubo *k = arg;
	struct fault f = { 0 };
	k->late = NULL;
	fault_set(&f, E_TIMEOUT, "%s", k->url);
	if (k->health != KUBO_DOWN)
		set_health(k, KUBO_LATE, &f);
}

static enum err peers_sink(void *arg, struct slice bytes)
{
	return peerlist_feed(&((struct subject_of *)arg)->k->list, bytes, NULL);
}

static enum err pins_sink(void *arg, struct slice bytes)
{
	struct subject_of *t = arg;
	struct kubo *k = t->k;
	int64_t now = tick_ms();
	kubo_count_pins(&k->count, bytes);
	if (now - k->pins_told > 300 && k->ev.pins) {
		k->pins_told = now;
		k->ev.pins(k->ev.arg, &k->count.pins);
	}
	return E_OK;
}

static void ask(struct kubo *k, struct subject_of *t);

static void pins_ended(struct kubo *k, const struct http_answer *a)
{
	struct subject_of *t = &k->topics[KUBO_PINS];
	bool more = !k->indirect && !k->pin_part && !a->fault.code;
	k->pin_part = more;
	if (a->fault.code) {
		if (!refused(k, t, a) && k->ev.failed)
			k->ev.failed(k->ev.arg, KUBO_PINS, &a->fault);
		return;
	}
	k->count.matched = k->count.n = 0;
	k->count.in_word = false;
	if (more) {
		t->due = 0;
		t->once = true;
		return;
	}
	k->count.pins.complete = true;
	if (k->ev.pins)
		k->ev.pins(k->ev.arg, &k->count.pins);
}

static void path_of(struct kubo *k, enum kubo_topic topic, struct str *out)
{
	str_addf(out, "%s/api/v0/%s", k->url, questions[topic].path);
	/* who only wants to know how many there are is spared the rest */
	if (topic == KUBO_PEERS && k->pace == KUBO_CLOSE)
		str_addf(out, "?latency=true&streams=true&direction=true%s", k->n_peers <= AGENTS_MOST ? "&identify=true" : "");
	if (topic == KUBO_PINS)
		str_adds(out, k->indirect ? "all" : k->pin_part ? "direct" : "recursive");
	if (topic == KUBO_PROTOCOLS) {
		static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
		for (const char *p = k->id.protocols.v[k->protocol]; *p; p++)
			str_addf(out, strchr(plain, *p) ? "%c" : "%%%02X", (unsigned char)*p);
	}
}

static void ask(struct kubo *k, struct subject_of *t)
{
	struct str url = { 0 };
	bool pins = t->topic == KUBO_PINS;
	path_of(k, t->topic, &url);
	if (t->topic == KUBO_PEERS)
		peerlist_free(&k->list);
	if (pins && !k->pin_part)
		k->count = (struct kubo_pin_count){ .pins = { .indirect = k->indirect ? 0 : -1 } };
	t->req = http_start(k->net, &(struct http_ask){ .method = "POST", .url = url.p, .flags = NET_LAN | HTTP_AGAIN, .deadline_ms = pins ? PINS_MS : DEADLINE_MS,
	                                                .label = questions[t->topic].label ? _(questions[t->topic].label) : NULL,
	                                                .max_body = pins ? 0 : KUBO_ANSWER_MAX, .sink = pins ? pins_sink : t->topic == KUBO_PEERS ? peers_sink : NULL,
	                                                .done = answered, .arg = t });
	str_free(&url);
	if (t->topic == KUBO_RATE && !k->late)
		k->late = loop_timer_add(net_loop(k->net), LATE_MS, is_late, k);
}

/* The pulse goes on always; the rest waits for the node to be there, protocols for its list of them. At the very start a node
 * that somebody named is taken to be there, so that its figures come together. */
static bool wanted(const struct kubo *k, const struct subject_of *t)
{
	if (t->topic == KUBO_RATE)
		return k->look || t->once;
	bool there = k->health == KUBO_UP || (k->health == KUBO_ASKED && !k->guess);
	if (!((k->look & 1u << t->topic) || t->once) || !there)
		return false;
	return t->topic != KUBO_PROTOCOLS || k->id.protocols.n;
}

static void due(void *arg)
{
	struct kubo *k = arg;
	k->timer = NULL;
	schedule(k);
}

static void schedule(struct kubo *k)
{
	int64_t now = tick_ms(), soonest = INT64_MAX;
	for (int i = 0; i < KUBO_TOPICS; i++) {
		struct subject_of *t = &k->topics[i];
		if (t->req || !wanted(k, t))
			continue;
		if (t->once || t->due <= now)
			ask(k, t);
		else if (t->due < soonest)
			soonest = t->due;
	}
	loop_timer_del(k->timer);
	k->timer = soonest == INT64_MAX ? NULL : loop_timer_add(net_loop(k->net), soonest - now, due, k);
}

void kubo_look(struct kubo *k, unsigned topics, enum kubo_pace pace)
{
	/* what is looked at for the first time, or again after a pause, is asked at once */
	for (int i = 0; i < KUBO_TOPICS; i++)
		if ((topics & 1u << i) && (!(k->look & 1u << i) || pace < k->pace) && questions[i].period_ms)
			k->topics[i].due = 0;
	k->look = topics;
	k->pace = pace;
	if (!topics) {
		loop_timer_del(k->late);
		k->late = NULL;
		http_cancel(k->topics[KUBO_RATE].req);
		k->topics[KUBO_RATE].req = NULL;
	}
	schedule(k);
}

void kubo_ask(struct kubo *k, unsigned topics)
{
	k->topics[KUBO_RATE].once = true;
	for (int i = 0; i < KUBO_TOPICS; i++)
		if (topics & 1u << i)
			k->topics[i].once = true;
	schedule(k);
}

void kubo_pins_count(struct kubo *k, bool indirect)
{
	struct subject_of *t = &k->topics[KUBO_PINS];
	if (t->req && (k->indirect || !indirect))
		return;
	http_cancel(t->req);
	t->req = NULL;
	k->indirect = indirect;
	k->pin_part = 0;
	kubo_ask(k, 1u << KUBO_PINS);
}

static const struct question questions[KUBO_TOPICS] = {
	[KUBO_RATE] = { "stats/bw", PULSE_MS, NULL },
	[KUBO_VERSION] = { "version", 0, NULL },
	[KUBO_ID] = { "id", 60000, NULL },
	[KUBO_PROTOCOLS] = { "stats/bw?proto=", 5000, NULL },
	[KUBO_PEERS] = { "swarm/peers", 5000, N_("asking IPFS for its peers") },
	[KUBO_REPO] = { "repo/stat?size-only=true", 30000, N_("asking IPFS for its storage") },
	[KUBO_DISK] = { "diag/sys", 60000, NULL },
	[KUBO_PINS] = { "pin/ls?stream=true&type=", 0, N_("counting pins") },
	[KUBO_BITSWAP] = { "stats/bitswap", 5000, NULL },
	[KUBO_KEYS] = { "key/list?l=true", 30000, NULL },
	[KUBO_TUNNELS] = { "p2p/ls?headers=false", 5000, NULL },
	[KUBO_BOOTSTRAP] = { "bootstrap/list", 300000, NULL },
};
