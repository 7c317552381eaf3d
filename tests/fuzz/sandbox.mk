# SPDX-License-Identifier: GPL-3.0-or-later
# The fuzz targets of sandbox/.
if SANDBOX
FUZZ_TARGETS += %D%/fuzz_sandxt %D%/fuzz_sandrpc %D%/fuzz_sandgql
tests_fuzz_fuzz_sandxt_SOURCES = %D%/fuzz_sandxt.c
tests_fuzz_fuzz_sandxt_LDADD = $(SANDBOX_LIBS)
tests_fuzz_fuzz_sandxt_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_sandgql_SOURCES = %D%/fuzz_sandgql.c
tests_fuzz_fuzz_sandgql_LDADD = $(SANDBOX_LIBS)
tests_fuzz_fuzz_sandgql_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_sandrpc_SOURCES = %D%/fuzz_sandrpc.c
tests_fuzz_fuzz_sandrpc_LDADD = $(SANDBOX_LIBS)
tests_fuzz_fuzz_sandrpc_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
endif
EXTRA_DIST += %D%/corpus/sandgql %D%/corpus/sandxt %D%/corpus/sandrpc
