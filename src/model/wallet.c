/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clean.h"
#include "base/log.h"
#include "codec/address.h"
#include "model/app.h"
#include "model/snap.h"
#include "model/vaults_in.h"
#include "model/wallet.h"
#include "model/wallet_follow.h"
#include "model/wallet_in.h"
#include <stdio.h>

static const char *const kinds[], *const moves[];

static void vault_moved(void *arg, struct subject *s)
{
	(void)s;
	wallet_rebuild(arg);
}

struct wallet *wallet_new(struct app *a)
{
	struct wallet *w = mem_new(sizeof *w);

	subject_init(&w->subject, "wallet");
	w->own = mem_new(sizeof *w->own);
	w->own->app = a;
	if (a && a->vaults)
		w->own->vault = subject_watch(vaults_subject(a->vaults), vault_moved, w);
	return w;
}

static void free_account(struct account *a)
{
	free(a->name);
	free(a->address);
	free(a->identity);
}

static void clear(struct wallet *w)
{
	for (size_t i = 0; i < w->accounts.n; i++)
		free_account(&w->accounts.v[i]);
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
	wallet_chain_free(w->own->chain);
	clear(w);
	subject_unwatch(w->own->vault);
	watched_free(&w->own->watched);
	free(w->own);
	subject_done(&w->subject);
	free(w);
}

static struct account read_account(const json_t *o)
{
	struct account a = {
		.name = snap_text(o, "name", 64),
		.address = snap_text(o, "address", 64),
		.identity = snap_text(o, "identity", 64),
		.scheme = "",
		.kind = (enum account_kind)snap_word(o, "kind", kinds, ACCOUNT_WATCH),
		.member = snap_bool(o, "member"),
		.valid_until = snap_int(o, "valid_until", 0),
		.free_c = snap_int(o, "free_c", 0),
		.reserved_c = snap_int(o, "reserved_c", 0),
		.unclaimed_c = snap_int(o, "unclaimed_c", 0),
		.unclaimed_n = snap_int(o, "unclaimed_n", 0),
		.transferable_c = snap_int(o, "transferable_c", 0),
		.exists = snap_bool(o, "exists"),
	};
	struct address known;

	if (!address_read(slice_of(a.address), &known))
		memcpy(a.pub, known.pub, 32);
	char *who = snap_text(o, "source", sizeof a.source.who - 1);
	snprintf(a.source.who, sizeof a.source.who, "%s", who);
	free(who);
	a.source.at = snap_int(o, "at", 0);
	a.source.degree = (enum degree)snap_word(o, "degree", snap_degrees, DEGREE_NONE);
	return a;
}

static json_t *write_account(const struct account *a)
{
	return json_pack("{s:s,s:s,s:s,s:s,s:b,s:b,s:I,s:I,s:I,s:I,s:I,s:I,s:s,s:I,s:s}", "name", a->name, "address", a->address,
	                 "identity", a->identity, "kind",
	                 kinds[a->kind], "exists", a->exists, "member", a->member, "valid_until", (json_int_t)a->valid_until, "free_c",
	                 (json_int_t)a->free_c, "reserved_c", (json_int_t)a->reserved_c, "unclaimed_c", (json_int_t)a->unclaimed_c,
	                 "unclaimed_n", (json_int_t)a->unclaimed_n, "transferable_c", (json_int_t)a->transferable_c, "source", a->source.who, "at", (json_int_t)a->source.at,
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
	w->mean_c = snap_int(o, "mean_c", 0);
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
	json_object_set_new(o, "mean_c", json_integer(w->mean_c));
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
		if (w->accounts.v[i].kind == ACCOUNT_VAULT)
			sum += w->accounts.v[i].free_c + w->accounts.v[i].reserved_c;
	return sum;
}

int wallet_by_pub(const struct wallet *w, const unsigned char pub[32])
{
	for (size_t i = 0; i < w->accounts.n; i++)
		if (!memcmp(w->accounts.v[i].pub, pub, 32))
			return (int)i;
	return -1;
}

int wallet_find(const struct wallet *w, struct slice text)
{
	struct address a;
	uint64_t number;
	int found = -1;

	text = slice_trim(text);
	for (size_t i = 0; text.n && i < w->accounts.n; i++)
		if (slice_is(text, w->accounts.v[i].name))
			found = found == -1 ? (int)i : -2;
	if (found != -1)
		return found;
	if (slice_u64(text, &number) && number >= 1 && number <= w->accounts.n)
		return (int)number - 1;
	return address_read(text, &a) ? -1 : wallet_by_pub(w, a.pub);
}

void wallet_select(struct wallet *w, size_t i)
{
	if (i < w->accounts.n && i != w->selected) {
		w->selected = i;
		if (w->own->chain)
			wallet_chain_accounts(w->own->chain);
		subject_touch(&w->subject);
	}
}

/* What was known of this key before, moved out of the old list, else a fresh row. */
static struct account known_as(struct wallet *w, const unsigned char pub[32])
{
	int i = wallet_by_pub(w, pub);
	struct account a;

	if (i >= 0) {
		a = w->accounts.v[i];
		vec_remove(&w->accounts, (size_t)i);
		free(a.name);
		return a;
	}
	a = (struct account){ .scheme = "", .address = mem_new(SS58_MAX), .identity = mem_strdup("") };
	memcpy(a.pub, pub, 32);
	ss58_encode(SS58_G1, pub, a.address);
	return a;
}

struct accounts_list {
	VEC(, struct account) v;
};

static bool has(const struct accounts_list *l, const unsigned char pub[32])
{
	for (size_t i = 0; i < l->v.n; i++)
		if (!memcmp(l->v.v[i].pub, pub, 32))
			return true;
	return false;
}

static void from_vault(struct wallet *w, struct accounts_list *out)
{
	struct vault_account *list;
	size_t n = vaults_list(w->own->app->vaults, &list);
	bool open = vaults_get(w->own->app->vaults) != NULL;

	for (size_t i = 0; i < n; i++) {
		struct account a;

		if (has(out, list[i].pub))
			continue;
		a = known_as(w, list[i].pub);
		a.name = mem_strdup(list[i].label);
		a.kind = list[i].how == VAULT_WATCH ? ACCOUNT_WATCH : ACCOUNT_VAULT;
		a.scheme = key_scheme_name(list[i].scheme);
		a.id = list[i].id;
		a.proven = open;
		vec_push(&out->v, a);
	}
	free(list);
}

void wallet_rebuild(struct wallet *w)
{
	struct accounts_list fresh = { 0 };
	const struct account *was = wallet_account(w);
	unsigned char selected[32] = { 0 };
	struct fault f = { 0 };
	int i;

	if (was)
		memcpy(selected, was->pub, 32);
	if (w->own->app && w->own->app->vaults)
		from_vault(w, &fresh);
	if (watched_load(&w->own->watched, &f))
		log_fault(LOG_WARN, "wallet", &f);
	for (size_t j = 0; j < w->own->watched.v.n; j++) {
		const struct watched_one *one = &w->own->watched.v.v[j];
		struct account a;

		if (has(&fresh, one->pub))
			continue;
		a = known_as(w, one->pub);
		a.name = mem_strdup(one->label);
		a.kind = ACCOUNT_WATCH;
		a.id = 0;
		a.proven = true;
		vec_push(&fresh.v, a);
	}
	for (size_t j = 0; j < w->accounts.n; j++)
		free_account(&w->accounts.v[j]);
	vec_free(&w->accounts);
	for (size_t j = 0; j < fresh.v.n; j++)
		vec_push(&w->accounts, fresh.v.v[j]);
	vec_free(&fresh.v);
	i = wallet_by_pub(w, selected);
	w->selected = i < 0 ? 0 : (size_t)i;
	if (w->own->chain)
		wallet_chain_accounts(w->own->chain);
	else if (w->own->live)
		wallet_live(w);
	subject_touch(&w->subject);
}

enum err wallet_watch(struct wallet *w, const unsigned char pub[32], const char *label, struct fault *f)
{
	struct watched_one one = { 0 };
	struct str clean = { 0 };
	enum err e = watched_load(&w->own->watched, f);

	if (!e && wallet_by_pub(w, pub) >= 0)
		e = fault_set(f, E_EXISTS, "%s", w->accounts.v[wallet_by_pub(w, pub)].name);
	clean_line(&clean, slice_of(label), sizeof one.label - 1);
	snprintf(one.label, sizeof one.label, "%s", str_c(&clean));
	memcpy(one.pub, pub, 32);
	str_free(&clean);
	if (e)
		return e;
	vec_push(&w->own->watched.v, one);
	e = watched_save(&w->own->watched, f);
	wallet_rebuild(w);
	return e;
}

enum err wallet_unwatch(struct wallet *w, size_t i, struct fault *f)
{
	enum err e = watched_load(&w->own->watched, f);
	size_t at = 0;

	if (e)
		return e;
	while (i < w->accounts.n && at < w->own->watched.v.n && memcmp(w->own->watched.v.v[at].pub, w->accounts.v[i].pub, 32))
		at++;
	if (i >= w->accounts.n || at == w->own->watched.v.n)
		return fault_set(f, E_INVALID, "%s", i < w->accounts.n ? w->accounts.v[i].name : "");
	vec_remove(&w->own->watched.v, at);
	e = watched_save(&w->own->watched, f);
	wallet_rebuild(w);
	return e;
}

static const char *const kinds[] = { "vault", "watch", NULL };
static const char *const moves[] = { "in", "out", "claim", NULL };
