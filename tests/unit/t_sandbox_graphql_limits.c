/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the indexer's GraphQL refuses, what it does not let itself be drawn into, and the lies it can be told to tell. */
#include "graphql_fix.h"

static void refusals(void **state)
{
	json_t *j;

	(void)state;
	fails("{ transfers(filter: {}) { totalCount } }", 200, "Empty objects are forbidden in filter argument input.");
	fails("{ transfers(filter: {amount: {}}) { totalCount } }", 200, "Empty objects are forbidden in filter argument input.");
	fails("{ transfers(filter: {amount: {equalTo: null}}) { totalCount } }", 200, "Null literals are forbidden in filter argument input.");
	fails("{ transfers(filter: {from: null}) { totalCount } }", 200, "Null literals are forbidden in filter argument input.");
	fails("{ transfers(first: -1) { totalCount } }", 200, "LIMIT must not be negative");
	fails("{ transfers(offset: -1) { totalCount } }", 200, "OFFSET must not be negative");
	fails("{ transfers(last: 3, offset: 1) { totalCount } }", 200, "Cannot combine 'last' and 'offset'");
	fails("{ transfers(after: \"WyJuYXR1cmFsIiwxXQ==\", first: 3) { totalCount } }", 200,
	      "Invalid cursor, please enforce an ordering with `orderBy` that it was made with.");
	fails("{ transfers(after: \"%\", first: 3) { totalCount } }", 200,
	      "Invalid cursor, please enforce an ordering with `orderBy` that it was made with.");
	fails("mutation { nodeId }", 400, "Schema is not configured to execute mutation operation.");
	/* One bad list is null beside good ones; where null may not be, what holds it becomes null. */
	j = ask_with("{ good: accounts(first: 1) { totalCount } bad: accounts(first: -1) { totalCount } worse: identities(first: 2) { nodes { id "
		     "certIssued(first: -1) { totalCount } } } }", NULL, 200);
	assert_true(json_is_integer(get(j, "good.totalCount")));
	assert_true(json_is_null(get(j, "bad")));
	assert_true(json_is_null(get(j, "worse")));
	assert_int_equal(json_array_size(json_object_get(j, "errors")), 2);
	assert_string_equal(json_string_value(json_array_get(json_object_get(json_array_get(json_object_get(j, "errors"), 1), "path"), 3)), "certIssued");
	assert_int_equal(json_integer_value(json_array_get(json_object_get(json_array_get(json_object_get(j, "errors"), 1), "path"), 2)), 0);
	json_decref(j);
}

static void hostile_sizes_end_soon(void **state)
{
	struct str q = { 0 };
	json_t *j;

	(void)state;
	for (int i = 0; i < 5000; i++)
		str_adds(&q, "{query");
	j = ask_with(str_c(&q), NULL, 400);
	assert_string_equal(message(j), "Syntax Error: Document is nested more than 60 levels deep. Parsing aborted.");
	json_decref(j);
	str_cut(&q, 0);
	str_adds(&q, "{");
	for (int i = 0; i < 100000; i++)
		str_adds(&q, " a");
	j = ask_with(str_c(&q), NULL, 400);
	assert_string_equal(message(j), "Syntax Error: Document contains more than 60000 tokens. Parsing aborted.");
	json_decref(j);
	str_cut(&q, 0);
	for (int i = 0; i < 200; i++)
		str_addf(&q, "query q%d { nodeId }", i);
	j = ask_with(str_c(&q), NULL, 400);
	assert_string_equal(message(j), "Syntax Error: Document contains more than 100 definitions. Parsing aborted.");
	json_decref(j);
	/* Each fragment spreads the next one twice: without care, 2 to the power of 60 fields. */
	str_cut(&q, 0);
	str_adds(&q, "{ ...f0 }");
	for (int i = 0; i < 60; i++)
		str_addf(&q, "fragment f%d on Query { a: query { ...f%d } b: query { ...f%d } }", i, i + 1, i + 1);
	str_adds(&q, "fragment f60 on Query { nodeId }");
	j = ask_with(str_c(&q), NULL, 200);
	assert_non_null(message(j));
	json_decref(j);
	/* Many fields of one name. */
	str_cut(&q, 0);
	str_adds(&q, "{");
	for (int i = 0; i < 4000; i++)
		str_adds(&q, " query { nodeId }");
	str_adds(&q, "}");
	j = ask_with(str_c(&q), NULL, 400);
	assert_string_equal(message(j), "The document is too complex to be validated.");
	json_decref(j);
	/* A filter that no database likes. */
	str_cut(&q, 0);
	str_adds(&q, "{ transfers(filter: ");
	for (int i = 0; i < 50; i++)
		str_adds(&q, "{not: ");
	str_adds(&q, "{amount: {equalTo: 1}}");
	str_addn(&q, '}', 50);
	str_adds(&q, ") { totalCount } }");
	fails(str_c(&q), 200, "The filter is nested too deep.");
	str_free(&q);
}

static void it_stops_what_takes_too_long(void **state)
{
	uint64_t ration = st.ration;
	json_t *j;

	(void)state;
	st.ration = 2;
	j = ask_with("{ udHistories { totalCount } squidStatus { height } }", NULL, 200);
	st.ration = ration;
	assert_string_equal(message(j), "canceling statement due to statement timeout");
	json_decref(j);
	json_decref(ask("{ udHistories { totalCount } }"));
}

static void lies_are_told(void **state)
{
	json_t *j = ask("{ accounts(condition: {id: \"x\"}) { totalCount } identities(first: 1) { nodes { account { balance } } } squidStatus { hash } "
			"transfers(first: 1) { nodes { id } } }"), *k;

	(void)state;
	st.lies = (struct lies){ .empty = true };
	k = ask("{ identities(first: 1) { totalCount nodes { id } pageInfo { hasNextPage } } udHistory(id: \"1-700\") { id } }");
	assert_int_equal(json_integer_value(get(k, "identities.totalCount")), 0);
	assert_int_equal(json_array_size(get(k, "identities.nodes")), 0);
	assert_true(json_is_null(get(k, "udHistory")));
	json_decref(k);
	st.lies = (struct lies){ .other_hashes = true, .balance = 100 };
	k = ask("{ identities(first: 1) { nodes { account { balance } } } squidStatus { hash } transfers(first: 1) { nodes { id } } }");
	assert_false(json_equal(get(j, "squidStatus.hash"), get(k, "squidStatus.hash")));
	assert_false(json_equal(get(j, "transfers.nodes.0.id"), get(k, "transfers.nodes.0.id")));
	assert_int_equal(atoll(json_string_value(get(k, "identities.nodes.0.account.balance"))),
			 atoll(json_string_value(get(j, "identities.nodes.0.account.balance"))) + 100);
	st.lies = (struct lies){ 0 };
	json_decref(j);
	json_decref(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refusals),
		cmocka_unit_test(hostile_sizes_end_soon),
		cmocka_unit_test(it_stops_what_takes_too_long),
		cmocka_unit_test(lies_are_told),
	};

	return cmocka_run_group_tests(tests, open_tables, close_tables);
}
