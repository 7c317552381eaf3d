/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/courier_in.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/tick.h"
#include "model/journal_write.h"
#include "model/notices.h"
#include <stdio.h>
#include <stdlib.h>

enum { LOOK_MS = 2000, ADOPT_S = 45, STALE_S = 180 };

static void look(void *arg);

struct courier *courier_new(struct app *a, struct journal *j, const struct coin_ops *ops, void *self)
{
	struct courier *c = mem_new(sizeof *c);

	*c = (struct courier){ .app = a, .journal = j, .ops = ops, .self = self };
	c->look = loop_timer_add(a->loop, LOOK_MS, look, c);
	return c;
}

void courier_drop(struct errand *e)
{
	struct courier *c = e->c;

	for (size_t i = 0; i < c->errands.n; i++)
		if (c->errands.v[i] == e) {
			vec_remove(&c->errands, i);
			break;
		}
	loop_timer_del(e->again);
	if (e->facts)
		c->ops->cancel(c->self, COIN_FACTS, e->facts);
	if (e->submit)
		c->ops->stop(c->self, e->submit);
	lock_give(e->lock);
	free(e);
}

void courier_free(struct courier *c)
{
	if (!c)
		return;
	while (c->errands.n)
		courier_drop(c->errands.v[c->errands.n - 1]);
	vec_free(&c->errands);
	loop_timer_del(c->look);
	free(c);
}

static struct errand *errand_of(const struct courier *c, int64_t id)
{
	for (size_t i = 0; i < c->errands.n; i++)
		if (c->errands.v[i]->id == id)
			return c->errands.v[i];
	return NULL;
}

size_t courier_busy(const struct courier *c)
{
	return c->errands.n;
}

const char *courier_news(const struct courier *c, int64_t id)
{
	const struct errand *e = errand_of(c, id);

	return e ? e->news : "";
}

static struct errand *new_errand(struct courier *c, int64_t id, const unsigned char account[32])
{
	struct errand *e = mem_new(sizeof *e);

	e->c = c;
	e->id = id;
	e->since = tick_ms();
	memcpy(e->account, account, 32);
	vec_push(&c->errands, e);
	return e;
}

void courier_say(struct errand *e, const char *text)
{
	snprintf(e->news, sizeof e->news, "%.*s", (int)sizeof e->news - 1, text);
	subject_touch(journal_subject(e->c->journal));
}

void courier_answer(struct errand *e, enum err code, const struct fault *f)
{
	void (*fn)(void *, enum err, const struct fault *) = e->fn;

	e->fn = NULL;
	if (fn)
		fn(e->arg, code, f);
}

void courier_fail(struct errand *e, enum err code, struct fault *f)
{
	struct errand copy = *e;

	f->code = code;
	log_fault(LOG_WARN, "pay", f);
	courier_drop(e);
	courier_answer(&copy, code, f);
}

void courier_wrote(enum err code, const struct fault *f)
{
	if (code && code != E_BUSY && f)
		log_fault(LOG_ERROR, "journal", f);
}

void courier_tells(struct courier *c)
{
	c->tells = true;
}

void courier_go(struct courier *c, int64_t id, void (*fn)(void *arg, enum err e, const struct fault *f), void *arg)
{
	struct journal_entries all = { 0 };
	struct fault f = { 0 };
	enum err code = errand_of(c, id) ? fault_set(&f, E_BUSY, "%s", "") : journal_get(c->journal, id, &all, &f);
	struct errand *e;

	if (!code && all.v[0].state != J_DRAFT)
		code = fault_set(&f, E_EXISTS, "%s", _("it is signed already"));
	if (code) {
		if (fn)
			fn(arg, code, &f);
	} else {
		e = new_errand(c, id, all.v[0].account);
		e->spec = all.v[0].spec;
		e->fn = fn;
		e->arg = arg;
		e->again = loop_timer_add(c->app->loop, 0, courier_sign, e);
	}
	journal_free(&all);
}

void courier_give_up(struct courier *c, int64_t id)
{
	struct errand *e = errand_of(c, id);

	if (e && !e->submit)
		courier_drop(e);
	courier_wrote(journal_drop(c->journal, id, NULL), NULL);
}

static void follow(struct courier *c, const struct journal_entry *row)
{
	struct errand *e;

	if (errand_of(c, row->id))
		return;
	e = new_errand(c, row->id, row->account);
	e->spec = row->spec;
	e->in_block = row->state == J_IN_BLOCK;
	e->block = row->block;
	memcpy(e->block_hash, row->block_hash, 32);
	e->refused = row->state == J_REFUSED;
	courier_send(e, true, row->node);
}

void courier_follow(struct courier *c, int64_t id)
{
	struct journal_entries all = { 0 };

	if (!journal_get(c->journal, id, &all, NULL) && !all.v[0].settled && all.v[0].state != J_DRAFT)
		follow(c, &all.v[0]);
	journal_free(&all);
}

static void adopt(struct courier *c, int64_t older_than)
{
	struct journal_entries all = { 0 };
	struct fault f = { 0 };

	if (c->app->readonly)
		return;
	if (journal_live(c->journal, &all, &f))
		log_fault(LOG_ERROR, "journal", &f);
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].changed <= older_than)
			follow(c, &all.v[i]);
	journal_free(&all);
}

/* Drafts of programs that died before they signed: whoever confirmed them hears that nothing happened. */
static void give_up_stale(struct courier *c)
{
	struct journal_entries all = { 0 };

	if (c->app->readonly || journal_stale(c->journal, tick_now() - STALE_S, &all, NULL))
		all.n = 0;
	for (size_t i = 0; i < all.n; i++)
		if (!errand_of(c, all.v[i].id) && !journal_drop(c->journal, all.v[i].id, NULL))
			notices_add(c->app->notices, NOTICE_WARN, _("A payment was confirmed and never signed: it was given up, nothing was sent."));
	journal_free(&all);
}

void courier_resume(struct courier *c)
{
	give_up_stale(c);
	adopt(c, INT64_MAX);
}

/* Ended errands go; rows that another instance left behind are taken over after a while. */
static void look(void *arg)
{
	struct courier *c = arg;

	for (size_t i = c->errands.n; i-- > 0;) {
		struct errand *e = c->errands.v[i];

		if (e->ended)
			courier_drop(e);
		else if (!e->submit && !e->again && !e->facts && e->since + LOOK_MS < tick_ms())
			courier_drop(e); /* there was no chain yet: adopted again below */
	}
	journal_look(c->journal);
	give_up_stale(c);
	adopt(c, tick_now() - ADOPT_S);
	c->look = loop_timer_add(c->app->loop, LOOK_MS, look, c);
}
