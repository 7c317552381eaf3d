/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/indexer/gql_inside.h"

struct parser {
	struct glex lex;
	unsigned depth;
};

static struct gsel *selections(struct parser *p);
static struct gval *value(struct parser *p, bool constant);

static void *make(struct parser *p, size_t n)
{
	return arena_new(p->lex.arena, n);
}

static void unexpected(struct parser *p)
{
	gql_lex_fail(&p->lex, p->lex.now.at, "Unexpected %s.", gql_lex_describe(&p->lex));
}

static bool is_punct(const struct parser *p, const char *what)
{
	return p->lex.now.kind == GT_PUNCT && slice_is(p->lex.now.text, what);
}

static bool is_word(const struct parser *p, const char *what)
{
	return p->lex.now.kind == GT_NAME && slice_is(p->lex.now.text, what);
}

static bool skip(struct parser *p, const char *what)
{
	if (!is_punct(p, what))
		return false;
	gql_lex_next(&p->lex);
	return true;
}

/* What must stand here. After an error the rest is read as its end. */
static void expect(struct parser *p, const char *what)
{
	if (!skip(p, what)) {
		gql_lex_fail(&p->lex, p->lex.now.at, "Expected \"%s\", found %s.", what, gql_lex_describe(&p->lex));
		gql_lex_next(&p->lex);
	}
}

static struct slice name(struct parser *p)
{
	struct slice s = p->lex.now.text;

	if (p->lex.now.kind != GT_NAME)
		gql_lex_fail(&p->lex, p->lex.now.at, "Expected Name, found %s.", gql_lex_describe(&p->lex));
	gql_lex_next(&p->lex);
	return s;
}

/* True when one may go a level deeper; p->depth-- follows then. */
static bool deeper(struct parser *p)
{
	if (p->depth++ < GQL_MAX_DEPTH)
		return true;
	gql_lex_fail(&p->lex, p->lex.now.at, "Document is nested more than %d levels deep. Parsing aborted.", GQL_MAX_DEPTH);
	gql_lex_next(&p->lex);
	return false;
}

/* "[" values "]" or "{" members "}". */
static void inside(struct parser *p, struct gval *v, bool constant)
{
	struct gval **tail = &v->items;
	const char *close = v->kind == GV_LIST ? "]" : "}";

	gql_lex_next(&p->lex);
	while (!p->lex.bad && !skip(p, close)) {
		struct slice key = { 0 };
		uint32_t at = p->lex.now.at;

		if (v->kind == GV_OBJECT) {
			key = name(p);
			expect(p, ":");
		}
		*tail = value(p, constant);
		(*tail)->name = key;
		(*tail)->name_at = at;
		tail = &(*tail)->next;
	}
}

/* A value of one token; an unquoted word is null, true, false, or of an enum. */
static void scalar(struct parser *p, struct gval *v)
{
	static const enum gv_kind kinds[] = { [GT_INT] = GV_INT, [GT_FLOAT] = GV_FLOAT, [GT_STRING] = GV_STRING, [GT_BLOCK] = GV_STRING };
	struct slice t = p->lex.now.text;

	v->text = t;
	if (p->lex.now.kind == GT_NAME) {
		v->kind = slice_is(t, "null") ? GV_NULL : slice_is(t, "true") || slice_is(t, "false") ? GV_BOOL : GV_ENUM;
		v->yes = slice_is(t, "true");
	} else if (p->lex.now.kind == GT_PUNCT || p->lex.now.kind == GT_END) {
		unexpected(p);
	} else {
		v->kind = kinds[p->lex.now.kind];
	}
	gql_lex_next(&p->lex);
}

static struct gval *value(struct parser *p, bool constant)
{
	struct gval *v = make(p, sizeof *v);

	v->at = p->lex.now.at;
	if (!deeper(p))
		return v;
	if (is_punct(p, "[") || is_punct(p, "{")) {
		v->kind = is_punct(p, "[") ? GV_LIST : GV_OBJECT;
		inside(p, v, constant);
	} else if (is_punct(p, "$") && !constant) {
		gql_lex_next(&p->lex);
		v->kind = GV_VAR;
		v->text = name(p);
	} else if (is_punct(p, "$")) {
		gql_lex_next(&p->lex);
		if (p->lex.now.kind == GT_NAME)
			gql_lex_fail(&p->lex, v->at, "Unexpected variable \"$%s\" in constant value.",
				     gql_text(p->lex.arena, p->lex.now.text));
		unexpected(p);
		gql_lex_next(&p->lex);
	} else {
		scalar(p, v);
	}
	v->end = p->lex.last_end;
	p->depth--;
	return v;
}

static struct garg *arguments(struct parser *p, bool constant)
{
	struct garg *first = NULL, **tail = &first;

	if (!skip(p, "("))
		return NULL;
	do {
		struct garg *a = make(p, sizeof *a);

		a->at = p->lex.now.at;
		a->name = name(p);
		expect(p, ":");
		a->value = value(p, constant);
		*tail = a;
		tail = &a->next;
	} while (!p->lex.bad && !skip(p, ")"));
	return first;
}

static struct gdirective *directives(struct parser *p, bool constant)
{
	struct gdirective *first = NULL, **tail = &first;

	while (is_punct(p, "@") && !p->lex.bad) {
		struct gdirective *d = make(p, sizeof *d);

		d->at = p->lex.now.at;
		gql_lex_next(&p->lex);
		d->name = name(p);
		d->args = arguments(p, constant);
		*tail = d;
		tail = &d->next;
	}
	return first;
}

/* "... Name", "... on Type { }" or "... { }". */
static void fragment(struct parser *p, struct gsel *s)
{
	bool on;

	gql_lex_next(&p->lex);
	on = is_word(p, "on");
	if (p->lex.now.kind == GT_NAME && !on) {
		s->kind = GSEL_SPREAD;
		s->name = name(p);
		s->directives = directives(p, false);
		return;
	}
	s->kind = GSEL_INLINE;
	if (on) {
		gql_lex_next(&p->lex);
		s->on_at = p->lex.now.at;
		s->on = name(p);
	}
	s->directives = directives(p, false);
	s->sub = selections(p);
}

static struct gsel *selection(struct parser *p)
{
	struct gsel *s = make(p, sizeof *s);

	s->at = p->lex.now.at;
	if (is_punct(p, "...")) {
		fragment(p, s);
		return s;
	}
	s->name = name(p);
	if (skip(p, ":")) {
		s->alias = s->name;
		s->name = name(p);
	}
	s->args = arguments(p, false);
	s->directives = directives(p, false);
	s->braces = is_punct(p, "{");
	s->braces_at = p->lex.now.at;
	if (s->braces)
		s->sub = selections(p);
	return s;
}

static struct gsel *selections(struct parser *p)
{
	struct gsel *first = NULL, **tail = &first;

	expect(p, "{");
	if (!deeper(p))
		return NULL;
	do {
		*tail = selection(p);
		tail = &(*tail)->next;
	} while (!p->lex.bad && !skip(p, "}"));
	p->depth--;
	return first;
}

static struct gtypenode *type(struct parser *p)
{
	struct gtypenode *t = make(p, sizeof *t);

	t->at = p->lex.now.at;
	if (is_punct(p, "[") && deeper(p)) {
		gql_lex_next(&p->lex);
		t->item = type(p);
		expect(p, "]");
		p->depth--;
	} else {
		t->name = name(p);
	}
	t->nonnull = skip(p, "!");
	return t;
}

static struct gvar *variables(struct parser *p)
{
	struct gvar *first = NULL, **tail = &first;

	if (!skip(p, "("))
		return NULL;
	do {
		struct gvar *v = make(p, sizeof *v);

		v->at = p->lex.now.at;
		expect(p, "$");
		v->name = name(p);
		expect(p, ":");
		v->type = type(p);
		if (skip(p, "="))
			v->fallback = value(p, true);
		v->directives = directives(p, true);
		*tail = v;
		tail = &v->next;
	} while (!p->lex.bad && !skip(p, ")"));
	return first;
}

/* Type definitions are no business of a server: they are unexpected words here. */
static struct gdef *definition(struct parser *p)
{
	static const char *const words[] = { "query", "mutation", "subscription", "fragment" };
	struct gdef *d = make(p, sizeof *d);
	size_t w = 0;

	d->at = p->lex.now.at;
	if (is_punct(p, "{")) {
		d->sub = selections(p);
		return d;
	}
	while (w < 4 && !is_word(p, words[w]))
		w++;
	if (w == 4) {
		unexpected(p);
		return d;
	}
	d->op = (enum gop)w;
	gql_lex_next(&p->lex);
	d->name_at = p->lex.now.at;
	if (d->op == GOP_FRAGMENT) {
		if (is_word(p, "on"))
			unexpected(p);
		d->name = name(p);
		if (!is_word(p, "on"))
			gql_lex_fail(&p->lex, p->lex.now.at, "Expected \"on\", found %s.", gql_lex_describe(&p->lex));
		gql_lex_next(&p->lex);
		d->on_at = p->lex.now.at;
		d->on = name(p);
	} else {
		if (p->lex.now.kind == GT_NAME)
			d->name = name(p);
		d->vars = variables(p);
	}
	d->directives = directives(p, false);
	d->sub = selections(p);
	return d;
}

struct gdoc *gql_parse(struct slice text, struct arena *a, struct gerrors *e)
{
	struct parser p = { .lex = { .text = text, .arena = a, .errors = e } };
	struct gdoc *doc = arena_new(a, sizeof *doc);
	struct gdef **tail = &doc->defs;
	size_t n = 0;

	if (text.n > GQL_MAX_TEXT) {
		gql_error(e, 0, "Syntax Error: Document is larger than %d bytes.", GQL_MAX_TEXT);
		return NULL;
	}
	doc->text = text;
	gql_lex_next(&p.lex);
	do {
		/* A chain of fragments is walked by recursion. */
		if (++n > GQL_MAX_DEFS)
			gql_lex_fail(&p.lex, p.lex.now.at, "Document contains more than %d definitions. Parsing aborted.", GQL_MAX_DEFS);
		*tail = definition(&p);
		tail = &(*tail)->next;
	} while (!p.lex.bad && p.lex.now.kind != GT_END);
	return p.lex.bad ? NULL : doc;
}
