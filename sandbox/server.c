/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/server_inside.h"

#include "base/mem.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

static int64_t turn(void *arg);

struct server *server_new(struct loop *l, uint64_t seed)
{
	struct server *s = mem_new(sizeof *s);

	s->loop = l;
	s->seed = seed;
	loop_hook_add(l, turn, s);
	return s;
}

/* The connections of a port, so that it can fall silent as a program that ended does. */
static void on_connection(void *arg, struct MHD_Connection *c, void **context, enum MHD_ConnectionNotificationCode code)
{
	struct port *p = arg;
	int fd = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;

	(void)context;
	if (code == MHD_CONNECTION_NOTIFY_STARTED)
		vec_push(&p->connections, fd);
	for (size_t i = 0; code == MHD_CONNECTION_NOTIFY_CLOSED && i < p->connections.n; i++)
		if (p->connections.v[i] == fd) {
			vec_remove(&p->connections, i);
			break;
		}
}

static void port_free(struct port *p)
{
	ws_drop_all(p);
	call_drop_all(p);
	if (p->daemon_fd)
		loop_fd_del(p->daemon_fd);
	if (p->listen_fd)
		loop_fd_del(p->listen_fd);
	if (p->listener >= 0)
		close(p->listener);
	if (p->daemon)
		MHD_stop_daemon(p->daemon);
	vec_free(&p->connections);
	free(p);
}

void server_free(struct server *s)
{
	if (!s)
		return;
	s->stopping = true;
	for (size_t i = 0; i < s->ports.n; i++)
		port_free(s->ports.v[i]);
	vec_free(&s->ports);
	for (size_t i = 0; i < s->mischiefs.n; i++) {
		mischief_free(&s->mischiefs.v[i]->m);
		free(s->mischiefs.v[i]->name);
		free(s->mischiefs.v[i]);
	}
	vec_free(&s->mischiefs);
	loop_hook_del(s->loop, turn, s);
	free(s);
}

struct mischief *server_mischief(struct server *s, const char *name)
{
	for (size_t i = 0; i < s->mischiefs.n; i++)
		if (!strcmp(s->mischiefs.v[i]->name, name))
			return &s->mischiefs.v[i]->m;
	return NULL;
}

const char *server_name_at(struct server *s, size_t i)
{
	return i < s->mischiefs.n ? s->mischiefs.v[i]->name : NULL;
}

static struct mischief *mischief_for(struct server *s, const char *name)
{
	struct named_mischief *n;

	if (server_mischief(s, name))
		return server_mischief(s, name);
	n = mem_new(sizeof *n);
	n->name = mem_strdup(name);
	mischief_init(&n->m, s->seed, name);
	vec_push(&s->mischiefs, n);
	return &n->m;
}

/* Connections are accepted here and not by the library, so that a port can be closed and opened again. */
static void on_accept(void *arg, short revents)
{
	struct port *p = arg;
	struct sockaddr_in from;
	socklen_t n = sizeof from;
	int one = 1, fd = accept4(p->listener, (struct sockaddr *)&from, &n, SOCK_NONBLOCK | SOCK_CLOEXEC);

	(void)revents;
	if (fd < 0)
		return;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	MHD_add_connection(p->daemon, fd, (struct sockaddr *)&from, n); /* closes fd itself when it fails */
	MHD_run(p->daemon);
}

static void on_daemon(void *arg, short revents)
{
	(void)revents;
	MHD_run(((struct port *)arg)->daemon);
}

static enum err port_open(struct port *p, int wanted, struct fault *f)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)wanted),
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof a;
	int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return fault_set(f, err_from_errno(errno), "socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (bind(fd, (struct sockaddr *)&a, sizeof a) || listen(fd, 128) || getsockname(fd, (struct sockaddr *)&a, &n)) {
		int e = errno;

		close(fd);
		return fault_set(f, e == EADDRINUSE ? E_BUSY : err_from_errno(e), "port %d", wanted);
	}
	p->listener = fd;
	p->number = ntohs(a.sin_port);
	p->listen_fd = loop_fd_add(p->server->loop, fd, POLLIN, on_accept, p);
	return E_OK;
}

static void port_close(struct port *p)
{
	loop_fd_del(p->listen_fd);
	p->listen_fd = NULL;
	close(p->listener);
	p->listener = -1;
	ws_drop_all(p);
	for (size_t i = 0; i < p->connections.n; i++)
		shutdown(p->connections.v[i], SHUT_RDWR);
}

struct port *server_listen(struct server *s, const struct port_handlers *h, int wanted, struct fault *f)
{
	const union MHD_DaemonInfo *info;
	struct port *p = mem_new(sizeof *p);

	p->server = s;
	p->h = *h;
	p->listener = -1;
	if (!p->h.max_body)
		p->h.max_body = 16u << 20;
	p->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_UPGRADE | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_NO_LISTEN_SOCKET, 0,
				     NULL, NULL, call_step, p, MHD_OPTION_NOTIFY_COMPLETED, call_done, p,
				     MHD_OPTION_NOTIFY_CONNECTION, on_connection, p,
				     MHD_OPTION_CONNECTION_LIMIT, 1000u, MHD_OPTION_CONNECTION_TIMEOUT, 0u, MHD_OPTION_END);
	if (!p->daemon) {
		fault_set(f, E_FAILED, "libmicrohttpd");
		port_free(p);
		return NULL;
	}
	info = MHD_get_daemon_info(p->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	p->daemon_fd = loop_fd_add(s->loop, info->epoll_fd, POLLIN, on_daemon, p);
	if (port_open(p, wanted, f)) {
		port_free(p);
		return NULL;
	}
	p->mischief = mischief_for(s, h->name);
	vec_push(&s->ports, p);
	return p;
}

int port_number(const struct port *p)
{
	return p->number;
}

struct mischief *port_mischief(struct port *p)
{
	return p->mischief;
}

void port_silence(struct port *p)
{
	p->silent = true;
	ws_drop_all(p);
	call_drop_all(p);
}

void server_mischief_changed(struct server *s)
{
	for (size_t i = 0; i < s->ports.n; i++) {
		struct port *p = s->ports.v[i];

		if (p->mischief->down && p->listener >= 0)
			port_close(p);
		else if (!p->mischief->down && p->listener < 0)
			port_open(p, p->number, NULL);
		if (!p->mischief->freeze) {
			call_thaw(p);
			ws_thaw(p);
		}
	}
}

/* The library has work of its own after a resume, and whenever its time-out is 0. */
static int64_t turn(void *arg)
{
	struct server *s = arg;
	int64_t wait = -1;

	for (size_t i = 0; i < s->ports.n; i++) {
		struct port *p = s->ports.v[i];
		MHD_UNSIGNED_LONG_LONG ms;

		for (int k = 0; k < 8 && (p->kicked || (MHD_get_timeout(p->daemon, &ms) == MHD_YES && !ms)); k++) {
			p->kicked = false;
			MHD_run(p->daemon);
		}
		if (p->kicked)
			wait = 0;
		else if (MHD_get_timeout(p->daemon, &ms) == MHD_YES && (wait < 0 || (int64_t)ms < wait))
			wait = (int64_t)ms;
	}
	return wait;
}
