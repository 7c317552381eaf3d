/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/graphql.h"
#include "base/clean.h"
#include "base/mem.h"
#include "io/jread.h"
#include <stdlib.h>

struct question {
	void (*fn)(void *arg, const struct graphql_answer *a);
	void *arg;
};

json_t *graphql_read(struct slice body, int status, struct graphql_answer *a, struct str *message)
{
	json_t *doc = jread_load(body, SIZE_MAX, &a->fault);
	if (doc && !json_is_object(doc)) {
		json_decref(doc);
		doc = NULL;
		fault_set(&a->fault, E_PROTOCOL, "GraphQL");
	}
	if (!doc)
		return NULL;
	const json_t *data = json_object_get(doc, "data"), *errors = json_object_get(doc, "errors");
	if (json_is_array(errors) && json_array_size(errors)) {
		a->errors = errors;
		clean_line(message, slice_of(jread_text(errors, "0.message", "?")), 200);
	}
	a->message = str_c(message);
	if (json_is_object(data) && status < 300)
		a->data = data;
	else if (a->errors)
		fault_set(&a->fault, E_GRAPHQL, "%.180s", a->message);
	else
		fault_set(&a->fault, E_PROTOCOL, "GraphQL");
	return doc;
}

static void answered(void *arg, const struct http_answer *h)
{
	struct question *q = arg;
	struct graphql_answer a = { .fault = h->fault, .message = "", .latency_ms = h->latency_ms };
	struct str message = { 0 };
	json_t *doc = NULL;
	/* many servers answer 400 or 422 to a question they do not understand, and say why in the body */
	if (!h->fault.code || h->fault.code == E_HTTP) {
		struct graphql_answer read = { .message = "", .latency_ms = h->latency_ms };
		doc = graphql_read(h->body, h->status, &read, &message);
		if (!h->fault.code || read.fault.code == E_GRAPHQL)
			a = read;
	}
	if (a.fault.code) { /* say which server */
		struct str host = { 0 };
		struct fault f = a.fault;
		net_host(h->url, &host);
		if (strncmp(f.where, str_c(&host), host.n))
			fault_set(&a.fault, f.code, "%s: %.150s", str_c(&host), f.where);
		str_free(&host);
	}
	q->fn(q->arg, &a);
	json_decref(doc);
	str_free(&message);
}

struct http_req *graphql_start(struct net *n, const struct graphql_ask *a)
{
	static const char *const headers[] = { "Accept: application/json", NULL };
	struct question *q = mem_new(sizeof *q);
	json_t *doc = json_pack("{s:s, s:o?}", "query", a->query, "variables", a->variables);
	char *text = doc ? json_dumps(doc, JSON_COMPACT) : NULL;
	struct http_ask h = {
		.url = a->url, .headers = headers, .flags = a->flags | HTTP_AGAIN, .label = a->label, .owner = a->owner,
		.generation = a->generation, .deadline_ms = a->deadline_ms, .tries = a->tries, .max_body = a->max_body,
		.body = slice_of(text), .type = "application/json", .done = answered, .drop = free, .arg = q,
	};
	*q = (struct question){ a->fn, a->arg };
	struct http_req *r = http_start(n, &h);
	free(text);
	json_decref(doc);
	return r;
}

struct walk {
	struct net *n;
	struct graphql_pages p;
	char *url, *query, *label, *path, *name, *last;
	json_t *variables;
	unsigned pages;
	bool going;
};

static void walk_free(void *arg)
{
	struct walk *w = arg;
	if (w->going) { /* this page's request ends, the next one is on its way and holds the walk */
		w->going = false;
		return;
	}
	free(w->url);
	free(w->query);
	free(w->label);
	free(w->path);
	free(w->name);
	free(w->last);
	json_decref(w->variables);
	free(w);
}

static void walk_on(struct walk *w);

static void walk_page(void *arg, const struct http_answer *h)
{
	struct walk *w = arg;
	struct graphql_answer a = { .message = "" };
	struct question q = { w->p.ask.fn, w->p.ask.arg };
	struct str message = { 0 };
	json_t *doc = h->fault.code ? NULL : graphql_read(h->body, h->status, &a, &message);
	const json_t *c = doc && a.data ? jread_at(a.data, w->path) : NULL;
	if (!json_is_object(c)) {
		json_decref(doc);
		str_free(&message);
		answered(&q, h); /* an error, or an answer without this connection */
		return;
	}
	const char *end = jread_text(c, "pageInfo.endCursor", "");
	bool more = jread_bool(c, "pageInfo.hasNextPage", false), wanted = w->p.page(w->p.ask.arg, c, more);
	/* a server that gives the same cursor again would be asked for ever */
	bool stuck = more && (!*end || (w->last && !strcmp(w->last, end)));
	a.latency_ms = h->latency_ms;
	if (more && wanted && !stuck && ++w->pages < w->p.max_pages) {
		free(w->last);
		w->last = mem_strdup(end);
		json_object_set_new(w->variables, w->name, json_string(end));
		w->going = true;
		walk_on(w);
	} else {
		if (stuck && wanted)
			fault_set(&a.fault, E_PROTOCOL, "GraphQL: endCursor");
		q.fn(q.arg, &a);
	}
	json_decref(doc);
	str_free(&message);
}

static void walk_on(struct walk *w)
{
	const struct graphql_ask *a = &w->p.ask;
	json_t *doc = json_pack("{s:s, s:O}", "query", w->query, "variables", w->variables);
	char *text = doc ? json_dumps(doc, JSON_COMPACT) : NULL;
	http_start(w->n, &(struct http_ask){
		.url = w->url, .flags = a->flags | HTTP_AGAIN, .label = w->label, .owner = a->owner, .generation = a->generation,
		.deadline_ms = a->deadline_ms, .tries = a->tries, .max_body = a->max_body, .body = slice_of(text),
		.type = "application/json", .done = walk_page, .drop = walk_free, .arg = w });
	free(text);
	json_decref(doc);
}

void graphql_all(struct net *n, const struct graphql_pages *p)
{
	struct walk *w = mem_new(sizeof *w);
	w->n = n;
	w->p = *p;
	w->p.max_pages = p->max_pages ? p->max_pages : 1000;
	w->url = mem_strdup(p->ask.url);
	w->query = mem_strdup(p->ask.query);
	w->label = mem_strdup(p->ask.label);
	w->path = mem_strdup(p->path);
	w->name = mem_strdup(p->cursor);
	w->variables = p->ask.variables ? p->ask.variables : json_object();
	walk_on(w);
}
