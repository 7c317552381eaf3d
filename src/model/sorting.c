/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/sorting.h"
#include "base/text.h"

/* qsort has no argument for its caller; everything here runs on one thread. */
static const struct sorting *sorting;
static const void *sorting_rows;
static int (*sorting_order)(const void *rows, size_t a, size_t b, int by);

static int compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int c = sorting_order(sorting_rows, x, y, sorting->by);
	if (!c)
		return (x > y) - (x < y);
	return sorting->descending ? -c : c;
}

void sorting_build(struct sorting *t, size_t n, bool (*keep)(const void *rows, size_t i, struct slice filter),
                 int (*order)(const void *rows, size_t a, size_t b, int by), const void *rows)
{
	t->shown.n = 0;
	vec_reserve(&t->shown, n);
	for (size_t i = 0; i < n; i++)
		if (!t->filter.n || keep(rows, i, slice_str(&t->filter)))
			vec_push(&t->shown, (uint32_t)i);
	sorting = t;
	sorting_rows = rows;
	sorting_order = order;
	if (t->shown.n > 1)
		qsort(t->shown.v, t->shown.n, sizeof *t->shown.v, compare);
}

void sorting_filter(struct sorting *t, struct slice text)
{
	str_cut(&t->filter, 0);
	text_fold(&t->filter, slice_trim(text));
}

void sorting_free(struct sorting *t)
{
	vec_free(&t->shown);
	str_free(&t->filter);
}

/* ASCII, as ids and addresses are, is compared as it stands; only names need folding. */
bool sorting_holds(struct slice text, struct slice folded)
{
	bool plain = true;
	struct str f = { 0 };
	for (size_t i = 0; plain && i < text.n; i++)
		plain = !((unsigned char)text.p[i] & 0x80);
	if (!plain) {
		text_fold(&f, text);
		text = slice_str(&f);
	}
	bool found = false;
	for (size_t i = 0; !found && i + folded.n <= text.n; i++) {
		size_t j = 0;
		while (j < folded.n) {
			char c = text.p[i + j];
			if (c >= 'A' && c <= 'Z')
				c = (char)(c + 32);
			if (c != folded.p[j])
				break;
			j++;
		}
		found = j == folded.n;
	}
	str_free(&f);
	return found;
}
