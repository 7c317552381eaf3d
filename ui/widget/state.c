/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widget/state.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/tick.h"

enum { JUST_S = 10 };

static void add_fault(struct str *out, const struct fault *f)
{
	if (f->where[0])
		str_addf(out, "%s: %s", f->where, err_message(f->code));
	else
		str_adds(out, err_message(f->code));
}

void state_age(struct str *out, const struct subject *s)
{
	if (s->since_ms)
		tick_passed(out, (tick_ms() - s->since_ms) / 1000);
	else if (s->since > 0)
		tick_age(out, tick_now() - s->since);
}

void state_words(struct str *out, const struct subject *s)
{
	struct str age = { 0 }, why = { 0 };

	if (!s || (s->state != STATE_STALE && s->state != STATE_ERROR))
		return;
	if (s->fault.code != E_OK)
		add_fault(&why, &s->fault);
	int64_t seconds = s->since_ms ? (tick_ms() - s->since_ms) / 1000 : tick_now() - s->since;
	state_age(&age, s);
	/* Without a trusted clock an age is "?": then there is none to tell. */
	bool known = age.n && !slice_is(slice_str(&age), "?"), just = known && seconds < JUST_S;
	if (just)
		str_addf(out, why.n ? _("as of just now, %s") : _("as of just now"), str_c(&why));
	else if (known && why.n)
		str_addf(out, _("as of %s ago, %s"), str_c(&age), str_c(&why));
	else if (known)
		str_addf(out, _("as of %s ago"), str_c(&age));
	else if (s->since > 0 && why.n)
		str_addf(out, _("of unknown age, %s"), str_c(&why));
	else /* never fresh: there is nothing whose age could be told */
		str_adds(out, why.n ? str_c(&why) : _("of unknown age"));
	str_free(&age);
	str_free(&why);
}

enum glyph state_sign(const struct subject *s, enum role *role)
{
	static const struct {
		enum glyph sign;
		enum role role;
	} signs[] = {
		[STATE_EMPTY] = { GLYPH_OPEN, ROLE_DIM }, [STATE_LOADING] = { GLYPH_HALF, ROLE_DIM },
		[STATE_FRESH] = { GLYPH_GOOD, ROLE_OK },  [STATE_STALE] = { GLYPH_HALF, ROLE_STALE },
		[STATE_ERROR] = { GLYPH_BAD, ROLE_ERROR },
	};
	enum state state = s ? s->state : STATE_FRESH;

	*role = signs[state].role;
	return signs[state].sign;
}

struct rect state_banner(struct grid *g, struct rect r, const struct subject *s)
{
	struct str words = { 0 };
	enum role role;

	state_words(&words, s);
	if (words.n && r.h > 1) {
		grid_glyph(g, r.y, r.x + 1, ROLE_TEXT, state_sign(s, &role));
		grid_role(g, (struct rect){ r.y, r.x + 1, 1, 1 }, role);
		grid_field(g, r.y, r.x + 3, r.w - 3, false, role, slice_str(&words));
		r.y++;
		r.h--;
	}
	str_free(&words);
	return r;
}

/* Wraps text into r from line y on, each line in the middle. Returns the next line. */
static int centred(struct grid *g, struct rect r, int y, enum role role, const char *text)
{
	struct slice rest = slice_of(text), line;

	while (y < r.y + r.h && r.w > 0 && text_wrap(&rest, r.w, &line)) {
		int w = text_width(line);

		grid_text(g, y++, r.x + (r.w - w) / 2, r.w, role, line);
	}
	return y;
}

static int lines_of(const char *text, int w)
{
	struct slice rest = slice_of(text), line;
	int n = 0;

	while (w > 0 && text_wrap(&rest, w, &line))
		n++;
	return n;
}

/* "No answer yet" must never look like "nothing". */
void state_placeholder(struct grid *g, struct rect r, const struct subject *s, const char *empty, const char *hint)
{
	enum state state = s ? s->state : STATE_FRESH;
	struct rect in = { r.y, r.x + 2, r.h, r.w - 4 };
	struct str words = { 0 };
	int y = r.y + (r.h > 4 ? r.h / 3 : 0);

	switch (state) {
	case STATE_EMPTY:
		y = centred(g, in, y, ROLE_DIM, _("Nothing is known yet"));
		break;
	case STATE_LOADING:
		y = centred(g, in, y, ROLE_DIM, _("Loading"));
		hint = NULL;
		break;
	case STATE_ERROR:
		add_fault(&words, &s->fault);
		y = centred(g, in, y, ROLE_ERROR, str_c(&words));
		hint = *err_hint(s->fault.code) ? err_hint(s->fault.code) : hint;
		break;
	case STATE_STALE:
		y = centred(g, in, y, ROLE_DIM, empty ? empty : "");
		state_words(&words, s);
		y = centred(g, in, y, ROLE_STALE, str_c(&words));
		break;
	case STATE_FRESH:
		y = centred(g, in, y, ROLE_DIM, empty ? empty : "");
		break;
	}
	/* a blank line before the hint, unless the hint needs it */
	if (hint)
		centred(g, in, y + (y + lines_of(hint, in.w) < r.y + r.h), ROLE_DIM, hint);
	str_free(&words);
}

void state_say(struct str *out, const struct subject *s, bool has_content, const char *empty)
{
	enum state state = s ? s->state : STATE_FRESH;

	if (state == STATE_STALE || state == STATE_ERROR) {
		state_words(out, s);
		str_addc(out, '\n');
		if (state == STATE_ERROR && *err_hint(s->fault.code))
			str_addf(out, "%s\n", err_hint(s->fault.code));
	}
	if (has_content)
		return;
	if (state == STATE_LOADING)
		str_addf(out, "%s\n", _("Loading"));
	else if (state == STATE_EMPTY && !(empty && *empty))
		str_addf(out, "%s\n", _("Nothing is known yet"));
	else if (state != STATE_ERROR && empty && *empty)
		str_addf(out, "%s\n", empty);
}
