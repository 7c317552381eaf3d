/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/encode.h"
#include "base/i18n.h"
#include "codec/address.h"
#include "codec/hex.h"
#include "codec/metaword.h"
#include "codec/pack.h"
#include "codec/wide.h"
#include <stdio.h>

enum { DEPTH = 64 };

struct encoder {
	const struct meta *m;
	struct str *out;
	struct fault *f;
	char path[120]; /* where we are, for the fault */
	size_t path_n;
};

static enum err put(struct encoder *e, uint32_t type, const json_t *v, unsigned depth);

static enum err refuse(struct encoder *e, enum err code, const char *why)
{
	return fault_set(e->f, code, "%.*s%s%s", (int)e->path_n, e->path, e->path_n ? ": " : "", why);
}

/* Goes one step down; returns what to give to leave. */
static size_t enter(struct encoder *e, struct slice name, size_t index)
{
	size_t was = e->path_n;
	int n = name.n ? snprintf(e->path + was, sizeof e->path - was, "%s%.*s", was ? "." : "", (int)name.n, name.p)
		       : snprintf(e->path + was, sizeof e->path - was, "[%zu]", index);
	if (n > 0 && was + (size_t)n < sizeof e->path)
		e->path_n = was + (size_t)n;
	return was;
}

static struct slice text_of(const json_t *v)
{
	return (struct slice){ json_string_value(v), json_string_length(v) };
}

/* The number as decimal text, into le. */
static enum err number(struct encoder *e, const json_t *v, unsigned char *le, size_t n, bool with_sign)
{
	char digits[32];
	struct slice s;
	if (json_is_integer(v)) {
		int len = snprintf(digits, sizeof digits, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
		s = (struct slice){ digits, (size_t)len };
	} else if (json_is_string(v)) {
		s = text_of(v);
	} else {
		return refuse(e, E_INVALID, _("a whole number is wanted"));
	}
	enum err err = wide_read(s, le, n, with_sign);
	return err ? refuse(e, err, err == E_TOO_BIG ? _("the number does not fit") : _("a whole number is wanted")) : E_OK;
}

/* Hex, or the text's own bytes. */
static enum err bytes_of(struct encoder *e, const json_t *v, struct str *out)
{
	if (!json_is_string(v))
		return refuse(e, E_INVALID, _("text or 0x hex is wanted"));
	struct slice s = text_of(v);
	if (!slice_starts(s, "0x")) {
		str_add(out, s);
		return E_OK;
	}
	return hex_append(s, out) ? refuse(e, E_INVALID, _("this is not hex")) : E_OK;
}

static enum err blob(struct encoder *e, const json_t *v)
{
	struct str b = { 0 };
	enum err err = bytes_of(e, v, &b);
	if (!err)
		pack_blob(e->out, b.p, b.n);
	str_free(&b);
	return err;
}

static enum err character(struct encoder *e, const json_t *v)
{
	struct slice s = json_is_string(v) ? text_of(v) : SLICE("");
	unsigned char first = s.n ? (unsigned char)s.p[0] : 0;
	size_t n = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
	if (s.n != n) /* jansson's text is valid UTF-8 */
		return refuse(e, E_INVALID, _("one character is wanted"));
	uint32_t c = n == 1 ? first : first & (0x7fu >> n);
	for (size_t i = 1; i < n; i++)
		c = c << 6 | ((unsigned char)s.p[i] & 0x3f);
	pack_uint(e->out, c, 4);
	return E_OK;
}

static enum err primitive(struct encoder *e, enum registry_primitive p, const json_t *v)
{
	unsigned char le[32];
	bool with_sign;
	size_t width = registry_width(p, &with_sign);
	if (width) {
		enum err err = number(e, v, le, width, with_sign);
		if (!err)
			pack_bytes(e->out, le, width);
		return err;
	}
	if (p == REG_STR)
		return json_is_string(v) ? (pack_blob(e->out, text_of(v).p, text_of(v).n), E_OK)
					 : refuse(e, E_INVALID, _("text is wanted"));
	if (p == REG_CHAR)
		return character(e, v);
	if (!json_is_boolean(v))
		return refuse(e, E_INVALID, _("true or false is wanted"));
	pack_uint(e->out, json_is_true(v), 1);
	return E_OK;
}

static enum err compact(struct encoder *e, uint32_t of, const json_t *v)
{
	const struct registry_type *t = registry_inner(&e->m->types, of);
	unsigned char le[32];
	bool with_sign;
	if ((t->kind == REG_TUPLE || t->kind == REG_COMPOSITE) && !t->n_fields)
		return json_is_null(v) ? E_OK : refuse(e, E_INVALID, _("null is wanted"));
	size_t width = t->kind == REG_PRIMITIVE ? registry_width(t->primitive, &with_sign) : 0;
	if (!width || with_sign)
		return refuse(e, E_UNSUPPORTED, _("this compact type"));
	enum err err = number(e, v, le, width, false);
	if (!err)
		pack_compact_wide(e->out, le, width);
	return err;
}

static enum err items(struct encoder *e, uint32_t of, const json_t *v, unsigned depth)
{
	enum err err = E_OK;
	for (size_t i = 0; !err && i < json_array_size(v); i++) {
		size_t was = enter(e, (struct slice){ 0 }, i);
		err = put(e, of, json_array_get(v, i), depth);
		if (!err)
			e->path_n = was;
	}
	return err;
}

static enum err array(struct encoder *e, const struct registry_type *t, const json_t *v, unsigned depth)
{
	if (!registry_is_byte(&e->m->types, t->of) || json_is_array(v)) {
		if (!json_is_array(v) || json_array_size(v) != t->len)
			return refuse(e, E_INVALID, _("a list of fixed length is wanted"));
		return items(e, t->of, v, depth);
	}
	struct str b = { 0 };
	enum err err = json_is_string(v) && slice_starts(text_of(v), "0x") ? bytes_of(e, v, &b)
									   : refuse(e, E_INVALID, _("0x hex is wanted"));
	if (!err && b.n != t->len)
		err = refuse(e, E_INVALID, _("these bytes have another length"));
	if (!err)
		pack_bytes(e->out, b.p, b.n);
	str_free(&b);
	return err;
}

static enum err sequence(struct encoder *e, const struct registry_type *t, const json_t *v, unsigned depth)
{
	if (registry_is_byte(&e->m->types, t->of) && !json_is_array(v))
		return blob(e, v);
	if (!json_is_array(v))
		return refuse(e, E_INVALID, _("a list is wanted"));
	pack_compact(e->out, json_array_size(v));
	return items(e, t->of, v, depth);
}

static bool is_option(const struct encoder *e, uint32_t type)
{
	return slice_is(registry_get(&e->m->types, type)->path, "Option");
}

/* The value of a name, exact or in another case. */
static const json_t *member(const json_t *object, struct slice name)
{
	const char *key;
	json_t *v;
	json_object_foreach((json_t *)(uintptr_t)object, key, v)
		if (slice_is(name, key))
			return v;
	json_object_foreach((json_t *)(uintptr_t)object, key, v)
		if (metaword_same(name, slice_of(key)))
			return v;
	return NULL;
}

static enum err fields(struct encoder *e, const struct registry_field *f, size_t n, const json_t *v, unsigned depth)
{
	bool named = n && f[0].name.n, by_name = named && json_is_object(v);
	size_t used = 0;
	enum err err = E_OK;
	if (!n && (!v || json_is_null(v) || (json_is_object(v) && !json_object_size(v))))
		return E_OK;
	if (!by_name && (!json_is_array(v) || json_array_size(v) != n))
		return refuse(e, E_INVALID, named ? _("its fields are wanted, by name or in order") : _("a list of its parts is wanted"));
	for (size_t i = 0; !err && i < n; i++) {
		const json_t *part = by_name ? member(v, f[i].name) : json_array_get(v, i);
		size_t was = enter(e, f[i].name, i);
		used += part != NULL;
		if (part)
			err = put(e, f[i].type, part, depth);
		else if (is_option(e, f[i].type))
			pack_uint(e->out, 0, 1);
		else
			err = refuse(e, E_INVALID, _("missing"));
		if (!err)
			e->path_n = was;
	}
	if (!err && by_name && used != json_object_size(v))
		err = refuse(e, E_INVALID, _("a name that does not belong here"));
	return err;
}

static enum err account(struct encoder *e, const json_t *v)
{
	struct address a;
	unsigned char pub[32];
	struct slice s = json_is_string(v) ? text_of(v) : SLICE("");
	if (slice_starts(s, "0x") && hex_exact(s, pub, 32) == E_OK) {
		pack_bytes(e->out, pub, 32);
		return E_OK;
	}
	enum err err = address_read(s, &a);
	if (err)
		return refuse(e, err, _("not an address"));
	bool ss58 = a.form == ADDRESS_G1 || a.form == ADDRESS_FOREIGN;
	if ((ss58 && a.prefix != e->m->ss58) || (!ss58 && e->m->ss58 != SS58_G1))
		return refuse(e, E_INVALID, _("an address of another network"));
	if (a.doubtful)
		return refuse(e, E_BAD_KEY, _("no key pair has this old key"));
	pack_bytes(e->out, a.pub, 32);
	return E_OK;
}

static enum err composite(struct encoder *e, const struct registry_type *t, const json_t *v, unsigned depth)
{
	if (t->n_fields != 1 || t->fields[0].name.n)
		return fields(e, t->fields, t->n_fields, v, depth);
	const struct registry_type *inner = registry_get(&e->m->types, t->fields[0].type);
	if (inner->kind == REG_ARRAY && inner->len == 32 && slice_is(registry_last(t), "AccountId32"))
		return account(e, v);
	return put(e, t->fields[0].type, v, depth);
}

static enum err payload(struct encoder *e, const struct registry_variant *v, const json_t *args, unsigned depth)
{
	pack_uint(e->out, v->index, 1);
	if (v->n_fields == 1 && !v->fields[0].name.n)
		return put(e, v->fields[0].type, args, depth);
	return fields(e, v->fields, v->n_fields, args, depth);
}

static enum err call(struct encoder *e, struct slice name, const json_t *args, unsigned depth)
{
	const struct meta_pallet *p;
	const struct registry_variant *v = meta_call(e->m, name, &p);
	if (!v)
		return refuse(e, E_NOT_FOUND, _("no such call"));
	size_t was = enter(e, v->name, 0);
	pack_uint(e->out, p->index, 1);
	enum err err = payload(e, v, args, depth);
	if (!err)
		e->path_n = was;
	return err;
}

static enum err option(struct encoder *e, const struct registry_type *t, const json_t *v, unsigned depth)
{
	const struct registry_variant *some = registry_variant(t, 1);
	const json_t *inside = json_is_object(v) && json_object_size(v) == 1 ? json_object_get(v, "Some") : NULL;
	pack_uint(e->out, !json_is_null(v), 1);
	if (json_is_null(v))
		return E_OK;
	if (!some || some->n_fields != 1)
		return refuse(e, E_UNSUPPORTED, _("this option"));
	return put(e, some->fields[0].type, inside ? inside : v, depth);
}

static enum err variant(struct encoder *e, const struct registry_type *t, uint32_t type, const json_t *v, unsigned depth)
{
	if (slice_is(t->path, "Option"))
		return option(e, t, v, depth);
	const struct registry_variant *chosen;
	if (json_is_string(v)) {
		const struct registry_variant *id = registry_variant_named(t, SLICE("Id"));
		chosen = registry_variant_named(t, text_of(v));
		if (chosen && !chosen->n_fields) {
			pack_uint(e->out, chosen->index, 1);
			return E_OK;
		}
		if (id && id->n_fields == 1 && slice_is(registry_last(t), "MultiAddress"))
			return payload(e, id, v, depth);
		return refuse(e, E_INVALID, chosen ? _("it needs its fields") : _("no such choice"));
	}
	void *at = json_is_object(v) && json_object_size(v) == 1 ? json_object_iter((json_t *)(uintptr_t)v) : NULL;
	if (!at)
		return refuse(e, E_INVALID, _("a choice is wanted: \"Name\" or {\"Name\": ...}"));
	struct slice name = slice_of(json_object_iter_key(at));
	if (type == e->m->call && memchr(name.p, '.', name.n))
		return call(e, name, json_object_iter_value(at), depth);
	chosen = registry_variant_named(t, name);
	if (!chosen)
		return refuse(e, E_INVALID, _("no such choice"));
	size_t was = enter(e, chosen->name, 0);
	enum err err = payload(e, chosen, json_object_iter_value(at), depth);
	if (!err)
		e->path_n = was;
	return err;
}

static enum err put(struct encoder *e, uint32_t type, const json_t *v, unsigned depth)
{
	const struct registry_type *t = registry_get(&e->m->types, type);
	if (!t || depth >= DEPTH)
		return refuse(e, E_TOO_BIG, _("nested too deep"));
	depth++;
	switch (t->kind) {
	case REG_COMPOSITE:
		return composite(e, t, v, depth);
	case REG_VARIANT:
		return variant(e, t, type, v, depth);
	case REG_SEQUENCE:
		return sequence(e, t, v, depth);
	case REG_ARRAY:
		return array(e, t, v, depth);
	case REG_TUPLE:
		return fields(e, t->fields, t->n_fields, v, depth);
	case REG_PRIMITIVE:
		return primitive(e, t->primitive, v);
	case REG_COMPACT:
		return compact(e, t->of, v);
	default:
		return refuse(e, E_UNSUPPORTED, _("bit sequences"));
	}
}

enum err encode_value(const struct meta *m, uint32_t type, const json_t *v, struct str *out, struct fault *f)
{
	struct encoder e = { .m = m, .out = out, .f = f };
	size_t was = out->n;
	enum err err = put(&e, type, v, 0);
	if (err)
		str_cut(out, was);
	return err;
}

enum err encode_call(const struct meta *m, struct slice name, const json_t *args, struct str *out, struct fault *f)
{
	struct encoder e = { .m = m, .out = out, .f = f };
	size_t was = out->n;
	enum err err = call(&e, name, args, 0);
	if (err)
		str_cut(out, was);
	return err;
}
