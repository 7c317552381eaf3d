/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/theme.h"
#include "base/clean.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include <limits.h>
#include <stdlib.h>

enum { FILE_MAX = 65536, LINE_MAX_BYTES = 400, WARNINGS_MAX = 20 };

_Static_assert(ROLE_COUNT <= 64, "theme.set has one bit per role");

struct embedded {
	const char *name, *text;
};

static const struct embedded embedded[];
static const size_t embedded_count;
static const char *const role_names[ROLE_COUNT];
static const char *const color_names[];
static const char *const attr_names[];

struct parser {
	struct theme *theme;
	struct str *warnings;
	int line, warned;
};

static void warn(struct parser *p, const char *fmt, struct slice what)
{
	struct str shown = { 0 };

	p->warned++;
	if (!p->warnings || p->warned > WARNINGS_MAX)
		return;
	clean_line(&shown, what, 40);
	str_addf(p->warnings, "%s:%d: ", p->theme->name, p->line);
	str_addf(p->warnings, fmt, str_c(&shown));
	str_addc(p->warnings, '\n');
	str_free(&shown);
}

static int name_index(const char *const *names, size_t n, struct slice word)
{
	size_t i;

	for (i = 0; i < n && names[i]; i++)
		if (slice_is(word, names[i]))
			return (int)i;
	return -1;
}

static bool parse_rgb(struct slice word, int32_t *out)
{
	int32_t rgb = 0;
	size_t i;

	if (word.n != 7 || word.p[0] != '#')
		return false;
	for (i = 1; i < 7; i++) {
		const char *digits = "0123456789abcdef", *at;
		char c = word.p[i] >= 'A' && word.p[i] <= 'F' ? (char)(word.p[i] + 32) : word.p[i];

		at = c ? strchr(digits, c) : NULL;
		if (!at)
			return false;
		rgb = rgb << 4 | (int32_t)(at - digits);
	}
	*out = THEME_RGB | rgb;
	return true;
}

static bool parse_color(struct slice word, enum theme_level level, int32_t *out)
{
	int named = name_index(color_names, 17, word);
	uint64_t n;

	if (level == THEME_MONO)
		return false;
	if (named >= 0)
		*out = named == 16 ? THEME_OWN : named;
	else if (slice_is(word, "grey"))
		*out = 8;
	else if (slice_u64(word, &n) && n < (level == THEME_256 ? 256 : 16))
		*out = (int32_t)n;
	else
		return level == THEME_256 && parse_rgb(word, out);
	return true;
}

static bool next_word(struct slice *rest, struct slice *word)
{
	*rest = slice_trim(*rest);
	if (!rest->n)
		return false;
	for (word->p = rest->p, word->n = 0; word->n < rest->n; word->n++)
		if (word->p[word->n] == ' ' || word->p[word->n] == '\t')
			break;
	*rest = slice_from(*rest, word->n);
	return true;
}

/* "yellow on blue bold": false leaves *out alone. */
static bool parse_style(struct parser *p, struct slice spec, enum theme_level level, struct style *out)
{
	struct style s = { THEME_OWN, THEME_OWN, 0 };
	struct slice word;
	bool on = false;

	while (next_word(&spec, &word)) {
		int attr = name_index(attr_names, 5, word);

		if (attr >= 0 && !on) {
			s.attrs |= 1u << attr;
		} else if (slice_is(word, "on") && !on) {
			on = true;
		} else if (parse_color(word, level, on ? &s.bg : &s.fg)) {
			on = false;
		} else if (!slice_is(word, "plain")) {
			warn(p, _("“%s” is neither a colour nor an attribute here"), word);
			return false;
		}
	}
	if (on) {
		warn(p, _("a colour is missing after “%s”"), SLICE("on"));
		return false;
	}
	*out = s;
	return true;
}

/* What a depth does not say is taken from the one before: 256 from 16, none from the attributes of 16. */
static void parse_styles(struct parser *p, int role, struct slice value)
{
	struct style *styles = p->theme->styles[role], s;
	struct slice spec;
	int level;

	for (level = 0; level < THEME_LEVELS && slice_split(&value, '|', &spec); level++) {
		spec = slice_trim(spec);
		if (level == THEME_MONO) {
			if (slice_starts(spec, "mono:"))
				spec = slice_from(spec, 5);
			else
				warn(p, _("the third form begins with “mono:”, not with “%s”"), spec);
		}
		if (!parse_style(p, spec, (enum theme_level)level, &s))
			return;
		styles[level] = s;
		if (level == THEME_16) {
			styles[THEME_256] = s;
			styles[THEME_MONO] = (struct style){ THEME_OWN, THEME_OWN, s.attrs };
		}
	}
	if (value.n)
		warn(p, _("more than three forms: “%s”"), value);
	p->theme->set |= UINT64_C(1) << role;
}

/* How many letters differ between two names, from the front and the back: enough to guess what was meant. */
static int likeness(struct slice a, const char *b)
{
	size_t n = strlen(b), head = 0, tail = 0;

	while (head < a.n && head < n && a.p[head] == b[head])
		head++;
	while (tail < a.n - head && tail < n - head && a.p[a.n - 1 - tail] == b[n - 1 - tail])
		tail++;
	return (int)((a.n > n ? a.n : n) - head - tail);
}

static void unknown_role(struct parser *p, struct slice name)
{
	int i, best = -1, least = 3;

	for (i = 0; i < ROLE_COUNT; i++) {
		int d = name.n ? likeness(name, role_names[i]) : INT_MAX;

		if (d < least) {
			least = d;
			best = i;
		}
	}
	warn(p, _("there is no role “%s”"), name);
	if (best >= 0 && p->warnings && p->warned <= WARNINGS_MAX) {
		str_cut(p->warnings, p->warnings->n - 1);
		str_addf(p->warnings, _(" (did you mean “%s”?)"), role_names[best]);
		str_addc(p->warnings, '\n');
	}
}

static void parse_line(struct parser *p, struct slice line)
{
	struct slice name, whole = line;
	int role;

	line = slice_trim(line);
	if (!line.n || line.p[0] == '#')
		return;
	if (line.n > LINE_MAX_BYTES || memchr(line.p, 0, line.n)) {
		warn(p, _("this line is too long or not text: “%s”"), slice_to(line, 20));
		return;
	}
	slice_split(&line, '=', &name);
	if (name.n == slice_trim(whole).n) {
		warn(p, _("“%s” has no “=”"), name);
		return;
	}
	name = slice_trim(name);
	role = name_index(role_names, ROLE_COUNT, name);
	if (role < 0)
		unknown_role(p, name);
	else if (p->theme->set >> role & 1)
		warn(p, _("“%s” is set twice, the first one counts"), name);
	else
		parse_styles(p, role, line);
}

static struct slice embedded_text(const char *name)
{
	size_t i;

	for (i = 0; i < embedded_count; i++)
		if (!strcmp(embedded[i].name, name))
			return slice_of(embedded[i].text);
	return (struct slice){ NULL, 0 };
}

/* The ground that a file's lines are laid on: the default theme, itself laid on the terminal's own colours. */
static void lay_ground(struct theme *t)
{
	struct theme *base;
	int role, level;

	if (strcmp(t->name, "default")) {
		base = theme_parse("default", embedded_text("default"), NULL);
		memcpy(t->styles, base->styles, sizeof t->styles);
		theme_free(base);
		return;
	}
	for (role = 0; role < ROLE_COUNT; role++)
		for (level = 0; level < THEME_LEVELS; level++)
			t->styles[role][level] = (struct style){ THEME_OWN, THEME_OWN, 0 };
}

struct theme *theme_parse(const char *name, struct slice text, struct str *warnings)
{
	struct parser p = { .theme = mem_new(sizeof *p.theme), .warnings = warnings };
	struct slice line;

	strncpy(p.theme->name, name, sizeof p.theme->name - 1);
	lay_ground(p.theme);
	if (text.n > FILE_MAX) {
		warn(&p, _("the file is too long, only its beginning is read%s"), SLICE(""));
		text = slice_to(text, FILE_MAX);
	}
	while (slice_split(&text, '\n', &line)) {
		p.line++;
		parse_line(&p, line);
	}
	if (warnings && p.warned > WARNINGS_MAX) {
		int more = p.warned - WARNINGS_MAX;

		str_addf(warnings, ngettext("%s: %d more warning", "%s: %d more warnings", (unsigned long)more),
		         p.theme->name, more);
		str_addc(warnings, '\n');
	}
	return p.theme;
}

/* A name is a file name, never a way through folders. */
static bool name_valid(const char *name)
{
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

	return n && n < sizeof((struct theme *)0)->name && !name[n];
}

struct theme *theme_load(const char *name, const char *dir, struct str *warnings, struct fault *f)
{
	struct str path = { 0 }, bytes = { 0 };
	struct theme *t = NULL;
	struct slice text;

	if (!name_valid(name)) {
		fault_set(f, E_INVALID, _("theme %s"), name);
		return NULL;
	}
	if (dir) {
		str_addf(&path, "%s/%s.theme", dir, name);
		if (paths_read(str_c(&path), FILE_MAX, &bytes, NULL) == E_OK)
			t = theme_parse(name, slice_str(&bytes), warnings);
	}
	text = embedded_text(name);
	if (!t && text.p)
		t = theme_parse(name, text, warnings);
	if (!t)
		fault_set(f, E_NOT_FOUND, _("theme %s"), name);
	str_free(&path);
	str_free(&bytes);
	return t;
}

void theme_free(struct theme *t)
{
	free(t);
}

size_t theme_count(void)
{
	return embedded_count;
}

const char *theme_name(size_t i)
{
	return i < embedded_count ? embedded[i].name : NULL;
}

uint32_t theme_rgb(int32_t color)
{
	static const uint32_t first[16] = {
		0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
		0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff
	};
	static const uint32_t steps[6] = { 0, 95, 135, 175, 215, 255 };

	if (color < 0)
		return 0;
	if (color & THEME_RGB)
		return (uint32_t)color & 0xffffff;
	if (color < 16)
		return first[color];
	if (color < 232)
		return steps[(color - 16) / 36] << 16 | steps[(color - 16) / 6 % 6] << 8 | steps[(color - 16) % 6];
	return (uint32_t)(8 + 10 * (color - 232)) * 0x010101;
}

/* Of 256 the first 16 are left out: people repaint those. */
int theme_nearest(uint32_t rgb, int colors)
{
	int i, best = 0, from = colors > 16 ? 16 : 0;
	uint32_t least = UINT32_MAX;

	for (i = from; i < colors && i < 256; i++) {
		uint32_t c = theme_rgb(i), d;
		int r = (int)(c >> 16) - (int)(rgb >> 16 & 255), g = (int)(c >> 8 & 255) - (int)(rgb >> 8 & 255);
		int b = (int)(c & 255) - (int)(rgb & 255);

		d = (uint32_t)(3 * r * r + 6 * g * g + b * b);
		if (d < least) {
			least = d;
			best = i;
		}
	}
	return best;
}

static const char *const role_names[ROLE_COUNT] = {
#define ROLE(id, name, what) name,
#include "ui/draw/roles.def"
#undef ROLE
};

/* In the order of the palette; "default" last is no number. */
static const char *const color_names[] = {
	"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
	"bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
	"bright-white", "default", NULL
};

static const char *const attr_names[] = { "bold", "dim", "underline", "reverse", "italic", NULL }; /* enum style_attr */

static const struct embedded embedded[] = {
#include "ui/draw/themes.inc"
};
static const size_t embedded_count = sizeof embedded / sizeof embedded[0];
