/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/shape.h"

enum { PARTS = 20000, DEPTH = 48 };

struct drawing {
	const struct meta *m;
	struct str *out;
	unsigned parts;
	uint32_t above[DEPTH]; /* the types around: one that comes again is drawn as the way back to it */
	unsigned depth;
};

static bool draw(struct drawing *d, uint32_t id);

static bool draw_fields(struct drawing *d, const struct registry_field *f, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			str_addc(d->out, ',');
		str_add(d->out, f[i].name);
		if (f[i].name.n)
			str_addc(d->out, ':');
		if (!draw(d, f[i].type))
			return false;
	}
	return true;
}

static bool draw_variants(struct drawing *d, const struct registry_type *t)
{
	str_addc(d->out, '<');
	for (size_t i = 0; i < t->n_variants; i++) {
		const struct registry_variant *v = &t->variants[i];
		str_addf(d->out, "%s%u ", i ? "|" : "", v->index);
		str_add(d->out, v->name);
		if (++d->parts > PARTS)
			return false;
		if (!v->n_fields)
			continue;
		str_addc(d->out, ':');
		if (!draw_fields(d, v->fields, v->n_fields))
			return false;
	}
	str_addc(d->out, '>');
	return true;
}

static bool draw_kind(struct drawing *d, const struct registry_type *t, uint32_t id)
{
	switch (t->kind) {
	case REG_COMPOSITE:
	case REG_TUPLE:
		if (t->n_fields == 1 && !t->fields[0].name.n)
			return draw(d, t->fields[0].type);
		str_addc(d->out, '(');
		if (!draw_fields(d, t->fields, t->n_fields))
			return false;
		str_addc(d->out, ')');
		return true;
	case REG_VARIANT:
		return draw_variants(d, t);
	case REG_SEQUENCE:
	case REG_COMPACT:
	case REG_BITS:
		str_adds(d->out, t->kind == REG_SEQUENCE ? "vec " : t->kind == REG_COMPACT ? "compact " : "bits ");
		return draw(d, t->of);
	case REG_ARRAY:
		str_addc(d->out, '[');
		if (!draw(d, t->of))
			return false;
		str_addf(d->out, ";%u]", (unsigned)t->len);
		return true;
	default:
		registry_name(&d->m->types, id, d->out);
		return true;
	}
}

static bool draw(struct drawing *d, uint32_t id)
{
	if (++d->parts > PARTS || d->depth == DEPTH)
		return false;
	if (id == d->m->call) {
		str_adds(d->out, "Call");
		return true;
	}
	for (unsigned i = d->depth; i--;)
		if (d->above[i] == id) {
			str_addf(d->out, "^%u", d->depth - i);
			return true;
		}
	d->above[d->depth++] = id;
	bool whole = draw_kind(d, registry_get(&d->m->types, id), id);
	d->depth--;
	return whole;
}

enum err shape_type(const struct meta *m, uint32_t type, struct str *out)
{
	struct drawing d = { .m = m, .out = out };
	return draw(&d, type) ? E_OK : E_TOO_BIG;
}

enum err shape_call(const struct meta *m, struct slice name, struct str *out, unsigned char hash[32])
{
	const struct meta_pallet *p;
	const struct registry_variant *v = meta_call(m, name, &p);
	struct str args = { 0 };
	struct drawing d = { .m = m, .out = &args };
	if (!v)
		return E_NOT_FOUND;
	str_addc(&args, '(');
	enum err e = draw_fields(&d, v->fields, v->n_fields) ? E_OK : E_TOO_BIG;
	str_addc(&args, ')');
	hash_blake2_256(hash, args.p, args.n);
	if (out && !e) {
		str_addf(out, "[%u.%u]", p->index, v->index);
		str_add(out, slice_str(&args));
	}
	str_free(&args);
	return e;
}

enum err shape_extensions(const struct meta *m, struct str *out, unsigned char hash[32])
{
	struct str all = { 0 };
	enum err e = E_OK;
	for (size_t i = 0; i < m->n_extensions && !e; i++) {
		str_add(&all, m->extensions[i].name);
		str_addc(&all, ' ');
		e = shape_type(m, m->extensions[i].extra, &all);
		str_addc(&all, ' ');
		if (!e)
			e = shape_type(m, m->extensions[i].additional, &all);
		str_addc(&all, '\n');
	}
	hash_blake2_256(hash, all.p, all.n);
	if (out && !e)
		str_add(out, slice_str(&all));
	str_free(&all);
	return e;
}
