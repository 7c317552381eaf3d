/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/recorded_in.h"
#include "base/mem.h"
#include "base/tick.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/wallet.h"
#include <stdio.h>
#include <stdlib.h>

static const struct coin_ops recorded_ops;

/* A question; it answers in the next turn, like a chain that is near. */
struct job {
	struct recorded *r;
	struct job *next;
	struct loop_timer *timer;
	enum { JOB_FACTS, JOB_COST, JOB_LOOK, JOB_PERSON, JOB_NAMES } kind;
	void (*fn)(void);
	void *arg;
	char what[64];
	size_t n;
	unsigned char (*pubs)[32];
};

struct source recorded_agreed(const struct recorded *r)
{
	struct source s = { .at = tick_now(), .degree = DEGREE_AGREED };

	snprintf(s.who, sizeof s.who, "%s", r->host);
	return s;
}

const struct person *recorded_person(const struct recorded *r, const unsigned char *pub, const char *name)
{
	for (size_t i = 0; i < r->people.n; i++)
		if (pub ? !memcmp(r->people.v[i].found.pub, pub, 32) : !strcmp(r->people.v[i].found.name, name))
			return &r->people.v[i];
	return NULL;
}

/* -- the chain as a table -- */

static struct runtime *runtime(void *self, bool *confirmed)
{
	*confirmed = true;
	return ((struct recorded *)self)->runtime;
}

static const struct pool_head *head(void *self)
{
	return &((struct recorded *)self)->head;
}

static const char *host(void *self, unsigned node)
{
	(void)node;
	return ((struct recorded *)self)->host;
}

/* One's own accounts have what the wallet recorded. */
static struct purse purse_of(const struct recorded *r, const unsigned char pub[32])
{
	const struct wallet *w = r->app->wallet;
	int i = wallet_by_pub(w, pub);
	const struct person *o = recorded_person(r, pub, NULL);
	struct purse p = { .source = recorded_agreed(r), .block = r->head.final, .final = true, .nonce = RECORDED_NONCE, .quota_c = -1,
	                   .status = ACCOUNT_NO_IDENTITY };

	if (i < 0) {
		p.exists = o ? o->exists : true;
		p.free_c = p.exists ? 10000 : 0;
		return p;
	}
	const struct account *a = &w->accounts.v[i];
	p.source.degree = a->source.degree == DEGREE_NONE ? DEGREE_SAID : a->source.degree;
	p.exists = a->exists;
	p.free_c = a->free_c;
	p.reserved_c = a->reserved_c;
	p.unclaimed_c = a->unclaimed_c;
	p.unclaimed_n = (uint32_t)a->unclaimed_n;
	p.transferable_c = a->transferable_c;
	p.identity = p.linked = a->member ? 1 : 0;
	p.first_ud = a->member ? r->currency.ud_index - p.unclaimed_n : 0;
	p.status = a->member ? ACCOUNT_MEMBER : ACCOUNT_NO_IDENTITY;
	return p;
}

static const struct purse *purse(void *self, const unsigned char pub[32])
{
	struct recorded *r = self;

	r->own = purse_of(r, pub);
	return &r->own;
}

static const struct currency *currency(void *self)
{
	return &((struct recorded *)self)->currency;
}

static struct ledger *ledger(void *self)
{
	return ((struct recorded *)self)->ledger;
}

/* -- questions -- */

static void drop(struct job *j)
{
	for (struct job **p = &j->r->jobs; *p; p = &(*p)->next)
		if (*p == j) {
			*p = j->next;
			break;
		}
	loop_timer_del(j->timer);
	free(j->pubs);
	free(j);
}

static void answer_people(struct job *j, struct people_answer *a)
{
	struct person_found *v = mem_array(j->n ? j->n : 1, sizeof *v);
	const struct person *o;

	if (j->kind == JOB_PERSON && (o = recorded_person(j->r, NULL, j->what)))
		v[a->n++] = o->found;
	for (size_t i = 0; j->kind == JOB_NAMES && i < j->n; i++)
		if ((o = recorded_person(j->r, j->pubs[i], NULL)) && *o->found.name)
			v[a->n++] = o->found;
	if (j->kind == JOB_PERSON && !a->n)
		fault_set(&a->fault, E_NOT_FOUND, "%s", j->what);
	a->v = v;
}

static void answer(void *arg)
{
	struct job *j = arg, mine = *j;
	struct recorded *r = j->r;

	j->timer = NULL;
	j->pubs = NULL;
	drop(j);
	if (mine.kind == JOB_FACTS) {
		struct draft_facts d = { .node = 1, .best = r->head.best, .final = r->head.final, .nonce_final = RECORDED_NONCE, .nonce_best = RECORDED_NONCE,
		                         .nonce_next = RECORDED_NONCE, .purse = purse_of(r, mine.pubs[0]), .currency = r->currency };

		((void (*)(void *, const struct draft_facts *))mine.fn)(mine.arg, &d);
	} else if (mine.kind == JOB_COST) {
		struct draft_cost c = { .cost_c = r->fee_c - r->refund_c, .fee_c = r->fee_c, .refund_c = r->refund_c };

		((void (*)(void *, const struct draft_cost *))mine.fn)(mine.arg, &c);
	} else if (mine.kind == JOB_LOOK) {
		struct purse *v = mem_array(mine.n, sizeof *v);
		struct purse_answer a = { .purses = v, .currency = &r->currency, .n = mine.n };

		for (size_t i = 0; i < mine.n; i++)
			v[i] = purse_of(r, mine.pubs[i]);
		((void (*)(void *, const struct purse_answer *))mine.fn)(mine.arg, &a);
		free(v);
	} else {
		struct people_answer a = { 0 };

		answer_people(&mine, &a);
		((void (*)(void *, const struct people_answer *))mine.fn)(mine.arg, &a);
		free((void *)(uintptr_t)a.v);
	}
	free(mine.pubs);
}

static struct job *ask(struct recorded *r, int kind, void (*fn)(void), void *arg, const unsigned char (*pubs)[32], size_t n)
{
	struct job *j = mem_new(sizeof *j);

	*j = (struct job){ .r = r, .next = r->jobs, .kind = kind, .fn = fn, .arg = arg, .n = n };
	if (n) {
		j->pubs = mem_array(n, 32);
		memcpy(j->pubs, pubs, n * 32);
	}
	j->timer = loop_timer_add(r->app->loop, 0, answer, j);
	return r->jobs = j;
}

static void *facts(void *self, const unsigned char pub[32], void (*fn)(void *arg, const struct draft_facts *d), void *arg)
{
	unsigned char one[1][32];

	memcpy(one[0], pub, 32);
	return ask(self, JOB_FACTS, (void (*)(void))fn, arg, (const unsigned char (*)[32])one, 1);
}

static void *cost(void *self, struct slice bytes, void (*fn)(void *arg, const struct draft_cost *c), void *arg)
{
	(void)bytes;
	return ask(self, JOB_COST, (void (*)(void))fn, arg, NULL, 0);
}

static void *look(void *self, const unsigned char (*pubs)[32], size_t n, void (*fn)(void *arg, const struct purse_answer *a), void *arg)
{
	return ask(self, JOB_LOOK, (void (*)(void))fn, arg, pubs, n);
}

static void *person(void *self, const char *what, void (*fn)(void *arg, const struct people_answer *a), void *arg)
{
	struct job *j = ask(self, JOB_PERSON, (void (*)(void))fn, arg, NULL, 0);

	snprintf(j->what, sizeof j->what, "%s", what);
	return j;
}

static void *names(void *self, const unsigned char (*pubs)[32], size_t n, void (*fn)(void *arg, const struct people_answer *a), void *arg)
{
	return ask(self, JOB_NAMES, (void (*)(void))fn, arg, pubs, n);
}

static void cancel(void *self, enum coin_job kind, void *job)
{
	(void)self;
	(void)kind;
	drop(job);
}

static void *submit(void *self, struct submit_ask *a)
{
	(void)self;
	(void)a;
	return NULL;
}

static void stop(void *self, void *s)
{
	(void)self;
	(void)s;
}

enum err recorded_load(struct app *a, const json_t *chain, struct fault *f)
{
	struct recorded *r = mem_new(sizeof *r);
	enum err e;

	a->recorded = r;
	r->app = a;
	e = recorded_read(r, chain, f);
	a->coin->ops = &recorded_ops;
	a->coin->self = r;
	subject_state(&a->coin->subject, STATE_FRESH, NULL);
	return e;
}

void recorded_free(struct recorded *r)
{
	if (!r)
		return;
	while (r->jobs)
		drop(r->jobs);
	for (size_t i = 0; i < r->nodes.n; i++) {
		free(r->nodes.v[i].url);
		free(r->nodes.v[i].host);
		free(r->nodes.v[i].origin);
		free(r->nodes.v[i].version);
		free(r->nodes.v[i].why);
	}
	vec_free(&r->nodes);
	vec_free(&r->people);
	ledger_close(r->ledger);
	runtime_drop(r->runtime);
	free(r);
}

bool recorded_busy(const struct recorded *r)
{
	return r && r->jobs;
}

size_t recorded_nodes(const struct recorded *r, const struct node **out)
{
	*out = r->nodes.v;
	return r->nodes.n;
}

static const struct coin_ops recorded_ops = { runtime, head, host, purse, currency, ledger, facts, cost, look, person, names, cancel, submit, stop };
