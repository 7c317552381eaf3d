/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ipfs/peerlist.h"
#include "ipfs/kubo_read.h"

enum { PEERS_MOST = 100000, AGENT_MAX = 48 };

static const char *keep(struct kubo_peers *p, const char *text)
{
	return *text ? arena_copy(&p->text, slice_of(text)) : "";
}

void kubo_peers_add(struct kubo_peers *p, const struct kubo_peer *one)
{
	struct kubo_peer copy = *one;
	copy.id = keep(p, one->id);
	copy.addr = keep(p, one->addr);
	copy.agent = keep(p, one->agent);
	vec_push(p, copy);
}

void kubo_peers_free(struct kubo_peers *p)
{
	vec_free(p);
	arena_free(&p->text);
}

static void one_peer(void *arg, const json_t *v)
{
	struct kubo_peers *peers = arg;
	char id[KUBO_ID_MAX] = "", addr[KUBO_ADDR_MAX] = "", agent[AGENT_MAX] = "";
	struct kubo_peer p = { .id = id, .addr = addr, .agent = agent, .streams = -1 };
	if (!json_is_string(jread_at(v, "Peer")) || peers->n >= PEERS_MOST)
		return;
	p.latency_us = kubo_duration_us(slice_of(jread_text(v, "Latency", "")));
	jread_line(v, "Peer", id, sizeof id);
	jread_line(v, "Addr", addr, sizeof addr);
	jread_line(v, "Identify.AgentVersion", agent, sizeof agent);
	if (json_is_array(jread_at(v, "Streams")))
		p.streams = (int)json_array_size(jread_at(v, "Streams"));
	else if (json_is_null(jread_at(v, "Streams")))
		p.streams = 0;
	switch (jread_int(v, "Direction", 0)) {
	case 1: p.way = KUBO_IN; break;
	case 2: p.way = KUBO_OUT; break;
	default: p.way = KUBO_WAY_UNKNOWN; break;
	}
	p.relayed = strstr(addr, "/p2p-circuit") != NULL;
	kubo_peers_add(peers, &p);
}

enum err peerlist_feed(struct peerlist *l, struct slice bytes, struct fault *f)
{
	l->list.name = "Peers";
	l->list.fn = one_peer;
	l->list.arg = &l->peers;
	return jlist_feed(&l->list, bytes, f);
}

enum err peerlist_end(struct peerlist *l, struct kubo_peers *out, struct fault *f)
{
	json_t *o = jlist_end(&l->list, f);
	/* a node without any peer says null */
	bool good = json_is_array(jread_at(o, "Peers")) || json_is_null(jread_at(o, "Peers"));
	if (good) {
		kubo_peers_free(out);
		*out = l->peers;
		l->peers = (struct kubo_peers){ 0 };
	} else if (o) {
		fault_set(f, E_PROTOCOL, "%s", "IPFS: no list of peers");
	}
	json_decref(o);
	peerlist_free(l);
	return good ? E_OK : f && f->code ? f->code : E_PROTOCOL;
}

void peerlist_free(struct peerlist *l)
{
	jlist_free(&l->list);
	kubo_peers_free(&l->peers);
}

enum err peerlist_read(struct slice json, struct kubo_peers *out, struct fault *f)
{
	struct peerlist l = { .peers = { 0 } };
	peerlist_feed(&l, json, f);
	return peerlist_end(&l, out, f);
}
