/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/ws_wire.h"
#include "base/clean.h"
#include "base/mem.h"
#include <openssl/sha.h>
#include <sodium.h>
#include <stdlib.h>
#include <strings.h>
#include <wslay/wslay.h>

/* The bytes fed in and not yet looked at are borrowed in rest during ws_wire_feed; before the upgrade they gather in head. */
struct ws_wire {
	struct ws_wire_conf c;
	wslay_event_context_ptr ctx;
	struct str *out;
	struct str head;
	struct slice rest;
	char key[32];
	bool open, closed_by_them;
	uint16_t close_code;
	int64_t retry_after;
	struct str reason;
};

enum { MAX_HEAD = 16 << 10 };

void ws_wire_accept(struct slice key, struct str *out)
{
	unsigned char digest[SHA_DIGEST_LENGTH];
	char text[sodium_base64_ENCODED_LEN(SHA_DIGEST_LENGTH, sodium_base64_VARIANT_ORIGINAL)];
	struct str s = { 0 };
	str_add(&s, key);
	str_adds(&s, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
	SHA1((const unsigned char *)s.p, s.n, digest);
	sodium_bin2base64(text, sizeof text, digest, sizeof digest, sodium_base64_VARIANT_ORIGINAL);
	str_adds(out, text);
	str_free(&s);
}

static ssize_t on_recv(wslay_event_context_ptr ctx, uint8_t *buf, size_t n, int flags, void *arg)
{
	struct ws_wire *w = arg;
	(void)flags;
	if (!w->rest.n) {
		wslay_event_set_error(ctx, WSLAY_ERR_WOULDBLOCK);
		return -1;
	}
	struct slice part = slice_to(w->rest, n);
	memcpy(buf, part.p, part.n);
	w->rest = slice_from(w->rest, part.n);
	return (ssize_t)part.n;
}

static ssize_t on_send(wslay_event_context_ptr ctx, const uint8_t *p, size_t n, int flags, void *arg)
{
	struct ws_wire *w = arg;
	(void)ctx, (void)flags;
	str_add(w->out, (struct slice){ (const char *)p, n });
	return (ssize_t)n;
}

static int on_mask(wslay_event_context_ptr ctx, uint8_t *buf, size_t n, void *arg)
{
	(void)ctx, (void)arg;
	randombytes_buf(buf, n);
	return 0;
}

static void on_message(wslay_event_context_ptr ctx, const struct wslay_event_on_msg_recv_arg *m, void *arg)
{
	struct ws_wire *w = arg;
	struct slice s = { m->msg ? (const char *)m->msg : "", m->msg_length };
	(void)ctx;
	if (m->opcode == WSLAY_TEXT_FRAME || m->opcode == WSLAY_BINARY_FRAME) {
		w->c.message(w->c.arg, s, m->opcode == WSLAY_BINARY_FRAME);
	} else if (m->opcode == WSLAY_PONG) {
		w->c.pong(w->c.arg);
	} else if (m->opcode == WSLAY_CONNECTION_CLOSE) {
		w->closed_by_them = true;
		w->close_code = m->status_code;
		if (s.n > 2) /* the code stands before the words */
			clean_line(&w->reason, slice_from(s, 2), 100);
	}
}

struct ws_wire *ws_wire_new(const struct ws_wire_conf *c, struct str *out)
{
	static const struct wslay_event_callbacks calls = { on_recv, on_send, on_mask, NULL, NULL, NULL, on_message };
	struct ws_wire *w = mem_new(sizeof *w);
	w->c = *c;
	w->out = out;
	if (wslay_event_context_client_init(&w->ctx, &calls, w))
		abort();
	wslay_event_config_set_max_recv_msg_length(w->ctx, c->max_message);
	return w;
}

void ws_wire_free(struct ws_wire *w)
{
	if (!w)
		return;
	wslay_event_context_free(w->ctx);
	str_free(&w->head);
	str_free(&w->reason);
	free(w);
}

void ws_wire_hello(struct ws_wire *w, const char *host, const char *target, const char *const *headers)
{
	unsigned char nonce[16];
	randombytes_buf(nonce, sizeof nonce);
	sodium_bin2base64(w->key, sizeof w->key, nonce, sizeof nonce, sodium_base64_VARIANT_ORIGINAL);
	str_addf(w->out, "GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n", target, host);
	str_addf(w->out, "Sec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n", w->key);
	for (size_t i = 0; headers && headers[i]; i++)
		str_addf(w->out, "%s\r\n", headers[i]);
	str_adds(w->out, "\r\n");
}

/* One header of the answer; the number found, so that a doubled one can be refused. */
static int header(struct slice head, const char *name, struct slice *value)
{
	struct slice line;
	size_t n = strlen(name);
	int found = 0;
	while (slice_split(&head, '\n', &line)) {
		if (line.n > n && line.p[n] == ':' && !strncasecmp(line.p, name, n)) {
			*value = slice_trim(slice_from(line, n + 1));
			found++;
		}
	}
	return found;
}

static bool has_token(struct slice list, const char *token)
{
	struct slice part;
	while (slice_split(&list, ',', &part)) {
		part = slice_trim(part);
		if (part.n == strlen(token) && !strncasecmp(part.p, token, part.n))
			return true;
	}
	return false;
}

static enum err refused(struct ws_wire *w, struct slice head, int status, struct fault *f)
{
	struct slice v = { 0 };
	uint64_t seconds;
	if (header(head, "Retry-After", &v) && slice_u64(v, &seconds))
		w->retry_after = seconds > 86400 ? 86400 : (int64_t)seconds;
	enum err e = status == 401 || status == 403 ? E_HTTP_AUTH : status == 429 || status == 503 ? E_HTTP_BUSY :
	             status >= 300 && status < 400 ? E_REDIRECT : status >= 400 ? E_HTTP : E_PROTOCOL;
	return fault_set(f, e, "HTTP %d", status);
}

static enum err judge(struct ws_wire *w, struct slice head, struct fault *f)
{
	struct slice rest = head, line, v = { 0 };
	struct str accept = { 0 };
	uint64_t status = 0;
	slice_split(&rest, '\n', &line);
	if (!slice_starts(line, "HTTP/1.1 ") || !slice_u64(slice_to(slice_from(line, 9), 3), &status) || status < 100)
		return fault_set(f, E_PROTOCOL, "no HTTP answer");
	if (status != 101)
		return refused(w, head, (int)status, f);
	if (!header(head, "Upgrade", &v) || !has_token(v, "websocket"))
		return fault_set(f, E_PROTOCOL, "Upgrade");
	if (!header(head, "Connection", &v) || !has_token(v, "upgrade"))
		return fault_set(f, E_PROTOCOL, "Connection");
	ws_wire_accept(slice_of(w->key), &accept);
	bool good = header(head, "Sec-WebSocket-Accept", &v) == 1 && slice_eq(v, slice_str(&accept));
	str_free(&accept);
	if (!good)
		return fault_set(f, E_PROTOCOL, "Sec-WebSocket-Accept");
	/* nothing was offered, so nothing may be chosen */
	if ((header(head, "Sec-WebSocket-Extensions", &v) && v.n) || (header(head, "Sec-WebSocket-Protocol", &v) && v.n))
		return fault_set(f, E_PROTOCOL, "Sec-WebSocket-Extensions");
	return E_OK;
}

static enum err upgrade(struct ws_wire *w, struct slice *bytes, struct fault *f)
{
	size_t before = w->head.n;
	str_add(&w->head, slice_to(*bytes, MAX_HEAD + 4 - before));
	char *end = strstr(str_c(&w->head), "\r\n\r\n");
	if (w->head.n >= 5 && strncmp(w->head.p, "HTTP/", 5))
		return fault_set(f, E_PROTOCOL, "no HTTP answer");
	if (!end) {
		*bytes = SLICE("");
		bool bad = w->head.n > MAX_HEAD || memchr(str_c(&w->head), 0, w->head.n);
		return bad ? fault_set(f, E_PROTOCOL, "HTTP head") : E_OK;
	}
	size_t n = (size_t)(end + 4 - w->head.p);
	*bytes = slice_from(*bytes, n - before);
	enum err e = judge(w, (struct slice){ w->head.p, n }, f);
	str_free(&w->head);
	w->open = !e;
	if (w->open)
		w->c.opened(w->c.arg);
	return e;
}

static void flush(struct ws_wire *w)
{
	if (wslay_event_want_write(w->ctx))
		wslay_event_send(w->ctx);
}

static enum err why_closed(struct ws_wire *w, struct fault *f)
{
	unsigned code = wslay_event_get_status_code_sent(w->ctx);
	if (w->closed_by_them)
		return fault_set(f, E_CLOSED, "%u %s", w->close_code, str_c(&w->reason));
	if (code == WSLAY_CODE_MESSAGE_TOO_BIG)
		return fault_set(f, E_BODY_TOO_BIG, "message");
	return fault_set(f, E_PROTOCOL, "web socket %u", code);
}

enum err ws_wire_feed(struct ws_wire *w, struct slice bytes, struct fault *f)
{
	enum err e = E_OK;
	if (!w->open)
		e = upgrade(w, &bytes, f);
	if (e || !w->open)
		return e;
	w->rest = bytes;
	int r = wslay_event_recv(w->ctx);
	flush(w);
	if (r || !wslay_event_get_read_enabled(w->ctx))
		e = why_closed(w, f);
	w->rest = SLICE("");
	return e;
}

bool ws_wire_is_open(const struct ws_wire *w)
{
	return w->open;
}

int64_t ws_wire_retry_after(const struct ws_wire *w)
{
	return w->retry_after;
}

static void queue(struct ws_wire *w, uint8_t opcode, struct slice bytes)
{
	struct wslay_event_msg m = { .opcode = opcode, .msg = (const uint8_t *)bytes.p, .msg_length = bytes.n };
	if (w->open && !wslay_event_queue_msg(w->ctx, &m))
		flush(w);
}

void ws_wire_send(struct ws_wire *w, struct slice bytes, bool binary)
{
	queue(w, binary ? WSLAY_BINARY_FRAME : WSLAY_TEXT_FRAME, bytes);
}

void ws_wire_ping(struct ws_wire *w)
{
	queue(w, WSLAY_PING, SLICE("vigie"));
}

void ws_wire_bye(struct ws_wire *w)
{
	if (w->open && !wslay_event_queue_close(w->ctx, WSLAY_CODE_NORMAL_CLOSURE, NULL, 0))
		flush(w);
}
