/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything this person ever signed or was about to, on the disk before it happens. A row goes
 *   draft -> signed -> sent -> in block -> final,   or ends refused or expired, or is a draft given up;
 * a transition is written (fsync) before the act it names, and only by the functions here. The bytes of a signed row never
 * change. `settled` tells that nothing can change any more: what was refused by one node may still enter a block through
 * another until its era has passed finality. Every instance writes; calls wait for the disk and for nothing else. */
#ifndef MODEL_JOURNAL_H
#define MODEL_JOURNAL_H

#include "base/str.h"
#include "base/vec.h"
#include "model/subject.h"

struct app;
struct journal;

/* Kept in files: never renumber. */
enum journal_state { J_DRAFT, J_SIGNED, J_SENT, J_IN_BLOCK, J_FINAL, J_REFUSED, J_EXPIRED, J_DROPPED, J_STATES };
enum journal_kind { J_PAY, J_CLAIM, J_CALL /* anything else, with its words */, J_KINDS };

struct journal_to {
	unsigned char pub[32];
	char *name;               /* as shown when it was confirmed, clean; "" */
	int64_t amount_c;
};

struct journal_entry {
	int64_t id;
	enum journal_state state;
	enum journal_kind kind;
	bool settled;
	bool unattended;          /* confirmed by --yes without a person: counts for the cap of the day */
	unsigned char account[32];
	int64_t made, changed;    /* wall clock seconds */
	VEC(, struct journal_to) to;
	int64_t total_c;
	int64_t fee_c;            /* estimated, later paid */
	int64_t claim_c;          /* dividends claimed with it; 0 none */
	bool all;                 /* everything there was: total_c is an estimate */
	char *comment;            /* clean; "" */
	char *title;              /* J_CALL: what it does, clean; "" */
	char *words;              /* why it was refused, clean; "" */
	char *code;               /* of a refusal: "Balances.InsufficientBalance", "pool.1010"; "" */
	char *node;               /* that it was given to last; "" */
	unsigned attempts;        /* to send */
	/* once signed */
	uint32_t nonce, birth, death; /* it can only enter blocks birth < n < death */
	uint32_t spec;
	unsigned char hash[32];
	/* once in a block */
	uint32_t block, index;
	unsigned char block_hash[32];
	int64_t retry_of, retried_by; /* ids; 0 */
};

VEC(journal_entries, struct journal_entry);

/* NULL path: that of the world; "": in memory only. look_only: nothing is ever written (E_NOT_FOUND when there is none yet). */
enum err journal_open(const char *path, bool look_only, struct journal **out, struct fault *f);
void journal_close(struct journal *j);
/* Once at start: the journal is part of backups. */
void journal_for_backup(void);
struct subject *journal_subject(struct journal *j);
/* Notices what other instances wrote meanwhile (called by a timer); touches the subject. */
void journal_look(struct journal *j);

/* Newest first; before: ids below that, 0 from the newest. */
enum err journal_list(struct journal *j, int64_t before, size_t most, struct journal_entries *out, struct fault *f);
enum err journal_live(struct journal *j, struct journal_entries *out, struct fault *f); /* signed and not settled, by age */
struct journal_change {
	enum journal_state state;
	int64_t when;
	const char *words;        /* clean */
};
/* What happened to one, oldest first. */
enum err journal_changes(struct journal *j, int64_t id, void (*fn)(void *arg, const struct journal_change *c), void *arg, struct fault *f);
enum err journal_get(struct journal *j, int64_t id, struct journal_entries *out, struct fault *f); /* E_NOT_FOUND */
void journal_free(struct journal_entries *e);

/* "in block, final in about 15 s" (final_s: 0 unknown), "refused: not enough money": appended, translated. */
void journal_words(struct str *out, const struct journal_entry *e, int64_t final_s);
const char *journal_state_name(enum journal_state s);   /* "draft" "signed" "sent" "in-block" ...: stable */

#endif
