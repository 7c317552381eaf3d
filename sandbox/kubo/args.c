/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/kubo/args.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *kubo_arg(struct request *r, const char *name, const char *short_name)
{
	const char *v = request_arg(r, name, 0);

	return v || !short_name ? v : request_arg(r, short_name, 0);
}

bool kubo_flag(struct request *r, const char *name, const char *short_name, bool fallback)
{
	const char *v = kubo_arg(r, name, short_name);

	return v ? !*v || strchr("1tT", *v) != NULL : fallback;
}

bool kubo_int(struct request *r, const char *name, int64_t *out)
{
	const char *v = request_arg(r, name, 0);

	return v && slice_i64(slice_of(v), out);
}

bool go_interval(const char *text, int64_t *ms)
{
	static const struct {
		const char *unit;
		double ms;
	} units[] = { { "ns", 1e-6 }, { "us", 1e-3 }, { "µs", 1e-3 }, { "ms", 1 }, { "s", 1000 }, { "m", 60000 }, { "h", 3600000 } };
	double sum = 0;

	if (!*text)
		return false;
	while (*text) {
		char *end;
		double v = strtod(text, &end), factor = 0;
		size_t n = 0;
		if (end == text)
			return false;
		for (size_t i = 0; i < sizeof units / sizeof *units; i++)
			if (!strncmp(end, units[i].unit, strlen(units[i].unit)) && strlen(units[i].unit) > n) {
				factor = units[i].ms;
				n = strlen(units[i].unit);
			}
		if (!n)
			return false;
		sum += v * factor;
		text = end + n;
	}
	*ms = (int64_t)sum;
	return sum >= 0 && sum < 1e15;
}

static void trimmed(char out[32], int64_t whole, int64_t rest, int digits, const char *unit)
{
	int n = snprintf(out, 24, "%lld.%0*lld", (long long)whole, digits, (long long)rest);

	while (out[n - 1] == '0')
		n--;
	if (out[n - 1] == '.')
		n--;
	snprintf(out + n, 32 - (size_t)n, "%s", unit);
}

void go_duration(int64_t ns, char out[32])
{
	if (ns < 1000)
		snprintf(out, 32, "%lldns", (long long)ns);
	else if (ns < 1000000)
		trimmed(out, ns / 1000, ns % 1000, 3, "µs");
	else if (ns < 1000000000)
		trimmed(out, ns / 1000000, ns % 1000000, 6, "ms");
	else
		trimmed(out, ns / 1000000000, ns % 1000000000, 9, "s");
}

/* Sixty-fourths have a short decimal form that every printer finds. */
json_t *go_number(double v)
{
	v = round(v * 64) / 64;
	return v == floor(v) && fabs(v) < 1e15 ? json_integer((json_int_t)v) : json_real(v);
}
