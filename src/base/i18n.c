/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "base/catalogue.h"
#include "base/map.h"
#include "base/str.h"
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#ifndef LOCALEDIR
#define LOCALEDIR "/usr/share/locale"
#endif
#define DOMAIN "vigie"

/* What the environment asked for, read once; the language in force; and whether a person chose it by name. */
static struct {
	char wanted[8];
	char lang[8];
	char folder[1024];
	char decimal[2];    /* of the environment's locale, "" when this machine does not have it */
	bool chosen, utf8, pseudo;
	struct catalogue *spoken;                 /* of the language in force, NULL: English */
	struct map catalogues;                    /* by path; never freed, since their texts are in use everywhere */
	struct map grown;
} state = { .wanted = "en", .lang = "en" };

static const struct language {
	const char *code, *decimal;
} languages[3];

/* The value of a locale variable in the order of POSIX. */
static const char *locale_name(const char *category)
{
	const char *names[] = { "LC_ALL", category, "LANG" };
	for (size_t i = 0; i < 3; i++) {
		const char *v = getenv(names[i]);
		if (v && *v)
			return v;
	}
	return "C";
}

static bool is_c(const char *name)
{
	return !strcmp(name, "C") || !strcmp(name, "POSIX");
}

/* "fr_FR.UTF-8" wants UTF-8, "fr_FR@euro" and "fr_FR.ISO-8859-15" do not. A name without a character set, and the bare
 * "UTF-8" that macOS sends over ssh, are taken for UTF-8: nothing else is left in use today. */
static bool wants_utf8(const char *name)
{
	const char *dot = strchr(name, '.');
	if (is_c(name) || (!dot && strchr(name, '@')))
		return false;
	return !dot || !strncasecmp(dot + 1, "utf8", 4) || !strncasecmp(dot + 1, "utf-8", 5);
}

static bool well_formed(const char *lang)
{
	size_t n = strspn(lang, "abcdefghijklmnopqrstuvwxyz");
	if (n < 2 || n > 3)
		return false;
	if (!lang[n])
		return true;
	return lang[n] == '_' && strlen(lang + n) == 3 && strspn(lang + n + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2;
}

/* The catalogue of a language, NULL when there is none (or this build has no translations at all). */
static struct catalogue *open_catalogue(const char *lang)
{
#ifdef ENABLE_NLS
	struct str path = { 0 };
	str_addf(&path, "%s/%s/LC_MESSAGES/" DOMAIN ".mo", state.folder, lang);
	struct catalogue *c = map_get(&state.catalogues, slice_str(&path));
	if (!c && (c = catalogue_open(str_c(&path))))
		map_set(&state.catalogues, slice_str(&path), c);
	str_free(&path);
	return c;
#else
	(void)lang;
	return NULL;
#endif
}

static bool known(const char *lang)
{
	if (!well_formed(lang))
		return false;
#ifdef ENABLE_NLS
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
		if (!strcmp(languages[i].code, lang))
			return true;
	return open_catalogue(lang) != NULL;
#else
	return !strcmp(lang, "en");
#endif
}

/* Copies the language of "fr_FR.UTF-8" when it is one that we speak. */
static bool language_of(const char *name, size_t n, char out[8])
{
	char s[8] = "";
	size_t len = 0;
	while (len < n && len < 5 && name[len] && !strchr(".@:", name[len]))
		len++;
	memcpy(s, name, len);
	if (!known(s))
		s[strcspn(s, "_")] = 0;
	if (!known(s))
		return false;
	memcpy(out, s, sizeof s);
	return true;
}

static void read_wishes(void)
{
	const char *name = locale_name("LC_MESSAGES");
	const char *list = getenv("LANGUAGE");
	memcpy(state.wanted, "en", 3);
	if (is_c(name))
		return;
	for (const char *p = list; p && *p;) {
		size_t n = strcspn(p, ":");
		if (language_of(p, n, state.wanted))
			return;
		p += n + (p[n] == ':');
	}
	language_of(name, strlen(name), state.wanted);
}

static void choose_locale(void)
{
	static const char *const readable[] = { "C.UTF-8", "C.utf8", "en_US.UTF-8" };
	const char *ctype = locale_name("LC_CTYPE");
	bool there = setlocale(LC_ALL, "") != NULL;
	if (!there)
		setlocale(LC_ALL, "C");
	if (!there && !setlocale(LC_CTYPE, "") && wants_utf8(ctype))
		for (size_t i = 0; i < 3 && !setlocale(LC_CTYPE, readable[i]); i++)
			;
	state.utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8");
}

static void read_decimal(void)
{
	const char *name = locale_name("LC_NUMERIC");
	locale_t l;
	state.decimal[0] = 0;
	if (!is_c(name) && strncmp(name, "C.", 2) && (l = newlocale(LC_NUMERIC_MASK, name, (locale_t)0))) {
		const char *sign = nl_langinfo_l(RADIXCHAR, l);
		if (!strcmp(sign, ",") || !strcmp(sign, "."))
			state.decimal[0] = sign[0];
		freelocale(l);
	}
	setlocale(LC_NUMERIC, "C");
}

static void speak(const char *lang)
{
	memmove(state.lang, lang, strlen(lang) + 1);
	state.spoken = strcmp(lang, "en") ? open_catalogue(lang) : NULL;
}

void i18n_init(const char *exe_dir)
{
	struct str near = { 0 };
	str_addf(&near, "%s/locale", exe_dir ? exe_dir : "");
	const char *folder = exe_dir && *exe_dir && !access(str_c(&near), X_OK) ? str_c(&near) : LOCALEDIR;
	if (strlen(folder) >= sizeof state.folder)
		folder = LOCALEDIR;
	memcpy(state.folder, folder, strlen(folder) + 1);
	str_free(&near);
	read_wishes();
	choose_locale();
	read_decimal();
	state.chosen = false;
	speak(state.wanted);
}

bool i18n_set(const char *lang)
{
	if (!strcmp(lang, "auto")) {
		state.chosen = false;
		speak(state.wanted);
		return true;
	}
	if (!known(lang))
		return false;
	state.chosen = true;
	speak(lang);
	return true;
}

const char *i18n_lang(void)
{
	static char two[4];
	size_t n = strcspn(state.lang, "_");
	memcpy(two, state.lang, n < 3 ? n : 3);
	two[n < 3 ? n : 3] = 0;
	return two;
}

bool i18n_utf8(void)
{
	return state.utf8;
}

const char *i18n_decimal(void)
{
	if (!state.chosen && state.decimal[0])
		return state.decimal;
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
		if (!strcmp(languages[i].code, i18n_lang()))
			return languages[i].decimal;
	return ".";
}

const char *i18n_thousands(void)
{
	return "\u202f";
}

void i18n_pseudo(bool on)
{
	state.pseudo = on;
}

/* The length of a printf or strftime directive that starts at s[0] == '%'. */
static size_t directive(const char *s)
{
	size_t n = 1;
	n += strspn(s + n, "0123456789$#-+ '*.");
	n += strspn(s + n, "hlLqjzt");
	return s[n] ? n + 1 : n;
}

/* Doubles vowels outside directives, and fills up at the end, until the message is 40 % longer. A line end stays last. */
static void grow(struct str *out, const char *s)
{
	size_t n = strlen(s), more = (n * 2 + 4) / 5;
	size_t end = n && s[n - 1] == '\n' ? n - 1 : n;
	str_addc(out, '[');
	for (size_t i = 0; i < end;) {
		if (s[i] == '%') {
			size_t d = directive(s + i);
			d = d > end - i ? end - i : d;
			str_add(out, (struct slice){ s + i, d });
			i += d;
			continue;
		}
		str_addc(out, s[i]);
		if (more && strchr("aeiouyAEIOUY", s[i])) {
			str_addc(out, s[i]);
			more--;
		}
		i++;
	}
	str_addn(out, '~', more);
	str_addc(out, ']');
	str_adds(out, s + end);
}

/* Grown messages are kept for ever: a caller may hold one as long as it would hold a translation. */
static const char *grown(const char *s)
{
	char *text = map_get(&state.grown, slice_of(s));
	if (!text) {
		struct str out = { 0 };
		grow(&out, s);
		text = str_take(&out);
		map_set(&state.grown, slice_of(s), text);
	}
	return text;
}

static const char *finish(const char *translated, const char *msgid)
{
	const char *s = translated ? translated : msgid;
	return state.pseudo ? grown(s) : s;
}

const char *i18n_text(const char *msgid)
{
	if (!*msgid)
		return msgid; /* its translation is the header of the catalogue */
	return finish(state.spoken ? catalogue_get(state.spoken, msgid) : NULL, msgid);
}

const char *i18n_plural(const char *one, const char *many, unsigned long n)
{
	return finish(state.spoken ? catalogue_plural(state.spoken, one, n) : NULL, n == 1 ? one : many);
}

const char *i18n_context(const char *key, const char *msgid)
{
	return finish(state.spoken ? catalogue_get(state.spoken, key) : NULL, msgid);
}

static const struct language languages[3] = {
	{ "en", "." },
	{ "fr", "," },
	{ "es", "," },
};
