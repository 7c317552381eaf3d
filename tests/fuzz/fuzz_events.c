/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events of a block, errors of calls, and extrinsics, under the built-in metadata. What is read of an extrinsic must be
 * written again to the same bytes. */
#include "g1/events.h"
#include "g1/extrinsic.h"
#include "g1/offline.h"
#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct runtime *r;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const struct runtime_id id = { .name = "g1", .spec = 1100, .tx = 1 };
	(void)argc;
	(void)argv;
	r = runtime_builtin(&id);
	return 0;
}

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void events(struct slice bytes)
{
	struct events s;
	struct event e;
	struct events_outcome o;
	struct str text = { 0 };
	size_t n = 0;
	events_open(&s, r, bytes);
	while (n++ < 500 && events_next(&s, &e)) {
		must(event_text(&s, &e, &text));
		json_t *j = event_json(&s, &e);
		must(j != NULL);
		json_decref(j);
		str_cut(&text, 0);
	}
	str_free(&text);
	for (uint32_t i = 0; i < 4; i++)
		events_outcome(r, bytes, i, &o);
	struct scale in = scale_open(bytes.p, bytes.n);
	struct refusal_error error;
	refusal_dispatch(r, &in, &error);
}

static void extrinsic(struct slice bytes)
{
	static const unsigned char birth[32] = { 0xab };
	struct extrinsic x;
	struct fault f;
	struct str text = { 0 }, packed = { 0 };
	json_t *j;
	if (!extrinsic_decode(r, bytes, &j, &text, &f))
		json_decref(j);
	str_free(&text);
	if (extrinsic_read(r, bytes, 1234567, birth, &x, &f) || !x.is_signed)
		return;
	struct extrinsic_draft d = { .scheme = x.scheme, .era = x.era, .nonce = x.nonce, .tip_c = x.tip_c }, back;
	memcpy(d.signer, x.signer, 32);
	memcpy(d.birth_hash, birth, 32);
	str_add(&d.call, x.call);
	struct runtime_id id;
	struct era same = era_at(d.era.period, d.era.birth);
	if (d.scheme <= KEY_SR25519 && same.birth == d.era.birth && d.tip_c <= INT64_MAX / 2 && !offline_pack(r, &d, &packed)) {
		must(offline_unpack(slice_str(&packed), &id, &back, &f) == E_OK);
		must(slice_eq(slice_str(&back.call), slice_str(&d.call)) && back.nonce == d.nonce);
		extrinsic_draft_free(&back);
	}
	str_free(&packed);
	str_free(&d.call);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size)
		return 0;
	struct slice rest = { (const char *)data + 1, size - 1 };
	if (data[0] == 'x')
		extrinsic(rest);
	else
		events(rest);
	return 0;
}
