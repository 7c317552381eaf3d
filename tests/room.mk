# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_DIST += %D%/layers.sh %D%/run-one %D%/packages.sh %D%/dist.sh %D%/fuzz/brief.sh %D%/interop/run.sh
TESTS += %D%/layers.sh
include %D%/unit/base.mk
include %D%/unit/codec.mk

if HAVE_CMOCKA
if SANDBOX
SANDBOX_TESTS = tests/unit/t_sandbox_world
check_PROGRAMS += $(SANDBOX_TESTS)
TESTS += $(SANDBOX_TESTS)
SANDBOX_TEST_LIBS = $(SANDBOX_LIBS) $(CMOCKA_LIBS)
tests_unit_t_sandbox_world_SOURCES = tests/unit/t_sandbox_world.c
tests_unit_t_sandbox_world_LDADD = $(SANDBOX_TEST_LIBS)
endif
endif
