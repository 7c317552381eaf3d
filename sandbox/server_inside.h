/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What server.c, request.c and ws.c share, and nobody else includes. */
#ifndef SANDBOX_SERVER_INSIDE_H
#define SANDBOX_SERVER_INSIDE_H

#include "sandbox/server.h"

#include <microhttpd.h>

/* The faults of one service, shared by all its ports. */
struct named_mischief {
	char *name;
	struct mischief m;
};

struct port {
	struct server *server;
	struct port_handlers h;
	struct mischief *mischief;
	struct MHD_Daemon *daemon;
	struct loop_fd *daemon_fd, *listen_fd;
	int listener, number;          /* listener -1 while the port is down */
	struct call *calls;            /* requests under way */
	struct ws *sockets;
	VEC(, int) connections;        /* that were accepted */
	bool silent;                   /* its service has ended */
	bool kicked;                   /* a connection was resumed: the library does not notice by itself */
};

struct server {
	struct loop *loop;
	uint64_t seed;
	VEC(, struct port *) ports;
	VEC(, struct named_mischief *) mischiefs;
	bool stopping;
};

/* request.c: the callbacks of libmicrohttpd. */
enum MHD_Result call_step(void *port, struct MHD_Connection *c, const char *url, const char *method, const char *version,
			  const char *data, size_t *n, void **own);
void call_done(void *port, struct MHD_Connection *c, void **own, enum MHD_RequestTerminationCode why);
void call_thaw(struct port *p);      /* freeze has ended: go on with all that waited */
void call_drop_all(struct port *p);  /* before the daemon stops: no connection may stay suspended */

/* ws.c. Takes over a descriptor; first are bytes that were read already. */
enum MHD_Result ws_accept(struct port *p, struct MHD_Connection *c, const char *path, bool *queued);
void ws_thaw(struct port *p);
void ws_drop_all(struct port *p);

#endif
