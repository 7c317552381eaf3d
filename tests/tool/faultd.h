/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scriptable server of the network tests: what it does wrong stands in the path asked for. Threads, blocking sockets;
 * no library but OpenSSL, and no code of the program under test. */
#ifndef TESTS_FAULTD_H
#define TESTS_FAULTD_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>

/* One connection, plain or TLS. */
struct peer {
	int fd;
	SSL *ssl;
};

struct request {
	char method[16], path[2048], key[128]; /* key: Sec-WebSocket-Key, "" when none */
	char type[128], auth[128];
	long long length;                      /* -1: chunked */
	bool close;
};

bool peer_write(struct peer *p, const void *bytes, size_t n);
bool peer_puts(struct peer *p, const char *text);
bool peer_read(struct peer *p, void *bytes, size_t n); /* exactly n */
void peer_reset(struct peer *p);                       /* an RST instead of a good end */
void peer_nap(int ms);

/* The value of "name=" in the query, percent-decoded; fallback when absent. Static per thread. */
const char *query(const struct request *r, const char *name, const char *fallback);
/* Counts calls by key: the first gives 1. */
int times(const char *key);

void serve_proxy(struct peer *p);
void serve_ws(struct peer *p, const struct request *r);
/* Answers one JSON-RPC text; false when the connection is to be dropped. note sends one more message (NULL over HTTP). */
bool serve_rpc(const char *text, char **answer, bool (*note)(void *arg, const char *text), void *arg);

/* Certificates made for this run: an authority, and a leaf per fault. */
enum cert { CERT_GOOD, CERT_EXPIRED, CERT_FUTURE, CERT_NAME, CERT_UNKNOWN, CERTS };
SSL_CTX *cert_context(enum cert kind);
bool cert_write_ca(const char *path);

#endif
