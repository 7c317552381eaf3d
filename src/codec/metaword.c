/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/metaword.h"

struct slice metaword_read(struct scale *in, bool blanks)
{
	struct slice s = scale_blob(in);
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] > '~' || s.p[i] < (blanks ? ' ' : '!')) && !(blanks && s.p[i] == '\n')) {
			in->bad = true;
			in->p = in->end;
			return SLICE("");
		}
	return s;
}

struct slice metaword_docs(struct scale *in)
{
	const unsigned char *from = in->p;
	for (size_t n = scale_count(in, 1); n--;)
		scale_blob(in);
	return (struct slice){ (const char *)from, in->bad ? 0 : (size_t)(in->p - from) };
}

static char plain(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

bool metaword_same(struct slice a, struct slice b)
{
	size_t i = 0, k = 0;
	for (;; i++, k++) {
		while (i < a.n && a.p[i] == '_')
			i++;
		while (k < b.n && b.p[k] == '_')
			k++;
		if (i >= a.n || k >= b.n)
			return i >= a.n && k >= b.n;
		if (plain(a.p[i]) != plain(b.p[k]))
			return false;
	}
}
