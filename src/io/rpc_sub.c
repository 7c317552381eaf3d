/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/rpc_in.h"
#include "base/mem.h"
#include <stdlib.h>

enum { MAX_EARLY = 64, MAX_ID = 128 };

static void sub_free(struct sub *s)
{
	free(s->subscribe);
	free(s->unsubscribe);
	free(s->notification);
	free(s->server_id);
	json_decref(s->params);
	free(s);
}

static void remove_sub(struct rpc *r, const struct sub *s)
{
	struct sub **at = &r->subs;
	while (*at && *at != s)
		at = &(*at)->next;
	if (*at) {
		struct sub *gone = *at;
		*at = gone->next;
		sub_free(gone);
	}
}

static void drop_early(struct rpc *r)
{
	for (size_t i = 0; i < r->early.n; i++) {
		free(r->early.v[i].server_id);
		free(r->early.v[i].method);
		json_decref(r->early.v[i].result);
	}
	r->early.n = 0;
}

void rpc_sub_free(struct rpc *r)
{
	while (r->subs) {
		struct sub *next = r->subs->next;
		sub_free(r->subs);
		r->subs = next;
	}
	drop_early(r);
	vec_free(&r->early);
}

static struct sub *by_id(struct rpc *r, uint64_t id)
{
	struct sub *s = r->subs;
	while (s && s->id != id)
		s = s->next;
	return s;
}

static bool any_pending(const struct rpc *r)
{
	for (const struct sub *s = r->subs; s; s = s->next)
		if (s->call)
			return true;
	return false;
}

/* Subscriptions are named by a text or a number. */
static char *id_text(const json_t *id)
{
	struct str s = { 0 };
	if (json_is_string(id) && json_string_length(id) && json_string_length(id) <= MAX_ID)
		str_adds(&s, json_string_value(id));
	else if (json_is_integer(id))
		str_addf(&s, "%lld", (long long)json_integer_value(id));
	else
		return NULL;
	return str_take(&s);
}

static void end_at_node(struct rpc *r, const struct sub *s, const char *server_id)
{
	if (s->unsubscribe && ws_info(r->ws)->state == WS_OPEN)
		rpc_put(r, &(struct rpc_item){ .method = s->unsubscribe, .params = json_pack("[s]", server_id) }, ++r->last_group, true);
}

static bool fits(const struct sub *s, const char *server_id, const char *method)
{
	return s->server_id && !s->dead && !strcmp(s->server_id, server_id) && (!s->notification || !strcmp(s->notification, method));
}

/* Delivers what came early for this subscription. It may be cancelled by its own callback: looked up again each time. */
static void deliver_early(struct rpc *r, uint64_t id)
{
	for (size_t i = 0; i < r->early.n && !r->dying;) {
		struct sub *s = by_id(r, id);
		if (!s)
			return;
		struct early e = r->early.v[i];
		if (!fits(s, e.server_id, e.method)) {
			i++;
			continue;
		}
		vec_remove(&r->early, i);
		s->fn(s->arg, RPC_NOTE, e.result, NULL);
		free(e.server_id);
		free(e.method);
		json_decref(e.result);
	}
}

static void on_subscribed(void *arg, const struct rpc_answer *a)
{
	struct sub *s = arg;
	struct rpc *r = s->r;
	uint64_t id = s->id;
	char *server_id = a->fault.code ? NULL : id_text(a->result);
	s->call = 0;
	if (s->dead) { /* cancelled meanwhile */
		if (server_id) {
			end_at_node(r, s, server_id);
			rpc_push(r);
		}
		free(server_id);
		remove_sub(r, s);
	} else if (server_id) {
		s->server_id = server_id;
		s->fn(s->arg, RPC_SUBSCRIBED, NULL, a);
		deliver_early(r, id);
	} else if (a->fault.code && a->fault.code != E_RPC && a->fault.code != E_PROTOCOL && !s->once) {
		/* the connection failed, not the request: rpc_sub_open tries again; after a mere time-out the connection is suspect */
		if (a->fault.code == E_TIMEOUT)
			ws_drop(r->ws, E_TIMEOUT, a->fault.where);
	} else {
		struct rpc_answer why = *a;
		if (!why.fault.code)
			fault_set(&why.fault, E_PROTOCOL, "%s", s->subscribe);
		/* without the node's word nobody knows whether it took effect: that is a loss, not a refusal */
		enum rpc_news news = why.fault.code == E_RPC ? RPC_REFUSED : s->once ? RPC_LOST : RPC_REFUSED;
		s->dead = true;
		s->fn(s->arg, news, NULL, &why);
		if (!r->dying && by_id(r, id))
			remove_sub(r, by_id(r, id));
	}
	if (!r->dying && !any_pending(r))
		drop_early(r);
}

static void ask(struct sub *s)
{
	s->call = rpc_put(s->r, &(struct rpc_item){ .method = s->subscribe, .params = json_deep_copy(s->params), .fn = on_subscribed,
	                                            .arg = s }, ++s->r->last_group, true);
}

void rpc_sub_open(struct rpc *r)
{
	for (struct sub *s = r->subs; s; s = s->next)
		if (!s->dead && !s->call && !s->server_id)
			ask(s);
}

void rpc_sub_lost(struct rpc *r, const struct fault *f)
{
	struct rpc_answer why = { .fault = *f, .message = "" };
	drop_early(r);
	/* one at a time from the start: any callback may cancel any subscription */
	for (bool more = true; more && !r->dying;) {
		struct sub *s = r->subs;
		while (s && !(s->server_id || s->dead))
			s = s->next;
		more = s != NULL;
		if (!s)
			break;
		bool last = s->once || s->dead, tell = !s->dead;
		uint64_t id = s->id;
		free(s->server_id);
		s->server_id = NULL;
		s->dead = false;
		if (tell)
			s->fn(s->arg, RPC_LOST, NULL, &why);
		if (last && !r->dying && by_id(r, id))
			remove_sub(r, by_id(r, id));
	}
}

void rpc_sub_note(struct rpc *r, const char *method, const json_t *params)
{
	const json_t *result = json_object_get(params, "result");
	char *server_id = id_text(json_object_get(params, "subscription"));
	struct sub *s = r->subs;
	while (server_id && s && !fits(s, server_id, method))
		s = s->next;
	if (server_id && s && result) {
		s->fn(s->arg, RPC_NOTE, result, NULL);
	} else if (server_id && result && any_pending(r) && r->early.n < MAX_EARLY) {
		vec_push(&r->early, (struct early){ server_id, mem_strdup(method), json_deep_copy(result) });
		return;
	}
	free(server_id);
}

bool rpc_sub_cancel(struct rpc *r, uint64_t id)
{
	struct sub *s = by_id(r, id);
	if (!s)
		return false;
	if (s->call) { /* its name is not known yet: ended when it comes */
		s->dead = true;
		return true;
	}
	if (s->server_id && r->ws) {
		end_at_node(r, s, s->server_id);
		rpc_push(r);
	}
	remove_sub(r, s);
	return true;
}

static void on_refused_http(void *arg, const struct rpc_answer *a)
{
	struct sub *s = arg;
	struct rpc_answer why = *a;
	fault_set(&why.fault, E_UNSUPPORTED, "%s", s->subscribe);
	s->call = 0;
	struct rpc *r = s->r;
	uint64_t id = s->id;
	if (!s->dead)
		s->fn(s->arg, RPC_REFUSED, NULL, &why);
	if (!r->dying && by_id(r, id))
		remove_sub(r, by_id(r, id));
}

uint64_t rpc_subscribe(struct rpc *r, const struct rpc_sub *c)
{
	struct sub *s = mem_new(sizeof *s), **tail = &r->subs;
	*s = (struct sub){ .r = r, .id = ++r->last_id, .once = c->once, .fn = c->fn, .arg = c->arg };
	s->subscribe = mem_strdup(c->subscribe);
	s->unsubscribe = mem_strdup(c->unsubscribe);
	s->notification = mem_strdup(c->notification);
	s->params = c->params ? c->params : json_array();
	while (*tail)
		tail = &(*tail)->next;
	*tail = s;
	if (!r->ws) { /* told from the loop, as everything: a call that ends at once */
		s->call = rpc_put(r, &(struct rpc_item){ .method = s->subscribe, .deadline_ms = 1, .fn = on_refused_http, .arg = s },
		                  ++r->last_group, true);
		for (struct call *k = r->calls; k; k = k->next)
			k->sent = k->sent || k->id == s->call;
	} else if (ws_info(r->ws)->state == WS_OPEN) {
		ask(s);
		rpc_push(r);
	}
	return s->id;
}
