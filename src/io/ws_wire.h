/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The web socket protocol (RFC 6455, client side) without any socket: bytes in, messages and bytes out. For ws.c and the
 * fuzzer. No extensions. What is to be sent is appended to out, which the caller empties. */
#ifndef IO_WS_WIRE_H
#define IO_WS_WIRE_H

#include "base/err.h"
#include "base/str.h"

struct ws_wire;

struct ws_wire_conf {
	size_t max_message;
	void (*opened)(void *arg);                                   /* the upgrade was accepted */
	void (*message)(void *arg, struct slice bytes, bool binary); /* whole messages; text is valid UTF-8 */
	void (*pong)(void *arg);
	void *arg;
};

struct ws_wire *ws_wire_new(const struct ws_wire_conf *c, struct str *out);
void ws_wire_free(struct ws_wire *w); /* not inside a callback */
/* Asks for the upgrade. target is "/path?query"; headers as in http.h, or NULL. */
void ws_wire_hello(struct ws_wire *w, const char *host, const char *target, const char *const *headers);
/* Takes received bytes. An error is final: what stands in out (a close frame) is still worth sending. E_CLOSED: the other
 * side closed in good order, f says with which code. */
enum err ws_wire_feed(struct ws_wire *w, struct slice bytes, struct fault *f);
bool ws_wire_is_open(const struct ws_wire *w);           /* the upgrade was accepted */
int64_t ws_wire_retry_after(const struct ws_wire *w);    /* seconds, from a refused upgrade; 0 */
void ws_wire_send(struct ws_wire *w, struct slice bytes, bool binary);
void ws_wire_ping(struct ws_wire *w);
void ws_wire_bye(struct ws_wire *w);                     /* a close frame, 1000 */
/* What Sec-WebSocket-Accept must be for a key. */
void ws_wire_accept(struct slice key, struct str *out);

#endif
