# SPDX-License-Identifier: GPL-3.0-or-later
# The tests of sandbox/.
if HAVE_CMOCKA
if SANDBOX
SANDBOX_TEST_LIBS = $(SANDBOX_LIBS) $(CMOCKA_LIBS)
sandbox_tests = %D%/t_sandbox_world %D%/t_sandbox_runtime %D%/t_sandbox_chain %D%/t_sandbox_random \
	%D%/t_sandbox_rules %D%/t_sandbox_wot %D%/t_sandbox_kubo %D%/t_sandbox_station \
	%D%/t_sandbox_indexer %D%/t_sandbox_graphql %D%/t_sandbox_graphql_limits %D%/t_sandbox_keep
check_PROGRAMS += $(sandbox_tests)
TESTS += $(sandbox_tests)
tests_unit_t_sandbox_world_SOURCES = %D%/t_sandbox_world.c
tests_unit_t_sandbox_world_LDADD = $(SANDBOX_TEST_LIBS)
tests_unit_t_sandbox_runtime_SOURCES = %D%/t_sandbox_runtime.c tests/shared.h
tests_unit_t_sandbox_runtime_LDADD = $(SANDBOX_TEST_LIBS)
tests_unit_t_sandbox_chain_SOURCES = %D%/t_sandbox_chain.c %D%/t_sandbox.h tests/shared.h
tests_unit_t_sandbox_chain_LDADD = $(SANDBOX_TEST_LIBS)
tests_unit_t_sandbox_random_SOURCES = %D%/t_sandbox_random.c %D%/t_sandbox.h
tests_unit_t_sandbox_random_LDADD = $(SANDBOX_TEST_LIBS)
tests_unit_t_sandbox_rules_SOURCES = %D%/t_sandbox_rules.c %D%/rules_fix.h %D%/t_sandbox.h
tests_unit_t_sandbox_rules_LDADD = $(SANDBOX_TEST_LIBS)
tests_unit_t_sandbox_wot_SOURCES = %D%/t_sandbox_wot.c %D%/rules_fix.h %D%/t_sandbox.h
tests_unit_t_sandbox_wot_LDADD = $(SANDBOX_TEST_LIBS)
tests_unit_t_sandbox_kubo_SOURCES = %D%/t_sandbox_kubo.c %D%/sandbox_ask.h
tests_unit_t_sandbox_kubo_LDADD = $(SANDBOX_TEST_LIBS)
tests_unit_t_sandbox_station_SOURCES = %D%/t_sandbox_station.c %D%/sandbox_ask.h tests/shared.h
tests_unit_t_sandbox_station_LDADD = $(SANDBOX_TEST_LIBS)
tests_unit_t_sandbox_indexer_SOURCES = %D%/t_sandbox_indexer.c %D%/t_sandbox.h
tests_unit_t_sandbox_indexer_LDADD = $(SANDBOX_TEST_LIBS)
tests_unit_t_sandbox_graphql_SOURCES = %D%/t_sandbox_graphql.c %D%/graphql_fix.h
tests_unit_t_sandbox_graphql_LDADD = $(SANDBOX_TEST_LIBS)
tests_unit_t_sandbox_graphql_limits_SOURCES = %D%/t_sandbox_graphql_limits.c %D%/graphql_fix.h
tests_unit_t_sandbox_graphql_limits_LDADD = $(SANDBOX_TEST_LIBS)
tests_unit_t_sandbox_keep_SOURCES = %D%/t_sandbox_keep.c
tests_unit_t_sandbox_keep_LDADD = $(SANDBOX_TEST_LIBS)
endif
endif
EXTRA_DIST += tests/interop/graphql/package.json tests/interop/graphql/run.sh tests/interop/graphql/squid.js tests/interop/graphql/documents.js
EXTRA_DIST += tests/interop/polkadot/package.json tests/interop/polkadot/run.sh tests/interop/polkadot/chain.js
EXTRA_DIST += tests/sandbox_faults.sh tests/sandbox_station.sh tests/indexer_faults.sh tests/skywire_faults.sh tests/sandbox/outside.sh tests/sandbox/share.sh
if SANDBOX
TESTS += tests/sandbox_faults.sh tests/sandbox_station.sh tests/indexer_faults.sh tests/skywire_faults.sh tests/sandbox/share.sh
endif
EXTRA_DIST += tests/interop/kubo/run.sh tests/interop/kubo/node.sh tests/interop/kubo/compare.py
check_PROGRAMS += tests/tool/cidof
tests_tool_cidof_SOURCES = tests/tool/cidof.c
tests_tool_cidof_LDADD = libcommon.a $(COMMON_LIBS)
