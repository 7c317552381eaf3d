/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/runtime.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "codec/layout.h"
#include "codec/storekey.h"
#include <stdlib.h>

static const unsigned char builtin[] = {
#include "src/g1/builtin.inc"
};

static const char *const account_paths[RUNTIME_ACCOUNT_FIELDS] = { "nonce", "consumers", "providers", "sufficients", "data.free",
	"data.reserved", "data.fee_frozen", "data.linked_idty" };
static const char *const identity_paths[RUNTIME_IDENTITY_FIELDS] = { "data.first_eligible_ud", "next_creatable_identity_on",
	"owner_key", "next_scheduled", "status" };

int64_t runtime_constant(const struct runtime *r, const char *name, int64_t fallback)
{
	const struct meta_constant *c = meta_constant(r->meta, slice_of(name));
	const struct registry_type *t = c ? registry_inner(&r->meta->types, c->type) : NULL;
	bool with_sign;
	size_t width = t && t->kind == REG_PRIMITIVE ? registry_width(t->primitive, &with_sign) : 0;
	if (!width || width > 8 || c->bytes.n != width)
		return fallback;
	struct scale in = scale_open(c->bytes.p, c->bytes.n);
	uint64_t v = scale_uint(&in, width);
	return v <= INT64_MAX ? (int64_t)v : fallback;
}

/* The way to the fields of one storage item; NULL and a fault when they are not there. */
static struct layout *layout_of(const struct runtime *r, const char *item, const char *const *paths, size_t n, struct fault *f)
{
	const struct meta_item *it = meta_item(r->meta, slice_of(item), NULL);
	struct fault why = { 0 };
	struct layout *l = it ? layout_new(r->meta, it->value, paths, n, &why) : NULL;
	if (!l)
		fault_set(f, E_RUNTIME_CHANGED, _("%s is not kept as this program knows it"), item);
	return l;
}

static void read_constants(struct runtime *r)
{
	r->deposit_c = runtime_constant(r, "Balances.ExistentialDeposit", 100);
	r->ud_period_ms = runtime_constant(r, "UniversalDividend.UdCreationPeriod", 86400000);
	r->reeval_period_ms = runtime_constant(r, "UniversalDividend.UdReevalPeriod", 15778800000);
	r->growth_ppb = (uint32_t)runtime_constant(r, "UniversalDividend.SquareMoneyGrowthRate", 2382304);
	r->block_hashes = (uint32_t)runtime_constant(r, "System.BlockHashCount", 2400);
}

struct runtime *runtime_new(const struct runtime_id *id, struct slice metadata, struct fault *f)
{
	struct runtime *r = mem_new(sizeof *r);
	r->holders = 1;
	r->id = *id;
	r->meta = meta_parse(metadata.p, metadata.n, f);
	if (r->meta) {
		hash_blake2_256(r->hash, r->meta->blob, r->meta->blob_n);
		read_constants(r);
		r->account = layout_of(r, "System.Account", account_paths, RUNTIME_ACCOUNT_FIELDS, f);
		r->identity = r->account ? layout_of(r, "Identity.Identities", identity_paths, RUNTIME_IDENTITY_FIELDS, f) : NULL;
	}
	if (r->identity)
		return r;
	runtime_drop(r);
	return NULL;
}

struct runtime *runtime_builtin(const struct runtime_id *id)
{
	struct fault f;
	struct runtime *r = runtime_new(id, (struct slice){ (const char *)builtin, sizeof builtin }, &f);
	if (!r)
		abort();
	r->agreed = true;
	return r;
}

struct runtime *runtime_hold(struct runtime *r)
{
	if (r)
		r->holders++;
	return r;
}

void runtime_drop(struct runtime *r)
{
	if (!r || --r->holders)
		return;
	layout_free(r->account);
	layout_free(r->identity);
	meta_free(r->meta);
	free(r);
}

bool runtime_key(const struct runtime *r, const char *item, const struct slice *args, size_t n, struct str *out)
{
	const struct meta_pallet *p;
	const struct meta_item *it = meta_item(r->meta, slice_of(item), &p);
	if (!it || it->n_hashers != n)
		return false;
	storekey_add(p, it, args, n, out);
	return true;
}
