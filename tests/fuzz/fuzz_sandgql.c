/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The indexer's GraphQL: whatever document and variables come in, the answer is JSON. The input is a document, and behind a
 * zero byte the variables as JSON. */
#include "sandbox/indexer/answer.h"
#include "sandbox/indexer/check.h"
#include "sandbox/indexer/indexer.h"
#include "sandbox/world.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct store *tables(void)
{
	static const struct options o = { .seed = 1, .members = 20, .wallets = 40, .transfers = 60 };
	static const unsigned char hash[32] = { 1 }, genesis[32] = { 2 };
	static struct store st;
	struct world *w;
	bool filled;

	if (st.db)
		return &st;
	w = world_new(&o, 1800000000000);
	if (store_open(&st, NULL, true, &filled, NULL))
		abort();
	st.start = WORLD_START;
	st.start_ms = w->start_ms;
	st.seed = 1;
	indexer_fill(&st, w, hash, genesis);
	st.ration = 3000;
	world_free(w);
	return &st;
}

/* Text that no JSON could bring. */
static void only_check(struct slice text)
{
	struct arena a = { 0 };
	struct gerrors e;
	struct gdoc *d;

	gql_errors_init(&e, &a, text);
	d = gql_parse(text, &a, &e);
	if (!d && !json_array_size(e.list))
		abort();
	if (d)
		check_document(types_schema(), d, &a, &e);
	json_decref(e.list);
	arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct slice rest = { (const char *)data, n }, text;
	struct store *st = tables();
	struct str out = { 0 };
	json_t *body, *answer, *query, *variables;
	char *json;

	slice_split(&rest, 0, &text);
	query = json_stringn(text.p, text.n);
	if (!query) {
		only_check(text);
		return 0;
	}
	variables = json_loadb(rest.p, rest.n, JSON_REJECT_DUPLICATES, NULL);
	body = json_pack("{s:o,s:o?}", "query", query, "variables", variables);
	json = json_dumps(body, JSON_COMPACT);
	answer_request(st, slice_of(json), &out);
	answer = json_loadb(out.p, out.n, 0, NULL);
	if (!answer || (!json_object_get(answer, "data") && !json_object_get(answer, "errors")))
		abort();
	json_decref(answer);
	json_decref(body);
	free(json);
	str_free(&out);
	return 0;
}
