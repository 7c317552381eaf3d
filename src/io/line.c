/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/line.h"
#include "base/mem.h"
#include "base/vec.h"
#include "io/net_easy.h"
#include <poll.h>
#include <stdlib.h>

/* While connecting, curl asks to watch sockets (name, proxy, happy eyeballs: several at once). */
struct watched {
	struct line *s;
	curl_socket_t fd;
	struct loop_fd *handle;
};

VEC(watched_list, struct watched *);

struct line {
	struct net *n;
	struct line_conf c;
	CURLM *multi;
	CURL *h;
	struct net_gate gate;
	struct watched_list watched;
	struct loop_timer *curl_timer, *soon;
	struct loop_fd *fd;             /* once up */
	struct str out;
	size_t sent;
	bool up, closed, busy;          /* busy: inside one of its own callbacks */
};

enum { READ_AT_ONCE = 256 << 10 };

static void drive(struct line *s, curl_socket_t fd, int what);

static void unwatch(struct line *s)
{
	for (size_t i = 0; i < s->watched.n; i++) {
		loop_fd_del(s->watched.v[i]->handle);
		free(s->watched.v[i]);
	}
	s->watched.n = 0;
}

static void destroy(struct line *s)
{
	unwatch(s);
	loop_fd_del(s->fd);
	loop_timer_del(s->curl_timer);
	loop_timer_del(s->soon);
	if (s->h) {
		/* the timer and socket functions must not reach the freed line */
		curl_multi_setopt(s->multi, CURLMOPT_SOCKETFUNCTION, NULL);
		curl_multi_setopt(s->multi, CURLMOPT_TIMERFUNCTION, NULL);
		curl_multi_remove_handle(s->multi, s->h);
		curl_easy_cleanup(s->h);
	}
	curl_multi_cleanup(s->multi);
	vec_free(&s->watched);
	str_free(&s->out);
	free(s);
}

void line_close(struct line *s)
{
	if (!s || s->closed)
		return;
	s->closed = true;
	if (!s->busy)
		destroy(s);
}

/* Ends a stretch in which callbacks ran; frees what was closed meanwhile. */
static bool leave(struct line *s)
{
	s->busy = false;
	if (!s->closed)
		return true;
	destroy(s);
	return false;
}

static void fail(struct line *s, const struct fault *f)
{
	if (s->closed)
		return;
	loop_fd_del(s->fd);
	s->fd = NULL;
	s->up = false;
	s->c.down(s->c.arg, f);
}

static void fail_curl(struct line *s, CURLcode code)
{
	struct fault f = { .code = E_OK };
	net_gate_fault(&s->gate, s->h, code, &f);
	if (f.code == E_FAILED)
		f.code = E_CLOSED;
	fail(s, &f);
}

static void want(struct line *s)
{
	if (s->fd)
		loop_fd_events(s->fd, (short)(POLLIN | (s->sent < s->out.n ? POLLOUT : 0)));
}

static CURLcode send_some(struct line *s)
{
	CURLcode c = CURLE_OK;
	while (s->up && !c && s->sent < s->out.n) {
		size_t n = 0;
		c = curl_easy_send(s->h, s->out.p + s->sent, s->out.n - s->sent, &n);
		s->sent += n;
	}
	if (s->sent == s->out.n) {
		str_cut(&s->out, 0);
		s->sent = 0;
	}
	want(s);
	return c == CURLE_AGAIN ? CURLE_OK : c;
}

static bool push(struct line *s)
{
	CURLcode c = send_some(s);
	if (c)
		fail_curl(s, c);
	return !c;
}

static void soon(void *arg);

/* Reads until the socket AND the TLS layer are empty: poll cannot see what TLS holds. Beyond a budget the rest waits for
 * the next turn, so that one busy server cannot hold the loop. */
static void pull(struct line *s)
{
	char buf[16384];
	size_t total = 0;
	while (s->up && !s->closed) {
		size_t n = 0;
		if (total >= READ_AT_ONCE) {
			if (!s->soon)
				s->soon = loop_timer_add(s->n->l, 0, soon, s);
			return;
		}
		CURLcode c = curl_easy_recv(s->h, buf, sizeof buf, &n);
		if (c == CURLE_AGAIN)
			return;
		if (c || !n) {
			struct fault f;
			if (c)
				fail_curl(s, c);
			else
				fail(s, (fault_set(&f, E_CLOSED, "%s", s->gate.host), &f));
			return;
		}
		total += n;
		s->c.bytes(s->c.arg, (struct slice){ buf, n });
	}
}

static void soon(void *arg)
{
	struct line *s = arg;
	s->soon = NULL;
	s->busy = true;
	if (push(s))
		pull(s);
	leave(s);
}

static void on_socket(void *arg, short revents)
{
	struct line *s = arg;
	(void)revents;
	s->busy = true;
	if (push(s))
		pull(s);
	leave(s);
}

static void connected(struct line *s)
{
	curl_socket_t fd = CURL_SOCKET_BAD;
	unwatch(s);
	loop_timer_del(s->curl_timer);
	s->curl_timer = NULL;
	if (curl_easy_getinfo(s->h, CURLINFO_ACTIVESOCKET, &fd) || fd == CURL_SOCKET_BAD) {
		fail_curl(s, CURLE_RECV_ERROR);
		return;
	}
	s->up = true;
	s->fd = loop_fd_add(s->n->l, fd, POLLIN, on_socket, s);
	s->c.up(s->c.arg);
	if (!s->closed && push(s))
		pull(s); /* bytes may have come with the handshake */
}

static void on_watched(void *arg, short revents)
{
	struct watched *w = arg;
	int what = (revents & (POLLIN | POLLHUP) ? CURL_CSELECT_IN : 0) | (revents & POLLOUT ? CURL_CSELECT_OUT : 0) |
	           (revents & (POLLERR | POLLNVAL) ? CURL_CSELECT_ERR : 0);
	drive(w->s, w->fd, what);
}

static int watch(CURL *h, curl_socket_t fd, int what, void *arg, void *per_socket)
{
	struct line *s = arg;
	size_t i = 0;
	(void)h, (void)per_socket;
	while (i < s->watched.n && s->watched.v[i]->fd != fd)
		i++;
	if (i < s->watched.n && what == CURL_POLL_REMOVE) {
		loop_fd_del(s->watched.v[i]->handle);
		free(s->watched.v[i]);
		vec_remove(&s->watched, i);
	} else if (what != CURL_POLL_REMOVE) {
		short events = (short)((what & CURL_POLL_IN ? POLLIN : 0) | (what & CURL_POLL_OUT ? POLLOUT : 0));
		if (i == s->watched.n) {
			struct watched *w = mem_new(sizeof *w);
			*w = (struct watched){ s, fd, loop_fd_add(s->n->l, fd, events, on_watched, w) };
			vec_push(&s->watched, w);
		}
		loop_fd_events(s->watched.v[i]->handle, events);
	}
	return 0;
}

static void on_curl_timer(void *arg)
{
	struct line *s = arg;
	s->curl_timer = NULL;
	drive(s, CURL_SOCKET_TIMEOUT, 0);
}

static int timer(CURLM *m, long ms, void *arg)
{
	struct line *s = arg;
	(void)m;
	loop_timer_del(s->curl_timer);
	s->curl_timer = ms < 0 || s->up ? NULL : loop_timer_add(s->n->l, ms, on_curl_timer, s);
	return 0;
}

static void drive(struct line *s, curl_socket_t fd, int what)
{
	int running, left;
	CURLMsg *m;
	s->busy = true;
	curl_multi_socket_action(s->multi, fd, what, &running);
	m = curl_multi_info_read(s->multi, &left);
	if (m && m->msg == CURLMSG_DONE) {
		if (m->data.result)
			fail_curl(s, m->data.result);
		else
			connected(s);
	}
	leave(s);
}

struct line *line_open(struct net *n, const struct line_conf *c, struct fault *f)
{
	struct line *s = mem_new(sizeof *s);
	s->n = n;
	s->c = *c;
	s->c.url = NULL; /* curl keeps its own copy */
	loop_curl(n->l);
	s->multi = curl_multi_init();
	s->h = curl_easy_init();
	if (!s->multi || !s->h)
		abort();
	if (net_gate_set(&s->gate, n, s->h, c->url, c->flags, f)) {
		destroy(s);
		return NULL;
	}
	curl_easy_setopt(s->h, CURLOPT_CONNECT_ONLY, 1L);
	/* with ALPN a server might choose HTTP/2, which knows no upgrade */
	curl_easy_setopt(s->h, CURLOPT_SSL_ENABLE_ALPN, 0L);
	curl_easy_setopt(s->h, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(s->h, CURLOPT_HTTPPROXYTUNNEL, 1L);
	curl_easy_setopt(s->h, CURLOPT_CONNECTTIMEOUT_MS, (long)c->connect_ms);
	curl_multi_setopt(s->multi, CURLMOPT_SOCKETFUNCTION, watch);
	curl_multi_setopt(s->multi, CURLMOPT_SOCKETDATA, s);
	curl_multi_setopt(s->multi, CURLMOPT_TIMERFUNCTION, timer);
	curl_multi_setopt(s->multi, CURLMOPT_TIMERDATA, s);
	curl_multi_add_handle(s->multi, s->h);
	return s;
}

void line_write(struct line *s, struct slice bytes)
{
	if (s->closed)
		return;
	/* what was sent already makes room before the buffer grows */
	if (s->sent > 65536) {
		memmove(s->out.p, s->out.p + s->sent, s->out.n - s->sent);
		str_cut(&s->out, s->out.n - s->sent);
		s->sent = 0;
	}
	str_add(&s->out, bytes);
	/* at once, so that a goodbye leaves before line_close; trouble is told from the loop */
	if (send_some(s) && !s->soon)
		s->soon = loop_timer_add(s->n->l, 0, soon, s);
}

size_t line_waiting(const struct line *s)
{
	return s->out.n - s->sent;
}
