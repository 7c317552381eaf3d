/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/figure.h"
#include "base/i18n.h"
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

static const char *const byte_units[];
static const char *const rate_units[];

/* n in the largest unit of 1000 in which it is at least 1, with one decimal below 10; rounded down, so that 999 999 is
 * "999k" and never "1000k". */
static int scale(uint64_t n, struct str *out, int units)
{
	uint64_t unit = 1;
	int i = 0;

	while (i + 1 < units && n / unit >= 1000) {
		unit *= 1000;
		i++;
	}
	if (i && n / unit < 10)
		str_addf(out, "%d%s%d", (int)(n / unit), i18n_decimal(), (int)(n % unit / (unit / 10)));
	else
		str_addf(out, "%" PRIu64, n / unit);
	return i;
}

void figure_short(struct str *out, uint64_t n)
{
	static const char letters[] = { 0, 'k', 'M', 'G', 'T', 'P', 'E' };
	int i = scale(n, out, (int)sizeof letters);

	if (i)
		str_addc(out, letters[i]);
}

static void add_unit(struct str *out, uint64_t n, const char *const *units)
{
	struct str number = { 0 };
	int i = scale(n, &number, 7);

	str_addf(out, _(units[i]), str_c(&number));
	str_free(&number);
}

void figure_bytes(struct str *out, uint64_t n)
{
	add_unit(out, n, byte_units);
}

void figure_rate(struct str *out, uint64_t bytes_per_second)
{
	add_unit(out, bytes_per_second, rate_units);
}

void figure_percent(struct str *out, uint64_t part, uint64_t whole)
{
	uint64_t percent;

	if (!whole) {
		str_adds(out, "—");
		return;
	}
	if (part > UINT64_MAX / 100)
		percent = whole / 100 ? part / (whole / 100) : 0;
	else
		percent = part * 100 / whole;
	str_addf(out, "%" PRIu64 " %%", percent);
}

void figure_real(struct str *out, double value, int decimals)
{
	char text[400], *dot;

	if (!isfinite(value)) {
		str_adds(out, "—");
		return;
	}
	snprintf(text, sizeof text, "%.*f", decimals < 0 ? 0 : decimals > 6 ? 6 : decimals, value);
	dot = strpbrk(text, ".,");    /* which one depends on the locale of the C library */
	if (dot)
		*dot = 0;
	if (text[0] == '-' && strspn(text, "-0") == strlen(text) && (!dot || strspn(dot + 1, "0") == strlen(dot + 1)))
		str_adds(out, text + 1);  /* no "-0.00" */
	else if (text[0] == '-')
		str_addf(out, "−%s", text + 1);
	else
		str_adds(out, text);
	if (dot)
		str_addf(out, "%s%s", i18n_decimal(), dot + 1);
}

static const char *const byte_units[] = {
	N_("%s B"), N_("%s kB"), N_("%s MB"), N_("%s GB"), N_("%s TB"), N_("%s PB"), N_("%s EB")
};

static const char *const rate_units[] = {
	N_("%s B/s"), N_("%s kB/s"), N_("%s MB/s"), N_("%s GB/s"), N_("%s TB/s"), N_("%s PB/s"), N_("%s EB/s")
};
