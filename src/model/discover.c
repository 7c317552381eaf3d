/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/discover.h"
#include "base/clean.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "io/http.h"
#include "model/app.h"
#include "model/snap.h"
#include "model/world.h"
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { PATIENCE_MS = 3000, PLACES = 8 };

/* A service is recognised by a member of the JSON it answers (one of several; "": any JSON string). */
struct place {
	const char *name, *url, *method, *header, *body, *member;
	enum endpoint endpoint;   /* what the person set for it is asked instead of the usual place */
	const char *path;         /* below an address that was set */
	const char *group;        /* url names no address but files of this machine, which this group may use; else NULL */
};

static const struct place places[PLACES];

struct probe {
	struct discover *d;
	struct finding finding;
	struct http_req *req;
	char *what, *url;
};

struct discover {
	struct subject subject;
	struct app *app;
	struct probe probes[PLACES];
	size_t waiting;
};

struct discover *discover_new(struct app *a)
{
	struct discover *d = mem_new(sizeof *d);
	subject_init(&d->subject, "discover");
	d->app = a;
	for (size_t i = 0; i < PLACES; i++) {
		d->probes[i].d = d;
		d->probes[i].what = mem_strdup("");
		d->probes[i].url = mem_strdup(places[i].url);
		d->probes[i].finding = (struct finding){ .name = places[i].name, .place = d->probes[i].url, .what = d->probes[i].what };
	}
	return d;
}

void discover_free(struct discover *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < PLACES; i++) {
		http_cancel(d->probes[i].req);
		free(d->probes[i].what);
		free(d->probes[i].url);
	}
	subject_done(&d->subject);
	free(d);
}

struct subject *discover_subject(struct discover *d)
{
	return &d->subject;
}

static void set_what(struct probe *p, const json_t *v)
{
	struct str s = { 0 };
	if (json_is_string(v))
		clean_line(&s, (struct slice){ json_string_value(v), json_string_length(v) }, 48);
	free(p->what);
	p->what = str_take(&s);
	p->finding.what = p->what;
}

static void judge(struct probe *p, const struct place *at, const struct http_answer *a)
{
	json_error_t je;
	json_t *o = json_loadb(a->body.p, a->body.n, JSON_DECODE_ANY, &je);
	const json_t *v = *at->member ? NULL : o;
	struct slice rest = slice_of(at->member), word;
	while (*at->member && !v && slice_split(&rest, '|', &word)) {
		char *name = mem_strndup(word.p, word.n);
		v = json_object_get(o, name);
		free(name);
	}
	if (v && (*at->member || json_is_string(v))) {
		p->finding.found = FOUND_YES;
		set_what(p, v);
	} else {
		p->finding.found = FOUND_BROKEN;
		fault_set(&p->finding.fault, E_PROTOCOL, "%.100s", p->url);
	}
	json_decref(o);
}

static void answered(void *arg, const struct http_answer *a)
{
	struct probe *p = arg;
	struct discover *d = p->d;
	p->req = NULL;
	if (!a->fault.code) {
		judge(p, &places[p - d->probes], a);
	} else if (a->fault.code == E_REFUSED) {
		p->finding.found = FOUND_NO;
	} else {
		p->finding.found = FOUND_BROKEN;
		p->finding.fault = a->fault;
	}
	if (!--d->waiting)
		subject_state(&d->subject, STATE_FRESH, NULL);
	subject_touch(&d->subject);
}

/* The first address that was set, as http (web sockets and http share their port), or the usual place. The invented world is
 * no part of this machine. */
static void choose_url(struct probe *p, const struct place *at)
{
	const struct app *a = p->d->app;
	struct slice rest = slice_of(world_is_sandbox(a->world) ? "" : world_endpoint(a->world, at->endpoint, NULL)), word = { 0 };
	struct str s = { 0 };
	while (!word.n && slice_split(&rest, ' ', &word))
		;
	bool ws = slice_starts(word, "ws:") || slice_starts(word, "wss:");
	p->finding.set = word.n > 0;
	if (!word.n)
		str_adds(&s, at->url);
	else if (ws)
		str_addf(&s, "http%.*s", (int)word.n - 2, word.p + 2);
	else
		str_add(&s, word);
	if (word.n && *at->path) {
		while (s.n && s.p[s.n - 1] == '/')
			str_cut(&s, s.n - 1);
		str_adds(&s, at->path);
	}
	free(p->url);
	p->url = str_take(&s);
	p->finding.place = p->url;
}

static void ask(struct probe *p, const struct place *at)
{
	const char *headers[] = { at->header, NULL };
	struct str label = { 0 };
	choose_url(p, at);
	str_addf(&label, "%s  ", _(at->name));
	clean_line(&label, slice_of(p->url), 60);
	p->finding.found = FOUND_ASKING;
	p->finding.fault = (struct fault){ 0 };
	p->req = http_start(app_net(p->d->app), &(struct http_ask){ .method = at->method, .url = p->url,
	                                                            .headers = at->header ? headers : NULL,
	                                                            .label = str_c(&label), .body = slice_of(at->body),
	                                                            .type = "application/json", .owner = p->d,
	                                                            .deadline_ms = PATIENCE_MS, .max_body = 1 << 20,
	                                                            .done = answered, .arg = p });
	p->d->waiting++;
	str_free(&label);
}

/* Sockets and folders: there or not, and whether this account may use them. */
static void look(struct probe *p, const struct place *at)
{
	struct slice rest = slice_of(at->url), word;
	p->finding.found = FOUND_NO;
	while (p->finding.found == FOUND_NO && slice_split(&rest, ' ', &word)) {
		char *path = mem_strndup(word.p, word.n);
		if (!access(path, R_OK))
			p->finding.found = FOUND_YES;
		else if (errno == EACCES)
			p->finding.found = FOUND_DENIED;
		if (p->finding.found != FOUND_NO) {
			free(p->url);
			free(p->what);
			p->finding.place = p->url = mem_strdup(path);
			p->finding.what = p->what = mem_strdup(p->finding.found == FOUND_DENIED ? at->group : "");
		}
		free(path);
	}
}

void discover_start(struct discover *d)
{
	for (size_t i = 0; i < PLACES; i++)
		if (places[i].group)
			look(&d->probes[i], &places[i]);
		else if (!d->probes[i].req)
			ask(&d->probes[i], &places[i]);
	subject_state(&d->subject, STATE_LOADING, NULL);
}

size_t discover_count(const struct discover *d)
{
	(void)d;
	return PLACES;
}

const struct finding *discover_at(const struct discover *d, size_t i)
{
	return &d->probes[i].finding;
}

static const struct place places[PLACES] = {
	{ N_("Ğ1 node"), "http://127.0.0.1:9944/", "POST", NULL,
	  "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"system_chain\",\"params\":[]}", "result", END_G1_RPC, "", NULL },
	{ N_("IPFS"), "http://127.0.0.1:5001/api/v0/version", "POST", NULL, "", "Version", END_IPFS, "/api/v0/version", NULL },
	{ N_("station"), "http://127.0.0.1:12345/", "GET", NULL, "", "hostname|status", END_STATION, "", NULL },
	{ N_("UPassport"), "http://127.0.0.1:54321/health", "GET", NULL, "", "status", END_UPASSPORT, "/health", NULL },
	{ N_("relay"), "http://127.0.0.1:7777/", "GET", "Accept: application/nostr+json", "", "name", END_RELAYS, "", NULL },
	{ N_("Skywire"), "http://127.0.0.1:8000/api/ping", "GET", NULL, "", "", END_SKYWIRE, "/api/ping", NULL },
	{ .name = N_("containers"), .url = "/run/docker.sock /var/run/docker.sock /run/podman/podman.sock", .group = "docker" },
	{ .name = N_("journal"), .url = "/var/log/journal /run/log/journal", .group = "systemd-journal" },
};
