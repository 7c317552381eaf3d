/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of pallets as lines, for runtime.c and runtime_metadata.c. */
#ifndef SANDBOX_CHAIN_RUNTIME_INSIDE_H
#define SANDBOX_CHAIN_RUNTIME_INSIDE_H

#include "sandbox/chain/runtime.h"

enum rt_line_kind { L_END, L_PALLET, L_STORAGE, L_CONSTANT, L_ASSOCIATED, L_VIEW, L_API, L_METHOD, L_EXTENSION };

struct rt_line {
	enum rt_line_kind kind;
	const char *name, *a, *b;
	int w, x, y, z;
};
extern const struct rt_line rt_lines[]; /* ends with L_END */

#endif
