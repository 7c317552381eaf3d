/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A raw byte stream to the host of a URL, through TLS and proxies, under the rules of net.h. For ws.c. curl connects it in
 * a multi of its own: the loop's would prune a connection that looks idle to it. Callbacks come from the loop, never from
 * inside these functions; after down nothing comes any more. line_close is safe in all of them. */
#ifndef IO_LINE_H
#define IO_LINE_H

#include "io/net.h"

struct line;

struct line_conf {
	const char *url;      /* ws:, wss:, http: or https: */
	unsigned flags;       /* enum net_flag */
	int64_t connect_ms;
	void (*up)(void *arg);
	void (*bytes)(void *arg, struct slice bytes);
	void (*down)(void *arg, const struct fault *f);
	void *arg;
};

struct line *line_open(struct net *n, const struct line_conf *c, struct fault *f); /* NULL: refused, f says why */
void line_close(struct line *s);                          /* NULL is fine */
void line_write(struct line *s, struct slice bytes);      /* copied; sent when the socket takes it */
size_t line_waiting(const struct line *s);                /* bytes written and not yet sent */

#endif
