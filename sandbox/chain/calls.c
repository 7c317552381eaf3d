/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/calls.h"

#include "sandbox/chain/balances.h"
#include "sandbox/chain/ud.h"

/* Weights are those that were measured for g1: time, and how often the database is read and written. per_byte and per_call
 * count what is inside. */
struct call_line {
	const char *pallet, *name;
	call_fn *fn;
	uint64_t time;
	unsigned reads, writes;
	unsigned per_byte, per_call;
};
static const struct call_line lines[];

enum { BATCH_MAX = 10922 };
static const uint64_t read_weight = 131118000, write_weight = 957435000;

static const struct call_line *line_of(const struct exec *x, uint8_t pallet, uint8_t call)
{
	const struct rt_pallet *p = runtime_pallet_at(x->rt, pallet);
	const struct rt_variant *v = p ? runtime_variant(x->rt, p->calls, call) : NULL;

	for (const struct call_line *l = lines; v && l->pallet; l++)
		if (!strcmp(l->pallet, p->name) && slice_is(v->name, l->name))
			return l;
	return NULL;
}

struct derr dispatch(struct exec *x, struct origin o, struct scale *call)
{
	const struct rt_pallet *p;
	const struct rt_variant *v;
	const struct call_line *l;
	struct scale args;
	struct layer layer;
	struct derr e;
	uint8_t pallet = (uint8_t)scale_uint(call, 1), index = (uint8_t)scale_uint(call, 1);

	args = *call;
	p = runtime_pallet_at(x->rt, pallet);
	v = p ? runtime_variant(x->rt, p->calls, index) : NULL;
	for (size_t i = 0; v && i < v->n; i++)
		runtime_skip(x->rt, v->fields[i].type, call);
	l = line_of(x, pallet, index);
	if (!v || call->bad || !l || !l->fn || (x->in_batch_all && !strcmp(l->name, "batch_all")))
		return module_error(x, "System", "CallFiltered");
	layer = exec_open(x);
	e = l->fn(x, o, &args);
	if (FAILED(e))
		exec_back(x, &layer);
	else
		exec_keep(x, &layer);
	return e;
}

uint64_t dispatch_weight(const struct exec *x, struct scale *call)
{
	uint8_t pallet = (uint8_t)scale_uint(call, 1), index = (uint8_t)scale_uint(call, 1);
	const struct rt_pallet *p = runtime_pallet_at(x->rt, pallet);
	const struct rt_variant *v = p ? runtime_variant(x->rt, p->calls, index) : NULL;
	const struct call_line *l = line_of(x, pallet, index);
	uint64_t w = l ? l->time + l->reads * read_weight + l->writes * write_weight : 200000000;

	if (l && l->per_call) {
		uint64_t n = scale_count(call, 2);

		w += n * l->per_call;
		while (n-- && !call->bad)
			w += dispatch_weight(x, call);
	} else if (l && l->per_byte) {
		w += scale_blob(call).n * l->per_byte;
	} else {
		for (size_t i = 0; v && i < v->n; i++)
			runtime_skip(x->rt, v->fields[i].type, call);
	}
	return w;
}

static const struct derr bad_origin = { .kind = D_BAD_ORIGIN };

/* A MultiAddress: only Id and Address32 name accounts here. */
static const unsigned char *take_account(struct scale *s)
{
	uint64_t kind = scale_uint(s, 1);

	return kind == 0 || kind == 3 ? scale_take(s, 32) : NULL;
}

static const struct derr cannot_lookup = { .kind = D_CANNOT_LOOKUP };

static struct derr call_remark(struct exec *x, struct origin o, struct scale *args)
{
	(void)x, (void)o, (void)args;
	return OK_DONE;
}

static struct derr call_remark_with_event(struct exec *x, struct origin o, struct scale *args)
{
	struct slice text = scale_blob(args);
	unsigned char hash[32];

	if (!o.signer)
		return bad_origin;
	hash_blake2_256(hash, text.p, text.n);
	emit(x, "System", "Remarked", "aa", o.signer, hash);
	return OK_DONE;
}

static struct derr transfer(struct exec *x, struct origin o, struct scale *args, enum keep keep, bool in_ud)
{
	const unsigned char *to = take_account(args);
	uint64_t n = scale_compact(args), ud = state_uint(&x->st, key_plain(S_UD), 0);

	if (!o.signer)
		return bad_origin;
	if (!to)
		return cannot_lookup;
	if (in_ud) {
		if (n && ud > UINT64_MAX / n)
			return (struct derr){ .kind = D_ARITHMETIC, .error = ARITHMETIC_OVERFLOW };
		n = n * ud / 1000;
	}
	return balance_transfer(x, o.signer, to, n, keep);
}

static struct derr call_transfer_allow_death(struct exec *x, struct origin o, struct scale *args)
{
	return transfer(x, o, args, EXPENDABLE, false);
}

static struct derr call_transfer_keep_alive(struct exec *x, struct origin o, struct scale *args)
{
	return transfer(x, o, args, PRESERVE, false);
}

static struct derr call_transfer_ud(struct exec *x, struct origin o, struct scale *args)
{
	return transfer(x, o, args, EXPENDABLE, true);
}

static struct derr call_transfer_ud_keep_alive(struct exec *x, struct origin o, struct scale *args)
{
	return transfer(x, o, args, PRESERVE, true);
}

static struct derr call_transfer_all(struct exec *x, struct origin o, struct scale *args)
{
	const unsigned char *to = take_account(args);

	if (!o.signer)
		return bad_origin;
	if (!to)
		return cannot_lookup;
	return balance_transfer_all(x, o.signer, to, scale_flag(args));
}

static struct derr call_burn(struct exec *x, struct origin o, struct scale *args)
{
	uint64_t n = scale_compact(args);

	return o.signer ? balance_burn(x, o.signer, n, scale_flag(args)) : bad_origin;
}

static struct derr call_claim_uds(struct exec *x, struct origin o, struct scale *args)
{
	(void)args;
	return o.signer ? ud_claim(x, o.signer) : bad_origin;
}

/* For root only, and nobody here is root. */
static struct derr call_root(struct exec *x, struct origin o, struct scale *args)
{
	(void)x, (void)args;
	return o.root ? OK_DONE : bad_origin;
}

static struct derr call_set_now(struct exec *x, struct origin o, struct scale *args)
{
	if (o.signer)
		return bad_origin;
	x->now_ms = scale_compact(args);
	state_put_uint(&x->st, key_plain(S_NOW), x->now_ms, 8);
	ud_on_timestamp(x);
	return OK_DONE;
}

enum batch { BATCH, BATCH_ALL, BATCH_FORCE };

static struct derr run_batch(struct exec *x, struct origin o, struct scale *args, enum batch how)
{
	uint64_t n = scale_count(args, 2);
	bool was_all = x->in_batch_all, errors = false;
	struct derr e = OK_DONE;

	if (!o.signer)
		return bad_origin;
	if (n > BATCH_MAX)
		return module_error(x, "Utility", "TooManyCalls");
	x->in_batch_all |= how == BATCH_ALL;
	for (uint32_t i = 0; i < n && !FAILED(e); i++) {
		e = dispatch(x, o, args);
		if (!FAILED(e)) {
			emit(x, "Utility", "ItemCompleted", "");
		} else if (how == BATCH) {
			emit(x, "Utility", "BatchInterrupted", "de", i, e);
		} else if (how == BATCH_FORCE) {
			emit(x, "Utility", "ItemFailed", "e", e);
			errors = true;
			e = OK_DONE;
		}
	}
	x->in_batch_all = was_all;
	if (FAILED(e))
		return how == BATCH_ALL ? e : OK_DONE;
	emit(x, "Utility", errors ? "BatchCompletedWithErrors" : "BatchCompleted", "");
	return OK_DONE;
}

static struct derr call_batch(struct exec *x, struct origin o, struct scale *args)
{
	return run_batch(x, o, args, BATCH);
}

static struct derr call_batch_all(struct exec *x, struct origin o, struct scale *args)
{
	return run_batch(x, o, args, BATCH_ALL);
}

static struct derr call_force_batch(struct exec *x, struct origin o, struct scale *args)
{
	return run_batch(x, o, args, BATCH_FORCE);
}

static const struct call_line lines[] = {
	{ "System", "remark", call_remark, 235217568, 0, 0, 1347, 0 },
	{ "System", "remark_with_event", call_remark_with_event, 83806880, 0, 0, 6080, 0 },
	{ "System", "set_heap_pages", call_root, 200000000, 0, 0, 0, 0 },
	{ "System", "set_code", call_root, 200000000, 0, 0, 0, 0 },
	{ "System", "set_code_without_checks", call_root, 200000000, 0, 0, 0, 0 },
	{ "System", "set_storage", call_root, 200000000, 0, 0, 0, 0 },
	{ "System", "kill_storage", call_root, 200000000, 0, 0, 0, 0 },
	{ "System", "kill_prefix", call_root, 200000000, 0, 0, 0, 0 },
	{ "Account", "unlink_identity", call_unlink_identity, 34352000, 1, 1, 0, 0 },
	{ "Timestamp", "set", call_set_now, 100000000, 2, 1, 0, 0 },
	{ "Balances", "transfer_allow_death", call_transfer_allow_death, 372574000, 2, 2, 0, 0 },
	{ "Balances", "transfer_keep_alive", call_transfer_keep_alive, 228093000, 1, 1, 0, 0 },
	{ "Balances", "transfer_all", call_transfer_all, 282296000, 1, 1, 0, 0 },
	{ "Balances", "burn", call_burn, 263537000, 1, 1, 0, 0 },
	{ "Balances", "force_transfer", call_root, 200000000, 0, 0, 0, 0 },
	{ "Balances", "force_unreserve", call_root, 200000000, 0, 0, 0, 0 },
	{ "Balances", "force_set_balance", call_root, 200000000, 0, 0, 0, 0 },
	{ "Balances", "force_adjust_total_issuance", call_root, 200000000, 0, 0, 0, 0 },
	{ "UniversalDividend", "claim_uds", call_claim_uds, 299089102, 5, 2, 0, 0 },
	{ "UniversalDividend", "transfer_ud", call_transfer_ud, 408371000, 3, 2, 0, 0 },
	{ "UniversalDividend", "transfer_ud_keep_alive", call_transfer_ud_keep_alive, 246963000, 2, 1, 0, 0 },
	{ "Identity", "create_identity", call_create_identity, 483463000, 12, 11, 0, 0 },
	{ "Identity", "confirm_identity", call_confirm_identity, 230852000, 5, 4, 0, 0 },
	{ "Identity", "change_owner_key", call_change_owner_key, 757408000, 7, 5, 0, 0 },
	{ "Identity", "revoke_identity", call_revoke_identity, 684481000, 6, 5, 0, 0 },
	{ "Identity", "revoke_identity_legacy", call_revoke_identity_legacy, 716037000, 6, 5, 0, 0 },
	{ "Identity", "link_account", call_link_account, 529592000, 3, 1, 0, 0 },
	{ "Identity", "prune_item_identities_names", call_root, 200000000, 0, 0, 0, 0 },
	{ "Identity", "fix_sufficients", call_root, 200000000, 0, 0, 0, 0 },
	{ "Certification", "add_cert", call_add_cert, 275907000, 7, 4, 0, 0 },
	{ "Certification", "renew_cert", call_renew_cert, 254296000, 6, 3, 0, 0 },
	{ "Certification", "del_cert", call_root, 200000000, 0, 0, 0, 0 },
	{ "Certification", "remove_all_certs_received_by", call_root, 200000000, 0, 0, 0, 0 },
	{ "Distance", "request_distance_evaluation", call_request_distance, 441185000, 9, 4, 0, 0 },
	{ "Distance", "request_distance_evaluation_for", call_request_distance_for, 463148000, 10, 4, 0, 0 },
	{ "Distance", "update_evaluation", call_update_evaluation, 400000000, 4, 2, 0, 0 },
	{ "Distance", "force_update_evaluation", call_root, 200000000, 0, 0, 0, 0 },
	{ "Distance", "force_valid_distance_status", call_root, 200000000, 0, 0, 0, 0 },
	{ "Utility", "batch", call_batch, 33246330, 0, 0, 0, 18353886 },
	{ "Utility", "batch_all", call_batch_all, 22168078, 0, 0, 0, 19641709 },
	{ "Utility", "force_batch", call_force_batch, 12290153, 0, 0, 0, 18293568 },
	{ NULL, NULL, NULL, 0, 0, 0, 0, 0 },
};
