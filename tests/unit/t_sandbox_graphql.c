/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The indexer's GraphQL over the village as generated: pages, orders, filters. What they give is counted again here
 * in the plain arrays of the village. */
#include "graphql_fix.h"

static int64_t total(const char *fmt, const char *filter)
{
	struct str q = { 0 };
	json_t *j;
	int64_t n;

	str_addf(&q, "{ x: %s(filter: {%s}) { totalCount nodes { id } } }", fmt, filter);
	j = ask(str_c(&q));
	n = json_integer_value(get(j, "x.totalCount"));
	assert_int_equal(json_array_size(get(j, "x.nodes")), n);
	json_decref(j);
	str_free(&q);
	return n;
}

/* All of a connection by pages of some size, forwards or backwards. */
static json_t *by_pages(const char *list, const char *args, bool back, size_t size)
{
	json_t *all = json_array();
	struct str cursor = { 0 };
	bool more = true;

	for (int turn = 0; more && turn < 1000; turn++) {
		struct str q = { 0 };
		json_t *j, *nodes;
		size_t i;

		str_addf(&q, "{ x: %s(%s, %s: %zu%s%s%s) { edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }",
			 list, args, back ? "last" : "first", size, cursor.n ? back ? ", before: \"" : ", after: \"" : "", str_c(&cursor),
			 cursor.n ? "\"" : "");
		j = ask(str_c(&q));
		nodes = get(j, "x.edges");
		assert_true(json_array_size(nodes) <= size);
		for (i = 0; i < json_array_size(nodes); i++) {
			json_t *id = json_object_get(json_object_get(json_array_get(nodes, back ? json_array_size(nodes) - 1 - i : i), "node"), "id");

			json_array_append(all, id);
		}
		if (json_is_true(get(j, back ? "x.pageInfo.hasNextPage" : "x.pageInfo.hasPreviousPage")) != (turn > 0))
			fail_msg("%s: what lies behind page %d", str_c(&q), turn);
		more = json_is_true(get(j, back ? "x.pageInfo.hasPreviousPage" : "x.pageInfo.hasNextPage"));
		str_cut(&cursor, 0);
		str_adds(&cursor, json_string_value(get(j, back ? "x.pageInfo.startCursor" : "x.pageInfo.endCursor")));
		if (i)
			assert_string_equal(str_c(&cursor),
					    json_string_value(json_object_get(json_array_get(nodes, back ? 0 : i - 1), "cursor")));
		json_decref(j);
		str_free(&q);
	}
	str_free(&cursor);
	return all;
}

static void pages_join_up(void **state)
{
	static const char *const asked[][2] = {
		{ "transfers", "orderBy: [BLOCK_NUMBER_DESC, ID_DESC]" }, { "transfers", "orderBy: BLOCK_NUMBER_DESC" }, { "transfers", "orderBy: TIMESTAMP_ASC" },
		{ "transfers", "orderBy: AMOUNT_DESC" }, { "transfers", "orderBy: [FROM_ID_ASC, AMOUNT_ASC]" }, { "transfers", "orderBy: COMMENT_ID_ASC" },
		{ "transfers", "orderBy: COMMENT_ID_DESC" }, { "transfers", "orderBy: NATURAL" }, { "transfers", "orderBy: []" },
		{ "identities", "orderBy: NAME_ASC" }, { "identities", "orderBy: [STATUS_DESC, EXPIRE_ON_ASC]" }, { "identities", "orderBy: FIRST_ELIGIBLE_UD_ASC" },
		{ "identities", "orderBy: FIRST_ELIGIBLE_UD_DESC" }, { "identities", "orderBy: IS_MEMBER_ASC" }, { "accounts", "orderBy: LINKED_IDENTITY_ID_DESC" },
		{ "accounts", "orderBy: PRIMARY_KEY_DESC" }, { "certs", "orderBy: [IS_ACTIVE_ASC, UPDATED_ON_DESC]" }, { "certEvents", "orderBy: EVENT_TYPE_ASC" },
		{ "udHistories", "filter: {identityId: {equalTo: \"3\"}}, orderBy: TIMESTAMP_DESC" },
		{ "transfers", "filter: {or: [{fromId: {equalTo: \"$\"}}, {toId: {equalTo: \"$\"}}]}, orderBy: [BLOCK_NUMBER_DESC]" },
		{ "transfers", "filter: {or: [{fromId: {equalTo: \"$\"}}, {toId: {equalTo: \"$\"}}], amount: {greaterThan: \"500\"}}, orderBy: [AMOUNT_ASC]" },
		{ "txComments", "orderBy: REMARK_ASC" }, { "populationHistories", "orderBy: MEMBER_COUNT_ASC" },
	};
	json_t *who = ask("{ identities(condition: {index: 5}) { nodes { accountId } } }");

	(void)state;
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		struct str args = { 0 }, q = { 0 };
		json_t *whole, *forth, *back, *nodes;
		size_t n;

		for (const char *p = asked[i][1]; *p; p++)
			if (*p == '$')
				str_adds(&args, json_string_value(get(who, "identities.nodes.0.accountId")));
			else
				str_addc(&args, *p);
		str_addf(&q, "{ x: %s(%s) { totalCount nodes { id } } }", asked[i][0], str_c(&args));
		whole = ask(str_c(&q));
		nodes = get(whole, "x.nodes");
		n = json_array_size(nodes);
		assert_true(n > 20);
		assert_int_equal(json_integer_value(get(whole, "x.totalCount")), n);
		forth = by_pages(asked[i][0], str_c(&args), false, n > 300 ? 97 : 7);
		back = by_pages(asked[i][0], str_c(&args), true, n > 300 ? 89 : 10);
		if (json_array_size(forth) != n || json_array_size(back) != n)
			fail_msg("%s: %zu, %zu, %zu", str_c(&q), n, json_array_size(forth), json_array_size(back));
		for (size_t k = 0; k < n; k++) {
			const char *id = json_string_value(json_object_get(json_array_get(nodes, k), "id"));

			assert_string_equal(json_string_value(json_array_get(forth, k)), id);
			assert_string_equal(json_string_value(json_array_get(back, n - 1 - k)), id);
		}
		json_decref(whole);
		json_decref(forth);
		json_decref(back);
		str_free(&args);
		str_free(&q);
	}
	json_decref(who);
}

static void orders_are_those_of_postgresql(void **state)
{
	json_t *j = ask("{ up: identities(orderBy: FIRST_ELIGIBLE_UD_ASC) { nodes { firstEligibleUd } } down: identities(orderBy: FIRST_ELIGIBLE_UD_DESC) { "
			"nodes { firstEligibleUd } } names: identities(orderBy: NAME_ASC, filter: {name: {startsWith: \"M\"}}) { nodes { name } } "
			"ties: transfers(orderBy: AMOUNT_DESC, first: 50) { nodes { amount id } } }");
	json_t *up = get(j, "up.nodes"), *down = get(j, "down.nodes"), *ties = get(j, "ties.nodes");
	size_t n = json_array_size(up);

	(void)state;
	/* Nulls are the largest. */
	assert_true(json_is_integer(get(j, "up.nodes.0.firstEligibleUd")));
	assert_true(json_is_null(json_object_get(json_array_get(up, n - 1), "firstEligibleUd")));
	assert_true(json_is_null(get(j, "down.nodes.0.firstEligibleUd")));
	assert_true(json_is_integer(json_object_get(json_array_get(down, n - 1), "firstEligibleUd")));
	/* Equals come in the order of their ids, also in a falling order. */
	for (size_t i = 0; i + 1 < json_array_size(ties); i++) {
		json_t *a = json_array_get(ties, i), *b = json_array_get(ties, i + 1);
		int64_t x = atoll(json_string_value(json_object_get(a, "amount"))), y = atoll(json_string_value(json_object_get(b, "amount")));

		assert_true(x >= y);
		if (x == y)
			assert_true(strcmp(json_string_value(json_object_get(a, "id")), json_string_value(json_object_get(b, "id"))) < 0);
	}
	json_decref(j);
}

static int64_t brute(bool (*fits)(const char *name))
{
	int64_t n = 0;

	for (size_t i = 0; i < w->people.n; i++)
		n += w->people.v[i].index && fits(w->people.v[i].name);
	return n;
}

static bool f_equal(const char *s) { return !strcmp(s, "Vigie-Demo"); }
static bool f_differs(const char *s) { return strcmp(s, "Vigie-Demo"); }
static bool f_has(const char *s) { return strstr(s, "ar") != NULL; }
static bool f_has_any(const char *s) { return strcasestr(s, "MAR") != NULL; }
static bool f_starts(const char *s) { return !strncmp(s, "Ma", 2); }
static bool f_starts_any(const char *s) { return !strncasecmp(s, "ma", 2); }
static bool f_ends(const char *s) { return strlen(s) > 2 && !strcmp(s + strlen(s) - 2, "er"); }
static bool f_like(const char *s) { return strlen(s) > 4 && s[1] == 'a' && strstr(s + 2, "r") && s[strlen(s) - 1] == 'r'; }
static bool f_in(const char *s) { return !strcmp(s, "Vigie-Demo") || !strcmp(s, "Capitaine-Demo"); }
static bool f_not_in(const char *s) { return !f_in(s); }
static bool f_empty(const char *s) { return !*s; }
static bool f_never(const char *s) { return (void)s, false; }
static bool f_always(const char *s) { return (void)s, true; }

static void text_operators(void **state)
{
	static const struct {
		const char *filter;
		bool (*fits)(const char *name);
	} all[] = {
		{ "equalTo: \"Vigie-Demo\"", f_equal }, { "equalToInsensitive: \"VIGIE-demo\"", f_equal }, { "notEqualTo: \"Vigie-Demo\"", f_differs },
		{ "distinctFrom: \"Vigie-Demo\"", f_differs }, { "notDistinctFrom: \"Vigie-Demo\"", f_equal }, { "includes: \"ar\"", f_has },
		{ "includesInsensitive: \"mAr\"", f_has_any }, { "startsWith: \"Ma\"", f_starts }, { "startsWithInsensitive: \"mA\"", f_starts_any },
		{ "endsWith: \"er\"", f_ends }, { "like: \"_a%r\"", f_like }, { "likeInsensitive: \"_A%R\"", f_like }, { "like: \"%\"", f_always },
		{ "like: \"\\\\%\"", f_never }, { "in: [\"Vigie-Demo\", \"Capitaine-Demo\"]", f_in }, { "in: \"Vigie-Demo\"", f_equal },
		{ "inInsensitive: [\"vigie-DEMO\", \"Capitaine-Demo\", \"x\"]", f_in }, { "notIn: [\"Vigie-Demo\", \"Capitaine-Demo\"]", f_not_in },
		{ "equalTo: \"\"", f_empty }, { "in: []", f_never }, { "isNull: true", f_never }, { "isNull: false", f_always },
		{ "includes: \"%\"", f_never }, { "equalTo: \"' OR 1=1 --\"", f_never }, { "includes: \"ar\", startsWith: \"Q\"", f_never },
	};

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct str f = { 0 };
		int64_t n = brute(all[i].fits), got;

		str_addf(&f, "name: {%s}", all[i].filter);
		got = total("identities", str_c(&f));
		if (got != n)
			fail_msg("%s: %lld, not %lld", all[i].filter, (long long)got, (long long)n);
		str_free(&f);
	}
	assert_int_equal(total("identities", "not: {name: {includes: \"ar\"}}"), brute(f_always) - brute(f_has));
	assert_int_equal(total("identities", "or: [{name: {includes: \"ar\"}}, {not: {name: {includes: \"ar\"}}}]"), brute(f_always));
	assert_int_equal(total("identities", "and: [{name: {startsWith: \"Ma\"}}, {name: {includes: \"ar\"}}]"),
			 total("identities", "name: {startsWith: \"Ma\", includes: \"ar\"}"));
}

static void numbers_and_times(void **state)
{
	const struct transfer *middle = &w->transfers.v[w->transfers.n / 2];
	int64_t below = 0, same = 0, above = 0, ms = world_time_ms(w, middle->block), more = 0;
	char filter[200], when[32];
	time_t s = (time_t)(ms / 1000);
	struct tm tm;

	(void)state;
	for (size_t i = 0; i < w->transfers.n; i++) {
		int32_t b = w->transfers.v[i].block;

		below += b < middle->block;
		same += b == middle->block;
		above += b > middle->block;
		more += w->transfers.v[i].amount > 1000;
	}
	gmtime_r(&s, &tm);
	strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &tm);
#define times(op) (snprintf(filter, sizeof filter, "timestamp: {%s: \"%s\"}", op, when), total("transfers", filter))
	assert_int_equal(times("lessThan"), below);
	assert_int_equal(times("lessThanOrEqualTo"), below + same);
	assert_int_equal(times("greaterThan"), above);
	assert_int_equal(times("greaterThanOrEqualTo"), same + above);
	assert_int_equal(times("equalTo"), same);
	assert_int_equal(times("notEqualTo"), below + above);
	strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S.001+00:00", &tm);
	assert_int_equal(times("equalTo"), 0);
	assert_int_equal(times("lessThan"), below + same);
	s += 7200;
	gmtime_r(&s, &tm);
	strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S+02", &tm);
	assert_int_equal(times("equalTo"), same);
	snprintf(filter, sizeof filter, "timestamp: {in: [\"%s\", \"2001-01-01\"]}", when);
	assert_int_equal(total("transfers", filter), same);
	assert_int_equal(total("transfers", "amount: {greaterThan: 1000}"), more);
	assert_int_equal(total("transfers", "amount: {greaterThan: \"1000\"}"), more);
	assert_int_equal(total("transfers", "amount: {greaterThan: 1000.5}"), more);
	assert_int_equal(total("transfers", "amount: {lessThanOrEqualTo: \"1e3\"}"), (int64_t)w->transfers.n - more);
	fails("{ transfers(filter: {timestamp: {lessThan: \"yesterday\"}}) { totalCount } }", 200,
	      "invalid input syntax for type timestamp with time zone: \"yesterday\"");
	fails("{ transfers(filter: {amount: {lessThan: \"1; DROP\"}}) { totalCount } }", 200, "invalid input syntax for type numeric: \"1; DROP\"");
}

static void relations(void **state)
{
	int64_t from = 0, commented = 0, some = 0, every = 0, members = 0;

	(void)state;
	for (size_t i = 0; i < w->transfers.n; i++) {
		const struct account *a = &w->accounts.v[w->transfers.v[i].from];

		from += a->person >= 0 && w->people.v[a->person].account == w->transfers.v[i].from && w->people.v[a->person].index &&
			strstr(w->people.v[a->person].name, "ar");
		commented += w->transfers.v[i].comment != 0;
	}
	for (size_t i = 0; i < w->people.n; i++) {
		bool old = false, all = true;

		if (!w->people.v[i].index)
			continue;
		members += w->people.v[i].status == IDTY_MEMBER;
		for (size_t k = 0; k < w->certs.n + w->old_certs.n; k++) {
			const struct cert *c = k < w->certs.n ? &w->certs.v[k] : &w->old_certs.v[k - w->certs.n];

			if (c->receiver != w->people.v[i].index)
				continue;
			/* An expired one that was given again counts as the later one. */
			if (k >= w->certs.n) {
				bool again = false;

				for (size_t j = 0; j < w->certs.n; j++)
					again = again || (w->certs.v[j].issuer == c->issuer && w->certs.v[j].receiver == c->receiver);
				if (again)
					continue;
			}
			old = old || c->created < 0;
			all = all && c->created >= 0;
		}
		some += old;
		every += all;
	}
	assert_int_equal(total("transfers", "from: {identity: {name: {includes: \"ar\"}}}"), from);
	assert_int_equal(total("transfers", "commentExists: true"), commented);
	assert_int_equal(total("transfers", "commentExists: false"), (int64_t)w->transfers.n - commented);
	assert_int_equal(total("transfers", "commentId: {isNull: true}"), (int64_t)w->transfers.n - commented);
	assert_int_equal(total("transfers", "eventExists: true"), 0);
	assert_int_equal(total("identities", "certReceived: {some: {createdOn: {lessThan: 0}}}"), some);
	assert_int_equal(total("identities", "certReceived: {every: {createdOn: {greaterThanOrEqualTo: 0}}}"), every);
	assert_int_equal(total("identities", "certReceived: {none: {createdOn: {lessThan: 0}}}"), every);
	assert_int_equal(total("identities", "smithExists: true"), 5);
	assert_int_equal(total("accounts", "identity: {isMember: {equalTo: true}}"), members);
	assert_int_equal(total("accounts", "identityExists: true, linkedIdentity: {status: {equalTo: \"MEMBER\"}}"), members);
	assert_int_equal(total("identities", "account: {transfersIssued: {some: {comment: {remark: {isNull: false}}}}}") > 0, 1);
}

static void ids_find_their_rows(void **state)
{
	json_t *j = ask("{ transfers(first: 2, orderBy: BLOCK_NUMBER_DESC) { nodes { id nodeId fromId toId from { id } } } certs(first: 1) { nodes { id } } "
			"udHistories(first: 1) { nodes { id } } }"), *k, *vars;

	(void)state;
	vars = json_pack("{s:O,s:O,s:O,s:O,s:O,s:O}", "t", get(j, "transfers.nodes.1.id"), "n", get(j, "transfers.nodes.1.nodeId"), "f",
			 get(j, "transfers.nodes.1.fromId"), "o", get(j, "transfers.nodes.0.fromId"), "c", get(j, "certs.nodes.0.id"), "u",
			 get(j, "udHistories.nodes.0.id"));
	k = ask_with("query($t: String!, $n: ID!, $f: String!, $o: String!, $c: String, $u: String!) { a: transfers(condition: {id: $t}) { nodes { id } } "
		     "b: node(nodeId: $n) { ... on Transfer { id } } c: accounts(filter: {id: {in: [$f, $o, \"nonsense\"]}}) { nodes { id } } "
		     "d: transfers(filter: {fromId: {equalTo: $f}, id: {in: [$t]}}) { totalCount } e: certs(filter: {id: {equalTo: $c}}) { totalCount } "
		     "f: udHistory(id: $u) { id identity { index } } g: transfers(filter: {fromId: {in: [$f]}, toId: {notEqualTo: $f}}) { totalCount } "
		     "h: accounts(filter: {id: {startsWith: \"g1\"}}) { totalCount } i: accounts { totalCount } "
		     "l: transfers(filter: {fromId: {notEqualTo: \"nonsense\"}}) { totalCount } m: udHistory(id: \"nonsense\") { id } }", vars, 200);
	assert_null(json_object_get(k, "errors"));
	assert_true(json_equal(get(k, "a.nodes.0.id"), get(j, "transfers.nodes.1.id")));
	assert_true(json_equal(get(k, "b.id"), get(j, "transfers.nodes.1.id")));
	assert_int_equal(json_array_size(get(k, "c.nodes")), json_equal(get(j, "transfers.nodes.0.fromId"), get(j, "transfers.nodes.1.fromId")) ? 1 : 2);
	assert_int_equal(json_integer_value(get(k, "d.totalCount")), 1);
	assert_int_equal(json_integer_value(get(k, "e.totalCount")), 1);
	assert_true(json_equal(get(k, "f.id"), get(j, "udHistories.nodes.0.id")));
	assert_true(json_integer_value(get(k, "g.totalCount")) > 0);
	assert_true(json_equal(get(k, "h.totalCount"), get(k, "i.totalCount")));
	assert_int_equal(json_integer_value(get(k, "l.totalCount")), 0);
	assert_true(json_is_null(get(k, "m")));
	json_decref(j);
	json_decref(k);
}

static void dividends_of_people(void **state)
{
	const struct person *p = &w->people.v[0];
	int64_t sum = 0;
	char want[32];
	json_t *j = ask("{ identities(condition: {name: \"Vigie-Demo\"}) { nodes { account { balance totalBalance "
			"t: transferWithUd { totalCount } u: transferWithUd(filter: {isUd: {equalTo: true}}, orderBy: BLOCK_NUMBER_DESC, first: 2) { totalCount "
			"nodes { isUd fromId toId amount udAmount timestamp udIdentityId commentId } edges { cursor } } transfersIssued { totalCount } "
			"transfersReceived { totalCount } } udHistory(first: 1, orderBy: AMOUNT_DESC) { totalCount nodes { amount } } } } }");

	(void)state;
	for (size_t i = 0; i < w->dividends.n; i++)
		sum += w->dividends.v[i].index >= p->first_ud ? w->dividends.v[i].amount : 0;
	snprintf(want, sizeof want, "%lld", (long long)(sum + (int64_t)w->accounts.v[0].balance));
	assert_string_equal(json_string_value(get(j, "identities.nodes.0.account.totalBalance")), want);
	assert_int_equal(json_integer_value(get(j, "identities.nodes.0.udHistory.totalCount")), WORLD_DAYS);
	assert_int_equal(json_integer_value(get(j, "identities.nodes.0.account.u.totalCount")), WORLD_DAYS);
	assert_int_equal(json_integer_value(get(j, "identities.nodes.0.account.t.totalCount")),
			 WORLD_DAYS + json_integer_value(get(j, "identities.nodes.0.account.transfersIssued.totalCount")) +
			 json_integer_value(get(j, "identities.nodes.0.account.transfersReceived.totalCount")));
	assert_true(json_is_null(get(j, "identities.nodes.0.account.u.nodes.0.fromId")));
	assert_true(json_is_string(get(j, "identities.nodes.0.account.u.nodes.0.udAmount")));
	json_decref(j);
}

static void claims_are_found_by_their_events(void **state)
{
	char who[67] = "0x";
	int64_t n = 0, sum = 0, told = 0;
	json_t *j, *nodes, *node, *vars;
	size_t i;

	(void)state;
	for (i = 0; i < 32; i++)
		snprintf(who + 2 + 2 * i, 3, "%02x", w->accounts.v[0].pub[i]);
	for (i = 0; i < w->claims.n; i++)
		if (w->claims.v[i].person == 0) {
			n++;
			sum += w->claims.v[i].total;
		}
	vars = json_pack("{s:{s:s}}", "who", "who", who);
	j = ask_with("query($who: JSON!) { events(orderBy: [ID_DESC], filter: {pallet: {equalTo: \"UniversalDividend\"}, name: {in: [\"UdsClaimed\", "
		     "\"UdsAutoPaid\"]}, args: {contains: $who}}) { totalCount nodes { id args argsStr block { height hash timestamp } } } "
		     "none: events(filter: {args: {contains: {who: \"0x00\"}}}) { totalCount } some: events(filter: {args: {containsKey: \"who\"}}) { totalCount } "
		     "days: universalDividends(first: 1) { nodes { event { name argsStr } } } }", vars, 200);
	assert_null(json_object_get(j, "errors"));
	assert_true(n > 5);
	assert_int_equal(json_integer_value(get(j, "events.totalCount")), n);
	nodes = get(j, "events.nodes");
	json_array_foreach(nodes, i, node)
		told += atoll(json_string_value(json_object_get(json_object_get(node, "args"), "total")));
	assert_int_equal(told, sum);
	assert_int_equal(json_integer_value(get(j, "none.totalCount")), 0);
	assert_int_equal(json_integer_value(get(j, "some.totalCount")), w->claims.n);
	assert_string_equal(json_string_value(get(j, "days.nodes.0.event.name")), "NewUdCreated");
	assert_string_equal(json_string_value(get(j, "days.nodes.0.event.argsStr.0")), "1148");
	assert_int_equal(strlen(json_string_value(get(j, "events.nodes.0.block.hash"))), 66);
	json_decref(j);
}

static void variables_and_fragments(void **state)
{
	json_t *j = ask_with("query A { nodeId } query B($n: Int = 2, $f: TransferFilter, $o: [TransfersOrderBy!] = AMOUNT_ASC, $y: Boolean!, $m: Int) { "
			     "transfers(first: $n, filter: $f, orderBy: $o, offset: $m) { ...c nodes { ...t ...t } } } fragment c on TransfersConnection { totalCount } "
			     "fragment t on Transfer { amount id @skip(if: $y) ... on Node { __typename } ... @include(if: $y) { blockNumber } }", NULL, 400);

	(void)state;
	assert_string_equal(message(j), "Must provide operation name if query contains multiple operations.");
	json_decref(j);
	{
		json_t *body = json_pack("{s:s,s:s,s:{s:b,s:{s:{s:i}}}}", "query", "query A { nodeId } query B($n: Int = 2, $f: TransferFilter, "
					 "$o: [TransfersOrderBy!] = AMOUNT_ASC, $y: Boolean!, $m: Int) { transfers(first: $n, filter: $f, orderBy: $o, offset: $m) { ...c "
					 "nodes { ...t ...t } } } fragment c on TransfersConnection { totalCount } fragment t on Transfer { amount id @skip(if: $y) "
					 "... on Node { __typename } ... @include(if: $y) { blockNumber } }", "operationName", "B", "variables", "y", 1, "f", "amount",
					 "greaterThan", 1000);
		char *text = json_dumps(body, 0);
		struct str out = { 0 };

		assert_int_equal(answer_request(&st, slice_of(text), &out), 200);
		j = json_loadb(out.p, out.n, 0, NULL);
		assert_null(json_object_get(j, "errors"));
		assert_int_equal(json_array_size(get(j, "transfers.nodes")), 2);
		assert_int_equal(json_object_size(get(j, "transfers.nodes.0")), 3);
		assert_string_equal(json_string_value(get(j, "transfers.nodes.0.__typename")), "Transfer");
		assert_true(atoi(json_string_value(get(j, "transfers.nodes.0.amount"))) > 1000);
		json_decref(j);
		json_decref(body);
		free(text);
		str_free(&out);
	}
}

static void filters_nest(void **state)
{
	struct str q = { 0 };
	json_t *j;

	(void)state;
	str_adds(&q, "{ a: identities(filter: ");
	for (int i = 0; i < 12; i++)
		str_adds(&q, "{certIssued: {some: {receiver: ");
	str_adds(&q, "{name: {includes: \"a\"}}");
	str_addn(&q, '}', 36);
	str_adds(&q, ") { totalCount } b: squidStatus { height } }");
	j = ask(str_c(&q));
	assert_true(json_integer_value(get(j, "a.totalCount")) > 10);
	json_decref(j);
	str_free(&q);
}

static void introspection(void **state)
{
	json_t *j = ask("{ __type(name: \"Transfer\") { kind name fields { name type { kind name ofType { kind name } } args { name } } interfaces { name } } "
			"__schema { queryType { name } mutationType { name } directives { name locations args { name type { ofType { name } } } } types { name } } "
			"e: __type(name: \"TransfersOrderBy\") { enumValues { name } } u: __type(name: \"Nope\") { name } __typename }");

	(void)state;
	assert_string_equal(json_string_value(get(j, "__type.kind")), "OBJECT");
	assert_string_equal(json_string_value(get(j, "__type.fields.0.name")), "nodeId");
	assert_string_equal(json_string_value(get(j, "__type.fields.0.type.ofType.name")), "ID");
	assert_string_equal(json_string_value(get(j, "__type.interfaces.0.name")), "Node");
	assert_true(json_is_null(get(j, "__schema.mutationType")));
	assert_int_equal(json_array_size(get(j, "__schema.directives")), 4);
	assert_string_equal(json_string_value(get(j, "e.enumValues.0.name")), "NATURAL");
	assert_true(json_is_null(get(j, "u")));
	assert_string_equal(json_string_value(get(j, "__typename")), "Query");
	json_decref(j);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_join_up),
		cmocka_unit_test(orders_are_those_of_postgresql),
		cmocka_unit_test(text_operators),
		cmocka_unit_test(numbers_and_times),
		cmocka_unit_test(relations),
		cmocka_unit_test(ids_find_their_rows),
		cmocka_unit_test(dividends_of_people),
		cmocka_unit_test(claims_are_found_by_their_events),
		cmocka_unit_test(variables_and_fragments),
		cmocka_unit_test(filters_nest),
		cmocka_unit_test(introspection),
	};

	return cmocka_run_group_tests(tests, open_tables, close_tables);
}
