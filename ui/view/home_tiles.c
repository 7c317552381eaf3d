/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tiles of Home, one row function each. Texts of strangers arrive clean from the models; a name that may be written right
 * to left is kept away from figures. */
#include "ui/view/home_tiles.h"
#include "ui/view/words.h"
#include "base/clean.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/tick.h"
#include "model/mail.h"
#include "model/money.h"
#include "model/presence.h"
#include "model/station.h"
#include "model/todo.h"
#include "model/wallet.h"
#include "ui/draw/chart.h"
#include "ui/draw/figure.h"
#include "ui/view/station_words.h"
#include <time.h>

/* Draws s so that it ends at the right edge of r; returns the columns left of it. */
static int right_text(struct grid *g, struct rect r, enum role role, const struct str *s)
{
	int w = text_width(slice_str(s));
	if (w > r.w)
		w = r.w;
	grid_text(g, r.y, r.x + r.w - w, w, role, slice_str(s));
	return r.w - w - 1;
}

/* "12 Mar", with the year when it is another one. */
static void day(struct str *out, int64_t when)
{
	struct tm then, now;
	time_t t = (time_t)when, n = (time_t)tick_now();
	struct str date = { 0 };
	localtime_r(&t, &then);
	localtime_r(&n, &now);
	tick_date(&date, when);
	if (then.tm_year == now.tm_year && date.n > 5)
		str_cut(&date, date.n - 5);
	str_add(out, slice_str(&date));
	str_free(&date);
}

static void todo_words(const struct todo_item *t, struct str *out)
{
	struct str when = { 0 };
	if (t->when)
		day(&when, t->when);
	switch (t->kind) {
	case TODO_RENEW: str_addf(out, _("renew membership before %s"), str_c(&when)); break;
	case TODO_CERTS_EXPIRE:
		str_addf(out, ngettext("%d certification expires before %s", "%d certifications expire before %s", (unsigned long)t->count),
		         (int)t->count, str_c(&when));
		break;
	case TODO_CERTIFY:
		if (t->when > tick_now())
			str_addf(out, _("certify %s from %s"), t->who, str_c(&when));
		else
			str_addf(out, _("certify %s"), t->who);
		break;
	default: break;
	}
	str_free(&when);
}

static size_t todo_count(const struct app *a)
{
	return a->todo->items.n;
}

static void todo_row(const struct app *a, size_t i, struct grid *g, struct rect r)
{
	const struct todo_item *t = &a->todo->items.v[i];
	struct str s = { 0 };
	todo_words(t, &s);
	if (t->urgent)
		grid_text(g, r.y, r.x, 1, ROLE_WARN, SLICE("!"));
	else
		grid_glyph(g, r.y, r.x, ROLE_DIM, GLYPH_OPEN);
	grid_field(g, r.y, r.x + 2, r.w - 2, false, ROLE_TEXT, slice_str(&s));
	str_free(&s);
}

static void todo_say(const struct app *a, size_t i, struct str *out)
{
	const struct todo_item *t = &a->todo->items.v[i];
	struct str words = { 0 };
	todo_words(t, &words);
	str_addf(out, t->urgent ? _("urgent: %s") : "%s", str_c(&words));
	str_free(&words);
}

static size_t latest_count(const struct app *a)
{
	return a->wallet->latest.n;
}

static void movement_party(const struct movement *m, struct str *out)
{
	if (m->kind == MOVE_CLAIM)
		str_addf(out, ngettext("%d UD claimed", "%d UD claimed", (unsigned long)m->count), (int)m->count);
	else
		str_adds(out, m->party);
}

static void latest_row(const struct app *a, size_t i, struct grid *g, struct rect r)
{
	static const enum glyph signs[] = { [MOVE_IN] = GLYPH_IN, [MOVE_OUT] = GLYPH_OUT, [MOVE_CLAIM] = GLYPH_CLAIM };
	const struct movement *m = &a->wallet->latest.v[i];
	struct str s = { 0 };
	tick_when(&s, m->when);
	grid_field(g, r.y, r.x, 6, false, ROLE_DIM, slice_str(&s));
	grid_glyph(g, r.y, r.x + 7, ROLE_TEXT, signs[m->kind]);
	str_cut(&s, 0);
	words_amount(a, &s, m->amount_c, true);
	int left = right_text(g, r, m->amount_c < 0 ? ROLE_AMOUNT_OUT : ROLE_AMOUNT_IN, &s);
	str_cut(&s, 0);
	movement_party(m, &s);
	/* A name written right to left could reorder the figure beside it. */
	if (clean_is_rtl(slice_str(&s)))
		grid_text(g, r.y, r.x + 9, left - 9, ROLE_DIM, slice_of(_("(name in the details)")));
	else
		grid_text(g, r.y, r.x + 9, left - 9, m->proven ? ROLE_PROVEN : ROLE_TEXT, slice_str(&s));
	str_free(&s);
}

static void latest_say(const struct app *a, size_t i, struct str *out)
{
	const struct movement *m = &a->wallet->latest.v[i];
	struct str when = { 0 }, party = { 0 }, amount = { 0 };
	tick_when(&when, m->when);
	movement_party(m, &party);
	words_amount(a, &amount, m->amount_c, true);
	str_addf(out, "%s, ", str_c(&when));
	str_addf(out, m->kind == MOVE_IN ? _("from %s, %s") : m->kind == MOVE_OUT ? _("to %s, %s") : "%s, %s", str_c(&party), str_c(&amount));
	str_free(&when);
	str_free(&party);
	str_free(&amount);
	if (*m->comment)
		str_addf(out, ", %s", m->comment);
}

static size_t mail_count(const struct app *a)
{
	return a->mail->rooms.n;
}

static void mail_row(const struct app *a, size_t i, struct grid *g, struct rect r)
{
	const struct room *m = &a->mail->rooms.v[i];
	struct str s = { 0 };
	enum role role = m->unread ? ROLE_UNREAD : ROLE_TEXT;
	if (m->unread)
		grid_glyph(g, r.y, r.x, ROLE_UNREAD, GLYPH_BULLET);
	tick_when(&s, m->when);
	int left = right_text(g, r, ROLE_DIM, &s);
	str_free(&s);
	int name = left / 4 < 10 ? 10 : left / 4;
	grid_field(g, r.y, r.x + 2, name, false, role, slice_of(m->name));
	grid_text(g, r.y, r.x + 3 + name, left - name - 3, ROLE_TEXT, slice_of(m->last));
}

static void mail_say(const struct app *a, size_t i, struct str *out)
{
	const struct room *m = &a->mail->rooms.v[i];
	if (m->unread) {
		str_addf(out, ngettext("%d unread", "%d unread", (unsigned long)m->unread), (int)m->unread);
		str_adds(out, ", ");
	}
	str_addf(out, "%s: %s", m->name, m->last);
}

static const char *station_note(const struct app *a)
{
	return a->station->name;
}

static size_t service_count(const struct app *a)
{
	return a->station->services.n;
}

static const char *health_word(enum health h)
{
	switch (h) {
	case HEALTH_UP: return C_("service", "up");
	case HEALTH_PARTLY: return _("partly up");
	case HEALTH_DOWN: return C_("service", "down");
	default: return _("unknown");
	}
}

static enum glyph health_sign(enum health h, enum role *role)
{
	static const enum glyph signs[] = { GLYPH_OPEN, GLYPH_GOOD, GLYPH_HALF, GLYPH_BAD };
	static const enum role roles[] = { ROLE_STALE, ROLE_OK, ROLE_WARN, ROLE_ERROR };
	*role = roles[h];
	return signs[h];
}

/* "↓1.2 ↑0.4 MB/s": one unit for both, that of the larger. */
static void both_rates(struct str *out, double in, double up)
{
	double most = in > up ? in : up, scale = 1;
	int unit = 0;
	struct str rates = { 0 };
	for (; most / scale >= 1000 && unit < 3; unit++)
		scale *= 1000;
	str_adds(&rates, "↓");
	int decimals = unit && most / scale < 10 ? 1 : 0;
	figure_real(&rates, in / scale, decimals);
	str_adds(&rates, " ↑");
	figure_real(&rates, up / scale, decimals);
	str_addf(out, unit == 0 ? _("%s B/s") : unit == 1 ? _("%s kB/s") : unit == 2 ? _("%s MB/s") : _("%s GB/s"), rates.p);
	str_free(&rates);
}

/* The figures of a service in words; what is unknown is left out, never shown as 0. */
static void service_words(const struct service *s, struct str *out)
{
	struct str n = { 0 }, age = { 0 };
	if (s->figure[0] >= 0)
		money_count(&n, s->figure[0]);
	if (s->health == HEALTH_DOWN) {
		tick_span(&age, tick_now() - s->since);
		str_addf(out, s->since ? _("down since %s") : C_("service", "down"), str_c(&age));
	} else if (s->kind == SERVICE_IPFS && s->figure[0] >= 0) {
		str_addf(out, ngettext("%s peer", "%s peers", (unsigned long)s->figure[0]), n.p);
		if (s->figure[1] >= 0 && s->figure[2] >= 0) {
			str_addc(out, ' ');
			both_rates(out, (double)s->figure[1], (double)s->figure[2]);
		}
	} else if (s->kind == SERVICE_RELAY && s->figure[0] >= 0) {
		str_addf(out, ngettext("%s event today", "%s events today", (unsigned long)s->figure[0]), n.p);
	} else if (s->kind == SERVICE_CHAIN && s->figure[0] >= 0) {
		if (s->figure[1] >= 0 && s->figure[1] < 60)
			str_addf(&age, _("%d s"), (int)s->figure[1]);
		else
			tick_age(&age, s->figure[1]);
		str_addf(out, _("block %s  %s"), n.p, str_c(&age));
	} else if (*s->word) {
		str_adds(out, st_word(s->word));
	} else {
		str_adds(out, health_word(s->health));
	}
	str_free(&n);
	str_free(&age);
}

/* What vigie itself puts among the services is named in the person's language; the others by themselves. */
static const char *service_name(const struct service *s)
{
	switch (s->kind) {
	case SERVICE_DISK: return _("disk");
	case SERVICE_ECONOMY: return C_("at most 7 letters", "economy");
	case SERVICE_RELAY: return _("relay");
	default: return s->name;
	}
}

static void service_row(const struct app *a, size_t i, struct grid *g, struct rect r)
{
	const struct service *s = &a->station->services.v[i];
	enum role role;
	enum glyph sign = health_sign(s->health, &role);
	struct str words = { 0 };
	grid_glyph(g, r.y, r.x, role, sign);
	grid_field(g, r.y, r.x + 2, 7, false, ROLE_LABEL, slice_of(service_name(s)));
	int x = r.x + 10, w = r.w - 10;
	if (s->kind == SERVICE_DISK && s->health != HEALTH_DOWN && s->figure[0] >= 0 && s->figure[1] > 0) {
		int gauge = w - 7 > 12 ? 12 : w - 7;
		if (gauge >= 4) {
			chart_gauge(g, r.y, x, gauge, s->health == HEALTH_PARTLY ? ROLE_WARN : ROLE_GAUGE,
			            (int)((double)s->figure[0] * 1000 / (double)s->figure[1]));
			x += gauge + 2;
			w -= gauge + 2;
		}
		figure_percent(&words, (uint64_t)s->figure[0], (uint64_t)s->figure[1]);
	} else {
		service_words(s, &words);
	}
	grid_text(g, r.y, x, w, s->health == HEALTH_DOWN ? ROLE_ERROR : ROLE_TEXT, slice_str(&words));
	str_free(&words);
}

static void service_say(const struct app *a, size_t i, struct str *out)
{
	const struct service *s = &a->station->services.v[i];
	struct str more = { 0 };
	if (s->kind == SERVICE_DISK && s->figure[0] >= 0 && s->figure[1] > 0)
		figure_percent(&more, (uint64_t)s->figure[0], (uint64_t)s->figure[1]);
	else
		service_words(s, &more);
	str_addf(out, "%s: %s", service_name(s), health_word(s->health));
	if (!slice_is(slice_str(&more), health_word(s->health)))
		str_addf(out, ", %s", str_c(&more));
	str_free(&more);
}

static size_t here_count(const struct app *a)
{
	return a->presence->visitors.n;
}

static void here_words(const struct visitor *v, struct str *out)
{
	if (*v->from)
		str_addf(out, _("from %s"), v->from);
	else
		str_adds(out, v->me ? _("this terminal") : _("at the console"));
}

static void here_row(const struct app *a, size_t i, struct grid *g, struct rect r)
{
	const struct visitor *v = &a->presence->visitors.v[i];
	struct str s = { 0 };
	tick_age(&s, tick_now() - v->since);
	int left = v->since ? right_text(g, r, ROLE_STALE, &s) : r.w;
	str_cut(&s, 0);
	grid_field(g, r.y, r.x + 1, 7, false, v->me ? ROLE_ME : ROLE_THEM, slice_of(v->me ? _("you") : v->name));
	here_words(v, &s);
	grid_text(g, r.y, r.x + 9, left - 9, ROLE_TEXT, slice_str(&s));
	str_free(&s);
}

static void here_say(const struct app *a, size_t i, struct str *out)
{
	const struct visitor *v = &a->presence->visitors.v[i];
	str_addf(out, "%s, ", v->me ? _("you") : v->name);
	here_words(v, out);
}

static struct subject *todo_subject(const struct app *a)
{
	return &a->todo->subject;
}

static struct subject *wallet_subject(const struct app *a)
{
	return &a->wallet->subject;
}

static struct subject *mail_subject(const struct app *a)
{
	return &a->mail->subject;
}

static struct subject *station_subject(const struct app *a)
{
	return &a->station->subject;
}

static struct subject *here_subject(const struct app *a)
{
	return &a->presence->subject;
}

const struct tile home_tiles[TILES] = {
	[TILE_TODO] = { N_("To do"), "person", N_("nothing needs you now"), todo_subject, todo_count, todo_row, todo_say, NULL },
	[TILE_LATEST] = { N_("Latest"), "wallet", N_("no payment yet"), wallet_subject, latest_count, latest_row, latest_say, NULL },
	[TILE_MAIL] = { N_("Mail"), "mail", N_("no message yet"), mail_subject, mail_count, mail_row, mail_say, NULL },
	[TILE_STATION] = { N_("Station"), "station", N_("no station known"), station_subject, service_count, service_row, service_say,
	                   station_note },
	[TILE_HERE] = { N_("Here now"), "station", N_("nobody else"), here_subject, here_count, here_row, here_say, NULL },
};
