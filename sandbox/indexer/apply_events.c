/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each event means for the tables. */
#include "sandbox/indexer/apply_inside.h"

#include "codec/hex.h"

#include <stdlib.h>

enum { CONFIRM_WITHIN = 876600, VALIDATE_WITHIN = 876600, REVOKED_FOR = 52596000, LOST_FOR = 5259600, CERT_FOR = 10519200 };

/* Members of an event's arguments: numbers of 64 bits are texts there. */
static int64_t number(const struct event *e, const char *name)
{
	json_t *j = json_object_get(e->args, name);

	return json_is_string(j) ? strtoll(json_string_value(j), NULL, 10) : json_integer_value(j);
}

static const char *text(const struct event *e, const char *name)
{
	return json_string_value(json_object_get(e->args, name));
}

static int64_t block_of(const struct applying *a)
{
	return a->d->number;
}

/* Dividends from here on are the member's: the number of the next one. */
static int64_t next_ud(struct applying *a)
{
	return store_number(a->st, "SELECT max(idx) FROM ud", 0, "") + 1;
}

static void transferred(struct applying *a, const struct event *e, int64_t k)
{
	store_do(a->st, "INSERT INTO transfer VALUES(?, ?, ?, ?, ?, NULL)", "iiiii", k, block_of(a), apply_account(a, text(e, "from")),
		 apply_account(a, text(e, "to")), number(e, "amount"));
}

static void account_new(struct applying *a, const struct event *e, int64_t k)
{
	(void)k;
	apply_account(a, text(e, "account"));
	a->accounts++;
}

static void account_killed(struct applying *a, const struct event *e, int64_t k)
{
	(void)e, (void)k;
	a->accounts--;
}

static void linked(struct applying *a, const struct event *e, int64_t k)
{
	(void)k;
	store_do(a->st, "UPDATE account SET identity = ? WHERE k = ?", "ii", number(e, "identity"), apply_account(a, text(e, "who")));
}

static void unlinked(struct applying *a, const struct event *e, int64_t k)
{
	(void)k;
	store_do(a->st, "UPDATE account SET identity = NULL WHERE k = ?", "i", apply_account(a, json_string_value(e->args)));
}

static void dividend(struct applying *a, const struct event *e, int64_t k)
{
	store_do(a->st, "INSERT INTO ud VALUES(?, ?, ?, ?, ?, ?)", "iiiiii", k, block_of(a), number(e, "amount"), number(e, "monetaryMass"),
		 number(e, "membersCount"), number(e, "index"));
}

static void revalued(struct applying *a, const struct event *e, int64_t k)
{
	store_do(a->st, "INSERT INTO ud_reeval VALUES(?, ?, ?, ?, ?, ?)", "iiiiii", k, block_of(a), number(e, "newUdAmount"),
		 number(e, "monetaryMass"), number(e, "membersCount"), next_ud(a));
}

static void claimed(struct applying *a, const struct event *e, int64_t k)
{
	(void)k;
	store_do(a->st, "UPDATE identity SET first_ud = ? WHERE account = ? AND first_ud IS NOT NULL", "ii", next_ud(a),
		 apply_account(a, text(e, "who")));
}

/* The certification that comes with it has an event of its own. */
static void created(struct applying *a, const struct event *e, int64_t k)
{
	store_do(a->st, "INSERT INTO identity VALUES(?, '', 'UNCONFIRMED', ?, ?2, 0, ?, NULL, ?, NULL, ?)", "iiiii", number(e, "idtyIndex"),
		 block_of(a), block_of(a) + CONFIRM_WITHIN, apply_account(a, text(e, "ownerKey")), k);
}

static void status(struct applying *a, int64_t index, const char *status, int64_t expire)
{
	store_do(a->st, "UPDATE identity SET status = ?, expire = ?, changed = ? WHERE k = ?", "siii", status, expire, block_of(a), index);
}

static void confirmed(struct applying *a, const struct event *e, int64_t k)
{
	char name[64] = "";
	size_t n = 0;

	(void)k;
	/* The name is bytes in the chain. */
	hex_decode(slice_of(text(e, "name")), name, sizeof name - 1, &n);
	store_do(a->st, "UPDATE identity SET name = ? WHERE k = ?", "ti", (struct slice){ name, n }, number(e, "idtyIndex"));
	status(a, number(e, "idtyIndex"), "UNVALIDATED", block_of(a) + VALIDATE_WITHIN);
}

static void validated(struct applying *a, const struct event *e, int64_t k)
{
	(void)k;
	store_do(a->st, "UPDATE identity SET status = 'MEMBER', changed = ? WHERE k = ?", "ii", block_of(a), number(e, "idtyIndex"));
}

static void owner_changed(struct applying *a, const struct event *e, int64_t k)
{
	int64_t index = number(e, "idtyIndex"), next = apply_account(a, text(e, "newOwnerKey"));
	int64_t previous = store_number(a->st, "SELECT account FROM identity WHERE k = ?", 0, "i", index);

	store_do(a->st, "INSERT INTO change_owner_key VALUES(?, ?, ?, ?, ?)", "iiiii", k, block_of(a), index, previous, next);
	store_do(a->st, "UPDATE identity SET account = ?, changed = ? WHERE k = ?", "iii", next, block_of(a), index);
}

static void revoked(struct applying *a, const struct event *e, int64_t k)
{
	(void)k;
	status(a, number(e, "idtyIndex"), "REVOKED", block_of(a) + REVOKED_FOR);
}

/* The name stays in the table, the account goes free. */
static void removed(struct applying *a, const struct event *e, int64_t k)
{
	(void)k;
	status(a, number(e, "idtyIndex"), "REMOVED", 0);
	store_do(a->st, "UPDATE identity SET removed = account, account = NULL, first_ud = NULL WHERE k = ?", "i", number(e, "idtyIndex"));
}

static void membership(struct applying *a, const struct event *e, int64_t k, const char *type)
{
	store_do(a->st, "INSERT INTO membership_event VALUES(?, ?, ?, ?)", "iisi", k, block_of(a), type, number(e, "member"));
}

static void joined(struct applying *a, const struct event *e, int64_t k)
{
	int64_t index = number(e, "member");

	membership(a, e, k, "CREATION");
	status(a, index, "MEMBER", number(e, "expireOn"));
	store_do(a->st, "UPDATE identity SET member = 1, first_ud = ? WHERE k = ?", "ii", next_ud(a), index);
	store_do(a->st, "INSERT INTO span(identity, start, stop) VALUES(?, ?, ?)", "iii", index, block_of(a), (int64_t)INT32_MAX);
	a->members++;
}

static void renewed(struct applying *a, const struct event *e, int64_t k)
{
	membership(a, e, k, "RENEWAL");
	store_do(a->st, "UPDATE identity SET expire = ?, changed = ? WHERE k = ?", "iii", number(e, "expireOn"), block_of(a), number(e, "member"));
}

static void left(struct applying *a, const struct event *e, int64_t k)
{
	int64_t index = number(e, "member");
	bool gone = store_number(a->st, "SELECT status IN ('REVOKED', 'REMOVED') FROM identity WHERE k = ?", 0, "i", index) != 0;

	membership(a, e, k, "REMOVAL");
	if (!gone)
		status(a, index, "NOTMEMBER", block_of(a) + LOST_FOR);
	store_do(a->st, "UPDATE identity SET member = 0, first_ud = NULL WHERE k = ?", "i", index);
	store_do(a->st, "UPDATE span SET stop = ? WHERE identity = ? AND stop = ?", "iii", block_of(a), index, (int64_t)INT32_MAX);
	a->members--;
}

static void cert_event(struct applying *a, const struct event *e, int64_t k, const char *type)
{
	store_do(a->st, "INSERT INTO cert_event VALUES(?, ?, ?, ?)", "iisi", k, block_of(a), type,
		 number(e, "issuer") << 32 | number(e, "receiver"));
}

static void certified(struct applying *a, const struct event *e, int64_t k)
{
	store_do(a->st, "INSERT INTO cert VALUES(?1, ?2, ?3, 1, ?4, ?4, ?5, ?6, ?6) ON CONFLICT(k) DO UPDATE SET active = 1, created = ?4, "
		 "updated = ?4, expire = ?5, created_in = ?6, updated_in = ?6", "iiiiii", number(e, "issuer") << 32 | number(e, "receiver"),
		 number(e, "issuer"), number(e, "receiver"), block_of(a), block_of(a) + CERT_FOR, k);
	cert_event(a, e, k, "CREATION");
}

static void cert_renewed(struct applying *a, const struct event *e, int64_t k)
{
	store_do(a->st, "UPDATE cert SET updated = ?, expire = ?, updated_in = ? WHERE k = ?", "iiii", block_of(a), block_of(a) + CERT_FOR, k,
		 number(e, "issuer") << 32 | number(e, "receiver"));
	cert_event(a, e, k, "RENEWAL");
}

static void cert_removed(struct applying *a, const struct event *e, int64_t k)
{
	store_do(a->st, "UPDATE cert SET active = 0, updated = ?, updated_in = ? WHERE k = ?", "iii", block_of(a), k,
		 number(e, "issuer") << 32 | number(e, "receiver"));
	cert_event(a, e, k, "REMOVAL");
}

static void smith(struct applying *a, int64_t index, int64_t k, const char *status, const char *type)
{
	store_do(a->st, "INSERT INTO smith VALUES(?1, ?2, ?3, 0, NULL) ON CONFLICT(k) DO UPDATE SET status = ?2, changed = ?3", "isi", index,
		 status, block_of(a));
	store_do(a->st, "INSERT INTO smith_event VALUES(?, ?, ?, ?)", "iisi", k, block_of(a), type, index);
}

static void smith_invited(struct applying *a, const struct event *e, int64_t k)
{
	smith(a, number(e, "receiver"), k, "INVITED", "INVITED");
}

static void smith_accepted(struct applying *a, const struct event *e, int64_t k)
{
	smith(a, number(e, "idtyIndex"), k, "PENDING", "ACCEPTED");
}

static void smith_joined(struct applying *a, const struct event *e, int64_t k)
{
	smith(a, number(e, "idtyIndex"), k, "SMITH", "PROMOTED");
	a->smiths++;
}

static void smith_left(struct applying *a, const struct event *e, int64_t k)
{
	smith(a, number(e, "idtyIndex"), k, "EXCLUDED", "EXCLUDED");
	a->smiths--;
}

static void smith_certified(struct applying *a, const struct event *e, int64_t k)
{
	(void)k;
	store_do(a->st, "INSERT INTO smith_cert VALUES(?, ?, ?, ?) ON CONFLICT(k) DO NOTHING", "iiii",
		 number(e, "issuer") << 32 | number(e, "receiver"), block_of(a), number(e, "issuer"), number(e, "receiver"));
}

static void smith_uncertified(struct applying *a, const struct event *e, int64_t k)
{
	(void)k;
	store_do(a->st, "DELETE FROM smith_cert WHERE k = ?", "i", number(e, "issuer") << 32 | number(e, "receiver"));
}

struct handler {
	const char *pallet, *name;
	void (*fn)(struct applying *a, const struct event *e, int64_t k);
};
static const struct handler handlers[];

void apply_event(struct applying *a, const struct event *e, int64_t k)
{
	for (const struct handler *h = handlers; h->pallet; h++)
		if (!strcmp(h->pallet, e->pallet) && !strcmp(h->name, e->name))
			h->fn(a, e, k);
}

static const struct handler handlers[] = {
	{ "Balances", "Transfer", transferred },
	{ "System", "NewAccount", account_new },
	{ "System", "KilledAccount", account_killed },
	{ "Account", "AccountLinked", linked },
	{ "Account", "AccountUnlinked", unlinked },
	{ "UniversalDividend", "NewUdCreated", dividend },
	{ "UniversalDividend", "UdReevalued", revalued },
	{ "UniversalDividend", "UdsClaimed", claimed },
	{ "Identity", "IdtyCreated", created },
	{ "Identity", "IdtyConfirmed", confirmed },
	{ "Identity", "IdtyValidated", validated },
	{ "Identity", "IdtyChangedOwnerKey", owner_changed },
	{ "Identity", "IdtyRevoked", revoked },
	{ "Identity", "IdtyRemoved", removed },
	{ "Membership", "MembershipAdded", joined },
	{ "Membership", "MembershipRenewed", renewed },
	{ "Membership", "MembershipRemoved", left },
	{ "Certification", "CertAdded", certified },
	{ "Certification", "CertRenewed", cert_renewed },
	{ "Certification", "CertRemoved", cert_removed },
	{ "SmithMembers", "InvitationSent", smith_invited },
	{ "SmithMembers", "InvitationAccepted", smith_accepted },
	{ "SmithMembers", "SmithMembershipAdded", smith_joined },
	{ "SmithMembers", "SmithMembershipRemoved", smith_left },
	{ "SmithMembers", "SmithCertAdded", smith_certified },
	{ "SmithMembers", "SmithCertRemoved", smith_uncertified },
	{ NULL, NULL, NULL },
};
