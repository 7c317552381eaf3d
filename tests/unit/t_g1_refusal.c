/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events of blocks, and what the chain and its nodes say when they refuse. */
#include "t_g1.h"
#include "base/str.h"
#include "codec/pack.h"
#include "g1/events.h"
#include "g1/refusal.h"

/* Builds System.Events by hand: each record is phase, event, no topics. */
static void record(struct str *s, int extrinsic, const char *event_hex)
{
	struct str e = g1_hex(event_hex);
	if (extrinsic < 0)
		str_addc(s, 1);
	else
		pack_uint(s, 0, 1), pack_uint(s, (uint64_t)extrinsic, 4);
	str_add(s, slice_str(&e));
	str_addc(s, 0);
	str_free(&e);
}

#define INFO "0000" "00" "00"  /* DispatchEventInfo: weight of two compacts, class, pays fee */
#define WHO "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c"

static void outcomes(void **state)
{
	struct runtime *r = g1_runtime();
	struct str s = { 0 };
	struct events_outcome o;
	pack_compact(&s, 7);
	record(&s, 0, "0000" INFO);                                              /* the time */
	record(&s, 1, "1e03" "0300" "980d000000000000" WHO);                     /* UdsClaimed 3, 3480 */
	record(&s, 1, "2000" WHO "0500000000000000" "0200000000000000");          /* TransactionFeePaid 5, tip 2 */
	record(&s, 1, "0000" INFO);
	record(&s, 2, "0001" "030602000000" INFO);                               /* ExtrinsicFailed Balances.InsufficientBalance */
	record(&s, 3, "3600" "01000000" "0702");                                 /* BatchInterrupted 1, Token BelowMinimum */
	record(&s, 3, "0000" INFO);
	assert_true(events_outcome(r, slice_str(&s), 1, &o));
	assert_true(o.found && o.success && !o.partial);
	assert_int_equal(o.claimed_c, 3480);
	assert_int_equal(o.claimed_n, 3);
	assert_int_equal(o.fee_c, 5);
	assert_int_equal(o.tip_c, 2);
	assert_true(events_outcome(r, slice_str(&s), 2, &o));
	assert_true(o.found && !o.success);
	assert_string_equal(o.error.name, "Balances.InsufficientBalance");
	assert_int_equal(o.error.code, E_NO_MONEY);
	assert_string_equal(o.error.words, "there is not enough money in this account");
	assert_true(events_outcome(r, slice_str(&s), 3, &o));
	assert_true(o.found && o.success && o.partial);
	assert_string_equal(o.error.name, "Token.BelowMinimum");
	assert_true(events_outcome(r, slice_str(&s), 9, &o));
	assert_false(o.found);
	/* a byte too few, a byte too many, an event that does not exist */
	assert_false(events_outcome(r, slice_to(slice_str(&s), s.n - 1), 1, &o));
	assert_false(o.found);
	str_addc(&s, 0);
	assert_false(events_outcome(r, slice_str(&s), 1, &o));
	str_free(&s);
	pack_compact(&s, 1);
	record(&s, 0, "00ff");
	assert_false(events_outcome(r, slice_str(&s), 0, &o));
	str_free(&s);
	assert_false(events_outcome(r, SLICE("\xfe\xff\xff\xff"), 0, &o));
	assert_true(events_outcome(r, SLICE("\0"), 0, &o));
	runtime_drop(r);
	(void)state;
}

static void shown(void **state)
{
	struct runtime *r = g1_runtime();
	struct str s = { 0 }, text = { 0 };
	struct events ev;
	struct event e;
	pack_compact(&s, 1);
	record(&s, -1, "0602" WHO WHO "d007000000000000");
	events_open(&ev, r, slice_str(&s));
	assert_true(events_next(&ev, &e));
	assert_int_equal(e.extrinsic, EVENTS_NONE);
	assert_true(event_is(&e, "Balances.Transfer"));
	assert_false(event_is(&e, "Balances.Transfe"));
	assert_true(event_text(&ev, &e, &text));
	assert_non_null(strstr(text.p, "Balances.Transfer(from: g1N7Qta7a1xQu2D9644TgLrBqJTsKirTiDYC9mwAqPqgU7DDz"));
	json_t *j = event_json(&ev, &e);
	assert_non_null(j);
	json_decref(j);
	assert_false(events_next(&ev, &e));
	assert_false(ev.bad);
	str_free(&s);
	str_free(&text);
	runtime_drop(r);
	(void)state;
}

static void dispatch(const struct runtime *r, const char *hex, const char *name, enum err code)
{
	struct str b = g1_hex(hex);
	struct scale in = scale_open(b.p, b.n);
	struct refusal_error e;
	assert_true(refusal_dispatch(r, &in, &e));
	assert_true(scale_done(&in));
	assert_string_equal(e.name, name);
	assert_int_equal(e.code, code);
	assert_true(*e.words != 0);
	str_free(&b);
}

static void dispatch_errors(void **state)
{
	struct runtime *r = g1_runtime();
	dispatch(r, "00", "Other", E_CHAIN_REFUSED);
	dispatch(r, "02", "BadOrigin", E_CHAIN_REFUSED);
	dispatch(r, "030602000000", "Balances.InsufficientBalance", E_NO_MONEY);
	dispatch(r, "031e00000000", "UniversalDividend.AccountNotAllowedToClaimUds", E_CHAIN_REFUSED);
	dispatch(r, "032b04000000", "Certification.NotRespectCertPeriod", E_CHAIN_REFUSED);
	dispatch(r, "032c05000000", "Distance.CallerIdentityNotFound", E_NOT_FOUND);
	dispatch(r, "030004000000", "System.NonZeroRefCount", E_CHAIN_REFUSED);  /* no words of ours: the runtime's own */
	dispatch(r, "0306ff000000", "Module.6.255", E_CHAIN_REFUSED);
	dispatch(r, "0702", "Token.BelowMinimum", E_TOO_LITTLE);
	dispatch(r, "0801", "Arithmetic.Overflow", E_AMOUNT);
	struct scale in = scale_open("\x03\x06", 2);
	struct refusal_error e;
	assert_false(refusal_dispatch(r, &in, &e));
	assert_null(refusal_words("Nothing.Known"));
	/* every name of our table is one of the metadata, so that none is misspelt */
	static const char *const names[] = {
#define SAY(name, code, words) name,
#include "g1/refusal.def"
#undef SAY
	};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *dot = strchr(names[i], '.');
		if (!dot || !strncmp(names[i], "Token.", 6) || !strncmp(names[i], "Arithmetic.", 11))
			continue;
		/* three came after the runtime that is built in */
		if (strstr("Identity.AccountAlreadyLinked Identity.CanNotChangeOwnerKeyOfUnconfirmed Identity.CanNotChangeOwnerKeyOfRevoked", names[i]))
			continue;
		const struct meta_pallet *p = meta_pallet(r->meta, (struct slice){ names[i], (size_t)(dot - names[i]) });
		if (!p || !registry_variant_named(registry_get(&r->meta->types, p->errors), slice_of(dot + 1)))
			fail_msg("no error %s in the metadata", names[i]);
	}
	runtime_drop(r);
	(void)state;
}

static void pool_errors(void **state)
{
	static const struct { int64_t code; const char *message, *data; enum refusal_kind kind; enum err err; } cases[] = {
		{ 1010, "Invalid Transaction", "Transaction has a bad signature", REFUSAL_NEVER, E_BAD_SIGNATURE },
		{ 1010, "Invalid Transaction", "Transaction is outdated", REFUSAL_STALE, E_STALE_NONCE },
		{ 1010, "Invalid Transaction", "Transaction will be valid in the future", REFUSAL_LATER, E_BUSY },
		{ 1010, "Invalid Transaction", "Inability to pay some fees (e.g. account balance too low)", REFUSAL_NEVER, E_NO_MONEY },
		{ 1010, "Invalid Transaction", "Transaction has an ancient birth block", REFUSAL_OLD, E_EXPIRED },
		{ 1010, "Invalid Transaction", "Transaction would exhaust the block limits", REFUSAL_LATER, E_POOL_FULL },
		{ 1010, "Invalid Transaction", "Transaction call is not expected", REFUSAL_NEVER, E_CHAIN_REFUSED },
		{ 1010, "Invalid Transaction", "Custom error: 7", REFUSAL_NEVER, E_CHAIN_REFUSED },
		{ 1011, "Unknown Transaction Validity", NULL, REFUSAL_LATER, E_RPC },
		{ 1012, "Transaction is temporarily banned", NULL, REFUSAL_KNOWN, E_BUSY },
		{ 1013, "Transaction Already Imported", NULL, REFUSAL_KNOWN, E_EXISTS },
		{ 1014, "Priority is too low: (1 vs 2)", NULL, REFUSAL_STALE, E_STALE_NONCE },
		{ 1016, "Immediately Dropped", NULL, REFUSAL_LATER, E_POOL_FULL },
		{ -32601, "Method not found", NULL, REFUSAL_NETWORK, E_RPC },
	};
	struct refusal r;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct rpc_answer a = { .fault = { .code = E_RPC }, .code = cases[i].code, .message = cases[i].message };
		json_t *data = cases[i].data ? json_string(cases[i].data) : NULL;
		a.data = data;
		refusal_submit(&a, &r);
		assert_int_equal(r.kind, cases[i].kind);
		assert_int_equal(r.code, cases[i].err);
		assert_true(*r.words != 0);
		json_decref(data);
	}
	refusal_submit(&(struct rpc_answer){ .fault = { .code = E_TIMEOUT }, .message = "" }, &r);
	assert_int_equal(r.kind, REFUSAL_NETWORK);
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outcomes), cmocka_unit_test(shown), cmocka_unit_test(dispatch_errors), cmocka_unit_test(pool_errors),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
