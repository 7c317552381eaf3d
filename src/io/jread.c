/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/jread.h"
#include "base/clean.h"
#include <math.h>
#include <stdlib.h>

enum { DEPTH = 64, VALUES = 1000000 };

/* jansson takes 2048 levels and any number of values: counted before it allocates anything. */
static enum err bounds(struct slice s, struct fault *f)
{
	size_t depth = 0, values = 1;
	bool quoted = false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (quoted) {
			if (c == '\\')
				i++;
			else if (c == '"')
				quoted = false;
		} else if (c == '"') {
			quoted = true;
		} else if (c == '[' || c == '{') {
			if (++depth > DEPTH)
				return fault_set(f, E_PROTOCOL, "JSON: more than %d levels", DEPTH);
			values++;
		} else if ((c == ']' || c == '}') && depth) {
			depth--;
		} else if ((c == ',' || c == ':') && ++values > VALUES) {
			return fault_set(f, E_TOO_BIG, "JSON: more than %d values", VALUES);
		}
	}
	return E_OK;
}

json_t *jread_load(struct slice bytes, size_t max, struct fault *f)
{
	json_error_t e;
	if (bytes.n > max) {
		fault_set(f, E_TOO_BIG, "JSON: %zu bytes", bytes.n);
		return NULL;
	}
	if (bounds(bytes, f))
		return NULL;
	json_t *j = json_loadb(bytes.p, bytes.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);
	if (!j) /* its text may quote what came from outside: only the place is told */
		fault_set(f, E_PROTOCOL, "JSON: line %d column %d", e.line, e.column);
	return j;
}

json_t *jread_at(const json_t *o, const char *path)
{
	struct slice rest = slice_of(path), part;
	char name[128];
	uint64_t i;
	/* jansson's getters want their argument writable, but do not write */
	union { const json_t *in; json_t *out; } at = { .in = o };
	while (at.out && slice_split(&rest, '.', &part)) {
		if (part.n >= sizeof name)
			return NULL;
		memcpy(name, part.p, part.n);
		name[part.n] = 0;
		if (json_is_array(at.out))
			at.out = slice_u64(part, &i) ? json_array_get(at.out, (size_t)i) : NULL;
		else
			at.out = json_object_get(at.out, name);
	}
	return at.out;
}

const char *jread_text(const json_t *o, const char *path, const char *fallback)
{
	const json_t *j = jread_at(o, path);
	return json_is_string(j) ? json_string_value(j) : fallback;
}

bool jread_line(const json_t *o, const char *path, char *out, size_t cap)
{
	const json_t *v = jread_at(o, path);
	struct str s = { 0 };
	if (!json_is_string(v))
		return false;
	clean_line(&s, (struct slice){ json_string_value(v), json_string_length(v) }, cap - 1);
	memcpy(out, str_c(&s), s.n + 1);
	str_free(&s);
	return true;
}

bool jread_bool(const json_t *o, const char *path, bool fallback)
{
	const json_t *j = jread_at(o, path);
	return json_is_boolean(j) ? json_is_true(j) : fallback;
}

int64_t jread_int(const json_t *o, const char *path, int64_t fallback)
{
	const json_t *j = jread_at(o, path);
	int64_t v;
	if (json_is_integer(j))
		return json_integer_value(j);
	if (json_is_string(j) && slice_i64((struct slice){ json_string_value(j), json_string_length(j) }, &v))
		return v;
	if (json_is_real(j)) { /* 12.0 and 1e3 are whole numbers too */
		double d = json_real_value(j);
		if (d >= -9007199254740992.0 && d <= 9007199254740992.0 && floor(d) == d)
			return (int64_t)d;
	}
	return fallback;
}

int64_t jread_hex(const json_t *o, const char *path, int64_t fallback)
{
	const char *s = jread_text(o, path, "");
	uint64_t v = 0;
	size_t n = strlen(s);
	if (n < 3 || n > 17 || s[0] != '0' || s[1] != 'x' || strspn(s + 2, "0123456789abcdefABCDEF") != n - 2)
		return fallback;
	v = strtoull(s + 2, NULL, 16);
	return (int64_t)v; /* 15 digits at most: it fits */
}
