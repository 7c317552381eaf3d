/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of a village, and questions to them. */
#ifndef GRAPHQL_FIX_H
#define GRAPHQL_FIX_H

#include "base/mem.h"
#include "sandbox/indexer/answer.h"
#include "sandbox/indexer/indexer.h"
#include "sandbox/world.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

static struct store st;
static struct world *w;

static inline int open_tables(void **state)
{
	static const struct options o = { .seed = 1, .members = 60, .wallets = 150, .transfers = 900 };
	static const unsigned char hash[32] = { 1 }, genesis[32] = { 2 };
	bool filled;

	(void)state;
	w = world_new(&o, 1800000000000);
	if (store_open(&st, NULL, true, &filled, NULL))
		return -1;
	st.start = WORLD_START;
	st.start_ms = w->start_ms;
	st.seed = 1;
	indexer_fill(&st, w, hash, genesis);
	return 0;
}

static inline int close_tables(void **state)
{
	(void)state;
	store_close(&st);
	world_free(w);
	types_drop();
	return 0;
}

/* The whole answer; the caller frees it. */
static inline json_t *ask_with(const char *query, json_t *variables, int want_status)
{
	json_t *body = json_pack("{s:s,s:o}", "query", query, "variables", variables ? variables : json_object()), *answer;
	char *text = json_dumps(body, JSON_COMPACT);
	struct str out = { 0 };
	json_error_t why;

	assert_int_equal(answer_request(&st, slice_of(text), &out), want_status);
	answer = json_loadb(out.p, out.n, 0, &why);
	if (!answer)
		fail_msg("%s: %.400s", why.text, out.p);
	free(text);
	str_free(&out);
	json_decref(body);
	return answer;
}

static inline json_t *ask(const char *query)
{
	json_t *answer = ask_with(query, NULL, 200);

	if (json_object_get(answer, "errors"))
		fail_msg("%s: %s", query, json_string_value(json_object_get(json_array_get(json_object_get(answer, "errors"), 0), "message")));
	return answer;
}

static inline json_t *get(json_t *answer, const char *path)
{
	struct slice rest = slice_of(path), part;
	json_t *j = json_object_get(answer, "data");
	char name[64];

	while (slice_split(&rest, '.', &part)) {
		snprintf(name, sizeof name, "%.*s", (int)part.n, part.p);
		j = json_is_array(j) ? json_array_get(j, (size_t)atoi(name)) : json_object_get(j, name);
	}
	return j;
}

static inline const char *message(json_t *answer)
{
	return json_string_value(json_object_get(json_array_get(json_object_get(answer, "errors"), 0), "message"));
}

static inline void fails(const char *query, int status, const char *want)
{
	json_t *j = ask_with(query, NULL, status);

	assert_non_null(message(j));
	assert_string_equal(message(j), want);
	json_decref(j);
}

#endif
