/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who the node is and with whom it talks: id, swarm, tunnels, bootstrap. */
#include "sandbox/kubo/answer.h"
#include "sandbox/kubo/args.h"
#include "sandbox/kubo/find.h"
#include "sandbox/kubo/inside.h"

#include "base/mem.h"

#include <sodium.h>
#include <stdlib.h>

static const char *const own_protocols[], *const hostile_agent;

/* A connection now: one peer has up to two. */
struct conn {
	const struct peer *p;
	const char *addr;
};
VEC(conns, struct conn);

static int by_addr(const void *a, const void *b)
{
	const struct conn *x = a, *y = b;
	int d = strcmp(x->addr, y->addr);

	return d ? d : strcmp(x->p->id, y->p->id);
}

static double seconds(const struct kubo *k)
{
	return (double)kubo_now(k) / 1000;
}

size_t kubo_everybody(const struct kubo *k, const struct peer **all)
{
	uint64_t wanted;

	if (!slice_u64(slice_of(mischief_arg(k->mischief, "peers")), &wanted) || wanted > 100000)
		wanted = kubo_on(k, "peers") ? 5000 : 0;
	return peers_all(k->peers, (size_t)wanted, k->swarm->open, all);
}

static struct conns connections(const struct kubo *k)
{
	struct conns v = { 0 };
	const struct peer *all;
	size_t n = kubo_everybody(k, &all);

	if (kubo_on(k, "alone") || kubo_on(k, "offline"))
		return v;
	for (size_t i = 0; i < n; i++) {
		if (!peer_up(&all[i], seconds(k)))
			continue;
		vec_push(&v, (struct conn){ &all[i], all[i].addr });
		if (*all[i].addr2)
			vec_push(&v, (struct conn){ &all[i], all[i].addr2 });
	}
	if (v.n)
		qsort(v.v, v.n, sizeof *v.v, by_addr);
	return v;
}

size_t kubo_peers(const struct kubo *k)
{
	struct conns v = connections(k);
	size_t n = v.n;

	vec_free(&v);
	return n;
}

static json_t *public_key(const unsigned char pub[32])
{
	unsigned char raw[36] = { 0x08, 0x01, 0x12, 0x20 };
	char text[sodium_base64_ENCODED_LEN(36, sodium_base64_VARIANT_ORIGINAL)];

	memcpy(raw + 4, pub, 32);
	return json_string(sodium_bin2base64(text, sizeof text, raw, sizeof raw, sodium_base64_VARIANT_ORIGINAL));
}

static json_t *protocols(const struct kubo *k)
{
	json_t *a = json_array();

	for (size_t i = 0; own_protocols[i]; i++)
		json_array_append_new(a, json_string(own_protocols[i]));
	if (kubo_on(k, "ahead"))
		json_array_append_new(a, json_string("/ipfs/bitswap/2.0.0"));
	return a;
}

/* Peers of which nothing was asked, and those that did not answer yet, show the same empty form but for their id. */
static json_t *identify(const struct kubo *k, const struct peer *p)
{
	const char *agent = p && kubo_on(k, "hostile") ? hostile_agent : p ? p->agent : "";
	json_t *addrs = json_null();

	if (!p)
		return json_pack("{s:s,s:s,s:n,s:s,s:n}", "ID", "", "PublicKey", "", "Addresses", "AgentVersion", "", "Protocols");
	if (*p->agent) {
		addrs = json_pack("[o]", json_sprintf("%s/p2p/%s", p->addr, p->id));
		if (*p->addr2)
			json_array_append_new(addrs, json_sprintf("%s/p2p/%s", p->addr2, p->id));
	}
	return json_pack("{s:s,s:o,s:o,s:s,s:o}", "ID", p->id, "PublicKey", public_key(p->pub), "Addresses", addrs, "AgentVersion", agent,
			 "Protocols", *p->agent ? protocols(k) : json_null());
}

static json_t *streams(const struct kubo *k, const struct conn *c)
{
	static const char *const talk[] = { "/ipfs/bitswap/1.2.0", "/ipfs/kad/1.0.0", "/ipfs/kad/1.0.0", "/meshsub/1.1.0",
					    "/meshsub/1.1.0" };
	size_t n = (c->p->pub[0] + (size_t)kubo_now(k) / 4000) % 6;
	json_t *a = json_array();

	/* A stream whose protocol is not agreed on yet has no name. */
	if (c->p->pub[1] % 7 == 0)
		json_array_append_new(a, json_pack("{s:s}", "Protocol", ""));
	for (size_t i = 0; i < n && c->addr == c->p->addr; i++)
		json_array_append_new(a, json_pack("{s:s}", "Protocol", talk[i]));
	if (c->p->station && c->p->station->index == AFAR && c->addr == c->p->addr)
		json_array_append_new(a, json_pack("{s:o}", "Protocol", json_sprintf("/x/ollama-%s", c->p->id)));
	return a;
}

static json_t *connection(const struct kubo *k, struct request *r, const struct conn *c)
{
	bool verbose = kubo_flag(r, "verbose", "v", false);
	json_t *o = json_pack("{s:s,s:s}", "Addr", c->addr, "Peer", c->p->id), *list;
	char latency[32] = "n/a";

	if (c->p->latency_ns)
		go_duration(peer_latency(c->p, seconds(k)), latency);
	if (verbose || kubo_flag(r, "latency", NULL, false))
		json_object_set_new(o, "Latency", json_string(latency));
	if (verbose || kubo_flag(r, "direction", NULL, false))
		json_object_set_new(o, "Direction", json_integer(c->p->inbound ? 1 : 2));
	if (verbose || kubo_flag(r, "streams", NULL, false)) {
		list = streams(k, c);
		if (json_array_size(list))
			json_object_set(o, "Streams", list);
		json_decref(list);
	}
	json_object_set_new(o, "Identify", identify(k, verbose || kubo_flag(r, "identify", NULL, false) ? c->p : NULL));
	if (kubo_on(k, "ahead"))
		json_object_set_new(o, "Security", json_string("/noise"));
	return o;
}

void cmd_swarm_peers(struct kubo *k, struct request *r)
{
	struct conns v = connections(k);
	json_t *list = v.n ? json_array() : json_null();

	for (size_t i = 0; i < v.n; i++)
		json_array_append_new(list, connection(k, r, &v.v[i]));
	vec_free(&v);
	kubo_json(k, r, json_pack("{s:o}", "Peers", list));
}

static json_t *own_addresses(const struct kubo *k, bool with_id)
{
	const struct station *here = &k->swarm->stations.v[HERE];
	json_t *a = json_array();
	const char *const at[] = { "/ip4/127.0.0.1/tcp/4001", "/ip4/192.168.1.42/tcp/4001", "/ip4/192.168.1.42/udp/4001/quic-v1",
				   "/ip6/::1/tcp/4001" };

	for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
		if (!k->swarm->open && strstr(at[i], "quic"))
			continue;
		json_array_append_new(a, with_id ? json_sprintf("%s/p2p/%s", at[i], here->peer) : json_string(at[i]));
	}
	return a;
}

static json_t *peer_addrs(const struct peer *p)
{
	json_t *a = json_pack("[s]", p->addr);

	if (*p->addr2)
		json_array_append_new(a, json_string(p->addr2));
	return a;
}

/* All addresses known, also of who is not here now; Go writes maps in the order of their keys. */
void cmd_swarm_addrs(struct kubo *k, struct request *r)
{
	const struct peer *all;
	size_t n = kubo_everybody(k, &all);
	json_t *addrs = json_pack("{s:o}", k->swarm->stations.v[HERE].peer, own_addresses(k, false)), *sorted;
	char *text;

	for (size_t i = 0; i < n && !kubo_on(k, "alone"); i++)
		json_object_set_new(addrs, all[i].id, peer_addrs(&all[i]));
	text = json_dumps(addrs, JSON_COMPACT | JSON_SORT_KEYS);
	sorted = json_loads(text, 0, NULL);
	free(text);
	json_decref(addrs);
	kubo_json(k, r, json_pack("{s:o}", "Addrs", sorted));
}

void cmd_swarm_local(struct kubo *k, struct request *r)
{
	kubo_json(k, r, json_pack("{s:o}", "Strings", own_addresses(k, kubo_flag(r, "id", NULL, false))));
}

void cmd_swarm_listen(struct kubo *k, struct request *r)
{
	json_t *a = json_pack("[s,s]", "/ip4/0.0.0.0/tcp/4001", "/p2p-circuit");

	if (k->swarm->open)
		json_array_insert_new(a, 1, json_string("/ip4/0.0.0.0/udp/4001/quic-v1"));
	kubo_json(k, r, json_pack("{s:o}", "Strings", a));
}

void cmd_swarm_filters(struct kubo *k, struct request *r)
{
	kubo_json(k, r, json_pack("{s:n}", "Strings"));
}

void cmd_peering(struct kubo *k, struct request *r)
{
	kubo_json(k, r, json_pack("{s:[]}", "Peers"));
}

static json_t *own_id(const struct kubo *k, const char *id)
{
	bool offline = kubo_on(k, "offline");
	json_t *o = json_pack("{s:s,s:o,s:o,s:o,s:o}", "ID", id, "PublicKey", public_key(k->swarm->stations.v[HERE].pub), "Addresses",
			      offline ? json_null() : own_addresses(k, true), "AgentVersion", json_sprintf("kubo/%s", kubo_version(k)),
			      "Protocols", offline ? json_null() : protocols(k));

	if (kubo_on(k, "ahead"))
		json_object_set_new(o, "Capabilities", json_pack("{s:b,s:i}", "Streaming", 1, "Level", 3));
	return o;
}

void cmd_id(struct kubo *k, struct request *r)
{
	const struct station *here = &k->swarm->stations.v[HERE];
	const char *arg = request_arg(r, "arg", 0), *base = request_arg(r, "peerid-base", 0);
	bool base36 = base && !strcmp(base, "base36");
	unsigned char pub[32];
	const struct peer *all;
	size_t n = kubo_everybody(k, &all);

	if (base && !base36 && strcmp(base, "b58mh") && strcmp(base, "base58btc")) {
		kubo_fail(k, r, "unknown multibase encoding: %s", base);
		return;
	}
	if (!arg || !strcmp(arg, here->peer) || !strcmp(arg, here->ipns)) {
		kubo_json(k, r, own_id(k, base36 ? here->ipns : here->peer));
		return;
	}
	if (peerid_read(slice_of(arg), pub)) {
		kubo_fail(k, r, "invalid peer id");
		return;
	}
	if (kubo_on(k, "offline")) {
		kubo_fail(k, r, "'ipfs id' cannot query information on remote peers without a running daemon; if you only want to "
				"convert --peerid-base, pass --offline option");
		return;
	}
	for (size_t i = 0; i < n; i++)
		if (!memcmp(all[i].pub, pub, 32) && peer_up(&all[i], seconds(k))) {
			kubo_json(k, r, identify(k, &all[i]));
			return;
		}
	kubo_fail(k, r, "routing: not found");
}

static bool no_tunnels(struct kubo *k, struct request *r)
{
	if (!kubo_on(k, "no-tunnels"))
		return false;
	kubo_fail(k, r, "libp2p stream mounting not enabled");
	return true;
}

static json_t *listener(const char *what, const char *peer, const char *from, const char *to)
{
	return json_pack("{s:o,s:s,s:s}", "Protocol", json_sprintf("/x/%s-%s", what, peer), "ListenAddress", from, "TargetAddress", to);
}

/* Two services offered here, one of the station afar brought here. */
void cmd_p2p_ls(struct kubo *k, struct request *r)
{
	const struct station *here = &k->swarm->stations.v[HERE];
	char own[PEERID_MAX + 8], far[PEERID_MAX + 8];
	json_t *a;

	if (no_tunnels(k, r))
		return;
	snprintf(own, sizeof own, "/p2p/%s", here->peer);
	a = json_pack("[o,o]", listener("ssh", here->peer, own, "/ip4/127.0.0.1/tcp/22"),
		      listener("strfry", here->peer, own, "/ip4/127.0.0.1/tcp/7777"));
	if (k->swarm->stations.n > AFAR) {
		const char *afar = k->swarm->stations.v[AFAR].peer;
		snprintf(far, sizeof far, "/p2p/%s", afar);
		json_array_append_new(a, listener("ollama", afar, "/ip4/127.0.0.1/tcp/11434", far));
	}
	kubo_json(k, r, json_pack("{s:o}", "Listeners", a));
}

void cmd_p2p_streams(struct kubo *k, struct request *r)
{
	const struct station *here = &k->swarm->stations.v[HERE];
	bool busy = k->swarm->stations.n > AFAR && kubo_now(k) / 20000 % 3;
	json_t *a = json_null();

	if (no_tunnels(k, r))
		return;
	if (busy) {
		const char *afar = k->swarm->stations.v[AFAR].peer;
		a = json_pack("[{s:s,s:o,s:s,s:o}]", "HandlerID", "7", "Protocol", json_sprintf("/x/ssh-%s", here->peer), "OriginAddress",
			      "/ip4/127.0.0.1/tcp/22", "TargetAddress", json_sprintf("/p2p/%s", afar));
	}
	kubo_json(k, r, json_pack("{s:o}", "Streams", a));
}

void cmd_bootstrap(struct kubo *k, struct request *r)
{
	json_t *a = json_array();

	for (size_t i = 1; i < k->swarm->stations.n && i < 4; i++) {
		const struct station *st = &k->swarm->stations.v[i];
		json_array_append_new(a, i == 1 ? json_sprintf("/ip4/%s/tcp/4001/p2p/%s", st->ip, st->peer)
						: json_sprintf("/dnsaddr/ipfs.%s/p2p/%s", st->host, st->peer));
	}
	kubo_json(k, r, json_pack("{s:o}", "Peers", a));
}

static const char *const own_protocols[] = { "/ipfs/bitswap", "/ipfs/bitswap/1.0.0", "/ipfs/bitswap/1.1.0", "/ipfs/bitswap/1.2.0",
					     "/ipfs/id/1.0.0", "/ipfs/id/push/1.0.0", "/ipfs/kad/1.0.0", "/ipfs/lan/kad/1.0.0",
					     "/ipfs/ping/1.0.0", "/libp2p/autonat/1.0.0", "/libp2p/autonat/2/dial-back",
					     "/libp2p/autonat/2/dial-request", "/libp2p/circuit/relay/0.2.0/hop",
					     "/libp2p/circuit/relay/0.2.0/stop", "/libp2p/dcutr", "/meshsub/1.1.0", "/x/", NULL };
static const char *const hostile_agent = "kubo/\x1b[2J\x1b]0;owned\x07 <script>alert(1)</script> \xe2\x80\xae" "gnp.exe $(reboot) `id`";
