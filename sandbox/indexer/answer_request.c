/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the body of a request to the body of its answer. */
#include "sandbox/indexer/page.h"

#include <stdlib.h>

static void set_free(struct gset *s)
{
	for (struct group *g = s ? s->first : NULL; g; g = g->next) {
		vec_free(&g->fields);
		set_free(g->sub);
	}
}

/* The one that is named, or the only one. NULL with an error when there is none that can be carried out. */
static const struct gdef *operation(struct run *r, json_t *name)
{
	const struct gdef *found = NULL;
	size_t n = 0;

	for (const struct gdef *d = r->d->defs; d; d = d->next) {
		if (d->op == GOP_FRAGMENT)
			continue;
		n++;
		if (!json_is_string(name) || slice_is(d->name, json_string_value(name)))
			found = d;
	}
	if (json_is_string(name) && !found)
		gql_error_at(r->e, NULL, 0, NULL, "Unknown operation named \"%s\".", json_string_value(name));
	else if (!json_is_string(name) && n > 1)
		gql_error_at(r->e, NULL, 0, NULL, "Must provide operation name if query contains multiple operations.");
	else if (!n)
		gql_error_at(r->e, NULL, 0, NULL, "Must provide an operation.");
	if (found && found->op != GOP_QUERY)
		gql_error(r->e, found->at, "Schema is not configured to execute %s operation.", found->op == GOP_MUTATION ? "mutation" : "subscription");
	return json_array_size(r->e->list) ? NULL : found;
}

/* Data is null when even the root failed. */
static void carry_out(struct run *r, const struct gdef *op)
{
	struct group whole = { .key = SLICE("") };
	struct gsel all = { .sub = op->sub };
	struct gset *set;
	size_t mark = r->out->n;

	vec_push(&whole.fields, &all);
	set = answer_set(r, &whole, r->s->query);
	r->st->steps = r->st->ration;
	if (!answer_object(r, set, &(struct source){ .kind = SRC_ROOT })) {
		str_cut(r->out, mark);
		str_adds(r->out, "null");
	}
	r->st->steps = UINT64_MAX;
	set_free(set);
	vec_free(&whole.fields);
}

static void finish(struct run *r)
{
	for (size_t i = 0; i < r->taken.n; i++)
		store_put(r->st, r->taken.v[i]);
	for (size_t i = 0; i < r->pages.n; i++)
		page_plan_free(r->pages.v[i]);
	vec_free(&r->taken);
	vec_free(&r->pages);
	vec_free(&r->path);
}

static void put_errors(struct str *out, json_t *list)
{
	char *text = json_dumps(list, JSON_COMPACT);

	str_adds(out, "\"errors\":");
	str_adds(out, text);
	free(text);
}

/* 400 when nothing was carried out. */
static int answer_document(struct store *st, struct slice text, json_t *variables, json_t *name, struct str *out)
{
	struct arena a = { 0 };
	struct gerrors e;
	struct run r = { .s = types_schema(), .st = st, .a = &a, .e = &e };
	struct str data = { 0 };
	const struct gdef *op = NULL;
	bool ran = false;

	gql_errors_init(&e, &a, text);
	r.out = &data;
	r.d = gql_parse(text, &a, &e);
	if (r.d && check_document(r.s, r.d, &a, &e))
		op = operation(&r, name);
	if (op && input_vars(r.s, op, variables, &a, &e, &r.vars)) {
		ran = true;
		carry_out(&r, op);
	}
	finish(&r);
	str_addc(out, '{');
	if (json_array_size(e.list))
		put_errors(out, e.list);
	if (ran) {
		str_adds(out, json_array_size(e.list) ? ",\"data\":" : "\"data\":");
		str_add(out, slice_str(&data));
	}
	str_addc(out, '}');
	str_free(&data);
	json_decref(e.list);
	arena_free(&a);
	return ran ? 200 : 400;
}

int answer_request(struct store *st, struct slice body, struct str *out)
{
	json_t *j = json_loadb(body.p, body.n, 0, NULL), *query = json_object_get(j, "query"), *vars = json_object_get(j, "variables");
	int status_code = 400;

	if (!j)
		str_adds(out, "{\"errors\":[{\"message\":\"The body of the request is not JSON.\"}]}");
	else if (!json_is_string(query))
		str_adds(out, "{\"errors\":[{\"message\":\"Must provide a query string.\"}]}");
	else if (vars && !json_is_null(vars) && !json_is_object(vars))
		str_adds(out, "{\"errors\":[{\"message\":\"Variables must be provided as an object.\"}]}");
	else
		status_code = answer_document(st, (struct slice){ json_string_value(query), json_string_length(query) }, vars,
					      json_object_get(j, "operationName"), out);
	json_decref(j);
	return status_code;
}
