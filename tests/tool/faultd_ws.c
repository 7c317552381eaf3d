/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "faultd.h"
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10 };

struct script {
	const char *path;
	void (*play)(struct peer *p, const struct request *r);
};

static const struct script scripts[];

/* first: the whole first byte (FIN, RSV, opcode). */
static bool frame(struct peer *p, unsigned first, const void *bytes, size_t n)
{
	unsigned char head[10] = { (unsigned char)first };
	size_t h = 2;
	if (n < 126) {
		head[1] = (unsigned char)n;
	} else if (n < 65536) {
		head[1] = 126;
		head[2] = (unsigned char)(n >> 8);
		head[3] = (unsigned char)n;
		h = 4;
	} else {
		head[1] = 127;
		for (int i = 0; i < 8; i++)
			head[2 + i] = (unsigned char)((unsigned long long)n >> (8 * (7 - i)));
		h = 10;
	}
	return peer_write(p, head, h) && peer_write(p, bytes, n);
}

static bool text(struct peer *p, const char *s)
{
	return frame(p, 0x80 | TEXT, s, strlen(s));
}

/* One frame of the client; the bytes are malloced and NUL-terminated. The opcode, or -1. A frame that is not masked is a
 * fault of the client: the connection ends. */
static int take(struct peer *p, char **bytes, size_t *n)
{
	unsigned char head[2], more[8], mask[4];
	*bytes = NULL;
	if (!peer_read(p, head, 2) || !(head[1] & 0x80))
		return -1;
	*n = head[1] & 0x7f;
	if (*n >= 126) {
		int k = *n == 126 ? 2 : 8;
		if (!peer_read(p, more, (size_t)k))
			return -1;
		*n = 0;
		for (int i = 0; i < k; i++)
			*n = *n << 8 | more[i];
	}
	if (*n > 64u << 20 || !peer_read(p, mask, 4) || !(*bytes = malloc(*n + 1)) || !peer_read(p, *bytes, *n))
		return -1;
	for (size_t i = 0; i < *n; i++)
		(*bytes)[i] ^= (char)mask[i % 4];
	(*bytes)[*n] = 0;
	return head[0] & 15;
}

static void reply_key(const struct request *r, char out[64])
{
	unsigned char digest[SHA_DIGEST_LENGTH];
	char all[256];
	snprintf(all, sizeof all, "%s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", r->key);
	SHA1((unsigned char *)all, strlen(all), digest);
	EVP_EncodeBlock((unsigned char *)out, digest, sizeof digest);
}

static bool accept_with(struct peer *p, const char *key, const char *extra)
{
	char head[512];
	snprintf(head, sizeof head, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
	         "Sec-WebSocket-Accept: %s\r\n%s\r\n", key, extra);
	return peer_puts(p, head);
}

static bool welcome(struct peer *p, const struct request *r)
{
	char key[64];
	reply_key(r, key);
	return accept_with(p, key, "");
}

/* Echoes until the client closes; answers pings when polite. */
static void echo(struct peer *p, bool polite)
{
	char *bytes;
	size_t n;
	for (int op; (op = take(p, &bytes, &n)) >= 0; free(bytes)) {
		if (op == CLOSE) {
			times("/ws/goodbye");
			frame(p, 0x80 | CLOSE, bytes, n);
			break;
		}
		if (op == PING && polite)
			frame(p, 0x80 | PONG, bytes, n);
		else if (op == TEXT || op == BINARY)
			frame(p, 0x80u | (unsigned)op, bytes, n);
	}
	free(bytes);
}

static void do_echo(struct peer *p, const struct request *r)
{
	if (welcome(p, r))
		echo(p, true);
}

static void do_badkey(struct peer *p, const struct request *r)
{
	(void)r;
	if (accept_with(p, "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", ""))
		echo(p, true);
}

static void do_extension(struct peer *p, const struct request *r)
{
	char key[64];
	reply_key(r, key);
	if (accept_with(p, key, "Sec-WebSocket-Extensions: permessage-deflate\r\n"))
		echo(p, true);
}

static void do_refuse(struct peer *p, const struct request *r)
{
	char head[200];
	snprintf(head, sizeof head, "HTTP/1.1 %s No\r\nRetry-After: %s\r\nContent-Length: 0\r\n\r\n", query(r, "status", "403"),
	         query(r, "after", "3"));
	peer_puts(p, head);
}

static void do_garbage(struct peer *p, const struct request *r)
{
	(void)r;
	peer_puts(p, "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
	peer_nap(200);
}

static void do_hang(struct peer *p, const struct request *r)
{
	char c;
	(void)r;
	peer_read(p, &c, 1);
}

static void do_frag(struct peer *p, const struct request *r)
{
	if (welcome(p, r) && frame(p, TEXT, "in ", 3) && frame(p, 0x80 | PING, "?", 1) && frame(p, 0, "three ", 6) &&
	    frame(p, 0x80, "parts", 5))
		echo(p, true);
}

/* The first message travels in the packet of the upgrade, cut into small writes when asked. */
static void do_same(struct peer *p, const struct request *r)
{
	char key[64], all[600];
	reply_key(r, key);
	int n = snprintf(all, sizeof all, "HTTP/1.1 101 OK\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
	                 "Sec-WebSocket-Accept: %s\r\n\r\n%c%cfirst", key, 0x81, 5);
	int step = atoi(query(r, "step", "600"));
	for (int at = 0; at < n; at += step) {
		if (!peer_write(p, all + at, (size_t)(n - at < step ? n - at : step)))
			return;
		if (step < n)
			peer_nap(1);
	}
	echo(p, true);
}

static void do_ping(struct peer *p, const struct request *r)
{
	char *bytes;
	size_t n;
	if (!welcome(p, r) || !frame(p, 0x80 | PING, "are you there", 13))
		return;
	int op = take(p, &bytes, &n);
	text(p, op == PONG && n == 13 && !memcmp(bytes, "are you there", 13) ? "good pong" : "bad pong");
	free(bytes);
	echo(p, true);
}

static void do_huge(struct peer *p, const struct request *r)
{
	static const unsigned char head[11] = { 0x82, 127, 0, 0, 0, 1, 0, 0, 0, 0, 'x' };
	if (welcome(p, r) && peer_write(p, head, sizeof head))
		echo(p, true);
}

static void do_utf8(struct peer *p, const struct request *r)
{
	if (welcome(p, r) && frame(p, 0x80 | TEXT, "\xc3\x28\xff", 3))
		echo(p, true);
}

static void do_close(struct peer *p, const struct request *r)
{
	if (welcome(p, r) && frame(p, 0x80 | CLOSE, "\x03\xf0too many\x1b[2J", 14))
		peer_nap(50);
}

static void do_masked(struct peer *p, const struct request *r)
{
	if (welcome(p, r) && peer_write(p, "\x81\x81\0\0\0\0x", 7))
		echo(p, true);
}

static void do_reserved(struct peer *p, const struct request *r)
{
	if (welcome(p, r) && frame(p, 0xc0 | TEXT, "x", 1))
		echo(p, true);
}

static void do_cut(struct peer *p, const struct request *r)
{
	if (welcome(p, r))
		peer_write(p, "\x81\x7d half", 7);
}

static void do_silent(struct peer *p, const struct request *r)
{
	if (welcome(p, r))
		echo(p, false);
}

/* Many messages as fast as they go: TLS holds bytes that poll cannot see. */
static void do_flood(struct peer *p, const struct request *r)
{
	int n = atoi(query(r, "n", "1000"));
	size_t size = (size_t)atoi(query(r, "size", "100"));
	char *bytes = malloc(size + 1);
	memset(bytes, 'w', size);
	bool good = welcome(p, r);
	for (int i = 0; good && i < n; i++)
		good = frame(p, 0x80 | BINARY, bytes, size);
	free(bytes);
	if (good)
		echo(p, true);
}

/* Closes the first n connections right after the upgrade. */
static void do_flaky(struct peer *p, const struct request *r)
{
	if (times(r->path) > atoi(query(r, "n", "1")))
		do_echo(p, r);
	else
		welcome(p, r);
}

static bool send_note(void *arg, const char *s)
{
	return text(arg, s);
}

static void do_rpc(struct peer *p, const struct request *r)
{
	char *bytes, *answer;
	size_t n;
	bool good = welcome(p, r);
	for (int op; good && (op = take(p, &bytes, &n)) >= 0; free(bytes)) {
		answer = NULL;
		if (op == PING)
			frame(p, 0x80 | PONG, bytes, n);
		else if (op == TEXT)
			good = serve_rpc(bytes, &answer, send_note, p) && (!answer || text(p, answer));
		else if (op == CLOSE)
			good = false;
		free(answer);
	}
}

void serve_ws(struct peer *p, const struct request *r)
{
	for (const struct script *s = scripts; s->path; s++)
		if (!strncmp(r->path, s->path, strlen(s->path))) {
			s->play(p, r);
			return;
		}
	peer_puts(p, "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
}

static const struct script scripts[] = {
	{ "/ws/echo", do_echo }, { "/ws/badkey", do_badkey }, { "/ws/extension", do_extension }, { "/ws/refuse", do_refuse },
	{ "/ws/garbage", do_garbage }, { "/ws/hang", do_hang }, { "/ws/frag", do_frag }, { "/ws/same", do_same },
	{ "/ws/ping", do_ping }, { "/ws/huge", do_huge }, { "/ws/utf8", do_utf8 }, { "/ws/close", do_close },
	{ "/ws/masked", do_masked }, { "/ws/reserved", do_reserved }, { "/ws/cut", do_cut }, { "/ws/silent", do_silent },
	{ "/ws/flood", do_flood }, { "/ws/flaky", do_flaky }, { "/ws/rpc", do_rpc }, { NULL, NULL },
};
