/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens, shared by lexer and parser. */
#ifndef SANDBOX_INDEXER_GQL_INSIDE_H
#define SANDBOX_INDEXER_GQL_INSIDE_H

#include "sandbox/indexer/gql.h"

enum gtok { GT_END, GT_PUNCT, GT_NAME, GT_INT, GT_FLOAT, GT_STRING, GT_BLOCK };

struct gtoken {
	enum gtok kind;
	uint32_t at, end;
	struct slice text;           /* the characters; for strings what they mean */
};

struct glex {
	struct slice text;
	size_t i;
	struct arena *arena;
	struct gerrors *errors;
	unsigned count;
	bool bad;                    /* an error was given; only GT_END follows */
	struct gtoken now;
	uint32_t last_end;
};

void gql_lex_next(struct glex *l);
void gql_lex_fail(struct glex *l, uint32_t at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
const char *gql_lex_describe(struct glex *l);   /* the token now, for messages */
bool gql_lex_string(struct glex *l);            /* gql_string.c: the text begins with a quotation mark */
void gql_lex_stray(struct glex *l, size_t i, const char *fmt);  /* fmt with the character at i, printed */

#endif
