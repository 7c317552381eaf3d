/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "io/jlist.h"

/* What was handed out, one line an element. */
static void hear(void *arg, const json_t *v)
{
	struct str *out = arg;
	char *text = json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY);
	str_adds(out, text);
	str_addc(out, '\n');
	free(text);
}

/* In pieces of so many bytes; what was around the list follows the elements. */
static enum err read_in(struct slice s, size_t piece, struct str *out)
{
	struct fault f = { 0 };
	struct jlist l = { .name = "L", .fn = hear, .arg = out };
	for (size_t i = 0; i < s.n; i += piece)
		jlist_feed(&l, slice_to(slice_from(s, i), piece), &f);
	json_t *o = jlist_end(&l, &f);
	if (o)
		hear(out, o);
	assert_int_equal(!o, f.code != E_OK);
	json_decref(o);
	return f.code;
}

static void one(const char *json, const char *want)
{
	for (size_t piece = 1; piece <= strlen(json) + 1; piece++) {
		struct str out = { 0 };
		enum err e = read_in(slice_of(json), piece, &out);
		if (want && (e || strcmp(str_c(&out), want)))
			fail_msg("%s in pieces of %zu: %s: %s", json, piece, err_name(e), str_c(&out));
		if (!want && !e)
			fail_msg("%s in pieces of %zu: was taken", json, piece);
		str_free(&out);
	}
}

static void elements(void **state)
{
	(void)state;
	one("{\"L\":[]}", "{\"L\":[]}\n");
	one("{ \"L\" : [ ] , \"a\" : 1 }", "{\"L\":[],\"a\":1}\n");
	one("{\"L\":[{\"a\":[1,{\"b\":\"],}\"}]} , 7,\"x,]\\\"\",null,[ ]]}",
	    "{\"a\":[1,{\"b\":\"],}\"}]}\n7\n\"x,]\\\"\"\nnull\n[]\n{\"L\":[]}\n");
	one("{\"L\":[\"\\\\\",\"\\\\\\\"\"],\"z\":[1,2]}", "\"\\\\\"\n\"\\\\\\\"\"\n{\"L\":[],\"z\":[1,2]}\n");
}

/* Only the member of the outer object is the list. */
static void elsewhere(void **state)
{
	(void)state;
	one("{\"L\":null}", "{\"L\":null}\n");
	one("{\"a\":{\"L\":[1,2]},\"LL\":[3],\"b\":\"L\"}", "{\"a\":{\"L\":[1,2]},\"LL\":[3],\"b\":\"L\"}\n");
	one("{\"a\":[\"L\",[1]],\"L\":[4]}", "4\n{\"a\":[\"L\",[1]],\"L\":[]}\n");
	one("[\"L\",[5]]", "[\"L\",[5]]\n");
}

static void broken(void **state)
{
	static const char *const bad[] = { "", "{\"L\":[", "{\"L\":[1", "{\"L\":[1]", "{\"L\":[1,]}", "{\"L\":[,1]}", "{\"L\":[1,,2]}", "{\"L\":[1 2]}",
		"{\"L\":[{]}", "{\"L\":[}]}", "{\"L\":[\"a]}", "{\"L\":[1]}}", "{\"L\":[1]]", "{\"L\":[],\"L\":[]}", "{\"L\" [1]}", "{\"L\":[{\"a\":1,\"a\":2}]}" };
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		one(bad[i], NULL);
}

/* What was read before is gone, and the next answer finds a clean reader. */
static void again(void **state)
{
	struct str out = { 0 };
	struct jlist l = { .name = "L", .fn = hear, .arg = &out };
	(void)state;
	assert_int_equal(jlist_feed(&l, SLICE("{\"L\":[1,},"), NULL), E_PROTOCOL);
	assert_int_equal(jlist_feed(&l, SLICE("2]}"), NULL), E_PROTOCOL);
	assert_null(jlist_end(&l, NULL));
	assert_int_equal(jlist_feed(&l, SLICE("{\"L\":[3]}"), NULL), E_OK);
	json_t *o = jlist_end(&l, NULL);
	assert_non_null(o);
	json_decref(o);
	unit_str_is(&out, "1\n3\n");
}

static void too_much(void **state)
{
	struct str s = { 0 }, out = { 0 };
	struct jlist l = { .name = "L", .fn = hear, .arg = &out };
	(void)state;
	str_adds(&s, "{\"L\":[\"");
	str_addn(&s, 'x', 2 << 20);
	assert_int_equal(jlist_feed(&l, slice_str(&s), NULL), E_TOO_BIG);
	assert_null(jlist_end(&l, NULL));
	str_cut(&s, 0);
	str_adds(&s, "{\"a\":\"");
	str_addn(&s, 'x', 5 << 20);
	assert_int_equal(jlist_feed(&l, slice_str(&s), NULL), E_TOO_BIG);
	jlist_free(&l);
	str_free(&s);
	assert_int_equal(out.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(elements), cmocka_unit_test(elsewhere), cmocka_unit_test(broken), cmocka_unit_test(again),
		cmocka_unit_test(too_much),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
