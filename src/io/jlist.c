/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/jlist.h"

/* One element, and all that is not the list, are small things. */
enum { ELEMENT_MAX = 1 << 20, AROUND_MAX = 4 << 20 };

static bool blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static enum err fail(struct jlist *l, enum err e, struct fault *f)
{
	l->failed = e;
	return fault_set(f, e, "JSON: %s", l->name);
}

/* After a comma there must be something; before the closing bracket of an empty list there is nothing. */
static enum err element(struct jlist *l, bool last, struct fault *f)
{
	if (!l->element.n && last && !l->comma)
		return E_OK;
	json_t *v = jread_load(slice_str(&l->element), ELEMENT_MAX, f);
	if (!v)
		return E_PROTOCOL;
	l->fn(l->arg, v);
	json_decref(v);
	str_cut(&l->element, 0);
	l->comma = !last;
	return E_OK;
}

/* A name, a colon, and now a bracket. */
static bool opens_list(const struct jlist *l)
{
	struct slice a = slice_str(&l->around);
	return l->level == 1 && l->key_end > l->key && slice_is((struct slice){ a.p + l->key, l->key_end - l->key }, l->name) &&
	       slice_is(slice_trim(slice_from(a, l->key_end + 1)), ":");
}

static void quote(struct jlist *l, bool in_list)
{
	l->quoted = !l->quoted;
	if (in_list || l->level != 1)
		return;
	*(l->quoted ? &l->key : &l->key_end) = l->around.n + l->quoted;
	if (l->quoted)
		l->key_end = 0;
}

static void nest(struct jlist *l, char c, bool in_list)
{
	if (c == '"')
		quote(l, in_list);
	else if (c == '[' || c == '{')
		l->level++;
	else if ((c == ']' || c == '}') && l->level)
		l->level--;
}

static enum err in_list(struct jlist *l, char c, struct fault *f)
{
	if (!l->level && (c == ',' || c == ']')) {
		enum err e = element(l, c == ']', f);
		if (!e && c == ']') {
			l->inside = l->comma = false;
			l->level = 1;
			str_addc(&l->around, c);
		}
		return e;
	}
	nest(l, c, true);
	if (l->element.n || !blank(c))
		str_addc(&l->element, c);
	return E_OK;
}

static void around(struct jlist *l, char c)
{
	bool list = c == '[' && opens_list(l);
	nest(l, c, false);
	str_addc(&l->around, c);
	if (list) {
		l->inside = true;
		l->comma = false;
		l->level = 0;
	}
}

/* Inside of quotes, up to what ends them or the bytes; gives how many were taken. */
static size_t text(struct jlist *l, struct slice s, struct str *to)
{
	size_t i = 0;
	while (i < s.n && l->quoted) {
		char c = s.p[i];
		if (!l->escaped && c == '"')
			break;
		l->escaped = !l->escaped && c == '\\';
		i++;
	}
	str_add(to, slice_to(s, i));
	return i;
}

enum err jlist_feed(struct jlist *l, struct slice bytes, struct fault *f)
{
	while (bytes.n && !l->failed) {
		if (l->quoted)
			bytes = slice_from(bytes, text(l, bytes, l->inside ? &l->element : &l->around));
		if (bytes.n && l->inside)
			l->failed = in_list(l, *bytes.p, f);
		else if (bytes.n)
			around(l, *bytes.p);
		bytes = slice_from(bytes, 1);
		if (l->element.n > ELEMENT_MAX || l->around.n > AROUND_MAX)
			return fail(l, E_TOO_BIG, f);
	}
	return l->failed;
}

json_t *jlist_end(struct jlist *l, struct fault *f)
{
	json_t *o = NULL;
	if (l->failed || l->inside)
		fail(l, l->failed ? l->failed : E_PROTOCOL, f);
	else
		o = jread_load(slice_str(&l->around), AROUND_MAX, f);
	jlist_free(l);
	return o;
}

void jlist_free(struct jlist *l)
{
	str_free(&l->around);
	str_free(&l->element);
	*l = (struct jlist){ .name = l->name, .fn = l->fn, .arg = l->arg };
}
