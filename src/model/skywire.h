/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Skywire boards of a hypervisor. Boards that vanish stay listed with "gone since", also over restarts. Asked every 5 s while
 * the subject is watched. A figure of -1 is n/a. Received SKY is a fact from the chain; the estimate stands apart. */
#ifndef MODEL_SKYWIRE_H
#define MODEL_SKYWIRE_H

#include "base/secret.h"
#include "base/vec.h"
#include "model/subject.h"
#include "skywire/visor.h"
#include <jansson.h>

struct app;

struct skywire {
	struct subject subject;      /* E_HTTP_AUTH: it wants a login */
	struct visors boards;        /* by alias, then key */
	char own[VISOR_PK];          /* the hypervisor's own board */
	size_t up, gone;
	int64_t rate_sent, rate_received;     /* sums over boards whose traffic is known; -1 */
	struct source source;
	struct {
		int days;                    /* over so many days; 0: not known */
		int64_t received;            /* droplets, 1 SKY = 1 000 000, to all reward addresses in that time */
		int64_t per_hour;            /* droplets */
		int64_t balance;             /* droplets, -1 */
		int64_t head_age;            /* seconds since the node's last block, -1 */
		struct fault fault;          /* why not */
		int64_t at;
	} sky;
	struct skywire_inside *in;
};

struct skywire *skywire_new(struct app *a);
void skywire_free(struct skywire *s);
void skywire_load(struct skywire *s, const json_t *o);   /* the boards known from before */
json_t *skywire_save(const struct skywire *s);
const char *skywire_alias(const struct skywire *s, const char *pk);   /* of the setting skywire.aliases; "" */
/* The board whose host figures are asked every 2 s ("" none). */
void skywire_focus(struct skywire *s, const char *pk);
/* Logs in; the words are copied into secret memory and kept while the program runs, since sessions end. */
void skywire_login(struct skywire *s, const char *user, const struct secret *password);
void skywire_refresh(struct skywire *s);
void skywire_look(struct skywire *s);        /* for models */

#endif
