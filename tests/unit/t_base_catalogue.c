/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "base/catalogue.h"
#include "base/paths.h"

static void put32(struct str *s, size_t v, bool swapped)
{
	uint32_t w = swapped ? __builtin_bswap32((uint32_t)v) : (uint32_t)v;
	str_add(s, (struct slice){ (const char *)&w, 4 });
}

/* A catalogue of n pairs (msgid, text), as msgfmt lays it out. */
static struct str make(const struct slice (*pairs)[2], size_t n, bool swapped)
{
	struct str s = { 0 };
	size_t at = 28 + 16 * n;
	const size_t head[] = { 0x950412de, 0, n, 28, 28 + 8 * n, 0, 0 };
	for (size_t i = 0; i < 7; i++)
		put32(&s, head[i], swapped);
	for (int text = 0; text < 2; text++) {
		for (size_t i = 0; i < n; i++) {
			put32(&s, pairs[i][text].n, swapped);
			put32(&s, at, swapped);
			at += pairs[i][text].n + 1;
		}
	}
	for (int text = 0; text < 2; text++) {
		for (size_t i = 0; i < n; i++) {
			str_add(&s, pairs[i][text]);
			str_addc(&s, 0);
		}
	}
	return s;
}

static const struct slice pairs[][2] = {
	{ { "", 0 }, { "Plural-Forms: nplurals=3; plural=n==0 ? 0 : n==1 ? 1 : 2;\n", 58 } },
	{ { "a", 1 }, { "A", 1 } },
	{ { "day\0days", 8 }, { "zero\0one\0many", 13 } },
	{ { "empty", 5 }, { "", 0 } },
	{ { "short\0shorts", 12 }, { "only", 4 } },
};
enum { PAIRS = sizeof pairs / sizeof *pairs };

static void is(const char *got, const char *want)
{
	assert_non_null(got);
	assert_string_equal(got, want);
}

static void both_byte_orders(void **unused)
{
	(void)unused;
	for (int swapped = 0; swapped < 2; swapped++) {
		struct str s = make(pairs, PAIRS, swapped);
		struct catalogue *c = catalogue_read(slice_str(&s));
		assert_non_null(c);
		is(catalogue_get(c, "a"), "A");
		assert_null(catalogue_get(c, "b"));
		assert_null(catalogue_get(c, "0"));
		assert_null(catalogue_get(c, "zz"));
		assert_null(catalogue_get(c, "empty")); /* not translated yet */
		is(catalogue_plural(c, "day", 0), "zero");
		is(catalogue_plural(c, "day", 1), "one");
		is(catalogue_plural(c, "day", 7), "many");
		is(catalogue_plural(c, "short", 7), "only"); /* a form is missing: better another than none */
		is(catalogue_plural(c, "short", 0), "only");
		assert_null(catalogue_plural(c, "month", 7));
		catalogue_free(c);
		str_free(&s);
	}
	catalogue_free(NULL);
}

/* The formulas of real languages against the C compiler. */
#define FORMULA(name, expression)                                                                                     \
	static unsigned long name(unsigned long n)                                                                    \
	{                                                                                                             \
		return (unsigned long)(expression);                                                                   \
	}                                                                                                             \
	static const char name##_text[] = #expression;
FORMULA(english, n != 1)
FORMULA(french, (n > 1))
FORMULA(japanese, 0 * n)
FORMULA(romance, n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2)
FORMULA(russian, n % 10 == 1 && n % 100 != 11 ? 0 : n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 10 || n % 100 >= 20) ? 1 : 2)
FORMULA(arabic, n == 0 ? 0 : n == 1 ? 1 : n == 2 ? 2 : n % 100 >= 3 && n % 100 <= 10 ? 3 : n % 100 >= 11 ? 4 : 5)
FORMULA(odd, !(n - 3 < 2) + (n * 2 / 3 > 7 || (!n && n <= 5)))

static void formulas(void **unused)
{
	const struct {
		unsigned long (*real)(unsigned long);
		const char *text;
	} all[] = { { english, english_text }, { french, french_text }, { japanese, japanese_text }, { romance, romance_text },
		{ russian, russian_text }, { arabic, arabic_text }, { odd, odd_text } };
	const char *forms[] = { "f0", "f1", "f2", "f3", "f4", "f5" };
	(void)unused;
	for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
		struct str header = { 0 };
		str_addf(&header, "X: y\nPlural-Forms: nplurals=6; plural=%s;\nZ: t\n", all[k].text);
		const struct slice two[][2] = { { { "", 0 }, slice_str(&header) }, { { "x\0y", 3 }, SLICE("f0\0f1\0f2\0f3\0f4\0f5") } };
		struct str s = make(two, 2, false);
		struct catalogue *c = catalogue_read(slice_str(&s));
		assert_non_null(c);
		for (unsigned long n = 0; n < 2500; n++)
			is(catalogue_plural(c, "x", n), forms[all[k].real(n)]);
		is(catalogue_plural(c, "x", 1000000), forms[all[k].real(1000000)]);
		catalogue_free(c);
		str_free(&s);
		str_free(&header);
	}
}

static void bad_formulas(void **unused)
{
	const char *bad[] = { "", "n +", "(n", "n)", "m", "n ? 1", "n ? : 1", "n = 1", "system(1)",
		"((((((((((((((((((((((((((((((((((((((((n))))))))))))))))))))))))))))))))))))))))",
		"!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!n" };
	(void)unused;
	for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
		struct str header = { 0 };
		str_addf(&header, "Plural-Forms: nplurals=2; plural=%s;\n", bad[k]);
		const struct slice two[][2] = { { { "", 0 }, slice_str(&header) }, { { "x\0y", 3 }, SLICE("one\0many") } };
		struct str s = make(two, 2, false);
		struct catalogue *c = catalogue_read(slice_str(&s));
		assert_non_null(c);
		is(catalogue_plural(c, "x", 1), "one"); /* as in English */
		is(catalogue_plural(c, "x", 2), "many");
		catalogue_free(c);
		str_free(&s);
		str_free(&header);
	}
	const struct slice wild[][2] = { { { "", 0 }, SLICE("Plural-Forms: nplurals=2; plural=n/0+n%0+99;\n") },
		{ { "x\0y", 3 }, SLICE("one\0many") } };
	struct str s = make(wild, 2, false);
	struct catalogue *c = catalogue_read(slice_str(&s));
	is(catalogue_plural(c, "x", 5), "one");
	catalogue_free(c);
	str_free(&s);
}

/* Cut short, unsorted, of another version, not UTF-8: refused. One wrong byte anywhere: refused or read, without harm. */
static void damaged(void **unused)
{
	struct str s = make(pairs, PAIRS, false);
	(void)unused;
	for (size_t n = 0; n < s.n; n++)
		assert_null(catalogue_read(slice_to(slice_str(&s), n)));
	for (int round = 0; round < 20000; round++) {
		size_t at = unit_random((uint32_t)s.n);
		char old = s.p[at];
		s.p[at] = (char)unit_random(256);
		struct catalogue *c = catalogue_read(slice_str(&s));
		if (c) {
			catalogue_get(c, "a");
			catalogue_plural(c, "day", 3);
			catalogue_free(c);
		}
		s.p[at] = old;
	}
	str_free(&s);
	const struct slice unsorted[][2] = { { { "b", 1 }, { "B", 1 } }, { { "a", 1 }, { "A", 1 } } };
	s = make(unsorted, 2, false);
	assert_null(catalogue_read(slice_str(&s)));
	str_free(&s);
	const struct slice latin[][2] = { { { "a", 1 }, { "\xe9", 1 } } };
	s = make(latin, 1, false);
	assert_null(catalogue_read(slice_str(&s)));
	str_free(&s);
	s = make(NULL, 0, false);
	struct catalogue *c = catalogue_read(slice_str(&s));
	assert_non_null(c);
	assert_null(catalogue_get(c, ""));
	catalogue_free(c);
	s.p[6] = 2;
	assert_null(catalogue_read(slice_str(&s)));
	str_free(&s);
	assert_null(catalogue_open(unit_file("absent.mo")));
}

/* What the real tool makes is what this reads. */
static void from_msgfmt(void **unused)
{
	struct str command = { 0 };
	(void)unused;
	if (system("msgfmt --version >/dev/null 2>&1") != 0) {
		print_message("no msgfmt on this machine\n");
		skip();
	}
	unit_write(unit_file("x.po"), "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n"
				      "\"Plural-Forms: nplurals=2; plural=(n > 1);\\n\"\n\n"
				      "msgid \"zebra\"\nmsgstr \"zèbre\"\n\n"
				      "msgctxt \"month\"\nmsgid \"May\"\nmsgstr \"mai\"\n\n"
				      "msgid \"%d day\"\nmsgid_plural \"%d days\"\nmsgstr[0] \"%d jour\"\nmsgstr[1] \"%d jours\"\n\n"
				      "msgid \"now\"\nmsgstr \"\"\n");
	str_addf(&command, "cd '%s' && msgfmt -o x.mo x.po", getenv("HOME"));
	assert_int_equal(system(str_c(&command)), 0);
	str_free(&command);
	struct catalogue *c = catalogue_open(unit_file("x.mo"));
	assert_non_null(c);
	is(catalogue_get(c, "zebra"), "zèbre");
	is(catalogue_get(c, "month\004May"), "mai");
	assert_null(catalogue_get(c, "May"));
	assert_null(catalogue_get(c, "now"));
	is(catalogue_plural(c, "%d day", 0), "%d jour");
	is(catalogue_plural(c, "%d day", 2), "%d jours");
	catalogue_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_byte_orders),
		cmocka_unit_test(formulas),
		cmocka_unit_test(bad_formulas),
		cmocka_unit_test(damaged),
		cmocka_unit_test(from_msgfmt),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
