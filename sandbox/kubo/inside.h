/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What kubo/ files share, and nobody else includes. A command gets its request with the required argument there and all
 * boolean options valid; it answers at once, or holds the request with kubo_hold. */
#ifndef SANDBOX_KUBO_INSIDE_H
#define SANDBOX_KUBO_INSIDE_H

#include "codec/cid.h"
#include "sandbox/kubo/blocks.h"
#include "sandbox/kubo/kubo.h"
#include "sandbox/kubo/peers.h"

struct held_request;

struct kubo {
	struct sandbox *sb;
	struct swarm *swarm;
	struct port *api, *gateway;
	struct mischief *mischief;
	struct blocks *blocks;
	struct peers *peers;
	struct cid library, mfs;
	int64_t started_ms;
	char *repo_path;
	char agent[32];
	kubo_beacon_fn *beacon;
	void *beacon_arg;
	void (*on_key)(void *arg);
	void *on_key_arg;
	struct name_cache *names;        /* two for each station: its folder, its list */
	struct held_request *held;
};

typedef void kubo_cmd(struct kubo *k, struct request *r);
struct kubo_entry {
	const char *path;
	kubo_cmd *run;
	const char *needs;               /* name of the first argument, NULL when it has none that is needed */
	bool online;                     /* refuses when the node is offline */
};
extern const struct kubo_entry kubo_table[];   /* ends with NULL */

/* Answers. json is owned from here. */
void kubo_json(struct kubo *k, struct request *r, json_t *json);
void kubo_text(struct kubo *k, struct request *r, int status, const char *type, struct slice body);
void kubo_lines(struct kubo *k, struct request *r, struct slice ndjson);           /* a stream that is complete already */
void kubo_fail(struct kubo *k, struct request *r, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void kubo_refuse(struct kubo *k, struct request *r, const char *fmt, ...) __attribute__((format(printf, 3, 4))); /* 400 */
void kubo_headers(struct kubo *k, struct request *r);

/* A live stream: more is called every interval_ms, the first time at once, and appends what to send. False ends it. */
typedef bool kubo_more_fn(struct kubo *k, void *own, struct str *out);
void kubo_stream(struct kubo *k, struct request *r, const char *type, int64_t interval_ms, kubo_more_fn *more, void *own,
		 void (*own_free)(void *own));
/* What never comes: answered by "context deadline exceeded" when the option timeout has passed (or after ten minutes). */
void kubo_hold(struct kubo *k, struct request *r);
void kubo_held_free(struct kubo *k);

const char *kubo_arg(struct request *r, const char *name, const char *short_name); /* NULL when absent */
bool kubo_flag(struct request *r, const char *name, const char *short_name, bool fallback);
bool kubo_int(struct request *r, const char *name, int64_t *out);
bool go_interval(const char *text, int64_t *ms);        /* "1s", "1m30s", "500ms" as Go reads them */
void go_duration(int64_t ns, char out[32]);             /* "23.456ms", "1m2s" as Go writes them */
json_t *go_number(double v);                            /* no ".0" on whole numbers */
int64_t kubo_now(const struct kubo *k);
const char *kubo_version(const struct kubo *k);
bool kubo_on(const struct kubo *k, const char *name);   /* a switch of the control port */

/* A path ("/ipfs/CID/a", "CID/a", "/ipns/NAME/a") walked to its end. False: answered (an error, or held). */
struct found {
	struct cid cid, root;
	struct slice last;         /* the last name of the path, "" for a bare CID */
};
bool kubo_find(struct kubo *k, struct request *r, const char *path, struct found *out);
/* The same without answering: what went wrong goes to why; *missing when a block is not here. */
bool kubo_walk(struct kubo *k, const char *path, struct found *out, struct str *why, bool *missing);
bool kubo_name(struct kubo *k, struct slice name, struct cid *out); /* a PeerID or k51 of the swarm */
void kubo_names_free(struct kubo *k);
json_t *kubo_cid(const struct cid *c);
size_t kubo_everybody(const struct kubo *k, const struct peer **all); /* whoever may be connected at some time */

struct cid kubo_library(struct kubo *k);                /* content.c: puts the library and the files tree in */
struct cid kubo_mfs(struct kubo *k);
void kubo_gateway(struct request *r, void *arg);

kubo_cmd cmd_version, cmd_id, cmd_bw, cmd_repo_stat, cmd_repo_version, cmd_bitswap, cmd_wantlist, cmd_ledger, cmd_diag,
	cmd_swarm_peers, cmd_swarm_addrs, cmd_swarm_local, cmd_swarm_listen, cmd_swarm_filters, cmd_peering, cmd_p2p_ls,
	cmd_p2p_streams, cmd_bootstrap, cmd_config, cmd_config_show, cmd_pin_ls, cmd_key_list, cmd_name_resolve, cmd_cat, cmd_ls,
	cmd_files_ls, cmd_files_stat, cmd_files_read, cmd_dag_stat, cmd_block_stat, cmd_block_get, cmd_refs, cmd_resolve,
	cmd_pubsub_state;

#endif
