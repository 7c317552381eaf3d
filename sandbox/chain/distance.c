/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/distance.h"
#include "sandbox/chain/identity.h"
#include "sandbox/chain/wot.h"

#include "base/mem.h"
#include "codec/pack.h"
#include "sandbox/chain/balances.h"
#include "sandbox/chain/calls.h"

#include <stdlib.h>

enum { MIN_REFEREES = 800000000 };
static const uint64_t billion = 1000000000;

/* A request in a pool, with the median of what the evaluators said: samples in order, each with how often it was said. */
struct sample {
	uint32_t value, n;
};
struct evaluation {
	uint32_t index;
	VEC(, struct sample) samples;
};
struct pool {
	VEC(, struct evaluation) evaluations;
	VEC(, struct acct32 { unsigned char b[32]; }) evaluators;
};

static void pool_free(struct pool *p)
{
	for (size_t i = 0; i < p->evaluations.n; i++)
		vec_free(&p->evaluations.v[i].samples);
	vec_free(&p->evaluations);
	vec_free(&p->evaluators);
}

static struct pool pool_get(const struct state *s, enum item i)
{
	struct pool p = { 0 };
	struct slice v = { "\0\0", 2 };
	struct scale in;
	size_t n;

	state_get(s, key_plain(i), &v);
	in = scale_open(v.p, v.n);
	n = scale_count(&in, 10);
	while (n--) {
		struct evaluation e = { .index = (uint32_t)scale_uint(&in, 4) };
		size_t k = scale_count(&in, 8);

		while (k--) {
			struct sample one = { (uint32_t)scale_uint(&in, 4), 0 };

			one.n = (uint32_t)scale_uint(&in, 4);
			vec_push(&e.samples, one);
		}
		if (scale_flag(&in))
			scale_uint(&in, 4);
		scale_uint(&in, 4);
		vec_push(&p.evaluations, e);
	}
	n = scale_count(&in, 32);
	while (n--) {
		struct acct32 a;

		memcpy(a.b, scale_take(&in, 32), 32);
		vec_push(&p.evaluators, a);
	}
	return p;
}

static uint32_t samples_total(const struct evaluation *e)
{
	uint32_t n = 0;

	for (size_t i = 0; i < e->samples.n; i++)
		n += e->samples.v[i].n;
	return n;
}

/* The runtime keeps where the median stands: the sample, and within its repeats the half step. */
static void put_median(const struct evaluation *e, struct str *o)
{
	uint32_t half = samples_total(e), at = 0;

	pack_uint(o, e->samples.n > 0, 1);
	if (!e->samples.n) {
		pack_uint(o, 0, 4);
		return;
	}
	half--;
	while (half >= e->samples.v[at].n * 2)
		half -= e->samples.v[at++].n * 2;
	pack_uint(o, at, 4);
	pack_uint(o, half, 4);
}

static void pool_put(struct state *s, enum item i, const struct pool *p)
{
	struct str o = { 0 };

	pack_compact(&o, p->evaluations.n);
	for (size_t k = 0; k < p->evaluations.n; k++) {
		const struct evaluation *e = &p->evaluations.v[k];

		pack_uint(&o, e->index, 4);
		pack_compact(&o, e->samples.n);
		for (size_t j = 0; j < e->samples.n; j++) {
			pack_uint(&o, e->samples.v[j].value, 4);
			pack_uint(&o, e->samples.v[j].n, 4);
		}
		put_median(e, &o);
	}
	pack_compact(&o, p->evaluators.n);
	for (size_t k = 0; k < p->evaluators.n; k++)
		pack_bytes(&o, p->evaluators.v[k].b, 32);
	state_put(s, key_plain(i), &o);
	str_free(&o);
}

/* Two pools change their part with the period: one takes requests and is emptied when its period comes round, the other
 * waits for results. */
static enum item pool_taking(uint32_t period)
{
	static const enum item pools[] = { S_POOL2, S_POOL0, S_POOL1 };

	return pools[period % 3];
}

static enum item pool_waiting(uint32_t period)
{
	static const enum item pools[] = { S_POOL0, S_POOL1, S_POOL2 };

	return pools[period % 3];
}

static uint32_t period_now(const struct exec *x)
{
	return (uint32_t)state_uint(&x->st, key_plain(S_PERIOD), 0);
}

static struct derr failed(const struct exec *x, const char *name)
{
	return module_error(x, "Distance", name);
}

static struct derr may_request(const struct exec *x, uint32_t target)
{
	uint32_t end = (uint32_t)state_uint(&x->st, key_u32(S_MEMBERSHIP, target), 0);
	struct slice v;

	if (state_get(&x->st, key_u32(S_EVALUATION_OF, target), &v))
		return failed(x, "AlreadyInEvaluation");
	if (end && (uint64_t)end + RENEWAL_PERIOD >= (uint64_t)x->number + MEMBERSHIP_PERIOD)
		return module_error(x, "Wot", "MembershipRenewalPeriodNotRespected");
	if (cert_meta_get(&x->st, target).received < CERTS_MIN)
		return module_error(x, "Wot", "NotEnoughCerts");
	return OK_DONE;
}

static struct derr request(struct exec *x, const unsigned char who[32], uint32_t target)
{
	enum item i = pool_taking(period_now(x));
	struct pool p = pool_get(&x->st, i);
	struct derr e = p.evaluations.n < EVALUATIONS_MAX ? balance_hold(x, who, EVALUATION_PRICE) : failed(x, "QueueFull");
	struct str value = { 0 };

	if (!FAILED(e)) {
		vec_push(&p.evaluations, (struct evaluation){ .index = target });
		pool_put(&x->st, i, &p);
		pack_bytes(&value, who, 32);
		state_put(&x->st, key_u32(S_EVALUATION_OF, target), &value);
		str_free(&value);
		emit(x, "Distance", "EvaluationRequested", "da", target, who);
	}
	pool_free(&p);
	return e;
}

static struct derr caller(const struct exec *x, struct origin o, uint32_t *index, struct idty *i)
{
	if (!o.signer)
		return (struct derr){ .kind = D_BAD_ORIGIN };
	*index = idty_of(&x->st, o.signer);
	if (!*index)
		return failed(x, "CallerHasNoIdentity");
	return idty_get(&x->st, *index, i) ? OK_DONE : failed(x, "CallerIdentityNotFound");
}

struct derr call_request_distance(struct exec *x, struct origin o, struct scale *args)
{
	uint32_t index;
	struct idty i;
	struct derr e = caller(x, o, &index, &i);

	(void)args;
	if (FAILED(e))
		return e;
	if (i.status == IS_UNCONFIRMED || i.status == IS_REVOKED)
		return failed(x, "CallerStatusInvalid");
	e = may_request(x, index);
	return FAILED(e) ? e : request(x, o.signer, index);
}

struct derr call_request_distance_for(struct exec *x, struct origin o, struct scale *args)
{
	uint32_t index, target = (uint32_t)scale_uint(args, 4);
	struct idty i;
	struct derr e = caller(x, o, &index, &i);

	if (FAILED(e))
		return e;
	if (i.status != IS_MEMBER)
		return failed(x, "CallerNotMember");
	if (!idty_get(&x->st, target, &i))
		return failed(x, "TargetIdentityNotFound");
	if (i.status != IS_UNVALIDATED)
		return failed(x, "TargetMustBeUnvalidated");
	e = may_request(x, target);
	return FAILED(e) ? e : request(x, o.signer, target);
}

static void add_sample(struct evaluation *e, uint32_t value)
{
	size_t at = 0;

	while (at < e->samples.n && e->samples.v[at].value < value)
		at++;
	if (at < e->samples.n && e->samples.v[at].value == value)
		e->samples.v[at].n++;
	else
		vec_insert(&e->samples, at, (struct sample){ value, 1 });
}

/* The inherent of an author whose oracle has an answer. */
struct derr call_update_evaluation(struct exec *x, struct origin o, struct scale *args)
{
	enum item i = pool_waiting(period_now(x));
	struct pool p;
	size_t n = scale_count(args, 4);
	struct derr e = OK_DONE;
	struct acct32 author;

	if (o.signer || o.root)
		return (struct derr){ .kind = D_BAD_ORIGIN };
	p = pool_get(&x->st, i);
	memcpy(author.b, x->author, 32);
	for (size_t k = 0; k < p.evaluators.n; k++)
		if (!memcmp(p.evaluators.v[k].b, x->author, 32))
			e = failed(x, "TooManyEvaluationsByAuthor");
	if (n != p.evaluations.n)
		e = failed(x, "WrongResultLength");
	if (!FAILED(e)) {
		for (size_t k = 0; k < n; k++)
			add_sample(&p.evaluations.v[k], (uint32_t)scale_uint(args, 4));
		vec_push(&p.evaluators, author);
		pool_put(&x->st, i, &p);
	}
	pool_free(&p);
	return e;
}

/* The median of what was said; between two in the middle, half way. False when nobody said anything. */
static bool median(const struct evaluation *e, uint32_t *out)
{
	uint32_t total = samples_total(e), low = (total - 1) / 2, high = total / 2, a = 0, b = 0, seen = 0;

	if (!total)
		return false;
	for (size_t i = 0; i < e->samples.n; i++) {
		const struct sample *s = &e->samples.v[i];

		if (low >= seen && low < seen + s->n)
			a = s->value;
		if (high >= seen && high < seen + s->n)
			b = s->value;
		seen += s->n;
	}
	*out = a + (b - a) / 2;
	return true;
}

static void conclude(struct exec *x, const struct evaluation *e)
{
	struct key k = key_u32(S_EVALUATION_OF, e->index);
	unsigned char who[32];
	struct slice v;
	struct idty i;
	uint32_t distance;

	if (!state_get(&x->st, k, &v) || v.n != 32)
		return;
	memcpy(who, v.p, 32);
	state_del(&x->st, k);
	if (!median(e, &distance)) {
		balance_release(x, who, EVALUATION_PRICE);
		emit(x, "Distance", "NotEvaluated", "da", e->index, who);
	} else if (distance < MIN_REFEREES) {
		balance_slash(x, who, EVALUATION_PRICE);
		emit(x, "Distance", "EvaluatedInvalid", "dd", e->index, distance);
	} else {
		balance_release(x, who, EVALUATION_PRICE);
		if (idty_get(&x->st, e->index, &i)) {
			if (i.status == IS_UNVALIDATED || i.status == IS_NOT_MEMBER)
				membership_try_add(x, e->index);
			else if (i.status == IS_MEMBER)
				membership_try_renew(x, e->index);
		}
		emit(x, "Distance", "EvaluatedValid", "dd", e->index, distance);
	}
}

void distance_turn(struct exec *x)
{
	struct str hash = { 0 };
	struct pool p;
	uint32_t period;

	if (x->number % EVALUATION_PERIOD)
		return;
	period = period_now(x) + 1;
	state_put_uint(&x->st, key_plain(S_PERIOD), period, 4);
	pack_bytes(&hash, x->parent, 32);
	state_put(&x->st, key_plain(S_EVALUATION_BLOCK), &hash);
	str_free(&hash);
	p = pool_get(&x->st, pool_taking(period));
	if (p.evaluations.n || p.evaluators.n)
		state_del(&x->st, key_plain(pool_taking(period)));
	for (size_t i = 0; i < p.evaluations.n; i++)
		conclude(x, &p.evaluations.v[i]);
	pool_free(&p);
}

/* The web of trust at one state: who certified whom, who is a member, who is a referee. Arrays are by identity index. */
struct web {
	uint32_t n;
	struct numbers *received;
	uint32_t *issued;
	bool *member;
	uint32_t members, referees, least;
};

static uint32_t index_of_key(struct slice key)
{
	struct scale s = scale_open(key.p + key.n - 4, 4);

	return (uint32_t)scale_uint(&s, 4);
}

static bool on_member(void *arg, struct slice key, struct slice value)
{
	struct web *w = arg;
	uint32_t i = index_of_key(key);

	(void)value;
	if (i < w->n) {
		w->member[i] = true;
		w->members++;
	}
	return true;
}

static bool on_certs(void *arg, struct slice key, struct slice value)
{
	struct web *w = arg;
	uint32_t to = index_of_key(key);
	struct scale s = scale_open(value.p, value.n);
	size_t n = scale_count(&s, 8);

	while (to < w->n && n--) {
		uint32_t from = (uint32_t)scale_uint(&s, 4);

		scale_uint(&s, 4);
		if (from < w->n) {
			vec_push(&w->received[to], from);
			w->issued[from]++;
		}
	}
	return true;
}

static bool is_referee(const struct web *w, uint32_t i)
{
	return w->member[i] && w->issued[i] >= w->least && w->received[i].n >= w->least;
}

static struct web web_read(const struct state *at)
{
	struct web w = { .n = (uint32_t)state_uint(at, key_plain(S_NEXT_IDENTITY), 1) };
	struct key members = key_plain(S_MEMBERSHIP), certs = key_plain(S_CERTS);

	w.received = mem_array(w.n, sizeof *w.received);
	w.issued = mem_array(w.n, sizeof *w.issued);
	w.member = mem_array(w.n, sizeof *w.member);
	trie_each(&at->trie, (struct slice){ (char *)members.b, members.n }, slice_of(""), on_member, &w);
	trie_each(&at->trie, (struct slice){ (char *)certs.b, certs.n }, slice_of(""), on_certs, &w);
	/* The fifth root, rounded up. */
	for (w.least = 0; (uint64_t)w.least * w.least * w.least * w.least * w.least < w.members;)
		w.least++;
	for (uint32_t i = 0; i < w.n; i++)
		w.referees += is_referee(&w, i);
	return w;
}

static void web_free(struct web *w)
{
	for (uint32_t i = 0; i < w->n; i++)
		vec_free(&w->received[i]);
	free(w->received);
	free(w->issued);
	free(w->member);
}

/* Breadth first, backwards along received certifications. */
static uint32_t reach(const struct web *w, uint32_t index)
{
	struct numbers now = { 0 }, next = { 0 };
	bool *seen = mem_array(w->n + 1, sizeof *seen);
	uint32_t found = 0, of = w->referees;

	vec_push(&now, index);
	if (index < w->n) {
		seen[index] = true;
		of -= is_referee(w, index);
	}
	for (int step = 0; step < REFEREE_DISTANCE && index < w->n; step++) {
		struct numbers swap = now;

		for (size_t i = 0; i < now.n; i++)
			for (size_t k = 0; k < w->received[now.v[i]].n; k++) {
				uint32_t from = w->received[now.v[i]].v[k];

				if (seen[from])
					continue;
				seen[from] = true;
				found += is_referee(w, from);
				vec_push(&next, from);
			}
		now = next;
		next = swap;
		next.n = 0;
	}
	free(seen);
	vec_free(&now);
	vec_free(&next);
	return of ? (uint32_t)(found * billion / of) : (uint32_t)billion;
}

uint32_t distance_of(const struct state *at, uint32_t index)
{
	struct web w = web_read(at);
	uint32_t d = reach(&w, index);

	web_free(&w);
	return d;
}

bool distance_result(const struct exec *x, const struct state *at, struct str *out)
{
	struct pool p = pool_get(&x->st, pool_waiting(period_now(x)));
	bool wanted = p.evaluations.n > 0;
	struct web w;

	for (size_t i = 0; i < p.evaluators.n; i++)
		wanted &= memcmp(p.evaluators.v[i].b, x->author, 32) != 0;
	if (wanted) {
		w = web_read(at);
		pack_compact(out, p.evaluations.n);
		for (size_t i = 0; i < p.evaluations.n; i++)
			pack_uint(out, reach(&w, p.evaluations.v[i].index), 4);
		web_free(&w);
	}
	pool_free(&p);
	return wanted;
}
