/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/moves_in.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/tick.h"
#include "codec/address.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/contacts.h"
#include "model/journal_ask.h"
#include <stdio.h>
#include <stdlib.h>

enum { PROVISIONAL_BLOCKS = 10, PROVISIONAL_S = 120, AGAIN_MS = 6000, AGAIN_MOST = 12, LOOK_BACK = 64 };

static void heard(void *arg, enum g1_news what, const unsigned char *pub, const struct fault *f);

struct moves *moves_new(struct app *a)
{
	struct moves *m = mem_new(sizeof *m);
	struct fault f = { 0 };

	subject_init(&m->subject, "history");
	m->app = a;
	m->coin = a->coin;
	m->ear = coin_listen(a->coin, heard, m);
	if (coin_open(a->coin, &f))
		subject_state(&m->subject, STATE_ERROR, &f);
	return m;
}

static void forget_pages(struct moves *m)
{
	moves_stop_counting(m);
	if (m->have_page)
		ledger_page_free(&m->page);
	m->have_page = false;
	m->page = (struct ledger_page){ 0 };
	m->anchors.n = 0;
	m->summed = false;
}

void moves_free(struct moves *m)
{
	if (!m)
		return;
	coin_unlisten(m->coin, m->ear);
	loop_timer_del(m->again);
	if (m->ask)
		m->coin->ops->cancel(m->coin->self, COIN_PERSON, m->ask);
	free(m->asked);
	forget_pages(m);
	vec_free(&m->anchors);
	vec_free(&m->names);
	str_free(&m->words);
	subject_done(&m->subject);
	free(m);
}

struct subject *moves_subject(struct moves *m)
{
	return &m->subject;
}

/* Asks the indexer for what is newer than the mirror, once the balance is known. */
static void read_on(struct moves *m)
{
	struct g1 *g = m->coin->g1;
	const struct purse *p;

	if (!m->showing || !g || !g->history)
		return;
	p = m->coin->ops->purse(m->coin->self, m->pub);
	if (p->source.degree == DEGREE_NONE || (m->asked_indexer && m->asked_c == p->free_c + p->reserved_c))
		return;
	m->asked_c = p->free_c + p->reserved_c;
	m->asked_indexer = true;
	history_read(g->history, m->pub, 0, m->asked_c);
}

static void read_again(void *arg)
{
	struct moves *m = arg;

	m->again = NULL;
	m->asked_indexer = false;
	read_on(m);
}

/* What the rows up to a block add up to; false when it lies too far back to look for at each reading. */
static bool balance_then(const struct moves *m, uint32_t block, int64_t *c)
{
	struct ledger_page page = { 0 };
	bool found;

	if (ledger_page(moves_ledger(m), m->pub, NULL, 0, LOOK_BACK, &page, NULL))
		return false;
	*c = 0;
	found = !page.more;
	for (size_t i = 0; i < page.rows.n; i++)
		if (page.rows.v[i].block <= block) {
			*c = page.rows.v[i].balance_c;
			found = true;
			break;
		}
	ledger_page_free(&page);
	return found;
}

/* What the chain knows and the indexer does not yet: it is asked again, less and less often, until the two agree. */
static void watch_lateness(struct moves *m)
{
	const struct purse *p = m->coin->ops->purse(m->coin->self, m->pub);
	int64_t gap_c, lacks_c, then_c;

	if (!m->opened && moves_gap_now(m, &gap_c)) {
		m->opened = true;
		m->opening_c = gap_c;
		m->opened_c = p->free_c + p->reserved_c;
		m->opened_block = p->block;
	}
	if (m->opened && balance_then(m, m->opened_block, &then_c))
		m->opening_c = m->opened_c - then_c;
	loop_timer_del(m->again);
	m->again = NULL;
	if (!moves_late(m, &lacks_c))
		m->again_n = 0;
	else if (m->again_n < AGAIN_MOST)
		m->again = loop_timer_add(m->app->loop, (int64_t)AGAIN_MS * ++m->again_n, read_again, m);
}

/* Fresh is what an indexer has told in this run, once the mirror's file holds it: then it can be read. */
static void judge(struct moves *m)
{
	if (m->asked_indexer && moves_ledger(m) && !ledger_writing(moves_ledger(m))) {
		subject_state(&m->subject, STATE_FRESH, NULL);
		watch_lateness(m);
	}
}

static void heard(void *arg, enum g1_news what, const unsigned char *pub, const struct fault *f)
{
	struct moves *m = arg;

	if (what == G1_HISTORY && m->showing && (!pub || !memcmp(pub, m->pub, 32))) {
		forget_pages(m);
		if (f)
			subject_state(&m->subject, m->subject.state == STATE_LOADING || m->subject.state == STATE_EMPTY ? STATE_ERROR : STATE_STALE, f);
		else if (m->coin->g1 && m->coin->g1->history && !history_busy(m->coin->g1->history, m->pub))
			judge(m);
		subject_touch(&m->subject);
	} else if (what == G1_ACCOUNTS || what == G1_INDEXERS) {
		read_on(m);
		subject_touch(&m->subject);
	}
}

void moves_show(struct moves *m, const unsigned char pub[32])
{
	memcpy(m->pub, pub, 32);
	m->showing = true;
	m->asked_indexer = m->opened = false;
	m->again_n = 0;
	loop_timer_del(m->again);
	m->again = NULL;
	forget_pages(m);
	subject_state(&m->subject, STATE_LOADING, NULL);
	if (m->app->recorded)
		subject_state(&m->subject, STATE_FRESH, NULL);
	read_on(m);
	subject_touch(&m->subject);
}

void moves_filter(struct moves *m, const struct moves_filter *f)
{
	struct address a;
	bool several;
	const struct contact *c;

	forget_pages(m);
	str_cut(&m->words, 0);
	str_adds(&m->words, f->words ? f->words : "");
	c = contacts_by_name(m->app->contacts, str_c(&m->words), &several);
	m->has_party = f->party || c || (m->words.n && !address_read(slice_str(&m->words), &a));
	if (m->has_party) {
		memcpy(m->party, f->party ? f->party : c ? c->pub : a.pub, 32);
		if (!f->party)
			str_cut(&m->words, 0);
	}
	m->filter = (struct ledger_filter){
		.party = m->has_party ? m->party : NULL, .words = m->words.n ? m->words.p : NULL, .since = f->since,
		.until = f->until ? f->until + 1 : 0, .least_c = f->least_c, .most_c = f->most_c,
	};
	m->filtered = m->has_party || m->words.n || f->since || f->until || f->least_c || f->most_c || f->way || f->no_claims;
	if (f->way || f->no_claims)
		m->filter.kinds = (f->way != MOVES_OUT ? 1u << LEDGER_IN : 0) | (f->way != MOVES_IN ? 1u << LEDGER_OUT : 0) |
		                  (f->way != MOVES_OUT && !f->no_claims ? 1u << LEDGER_CLAIM : 0);
	subject_touch(&m->subject);
}

/* -- names -- */

static const struct proven *proven(const struct moves *m, const unsigned char pub[32])
{
	for (size_t i = 0; i < m->names.n; i++)
		if (!memcmp(m->names.v[i].pub, pub, 32))
			return &m->names.v[i];
	return NULL;
}

static void got_names(void *arg, const struct people_answer *a)
{
	struct moves *m = arg;

	m->ask = NULL;
	for (size_t i = 0; i < m->n_asked; i++) {
		struct proven p = { .name = "" };

		memcpy(p.pub, m->asked[i], 32);
		for (size_t k = 0; k < a->n && !a->fault.code; k++)
			if (!memcmp(a->v[k].pub, p.pub, 32) && coin_believed(m->coin, &a->v[k].source))
				snprintf(p.name, sizeof p.name, "%s", a->v[k].name);
		vec_push(&m->names, p);
	}
	subject_touch(&m->subject);
}

/* The names an indexer gives to the parties of this page are checked on the chain, all in one question. */
static void ask_names(struct moves *m)
{
	if (m->ask)
		return;
	free(m->asked);
	m->asked = mem_array(m->page.rows.n, 32);
	m->n_asked = 0;
	for (size_t i = 0; i < m->page.rows.n; i++) {
		const struct ledger_row *r = &m->page.rows.v[i];
		bool twice = false;

		for (size_t k = 0; k < m->n_asked; k++)
			twice |= !memcmp(m->asked[k], r->party, 32);
		if (!twice && *r->name && !proven(m, r->party))
			memcpy(m->asked[m->n_asked++], r->party, 32);
	}
	if (m->n_asked)
		m->ask = m->coin->ops->names(m->coin->self, (const unsigned char (*)[32])m->asked, m->n_asked, got_names, m);
}

bool moves_asking(const struct moves *m)
{
	return m->ask != NULL;
}

/* -- pages -- */

static bool load(struct moves *m, size_t page)
{
	struct ledger *l = moves_ledger(m);
	struct fault f = { 0 };
	int64_t before = 0;

	if (m->have_page && m->page_at == page)
		return true;
	if (m->have_page)
		ledger_page_free(&m->page);
	m->have_page = false;
	m->page = (struct ledger_page){ 0 };
	if (!l || !m->showing)
		return false;
	moves_sum(m);
	while (m->scan && page >= m->anchors.n)
		moves_count(m, MOVES_TURN);
	if (page < m->anchors.n)
		before = m->anchors.v[page];
	else if (m->filtered || ledger_nth(l, m->pub, page * MOVES_PAGE - 1, &before, &f))
		return false;
	if (ledger_page(l, m->pub, m->filtered ? &m->filter : NULL, before, MOVES_PAGE, &m->page, &f)) {
		log_fault(LOG_WARN, "history", &f);
		return false;
	}
	m->have_page = true;
	m->page_at = page;
	if (!m->filtered && page + 1 == m->anchors.n && m->page.rows.n)
		vec_push(&m->anchors, m->page.rows.v[m->page.rows.n - 1].id);
	ask_names(m);
	return true;
}

static int64_t entry_of(const struct moves *m, const struct ledger_row *r)
{
	struct journal *j = m->app->journal;

	return j && r->kind == LEDGER_OUT ? journal_by_block(j, m->pub, r->block, r->party, r->amount_c) : 0;
}

/* Without a node nothing tells how far the chain is final: then it is the age. */
static bool is_provisional(const struct moves *m, const struct ledger_row *r)
{
	const struct pool_head *h = m->coin->ops->head(m->coin->self);

	if (h && h->final)
		return r->block > h->final;
	return m->synced && r->block + PROVISIONAL_BLOCKS > m->synced && tick_now() - r->time < PROVISIONAL_S;
}

const struct moves_row *moves_at(struct moves *m, size_t i)
{
	const struct ledger_row *r;
	const struct contact *c;
	const struct proven *name;
	int64_t before;

	if (!load(m, i / MOVES_PAGE) || i % MOVES_PAGE >= m->page.rows.n)
		return NULL;
	if (!moves_gap(m, &before) && !moves_before(m, &before))
		before = 0;
	r = &m->page.rows.v[i % MOVES_PAGE];
	c = contacts_by_pub(m->app->contacts, r->party);
	name = proven(m, r->party);
	m->row = (struct moves_row){
		.id = r->id, .when = r->time, .block = r->block, .comment = r->comment, .balance_c = before + r->balance_c, .count = r->days,
		.kind = r->kind == LEDGER_IN ? MOVE_IN : r->kind == LEDGER_OUT ? MOVE_OUT : MOVE_CLAIM,
		.amount_c = r->kind == LEDGER_OUT ? -r->amount_c : r->amount_c, .name = c ? c->name : r->name, .contact = c != NULL,
		.proven = !c && name && *name->name && !strcmp(name->name, r->name),
		.provisional = is_provisional(m, r), .entry = entry_of(m, r),
	};
	memcpy(m->row.party, r->party, 32);
	if (m->row.kind != MOVE_CLAIM)
		ss58_encode(SS58_G1, r->party, m->row.address);
	return &m->row;
}
