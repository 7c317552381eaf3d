/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The questions to indexers, as files of src/g1/queries, embedded when the program is built. */
#ifndef G1_QUERIES_H
#define G1_QUERIES_H

#include <stddef.h>

/* By file name without ".graphql"; NULL when there is none. */
const char *queries_text(const char *name);

#endif
