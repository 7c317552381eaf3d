/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One reading of one account: two streams, transfers and claims of dividends, each newest first, are merged page by page. What is
 * new is kept when it meets what is there; what is older goes on where the last reading ended, and is kept as it comes. */
#include "g1/history.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "codec/hex.h"
#include "codec/ss58.h"
#include "g1/ledger_inside.h"
#include <stdio.h>
#include <stdlib.h>

/* The first page is small, so that it is on the screen soon; the others are large, for each costs a journey to the indexer. Those
 * that allow no such pages refuse, and are asked for small ones; so is whoever needs ROW_SLOW_MS for a row, for a large page would not
 * come in time. */
enum { PAGE_FIRST = 100, PAGE = 1000, PROVISIONAL = 10, BODY_MOST = 8 << 20, ROW_SLOW_MS = 15, NEW_MOST = 20000, CLAIMS_MOST = 20000 };

/* A stream is read as far as its cursor; page is what was asked last, and of the claims what no page of transfers reached yet. */
struct stream {
	struct history_rows page;
	char cursor[256];
	int want;                       /* rows of the next page */
	int64_t asked_ms;
	bool more;
	bool small;                     /* the indexer refused a large page */
};

struct reading {
	struct history *h;
	unsigned char pub[32];
	int64_t since, balance_c;
	uint64_t ask;
	struct stream transfers, claims;
	struct history_rows fresh;      /* newest first, until they meet what is there */
	int64_t below;                  /* the last place of the page of transfers */
	int64_t above;                  /* the place that its rows go on from in the ledger */
	size_t claims_used;             /* of claims.page: are in the ledger or in fresh */
	bool older;                     /* past what is new */
	bool whole;                     /* what is there reaches back to the beginning */
	bool lacking;                   /* the claims could not be had */
	bool begun;
	bool waits;                     /* for the disk */
	unsigned to_begin;              /* so many batches more are waited for before it begins */
	uint32_t stable;                /* rows up to this block are there already; 0: none */
	uint32_t synced;                /* block that the ledger was complete up to */
	int64_t known;                  /* rows that are there */
	uint32_t top;                   /* block of the newest row seen */
	struct fault lost;              /* what was given to the ledger did not reach the disk */
	char first_host[128];           /* who told nothing, while a second one is asked */
	bool doubted;
	struct reading *next;           /* the same account, once more, afterwards */
};

struct history {
	struct history_conf c;
	VEC(, struct reading *) readings;
};

static void ask_page(struct reading *r);
static void ask_claims(struct reading *r);
static void begin(struct reading *r);

static void reading_free(struct reading *r)
{
	struct history *h = r->h;
	for (size_t i = 0; i < h->readings.n; i++)
		if (h->readings.v[i] == r) {
			vec_remove(&h->readings, i);
			break;
		}
	indexer_cancel(h->c.indexer, r->ask);
	history_rows_free(&r->transfers.page);
	history_rows_free(&r->claims.page);
	history_rows_free(&r->fresh);
	free(r->next);
	free(r);
}

static void finish(struct reading *r, const struct fault *f)
{
	struct history *h = r->h;
	struct reading *next = r->next;
	struct fault end = f ? *f : r->lost;
	unsigned char pub[32];
	memcpy(pub, r->pub, 32);
	r->next = NULL;
	reading_free(r);
	if (next) {
		vec_push(&h->readings, next);
		begin(next);
	}
	h->c.ended(h->c.arg, pub, &end);
}

static void go_on(struct reading *r)
{
	if (r->lost.code)
		finish(r, NULL);
	else if (ledger_full(r->h->c.ledger))
		r->waits = true;
	else
		ask_page(r);
}

/* A row of the claims that stands above this place goes in first. */
static void take_claims(struct reading *r, int64_t place, struct history_rows *into)
{
	struct history_rows *c = &r->claims.page;
	while (r->claims_used < c->v.n && c->v.v[r->claims_used].id > place)
		history_rows_take(into, &c->v.v[r->claims_used++]);
}

/* What was read without its claims counts as not read: the next reading takes all of it again, with them. */
static void keep(struct reading *r, const struct history_rows *rows, bool newest, bool last, const char *cursor)
{
	struct ledger_batch b = { .rows = rows->v.v, .n = rows->v.n, .newest = newest, .whole = last, .above = r->above, .cursor = cursor, .at = tick_now() };
	memcpy(b.pub, r->pub, 32);
	b.from = r->stable ? r->stable + 1 : 0;
	b.synced = r->lacking ? r->synced : r->top;
	ledger_put(r->h->c.ledger, &b, newest || last);
}

/* Merges one page; returns the rows in order. last: there is nothing below. */
static void merge(struct reading *r, bool last, struct history_rows *into)
{
	struct history_rows *page = &r->transfers.page;
	for (size_t i = 0; i < page->v.n; i++) {
		take_claims(r, page->v.v[i].id, into);
		history_rows_take(into, &page->v.v[i]);
	}
	if (last)
		take_claims(r, -1, into);
}

static void tell_empty(struct reading *r)
{
	struct fault f;
	fault_set(&f, E_INDEXER_EMPTY, "%.100s", r->first_host);
	finish(r, &f);
}

/* Nothing, where there was something or where the chain shows money: another indexer is asked before it is believed. */
static bool suspicious(struct reading *r, const char *host)
{
	bool nothing = !r->transfers.page.v.n && !r->claims.page.v.n, expected = r->balance_c > 0 || r->known > 0;
	if (r->doubted || r->older || !nothing || !expected) {
		if (r->doubted && !nothing)
			indexer_blame(r->h->c.indexer, r->first_host, E_INDEXER_EMPTY, _("it shows nothing where another one has rows"));
		return false;
	}
	r->doubted = true;
	snprintf(r->first_host, sizeof r->first_host, "%s", host);
	begin(r);
	return true;
}

/* Goes on where the ledger ends. */
static void turn_to_older(struct reading *r)
{
	struct ledger_sum sum = { 0 };
	struct str cursor = { 0 };
	ledger_mark(r->h->c.ledger, r->pub, &sum, &cursor, &r->above);
	snprintf(r->transfers.cursor, sizeof r->transfers.cursor, "%.*s", (int)cursor.n, str_c(&cursor));
	str_free(&cursor);
	r->below = INT64_MAX;
	if (sum.whole)
		finish(r, NULL);
	else
		go_on(r);
}

/* The new part is whole when a row that is there already has been met, or the end. An account that was never read is shown after
 * its first page; so is one of which so much is new that reading it anew holds less in memory than looking for the old rows. */
static void page_of_new(struct reading *r)
{
	const struct history_rows *page = &r->transfers.page;
	bool last = !r->transfers.more, met = last;
	for (size_t i = 0; i < page->v.n; i++)
		met |= page->v.v[i].block <= r->stable;
	merge(r, last, &r->fresh);
	if (r->fresh.v.n && r->fresh.v.v[0].block > r->top)
		r->top = r->fresh.v.v[0].block;
	if (!met && r->stable && r->fresh.v.n < NEW_MOST) {
		go_on(r);
		return;
	}
	if (!met)
		r->stable = 0;
	size_t n = 0;
	while (n < r->fresh.v.n && r->fresh.v.v[n].block > r->stable)
		n++;
	r->fresh.v.n = n;
	bool first = !r->stable;
	keep(r, &r->fresh, true, first && last, first ? r->transfers.cursor : NULL);
	history_rows_free(&r->fresh);
	r->older = true;
	r->above = r->below;
	if (!first)
		turn_to_older(r);
	else if (last)
		finish(r, NULL);
	else
		go_on(r);
}

static void page_of_old(struct reading *r)
{
	const struct history_rows *page = &r->transfers.page;
	struct history_rows rows = { 0 };
	bool last = !r->transfers.more, enough = r->since && page->v.n && page->v.v[page->v.n - 1].time < r->since;
	merge(r, last, &rows);
	keep(r, &rows, false, last, r->transfers.cursor);
	history_rows_free(&rows);
	r->above = r->below < r->above ? r->below : r->above;
	if (last || enough)
		finish(r, NULL);
	else
		go_on(r);
}

/* A page can be merged when the claims are known down to its end. */
static void use_page(struct reading *r)
{
	const struct history_rows *page = &r->transfers.page, *claims = &r->claims.page;
	if (r->claims.more && (!r->transfers.more || !claims->v.n || claims->v.v[claims->v.n - 1].id > page->v.v[page->v.n - 1].id))
		ask_claims(r);
	else if (r->older)
		page_of_old(r);
	else
		page_of_new(r);
}

/* Reads a page of a stream behind its rows; false: there is no such page, but a smaller one may be had. */
static bool take_page(const struct reading *r, struct stream *s, const struct graphql_answer *a, struct fault *f)
{
	*f = a->fault;
	if (!f->code)
		history_parse(a->data, r->pub, &s->page, f);
	if (f->code) {
		bool large = s->want > PAGE_FIRST && f->code != E_CANCELLED;
		s->small |= large;
		s->want = PAGE_FIRST;
		return !large;
	}
	s->more = s->page.more && s->page.cursor[0];
	s->want = s->small || tick_ms() - s->asked_ms > (int64_t)s->want * ROW_SLOW_MS ? PAGE_FIRST : PAGE;
	memcpy(s->cursor, s->page.cursor, sizeof s->cursor);
	return true;
}

/* Each page is below the one before, or the pages would never end. */
static bool goes_down(struct reading *r)
{
	const struct history_rows *page = &r->transfers.page;
	int64_t end = page->v.n ? page->v.v[page->v.n - 1].id : r->below;
	bool down = !r->transfers.more || end < r->below;
	r->below = end;
	return down;
}

static void on_page(void *arg, const char *host, const struct graphql_answer *a)
{
	struct reading *r = arg;
	struct fault f;
	r->ask = 0;
	history_rows_free(&r->transfers.page);
	if (!take_page(r, &r->transfers, a, &f)) {
		ask_page(r);
		return;
	}
	if (!f.code && !goes_down(r))
		fault_set(&f, E_PROTOCOL, _("the indexer's rows"));
	if (f.code && r->doubted && !r->older) /* there is no second one: the first one's word stands, with a warning */
		tell_empty(r);
	else if (f.code)
		finish(r, &f);
	else if (!suspicious(r, host))
		use_page(r);
}

static json_t *variables(struct stream *s)
{
	s->asked_ms = tick_ms();
	json_t *v = json_pack("{s:i}", "n", s->want);
	if (s->cursor[0])
		json_object_set_new(v, "after", json_string(s->cursor));
	return v;
}

static void ask_page(struct reading *r)
{
	char address[SS58_MAX];
	ss58_encode(SS58_G1, r->pub, address);
	json_t *v = variables(&r->transfers);
	json_object_set_new(v, "address", json_string(address));
	r->ask = indexer_ask(r->h->c.indexer, &(struct indexer_ask){ .query = "history", .variables = v, .label = _("history"), .max_body = BODY_MOST,
		.besides = r->doubted && !r->older ? r->first_host : NULL, .fn = on_page, .arg = r });
}

/* Where claims are not to be had at all the rest is still worth having: the balance then says by how much it differs. But what has
 * some is not gone on with without them. */
static void on_claims(void *arg, const char *host, const struct graphql_answer *a)
{
	struct reading *r = arg;
	struct stream *s = &r->claims;
	bool first = !s->cursor[0];
	struct fault f;
	size_t n;
	r->ask = 0;
	(void)host;
	history_rows_drop(&s->page, r->claims_used);
	r->claims_used = 0;
	n = s->page.v.n;
	if (!take_page(r, s, a, &f)) {
		ask_claims(r);
		return;
	}
	if (f.code && (!first || (r->stable && !r->whole))) {
		finish(r, &f);
		return;
	}
	r->lacking = f.code != E_OK;
	s->more = s->more && !f.code && s->page.v.n > n;
	for (; n < s->page.v.n; n++)
		s->more = s->more && !(r->whole && s->page.v.v[n].block <= r->stable);
	if (s->page.v.n > CLAIMS_MOST) {
		fault_set(&f, E_PROTOCOL, _("the indexer's rows"));
		finish(r, &f);
	} else if (first) {
		ask_page(r);
	} else {
		use_page(r);
	}
}

static void ask_claims(struct reading *r)
{
	struct str hex = { 0 };
	hex_add0x(&hex, r->pub, 32);
	json_t *v = variables(&r->claims);
	json_object_set_new(v, "who", json_pack("{s:s}", "who", str_c(&hex)));
	r->ask = indexer_ask(r->h->c.indexer, &(struct indexer_ask){ .query = "claims", .variables = v, .max_body = BODY_MOST,
		.besides = r->doubted && !r->older ? r->first_host : NULL, .fn = on_claims, .arg = r });
	str_free(&hex);
}

static void stream_begin(struct stream *s)
{
	history_rows_free(&s->page);
	*s = (struct stream){ .want = PAGE_FIRST, .more = true };
}

static void begin_now(struct reading *r)
{
	struct ledger_sum sum = { 0 };
	ledger_mark(r->h->c.ledger, r->pub, &sum, NULL, NULL);
	r->begun = true;
	r->known = sum.rows;
	r->whole = sum.whole;
	r->stable = sum.synced > PROVISIONAL ? sum.synced - PROVISIONAL : 0;
	r->top = r->synced = sum.synced;
	r->older = r->lacking = false;
	r->below = r->above = INT64_MAX;
	r->claims_used = 0;
	stream_begin(&r->transfers);
	stream_begin(&r->claims);
	history_rows_free(&r->fresh);
	ask_claims(r);
}
/* What the reading before has given to the disk is looked at when it is there: it may be in the batch under way, or in the next one. */
static void begin(struct reading *r)
{
	if (r->to_begin && ledger_writing(r->h->c.ledger)) {
		r->to_begin--;
		r->waits = true;
		ledger_flush(r->h->c.ledger);
	} else {
		r->to_begin = 0;
		begin_now(r);
	}
}

struct history *history_open(const struct history_conf *c)
{
	struct history *h = mem_new(sizeof *h);
	h->c = *c;
	return h;
}

void history_close(struct history *h)
{
	if (!h)
		return;
	while (h->readings.n)
		reading_free(h->readings.v[0]);
	vec_free(&h->readings);
	free(h);
}

static struct reading *reading_of(const struct history *h, const unsigned char pub[32])
{
	for (size_t i = 0; i < h->readings.n; i++)
		if (!memcmp(h->readings.v[i]->pub, pub, 32))
			return h->readings.v[i];
	return NULL;
}

void history_read(struct history *h, const unsigned char pub[32], int64_t since, int64_t balance_c)
{
	struct reading *busy = reading_of(h, pub), *r;
	if (busy && busy->next)
		return;
	r = mem_new(sizeof *r);
	r->h = h;
	memcpy(r->pub, pub, 32);
	r->since = since;
	r->balance_c = balance_c;
	r->to_begin = 2;
	if (busy) {
		busy->next = r;
		return;
	}
	vec_push(&h->readings, r);
	begin(r);
}

bool history_busy(const struct history *h, const unsigned char pub[32])
{
	return pub ? reading_of(h, pub) != NULL : h->readings.n > 0;
}

void history_written(struct history *h, const struct fault *f)
{
	for (size_t i = h->readings.n; i-- > 0;) {
		struct reading *r = h->readings.v[i];
		if (f->code)
			r->lost = *f;
		if (r->waits) {
			r->waits = false;
			if (r->begun)
				go_on(r);
			else
				begin(r);
		}
	}
}
