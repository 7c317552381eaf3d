/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/meta.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "codec/metaword.h"
#include <stdlib.h>

enum { MAGIC = 0x6174656d, V14 = 14, V15 = 15, V16 = 16 };

/* What every reader needs. Versions differ in a few fields; the bytes are read strictly to their end. */
struct reader {
	struct scale in;
	struct meta *m;
};

static bool fail(struct reader *r)
{
	r->in.bad = true;
	r->in.p = r->in.end;
	return false;
}

static void *table(struct reader *r, size_t least, size_t size, size_t *n)
{
	*n = scale_count(&r->in, least);
	return arena_new(&r->m->arena, *n * size);
}

static uint32_t type_id(struct reader *r)
{
	uint64_t id = scale_compact(&r->in);
	if (id >= r->m->types.n)
		fail(r);
	return (uint32_t)id;
}

/* ItemDeprecationInfo: nothing, without a note, or with a note and a version. */
static void skip_deprecation(struct reader *r)
{
	switch (r->m->version < V16 ? 0 : scale_uint(&r->in, 1)) {
	case 0:
	case 1:
		return;
	case 2:
		scale_blob(&r->in);
		if (scale_flag(&r->in))
			scale_blob(&r->in);
		return;
	default:
		fail(r);
	}
}

/* An optional outer enum with, since version 16, the deprecation of single variants. */
static uint32_t optional_enum(struct reader *r)
{
	if (!scale_flag(&r->in))
		return REGISTRY_NONE;
	uint32_t id = type_id(r);
	if (r->m->version >= V16)
		for (size_t n = scale_count(&r->in, 2); n--;) {
			scale_uint(&r->in, 1);
			skip_deprecation(r);
		}
	return id;
}

static void read_item(struct reader *r, struct meta_item *it)
{
	it->name = metaword_read(&r->in, false);
	uint64_t modifier = scale_uint(&r->in, 1);
	it->optional = modifier == 0;
	if (modifier > 2)
		fail(r);
	it->key = REGISTRY_NONE;
	uint64_t map = scale_uint(&r->in, 1);
	if (map == 1) {
		it->n_hashers = scale_count(&r->in, 1);
		if (!it->n_hashers || it->n_hashers > META_HASHERS)
			fail(r);
		for (size_t i = 0; i < it->n_hashers && !r->in.bad; i++) {
			uint64_t h = scale_uint(&r->in, 1);
			if (h >= HASHER_COUNT)
				fail(r);
			it->hashers[i] = (enum hasher)h;
		}
		it->key = type_id(r);
	} else if (map) {
		fail(r);
	}
	it->value = type_id(r);
	it->fallback = scale_blob(&r->in);
	it->docs = metaword_docs(&r->in);
	skip_deprecation(r);
}

static void read_storage(struct reader *r, struct meta_pallet *p)
{
	if (!scale_flag(&r->in))
		return;
	p->prefix = metaword_read(&r->in, false);
	p->items = table(r, 6, sizeof *p->items, &p->n_items);
	for (size_t i = 0; i < p->n_items && !r->in.bad; i++)
		read_item(r, &p->items[i]);
}

static void read_constants(struct reader *r, struct meta_pallet *p)
{
	p->constants = table(r, 4, sizeof *p->constants, &p->n_constants);
	for (size_t i = 0; i < p->n_constants && !r->in.bad; i++) {
		struct meta_constant *c = &p->constants[i];
		c->name = metaword_read(&r->in, false);
		c->type = type_id(r);
		c->bytes = scale_blob(&r->in);
		c->docs = metaword_docs(&r->in);
		skip_deprecation(r);
	}
}

static void read_methods(struct reader *r, struct meta_methods *list, bool views)
{
	list->v = table(r, 4, sizeof *list->v, &list->n);
	for (size_t i = 0; i < list->n && !r->in.bad; i++) {
		struct meta_method *m = &list->v[i];
		const unsigned char *id = views ? scale_take(&r->in, 32) : NULL;
		m->id = (struct slice){ id ? (const char *)id : "", id ? 32 : 0 };
		m->name = metaword_read(&r->in, false);
		m->inputs = table(r, 2, sizeof *m->inputs, &m->n_inputs);
		for (size_t k = 0; k < m->n_inputs && !r->in.bad; k++) {
			m->inputs[k].name = metaword_read(&r->in, false);
			m->inputs[k].type = type_id(r);
			m->inputs[k].type_name = SLICE("");
		}
		m->output = type_id(r);
		m->docs = metaword_docs(&r->in);
		skip_deprecation(r);
	}
}

static void read_pallet(struct reader *r, struct meta_pallet *p)
{
	unsigned version = r->m->version;
	p->name = metaword_read(&r->in, false);
	p->prefix = p->docs = SLICE("");
	read_storage(r, p);
	p->calls = optional_enum(r);
	p->events = optional_enum(r);
	read_constants(r, p);
	p->errors = optional_enum(r);
	if (version >= V16) {
		for (size_t n = scale_count(&r->in, 3); n--;) { /* associated types */
			metaword_read(&r->in, false);
			type_id(r);
			metaword_docs(&r->in);
		}
		read_methods(r, &p->views, true);
	}
	p->index = (unsigned)scale_uint(&r->in, 1);
	if (version >= V15)
		p->docs = metaword_docs(&r->in);
	skip_deprecation(r);
}

/* The type parameters of UncheckedExtrinsic<Address, Call, Signature, Extra>: version 14 says them nowhere else. */
static uint32_t param_named(const struct meta *m, uint32_t id, const char *name)
{
	const struct registry_type *t = registry_get(&m->types, id);
	for (size_t i = 0; t && i < t->n_params; i++)
		if (slice_is(t->params[i].name, name))
			return t->params[i].type;
	return REGISTRY_NONE;
}

static void read_extensions(struct reader *r)
{
	struct meta *m = r->m;
	m->extensions = table(r, 3, sizeof *m->extensions, &m->n_extensions);
	for (size_t i = 0; i < m->n_extensions && !r->in.bad; i++) {
		m->extensions[i].name = metaword_read(&r->in, false);
		m->extensions[i].extra = type_id(r);
		m->extensions[i].additional = type_id(r);
	}
}

static void read_extrinsic(struct reader *r)
{
	struct meta *m = r->m;
	uint32_t whole = m->version == V14 ? type_id(r) : REGISTRY_NONE;
	if (m->version >= V16) {
		m->formats = scale_blob(&r->in);
	} else {
		const unsigned char *one = scale_take(&r->in, 1);
		m->formats = (struct slice){ one ? (const char *)one : "", one ? 1 : 0 };
	}
	if (m->version == V14) {
		m->address = param_named(m, whole, "Address");
		m->call = param_named(m, whole, "Call");
		m->signature = param_named(m, whole, "Signature");
	} else {
		m->address = type_id(r);
		m->call = type_id(r);
		m->signature = type_id(r);
	}
	if (m->version == V15)
		type_id(r); /* the extra's type, as the list of extensions says again */
	if (m->version >= V16)
		for (size_t n = scale_count(&r->in, 2); n--;) { /* which extensions belong to which version */
			scale_uint(&r->in, 1);
			for (size_t k = scale_count(&r->in, 1); k--;)
				scale_compact(&r->in);
		}
	read_extensions(r);
}

static void read_apis(struct reader *r)
{
	struct meta *m = r->m;
	m->apis = table(r, 3, sizeof *m->apis, &m->n_apis);
	for (size_t i = 0; i < m->n_apis && !r->in.bad; i++) {
		struct meta_api *api = &m->apis[i];
		api->name = metaword_read(&r->in, false);
		read_methods(r, &api->methods, false);
		api->docs = metaword_docs(&r->in);
		if (m->version >= V16)
			api->version = scale_compact(&r->in);
		skip_deprecation(r);
	}
}

static void skip_custom(struct reader *r)
{
	for (size_t n = scale_count(&r->in, 3); n--;) {
		metaword_read(&r->in, true);
		type_id(r);
		scale_blob(&r->in);
	}
}

/* Version 14 names the event enum only as a parameter of System.Events' record. */
static uint32_t event_of_records(const struct meta *m)
{
	const struct meta_item *it = meta_item(m, SLICE("System.Events"), NULL);
	const struct registry_type *t = it ? registry_get(&m->types, it->value) : NULL;
	return t && t->kind == REG_SEQUENCE ? param_named(m, t->of, "E") : REGISTRY_NONE;
}

static void read_all(struct reader *r)
{
	struct meta *m = r->m;
	m->pallets = table(r, 7, sizeof *m->pallets, &m->n_pallets);
	for (size_t i = 0; i < m->n_pallets && !r->in.bad; i++)
		read_pallet(r, &m->pallets[i]);
	read_extrinsic(r);
	m->error = REGISTRY_NONE;
	if (m->version == V14) {
		type_id(r); /* the Runtime */
		m->event = event_of_records(m);
		return;
	}
	if (m->version == V15)
		type_id(r);
	read_apis(r);
	uint32_t call = type_id(r);
	m->event = type_id(r);
	m->error = type_id(r);
	if (call != m->call)
		fail(r);
	skip_custom(r);
}

static void find_prefix(struct meta *m)
{
	const struct meta_constant *c = meta_constant(m, SLICE("System.SS58Prefix"));
	struct scale in = c ? scale_open(c->bytes.p, c->bytes.n) : (struct scale){ 0 };
	m->ss58 = 4450;
	if (c && (c->bytes.n == 1 || c->bytes.n == 2))
		m->ss58 = (unsigned)scale_uint(&in, c->bytes.n);
}

/* A node's answer may come as Vec<u8> or Option<Vec<u8>>. */
static struct slice bare(const void *p, size_t n)
{
	struct scale in = scale_open(p, n);
	if (n >= 4 && scale_uint(&in, 4) == MAGIC)
		return (struct slice){ p, n };
	for (int skip = 0; skip < 2; skip++) {
		in = scale_open(p, n);
		if (skip && scale_uint(&in, 1) != 1)
			break;
		struct slice inside = scale_blob(&in);
		if (scale_done(&in) && inside.n >= 4 && !memcmp(inside.p, "meta", 4))
			return inside;
	}
	return (struct slice){ p, n };
}

struct meta *meta_parse(const void *p, size_t n, struct fault *f)
{
	struct slice blob = bare(p, n);
	if (blob.n > META_MAX) {
		fault_set(f, E_TOO_BIG, "%s", _("the metadata"));
		return NULL;
	}
	struct meta *m = mem_new(sizeof *m);
	m->blob = mem_dup(blob.p, blob.n);
	m->blob_n = blob.n;
	struct reader r = { scale_open(m->blob, blob.n), m };
	uint64_t magic = scale_uint(&r.in, 4);
	m->version = (unsigned)scale_uint(&r.in, 1);
	enum err e = magic != MAGIC || r.in.bad ? E_INVALID : m->version < V14 || m->version > V16 ? E_UNSUPPORTED : E_OK;
	if (!e)
		e = registry_read(&r.in, &m->arena, &m->types);
	if (!e) {
		read_all(&r);
		e = scale_done(&r.in) ? E_OK : E_INVALID;
	}
	if (e) {
		fault_set(f, e, _("metadata version %u"), m->version);
		meta_free(m);
		return NULL;
	}
	find_prefix(m);
	return m;
}

void meta_free(struct meta *m)
{
	if (!m)
		return;
	arena_free(&m->arena);
	free(m->blob);
	free(m);
}

const struct meta_pallet *meta_pallet(const struct meta *m, struct slice name)
{
	for (size_t i = 0; i < m->n_pallets; i++)
		if (slice_eq(m->pallets[i].name, name))
			return &m->pallets[i];
	for (size_t i = 0; i < m->n_pallets; i++)
		if (metaword_same(m->pallets[i].name, name))
			return &m->pallets[i];
	return NULL;
}

const struct meta_pallet *meta_pallet_at(const struct meta *m, unsigned index)
{
	for (size_t i = 0; i < m->n_pallets; i++)
		if (m->pallets[i].index == index)
			return &m->pallets[i];
	return NULL;
}

/* Cuts "Pallet.item" and finds the pallet. */
static const struct meta_pallet *pallet_of(const struct meta *m, struct slice *name)
{
	struct slice first;
	if (!slice_split(name, '.', &first) || !name->p)
		return NULL;
	return meta_pallet(m, first);
}

const struct registry_variant *meta_call(const struct meta *m, struct slice name, const struct meta_pallet **pallet)
{
	const struct meta_pallet *p = pallet_of(m, &name);
	if (pallet)
		*pallet = p;
	return p && p->calls != REGISTRY_NONE ? registry_variant_named(registry_get(&m->types, p->calls), name) : NULL;
}

const struct meta_item *meta_item(const struct meta *m, struct slice name, const struct meta_pallet **pallet)
{
	const struct meta_pallet *p = pallet_of(m, &name);
	if (pallet)
		*pallet = p;
	for (int folded = 0; p && folded < 2; folded++)
		for (size_t i = 0; i < p->n_items; i++)
			if (folded ? metaword_same(p->items[i].name, name) : slice_eq(p->items[i].name, name))
				return &p->items[i];
	return NULL;
}

const struct meta_constant *meta_constant(const struct meta *m, struct slice name)
{
	const struct meta_pallet *p = pallet_of(m, &name);
	for (int folded = 0; p && folded < 2; folded++)
		for (size_t i = 0; i < p->n_constants; i++)
			if (folded ? metaword_same(p->constants[i].name, name) : slice_eq(p->constants[i].name, name))
				return &p->constants[i];
	return NULL;
}

const struct registry_variant *meta_error(const struct meta *m, unsigned pallet, unsigned index)
{
	const struct meta_pallet *p = meta_pallet_at(m, pallet);
	return p && p->errors != REGISTRY_NONE ? registry_variant(registry_get(&m->types, p->errors), index) : NULL;
}

void meta_docs(struct slice docs, struct str *out)
{
	struct scale in = scale_open(docs.p, docs.n);
	size_t n = docs.n ? scale_count(&in, 1) : 0;
	for (size_t i = 0; i < n && !in.bad; i++) {
		if (i)
			str_addc(out, '\n');
		str_add(out, scale_blob(&in));
	}
}
