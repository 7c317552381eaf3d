/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/world_inside.h"

#include "codec/ss58.h"
#include "keys/ed25519.h"

static const struct place places[];
static const char *const comments[];

struct world *world_new(const struct options *opt, int64_t start_ms)
{
	struct world *w = mem_new(sizeof *w);
	struct making m = { .w = w, .opt = opt };

	w->seed = opt->seed;
	w->start_ms = start_ms - start_ms % 6000;
	rng_init(&m.rng, opt->seed, "village", 0);
	make_people(&m);
	make_wot(&m);
	make_accounts(&m);
	make_money(&m);
	for (size_t i = 0; i < m.drafts.n; i++) {
		vec_free(&m.drafts.v[i].in);
		vec_free(&m.drafts.v[i].out);
	}
	vec_free(&m.drafts);
	vec_free(&m.certs);
	vec_free(&m.order);
	vec_free(&m.active);
	return w;
}

void world_free(struct world *w)
{
	if (!w)
		return;
	vec_free(&w->people);
	vec_free(&w->accounts);
	vec_free(&w->certs);
	vec_free(&w->old_certs);
	vec_free(&w->transfers);
	vec_free(&w->claims);
	vec_free(&w->happenings);
	vec_free(&w->dividends);
	free(w);
}

const struct place *world_place(size_t i)
{
	size_t n = 0;

	while (places[n].city)
		n++;
	return i < n ? &places[i] : NULL;
}

void world_comment(const struct world *w, uint16_t comment, struct str *out)
{
	(void)w;
	if (comment)
		str_adds(out, comments[comment - 1]);
}

int64_t world_time_ms(const struct world *w, int32_t block)
{
	return w->start_ms - (int64_t)(WORLD_START - block) * 6000;
}

const struct person *world_person_by_index(const struct world *w, uint32_t index)
{
	/* Identities are few and asked for while services start. */
	for (size_t i = 0; index && i < w->people.n; i++)
		if (w->people.v[i].index == index)
			return &w->people.v[i];
	return NULL;
}

char *world_accounts_json(void)
{
	json_t *out = json_array();
	char *text;

	for (int i = 0; i < DEMOS; i++) {
		const struct demo *d = &world_demos[i];
		unsigned char pub[32];
		char address[SS58_MAX];
		json_t *a;

		ed25519_public(d->seed, pub);
		ss58_encode(SS58_G1, pub, address);
		a = json_pack("{s:s,s:s,s:s,s:s,s:s}", "role", d->role, "name", d->name, "address", address, "scheme", "ed25519", "kind",
			      d->kind);
		if (d->salt)
			json_object_set_new(a, "salt", json_string(d->salt));
		json_object_set_new(a, d->salt ? "password" : "mnemonic", json_string(d->secret));
		json_array_append_new(out, a);
	}
	text = json_dumps(out, JSON_INDENT(2));
	json_decref(out);
	return text;
}

const struct demo world_demos[DEMOS] = {
	{ "member", "mnemonic", "bottom drive obey lake curtain smoke basket hold race lonely fit walk", NULL,
	  { 0xfa, 0xc7, 0x95, 0x9d, 0xbf, 0xe7, 0x2f, 0x05, 0x2e, 0x5a, 0x0c, 0x3c, 0x8d, 0x65, 0x30, 0xf2,
	    0x02, 0xb0, 0x2f, 0xd8, 0xf9, 0xf5, 0xca, 0x35, 0x80, 0xec, 0x8d, 0xeb, 0x77, 0x97, 0x47, 0x9e },
	  "Vigie-Demo", "Camille (demo)" },
	{ "newcomer", "mnemonic", "legal winner thank year wave sausage worth useful legal winner thank yellow", NULL,
	  { 0x6f, 0xa2, 0x79, 0x6b, 0x00, 0x71, 0xca, 0xc4, 0x25, 0xd8, 0xa7, 0x85, 0x10, 0x38, 0x31, 0x8c,
	    0x2c, 0x37, 0xdc, 0xeb, 0xfe, 0x4b, 0xae, 0x73, 0x19, 0x7c, 0xe9, 0x3e, 0x75, 0x90, 0x9b, 0xd2 },
	  "Mousse-Demo", "Sacha (demo)" },
	{ "co-admin", "salt", "phare-demo", "gardien du port",
	  { 0xaa, 0xe5, 0xa7, 0x7a, 0xef, 0xd6, 0x9c, 0xba, 0x53, 0x8b, 0x54, 0x06, 0x06, 0x85, 0x20, 0x0e,
	    0xef, 0xa9, 0x17, 0xe3, 0x03, 0xc7, 0xc6, 0xbc, 0x7e, 0xbf, 0xa3, 0xbf, 0x5a, 0xc7, 0xca, 0x2c },
	  "Capitaine-Demo", "Dominique (demo)" },
};
static const struct place places[] = {
#define PLACE(city, country, lat, lon, weight) { city, country, lat, lon },
#include "sandbox/world_words.def"
	{ NULL, NULL, 0, 0 },
};
static const char *const comments[] = {
#define COMMENT(lang, text) text,
#include "sandbox/world_words.def"
};
