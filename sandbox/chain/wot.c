/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agendas, memberships and certifications. */
#include "sandbox/chain/calls.h"
#include "sandbox/chain/identity.h"
#include "sandbox/chain/ud.h"
#include "sandbox/chain/wot.h"


void agenda_add(struct exec *x, enum item i, uint32_t block, uint32_t index)
{
	struct numbers n = numbers_get(&x->st, key_u32(i, block));

	vec_push(&n, index);
	numbers_put(&x->st, key_u32(i, block), &n);
	vec_push(&x->scheduled, block);
	vec_free(&n);
}

/* The last takes the place of the one that goes, as in the runtime; an emptied list stays as a list. */
void agenda_drop(struct exec *x, enum item i, uint32_t block, uint32_t index)
{
	struct numbers n = numbers_get(&x->st, key_u32(i, block));

	for (size_t k = 0; k < n.n; k++)
		if (n.v[k] == index) {
			n.v[k] = n.v[--n.n];
			numbers_put(&x->st, key_u32(i, block), &n);
			break;
		}
	vec_free(&n);
}

static void count(struct exec *x, enum item i, int by)
{
	state_put_uint(&x->st, key_plain(i), (uint64_t)((int64_t)state_uint(&x->st, key_plain(i), 0) + by), 4);
}

static uint32_t enrol(struct exec *x, uint32_t index)
{
	uint32_t end = x->number + MEMBERSHIP_PERIOD;

	state_put_uint(&x->st, key_u32(S_MEMBERSHIP, index), end, 4);
	agenda_add(x, S_MEMBERSHIP_END, end, index);
	return end;
}

struct derr membership_try_add(struct exec *x, uint32_t index)
{
	struct idty i;
	uint32_t end;

	if (state_uint(&x->st, key_u32(S_MEMBERSHIP, index), 0))
		return module_error(x, "Membership", "AlreadyMember");
	if (!idty_get(&x->st, index, &i))
		return module_error(x, "Wot", "IdtyNotFound");
	if (i.status != IS_UNVALIDATED && i.status != IS_NOT_MEMBER)
		return module_error(x, "Wot", "TargetStatusInvalid");
	if (cert_meta_get(&x->st, index).received < CERTS_MIN)
		return module_error(x, "Wot", "NotEnoughCerts");
	end = enrol(x, index);
	count(x, S_MEMBERS, 1);
	emit(x, "Membership", "MembershipAdded", "dd", index, end);
	identity_validated(x, index);
	quota_start(x, index);
	/* With the membership comes the right to the dividends from the next one on. */
	if (idty_get(&x->st, index, &i)) {
		i.first_ud = (uint16_t)state_uint(&x->st, key_plain(S_UD_INDEX), 1);
		idty_put(&x->st, index, &i);
	}
	return OK_DONE;
}

struct derr membership_try_renew(struct exec *x, uint32_t index)
{
	uint32_t old = (uint32_t)state_uint(&x->st, key_u32(S_MEMBERSHIP, index), 0), end;
	struct idty i;

	if (!old)
		return module_error(x, "Membership", "MembershipNotFound");
	if (!idty_get(&x->st, index, &i) || i.status != IS_MEMBER)
		return module_error(x, "Wot", "TargetStatusInvalid");
	agenda_drop(x, S_MEMBERSHIP_END, old, index);
	end = enrol(x, index);
	emit(x, "Membership", "MembershipRenewed", "dd", index, end);
	return OK_DONE;
}

void membership_remove(struct exec *x, uint32_t index, enum membership_end why)
{
	uint32_t end = (uint32_t)state_uint(&x->st, key_u32(S_MEMBERSHIP, index), 0);
	struct idty i;

	if (!end)
		return;
	state_del(&x->st, key_u32(S_MEMBERSHIP, index));
	count(x, S_MEMBERS, -1);
	agenda_drop(x, S_MEMBERSHIP_END, end, index);
	emit(x, "Membership", "MembershipRemoved", "db", index, (unsigned)why);
	identity_unmembered(x, index);
	if (idty_get(&x->st, index, &i) && i.first_ud) {
		uint16_t first = i.first_ud;

		i.first_ud = 0;
		idty_put(&x->st, index, &i);
		ud_on_member_lost(x, first, i.owner);
	}
	state_del(&x->st, key_u32(S_QUOTA, index));
}

void membership_expire(struct exec *x)
{
	struct key k = key_u32(S_MEMBERSHIP_END, x->number);
	struct numbers n = numbers_get(&x->st, k);

	state_del(&x->st, k);
	for (size_t i = 0; i < n.n; i++)
		membership_remove(x, n.v[i], END_EXPIRED);
	vec_free(&n);
}

/* Where the issuer is in the sorted list, or would be. */
static size_t place(const struct pairs *p, uint32_t issuer, bool *there)
{
	size_t i = 0;

	while (i < p->n && p->v[i].a < issuer)
		i++;
	*there = i < p->n && p->v[i].a == issuer;
	return i;
}

static void note_end(struct exec *x, uint32_t issuer, uint32_t receiver)
{
	struct key k = key_u32(S_CERTS_END, x->number + CERT_VALIDITY);
	struct pairs p = pairs_get(&x->st, k);

	vec_push(&p, (struct pair){ issuer, receiver });
	pairs_put(&x->st, k, &p);
	vec_push(&x->scheduled, x->number + CERT_VALIDITY);
	vec_free(&p);
}

static struct derr may_issue(const struct exec *x, uint32_t issuer, uint32_t receiver, bool renewal)
{
	struct cert_meta m = cert_meta_get(&x->st, issuer);

	if (issuer == receiver)
		return module_error(x, "Certification", "CannotCertifySelf");
	if (m.received < CERTS_MIN)
		return module_error(x, "Certification", "NotEnoughCertReceived");
	if (!renewal && m.issued >= CERTS_MAX)
		return module_error(x, "Certification", "IssuedTooManyCert");
	if (x->number < m.next_issuable)
		return module_error(x, "Certification", "NotRespectCertPeriod");
	return OK_DONE;
}

struct derr cert_add(struct exec *x, uint32_t issuer, uint32_t receiver, bool checked)
{
	struct key k = key_u32(S_CERTS, receiver);
	struct derr e = checked ? may_issue(x, issuer, receiver, false) : OK_DONE;
	struct cert_meta m;
	struct pairs p;
	bool there;
	size_t at;

	if (FAILED(e))
		return e;
	p = pairs_get(&x->st, k);
	at = place(&p, issuer, &there);
	if (there) {
		vec_free(&p);
		return module_error(x, "Certification", "CertAlreadyExists");
	}
	note_end(x, issuer, receiver);
	vec_insert(&p, at, (struct pair){ issuer, x->number + CERT_VALIDITY });
	pairs_put(&x->st, k, &p);
	vec_free(&p);
	m = cert_meta_get(&x->st, issuer);
	m.issued++;
	m.next_issuable = x->number + CERT_PERIOD;
	cert_meta_put(&x->st, issuer, m);
	m = cert_meta_get(&x->st, receiver);
	m.received++;
	cert_meta_put(&x->st, receiver, m);
	emit(x, "Certification", "CertAdded", "dd", issuer, receiver);
	/* With the fifth the receiver may issue from now on (Wot.FirstIssuableOn is 0). */
	if (m.received == CERTS_MIN) {
		m.next_issuable = x->number;
		cert_meta_put(&x->st, receiver, m);
	}
	return OK_DONE;
}

static struct derr statuses(const struct exec *x, uint32_t issuer, uint32_t receiver)
{
	struct idty from, to;

	if (!idty_get(&x->st, issuer, &from))
		return module_error(x, "Wot", "IdtyNotFound");
	if (from.status != IS_MEMBER)
		return module_error(x, "Wot", "IssuerNotMember");
	if (!idty_get(&x->st, receiver, &to))
		return module_error(x, "Wot", "IdtyNotFound");
	if (to.status == IS_UNCONFIRMED || to.status == IS_REVOKED)
		return module_error(x, "Wot", "TargetStatusInvalid");
	return OK_DONE;
}

static struct derr issuer_of(const struct exec *x, struct origin o, uint32_t *issuer)
{
	if (!o.signer)
		return (struct derr){ .kind = D_BAD_ORIGIN };
	*issuer = idty_of(&x->st, o.signer);
	return *issuer ? OK_DONE : module_error(x, "Certification", "OriginMustHaveAnIdentity");
}

struct derr call_add_cert(struct exec *x, struct origin o, struct scale *args)
{
	uint32_t issuer, receiver = (uint32_t)scale_uint(args, 4);
	struct derr e = issuer_of(x, o, &issuer);

	if (!FAILED(e))
		e = may_issue(x, issuer, receiver, false);
	if (!FAILED(e))
		e = statuses(x, issuer, receiver);
	return FAILED(e) ? e : cert_add(x, issuer, receiver, false);
}

struct derr call_renew_cert(struct exec *x, struct origin o, struct scale *args)
{
	uint32_t issuer, receiver = (uint32_t)scale_uint(args, 4);
	struct key k = key_u32(S_CERTS, receiver);
	struct derr e = issuer_of(x, o, &issuer);
	struct cert_meta m;
	struct pairs p;
	bool there;
	size_t at;

	if (!FAILED(e))
		e = may_issue(x, issuer, receiver, true);
	if (!FAILED(e))
		e = statuses(x, issuer, receiver);
	if (FAILED(e))
		return e;
	p = pairs_get(&x->st, k);
	at = place(&p, issuer, &there);
	if (there) {
		note_end(x, issuer, receiver);
		p.v[at].b = x->number + CERT_VALIDITY;
		pairs_put(&x->st, k, &p);
	}
	vec_free(&p);
	if (!there)
		return module_error(x, "Certification", "CertDoesNotExist");
	m = cert_meta_get(&x->st, issuer);
	m.next_issuable = x->number + CERT_PERIOD;
	cert_meta_put(&x->st, issuer, m);
	emit(x, "Certification", "CertRenewed", "dd", issuer, receiver);
	return OK_DONE;
}

static void issued_one_less(struct exec *x, uint32_t issuer)
{
	struct cert_meta m = cert_meta_get(&x->st, issuer);

	m.issued -= m.issued > 0;
	cert_meta_put(&x->st, issuer, m);
}

/* A renewed certification has a later end than the agenda that still names it. */
void cert_prune(struct exec *x)
{
	struct key k = key_u32(S_CERTS_END, x->number);
	struct pairs due = pairs_get(&x->st, k);

	state_del(&x->st, k);
	for (size_t i = 0; i < due.n; i++) {
		uint32_t issuer = due.v[i].a, receiver = due.v[i].b;
		struct pairs p = pairs_get(&x->st, key_u32(S_CERTS, receiver));
		struct cert_meta m;
		bool there;
		size_t at = place(&p, issuer, &there);

		if (there && p.v[at].b == x->number) {
			vec_remove(&p, at);
			pairs_put(&x->st, key_u32(S_CERTS, receiver), &p);
			issued_one_less(x, issuer);
			m = cert_meta_get(&x->st, receiver);
			m.received -= m.received > 0;
			cert_meta_put(&x->st, receiver, m);
			emit(x, "Certification", "CertRemoved", "ddb", issuer, receiver, 1u);
			if (m.received < CERTS_MIN)
				membership_remove(x, receiver, END_CERTS);
		}
		vec_free(&p);
	}
	vec_free(&due);
}

void cert_remove_received(struct exec *x, uint32_t index)
{
	struct key k = key_u32(S_CERTS, index);
	struct pairs p = pairs_get(&x->st, k);

	state_del(&x->st, k);
	for (size_t i = p.n; i--;) {
		issued_one_less(x, p.v[i].a);
		if (i < CERTS_MIN)
			membership_remove(x, index, END_CERTS);
		emit(x, "Certification", "CertRemoved", "ddb", p.v[i].a, index, 0u);
	}
	vec_free(&p);
}
