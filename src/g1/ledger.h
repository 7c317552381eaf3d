/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Movements of accounts, kept in sqlite: pages in constant time at a million rows, words found offline, a running balance.
 * Rows come from an indexer and can be fetched again; the file is a mirror (io/mirror.h) and is read on the loop. */
#ifndef G1_LEDGER_H
#define G1_LEDGER_H

#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"

struct loop;
struct ledger;

enum ledger_kind { LEDGER_IN, LEDGER_OUT, LEDGER_CLAIM };  /* kept in files: never renumber */

/* One row. Texts are clean. When given by ledger_page they live until the page is freed. */
struct ledger_row {
	int64_t id, time;             /* time: seconds */
	uint32_t block;
	enum ledger_kind kind;
	int64_t amount_c;             /* never negative */
	unsigned char party[32];      /* of transfers */
	const char *name;             /* the party's, on the chain as the indexer says; "" */
	uint32_t identity;            /* its index, 0 none */
	const char *comment;          /* "" */
	uint32_t days;                /* of a claim: dividends */
	int64_t balance_c;            /* free and reserved after it, counted from the first row that is here */
	const char *event;            /* the indexer's id, unique */
};

/* Everything is optional (0, NULL). */
struct ledger_filter {
	const unsigned char *party;
	const char *words;            /* of the comment or the name: all of them, as beginnings of words */
	int64_t since, until;         /* seconds; until is excluded */
	int64_t least_c, most_c;
	unsigned kinds;               /* 1 << enum ledger_kind; 0: all */
};

/* Newest first. A page ends where more_before goes on. */
struct ledger_page {
	VEC(, struct ledger_row) rows;
	bool more;
	struct str texts;             /* inside */
};

struct ledger_sum {
	int64_t rows, in_c, out_c, claimed_c;
	int64_t balance_c;            /* of the newest row, counted from the first one; meaningful when whole */
	bool whole;                   /* the history reaches back to the beginning */
	uint32_t synced;              /* block the mirror is complete up to */
	int64_t at;                   /* when that was, seconds; 0: never */
};

/* path NULL: in memory only. written: rows reached the file and can be read, or some did not and why; or NULL. */
struct ledger_conf {
	struct loop *loop;
	const char *path;
	bool look_only;
	void (*written)(void *arg, const struct fault *f);
	void *arg;
};
enum err ledger_open(const struct ledger_conf *c, struct ledger **out, struct fault *f);
void ledger_close(struct ledger *l);
bool ledger_writing(const struct ledger *l);  /* rows are on their way to the file, and cannot be read yet */
/* at most n rows older than before (0: from the newest). */
enum err ledger_page(struct ledger *l, const unsigned char pub[32], const struct ledger_filter *w, int64_t before, size_t n,
                     struct ledger_page *out, struct fault *f);
void ledger_page_free(struct ledger_page *p);
/* The id of the n-th newest row of all (0: the newest), for jumping; E_NOT_FOUND beyond the end. */
enum err ledger_nth(struct ledger *l, const unsigned char pub[32], size_t n, int64_t *id, struct fault *f);
enum err ledger_sum(struct ledger *l, const unsigned char pub[32], const struct ledger_filter *w, struct ledger_sum *out, struct fault *f);
/* Totals per party, greatest turnover first. */
enum err ledger_parties(struct ledger *l, const unsigned char pub[32], const struct ledger_filter *w, size_t n,
                        void (*fn)(void *arg, const struct ledger_row *party, int64_t in_c, int64_t out_c, int64_t rows), void *arg,
                        struct fault *f);

#endif
