/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An indexer's answer, and any other JSON from outside. */
#include "base/text.h"
#include "io/graphql.h"
#include "io/jread.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct graphql_answer a = { .message = "" };
	struct str message = { 0 };
	struct slice body = { (const char *)data, size };
	json_t *doc = graphql_read(body, size & 1 ? 200 : 400, &a, &message);
	if (!doc && !a.fault.code)
		abort();
	if ((a.data != NULL) == (a.fault.code != E_OK) || !text_valid(slice_of(a.message)) || strlen(a.message) > 200)
		abort();
	if (a.data) {
		jread_int(a.data, "rows.nodes.0.amount", 0);
		jread_hex(a.data, "rows.nodes.0.number", 0);
		jread_bool(a.data, "rows.pageInfo.hasNextPage", false);
		jread_text(a.data, "rows.pageInfo.endCursor", "");
	}
	json_decref(doc);
	str_free(&message);
	return 0;
}
