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

check_PROGRAMS += tests/tool/faultd tests/unit/t_io_loop tests/unit/t_io_http tests/unit/t_io_quit tests/unit/t_io_ws
TESTS += tests/unit/t_io_loop tests/unit/t_io_http tests/unit/t_io_quit tests/unit/t_io_ws
tests_tool_faultd_SOURCES = tests/tool/faultd.c tests/tool/faultd.h tests/tool/faultd_cert.c tests/tool/faultd_rpc.c \
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
endif
