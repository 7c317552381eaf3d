/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of the nodes and indexers of the Ğ1 that this program talks or could talk to. Who wants certain ones sets
 * g1.rpc and g1.indexer. */
#ifndef MODEL_NODES_H
#define MODEL_NODES_H

#include "base/str.h"
#include "base/vec.h"
#include "model/subject.h"

struct app;
struct nodes;

enum node_kind { NODE_RPC, NODE_INDEXER };
enum node_health { NODE_UNKNOWN, NODE_ASKING, NODE_GOOD, NODE_LAGS, NODE_DOWN, NODE_LIES, NODE_FOREIGN /* another currency */ };

struct node {
	char *url, *host;         /* clean */
	char *origin;             /* "flag", "known list", "told by g1.example": clean, translated */
	enum node_kind kind;
	enum node_health health;
	bool chosen, second;      /* that in use; the one that checks it */
	bool local;
	int64_t height, final;    /* -1 unknown */
	int64_t lag;              /* blocks behind the best known; -1 unknown */
	int64_t ping_ms;          /* -1 unknown */
	char *version;            /* clean; "" */
	int archive;              /* 1: all states, 0: pruned, -1: unknown */
	int agrees;               /* with the others on the last final block: 1, 0, -1 unknown */
	char *why;                /* what is wrong, clean, translated; "" */
	int64_t since;            /* wall clock of that */
};

struct nodes *nodes_new(struct app *a);
void nodes_free(struct nodes *n);
struct subject *nodes_subject(struct nodes *n);
size_t nodes_count(const struct nodes *n);
const struct node *nodes_at(const struct nodes *n, size_t i);  /* chosen first; borrowed until the next turn */
void nodes_refresh(struct nodes *n);

#endif
