# SPDX-License-Identifier: GPL-3.0-or-later
# The tests of src/g1.
EXTRA_DIST += tests/sandbox/node_lies.sh
if SANDBOX
TESTS += tests/sandbox/node_lies.sh
endif
if HAVE_CMOCKA
G1_TEST_LIBS = $(CORE_LIBS) $(CMOCKA_LIBS)
g1_tests = %D%/t_g1_extrinsic %D%/t_g1_runtime %D%/t_g1_money %D%/t_g1_refusal %D%/t_g1_nodelist %D%/t_g1_offline %D%/t_g1_pool %D%/t_g1_history %D%/t_g1_ledger %D%/t_g1_submit %D%/t_g1_live %D%/t_g1_vectors
check_PROGRAMS += $(g1_tests)
TESTS += $(g1_tests)
tests_unit_t_g1_extrinsic_SOURCES = %D%/t_g1_extrinsic.c %D%/t_g1.h tests/shared.h
tests_unit_t_g1_extrinsic_LDADD = $(G1_TEST_LIBS)
tests_unit_t_g1_runtime_SOURCES = %D%/t_g1_runtime.c %D%/t_g1.h tests/shared.h
tests_unit_t_g1_runtime_LDADD = $(G1_TEST_LIBS)
tests_unit_t_g1_money_SOURCES = %D%/t_g1_money.c %D%/t_g1.h
tests_unit_t_g1_money_LDADD = $(G1_TEST_LIBS)
tests_unit_t_g1_refusal_SOURCES = %D%/t_g1_refusal.c %D%/t_g1.h
tests_unit_t_g1_refusal_LDADD = $(G1_TEST_LIBS)
tests_unit_t_g1_nodelist_SOURCES = %D%/t_g1_nodelist.c %D%/t_g1.h
tests_unit_t_g1_nodelist_LDADD = $(G1_TEST_LIBS)
tests_unit_t_g1_offline_SOURCES = %D%/t_g1_offline.c %D%/t_g1.h
tests_unit_t_g1_offline_LDADD = $(G1_TEST_LIBS)
tests_unit_t_g1_pool_SOURCES = %D%/t_g1_pool.c %D%/t_g1.h %D%/t_g1_turn.h %D%/t_g1_node.h
tests_unit_t_g1_pool_LDADD = $(G1_TEST_LIBS)
tests_unit_t_g1_history_SOURCES = %D%/t_g1_history.c %D%/history_fix.h %D%/t_g1.h %D%/t_g1_turn.h %D%/t_g1_node.h
tests_unit_t_g1_history_LDADD = $(G1_TEST_LIBS)
tests_unit_t_g1_ledger_SOURCES = %D%/t_g1_ledger.c %D%/history_fix.h %D%/t_g1.h %D%/t_g1_turn.h %D%/t_g1_node.h
tests_unit_t_g1_ledger_LDADD = $(G1_TEST_LIBS)
tests_unit_t_g1_submit_SOURCES = %D%/t_g1_submit.c %D%/t_g1.h %D%/t_g1_turn.h %D%/t_g1_sandbox.h
tests_unit_t_g1_submit_LDADD = $(G1_TEST_LIBS)
tests_unit_t_g1_live_SOURCES = %D%/t_g1_live.c %D%/t_g1.h %D%/t_g1_turn.h %D%/t_g1_sandbox.h
tests_unit_t_g1_live_LDADD = $(G1_TEST_LIBS)
tests_unit_t_g1_vectors_SOURCES = %D%/t_g1_vectors.c %D%/vectors_fix.h %D%/t_g1.h tests/shared.h
tests_unit_t_g1_vectors_LDADD = $(G1_TEST_LIBS)
endif
