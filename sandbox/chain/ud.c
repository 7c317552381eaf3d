/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/ud.h"

#include "codec/pack.h"
#include "sandbox/chain/balances.h"

enum { UD_PERIOD_MS = 86400000, UDS_PER_REEVAL = 182 };
static const uint64_t reeval_ms = 15778800000, growth = 2382304, billion = 1000000000;

struct reeval {
	uint16_t index;
	uint64_t amount;
};
VEC(reevals, struct reeval);

static struct reevals reevals_get(const struct state *s)
{
	struct reevals r = { 0 };
	struct slice v = { "", 0 };
	struct scale in;
	size_t n;

	state_get(s, key_plain(S_PAST_REEVALS), &v);
	in = scale_open(v.p, v.n);
	n = v.n ? scale_count(&in, 10) : 0;
	while (n--) {
		struct reeval one;

		one.index = (uint16_t)scale_uint(&in, 2);
		one.amount = scale_uint(&in, 8);
		vec_push(&r, one);
	}
	return r;
}

uint64_t ud_unclaimed(const struct state *s, uint16_t first, uint16_t *count)
{
	uint16_t cur = (uint16_t)state_uint(s, key_plain(S_UD_INDEX), 1);
	struct reevals r = reevals_get(s);
	uint64_t total = 0;

	*count = 0;
	for (size_t i = r.n; first && first < cur && i--;) {
		uint16_t from = r.v[i].index <= first ? first : r.v[i].index;

		total += (uint64_t)(cur - from) * r.v[i].amount;
		*count = (uint16_t)(*count + cur - from);
		cur = from;
	}
	vec_free(&r);
	return total;
}

/* UD' = UD + c2 * M / (N * 182); the part of the mass is rounded to the nearest, halves down. */
static void revalue(struct exec *x, uint64_t members)
{
	uint64_t ud = state_uint(&x->st, key_plain(S_UD), 0), mass = state_uint(&x->st, key_plain(S_MASS), 0);
	uint64_t grown = (uint64_t)(((unsigned __int128)mass * growth + billion / 2 - 1) / billion);
	struct reevals r = reevals_get(&x->st);
	struct str o = { 0 };

	ud += grown / ((members ? members : 1) * UDS_PER_REEVAL);
	state_put_uint(&x->st, key_plain(S_UD), ud, 8);
	if (r.n == 160)
		vec_remove(&r, 0);
	vec_push(&r, (struct reeval){ (uint16_t)state_uint(&x->st, key_plain(S_UD_INDEX), 1), ud });
	pack_compact(&o, r.n);
	for (size_t i = 0; i < r.n; i++) {
		pack_uint(&o, r.v[i].index, 2);
		pack_uint(&o, r.v[i].amount, 8);
	}
	state_put(&x->st, key_plain(S_PAST_REEVALS), &o);
	emit(x, "UniversalDividend", "UdReevalued", "qqq", ud, mass, members);
	str_free(&o);
	vec_free(&r);
}

static void create(struct exec *x, uint64_t members)
{
	uint64_t ud = state_uint(&x->st, key_plain(S_UD), 0), mass = state_uint(&x->st, key_plain(S_MASS), 0) + ud * members;
	uint16_t index = (uint16_t)state_uint(&x->st, key_plain(S_UD_INDEX), 1);

	state_put_uint(&x->st, key_plain(S_UD_INDEX), (uint64_t)index + 1, 2);
	state_put_uint(&x->st, key_plain(S_MASS), mass, 8);
	emit(x, "UniversalDividend", "NewUdCreated", "qhqq", ud, (unsigned)index, mass, members);
}

/* One dividend a block at most: after a long silence the missing ones follow block by block. */
void ud_on_timestamp(struct exec *x)
{
	uint64_t next = state_uint(&x->st, key_plain(S_NEXT_UD), 0), members, reeval;

	if (!next) {
		next = x->now_ms + UD_PERIOD_MS;
		state_put_uint(&x->st, key_plain(S_NEXT_UD), next, 8);
	}
	if (x->now_ms < next)
		return;
	members = state_uint(&x->st, key_plain(S_MEMBERS), 0);
	reeval = state_uint(&x->st, key_plain(S_NEXT_REEVAL), 0);
	if (!reeval) {
		reeval = x->now_ms + reeval_ms;
		state_put_uint(&x->st, key_plain(S_NEXT_REEVAL), reeval, 8);
	}
	if (x->now_ms >= reeval) {
		state_put_uint(&x->st, key_plain(S_NEXT_REEVAL), reeval + reeval_ms, 8);
		revalue(x, members);
	}
	create(x, members);
	state_put_uint(&x->st, key_plain(S_NEXT_UD), next + UD_PERIOD_MS, 8);
}

struct derr ud_claim(struct exec *x, const unsigned char who[32])
{
	uint32_t index = idty_of(&x->st, who);
	struct idty i;
	struct derr e;
	uint16_t count, cur = (uint16_t)state_uint(&x->st, key_plain(S_UD_INDEX), 1);
	uint64_t total;

	if (!index || !idty_get(&x->st, index, &i) || !i.first_ud)
		return module_error(x, "UniversalDividend", "AccountNotAllowedToClaimUds");
	if (i.first_ud >= cur)
		return OK_DONE;
	total = ud_unclaimed(&x->st, i.first_ud, &count);
	e = balance_mint(x, who, total, true);
	if (FAILED(e))
		return e;
	i.first_ud = cur;
	idty_put(&x->st, index, &i);
	emit(x, "UniversalDividend", "UdsClaimed", "hqa", (unsigned)count, total, who);
	return OK_DONE;
}

void ud_on_member_lost(struct exec *x, uint16_t first, const unsigned char who[32])
{
	uint16_t count;
	uint64_t total = ud_unclaimed(&x->st, first, &count);

	if (!count)
		return;
	balance_mint(x, who, total, false);
	emit(x, "UniversalDividend", "UdsAutoPaid", "hqa", (unsigned)count, total, who);
}

struct quota {
	uint32_t last;
	uint64_t amount;
};

static bool quota_get(const struct exec *x, uint32_t index, struct quota *q)
{
	struct slice v;
	struct scale s;

	if (!state_get(&x->st, key_u32(S_QUOTA, index), &v))
		return false;
	s = scale_open(v.p, v.n);
	q->last = (uint32_t)scale_uint(&s, 4);
	q->amount = scale_uint(&s, 8);
	return true;
}

static void quota_put(struct exec *x, uint32_t index, struct quota q)
{
	struct str o = { 0 };

	pack_uint(&o, q.last, 4);
	pack_uint(&o, q.amount, 8);
	state_put(&x->st, key_u32(S_QUOTA, index), &o);
	str_free(&o);
}

/* The quota grows with the blocks, in billionths rounded down, up to its maximum in an hour. */
static void reload(const struct exec *x, struct quota *q)
{
	uint64_t part = x->number - q->last >= QUOTA_RELOAD ? billion : (uint64_t)(x->number - q->last) * billion / QUOTA_RELOAD;

	q->last = x->number;
	q->amount += QUOTA_MAX * part / billion;
	if (q->amount > QUOTA_MAX)
		q->amount = QUOTA_MAX;
}

static bool eligible(const struct exec *x, uint32_t index)
{
	struct idty i;

	return idty_get(&x->st, index, &i) && i.status == IS_MEMBER;
}

uint64_t quota_estimate(const struct exec *x, uint32_t index)
{
	struct quota q;

	if (!eligible(x, index) || !quota_get(x, index, &q))
		return 0;
	reload(x, &q);
	return q.amount;
}

void quota_start(struct exec *x, uint32_t index)
{
	quota_put(x, index, (struct quota){ x->number, 0 });
}

void quota_queue(struct exec *x, const unsigned char who[32], uint32_t index, uint64_t n)
{
	struct slice v = { "", 0 };
	struct str o = { 0 };
	struct scale s;
	size_t have;

	if (!eligible(x, index))
		return;
	state_get(&x->st, key_plain(S_REFUNDS), &v);
	s = scale_open(v.p, v.n);
	have = v.n ? scale_count(&s, 44) : 0;
	if (have >= 256) {
		emit(x, "Quota", "RefundQueueFull", "");
		return;
	}
	pack_compact(&o, have + 1);
	pack_bytes(&o, s.p, (size_t)(s.end - s.p));
	pack_bytes(&o, who, 32);
	pack_uint(&o, index, 4);
	pack_uint(&o, n, 8);
	state_put(&x->st, key_plain(S_REFUNDS), &o);
	str_free(&o);
}

static void refund(struct exec *x, const unsigned char who[32], uint32_t index, uint64_t n)
{
	struct quota q;

	if (!quota_get(x, index, &q)) {
		emit(x, "Quota", "NoQuotaForIdty", "d", index);
		return;
	}
	reload(x, &q);
	n = n < q.amount ? n : q.amount;
	q.amount -= n;
	quota_put(x, index, q);
	if (!n)
		return;
	if (balance_reducible(x, treasury, PRESERVE, false) < n)
		emit(x, "Quota", "NoMoreCurrencyForRefund", "");
	else if (!balance_from_treasury(x, who, n))
		emit(x, "Quota", "RefundFailed", "a", who);
	else
		emit(x, "Quota", "Refunded", "adq", who, index, n);
}

/* The last queued comes first. */
void quota_process(struct exec *x)
{
	struct slice v;
	struct str all = { 0 };

	if (!state_get(&x->st, key_plain(S_REFUNDS), &v))
		return;
	str_add(&all, v);
	state_del(&x->st, key_plain(S_REFUNDS));
	for (size_t n = all.n / 44; n--;) {
		struct scale s = scale_open(all.p + all.n % 44 + n * 44, 44);
		const unsigned char *who = scale_take(&s, 32);
		uint32_t index = (uint32_t)scale_uint(&s, 4);

		refund(x, who, index, scale_uint(&s, 8));
	}
	str_free(&all);
}
