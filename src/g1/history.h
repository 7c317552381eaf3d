/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings the movements of an account from an indexer into the ledger: what is new first, then what is older, page by page, and
 * after an interruption from where it was. Holds some pages at a time, however long the history is.
 * Rows of the last blocks are provisional and asked again. An indexer that forgets rows it had, or is empty where the chain
 * shows money, is noticed. */
#ifndef G1_HISTORY_H
#define G1_HISTORY_H

#include "g1/indexer.h"
#include "g1/ledger.h"

struct history_conf {
	struct indexer *indexer;
	struct ledger *ledger;
	/* The reading ended, with E_OK or why not; rows that came in between are told by the ledger. */
	void (*ended)(void *arg, const unsigned char pub[32], const struct fault *f);
	void *arg;
};

struct history;
struct history *history_open(const struct history_conf *c);
void history_close(struct history *h);
/* Reads on until everything is there, or until rows older than since (0: all) are. balance_c: what the chain says (free and
 * reserved), -1 unknown; used to notice an indexer that tells nothing. Once per account at a time: a second call waits. */
void history_read(struct history *h, const unsigned char pub[32], int64_t since, int64_t balance_c);
bool history_busy(const struct history *h, const unsigned char pub[32]); /* pub NULL: any account */
/* From the ledger's written: readings that waited for the disk go on, or end with its fault. */
void history_written(struct history *h, const struct fault *f);

/* The plain half, for tests and fuzzing: rows of one page of an answer, newest first, for this account, behind those that are there.
 * Texts are owned; rows may be cut off at the end by lowering v.n. With an error nothing was added. */
struct history_rows {
	VEC(, struct ledger_row) v;
	size_t made;                  /* rows that own texts */
	bool more;
	char cursor[256];
};
enum err history_parse(const json_t *data, const unsigned char pub[32], struct history_rows *out, struct fault *f);
void history_rows_take(struct history_rows *to, struct ledger_row *r);  /* its texts are to's from now on */
void history_rows_drop(struct history_rows *r, size_t n);   /* the first n */
void history_rows_free(struct history_rows *r);

#endif
