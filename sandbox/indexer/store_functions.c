/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions that SQL lacks, and the order of names. All but the first three give the same for the same arguments. */
#include "sandbox/indexer/store_inside.h"

#include <jansson.h>
#include <stdlib.h>

static struct slice text_arg(sqlite3_value *v)
{
	const char *p = (const char *)sqlite3_value_text(v);

	return (struct slice){ p ? p : "", p ? (size_t)sqlite3_value_bytes(v) : 0 };
}

/* block_now(): the block that is being written, null when nothing is to be remembered. */
static void fn_now(sqlite3_context *c, int n, sqlite3_value **v)
{
	const struct store *st = sqlite3_user_data(c);

	(void)n, (void)v;
	if (st->recording)
		sqlite3_result_int(c, st->block);
}

/* time_of(block), milliseconds. */
static void fn_time(sqlite3_context *c, int n, sqlite3_value **v)
{
	(void)n;
	if (sqlite3_value_type(v[0]) != SQLITE_NULL)
		sqlite3_result_int64(c, store_time(sqlite3_user_data(c), sqlite3_value_int64(v[0])));
}

/* id_text(kind, value) */
static void fn_id(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct str s = { 0 };

	(void)n;
	if (sqlite3_value_type(v[1]) == SQLITE_NULL)
		return;
	if (sqlite3_value_type(v[1]) == SQLITE_INTEGER)
		store_id(sqlite3_user_data(c), (enum id_kind)sqlite3_value_int(v[0]), sqlite3_value_int64(v[1]), SLICE(""), &s);
	else
		store_id(sqlite3_user_data(c), (enum id_kind)sqlite3_value_int(v[0]), 0, text_arg(v[1]), &s);
	sqlite3_result_text(c, str_c(&s), (int)s.n, SQLITE_TRANSIENT);
	str_free(&s);
}

static void lower(struct slice in, struct str *out)
{
	for (size_t i = 0; i < in.n; i++) {
		unsigned char a = (unsigned char)in.p[i], b = i + 1 < in.n ? (unsigned char)in.p[i + 1] : 0;

		/* À to Þ, and pairs of the Latin extensions: what names and comments of this village are written in. */
		if (a == 0xc3 && b >= 0x80 && b <= 0x9e && b != 0x97) {
			str_addc(out, (char)a);
			str_addc(out, (char)(b + 32));
			i++;
		} else if ((a == 0xc4 || a == 0xc5) && !(b & 1) && b >= 0x80 && !(a == 0xc4 && b >= 0xb8) && !(a == 0xc5 && b < 0x8a)) {
			str_addc(out, (char)a);
			str_addc(out, (char)(b + 1));
			i++;
		} else {
			str_addc(out, (char)(a >= 'A' && a <= 'Z' ? a + 32 : a));
		}
	}
}

/* lower_all(text) */
static void fn_lower(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct str s = { 0 };

	(void)n;
	if (sqlite3_value_type(v[0]) == SQLITE_NULL)
		return;
	lower(text_arg(v[0]), &s);
	sqlite3_result_text(c, str_c(&s), (int)s.n, SQLITE_TRANSIENT);
	str_free(&s);
}

/* LIKE of PostgreSQL: % and _, escaped by a backslash. Goes back to the last % only, and so takes length times length. */
static bool like(struct slice p, struct slice t)
{
	size_t i = 0, k = 0, star = SIZE_MAX, mark = 0;

	while (k < t.n) {
		bool escaped = i + 1 < p.n && p.p[i] == '\\';
		size_t width = 1;

		while (k + width < t.n && ((unsigned char)t.p[k + width] & 0xc0) == 0x80)
			width++;
		if (i < p.n && p.p[i] == '%' && !escaped) {
			star = ++i;
			mark = k;
		} else if (i < p.n && p.p[i] == '_' && !escaped) {
			i++;
			k += width;
		} else if (i < p.n && p.p[i + escaped] == t.p[k]) {
			i += 1 + escaped;
			k++;
		} else if (star != SIZE_MAX) {
			i = star;
			k = ++mark;
		} else {
			return false;
		}
	}
	while (i < p.n && p.p[i] == '%')
		i++;
	return i == p.n;
}

/* has(how, text, other): 0 anywhere, 1 at the beginning, 2 at the end, 3 as a pattern */
static void fn_has(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct slice t, o;

	(void)n;
	if (sqlite3_value_type(v[1]) == SQLITE_NULL || sqlite3_value_type(v[2]) == SQLITE_NULL)
		return;
	t = text_arg(v[1]);
	o = text_arg(v[2]);
	switch (sqlite3_value_int(v[0])) {
	case 0:
		sqlite3_result_int(c, o.n == 0 || memmem(t.p, t.n, o.p, o.n) != NULL);
		break;
	case 1:
		sqlite3_result_int(c, t.n >= o.n && !memcmp(t.p, o.p, o.n));
		break;
	case 2:
		sqlite3_result_int(c, t.n >= o.n && !memcmp(t.p + t.n - o.n, o.p, o.n));
		break;
	default:
		sqlite3_result_int(c, like(o, t));
	}
}

/* The values of an object of arguments as a list of texts. */
static void fn_args(sqlite3_context *c, int n, sqlite3_value **v)
{
	json_t *args, *item, *out;
	const char *key;
	char *text;

	(void)n;
	if (sqlite3_value_type(v[0]) == SQLITE_NULL)
		return;
	args = json_loads((const char *)sqlite3_value_text(v[0]), JSON_DECODE_ANY, NULL);
	out = json_array();
	json_object_foreach(args, key, item) {
		text = json_dumps(item, JSON_ENCODE_ANY | JSON_COMPACT);
		json_array_append_new(out, json_is_string(item) ? json_incref(item) : json_string(text));
		free(text);
	}
	text = json_dumps(out, JSON_COMPACT);
	sqlite3_result_text(c, text, -1, free);
	json_decref(out);
	json_decref(args);
}

/* Containment as PostgreSQL has it: objects by members, lists by items in any order. */
static bool json_within(json_t *big, json_t *small)
{
	json_t *item, *other;
	const char *key;
	size_t i, k;

	if (json_is_object(big) && json_is_object(small)) {
		json_object_foreach(small, key, item)
			if (!(other = json_object_get(big, key)) || !json_within(other, item))
				return false;
		return true;
	}
	if (!json_is_array(big))
		return json_equal(big, small);
	if (!json_is_array(small))
		return false;
	json_array_foreach(small, i, item) {
		bool found = false;

		json_array_foreach(big, k, other)
			found = found || json_within(other, item);
		if (!found)
			return false;
	}
	return true;
}

static bool json_any(json_t *list, json_t *in)
{
	json_t *item, *other;
	size_t i, k;

	json_array_foreach(list, i, item)
		json_array_foreach(in, k, other)
			if (json_equal(item, other))
				return true;
	return false;
}

static int json_order(json_t *a, json_t *b)
{
	if (json_is_integer(a) && json_is_integer(b))
		return (json_integer_value(a) > json_integer_value(b)) - (json_integer_value(a) < json_integer_value(b));
	if (json_is_string(a) && json_is_string(b))
		return strcmp(json_string_value(a), json_string_value(b));
	return (int)json_typeof(a) - (int)json_typeof(b);
}

static bool json_keys(json_t *o, json_t *keys, bool all)
{
	json_t *key;
	size_t i;

	json_array_foreach(keys, i, key)
		if ((json_object_get(o, json_string_value(key)) != NULL) != all)
			return !all;
	return all;
}

/* "any" operators of lists: the value stands to some item of the list as told. */
static bool json_some(json_t *list, const char *how, json_t *value)
{
	json_t *item;
	size_t i;

	json_array_foreach(list, i, item) {
		int d = json_order(value, item);

		if (!strcmp(how, "anyEqualTo") ? d == 0 : !strcmp(how, "anyNotEqualTo") ? d != 0 : !strcmp(how, "anyLessThan") ? d < 0 :
		    !strcmp(how, "anyLessThanOrEqualTo") ? d <= 0 : !strcmp(how, "anyGreaterThan") ? d > 0 : d >= 0)
			return true;
	}
	return false;
}

/* json_op(name of the filter's operator, json, json) */
static void fn_json(sqlite3_context *c, int n, sqlite3_value **v)
{
	const char *how = (const char *)sqlite3_value_text(v[0]);
	json_t *a, *b;
	bool yes;

	(void)n;
	if (sqlite3_value_type(v[1]) == SQLITE_NULL || sqlite3_value_type(v[2]) == SQLITE_NULL)
		return;
	a = json_loads((const char *)sqlite3_value_text(v[1]), JSON_DECODE_ANY, NULL);
	b = json_loads((const char *)sqlite3_value_text(v[2]), JSON_DECODE_ANY, NULL);
	if (!a || !b)
		yes = false;
	else if (!strcmp(how, "equalTo"))
		yes = json_equal(a, b);
	else if (!strcmp(how, "contains"))
		yes = json_within(a, b);
	else if (!strcmp(how, "containedBy"))
		yes = json_within(b, a);
	else if (!strcmp(how, "overlaps"))
		yes = json_any(a, b);
	else if (!strcmp(how, "containsKey"))
		yes = json_object_get(a, json_string_value(b)) != NULL;
	else if (!strcmp(how, "containsAllKeys") || !strcmp(how, "containsAnyKeys"))
		yes = json_keys(a, b, !strcmp(how, "containsAllKeys"));
	else
		yes = json_some(a, how, b);
	sqlite3_result_int(c, yes);
	json_decref(a);
	json_decref(b);
}

static int letter(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c >= 0x80 ? c : 0;
}

/* How a database in an ordinary language sorts names: letters and digits first, case and punctuation only between equals. */
static int people(void *arg, int n, const void *a, int m, const void *b)
{
	const unsigned char *x = a, *y = b;
	int i = 0, k = 0, rest;

	(void)arg;
	for (;; i++, k++) {
		while (i < n && !letter(x[i]))
			i++;
		while (k < m && !letter(y[k]))
			k++;
		if (i >= n || k >= m)
			break;
		if (letter(x[i]) != letter(y[k]))
			return letter(x[i]) - letter(y[k]);
	}
	if (i < n || k < m)
		return (i < n) - (k < m);
	rest = memcmp(a, b, (size_t)(n < m ? n : m));
	return rest ? -rest : n - m;
}

void store_functions(struct store *st)
{
	static const struct {
		const char *name;
		int args;
		void (*fn)(sqlite3_context *, int, sqlite3_value **);
		bool pure;
	} all[] = { { "block_now", 0, fn_now, false }, { "time_of", 1, fn_time, false }, { "id_text", 2, fn_id, false },
		    { "lower_all", 1, fn_lower, true }, { "has", 3, fn_has, true }, { "args_text", 1, fn_args, true },
		    { "json_op", 3, fn_json, true } };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		sqlite3_create_function(st->db, all[i].name, all[i].args, SQLITE_UTF8 | (all[i].pure ? SQLITE_DETERMINISTIC : 0), st,
					all[i].fn, NULL, NULL);
	sqlite3_create_collation(st->db, "people", SQLITE_UTF8, NULL, people);
}
