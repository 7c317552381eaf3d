/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/term/osc.h"
#include "base/clean.h"

/* GNU screen cuts strings: longer ones go in pieces, each wrapped. */
enum { SCREEN_PIECE = 240, TITLE_MAX = 80 };

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

/* tmux takes the plain form with "set-clipboard on" and the wrapped one with "allow-passthrough on": both are sent. */
enum err osc_copy(struct str *out, struct slice text, enum mux mux)
{
	struct str osc = { 0 };

	if (text.n > OSC_COPY_MAX)
		return E_TOO_BIG;
	str_adds(&osc, "\033]52;c;");
	add_base64(&osc, text);
	str_addc(&osc, '\a');
	if (mux == MUX_SCREEN) {
		wrap_screen(out, slice_str(&osc));
	} else {
		str_add(out, slice_str(&osc));
		if (mux == MUX_TMUX) {
			str_adds(out, "\033Ptmux;\033");
			str_add(out, slice_str(&osc));
			str_adds(out, "\033\\");
		}
	}
	str_free(&osc);
	return E_OK;
}

void osc_title(struct str *out, const char *title)
{
	str_adds(out, "\033]2;");
	clean_line(out, slice_of(title), TITLE_MAX);
	str_addc(out, '\a');
}

/* "38;5;N" or "48;5;N" at p: its length, and N. */
static size_t palette_color(const char *p, size_t n, int *index)
{
	size_t i = 5;
	int v = 0;

	if (n < 7 || (p[0] != '3' && p[0] != '4') || memcmp(p + 1, "8;5;", 4))
		return 0;
	for (; i < n && i < 9 && p[i] >= '0' && p[i] <= '9'; i++)
		v = v * 10 + (p[i] - '0');
	*index = v;
	return i > 5 && i < n && (p[i] == 'm' || p[i] == ';') && v < 256 ? i : 0;
}

/* Text cannot be mistaken for a sequence: it never holds ESC. */
void osc_true_colors(struct str *bytes, size_t from, const int32_t rgb[256])
{
	struct str out = { 0 };
	size_t i = from, len;
	bool inside = false, changed = false;
	int index;

	while (i < bytes->n) {
		const char *p = bytes->p + i;

		if (*p == '\033')
			inside = i + 1 < bytes->n && p[1] == '[';
		len = inside ? palette_color(p, bytes->n - i, &index) : 0;
		if (len && rgb[index] >= 0) {
			str_addf(&out, "%c8;2;%d;%d;%d", p[0], (int)(rgb[index] >> 16 & 255), (int)(rgb[index] >> 8 & 255),
			         (int)(rgb[index] & 255));
			i += len;
			changed = true;
			continue;
		}
		if (inside && *p >= 0x40 && *p <= 0x7e && *p != '[')
			inside = false;
		str_addc(&out, *p);
		i++;
	}
	if (changed) {
		str_cut(bytes, from);
		str_add(bytes, slice_str(&out));
	}
	str_free(&out);
}
