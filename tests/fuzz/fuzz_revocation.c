/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Revocation documents come from anywhere. What is accepted is written and read again, and stays the same. */
#include "base/secret.h"
#include "model/revocation.h"
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool ready;
	struct revocation r, again;
	struct str text = { 0 }, call = { 0 }, second = { 0 };
	if (!ready)
		ready = secret_init() == E_OK;
	if (size > 2 * REVOCATION_TEXT || revocation_read((struct slice){ (const char *)data, size }, &r, NULL))
		return 0;
	revocation_write(&r, &text);
	must(!revocation_read(slice_str(&text), &again, NULL));
	revocation_bytes(&r, &call);
	revocation_bytes(&again, &second);
	must(slice_eq(slice_str(&call), slice_str(&second)));
	revocation_free(&r);
	revocation_free(&again);
	str_free(&text);
	str_free(&call);
	str_free(&second);
	return 0;
}
