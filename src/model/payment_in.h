/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside payments, for payment*.c only. */
#ifndef MODEL_PAYMENT_IN_H
#define MODEL_PAYMENT_IN_H

#include "codec/payuri.h"
#include "model/coin.h"
#include "model/payment.h"

/* What the chain said of a recipient. */
struct payment_seen {
	unsigned char pub[32];
	bool looked, exists;          /* looked: exists is an answer */
	bool named;                   /* name is an answer */
	char name[PEOPLE_NAME];       /* proven; "" */
};

/* What the chain said of a name that was typed. */
struct payment_found {
	char name[PEOPLE_NAME];
	unsigned char pub[32];
	bool believed;                /* more than one node says so */
	enum err e;
};

struct payment {
	struct subject subject;
	struct app *app;
	struct coin *coin;
	struct payment_look look;
	unsigned char from[32];       /* the account, wherever it moves to in the list */
	bool has_from;
	struct str comment, sentence, terms;
	bool comment_of_link;         /* not typed: a longer link takes its place while it is being typed */
	VEC(, struct payment_seen) seen;

	/* One question of each kind at a time; an answer to an older one is of no use. */
	void *cost, *peek, *names, *person;
	void *peek_about, *names_about; /* whose answers peek and names are; freed with them */
	char wanted[PEOPLE_NAME];     /* the typed name that is looked for now */
	VEC(, struct payment_found) found;
	unsigned char cost_hash[32], cost_asked[32]; /* of the bytes that cost_c is for; that are asked */
	int64_t fee_c, refund_c;
	struct compose_plan plan;     /* valid when planned */
	bool planned;
	uint32_t planned_spec;        /* of the runtime it is for */
	bool confirmed;               /* it is a row of the journal; until something is typed again */

	void *job;                    /* COIN_FACTS: for a dry run or an export */
	bool exporting;
	void (*dry_fn)(void *arg, enum err e, json_t *o, const struct fault *f);
	void (*export_fn)(void *arg, enum err e, json_t *o, const char *qr, const struct fault *f);
	void *job_arg;

	struct watch *watch_wallet, *watch_coin, *watch_contacts;
};

/* Everything of look anew from what the fields hold and what is known; asks the chain for what is not. */
void payment_update(struct payment *p);
/* One recipient from what was typed: contact, own account, address, URI, or a name the chain proved. uri: gets amount and
 * comment when it was one. */
void payment_resolve(struct payment *p, struct payment_party *t, struct payuri *uri);
void payment_party_free(struct payment_party *t);
/* The sentence, the terms and the warnings, when everything else is set. */
void payment_tell(struct payment *p);
void payment_warn(struct payment *p);
const struct payment_seen *payment_seen(const struct payment *p, const unsigned char pub[32]);
/* compose's wish out of the fields; *lines is for free(). */
struct compose_wish payment_wish(const struct payment *p, struct compose_line **lines);

#endif
