/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One reading of one account: its claims first (they are few), then pages of transfers, newest first, into which the claims
 * are sorted as they pass. What is new is kept when it meets what is there; what is older goes on where the last reading ended. */
#include "g1/history.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "codec/hex.h"
#include "codec/ss58.h"
#include "g1/ledger_inside.h"
#include "io/jread.h"
#include <stdio.h>
#include <stdlib.h>

enum { PAGE = 100, CLAIM_PAGE = 100, PROVISIONAL = 10, BODY_MOST = 4 << 20, NEW_MOST = 20000, CLAIMS_MOST = 20000 };

struct reading {
	struct history *h;
	unsigned char pub[32];
	int64_t since, balance_c;
	uint64_t ask;
	struct history_rows claims, fresh;  /* newest first */
	size_t claims_used;                 /* are in the ledger or in fresh */
	char cursor[256];
	bool older;                     /* past what is new */
	bool whole;                     /* what is there reaches back to the beginning */
	uint32_t stable;                /* rows up to this block are there already; 0: none */
	int64_t known;                  /* rows that are there */
	uint32_t top;                   /* block of the newest row seen */
	char first_host[128];           /* who told nothing, while a second one is asked */
	bool doubted;
	struct reading *next;           /* the same account, once more, afterwards */
};

struct history {
	struct history_conf c;
	VEC(, struct reading *) readings;
};

static void ask_page(struct reading *r);

static void reading_free(struct reading *r)
{
	struct history *h = r->h;
	for (size_t i = 0; i < h->readings.n; i++)
		if (h->readings.v[i] == r) {
			vec_remove(&h->readings, i);
			break;
		}
	indexer_cancel(h->c.indexer, r->ask);
	history_rows_free(&r->claims);
	history_rows_free(&r->fresh);
	free(r->next);
	free(r);
}

static void begin(struct reading *r);

static void finish(struct reading *r, const struct fault *f)
{
	struct history *h = r->h;
	struct reading *next = r->next;
	struct fault none = { .code = E_OK };
	unsigned char pub[32];
	memcpy(pub, r->pub, 32);
	r->next = NULL;
	reading_free(r);
	if (next) {
		vec_push(&h->readings, next);
		begin(next);
	}
	h->c.news(h->c.arg, pub, true, f ? f : &none);
}

/* A row of the claims that stands above this place goes in first. */
static void take_claims(struct reading *r, int64_t place, struct history_rows *into)
{
	while (r->claims_used < r->claims.v.n && r->claims.v.v[r->claims_used].id > place)
		history_rows_add(into, &r->claims.v.v[r->claims_used++]);
}

static void keep(struct reading *r, const struct history_rows *rows, bool newest, bool last, const char *cursor)
{
	struct ledger_batch b = { .rows = rows->v.v, .n = rows->v.n, .newest = newest, .whole = last, .cursor = cursor, .at = tick_now() };
	memcpy(b.pub, r->pub, 32);
	b.from = r->stable ? r->stable + 1 : 0;
	b.synced = r->top;
	ledger_put(r->h->c.ledger, &b, newest || last);
}

/* Merges one page; returns the rows in order. last: there is nothing below. */
static void merge(struct reading *r, const struct history_rows *page, bool last, struct history_rows *into)
{
	for (size_t i = 0; i < page->v.n; i++) {
		take_claims(r, page->v.v[i].id, into);
		history_rows_add(into, &page->v.v[i]);
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
static bool suspicious(struct reading *r, const char *host, const struct history_rows *page, int64_t total)
{
	bool nothing = !page->v.n && !r->claims.v.n, money = r->balance_c > 0, forgot = r->known > 0 && total >= 0 && total + (int64_t)r->claims.v.n == 0;
	if (r->doubted || r->older || !nothing || (!money && !forgot)) {
		if (r->doubted && !nothing)
			indexer_blame(r->h->c.indexer, r->first_host, E_INDEXER_EMPTY, _("it shows nothing where another one has rows"));
		return false;
	}
	r->doubted = true;
	snprintf(r->first_host, sizeof r->first_host, "%s", host);
	begin(r);
	return true;
}

/* The new part is whole when a row that is there already has been met, or the end. */
static void page_of_new(struct reading *r, const struct history_rows *page, bool last)
{
	bool met = last;
	for (size_t i = 0; i < page->v.n; i++)
		met |= page->v.v[i].block <= r->stable;
	merge(r, page, last, &r->fresh);
	if (r->fresh.v.n && r->fresh.v.v[0].block > r->top)
		r->top = r->fresh.v.v[0].block;
	/* An account that was never read is shown after its first page. */
	if (!met && r->stable && r->fresh.v.n < NEW_MOST) {
		ask_page(r);
		return;
	}
	size_t n = 0;
	while (n < r->fresh.v.n && r->fresh.v.v[n].block > r->stable)
		n++;
	r->fresh.v.n = n;
	bool first = !r->stable;
	keep(r, &r->fresh, true, first && last, first ? page->cursor : NULL);
	history_rows_free(&r->fresh);
	if (!first) {
		struct ledger_sum sum = { 0 };
		struct str cursor = { 0 };
		ledger_mark(r->h->c.ledger, r->pub, &sum, &cursor);
		last = sum.whole;
		snprintf(r->cursor, sizeof r->cursor, "%.*s", (int)cursor.n, str_c(&cursor));
		str_free(&cursor);
	}
	r->older = true;
	if (last)
		finish(r, NULL);
	else
		ask_page(r);
}

static void page_of_old(struct reading *r, const struct history_rows *page, bool last)
{
	struct history_rows rows = { 0 };
	merge(r, page, last, &rows);
	bool enough = r->since && page->v.n && page->v.v[page->v.n - 1].time < r->since;
	keep(r, &rows, false, last, page->cursor);
	history_rows_free(&rows);
	if (last || enough)
		finish(r, NULL);
	else
		ask_page(r);
}

static void on_page(void *arg, const char *host, const struct graphql_answer *a)
{
	struct reading *r = arg;
	struct history_rows page = { 0 };
	struct fault f = a->fault;
	r->ask = 0;
	if (!f.code)
		history_parse(a->data, r->pub, &page, &f);
	if (f.code) {
		history_rows_free(&page);
		if (r->doubted && !r->older) /* there is no second one: the first one's word stands, with a warning */
			tell_empty(r);
		else
			finish(r, &f);
		return;
	}
	bool last = !page.more || !page.cursor[0];
	if (!suspicious(r, host, &page, jread_int(a->data, "transfers.totalCount", -1))) {
		snprintf(r->cursor, sizeof r->cursor, "%s", page.cursor);
		unsigned char pub[32];
		struct history *h = r->h;
		memcpy(pub, r->pub, 32);
		struct fault none = { .code = E_OK };
		bool ends = last;
		if (r->older)
			page_of_old(r, &page, last);
		else
			page_of_new(r, &page, last);
		if (!ends)
			h->c.news(h->c.arg, pub, false, &none);
	}
	history_rows_free(&page);
}

static void ask_page(struct reading *r)
{
	char address[SS58_MAX];
	ss58_encode(SS58_G1, r->pub, address);
	json_t *v = json_pack("{s:s,s:i}", "address", address, "n", PAGE);
	if (r->cursor[0])
		json_object_set_new(v, "after", json_string(r->cursor));
	r->ask = indexer_ask(r->h->c.indexer, &(struct indexer_ask){ .query = "history", .variables = v, .label = _("history"), .max_body = BODY_MOST,
		.besides = r->doubted && !r->older ? r->first_host : NULL, .fn = on_page, .arg = r });
}

static void ask_claims(struct reading *r);

static void on_claims(void *arg, const char *host, const struct graphql_answer *a)
{
	struct reading *r = arg;
	struct history_rows page = { 0 };
	struct fault f = a->fault;
	r->ask = 0;
	(void)host;
	if (!f.code)
		history_parse(a->data, r->pub, &page, &f);
	bool met = false;
	for (size_t i = 0; i < page.v.n; i++) {
		history_rows_add(&r->claims, &page.v.v[i]);
		met |= r->whole && page.v.v[i].block <= r->stable;
	}
	snprintf(r->cursor, sizeof r->cursor, "%s", page.cursor);
	/* Without claims the rest is still worth having: the balance then says by how much it differs. */
	if (!f.code && page.more && page.cursor[0] && !met && r->claims.v.n < CLAIMS_MOST) {
		ask_claims(r);
	} else {
		r->cursor[0] = 0;
		ask_page(r);
	}
	history_rows_free(&page);
}

static void ask_claims(struct reading *r)
{
	struct str hex = { 0 };
	hex_add0x(&hex, r->pub, 32);
	json_t *v = json_pack("{s:{s:s},s:i}", "who", "who", str_c(&hex), "n", CLAIM_PAGE);
	if (r->cursor[0])
		json_object_set_new(v, "after", json_string(r->cursor));
	r->ask = indexer_ask(r->h->c.indexer, &(struct indexer_ask){ .query = "claims", .variables = v, .max_body = BODY_MOST,
		.besides = r->doubted && !r->older ? r->first_host : NULL, .fn = on_claims, .arg = r });
	str_free(&hex);
}

static void begin(struct reading *r)
{
	struct ledger_sum sum = { 0 };
	ledger_mark(r->h->c.ledger, r->pub, &sum, NULL);
	r->known = sum.rows;
	r->whole = sum.whole;
	r->stable = sum.synced > PROVISIONAL ? sum.synced - PROVISIONAL : 0;
	r->top = sum.synced;
	r->older = false;
	r->cursor[0] = 0;
	r->claims_used = 0;
	history_rows_free(&r->claims);
	history_rows_free(&r->fresh);
	ask_claims(r);
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
