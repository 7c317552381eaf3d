/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/registry.h"
#include "codec/metaword.h"

enum { NAME_DEPTH = 12, NAME_MAX_BYTES = 2048 };

struct primitive_entry {
	const char *name;
	unsigned char width;
	bool with_sign;
};

static const struct primitive_entry primitives[REG_PRIMITIVES];

static bool fail(struct scale *in)
{
	in->bad = true;
	in->p = in->end;
	return false;
}

static uint32_t read_id(struct scale *in)
{
	uint64_t id = scale_compact(in);
	if (id >= REGISTRY_NONE)
		fail(in);
	return (uint32_t)id;
}

static struct slice read_path(struct scale *in, struct arena *a)
{
	struct scale again = *in;
	size_t parts = scale_count(in, 1), bytes = 0, at = 0;
	for (size_t i = 0; i < parts; i++)
		bytes += metaword_read(in, false).n + 2;
	if (in->bad || !parts)
		return SLICE("");
	char *text = arena_new(a, bytes);
	scale_count(&again, 1);
	for (size_t i = 0; i < parts; i++) {
		struct slice part = metaword_read(&again, false);
		if (i) {
			text[at++] = ':';
			text[at++] = ':';
		}
		memcpy(text + at, part.p, part.n);
		at += part.n;
	}
	return (struct slice){ text, at };
}

static void read_params(struct scale *in, struct arena *a, struct registry_type *t)
{
	size_t n = scale_count(in, 2);
	t->params = arena_new(a, n * sizeof *t->params);
	for (; t->n_params < n && !in->bad; t->n_params++) {
		struct registry_field *f = &t->params[t->n_params];
		f->name = metaword_read(in, false);
		f->type = scale_flag(in) ? read_id(in) : REGISTRY_NONE;
	}
}

static struct registry_field *read_fields(struct scale *in, struct arena *a, size_t *count)
{
	size_t n = scale_count(in, 4);
	struct registry_field *f = arena_new(a, n * sizeof *f);
	for (size_t i = 0; i < n && !in->bad; i++) {
		f[i].name = scale_flag(in) ? metaword_read(in, false) : SLICE("");
		f[i].type = read_id(in);
		f[i].type_name = scale_flag(in) ? metaword_read(in, true) : SLICE("");
		metaword_docs(in);
	}
	*count = n;
	return f;
}

static void read_variants(struct scale *in, struct arena *a, struct registry_type *t)
{
	t->n_variants = scale_count(in, 4);
	t->variants = arena_new(a, t->n_variants * sizeof *t->variants);
	for (size_t i = 0; i < t->n_variants && !in->bad; i++) {
		struct registry_variant *v = &t->variants[i];
		v->name = metaword_read(in, false);
		v->fields = read_fields(in, a, &v->n_fields);
		v->index = (unsigned)scale_uint(in, 1);
		v->docs = metaword_docs(in);
	}
}

static void read_tuple(struct scale *in, struct arena *a, struct registry_type *t)
{
	t->n_fields = scale_count(in, 1);
	t->fields = arena_new(a, t->n_fields * sizeof *t->fields);
	for (size_t i = 0; i < t->n_fields; i++)
		t->fields[i] = (struct registry_field){ .name = SLICE(""), .type = read_id(in), .type_name = SLICE("") };
}

static void read_type(struct scale *in, struct arena *a, struct registry_type *t)
{
	t->path = read_path(in, a);
	read_params(in, a, t);
	t->kind = (enum registry_kind)scale_uint(in, 1);
	switch (t->kind) {
	case REG_COMPOSITE:
		t->fields = read_fields(in, a, &t->n_fields);
		break;
	case REG_VARIANT:
		read_variants(in, a, t);
		break;
	case REG_SEQUENCE:
	case REG_COMPACT:
		t->of = read_id(in);
		break;
	case REG_ARRAY:
		t->len = (uint32_t)scale_uint(in, 4);
		t->of = read_id(in);
		break;
	case REG_TUPLE:
		read_tuple(in, a, t);
		break;
	case REG_PRIMITIVE:
		t->primitive = (enum registry_primitive)scale_uint(in, 1);
		if ((unsigned)t->primitive >= REG_PRIMITIVES)
			fail(in);
		break;
	case REG_BITS:
		t->of = read_id(in);
		read_id(in); /* the bit order: its type's path tells, and nothing on this chain uses it */
		break;
	default:
		fail(in);
	}
	metaword_docs(in);
}

static bool fields_known(const struct registry_field *f, size_t n, size_t types, bool may_lack)
{
	for (size_t i = 0; i < n; i++)
		if (f[i].type >= types && !(may_lack && f[i].type == REGISTRY_NONE))
			return false;
	return true;
}

static bool all_known(const struct registry *r)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct registry_type *t = &r->types[i];
		if (!fields_known(t->params, t->n_params, r->n, true) || !fields_known(t->fields, t->n_fields, r->n, false) ||
		    t->of >= r->n)
			return false;
		for (size_t k = 0; k < t->n_variants; k++)
			if (!fields_known(t->variants[k].fields, t->variants[k].n_fields, r->n, false))
				return false;
	}
	return true;
}

enum err registry_read(struct scale *in, struct arena *a, struct registry *out)
{
	out->n = scale_count(in, 6);
	out->types = arena_new(a, out->n * sizeof *out->types);
	for (size_t i = 0; i < out->n && !in->bad; i++) {
		if (read_id(in) != i)
			return E_UNSUPPORTED;
		read_type(in, a, &out->types[i]);
	}
	return in->bad || !all_known(out) ? E_INVALID : E_OK;
}

const struct registry_type *registry_get(const struct registry *r, uint32_t id)
{
	return id < r->n ? &r->types[id] : NULL;
}

const struct registry_variant *registry_variant(const struct registry_type *t, unsigned index)
{
	for (size_t i = 0; i < t->n_variants; i++)
		if (t->variants[i].index == index)
			return &t->variants[i];
	return NULL;
}

const struct registry_variant *registry_variant_named(const struct registry_type *t, struct slice name)
{
	for (size_t i = 0; i < t->n_variants; i++)
		if (slice_eq(t->variants[i].name, name))
			return &t->variants[i];
	for (size_t i = 0; i < t->n_variants; i++)
		if (metaword_same(t->variants[i].name, name))
			return &t->variants[i];
	return NULL;
}

struct slice registry_last(const struct registry_type *t)
{
	size_t at = t->path.n;
	while (at && t->path.p[at - 1] != ':')
		at--;
	return slice_from(t->path, at);
}

static void write_name(const struct registry *r, uint32_t id, struct str *out, size_t limit, unsigned depth);

static void write_list(const struct registry *r, const struct registry_field *f, size_t n, struct str *out, size_t limit,
		       unsigned depth)
{
	bool first = true;
	for (size_t i = 0; i < n; i++) {
		if (f[i].type == REGISTRY_NONE)
			continue;
		if (!first)
			str_adds(out, ", ");
		first = false;
		write_name(r, f[i].type, out, limit, depth);
	}
}

static bool has_params(const struct registry_type *t)
{
	for (size_t i = 0; i < t->n_params; i++)
		if (t->params[i].type != REGISTRY_NONE)
			return true;
	return false;
}

/* A pallet's own Call, Event or Error is told by its whole path; everything else by its last word. */
static void write_path(const struct registry *r, const struct registry_type *t, struct str *out, size_t limit, unsigned depth)
{
	struct slice last = registry_last(t), before = slice_to(t->path, t->path.n - last.n);
	bool own = before.n >= 10 && !memcmp(before.p + before.n - 10, "::pallet::", 10);
	if (!has_params(t)) {
		str_add(out, own ? t->path : last);
		return;
	}
	str_add(out, last);
	str_addc(out, '<');
	write_list(r, t->params, t->n_params, out, limit, depth);
	str_addc(out, '>');
}

static void write_name(const struct registry *r, uint32_t id, struct str *out, size_t limit, unsigned depth)
{
	const struct registry_type *t = registry_get(r, id);
	if (!t || depth > NAME_DEPTH || out->n > limit) {
		str_adds(out, "...");
		return;
	}
	if (t->path.n) {
		write_path(r, t, out, limit, depth + 1);
		return;
	}
	switch (t->kind) {
	case REG_SEQUENCE:
	case REG_COMPACT:
	case REG_BITS:
		str_adds(out, t->kind == REG_SEQUENCE ? "Vec<" : t->kind == REG_COMPACT ? "Compact<" : "BitVec<");
		write_name(r, t->of, out, limit, depth + 1);
		str_addc(out, '>');
		return;
	case REG_ARRAY:
		str_addc(out, '[');
		write_name(r, t->of, out, limit, depth + 1);
		str_addf(out, "; %u]", (unsigned)t->len);
		return;
	case REG_PRIMITIVE:
		str_adds(out, primitives[t->primitive].name);
		return;
	default:
		str_addc(out, '(');
		write_list(r, t->fields, t->n_fields, out, limit, depth + 1);
		str_addc(out, ')');
	}
}

void registry_name(const struct registry *r, uint32_t id, struct str *out)
{
	write_name(r, id, out, out->n + NAME_MAX_BYTES, 0);
}

size_t registry_width(enum registry_primitive p, bool *with_sign)
{
	*with_sign = primitives[p].with_sign;
	return primitives[p].width;
}

bool registry_is_byte(const struct registry *r, uint32_t id)
{
	const struct registry_type *t = registry_get(r, id);
	return t && t->kind == REG_PRIMITIVE && t->primitive == REG_U8;
}

const struct registry_type *registry_inner(const struct registry *r, uint32_t id)
{
	const struct registry_type *t = registry_get(r, id);
	for (int depth = 0; depth < 8 && t->n_fields == 1; depth++)
		t = registry_get(r, t->fields[0].type);
	return t;
}

static const struct primitive_entry primitives[REG_PRIMITIVES] = {
	[REG_BOOL] = { "bool", 0, false }, [REG_CHAR] = { "char", 0, false }, [REG_STR] = { "str", 0, false },
	[REG_U8] = { "u8", 1, false }, [REG_U16] = { "u16", 2, false }, [REG_U32] = { "u32", 4, false },
	[REG_U64] = { "u64", 8, false }, [REG_U128] = { "u128", 16, false }, [REG_U256] = { "u256", 32, false },
	[REG_I8] = { "i8", 1, true }, [REG_I16] = { "i16", 2, true }, [REG_I32] = { "i32", 4, true },
	[REG_I64] = { "i64", 8, true }, [REG_I128] = { "i128", 16, true }, [REG_I256] = { "i256", 32, true },
};
