# SPDX-License-Identifier: GPL-3.0-or-later
# The fuzz targets of src/g1.
FUZZ_TARGETS += %D%/fuzz_runtime %D%/fuzz_events %D%/fuzz_indexer
tests_fuzz_fuzz_runtime_SOURCES = %D%/fuzz_runtime.c
tests_fuzz_fuzz_runtime_LDADD = $(CORE_LIBS)
tests_fuzz_fuzz_runtime_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_events_SOURCES = %D%/fuzz_events.c
tests_fuzz_fuzz_events_LDADD = $(CORE_LIBS)
tests_fuzz_fuzz_events_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_indexer_SOURCES = %D%/fuzz_indexer.c
tests_fuzz_fuzz_indexer_LDADD = $(CORE_LIBS)
tests_fuzz_fuzz_indexer_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
EXTRA_DIST += %D%/corpus/runtime %D%/corpus/events %D%/corpus/indexer
