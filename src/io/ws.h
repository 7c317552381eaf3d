/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Web sockets that stay: connected on the loop, pinged when silent, connected again after a loss with a random, growing
 * wait (1 s to 5 min, reset after a minute up), at once when the machine wakes up. Nothing blocks. Callbacks come from the
 * loop, never from inside these functions; all functions are safe in callbacks, ws_close too. */
#ifndef IO_WS_H
#define IO_WS_H

#include "io/net.h"

struct ws;

enum ws_state { WS_CONNECTING, WS_OPEN, WS_WAITING, WS_CLOSED }; /* CLOSED: for good */

struct ws_info {
	enum ws_state state;
	struct fault fault;       /* with WAITING and CLOSED: why */
	int64_t next_ms;          /* with WAITING: tick_ms of the next attempt */
	int64_t since_ms;         /* tick_ms of the last change of state */
	int64_t rtt_ms;           /* of the last ping, or of the upgrade; -1 unknown */
	uint64_t bytes_in, bytes_out;
};

/* Copied at ws_open. */
struct ws_conf {
	const char *url;                /* ws: or wss: */
	unsigned flags;                 /* enum net_flag: ws: is for this machine and .onion unless they allow more */
	const char *const *headers;     /* "Name: value" ..., NULL; or NULL */
	const char *label;              /* clean words for the list of tasks while connecting; NULL: not listed */
	size_t max_message;             /* 0: 256 KiB; a larger one ends the connection with E_BODY_TOO_BIG */
	size_t max_queue;               /* 0: 1 MiB not yet sent */
	int64_t ping_ms;                /* 0: after 30 s of silence; no answer within 15 s more is a loss */
	int64_t connect_ms;             /* 0: 15 s, the upgrade included */
	bool once;                      /* never connects again by itself */
	void (*state)(void *arg, const struct ws_info *i); /* after each change */
	void (*message)(void *arg, struct slice bytes, bool binary);
	void *arg;
};

struct ws *ws_open(struct net *n, const struct ws_conf *c, struct fault *f); /* NULL: refused by the rules, f says why */
void ws_close(struct ws *w);       /* says goodbye if open; no callback after; NULL is fine */
/* E_CLOSED when not open, E_BUSY when the queue is full, E_TOO_BIG; text must be valid UTF-8. */
enum err ws_send(struct ws *w, struct slice bytes, bool binary);
void ws_retry(struct ws *w);       /* connects now if waiting or closed */
/* Gives the connection up as if it had been lost: the other side talks nonsense, say. It is then tried again. */
void ws_drop(struct ws *w, enum err why, const char *words);
const struct ws_info *ws_info(const struct ws *w);

#endif
