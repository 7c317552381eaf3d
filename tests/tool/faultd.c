/* SPDX-License-Identifier: GPL-3.0-or-later */
/* faultd CA-FILE: listens on free ports of 127.0.0.1, writes the authority's certificate to CA-FILE, prints the ports as
 * one JSON line, and ends when its input ends. */
#include "faultd.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct listener {
	const char *name;
	int fd;
	SSL_CTX *ctx;
};

struct accepted {
	int fd;
	SSL_CTX *ctx;
	bool proxy;
};

struct route {
	const char *prefix;
	bool (*serve)(struct peer *p, const struct request *r); /* false: the connection ends */
};

static const struct route routes[];

bool peer_write(struct peer *p, const void *bytes, size_t n)
{
	const char *at = bytes;
	while (n) {
		ssize_t k = p->ssl ? SSL_write(p->ssl, at, n > 65536 ? 65536 : (int)n) : write(p->fd, at, n);
		if (k <= 0)
			return false;
		at += k;
		n -= (size_t)k;
	}
	return true;
}

bool peer_puts(struct peer *p, const char *text)
{
	return peer_write(p, text, strlen(text));
}

bool peer_read(struct peer *p, void *bytes, size_t n)
{
	char *at = bytes;
	while (n) {
		ssize_t k = p->ssl ? SSL_read(p->ssl, at, n > 65536 ? 65536 : (int)n) : read(p->fd, at, n);
		if (k <= 0)
			return false;
		at += k;
		n -= (size_t)k;
	}
	return true;
}

void peer_reset(struct peer *p)
{
	struct linger now = { 1, 0 };
	setsockopt(p->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

void peer_nap(int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };
	nanosleep(&t, NULL);
}

const char *query(const struct request *r, const char *name, const char *fallback)
{
	static _Thread_local char value[2048];
	const char *at = strchr(r->path, '?');
	size_t n = strlen(name), out = 0;
	for (at = at ? at + 1 : ""; *at; at += strcspn(at, "&") + (at[strcspn(at, "&")] != 0)) {
		if (strncmp(at, name, n) || at[n] != '=')
			continue;
		for (at += n + 1; *at && *at != '&' && out + 1 < sizeof value; at++) {
			unsigned c;
			if (*at == '%' && sscanf(at + 1, "%2x", &c) == 1) {
				value[out++] = (char)c;
				at += 2;
			} else {
				value[out++] = *at;
			}
		}
		value[out] = 0;
		return value;
	}
	return fallback;
}

int times(const char *key)
{
	static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
	static struct { char key[200]; int n; } seen[256];
	int n = 0;
	pthread_mutex_lock(&mutex);
	for (size_t i = 0; i < 256 && !n; i++) {
		if (!*seen[i].key)
			snprintf(seen[i].key, sizeof seen[i].key, "%s", key);
		if (!strncmp(seen[i].key, key, sizeof seen[i].key - 1))
			n = ++seen[i].n;
	}
	pthread_mutex_unlock(&mutex);
	return n;
}

static bool answer(struct peer *p, int status, const char *extra, const char *type, const char *body)
{
	char head[4096];
	snprintf(head, sizeof head, "HTTP/1.1 %d Words\r\nContent-Length: %zu\r\nContent-Type: %s\r\n"
	         "Date: Sat, 21 Nov 2026 10:36:00 GMT\r\n%s\r\n", status, strlen(body), type, extra);
	return peer_puts(p, head) && peer_puts(p, body);
}

/* Reads the body, adding up its bytes; keeps the first ones in keep. */
static long long take_body(struct peer *p, const struct request *r, char *keep, size_t cap)
{
	char buf[65536], line[64];
	long long total = 0, left = r->length;
	size_t kept = 0;
	for (bool more = left != 0; more;) {
		if (r->length < 0) {
			size_t n = 0;
			while (n + 1 < sizeof line && peer_read(p, line + n, 1) && line[n] != '\n')
				n++;
			line[n] = 0;
			left = strtoll(line, NULL, 16);
			more = left > 0;
		}
		while (left > 0) {
			size_t n = left > (long long)sizeof buf ? sizeof buf : (size_t)left;
			if (!peer_read(p, buf, n))
				return -1;
			for (size_t i = 0; i < n && kept + 1 < cap; i++)
				keep[kept++] = buf[i];
			total += (long long)n;
			left -= (long long)n;
		}
		if (r->length < 0)
			peer_read(p, line, 2);
		else
			more = false;
	}
	if (cap)
		keep[kept] = 0;
	return total;
}

static bool do_ok(struct peer *p, const struct request *r)
{
	take_body(p, r, NULL, 0);
	return answer(p, 200, "X-Word: harbour\r\n", "text/plain", "hello");
}

/* What arrived: the method, the type, how many bytes and the first of them. */
static bool do_count(struct peer *p, const struct request *r)
{
	char first[200], text[1024];
	long long n = take_body(p, r, first, 101);
	for (char *c = first; *c; c++)
		if (*c == '\r' || *c == '\n')
			*c = '|';
	snprintf(text, sizeof text, "%s %lld [%s] [%s] %s", r->method, n, r->type, r->auth, first);
	return answer(p, 200, "", "text/plain", text);
}

static bool do_slow(struct peer *p, const struct request *r)
{
	bool good = peer_puts(p, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
	(void)r;
	while (good) {
		good = peer_puts(p, ".");
		peer_nap(1000);
	}
	return false;
}

static bool do_hang(struct peer *p, const struct request *r)
{
	char c;
	(void)r;
	while (peer_read(p, &c, 1))
		; /* until the client gives up */
	return false;
}

static bool do_cut(struct peer *p, const struct request *r)
{
	(void)r;
	peer_puts(p, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this much");
	return false;
}

static bool do_reset(struct peer *p, const struct request *r)
{
	(void)r;
	peer_reset(p);
	return false;
}

static bool do_empty(struct peer *p, const struct request *r)
{
	(void)p, (void)r;
	return false;
}

static bool do_garbage(struct peer *p, const struct request *r)
{
	(void)r;
	peer_write(p, "\x00\xff\x1b[2J not a web server\r\n\r\n", 28);
	return false;
}

static bool do_endless(struct peer *p, const struct request *r)
{
	char chunk[4200];
	int n = snprintf(chunk, sizeof chunk, "1000\r\n%04096d\r\n", 0);
	bool good = peer_puts(p, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
	(void)r;
	while (good)
		good = peer_write(p, chunk, (size_t)n);
	return false;
}

static bool do_long_head(struct peer *p, const struct request *r)
{
	bool good = peer_puts(p, "HTTP/1.1 200 OK\r\n");
	(void)r;
	while (good)
		good = peer_puts(p, "X-More: 0123456789012345678901234567890123456789012345678901234567890123456789\r\n");
	return false;
}

static bool do_big(struct peer *p, const struct request *r)
{
	char head[100], block[65536];
	long long n = atoll(query(r, "n", "1000000"));
	memset(block, 'v', sizeof block);
	snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Length: %lld\r\n\r\n", n);
	bool good = peer_puts(p, head);
	for (; good && n > 0; n -= (long long)sizeof block)
		good = peer_write(p, block, n > (long long)sizeof block ? sizeof block : (size_t)n);
	return good;
}

static bool do_redirect(struct peer *p, const struct request *r)
{
	char extra[3000];
	int code = atoi(query(r, "code", "302"));
	take_body(p, r, NULL, 0);
	snprintf(extra, sizeof extra, "Location: %s\r\n", query(r, "to", r->path));
	return answer(p, code, extra, "text/plain", "elsewhere");
}

static bool do_status(struct peer *p, const struct request *r)
{
	char extra[100];
	take_body(p, r, NULL, 0);
	snprintf(extra, sizeof extra, "Retry-After: %s\r\n", query(r, "after", "7"));
	return answer(p, atoi(r->path + strlen("/status/")), extra, "text/plain", "words of the server");
}

/* Fails n times with a status (or, status 0, without an answer), then is well. */
static bool do_flaky(struct peer *p, const struct request *r)
{
	int n = atoi(query(r, "n", "1")), status = atoi(query(r, "status", "503"));
	take_body(p, r, NULL, 0);
	if (times(r->path) > n)
		return answer(p, 200, "", "text/plain", "well again");
	return status && answer(p, status, "Retry-After: 0\r\n", "text/plain", "");
}

static bool do_seen(struct peer *p, const struct request *r)
{
	char text[20];
	snprintf(text, sizeof text, "%d", times(query(r, "key", "")) - 1);
	return answer(p, 200, "", "text/plain", text);
}

static bool do_rpc(struct peer *p, const struct request *r)
{
	char *text = calloc(1, 1 << 20), *reply = NULL;
	take_body(p, r, text, 1 << 20);
	bool good = serve_rpc(text, &reply, NULL, NULL) && (reply ? answer(p, 200, "", "application/json", reply) : do_hang(p, r));
	free(text);
	free(reply);
	return good;
}

/* What an indexer answers; pages of a connection called "rows" follow the cursor in the variables. */
static bool do_graphql(struct peer *p, const struct request *r)
{
	char body[8192], text[1024];
	const char *at, *kind = r->path + strlen("/graphql/");
	take_body(p, r, body, sizeof body);
	if (!strcmp(kind, "errors"))
		return answer(p, 200, "", "application/json", "{\"errors\":[{\"message\":\"Cannot query field \\\"x\\\"\\u001b[2J\"}]}");
	if (!strcmp(kind, "partial"))
		return answer(p, 200, "", "application/json",
		              "{\"data\":{\"a\":1,\"b\":null},\"errors\":[{\"message\":\"b failed\",\"path\":[\"b\"]}]}");
	if (!strcmp(kind, "garbage"))
		return answer(p, 200, "", "application/json", "{\"data\":");
	if (!strcmp(kind, "neither"))
		return answer(p, 200, "", "application/json", "{}");
	if (!strcmp(kind, "400"))
		return answer(p, 400, "", "application/json", "{\"errors\":[{\"message\":\"syntax\"}]}");
	int page = (at = strstr(body, "\"c\":\"p")) != NULL ? atoi(at + 6) : 0;
	bool stuck = !strcmp(kind, "stuck");
	snprintf(text, sizeof text, "{\"data\":{\"rows\":{\"nodes\":[%d,%d],\"pageInfo\":{\"hasNextPage\":%s,\"endCursor\":\"p%d\"}}}}",
	         page * 2, page * 2 + 1, page < 4 || stuck ? "true" : "false", stuck ? 1 : page + 1);
	return answer(p, 200, "", "application/json", text);
}

static void header(struct request *r, const char *line)
{
	static const struct { const char *name; size_t at, size; } kept[] = {
		{ "Sec-WebSocket-Key:", offsetof(struct request, key), sizeof r->key },
		{ "Content-Type:", offsetof(struct request, type), sizeof r->type },
		{ "Authorization:", offsetof(struct request, auth), sizeof r->auth },
	};
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		if (!strncasecmp(line, kept[i].name, strlen(kept[i].name)))
			snprintf((char *)r + kept[i].at, kept[i].size, "%s", line + strlen(kept[i].name) + 1);
	if (!strncasecmp(line, "Content-Length:", 15))
		r->length = atoll(line + 15);
	if (!strncasecmp(line, "Transfer-Encoding: chunked", 26))
		r->length = -1;
}

static bool read_request(struct peer *p, struct request *r)
{
	char line[4096];
	memset(r, 0, sizeof *r);
	for (int count = 0;; count++) {
		size_t n = 0;
		while (peer_read(p, line + n, 1) && line[n] != '\n' && n + 2 < sizeof line)
			n++;
		if (line[n] != '\n')
			return false;
		line[n] = 0;
		if (n && line[n - 1] == '\r')
			line[n - 1] = 0;
		if (!count)
			sscanf(line, "%15s %2047s", r->method, r->path);
		else if (!*line)
			return true;
		else
			header(r, line);
	}
}

static void *serve(void *arg)
{
	struct accepted a = *(struct accepted *)arg;
	struct peer p = { .fd = a.fd };
	struct request r;
	free(arg);
	setsockopt(a.fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
	if (a.ctx) {
		p.ssl = SSL_new(a.ctx);
		SSL_set_fd(p.ssl, p.fd);
	}
	bool more = !p.ssl || SSL_accept(p.ssl) == 1;
	if (a.proxy) {
		serve_proxy(&p);
		more = false;
	}
	while (more && read_request(&p, &r)) {
		const struct route *at = routes;
		if (*r.key) {
			serve_ws(&p, &r);
			break;
		}
		while (at->prefix && strncmp(r.path, at->prefix, strlen(at->prefix)))
			at++;
		more = at->prefix ? at->serve(&p, &r) : answer(&p, 404, "", "text/plain", "no such path");
	}
	if (p.ssl)
		SSL_free(p.ssl);
	close(p.fd);
	return NULL;
}

static int open_port(int *port)
{
	struct sockaddr_in sa = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof sa;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&sa, sizeof sa) || listen(fd, 64) || getsockname(fd, (struct sockaddr *)&sa, &n))
		exit(1);
	*port = ntohs(sa.sin_port);
	return fd;
}

int main(int argc, char **argv)
{
	static const char *const names[] = { "tls", "expired", "future", "name", "unknown", "plain", "mute", "proxy" };
	enum { N = sizeof names / sizeof *names };
	struct listener l[N];
	struct pollfd polls[N + 1] = { [N] = { .fd = 0, .events = POLLIN } };
	char c, line[512] = "{";
	signal(SIGPIPE, SIG_IGN);
	if (argc != 2 || !cert_write_ca(argv[1]))
		return 2;
	for (int i = 0; i < N; i++) {
		int port;
		l[i] = (struct listener){ names[i], open_port(&port), i < (int)CERTS ? cert_context((enum cert)i) : NULL };
		polls[i] = (struct pollfd){ .fd = !strcmp(names[i], "mute") ? -1 : l[i].fd, .events = POLLIN };
		snprintf(line + strlen(line), sizeof line - strlen(line), "\"%s\":%d%s", names[i], port, i + 1 < N ? "," : "}\n");
	}
	if (write(1, line, strlen(line)) < 0)
		return 1;
	for (;;) {
		poll(polls, N + 1, -1);
		if (polls[N].revents && read(0, &c, 1) <= 0)
			return 0;
		for (int i = 0; i < N; i++) {
			pthread_t thread;
			struct accepted *a;
			if (!polls[i].revents || !(a = malloc(sizeof *a)))
				continue;
			*a = (struct accepted){ accept(l[i].fd, NULL, NULL), l[i].ctx, !strcmp(l[i].name, "proxy") };
			if (a->fd < 0 || pthread_create(&thread, NULL, serve, a))
				free(a);
			else
				pthread_detach(thread);
		}
	}
}

static const struct route routes[] = {
	{ "/ok", do_ok }, { "/count", do_count }, { "/slow", do_slow }, { "/hang", do_hang }, { "/cut", do_cut },
	{ "/reset", do_reset }, { "/empty", do_empty }, { "/garbage", do_garbage }, { "/endless", do_endless },
	{ "/long-head", do_long_head }, { "/big", do_big }, { "/redirect", do_redirect }, { "/status/", do_status },
	{ "/flaky", do_flaky }, { "/seen", do_seen }, { "/rpc", do_rpc }, { "/graphql/", do_graphql }, { NULL, NULL },
};
