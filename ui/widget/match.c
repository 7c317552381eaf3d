/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/widget/match.h"
#include "base/text.h"
#include "base/vec.h"

/* The folded text, and for each of its bytes where the cluster it came from begins and ends. */
struct folded {
	struct str text;
	VEC(, struct span) spans;
};

struct span {
	size_t from, to;
};

/* Folding may make one cluster longer, shorter or empty, so the way back is written down byte by byte. */
static void fold_with_spans(struct folded *f, struct slice text)
{
	struct slice rest = text, cluster;
	int width;

	while (text_next(&rest, &cluster, &width)) {
		size_t from = (size_t)(cluster.p - text.p), to = text.n - rest.n;

		text_fold(&f->text, cluster);
		while (f->spans.n < f->text.n)
			vec_push(&f->spans, (struct span){ from, to });
	}
}

bool match_find(struct slice text, struct slice folded, size_t *from, size_t *len)
{
	struct folded f = { 0 };
	const char *hit = NULL;

	if (folded.n && text.n) {
		fold_with_spans(&f, text);
		hit = f.text.n >= folded.n ? memmem(f.text.p, f.text.n, folded.p, folded.n) : NULL;
	}
	if (hit) {
		size_t i = (size_t)(hit - f.text.p);

		*from = f.spans.v[i].from;
		*len = f.spans.v[i + folded.n - 1].to - *from;
	}
	str_free(&f.text);
	vec_free(&f.spans);
	return hit != NULL;
}

static bool next_word(struct slice *rest, struct slice *word)
{
	size_t n = 0;

	while (rest->n && rest->p[0] == ' ')
		*rest = slice_from(*rest, 1);
	while (n < rest->n && rest->p[n] != ' ')
		n++;
	*word = slice_to(*rest, n);
	*rest = slice_from(*rest, n);
	return n > 0;
}

bool match_filter(struct slice text, struct slice folded_filter)
{
	struct str f = { 0 };
	struct slice word;
	bool ok = true;

	if (!folded_filter.n)
		return true;
	text_fold(&f, text);
	while (ok && next_word(&folded_filter, &word)) {
		bool not = word.p[0] == '!';

		if (not)
			word = slice_from(word, 1);
		if (word.n)
			ok = (f.n >= word.n && memmem(f.p, f.n, word.p, word.n) != NULL) != not;
	}
	str_free(&f);
	return ok;
}

/* The first word to look for; negated ones mark nothing. */
static struct slice first_word(struct slice filter)
{
	struct slice word;

	while (next_word(&filter, &word))
		if (word.p[0] != '!')
			return word;
	return (struct slice){ "", 0 };
}

/* The mark is placed by columns; a match behind the cut shows no mark. */
void match_field(struct grid *g, int y, int x, int w, bool right, enum role role, struct slice text,
                 struct slice folded_filter)
{
	size_t from, len;

	grid_field(g, y, x, w, right, role, text);
	if (!match_find(text, first_word(folded_filter), &from, &len))
		return;
	int total = text_width(text), before = text_width(slice_to(text, from));
	int part = text_width(slice_to(slice_from(text, from), len));

	if (right && total < w)
		before += w - total;
	if (before < w)
		grid_role(g, (struct rect){ y, x + before, 1, before + part > w ? w - before : part }, ROLE_MATCH);
}
