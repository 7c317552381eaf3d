/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/conf.h"
#include "base/i18n.h"
#include "base/tick.h"
#include "io/http.h"
#include "io/jread.h"
#include "model/app.h"
#include "model/skywire_in.h"
#include "skywire/skycoin.h"
#include <stdio.h>
#include <time.h>

enum { TRACKER_MS = 300000, SKY_MS = 60000, DAYS = 7, BOARDS_ASKED = 64 };

void skywire_stop_asking(struct skywire *s)
{
	http_cancel(s->in->tracker);
	http_cancel(s->in->balance);
	http_cancel(s->in->transactions);
	http_cancel(s->in->head);
	s->in->tracker = s->in->balance = s->in->transactions = s->in->head = NULL;
}

/* "71.18" per cent, as a string, -> thousandths. */
static int share(const char *text)
{
	int whole = 0, tenth = 0, n = sscanf(text, "%3d.%1d", &whole, &tenth);
	return n < 1 || whole < 0 || whole > 100 ? -1 : whole * 10 + (n > 1 ? tenth : 0);
}

static void got_tracker(void *arg, const struct http_answer *a)
{
	struct skywire *s = arg;
	json_t *list = a->fault.code ? NULL : jread_load(a->body, 4 << 20, NULL), *v;
	char today[16];
	time_t now = (time_t)tick_now();
	struct tm tm;
	size_t i;
	s->in->tracker = NULL;
	gmtime_r(&now, &tm);
	strftime(today, sizeof today, "%Y-%m-%d", &tm);
	json_array_foreach(list, i, v)
		for (size_t k = 0; k < s->boards.n; k++)
			if (!strcmp(s->boards.v[k].pk, jread_text(v, "pk", ""))) {
				const char *text = json_string_value(json_object_get(jread_at(v, "daily"), today));
				s->boards.v[k].uptime_today = text ? share(text) : -1;
			}
	if (list)
		subject_touch(&s->subject);
	json_decref(list);
}

static void ask_tracker(struct skywire *s, const char *base)
{
	struct str url = { 0 };
	str_addf(&url, "%s/uptimes?v=v2&visors=", base);
	for (size_t i = 0; i < s->boards.n && i < BOARDS_ASKED; i++)
		str_addf(&url, "%s%s", i ? "," : "", s->boards.v[i].pk);
	s->in->tracker = http_start(app_net(s->in->app), &(struct http_ask){ .url = url.p, .flags = NET_LAN, .label = _("asking for uptimes"),
	                                                                    .done = got_tracker, .arg = s });
	str_free(&url);
}

static void sky_failed(struct skywire *s, const struct fault *f)
{
	s->sky.fault = *f;
	subject_touch(&s->subject);
}

static void got_balance(void *arg, const struct http_answer *a)
{
	struct skywire *s = arg;
	struct fault f = a->fault;
	s->in->balance = NULL;
	if (f.code || skycoin_balance(a->body, &s->sky.balance, &f))
		sky_failed(s, &f);
}

static void got_transactions(void *arg, const struct http_answer *a)
{
	struct skywire *s = arg;
	struct fault f = a->fault;
	int64_t sum = 0, now = tick_now();
	s->in->transactions = NULL;
	/* whole UTC days: a day's payment comes at once, the day after */
	if (f.code || skycoin_received(a->body, s->in->addresses, now - now % 86400 - (DAYS - 1) * 86400, &sum, &f)) {
		sky_failed(s, &f);
		return;
	}
	s->sky.days = DAYS;
	s->sky.received = sum;
	s->sky.per_hour = sum / (24 * DAYS);
	s->sky.at = now;
	s->sky.fault = (struct fault){ 0 };
	subject_touch(&s->subject);
}

static void got_head(void *arg, const struct http_answer *a)
{
	struct skywire *s = arg;
	s->in->head = NULL;
	if (a->fault.code || skycoin_health(a->body, &s->sky.head_age, NULL))
		s->sky.head_age = -1;
}

/* Each reward address once; several boards may share one. */
static void addresses(const struct skywire *s, char *out, size_t cap, char between)
{
	size_t n = 0;
	out[0] = 0;
	for (size_t i = 0; i < s->boards.n; i++) {
		const char *r = s->boards.v[i].reward;
		size_t len = strlen(r);
		if (!len || strspn(r, "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz") != len || strstr(out, r) || n + len + 2 > cap)
			continue;
		n += (size_t)snprintf(out + n, cap - n, "%s%s", n ? (char[]){ between, 0 } : "", r);
	}
}

static struct http_req *get(struct skywire *s, const char *base, const char *path, void (*done)(void *, const struct http_answer *))
{
	struct str url = { 0 };
	char list[2048];
	addresses(s, list, sizeof list, ',');
	str_addf(&url, "%s/api/v1/%s%s", base, path, strchr(path, '=') ? list : "");
	struct http_req *r = http_start(app_net(s->in->app), &(struct http_ask){ .url = url.p, .flags = NET_LAN, .done = done, .arg = s,
	                                                                        .max_body = SKYCOIN_ANSWER_MAX });
	str_free(&url);
	return r;
}

void skywire_ask_more(struct skywire *s)
{
	struct app *a = s->in->app;
	const char *tracker = conf_text(a->conf, "skywire.tracker"), *node = conf_text(a->conf, "skywire.skycoin");
	int64_t now = tick_ms();
	if (*tracker && s->boards.n && !s->in->tracker && (!s->in->tracker_ms || now - s->in->tracker_ms > TRACKER_MS)) {
		s->in->tracker_ms = now;
		ask_tracker(s, tracker);
	}
	addresses(s, s->in->addresses, sizeof s->in->addresses, ' ');
	bool due = !s->in->sky_ms || now - s->in->sky_ms > SKY_MS;
	if (!*node || !*s->in->addresses || !due || s->in->transactions || s->in->balance || s->in->head)
		return;
	s->in->sky_ms = now;
	s->in->balance = get(s, node, "balance?addrs=", got_balance);
	s->in->transactions = get(s, node, "transactions?verbose=1&confirmed=1&addrs=", got_transactions);
	s->in->head = get(s, node, "health", got_head);
}
