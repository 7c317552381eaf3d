/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "base/conf.h"
#include "base/conf_line.h"
#include "base/paths.h"
#include "base/text.h"
#include <sys/stat.h>

static const struct conf_key keys[] = {
	{ "ui.theme", CONF_TEXT, "default", "VIGIE_TEST_THEME", NULL, "" },
	{ "ui.mouse", CONF_BOOL, "yes", NULL, NULL, "" },
	{ "ui.glyphs", CONF_CHOICE, "auto", NULL, "auto|utf8|vt|ascii", "" },
	{ "net.timeout", CONF_INT, "20", "VIGIE_TEST_TIMEOUT", "1..600", "" },
	{ "net.offset", CONF_INT, "0", NULL, NULL, "" },
	{ "g1.node", CONF_TEXT, "", NULL, NULL, "" },
	{ "name", CONF_TEXT, "nobody", NULL, NULL, "" },
};
enum { KEYS = sizeof keys / sizeof *keys };

static struct conf *parsed(const char *text, struct str *warnings)
{
	struct conf *c = conf_new(keys, KEYS);
	conf_parse(c, slice_of(text), "f", warnings);
	return c;
}

/* Parses and compares the warnings. */
static struct conf *parse(const char *text, const char *want)
{
	struct str warnings = { 0 };
	struct conf *c = parsed(text, &warnings);
	unit_str_is(&warnings, want);
	return c;
}

static void defaults(void **unused)
{
	struct conf *c = parse("", "");
	(void)unused;
	assert_string_equal(conf_text(c, "ui.theme"), "default");
	assert_string_equal(conf_origin(c, "ui.theme"), "default");
	assert_true(conf_bool(c, "ui.mouse"));
	assert_int_equal(conf_int(c, "net.timeout"), 20);
	assert_string_equal(conf_text(c, "no.such"), "");
	assert_string_equal(conf_origin(c, "no.such"), "");
	assert_false(conf_bool(c, "no.such"));
	assert_int_equal(conf_int(c, "ui.theme"), 0);
	assert_int_equal(conf_count(c), KEYS);
	assert_ptr_equal(conf_key_at(c, 2), &keys[2]);
	assert_null(conf_key_at(c, KEYS));
	conf_free(c);
	conf_free(NULL);
}

static void the_grammar(void **unused)
{
	struct conf *c = parse("\xef\xbb\xbfname = ana\r\n"
			       "# comment\n; comment\n\n"
			       "  [ui]  # the screen\n"
			       "\ttheme=light# not a comment\n"
			       "mouse =  off   # a comment\n"
			       "[net]\ntimeout = 300\noffset = -7\n"
			       "[ g1 ]\nnode = \" wss://x/#a \\\"b\\\" \\\\ \\n\" # end\n"
			       "ui.glyphs = vt", "");
	(void)unused;
	assert_string_equal(conf_text(c, "name"), "ana");
	assert_string_equal(conf_text(c, "ui.theme"), "light# not a comment");
	assert_string_equal(conf_origin(c, "ui.theme"), "f:6");
	assert_string_equal(conf_text(c, "ui.mouse"), "no");
	assert_int_equal(conf_int(c, "net.timeout"), 300);
	assert_int_equal(conf_int(c, "net.offset"), -7);
	assert_string_equal(conf_text(c, "g1.node"), " wss://x/#a \"b\" \\ \\n");
	assert_string_equal(conf_text(c, "ui.glyphs"), "vt");
	conf_free(c);
	c = parse("[ui]\ntheme = #ff0000 # red\n[g1]\nnode = # none\n", "");
	assert_string_equal(conf_text(c, "ui.theme"), "#ff0000");
	assert_string_equal(conf_text(c, "g1.node"), "");
	conf_free(c);
}

static void faults_are_told(void **unused)
{
	(void)unused;
	conf_free(parse("[ui]\nthme = x\n", "f:2: \"ui.thme\" is not known, did you mean \"ui.theme\"?\n"));
	conf_free(parse("timeout = 5\n", "f:1: \"timeout\" is not known, did you mean \"net.timeout\"?\n"));
	conf_free(parse("[ui]\nTheme = x\n", "f:2: \"ui.Theme\" is not known, did you mean \"ui.theme\"?\n"));
	conf_free(parse("[zzz]\nqqqqqqqq = x\n", "f:2: \"zzz.qqqqqqqq\" is not known\n"));
	conf_free(parse("[ui]\nmouse = perhaps\n", "f:2: ui.mouse: \"perhaps\" should be yes or no\n"));
	conf_free(parse("[net]\ntimeout = 601\n", "f:2: net.timeout: \"601\" should be a number in 1..600\n"));
	conf_free(parse("[net]\noffset = 1.5\n", "f:2: net.offset: \"1.5\" should be a number\n"));
	conf_free(parse("[ui]\nglyphs = emoji\n", "f:2: ui.glyphs: \"emoji\" should be one of auto|utf8|vt|ascii\n"));
	conf_free(parse("[ui\n", "f:1: \"[ui\" is neither [section] nor key = value\n"));
	conf_free(parse("hello world\n", "f:1: \"hello world\" is neither [section] nor key = value\n"));
	conf_free(parse("name = \"open\n", "f:1: \"name = \"open\" is neither [section] nor key = value\n"));
	conf_free(parse("= x\n", "f:1: \"= x\" is neither [section] nor key = value\n"));
	conf_free(parse("name = a\xff\n", "f:1: the line is not UTF-8 text and does not count\n"));
	conf_free(parse("name = \x1b[2J\n", "f:1: the line is not UTF-8 text and does not count\n"));
	conf_free(parse("\u202ename = x\n", "f:1: \"\ufffdname\" is not known, did you mean \"name\"?\n"));
	struct conf *c = parse("name = a\nname = b\n", "f:2: name is set twice, line 1 does not count\n");
	assert_string_equal(conf_text(c, "name"), "b");
	conf_free(c);
	c = parse("[net]\ntimeout = 30\ntimeout = x\n", "f:3: net.timeout: \"x\" should be a number in 1..600\n");
	assert_int_equal(conf_int(c, "net.timeout"), 30);
	conf_free(c);
}

static void floods(void **unused)
{
	struct str text = { 0 }, warnings = { 0 };
	(void)unused;
	str_adds(&text, "name = ");
	str_addn(&text, 'x', 9000);
	str_adds(&text, "\nname = short\n");
	struct conf *c = parsed(str_c(&text), &warnings);
	unit_str_is(&warnings, "f:1: the line is too long and does not count\n");
	assert_string_equal(conf_text(c, "name"), "short");
	conf_free(c);
	str_cut(&text, 0);
	for (int i = 0; i < 10000; i++)
		str_addf(&text, "[s%d]\nk%d = v\n", i, i);
	c = parsed(str_c(&text), &warnings);
	size_t lines = 0;
	for (const char *p = str_c(&warnings); (p = strchr(p, '\n')); p++)
		lines++;
	assert_int_equal(lines, 51);
	assert_non_null(strstr(str_c(&warnings), "more faults follow"));
	conf_free(c);
	conf_free(parsed(str_c(&text), NULL));
	str_free(&text);
	str_free(&warnings);
}

static void who_wins(void **unused)
{
	struct str warnings = { 0 };
	(void)unused;
	setenv("VIGIE_TEST_THEME", "contrast", 1);
	setenv("VIGIE_TEST_TIMEOUT", "soon", 1);
	struct conf *c = conf_new(keys, KEYS);
	assert_string_equal(conf_origin(c, "ui.theme"), "env VIGIE_TEST_THEME");
	conf_parse(c, SLICE("name = etc\n[ui]\ntheme = etc\nmouse = no\n"), "/etc/vigie/config", &warnings);
	unit_str_is(&warnings, "environment: the value of VIGIE_TEST_TIMEOUT does not fit and does not count\n");
	conf_parse(c, SLICE("name = mine\n[ui]\ntheme = mine\n"), "mine", &warnings);
	unit_str_is(&warnings, "");
	assert_string_equal(conf_text(c, "ui.theme"), "contrast");
	assert_string_equal(conf_text(c, "name"), "mine");
	assert_string_equal(conf_origin(c, "name"), "mine:1");
	assert_string_equal(conf_origin(c, "ui.mouse"), "/etc/vigie/config:4");
	assert_int_equal(conf_int(c, "net.timeout"), 20);
	assert_int_equal(conf_set(c, "ui.theme", "mono", "flag"), E_OK);
	assert_string_equal(conf_text(c, "ui.theme"), "mono");
	assert_string_equal(conf_origin(c, "ui.theme"), "flag");
	assert_int_equal(conf_set(c, "net.timeout", "0", "flag"), E_INVALID);
	assert_int_equal(conf_set(c, "ui.theme", "a\nb", "flag"), E_INVALID);
	assert_int_equal(conf_set(c, "ui.theme", "\xff", "flag"), E_INVALID);
	assert_int_equal(conf_set(c, "ui.thema", "x", "flag"), E_NOT_FOUND);
	assert_string_equal(conf_text(c, "ui.theme"), "mono");
	assert_int_equal(conf_set(c, "name", conf_text(c, "name"), "flag"), E_OK);
	conf_parse(c, SLICE("name = late\n"), "late", &warnings);
	assert_string_equal(conf_text(c, "name"), "mine");
	unsetenv("VIGIE_TEST_THEME");
	unsetenv("VIGIE_TEST_TIMEOUT");
	conf_free(c);
}

static void saved_is(const char *before, const char *key, const char *value, const char *after)
{
	struct str out = { 0 };
	conf_line_write(&out, slice_of(before), key, value);
	unit_str_is(&out, after);
}

static void writing_keeps_the_rest(void **unused)
{
	(void)unused;
	saved_is("", "ui.theme", "light", "[ui]\ntheme = light\n");
	saved_is("", "name", "ana", "name = ana\n");
	saved_is("[net]\nx = 1", "name", "ana", "name = ana\n[net]\nx = 1");
	saved_is("# mine\n\n[ui]\n  theme  =  dark   # my eyes\nmouse = no\n", "ui.theme", "light",
	    "# mine\n\n[ui]\n  theme  =  light   # my eyes\nmouse = no\n");
	saved_is("[ui]\r\ntheme = dark\r\n", "ui.theme", "light", "[ui]\r\ntheme = light\r\n");
	saved_is("[ui]\nmouse = no\n\n# about the net\n[net]\nx = 1\n", "ui.theme", "light",
	    "[ui]\nmouse = no\ntheme = light\n\n# about the net\n[net]\nx = 1\n");
	saved_is("[net]\nx = 1", "ui.theme", "light", "[net]\nx = 1\n\n[ui]\ntheme = light\n");
	saved_is("ui.theme = dark\n", "ui.theme", "light", "ui.theme = light\n");
	saved_is("[ui]\ntheme = a\n[net]\n[ui]\ntheme = b\n", "ui.theme", "c", "[ui]\ntheme = a\n[net]\n[ui]\ntheme = c\n");
	saved_is("[ui]\ntheme = # c\n", "ui.theme", "d", "[ui]\ntheme = d # c\n");
	saved_is("[ui]\ntheme = \"x\"# c\n", "ui.theme", "d", "[ui]\ntheme = d # c\n");
	saved_is("ame = x\n", "name", "d", "ame = x\nname = d\n");
	saved_is("[ui]\ntheme =\n", "ui.theme", "c", "[ui]\ntheme = c\n");
	saved_is("[ui]\ntheme = \"a # b\" # c\n", "ui.theme", "d", "[ui]\ntheme = d # c\n");
	saved_is("junk\n[ui]\n\xff\xff\n", "ui.theme", "c", "junk\n[ui]\ntheme = c\n\xff\xff\n");
	saved_is("", "name", "", "name = \"\"\n");
	saved_is("", "name", " a ", "name = \" a \"\n");
	saved_is("", "name", "a # b", "name = \"a # b\"\n");
	saved_is("", "name", "\"q\" \\", "name = \"\\\"q\\\" \\\\\"\n");
	saved_is("", "name", "#ff0000", "name = #ff0000\n");
	saved_is("", "name", "C:\\dir", "name = C:\\dir\n");
}

/* Any value that can be set is read back as it was, whatever stood in the file before. */
static void any_value_comes_back(void **unused)
{
	static const char *const bits[] = { "a", " ", "#", "\"", "\\", "=", "[", "]", ";", "é", "\t", "\\\"", " # ", "n" };
	static const char *const files[] = { "", "name = x", "name=\"x\" # c\n", "[ui]\ntheme = x", "junk", "[name]\nname=1\n",
		"name =\r\n", "\n\n#c\n" };
	(void)unused;
	for (int round = 0; round < 20000; round++) {
		struct str value = { 0 }, file = { 0 };
		str_reserve(&value, 0);
		value.p[0] = 0;
		for (uint32_t n = unit_random(8); n; n--)
			str_adds(&value, bits[unit_random(sizeof bits / sizeof *bits)]);
		assert_true(conf_line_writable(str_c(&value)));
		const char *key = unit_random(2) ? "name" : "ui.theme";
		conf_line_write(&file, slice_of(files[unit_random(sizeof files / sizeof *files)]), key, str_c(&value));
		struct conf *c = parsed(str_c(&file), NULL);
		assert_string_equal(conf_text(c, key), str_c(&value));
		conf_free(c);
		str_free(&value);
		str_free(&file);
	}
}

static void saving(void **unused)
{
	char path[4096];
	struct str s = { 0 }, warnings = { 0 };
	struct fault f;
	(void)unused;
	snprintf(path, sizeof path, "%s", unit_file("conf"));
	struct conf *c = conf_new(keys, KEYS);
	assert_int_equal(conf_load(c, path, &warnings, &f), E_OK); /* a missing one is no error */
	assert_int_equal(conf_save(c, path, &f), E_OK);
	assert_int_not_equal(access(path, F_OK), 0); /* nothing has changed: nothing is written */
	unit_write(path, "# mine\n[ui]\ntheme = dark # nice\nfuture = 1\n");
	assert_int_equal(conf_load(c, path, &warnings, &f), E_OK);
	assert_non_null(strstr(str_c(&warnings), "conf:4: \"ui.future\" is not known"));
	assert_int_equal(conf_set(c, "ui.theme", "light", "settings"), E_OK);
	assert_int_equal(conf_set(c, "ui.mouse", "off", "settings"), E_OK);
	assert_int_equal(conf_set(c, "name", "once", "flag"), E_OK);
	unit_write(path, "# mine\n[ui]\ntheme = dark # nice\nfuture = 2\n"); /* meanwhile, in an editor */
	assert_int_equal(conf_save(c, path, &f), E_OK);
	assert_int_equal(paths_read(path, 1000, &s, &f), E_OK);
	unit_str_is(&s, "# mine\n[ui]\ntheme = light # nice\nfuture = 2\nmouse = no\n");
	assert_int_equal(paths_private(path, &f), E_OK);
	unit_write(path, "");
	assert_int_equal(conf_save(c, path, &f), E_OK); /* saved once, not again */
	assert_int_equal(paths_read(path, 1000, &s, &f), E_OK);
	unit_str_is(&s, "");
	conf_free(c);
	str_free(&warnings);
}

static void unreadable_files_stay_untouched(void **unused)
{
	char path[4096];
	struct fault f = { 0 };
	struct stat st;
	(void)unused;
	snprintf(path, sizeof path, "%s", unit_file("huge"));
	unit_write(path, "");
	assert_int_equal(truncate(path, 2 << 20), 0);
	struct conf *c = conf_new(keys, KEYS);
	assert_int_equal(conf_load(c, path, NULL, &f), E_TOO_BIG);
	assert_int_equal(f.code, E_TOO_BIG);
	assert_int_equal(conf_set(c, "name", "x", "settings"), E_OK);
	assert_int_equal(conf_save(c, path, &f), E_TOO_BIG);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 2 << 20);
	assert_int_equal(conf_load(c, getenv("HOME"), NULL, &f), E_INVALID);
	conf_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults),
		cmocka_unit_test(the_grammar),
		cmocka_unit_test(faults_are_told),
		cmocka_unit_test(floods),
		cmocka_unit_test(who_wins),
		cmocka_unit_test(writing_keeps_the_rest),
		cmocka_unit_test(any_value_comes_back),
		cmocka_unit_test(saving),
		cmocka_unit_test(unreadable_files_stay_untouched),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
