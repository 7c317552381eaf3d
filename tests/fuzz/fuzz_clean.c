/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strangers' text: whatever comes in, what comes out is bounded, valid, without anything that a terminal obeys, and stays
 * the same when it is cleaned again. The first byte chooses the bound. */
#include "base/clean.h"
#include "base/text.h"
#include <stdlib.h>
#include <utf8proc.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static bool harmless(int32_t c, bool newlines)
{
	const utf8proc_property_t *p = utf8proc_get_property(c);
	if (c == '\n')
		return newlines;
	if (c == 0x200c || c == 0x200d)
		return true;
	return p->category != UTF8PROC_CATEGORY_CC && p->category != UTF8PROC_CATEGORY_CF &&
	    p->category != UTF8PROC_CATEGORY_CO && p->category != UTF8PROC_CATEGORY_CS &&
	    p->category != UTF8PROC_CATEGORY_CN && p->category != UTF8PROC_CATEGORY_ZL &&
	    p->category != UTF8PROC_CATEGORY_ZP && (!p->ignorable || (c >= 0xfe00 && c <= 0xfe0f));
}

static void check(const struct str *out, size_t max, bool newlines)
{
	struct slice s = slice_str(out);
	must(s.n <= max && text_valid(s));
	while (s.n) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &c);
		must(n > 0 && harmless(c, newlines));
		s = slice_from(s, (size_t)n);
	}
}

static void same(const struct str *a, const struct str *b)
{
	must(slice_eq(slice_str(a), slice_str(b)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str out = { 0 }, again = { 0 };
	size_t max = size ? data[0] * 4u : 0;
	struct slice in = { (const char *)data + (size > 0), size - (size > 0) };
	bool odd, odd_again;
	clean_line(&out, in, max);
	check(&out, max, false);
	clean_line(&again, slice_str(&out), max);
	same(&out, &again);
	str_cut(&out, 0);
	str_cut(&again, 0);
	clean_text(&out, in, max, 7);
	check(&out, max, true);
	size_t lines = 1;
	for (size_t i = 0; i < out.n; i++)
		lines += out.p[i] == '\n';
	must(lines <= 7);
	clean_text(&again, slice_str(&out), max, 7);
	same(&out, &again);
	str_cut(&out, 0);
	str_cut(&again, 0);
	clean_name(&out, in, max, &odd);
	check(&out, max, false);
	clean_name(&again, slice_str(&out), max, &odd_again);
	same(&out, &again);
	str_free(&out);
	str_free(&again);
	return 0;
}
