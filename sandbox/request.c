/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/server_inside.h"

#include "base/mem.h"

enum stage { READING, FROZEN, ASKED, WAITING, READY, STREAMING, GONE };

/* A request from its first header to its last byte out. While a handler thinks, or a fault delays it, the connection is
 * suspended in the library; going on means to resume it, and the library calls call_step again. */
struct call {
	struct request r;            /* first: handlers get its address */
	struct call *next, **prev;
	struct MHD_Connection *c;
	struct MHD_Response *answer;
	struct loop_timer *late;
	struct str in, out, path;
	VEC(, char *) headers;       /* name, value, name, value */
	enum stage stage;
	int status;
	bool suspended, too_big, inside, ended, dropped;
	size_t sent;                 /* bytes of out that a stream gave away already */
	size_t cut_at;               /* the answer breaks off here; SIZE_MAX: it does not */
	void (*gone)(void *arg);
	void *gone_arg;
};

static struct call *call_of(struct request *r)
{
	return (struct call *)r;
}

static void go_on(struct call *k)
{
	if (k->suspended) {
		k->suspended = false;
		k->r.port->kicked = true;
		MHD_resume_connection(k->c);
	}
}

static void hold(struct call *k)
{
	if (!k->suspended) {
		k->suspended = true;
		MHD_suspend_connection(k->c);
	}
}

const char *request_header(struct request *r, const char *name)
{
	return MHD_lookup_connection_value(call_of(r)->c, MHD_HEADER_KIND, name);
}

const char *request_cookie(struct request *r, const char *name)
{
	return MHD_lookup_connection_value(call_of(r)->c, MHD_COOKIE_KIND, name);
}

struct arg_search {
	const char *name, *found;
	size_t left;
};

static enum MHD_Result on_arg(void *own, enum MHD_ValueKind kind, const char *key, const char *value)
{
	struct arg_search *s = own;

	(void)kind;
	if (strcmp(key, s->name))
		return MHD_YES;
	if (s->left--)
		return MHD_YES;
	s->found = value ? value : "";
	return MHD_NO;
}

const char *request_arg(struct request *r, const char *name, size_t i)
{
	struct arg_search s = { name, NULL, i };

	MHD_get_connection_values(call_of(r)->c, MHD_GET_ARGUMENT_KIND, on_arg, &s);
	return s.found;
}

void request_add_header(struct request *r, const char *name, const char *value)
{
	struct call *k = call_of(r);

	vec_push(&k->headers, mem_strdup(name));
	vec_push(&k->headers, mem_strdup(value));
}

static void take_headers(struct call *k, const char *type)
{
	if (type && *type)
		MHD_add_response_header(k->answer, MHD_HTTP_HEADER_CONTENT_TYPE, type);
	for (size_t i = 0; i + 1 < k->headers.n; i += 2)
		MHD_add_response_header(k->answer, k->headers.v[i], k->headers.v[i + 1]);
}

/* Gives the bytes of a whole answer that is to break off: the connection closes where cut_at says. */
static ssize_t read_cut(void *own, uint64_t pos, char *buf, size_t max)
{
	struct call *k = own;

	if (pos >= k->cut_at)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (max > k->cut_at - pos)
		max = k->cut_at - (size_t)pos;
	memcpy(buf, k->out.p + pos, max);
	return (ssize_t)max;
}

static void on_late(void *arg)
{
	struct call *k = arg;

	k->late = NULL;
	k->stage = READY;
	go_on(k);
}

/* The answer is complete; it leaves now, later, or when the freeze ends. */
static void leave(struct call *k)
{
	const struct mischief *m = k->r.port->mischief;

	if (m->freeze) {
		k->stage = WAITING;
	} else if (m->latency_ms > 0) {
		k->stage = WAITING;
		k->late = loop_timer_add(k->r.port->server->loop, m->latency_ms, on_late, k);
	} else {
		k->stage = READY;
		go_on(k);
	}
}

void request_reply(struct request *r, int status, const char *type, struct slice body)
{
	struct call *k = call_of(r);
	const struct mischief *m = r->port->mischief;

	str_add(&k->out, body);
	k->status = status;
	mischief_spoil(m, &k->out);
	if (m->cut && k->out.n > 1) {
		k->cut_at = k->out.n / 2;
		k->answer = MHD_create_response_from_callback(k->out.n, 4096, read_cut, k, NULL);
	} else {
		k->answer = MHD_create_response_from_buffer(k->out.n, k->out.p ? k->out.p : (void *)&k->status,
							    MHD_RESPMEM_PERSISTENT);
	}
	take_headers(k, type);
	leave(k);
}

void request_drop(struct request *r)
{
	call_of(r)->dropped = true;
}

/* Parts wait in out; when there are none the connection sleeps until request_part. */
static ssize_t read_stream(void *own, uint64_t pos, char *buf, size_t max)
{
	struct call *k = own;
	size_t n = k->out.n - k->sent < max ? k->out.n - k->sent : max;

	(void)pos;
	if (!n) {
		if (k->ended)
			return MHD_CONTENT_READER_END_OF_STREAM;
		hold(k);
		return 0;
	}
	memcpy(buf, k->out.p + k->sent, n);
	k->sent += n;
	/* What left is thrown away at half-time, so that long answers are not moved again and again. */
	if (k->sent * 2 >= k->out.n) {
		memmove(k->out.p, k->out.p + k->sent, k->out.n - k->sent);
		str_cut(&k->out, k->out.n - k->sent);
		k->sent = 0;
	}
	return (ssize_t)n;
}

void request_stream(struct request *r, int status, const char *type, void (*gone)(void *arg), void *arg)
{
	struct call *k = call_of(r);

	k->status = status;
	k->gone = gone;
	k->gone_arg = arg;
	k->answer = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 16384, read_stream, k, NULL);
	take_headers(k, type);
	/* Who asks for the connection to close has its end mark the end of the answer, instead of chunks. */
	for (size_t i = 0; i + 1 < k->headers.n; i += 2)
		if (!strcmp(k->headers.v[i], "Connection") && !strcmp(k->headers.v[i + 1], "close"))
			MHD_set_response_options(k->answer, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
	leave(k);
}

void request_part(struct request *r, struct slice bytes)
{
	struct call *k = call_of(r);

	str_add(&k->out, bytes);
	if (k->stage == STREAMING)
		go_on(k);
}

void request_end(struct request *r)
{
	call_of(r)->ended = true;
	if (call_of(r)->stage == STREAMING)
		go_on(call_of(r));
}

static struct call *call_new(struct port *p, struct MHD_Connection *c, const char *url, const char *method)
{
	struct call *k = mem_new(sizeof *k);

	k->r.port = p;
	k->c = c;
	k->cut_at = SIZE_MAX;
	str_adds(&k->path, url);
	k->r.method = method;
	k->next = p->calls;
	k->prev = &p->calls;
	if (k->next)
		k->next->prev = &k->next;
	p->calls = k;
	return k;
}

static enum MHD_Result ask(struct call *k)
{
	struct port *p = k->r.port;

	if (mischief_lose(p->mischief))
		return MHD_NO;
	k->stage = ASKED;
	k->r.path = str_c(&k->path);
	k->r.body = slice_str(&k->in);
	if (k->too_big)
		request_reply(&k->r, MHD_HTTP_CONTENT_TOO_LARGE, "text/plain", SLICE("too large\n"));
	else
		p->h.request(&k->r, p->h.arg);
	if (k->dropped)
		return MHD_NO;
	if (k->stage != READY)
		hold(k);
	return MHD_YES;
}

static enum MHD_Result ready(struct call *k)
{
	enum MHD_Result ok = MHD_queue_response(k->c, (unsigned)k->status, k->answer);

	k->stage = STREAMING;
	return ok;
}

enum MHD_Result call_step(void *port, struct MHD_Connection *c, const char *url, const char *method, const char *version,
			  const char *data, size_t *n, void **own)
{
	struct port *p = port;
	struct call *k = *own;
	enum MHD_Result ok;

	(void)version;
	if (p->server->stopping || p->silent)
		return MHD_NO;
	if (!k) {
		*own = call_new(p, c, url, method);
		return MHD_YES;
	}
	if (*n) {
		k->too_big |= k->in.n + *n > p->h.max_body;
		if (!k->too_big)
			str_add(&k->in, (struct slice){ data, *n });
		*n = 0;
		return MHD_YES;
	}
	if ((k->stage == READING || k->stage == FROZEN) && p->mischief->freeze) {
		k->stage = FROZEN;
		hold(k);
		return MHD_YES;
	}
	if (k->stage == READING || k->stage == FROZEN) {
		bool queued = false;

		ok = p->h.ws_open ? ws_accept(p, c, url, &queued) : MHD_YES;
		if (queued) {
			k->stage = GONE;
			return ok;
		}
		ok = ask(k);
		if (!ok || k->stage != READY)
			return ok;
	}
	return k->stage == READY ? ready(k) : k->stage == GONE ? MHD_NO : MHD_YES;
}

void call_done(void *port, struct MHD_Connection *c, void **own, enum MHD_RequestTerminationCode why)
{
	struct call *k = *own;

	(void)port;
	(void)c;
	(void)why;
	if (!k)
		return;
	*own = NULL;
	*k->prev = k->next;
	if (k->next)
		k->next->prev = k->prev;
	loop_timer_del(k->late);
	if (k->gone)
		k->gone(k->gone_arg);
	if (k->answer)
		MHD_destroy_response(k->answer);
	for (size_t i = 0; i < k->headers.n; i++)
		free(k->headers.v[i]);
	vec_free(&k->headers);
	str_free(&k->in);
	str_free(&k->out);
	str_free(&k->path);
	free(k);
}

void call_thaw(struct port *p)
{
	for (struct call *k = p->calls, *next; k; k = next) {
		next = k->next;
		if (k->stage == FROZEN)
			go_on(k);
		else if (k->stage == WAITING && !k->late)
			leave(k);
	}
}

void call_drop_all(struct port *p)
{
	for (struct call *k = p->calls; k; k = k->next) {
		k->stage = GONE;
		k->ended = true;
		go_on(k);
	}
	if (p->daemon)
		MHD_run(p->daemon);
}
