/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/fuzzy.h"
#include <utf8proc.h>

enum { HIT = 16, FIRST = 12, HEAD = 10, ROW = 12, NONE = -100000 };

/* A text as folded code points, with where each one begins and whether it heads a word. */
struct points {
	int n;
	utf8proc_int32_t v[FUZZY_TEXT];
	uint16_t at[FUZZY_TEXT];
	bool head[FUZZY_TEXT];
};

static utf8proc_int32_t fold(utf8proc_int32_t c)
{
	utf8proc_int32_t out[8];
	int last = 0;
	utf8proc_ssize_t n;

	if (c < 128)
		return c >= 'A' && c <= 'Z' ? c + 32 : c;
	n = utf8proc_decompose_char(c, out, 8, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &last);
	return n > 0 && n <= 8 ? out[0] : c;
}

static bool is_word(utf8proc_int32_t c)
{
	return c >= 128 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void read_points(struct points *p, struct slice s, int max)
{
	bool inside = false;

	p->n = 0;
	for (size_t at = 0; at < s.n && at <= UINT16_MAX && p->n < max;) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.p + at, (utf8proc_ssize_t)(s.n - at), &c);

		if (n <= 0) {
			c = '?';
			n = 1;
		}
		p->v[p->n] = fold(c);
		p->at[p->n] = (uint16_t)at;
		p->head[p->n++] = is_word(c) && !inside;
		inside = is_word(c);
		at += (size_t)n;
	}
}

/* Follows the choices back and stores where each letter of the pattern was found. */
static void trace(const uint8_t came[FUZZY_PATTERN][FUZZY_TEXT], const struct points *text, int n, int end, struct fuzzy *hits)
{
	hits->n = n;
	for (int i = n - 1; i >= 0; i--) {
		hits->at[i] = text->at[end];
		end = came[i][end];
	}
}

int fuzzy_match(struct slice pattern, struct slice text, struct fuzzy *hits)
{
	struct points p, t;
	int score[2][FUZZY_TEXT], best_end = 0;
	uint8_t came[FUZZY_PATTERN][FUZZY_TEXT];

	if (hits)
		hits->n = 0;
	read_points(&p, pattern, FUZZY_PATTERN);
	read_points(&t, text, FUZZY_TEXT);
	if (!p.n || p.n > t.n)
		return p.n ? -1 : 0;
	/* score[i & 1][j]: the best way to match the letters up to i with i on j. A gap costs one for each letter. */
	for (int i = 0; i < p.n; i++) {
		int *now = score[i & 1], *last = score[(i + 1) & 1], gap = NONE, gap_from = 0;

		for (int j = 0; j < t.n; j++) {
			int before = i ? NONE : -(j < 6 ? j : 6), from = 0;

			if (i && j) {
				if (j > 1 && last[j - 2] > gap) {
					gap = last[j - 2];
					gap_from = j - 2;
				}
				gap--;
				before = gap;
				from = gap_from;
				if (last[j - 1] + ROW > before) {
					before = last[j - 1] + ROW;
					from = j - 1;
				}
			}
			came[i][j] = (uint8_t)from;
			now[j] = NONE;
			if (p.v[i] == t.v[j] && before > NONE / 2)
				now[j] = before + HIT + (j == 0 ? FIRST : t.head[j] ? HEAD : 0);
		}
	}
	for (int j = 1; j < t.n; j++)
		if (score[(p.n - 1) & 1][j] > score[(p.n - 1) & 1][best_end])
			best_end = j;
	if (score[(p.n - 1) & 1][best_end] <= NONE / 2)
		return -1;
	if (hits)
		trace(came, &t, p.n, best_end, hits);
	best_end = score[(p.n - 1) & 1][best_end];
	return best_end > 1 ? best_end : 1;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

int fuzzy_slips(struct slice a, struct slice b, int limit)
{
	struct points x, y;
	int row[3][FUZZY_PATTERN + 1];

	read_points(&x, a, FUZZY_PATTERN);
	read_points(&y, b, FUZZY_PATTERN);
	if (x.n - y.n > limit || y.n - x.n > limit)
		return limit + 1;
	for (int j = 0; j <= y.n; j++)
		row[0][j] = j;
	for (int i = 1; i <= x.n; i++) {
		int *now = row[i % 3], *up = row[(i + 2) % 3], *upper = row[(i + 1) % 3];

		now[0] = i;
		for (int j = 1; j <= y.n; j++) {
			now[j] = least(least(up[j], now[j - 1]) + 1, up[j - 1] + (x.v[i - 1] != y.v[j - 1]));
			if (i > 1 && j > 1 && x.v[i - 1] == y.v[j - 2] && x.v[i - 2] == y.v[j - 1])
				now[j] = least(now[j], upper[j - 2] + 1);
		}
	}
	return least(row[x.n % 3][y.n], limit + 1);
}
