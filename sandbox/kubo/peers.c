/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/kubo/peers.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

static const char *const agents[];
static const double shares[TRAFFIC_PROTOCOLS];

struct peers {
	const struct swarm *swarm;
	bool public;
	VEC(, struct peer) v;
};

enum { FRIENDS = 30 };

struct peers *peers_new(const struct swarm *s)
{
	struct peers *p = mem_new(sizeof *p);

	p->swarm = s;
	return p;
}

void peers_free(struct peers *p)
{
	if (p)
		vec_free(&p->v);
	free(p);
}

/* With a swarm key there is TCP and nothing else; an open node meets every transport. */
static void address(struct peer *p, struct rng *r, const char *ip, bool public, char out[160])
{
	int port = p->station || rng_chance(r, 600) ? 4001 : (int)rng_between(r, 10000, 65000);
	int kind = public ? (int)rng_below(r, 6) : 0;

	switch (kind) {
	case 1: snprintf(out, 160, "/ip4/%s/udp/%d/quic-v1", ip, port); break;
	case 2:
		snprintf(out, 160, "/ip6/2001:db8:%x::%x/udp/%d/quic-v1", (unsigned)rng_below(r, 65536), (unsigned)rng_below(r, 65536), port);
		break;
	case 3: snprintf(out, 160, "/ip4/%s/udp/%d/quic-v1/webtransport", ip, port); break;
	case 4: snprintf(out, 160, "/dns4/node-%d.example/tcp/443/tls/ws", port); break;
	default: snprintf(out, 160, "/ip4/%s/tcp/%d", ip, port); break;
	}
}

static void relayed(struct peer *p, const struct swarm *s, struct rng *r, char out[160])
{
	const struct station *via = &s->stations.v[1 + rng_below(r, s->stations.n - 1)];

	snprintf(out, 160, "/ip4/%s/tcp/4001/p2p/%s/p2p-circuit", via->ip, via->peer);
	p->relayed = true;
}

static void rhythm(struct peer *p, struct rng *r, size_t i)
{
	if (p->station && p->station->silent_ms) {
		p->up = 0;
		p->period = 86400;
	} else if (p->station) {
		p->period = (double)rng_between(r, 6 * 3600, 40 * 3600);
		p->up = p->period * 0.97;
	} else if (i % 8 == 0) {
		/* Somebody at every look: one who stays two minutes and comes back. */
		p->period = (double)rng_between(r, 100, 260);
		p->up = p->period * 0.6;
	} else {
		p->period = (double)rng_between(r, 2400, 9 * 3600);
		p->up = p->period * (0.2 + 0.6 * rng_unit(r));
	}
	p->phase = p->period * rng_unit(r);
	p->wave = 20 + 160 * rng_unit(r);
	p->swing = 0.3 + 0.6 * rng_unit(r);
	p->in = (p->station ? 900 : 250) * exp(1.1 * rng_bell(r));
	p->out = (p->station ? 1300 : 600) * exp(1.2 * rng_bell(r));
}

static void make_peer(struct peers *ps, size_t i)
{
	const struct swarm *s = ps->swarm;
	size_t stations = s->stations.n - 1;
	struct peer p = { 0 };
	struct rng r;
	char ip[24];

	rng_init(&r, s->world->seed, "peer", i);
	p.station = i < stations ? &s->stations.v[i + 1] : NULL;
	rng_bytes(&r, p.pub, sizeof p.pub);
	snprintf(ip, sizeof ip, "198.51.100.%d", (int)rng_below(&r, 254) + 1);
	if (p.station) {
		memcpy(p.pub, p.station->pub, sizeof p.pub);
		snprintf(ip, sizeof ip, "%s", p.station->wan ? p.station->ip : "203.0.113.77");
	}
	peerid_text(p.pub, p.id);
	p.agent = agents[p.station ? rng_below(&r, 3) : rng_below(&r, 9)];
	p.inbound = rng_chance(&r, 550);
	p.latency_ns = (int64_t)(exp(1.3 * rng_bell(&r)) * 28e6);
	if (i == 0)
		p.latency_ns = 640000; /* a neighbour in the same street: shown in microseconds */
	if (!p.station && rng_chance(&r, 120))
		p.latency_ns = 0;
	if (!p.station && stations && rng_chance(&r, 300))
		relayed(&p, s, &r, p.addr);
	else
		address(&p, &r, ip, ps->public, p.addr);
	if (p.station && i % 5 == 2)
		relayed(&p, s, &r, p.addr2);
	rhythm(&p, &r, i);
	vec_push(&ps->v, p);
}

size_t peers_all(struct peers *p, size_t wanted, bool public, const struct peer **out)
{
	size_t n = p->swarm->stations.n - 1 + FRIENDS;

	if (public != p->public)
		p->v.n = 0;
	p->public = public;
	if (wanted > n)
		n = wanted;
	while (p->v.n < n)
		make_peer(p, p->v.n);
	*out = p->v.v;
	return n;
}

/* Seconds into the present visit, or past its end. */
static double into(const struct peer *p, double now)
{
	return fmod(now + p->phase, p->period);
}

bool peer_up(const struct peer *p, double now)
{
	return into(p, now) < p->up;
}

/* The integral of 1 + swing * sin over the first t seconds of a visit. */
static double stay(const struct peer *p, double t)
{
	double w = 2 * M_PI / p->wave;

	return t + p->swing / w * (1 - cos(w * t));
}

/* Weighted seconds since 1970: whole visits, and the present one as far as it went. */
static double spent(const struct peer *p, double now)
{
	double visits = floor((now + p->phase) / p->period), t = into(p, now);

	return visits * stay(p, p->up) + stay(p, t < p->up ? t : p->up);
}

struct flow peer_flow(const struct peer *p, double start, double now, int protocol)
{
	double part = protocol < 0 ? 1 : shares[protocol], t = into(p, now);
	double rate = t < p->up ? 1 + p->swing * sin(2 * M_PI / p->wave * t) : 0;
	double s = spent(p, now) - spent(p, start);

	return (struct flow){ part * p->in * s, part * p->out * s, part * p->in * rate, part * p->out * rate };
}

int64_t peer_latency(const struct peer *p, double now)
{
	return (int64_t)((double)p->latency_ns * (1 + 0.15 * sin(now / 11 + p->phase)));
}

/* Stations have one of the first three. */
static const char *const agents[] = { "kubo/0.42.0", "kubo/0.42.0", "kubo/0.38.2/docker", "kubo/0.29.0", "kubo/0.36.0/7ef29a2-dirty",
				      "rainbow/v1.14.0", "helia/2.1.0 libp2p/2.8.0 UserAgent=v22.14.0", "storm", "" };
const char *const traffic_protocols[TRAFFIC_PROTOCOLS] = { "/ipfs/bitswap/1.2.0", "/ipfs/kad/1.0.0", "/meshsub/1.1.0",
							   "/ipfs/id/1.0.0", "/ipfs/ping/1.0.0",
							   "/libp2p/circuit/relay/0.2.0/stop", "/x/" };
static const double shares[TRAFFIC_PROTOCOLS] = { 0.66, 0.12, 0.11, 0.02, 0.005, 0.025, 0.06 };
