/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "base/mem.h"
#include "codec/hex.h"
#include "codec/proof.h"
#include "g1/hexlist.h"
#include "g1/storage.h"
#include "io/jread.h"
#include <stdlib.h>

static enum err read_values(const struct proof *p, const unsigned char root[32], const struct slice *keys, size_t n, struct slice *values)
{
	for (size_t i = 0; i < n; i++) {
		values[i] = (struct slice){ NULL, 0 };
		enum proof_verdict v = proof_read(p, root, keys[i], &values[i]);
		if (v == PROOF_ABSENT)
			values[i] = (struct slice){ NULL, 0 };
		else if (v != PROOF_VALUE)
			return E_BAD_PROOF;
	}
	return E_OK;
}

enum err storage_prove(const json_t *answer, const unsigned char block[32], const unsigned char root[32], const struct slice *keys, size_t n,
                       struct str *bytes, struct slice *values, struct fault *f)
{
	unsigned char at[32];
	const json_t *list = json_object_get(answer, "proof");
	struct proof p;
	struct slice *items;
	enum err e;
	if (!json_is_array(list) || hex_exact(slice_of(jread_text(answer, "at", "")), at, 32))
		return fault_set(f, E_BAD_PROOF, _("not a proof at all"));
	if (memcmp(at, block, 32))
		return fault_set(f, E_BAD_PROOF, _("it is about another block"));
	items = mem_array(json_array_size(list) + 1, sizeof *items);
	e = !hexlist_read(list, bytes, items) || proof_open(items, json_array_size(list), &p) ? E_BAD_PROOF : E_OK;
	if (!e) {
		e = read_values(&p, root, keys, n, values);
		proof_free(&p);
	}
	free(items);
	return e ? fault_set(f, E_BAD_PROOF, _("it does not lead to the root of the block")) : E_OK;
}
