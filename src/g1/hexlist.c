/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/hexlist.h"
#include "codec/hex.h"

bool hexlist_read(const json_t *list, struct str *bytes, struct slice *items)
{
	size_t i, room = 0;
	json_t *v;

	/* Reserved at once: the slices must not move while bytes grow. */
	json_array_foreach(list, i, v)
		room += json_string_length(v) / 2 + 1;
	str_reserve(bytes, room);
	json_array_foreach(list, i, v) {
		size_t from = bytes->n;

		if (!json_is_string(v) || hex_append(slice_of(json_string_value(v)), bytes))
			return false;
		items[i] = (struct slice){ bytes->p + from, bytes->n - from };
	}
	return true;
}
