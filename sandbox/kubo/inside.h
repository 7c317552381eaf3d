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

int64_t kubo_now(const struct kubo *k);
const char *kubo_version(const struct kubo *k);
bool kubo_on(const struct kubo *k, const char *name);   /* a switch of the control port */

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
