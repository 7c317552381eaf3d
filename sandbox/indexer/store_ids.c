/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/indexer/store_ids.h"

#include "codec/hash.h"
#include "codec/hex.h"
#include "codec/ss58.h"

#include <stdio.h>

int64_t store_key(int32_t block, uint32_t index)
{
	return (int64_t)block * 65536 + (index & 65535);
}

int64_t store_time(const struct store *st, int64_t block)
{
	size_t low = 0, high = st->times.n;

	if (block <= st->start || !high)
		return st->start_ms - (st->start - block) * 6000;
	while (low < high) {
		size_t mid = (low + high) / 2;

		if (st->times.v[mid].number < block)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == st->times.n)
		low--;
	return st->times.v[low].ms;
}

int64_t store_block_at(const struct store *st, int64_t ms)
{
	size_t low = 0, high = st->times.n;

	if (ms <= st->start_ms) {
		int64_t back = st->start_ms - ms;

		return st->start - back / 6000;
	}
	while (low < high) {
		size_t mid = (low + high) / 2;

		if (st->times.v[mid].ms < ms)
			low = mid + 1;
		else
			high = mid;
	}
	return low < st->times.n ? st->times.v[low].number : INT32_MAX;
}

const char *store_id_sql(const struct entity *e)
{
	return e->id_kind == ID_ACCOUNT ? "@.pub" : e->id_kind == ID_TEXT ? "@.id" : "@.k";
}

/* The first digits of a block's hash stand in ids. Those of blocks that nobody carried out are made up here. */
static void short_hash(const struct store *st, int64_t block, char out[6])
{
	unsigned char h[32];
	struct {
		uint64_t seed;
		int64_t block;
	} in = { st->seed, block };
	sqlite3_stmt *s = NULL;
	char hex[65];

	if (block > st->start && sqlite3_prepare_v2(st->db, "SELECT hash FROM block WHERE k = ?", -1, &s, NULL) == SQLITE_OK) {
		sqlite3_bind_int64(s, 1, block);
		if (sqlite3_step(s) == SQLITE_ROW && sqlite3_column_bytes(s, 0) == 32)
			memcpy(h, sqlite3_column_blob(s, 0), 32);
		else
			hash_blake2_256(h, &in, sizeof in);
		sqlite3_finalize(s);
	} else {
		hash_blake2_256(h, &in, sizeof in);
	}
	if (st->lies.other_hashes)
		h[0] ^= 0xff;
	hex_encode(h, 3, hex);
	memcpy(out, hex, 5);
	out[5] = 0;
}

/* "0000012345-abcde-000006": block, its hash, number in it. */
static void event_id(const struct store *st, int64_t n, struct str *out)
{
	int64_t index = n & 65535, block = (n - index) / 65536;
	char hash[6];

	short_hash(st, block, hash);
	str_addf(out, "%010lld-%s-%06lld", (long long)block, hash, (long long)index);
}

void store_id(const struct store *st, enum id_kind kind, int64_t n, struct slice bytes, struct str *out)
{
	char text[SS58_MAX];

	switch (kind) {
	case ID_ACCOUNT:
		if (bytes.n == 32 && ss58_encode(SS58_G1, (const unsigned char *)bytes.p, text))
			str_adds(out, text);
		break;
	case ID_BLOCK:
		short_hash(st, n, text);
		str_addf(out, "%010lld-%s", (long long)n, text);
		break;
	case ID_EVENT:
		event_id(st, n, out);
		break;
	case ID_NUMBER:
	case ID_INT:
		str_addf(out, "%lld", (long long)n);
		break;
	case ID_PAIR:
		str_addf(out, "%lld-%lld", (long long)(n >> 32), (long long)(n & UINT32_MAX));
		break;
	case ID_TEXT:
		str_add(out, bytes);
		break;
	case ID_UD:
		str_addf(out, "%lld-%lld", (long long)(n >> 16), (long long)(n & 65535));
		break;
	case ID_MIXED:
		store_id(st, n & 1 ? ID_UD : ID_EVENT, n >> 1, bytes, out);
		break;
	}
}

/* "A-B" as numbers. */
static bool pair(struct slice text, int64_t *a, int64_t *b)
{
	struct slice first, rest = text;

	return slice_split(&rest, '-', &first) && slice_i64(first, a) && slice_i64(rest, b) && *a >= 0 && *b >= 0;
}

/* "0000012345-abcde-000006"; the hash is not compared: a row of another fork has another key or none. */
static bool event_key(struct slice text, int64_t *out)
{
	size_t skip = text.n && text.p[0] == '-';
	struct slice block, hash, rest = slice_from(text, skip);
	int64_t b, i;

	if (!slice_split(&rest, '-', &block) || !slice_split(&rest, '-', &hash) || hash.n != 5 || !slice_i64(block, &b) ||
	    !slice_i64(rest, &i) || b > INT32_MAX || i < 0 || i > 65535)
		return false;
	*out = store_key((int32_t)(skip ? -b : b), (uint32_t)i);
	return true;
}

bool store_id_read(enum id_kind kind, struct slice text, struct param *out)
{
	static unsigned char pubs[8][32];
	static unsigned turn;
	struct slice rest = text, part;
	unsigned prefix;
	int64_t a, b;

	*out = (struct param){ .kind = P_INT };
	switch (kind) {
	case ID_ACCOUNT:
		turn = (turn + 1) % 8;
		if (ss58_decode(text, &prefix, pubs[turn]) || prefix != SS58_G1)
			return false;
		*out = (struct param){ .kind = P_BLOB, .text = { (const char *)pubs[turn], 32 } };
		return true;
	case ID_BLOCK:
		return slice_split(&rest, '-', &part) && slice_i64(part, &out->i);
	case ID_EVENT:
		return event_key(text, &out->i);
	case ID_NUMBER:
	case ID_INT:
		return slice_i64(text, &out->i);
	case ID_PAIR:
	case ID_UD:
		if (!pair(text, &a, &b) || a > INT32_MAX || b > (kind == ID_UD ? 65535 : INT32_MAX))
			return false;
		out->i = kind == ID_UD ? a << 16 | b : a << 32 | b;
		return true;
	case ID_TEXT:
		*out = (struct param){ .kind = P_TEXT, .text = text };
		return true;
	case ID_MIXED:
		if (event_key(text, &a))
			out->i = a * 2;
		else if (pair(text, &a, &b) && a <= INT32_MAX && b <= 65535)
			out->i = (a << 16 | b) * 2 + 1;
		else
			return false;
		return true;
	}
	return false;
}
