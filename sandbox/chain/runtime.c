/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/runtime_inside.h"

#include "base/mem.h"
#include "codec/hex.h"

#include <stdlib.h>

struct type_line {
	enum rt_kind kind;
	const char *path, *params;
	int sub;
	uint32_t len;
	const char *const *parts;
};
static const struct type_line type_lines[RT_TYPES];

static int number(struct slice s)
{
	uint64_t v = 0;

	slice_u64(s, &v);
	return (int)v;
}

/* Takes name|type|type name off the rest of a line. */
static struct rt_field take_field(struct slice *rest)
{
	struct rt_field f = { 0 };
	struct slice type = { "", 0 };

	slice_split(rest, '|', &f.name);
	slice_split(rest, '|', &type);
	slice_split(rest, '|', &f.type_name);
	f.type = number(type);
	return f;
}

static size_t count_bars(struct slice s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '|';
	return n;
}

static void read_variant(struct rt_variant *v, const char *part)
{
	struct slice rest = slice_of(part), head, index;

	v->n = count_bars(rest) / 3;
	v->fields = mem_array(v->n, sizeof *v->fields);
	slice_split(&rest, '|', &head);
	slice_split(&head, ' ', &index);
	v->index = (uint8_t)number(index);
	v->name = head;
	for (size_t i = 0; i < v->n; i++)
		v->fields[i] = take_field(&rest);
}

static void read_type(struct rt_type *t, const struct type_line *l)
{
	size_t n = 0;

	*t = (struct rt_type){ .kind = l->kind, .path = l->path, .params = l->params, .sub = l->sub, .len = l->len };
	while (l->parts && l->parts[n])
		n++;
	if (t->kind == RT_VARIANT) {
		t->n_variants = n;
		t->variants = mem_array(n, sizeof *t->variants);
		for (size_t i = 0; i < n; i++)
			read_variant(&t->variants[i], l->parts[i]);
	} else if (t->kind == RT_COMPOSITE) {
		t->n_fields = n;
		t->fields = mem_array(n, sizeof *t->fields);
		for (size_t i = 0; i < n; i++) {
			struct slice rest = slice_of(l->parts[i]);

			t->fields[i] = take_field(&rest);
		}
	} else if (t->kind == RT_TUPLE) {
		struct slice rest = slice_of(l->params), one;

		t->params = NULL;
		t->fields = mem_array(16, sizeof *t->fields);
		while (rest.n && slice_split(&rest, ' ', &one))
			t->fields[t->n_fields++].type = number(one);
	}
}

static enum hasher hasher_of(struct slice name)
{
	return slice_is(name, "b128c") ? HASHER_BLAKE2_128_CONCAT : slice_is(name, "t64c") ? HASHER_TWOX_64_CONCAT :
		slice_is(name, "b128") ? HASHER_BLAKE2_128 : slice_is(name, "b256") ? HASHER_BLAKE2_256 :
		slice_is(name, "t128") ? HASHER_TWOX_128 : slice_is(name, "t256") ? HASHER_TWOX_256 : HASHER_IDENTITY;
}

static void add_storage(struct rt_pallet *p, const struct rt_line *l)
{
	struct rt_storage *s;
	struct slice rest = slice_of(l->a), one;

	p->storage = mem_grow(p->storage, p->n_storage + 1, sizeof *p->storage);
	s = &p->storage[p->n_storage++];
	*s = (struct rt_storage){ .name = l->name, .optional = l->x == 'o', .key = l->y, .value = l->z };
	while (rest.n && s->n_hashers < 2 && slice_split(&rest, ' ', &one))
		s->hashers[s->n_hashers++] = hasher_of(one);
	hex_append(slice_of(l->b), &s->fallback);
}

static void add_constant(struct rt_pallet *p, const struct rt_line *l)
{
	struct rt_constant *c;

	p->constants = mem_grow(p->constants, p->n_constants + 1, sizeof *p->constants);
	c = &p->constants[p->n_constants++];
	*c = (struct rt_constant){ .name = l->name, .type = l->x };
	hex_append(slice_of(l->b), &c->value);
}

static void read_lines(struct runtime *rt)
{
	struct rt_pallet *p = NULL;

	for (size_t i = 0; rt_lines[i].kind != L_END; i++) {
		const struct rt_line *l = &rt_lines[i];

		switch (l->kind) {
		case L_PALLET:
			p = &rt->pallets[rt->n_pallets++];
			*p = (struct rt_pallet){ .name = l->name, .prefix = l->a, .index = (uint8_t)l->w, .calls = l->x,
						 .events = l->y, .errors = l->z, .line = i };
			break;
		case L_STORAGE:
			add_storage(p, l);
			break;
		case L_CONSTANT:
			add_constant(p, l);
			break;
		case L_EXTENSION:
			rt->extensions[rt->n_extensions++] = (struct rt_extension){ l->name, l->x, l->y };
			break;
		default:
			break;
		}
	}
}

/* System.Version ends with spec name ... apis, transaction_version, system_version; the numbers are patched in place. */
static void put_versions(struct runtime *rt)
{
	struct rt_pallet *p = &rt->pallets[0];

	for (size_t i = 0; i < p->n_constants; i++)
		if (!strcmp(p->constants[i].name, "Version")) {
			struct str *v = &p->constants[i].value;
			struct scale s = scale_open(v->p, v->n);
			size_t at;

			scale_blob(&s);
			scale_blob(&s);
			at = (size_t)(s.p - (const unsigned char *)v->p) + 4;
			for (int k = 0; k < 4; k++) {
				v->p[at + (size_t)k] = (char)(rt->spec_version >> (8 * k));
				v->p[v->n - 5 + (size_t)k] = (char)(rt->tx_version >> (8 * k));
			}
		}
}

static void change_call(struct runtime *rt, unsigned upgrades)
{
	const struct rt_pallet *p = runtime_pallet(rt, "Balances");
	const struct rt_type *t = &rt->types[p->calls];

	for (size_t i = 0; i < t->n_variants; i++) {
		struct rt_variant *v = &t->variants[i];

		if (!slice_is(v->name, "transfer_keep_alive"))
			continue;
		if (upgrades & RT_MOVED_CALL)
			v->index = 11;
		if (upgrades & RT_ARGUMENTS) {
			v->fields = mem_grow(v->fields, v->n + 1, sizeof *v->fields);
			v->fields[v->n++] = (struct rt_field){ .name = SLICE("note"), .type = 2, .type_name = SLICE("u8") };
		}
	}
}

struct runtime *runtime_new(unsigned upgrades)
{
	struct runtime *rt = mem_new(sizeof *rt);

	for (size_t i = 0; i < RT_TYPES; i++)
		read_type(&rt->types[i], &type_lines[i]);
	read_lines(rt);
	rt->spec_version = RT_SPEC + (upgrades & RT_UPGRADES);
	rt->tx_version = RT_TX + (upgrades & RT_UPGRADES);
	rt->harbour = upgrades & RT_HARBOUR;
	change_call(rt, upgrades);
	/* Type 2 is u8, type 36 the empty tuple. */
	if (rt->harbour)
		rt->extensions[rt->n_extensions++] = (struct rt_extension){ "CheckHarbour", 2, 36 };
	put_versions(rt);
	return rt;
}

void runtime_free(struct runtime *rt)
{
	if (!rt)
		return;
	for (size_t i = 0; i < RT_TYPES; i++) {
		for (size_t k = 0; k < rt->types[i].n_variants; k++)
			free(rt->types[i].variants[k].fields);
		free(rt->types[i].variants);
		free(rt->types[i].fields);
	}
	for (size_t i = 0; i < rt->n_pallets; i++) {
		for (size_t k = 0; k < rt->pallets[i].n_storage; k++)
			str_free(&rt->pallets[i].storage[k].fallback);
		for (size_t k = 0; k < rt->pallets[i].n_constants; k++)
			str_free(&rt->pallets[i].constants[k].value);
		free(rt->pallets[i].storage);
		free(rt->pallets[i].constants);
	}
	free(rt);
}

const struct rt_pallet *runtime_pallet(const struct runtime *rt, const char *name)
{
	for (size_t i = 0; i < rt->n_pallets; i++)
		if (!strcmp(rt->pallets[i].name, name))
			return &rt->pallets[i];
	return NULL;
}

const struct rt_pallet *runtime_pallet_at(const struct runtime *rt, uint8_t index)
{
	for (size_t i = 0; i < rt->n_pallets; i++)
		if (rt->pallets[i].index == index)
			return &rt->pallets[i];
	return NULL;
}

const struct rt_variant *runtime_variant(const struct runtime *rt, int type, uint8_t index)
{
	for (size_t i = 0; type >= 0 && i < rt->types[type].n_variants; i++)
		if (rt->types[type].variants[i].index == index)
			return &rt->types[type].variants[i];
	return NULL;
}

const struct rt_variant *runtime_named(const struct runtime *rt, int type, const char *name)
{
	for (size_t i = 0; type >= 0 && i < rt->types[type].n_variants; i++)
		if (slice_is(rt->types[type].variants[i].name, name))
			return &rt->types[type].variants[i];
	return NULL;
}

const struct rt_storage *runtime_storage(const struct rt_pallet *p, const char *name)
{
	for (size_t i = 0; i < p->n_storage; i++)
		if (!strcmp(p->storage[i].name, name))
			return &p->storage[i];
	return NULL;
}


static const struct type_line type_lines[RT_TYPES] = {
#define COMPOSITE(id, path_, params_, ...) \
	[id] = { .kind = RT_COMPOSITE, .path = path_, .params = params_, .parts = (const char *const[]){ "" __VA_OPT__(,) __VA_ARGS__, NULL } + 1 },
#define VARIANT(id, path_, params_, ...) \
	[id] = { .kind = RT_VARIANT, .path = path_, .params = params_, .parts = (const char *const[]){ "" __VA_OPT__(,) __VA_ARGS__, NULL } + 1 },
#define ERA(id, path_, params_) [id] = { .kind = RT_ERA, .path = path_, .params = params_ },
#define SEQUENCE(id, of) [id] = { .kind = RT_SEQUENCE, .sub = of },
#define ARRAY(id, n, of) [id] = { .kind = RT_ARRAY, .sub = of, .len = n },
#define COMPACT(id, of) [id] = { .kind = RT_COMPACT, .sub = of },
#define PRIMITIVE(id, which) [id] = { .kind = RT_PRIMITIVE, .sub = RT_##which },
#define TUPLE(id, of) [id] = { .kind = RT_TUPLE, .params = of },
#include "sandbox/chain/runtime_types.def"
#include "sandbox/chain/runtime_calls.def"
#include "sandbox/chain/runtime_events.def"
#include "sandbox/chain/runtime_errors.def"
};

const struct rt_line rt_lines[] = {
#define PALLET(index, name_, prefix, calls, events, errors) \
	{ .kind = L_PALLET, .name = name_, .a = prefix, .w = index, .x = calls, .y = events, .z = errors },
#define STORAGE(name_, mode, hashers, key, value, fallback) \
	{ .kind = L_STORAGE, .name = name_, .a = hashers, .b = fallback, .x = mode, .y = key, .z = value },
#define CONSTANT(name_, type, hex) { .kind = L_CONSTANT, .name = name_, .b = hex, .x = type },
#define ASSOCIATED(name_, type) { .kind = L_ASSOCIATED, .name = name_, .x = type },
#define VIEW(id, name_, out, in) { .kind = L_VIEW, .name = name_, .a = in, .b = id, .x = out },
#define API(name_, version) { .kind = L_API, .name = name_, .x = version },
#define METHOD(name_, out, in) { .kind = L_METHOD, .name = name_, .a = in, .x = out },
#define EXTENSION(name_, type, implicit) { .kind = L_EXTENSION, .name = name_, .x = type, .y = implicit },
#include "sandbox/chain/runtime_pallets.def"
	{ .kind = L_END },
};
