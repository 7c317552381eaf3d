# SPDX-License-Identifier: GPL-3.0-or-later
# The tests of src/cmd.
if HAVE_CMOCKA
cmd_tests = %D%/t_cmd_key %D%/t_cmd_table %D%/t_cmd_keymap %D%/t_cmd_parse %D%/t_cmd_complete \
	%D%/t_cmd_run %D%/t_cmd_gen %D%/t_cmd_cli %D%/t_cmd_doctor %D%/t_cmd_shell %D%/t_cmd_backup
check_PROGRAMS += $(cmd_tests)
TESTS += $(cmd_tests)
CMD_TEST_LIBS = $(CORE_LIBS) $(CMOCKA_LIBS)
tests_unit_t_cmd_key_SOURCES = %D%/t_cmd_key.c
tests_unit_t_cmd_key_LDADD = $(CMD_TEST_LIBS)
tests_unit_t_cmd_table_SOURCES = %D%/t_cmd_table.c
tests_unit_t_cmd_table_LDADD = $(CMD_TEST_LIBS)
tests_unit_t_cmd_keymap_SOURCES = %D%/t_cmd_keymap.c
tests_unit_t_cmd_keymap_LDADD = $(CMD_TEST_LIBS)
tests_unit_t_cmd_parse_SOURCES = %D%/t_cmd_parse.c
tests_unit_t_cmd_parse_LDADD = $(CMD_TEST_LIBS)
tests_unit_t_cmd_complete_SOURCES = %D%/t_cmd_complete.c
tests_unit_t_cmd_complete_LDADD = $(CMD_TEST_LIBS)
tests_unit_t_cmd_run_SOURCES = %D%/t_cmd_run.c tests/cmd_bench.h
tests_unit_t_cmd_run_LDADD = $(CMD_TEST_LIBS)
tests_unit_t_cmd_gen_SOURCES = %D%/t_cmd_gen.c tests/cmd_bench.h
tests_unit_t_cmd_gen_LDADD = $(CMD_TEST_LIBS)
tests_unit_t_cmd_cli_SOURCES = %D%/t_cmd_cli.c tests/cmd_bench.h
tests_unit_t_cmd_cli_LDADD = $(CMD_TEST_LIBS)
tests_unit_t_cmd_doctor_SOURCES = %D%/t_cmd_doctor.c tests/cmd_bench.h
tests_unit_t_cmd_doctor_LDADD = $(CMD_TEST_LIBS)
tests_unit_t_cmd_shell_SOURCES = %D%/t_cmd_shell.c tests/cmd_bench.h
tests_unit_t_cmd_shell_LDADD = $(TEST_LIBS)
tests_unit_t_cmd_backup_SOURCES = %D%/t_cmd_backup.c tests/cmd_bench.h
tests_unit_t_cmd_backup_LDADD = $(CMD_TEST_LIBS)
endif

FUZZ_TARGETS += tests/fuzz/fuzz_keymap tests/fuzz/fuzz_parse
tests_fuzz_fuzz_keymap_SOURCES = tests/fuzz/fuzz_keymap.c
tests_fuzz_fuzz_keymap_LDADD = $(CORE_LIBS)
tests_fuzz_fuzz_keymap_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_parse_SOURCES = tests/fuzz/fuzz_parse.c
tests_fuzz_fuzz_parse_LDADD = $(CORE_LIBS)
tests_fuzz_fuzz_parse_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
EXTRA_DIST += tests/fuzz/corpus/keymap/plain tests/fuzz/corpus/keymap/odd tests/fuzz/corpus/keymap/control-sign tests/fuzz/corpus/parse/plain \
	tests/fuzz/corpus/parse/quotes
