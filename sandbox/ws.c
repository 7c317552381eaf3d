/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/server_inside.h"

#include "base/mem.h"

#include <errno.h>
#include <openssl/evp.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>
#include <wslay/wslay.h>

enum { WS_MAX_IN = 16 << 20, WS_MAX_OUT = 256 << 20 };

/* One message that leaves later: a fault delays it. */
struct held {
	struct held *next;
	struct ws *w;
	struct loop_timer *timer;
	struct str text;
	bool due;
};

/* The descriptor belongs to libmicrohttpd until the upgrade action closes it. "first" holds what arrived together with the
 * handshake. A socket is freed from reap only, on the loop, so that handlers may close it from anywhere. */
struct ws {
	struct port *port;
	struct ws *next, **prev;
	struct MHD_UpgradeResponseHandle *urh;
	struct loop_fd *fd;
	struct loop_timer *reaper;
	wslay_event_context_ptr frames;
	struct held *held, **held_end;
	void *own;
	char *path;
	struct str first;
	int sock;
	bool open, dead;
};

static void reap(void *arg)
{
	struct ws *w = arg;

	w->reaper = NULL;
	if (w->open)
		w->port->h.ws_closed(w, w->own);
	*w->prev = w->next;
	if (w->next)
		w->next->prev = w->prev;
	while (w->held) {
		struct held *h = w->held;

		w->held = h->next;
		loop_timer_del(h->timer);
		str_free(&h->text);
		free(h);
	}
	if (w->fd)
		loop_fd_del(w->fd);
	wslay_event_context_free(w->frames);
	if (w->urh)
		MHD_upgrade_action(w->urh, MHD_UPGRADE_ACTION_CLOSE);
	str_free(&w->first);
	free(w->path);
	free(w);
}

static void die(struct ws *w)
{
	if (w->dead)
		return;
	w->dead = true;
	if (w->fd)
		loop_fd_events(w->fd, 0);
	if (w->sock >= 0)
		shutdown(w->sock, SHUT_RDWR);
	w->reaper = loop_timer_add(w->port->server->loop, 0, reap, w);
}

static void watch(struct ws *w)
{
	short ev = 0;

	if (w->dead || !w->fd)
		return;
	if (wslay_event_want_read(w->frames))
		ev |= POLLIN;
	if (wslay_event_want_write(w->frames))
		ev |= POLLOUT;
	if (!ev)
		die(w);
	else
		loop_fd_events(w->fd, ev);
}

static ssize_t on_recv(wslay_event_context_ptr ctx, uint8_t *buf, size_t len, int flags, void *user)
{
	struct ws *w = user;
	ssize_t n;

	(void)flags;
	if (w->first.n) {
		n = (ssize_t)(w->first.n < len ? w->first.n : len);
		memcpy(buf, w->first.p, (size_t)n);
		memmove(w->first.p, w->first.p + n, w->first.n - (size_t)n);
		str_cut(&w->first, w->first.n - (size_t)n);
		return n;
	}
	n = recv(w->sock, buf, len, 0);
	if (n > 0)
		return n;
	wslay_event_set_error(ctx, n < 0 && (errno == EAGAIN || errno == EINTR) ? WSLAY_ERR_WOULDBLOCK : WSLAY_ERR_CALLBACK_FAILURE);
	return -1;
}

static ssize_t on_send(wslay_event_context_ptr ctx, const uint8_t *data, size_t len, int flags, void *user)
{
	struct ws *w = user;
	ssize_t n = send(w->sock, data, len, MSG_NOSIGNAL | (flags & WSLAY_MSG_MORE ? MSG_MORE : 0));

	if (n < 0)
		wslay_event_set_error(ctx, errno == EAGAIN || errno == EINTR ? WSLAY_ERR_WOULDBLOCK : WSLAY_ERR_CALLBACK_FAILURE);
	return n;
}

static void on_message(wslay_event_context_ptr ctx, const struct wslay_event_on_msg_recv_arg *m, void *user)
{
	struct ws *w = user;

	(void)ctx;
	if (w->dead || wslay_is_ctrl_frame(m->opcode))
		return;
	if (mischief_lose(w->port->mischief))
		die(w);
	else
		w->port->h.ws_message(w, w->own, (struct slice){ (const char *)m->msg, m->msg_length });
}

static const struct wslay_event_callbacks callbacks = { on_recv, on_send, NULL, NULL, NULL, NULL, on_message };

static void on_ready(void *arg, short revents)
{
	struct ws *w = arg;

	if (w->dead)
		return;
	/* A frozen service reads nothing; the client's bytes stay in the kernel. */
	if (w->port->mischief->freeze) {
		if (revents & (POLLHUP | POLLERR))
			die(w);
		else
			loop_fd_events(w->fd, 0);
		return;
	}
	if (revents & (POLLIN | POLLHUP | POLLERR) && wslay_event_recv(w->frames)) {
		die(w);
		return;
	}
	if (revents & POLLOUT && wslay_event_send(w->frames)) {
		die(w);
		return;
	}
	watch(w);
}

/* Half a frame, then silence and the end. */
static void cut_off(struct ws *w, struct slice text)
{
	unsigned char head[4] = { 0x81, 126, (unsigned char)((text.n >> 8) & 255), (unsigned char)(text.n & 255) };

	if (send(w->sock, head, sizeof head, MSG_NOSIGNAL) == sizeof head && text.n > 1 &&
	    send(w->sock, text.p, (text.n > 65535 ? 65535 : text.n) / 2, MSG_NOSIGNAL) < 0)
		errno = 0;
	die(w);
}

static void send_now(struct ws *w, struct slice text)
{
	struct wslay_event_msg m = { WSLAY_TEXT_FRAME, (const uint8_t *)text.p, text.n };

	if (w->dead)
		return;
	if (w->port->mischief->cut) {
		cut_off(w, text);
		return;
	}
	if (ws_backlog(w) > WS_MAX_OUT || wslay_event_queue_msg(w->frames, &m) || wslay_event_send(w->frames))
		die(w);
	else
		watch(w);
}

/* Sends what is due from the head of the queue: the order stays even when the latency was lowered meanwhile. */
static void flush_held(struct ws *w)
{
	while (!w->dead && !w->port->mischief->freeze && w->held && w->held->due) {
		struct held *h = w->held;

		w->held = h->next;
		if (!w->held)
			w->held_end = &w->held;
		send_now(w, slice_str(&h->text));
		str_free(&h->text);
		free(h);
	}
}

static void on_held(void *arg)
{
	struct held *h = arg;

	h->timer = NULL;
	h->due = true;
	flush_held(h->w);
}

void ws_send(struct ws *w, struct slice text)
{
	const struct mischief *m = w->port->mischief;
	struct str body = { 0 };
	struct held *h;

	if (w->dead)
		return;
	str_add(&body, text);
	mischief_spoil(m, &body);
	if (!m->freeze && m->latency_ms <= 0 && !w->held) {
		send_now(w, slice_str(&body));
		str_free(&body);
		return;
	}
	h = mem_new(sizeof *h);
	h->w = w;
	h->text = body;
	*w->held_end = h;
	w->held_end = &h->next;
	if (m->freeze)
		h->due = true;
	else
		h->timer = loop_timer_add(w->port->server->loop, m->latency_ms, on_held, h);
}

void ws_close(struct ws *w, int code)
{
	if (w->dead)
		return;
	wslay_event_queue_close(w->frames, (uint16_t)code, NULL, 0);
	wslay_event_send(w->frames);
	watch(w);
}

size_t ws_backlog(const struct ws *w)
{
	return wslay_event_get_queued_msg_length(w->frames);
}

static void on_upgrade(void *cls, struct MHD_Connection *c, void *con_cls, const char *extra, size_t extra_n, MHD_socket sock,
		       struct MHD_UpgradeResponseHandle *urh)
{
	struct ws *w = cls;
	int on = 1;

	(void)c;
	(void)con_cls;
	w->urh = urh;
	w->sock = sock;
	/* libmicrohttpd left small writes waiting for an acknowledgement, which a client may hold back for 40 ms */
	setsockopt(sock, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	str_add(&w->first, (struct slice){ extra, extra_n });
	if (w->dead)
		return;
	w->fd = loop_fd_add(w->port->server->loop, sock, POLLIN | POLLOUT, on_ready, w);
	w->own = w->port->h.ws_open(w, w->path, w->port->h.arg);
	w->open = w->own != NULL;
	if (!w->open)
		ws_close(w, 1008);
	else if (w->first.n)
		on_ready(w, POLLIN);
}

static void accept_key(const char *key, char out[32])
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	struct str s = { 0 };

	str_adds(&s, key);
	str_adds(&s, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
	EVP_Digest(s.p, s.n, sum, NULL, EVP_sha1(), NULL);
	EVP_EncodeBlock((unsigned char *)out, sum, 20);
	str_free(&s);
}

static bool has_word(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (; list && *list; list++)
		if (!strncasecmp(list, word, n))
			return true;
	return false;
}

enum MHD_Result ws_accept(struct port *p, struct MHD_Connection *c, const char *path, bool *queued)
{
	const char *key = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Sec-WebSocket-Key");
	const char *up = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Upgrade");
	const char *proto = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Sec-WebSocket-Protocol");
	struct MHD_Response *answer;
	enum MHD_Result ok;
	char accept[32];
	struct ws *w;

	if (!key || strlen(key) > 64 || !has_word(up, "websocket") || !has_word(MHD_lookup_connection_value(c, MHD_HEADER_KIND,
	    "Connection"), "upgrade"))
		return MHD_YES;
	w = mem_new(sizeof *w);
	w->port = p;
	w->sock = -1;
	w->path = mem_strdup(path);
	w->held_end = &w->held;
	wslay_event_context_server_init(&w->frames, &callbacks, w);
	wslay_event_config_set_max_recv_msg_length(w->frames, WS_MAX_IN);
	w->next = p->sockets;
	w->prev = &p->sockets;
	if (w->next)
		w->next->prev = &w->next;
	p->sockets = w;
	accept_key(key, accept);
	answer = MHD_create_response_for_upgrade(on_upgrade, w);
	MHD_add_response_header(answer, "Upgrade", "websocket");
	MHD_add_response_header(answer, "Sec-WebSocket-Accept", accept);
	if (proto && !strchr(proto, ','))
		MHD_add_response_header(answer, "Sec-WebSocket-Protocol", proto);
	ok = MHD_queue_response(c, MHD_HTTP_SWITCHING_PROTOCOLS, answer);
	MHD_destroy_response(answer);
	if (!ok)
		die(w);
	*queued = true;
	return ok;
}

void ws_thaw(struct port *p)
{
	for (struct ws *w = p->sockets, *next; w; w = next) {
		next = w->next;
		flush_held(w);
		if (!w->dead && w->fd)
			watch(w);
	}
}

void ws_drop_all(struct port *p)
{
	while (p->sockets) {
		struct ws *w = p->sockets;

		loop_timer_del(w->reaper);
		if (w->sock >= 0)
			shutdown(w->sock, SHUT_RDWR);
		reap(w);
	}
	if (p->daemon)
		MHD_run(p->daemon);
}
