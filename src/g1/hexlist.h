/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of "0x..." as nodes send them: extrinsics of a block, nodes of a proof. */
#ifndef G1_HEXLIST_H
#define G1_HEXLIST_H

#include "base/str.h"
#include <jansson.h>

/* items has room for the whole list; its slices borrow bytes, which must not grow any more. False: not a list of hex. */
bool hexlist_read(const json_t *list, struct str *bytes, struct slice *items);

#endif
