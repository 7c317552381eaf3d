/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UPassport of the station here: its reading routes, in the shapes and with the errors of a FastAPI program. */
#include "sandbox/station/inside.h"
#include "sandbox/station/upassport.h"
#include "sandbox/station/words.h"

#include "base/mem.h"
#include "codec/hex.h"
#include "codec/nip19.h"

#include <stdlib.h>

enum { RATE = 60, CHALLENGE_S = 120 };

void upassport_json(struct request *r, int status, json_t *owned)
{
	char *text = json_dumps(owned, JSON_COMPACT | JSON_REAL_PRECISION(15));

	request_add_header(r, "Server", "uvicorn");
	request_add_header(r, "Access-Control-Allow-Origin", "*");
	request_reply(r, status, "application/json", slice_of(text));
	free(text);
	json_decref(owned);
}

void upassport_missing(struct request *r, const char *argument)
{
	upassport_json(r, 422, json_pack("{s:[{s:s,s:[s,s],s:s,s:n}]}", "detail", "type", "missing", "loc", "query", argument, "msg",
					 "Field required", "input"));
}

static void health(struct stations *s, struct request *r)
{
	char when[40];

	iso_time(sandbox_now_ms(s->sb), false, when);
	upassport_json(r, 200, json_pack("{s:s,s:s}", "status", "healthy", "timestamp", when));
}

static int rate(const struct stations *s)
{
	const struct mischief *m = port_mischief(s->upassport);
	uint64_t n;

	return slice_u64(slice_of(mischief_arg(m, "rate-limit")), &n) && n < 100000 ? (int)n : RATE;
}

static void rate_status(struct stations *s, struct request *r)
{
	int64_t reset = (s->minute + 1) * 60000;
	int left = rate(s) - (int)s->asked;
	char when[40];

	iso_time(reset, false, when);
	upassport_json(r, 200, json_pack("{s:s,s:i,s:i,s:i,s:f,s:s,s:b}", "client_ip", "127.0.0.1", "remaining_requests", left < 0 ? 0 : left,
					 "rate_limit", rate(s), "window_seconds", 60, "reset_time", (double)reset / 1000, "reset_time_iso", when,
					 "is_blocked", left < 0));
}

/* Loopback is exempt with the real one; the switch takes that away. */
static bool limited(struct stations *s, struct request *r)
{
	int64_t minute = sandbox_now_ms(s->sb) / 60000;

	if (minute != s->minute)
		s->asked = 0;
	s->minute = minute;
	s->asked++;
	if (!mischief_on(port_mischief(s->upassport), "rate-limit") || (int)s->asked <= rate(s))
		return false;
	request_add_header(r, "Retry-After", "60");
	upassport_json(r, 429, json_pack("{s:s,s:i}", "detail", "Rate limit exceeded. Please try again later.", "retry_after", 60));
	return true;
}

/* Admin routes open to whoever knows the swarm's name: on the open swarm that is everybody. */
static bool admin(struct stations *s, struct request *r)
{
	const char *name = request_arg(r, "uplanetname", 0), *zeros = "0000000000000000000000000000000000000000000000000000000000000000";
	bool ok = name && (!strcmp(name, s->swarm->psk_hex) || !strcmp(name, zeros));

	if (ok && !mischief_on(port_mischief(s->upassport), "locked"))
		return true;
	upassport_json(r, 403, json_pack("{s:s}", "detail", "Admin authentication required"));
	return false;
}

static void multipass_list(struct stations *s, struct request *r)
{
	const struct station *here = &s->swarm->stations.v[HERE];
	json_t *accounts = json_array();

	if (!admin(s, r)) {
		json_decref(accounts);
		return;
	}
	for (size_t i = 0; i < here->members.n; i++) {
		struct str email = { 0 };
		unsigned char key[32];
		char hex[65], npub[72] = "";
		person_email(s->swarm->world, here->members.v[i], &email);
		person_hex(s->swarm->world, here->members.v[i], hex);
		hex_exact(slice_of(hex), key, sizeof key);
		nip19_write32("npub", key, npub);
		json_array_append_new(accounts, json_pack("{s:s,s:s,s:s}", "email", str_c(&email), "hex", hex, "npub", npub));
		str_free(&email);
	}
	upassport_json(r, 200, json_pack("{s:O,s:i}", "accounts", accounts, "count", (int)json_array_size(accounts)));
	json_decref(accounts);
}

static json_t *challenge(struct stations *s, const char *npub)
{
	unsigned char bytes[32];
	struct str hex = { 0 };
	struct rng r;
	json_t *o;

	rng_init(&r, s->swarm->world->seed, npub, (uint64_t)sandbox_now_ms(s->sb) / 1000);
	rng_bytes(&r, bytes, sizeof bytes);
	hex_add(&hex, bytes, sizeof bytes);
	o = json_string(str_c(&hex));
	str_free(&hex);
	return o;
}

/* npub or hex; false: answered. */
static bool key_of(struct request *r, const char *argument, unsigned char key[32])
{
	const char *v = request_arg(r, argument, 0);

	if (!v)
		upassport_missing(r, argument);
	else if (nip19_read32(slice_of(v), "npub", key) && hex_exact(slice_of(v), key, 32))
		upassport_json(r, 400, json_pack("{s:s}", "detail", "Invalid npub"));
	else
		return true;
	return false;
}

static void nip42(struct stations *s, struct request *r)
{
	unsigned char key[32];
	char hex[65];

	if (!key_of(r, "npub", key))
		return;
	hex_encode(key, sizeof key, hex);
	upassport_json(r, 200, json_pack("{s:o,s:i,s:s,s:s}", "challenge", challenge(s, hex), "expires_in", CHALLENGE_S, "pubkey_hex", hex,
					 "instruction",
					 "Include this challenge in a kind-22242 Nostr event tag [\"challenge\", \"<nonce>\"] signed with your "
					 "private key, then call the protected endpoint."));
}

/* Nobody can prove who they are until there is a relay: exact positions stay closed. */
static void my_gps(struct stations *s, struct request *r)
{
	unsigned char key[32];
	char hex[65];

	if (!key_of(r, "npub", key))
		return;
	hex_encode(key, sizeof key, hex);
	upassport_json(r, 403,
		       json_pack("{s:{s:s,s:s,s:o,s:i,s:s}}", "detail", "error", "authentication_required", "message",
				 "NIP-42 authentication required to access GPS coordinates", "nip42_challenge", challenge(s, hex), "expires_in",
				 CHALLENGE_S, "hint",
				 "Sign a kind-22242 Nostr event with this challenge and send it to ws://127.0.0.1:7777, then retry this request."));
}

static bool small_routes(struct stations *s, struct request *r)
{
	const struct station *here = &s->swarm->stations.v[HERE];

	if (!strcmp(r->path, "/health"))
		health(s, r);
	else if (!strcmp(r->path, "/rate-limit-status"))
		rate_status(s, r);
	else if (!strcmp(r->path, "/12345"))
		upassport_json(r, 200, station_card(s, here, station_written(s, here), (struct moods){ 0 }));
	else if (!strcmp(r->path, "/") || !strcmp(r->path, "/api/ustats"))
		upassport_json(r, 200, upassport_ustats(s, r));
	else if (!strcmp(r->path, "/api/nostr/admin/captain_info"))
		upassport_json(r, 200, json_pack("{s:s,s:s}", "node_hex", here->node_hex, "captain_hex", here->captain_hex));
	else if (!strcmp(r->path, "/api/nostr/admin/multipass_list"))
		multipass_list(s, r);
	else if (!strcmp(r->path, "/api/nip42/challenge"))
		nip42(s, r);
	else if (!strcmp(r->path, "/api/myGPS"))
		my_gps(s, r);
	else if (!strcmp(r->path, "/.well-known/nostr/nip96.json"))
		upassport_json(r, 200, json_pack("{s:s,s:{s:{s:s,s:b,s:I},s:{s:s,s:b,s:I}}}", "api_url", "/upload2ipfs", "plans", "free", "name",
						 "Free", "is_nip98_required", 1, "max_byte_size", (json_int_t)104857600, "multipass", "name",
						 "MULTIPASS", "is_nip98_required", 1, "max_byte_size", (json_int_t)681574400));
	else
		return false;
	return true;
}

void upassport_request(struct request *r, void *stations)
{
	struct stations *s = stations;

	if (limited(s, r))
		return;
	if (strcmp(r->method, "GET") && strcmp(r->method, "HEAD")) {
		request_add_header(r, "Allow", "GET");
		upassport_json(r, 405, json_pack("{s:s}", "detail", "Method Not Allowed"));
		return;
	}
	if (!small_routes(s, r) && !upassport_money(s, r) && !upassport_people(s, r) && !upassport_geo(s, r))
		upassport_json(r, 404, json_pack("{s:s}", "detail", "Not Found"));
}
