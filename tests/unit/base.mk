# SPDX-License-Identifier: GPL-3.0-or-later
# The tests of src/base.
EXTRA_DIST += tests/shared.h %D%/unit.h
if HAVE_CMOCKA
BASE_TEST_LIBS = $(COMMON_LIBS) $(CMOCKA_LIBS)
base_tests = %D%/t_base_mem %D%/t_base_str %D%/t_base_map %D%/t_base_err %D%/t_base_text \
	%D%/t_base_text_fold %D%/t_base_clean %D%/t_base_tick %D%/t_base_paths %D%/t_base_conf %D%/t_base_log \
	%D%/t_base_secret %D%/t_base_i18n %D%/t_base_catalogue
check_PROGRAMS += $(base_tests)
TESTS += $(base_tests)
tests_unit_t_base_mem_SOURCES = %D%/t_base_mem.c
tests_unit_t_base_mem_LDADD = $(BASE_TEST_LIBS)
tests_unit_t_base_str_SOURCES = %D%/t_base_str.c
tests_unit_t_base_str_LDADD = $(BASE_TEST_LIBS)
tests_unit_t_base_map_SOURCES = %D%/t_base_map.c
tests_unit_t_base_map_LDADD = $(BASE_TEST_LIBS)
tests_unit_t_base_err_SOURCES = %D%/t_base_err.c
tests_unit_t_base_err_LDADD = $(BASE_TEST_LIBS)
tests_unit_t_base_text_SOURCES = %D%/t_base_text.c
tests_unit_t_base_text_LDADD = $(BASE_TEST_LIBS)
tests_unit_t_base_text_fold_SOURCES = %D%/t_base_text_fold.c
tests_unit_t_base_text_fold_LDADD = $(BASE_TEST_LIBS)
tests_unit_t_base_clean_SOURCES = %D%/t_base_clean.c
tests_unit_t_base_clean_LDADD = $(BASE_TEST_LIBS)
tests_unit_t_base_tick_SOURCES = %D%/t_base_tick.c
tests_unit_t_base_tick_LDADD = $(BASE_TEST_LIBS)
tests_unit_t_base_paths_SOURCES = %D%/t_base_paths.c
tests_unit_t_base_paths_LDADD = $(BASE_TEST_LIBS)
tests_unit_t_base_conf_SOURCES = %D%/t_base_conf.c
tests_unit_t_base_conf_LDADD = $(BASE_TEST_LIBS)
tests_unit_t_base_log_SOURCES = %D%/t_base_log.c
tests_unit_t_base_log_LDADD = $(BASE_TEST_LIBS)
tests_unit_t_base_secret_SOURCES = %D%/t_base_secret.c
tests_unit_t_base_secret_LDADD = $(BASE_TEST_LIBS)
tests_unit_t_base_i18n_SOURCES = %D%/t_base_i18n.c
tests_unit_t_base_i18n_LDADD = $(BASE_TEST_LIBS)
tests_unit_t_base_catalogue_SOURCES = %D%/t_base_catalogue.c
tests_unit_t_base_catalogue_LDADD = $(BASE_TEST_LIBS)
endif
