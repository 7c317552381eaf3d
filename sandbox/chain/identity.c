/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/identity.h"
#include "sandbox/chain/wot.h"

#include "codec/base58.h"
#include "codec/pack.h"
#include "keys/ed25519.h"
#include "sandbox/chain/balances.h"
#include "sandbox/chain/calls.h"
#include "sandbox/chain/signature.h"

#include <ctype.h>
#include <sodium.h>

static struct derr failed(const struct exec *x, const char *name)
{
	return module_error(x, "Identity", name);
}

static void set_status(struct exec *x, uint32_t index, struct idty *i, enum idty_is status, uint32_t period)
{
	agenda_drop(x, S_IDENTITY_CHANGE, i->next_scheduled, index);
	i->next_scheduled = x->number + period;
	agenda_add(x, S_IDENTITY_CHANGE, i->next_scheduled, index);
	i->status = status;
	idty_put(&x->st, index, i);
}

void identity_validated(struct exec *x, uint32_t index)
{
	struct idty i;

	if (!idty_get(&x->st, index, &i))
		return;
	agenda_drop(x, S_IDENTITY_CHANGE, i.next_scheduled, index);
	i.next_scheduled = 0;
	if (i.status == IS_UNVALIDATED)
		emit(x, "Identity", "IdtyValidated", "d", index);
	i.status = IS_MEMBER;
	idty_put(&x->st, index, &i);
}

void identity_unmembered(struct exec *x, uint32_t index)
{
	struct idty i;

	if (idty_get(&x->st, index, &i) && i.status == IS_MEMBER)
		set_status(x, index, &i, IS_NOT_MEMBER, AUTOREVOCATION_PERIOD);
}

static void sufficient(struct exec *x, const unsigned char who[32], int by)
{
	struct acct a = acct_get(&x->st, who);

	if (by > 0) {
		if (!a.providers && !a.sufficients)
			emit(x, "System", "NewAccount", "a", who);
		a.sufficients++;
		acct_put(&x->st, who, &a);
		return;
	}
	if (!a.sufficients)
		return;
	a.sufficients--;
	if (a.sufficients || a.providers) {
		acct_put(&x->st, who, &a);
	} else {
		state_del(&x->st, key_account(S_ACCOUNT, who));
		emit(x, "System", "KilledAccount", "a", who);
	}
}

static void link(struct exec *x, const unsigned char who[32], bool on, uint32_t index)
{
	struct acct a = acct_get(&x->st, who);

	if (on && !(a.linked && a.identity == index)) {
		a.linked = true;
		a.identity = index;
		acct_put(&x->st, who, &a);
		emit(x, "Account", "AccountLinked", "ad", who, index);
	} else if (!on && a.linked) {
		emit(x, "Account", "AccountUnlinked", "a", who);
		a.linked = false;
		acct_put(&x->st, who, &a);
	}
}

static struct derr link_checked(struct exec *x, const unsigned char who[32], uint32_t index)
{
	struct acct a = acct_get(&x->st, who);

	if (!a.providers && !a.sufficients)
		return failed(x, "AccountNotExist");
	link(x, who, true, index);
	return OK_DONE;
}

struct derr call_unlink_identity(struct exec *x, struct origin o, struct scale *args)
{
	(void)args;
	if (!o.signer)
		return (struct derr){ .kind = D_BAD_ORIGIN };
	link(x, o.signer, false, 0);
	return OK_DONE;
}

static struct derr may_create(const struct exec *x, const unsigned char issuer[32], const unsigned char receiver[32], uint32_t *creator)
{
	struct acct a = acct_get(&x->st, receiver);
	struct cert_meta m;
	struct idty i;

	*creator = idty_of(&x->st, issuer);
	if (!*creator)
		return failed(x, "IdtyIndexNotFound");
	if (!idty_get(&x->st, *creator, &i))
		return failed(x, "IdtyNotFound");
	if (i.status != IS_MEMBER)
		return failed(x, "IssuerNotMember");
	if (i.next_creatable > x->number)
		return failed(x, "NotRespectIdtyCreationPeriod");
	if (idty_of(&x->st, receiver))
		return failed(x, "IdtyAlreadyCreated");
	if (!a.providers && !a.sufficients)
		return failed(x, "AccountNotExist");
	m = cert_meta_get(&x->st, *creator);
	if (m.received < CERTS_MIN)
		return module_error(x, "Wot", "NotEnoughReceivedCertsToCreateIdty");
	if (m.issued >= CERTS_MAX)
		return module_error(x, "Wot", "MaxEmittedCertsReached");
	if (m.next_issuable > x->number)
		return module_error(x, "Wot", "IdtyCreationPeriodNotRespected");
	if (!a.providers)
		return failed(x, "AccountNotExist");
	/* Able to give away 2 Ğ1 and live on. */
	if (a.free < 3 * DEPOSIT_MIN || balance_reducible(x, receiver, EXPENDABLE, false) < 2 * DEPOSIT_MIN)
		return failed(x, "InsufficientBalance");
	return OK_DONE;
}

struct derr call_create_identity(struct exec *x, struct origin o, struct scale *args)
{
	const unsigned char *owner = scale_take(args, 32);
	uint32_t creator, index = (uint32_t)state_uint(&x->st, key_plain(S_NEXT_IDENTITY), 1);
	struct idty i;
	struct derr e;

	if (!o.signer)
		return (struct derr){ .kind = D_BAD_ORIGIN };
	e = may_create(x, o.signer, owner, &creator);
	if (FAILED(e))
		return e;
	sufficient(x, owner, 1);
	idty_get(&x->st, creator, &i);
	i.next_creatable = x->number + CREATION_PERIOD;
	idty_put(&x->st, creator, &i);
	state_put_uint(&x->st, key_plain(S_NEXT_IDENTITY), index + 1, 4);
	i = (struct idty){ .status = IS_UNCONFIRMED, .next_scheduled = x->number + CONFIRM_PERIOD };
	memcpy(i.owner, owner, 32);
	agenda_add(x, S_IDENTITY_CHANGE, i.next_scheduled, index);
	idty_put(&x->st, index, &i);
	state_put_uint(&x->st, key_plain(S_IDENTITIES), state_uint(&x->st, key_plain(S_IDENTITIES), 0) + 1, 4);
	state_put_uint(&x->st, key_account(S_IDENTITY_OF, owner), index, 4);
	emit(x, "Identity", "IdtyCreated", "da", index, owner);
	e = link_checked(x, owner, index);
	if (!FAILED(e))
		cert_add(x, creator, index, true);
	return e;
}

static bool good_name(struct slice n)
{
	if (n.n < 3 || n.n > 42)
		return false;
	for (size_t i = 0; i < n.n; i++) {
		unsigned char c = (unsigned char)n.p[i];

		if (c > 127 || (!isalnum(c) && c != '-' && c != '_'))
			return false;
	}
	return true;
}

static struct derr signer(const struct exec *x, struct origin o, uint32_t *index)
{
	*index = 0;
	if (!o.signer)
		return (struct derr){ .kind = D_BAD_ORIGIN };
	*index = idty_of(&x->st, o.signer);
	return *index ? OK_DONE : failed(x, "IdtyIndexNotFound");
}

struct derr call_confirm_identity(struct exec *x, struct origin o, struct scale *args)
{
	struct slice name = scale_blob(args);
	struct idty i;
	uint32_t index;
	struct derr e = signer(x, o, &index);

	if (FAILED(e))
		return e;
	if (!idty_get(&x->st, index, &i))
		return failed(x, "IdtyNotFound");
	if (i.status != IS_UNCONFIRMED)
		return failed(x, "IdtyAlreadyConfirmed");
	if (!good_name(name))
		return failed(x, "IdtyNameInvalid");
	/* The key of a name is its SCALE form, with the length. */
	struct str scale = { 0 };
	pack_blob(&scale, name.p, name.n);
	struct key k = key_of(S_NAME, scale.p, scale.n);
	str_free(&scale);
	if (state_uint(&x->st, k, 0))
		return failed(x, "IdtyNameAlreadyExist");
	set_status(x, index, &i, IS_UNVALIDATED, VALIDATION_PERIOD);
	state_put_uint(&x->st, k, index, 4);
	emit(x, "Identity", "IdtyConfirmed", "dB", index, name);
	return OK_DONE;
}

/* The bytes that identity signatures are over: a word, the genesis, the index, and sometimes an account. */
static struct str payload(const struct exec *x, const char *word, uint32_t index, const unsigned char *account)
{
	struct str o = { 0 };

	pack_bytes(&o, word, 4);
	pack_bytes(&o, x->genesis, 32);
	pack_uint(&o, index, 4);
	if (account)
		pack_bytes(&o, account, 32);
	return o;
}

static bool signed_by(const unsigned char who[32], struct scale *sig, struct str *message)
{
	bool ok = signature_check(sig, who, message->p, message->n);

	str_free(message);
	return ok;
}

struct derr call_change_owner_key(struct exec *x, struct origin o, struct scale *args)
{
	const unsigned char *key = scale_take(args, 32);
	unsigned char older[32];
	bool had_old;
	struct idty i;
	struct str message;
	uint32_t index;
	struct derr e = signer(x, o, &index);

	if (FAILED(e))
		return e;
	if (!idty_get(&x->st, index, &i))
		return failed(x, "IdtyNotFound");
	if (idty_of(&x->st, key))
		return failed(x, "OwnerKeyAlreadyUsed");
	if (i.has_old && x->number < i.old_key_on + CHANGE_KEY_PERIOD)
		return failed(x, "OwnerKeyAlreadyRecentlyChanged");
	if (i.has_old && !memcmp(i.old, key, 32))
		return failed(x, "ProhibitedToRevertToAnOldKey");
	message = payload(x, "icok", index, i.owner);
	if (!signed_by(key, args, &message))
		return failed(x, "InvalidSignature");
	had_old = i.has_old;
	memcpy(older, i.old, 32);
	if (had_old)
		sufficient(x, older, -1);
	state_del(&x->st, key_account(S_IDENTITY_OF, i.owner));
	i.has_old = true;
	memcpy(i.old, i.owner, 32);
	i.old_key_on = x->number;
	memcpy(i.owner, key, 32);
	sufficient(x, key, 1);
	state_put_uint(&x->st, key_account(S_IDENTITY_OF, key), index, 4);
	idty_put(&x->st, index, &i);
	e = link_checked(x, key, index);
	if (!FAILED(e))
		emit(x, "Identity", "IdtyChangedOwnerKey", "da", index, key);
	return e;
}

/* Why may be: 0 by root, 1 by its owner, 2 expired. */
static void revoke(struct exec *x, uint32_t index, unsigned why)
{
	struct idty i;

	if (!idty_get(&x->st, index, &i))
		return;
	set_status(x, index, &i, IS_REVOKED, DELETION_PERIOD);
	emit(x, "Identity", "IdtyRevoked", "db", index, why);
	membership_remove(x, index, END_REVOKED);
	if (idty_get(&x->st, index, &i))
		link(x, i.owner, false, 0);
}

static struct derr may_revoke(const struct exec *x, const struct idty *i, const unsigned char key[32])
{
	if (i->status == IS_UNCONFIRMED)
		return failed(x, "CanNotRevokeUnconfirmed");
	if (i->status == IS_UNVALIDATED)
		return failed(x, "CanNotRevokeUnvalidated");
	if (i->status == IS_REVOKED)
		return failed(x, "AlreadyRevoked");
	if (memcmp(key, i->owner, 32) && !(i->has_old && !memcmp(key, i->old, 32) && x->number < i->old_key_on + CHANGE_KEY_PERIOD))
		return failed(x, "InvalidRevocationKey");
	return OK_DONE;
}

struct derr call_revoke_identity(struct exec *x, struct origin o, struct scale *args)
{
	uint32_t index = (uint32_t)scale_uint(args, 4);
	const unsigned char *key = scale_take(args, 32);
	struct str message;
	struct idty i;
	struct derr e;

	if (!o.signer)
		return (struct derr){ .kind = D_BAD_ORIGIN };
	if (!idty_get(&x->st, index, &i))
		return failed(x, "IdtyNotFound");
	e = may_revoke(x, &i, key);
	if (FAILED(e))
		return e;
	message = payload(x, "revo", index, NULL);
	if (!signed_by(key, args, &message))
		return failed(x, "InvalidSignature");
	revoke(x, index, 1);
	return OK_DONE;
}

/* The lines of a revocation of the old currency: fixed heads, then issuer, name, block, two signatures, an empty end. */
static bool read_legacy(struct slice doc, unsigned char key[32], struct slice *name, unsigned char sig[64], struct slice *message)
{
	static const char *const heads[] = { "Version: 10", "Type: Revocation", "Currency: g1" };
	struct slice rest = slice_starts(doc, "\xef\xbb\xbf") ? slice_from(doc, 3) : doc, line[9], whole = rest;
	size_t n = 0, len = 0;

	while (n < 9 && slice_split(&rest, '\n', &line[n]))
		n++;
	if (n != 8 || !whole.n || whole.p[whole.n - 1] != '\n' || whole.n < 89)
		return false;
	for (int i = 0; i < 3; i++)
		if (!slice_is(line[i], heads[i]))
			return false;
	*message = slice_to(whole, whole.n - 89);
	*name = slice_from(line[4], 14);
	return !base58_decode(slice_from(line[3], 8), key, 32, &len) && len == 32 &&
	       !sodium_base642bin(sig, 64, line[7].p, line[7].n, NULL, &len, NULL, sodium_base64_VARIANT_ORIGINAL) && len == 64;
}

struct derr call_revoke_identity_legacy(struct exec *x, struct origin o, struct scale *args)
{
	struct slice doc = scale_blob(args), name, message;
	unsigned char key[32], sig[64];
	struct str scale = { 0 };
	struct idty i;
	uint32_t index;
	struct derr e;

	if (!o.signer)
		return (struct derr){ .kind = D_BAD_ORIGIN };
	if (!read_legacy(doc, key, &name, sig, &message))
		return failed(x, "InvalidLegacyRevocationFormat");
	if (!ed25519_verify(key, message.p, message.n, sig))
		return failed(x, "InvalidSignature");
	pack_blob(&scale, name.p, name.n);
	index = scale.n > 60 ? 0 : (uint32_t)state_uint(&x->st, key_of(S_NAME, scale.p, scale.n), 0);
	str_free(&scale);
	if (!index || !idty_get(&x->st, index, &i))
		return failed(x, "IdtyNotFound");
	e = may_revoke(x, &i, key);
	if (!FAILED(e))
		revoke(x, index, 1);
	return e;
}

struct derr call_link_account(struct exec *x, struct origin o, struct scale *args)
{
	const unsigned char *account = scale_take(args, 32);
	struct str message;
	uint32_t index;
	struct derr e = signer(x, o, &index);

	if (FAILED(e))
		return e;
	message = payload(x, "link", index, account);
	if (!signed_by(account, args, &message))
		return failed(x, "InvalidSignature");
	return link_checked(x, account, index);
}

/* Why: 1 never confirmed, 2 never validated, 3 revoked long ago. */
static void remove_identity(struct exec *x, uint32_t index, unsigned why)
{
	struct idty i;

	if (!idty_get(&x->st, index, &i))
		return;
	state_del(&x->st, key_account(S_IDENTITY_OF, i.owner));
	state_del(&x->st, key_u32(S_IDENTITY, index));
	state_put_uint(&x->st, key_plain(S_IDENTITIES), state_uint(&x->st, key_plain(S_IDENTITIES), 1) - 1, 4);
	sufficient(x, i.owner, -1);
	if (i.has_old)
		sufficient(x, i.old, -1);
	emit(x, "Identity", "IdtyRemoved", "db", index, why);
	membership_remove(x, index, END_REVOKED);
	cert_remove_received(x, index);
}

void identity_prune(struct exec *x)
{
	struct key k = key_u32(S_IDENTITY_CHANGE, x->number);
	struct numbers n = numbers_get(&x->st, k);
	struct idty i;

	state_del(&x->st, k);
	for (size_t c = 0; c < n.n; c++) {
		if (!idty_get(&x->st, n.v[c], &i) || i.next_scheduled != x->number)
			continue;
		if (i.status == IS_UNCONFIRMED || i.status == IS_UNVALIDATED)
			remove_identity(x, n.v[c], i.status == IS_UNCONFIRMED ? 1 : 2);
		else if (i.status == IS_REVOKED)
			remove_identity(x, n.v[c], 3);
		else if (i.status == IS_NOT_MEMBER)
			revoke(x, n.v[c], 2);
	}
	vec_free(&n);
}
