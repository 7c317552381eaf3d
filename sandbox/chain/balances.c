/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/balances.h"

#include "codec/pack.h"

static struct derr token(enum token_error e)
{
	return (struct derr){ .kind = D_TOKEN, .error = (uint8_t)e };
}

static struct derr arithmetic(enum arithmetic_error e)
{
	return (struct derr){ .kind = D_ARITHMETIC, .error = (uint8_t)e };
}

static bool can_lose_provider(const struct acct *a)
{
	return !a->consumers || a->providers > 1;
}

uint64_t balance_reducible(const struct exec *x, const unsigned char who[32], enum keep keep, bool force)
{
	struct acct a = acct_get(&x->st, who);
	uint64_t stays = !force && a.frozen > a.reserved ? a.frozen - a.reserved : 0;

	if (keep == PRESERVE || (keep == PROTECT && a.free && a.providers == 1) || (keep == EXPENDABLE && a.free && !can_lose_provider(&a)))
		stays = stays > DEPOSIT_MIN ? stays : DEPOSIT_MIN;
	return a.free > stays ? a.free - stays : 0;
}

static void move_issuance(struct exec *x, uint64_t up, uint64_t down)
{
	struct key k = key_plain(S_ISSUANCE);

	state_put_uint(&x->st, k, state_uint(&x->st, k, 0) + up - down, 8);
}

/* Sets free and reserved balance with all that hangs on it: the account's references, its birth and its end. Dust below the
 * existential deposit goes to the treasury. */
static struct derr write(struct exec *x, const unsigned char who[32], uint64_t free_, uint64_t reserved)
{
	struct acct a = acct_get(&x->st, who);
	bool was = a.free || a.reserved, provided = a.free >= DEPOSIT_MIN, provides = free_ >= DEPOSIT_MIN;
	bool consumed = was && (a.reserved || a.frozen), consumes = reserved || a.frozen;
	uint64_t dust = free_ < DEPOSIT_MIN && !reserved ? free_ : 0;
	bool dead = false;

	if (!provided && provides) {
		if (!a.providers && !a.sufficients)
			emit(x, "System", "NewAccount", "a", who);
		a.providers++;
	}
	if (consumed && !consumes && a.consumers)
		a.consumers--;
	if (!consumed && consumes) {
		if (!a.providers)
			return (struct derr){ .kind = D_NO_PROVIDERS };
		a.consumers++;
	}
	if (provided && !provides) {
		if (a.providers == 1 && a.consumers && !a.sufficients)
			return (struct derr){ .kind = D_CONSUMER_REMAINING };
		if (a.providers)
			a.providers--;
		dead = !a.providers && !a.sufficients;
	}
	a.free = free_ - dust;
	a.reserved = reserved;
	if (dead) {
		state_del(&x->st, key_account(S_ACCOUNT, who));
		emit(x, "System", "KilledAccount", "a", who);
	} else if (was || a.free || a.reserved) {
		acct_put(&x->st, who, &a);
	}
	if (!was && a.free)
		emit(x, "Balances", "Endowed", "aq", who, a.free);
	if (dust) {
		struct acct t = acct_get(&x->st, treasury);

		emit(x, "Balances", "DustLost", "aq", who, dust);
		t.free += dust;
		acct_put(&x->st, treasury, &t);
		emit(x, "Balances", "Deposit", "aq", treasury, dust);
	}
	return OK_DONE;
}

static struct derr can_deposit(const struct exec *x, const unsigned char who[32], uint64_t n)
{
	struct acct a = acct_get(&x->st, who);

	if (!n)
		return OK_DONE;
	if (a.free + n < n)
		return arithmetic(ARITHMETIC_OVERFLOW);
	return a.free + n < DEPOSIT_MIN ? token(TOKEN_BELOW_MINIMUM) : OK_DONE;
}

/* The first reason why an account cannot give away so much, in the order of the runtime. */
static struct derr can_withdraw(const struct exec *x, const unsigned char who[32], uint64_t n, enum keep keep)
{
	struct acct a = acct_get(&x->st, who);

	if (!n)
		return OK_DONE;
	if (state_uint(&x->st, key_plain(S_ISSUANCE), 0) < n)
		return arithmetic(ARITHMETIC_UNDERFLOW);
	if (a.free < n)
		return token(TOKEN_FUNDS);
	if (n > balance_reducible(x, who, EXPENDABLE, false))
		return token(TOKEN_FROZEN);
	if (a.free - n < DEPOSIT_MIN) {
		if (!can_lose_provider(&a))
			return token(TOKEN_ONLY_PROVIDER);
		if (keep != EXPENDABLE)
			return token(TOKEN_NOT_EXPENDABLE);
	}
	return OK_DONE;
}

struct derr balance_transfer(struct exec *x, const unsigned char from[32], const unsigned char to[32], uint64_t n, enum keep keep)
{
	struct derr e = can_withdraw(x, from, n, keep);
	struct acct a;

	if (!FAILED(e))
		e = can_deposit(x, to, n);
	if (FAILED(e) || !memcmp(from, to, 32))
		return e;
	a = acct_get(&x->st, from);
	e = write(x, from, a.free - n, a.reserved);
	if (FAILED(e))
		return e;
	a = acct_get(&x->st, to);
	e = write(x, to, a.free + n, a.reserved);
	if (!FAILED(e))
		emit(x, "Balances", "Transfer", "aaq", from, to, n);
	return e;
}

struct derr balance_transfer_all(struct exec *x, const unsigned char from[32], const unsigned char to[32], bool keep_alive)
{
	enum keep keep = keep_alive ? PRESERVE : EXPENDABLE;

	return balance_transfer(x, from, to, balance_reducible(x, from, keep, false), keep);
}

struct derr balance_burn(struct exec *x, const unsigned char who[32], uint64_t n, bool keep_alive)
{
	enum keep keep = keep_alive ? PRESERVE : EXPENDABLE;
	struct acct a = acct_get(&x->st, who);
	struct derr e;

	if (balance_reducible(x, who, keep, false) < n)
		return token(TOKEN_FUNDS);
	e = write(x, who, a.free - n, a.reserved);
	if (FAILED(e))
		return e;
	move_issuance(x, 0, n);
	emit(x, "Balances", "Burned", "aq", who, n);
	return OK_DONE;
}

struct derr balance_mint(struct exec *x, const unsigned char who[32], uint64_t n, bool claimed)
{
	struct acct a = acct_get(&x->st, who);
	struct derr e = can_deposit(x, who, n);

	if (!FAILED(e))
		e = write(x, who, a.free + n, a.reserved);
	if (FAILED(e))
		return e;
	move_issuance(x, n, 0);
	emit(x, "Balances", claimed ? "Minted" : "Deposit", "aq", who, n);
	return OK_DONE;
}

struct derr balance_to_treasury(struct exec *x, const unsigned char who[32], uint64_t n)
{
	struct acct a = acct_get(&x->st, who), t;
	struct derr e;

	if (!n)
		return OK_DONE;
	if (balance_reducible(x, who, PRESERVE, false) < n)
		return token(TOKEN_FUNDS);
	e = write(x, who, a.free - n, a.reserved);
	if (FAILED(e))
		return e;
	t = acct_get(&x->st, treasury);
	return write(x, treasury, t.free + n, t.reserved);
}

bool balance_from_treasury(struct exec *x, const unsigned char who[32], uint64_t n)
{
	struct acct t = acct_get(&x->st, treasury), a = acct_get(&x->st, who);

	if (balance_reducible(x, treasury, PRESERVE, false) < n || a.free + n < DEPOSIT_MIN)
		return false;
	return !FAILED(write(x, treasury, t.free - n, t.reserved)) && !FAILED(write(x, who, a.free + n, a.reserved));
}

/* Holds: a list of (reason, amount); the only reason here is the distance evaluation, pallet 44, variant 0. */
static uint64_t held(const struct exec *x, const unsigned char who[32])
{
	struct slice v;
	struct scale s;

	if (!state_get(&x->st, key_account(S_HOLDS, who), &v))
		return 0;
	s = scale_open(v.p, v.n);
	if (scale_count(&s, 10) != 1)
		return 0;
	scale_take(&s, 2);
	return scale_uint(&s, 8);
}

static void put_held(struct exec *x, const unsigned char who[32], uint64_t n)
{
	struct str o = { 0 };

	if (!n) {
		state_del(&x->st, key_account(S_HOLDS, who));
		return;
	}
	pack_compact(&o, 1);
	pack_uint(&o, runtime_pallet(x->rt, "Distance")->index, 1);
	pack_uint(&o, 0, 1);
	pack_uint(&o, n, 8);
	state_put(&x->st, key_account(S_HOLDS, who), &o);
	str_free(&o);
}

struct derr balance_hold(struct exec *x, const unsigned char who[32], uint64_t n)
{
	struct acct a = acct_get(&x->st, who);
	struct derr e;

	if (!a.providers)
		return token(TOKEN_NO_HOLD);
	if (n > balance_reducible(x, who, PROTECT, true))
		return token(TOKEN_FUNDS);
	e = write(x, who, a.free - n, a.reserved + n);
	if (!FAILED(e))
		put_held(x, who, held(x, who) + n);
	return e;
}

void balance_release(struct exec *x, const unsigned char who[32], uint64_t n)
{
	struct acct a = acct_get(&x->st, who);
	uint64_t have = held(x, who);

	if (have < n || a.reserved < n)
		return;
	put_held(x, who, have - n);
	write(x, who, a.free + n, a.reserved - n);
}

void balance_slash(struct exec *x, const unsigned char who[32], uint64_t n)
{
	struct acct a = acct_get(&x->st, who), t;
	uint64_t have = held(x, who);

	if (have < n)
		n = have;
	if (a.reserved < n)
		n = a.reserved;
	put_held(x, who, have - n);
	write(x, who, a.free, a.reserved - n);
	emit(x, "Balances", "Slashed", "aq", who, n);
	t = acct_get(&x->st, treasury);
	write(x, treasury, t.free + n, t.reserved);
	emit(x, "Balances", "Deposit", "aq", treasury, n);
}

const unsigned char treasury[32] = "modlpy/trsry";
