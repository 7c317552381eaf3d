/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chain for tests of the wallet's models: figures that the test sets, answers that come a turn later or never. */
#ifndef TESTS_COIN_FAKE_H
#define TESTS_COIN_FAKE_H

#include "base/mem.h"
#include "g1/ledger_inside.h"
#include "io/loop.h"
#include "model/coin.h"
#include "tests/unit/t_g1.h"
#include <stdio.h>
#include <stdlib.h>

struct fake_account {
	unsigned char pub[32];
	struct purse purse;
	char name[PEOPLE_NAME];       /* of its identity, "" none */
};

struct fake_submission {
	struct submit_ask ask;
	struct str bytes;
	bool over;                    /* it heard its end */
};

struct fake {
	struct loop *loop;
	struct runtime *runtime;
	struct currency currency;
	struct pool_head head;
	struct ledger *ledger;
	VEC(, struct fake_account) accounts;
	VEC(, struct fake_submission *) submissions;
	enum degree person_degree;    /* of a name that was typed */
	uint32_t nonce;
	bool silent;                  /* no answer comes */
	bool unconfirmed;
	int64_t fee_c, refund_c;
	enum err facts_fail;
};

/* One question under way. */
struct fake_job {
	struct fake *f;
	struct loop_timer *timer;
	size_t n;
	unsigned char (*pubs)[32];
	char what[128];
	void (*look)(void *arg, const struct purse_answer *a);
	void (*people)(void *arg, const struct people_answer *a);
	void (*cost)(void *arg, const struct draft_cost *c);
	void (*facts)(void *arg, const struct draft_facts *d);
	void *arg;
};

static inline struct fake_account *fake_account(struct fake *f, const unsigned char pub[32])
{
	struct fake_account a = { .name = "" };

	for (size_t i = 0; i < f->accounts.n; i++)
		if (!memcmp(f->accounts.v[i].pub, pub, 32))
			return &f->accounts.v[i];
	memcpy(a.pub, pub, 32);
	a.purse.source.degree = DEGREE_AGREED;
	a.purse.status = ACCOUNT_NO_IDENTITY;
	vec_push(&f->accounts, a);
	return &f->accounts.v[f->accounts.n - 1];
}

static inline void fake_job_free(struct fake_job *j)
{
	loop_timer_del(j->timer);
	free(j->pubs);
	free(j);
}

static inline void fake_answer(void *arg)
{
	struct fake_job *j = arg;
	struct fake *f = j->f;

	j->timer = NULL;
	if (f->silent)
		return;
	if (j->look) {
		struct purse *p = mem_array(j->n, sizeof *p);
		struct purse_answer a = { .purses = p, .currency = &f->currency, .n = j->n };

		for (size_t i = 0; i < j->n; i++)
			p[i] = fake_account(f, j->pubs[i])->purse;
		j->look(j->arg, &a);
		free(p);
	} else if (j->people) {
		struct person_found v[8] = { 0 };
		struct people_answer a = { .v = v };

		for (size_t i = 0; i < f->accounts.n && a.n < 8; i++) {
			struct fake_account *o = &f->accounts.v[i];
			bool wanted = *j->what && !strcmp(j->what, o->name);

			for (size_t k = 0; k < j->n; k++)
				wanted |= *o->name && !memcmp(j->pubs[k], o->pub, 32);
			if (!wanted)
				continue;
			memcpy(v[a.n].pub, o->pub, 32);
			snprintf(v[a.n].name, PEOPLE_NAME, "%s", o->name);
			v[a.n].source.degree = f->person_degree;
			a.n++;
		}
		if (*j->what && !a.n)
			fault_set(&a.fault, E_NOT_FOUND, "%s", j->what);
		j->people(j->arg, &a);
	} else if (j->cost) {
		j->cost(j->arg, &(struct draft_cost){ .fee_c = f->fee_c, .refund_c = f->refund_c });
	} else {
		struct draft_facts d = { .node = 1, .final = f->head.final, .best = f->head.best, .nonce_next = f->nonce };

		if (f->facts_fail)
			fault_set(&d.fault, f->facts_fail, "g1.example");
		j->facts(j->arg, &d);
	}
	fake_job_free(j);
}

static inline struct fake_job *fake_job(struct fake *f, void *arg)
{
	struct fake_job *j = mem_new(sizeof *j);

	j->f = f;
	j->arg = arg;
	j->timer = loop_timer_add(f->loop, 0, fake_answer, j);
	return j;
}

static inline struct runtime *fake_runtime(void *self, bool *confirmed)
{
	*confirmed = !((struct fake *)self)->unconfirmed;
	return ((struct fake *)self)->runtime;
}

static inline const struct pool_head *fake_head(void *self)
{
	return &((struct fake *)self)->head;
}

static inline const char *fake_host(void *self, unsigned node)
{
	(void)self;
	return node ? "g1.example" : "";
}

static inline const struct purse *fake_purse(void *self, const unsigned char pub[32])
{
	return &fake_account(self, pub)->purse;
}

static inline const struct currency *fake_currency(void *self)
{
	return &((struct fake *)self)->currency;
}

static inline struct ledger *fake_ledger(void *self)
{
	return ((struct fake *)self)->ledger;
}

static inline void *fake_facts(void *self, const unsigned char pub[32], void (*fn)(void *arg, const struct draft_facts *d), void *arg)
{
	struct fake_job *j = fake_job(self, arg);

	(void)pub;
	j->facts = fn;
	return j;
}

static inline void *fake_cost(void *self, struct slice bytes, void (*fn)(void *arg, const struct draft_cost *c), void *arg)
{
	struct fake_job *j = fake_job(self, arg);

	assert_true(bytes.n > 100);
	j->cost = fn;
	return j;
}

static inline void *fake_look(void *self, const unsigned char (*pubs)[32], size_t n, void (*fn)(void *arg, const struct purse_answer *a), void *arg)
{
	struct fake_job *j = fake_job(self, arg);

	j->pubs = mem_dup(pubs, n * 32);
	j->n = n;
	j->look = fn;
	return j;
}

static inline void *fake_person(void *self, const char *what, void (*fn)(void *arg, const struct people_answer *a), void *arg)
{
	struct fake_job *j = fake_job(self, arg);

	snprintf(j->what, sizeof j->what, "%s", what);
	j->people = fn;
	return j;
}

static inline void *fake_names(void *self, const unsigned char (*pubs)[32], size_t n, void (*fn)(void *arg, const struct people_answer *a), void *arg)
{
	struct fake_job *j = fake_job(self, arg);

	j->pubs = mem_dup(pubs, n * 32);
	j->n = n;
	j->people = fn;
	return j;
}

static inline void fake_cancel(void *self, enum coin_job kind, void *job)
{
	(void)self, (void)kind;
	fake_job_free(job);
}

/* What was given to be carried: the test plays what becomes of it by fake_tell. */
static inline void *fake_submit(void *self, struct submit_ask *a)
{
	struct fake *f = self;
	struct fake_submission *s = mem_new(sizeof *s);

	s->ask = *a;
	str_add(&s->bytes, a->bytes);
	vec_push(&f->submissions, s);
	return s;
}

static inline void fake_stop(void *self, void *submit)
{
	struct fake *f = self;
	struct fake_submission *s = submit;

	for (size_t i = 0; i < f->submissions.n; i++)
		if (f->submissions.v[i] == s) {
			vec_remove(&f->submissions, i);
			break;
		}
	str_free(&s->bytes);
	free(s);
}

/* The newest submission hears this. */
static inline void fake_tell(struct fake *f, struct submit_news n)
{
	struct fake_submission *s;

	assert_true(f->submissions.n > 0);
	s = f->submissions.v[f->submissions.n - 1];
	n.open = n.state != SUBMIT_FINAL && n.state != SUBMIT_FAILED && n.state != SUBMIT_EXPIRED;
	n.last = era_last(&s->ask.era);
	s->over = !n.open;
	s->ask.fn(s->ask.arg, &n);
}

static const struct coin_ops fake_ops = {
	.runtime = fake_runtime, .head = fake_head, .host = fake_host, .purse = fake_purse, .currency = fake_currency,
	.ledger = fake_ledger, .facts = fake_facts, .cost = fake_cost, .look = fake_look, .person = fake_person, .names = fake_names,
	.cancel = fake_cancel, .submit = fake_submit, .stop = fake_stop,
};

static inline void fake_open(struct fake *f, struct loop *l)
{
	*f = (struct fake){ .loop = l, .runtime = g1_runtime() };
	f->currency = (struct currency){ .source.degree = DEGREE_AGREED, .ud_c = 1148, .ud_index = 100, .mass_c = 1000000, .members = 100,
		.fee_multiplier = 1000000000000000000u };
	f->head = (struct pool_head){ .node = 1, .best = 1010, .final = 1007 };
	assert_int_equal(ledger_open(&(struct ledger_conf){ .loop = l }, &f->ledger, NULL), E_OK);
}

static inline void fake_close(struct fake *f)
{
	ledger_close(f->ledger);
	runtime_drop(f->runtime);
	vec_free(&f->accounts);
	vec_free(&f->submissions);
}

#endif
