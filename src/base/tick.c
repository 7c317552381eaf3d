/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/tick.h"
#include "base/i18n.h"
#include "base/text.h"
#include <time.h>

enum { MINUTE = 60, HOUR = 3600, DAY = 86400, YEAR = 31556952 };

/* offset is what the proven clock says more than the machine's. known: ages mean something. */
static struct {
	int64_t fixed, offset;
	bool is_fixed, trusted, known;
} state;

static const char *const days[7];
static const char *const months[12];

static int64_t read_ms(clockid_t id)
{
	struct timespec t;
	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t tick_ms(void)
{
	return read_ms(CLOCK_BOOTTIME);
}

int64_t tick_now_ms(void)
{
	return state.is_fixed ? state.fixed * 1000 : read_ms(CLOCK_REALTIME) + state.offset * 1000;
}

int64_t tick_beat(int64_t period_ms)
{
	int64_t now = tick_ms(), due = (now + period_ms) / 1000 * 1000;
	if (due - now < period_ms / 8)
		due += 1000;
	return due - now;
}

int64_t tick_now(void)
{
	int64_t ms = tick_now_ms();
	return ms / 1000 - (ms % 1000 < 0);
}

void tick_fix(int64_t seconds)
{
	state.fixed = seconds;
	state.is_fixed = true;
}

bool tick_fixed(void)
{
	return state.is_fixed;
}

void tick_confirm(int64_t seconds)
{
	int64_t off = seconds - read_ms(CLOCK_REALTIME) / 1000;
	state.trusted = off >= -MINUTE && off <= MINUTE;
	state.offset = state.trusted ? 0 : off;
	state.known = true;
}

bool tick_trusted(void)
{
	return state.is_fixed || state.trusted;
}

void tick_age(struct str *out, int64_t seconds)
{
	if (seconds < -MINUTE || !(state.is_fixed || state.known))
		str_adds(out, "?");
	else
		tick_passed(out, seconds);
}

void tick_passed(struct str *out, int64_t seconds)
{
	struct str s = { 0 };
	if (seconds < 10)
		str_adds(&s, _("now"));
	else if (seconds < MINUTE)
		str_addf(&s, _("%d s"), (int)seconds);
	else if (seconds < HOUR)
		str_addf(&s, _("%d min"), (int)(seconds / MINUTE));
	else if (seconds < DAY)
		str_addf(&s, _("%d h"), (int)(seconds / HOUR));
	else if (seconds < 31 * DAY)
		str_addf(&s, _("%d d"), (int)(seconds / DAY));
	else if (seconds < YEAR)
		str_addf(&s, _("%d mon"), (int)(seconds * 12 / YEAR));
	else
		str_addf(&s, ngettext("%lld y", "%lld y", (unsigned long)(seconds / YEAR)), (long long)(seconds / YEAR));
	str_add(out, text_fit(slice_str(&s), 6));
	str_free(&s);
}

void tick_span(struct str *out, int64_t seconds)
{
	unsigned long long s = seconds < 0 ? 0 - (unsigned long long)seconds : (unsigned long long)seconds, n;
	if ((n = s) < 2 * MINUTE)
		str_addf(out, ngettext("%llu second", "%llu seconds", n), n);
	else if ((n = s / MINUTE) < 120)
		str_addf(out, ngettext("%llu minute", "%llu minutes", n), n);
	else if ((n = s / HOUR) < 48)
		str_addf(out, ngettext("%llu hour", "%llu hours", n), n);
	else if ((n = s / DAY) < 730)
		str_addf(out, ngettext("%llu day", "%llu days", n), n);
	else {
		n = s / YEAR;
		str_addf(out, ngettext("%llu year", "%llu years", n), n);
	}
}

/* Local time; false for what no calendar holds. */
static bool local(int64_t when, struct tm *tm)
{
	time_t t = (time_t)when;
	return (int64_t)t == when && localtime_r(&t, tm);
}

/* The day's number, so that "yesterday" holds across months and summer time. */
static int64_t day_number(const struct tm *tm)
{
	struct tm noon = { .tm_year = tm->tm_year, .tm_mon = tm->tm_mon, .tm_mday = tm->tm_mday, .tm_hour = 12 };
	return timegm(&noon) / DAY;
}

void tick_when(struct str *out, int64_t when)
{
	struct tm now, tm;
	if (!local(when, &tm) || !local(tick_now(), &now)) {
		str_adds(out, "?");
		return;
	}
	int64_t ago = day_number(&now) - day_number(&tm);
	if (ago == 0)
		str_addf(out, "%02d:%02d", tm.tm_hour, tm.tm_min);
	else if (ago > 0 && ago < 7)
		str_adds(out, _(days[tm.tm_wday]));
	else if (tm.tm_year == now.tm_year)
		/* TR: day and short month, as in "12 Mar" */
		str_addf(out, _("%1$d %2$s"), tm.tm_mday, _(months[tm.tm_mon]));
	else
		tick_date(out, when);
}

void tick_date(struct str *out, int64_t when)
{
	struct tm tm;
	if (!local(when, &tm)) {
		str_adds(out, "?");
		return;
	}
	/* TR: day, short month, year, as in "12 Mar 2027" */
	str_addf(out, _("%1$d %2$s %3$lld"), tm.tm_mday, _(months[tm.tm_mon]), (long long)tm.tm_year + 1900);
}

void tick_rfc3339(struct str *out, int64_t when)
{
	const int64_t first = -62167219200, last = 253402300799; /* years 0000 to 9999 */
	time_t t = (time_t)(when < first ? first : when > last ? last : when);
	struct tm tm;
	gmtime_r(&t, &tm);
	str_addf(out, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
	    tm.tm_sec);
}

/* Takes exactly n digits. */
static bool digits(struct slice *s, size_t n, int *out)
{
	int v = 0;
	if (s->n < n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return false;
		v = v * 10 + (s->p[i] - '0');
	}
	*s = slice_from(*s, n);
	*out = v;
	return true;
}

static bool sign(struct slice *s, char c)
{
	if (!s->n || s->p[0] != c)
		return false;
	*s = slice_from(*s, 1);
	return true;
}

static bool date(struct slice *s, struct tm *tm)
{
	static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int y, m, d;
	if (!digits(s, 4, &y) || !sign(s, '-') || !digits(s, 2, &m) || !sign(s, '-') || !digits(s, 2, &d))
		return false;
	if (m < 1 || m > 12 || d < 1)
		return false;
	bool leap = (y % 4 == 0 && y % 100) || y % 400 == 0;
	if (d > length[m - 1] + (m == 2 && leap))
		return false;
	*tm = (struct tm){ .tm_year = y - 1900, .tm_mon = m - 1, .tm_mday = d, .tm_isdst = -1 };
	return true;
}

static bool clock_time(struct slice *s, struct tm *tm)
{
	if (!digits(s, 2, &tm->tm_hour) || !sign(s, ':') || !digits(s, 2, &tm->tm_min))
		return false;
	if (sign(s, ':')) {
		if (!digits(s, 2, &tm->tm_sec))
			return false;
		if (sign(s, '.')) {
			size_t n = 0;
			while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
				n++;
			if (!n)
				return false;
			*s = slice_from(*s, n);
		}
	}
	return tm->tm_hour < 24 && tm->tm_min < 60 && tm->tm_sec <= 60;
}

static bool zone(struct slice *s, int64_t *offset)
{
	int h, m;
	*offset = 0;
	if (sign(s, 'Z') || sign(s, 'z'))
		return true;
	bool minus = s->n && s->p[0] == '-';
	if (!sign(s, '+') && !sign(s, '-'))
		return false;
	if (!digits(s, 2, &h) || !sign(s, ':') || !digits(s, 2, &m) || h > 23 || m > 59)
		return false;
	*offset = (minus ? -1 : 1) * (h * HOUR + m * MINUTE);
	return true;
}

bool tick_parse(struct slice text, int64_t *when)
{
	struct slice s = slice_trim(text);
	struct tm tm;
	int64_t offset;
	if (slice_i64(s, when))
		return true;
	if (!date(&s, &tm))
		return false;
	if (!s.n) {
		*when = mktime(&tm);
		return true;
	}
	if (!sign(&s, 'T') && !sign(&s, 't') && !sign(&s, ' '))
		return false;
	if (!clock_time(&s, &tm))
		return false;
	if (!s.n) {
		*when = mktime(&tm);
		return true;
	}
	if (!zone(&s, &offset) || s.n)
		return false;
	*when = timegm(&tm) - offset;
	return true;
}

static const char *const days[7] = {
	N_("Sun"), N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"),
};
static const char *const months[12] = {
	N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
	N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
};
