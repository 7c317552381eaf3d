/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/conf.h"
#include "base/clean.h"
#include "base/conf_line.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/paths.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_FILE = 1 << 20, MAX_WARNINGS = 50, SHOWN = 40 };

/* Files win over defaults and over earlier files, the environment over files, flags and changes over all. */
enum rank { RANK_DEFAULT, RANK_FILE, RANK_ENV, RANK_SET };

struct conf_value {
	char *text, *origin;
	enum rank rank;
	unsigned line;   /* where the file being parsed sets it, 0: not yet */
	bool changed;    /* to be saved */
};

struct conf {
	const struct conf_key *keys;
	struct conf_value *values;
	size_t n;
	struct map index;    /* name -> key */
	struct str pending;  /* warnings about the environment, for whoever asks for warnings next */
};

/* What one parse carries along. */
struct reader {
	struct conf *c;
	const char *origin;
	struct str *warnings;
	unsigned line, warned;
};

static size_t find(const struct conf *c, struct slice name)
{
	const struct conf_key *k = map_get(&c->index, name);
	return k ? (size_t)(k - c->keys) : c->n;
}

static const char *const yes[] = { "yes", "true", "on", "1" };
static const char *const no[] = { "no", "false", "off", "0" };

static int truth(const char *s)
{
	for (size_t i = 0; i < 4; i++) {
		if (!strcasecmp(s, yes[i]))
			return 1;
		if (!strcasecmp(s, no[i]))
			return 0;
	}
	return -1;
}

static bool in_range(const char *range, const char *text)
{
	int64_t v, low, high;
	const char *dots = range ? strstr(range, "..") : NULL;
	if (!slice_i64(slice_of(text), &v) || v < LONG_MIN || v > LONG_MAX)
		return false;
	if (!dots)
		return true;
	bool has_low = slice_i64((struct slice){ range, (size_t)(dots - range) }, &low);
	bool has_high = slice_i64(slice_of(dots + 2), &high);
	return (!has_low || v >= low) && (!has_high || v <= high);
}

static bool in_choices(const char *choices, const char *text)
{
	struct slice rest = slice_of(choices), one;
	while (slice_split(&rest, '|', &one))
		if (slice_is(one, text))
			return true;
	return false;
}

static bool fits(const struct conf_key *k, const char *text)
{
	switch (k->type) {
	case CONF_BOOL: return truth(text) >= 0;
	case CONF_INT: return in_range(k->choices, text);
	case CONF_CHOICE: return in_choices(k->choices, text);
	default: return true;
	}
}

static void store(struct conf *c, size_t i, const char *text, const char *origin, enum rank rank)
{
	struct conf_value *v = &c->values[i];
	char *fresh = mem_strdup(c->keys[i].type == CONF_BOOL ? (truth(text) > 0 ? "yes" : "no") : text);
	char *from = mem_strdup(origin);
	free(v->text);
	free(v->origin);
	v->text = fresh;
	v->origin = from;
	v->rank = rank;
}

static void take_environment(struct conf *c, size_t i)
{
	const char *v = c->keys[i].env ? getenv(c->keys[i].env) : NULL;
	struct str origin = { 0 };
	if (!v || !*v)
		return;
	if (!conf_line_writable(v) || !fits(&c->keys[i], v)) {
		str_addf(&c->pending, _("environment: the value of %s does not fit and does not count"), c->keys[i].env);
		str_addc(&c->pending, '\n');
		return;
	}
	str_addf(&origin, "env %s", c->keys[i].env);
	store(c, i, v, str_c(&origin), RANK_ENV);
	str_free(&origin);
}

struct conf *conf_new(const struct conf_key *keys, size_t n)
{
	struct conf *c = mem_new(sizeof *c);
	c->keys = keys;
	c->n = n;
	c->values = mem_array(n, sizeof *c->values);
	for (size_t i = 0; i < n; i++) {
		map_set(&c->index, slice_of(keys[i].name), (void *)(uintptr_t)&keys[i]);
		store(c, i, keys[i].fallback ? keys[i].fallback : "", "default", RANK_DEFAULT);
		take_environment(c, i);
	}
	return c;
}

void conf_free(struct conf *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->n; i++) {
		free(c->values[i].text);
		free(c->values[i].origin);
	}
	free(c->values);
	map_free(&c->index);
	str_free(&c->pending);
	free(c);
}

static void warn(struct reader *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void warn(struct reader *r, const char *fmt, ...)
{
	va_list ap;
	if (!r->warnings || ++r->warned > MAX_WARNINGS + 1)
		return;
	str_addf(r->warnings, "%s:%u: ", r->origin, r->line);
	if (r->warned > MAX_WARNINGS) {
		str_adds(r->warnings, _("more faults follow, they are not listed"));
	} else {
		va_start(ap, fmt);
		str_addv(r->warnings, fmt, ap);
		va_end(ap);
	}
	str_addc(r->warnings, '\n');
}

/* Strangers write configuration too ("paste this into your file"). */
static const char *shown(struct str *buf, struct slice s)
{
	str_cut(buf, 0);
	clean_line(buf, s, SHOWN);
	return str_c(buf);
}

/* How many letters must change to make b of a (Levenshtein), at most LIMIT. */
static unsigned distance(struct slice a, struct slice b)
{
	enum { LIMIT = 64 };
	unsigned row[LIMIT + 1];
	if (a.n > LIMIT || b.n > LIMIT)
		return LIMIT;
	for (unsigned j = 0; j <= b.n; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		unsigned diagonal = row[0];
		row[0] = (unsigned)i;
		for (size_t j = 1; j <= b.n; j++) {
			unsigned change = diagonal + ((a.p[i - 1] | 32) != (b.p[j - 1] | 32));
			unsigned best = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
			diagonal = row[j];
			row[j] = change < best ? change : best;
		}
	}
	return row[b.n];
}

/* The known key that was probably meant: few letters differ, or the section was forgotten. */
static const char *nearest(const struct conf *c, struct slice name)
{
	const char *best = NULL;
	unsigned least = name.n / 3 + 2;
	for (size_t i = 0; i < c->n; i++) {
		const char *k = c->keys[i].name, *dot = strrchr(k, '.');
		struct slice tail = name;
		for (size_t j = 0; j < name.n; j++)
			if (name.p[j] == '.')
				tail = slice_from(name, j + 1);
		unsigned d = distance(name, slice_of(k));
		if (dot && tail.n && slice_is(tail, dot + 1))
			d = d < 2 ? d : 1;
		if (d < least) {
			least = d;
			best = k;
		}
	}
	return best;
}

static void warn_unknown(struct reader *r, struct slice name)
{
	struct str buf = { 0 };
	const char *guess = nearest(r->c, name);
	if (guess)
		warn(r, _("\"%s\" is not known, did you mean \"%s\"?"), shown(&buf, name), guess);
	else
		warn(r, _("\"%s\" is not known"), shown(&buf, name));
	str_free(&buf);
}

static void warn_value(struct reader *r, const struct conf_key *k, struct slice value)
{
	struct str buf = { 0 };
	const char *v = shown(&buf, value);
	if (k->type == CONF_BOOL)
		warn(r, _("%s: \"%s\" should be yes or no"), k->name, v);
	else if (k->type == CONF_INT && k->choices)
		warn(r, _("%s: \"%s\" should be a number in %s"), k->name, v, k->choices);
	else if (k->type == CONF_INT)
		warn(r, _("%s: \"%s\" should be a number"), k->name, v);
	else
		warn(r, _("%s: \"%s\" should be one of %s"), k->name, v, k->choices);
	str_free(&buf);
}

static void assign(struct reader *r, struct slice section, const struct conf_line *l)
{
	struct str name = { 0 }, origin = { 0 };
	if (section.n)
		str_addf(&name, "%.*s.", (int)section.n, section.p);
	str_add(&name, l->key);
	size_t i = find(r->c, slice_str(&name));
	if (i == r->c->n && section.n) /* the full name inside a section */
		i = find(r->c, l->key);
	if (i == r->c->n) {
		warn_unknown(r, slice_str(&name));
	} else if (!fits(&r->c->keys[i], str_c(&l->value))) {
		warn_value(r, &r->c->keys[i], slice_str(&l->value));
	} else {
		struct conf_value *v = &r->c->values[i];
		if (v->line)
			warn(r, _("%s is set twice, line %u does not count"), r->c->keys[i].name, v->line);
		v->line = r->line;
		str_addf(&origin, "%s:%u", r->origin, r->line);
		if (v->rank <= RANK_FILE)
			store(r->c, i, str_c(&l->value), str_c(&origin), RANK_FILE);
	}
	str_free(&name);
	str_free(&origin);
}

static void read_line(struct reader *r, struct slice bytes, struct str *section)
{
	struct conf_line l = { 0 };
	struct str buf = { 0 };
	switch (conf_line_read(bytes, &l)) {
	case LINE_BLANK:
		break;
	case LINE_SECTION:
		str_cut(section, 0);
		str_add(section, l.key);
		break;
	case LINE_KEY:
		assign(r, slice_str(section), &l);
		break;
	case LINE_LONG:
		warn(r, _("the line is too long and does not count"));
		break;
	case LINE_NOT_TEXT:
		warn(r, _("the line is not UTF-8 text and does not count"));
		break;
	case LINE_BAD:
		warn(r, _("\"%s\" is neither [section] nor key = value"), shown(&buf, slice_trim(bytes)));
		break;
	}
	str_free(&l.value);
	str_free(&buf);
}

static void flush_pending(struct conf *c, struct str *warnings)
{
	if (!warnings || !c->pending.n)
		return;
	str_add(warnings, slice_str(&c->pending));
	str_cut(&c->pending, 0);
}

void conf_parse(struct conf *c, struct slice bytes, const char *origin, struct str *warnings)
{
	struct reader r = { .c = c, .origin = origin, .warnings = warnings };
	struct str section = { 0 };
	struct slice line;
	flush_pending(c, warnings);
	for (size_t i = 0; i < c->n; i++)
		c->values[i].line = 0;
	if (slice_starts(bytes, "\xef\xbb\xbf"))
		bytes = slice_from(bytes, 3);
	while (slice_split(&bytes, '\n', &line)) {
		r.line++;
		read_line(&r, line, &section);
	}
	str_free(&section);
}

enum err conf_load(struct conf *c, const char *path, struct str *warnings, struct fault *f)
{
	struct str bytes = { 0 };
	struct fault mine = { 0 };
	enum err e = paths_read(path, MAX_FILE, &bytes, &mine);
	flush_pending(c, warnings);
	if (!e)
		conf_parse(c, slice_str(&bytes), path, warnings);
	str_free(&bytes);
	if (e && e != E_NOT_FOUND && f)
		*f = mine;
	return e == E_NOT_FOUND ? E_OK : e;
}

enum err conf_set(struct conf *c, const char *name, const char *value, const char *origin)
{
	size_t i = find(c, slice_of(name));
	if (i == c->n)
		return E_NOT_FOUND;
	if (!conf_line_writable(value) || !fits(&c->keys[i], value))
		return E_INVALID;
	store(c, i, value, origin, RANK_SET);
	c->values[i].changed = strncmp(origin, "flag", 4) && strncmp(origin, "env", 3);
	return E_OK;
}

enum err conf_save(struct conf *c, const char *path, struct fault *f)
{
	struct str bytes = { 0 }, old = { 0 };
	struct fault mine = { 0 };
	bool any = false;
	enum err e = paths_read(path, MAX_FILE, &bytes, &mine);
	if (e && e != E_NOT_FOUND) {
		str_free(&bytes);
		return fault_set(f, e, "%s", mine.where);
	}
	for (size_t i = 0; i < c->n; i++) {
		if (!c->values[i].changed)
			continue;
		old = bytes;
		bytes = (struct str){ 0 };
		conf_line_write(&bytes, slice_str(&old), c->keys[i].name, c->values[i].text);
		str_free(&old);
		any = true;
	}
	e = any ? paths_write(path, slice_str(&bytes), f) : E_OK;
	for (size_t i = 0; i < c->n && !e; i++)
		c->values[i].changed = false;
	str_free(&bytes);
	return e;
}

const char *conf_text(const struct conf *c, const char *name)
{
	size_t i = find(c, slice_of(name));
	return i < c->n ? c->values[i].text : "";
}

bool conf_bool(const struct conf *c, const char *name)
{
	return truth(conf_text(c, name)) > 0;
}

long conf_int(const struct conf *c, const char *name)
{
	int64_t v = 0;
	slice_i64(slice_of(conf_text(c, name)), &v);
	return (long)v;
}

const char *conf_origin(const struct conf *c, const char *name)
{
	size_t i = find(c, slice_of(name));
	return i < c->n ? c->values[i].origin : "";
}

size_t conf_count(const struct conf *c)
{
	return c->n;
}

const struct conf_key *conf_key_at(const struct conf *c, size_t i)
{
	return i < c->n ? &c->keys[i] : NULL;
}
