/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cached runtime, and runtimes whose metadata differs in some bytes from the one that is built in: whatever may still be
 * signed by them must be what the known runtime would sign, in the same place. */
#include "g1/compose.h"
#include "g1/runtime_file.h"
#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct runtime_id id = { .name = "g1", .spec = 1100, .tx = 1 };
static struct runtime *known;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	known = runtime_builtin(&id);
	return 0;
}

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void sign_with(const struct runtime *r)
{
	static const char call[] = "\x1e\x00", remark[] = "\x00\x07\x08hi";
	struct str changes = { 0 }, built = { 0 }, same = { 0 };
	struct fault f;
	json_t *args = json_object();
	runtime_may_sign(r, (struct slice){ remark, 5 }, &f);
	runtime_may_sign(r, (struct slice){ call, 2 }, &f);
	runtime_changes(r, &changes);
	if (!compose_call(r, "UniversalDividend.claim_uds", args, &built, &f) && !runtime_may_sign(r, slice_str(&built), &f)) {
		must(!compose_call(known, "UniversalDividend.claim_uds", args, &same, &f));
		must(slice_eq(slice_str(&built), slice_str(&same)));
	}
	json_decref(args);
	str_free(&changes);
	str_free(&built);
	str_free(&same);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fault f;
	struct runtime *r;
	if (!size)
		return 0;
	if (data[0] & 1) {
		r = runtime_file_unpack((struct slice){ (const char *)data + 1, size - 1 }, known->id.genesis, &f);
	} else { /* three bytes of place, one of value, again and again */
		struct str s = { 0 };
		str_add(&s, (struct slice){ known->meta->blob, known->meta->blob_n });
		for (size_t i = 1; i + 4 <= size; i += 4)
			s.p[((size_t)data[i] << 16 | (size_t)data[i + 1] << 8 | data[i + 2]) % s.n] = (char)data[i + 3];
		r = runtime_new(&id, slice_str(&s), &f);
		str_free(&s);
	}
	if (r)
		sign_with(r);
	runtime_drop(r);
	return 0;
}
