/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Service 2: the indexer of the Ğ1, GraphQL over POST at /v1/graphql. Its tables are filled from the world as generated, then
 * it follows the best chain block by block, and goes back where the chain does. */
#ifndef SANDBOX_INDEXER_INDEXER_H
#define SANDBOX_INDEXER_INDEXER_H

#include "sandbox/indexer/store_ids.h"
#include "sandbox/indexer/store_undo.h"
#include "sandbox/sandbox.h"

/* The tables of the two years before the start. hash and genesis: of the start's block and of block 0. */
void indexer_fill(struct store *st, const struct world *w, const unsigned char hash[32], const unsigned char genesis[32]);

extern const struct service service_indexer;

#endif
