/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/station/swarm.h"

#include "base/mem.h"
#include "base/text.h"
#include "codec/hash.h"
#include "codec/hex.h"
#include "keys/ed25519.h"
#include "keys/secp.h"

#include <ctype.h>
#include <math.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <stdlib.h>

static const struct machine machines[];
static const char *const names[], *const shared[];

enum { PLACES = 16, MEMBERS_MAX = 48 };

/* The key never meets the hash itself: a stream made with it does. */
void swarm_fingerprint(const unsigned char psk[32], char out[33])
{
	unsigned char stream[64], digest[16];
	EVP_MD_CTX *c = EVP_MD_CTX_new();

	crypto_stream_salsa20(stream, sizeof stream, (const unsigned char *)"finprint", psk);
	if (!c || !EVP_DigestInit_ex(c, EVP_shake128(), NULL) || !EVP_DigestUpdate(c, stream, sizeof stream) ||
	    !EVP_DigestFinalXOF(c, digest, sizeof digest))
		mem_exhausted();
	EVP_MD_CTX_free(c);
	hex_encode(digest, sizeof digest, out);
}

void swarm_set_key(struct swarm *s, bool origin)
{
	struct rng r;

	rng_init(&r, s->sb->opt.seed, "swarm key", 0);
	rng_bytes(&r, s->psk, sizeof s->psk);
	if (origin)
		memset(s->psk, 0, sizeof s->psk);
	hex_encode(s->psk, sizeof s->psk, s->psk_hex);
	swarm_fingerprint(s->psk, s->fingerprint);
}

static void nostr_hex(const unsigned char seed[32], char out[65])
{
	unsigned char sk[32], x[32];

	hash_sha256(sk, seed, 32);
	memset(x, 0, sizeof x);
	secp_public(sk, x);
	hex_encode(x, sizeof x, out);
}

void person_hex(const struct world *w, int person, char out[65])
{
	unsigned char seed[32];

	world_seed(w, (size_t)w->people.v[person].account, seed);
	nostr_hex(seed, out);
}

void person_email(const struct world *w, int person, struct str *out)
{
	const struct person *p = &w->people.v[person];
	struct str ascii = { 0 };
	size_t from = out->n;

	text_ascii(&ascii, slice_of(*p->name ? p->name : p->shown));
	for (const char *c = str_c(&ascii); *c; c++)
		if (isalnum((unsigned char)*c))
			str_addc(out, (char)tolower((unsigned char)*c));
		else if (out->n > from && out->p[out->n - 1] != '.')
			str_addc(out, '.');
	if (!*p->name)
		str_addf(out, ".%d", person);
	str_adds(out, "@village.example");
	str_free(&ascii);
}

/* Accounts that belong to nobody, from the last one down: those are what the stations and the cooperative use. */
static int32_t free_account(const struct world *w, size_t *at)
{
	while (*at > DEMOS) {
		const struct account *a = &w->accounts.v[--*at];
		if (a->person < 0 && !a->sr25519 && memcmp(a->pub, "modlpy/trsry", 12))
			return (int32_t)*at;
	}
	return -1;
}

static void node_key(struct swarm *s, struct station *st, int32_t account)
{
	unsigned char in[40] = "vigie-sandbox station", ssh_seed[32];

	st->account = account;
	if (account >= 0) {
		world_seed(s->world, (size_t)account, st->seed);
	} else {
		memcpy(in + 24, &s->sb->opt.seed, 8);
		memcpy(in + 32, &st->index, sizeof st->index);
		hash_blake2_256(st->seed, in, sizeof in);
	}
	ed25519_public(st->seed, st->pub);
	peerid_text(st->pub, st->peer);
	peerid_name(st->pub, st->ipns);
	nostr_hex(st->seed, st->node_hex);
	memcpy(st->ssh_pub, st->pub, 32);
	hash_blake2_256(ssh_seed, st->seed, 32);
	if (st->level != LEVEL_Y)
		ed25519_public(ssh_seed, st->ssh_pub);
	hash_blake2_256(ssh_seed, ssh_seed, 32);
	ed25519_public(ssh_seed, st->swarm_pub);
	peerid_name(st->swarm_pub, st->swarm_ipns);
}

/* Captains: the co-admin account here; the others are members. The fourth and the sixth station have one captain. */
static int captain_of(const struct world *w, int index, struct rng *r)
{
	int n = 0, wanted;

	if (index == HERE)
		return DEMOS - 1;
	while (n < (int)w->people.n && w->people.v[n].index)
		n++;
	wanted = DEMOS + (index == 5 ? 3 : index) * 7;
	return n > DEMOS ? (wanted < n ? wanted : DEMOS + (int)rng_below(r, (uint64_t)(n - DEMOS))) : 0;
}

static void place_station(struct station *st, struct rng *r)
{
	/* Here is Toulouse, afar Barcelona; then one for each place, and round again. */
	static const uint8_t order[PLACES] = { 0, 3, 1, 2, 4, 5, 6, 13, 9, 10, 11, 14, 7, 8, 12, 15 };
	const struct place *p = world_place(order[st->index % PLACES]);

	st->city = p->city;
	st->country = p->country;
	st->lat = round((p->lat + 0.03 * rng_bell(r)) * 100) / 100;
	st->lon = round((p->lon + 0.03 * rng_bell(r)) * 100) / 100;
	st->gps = st->index != 9;
}

static void make_station(struct swarm *s, struct station *st, size_t *account)
{
	const struct world *w = s->world;
	struct str host = { 0 }, city = { 0 };
	struct rng r;

	rng_init(&r, w->seed, "station", (uint64_t)st->index);
	st->level = st->index == 4 ? LEVEL_X : st->index == 7 ? LEVEL_Z : LEVEL_Y;
	node_key(s, st, free_account(w, account));
	place_station(st, &r);
	st->wan = st->index != HERE && !rng_chance(&r, 300);
	st->wan |= st->index == AFAR;
	st->machine = &machines[st->index < 2 ? st->index : (int)rng_below(&r, 7)];
	st->captain = captain_of(w, st->index, &r);
	person_hex(w, st->captain, st->captain_hex);
	text_fold(&city, slice_of(st->city));
	str_addf(&host, "%s%s%d.%s.example", names[st->index % 12], st->index < 12 ? "" : "-", st->index / 12, str_c(&city));
	if (st->index < 12) {
		str_cut(&host, 0);
		str_addf(&host, "%s.%s.example", names[st->index], str_c(&city));
	}
	snprintf(st->host, sizeof st->host, "%s", str_c(&host));
	snprintf(st->user, sizeof st->user, "%s", st->machine->pi ? "pi" : "astro");
	snprintf(st->ip, sizeof st->ip, st->wan ? "203.0.113.%d" : "192.168.1.%d", 2 + st->index % 250);
	st->paf = st->index == HERE ? 9 : 7 + (long)rng_below(&r, 12);
	st->ncard = 1;
	st->zcard = 4 + (long)rng_below(&r, 2);
	st->machine_value = 60 * (long)(1 + rng_below(&r, 60));
	st->broken_zen = st->index % 4 == 3;
	st->booted_ms = w->start_ms - rng_between(&r, 2 * 3600, 60 * 86400) * 1000;
	st->services = shared[st->machine->vram_gb ? 0 : rng_below(&r, 3) + 1];
	/* Two fell silent: their copies are still kept at the start, and dropped when twelve hours have passed. */
	if (st->index == 8 || st->index == 11)
		st->silent_ms = w->start_ms - (st->index == 8 ? 3 : 9) * 3600000LL;
	str_free(&host);
	str_free(&city);
}

/* Seven in ten have their MULTIPASS at a station of their place, or else of the place that is nearest to it. */
static void share_people(struct swarm *s)
{
	VEC(, int) near[PLACES] = { 0 };
	const struct world *w = s->world;
	size_t turn[PLACES] = { 0 };
	struct rng r;

	rng_init(&r, w->seed, "multipass", 0);
	for (int p = 0; p < PLACES; p++) {
		double best = 1e9;
		for (int pass = 0; pass < 2; pass++)
			for (size_t i = 0; i < s->stations.n; i++) {
				const struct station *st = &s->stations.v[i];
				double d = hypot(st->lat - world_place((size_t)p)->lat, (st->lon - world_place((size_t)p)->lon) * 0.72);
				if (!pass && d < best)
					best = d;
				if (pass && d < best + 0.2)
					vec_push(&near[p], (int)i);
			}
	}
	for (size_t i = 0; i < w->people.n; i++) {
		int p = w->people.v[i].place % PLACES;
		struct station *st = &s->stations.v[near[p].v[turn[p]++ % near[p].n]];
		if (i >= DEMOS && w->people.v[i].account >= 0 && rng_chance(&r, 700) && st->members.n < MEMBERS_MAX)
			vec_push(&st->members, (int)i);
	}
	for (size_t i = 0; i < s->stations.n; i++)
		s->stations.v[i].zencards = (int)s->stations.v[i].members.n / 6;
	for (int p = 0; p < PLACES; p++)
		vec_free(&near[p]);
}

struct swarm *swarm_new(struct sandbox *sb)
{
	struct swarm *s = mem_new(sizeof *s);
	size_t account = sb->world->accounts.n;

	s->sb = sb;
	s->world = sb->world;
	swarm_set_key(s, false);
	for (int i = 0; i < COOPS; i++)
		s->coop[i] = free_account(s->world, &account);
	for (long i = 0; i < sb->opt.stations; i++) {
		vec_push(&s->stations, (struct station){ .index = (int)i });
		make_station(s, &s->stations.v[i], &account);
	}
	share_people(s);
	return s;
}

void swarm_free(struct swarm *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->stations.n; i++)
		vec_free(&s->stations.v[i].members);
	vec_free(&s->stations);
	free(s);
}

bool station_alive(const struct station *st)
{
	return !st->silent_ms;
}

/* The first two are those of here and afar. */
static const struct machine machines[] = {
	{ "Raspberry Pi 5 Model B Rev 1.0", 4, 2400, 7, 41, 88, 7.9, 458, 0, 0, "", "none", "arm64", true },
	{ "AMD Ryzen 7 5800X 8-Core Processor", 16, 4850, 142, 1450, 2900, 62.7, 1832, 412, 24, "NVIDIA GeForce RTX 3090", "nvidia",
	  "amd64", false },
	{ "Raspberry Pi 4 Model B Rev 1.5", 4, 1800, 6, 28, 61, 3.7, 117, 0, 0, "", "none", "arm64", true },
	{ "Intel(R) N100", 4, 3400, 14, 410, 1200, 15.5, 937, 200, 0, "", "none", "amd64", false },
	{ "Intel(R) Core(TM) i5-6500T CPU @ 2.50GHz", 4, 3100, 22, 320, 510, 15.6, 476, 0, 0, "", "none", "amd64", false },
	{ "AMD Ryzen 5 3600 6-Core Processor", 12, 4200, 65, 900, 1800, 31.3, 931, 256, 8, "AMD Radeon RX 6600", "amd", "amd64", false },
	{ "Raspberry Pi Zero 2 W Rev 1.0", 4, 1000, 2, 12, 22, 0.4, 58, 0, 0, "", "none", "arm64", true },
};
static const char *const names[] = { "phare", "balise", "vigie", "semaphore", "amer", "bouee", "jetee", "sirene", "ancre", "quai",
				     "boussole", "tramontane" };
static const char *const shared[] = { "ssh,strfry,ollama,comfyui,open-webui,qdrant", "ssh,strfry,npm", "ssh,strfry", "ssh" };
