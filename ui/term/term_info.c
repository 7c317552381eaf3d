/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/term/term_info.h"
#include "base/i18n.h"
#include "ui/term/term_in.h"

enum { SLOW_MS = 150 };

void term_size(const struct term *t, int *h, int *w)
{
	*h = t->h;
	*w = t->w;
}

enum glyph_set term_glyphs(const struct term *t)
{
	return t->glyphs;
}

bool term_remote(const struct term *t)
{
	return t->caps.remote || t->caps.rtt_ms > SLOW_MS || t->writer.slowest_ms > SLOW_MS;
}

int term_light(const struct term *t)
{
	return caps_light(&t->caps);
}

void term_describe(const struct term *t, struct str *out)
{
	static const char *const depths[] = { "-", "8", "16", "256", "#rrggbb" };
	static const char *const sets[] = { "UTF-8", "VT", "ASCII" };

	caps_describe(&t->caps, out);
	str_addf(out, "%s: %dx%d\n", _("size"), t->w, t->h);
	str_addf(out, "%s: %s\n", _("colours in use"), depths[t->depth]);
	str_addf(out, "%s: %s\n", _("glyphs in use"), sets[t->glyphs]);
	str_addf(out, "%s: %s\n", _("mouse"), t->mouse_on ? _("yes") : _("no"));
}
