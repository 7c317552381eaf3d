/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "base/i18n.h"
#include "base/text.h"
#include <locale.h>
#include <sys/stat.h>

struct message {
	const char *id, *text;
	size_t id_n, text_n;
};
#define MESSAGE(a, b) { a, b, sizeof(a) - 1, sizeof(b) - 1 }

/* Sorted by msgid, as the format wants. */
static const struct message french[] = {
	MESSAGE("", "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n > 1);\n"),
	MESSAGE("%d block\0%d blocks", "%d bloc\0%d blocs"),
	MESSAGE("harbour", "port d’été"),
	MESSAGE("month\004May", "mai"),
};
static const struct message spanish[] = {
	MESSAGE("", "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"),
	MESSAGE("harbour", "puerto"),
};

static void put32(FILE *f, size_t v)
{
	uint32_t w = (uint32_t)v;
	assert_int_equal(fwrite(&w, 4, 1, f), 1);
}

/* Writes a catalogue as msgfmt would. */
static void write_catalogue(const char *exe, const char *lang, const struct message *m, size_t n)
{
	char path[8192];
	size_t at = 28 + 16 * n;
	snprintf(path, sizeof path, "%s/locale", exe);
	mkdir(path, 0700);
	snprintf(path, sizeof path, "%s/locale/%s", exe, lang);
	mkdir(path, 0700);
	snprintf(path, sizeof path, "%s/locale/%s/LC_MESSAGES", exe, lang);
	mkdir(path, 0700);
	snprintf(path, sizeof path, "%s/locale/%s/LC_MESSAGES/vigie.mo", exe, lang);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	put32(f, 0x950412de);
	put32(f, 0);
	put32(f, n);
	put32(f, 28);
	put32(f, 28 + 8 * n);
	put32(f, 0);
	put32(f, 0);
	for (int text = 0; text < 2; text++) {
		for (size_t i = 0; i < n; i++) {
			size_t len = text ? m[i].text_n : m[i].id_n;
			put32(f, len);
			put32(f, at);
			at += len + 1;
		}
	}
	for (size_t i = 0; i < n; i++)
		fwrite(m[i].id, 1, m[i].id_n + 1, f);
	for (size_t i = 0; i < n; i++)
		fwrite(m[i].text, 1, m[i].text_n + 1, f);
	assert_int_equal(fclose(f), 0);
}

/* Starts anew as if in this environment; NULL leaves a variable out. */
static void start(const char *lc_all, const char *lang, const char *language)
{
	static char exe[4096];
	snprintf(exe, sizeof exe, "%s", unit_file("exe"));
	mkdir(exe, 0700);
	write_catalogue(exe, "fr", french, sizeof french / sizeof *french);
	write_catalogue(exe, "es", spanish, sizeof spanish / sizeof *spanish);
	write_catalogue(exe, "oc", spanish, sizeof spanish / sizeof *spanish);
	unsetenv("LC_MESSAGES");
	unsetenv("LC_CTYPE");
	unsetenv("LC_NUMERIC");
	unsetenv("LC_ALL");
	unsetenv("LANG");
	unsetenv("LANGUAGE");
	if (lc_all)
		setenv("LC_ALL", lc_all, 1);
	if (lang)
		setenv("LANG", lang, 1);
	if (language)
		setenv("LANGUAGE", language, 1);
	i18n_init(exe);
}

static void need_translations(void)
{
#ifndef ENABLE_NLS
	print_message("built without translations\n");
	skip();
#else
	if (setlocale(LC_CTYPE, "C.UTF-8") || setlocale(LC_CTYPE, "C.utf8") || setlocale(LC_CTYPE, "en_US.UTF-8"))
		return;
	print_message("no UTF-8 locale on this machine\n");
	skip();
#endif
}

static void english(void **unused)
{
	(void)unused;
	start("C", NULL, "fr"); /* "C" means: no translation, whatever LANGUAGE says */
	assert_string_equal(i18n_lang(), "en");
	assert_string_equal(_("harbour"), "harbour");
	assert_string_equal(_(""), "");
	assert_false(i18n_utf8());
	assert_string_equal(i18n_decimal(), ".");
	assert_string_equal(ngettext("%d block", "%d blocks", 1), "%d block");
	assert_string_equal(ngettext("%d block", "%d blocks", 0), "%d blocks");
	assert_string_equal(C_("month", "May"), "May");
}

static void a_locale_that_is_not_there(void **unused)
{
	(void)unused;
	need_translations();
	start(NULL, "fr_FR.UTF-8", NULL);
	assert_string_equal(i18n_lang(), "fr");
	assert_true(i18n_utf8());
	assert_string_equal(_("harbour"), "port d’été");
	assert_string_equal(_("not translated"), "not translated");
	assert_string_equal(ngettext("%d block", "%d blocks", 0), "%d bloc");
	assert_string_equal(ngettext("%d block", "%d blocks", 2), "%d blocs");
	assert_string_equal(C_("month", "May"), "mai");
	assert_string_equal(i18n_decimal(), ",");
	assert_string_equal(i18n_thousands(), "\u202f");
	char buf[16];
	snprintf(buf, sizeof buf, "%.2f", 1.5);
	assert_string_equal(buf, "1.50"); /* numbers for machines stay numbers for machines */
	start("xx_YY.UTF-8", NULL, NULL);
	assert_string_equal(i18n_lang(), "en");
	assert_true(i18n_utf8());
	start(NULL, "es", NULL);
	assert_string_equal(i18n_lang(), "es");
	assert_true(i18n_utf8());
	start(NULL, NULL, NULL);
	assert_string_equal(i18n_lang(), "en");
}

static void other_character_sets(void **unused)
{
	(void)unused;
	need_translations();
	start(NULL, "fr_FR.ISO-8859-15", NULL);
	assert_string_equal(i18n_lang(), "fr");
	assert_false(i18n_utf8());
	start(NULL, "fr_FR@euro", NULL);
	assert_false(i18n_utf8());
}

static void language_lists(void **unused)
{
	(void)unused;
	need_translations();
	start(NULL, "C.UTF-8", "xx:fr_CA:es");
	assert_string_equal(i18n_lang(), "fr");
	assert_string_equal(_("harbour"), "port d’été");
	start(NULL, "fr_FR.UTF-8", "xx::yy");
	assert_string_equal(i18n_lang(), "fr");
	start(NULL, "de_DE.UTF-8", "es_ES.UTF-8");
	assert_string_equal(i18n_lang(), "es");
	start(NULL, "de_DE.UTF-8", NULL);
	assert_string_equal(i18n_lang(), "en");
}

static void switching(void **unused)
{
	(void)unused;
	need_translations();
	start(NULL, "fr_FR.UTF-8", NULL);
	assert_true(i18n_set("es"));
	assert_string_equal(i18n_lang(), "es");
	assert_string_equal(_("harbour"), "puerto");
	assert_string_equal(i18n_decimal(), ",");
	assert_true(i18n_set("en"));
	assert_string_equal(_("harbour"), "harbour");
	assert_string_equal(i18n_decimal(), ".");
	assert_true(i18n_set("oc")); /* somebody's own catalogue */
	assert_string_equal(_("harbour"), "puerto");
	const char *bad[] = { "", "xx", "../fr", "FR", "french", "fr_fr", "fr_FRANCE", "f" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(i18n_set(bad[i]));
	assert_string_equal(i18n_lang(), "oc");
	assert_true(i18n_set("auto"));
	assert_string_equal(i18n_lang(), "fr");
	assert_string_equal(_("harbour"), "port d’été");
	for (int i = 0; i < 100; i++) {
		assert_true(i18n_set(i % 2 ? "fr" : "es"));
		assert_string_equal(_("harbour"), i % 2 ? "port d’été" : "puerto");
	}
	start("C", NULL, NULL); /* also where the environment wants none; the screen then spells it in ASCII */
	assert_true(i18n_set("fr"));
	assert_string_equal(_("harbour"), "port d’été");
	assert_false(i18n_utf8());
}

static void without_a_catalogue(void **unused)
{
	(void)unused;
	unsetenv("LANGUAGE");
	setenv("LC_ALL", "C.UTF-8", 1);
	i18n_init("/nowhere");
	assert_string_equal(_("harbour"), "harbour");
	assert_false(i18n_set("oc"));
	assert_true(i18n_set("auto"));
	assert_true(i18n_set("en"));
	i18n_init(NULL);
	assert_string_equal(i18n_lang(), "en");
}

static void grown_is(const char *msgid, const char *want)
{
	assert_string_equal(i18n_text(msgid), want);
}

static void growing(void **unused)
{
	(void)unused;
	start("C", NULL, NULL);
	i18n_pseudo(true);
	grown_is("harbour", "[haarboouur]");
	grown_is("now", "[noow~]");
	grown_is("xyz\n", "[xyyz~]\n");
	grown_is("%d min", "[%d miin~~]");
	grown_is("%1$d %2$s", "[%1$d %2$s~~~~]");
	grown_is("100 %% of %-5.*f, %llu", "[100 %% oof %-5.*f, %llu~~~~~~~~]");
	grown_is("%", "[%~]");
	grown_is("", "");
	assert_string_equal(ngettext("%d block", "%d blocks", 3), "[%d bloocks~~~]");
	assert_string_equal(C_("month", "May"), "[Maayy]");
	assert_ptr_equal(i18n_text("now"), i18n_text("now")); /* kept, so that it can be held */
	i18n_pseudo(false);
	grown_is("now", "now");
}

/* 40 % longer, and the same directives in the same order. */
static void growing_any_message(void **unused)
{
	static const char *const bits[] = { "a", "b", " ", "%d", "%s", "%%", "%-08.3f", "%llu", "%2$s", "é", "…" };
	(void)unused;
	i18n_pseudo(true);
	for (int round = 0; round < 3000; round++) {
		struct str s = { 0 }, a = { 0 }, b = { 0 };
		for (uint32_t n = 1 + unit_random(12); n; n--) {
			const char *bit = bits[unit_random(sizeof bits / sizeof *bits)];
			str_adds(&s, bit);
			if (bit[0] == '%')
				str_adds(&a, bit);
		}
		const char *grown = i18n_text(str_c(&s));
		assert_true(text_valid(slice_of(grown)));
		assert_true(strlen(grown) * 10 >= s.n * 14);
		for (const char *p = grown; (p = strchr(p, '%'));) {
			size_t n = 1 + strcspn(p + 1, "%dsfu") + 1;
			str_add(&b, (struct slice){ p, n });
			p += n;
		}
		assert_string_equal(str_c(&a), str_c(&b));
		str_free(&s);
		str_free(&a);
		str_free(&b);
	}
	i18n_pseudo(false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(english),
		cmocka_unit_test(a_locale_that_is_not_there),
		cmocka_unit_test(other_character_sets),
		cmocka_unit_test(language_lists),
		cmocka_unit_test(switching),
		cmocka_unit_test(without_a_catalogue),
		cmocka_unit_test(growing),
		cmocka_unit_test(growing_any_message),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
