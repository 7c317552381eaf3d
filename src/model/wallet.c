/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/wallet.h"
#include "model/snap.h"
#include <stdio.h>

static const char *const kinds[], *const moves[];

struct wallet *wallet_new(void)
{
	struct wallet *w = mem_new(sizeof *w);
	subject_init(&w->subject, "wallet");
	return w;
}

static void clear(struct wallet *w)
{
	for (size_t i = 0; i < w->accounts.n; i++) {
		free(w->accounts.v[i].name);
		free(w->accounts.v[i].address);
	}
	for (size_t i = 0; i < w->latest.n; i++) {
		free(w->latest.v[i].party);
		free(w->latest.v[i].comment);
	}
	vec_free(&w->accounts);
	vec_free(&w->latest);
	vec_free(&w->trend);
	w->selected = 0;
}

void wallet_free(struct wallet *w)
{
	if (!w)
		return;
	clear(w);
	subject_done(&w->subject);
	free(w);
}

static struct account read_account(const json_t *o)
{
	struct account a = {
		.name = snap_text(o, "name", 64),
		.address = snap_text(o, "address", 64),
		.kind = (enum account_kind)snap_word(o, "kind", kinds, ACCOUNT_WATCH),
		.member = snap_bool(o, "member"),
		.valid_until = snap_int(o, "valid_until", 0),
		.free_c = snap_int(o, "free_c", 0),
		.reserved_c = snap_int(o, "reserved_c", 0),
		.unclaimed_c = snap_int(o, "unclaimed_c", 0),
		.unclaimed_n = snap_int(o, "unclaimed_n", 0),
	};
	char *who = snap_text(o, "source", sizeof a.source.who - 1);
	snprintf(a.source.who, sizeof a.source.who, "%s", who);
	free(who);
	a.source.at = snap_int(o, "at", 0);
	a.source.degree = (enum degree)snap_word(o, "degree", snap_degrees, DEGREE_NONE);
	return a;
}

static json_t *write_account(const struct account *a)
{
	return json_pack("{s:s,s:s,s:s,s:b,s:I,s:I,s:I,s:I,s:I,s:s,s:I,s:s}", "name", a->name, "address", a->address, "kind",
	                 kinds[a->kind], "member", a->member, "valid_until", (json_int_t)a->valid_until, "free_c",
	                 (json_int_t)a->free_c, "reserved_c", (json_int_t)a->reserved_c, "unclaimed_c", (json_int_t)a->unclaimed_c,
	                 "unclaimed_n", (json_int_t)a->unclaimed_n, "source", a->source.who, "at", (json_int_t)a->source.at,
	                 "degree", snap_degrees[a->source.degree]);
}

static struct movement read_movement(const json_t *o)
{
	return (struct movement){
		.when = snap_int(o, "time", 0),
		.kind = (enum movement_kind)snap_word(o, "kind", moves, MOVE_IN),
		.party = snap_text(o, "party", 64),
		.comment = snap_text(o, "comment", 512),
		.proven = snap_bool(o, "proven"),
		.amount_c = snap_int(o, "amount_c", 0),
		.count = snap_int(o, "count", 0),
	};
}

static json_t *write_movement(const struct movement *m)
{
	return json_pack("{s:I,s:s,s:s,s:s,s:b,s:I,s:I}", "time", (json_int_t)m->when, "kind", moves[m->kind], "party", m->party,
	                 "comment", m->comment, "proven", m->proven, "amount_c", (json_int_t)m->amount_c, "count",
	                 (json_int_t)m->count);
}

void wallet_load(struct wallet *w, const json_t *o)
{
	size_t i;
	json_t *v;
	clear(w);
	json_array_foreach(json_object_get(o, "accounts"), i, v)
		vec_push(&w->accounts, read_account(v));
	json_array_foreach(json_object_get(o, "latest"), i, v)
		vec_push(&w->latest, read_movement(v));
	json_array_foreach(json_object_get(o, "trend"), i, v)
		if (json_is_integer(v))
			vec_push(&w->trend, (int64_t)json_integer_value(v));
	w->trend_delta_c = snap_int(o, "trend_delta_c", 0);
	w->ud_c = snap_int(o, "ud_c", 0);
	snap_read_state(&w->subject, o);
}

json_t *wallet_save(const struct wallet *w)
{
	json_t *o = json_object(), *accounts = json_array(), *latest = json_array(), *trend = json_array();
	for (size_t i = 0; i < w->accounts.n; i++)
		json_array_append_new(accounts, write_account(&w->accounts.v[i]));
	for (size_t i = 0; i < w->latest.n; i++)
		json_array_append_new(latest, write_movement(&w->latest.v[i]));
	for (size_t i = 0; i < w->trend.n; i++)
		json_array_append_new(trend, json_integer(w->trend.v[i]));
	json_object_set_new(o, "accounts", accounts);
	json_object_set_new(o, "latest", latest);
	json_object_set_new(o, "trend", trend);
	json_object_set_new(o, "trend_delta_c", json_integer(w->trend_delta_c));
	json_object_set_new(o, "ud_c", json_integer(w->ud_c));
	snap_write_state(&w->subject, o);
	return o;
}

const struct account *wallet_account(const struct wallet *w)
{
	return w->selected < w->accounts.n ? &w->accounts.v[w->selected] : NULL;
}

int64_t wallet_total(const struct wallet *w)
{
	int64_t sum = 0;
	for (size_t i = 0; i < w->accounts.n; i++)
		sum += w->accounts.v[i].free_c + w->accounts.v[i].reserved_c;
	return sum;
}

static const char *const kinds[] = { "vault", "watch", NULL };
static const char *const moves[] = { "in", "out", "claim", NULL };
