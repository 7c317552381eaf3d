/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What indexers and nodes answer: rows of histories, states of indexers, lists of nodes, read proofs, files of drafts. Rows
 * that are taken must be in order, clean, and never negative. */
#include "g1/history.h"
#include "g1/offline.h"
#include "g1/storage.h"
#include "io/jread.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void rows(const json_t *j)
{
	static const unsigned char me[32] = { 0x8a, 0x88, 0xe3, 0xdd, 0x74, 0x09, 0xf1, 0x95, 0xfd, 0x52, 0xdb, 0x2d, 0x3c, 0xba, 0x5d, 0x72,
		0xca, 0x67, 0x09, 0xbf, 0x1d, 0x94, 0x12, 0x1b, 0xf3, 0x74, 0x88, 0x01, 0xb4, 0x0f, 0x6f, 0x5c };
	struct history_rows r = { .more = false };
	struct fault f;
	if (!history_parse(j, me, &r, &f))
		for (size_t i = 0; i < r.v.n; i++) {
			const struct ledger_row *row = &r.v.v[i];
			must(row->amount_c >= 0 && (!i || row->id < r.v.v[i - 1].id));
			for (const char *c = row->comment; *c; c++)
				must((unsigned char)*c >= 32 && *c != 127);
		}
	history_rows_free(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fault f;
	json_t *j = jread_load((struct slice){ (const char *)data, size }, 1 << 20, &f);
	if (!j)
		return 0;
	static const unsigned char zero[32];
	struct nodelist l = { { 0 } };
	struct str version = { 0 }, bytes = { 0 };
	struct indexer_said said;
	rows(j);
	nodelist_json(&l, j);
	for (size_t i = 0; i < l.v.n; i++) {
		struct str ways[NODELIST_WAYS];
		size_t n = nodelist_ways(&l.v.v[i], ways);
		must(n > 0);
		for (size_t k = 0; k < NODELIST_WAYS; k++)
			str_free(&ways[k]);
	}
	nodelist_free(&l);
	indexer_status(j, &said, &version);
	struct slice key = { (const char *)zero, 32 }, value;
	storage_prove(j, zero, zero, &key, 1, &bytes, &value, &f);
	struct runtime_id id;
	struct extrinsic_draft d;
	struct era era;
	if (!offline_read_draft(j, &id, &d, &f))
		extrinsic_draft_free(&d);
	offline_read_signed(j, &id, &era, &bytes, &f);
	str_free(&bytes);
	str_free(&version);
	json_decref(j);
	return 0;
}
