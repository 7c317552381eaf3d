/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/skywire.h"

#include "base/mem.h"

#include <stdlib.h>

static int board_of(const struct skywire *s, struct slice pk)
{
	for (int i = 0; i < BOARDS; i++)
		if (slice_is(pk, s->boards[i].pk) && !skywire_board_gone(s, i))
			return i;
	return -1;
}

static json_t *list(const struct skywire *s, json_t *(*one)(const struct skywire *s, int i))
{
	json_t *a = json_array();

	for (int i = 0; i < BOARDS; i++)
		if (!skywire_board_gone(s, i))
			json_array_append_new(a, one(s, i));
	return a;
}

static json_t *online_summary(const struct skywire *s, int i)
{
	return skywire_summary(s, i, true);
}

static json_t *dmsg(const struct skywire *s, int i)
{
	const struct board *b = &s->boards[i];

	return json_pack("{s:s,s:s,s:I}", "public_key", b->pk, "server_public_key", b->server_pk, "round_trip",
			 (json_int_t)b->round_trip_ns);
}

static void health(struct skywire *s, struct request *r, int i)
{
	int64_t up = sandbox_now_ms(s->sb) - s->boards[i].started_ms;

	skywire_json(r, 200, json_pack("{s:i,s:s}", "status", 200, "services_health", up < 300000 ? "connecting" : "healthy"));
}

static void app(struct skywire *s, struct request *r, int i, const char *name)
{
	json_t *apps = skywire_apps(s, i), *a;
	size_t k;

	json_array_foreach(apps, k, a) {
		if (strcmp(name, json_string_value(json_object_get(a, "name"))))
			continue;
		skywire_json(r, 200, json_incref(a));
		json_decref(apps);
		return;
	}
	json_decref(apps);
	skywire_error(r, 404, "app of name '%s' is not found in visor '%s'", name, s->boards[i].pk);
}

/* A part of one board. Writing calls need a token, then answer as a visor does that lets nobody change it. */
static void part(struct skywire *s, struct request *r, int i, const char *what)
{
	const struct board *b = &s->boards[i];
	const char *logs = request_arg(r, "logs", 0);

	if (skywire_csrf_missing(s, r))
		return;
	if (strcmp(r->method, "GET"))
		skywire_error(r, 500, "rpc: this invented board cannot be changed");
	else if (!*what)
		skywire_json(r, 200, skywire_overview(s, i));
	else if (!strcmp(what, "/summary"))
		skywire_json(r, 200, skywire_summary(s, i, false));
	else if (!strcmp(what, "/health"))
		health(s, r, i);
	else if (!strcmp(what, "/uptime"))
		skywire_json(r, 200, json_real((double)(sandbox_now_ms(s->sb) - b->started_ms) / 1000.0));
	else if (!strcmp(what, "/apps"))
		skywire_json(r, 200, skywire_apps(s, i));
	else if (!strncmp(what, "/apps/", 6))
		app(s, r, i, what + 6);
	else if (!strcmp(what, "/transport-types"))
		skywire_json(r, 200, json_pack("[s,s,s,s]", "stcp", "stcpr", "sudph", "dmsg"));
	else if (!strcmp(what, "/transports"))
		skywire_json(r, 200, skywire_transports(s, i, request_arg(r, "type", 0), !logs || strcmp(logs, "false")));
	else if (!strcmp(what, "/persistent-transports"))
		skywire_json(r, 200, json_null());
	else if (!strcmp(what, "/routes"))
		skywire_json(r, 200, json_array());
	else if (!strcmp(what, "/routegroups"))
		request_drop(r); /* the real handler panics as soon as a route exists */
	else if (!strcmp(what, "/runtime-logs"))
		skywire_json(r, 200, json_array());
	else if (!strcmp(what, "/log/rotation"))
		skywire_json(r, 200, json_string("168h0m0s"));
	else if (!strcmp(what, "/reward"))
		skywire_json(r, 200, json_string(b->reward));
	else if (!strcmp(what, "/host-stats") && b->newer)
		skywire_json(r, 200, skywire_host_stats(s, i));
	else
		request_reply(r, 404, "text/plain; charset=utf-8", SLICE("404 page not found\n"));
}

static void visor(struct skywire *s, struct request *r, const char *rest)
{
	size_t n = strcspn(rest, "/");
	int i = board_of(s, (struct slice){ rest, n });

	if (n != 66 || strspn(rest, "0123456789abcdef") < n)
		skywire_error(r, 400, "encoding/hex: invalid public key");
	else if (i < 0)
		skywire_error(r, 404, "visor of pk '%.*s' not found", (int)n, rest);
	else
		part(s, r, i, rest + n);
}

static void on_request(struct request *r, void *arg)
{
	struct skywire *s = arg;
	const char *path = r->path + 4;

	if (strncmp(r->path, "/api/", 5)) {
		request_reply(r, 404, "text/plain; charset=utf-8", SLICE("404 page not found\n"));
		return;
	}
	if (skywire_auth(s, r, path))
		return;
	if (!strcmp(path, "/about"))
		skywire_json(r, 200, json_pack("{s:s,s:{s:s,s:s,s:s}}", "public_key", s->boards[0].pk, "build", "version",
					       s->boards[0].version, "commit", "unknown", "date", "unknown"));
	else if (!strcmp(path, "/dmsg"))
		skywire_json(r, 200, list(s, dmsg));
	else if (!strcmp(path, "/visors"))
		skywire_json(r, 200, list(s, skywire_overview));
	else if (!strcmp(path, "/visors-summary"))
		skywire_json(r, 200, list(s, online_summary));
	else if (!strncmp(path, "/visors/", 8))
		visor(s, r, path + 8);
	else
		request_reply(r, 404, "text/plain; charset=utf-8", SLICE("404 page not found\n"));
}

static struct skywire *running;

static enum err start(struct sandbox *sb, json_t *line, struct fault *f)
{
	struct skywire *s = mem_new(sizeof *s);
	struct port *p = sandbox_listen(sb, &(struct port_handlers){ .name = "skywire", .request = on_request, .arg = s }, f);
	char url[48];

	s->sb = sb;
	running = s;
	if (!p)
		return f->code;
	s->mischief = port_mischief(p);
	mischief_register(s->mischief, "vanish", "board N (1 to 7) is gone from every list");
	mischief_register(s->mischief, "auth", "a session is needed (admin, Village-1)");
	skywire_boards_init(s, sb->opt.seed);
	snprintf(url, sizeof url, "http://127.0.0.1:%d", port_number(p));
	json_object_set_new(line, "skywire", json_string(url));
	return E_OK;
}

static void stop(struct sandbox *sb)
{
	(void)sb;
	free(running);
	running = NULL;
}

const struct service service_skywire = { .name = "skywire", .start = start, .stop = stop };
