/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a tall screen adds below the station's tiles. */
#include "base/i18n.h"
#include "base/text.h"
#include "base/tick.h"
#include "model/swarm.h"
#include "ui/view/station_tiles.h"

/* Words one after the other, as many lines as they need; returns the next line. */
static int flow(struct grid *g, struct rect r, int y, enum role role, const struct str *s)
{
	struct slice rest = slice_str(s), line;
	while (y < r.h && text_wrap(&rest, r.w, &line))
		grid_text(g, r.y + y++, r.x, r.w, role, line);
	return y;
}

static void nightly_box(const struct station *s, struct grid *g, struct rect r)
{
	const struct nightly *n = &s->nightly;
	struct rect in = grid_box(g, r, _("Last nightly run (20h12)"), NULL);
	const char *why = station_unknown(s, ABOUT_NIGHTLY);
	struct str words = { 0 };
	in.x++;
	in.w -= 2;
	if (why || !n->day) {
		str_adds(&words, why ? why : s->nightly_fault.code ? err_message(s->nightly_fault.code) : _("not known"));
		flow(g, in, 0, ROLE_STALE, &words);
		str_free(&words);
		return;
	}
	tick_date(&words, n->day);
	str_addf(&words, ": %s", n->finished ? _("finished") : _("not finished"));
	if (n->began && n->ended) {
		str_adds(&words, ", ");
		tick_span(&words, n->ended - n->began);
	}
	int y = flow(g, in, 0, n->finished ? ROLE_OK : ROLE_WARN, &words);
	str_cut(&words, 0);
	for (size_t i = 0; i < n->n_phases; i++) {
		str_addf(&words, "%s%s", i ? " · " : "", st_word(n->phases[i].name));
		if (n->phases[i].seconds >= 0) {
			str_addc(&words, ' ');
			tick_passed(&words, n->phases[i].seconds);
		}
	}
	y = flow(g, in, y, ROLE_DIM, &words);
	for (size_t i = 0; i < n->n_errors && y < in.h; i++, y++) {
		grid_text(g, in.y + y, in.x, 2, ROLE_WARN, SLICE("!"));
		grid_field(g, in.y + y, in.x + 2, in.w - 2, false, ROLE_TEXT, slice_of(n->error[i]));
	}
	str_free(&words);
}

static void swarm_box(const struct swarm *s, struct grid *g, struct rect r)
{
	struct str note = { 0 };
	st_count(&note, (int64_t)s->total);
	struct rect in = grid_box(g, r, _("Swarm"), note.p);
	in.x++;
	in.w -= 2;
	for (size_t i = 0; i < swarm_count(s) && (int)i < in.h; i++) {
		const struct swarm_row *row = swarm_at(s, i);
		struct str heard = { 0 };
		int y = in.y + (int)i, x = in.x + in.w;
		if (row->at)
			tick_age(&heard, tick_now() - row->at);
		grid_field(g, y, x - 8, 8, false, row->risk == RISK_GREEN ? ROLE_OK : row->risk == RISK_RED ? ROLE_ERROR : ROLE_TEXT,
		           slice_of(row->risk == RISK_UNKNOWN ? _("n/a") : st_word(economy_risks[row->risk])));
		grid_field(g, y, x - 16, 7, true, ROLE_STALE, slice_str(&heard));
		grid_field(g, y, in.x, in.w - 17, false, row->own ? ROLE_ME : ROLE_TEXT, slice_of(row->name));
		str_free(&heard);
	}
	str_free(&note);
}

void st_more_draw(const struct app *a, struct grid *g, struct rect r)
{
	struct rect left = r, right = r;
	if (r.h < 5)
		return;
	left.w = r.w * 3 / 5;
	right.x += left.w;
	right.w -= left.w;
	nightly_box(a->station, g, left);
	swarm_box(a->swarm, g, right);
}
