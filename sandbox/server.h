/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTP and web sockets on loopback: several ports, each for one service, on the one loop. A handler never blocks; it
 * answers at once or later. The faults of a port (mischief.h) are carried out here, so that no service knows them. */
#ifndef SANDBOX_SERVER_H
#define SANDBOX_SERVER_H

#include "base/err.h"
#include "base/str.h"
#include "io/loop.h"
#include "sandbox/mischief.h"
#include "sandbox/request.h"
#include "sandbox/ws.h"

struct server;
struct port;

struct port_handlers {
	const char *name;               /* how the control port calls this service; ports of one name share their faults */
	void (*request)(struct request *r, void *arg);
	/* Web sockets: opens on a path and gives the socket's own pointer, or refuses by NULL. NULL: no web sockets here. */
	void *(*ws_open)(struct ws *w, const char *path, void *arg);
	void (*ws_message)(struct ws *w, void *own, struct slice message);
	void (*ws_closed)(struct ws *w, void *own);   /* last call for this socket */
	void *arg;
	size_t max_body;                /* 0: 16 MB; beyond it the answer is 413 */
};

struct server *server_new(struct loop *l, uint64_t seed);
void server_free(struct server *s);
/* wanted 0 takes any free port. The handlers are copied. NULL when the port cannot be had. */
struct port *server_listen(struct server *s, const struct port_handlers *h, int wanted, struct fault *f);
int port_number(const struct port *p);
struct mischief *port_mischief(struct port *p);
void port_silence(struct port *p);  /* ends all sockets and requests now: every stop calls it before its data goes */
/* The faults of a service by name, NULL when there is none; the i-th name for lists. */
struct mischief *server_mischief(struct server *s, const char *name);
const char *server_name_at(struct server *s, size_t i);
void server_mischief_changed(struct server *s);  /* after a change of freeze or down from outside */

#endif
