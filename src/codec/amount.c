/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/amount.h"
#include <stdio.h>
#include <strings.h>

struct unit_word {
	const char *word;
	enum amount_unit unit;
};

/* The digits as typed: the whole part without blanks, and the decimals. */
struct figure {
	uint64_t whole;
	struct slice decimals;
	bool overflow;
};

static const struct unit_word words[];
static const char *const blanks[];

/* Takes a blank of any width off *s. */
static bool skip_blank(struct slice *s)
{
	for (int i = 0; blanks[i]; i++)
		if (slice_starts(*s, blanks[i])) {
			*s = slice_from(*s, strlen(blanks[i]));
			return true;
		}
	return false;
}

static bool is_digit(struct slice s)
{
	return s.n && s.p[0] >= '0' && s.p[0] <= '9';
}

static struct slice take_digits(struct slice *s)
{
	struct slice run = { s->p, 0 };
	while (is_digit(*s)) {
		run.n++;
		*s = slice_from(*s, 1);
	}
	return run;
}

static void add_digits(struct figure *f, struct slice digits)
{
	for (size_t i = 0; i < digits.n; i++)
		if (__builtin_mul_overflow(f->whole, 10u, &f->whole) ||
		    __builtin_add_overflow(f->whole, (uint64_t)(digits.p[i] - '0'), &f->whole))
			f->overflow = true;
}

/* "1 204 567": groups of three behind the first. A blank that no digit follows belongs to what comes after. */
static enum err read_whole(struct slice *s, struct figure *f, bool *grouped)
{
	struct slice digits = take_digits(s);
	size_t first = digits.n;
	if (!first)
		return E_AMOUNT;
	add_digits(f, digits);
	for (;;) {
		struct slice next = *s;
		if (!skip_blank(&next) || !is_digit(next))
			return E_OK;
		digits = take_digits(&next);
		if (digits.n != 3 || first > 3)
			return E_AMBIGUOUS;
		*grouped = true;
		add_digits(f, digits);
		*s = next;
	}
}

static enum err read_figure(struct slice *s, struct figure *f)
{
	bool grouped = false;
	struct slice from = *s;
	enum err e = read_whole(s, f, &grouped);
	if (e)
		return e;
	f->decimals = SLICE("");
	if (!s->n || (s->p[0] != '.' && s->p[0] != ','))
		return E_OK;
	size_t before = from.n - s->n;
	*s = slice_from(*s, 1);
	f->decimals = take_digits(s);
	if (!f->decimals.n)
		return E_AMOUNT;
	if (s->n && (s->p[0] == '.' || s->p[0] == ','))
		return f->decimals.n == 3 ? E_AMBIGUOUS : E_AMOUNT;
	/* 1.204: a dialect of 1204, or a third decimal? Not when a zero or a blank already told. */
	if (f->decimals.n == 3 && !grouped && before <= 3 && from.p[0] != '0')
		return E_AMBIGUOUS;
	return E_OK;
}

static bool read_unit(struct slice s, enum amount_unit *unit)
{
	while (skip_blank(&s))
		;
	if (!s.n) {
		*unit = AMOUNT_G1;
		return true;
	}
	for (const struct unit_word *w = words; w->word; w++)
		if (s.n == strlen(w->word) && !strncasecmp(s.p, w->word, s.n)) {
			*unit = w->unit;
			return true;
		}
	return false;
}

enum err amount_read(struct slice text, struct amount *out)
{
	struct figure f = { 0 };
	struct slice s = slice_trim(text);
	*out = (struct amount){ 0 };
	while (skip_blank(&s))
		;
	enum err e = read_figure(&s, &f);
	if (e)
		return e;
	if (!read_unit(s, &out->unit))
		return E_AMOUNT;
	size_t places = out->unit == AMOUNT_UD ? 3 : 2;
	if (f.decimals.n > places)
		return E_AMOUNT;
	for (size_t i = 0; i < places; i++)
		add_digits(&f, i < f.decimals.n ? (struct slice){ f.decimals.p + i, 1 } : SLICE("0"));
	if (f.overflow || f.whole > INT64_MAX)
		return E_AMOUNT;
	out->n = (int64_t)f.whole;
	return E_OK;
}

void amount_fixed(struct str *out, uint64_t n, unsigned places, const char *decimal, const char *thousands)
{
	char digits[24];
	int len = snprintf(digits, sizeof digits, "%0*llu", (int)places + 1, (unsigned long long)n), whole = len - (int)places;
	for (int i = 0; i < whole; i++) {
		if (i && (whole - i) % 3 == 0)
			str_adds(out, thousands);
		str_addc(out, digits[i]);
	}
	if (places)
		str_addf(out, "%s%s", decimal, digits + whole);
}

void amount_add(struct str *out, int64_t centimes)
{
	if (centimes < 0)
		str_addc(out, '-');
	amount_fixed(out, centimes < 0 ? 0 - (uint64_t)centimes : (uint64_t)centimes, 2, ".", "");
}

static const struct unit_word words[] = {
	{ "\xc4\x9e" "1", AMOUNT_G1 }, { "\xc4\x9f" "1", AMOUNT_G1 }, { "g1", AMOUNT_G1 }, { "june", AMOUNT_G1 },
	{ "junes", AMOUNT_G1 }, { "ud", AMOUNT_UD }, { "uds", AMOUNT_UD }, { "du", AMOUNT_UD }, { "dus", AMOUNT_UD }, { NULL, AMOUNT_G1 },
};
/* Plain, no-break, narrow no-break, thin and figure space: what keyboards, locales and web pages put into numbers. */
static const char *const blanks[] = { " ", "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89", "\xe2\x80\x87", NULL };
