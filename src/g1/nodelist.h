/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses of nodes and indexers as people and operators write them: with or without scheme, with stray slashes, with a
 * path in front. Here they are made equal, and the ways to try each are listed. Plain functions, nothing blocks. */
#ifndef G1_NODELIST_H
#define G1_NODELIST_H

#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"
#include <jansson.h>

enum { NODELIST_WAYS = 4, NODELIST_MAX = 256 };

enum nodelist_kind { NODELIST_RPC, NODELIST_INDEXER };
/* Who named it: the first is the person, the last a stranger, whose addresses never lead to this machine or its network. */
enum nodelist_from { NODELIST_CONFIG, NODELIST_LOCAL, NODELIST_BUILTIN, NODELIST_CACHE, NODELIST_STRANGER };

struct nodelist_entry {
	char *url;                  /* as it is shown and tried first: "wss://g1.example/ws" */
	char *host;                 /* "g1.example"; with its port when that is not the usual one */
	enum nodelist_kind kind;
	enum nodelist_from from;
};

struct nodelist {
	VEC(, struct nodelist_entry) v;
};

/* E_OK and it is in the list now (or was, E_EXISTS); E_INVALID: no address of that kind; E_PLAIN_REFUSED: a stranger's
 * unencrypted one; E_TOO_BIG: the list is full. */
enum err nodelist_add(struct nodelist *l, enum nodelist_kind kind, enum nodelist_from from, struct slice text);
/* Blank-separated addresses; what is none is left out and named in *bad (may be NULL). Returns how many are new. */
size_t nodelist_words(struct nodelist *l, enum nodelist_kind kind, enum nodelist_from from, const char *text, struct str *bad);
/* Reads answers: duniter_peerings, the official list of networks, remarks "duniter endpoint g1 add rpc URL". */
size_t nodelist_json(struct nodelist *l, const json_t *answer);
size_t nodelist_remark(struct nodelist *l, const char *remark);
void nodelist_builtin(struct nodelist *l);
/* The URLs to try for a node, best first: web socket as written, without its path, then HTTP. Returns how many. */
size_t nodelist_ways(const struct nodelist_entry *e, struct str ways[NODELIST_WAYS]);
/* Whether two addresses may speak for two: other machines, or other ports of this one (tunnels). */
bool nodelist_apart(const char *url_a, const char *url_b);
void nodelist_free(struct nodelist *l);

#endif
