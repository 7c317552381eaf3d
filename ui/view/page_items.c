/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/view/page_items.h"
#include "base/i18n.h"
#include "ui/view/station_words.h"
#include "ui/widget/state.h"

void page_title(struct pager *p, const char *title)
{
	if (p->lines.n)
		pager_add(p, ROLE_TEXT, SLICE(""));
	pager_add(p, ROLE_TITLE, slice_of(title));
}

void page_item(struct pager *p, const char *label, enum role role, const char *fmt, ...)
{
	struct str s = { 0 };
	va_list ap;
	va_start(ap, fmt);
	str_addv(&s, fmt, ap);
	va_end(ap);
	pager_add_item(p, ROLE_LABEL, slice_of(label), 16, role, slice_str(&s));
	str_free(&s);
}

static void said_item(struct pager *p, const char *label, void (*say)(struct str *out, int64_t v), int64_t v)
{
	struct str s = { 0 };
	say(&s, v);
	page_item(p, label, ROLE_TEXT, "%s", s.p);
	str_free(&s);
}

void page_bytes(struct pager *p, const char *label, int64_t bytes)
{
	said_item(p, label, st_bytes, bytes);
}

void page_count(struct pager *p, const char *label, int64_t n)
{
	said_item(p, label, st_count, n);
}

bool page_state(struct pager *p, const struct subject *s)
{
	struct str words = { 0 };
	bool figures = s->since != 0 || s->state == STATE_FRESH;
	state_words(&words, s);
	if (s->state == STATE_LOADING && !figures)
		pager_add(p, ROLE_STALE, slice_of(_("asking")));
	else if (words.n)
		pager_add(p, s->state == STATE_ERROR ? ROLE_ERROR : ROLE_STALE, slice_str(&words));
	else if (!figures)
		pager_add(p, ROLE_STALE, slice_of(_("nothing known")));
	str_free(&words);
	return figures;
}
