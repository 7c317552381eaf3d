/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A runtime as bytes for the cache. What is read back is hostile input: it is checked as if a node had told it. */
#ifndef G1_RUNTIME_FILE_H
#define G1_RUNTIME_FILE_H

#include "g1/runtime.h"

enum { RUNTIME_FILE_FORMAT = 1, RUNTIME_FILE_MOST = META_MAX + 4096 };

void runtime_file_pack(const struct runtime *r, struct str *out);
/* NULL and a fault: damaged, or of another chain than genesis (E_WRONG_CHAIN). */
struct runtime *runtime_file_unpack(struct slice bytes, const unsigned char genesis[32], struct fault *f);

#endif
