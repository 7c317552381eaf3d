/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/layout.h"
#include "g1/purse.h"

/* Not in the metadata: a member's quota for fees, and the blocks in which it fills up. */
enum { QUOTA_MOST_C = 1000, QUOTA_BLOCKS = 600 };

static enum err fill_account(struct purse *p, const struct runtime *r, struct slice v, struct fault *f)
{
	struct layout_field x[RUNTIME_ACCOUNT_FIELDS];
	if (!v.p)
		return E_OK;
	if (!layout_read(r->account, v.p, v.n, x) || x[RUNTIME_FREE].u > INT64_MAX / 4 || x[RUNTIME_RESERVED].u > INT64_MAX / 4 ||
	    x[RUNTIME_FROZEN].u > INT64_MAX / 4)
		return fault_set(f, E_PROTOCOL, "System.Account");
	p->exists = x[RUNTIME_PROVIDERS].u || x[RUNTIME_SUFFICIENTS].u || x[RUNTIME_CONSUMERS].u || x[RUNTIME_FREE].u;
	p->nonce = (uint32_t)x[RUNTIME_NONCE].u;
	p->free_c = (int64_t)x[RUNTIME_FREE].u;
	p->reserved_c = (int64_t)x[RUNTIME_RESERVED].u;
	p->frozen_c = (int64_t)x[RUNTIME_FROZEN].u;
	p->linked = x[RUNTIME_LINKED].present ? (uint32_t)x[RUNTIME_LINKED].u : 0;
	return E_OK;
}

static enum err fill_identity(struct purse *p, const struct runtime *r, const struct purse_values *v, struct fault *f)
{
	struct layout_field x[RUNTIME_IDENTITY_FIELDS];
	struct scale index = scale_open(v->index.p, v->index.n), until = scale_open(v->membership.p, v->membership.n);
	p->status = ACCOUNT_NO_IDENTITY;
	if (!v->index.p)
		return E_OK;
	p->identity = (uint32_t)scale_uint(&index, 4);
	if (!scale_done(&index) || !v->identity.p || !layout_read(r->identity, v->identity.p, v->identity.n, x))
		return fault_set(f, E_PROTOCOL, "Identity.Identities");
	p->status = x[RUNTIME_STATUS].u < ACCOUNT_NO_IDENTITY ? (enum account_status)x[RUNTIME_STATUS].u : ACCOUNT_NO_IDENTITY;
	p->first_ud = p->status == ACCOUNT_MEMBER ? (uint32_t)x[RUNTIME_FIRST_UD].u : 0;
	if (v->membership.p) {
		p->member_until = (int64_t)scale_uint(&until, 4);
		if (!scale_done(&until))
			return fault_set(f, E_PROTOCOL, "Membership.Membership");
	}
	return E_OK;
}

/* Refills bit by bit since it was last used. */
static int64_t quota(struct slice v, uint32_t now)
{
	struct scale in = scale_open(v.p, v.n);
	uint32_t last = (uint32_t)scale_uint(&in, 4);
	uint64_t amount = scale_uint(&in, 8);
	if (!v.p || !scale_done(&in))
		return -1;
	amount += (uint64_t)(now > last ? now - last : 0) * QUOTA_MOST_C / QUOTA_BLOCKS;
	return amount < QUOTA_MOST_C ? (int64_t)amount : QUOTA_MOST_C;
}

enum err purse_fill(struct purse *p, const struct runtime *r, const struct currency *c, uint32_t now, const struct purse_values *v,
                    struct fault *f)
{
	*p = (struct purse){ .source = p->source, .block = p->block, .final = p->final, .status = ACCOUNT_NO_IDENTITY };
	enum err e = fill_account(p, r, v->account, f);
	if (!e)
		e = fill_identity(p, r, v, f);
	if (e)
		return e;
	p->unclaimed_c = currency_claim(c, p->first_ud, &p->unclaimed_n);
	p->quota_c = quota(v->quota, now);
	/* What must stay: the deposit, and what is frozen beyond what is reserved. A claim comes first. */
	int64_t stays = p->frozen_c - p->reserved_c > r->deposit_c ? p->frozen_c - p->reserved_c : r->deposit_c;
	int64_t most = p->free_c + p->unclaimed_c - stays;
	p->transferable_c = most > 0 ? most : 0;
	return E_OK;
}
