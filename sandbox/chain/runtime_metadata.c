/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/runtime_inside.h"

#include "codec/hex.h"
#include "codec/pack.h"

#include <stdio.h>

/* Types that the registry of g1 gives to these. */
enum { T_ADDRESS = 128, T_CALL = 113, T_SIGNATURE = 160, T_EVENT = 20, T_ERROR = 371, T_EXTRINSIC = 181, T_EXTRA = 182,
       T_RUNTIME = 190 };

static void put_text(struct str *o, struct slice s)
{
	pack_blob(o, s.p, s.n);
}

static void put_option_text(struct str *o, struct slice s)
{
	pack_uint(o, s.n > 0, 1);
	if (s.n)
		put_text(o, s);
}

static void no_docs(struct str *o)
{
	pack_compact(o, 0);
}

static void put_path(struct str *o, const char *path)
{
	struct slice rest = slice_of(path), one;
	size_t n = 0;
	const char *p = path;

	for (; p && *p; n++)
		p = (p = strstr(p, "::")) ? p + 2 : NULL;
	pack_compact(o, n);
	while (rest.n) {
		const char *end = strstr(rest.p, "::");

		one = end ? slice_to(rest, (size_t)(end - rest.p)) : rest;
		put_text(o, one);
		rest = slice_from(rest, one.n + 2);
	}
}

static void put_params(struct str *o, const char *params)
{
	struct slice rest = slice_of(params), one, name, type;
	size_t n = rest.n > 0;

	for (size_t i = 0; i < rest.n; i++)
		n += rest.p[i] == ',';
	pack_compact(o, n);
	while (n--) {
		uint64_t id = 0;

		slice_split(&rest, ',', &one);
		slice_split(&one, '=', &name);
		type = one;
		put_text(o, name);
		pack_uint(o, type.n > 0, 1);
		if (type.n && slice_u64(type, &id))
			pack_compact(o, id);
	}
}

static void put_fields(struct str *o, const struct rt_field *f, size_t n)
{
	pack_compact(o, n);
	for (size_t i = 0; i < n; i++) {
		put_option_text(o, f[i].name);
		pack_compact(o, (uint64_t)f[i].type);
		put_option_text(o, f[i].type_name);
		no_docs(o);
	}
}

/* 255 variants that differ by their number only. */
static void put_era(struct str *o)
{
	char name[16];

	pack_compact(o, 256);
	for (int i = 0; i < 256; i++) {
		snprintf(name, sizeof name, i ? "Mortal%d" : "Immortal", i);
		put_text(o, slice_of(name));
		pack_compact(o, i > 0);
		if (i) {
			put_option_text(o, slice_of(""));
			pack_compact(o, 2);
			put_option_text(o, slice_of(""));
			no_docs(o);
		}
		pack_uint(o, (uint64_t)i, 1);
		no_docs(o);
	}
}

static void put_definition(struct str *o, const struct rt_type *t)
{
	static const unsigned char tags[] = { [RT_COMPOSITE] = 0, [RT_VARIANT] = 1, [RT_SEQUENCE] = 2, [RT_ARRAY] = 3, [RT_TUPLE] = 4,
					      [RT_PRIMITIVE] = 5, [RT_COMPACT] = 6, [RT_ERA] = 1 };

	pack_uint(o, tags[t->kind], 1);
	switch (t->kind) {
	case RT_COMPOSITE:
		put_fields(o, t->fields, t->n_fields);
		break;
	case RT_VARIANT:
		pack_compact(o, t->n_variants);
		for (size_t i = 0; i < t->n_variants; i++) {
			put_text(o, t->variants[i].name);
			put_fields(o, t->variants[i].fields, t->variants[i].n);
			pack_uint(o, t->variants[i].index, 1);
			no_docs(o);
		}
		break;
	case RT_ERA:
		put_era(o);
		break;
	case RT_ARRAY:
		pack_uint(o, t->len, 4);
		pack_compact(o, (uint64_t)t->sub);
		break;
	case RT_TUPLE:
		pack_compact(o, t->n_fields);
		for (size_t i = 0; i < t->n_fields; i++)
			pack_compact(o, (uint64_t)t->fields[i].type);
		break;
	case RT_PRIMITIVE:
		pack_uint(o, (uint64_t)t->sub, 1);
		break;
	default:
		pack_compact(o, (uint64_t)t->sub);
		break;
	}
}

static void put_types(struct str *o, const struct runtime *rt)
{
	pack_compact(o, RT_TYPES);
	for (size_t i = 0; i < RT_TYPES; i++) {
		pack_compact(o, i);
		put_path(o, rt->types[i].path);
		put_params(o, rt->types[i].kind == RT_TUPLE ? NULL : rt->types[i].params);
		put_definition(o, &rt->types[i]);
		no_docs(o);
	}
}

static void put_storage(struct str *o, const struct rt_pallet *p, unsigned version)
{
	pack_uint(o, p->prefix != NULL, 1);
	if (!p->prefix)
		return;
	put_text(o, slice_of(p->prefix));
	pack_compact(o, p->n_storage);
	for (size_t i = 0; i < p->n_storage; i++) {
		const struct rt_storage *s = &p->storage[i];

		put_text(o, slice_of(s->name));
		pack_uint(o, !s->optional, 1);
		pack_uint(o, s->n_hashers > 0, 1);
		if (s->n_hashers) {
			pack_compact(o, s->n_hashers);
			for (size_t k = 0; k < s->n_hashers; k++)
				pack_uint(o, s->hashers[k], 1);
			pack_compact(o, (uint64_t)s->key);
		}
		pack_compact(o, (uint64_t)s->value);
		pack_blob(o, s->fallback.p, s->fallback.n);
		no_docs(o);
		if (version == 16)
			pack_uint(o, 0, 1);
	}
}

static void put_option_type(struct str *o, int type, unsigned version)
{
	pack_uint(o, type >= 0, 1);
	if (type < 0)
		return;
	pack_compact(o, (uint64_t)type);
	if (version == 16)
		pack_compact(o, 0);
}

static size_t count_lines(size_t from, enum rt_line_kind kind)
{
	size_t n = 0;

	for (; rt_lines[from].kind != L_PALLET && rt_lines[from].kind != L_API && rt_lines[from].kind != L_END; from++)
		n += rt_lines[from].kind == kind;
	return n;
}

/* Arguments "name=type name=type". */
static void put_inputs(struct str *o, const char *inputs)
{
	struct slice rest = slice_of(inputs), one, name;
	size_t n = 0;

	for (size_t i = 0; i < rest.n; i++)
		n += rest.p[i] == '=';
	pack_compact(o, n);
	while (n--) {
		uint64_t type = 0;

		slice_split(&rest, ' ', &one);
		slice_split(&one, '=', &name);
		slice_u64(one, &type);
		put_text(o, name);
		pack_compact(o, type);
	}
}

static void put_extras_16(struct str *o, const struct rt_pallet *p)
{
	const size_t from = p->line + 1;

	pack_compact(o, count_lines(from, L_ASSOCIATED));
	for (size_t i = from; rt_lines[i].kind != L_PALLET && rt_lines[i].kind != L_API; i++)
		if (rt_lines[i].kind == L_ASSOCIATED) {
			put_text(o, slice_of(rt_lines[i].name));
			pack_compact(o, (uint64_t)rt_lines[i].x);
			no_docs(o);
		}
	pack_compact(o, count_lines(from, L_VIEW));
	for (size_t i = from; rt_lines[i].kind != L_PALLET && rt_lines[i].kind != L_API; i++)
		if (rt_lines[i].kind == L_VIEW) {
			hex_append(slice_of(rt_lines[i].b), o);
			put_text(o, slice_of(rt_lines[i].name));
			put_inputs(o, rt_lines[i].a);
			pack_compact(o, (uint64_t)rt_lines[i].x);
			no_docs(o);
			pack_uint(o, 0, 1);
		}
}

static void put_pallet(struct str *o, const struct rt_pallet *p, unsigned version)
{
	put_text(o, slice_of(p->name));
	put_storage(o, p, version);
	put_option_type(o, p->calls, version);
	put_option_type(o, p->events, version);
	pack_compact(o, p->n_constants);
	for (size_t i = 0; i < p->n_constants; i++) {
		put_text(o, slice_of(p->constants[i].name));
		pack_compact(o, (uint64_t)p->constants[i].type);
		pack_blob(o, p->constants[i].value.p, p->constants[i].value.n);
		no_docs(o);
		if (version == 16)
			pack_uint(o, 0, 1);
	}
	put_option_type(o, p->errors, version);
	if (version == 16)
		put_extras_16(o, p);
	pack_uint(o, p->index, 1);
	if (version >= 15)
		no_docs(o);
	if (version == 16)
		pack_uint(o, 0, 1);
}

static void put_extrinsic(struct str *o, const struct runtime *rt, unsigned version)
{
	if (version == 14)
		pack_compact(o, T_EXTRINSIC);
	if (version <= 15)
		pack_uint(o, 4, 1);
	if (version == 16)
		pack_blob(o, "\4\5", 2);
	if (version >= 15) {
		pack_compact(o, T_ADDRESS);
		pack_compact(o, T_CALL);
		pack_compact(o, T_SIGNATURE);
	}
	if (version == 15)
		pack_compact(o, T_EXTRA);
	if (version == 16) {
		pack_compact(o, 1);
		pack_uint(o, 0, 1);
		pack_compact(o, rt->n_extensions);
		for (size_t i = 0; i < rt->n_extensions; i++)
			pack_compact(o, i);
	}
	pack_compact(o, rt->n_extensions);
	for (size_t i = 0; i < rt->n_extensions; i++) {
		put_text(o, slice_of(rt->extensions[i].name));
		pack_compact(o, (uint64_t)rt->extensions[i].type);
		pack_compact(o, (uint64_t)rt->extensions[i].implicit);
	}
}

static void put_api(struct str *o, size_t at, unsigned version)
{
	size_t n = 0;

	put_text(o, slice_of(rt_lines[at].name));
	while (rt_lines[at + 1 + n].kind == L_METHOD)
		n++;
	pack_compact(o, n);
	for (size_t i = at + 1; i <= at + n; i++) {
		put_text(o, slice_of(rt_lines[i].name));
		put_inputs(o, rt_lines[i].a);
		pack_compact(o, (uint64_t)rt_lines[i].x);
		no_docs(o);
		if (version == 16)
			pack_uint(o, 0, 1);
	}
	no_docs(o);
	if (version == 16) {
		pack_compact(o, (uint64_t)rt_lines[at].x);
		pack_uint(o, 0, 1);
	}
}

static void put_apis(struct str *o, unsigned version)
{
	size_t n = 0;

	for (size_t i = 0; rt_lines[i].kind != L_END; i++)
		n += rt_lines[i].kind == L_API;
	pack_compact(o, n);
	for (size_t i = 0; rt_lines[i].kind != L_END; i++)
		if (rt_lines[i].kind == L_API)
			put_api(o, i, version);
}

bool runtime_metadata(const struct runtime *rt, unsigned version, struct str *out)
{
	if (version < 14 || version > 16)
		return false;
	pack_bytes(out, "meta", 4);
	pack_uint(out, version, 1);
	put_types(out, rt);
	pack_compact(out, rt->n_pallets);
	for (size_t i = 0; i < rt->n_pallets; i++)
		put_pallet(out, &rt->pallets[i], version);
	put_extrinsic(out, rt, version);
	if (version <= 15)
		pack_compact(out, T_RUNTIME);
	if (version >= 15) {
		put_apis(out, version);
		pack_compact(out, T_CALL);
		pack_compact(out, T_EVENT);
		pack_compact(out, T_ERROR);
		pack_compact(out, 0);
	}
	return true;
}
