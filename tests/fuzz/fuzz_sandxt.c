/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox's reader of extrinsics: what it accepts must be taken apart within its own bytes. */
#include "base/mem.h"
#include "sandbox/chain/extrinsic.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static bool inside(struct slice part, struct slice whole)
{
	return !part.n || (part.p >= whole.p && part.p + part.n <= whole.p + whole.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct runtime *rt;
	struct slice whole = { (const char *)data, n };
	struct extrinsic e;

	if (!rt) {
		rt = runtime_new(0);
		state_setup(rt);
	}
	if (extrinsic_read(rt, whole, &e)) {
		struct exec x = { .rt = rt, .number = 100 };

		if (!inside(e.call, whole) || !inside(e.signature, whole) || !inside(e.extra, whole))
			abort();
		extrinsic_check(&x, &e);
		extrinsic_weight(&x, &e);
		exec_free(&x);
	}
	return 0;
}
