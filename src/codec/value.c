/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/value.h"
#include "base/clean.h"
#include "codec/hex.h"
#include "codec/ss58.h"
#include "codec/wide.h"

enum { DEPTH = 64, FRAMES = 3 * DEPTH };

/* One walk over the bytes feeds a sink with events: composites open and close, leaves come as text. In a struct each value
 * follows its label. An OUTER variant is one of pallets ("Balances.transfer"), an ADDRESS shows only what it holds. */
enum shape { LIST, TUPLE, STRUCT, VARIANT, OUTER, ADDRESS, PAYLOAD_TUPLE, PAYLOAD_STRUCT };
enum leaf { NOTHING, TRUTH, NUMBER, WORD, ACCOUNT, TEXT, BYTES };

struct sink {
	void (*open)(void *to, enum shape shape, struct slice name);
	void (*label)(void *to, struct slice name);
	void (*close)(void *to);
	void (*leaf)(void *to, enum leaf kind, struct slice s);
};

struct walk {
	const struct meta *m;
	struct scale *in;
	const struct sink *sink; /* NULL when only skipping */
	void *to;
	size_t budget;           /* events left: zero-sized items could else be claimed without end */
};

static bool walk(struct walk *w, uint32_t type, unsigned depth);

static bool fail(struct walk *w)
{
	w->in->bad = true;
	w->in->p = w->in->end;
	return false;
}

static bool leaf(struct walk *w, enum leaf kind, struct slice s)
{
	if (w->in->bad)
		return false;
	if (w->sink)
		w->sink->leaf(w->to, kind, s);
	return true;
}

static void open(struct walk *w, enum shape shape, struct slice name)
{
	if (w->sink)
		w->sink->open(w->to, shape, name);
}

static bool closed(struct walk *w)
{
	if (w->sink)
		w->sink->close(w->to);
	return !w->in->bad;
}

/* Text that the boundary would leave as it is, and that cannot be taken for hex on the way back. */
static bool is_text(struct slice s)
{
	struct str clean = { 0 };
	if (!s.n || slice_starts(s, "0x") || s.n > 65536)
		return false;
	clean_text(&clean, s, s.n, s.n + 1);
	bool same = slice_eq(slice_str(&clean), s);
	str_free(&clean);
	return same;
}

static bool bytes_or_text(struct walk *w, struct slice s)
{
	return leaf(w, w->sink && is_text(s) ? TEXT : BYTES, s);
}

static bool wide_number(struct walk *w, const unsigned char *le, size_t n, bool with_sign)
{
	struct str s = { 0 };
	if (!le || !w->sink)
		return !w->in->bad;
	wide_add(&s, le, n, with_sign);
	bool ok = leaf(w, NUMBER, slice_str(&s));
	str_free(&s);
	return ok;
}

static size_t put_utf8(uint32_t c, char out[4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = n; --i; c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3f));
	out[0] = (char)((0xf00 >> n & 0xf0) | c);
	return n;
}

static bool primitive(struct walk *w, enum registry_primitive p)
{
	bool with_sign;
	size_t width = registry_width(p, &with_sign);
	if (width)
		return wide_number(w, scale_take(w->in, width), width, with_sign);
	if (p == REG_BOOL)
		return leaf(w, TRUTH, scale_flag(w->in) ? SLICE("true") : SLICE("false"));
	if (p == REG_CHAR) {
		char utf8[4];
		uint64_t c = scale_uint(w->in, 4);
		if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
			return fail(w);
		return bytes_or_text(w, (struct slice){ utf8, put_utf8((uint32_t)c, utf8) });
	}
	struct slice s = scale_blob(w->in);
	return s.n ? bytes_or_text(w, s) : leaf(w, TEXT, s);
}

/* A Compact holds an integer, maybe inside newtypes, or nothing at all. */
static bool compact(struct walk *w, uint32_t of)
{
	const struct registry_type *t = registry_inner(&w->m->types, of);
	if ((t->kind == REG_TUPLE || t->kind == REG_COMPOSITE) && !t->n_fields)
		return leaf(w, NOTHING, SLICE(""));
	unsigned char wide[32];
	bool with_sign;
	size_t width = t->kind == REG_PRIMITIVE ? registry_width(t->primitive, &with_sign) : 0;
	if (!width || with_sign || scale_compact_wide(w->in, wide) > width)
		return fail(w);
	return wide_number(w, wide, width, false);
}

static bool items(struct walk *w, uint32_t of, uint64_t n, unsigned depth)
{
	if (n > w->budget)
		return fail(w);
	open(w, LIST, SLICE(""));
	while (n--)
		if (!walk(w, of, depth))
			return false;
	return closed(w);
}

static bool bits(struct walk *w, uint32_t store)
{
	const struct registry_type *t = registry_get(&w->m->types, store);
	bool with_sign;
	size_t unit = t->kind == REG_PRIMITIVE ? registry_width(t->primitive, &with_sign) : 0;
	uint64_t n = scale_compact(w->in);
	if (!unit || unit > 8 || n / 8 > (uint64_t)(w->in->end - w->in->p))
		return fail(w);
	size_t bytes = (size_t)((n + unit * 8 - 1) / (unit * 8)) * unit;
	const unsigned char *p = scale_take(w->in, bytes);
	return leaf(w, BYTES, (struct slice){ (const char *)p, bytes });
}

static bool fields(struct walk *w, const struct registry_field *f, size_t n, bool payload, unsigned depth)
{
	bool named = n && f[0].name.n;
	open(w, named ? (payload ? PAYLOAD_STRUCT : STRUCT) : (payload ? PAYLOAD_TUPLE : TUPLE), SLICE(""));
	for (size_t i = 0; i < n; i++) {
		if (named && w->sink)
			w->sink->label(w->to, f[i].name);
		if (!walk(w, f[i].type, depth))
			return false;
	}
	return closed(w);
}

/* What decodes to null must be wrapped inside an Option. */
static bool may_be_null(const struct walk *w, uint32_t type)
{
	const struct registry_type *t = registry_get(&w->m->types, type);
	return slice_is(t->path, "Option") || (t->kind == REG_TUPLE && !t->n_fields);
}

static bool variant(struct walk *w, const struct registry_type *t, uint32_t type, unsigned depth)
{
	const struct registry_variant *v = registry_variant(t, (unsigned)scale_uint(w->in, 1));
	if (!v || w->in->bad)
		return fail(w);
	if (slice_is(t->path, "Option")) {
		if (!v->n_fields)
			return leaf(w, NOTHING, SLICE(""));
		if (v->n_fields == 1 && !may_be_null(w, v->fields[0].type))
			return walk(w, v->fields[0].type, depth);
	}
	if (!v->n_fields)
		return leaf(w, WORD, v->name);
	bool outer = type == w->m->call || type == w->m->event || type == w->m->error;
	bool address = slice_is(v->name, "Id") && slice_is(registry_last(t), "MultiAddress");
	open(w, outer ? OUTER : address ? ADDRESS : VARIANT, v->name);
	bool one = v->n_fields == 1 && !v->fields[0].name.n;
	if (!(one ? walk(w, v->fields[0].type, depth) : fields(w, v->fields, v->n_fields, true, depth)))
		return false;
	return closed(w);
}

static bool account(struct walk *w)
{
	const unsigned char *pub = scale_take(w->in, 32);
	char text[SS58_MAX];
	size_t n = pub ? ss58_encode(w->m->ss58, pub, text) : 0;
	return n ? leaf(w, ACCOUNT, (struct slice){ text, n }) : leaf(w, BYTES, (struct slice){ (const char *)pub, 32 });
}

static bool composite(struct walk *w, const struct registry_type *t, unsigned depth)
{
	if (t->n_fields != 1 || t->fields[0].name.n)
		return fields(w, t->fields, t->n_fields, false, depth);
	const struct registry_type *inner = registry_get(&w->m->types, t->fields[0].type);
	if (inner->kind == REG_ARRAY && inner->len == 32 && slice_is(registry_last(t), "AccountId32"))
		return account(w);
	return walk(w, t->fields[0].type, depth);
}

static bool walk(struct walk *w, uint32_t type, unsigned depth)
{
	const struct registry_type *t = registry_get(&w->m->types, type);
	if (!t || depth >= DEPTH || !w->budget)
		return fail(w);
	w->budget--;
	depth++;
	switch (t->kind) {
	case REG_COMPOSITE:
		return composite(w, t, depth);
	case REG_VARIANT:
		return variant(w, t, type, depth);
	case REG_SEQUENCE:
		return registry_is_byte(&w->m->types, t->of) ? bytes_or_text(w, scale_blob(w->in)) : items(w, t->of, scale_compact(w->in), depth);
	case REG_ARRAY:
		if (!registry_is_byte(&w->m->types, t->of))
			return items(w, t->of, t->len, depth);
		return leaf(w, BYTES, (struct slice){ (const char *)scale_take(w->in, t->len), t->len });
	case REG_TUPLE:
		return t->n_fields ? fields(w, t->fields, t->n_fields, false, depth) : leaf(w, NOTHING, SLICE(""));
	case REG_PRIMITIVE:
		return primitive(w, t->primitive);
	case REG_COMPACT:
		return compact(w, t->of);
	default:
		return bits(w, t->of);
	}
}

static bool walk_all(const struct meta *m, uint32_t type, struct scale *in, const struct sink *sink, void *to)
{
	struct walk w = { m, in, sink, to, 4096 + 8 * (size_t)(in->end - in->p) };
	return !in->bad && walk(&w, type, 0) && !in->bad;
}

bool value_skip(const struct meta *m, uint32_t type, struct scale *in)
{
	return walk_all(m, type, in, NULL, NULL);
}

/* JSON: each open container with the label its next value goes under. A variant is an object of one label. */
struct builder {
	json_t *root;
	struct {
		json_t *v;
		struct slice label;
	} frame[FRAMES];
	size_t depth;
	struct str key; /* labels are not NUL-terminated, jansson's must be */
};

static void put(struct builder *b, json_t *v)
{
	if (!b->depth) {
		json_decref(b->root);
		b->root = v;
		return;
	}
	json_t *top = b->frame[b->depth - 1].v;
	if (json_is_array(top)) {
		json_array_append_new(top, v);
		return;
	}
	str_cut(&b->key, 0);
	str_add(&b->key, b->frame[b->depth - 1].label);
	json_object_set_new(top, str_c(&b->key), v);
}

static void json_open_frame(void *to, enum shape shape, struct slice name)
{
	struct builder *b = to;
	json_t *v = shape == LIST || shape == TUPLE || shape == PAYLOAD_TUPLE ? json_array() : json_object();
	put(b, v);
	b->frame[b->depth].v = v;
	b->frame[b->depth++].label = name;
}

static void json_label(void *to, struct slice name)
{
	struct builder *b = to;
	b->frame[b->depth - 1].label = name;
}

static void json_close_frame(void *to)
{
	struct builder *b = to;
	b->depth--;
}

static void json_leaf(void *to, enum leaf kind, struct slice s)
{
	struct builder *b = to;
	struct str hex = { 0 };
	int64_t i;
	json_t *v = NULL;
	if (kind == NOTHING)
		v = json_null();
	else if (kind == TRUTH)
		v = json_boolean(s.n == 4);
	else if (kind == NUMBER && slice_i64(s, &i))
		v = json_integer(i);
	else if (kind != BYTES)
		v = json_stringn(s.p, s.n);
	if (!v) {
		hex_add0x(&hex, s.p, s.n);
		v = json_string(str_c(&hex));
		str_free(&hex);
	}
	put(b, v);
}

static const struct sink json_sink = { json_open_frame, json_label, json_close_frame, json_leaf };

json_t *value_json(const struct meta *m, uint32_t type, struct scale *in)
{
	struct builder b = { 0 };
	bool ok = walk_all(m, type, in, &json_sink, &b);
	str_free(&b.key);
	if (ok)
		return b.root;
	json_decref(b.root);
	return NULL;
}

/* Text: what is open, and how many values each has so far. */
struct writer {
	struct str *out;
	struct {
		enum shape shape;
		size_t n;
	} frame[FRAMES];
	size_t depth;
};

static void separate(struct writer *t)
{
	enum shape shape = t->depth ? t->frame[t->depth - 1].shape : VARIANT;
	if ((shape == LIST || shape == TUPLE || shape == PAYLOAD_TUPLE) && t->frame[t->depth - 1].n++)
		str_adds(t->out, ", ");
}

static void text_open(void *to, enum shape shape, struct slice name)
{
	static const char *const before[] = { [LIST] = "[", [TUPLE] = "(", [STRUCT] = "{", [VARIANT] = "(", [OUTER] = ".",
		[ADDRESS] = "", [PAYLOAD_TUPLE] = "", [PAYLOAD_STRUCT] = "" };
	struct writer *t = to;
	separate(t);
	if (shape != ADDRESS)
		str_add(t->out, name);
	str_adds(t->out, before[shape]);
	t->frame[t->depth].shape = shape;
	t->frame[t->depth++].n = 0;
}

static void text_label(void *to, struct slice name)
{
	struct writer *t = to;
	if (t->frame[t->depth - 1].n++)
		str_adds(t->out, ", ");
	str_add(t->out, name);
	str_adds(t->out, ": ");
}

static void text_close(void *to)
{
	static const char *const after[] = { [LIST] = "]", [TUPLE] = ")", [STRUCT] = "}", [VARIANT] = ")", [OUTER] = "",
		[ADDRESS] = "", [PAYLOAD_TUPLE] = "", [PAYLOAD_STRUCT] = "" };
	struct writer *t = to;
	str_adds(t->out, after[t->frame[--t->depth].shape]);
}

static void text_leaf(void *to, enum leaf kind, struct slice s)
{
	struct writer *t = to;
	separate(t);
	if (kind == BYTES)
		hex_add0x(t->out, s.p, s.n);
	else if (kind == NOTHING)
		str_adds(t->out, "none");
	else if (kind != TEXT)
		str_add(t->out, s);
	else {
		str_addc(t->out, '"');
		for (size_t i = 0; i < s.n; i++) {
			if (s.p[i] == '"' || s.p[i] == '\\')
				str_addc(t->out, '\\');
			str_addc(t->out, s.p[i]);
		}
		str_addc(t->out, '"');
	}
}

static const struct sink text_sink = { text_open, text_label, text_close, text_leaf };

bool value_text(const struct meta *m, uint32_t type, struct scale *in, struct str *out)
{
	struct writer t = { .out = out };
	return walk_all(m, type, in, &text_sink, &t);
}
