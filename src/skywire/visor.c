/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "skywire/visor.h"
#include "base/tick.h"
#include "io/jread.h"
#include <stdio.h>
#include <stdlib.h>

enum { LIST_MOST = 8 << 20, BOARDS_MOST = 256 };

/* A public key: 66 hex digits of a compressed point; anything else is no board. */
static bool put_key(char out[VISOR_PK], const json_t *o, const char *path)
{
	const char *s = jread_text(o, path, "");
	if (strlen(s) != VISOR_PK - 1 || s[0] != '0' || (s[1] != '2' && s[1] != '3') || strspn(s, "0123456789abcdef") != VISOR_PK - 1)
		return false;
	memcpy(out, s, VISOR_PK);
	return true;
}

static int64_t at_least_0(const json_t *o, const char *path)
{
	int64_t v = jread_int(o, path, -1);
	return v < 0 ? -1 : v;
}

void visor_init(struct visor *v)
{
	*v = (struct visor){ .uptime = -1, .round_trip_us = -1, .routes = -1, .min_hops = -1, .sent = -1, .received = -1,
	                     .rate_sent = -1, .rate_received = -1, .uptime_today = -1, .uptime_least = -1,
	                     .host = { .cpu = -1, .mem_total = -1, .mem_used = -1, .disk_total = -1, .disk_used = -1, .uptime = -1 } };
}

void visor_free(struct visor *v)
{
	vec_free(&v->apps);
	vec_free(&v->transports);
}

void visor_list_free(struct visors *v)
{
	for (size_t i = 0; i < v->n; i++)
		visor_free(&v->v[i]);
	vec_free(v);
}

static void read_apps(struct visor *v, const json_t *list)
{
	size_t i;
	json_t *a;
	json_array_foreach(list, i, a) {
		struct visor_app app = { .state = VISOR_APP_UNKNOWN };
		int64_t state = jread_int(a, "status", -1);
		jread_line(a, "name", app.name, sizeof app.name);
		jread_line(a, "detailed_status", app.detail, sizeof app.detail);
		if (state >= 0 && state <= VISOR_APP_STARTING)
			app.state = (enum visor_app_state)state;
		app.autostart = jread_bool(a, "auto_start", false);
		int64_t port = jread_int(a, "port", 0);
		app.port = port > 0 && port < 65536 ? (int)port : 0;
		if (*app.name && v->apps.n < VISOR_APPS_MAX)
			vec_push(&v->apps, app);
	}
}

/* The array is null when a board has none. Two zeros are no count unless the board is the hypervisor's own: a hypervisor of
 * before 2026 reads them for every other board. */
static void read_transports(struct visor *v, const json_t *list, bool own)
{
	size_t i;
	json_t *t;
	json_array_foreach(list, i, t) {
		struct visor_transport r = { .sent = -1, .received = -1, .rate_sent = -1, .rate_received = -1 };
		jread_line(t, "id", r.id, sizeof r.id);
		jread_line(t, "type", r.type, sizeof r.type);
		jread_line(t, "label", r.label, sizeof r.label);
		if (!put_key(r.remote, t, "remote_pk"))
			r.remote[0] = 0;
		r.sent = at_least_0(t, "log.sent");
		r.received = at_least_0(t, "log.recv");
		r.counted = r.sent >= 0 && r.received >= 0 && (own || r.sent || r.received);
		if (!r.counted)
			r.sent = r.received = -1;
		if (*r.id && v->transports.n < VISOR_TRANSPORTS_MAX)
			vec_push(&v->transports, r);
	}
}

/* "Test failed" and the like stand where an address should be. */
static void put_ip(char *out, size_t cap, const json_t *o, const char *path)
{
	jread_line(o, path, out, cap);
	if (strspn(out, "0123456789abcdefABCDEF.:") != strlen(out))
		out[0] = 0;
}

/* Shares of today that must have been up, as its program has run so long: until the tracker says more. */
static int today_at_least(int64_t uptime, int64_t now)
{
	int64_t day = now % 86400;
	if (uptime < 0 || day <= 0)
		return -1;
	return (int)((uptime < day ? uptime : day) * 1000 / day);
}

static bool read_visor(struct visor *v, const json_t *s)
{
	const json_t *o = jread_at(s, "overview");
	visor_init(v);
	if (!put_key(v->pk, o, "local_pk"))
		return false;
	v->hypervisor = jread_bool(s, "is_hypervisor", false);
	v->online = jread_bool(s, "online", false);
	jread_line(o, "build_info.version", v->version, sizeof v->version);
	if (!strcmp(v->version, "unknown"))
		v->version[0] = 0;
	jread_line(s, "reward_address", v->reward, sizeof v->reward);
	put_ip(v->local_ip, sizeof v->local_ip, o, "local_ip");
	put_ip(v->public_ip, sizeof v->public_ip, o, "public_ip");
	jread_line(s, "health.services_health", v->health, sizeof v->health);
	const json_t *up = jread_at(s, "uptime");
	double seconds = json_is_number(up) ? json_number_value(up) : -1;
	v->uptime = seconds >= 0 && seconds < 1e12 ? (int64_t)seconds : -1;
	v->uptime_least = today_at_least(v->uptime, tick_now());
	int64_t ns = jread_int(s, "dmsg_stats.round_trip", 0);
	v->round_trip_us = ns > 0 ? ns / 1000 : -1; /* zeros: not tracked */
	v->routes = at_least_0(o, "routes_count");
	v->min_hops = at_least_0(s, "min_hops");
	read_apps(v, jread_at(o, "apps"));
	read_transports(v, jread_at(o, "transports"), v->hypervisor);
	return true;
}

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct visor *)a)->pk, ((const struct visor *)b)->pk);
}

enum err visor_list(struct slice json, struct visors *out, struct fault *f)
{
	struct fault own = { 0 };
	json_t *list = jread_load(json, LIST_MOST, f ? f : &own), *s;
	size_t i;
	if (!list)
		return f ? f->code : own.code;
	if (!json_is_array(list) && !json_is_null(list)) {
		json_decref(list);
		return fault_set(f, E_PROTOCOL, "%s", "Skywire: no list of boards");
	}
	json_array_foreach(list, i, s) {
		struct visor v;
		if (out->n < BOARDS_MOST && read_visor(&v, s))
			vec_push(out, v);
		else if (out->n < BOARDS_MOST)
			visor_free(&v);
	}
	json_decref(list);
	if (out->n > 1)
		qsort(out->v, out->n, sizeof *out->v, by_key);
	/* the list is built without a lock: a board can be there twice */
	for (i = 1; i < out->n; i++)
		if (!strcmp(out->v[i].pk, out->v[i - 1].pk)) {
			visor_free(&out->v[i]);
			vec_remove(out, i);
			i--;
		}
	return E_OK;
}

static struct visor *find(struct visors *v, const char *pk)
{
	for (size_t i = 0; i < v->n; i++)
		if (!strcmp(v->v[i].pk, pk))
			return &v->v[i];
	return NULL;
}

static struct visor_transport *transport(struct visor *v, const char *id)
{
	for (size_t i = 0; v && i < v->transports.n; i++)
		if (!strcmp(v->transports.v[i].id, id))
			return &v->transports.v[i];
	return NULL;
}

/* What one end sent the other received: a board whose counters are not known takes those of the other end. */
static void mirror(struct visors *all)
{
	for (size_t i = 0; i < all->n; i++)
		for (size_t j = 0; j < all->v[i].transports.n; j++) {
			struct visor_transport *t = &all->v[i].transports.v[j], *o;
			o = t->counted || !*t->remote ? NULL : transport(find(all, t->remote), t->id);
			if (!o || !o->counted || o->mirrored)
				continue;
			t->counted = t->mirrored = true;
			t->sent = o->received;
			t->received = o->sent;
		}
}

/* Counters begin anew with each day's file: a step back is no traffic, not a negative one. */
static int64_t rate(int64_t now, int64_t before, int64_t elapsed_ms)
{
	if (elapsed_ms <= 0 || now < 0 || before < 0)
		return -1;
	int64_t moved = now < before ? 0 : now - before;
	return moved > INT64_MAX / 1000 ? -1 : moved * 1000 / elapsed_ms;
}

static void add(int64_t *sum, int64_t v)
{
	if (v >= 0)
		*sum = (*sum < 0 ? 0 : *sum) + v;
}

static void rates(struct visor *now, struct visor *before, int64_t elapsed_ms)
{
	now->sent = now->received = now->rate_sent = now->rate_received = -1;
	for (size_t i = 0; i < now->transports.n; i++) {
		struct visor_transport *t = &now->transports.v[i], *o = transport(before, t->id);
		if (t->counted && o && o->counted) {
			t->rate_sent = rate(t->sent, o->sent, elapsed_ms);
			t->rate_received = rate(t->received, o->received, elapsed_ms);
		}
		add(&now->sent, t->sent);
		add(&now->received, t->received);
		add(&now->rate_sent, t->rate_sent);
		add(&now->rate_received, t->rate_received);
	}
}

void visor_merge(struct visors *known, struct visors *fresh, int64_t now, int64_t elapsed_ms)
{
	mirror(fresh);
	for (size_t i = 0; i < known->n; i++) {
		struct visor *k = &known->v[i], *f = find(fresh, k->pk);
		if (f) {
			rates(f, k->gone_since ? NULL : k, elapsed_ms);
			f->host = k->host;
			f->uptime_today = k->uptime_today;
			f->seen = now;
			visor_free(k);
			*k = *f;
			vec_remove(fresh, (size_t)(f - fresh->v));
		} else if (!k->gone_since) {
			k->gone_since = k->seen ? k->seen : now;
			k->online = false;
			k->rate_sent = k->rate_received = -1;
		}
	}
	for (size_t i = 0; i < fresh->n && known->n < BOARDS_MOST; i++) {
		rates(&fresh->v[i], NULL, 0);
		fresh->v[i].seen = now;
		vec_push(known, fresh->v[i]);
		fresh->v[i] = (struct visor){ .uptime = 0 };
	}
	visor_list_free(fresh);
}

enum err visor_host_stats(struct visor_host *h, struct slice json, int64_t now, struct fault *f)
{
	struct fault own = { 0 };
	json_t *o = jread_load(json, 1 << 20, f ? f : &own);
	if (!o)
		return f ? f->code : own.code;
	if (!json_is_object(o)) {
		json_decref(o);
		return fault_set(f, E_PROTOCOL, "%s", "Skywire: no figures of the host");
	}
	const json_t *cpu = jread_at(o, "cpu_percent");
	double share = json_is_number(cpu) ? json_number_value(cpu) : -1;
	bool first = !h->at;
	/* the first share after a start is always 0, and means nothing */
	h->cpu = share < 0 || share > 100 || (first && share == 0) ? -1 : (int)(share * 10 + 0.5);
	h->at = now;
	jread_line(o, "os", h->os, sizeof h->os);
	jread_line(o, "arch", h->arch, sizeof h->arch);
	h->mem_total = at_least_0(o, "mem_total");
	h->mem_used = at_least_0(o, "mem_used");
	h->disk_total = at_least_0(o, "disk_total");
	h->disk_used = at_least_0(o, "disk_used");
	h->uptime = at_least_0(o, "uptime_seconds");
	json_decref(o);
	return E_OK;
}

const char *const visor_app_states[] = { "stopped", "running", "errored", "starting", "unknown", NULL };
