# SPDX-License-Identifier: GPL-3.0-or-later
# The fuzz targets of src/base. A corpus holds few small files that reach most of the code.
FUZZ_TARGETS += %D%/fuzz_conf %D%/fuzz_clean %D%/fuzz_text
tests_fuzz_fuzz_conf_SOURCES = %D%/fuzz_conf.c
tests_fuzz_fuzz_conf_LDADD = $(COMMON_LIBS)
tests_fuzz_fuzz_conf_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_clean_SOURCES = %D%/fuzz_clean.c
tests_fuzz_fuzz_clean_LDADD = $(COMMON_LIBS)
tests_fuzz_fuzz_clean_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_text_SOURCES = %D%/fuzz_text.c
tests_fuzz_fuzz_text_LDADD = $(COMMON_LIBS)
tests_fuzz_fuzz_text_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
EXTRA_DIST += %D%/corpus/conf %D%/corpus/clean %D%/corpus/text
