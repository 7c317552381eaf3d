/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/term/sgr.h"

enum { PARAMS_MAX = 24 };

static const struct sgr_state plain = { 0, -1, -1 };

void sgr_init(struct sgr *s, bool ansi)
{
	int i;

	*s = (struct sgr){ .on = ansi, .has = plain, .wants = plain };
	for (i = 0; i < 256; i++)
		s->rgb[i] = -1;
}

void sgr_forget(struct sgr *s)
{
	s->known = false;
}

static bool same(const struct sgr_state *a, const struct sgr_state *b)
{
	return a->attrs == b->attrs && a->fg == b->fg && a->bg == b->bg;
}

static void add_color(const struct sgr *s, struct str *out, int color, int base)
{
	if (color < 0)
		str_addf(out, "%d;", base + 9);
	else if (s->rgb[color] >= 0)
		str_addf(out, "%d;2;%d;%d;%d;", base + 8, (int)(s->rgb[color] >> 16 & 255), (int)(s->rgb[color] >> 8 & 255),
		         (int)(s->rgb[color] & 255));
	else if (color < 8)
		str_addf(out, "%d;", base + color);
	else if (color < 16)
		str_addf(out, "%d;", base + 60 + color - 8);
	else
		str_addf(out, "%d;5;%d;", base + 8, color);
}

/* From what the terminal has, or from a reset when something must go off or nothing is known. */
static void change(struct sgr *s, struct str *out)
{
	struct sgr_state from = s->has;
	unsigned i;

	if (s->known && same(&s->has, &s->wants))
		return;
	str_adds(out, "\033[");
	if (!s->known || (s->has.attrs & ~s->wants.attrs) || same(&s->wants, &plain)) {
		from = plain;
		if (!same(&s->wants, &plain))
			str_adds(out, "0;");
	}
	for (i = 1; i < 10; i++)
		if (s->wants.attrs & ~from.attrs & 1u << i)
			str_addf(out, "%u;", i);
	if (s->wants.fg != from.fg)
		add_color(s, out, s->wants.fg, 30);
	if (s->wants.bg != from.bg)
		add_color(s, out, s->wants.bg, 40);
	if (out->p[out->n - 1] == ';')
		str_cut(out, out->n - 1);
	str_addc(out, 'm');
	s->has = s->wants;
	s->known = true;
}

void sgr_settle(struct sgr *s, struct str *out)
{
	if (s->on)
		change(s, out);
}

/* Reads the parameters of ESC [ ... m; false when one of them is beyond this filter, which then passes all on. */
static bool read_params(struct slice body, int *v, int *n)
{
	struct slice part;
	uint64_t value;

	*n = 0;
	if (!body.n)
		v[(*n)++] = 0;
	while (slice_split(&body, ';', &part)) {
		if (*n == PARAMS_MAX)
			return false;
		value = 0;
		if (part.n && (!slice_u64(part, &value) || value > 255))
			return false;
		v[(*n)++] = (int)value;
	}
	return true;
}

static bool apply(struct sgr_state *st, struct slice body)
{
	struct sgr_state to = *st;
	int v[PARAMS_MAX], n, i;

	if (!read_params(body, v, &n))
		return false;
	for (i = 0; i < n; i++) {
		if (v[i] == 0)
			to = plain;
		else if (v[i] < 10)
			to.attrs |= 1u << v[i];
		else if (v[i] == 10 || v[i] == 11)
			continue;                    /* fonts of the console: we never leave the first */
		else if (v[i] == 22)
			to.attrs &= ~(1u << 1 | 1u << 2);
		else if (v[i] > 22 && v[i] < 30)
			to.attrs &= ~(1u << (v[i] - 20));
		else if (v[i] >= 30 && v[i] < 38)
			to.fg = v[i] - 30;
		else if (v[i] >= 40 && v[i] < 48)
			to.bg = v[i] - 40;
		else if (v[i] == 39)
			to.fg = -1;
		else if (v[i] == 49)
			to.bg = -1;
		else if (v[i] >= 90 && v[i] < 98)
			to.fg = v[i] - 90 + 8;
		else if (v[i] >= 100 && v[i] < 108)
			to.bg = v[i] - 100 + 8;
		else if ((v[i] == 38 || v[i] == 48) && i + 2 < n && v[i + 1] == 5) {
			*(v[i] == 38 ? &to.fg : &to.bg) = v[i + 2];
			i += 2;
		} else
			return false;
	}
	*st = to;
	return true;
}

/* The length of the escape sequence at p. */
static size_t sequence_len(const char *p, size_t n)
{
	size_t i = 1;

	if (n > 1 && p[1] == '[') {
		for (i = 2; i < n && !(p[i] >= 0x40 && p[i] <= 0x7e); i++)
			;
		return i < n ? i + 1 : n;
	}
	while (i < n && p[i] >= 0x20 && p[i] <= 0x2f)
		i++;
	return i < n ? i + 1 : n;
}

/* Moves of the cursor do not care for attributes; everything else may paint. */
static bool only_moves(const char *p, size_t len)
{
	return len > 2 && p[1] == '[' && p[2] != '?' && strchr("ABCDGHdf`", p[len - 1]);
}

void sgr_filter(struct sgr *s, struct slice in, struct str *out)
{
	size_t i = 0, len;

	if (!s->on) {
		str_add(out, in);
		return;
	}
	str_reserve(out, in.n);
	while (i < in.n) {
		const char *p = in.p + i;

		len = *p == '\033' ? sequence_len(p, in.n - i) : 1;
		i += len;
		if (*p == '\017' || (len == 3 && p[1] == '(' && p[2] == 'B'))
			continue;       /* back to ASCII from line drawing, where we never are */
		if (len > 2 && p[1] == '[' && p[len - 1] == 'm' &&
		    apply(&s->wants, (struct slice){ p + 2, len - 3 }))
			continue;
		if (*p != '\r' && *p != '\b' && !only_moves(p, len))
			change(s, out);
		str_add(out, (struct slice){ p, len });
	}
}
