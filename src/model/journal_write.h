/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The transitions of the journal. Each is one transaction, on the disk when it returns E_OK; it is refused (E_BUSY) when the row
 * is not in a state from which it may come, because another instance was there first: look again then. For courier.c and the
 * commands that bring signed files; everything else only reads. */
#ifndef MODEL_JOURNAL_WRITE_H
#define MODEL_JOURNAL_WRITE_H

#include "model/journal_ask.h"

/* What is signed, exactly. Slices are borrowed. */
struct journal_signed {
	uint32_t nonce, birth, death, period, spec, tx;
	unsigned char birth_hash[32], hash[32];
	struct slice bytes;
};

/* What a row needs to go on after a crash. */
struct journal_parcel {
	unsigned char account[32];
	uint32_t nonce, birth, period;
	unsigned char hash[32];
	struct str call, bytes;      /* owned: journal_parcel_free */
};

/* A new draft out of e's kind, account, to, total, fee, claim, all, comment, title, unattended, retry_of and spec (the runtime the call is written for; 0: any), with the call ("": it
 * comes signed from elsewhere and is never signed here). E_BUSY: retry_of may still happen; E_EXISTS: it was tried again already.
 * limit_c: what may go out unattended in 24 hours, -1 without limit; E_DENIED beyond. */
enum err journal_draft(struct journal *j, const struct journal_entry *e, struct slice call, int64_t limit_c, int64_t *id, struct fault *f);
/* draft -> dropped. */
enum err journal_drop(struct journal *j, int64_t id, struct fault *f);
/* Drafts older than that, which nobody can be about to sign any more. */
enum err journal_stale(struct journal *j, int64_t before, struct journal_entries *out, struct fault *f);
/* draft -> signed. E_EXISTS: a living row of this account has the nonce. */
enum err journal_signed(struct journal *j, int64_t id, const struct journal_signed *s, struct fault *f);
/* signed, sent or refused -> sent: before each sending. */
enum err journal_sending(struct journal *j, int64_t id, const char *node, struct fault *f);
enum err journal_in_block(struct journal *j, int64_t id, uint32_t block, uint32_t index, const unsigned char hash[32], struct fault *f);
/* in block -> sent: the block was taken back. */
enum err journal_out(struct journal *j, int64_t id, struct fault *f);
/* Not settled: no node takes it. */
enum err journal_refused(struct journal *j, int64_t id, const char *code, const char *words, struct fault *f);

/* The ends. ok false: it is in a final block and failed there; code and words tell why. */
struct journal_end {
	bool ok, in_block;           /* not in_block: it can enter none any more */
	uint32_t block, index;
	unsigned char hash[32];
	int64_t fee_c;               /* -1: not told */
	const char *code, *words;
};
enum err journal_settle(struct journal *j, int64_t id, const struct journal_end *e, struct fault *f);

enum err journal_parcel(struct journal *j, int64_t id, struct journal_parcel *out, struct fault *f);
void journal_parcel_free(struct journal_parcel *p);

#endif
