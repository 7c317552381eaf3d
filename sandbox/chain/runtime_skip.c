/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/runtime.h"

/* Calls may hold calls; the real runtime stops at a depth of 256 calls, which are some four types each. */
enum { MAX_DEPTH = 1024 };

static void skip(const struct runtime *rt, int type, struct scale *s, int depth);

static void fail(struct scale *s)
{
	s->bad = true;
	s->p = s->end;
}

static void skip_fields(const struct runtime *rt, const struct rt_field *f, size_t n, struct scale *s, int depth)
{
	for (size_t i = 0; i < n && !s->bad; i++)
		skip(rt, f[i].type, s, depth);
}

static void skip_primitive(int which, struct scale *s)
{
	static const unsigned char sizes[] = { [RT_CHAR] = 4, [RT_U8] = 1, [RT_U16] = 2, [RT_U32] = 4, [RT_U64] = 8, [RT_U128] = 16,
					       [RT_U256] = 32 };

	if (which == RT_BOOL)
		scale_flag(s);
	else if (which == RT_STR)
		scale_blob(s);
	else
		scale_take(s, sizes[which]);
}

/* A compact must fit the integer that it stands for; Compact<()> takes no bytes. */
static void skip_compact(const struct runtime *rt, int sub, struct scale *s)
{
	const struct rt_type *t = &rt->types[sub];
	uint64_t v;

	while (t->kind == RT_COMPOSITE && t->n_fields == 1)
		t = &rt->types[t->fields[0].type];
	if (t->kind != RT_PRIMITIVE)
		return;
	v = scale_compact(s);
	if ((t->sub == RT_U8 && v > UINT8_MAX) || (t->sub == RT_U16 && v > UINT16_MAX) || (t->sub == RT_U32 && v > UINT32_MAX))
		fail(s);
}

static void skip_sequence(const struct runtime *rt, int sub, struct scale *s, int depth)
{
	const struct rt_type *t = &rt->types[sub];
	uint64_t n;

	if (t->kind == RT_PRIMITIVE && t->sub == RT_U8) {
		scale_blob(s);
		return;
	}
	/* Items without bytes would let a short input ask for endless work: none of the types has them in a list. */
	n = scale_count(s, 1);
	while (n-- && !s->bad)
		skip(rt, sub, s, depth);
}

static void skip(const struct runtime *rt, int type, struct scale *s, int depth)
{
	const struct rt_type *t = &rt->types[type];
	const struct rt_variant *v;

	if (s->bad)
		return;
	if (depth > MAX_DEPTH) {
		fail(s);
		return;
	}
	switch (t->kind) {
	case RT_COMPOSITE:
	case RT_TUPLE:
		skip_fields(rt, t->fields, t->n_fields, s, depth + 1);
		break;
	case RT_VARIANT:
		v = runtime_variant(rt, type, (uint8_t)scale_uint(s, 1));
		if (v && !s->bad)
			skip_fields(rt, v->fields, v->n, s, depth + 1);
		else
			fail(s);
		break;
	case RT_ERA:
		if (scale_uint(s, 1))
			scale_uint(s, 1);
		break;
	case RT_SEQUENCE:
		skip_sequence(rt, t->sub, s, depth + 1);
		break;
	case RT_ARRAY:
		if (rt->types[t->sub].kind == RT_PRIMITIVE && rt->types[t->sub].sub == RT_U8)
			scale_take(s, t->len);
		else
			for (uint32_t i = 0; i < t->len && !s->bad; i++)
				skip(rt, t->sub, s, depth + 1);
		break;
	case RT_COMPACT:
		skip_compact(rt, t->sub, s);
		break;
	case RT_PRIMITIVE:
		skip_primitive(t->sub, s);
		break;
	}
}

void runtime_skip(const struct runtime *rt, int type, struct scale *s)
{
	skip(rt, type, s, 0);
}
