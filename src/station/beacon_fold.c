/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "station/beacon_fold.h"
#include "base/mem.h"

/* Pairs of counts, how many bytes stand here and how many zeros follow them, each before its bytes: an empty text of 160 bytes
 * costs two. Shorter runs of zeros than these are not worth a pair. */
enum { RUN = 3, MOST = 255 };

static size_t zeros(const unsigned char *p, size_t n)
{
	size_t i = 0;
	while (i < n && i < MOST && !p[i])
		i++;
	return i;
}

static size_t others(const unsigned char *p, size_t n)
{
	size_t i = 0;
	while (i < n && i < MOST && (p[i] || zeros(p + i, n - i) < (n - i < RUN ? n - i : RUN)))
		i++;
	return i;
}

static void fold(struct str *out, const void *from, size_t n)
{
	const unsigned char *p = from;
	while (n) {
		size_t stand = others(p, n), gap = zeros(p + stand, n - stand);
		str_addc(out, (char)stand);
		str_addc(out, (char)gap);
		str_add(out, (struct slice){ (const char *)p, stand });
		p += stand + gap;
		n -= stand + gap;
	}
}

static struct slice unfold(void *to, size_t n, struct slice from)
{
	unsigned char *p = to;
	while (n) {
		size_t stand = (unsigned char)from.p[0], gap = (unsigned char)from.p[1];
		memcpy(p, from.p + 2, stand);
		memset(p + stand, 0, gap);
		from = slice_from(from, stand + 2);
		p += stand + gap;
		n -= stand + gap;
	}
	return from;
}

struct slice beacon_fold(const struct beacon *b)
{
	struct str s = { 0 };
	fold(&s, b, sizeof *b);
	fold(&s, b->daemons.v, b->daemons.n * sizeof *b->daemons.v);
	struct slice out = { mem_dup(s.p, s.n), s.n };
	str_free(&s);
	return out;
}

void beacon_unfold(struct beacon *b, struct slice folded)
{
	beacon_free(b);
	folded = unfold(b, sizeof *b, folded);
	b->daemons.cap = b->daemons.n;
	b->daemons.v = b->daemons.n ? mem_array(b->daemons.n, sizeof *b->daemons.v) : NULL;
	unfold(b->daemons.v, b->daemons.n * sizeof *b->daemons.v, folded);
}
