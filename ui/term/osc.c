/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/term/osc.h"
#include "base/clean.h"

/* GNU screen cuts strings: longer ones go in pieces, each wrapped. */
enum { SCREEN_PIECE = 240, TITLE_MAX = 80, NOTICE_MAX = 200 };

static void add_base64(struct str *out, struct slice s)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t i;

	str_reserve(out, (s.n + 2) / 3 * 4);
	for (i = 0; i < s.n; i += 3) {
		size_t left = s.n - i;
		uint32_t v = (uint32_t)(unsigned char)s.p[i] << 16;

		if (left > 1)
			v |= (uint32_t)(unsigned char)s.p[i + 1] << 8;
		if (left > 2)
			v |= (unsigned char)s.p[i + 2];
		str_addc(out, digits[v >> 18]);
		str_addc(out, digits[v >> 12 & 63]);
		str_addc(out, left > 1 ? digits[v >> 6 & 63] : '=');
		str_addc(out, left > 2 ? digits[v & 63] : '=');
	}
}

static void wrap_screen(struct str *out, struct slice s)
{
	while (s.n) {
		str_adds(out, "\033P");
		str_add(out, slice_to(s, SCREEN_PIECE));
		str_adds(out, "\033\\");
		s = slice_from(s, SCREEN_PIECE);
	}
}

/* For the terminal behind a multiplexer; without one as it is. */
static void wrap(struct str *out, struct slice osc, enum mux mux)
{
	if (mux == MUX_SCREEN)
		wrap_screen(out, osc);
	else if (mux == MUX_TMUX)
		str_adds(out, "\033Ptmux;\033");
	if (mux != MUX_SCREEN)
		str_add(out, osc);
	if (mux == MUX_TMUX)
		str_adds(out, "\033\\");
}

/* tmux takes the plain form with "set-clipboard on" and the wrapped one with "allow-passthrough on": both are sent. */
enum err osc_copy(struct str *out, struct slice text, enum mux mux)
{
	struct str osc = { 0 };

	if (text.n > OSC_COPY_MAX)
		return E_TOO_BIG;
	str_adds(&osc, "\033]52;c;");
	add_base64(&osc, text);
	str_addc(&osc, '\a');
	if (mux != MUX_SCREEN)
		str_add(out, slice_str(&osc));
	if (mux != MUX_NONE)
		wrap(out, slice_str(&osc), mux);
	str_free(&osc);
	return E_OK;
}

void osc_title(struct str *out, const char *title)
{
	str_adds(out, "\033]2;");
	clean_line(out, slice_of(title), TITLE_MAX);
	str_addc(out, '\a');
}

/* A semicolon would begin another field. */
void osc_notify(struct str *out, const char *text, bool titled, enum mux mux)
{
	struct str osc = { 0 };
	size_t from;

	str_adds(&osc, titled ? "\033]777;notify;vigie;" : "\033]9;");
	from = osc.n;
	clean_line(&osc, slice_of(text), NOTICE_MAX);
	for (size_t i = from; i < osc.n; i++)
		if (osc.p[i] == ';')
			osc.p[i] = ',';
	str_addc(&osc, '\a');
	wrap(out, slice_str(&osc), mux);
	str_free(&osc);
}
