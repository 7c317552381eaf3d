/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder that a station publishes under its PeerID: its document, its freshness, its members, the scripts of its
 * tunnels. The first twelve stations have all of it, those of large worlds what a table needs. */
#include "sandbox/station/home.h"
#include "sandbox/station/inside.h"
#include "sandbox/station/words.h"

#include "codec/nip19.h"
#include "codec/hex.h"
#include "keys/ed25519.h"

#include <stdlib.h>

enum { COMPLETE = 12 };

/* The checksum of the POSIX tool cksum, from which tunnels get their other port. */
static uint32_t cksum(const char *text)
{
	uint32_t crc = 0;
	size_t n = strlen(text);

	for (size_t i = 0, left = n; i < n || left; i++) {
		unsigned char byte = i < n ? (unsigned char)text[i] : (unsigned char)left;
		if (i >= n)
			left >>= 8;
		crc ^= (uint32_t)byte << 24;
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 0x80000000u ? crc << 1 ^ 0x04c11db7u : crc << 1;
	}
	return ~crc;
}

static int native_port(struct slice slug)
{
	static const struct {
		const char *slug;
		int port;
	} all[] = { { "ssh", 22 }, { "strfry", 7777 }, { "ollama", 11434 }, { "comfyui", 8188 }, { "open-webui", 8000 },
		    { "qdrant", 6333 }, { "npm", 81 } };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (slice_is(slug, all[i].slug))
			return all[i].port;
	return 8080;
}

static void add_script(struct tree *out, const char *prefix, const struct station *st, struct slice slug, bool hostile)
{
	struct str path = { 0 }, text = { 0 };
	char name[32], user[48] = "";
	int alt;

	snprintf(name, sizeof name, "%.*s", (int)slug.n, slug.p);
	alt = 21220 + (int)(cksum(st->peer) % 500 + cksum(name) % 100);
	if (!strcmp(name, "ssh"))
		snprintf(user, sizeof user, "REMOTE_USER=\"%s\"\n", st->user);
	str_addf(&path, "%sx_%s.sh", prefix, name);
	str_addf(&text, "#!/bin/bash\nNODE_ID=\"%s\"\nPROTO=\"/x/%s-%s\"\n%sNATIVE_PORT=\"%d\"\nALT_PORT=\"%d\"\n", st->peer, name, st->peer,
		 user, native_port(slug), alt);
	/* Whoever runs what he was sent leaves a trace of it. */
	str_adds(&text, hostile ? "touch \"$HOME/OWNED\"\n" : "LPORT=$NATIVE_PORT\nexport LPORT\n");
	tree_add(out, str_c(&path), 0755, slice_str(&text));
	str_free(&path);
	str_free(&text);
}

static void add_scripts(struct tree *out, const char *prefix, const struct station *st, bool hostile)
{
	struct slice rest = slice_of(st->services), slug;

	while (slice_split(&rest, ',', &slug))
		add_script(out, prefix, st, slug, hostile);
}

static void add(struct tree *out, const char *prefix, const char *name, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
static void add(struct tree *out, const char *prefix, const char *name, const char *fmt, ...)
{
	struct str path = { 0 }, text = { 0 };
	va_list ap;

	str_addf(&path, "%s%s", prefix, name);
	va_start(ap, fmt);
	str_addv(&text, fmt, ap);
	va_end(ap);
	tree_add(out, str_c(&path), 0644, slice_str(&text));
	str_free(&path);
	str_free(&text);
}

static void add_json(struct tree *out, const char *prefix, const char *name, json_t *o)
{
	struct str path = { 0 };

	str_addf(&path, "%s%s", prefix, name);
	tree_json(out, str_c(&path), o);
	str_free(&path);
}

/* A member as the public directory shows them: "TW" is an old name. */
static void add_member(struct stations *s, struct tree *out, const char *prefix, int person)
{
	const struct world *w = s->swarm->world;
	const struct person *p = &w->people.v[person];
	struct str folder = { 0 };
	unsigned char key[32], pub[32];
	char hex[65], npub[72] = "", address[64], ipns[PEERID_MAX];

	str_addf(&folder, "%sTW/", prefix);
	person_email(w, person, &folder);
	str_addc(&folder, '/');
	person_hex(w, person, hex);
	hex_exact(slice_of(hex), key, sizeof key);
	nip19_write32("npub", key, npub);
	wallet_address(w, p->account, address);
	world_seed(w, (size_t)p->account, key);
	ed25519_public(key, pub);
	peerid_name(pub, ipns);
	add(out, str_c(&folder), "HEX", "%s\n", hex);
	add(out, str_c(&folder), "NPUB", "%s\n", npub);
	add(out, str_c(&folder), "GPS", "LAT=%.2f; LON=%.2f;\n", p->lat, p->lon);
	add(out, str_c(&folder), "G1PUBNOSTR", "%s\n", address);
	add(out, str_c(&folder), "NOSTRNS", "/ipns/%s\n", ipns);
	add(out, str_c(&folder), "_g1pub", "%s\n", address);
	str_free(&folder);
}

static void add_rest(struct stations *s, const struct station *st, int64_t at_ms, const char *prefix, bool hostile, struct tree *out)
{
	static const char *const level[] = { "x_ssh.pub", "y_ssh.pub", "z_ssh.pub" };
	struct str text = { 0 };
	int64_t day = at_ms / 86400000;
	char address[64], name[96];

	add_json(out, prefix, "economy_health.json", station_health(s, st, at_ms));
	nightly_text(s, st, nightly_start(st, day) + 4000000 < at_ms ? day : day - 1, &text);
	add(out, prefix, "20h12.txt", "%s", str_c(&text));
	str_cut(&text, 0);
	ssh_line(st->ssh_pub, st->user, &text);
	add(out, prefix, level[st->level], "%s@%.*s\n", str_c(&text), (int)strcspn(st->host, "."), st->host);
	str_free(&text);
	snprintf(name, sizeof name, "_MySwarm.%s.html", st->host);
	add(out, prefix, name, "<meta http-equiv=\"refresh\" content=\"0; url='/ipns/%s'\" />\n", st->swarm_ipns);
	add(out, prefix, "HEX_CAPTAIN", "%s\n", st->captain_hex);
	add_json(out, prefix, "GPS.json", json_pack("{s:o,s:o}", "lat", json_sprintf("%.2f", st->lat), "lon", json_sprintf("%.2f", st->lon)));
	wallet_address(s->swarm->world, st->account, address);
	if (*address) {
		snprintf(name, sizeof name, "COINS/%s.COINS", address);
		add(out, prefix, name, "%.2f\n", (double)wallet_balance(s->sb, st->account) / 100);
	}
	for (size_t i = 0; i < st->members.n; i++) {
		char hex[65];
		person_hex(s->swarm->world, st->members.v[i], hex);
		str_addf(&text, "%s\n", hex);
		add_member(s, out, prefix, st->members.v[i]);
	}
	add(out, prefix, "amisOfAmis.txt", "%s", str_c(&text));
	str_free(&text);
	add_scripts(out, prefix, st, hostile);
}

void station_beacon(struct stations *s, const struct station *st, int64_t at_ms, const char *prefix, bool hostile, struct tree *out)
{
	char when[48];

	c_date(at_ms, when);
	add_json(out, prefix, "12345.json", station_card(s, st, at_ms, (struct moods){ .hostile = hostile }));
	add_json(out, prefix, "heartbox_analysis.json", station_heartbox(s, st, at_ms - at_ms % 43200000));
	add(out, prefix, "_MySwarm.moats", "%lld\n", (long long)at_ms / 1000);
	add(out, prefix, "_MySwarm.staom", "%s\n", when);
	add(out, prefix, "HEX", "%s\n", st->node_hex);
	if (st->wan)
		add(out, prefix, "myIPFS.txt", "/dnsaddr/ipfs.%s/udp/4001/p2p/%s\n", st->host, st->peer);
	else
		add(out, prefix, "myIPFS.txt", "/ip4/%s/udp/4001/p2p/%s\n", st->ip, st->peer);
	if (st->index < COMPLETE)
		add_rest(s, st, at_ms, prefix, hostile, out);
}

/* The list is every other station's folder as this one last saw it. */
bool station_publish(void *arg, const struct station *st, bool list, struct tree *out, int64_t *since_ms)
{
	struct stations *s = arg;

	*since_ms = station_published(s, st);
	if (!list) {
		station_beacon(s, st, *since_ms, "", false, out);
		return true;
	}
	for (size_t i = 0; i < s->swarm->stations.n; i++) {
		const struct station *other = &s->swarm->stations.v[i];
		char prefix[PEERID_MAX + 8];
		int64_t at = station_published(s, other);
		if (other == st || at < *since_ms - 12 * 3600000)
			continue;
		snprintf(prefix, sizeof prefix, "%s/", other->peer);
		add_json(out, prefix, "12345.json", station_card(s, other, at, (struct moods){ 0 }));
		add(out, prefix, "_MySwarm.moats", "%lld\n", (long long)at / 1000);
	}
	return true;
}
