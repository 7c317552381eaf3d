# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_DIST += %D%/layers.sh %D%/run-one
TESTS += %D%/layers.sh
EXTRA_DIST += %D%/shared.h %D%/unit/unit.h
if HAVE_CMOCKA
AM_CPPFLAGS += $(CMOCKA_CFLAGS)
BASE_TEST_LIBS = $(COMMON_LIBS) $(CMOCKA_LIBS)
base_tests = %D%/unit/t_base_mem %D%/unit/t_base_str %D%/unit/t_base_map %D%/unit/t_base_err %D%/unit/t_base_text \
	%D%/unit/t_base_text_fold %D%/unit/t_base_clean
check_PROGRAMS += $(base_tests)
TESTS += $(base_tests)
tests_unit_t_base_mem_SOURCES = %D%/unit/t_base_mem.c
tests_unit_t_base_mem_LDADD = $(BASE_TEST_LIBS)
tests_unit_t_base_str_SOURCES = %D%/unit/t_base_str.c
tests_unit_t_base_str_LDADD = $(BASE_TEST_LIBS)
tests_unit_t_base_map_SOURCES = %D%/unit/t_base_map.c
tests_unit_t_base_map_LDADD = $(BASE_TEST_LIBS)
tests_unit_t_base_err_SOURCES = %D%/unit/t_base_err.c
tests_unit_t_base_err_LDADD = $(BASE_TEST_LIBS)
tests_unit_t_base_text_SOURCES = %D%/unit/t_base_text.c
tests_unit_t_base_text_LDADD = $(BASE_TEST_LIBS)
tests_unit_t_base_text_fold_SOURCES = %D%/unit/t_base_text_fold.c
tests_unit_t_base_text_fold_LDADD = $(BASE_TEST_LIBS)
tests_unit_t_base_clean_SOURCES = %D%/unit/t_base_clean.c
tests_unit_t_base_clean_LDADD = $(BASE_TEST_LIBS)
endif
