/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program itself on a terminal: the scenarios that every full-screen program of the house must withstand, and the line
 * mode where there is no screen to be had. */
#include "config.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "tests/tty/scenarios.h"
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char program[1024], sandbox[1040], fixture[1024];
static char *argv_full[] = { program, (char[]){ "--fixture" }, fixture, (char[]){ "--clock" }, (char[]){ "2026-11-20T10:38:00Z" },
	                         (char[]){ "--set" }, (char[]){ "ui.motion=gutter" }, (char[]){ "settings" }, NULL };
static char *argv_bar[] = { program, (char[]){ "--fixture" }, fixture, (char[]){ "--clock" }, (char[]){ "2026-11-20T10:38:00Z" },
	                        (char[]){ "--set" }, (char[]){ "ui.motion=bar" }, (char[]){ "settings" }, NULL };

static const struct target vigie = {
	.argv = argv_full, .ready = "ui.theme", .down = "j", .repaint = "\f", .open_field = "gj\r", .close_field = "\033", .quit = "qq",
	.move_bytes = 240, .frame_bytes = 4096
};
static const struct target bar = {
	.argv = argv_bar, .ready = "ui.theme", .down = "j", .repaint = "\f", .quit = "qq", .move_bytes = 420, .frame_bytes = 4096
};

static const char *const terms[] = { "xterm-256color", "tmux-256color", "linux", "vt100", "screen", "xterm", NULL };

static void quits_cleanly_everywhere(void **state)
{
	(void)state;
	for (int i = 0; terms[i]; i++)
		scenario_quit(&vigie, terms[i]);
}

static void signals_leave_a_sane_terminal(void **state)
{
	(void)state;
	scenario_signal(&vigie, SIGTERM, "xterm-256color");
	scenario_signal(&vigie, SIGHUP, "xterm-256color");
	scenario_signal(&vigie, SIGTERM, "linux");
}

static void faults_leave_a_sane_terminal(void **state)
{
	(void)state;
	scenario_crash(&vigie, SIGSEGV, "xterm-256color");
	scenario_crash(&vigie, SIGSEGV, "linux");
	scenario_crash(&vigie, SIGABRT, "tmux-256color");
}

static void stops_and_comes_back(void **state)
{
	(void)state;
	scenario_suspend(&vigie, "xterm-256color");
	scenario_suspend(&vigie, "linux");
	scenario_stopped_from_outside(&vigie);
}

static void resizes_are_coalesced(void **state)
{
	(void)state;
	scenario_resize_storm(&vigie);
	scenario_sizes(&vigie);
}

static void bytes_are_few(void **state)
{
	(void)state;
	scenario_bytes(&vigie);
	scenario_bytes(&bar);
}

static void a_stuck_terminal_costs_frames_only(void **state)
{
	(void)state;
	scenario_stuck(&vigie);
}

static void a_paste_is_text(void **state)
{
	(void)state;
	scenario_paste(&vigie);
}

static void a_hang_up_ends_it(void **state)
{
	(void)state;
	scenario_hang_up(&vigie);
}

static void the_c_locale_gets_ascii(void **state)
{
	(void)state;
	scenario_plain_locale(&vigie);
}

/* Who mistypes a setting learns it on the screen, not only in the log. */
static void a_wrong_setting_is_told(void **state)
{
	char folder[1100], env[1200];
	const char *home = getenv("HOME");
	FILE *f;
	(void)state;
	snprintf(folder, sizeof folder, "%s/wrong-%d", home ? home : "/tmp", (int)getpid());
	snprintf(env, sizeof env, "XDG_CONFIG_HOME=%s", folder);
	assert_int_equal(mkdir(folder, 0700), 0);
	strcat(folder, "/vigie");
	assert_int_equal(mkdir(folder, 0700), 0);
	strcat(folder, "/config");
	f = fopen(folder, "w");
	assert_non_null(f);
	fputs("[ui]\ngliphs = vt\n", f);
	fclose(f);
	const char *more[] = { env, NULL };
	struct vt *v = vt_start(&(struct vt_start){ .argv = argv_full, .env = more });
	assert_true(vt_wait(v, "config:2", VT_PATIENCE_MS));
	assert_true(vt_on_screen(v, "gliphs"));
	vt_send(v, "qq");
	assert_true(WIFEXITED(vt_wait_end(v, VT_PATIENCE_MS)));
	vt_free(v);
}

/* A dumb terminal gets the line mode, and is told so. */
static void a_dumb_terminal_gets_lines(void **state)
{
	struct vt_start s = { .argv = argv_full, .term = "dumb", .h = 60 };
	struct vt *v = vt_start(&s);
	(void)state;
	assert_true(vt_wait(v, "vigie --plain", VT_PATIENCE_MS));
	assert_true(vt_wait(v, "settings>", VT_PATIENCE_MS));
	vt_send(v, "quit\r");
	int status = vt_wait_end(v, VT_PATIENCE_MS);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_true(vt_modes_same(v));
	vt_free(v);
}

/* The station's screen on the sandbox, watched long enough that everything was asked more than once. */
static void the_station_is_watched(void **state)
{
	char option[] = "--sandbox", *argv[] = { program, option, NULL };
	struct vt_start s = { .argv = argv, .h = 30, .w = 100 };
	struct vt *v = vt_start(&s);
	(void)state;
	if (access(sandbox, X_OK))
		skip();
	assert_true(vt_wait(v, "Welcome aboard", VT_PATIENCE_MS));
	vt_send(v, "\033");
	assert_true(vt_wait(v, "To do", VT_PATIENCE_MS));
	vt_send(v, "3");
	assert_true(vt_wait(v, "direct", VT_PATIENCE_MS));
	assert_true(vt_wait(v, "boards up", VT_PATIENCE_MS));
	assert_false(vt_wait(v, "this text never comes", 12000)); /* only to let time pass */
	vt_send(v, "\033[B\r");
	assert_true(vt_wait(v, "Station > ", VT_PATIENCE_MS));
	vt_send(v, "qq");
	int status = vt_wait_end(v, VT_PATIENCE_MS);
	assert_true(WIFEXITED(status));
	assert_true(vt_modes_same(v));
	vt_free(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quits_cleanly_everywhere), cmocka_unit_test(signals_leave_a_sane_terminal),
		cmocka_unit_test(faults_leave_a_sane_terminal), cmocka_unit_test(stops_and_comes_back),
		cmocka_unit_test(resizes_are_coalesced), cmocka_unit_test(bytes_are_few),
		cmocka_unit_test(a_stuck_terminal_costs_frames_only), cmocka_unit_test(a_paste_is_text),
		cmocka_unit_test(a_hang_up_ends_it), cmocka_unit_test(the_c_locale_gets_ascii),
		cmocka_unit_test(a_dumb_terminal_gets_lines),
		cmocka_unit_test(the_station_is_watched), cmocka_unit_test(a_wrong_setting_is_told),
	};
	const char *build = getenv("top_builddir"), *src = getenv("top_srcdir");
	snprintf(program, sizeof program, "%s/vigie", build ? build : ".");
	snprintf(sandbox, sizeof sandbox, "%s-sandbox", program);
	snprintf(fixture, sizeof fixture, "%s/tests/fixtures/home-fresh.json", src ? src : "..");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
