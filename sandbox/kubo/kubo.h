/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Kubo node of the station here: its RPC and its gateway, reading only, in the shapes of Kubo 0.42. Peers, traffic and
 * storage are functions of the seed and of the sandbox's clock, so that nothing ticks while nobody asks. It starts first
 * of the station's services: the swarm is made here, and others publish through it. */
#ifndef SANDBOX_KUBO_KUBO_H
#define SANDBOX_KUBO_KUBO_H

#include "sandbox/kubo/tree.h"
#include "sandbox/sandbox.h"
#include "sandbox/station/swarm.h"

struct kubo;

extern const struct service service_kubo;

/* The running node with the swarm it made; NULL before its start. */
struct kubo *kubo_of(const struct sandbox *sb);
struct swarm *kubo_swarm(struct kubo *k);
int kubo_port(const struct kubo *k, bool gateway);
size_t kubo_peers(const struct kubo *k);       /* connections now */
uint64_t kubo_repo_size(const struct kubo *k);

/* Who can say what an IPNS name of the swarm holds: fills the tree of the station's own folder (or of its list of stations),
 * and gives since when (ms) it is so. False: the name is not known. */
typedef bool kubo_beacon_fn(void *arg, const struct station *st, bool list, struct tree *out, int64_t *since_ms);
void kubo_beacons(struct kubo *k, kubo_beacon_fn *fn, void *arg);
/* Where the repository lies on the disk, for repo/stat and diag/sys. Copied. */
void kubo_repo_path(struct kubo *k, const char *path);
/* The node's configuration without its key, as a file: owned by the caller. */
json_t *kubo_config(const struct kubo *k);
/* Told after the swarm's key or openness changed, so that files follow. */
void kubo_on_key(struct kubo *k, void (*fn)(void *arg), void *arg);

#endif
