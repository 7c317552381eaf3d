# SPDX-License-Identifier: GPL-3.0-or-later
# What comes from the network.
FUZZ_TARGETS += %D%/fuzz_ws %D%/fuzz_rpc %D%/fuzz_graphql
tests_fuzz_fuzz_ws_SOURCES = %D%/fuzz_ws.c
tests_fuzz_fuzz_ws_LDADD = libcommon.a $(COMMON_LIBS)
tests_fuzz_fuzz_ws_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_rpc_SOURCES = %D%/fuzz_rpc.c
tests_fuzz_fuzz_rpc_LDADD = libcommon.a $(COMMON_LIBS)
tests_fuzz_fuzz_rpc_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_graphql_SOURCES = %D%/fuzz_graphql.c
tests_fuzz_fuzz_graphql_LDADD = libcommon.a $(COMMON_LIBS)
tests_fuzz_fuzz_graphql_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
EXTRA_DIST += %D%/corpus/ws %D%/corpus/rpc %D%/corpus/graphql
