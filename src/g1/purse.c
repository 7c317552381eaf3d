/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/purse.h"
#include "base/arena.h"
#include "base/mem.h"
#include "base/vec.h"
#include "codec/pack.h"
#include "g1/pool_inside.h"
#include <stdlib.h>

/* First the accounts and who owns an identity, with the currency; then the identities. Both at the same block. */
enum { PER_PUB = 2 };

struct purse_job {
	struct purse_ask c;
	struct arena arena;
	struct storage *read;
	struct purse *purses;
	struct purse_values *values;
	struct currency currency;
	size_t *at;                     /* of each address: where its identity's values begin, SIZE_MAX for none */
	size_t n_second;
	struct storage_answer first;    /* but for the values */
	struct loop_timer *timer;
};

static void job_free(struct purse_job *j)
{
	storage_cancel(j->read);
	loop_timer_del(j->timer);
	runtime_drop(j->c.runtime);
	arena_free(&j->arena);
	free(j);
}

void purse_cancel(struct purse_job *j)
{
	if (j)
		job_free(j);
}

static void finish(struct purse_job *j, const struct fault *f)
{
	struct purse_answer a = { .purses = j->purses, .currency = &j->currency, .n = j->c.n, .block = j->first.number ? j->first.block : NULL };
	if (f)
		a.fault = *f;
	j->read = NULL;
	j->c.fn(j->c.arg, &a);
	job_free(j);
}

static void conclude(struct purse_job *j, enum degree degree)
{
	struct fault f = { .code = E_OK };
	struct source source = j->first.source;
	if (degree < source.degree)
		source.degree = degree;
	for (size_t i = 0; i < j->c.n && !f.code; i++) {
		j->purses[i].source = source;
		j->purses[i].block = j->first.number;
		j->purses[i].final = j->first.final;
		purse_fill(&j->purses[i], j->c.runtime, &j->currency, j->first.number, &j->values[i], &f);
	}
	finish(j, f.code ? &f : NULL);
}

static struct slice keep(struct purse_job *j, struct slice v)
{
	return v.p ? (struct slice){ arena_copy(&j->arena, v), v.n } : v;
}

static void on_second(void *arg, const struct storage_answer *a)
{
	struct purse_job *j = arg;
	j->read = NULL;
	if (a->fault.code) {
		finish(j, &a->fault);
		return;
	}
	for (size_t i = 0; i < j->c.n; i++) {
		if (j->at[i] == SIZE_MAX)
			continue;
		const struct slice *v = a->values + j->at[i];
		bool owner = j->values[i].index.p != NULL;
		j->values[i].identity = owner ? keep(j, v[0]) : (struct slice){ NULL, 0 };
		j->values[i].membership = owner ? keep(j, v[1]) : (struct slice){ NULL, 0 };
		j->values[i].quota = keep(j, v[2]);
	}
	conclude(j, a->source.degree);
}

VEC(keys, struct str);

static bool push(struct keys *k, const struct runtime *r, const char *item, const void *arg, size_t n)
{
	struct slice a = { arg, n };
	struct str s = { 0 };
	bool ok = runtime_key(r, item, &a, arg ? 1 : 0, &s);
	vec_push(k, s);
	return ok;
}

static struct storage *read_keys(struct purse_job *j, struct keys *k, const unsigned char *block,
                                 void (*fn)(void *arg, const struct storage_answer *a))
{
	struct slice *s = mem_array(k->n + 1, sizeof *s);
	for (size_t i = 0; i < k->n; i++)
		s[i] = slice_str(&k->v[i]);
	enum storage_at at = j->c.best ? STORAGE_BEST : block ? STORAGE_BLOCK : STORAGE_FINAL;
	struct storage *r = storage_read(j->c.pool, &(struct storage_ask){ .keys = s, .n = k->n, .at = at, .block = block,
		.label = j->c.label, .fn = fn, .arg = j });
	free(s);
	return r;
}

static void keys_free(struct keys *k)
{
	for (size_t i = 0; i < k->n; i++)
		str_free(&k->v[i]);
	vec_free(k);
}

/* Whose quota counts: the linked identity's, which may be another than the one owned. */
static bool linked(struct purse_job *j, size_t i, unsigned char out[4])
{
	struct purse p = { .nonce = 0 };
	struct fault f;
	struct purse_values v = { .account = j->values[i].account };
	struct currency none = { .ud_c = 0 };
	struct str s = { 0 };
	purse_fill(&p, j->c.runtime, &none, 0, &v, &f);
	pack_uint(&s, p.linked, 4);
	memcpy(out, s.p, 4);
	str_free(&s);
	return p.linked != 0;
}

static bool ask_second(struct purse_job *j)
{
	struct keys k = { 0 };
	bool ok = true;
	for (size_t i = 0; i < j->c.n; i++) {
		unsigned char link[4];
		struct slice index = j->values[i].index;
		bool has_link = linked(j, i, link);
		j->at[i] = SIZE_MAX;
		if ((!index.p || index.n != 4) && !has_link)
			continue;
		const void *own = index.p && index.n == 4 ? (const void *)index.p : link;
		j->at[i] = k.n;
		ok &= push(&k, j->c.runtime, "Identity.Identities", own, 4);
		ok &= push(&k, j->c.runtime, "Membership.Membership", own, 4);
		ok &= push(&k, j->c.runtime, "Quota.IdtyQuota", has_link ? (const void *)link : own, 4);
	}
	j->n_second = k.n;
	if (ok && k.n)
		j->read = read_keys(j, &k, j->first.block, on_second);
	keys_free(&k);
	return ok;
}

static void on_first(void *arg, const struct storage_answer *a)
{
	struct purse_job *j = arg;
	struct fault f = a->fault;
	j->read = NULL;
	if (f.code) {
		finish(j, &f);
		return;
	}
	j->first = *a;
	j->first.values = NULL;
	j->currency.source = a->source;
	j->currency.block = a->number;
	if (currency_read(&j->currency, j->c.runtime, a->values, &f)) {
		finish(j, &f);
		return;
	}
	for (size_t i = 0; i < j->c.n; i++) {
		j->values[i].account = keep(j, a->values[CURRENCY_ITEMS + PER_PUB * i]);
		j->values[i].index = keep(j, a->values[CURRENCY_ITEMS + PER_PUB * i + 1]);
	}
	if (!ask_second(j)) {
		fault_set(&f, E_RUNTIME_CHANGED, "Identity.Identities");
		finish(j, &f);
	} else if (!j->n_second) {
		conclude(j, a->source.degree);
	}
}

static void on_wrong(void *arg)
{
	struct purse_job *j = arg;
	struct fault f;
	j->timer = NULL;
	fault_set(&f, E_RUNTIME_CHANGED, "System.Account");
	finish(j, &f);
}

struct purse_job *purse_read(const struct purse_ask *a)
{
	struct purse_job *j = mem_new(sizeof *j);
	struct keys k = { 0 };
	bool ok = true;
	j->c = *a;
	j->c.runtime = runtime_hold(a->runtime);
	j->c.pubs = NULL;
	j->purses = arena_new(&j->arena, (a->n + 1) * sizeof *j->purses);
	j->values = arena_new(&j->arena, (a->n + 1) * sizeof *j->values);
	j->at = arena_new(&j->arena, (a->n + 1) * sizeof *j->at);
	for (int i = 0; i < CURRENCY_ITEMS; i++)
		ok &= push(&k, a->runtime, currency_names[i], NULL, 0);
	for (size_t i = 0; i < a->n; i++) {
		ok &= push(&k, a->runtime, "System.Account", a->pubs[i], 32);
		ok &= push(&k, a->runtime, "Identity.IdentityIndexOf", a->pubs[i], 32);
	}
	if (ok)
		j->read = read_keys(j, &k, NULL, on_first);
	else /* never from in here */
		j->timer = loop_timer_add(net_loop(a->pool->c.net), 0, on_wrong, j);
	keys_free(&k);
	return j;
}
