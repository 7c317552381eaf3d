/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/catalogue.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/text.h"
#include <stdlib.h>

enum { MAX_FILE = 4 << 20, HEADER = 28, DEEPEST = 30 };

/* The file as it is, with every offset checked. Both tables hold n pairs of length and offset; msgids are sorted. */
struct catalogue {
	struct str bytes;
	bool swapped;          /* made on a machine of the other byte order */
	uint32_t n;
	size_t ids, texts;     /* where the tables start */
	char *plural;          /* the formula, NULL: n != 1 */
	unsigned long forms;
};

/* A formula being read: C's operators without side effects, over n. */
struct formula {
	const char *p;
	unsigned long n;
	int depth;
	bool bad;
};

static const struct operator {
	char sign[3];
	int level;
} operators[13];

static uint32_t word(const struct catalogue *c, size_t at)
{
	uint32_t w;
	memcpy(&w, c->bytes.p + at, 4);
	return c->swapped ? __builtin_bswap32(w) : w;
}

static struct slice entry(const struct catalogue *c, size_t table, uint32_t i)
{
	return (struct slice){ c->bytes.p + word(c, table + i * 8ul + 4), word(c, table + i * 8ul) };
}

static unsigned long ternary(struct formula *f);

static void skip_blanks(struct formula *f)
{
	f->p += strspn(f->p, " \t\\\n");
}

static bool take(struct formula *f, char c)
{
	skip_blanks(f);
	if (*f->p != c)
		return false;
	f->p++;
	return true;
}

static unsigned long unary(struct formula *f)
{
	unsigned long v = 0;
	if (++f->depth > DEEPEST) {
		f->bad = true;
	} else if (take(f, '!')) {
		v = !unary(f);
	} else if (take(f, '(')) {
		v = ternary(f);
		f->bad |= !take(f, ')');
	} else if (take(f, 'n')) {
		v = f->n;
	} else if (*f->p >= '0' && *f->p <= '9') {
		while (*f->p >= '0' && *f->p <= '9')
			v = v * 10 + (unsigned long)(*f->p++ - '0');
	} else {
		f->bad = true;
	}
	f->depth--;
	return v;
}

static const struct operator *operator_at(struct formula *f)
{
	skip_blanks(f);
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
		if (!strncmp(f->p, operators[i].sign, strlen(operators[i].sign)))
			return &operators[i];
	return NULL;
}

static unsigned long apply(const char *sign, unsigned long a, unsigned long b)
{
	switch (sign[0]) {
	case '|': return a || b;
	case '&': return a && b;
	case '=': return a == b;
	case '!': return a != b;
	case '<': return sign[1] ? a <= b : a < b;
	case '>': return sign[1] ? a >= b : a > b;
	case '+': return a + b;
	case '-': return a - b;
	case '*': return a * b;
	case '/': return b ? a / b : 0;
	default: return b ? a % b : 0;
	}
}

static unsigned long binary(struct formula *f, int level)
{
	const struct operator *o;
	unsigned long v = unary(f);
	while (!f->bad && (o = operator_at(f)) && o->level >= level) {
		f->p += strlen(o->sign);
		v = apply(o->sign, v, binary(f, o->level + 1));
	}
	return v;
}

static unsigned long ternary(struct formula *f)
{
	unsigned long v = binary(f, 1);
	if (++f->depth > DEEPEST)
		f->bad = true;
	if (!f->bad && take(f, '?')) {
		unsigned long yes = ternary(f);
		f->bad |= !take(f, ':');
		unsigned long no = f->bad ? 0 : ternary(f);
		v = v ? yes : no;
	}
	f->depth--;
	return v;
}

static bool evaluate(const char *plural, unsigned long n, unsigned long *form)
{
	struct formula f = { .p = plural, .n = n };
	*form = ternary(&f);
	skip_blanks(&f);
	return !f.bad && !*f.p;
}

/* "Plural-Forms: nplurals=2; plural=(n > 1);" in the header, which is the translation of "". */
static void read_plural(struct catalogue *c, const char *header)
{
	unsigned long form;
	const char *line = strstr(header, "Plural-Forms:");
	const char *forms = line ? strstr(line, "nplurals=") : NULL;
	const char *plural = line ? strstr(line, "plural=") : NULL; /* "nplurals=" does not hold "plural=" */
	if (!forms || !plural)
		return;
	c->forms = strtoul(forms + 9, NULL, 10);
	c->plural = mem_strndup(plural + 7, strcspn(plural + 7, ";"));
	if (!evaluate(c->plural, 1, &form)) {
		free(c->plural);
		c->plural = NULL;
	}
}

static bool table_fits(const struct catalogue *c, size_t table)
{
	return table >= HEADER && table <= c->bytes.n && c->n <= (c->bytes.n - table) / 8;
}

static bool entry_fits(const struct catalogue *c, size_t table, uint32_t i)
{
	uint64_t len = word(c, table + i * 8ul), at = word(c, table + i * 8ul + 4);
	return at + len < c->bytes.n && !c->bytes.p[at + len];
}

static bool check(struct catalogue *c)
{
	const uint32_t magic = 0x950412de;
	if (c->bytes.n < HEADER)
		return false;
	c->swapped = word(c, 0) == __builtin_bswap32(magic);
	if (word(c, 0) != magic || word(c, 4) >> 16 > 1)
		return false;
	c->n = word(c, 8);
	c->ids = word(c, 12);
	c->texts = word(c, 16);
	if (!table_fits(c, c->ids) || !table_fits(c, c->texts))
		return false;
	for (uint32_t i = 0; i < c->n; i++) {
		if (!entry_fits(c, c->ids, i) || !entry_fits(c, c->texts, i))
			return false;
		if (i && strcmp(entry(c, c->ids, i - 1).p, entry(c, c->ids, i).p) >= 0)
			return false;
		if (!text_valid(entry(c, c->texts, i)))
			return false;
	}
	return true;
}

struct catalogue *catalogue_read(struct slice bytes)
{
	struct catalogue *c = mem_new(sizeof *c);
	str_add(&c->bytes, bytes);
	if (!check(c)) {
		catalogue_free(c);
		return NULL;
	}
	const char *header = catalogue_get(c, "");
	c->forms = 2;
	if (header)
		read_plural(c, header);
	return c;
}

struct catalogue *catalogue_open(const char *path)
{
	struct str bytes = { 0 };
	struct catalogue *c = paths_read(path, MAX_FILE, &bytes, NULL) ? NULL : catalogue_read(slice_str(&bytes));
	str_free(&bytes);
	return c;
}

void catalogue_free(struct catalogue *c)
{
	if (!c)
		return;
	str_free(&c->bytes);
	free(c->plural);
	free(c);
}

static bool find(const struct catalogue *c, const char *msgid, struct slice *text)
{
	uint32_t low = 0, high = c->n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = strcmp(msgid, entry(c, c->ids, middle).p);
		if (!order) {
			*text = entry(c, c->texts, middle);
			return text->n > 0;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

const char *catalogue_get(const struct catalogue *c, const char *msgid)
{
	struct slice text;
	return find(c, msgid, &text) ? text.p : NULL;
}

const char *catalogue_plural(const struct catalogue *c, const char *msgid, unsigned long n)
{
	struct slice text, form;
	unsigned long wanted = n != 1;
	if (!find(c, msgid, &text))
		return NULL;
	if (c->plural && !evaluate(c->plural, n, &wanted))
		wanted = 0;
	if (wanted >= c->forms)
		wanted = 0;
	const char *first = text.p;
	while (slice_split(&text, '\0', &form))
		if (!wanted--)
			return form.p;
	return first;
}

/* Two-letter signs come before their beginnings. */
static const struct operator operators[13] = {
	{ "||", 1 }, { "&&", 2 }, { "==", 3 }, { "!=", 3 }, { "<=", 4 }, { ">=", 4 }, { "<", 4 }, { ">", 4 }, { "+", 5 },
	{ "-", 5 }, { "*", 6 }, { "/", 6 }, { "%", 6 },
};
