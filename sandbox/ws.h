/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Server side of web sockets: wslay's frames over a connection that the HTTP server has handed over. */
#ifndef SANDBOX_WS_H
#define SANDBOX_WS_H

#include "base/str.h"

struct ws;

void ws_send(struct ws *w, struct slice text);   /* one text message; dropped when the socket is closing */
void ws_close(struct ws *w, int code);           /* ws_closed follows from the loop, never from inside this call */
size_t ws_backlog(const struct ws *w);           /* bytes that the client has not taken yet */

#endif
