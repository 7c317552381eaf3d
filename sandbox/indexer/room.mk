# SPDX-License-Identifier: GPL-3.0-or-later
# Service 2 of the sandbox: the Ğ1 indexer.
libsandbox_a_SOURCES += \
	%D%/gql.c %D%/gql.h %D%/gql_inside.h %D%/gql_lex.c %D%/gql_string.c %D%/gql_parse.c \
	%D%/types.c %D%/types.h %D%/types_inside.h %D%/types_build.c %D%/types_meta.c %D%/entities.def \
	%D%/input.c %D%/input.h %D%/input_inside.h %D%/input_vars.c %D%/input_check.c \
	%D%/check.c %D%/check.h %D%/check_inside.h %D%/check_vars.c %D%/check_overlap.c \
	%D%/store.c %D%/store.h %D%/store_inside.h %D%/store_ids.c %D%/store_ids.h %D%/store_undo.c %D%/store_undo.h %D%/store_schema.c %D%/store_functions.c \
	%D%/where.c %D%/where.h %D%/where_inside.h %D%/where_value.c %D%/page.c %D%/page.h %D%/page_read.c \
	%D%/answer.c %D%/answer.h %D%/answer_inside.h %D%/answer_root.c %D%/answer_request.c %D%/answer_rows.h %D%/answer_rows.c %D%/answer_meta.c \
	%D%/remark.c %D%/remark.h %D%/fill.c %D%/decode.c %D%/decode.h \
	%D%/apply.c %D%/apply.h %D%/apply_inside.h %D%/apply_events.c %D%/apply_comments.c %D%/indexer.c %D%/indexer.h
