/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/cli_table.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/vec.h"
#include "cmd/cli_words.h"
#include "codec/amount.h"

enum { MAX_COLUMNS = 24, MAX_WIDTH = 60 };

struct column {
	char *name;              /* "block.number" */
	struct str heading;
	int width;
	bool number;
};

struct sheet {
	struct column columns[MAX_COLUMNS];
	size_t n;
};

static bool is_centimes(const char *name)
{
	size_t n = strlen(name);

	return n > 2 && !strcmp(name + n - 2, "_c");
}


static void write_value(struct str *out, const char *name, const json_t *v)
{
	if (json_is_integer(v) && is_centimes(name)) {
		amount_add(out, json_integer_value(v));
	} else if (json_is_integer(v)) {
		str_addf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
	} else if (json_is_real(v)) {
		str_addf(out, "%g", json_real_value(v));
	} else if (json_is_string(v)) {
		const char *word = cli_word(name, json_string_value(v));
		str_add(out, word ? slice_of(word) : (struct slice){ json_string_value(v), json_string_length(v) });
	} else if (json_is_boolean(v)) {
		str_adds(out, json_is_true(v) ? _("yes") : _("no"));
	} else if (json_is_array(v)) {
		for (size_t i = 0; i < json_array_size(v); i++) {
			str_adds(out, i ? " " : "");
			write_value(out, name, json_array_get(v, i));
		}
	}
}

/* Calls fn for each plain value of an object, with names of objects inside joined by a dot. */
static void each(const json_t *object, const char *prefix, void (*fn)(void *arg, const char *name, const json_t *v), void *arg)
{
	const char *key;
	const json_t *v;

	for (void *it = json_object_iter((json_t *)(uintptr_t)object); it; it = json_object_iter_next((json_t *)(uintptr_t)object, it)) {
		struct str name = { 0 };

		key = json_object_iter_key(it);
		v = json_object_iter_value(it);
		str_addf(&name, "%s%s%s", prefix, *prefix ? "." : "", key);
		if (json_is_object(v))
			each(v, str_c(&name), fn, arg);
		else
			fn(arg, str_c(&name), v);
		str_free(&name);
	}
}

static void measure(void *arg, const char *name, const json_t *v)
{
	struct sheet *s = arg;
	struct str text = { 0 };
	size_t i = 0;
	int width;

	while (i < s->n && strcmp(s->columns[i].name, name))
		i++;
	if (i == MAX_COLUMNS)
		return;
	if (i == s->n) {
		struct column *c = &s->columns[s->n++];

		*c = (struct column){ .name = mem_strdup(name), .number = true };
		cli_heading(&c->heading, name);
		c->width = text_width(slice_str(&c->heading));
	}
	write_value(&text, name, v);
	width = text_width(slice_str(&text));
	if (width > s->columns[i].width)
		s->columns[i].width = width < MAX_WIDTH ? width : MAX_WIDTH;
	if (!json_is_number(v) && !json_is_null(v))
		s->columns[i].number = false;
	str_free(&text);
}

static const json_t *find(const json_t *row, const char *name)
{
	struct slice rest = slice_of(name), part;

	while (row && slice_split(&rest, '.', &part)) {
		char *key = mem_strndup(part.p, part.n);

		row = json_object_get(row, key);
		free(key);
	}
	return row;
}

static void end_line(struct str *out)
{
	while (out->n && out->p[out->n - 1] == ' ')
		str_cut(out, out->n - 1);
	str_addc(out, '\n');
}

static void write_row(struct str *out, const struct sheet *s, const json_t *row)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct column *c = &s->columns[i];
		struct str text = { 0 };

		if (row)
			write_value(&text, c->name, find(row, c->name));
		else
			str_add(&text, slice_str(&c->heading));
		if (i + 1 == s->n && !c->number)
			str_add(out, slice_str(&text));
		else
			text_pad(out, slice_str(&text), c->width, c->number, true);
		str_adds(out, i + 1 < s->n ? "  " : "");
		str_free(&text);
	}
	end_line(out);
}

static void write_items(struct str *out, const json_t *items)
{
	struct sheet s = { .n = 0 };

	if (!json_array_size(items)) {
		str_addf(out, "%s\n", _("(nothing)"));
		return;
	}
	for (size_t i = 0; i < json_array_size(items); i++)
		if (json_is_object(json_array_get(items, i)))
			each(json_array_get(items, i), "", measure, &s);
		else
			measure(&s, "value", json_array_get(items, i));
	write_row(out, &s, NULL);
	for (size_t i = 0; i < json_array_size(items); i++) {
		const json_t *item = json_array_get(items, i);

		if (json_is_object(item)) {
			write_row(out, &s, item);
		} else {
			write_value(out, "value", item);
			str_addc(out, '\n');
		}
	}
	for (size_t i = 0; i < s.n; i++) {
		free(s.columns[i].name);
		str_free(&s.columns[i].heading);
	}
}

struct lines {
	struct str *out;
	int width;
};

static void widen(void *arg, const char *name, const json_t *v)
{
	struct lines *l = arg;
	struct str heading = { 0 };

	cli_heading(&heading, name);
	if (!json_is_array(v) && !json_is_null(v) && text_width(slice_str(&heading)) > l->width)
		l->width = text_width(slice_str(&heading));
	str_free(&heading);
}

static void write_line(void *arg, const char *name, const json_t *v)
{
	struct lines *l = arg;
	struct str heading = { 0 };

	cli_heading(&heading, name);
	if (json_is_array(v) && json_is_object(json_array_get(v, 0))) {
		str_addf(l->out, "\n%s:\n", heading.p);
		write_items(l->out, v);
	} else if (!json_is_null(v)) {
		text_pad(l->out, slice_str(&heading), l->width, false, true);
		str_adds(l->out, "  ");
		write_value(l->out, name, v);
		end_line(l->out);
	}
	str_free(&heading);
}

void cli_table(struct str *out, const json_t *result)
{
	const json_t *items = json_object_get(result, "items");
	struct lines l = { .out = out };

	if (json_is_array(items)) {
		write_items(out, items);
		if (json_is_true(json_object_get(result, "more")))
			str_addf(out, "%s\n", _("(there is more)"));
		return;
	}
	each(result, "", widen, &l);
	each(result, "", write_line, &l);
}
