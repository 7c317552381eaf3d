/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "station/reach.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "codec/peerid.h"
#include "io/http.h"
#include "io/jlist.h"
#include "io/ws.h"
#include "station/event.h"
#include "station/read.h"
#include <stdio.h>
#include <stdlib.h>

enum { PATIENCE_MS = 20000, RELAY_MS = 15000, LIST_MOST = 8 << 20, EVENT_MOST = 256 << 10, EVENTS_MOST = 4000 };

/* One question: the addresses to try in order, until one gives what is wanted. */
struct quest {
	struct reach *r;
	enum reach_how how;
	VEC(, char *) urls;
	size_t at;
	unsigned flags;
	struct http_req *req;
	struct beacon b;            /* read, while its freshness is still asked for */
	struct jlist list;          /* of stations, while it arrives */
	struct ws *ws;
	struct loop_timer *patience;
	unsigned task;
	char *filter;               /* swarm id of a relay question */
	int events;
	struct fault fault;
};

struct reach {
	struct reach_conf c;
	char *gateways;
	VEC(, struct quest *) quests;
};

struct reach *reach_new(const struct reach_conf *c)
{
	struct reach *r = mem_new(sizeof *r);
	r->c = *c;
	r->gateways = mem_strdup(c->gateways ? c->gateways : "");
	return r;
}

static void quest_free(struct quest *q)
{
	const struct trace *t = net_trace(q->r->c.net);
	http_cancel(q->req);
	ws_close(q->ws);
	loop_timer_del(q->patience);
	if (q->task && t->end)
		t->end(t->arg, q->task, q->fault.code);
	for (size_t i = 0; i < q->urls.n; i++)
		free(q->urls.v[i]);
	vec_free(&q->urls);
	beacon_free(&q->b);
	jlist_free(&q->list);
	free(q->filter);
	free(q);
}

void reach_free(struct reach *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->quests.n; i++)
		quest_free(r->quests.v[i]);
	vec_free(&r->quests);
	free(r->gateways);
	free(r);
}

static void end(struct quest *q)
{
	struct reach *r = q->r;
	struct fault f = q->fault;
	enum reach_how how = q->how;
	for (size_t i = 0; i < r->quests.n; i++)
		if (r->quests.v[i] == q) {
			vec_remove(&r->quests, i);
			break;
		}
	quest_free(q);
	r->c.ended(r->c.arg, how, &f);
}

static struct quest *quest_new(struct reach *r, enum reach_how how, unsigned flags)
{
	struct quest *q = mem_new(sizeof *q);
	q->r = r;
	q->how = how;
	q->flags = flags;
	beacon_init(&q->b);
	vec_push(&r->quests, q);
	return q;
}

static void add_url(struct quest *q, const char *base, const char *path)
{
	struct str s = { 0 };
	size_t n = strlen(base);
	while (n && base[n - 1] == '/')
		n--;
	str_add(&s, (struct slice){ base, n });
	str_adds(&s, path);
	vec_push(&q->urls, str_take(&s));
}

static void tell(struct quest *q, int64_t at, const char *url)
{
	struct str host = { 0 };
	net_host(url, &host);
	q->r->c.station(q->r->c.arg, q->how, &q->b, at, str_c(&host), false);
	str_free(&host);
}

static void next(struct quest *q);

/* The file behind an IPNS name is only rewritten when something changed: how fresh it is stands in a file of its own. */
static void got_moats(void *arg, const struct http_answer *a)
{
	struct quest *q = arg;
	q->req = NULL;
	int64_t at = a->fault.code ? 0 : read_moats(a->body);
	tell(q, at ? at : q->b.created, q->urls.v[q->at - 1]);
	end(q);
}

static void ask_moats(struct quest *q)
{
	struct str url = { 0 };
	const char *full = q->urls.v[q->at - 1];
	const char *name = strrchr(full, '/');
	str_add(&url, (struct slice){ full, (size_t)(name - full) });
	str_adds(&url, "/_MySwarm.moats");
	q->req = http_start(q->r->c.net, &(struct http_ask){ .url = url.p, .flags = q->flags, .deadline_ms = PATIENCE_MS,
	                                                     .max_body = 4096, .done = got_moats, .arg = q });
	str_free(&url);
}

/* A list of a thousand stations is megabytes: each is told as it arrives. */
static void one_of_list(void *arg, const json_t *v)
{
	struct quest *q = arg;
	struct fault f = { 0 };
	beacon_free(&q->b);
	beacon_init(&q->b);
	if (!beacon_object(&q->b, v, &f) && *q->b.peer) {
		q->b.kind = BEACON_PARTIAL;
		tell(q, q->b.created, q->urls.v[q->at - 1]);
	}
}

static enum err list_sink(void *arg, struct slice bytes)
{
	struct quest *q = arg;
	return jlist_feed(&q->list, bytes, NULL);
}

static void list_ended(struct quest *q)
{
	struct fault f = { 0 };
	json_t *o = jlist_end(&q->list, &f);
	if (o && !json_is_array(jread_at(o, "SWARM")))
		fault_set(&f, E_PROTOCOL, "%s", "no list of stations");
	json_decref(o);
	q->fault = f;
	end(q);
}

static void answered(void *arg, const struct http_answer *a)
{
	struct quest *q = arg;
	q->req = NULL;
	if (a->fault.code) {
		/* the first failure tells most: later addresses are guesses */
		if (!q->fault.code || q->fault.code == E_HTTP || q->fault.code == E_PROTOCOL)
			q->fault = a->fault;
		next(q);
		return;
	}
	struct fault f = { 0 };
	if (q->how == REACH_HEART) {
		q->fault = (struct fault){ 0 };
		q->r->c.heart(q->r->c.arg, q->filter, a->body);
		end(q);
		return;
	}
	if (q->how == REACH_LIST) {
		list_ended(q);
		return;
	}
	if (beacon_read(&q->b, a->body, &f)) {
		q->fault = f;
		beacon_free(&q->b);
		beacon_init(&q->b);
		next(q);
		return;
	}
	q->fault = (struct fault){ 0 };
	if (q->how == REACH_GATEWAY) {
		ask_moats(q);
		return;
	}
	tell(q, q->b.created, a->url);
	end(q);
}

static void give_up(void *arg)
{
	struct quest *q = arg;
	q->patience = NULL;
	if (!q->fault.code)
		fault_set(&q->fault, E_INVALID, "%s", "no address to ask");
	end(q);
}

/* Never calls back from inside reach_ask: the end comes by a timer when nothing can be asked. */
static void next(struct quest *q)
{
	if (q->at == q->urls.n) {
		q->patience = loop_timer_add(net_loop(q->r->c.net), 0, give_up, q);
		return;
	}
	const char *url = q->urls.v[q->at++];
	bool list = q->how == REACH_LIST;
	struct str host = { 0 }, label = { 0 };
	net_host(url, &host);
	str_addf(&label, _("asking the station %s"), str_c(&host));
	jlist_free(&q->list);
	q->list = (struct jlist){ .name = "SWARM", .fn = one_of_list, .arg = q };
	q->req = http_start(q->r->c.net, &(struct http_ask){ .url = url, .flags = q->flags, .deadline_ms = PATIENCE_MS, .label = str_c(&label),
	                                                     .max_body = list ? LIST_MOST : BEACON_MAX, .sink = list ? list_sink : NULL,
	                                                     .done = answered, .arg = q });
	str_free(&host);
	str_free(&label);
}

static bool is_url(struct slice s)
{
	return slice_starts(s, "http://") || slice_starts(s, "https://");
}

/* "/ipns/NAME/...", "NAME": the name alone; a PeerID may be of another kind of key, so it is only checked for its letters. */
static bool ipns_name(struct slice s, char out[128])
{
	unsigned char pub[32];
	if (slice_starts(s, "/ipns/"))
		s = slice_from(s, 6);
	const char *slash = memchr(s.p, '/', s.n);
	if (slash)
		s = slice_to(s, (size_t)(slash - s.p));
	if (s.n >= 128 || peerid_read(s, pub) != E_OK)
		return false;
	memcpy(out, s.p, s.n);
	out[s.n] = 0;
	return true;
}

enum err reach_check(const char *where, struct fault *f)
{
	char name[128];
	struct slice s = slice_trim(slice_of(where));
	if (is_url(s) && s.n < 400 && !memchr(s.p, ' ', s.n))
		return E_OK;
	return ipns_name(s, name) ? E_OK : fault_set(f, E_INVALID, "%s", _("a station is given by its URL, its PeerID or its IPNS name"));
}

static void add_gateways(struct quest *q, const char *path)
{
	struct slice rest = slice_of(q->r->gateways), one;
	while (rest.n && slice_split(&rest, ' ', &one)) {
		char *gateway = mem_strndup(one.p, one.n);
		if (*gateway)
			add_url(q, gateway, path);
		free(gateway);
	}
}

void reach_ask(struct reach *r, const char *where, bool trusted)
{
	struct slice s = slice_trim(slice_of(where));
	char name[128], path[200];
	unsigned flags = trusted ? NET_LAN : NET_PUBLIC;
	if (is_url(s)) {
		char *url = mem_strndup(s.p, s.n), *ipns = strstr(url, "/ipns/");
		struct quest *q = quest_new(r, ipns ? REACH_GATEWAY : REACH_URL, flags);
		size_t n = strlen(url);
		if (n > 5 && !strcmp(url + n - 5, ".json"))
			add_url(q, url, "");
		else if (ipns)
			add_url(q, url, "/12345.json");
		if (!ipns) {
			add_url(q, url, "/");
			add_url(q, url, "/12345");
		}
		free(url);
		next(q);
		return;
	}
	struct quest *q = quest_new(r, REACH_GATEWAY, NET_LAN);
	if (ipns_name(s, name))
		snprintf(path, sizeof path, "/ipns/%s/12345.json", name);
	if (ipns_name(s, name))
		add_gateways(q, path);
	next(q);
}

void reach_heart(struct reach *r, const char *peer, const char *gateway)
{
	struct quest *q = quest_new(r, REACH_HEART, NET_LAN);
	char name[128], path[200];
	q->filter = mem_strdup(peer);
	if (ipns_name(slice_of(peer), name)) {
		snprintf(path, sizeof path, "/ipns/%s/heartbox_analysis.json", name);
		add_gateways(q, path);
		if (!strncmp(gateway, "https://", 8))
			add_url(q, gateway, path);
	}
	next(q);
}

void reach_list(struct reach *r, const char *url, bool trusted)
{
	struct quest *q = quest_new(r, REACH_LIST, trusted ? NET_LAN : NET_PUBLIC);
	add_url(q, url, "/api/ustats");
	next(q);
}

static void relay_event(struct quest *q, const json_t *event, const char *url)
{
	int64_t at = 0;
	struct fault f = { 0 };
	beacon_free(&q->b);
	beacon_init(&q->b);
	if (q->events++ >= EVENTS_MOST || event_health(&q->b, event, &at, &f))
		return;
	if (*q->filter && strcmp(q->filter, q->b.swarm_id))
		return;
	struct str host = { 0 };
	net_host(url, &host);
	q->r->c.station(q->r->c.arg, REACH_EVENT, &q->b, at, str_c(&host), true);
	str_free(&host);
}

static void relay_message(void *arg, struct slice bytes, bool binary)
{
	struct quest *q = arg;
	json_t *m = binary ? NULL : jread_load(bytes, EVENT_MOST, NULL);
	const char *word = jread_text(m, "0", "");
	bool over = false;
	if (!strcmp(word, "EVENT")) {
		relay_event(q, jread_at(m, "2"), q->urls.v[0]);
	} else if (!strcmp(word, "EOSE")) {
		over = true;
	} else if (!strcmp(word, "CLOSED")) {
		char why[100];
		read_clean(why, sizeof why, slice_of(jread_text(m, "2", "")));
		fault_set(&q->fault, E_DENIED, "%s", why);
		over = true;
	}
	json_decref(m);
	if (over)
		end(q);
}

static void relay_state(void *arg, const struct ws_info *i)
{
	struct quest *q = arg;
	json_t *filter, *ask;
	if (i->state == WS_CLOSED || i->state == WS_WAITING) {
		q->fault = i->fault;
		if (!q->fault.code)
			fault_set(&q->fault, E_CLOSED, "%s", q->urls.v[0]);
		end(q);
		return;
	}
	if (i->state != WS_OPEN)
		return;
	filter = json_pack("{s:[i],s:i}", "kinds", 30850, "limit", 500);
	if (*q->filter)
		json_object_set_new(filter, "#t", json_pack("[s]", q->filter));
	ask = json_pack("[s,s,o]", "REQ", "swarm", filter);
	char *text = json_dumps(ask, JSON_COMPACT);
	json_decref(ask);
	ws_send(q->ws, slice_of(text), false);
	free(text);
}

static void relay_late(void *arg)
{
	struct quest *q = arg;
	q->patience = NULL;
	/* a relay that never says where the stored events end has given what it has */
	if (!q->events)
		fault_set(&q->fault, E_TIMEOUT, "%s", q->urls.v[0]);
	end(q);
}

void reach_relay(struct reach *r, const char *url, const char *swarm_id)
{
	struct quest *q = quest_new(r, REACH_EVENT, NET_LAN);
	const struct trace *t = net_trace(r->c.net);
	struct str host = { 0 }, label = { 0 };
	add_url(q, url, "");
	q->filter = mem_strdup(swarm_id);
	net_host(url, &host);
	str_addf(&label, _("asking the relay %s for stations"), str_c(&host));
	q->ws = ws_open(r->c.net, &(struct ws_conf){ .url = q->urls.v[0], .flags = NET_LAN, .max_message = EVENT_MOST, .once = true,
	                                             .state = relay_state, .message = relay_message, .arg = q }, &q->fault);
	if (q->ws && t->begin)
		q->task = t->begin(t->arg, str_c(&label), NULL, NULL);
	q->patience = q->ws ? loop_timer_add(net_loop(r->c.net), RELAY_MS, relay_late, q)
	                    : loop_timer_add(net_loop(r->c.net), 0, give_up, q);
	str_free(&host);
	str_free(&label);
}
