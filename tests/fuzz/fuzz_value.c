/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values, calls, events and headers by honest metadata. What decodes must encode to the same bytes again. */
#include "codec/encode.h"
#include "codec/header.h"
#include "codec/storekey.h"
#include "codec/value.h"
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct meta *meta;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static char bytes[1 << 16];
	FILE *f = fopen(FUZZ_SOURCE "/tests/unit/codec/metadata_v14.scale", "rb");
	(void)argc;
	(void)argv;
	if (!f)
		abort();
	meta = meta_parse(bytes, fread(bytes, 1, sizeof bytes, f), NULL);
	fclose(f);
	if (!meta)
		abort();
	return 0;
}

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void header(const uint8_t *data, size_t size)
{
	struct scale in = scale_open(data, size);
	struct header h, again;
	struct str s = { 0 }, bytes = { 0 };
	if (!header_decode(&in, &h))
		return;
	header_encode(&h, &s);
	must(s.n == (size_t)((const uint8_t *)in.p - data) && !memcmp(s.p, data, s.n));
	json_t *j = header_to_json(&h);
	must(header_from_json(j, &again, &bytes) == E_OK && again.number == h.number && again.n_items == h.n_items);
	json_decref(j);
	str_free(&s);
	str_free(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	if (data[0] == 255) {
		header(data + 1, size - 1);
		return 0;
	}
	/* the calls and the events are where the depth is */
	uint32_t type = data[0] < 100 ? meta->call : data[0] < 150 ? meta->event : (data[0] - 150u) % (uint32_t)meta->types.n;
	struct scale in = scale_open(data + 1, size - 1), skip = in, text = in;
	struct str back = { 0 };
	json_t *v = value_json(meta, type, &in);
	must(value_skip(meta, type, &skip) == (v != NULL));
	must(value_text(meta, type, &text, &back) == (v != NULL));
	str_cut(&back, 0);
	if (v) {
		must(encode_value(meta, type, v, &back, NULL) == E_OK);
		must(back.n == (size_t)(in.p - (data + 1)) && (!back.n || !memcmp(back.p, data + 1, back.n)));
	}
	json_decref(v);
	str_cut(&back, 0);
	/* what is no JSON of ours must not get far either */
	json_t *any = json_loadb((const char *)data + 1, size - 1, JSON_DECODE_ANY, NULL);
	if (any) {
		struct fault f = { 0 };
		encode_value(meta, type, any, &back, &f);
		storekey_build(meta, SLICE("Multisig.Multisigs"), any, &back, &f);
		json_decref(any);
	}
	str_free(&back);
	return 0;
}
