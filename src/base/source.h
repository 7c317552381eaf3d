/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a figure comes from, how old it is, and how far it can be believed. Services fill it, views show it. */
#ifndef BASE_SOURCE_H
#define BASE_SOURCE_H

#include <stdint.h>

/* SAID by one; AGREED by two who do not belong together; PROVEN by a signature, a hash or a storage proof. */
enum degree { DEGREE_NONE, DEGREE_SAID, DEGREE_AGREED, DEGREE_PROVEN };

struct source {
	char who[64];       /* "g1.example", "this machine", "fixture" */
	int64_t at;         /* wall clock seconds when it was learnt; 0 unknown */
	enum degree degree;
};

#endif
