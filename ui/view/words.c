/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words shared by the views that show money. An address cut short is for recognising only: nothing here gives one that could be
 * paid to. */
#include "ui/view/words.h"
#include "base/conf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/tick.h"
#include <time.h>

void words_short(struct str *out, const char *address, size_t head, size_t tail)
{
	size_t n = strlen(address);
	if (n <= head + tail + 1) {
		str_adds(out, address);
		return;
	}
	str_add(out, (struct slice){ address, head });
	str_adds(out, "…");
	str_adds(out, address + n - tail);
}

void words_member(struct str *out, const struct account *a, bool brief)
{
	struct str date = { 0 }, span = { 0 };
	if (!a->member) {
		str_adds(out, a->kind == ACCOUNT_WATCH ? _("watched only") : _("not a member"));
		return;
	}
	if (!a->valid_until) {
		str_adds(out, _("member"));
		return;
	}
	tick_date(&date, a->valid_until);
	tick_span(&span, a->valid_until - tick_now());
	if (brief)
		/* TR: how much longer: "member, 112 days" */
		str_addf(out, _("member, %s"), span.p);
	else
		/* TR: a date, then how long that is: "member, valid until 12 Mar 2027 (112 days)" */
		str_addf(out, _("member, valid until %s (%s)"), date.p, span.p);
	str_free(&date);
	str_free(&span);
}

const char *words_degree(enum degree d, enum glyph *sign, enum role *role)
{
	*sign = d == DEGREE_PROVEN ? GLYPH_CHECK : d == DEGREE_AGREED ? GLYPH_GOOD : GLYPH_OPEN;
	*role = d == DEGREE_PROVEN ? ROLE_PROVEN : d == DEGREE_NONE ? ROLE_STALE : ROLE_TEXT;
	switch (d) {
	case DEGREE_PROVEN: return _("proven");
	case DEGREE_AGREED: return _("two agree");
	case DEGREE_SAID: return _("one says so");
	default: return _("not checked");
	}
}

void words_source(struct str *out, const struct source *s)
{
	enum glyph sign;
	enum role role;
	struct str age = { 0 };
	const char *degree = words_degree(s->degree, &sign, &role);
	if (!s->at) {
		str_adds(out, _("not known yet"));
		return;
	}
	tick_age(&age, tick_now() - s->at);
	/* TR: degree of proof, where from, age: "proven, g1.example, 6 s" */
	str_addf(out, _("%s, %s, %s"), degree, s->who, str_c(&age));
	str_free(&age);
}

enum unit words_unit(const struct app *a)
{
	const char *u = conf_text(a->conf, "ui.units");
	return !strcmp(u, "ud") ? UNIT_UD : !strcmp(u, "mn") ? UNIT_RELATIVE : UNIT_G1;
}

struct money words_rates(const struct app *a)
{
	return (struct money){ .ud_c = a->wallet->ud_c, .mean_c = a->wallet->mean_c };
}

void words_amount(const struct app *a, struct str *out, int64_t centimes, bool sign)
{
	struct money m = words_rates(a);
	money_unit(out, centimes, words_unit(a), &m, sign);
}

void words_amount_bare(const struct app *a, struct str *out, int64_t centimes, bool sign)
{
	size_t from = out->n;
	words_amount(a, out, centimes, sign);
	for (size_t i = out->n; i-- > from;)
		if (out->p[i] == ' ') {
			str_cut(out, i);
			break;
		}
}

void words_day(struct str *out, int64_t when)
{
	struct tm then, now;
	time_t t = (time_t)when, n = (time_t)tick_now();
	struct str day = { 0 };
	localtime_r(&t, &then);
	localtime_r(&n, &now);
	if (then.tm_year == now.tm_year && then.tm_yday == now.tm_yday)
		str_adds(&day, text_width(slice_of(_("today"))) <= 6 ? _("today") : "");
	else
		tick_when(&day, when);
	str_add(out, slice_str(&day));
	if (n - t < 6 * 86400 && t <= n + 86400) {
		for (int k = text_width(slice_str(&day)); day.n && k < 5; k++)
			str_addc(out, ' ');
		str_addf(out, day.n ? " %02d:%02d" : "%02d:%02d", then.tm_hour, then.tm_min);
	}
	str_free(&day);
}

void words_account(struct str *out, const struct account *a)
{
	if (*a->name)
		str_adds(out, a->name);
	else if (*a->identity)
		str_adds(out, a->identity);
	else
		words_short(out, a->address, 6, 6);
}
