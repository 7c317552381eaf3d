/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Carrying out a query: a document that was validated becomes an answer. All is synchronous, on the loop; a request that
 * asks for too much ends with an error. */
#ifndef SANDBOX_INDEXER_ANSWER_H
#define SANDBOX_INDEXER_ANSWER_H

#include "sandbox/indexer/store.h"

/* body: {"query": ..., "variables": ..., "operationName": ...}. Appends the JSON of the answer; gives the HTTP status. */
int answer_request(struct store *st, struct slice body, struct str *out);

#endif
