# SPDX-License-Identifier: GPL-3.0-or-later
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
check_PROGRAMS += tests/tty/demo tests/tty/t_tty_term tests/tty/t_tty_paint tests/tty/t_tty_vigie \
	tests/tty/t_tty_network tests/tty/t_tty_wallet tests/tool/hangdns.so
TESTS += tests/tty/t_tty_term tests/tty/t_tty_paint tests/tty/t_tty_vigie tests/tty/t_tty_network tests/tty/t_tty_wallet \
	tests/tty/tmux.sh
EXTRA_DIST += tests/tty/tmux.sh
tests_tty_t_tty_paint_SOURCES = tests/tty/t_tty_paint.c
tests_tty_t_tty_paint_CFLAGS = $(AM_CFLAGS) $(VTERM_CFLAGS)
tests_tty_t_tty_paint_LDADD = $(TEST_LIBS) $(VTERM_LIBS)
tests_tty_t_tty_vigie_SOURCES = tests/tty/t_tty_vigie.c tests/tty/scenarios.c tests/tty/scenarios.h tests/tty/vt.c tests/tty/vt.h
tests_tty_t_tty_vigie_CFLAGS = $(AM_CFLAGS) $(VTERM_CFLAGS)
tests_tty_t_tty_vigie_LDADD = $(TEST_LIBS) $(VTERM_LIBS) -lutil
tests_tty_t_tty_wallet_SOURCES = tests/tty/t_tty_wallet.c tests/tty/vt.c tests/tty/vt.h
tests_tty_t_tty_wallet_CFLAGS = $(AM_CFLAGS) $(VTERM_CFLAGS)
tests_tty_t_tty_wallet_LDADD = $(TEST_LIBS) $(VTERM_LIBS) -lutil
tests_tty_t_tty_network_SOURCES = tests/tty/t_tty_network.c tests/tty/vt.c tests/tty/vt.h
tests_tty_t_tty_network_CFLAGS = $(AM_CFLAGS) $(VTERM_CFLAGS)
tests_tty_t_tty_network_LDADD = $(TEST_LIBS) $(VTERM_LIBS) -lutil
# Loaded into the program under test: no library of libtool's, and free of sanitizers, which the program brings itself.
tests_tool_hangdns_so_SOURCES = tests/tool/hangdns.c
tests_tool_hangdns_so_CFLAGS = -std=gnu17 $(WARN_CFLAGS) -fPIC -fno-sanitize=all
tests_tool_hangdns_so_LDFLAGS = -shared -fno-sanitize=all
tests_tty_demo_SOURCES = tests/tty/demo.c
tests_tty_demo_LDADD = $(UI_LIBS)
tests_tty_t_tty_term_SOURCES = tests/tty/t_tty_term.c tests/tty/scenarios.c tests/tty/scenarios.h tests/tty/vt.c tests/tty/vt.h
tests_tty_t_tty_term_CFLAGS = $(AM_CFLAGS) $(VTERM_CFLAGS)
tests_tty_t_tty_term_LDADD = $(TEST_LIBS) $(VTERM_LIBS) -lutil
endif
endif
noinst_PROGRAMS += tests/bench/pty_bench tests/bench/draw_bench
tests_bench_draw_bench_SOURCES = tests/bench/draw_bench.c
tests_bench_draw_bench_LDADD = $(UI_LIBS)
tests_bench_pty_bench_SOURCES = tests/bench/pty_bench.c
tests_bench_pty_bench_LDADD = -lutil
FUZZ_TARGETS += tests/fuzz/fuzz_input tests/fuzz/fuzz_theme
tests_fuzz_fuzz_input_SOURCES = tests/fuzz/fuzz_input.c
tests_fuzz_fuzz_input_LDADD = $(UI_LIBS)
tests_fuzz_fuzz_input_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
tests_fuzz_fuzz_theme_SOURCES = tests/fuzz/fuzz_theme.c
tests_fuzz_fuzz_theme_LDADD = $(UI_LIBS)
tests_fuzz_fuzz_theme_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
EXTRA_DIST += tests/fuzz/corpus/input tests/fuzz/corpus/theme
