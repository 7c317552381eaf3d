/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The 12345 document: nearly every number a string, as the real script writes it. */
#include "sandbox/station/home.h"
#include "sandbox/station/inside.h"
#include "sandbox/station/words.h"

#include "base/mem.h"
#include "codec/base58.h"

#include <stdlib.h>
#include <time.h>

static const char *const coop_names[];

void c_date(int64_t ms, char out[48])
{
	static const char days[] = "SunMonTueWedThuFriSat", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t t = (time_t)(ms / 1000);
	struct tm tm;

	gmtime_r(&t, &tm);
	snprintf(out, 48, "%.3s %.3s %2d %02d:%02d:%02d UTC %d", days + 3 * tm.tm_wday, months + 3 * tm.tm_mon, tm.tm_mday, tm.tm_hour,
		 tm.tm_min, tm.tm_sec, 1900 + tm.tm_year);
}

/* As Python's isoformat: with or without a zone, always with microseconds when there are any. */
void iso_time(int64_t ms, bool zone, char out[40])
{
	time_t t = (time_t)(ms / 1000);
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(out, 40, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(out + 19, 21, ".%03d000%s", (int)((unsigned)(ms % 1000) % 1000), zone ? "+00:00" : "");
}

void station_uptime(const struct station *st, int64_t at_ms, char out[48])
{
	int64_t s = (at_ms - st->booted_ms) / 1000;
	int days = (int)(s / 86400);

	if (days)
		snprintf(out, 48, "%d day%s, %d:%02d:%02d", days, days > 1 ? "s" : "", (int)(s / 3600 % 24), (int)(s / 60 % 60), (int)(s % 60));
	else
		snprintf(out, 48, "%d:%02d:%02d", (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
}

static json_t *boot(const struct station *st, int idx, int64_t from, int64_t to, bool running)
{
	char start[40], end[40];

	iso_time(from - from % 1000, false, start);
	iso_time(to - to % 1000, false, end);
	return json_pack("{s:i,s:o,s:o,s:o,s:I,s:b}", "idx", idx, "boot_id", json_sprintf("%02x%02x", st->pub[0], (unsigned char)(40 + idx)),
			 "start", json_sprintf("%.19s", start), "end", running ? json_null() : json_sprintf("%.19s", end), "duration",
			 (json_int_t)((to - from) / 1000), "running", running);
}

json_t *station_boots(const struct station *st, int64_t at_ms)
{
	json_t *a = json_array();
	int64_t end = st->booted_ms;

	json_array_append_new(a, boot(st, 0, st->booted_ms, at_ms, true));
	for (int i = 1; i <= st->index % 4 + 1; i++) {
		int64_t from = end - (int64_t)(st->pub[i] + 5) * 7200000;
		json_array_insert_new(a, 0, boot(st, -i, from, end - 37000, false));
		end = from;
	}
	return a;
}

static void set(json_t *o, const char *key, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static void set(json_t *o, const char *key, const char *fmt, ...)
{
	struct str s = { 0 };
	va_list ap;

	va_start(ap, fmt);
	str_addv(&s, fmt, ap);
	va_end(ap);
	json_object_set_new(o, key, json_string(str_c(&s)));
	str_free(&s);
}

static void set_zen(json_t *o, const char *key, int64_t centimes, bool minus10)
{
	char text[24];

	zen_text(minus10 ? -1 : centimes, text);
	set(o, key, "%s", text);
}

/* Where it can be reached: by name from everywhere, or only from its own machine. Here, that is the sandbox's ports. */
static void set_urls(struct stations *s, json_t *o, const struct station *st)
{
	bool here = st->index == HERE;
	const char *relay = json_string_value(json_array_get(json_object_get(s->sb->line, "relays"), 0));
	int gateway = here ? kubo_port(s->kubo, true) : 8080;

	if (st->wan) {
		set(o, "myASTROPORT", "https://astroport.%s", st->host);
		set(o, "myIPFS", "https://ipfs.%s", st->host);
		set(o, "myAPI", "https://ipfs.%s/5001", st->host);
		set(o, "myRELAY", "wss://relay.%s", st->host);
		set(o, "uSPOT", "https://u.%s", st->host);
	} else {
		set(o, "myASTROPORT", "http://127.0.0.1:%d", here ? port_number(s->ports[HERE]) : 12345);
		set(o, "myIPFS", "http://127.0.0.1:%d", gateway);
		set(o, "myAPI", "http://127.0.0.1:%d", here ? kubo_port(s->kubo, false) : 5001);
		set(o, "myRELAY", "%s", here && relay ? relay : "ws://127.0.0.1:7777");
		set(o, "uSPOT", "http://127.0.0.1:%d", here ? port_number(s->upassport) : 54321);
	}
	set(o, "ipfsnodeid", "%s", st->peer);
	set(o, "astroport", "http://%s:12345", st->ip);
	set(o, "g1station", "%s/ipns/%s", json_string_value(json_object_get(o, "myIPFS")), st->peer);
	set(o, "g1swarm", "%s/ipns/%s", json_string_value(json_object_get(o, "myIPFS")), st->swarm_ipns);
}

static void set_captain(struct stations *s, json_t *o, const struct station *st, bool minus10)
{
	const struct world *w = s->swarm->world;
	const struct person *p = &w->people.v[st->captain];
	struct str text = { 0 };
	char address[64];

	person_email(w, st->captain, &text);
	set(o, "captain", "%s", str_c(&text));
	set_zen(o, "captainZEN", wallet_balance(s->sb, p->account), minus10);
	set(o, "captainHEX", "%s", st->captain_hex);
	wallet_address(w, p->account, address);
	set(o, "CAPTAING1PUB", "%s", address);
	wallet_address(w, st->zencards ? w->people.v[st->members.v[0]].account : p->account, address);
	set(o, "CAPTAINZENCARDG1PUB", "%s", address);
	str_cut(&text, 0);
	ssh_line(st->ssh_pub, st->user, &text);
	str_addf(&text, "@%.*s", (int)strcspn(st->host, "."), st->host);
	set(o, "SSHPUB", "%s", str_c(&text));
	set_zen(o, "NODEZEN", wallet_balance(s->sb, st->account), minus10);
	set(o, "NODEHEX", "%s", st->node_hex);
	str_cut(&text, 0);
	base58_add(&text, st->pub, 32);
	set(o, "NODEG1PUB", "%s", str_c(&text));
	str_free(&text);
}

static void set_cooperative(struct stations *s, json_t *o, const struct station *st, bool minus10)
{
	const struct swarm *sw = s->swarm;
	int64_t root = wallet_balance(s->sb, sw->coop[COOP_ROOT]);
	char address[64];

	if (st->gps) {
		set(o, "STATION_LAT", "%.2f", st->lat);
		set(o, "STATION_LON", "%.2f", st->lon);
	} else {
		set(o, "STATION_LAT", "0");
		set(o, "STATION_LON", "0");
	}
	set_zen(o, "SOURCE_ZEN", wallet_balance(s->sb, sw->coop[COOP_G1]), minus10);
	for (int i = 0; i < COOPS; i++) {
		wallet_address(sw->world, sw->coop[i], address);
		set(o, coop_names[i], "%s", address);
	}
	if (minus10 || root < 0)
		set(o, "UPLANETG1", "0");
	else
		set(o, "UPLANETG1", "%lld.%02lld", (long long)root / 100, (long long)root % 100);
	set_zen(o, "UPLANETZEN", root, minus10);
	set(o, "PAF", "%ld", st->paf);
	set(o, "NCARD", "%ld", st->ncard);
	set(o, "ZCARD", "%ld", st->zcard);
	set(o, "MACHINE_VALUE_ZEN", "%ld", st->machine_value);
	if (st->index % 5 == 4)
		set(o, "BILAN", "%s", "");
	else
		set(o, "BILAN", "%ld", station_people(st) * st->ncard + st->zencards * st->zcard - 3 * st->paf);
	set(o, "dragon_services", "%s", st->services);
}

/* What strangers may write into their own document. */
static void make_hostile(json_t *o)
{
	static const char escape[] = "\x1b[2J\x1b]0;owned\x07 phare \xe2\x80\xae" "moc.live <script>alert(1)</script>";
	json_t *scripts = json_object_get(json_object_get(o, "services"), "ipfs_p2p_services");

	set(o, "hostname", "%s", escape);
	set(o, "IPCity", "%s", "Toulouse\n\n\tFrance\r\x08\x08\x08 \xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80 $(touch OWNED) `id` %s%n%n");
	set(o, "captain", "%s", "../../../etc/passwd");
	set(o, "SSHPUB", "%s", "command=\"/bin/sh\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAA\nssh-ed25519 AAAA evil");
	set(o, "myIPFS", "%s", "javascript:alert(1)");
	set(o, "STATION_LAT", "%s", "1e999");
	set(o, "STATION_LON", "%s", "-181.5;DROP");
	set(o, "PAF", "%s", "99999999999999999999999999");
	set(o, "created", "%s", "-1");
	json_array_append_new(scripts, json_string("x_$(reboot).sh"));
	json_array_append_new(scripts, json_string("x_../../y.sh"));
}

static void make_future(json_t *o)
{
	set(o, "version", "12346.1.0");
	json_object_set_new(o, "created", json_integer(atoll(json_string_value(json_object_get(o, "created")))));
	json_object_set_new(o, "federation", json_pack("{s:[s,s],s:{s:b}}", "peers", "a", "b", "policy", "open", 1));
	json_object_del(o, "myIPv6");
	json_object_del(json_object_get(o, "services"), "g1billet");
	json_object_set_new(json_object_get(o, "services"), "lighthouse", json_pack("{s:b,s:i}", "active", 1, "port", 4242));
	json_object_set_new(json_object_get(o, "economy"), "risk_level", json_string("VIOLET"));
}

static void make_wrong_types(json_t *o)
{
	json_object_set_new(o, "captainZEN", json_real(38.5));
	json_object_set_new(o, "PAF", json_integer(9));
	json_object_set_new(o, "NCARD", json_null());
	json_object_set_new(o, "STATION_LAT", json_array());
	json_object_set_new(o, "hostname", json_integer(12345));
	json_object_set_new(o, "services", json_string("all fine"));
	json_object_set_new(o, "capacities", json_array());
	json_object_set_new(o, "boots", json_integer(0));
	json_object_set_new(json_object_get(o, "economy"), "multipass_count", json_string("six"));
	json_object_set_new(json_object_get(o, "economy"), "weekly_revenue", json_object());
}

static void make_gaps(json_t *o)
{
	static const char *const gone[] = { "captainZEN", "SSHPUB", "STATION_LAT", "STATION_LON", "capacities", "services", "economy", "boots",
					    "uptime", "PAF", "g1swarm", "UPLANETG1PUB" };

	for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
		json_object_del(o, gone[i]);
	set(o, "date", "%s", "");
	set(o, "IPCity", "%s", "");
}

static void make_big(json_t *o)
{
	json_t *list = json_array();

	for (int i = 0; i < 140000; i++)
		json_array_append_new(list, json_sprintf("x_service-number-%d-of-a-station-that-shares-far-too-much-and-tells-it-all.sh", i));
	json_object_set_new(json_object_get(o, "services"), "ipfs_p2p_services", list);
}

json_t *station_card_short(const struct station *st, int64_t at_ms, const char *status)
{
	json_t *o = json_object();

	set(o, "version", "12345.0.2");
	set(o, "hostname", "%s", st->host);
	set(o, "ipfsnodeid", "%s", st->peer);
	set(o, "status", "%s", status);
	set(o, "created", "%lld", (long long)at_ms / 1000);
	return o;
}

json_t *station_card(struct stations *s, const struct station *st, int64_t at_ms, struct moods m)
{
	bool minus10 = m.minus10 || st->broken_zen;
	json_t *o = json_object(), *caps = station_capacities(st, at_ms);
	char text[48];

	set(o, "version", "12345.0.2");
	set(o, "created", "%lld", (long long)at_ms / 1000);
	c_date(at_ms, text);
	set(o, "date", "%s", text);
	set(o, "hostname", "%s", st->host);
	set(o, "myIP", "%s", st->ip);
	set(o, "IPCity", "%s,%s", st->city, !strcmp(st->country, "FR") ? "France" : !strcmp(st->country, "ES") ? "Spain" : "Belgium");
	set(o, "myIPv6", "2001:db8::%x", st->index + 7);
	set_urls(s, o, st);
	set_captain(s, o, st, minus10);
	set_cooperative(s, o, st, minus10);
	json_object_set_new(caps, "qdrant_veteran_days", json_integer(st->machine->vram_gb ? 48 : 0));
	json_object_set_new(o, "capacities", m.fallback ? json_pack("{s:i}", "reserved_captain_slots", 2) : json_incref(caps));
	json_decref(caps);
	json_object_set_new(o, "services",
			    m.fallback ? json_pack("{s:{s:b,s:i},s:{s:b},s:{s:b}}", "ipfs", "active", 1, "peers_connected", 7, "astroport",
						   "active", 1, "g1billet", "active", 1)
				       : station_services(s, st, at_ms));
	json_object_set_new(o, "economy", station_economy(s, st, minus10));
	station_uptime(st, at_ms, text);
	set(o, "uptime", "%s", text);
	json_object_set_new(o, "boots", station_boots(st, at_ms));
	if (m.hostile)
		make_hostile(o);
	if (m.future)
		make_future(o);
	if (m.big)
		make_big(o);
	if (m.wrong_types)
		make_wrong_types(o);
	if (m.gaps)
		make_gaps(o);
	return o;
}

static const char *const coop_names[] = { "UPLANETNAME_G1", "UPLANETNAME_SOCIETY", "UPLANETNAME_TREASURY", "UPLANETNAME_RND",
					  "UPLANETNAME_ASSETS", "UPLANETNAME_IMPOT", "UPLANETNAME_CAPITAL",
					  "UPLANETNAME_AMORTISSEMENT", "UPLANETNAME_INTRUSION", "UPLANETG1PUB" };
