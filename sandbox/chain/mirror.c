/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/mirror.h"

#include "sandbox/chain/node.h"
#include "sandbox/chain/rpc_inside.h"

enum { MIRRORS = 2 };

struct mirror {
	struct rpc *rpc;
	struct port *port;
};
static struct mirror mirrors[MIRRORS];
static const char *const names[];

static void on_request(struct request *r, void *arg)
{
	struct mirror *m = arg;
	struct str out = { 0 };

	if (strcmp(r->method, "POST")) {
		request_reply(r, 405, "text/plain", SLICE("Used HTTP Method is not allowed. POST is required\n"));
		return;
	}
	rpc_answer(m->rpc, NULL, r->body, &out);
	request_reply(r, 200, "application/json; charset=utf-8", slice_str(&out));
	rpc_flush(m->rpc);
	str_free(&out);
}

static void send_text(void *arg, struct slice text)
{
	ws_send(arg, text);
}

static void *on_open(struct ws *w, const char *path, void *arg)
{
	(void)path;
	return rpc_open(((struct mirror *)arg)->rpc, send_text, w);
}

static void on_message(struct ws *w, void *own, struct slice message)
{
	struct rpc *rpc = ((struct rpc_session *)own)->rpc;
	struct str out = { 0 };

	rpc_answer(rpc, own, message, &out);
	if (out.n)
		ws_send(w, slice_str(&out));
	rpc_flush(rpc);
	str_free(&out);
}

static void on_closed(struct ws *w, void *own)
{
	(void)w;
	rpc_close(own);
}

static enum err start_one(struct sandbox *sb, struct mirror *m, const char *name, json_t *line, struct fault *f)
{
	struct port_handlers h = { .name = name, .request = on_request, .ws_open = on_open, .ws_message = on_message,
				   .ws_closed = on_closed, .arg = m };
	struct rpc_config c = { .chain = sb->chain, .line = line, .sealed = node_taken };

	m->port = sandbox_listen(sb, &h, f);
	if (!m->port)
		return f ? f->code : E_FAILED;
	c.mischief = port_mischief(m->port);
	rpc_switches(c.mischief);
	m->rpc = rpc_new(&c);
	return E_OK;
}

static enum err start(struct sandbox *sb, json_t *line, struct fault *f)
{
	json_t *list = json_array();
	enum err e = E_OK;

	json_object_set_new(json_object_get(line, "g1"), "mirrors", list);
	for (size_t i = 0; i < MIRRORS && !e; i++) {
		e = start_one(sb, &mirrors[i], names[i], line, f);
		if (!e)
			json_array_append_new(list, json_sprintf("ws://127.0.0.1:%d", port_number(mirrors[i].port)));
	}
	return e;
}

static void stop(struct sandbox *sb)
{
	(void)sb;
	for (size_t i = 0; i < MIRRORS; i++) {
		if (mirrors[i].port)
			port_silence(mirrors[i].port);
		rpc_free(mirrors[i].rpc);
		mirrors[i] = (struct mirror){ 0 };
	}
}

const struct service service_mirror = { .name = "mirror", .start = start, .stop = stop };

static const char *const names[] = { "mirror", "mirror2" };
