/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What http, ws and rpc share: certificates, proxies, which addresses may be spoken to, who watches. One per program.
 * Certificates are always verified against the system's store (and ca_file). Nothing here blocks. */
#ifndef IO_NET_H
#define IO_NET_H

#include "base/str.h"
#include "io/loop.h"
#include "io/trace.h"

struct net;

/* All texts are copied. */
struct net_conf {
	const char *proxy;    /* "http://host:port", "socks5h://host:port"; NULL: what the environment says; "": none */
	const char *tor;      /* "host:port" of a socks5h proxy for .onion names; NULL: those names are E_PROXY */
	const char *ca_file;  /* one more authority to trust, PEM: a private one, or a test's */
	bool plain;           /* the person allowed unencrypted connections everywhere */
	struct trace trace;   /* may be empty */
};

/* Rules for one address. Unencrypted connections go to this machine only, unless a flag allows more. */
enum net_flag {
	NET_LAN = 1,          /* unencrypted also to private addresses: a station on the local network */
	NET_PLAIN = 2,        /* unencrypted to anywhere */
	NET_PUBLIC = 4,       /* never to this machine or a private address: for addresses that strangers gave */
};

struct net *net_new(struct loop *l, const struct net_conf *c);
/* Drops all requests without calling back. Web sockets must be closed before. */
void net_free(struct net *n);
/* New settings, for what starts from now on. */
void net_configure(struct net *n, const struct net_conf *c);

struct loop *net_loop(const struct net *n);
const struct trace *net_trace(const struct net *n);

/* Whether the rules let this URL (http https ws wss) be tried at all: E_OK, E_INVALID, E_PLAIN_REFUSED, E_PROXY.
 * What depends on the address behind a name is judged again before anything is sent. */
enum err net_check(const struct net *n, const char *url, unsigned flags, struct fault *f);

/* The host of a URL (with the port when it is not the usual one), for messages. "?" when it has none. */
void net_host(const char *url, struct str *out);

/* Full jitter: a random wait between 0 and base * 2^attempt, at most cap. */
int64_t net_jitter(int64_t base_ms, unsigned attempt, int64_t cap_ms);

#endif
