/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/indexer/remark.h"

#include "base/text.h"
#include "codec/cid.h"
#include "codec/hash.h"
#include "codec/hex.h"

/* A CID is a comment that stands somewhere else. */
static const char *type_of(struct slice bytes)
{
	struct cid cid;

	if (!text_valid(bytes))
		return "RAW";
	if (bytes.n >= 46 && bytes.n <= 64 && !cid_read(bytes, &cid))
		return "CID";
	for (size_t i = 0; i < bytes.n; i++)
		if ((unsigned char)bytes.p[i] >= 0x80)
			return "UNICODE";
	return "ASCII";
}

/* The text of bytes that may be anything: what is not UTF-8 becomes U+FFFD, NUL is left out as PostgreSQL cannot keep it. */
static void as_text(struct slice bytes, struct str *out)
{
	for (size_t i = 0; i < bytes.n;) {
		size_t n = 1;

		while (n < 4 && i + n < bytes.n && ((unsigned char)bytes.p[i + n] & 0xc0) == 0x80)
			n++;
		if (!text_valid((struct slice){ bytes.p + i, n })) {
			str_adds(out, "\xef\xbf\xbd");
			n = 1;
		} else if (bytes.p[i]) {
			str_add(out, (struct slice){ bytes.p + i, n });
		}
		i += n;
	}
}

int64_t remark_add(struct store *st, int64_t wanted, struct slice bytes)
{
	int64_t k = store_number(st, "SELECT k FROM remark WHERE bytes = ?", 0, "b", bytes);
	struct str text = { 0 }, hash = { 0 };
	unsigned char h[32];

	if (k)
		return k;
	k = wanted ? wanted : store_number(st, "SELECT max(k) FROM remark", 0, "") + 1;
	if (!wanted && k <= UINT16_MAX)
		k = UINT16_MAX + 1;
	hash_blake2_256(h, bytes.p, bytes.n);
	hex_add0x(&hash, h, 32);
	as_text(bytes, &text);
	store_do(st, "INSERT INTO remark VALUES(?, ?, ?, ?, ?)", "ibtts", k, bytes, slice_str(&text), slice_str(&hash), type_of(bytes));
	str_free(&text);
	str_free(&hash);
	return k;
}
