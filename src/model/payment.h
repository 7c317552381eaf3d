/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A payment while it is being written: what the fields hold, what is wrong with each, what will happen in one plain sentence,
 * and the warnings. Every change looks again at once with what is known, and asks the chain for the rest; watch the subject.
 * Nothing is on disk before payment_confirm. Views show payment_look; the command line uses the same. */
#ifndef MODEL_PAYMENT_H
#define MODEL_PAYMENT_H

#include "base/str.h"
#include "base/vec.h"
#include "codec/amount.h"
#include "model/subject.h"
#include <jansson.h>

struct app;
struct payment;

enum { PAYMENT_MOST = 200, PAYMENT_TEXT = 512 };

enum payment_field { PAYMENT_FROM, PAYMENT_TO, PAYMENT_AMOUNT, PAYMENT_COMMENT, PAYMENT_FIELDS };

enum payment_warning {
	PAYMENT_FIRST,         /* first payment to this address */
	PAYMENT_SELF_NAMED,    /* the name is self-declared, or one node alone says whose it is */
	PAYMENT_MULTIPASS,     /* money from ordinary wallets is swept there */
	PAYMENT_NEW_ACCOUNT,   /* the account does not exist yet */
	PAYMENT_UNUSUAL,       /* far above the usual */
	PAYMENT_TWICE,         /* the same payment a minute ago */
	PAYMENT_DOUBLE,        /* one recipient stands twice in the list */
	PAYMENT_ONESELF,       /* to the account it comes from, or another own one */
	PAYMENT_FOREIGN,       /* the address was written for another network */
	PAYMENT_DOUBTFUL,      /* an old key without check characters that no key pair can have */
	PAYMENT_CLOSES,        /* nothing stays: the account ends */
	PAYMENT_FEE,           /* this one costs a fee */
	PAYMENT_UNVERIFIED,    /* the balance is said by one node only */
	PAYMENT_WARNINGS
};

struct payment_party {
	char *typed;         /* as typed or read from a file */
	bool known;          /* pub is set */
	unsigned char pub[32];
	char *name;          /* contact or proven name, clean; "" */
	bool proven, contact;
	char *more;          /* "known: 14 payments": clean, translated; "" */
	struct amount amount;
	int64_t amount_c;
	enum err error;      /* of this line; E_OK */
	unsigned warnings;   /* that it has a part in, bits as in the look */
};

struct payment_look {
	size_t from;                         /* index in wallet->accounts */
	VEC(, struct payment_party) to;        /* one at least */
	bool all, close;                     /* everything there is, amounts are ignored; close: the deposit, too */
	bool claim;                          /* pays nobody: takes the dividends that are due */
	bool has_rest;                       /* what is left after the lines goes to one more account */
	struct payment_party rest;
	int64_t retry_of;                    /* a row of the journal that came to nothing; 0 */
	bool is_list;                        /* several as a list: from a file, or an older payment */
	const char *comment;
	size_t comment_bytes, comment_free;  /* free: how many bytes cost no fee */
	struct fault fault[PAYMENT_FIELDS];    /* what is wrong with a field; E_OK; where has the words */
	unsigned warnings;                   /* bits 1 << enum payment_warning */
	int64_t total_c, total_ud_thousandths;
	int64_t claim_n, claim_c;            /* dividends claimed with it */
	int64_t fee_c, refund_c;             /* -1: not known yet */
	int64_t keep_c;                      /* what stays */
	bool checked;                        /* a second node agreed on the balance */
	const char *sentence;                /* "You will send 20.00 Ğ1 to claire, claim 4 UD, and keep 1 230.48." */
	const char *terms;                   /* "Fee 0.00. Node g1.example, checked by a second one. Valid about 6 minutes." */
	bool asking;                         /* the chain has been asked and has not answered */
	bool ready;                          /* nothing wrong and all known: may be confirmed, or taken to another machine */
	bool signable;                       /* the account it comes from is in the vault */
};

struct payment *payment_new(struct app *a);
void payment_free(struct payment *p);
struct subject *payment_subject(struct payment *p);
const struct payment_look *payment_look(const struct payment *p);   /* borrowed until the next call */
void payment_warning_text(const struct payment *p, enum payment_warning w, struct str *out); /* one translated sentence */

/* Who knows which addresses are a MULTIPASS says it here, once at start. */
void payment_on_multipass(bool (*fn)(struct app *a, const unsigned char pub[32]));

#endif
