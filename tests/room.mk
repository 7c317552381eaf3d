# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_DIST += %D%/layers.sh %D%/run-one %D%/packages.sh %D%/dist.sh %D%/fuzz/brief.sh %D%/interop/run.sh
TESTS += %D%/layers.sh

if HAVE_CMOCKA
check_PROGRAMS += tests/unit/t_codec_text tests/unit/t_codec_hash tests/unit/t_codec_scale
TESTS += tests/unit/t_codec_text tests/unit/t_codec_hash tests/unit/t_codec_scale
CODEC_TEST_LIBS = libcommon.a $(COMMON_LIBS) $(CMOCKA_LIBS)
tests_unit_t_codec_text_SOURCES = tests/unit/t_codec_text.c tests/shared.h
tests_unit_t_codec_text_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_hash_SOURCES = tests/unit/t_codec_hash.c tests/shared.h
tests_unit_t_codec_hash_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_scale_SOURCES = tests/unit/t_codec_scale.c
tests_unit_t_codec_scale_LDADD = $(CODEC_TEST_LIBS)
endif

if HAVE_CMOCKA
cmd_tests = tests/unit/t_cmd_key tests/unit/t_cmd_table tests/unit/t_cmd_keymap tests/unit/t_cmd_parse tests/unit/t_cmd_complete \
	tests/unit/t_cmd_run tests/unit/t_cmd_gen tests/unit/t_cmd_cli tests/unit/t_cmd_doctor
check_PROGRAMS += $(cmd_tests)
TESTS += $(cmd_tests)
CMD_TEST_LIBS = $(CORE_LIBS) $(CMOCKA_LIBS)
tests_unit_t_cmd_key_SOURCES = tests/unit/t_cmd_key.c
tests_unit_t_cmd_key_LDADD = $(CMD_TEST_LIBS)
tests_unit_t_cmd_table_SOURCES = tests/unit/t_cmd_table.c
tests_unit_t_cmd_table_LDADD = $(CMD_TEST_LIBS)
tests_unit_t_cmd_keymap_SOURCES = tests/unit/t_cmd_keymap.c
tests_unit_t_cmd_keymap_LDADD = $(CMD_TEST_LIBS)
tests_unit_t_cmd_parse_SOURCES = tests/unit/t_cmd_parse.c
tests_unit_t_cmd_parse_LDADD = $(CMD_TEST_LIBS)
tests_unit_t_cmd_complete_SOURCES = tests/unit/t_cmd_complete.c
tests_unit_t_cmd_complete_LDADD = $(CMD_TEST_LIBS)
tests_unit_t_cmd_run_SOURCES = tests/unit/t_cmd_run.c tests/cmd_bench.h
tests_unit_t_cmd_run_LDADD = $(CMD_TEST_LIBS)
tests_unit_t_cmd_gen_SOURCES = tests/unit/t_cmd_gen.c tests/cmd_bench.h
tests_unit_t_cmd_gen_LDADD = $(CMD_TEST_LIBS)
tests_unit_t_cmd_cli_SOURCES = tests/unit/t_cmd_cli.c tests/cmd_bench.h
tests_unit_t_cmd_cli_LDADD = $(CMD_TEST_LIBS)
tests_unit_t_cmd_doctor_SOURCES = tests/unit/t_cmd_doctor.c tests/cmd_bench.h
tests_unit_t_cmd_doctor_LDADD = $(CMD_TEST_LIBS)
endif

FUZZ_TARGETS += tests/fuzz/fuzz_keymap tests/fuzz/fuzz_parse
tests_fuzz_fuzz_keymap_SOURCES = tests/fuzz/fuzz_keymap.c
tests_fuzz_fuzz_keymap_LDADD = $(CORE_LIBS)
tests_fuzz_fuzz_keymap_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_parse_SOURCES = tests/fuzz/fuzz_parse.c
tests_fuzz_fuzz_parse_LDADD = $(CORE_LIBS)
tests_fuzz_fuzz_parse_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
EXTRA_DIST += tests/fuzz/corpus/keymap/plain tests/fuzz/corpus/keymap/odd tests/fuzz/corpus/parse/plain \
	tests/fuzz/corpus/parse/quotes
