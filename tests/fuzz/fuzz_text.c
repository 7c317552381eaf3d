/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as text: widths add up, cutting, padding and wrapping are exact, ASCII is ASCII. The first byte chooses the
 * columns. */
#include "base/text.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_clusters(struct slice in)
{
	struct slice rest = in, cluster;
	int w, sum = 0;
	size_t at = 0;
	while (text_next(&rest, &cluster, &w)) {
		must(w >= 0 && w <= 2 && cluster.n > 0);
		must(cluster.p == in.p + at && cluster.p + cluster.n <= rest.p);
		at = in.n - rest.n;
		sum += w;
	}
	must(at == in.n && sum == text_width(in));
}

static void check_columns(struct slice in, int columns)
{
	struct str out = { 0 };
	struct slice head = text_fit(in, columns);
	must(text_width(head) <= columns);
	text_cut(&out, in, columns, columns & 1);
	must(text_width(slice_str(&out)) <= columns);
	str_cut(&out, 0);
	text_pad(&out, in, columns, columns & 2, columns & 1);
	must(text_width(slice_str(&out)) == columns);
	str_free(&out);
}

static size_t bodies(struct slice s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] != ' ' && s.p[i] != '\n';
	return n;
}

static void check_wrap(struct slice in, int columns)
{
	struct slice rest = in, line;
	size_t n = 0, before = in.n + 1;
	while (text_wrap(&rest, columns, &line)) {
		must(rest.n < before);
		must(text_width(line) <= (columns < 2 ? 2 : columns));
		n += bodies(line);
		before = rest.n;
	}
	must(n == bodies(in));
}

static void check_forms(struct slice in)
{
	struct str out = { 0 };
	text_ascii(&out, in);
	for (size_t i = 0; i < out.n; i++)
		must((unsigned char)out.p[i] < 0x80);
	str_cut(&out, 0);
	text_fold(&out, in);
	must(text_valid(slice_str(&out)));
	str_cut(&out, 0);
	text_nfkc(&out, in);
	must(text_valid(slice_str(&out)) == text_valid(in));
	str_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int columns = size ? data[0] % 100 : 0;
	struct slice in = { (const char *)data + (size > 0), size - (size > 0) };
	for (int wide = 0; wide < 2; wide++) {
		text_ambiguous_wide(wide);
		check_clusters(in);
		check_columns(in, columns);
		check_wrap(in, columns);
	}
	text_ambiguous_wide(false);
	check_forms(in);
	return 0;
}
