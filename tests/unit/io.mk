# SPDX-License-Identifier: GPL-3.0-or-later
# The outside world, against a faulty server of our own.
if HAVE_CMOCKA
IO_TESTS = tests/unit/t_io_loop tests/unit/t_io_http tests/unit/t_io_quit tests/unit/t_io_ws tests/unit/t_io_rpc \
	tests/unit/t_io_db tests/unit/t_io_work
check_PROGRAMS += tests/tool/faultd $(IO_TESTS)
TESTS += $(IO_TESTS)
tests_tool_faultd_SOURCES = tests/tool/faultd.c tests/tool/faultd.h tests/tool/faultd_cert.c tests/tool/faultd_proxy.c tests/tool/faultd_rpc.c \
	tests/tool/faultd_ws.c
tests_tool_faultd_LDADD = -lssl $(CRYPTO_LIBS) -lpthread
IO_TEST_LIBS = libcommon.a $(COMMON_LIBS) $(CMOCKA_LIBS)
tests_unit_t_io_loop_SOURCES = tests/unit/t_io_loop.c
tests_unit_t_io_loop_LDADD = $(IO_TEST_LIBS)
tests_unit_t_io_http_SOURCES = tests/unit/t_io_http.c tests/unit/t_io.h
tests_unit_t_io_http_LDADD = $(IO_TEST_LIBS)
tests_unit_t_io_quit_SOURCES = tests/unit/t_io_quit.c tests/unit/t_io.h
tests_unit_t_io_quit_LDADD = $(IO_TEST_LIBS)
tests_unit_t_io_ws_SOURCES = tests/unit/t_io_ws.c tests/unit/t_io.h
tests_unit_t_io_ws_LDADD = $(IO_TEST_LIBS)
tests_unit_t_io_rpc_SOURCES = tests/unit/t_io_rpc.c tests/unit/t_io.h
tests_unit_t_io_rpc_LDADD = $(IO_TEST_LIBS)
tests_unit_t_io_db_SOURCES = tests/unit/t_io_db.c
tests_unit_t_io_db_LDADD = $(IO_TEST_LIBS)
tests_unit_t_io_work_SOURCES = tests/unit/t_io_work.c
tests_unit_t_io_work_LDADD = $(IO_TEST_LIBS)
endif
