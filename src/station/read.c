/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "station/read.h"
#include "base/clean.h"
#include "codec/decimal.h"
#include "io/jread.h"
#include <math.h>
#include <time.h>

static const double most = 1e13;

void read_clean(char *out, size_t cap, struct slice text)
{
	struct str s = { 0 };
	clean_line(&s, text, cap - 1);
	memcpy(out, str_c(&s), s.n);
	out[s.n] = 0;
	str_free(&s);
}

static bool text_at(const json_t *o, const char *path, struct slice *out)
{
	const json_t *v = jread_at(o, path);
	if (!json_is_string(v))
		return false;
	*out = (struct slice){ json_string_value(v), json_string_length(v) };
	return true;
}

void read_text(const json_t *o, const char *path, char *out, size_t cap)
{
	struct slice s;
	if (text_at(o, path, &s))
		read_clean(out, cap, s);
}

void read_word(const json_t *o, const char *path, char *out, size_t cap)
{
	struct slice s;
	if (!text_at(o, path, &s))
		return;
	bool good = s.n < cap;
	for (size_t i = 0; good && i < s.n; i++) {
		char c = s.p[i];
		good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-_.:", c);
		good = good && c;
	}
	size_t n = good ? s.n : 0;
	memcpy(out, s.p, n);
	out[n] = 0;
}

bool read_hundredths(struct slice text, int64_t *out)
{
	struct slice s = slice_trim(text);
	bool minus = s.n && *s.p == '-';
	int64_t v = 0;
	int after = -1, digits = 0;
	for (size_t i = minus; i < s.n; i++) {
		char c = s.p[i];
		if ((c == '.' || c == ',') && after < 0) {
			after = 0;
		} else if (c >= '0' && c <= '9') {
			digits++;
			if (after >= 2)
				continue;
			if (after >= 0)
				after++;
			v = v * 10 + (c - '0');
			if (v > 1000000000000000)
				return false;
		} else {
			return false;
		}
	}
	if (!digits)
		return false;
	for (after = after < 0 ? 0 : after; after < 2; after++)
		v *= 10;
	*out = minus ? -v : v;
	return true;
}

void read_centi(const json_t *o, const char *path, int64_t *out)
{
	const json_t *v = jread_at(o, path);
	struct slice s;
	int64_t got;
	if (json_is_integer(v) && llabs(json_integer_value(v)) < 10000000000000)
		*out = json_integer_value(v) * 100;
	else if (json_is_real(v) && fabs(json_real_value(v)) < most)
		*out = llround(json_real_value(v) * 100);
	else if (text_at(o, path, &s) && read_hundredths(s, &got))
		*out = got;
}

void read_int(const json_t *o, const char *path, int64_t *out)
{
	const json_t *v = jread_at(o, path);
	struct slice s;
	int64_t got;
	if (json_is_integer(v))
		*out = json_integer_value(v);
	else if (json_is_real(v) && fabs(json_real_value(v)) < most)
		*out = (int64_t)json_real_value(v);
	else if (text_at(o, path, &s) && read_hundredths(s, &got))
		*out = got / 100;
}

void read_bool3(const json_t *o, const char *path, int *out)
{
	const json_t *v = jread_at(o, path);
	struct slice s;
	if (json_is_boolean(v))
		*out = json_is_true(v);
	else if (json_is_integer(v))
		*out = json_integer_value(v) != 0;
	else if (text_at(o, path, &s) && (slice_is(s, "true") || slice_is(s, "1")))
		*out = 1;
	else if (text_at(o, path, &s) && (slice_is(s, "false") || slice_is(s, "0")))
		*out = 0;
}

void read_real(const json_t *o, const char *path, double *out)
{
	const json_t *v = jread_at(o, path);
	struct slice s;
	double got;
	if (json_is_number(v))
		*out = json_number_value(v);
	else if (text_at(o, path, &s) && decimal_read(slice_trim(s), &got))
		*out = got;
}

int64_t read_moats(struct slice text)
{
	int64_t v, date;
	if (!slice_i64(slice_trim(text), &v) || v < 0)
		return 0;
	for (date = v; date >= 100000000000000; date /= 10)
		;
	if (date >= 20000101000000 && date < 21000101000000) {
		struct tm t = { .tm_year = (int)(date / 10000000000) - 1900, .tm_mon = (int)(date / 100000000 % 100) - 1,
			.tm_mday = (int)(date / 1000000 % 100), .tm_hour = (int)(date / 10000 % 100), .tm_min = (int)(date / 100 % 100),
			.tm_sec = (int)(date % 100) };
		return (int64_t)timegm(&t);
	}
	if (v > 100000000000)
		v /= 1000;
	return v > 100000000000 ? 0 : v;
}
