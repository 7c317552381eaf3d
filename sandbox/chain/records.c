/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/records.h"

#include "codec/pack.h"

static struct scale open_at(const struct state *s, struct key k, bool *there)
{
	struct slice v = { "", 0 };

	*there = state_get(s, k, &v);
	return scale_open(v.p, v.n);
}

static void take(struct scale *s, unsigned char *out, size_t n)
{
	const unsigned char *p = scale_take(s, n);

	if (p)
		memcpy(out, p, n);
}

struct acct acct_get(const struct state *s, const unsigned char who[32])
{
	struct acct a = { 0 };
	bool there;
	struct scale v = open_at(s, key_account(S_ACCOUNT, who), &there);

	if (!there)
		return a;
	a.nonce = (uint32_t)scale_uint(&v, 4);
	a.consumers = (uint32_t)scale_uint(&v, 4);
	a.providers = (uint32_t)scale_uint(&v, 4);
	a.sufficients = (uint32_t)scale_uint(&v, 4);
	a.free = scale_uint(&v, 8);
	a.reserved = scale_uint(&v, 8);
	a.frozen = scale_uint(&v, 8);
	a.linked = scale_flag(&v);
	if (a.linked)
		a.identity = (uint32_t)scale_uint(&v, 4);
	return a;
}

void acct_put(struct state *s, const unsigned char who[32], const struct acct *a)
{
	struct str o = { 0 };

	pack_uint(&o, a->nonce, 4);
	pack_uint(&o, a->consumers, 4);
	pack_uint(&o, a->providers, 4);
	pack_uint(&o, a->sufficients, 4);
	pack_uint(&o, a->free, 8);
	pack_uint(&o, a->reserved, 8);
	pack_uint(&o, a->frozen, 8);
	pack_uint(&o, a->linked, 1);
	if (a->linked)
		pack_uint(&o, a->identity, 4);
	state_put(s, key_account(S_ACCOUNT, who), &o);
	str_free(&o);
}

bool idty_get(const struct state *s, uint32_t index, struct idty *out)
{
	bool there;
	struct scale v = open_at(s, key_u32(S_IDENTITY, index), &there);

	*out = (struct idty){ 0 };
	if (!there)
		return false;
	out->first_ud = (uint16_t)scale_uint(&v, 2);
	out->next_creatable = (uint32_t)scale_uint(&v, 4);
	out->has_old = scale_flag(&v);
	if (out->has_old) {
		take(&v, out->old, 32);
		out->old_key_on = (uint32_t)scale_uint(&v, 4);
	}
	take(&v, out->owner, 32);
	out->next_scheduled = (uint32_t)scale_uint(&v, 4);
	out->status = (enum idty_is)scale_uint(&v, 1);
	return true;
}

void idty_put(struct state *s, uint32_t index, const struct idty *i)
{
	struct str o = { 0 };

	pack_uint(&o, i->first_ud, 2);
	pack_uint(&o, i->next_creatable, 4);
	pack_uint(&o, i->has_old, 1);
	if (i->has_old) {
		pack_bytes(&o, i->old, 32);
		pack_uint(&o, i->old_key_on, 4);
	}
	pack_bytes(&o, i->owner, 32);
	pack_uint(&o, i->next_scheduled, 4);
	pack_uint(&o, i->status, 1);
	state_put(s, key_u32(S_IDENTITY, index), &o);
	str_free(&o);
}

uint32_t idty_of(const struct state *s, const unsigned char who[32])
{
	return (uint32_t)state_uint(s, key_account(S_IDENTITY_OF, who), 0);
}

struct cert_meta cert_meta_get(const struct state *s, uint32_t index)
{
	bool there;
	struct scale v = open_at(s, key_u32(S_CERT_META, index), &there);
	struct cert_meta m = { 0 };

	if (!there)
		return m;
	m.issued = (uint32_t)scale_uint(&v, 4);
	m.next_issuable = (uint32_t)scale_uint(&v, 4);
	m.received = (uint32_t)scale_uint(&v, 4);
	return m;
}

void cert_meta_put(struct state *s, uint32_t index, struct cert_meta m)
{
	struct str o = { 0 };

	pack_uint(&o, m.issued, 4);
	pack_uint(&o, m.next_issuable, 4);
	pack_uint(&o, m.received, 4);
	state_put(s, key_u32(S_CERT_META, index), &o);
	str_free(&o);
}

struct pairs pairs_get(const struct state *s, struct key k)
{
	bool there;
	struct scale v = open_at(s, k, &there);
	struct pairs p = { 0 };
	size_t n = there ? scale_count(&v, 8) : 0;

	vec_reserve(&p, n + 1);
	while (n--) {
		struct pair x;

		x.a = (uint32_t)scale_uint(&v, 4);
		x.b = (uint32_t)scale_uint(&v, 4);
		vec_push(&p, x);
	}
	return p;
}

void pairs_put(struct state *s, struct key k, const struct pairs *p)
{
	struct str o = { 0 };

	pack_compact(&o, p->n);
	for (size_t i = 0; i < p->n; i++) {
		pack_uint(&o, p->v[i].a, 4);
		pack_uint(&o, p->v[i].b, 4);
	}
	state_put(s, k, &o);
	str_free(&o);
}

struct numbers numbers_get(const struct state *s, struct key k)
{
	bool there;
	struct scale v = open_at(s, k, &there);
	struct numbers p = { 0 };
	size_t n = there ? scale_count(&v, 4) : 0;

	vec_reserve(&p, n + 1);
	while (n--)
		vec_push(&p, (uint32_t)scale_uint(&v, 4));
	return p;
}

void numbers_put(struct state *s, struct key k, const struct numbers *p)
{
	struct str o = { 0 };

	pack_compact(&o, p->n);
	for (size_t i = 0; i < p->n; i++)
		pack_uint(&o, p->v[i], 4);
	state_put(s, k, &o);
	str_free(&o);
}
