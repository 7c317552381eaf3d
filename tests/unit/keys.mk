# SPDX-License-Identifier: GPL-3.0-or-later
# The tests of src/keys.
EXTRA_DIST += %D%/keys_util.h %D%/keys_seal.h %D%/keys_vault.h %D%/seal_vector.py
if HAVE_CMOCKA
KEYS_TEST_LIBS = $(COMMON_LIBS) $(CMOCKA_LIBS)
keys_tests = %D%/t_keys_curves %D%/t_keys_words %D%/t_keys_derive %D%/t_keys_files %D%/t_keys_seal %D%/t_keys_vault \
	%D%/t_keys_cuts
check_PROGRAMS += $(keys_tests)
TESTS += $(keys_tests)
tests_unit_t_keys_curves_SOURCES = %D%/t_keys_curves.c
tests_unit_t_keys_curves_LDADD = $(KEYS_TEST_LIBS)
tests_unit_t_keys_words_SOURCES = %D%/t_keys_words.c
tests_unit_t_keys_words_LDADD = $(KEYS_TEST_LIBS)
tests_unit_t_keys_derive_SOURCES = %D%/t_keys_derive.c
tests_unit_t_keys_derive_LDADD = $(KEYS_TEST_LIBS)
tests_unit_t_keys_files_SOURCES = %D%/t_keys_files.c
tests_unit_t_keys_files_LDADD = $(KEYS_TEST_LIBS)
tests_unit_t_keys_seal_SOURCES = %D%/t_keys_seal.c
tests_unit_t_keys_seal_LDADD = $(KEYS_TEST_LIBS)
tests_unit_t_keys_vault_SOURCES = %D%/t_keys_vault.c
tests_unit_t_keys_vault_LDADD = $(KEYS_TEST_LIBS)
tests_unit_t_keys_cuts_SOURCES = %D%/t_keys_cuts.c
tests_unit_t_keys_cuts_LDADD = $(KEYS_TEST_LIBS)
tests_unit_t_keys_cuts_LDFLAGS = $(AM_LDFLAGS) \
	-Wl,--wrap=write,--wrap=fsync,--wrap=link,--wrap=rename,--wrap=unlink
endif
keys_fuzz = tests/fuzz/fuzz_keyfile tests/fuzz/fuzz_ncryptsec tests/fuzz/fuzz_vault
FUZZ_TARGETS += $(keys_fuzz)
tests_fuzz_fuzz_keyfile_SOURCES = tests/fuzz/fuzz_keyfile.c
tests_fuzz_fuzz_keyfile_LDADD = $(COMMON_LIBS)
tests_fuzz_fuzz_keyfile_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_ncryptsec_SOURCES = tests/fuzz/fuzz_ncryptsec.c
tests_fuzz_fuzz_ncryptsec_LDADD = $(COMMON_LIBS)
tests_fuzz_fuzz_ncryptsec_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_vault_SOURCES = tests/fuzz/fuzz_vault.c
tests_fuzz_fuzz_vault_LDADD = $(COMMON_LIBS)
tests_fuzz_fuzz_vault_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
EXTRA_DIST += tests/fuzz/corpus/keyfile tests/fuzz/corpus/ncryptsec tests/fuzz/corpus/vault
