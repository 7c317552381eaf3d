/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inner side of net.h, for http.c, line.c and net_*.c only: how a curl handle gets the common rules. */
#ifndef IO_NET_EASY_H
#define IO_NET_EASY_H

#include "io/net.h"
#include "io/loop_curl.h"
#include <sys/socket.h>

enum net_place { NET_LOOPBACK, NET_PRIVATE, NET_SHARED, NET_WORLD }; /* SHARED: neither ours nor the world's (100.64/10) */

struct net {
	struct loop *l;
	char *proxy, *tor, *ca_file, *ca_dir, *ca_bundle;
	struct str ca_blob;             /* bundle and ca_file joined, where the store has no hashed names */
	bool plain;
	struct trace trace;
	CURLSH *share;                  /* TLS sessions and names, for transfers and web sockets alike */
	int64_t woke_ms;                /* when the machine last woke; 0 never */
	struct http_req *reqs;
};

/* One per handle, at a fixed address while the handle lives. */
struct net_gate {
	struct net *n;
	unsigned flags;
	bool plain, proxied, tls;
	enum net_place place;           /* of the address last connected to */
	enum err refused;               /* why this side refused to connect or went on no further */
	char host[128];                 /* for messages */
	char text[CURL_ERROR_SIZE];
};

/* Checks the URL and puts it and the common options into easy. Done again for every redirect. */
enum err net_gate_set(struct net_gate *g, struct net *n, CURL *easy, const char *url, unsigned flags, struct fault *f);
/* What a curl result means, with the words of where; E_OK for CURLE_OK. */
enum err net_gate_fault(const struct net_gate *g, CURL *easy, CURLcode code, struct fault *f);
/* The same from plain facts; verify is curl's SSL_VERIFYRESULT, os an errno. The table that tests look at. */
enum err net_err(CURLcode code, long verify, long os, bool proxied, const char *text);

enum net_place net_place(const struct sockaddr *sa);
enum net_place net_place_text(const char *ip, bool *is_ip);
void http_abandon(struct net *n);
void http_woke(struct net *n, int64_t slept_ms);

#endif
