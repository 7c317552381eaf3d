/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Balances, histories and the web of follows, as UPassport gives them. */
#include "sandbox/station/inside.h"
#include "sandbox/station/upassport.h"
#include "sandbox/station/words.h"

#include "base/mem.h"
#include "base/tick.h"
#include "codec/base58.h"
#include "codec/hex.h"
#include "codec/nip19.h"
#include "codec/ss58.h"

#include <math.h>
#include <stdlib.h>

enum { ASKED_AT_ONCE = 20 };

/* An address, a key of version 1 or an e-mail: an account of the world, -1 when there is none. */
static int32_t account_of(const struct world *w, const char *text)
{
	unsigned char pub[40];
	unsigned prefix;
	size_t n = 32;

	if (strchr(text, '@')) {
		for (size_t i = 0; i < w->people.n; i++) {
			struct str email = { 0 };
			bool same;
			person_email(w, (int)i, &email);
			same = !strcmp(str_c(&email), text);
			str_free(&email);
			if (same)
				return w->people.v[i].account;
		}
		return -1;
	}
	if (ss58_decode(slice_of(text), &prefix, pub) && (base58_decode(slice_of(text), pub, sizeof pub, &n) || n != 32))
		return -1;
	for (size_t i = 0; i < w->accounts.n; i++)
		if (!memcmp(w->accounts.v[i].pub, pub, 32))
			return (int32_t)i;
	return -1;
}

static json_t *g1_text(int64_t centimes)
{
	if (centimes < 0)
		centimes = 0;
	return json_sprintf("%lld.%02lld", (long long)centimes / 100, (long long)centimes % 100);
}

static void check_balance(struct stations *s, struct request *r)
{
	const char *key = request_arg(r, "g1pub", 0);
	int64_t c;

	if (!key) {
		upassport_missing(r, "g1pub");
	} else if (strchr(key, '@')) {
		request_reply(r, 200, "text/html; charset=utf-8", SLICE("<html><body><h1>ZEN Card</h1></body></html>\n"));
	} else {
		c = wallet_balance(s->sb, account_of(s->swarm->world, key));
		upassport_json(r, 200, json_pack("{s:o,s:s,s:f}", "balance", g1_text(c), "g1pub", key, "zen", c < 0 ? 0.0 : zen_value(c)));
	}
}

static void check_balances(struct stations *s, struct request *r)
{
	struct slice rest = slice_of(request_arg(r, "g1pubs", 0)), part;
	json_t *o = json_object();

	if (!rest.n) {
		json_decref(o);
		upassport_missing(r, "g1pubs");
		return;
	}
	for (int n = 0; slice_split(&rest, ',', &part) && n < ASKED_AT_ONCE; n++) {
		char key[96];
		int64_t c;
		snprintf(key, sizeof key, "%.*s", (int)part.n, part.p);
		c = wallet_balance(s->sb, account_of(s->swarm->world, key));
		json_object_set_new(o, key, json_pack("{s:o,s:o}", "balance", g1_text(c), "zen",
						      json_sprintf("%.2f", c < 0 ? 0.0 : zen_value(c))));
	}
	upassport_json(r, 200, json_pack("{s:o}", "balances", o));
}

static json_t *history_row(const struct world *w, const struct transfer *t, int32_t of)
{
	bool sent = t->from == of;
	struct str comment = { 0 };
	char when[40], other[64];
	json_t *o;

	iso_time(world_time_ms(w, t->block), true, when);
	wallet_address(w, sent ? t->to : t->from, other);
	world_comment(w, t->comment, &comment);
	o = json_pack("{s:s,s:f,s:s,s:s,s:i,s:s}", "Date", when, "Amounts Ğ1", (sent ? -1.0 : 1.0) * (double)t->amount / 100,
		      "Issuers/Recipients", other, "Reference", str_c(&comment), "blockNumber", (int)t->block, "direction",
		      sent ? "sent" : "received");
	str_free(&comment);
	return o;
}

/* What happened before the sandbox started, newest first. */
static void check_history(struct stations *s, struct request *r)
{
	const struct world *w = s->swarm->world;
	const char *key = request_arg(r, "g1pub", 0), *most = request_arg(r, "limit", 0);
	json_t *rows = json_array();
	uint64_t limit = 25;
	int32_t of;
	int n;

	if (!key) {
		json_decref(rows);
		upassport_missing(r, "g1pub");
		return;
	}
	if (most)
		slice_u64(slice_of(most), &limit);
	of = account_of(w, key);
	for (size_t i = w->transfers.n; i-- > 0 && json_array_size(rows) < limit && of >= 0;)
		if (w->transfers.v[i].from == of || w->transfers.v[i].to == of)
			json_array_append_new(rows, history_row(w, &w->transfers.v[i], of));
	n = (int)json_array_size(rows);
	upassport_json(r, 200, json_pack("{s:o,s:s,s:i}", "history", rows, "g1pub", key, "total", n));
}

bool upassport_money(struct stations *s, struct request *r)
{
	if (!strcmp(r->path, "/check_balance"))
		check_balance(s, r);
	else if (!strcmp(r->path, "/check_balances"))
		check_balances(s, r);
	else if (!strcmp(r->path, "/check_g1history"))
		check_history(s, r);
	else
		return false;
	return true;
}

/* Who follows whom: until there is a relay, those whom one certified. */
static bool follows(const struct world *w, const struct person *a, const struct person *b)
{
	for (size_t i = 0; i < w->certs.n; i++)
		if (w->certs.v[i].issuer == a->index && w->certs.v[i].receiver == b->index)
			return true;
	return false;
}

static json_t *graph_node(const struct world *w, int person, int center, int level, json_t *next)
{
	const struct person *p = &w->people.v[person], *c = &w->people.v[center];
	bool follower = level == 1 && follows(w, p, c), followed = level == 1 && follows(w, c, p);
	unsigned char key[32];
	char hex[65], npub[72] = "";
	struct str email = { 0 };
	json_t *o;

	person_email(w, person, &email);
	person_hex(w, person, hex);
	hex_exact(slice_of(hex), key, sizeof key);
	nip19_write32("npub", key, npub);
	o = json_pack("{s:s,s:i,s:b,s:b,s:b,s:o,s:s,s:s,s:s,s:s,s:n,s:n}", "pubkey", hex, "level", level, "is_follower", follower,
		      "is_followed", followed, "mutual", follower && followed, "connections", next, "npub", npub, "email", str_c(&email),
		      "display_name", p->shown, "name", p->name, "picture", "about");
	str_free(&email);
	return o;
}

struct graph {
	const struct world *w;
	int center, n1, n2;
	json_t *nodes, *edges;
	VEC(, int) first;
	VEC(, unsigned char) seen;  /* by person */
};

static int person_of_index(const struct world *w, uint32_t index)
{
	const struct person *p = world_person_by_index(w, index);

	return p ? (int)(p - w->people.v) : -1;
}

/* All that one follows and that was not met yet, as nodes of a level; gives the list of their keys. */
static json_t *spread(struct graph *g, int from, int level, bool mutual)
{
	const struct person *p = &g->w->people.v[from];
	json_t *keys = json_array();
	char own[65], hex[65];

	person_hex(g->w, from, own);
	for (size_t i = 0; i < g->w->certs.n && p->index; i++) {
		int to = g->w->certs.v[i].issuer == p->index ? person_of_index(g->w, g->w->certs.v[i].receiver) : -1;
		if (to < 0 || g->seen.v[to] || (mutual && !follows(g->w, &g->w->people.v[to], p)))
			continue;
		g->seen.v[to] = 1;
		person_hex(g->w, to, hex);
		json_array_append_new(keys, json_string(hex));
		json_array_append_new(g->edges, json_pack("{s:s,s:s}", "from", own, "to", hex));
		if (level == 1) {
			g->n1++;
			vec_push(&g->first, to);
		} else {
			g->n2++;
			json_array_append_new(g->nodes, graph_node(g->w, to, g->center, 2, json_array()));
		}
	}
	return keys;
}

static void get_n2(struct stations *s, struct request *r)
{
	const char *hex = request_arg(r, "hex", 0), *range = request_arg(r, "range", 0);
	struct graph g = { .w = s->swarm->world, .center = -1, .nodes = json_array(), .edges = json_array() };
	bool full = range && !strcmp(range, "full");
	int64_t began = tick_ms();
	char when[40], own[65];

	for (size_t i = 0; hex && i < g.w->people.n && g.center < 0; i++) {
		person_hex(g.w, (int)i, own);
		if (!strcmp(own, hex))
			g.center = (int)i;
	}
	if (g.center < 0) {
		json_decref(g.nodes);
		json_decref(g.edges);
		if (!hex)
			upassport_missing(r, "hex");
		else
			upassport_json(r, 404, json_pack("{s:s}", "detail", "No contact list found for this key"));
		return;
	}
	for (size_t i = 0; i < g.w->people.n; i++)
		vec_push(&g.seen, 0);
	g.seen.v[g.center] = 1;
	json_decref(spread(&g, g.center, 1, false));
	json_array_append_new(g.nodes, graph_node(g.w, g.center, g.center, 0, json_array()));
	for (size_t i = 0; i < g.first.n; i++) {
		bool mutual = follows(g.w, &g.w->people.v[g.first.v[i]], &g.w->people.v[g.center]);
		json_t *next = full || mutual ? spread(&g, g.first.v[i], 2, false) : json_array();
		json_array_append_new(g.nodes, graph_node(g.w, g.first.v[i], g.center, 1, next));
	}
	iso_time(sandbox_now_ms(s->sb), false, when);
	upassport_json(r, 200, json_pack("{s:s,s:i,s:i,s:i,s:s,s:o,s:o,s:s,s:I}", "center_pubkey", hex, "total_n1", g.n1, "total_n2", g.n2,
					 "total_nodes", 1 + g.n1 + g.n2, "range_mode", full ? "full" : "default", "nodes", g.nodes, "connections",
					 g.edges, "timestamp", when, "processing_time_ms", (json_int_t)(tick_ms() - began)));
	vec_free(&g.first);
	vec_free(&g.seen);
}

bool upassport_people(struct stations *s, struct request *r)
{
	if (strcmp(r->path, "/api/getN2"))
		return false;
	get_n2(s, r);
	return true;
}
