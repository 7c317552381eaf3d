/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/mischief.h"

#include "base/mem.h"

struct generic {
	const char *name, *help;
	void (*spoil)(struct str *body);
};
static const struct generic generics[];

void mischief_init(struct mischief *m, uint64_t seed, const char *service)
{
	*m = (struct mischief){ 0 };
	rng_init(&m->rng, seed, service, 0);
	for (const struct generic *g = generics; g->name; g++)
		mischief_register(m, g->name, g->help);
}

void mischief_free(struct mischief *m)
{
	for (size_t i = 0; i < m->switches.n; i++) {
		free(m->switches.v[i].name);
		free(m->switches.v[i].help);
		free(m->switches.v[i].arg);
	}
	vec_free(&m->switches);
}

static struct mischief_switch *find(const struct mischief *m, const char *name)
{
	for (size_t i = 0; i < m->switches.n; i++)
		if (!strcmp(m->switches.v[i].name, name))
			return &m->switches.v[i];
	return NULL;
}

void mischief_register(struct mischief *m, const char *name, const char *help)
{
	if (!find(m, name))
		vec_push(&m->switches, (struct mischief_switch){ mem_strdup(name), mem_strdup(help), mem_strdup(""), false });
}

bool mischief_on(const struct mischief *m, const char *name)
{
	const struct mischief_switch *s = find(m, name);

	return s && s->on;
}

const char *mischief_arg(const struct mischief *m, const char *name)
{
	const struct mischief_switch *s = find(m, name);

	return s && s->on ? s->arg : "";
}

enum err mischief_set(struct mischief *m, const char *name, bool on, const char *arg)
{
	struct mischief_switch *s = find(m, name);

	if (!s)
		return E_NOT_FOUND;
	s->on = on;
	free(s->arg);
	s->arg = mem_strdup(arg ? arg : "");
	return E_OK;
}

void mischief_clear(struct mischief *m)
{
	m->latency_ms = m->loss = 0;
	m->freeze = m->cut = m->down = false;
	for (size_t i = 0; i < m->switches.n; i++)
		mischief_set(m, m->switches.v[i].name, false, "");
}

bool mischief_lose(struct mischief *m)
{
	return m->loss > 0 && rng_below(&m->rng, 100) < (uint64_t)m->loss;
}

bool mischief_spoil(const struct mischief *m, struct str *body)
{
	bool spoiled = false;

	for (const struct generic *g = generics; g->name; g++)
		if (mischief_on(m, g->name)) {
			g->spoil(body);
			spoiled = true;
		}
	return spoiled;
}

static void spoil_json(struct str *body)
{
	str_cut(body, body->n - body->n / 3);
	str_adds(body, "}{\"");
}

static void spoil_empty(struct str *body)
{
	str_cut(body, 0);
}

static void spoil_huge(struct str *body)
{
	str_cut(body, 0);
	str_addc(body, '[');
	str_addn(body, ' ', 100u << 20);
	str_adds(body, "0]");
}

/* The bytes replace the first string that follows a colon, or come first when there is none. */
static void spoil_string(struct str *body, struct slice bytes)
{
	struct str out = { 0 };
	const char *colon = body->n ? strstr(str_c(body), ":\"") : NULL;
	size_t at = colon ? (size_t)(colon - body->p) + 2 : 0;

	str_add(&out, slice_to(slice_str(body), at));
	str_add(&out, bytes);
	str_add(&out, slice_from(slice_str(body), at));
	str_free(body);
	*body = out;
}

static void spoil_utf8(struct str *body)
{
	spoil_string(body, SLICE("\xc3\x28\xff\xfe\xed\xa0\x80"));
}

static void spoil_escape(struct str *body)
{
	spoil_string(body, SLICE("\\u001b[2J\\u001b]0;owned\\u0007\\u009b31m\\u202e"));
}

static void spoil_html(struct str *body)
{
	str_cut(body, 0);
	str_adds(body, "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n");
}

static const struct generic generics[] = {
	{ "invalid-json", "answers that stop being JSON after two thirds", spoil_json },
	{ "empty-body", "empty answers without any error", spoil_empty },
	{ "huge", "answers of 100 MB", spoil_huge },
	{ "bad-utf8", "bytes that are not UTF-8 inside a text", spoil_utf8 },
	{ "escapes", "escape sequences and bidi overrides inside a text", spoil_escape },
	{ "html", "the error page of a proxy in the place of the answer", spoil_html },
	{ NULL, NULL, NULL },
};
