# SPDX-License-Identifier: GPL-3.0-or-later
if HAVE_CMOCKA
WIDGET_TESTS = tests/unit/t_widget_list tests/unit/t_widget_edit tests/unit/t_widget_stack tests/unit/t_widget_ask \
	tests/unit/t_widget_plain tests/unit/t_view_offers
check_PROGRAMS += $(WIDGET_TESTS)
TESTS += $(WIDGET_TESTS)
tests_unit_t_widget_list_SOURCES = tests/unit/t_widget_list.c tests/unit/screen.h
tests_unit_t_widget_list_LDADD = $(TEST_LIBS)
tests_unit_t_widget_edit_SOURCES = tests/unit/t_widget_edit.c tests/unit/screen.h
tests_unit_t_widget_edit_LDADD = $(TEST_LIBS)
tests_unit_t_widget_stack_SOURCES = tests/unit/t_widget_stack.c tests/unit/fruitscreen.h tests/unit/screen.h tests/unit/fruitviews.h
tests_unit_t_widget_stack_LDADD = $(TEST_LIBS)
tests_unit_t_widget_ask_SOURCES = tests/unit/t_widget_ask.c tests/unit/fruitscreen.h tests/unit/screen.h tests/unit/fruitviews.h
tests_unit_t_widget_ask_LDADD = $(TEST_LIBS)
tests_unit_t_widget_plain_SOURCES = tests/unit/t_widget_plain.c tests/unit/screen.h tests/unit/fruitviews.h
tests_unit_t_widget_plain_LDADD = $(TEST_LIBS)
tests_unit_t_view_offers_SOURCES = tests/unit/t_view_offers.c tests/unit/unit.h
tests_unit_t_view_offers_LDADD = $(TEST_LIBS)
endif
FUZZ_TARGETS += tests/fuzz/fuzz_stack
tests_fuzz_fuzz_stack_SOURCES = tests/fuzz/fuzz_stack.c tests/unit/fruitviews.h
tests_fuzz_fuzz_stack_LDADD = $(UI_LIBS)
tests_fuzz_fuzz_stack_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
EXTRA_DIST += tests/fuzz/corpus/stack

# Whole screens of the program, see the head of run.sh.
SCREEN_TESTS = tests/screens/widgets.test tests/screens/home.test tests/screens/frame.test tests/screens/wallet.test tests/screens/vault.test \
	tests/screens/pay.test tests/screens/history.test
EXTRA_DIST += $(SCREEN_TESTS) tests/screens/run.sh tests/screens/onevalue.sh tests/fixtures
TESTS += tests/screens/run.sh tests/screens/onevalue.sh
