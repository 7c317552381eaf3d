# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_DIST += %D%/layers.sh %D%/run-one %D%/packages.sh %D%/dist.sh %D%/fuzz/brief.sh %D%/interop/run.sh
TESTS += %D%/layers.sh
include %D%/unit/base.mk
include %D%/unit/io.mk
include %D%/unit/cmd.mk
include %D%/fuzz/base.mk
include %D%/unit/widget.mk
include %D%/unit/keys.mk

if HAVE_CMOCKA
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
check_PROGRAMS += tests/unit/t_codec_text tests/unit/t_codec_hash tests/unit/t_codec_scale \
	tests/unit/t_codec_meta
TESTS += tests/unit/t_codec_text tests/unit/t_codec_hash tests/unit/t_codec_scale \
	tests/unit/t_codec_meta
CODEC_TEST_LIBS = libcommon.a $(COMMON_LIBS) $(CMOCKA_LIBS)
tests_unit_t_codec_text_SOURCES = tests/unit/t_codec_text.c tests/shared.h
tests_unit_t_codec_text_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_hash_SOURCES = tests/unit/t_codec_hash.c tests/shared.h
tests_unit_t_codec_hash_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_scale_SOURCES = tests/unit/t_codec_scale.c
tests_unit_t_codec_scale_LDADD = $(CODEC_TEST_LIBS)
tests_unit_t_codec_meta_SOURCES = tests/unit/t_codec_meta.c tests/shared.h
tests_unit_t_codec_meta_LDADD = $(CODEC_TEST_LIBS)
EXTRA_DIST += tests/unit/codec/metadata_v14.scale tests/unit/codec/metadata_v15.scale tests/unit/codec/metadata_v16.scale
endif
include %D%/unit/codec.mk

include %D%/unit/sandbox.mk

# The terminal and drawing.
if HAVE_CMOCKA
check_PROGRAMS += tests/unit/t_draw_grid tests/unit/t_draw_theme tests/unit/t_draw_chart tests/unit/t_term_input \
	tests/unit/t_term_caps tests/unit/t_term_writer
TESTS += tests/unit/t_draw_grid tests/unit/t_draw_theme tests/unit/t_draw_chart tests/unit/t_term_input \
	tests/unit/t_term_caps tests/unit/t_term_writer
tests_unit_t_draw_grid_SOURCES = tests/unit/t_draw_grid.c
tests_unit_t_draw_grid_LDADD = $(TEST_LIBS)
tests_unit_t_draw_theme_SOURCES = tests/unit/t_draw_theme.c
tests_unit_t_draw_theme_LDADD = $(TEST_LIBS)
tests_unit_t_draw_chart_SOURCES = tests/unit/t_draw_chart.c
tests_unit_t_draw_chart_LDADD = $(TEST_LIBS)
tests_unit_t_term_input_SOURCES = tests/unit/t_term_input.c
tests_unit_t_term_input_LDADD = $(TEST_LIBS)
tests_unit_t_term_caps_SOURCES = tests/unit/t_term_caps.c
tests_unit_t_term_caps_LDADD = $(TEST_LIBS)
tests_unit_t_term_writer_SOURCES = tests/unit/t_term_writer.c
tests_unit_t_term_writer_LDADD = $(TEST_LIBS)
if HAVE_ZBAR
check_PROGRAMS += tests/unit/t_draw_qr
TESTS += tests/unit/t_draw_qr
tests_unit_t_draw_qr_SOURCES = tests/unit/t_draw_qr.c
tests_unit_t_draw_qr_CFLAGS = $(AM_CFLAGS) $(ZBAR_CFLAGS)
tests_unit_t_draw_qr_LDADD = $(TEST_LIBS) $(ZBAR_LIBS)
endif
if HAVE_VTERM
# The demo is driven by t_tty_term; vt.c and scenarios.c drive any program.
check_PROGRAMS += tests/tty/demo tests/tty/t_tty_term
TESTS += tests/tty/t_tty_term
tests_tty_demo_SOURCES = tests/tty/demo.c
tests_tty_demo_LDADD = $(UI_LIBS)
tests_tty_t_tty_term_SOURCES = tests/tty/t_tty_term.c tests/tty/scenarios.c tests/tty/scenarios.h tests/tty/vt.c tests/tty/vt.h
tests_tty_t_tty_term_CFLAGS = $(AM_CFLAGS) $(VTERM_CFLAGS)
tests_tty_t_tty_term_LDADD = $(TEST_LIBS) $(VTERM_LIBS) -lutil
endif
endif
noinst_PROGRAMS += tests/bench/pty_bench
tests_bench_pty_bench_SOURCES = tests/bench/pty_bench.c
tests_bench_pty_bench_LDADD = -lutil
FUZZ_TARGETS += tests/fuzz/fuzz_input tests/fuzz/fuzz_theme
tests_fuzz_fuzz_input_SOURCES = tests/fuzz/fuzz_input.c
tests_fuzz_fuzz_input_LDADD = $(UI_LIBS)
tests_fuzz_fuzz_input_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_theme_SOURCES = tests/fuzz/fuzz_theme.c
tests_fuzz_fuzz_theme_LDADD = $(UI_LIBS)
tests_fuzz_fuzz_theme_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
EXTRA_DIST += %D%/fuzz/corpus/input %D%/fuzz/corpus/theme
