/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/station/home.h"
#include "sandbox/station/inside.h"
#include "sandbox/station/upassport.h"

#include "base/mem.h"

#include <stdlib.h>

enum { ROUND_MS = 300000, HOUR_MS = 3600000, STALE_MS = 2 * 86400000 };

static struct stations *running;

/* Rounds of five minutes, each station at another moment; publishing once an hour. */
static int64_t last_round(int64_t now, const struct station *st, int64_t every)
{
	int64_t at = now - (now + (int64_t)st->index * 17000) % every;

	return st->silent_ms && at > st->silent_ms ? st->silent_ms : at;
}

int64_t station_written(const struct stations *s, const struct station *st)
{
	return last_round(sandbox_now_ms(s->sb), st, ROUND_MS);
}

int64_t station_published(const struct stations *s, const struct station *st)
{
	return last_round(sandbox_now_ms(s->sb), st, HOUR_MS);
}

static json_t *document(struct stations *s, const struct station *st, const struct mischief *m)
{
	int64_t at = station_written(s, st) - (mischief_on(m, "stale") ? STALE_MS : 0);

	if (mischief_on(m, "booting"))
		return station_card_short(st, at, "booting");
	if (mischief_on(m, "build-error"))
		return station_card_short(st, at, "json_build_error");
	return station_card(s, st, at,
			    (struct moods){ .minus10 = mischief_on(m, "minus10"), .hostile = mischief_on(m, "hostile"),
					    .future = mischief_on(m, "future"), .wrong_types = mischief_on(m, "wrong-types"),
					    .fallback = mischief_on(m, "fallback"), .gaps = mischief_on(m, "gaps"),
					    .big = mischief_on(m, "big") });
}

static void nothing(void *arg)
{
	(void)arg;
}

/* One file sent whatever was asked, without a length, until the connection closes: faults are carried out here, since the
 * server knows only whole answers. */
static void send_document(struct request *r, json_t *o)
{
	const struct mischief *m = port_mischief(r->port);
	char *text = json_dumps(o, JSON_REAL_PRECISION(15));
	struct str body = { 0 };

	str_addf(&body, "%s\n", text);
	mischief_spoil(m, &body);
	if (m->cut)
		str_cut(&body, body.n / 2);
	request_add_header(r, "Access-Control-Allow-Origin", "*");
	request_add_header(r, "Access-Control-Allow-Credentials", "true");
	request_add_header(r, "Access-Control-Allow-Methods", "GET");
	request_add_header(r, "Server", "Astroport.ONE");
	request_add_header(r, "Connection", "close");
	request_stream(r, 200, "application/json; charset=UTF-8", nothing, NULL);
	request_part(r, slice_str(&body));
	request_end(r);
	str_free(&body);
	free(text);
	json_decref(o);
}

static void on_station(struct request *r, void *arg)
{
	struct stations *s = arg;
	size_t which = r->port == s->ports[HERE] ? HERE : AFAR;

	send_document(r, document(s, &s->swarm->stations.v[which], port_mischief(r->port)));
}

static void on_cycle(void *arg)
{
	struct stations *s = arg;
	const struct station *here = &s->swarm->stations.v[HERE];
	int64_t now = sandbox_now_ms(s->sb);

	home_write(s, now - station_published(s, here) < ROUND_MS);
	s->cycle = loop_timer_add(s->sb->loop, ROUND_MS - (now - station_written(s, here)) + 50, on_cycle, s);
}

static enum err advanced(struct sandbox *sb, struct str *why)
{
	(void)sb, (void)why;
	home_write(running, true);
	return E_OK;
}

/* The files follow the switches only at the next round: this begins it. */
static json_t *cmd_home(struct sandbox *sb, void *arg, size_t n, const char *const *words, struct str *why)
{
	(void)sb, (void)words;
	if (n != 1)
		return NULL;
	if (!home_write(arg, true)) {
		str_adds(why, "the disk is full");
		return NULL;
	}
	return json_pack("{s:s}", "home", home_path());
}

static void switches(struct mischief *m)
{
	mischief_register(m, "booting", "the short document of a station that starts");
	mischief_register(m, "build-error", "the short document of a station that could not write its own");
	mischief_register(m, "minus10", "every amount of zen is -10, and the risk is red");
	mischief_register(m, "stale", "the document is two days old");
	mischief_register(m, "hostile", "escape sequences, paths, shell words and wrong numbers in its texts");
	mischief_register(m, "future", "a version to come: other members, some gone");
	mischief_register(m, "wrong-types", "strings, numbers, lists and objects change places");
	mischief_register(m, "fallback", "the reduced capacities and services of a station without analysis");
	mischief_register(m, "gaps", "many members are missing, some are empty");
	mischief_register(m, "big", "a document of more than ten megabytes");
}

static struct port *open_port(struct stations *s, const char *name, void (*fn)(struct request *r, void *arg), struct fault *f)
{
	return sandbox_listen(s->sb, &(struct port_handlers){ .name = name, .request = fn, .arg = s }, f);
}

static enum err start(struct sandbox *sb, json_t *line, struct fault *f)
{
	struct stations *s = mem_new(sizeof *s);
	size_t n;

	running = s;
	s->sb = sb;
	s->kubo = kubo_of(sb);
	s->swarm = kubo_swarm(s->kubo);
	n = s->swarm->stations.n > AFAR ? 2 : 1;
	for (size_t i = 0; i < n; i++) {
		s->ports[i] = open_port(s, i ? "afar" : "station", on_station, f);
		if (!s->ports[i])
			return f ? f->code : E_FAILED;
		switches(port_mischief(s->ports[i]));
	}
	s->upassport = open_port(s, "upassport", upassport_request, f);
	if (!s->upassport || !home_open(s, f))
		return f && f->code ? f->code : E_FAILED;
	mischief_register(port_mischief(s->upassport), "rate-limit", "answers 429 after N requests in a minute (60)");
	mischief_register(port_mischief(s->upassport), "locked", "the admin routes want a key although the swarm is open");
	kubo_beacons(s->kubo, station_publish, s);
	kubo_on_key(s->kubo, home_key, s);
	sandbox_command(sb, "home", "", cmd_home, s);
	json_object_set_new(line, "station", json_array());
	for (size_t i = 0; i < n; i++)
		json_array_append_new(json_object_get(line, "station"), json_sprintf("http://127.0.0.1:%d", port_number(s->ports[i])));
	json_object_set_new(line, "upassport", json_sprintf("http://127.0.0.1:%d", port_number(s->upassport)));
	json_object_set_new(line, "home", json_string(home_path()));
	{
		struct str repo = { 0 };

		str_addf(&repo, "%s/.ipfs", home_path());
		kubo_repo_path(s->kubo, str_c(&repo));
		str_free(&repo);
	}
	home_write(s, true);
	s->cycle = loop_timer_add(sb->loop, ROUND_MS, on_cycle, s);
	return E_OK;
}

static void stop(struct sandbox *sb)
{
	struct stations *s = running;

	(void)sb;
	running = NULL;
	if (!s)
		return;
	for (size_t i = 0; i < 2; i++)
		if (s->ports[i])
			port_silence(s->ports[i]);
	if (s->upassport)
		port_silence(s->upassport);
	geo_stop(s);
	loop_timer_del(s->cycle);
	home_close(s);
	free(s);
}

const struct service service_station = { .name = "station", .start = start, .stop = stop, .advanced = advanced };
