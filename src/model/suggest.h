/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a name may go on that somebody begins to type where money is sent: contacts and own accounts first, then people met in the
 * history who have an identity on the chain. Never a name that somebody only gave himself. Reads files: quick. */
#ifndef MODEL_SUGGEST_H
#define MODEL_SUGGEST_H

#include "base/str.h"

struct app;

/* Appends the whole name; false, and nothing, when none begins like this or when it is typed in full already. */
bool suggest_party(struct app *a, struct slice typed, struct str *out);

#endif
