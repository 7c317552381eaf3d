/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "base/str.h"
#include "tests/tty/scenarios.h"
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char demo_path[1024];
static char *plain_argv[] = { demo_path, NULL };
static char *bar_argv[] = { demo_path, (char *)(uintptr_t)"--bar", NULL };

static const struct target demo = {
	.argv = plain_argv, .ready = "row 00 of the list", .down = "j", .repaint = "l", .open_field = "/", .close_field = "\033", .quit = "q",
	.secret_on = "s", .secret = "abandon zebra", .move_bytes = 40, .frame_bytes = 4096
};
static const struct target bar = {
	.argv = bar_argv, .ready = "row 00 of the list", .down = "j", .repaint = "l", .quit = "q", .move_bytes = 200, .frame_bytes = 4096
};

static const char *const terms[] = { "xterm-256color", "tmux-256color", "linux", "vt100", "screen", "xterm", NULL };

static void quits_cleanly_everywhere(void **state)
{
	int i;

	(void)state;
	for (i = 0; terms[i]; i++)
		scenario_quit(&demo, terms[i]);
}

static void signals_leave_a_sane_terminal(void **state)
{
	(void)state;
	scenario_signal(&demo, SIGTERM, "xterm-256color");
	scenario_signal(&demo, SIGHUP, "xterm-256color");
	scenario_signal(&demo, SIGTERM, "linux");
}

static void faults_leave_a_sane_terminal(void **state)
{
	(void)state;
	scenario_crash(&demo, SIGSEGV, "xterm-256color");
	scenario_crash(&demo, SIGABRT, "tmux-256color");
	scenario_crash(&demo, SIGBUS, "linux");
	scenario_crash(&demo, SIGFPE, "vt100");
	scenario_crash(&demo, SIGQUIT, "xterm");
}

static void a_real_fault_is_reported_once(void **state)
{
	struct vt_start s = { .keep_stderr = true };
	struct vt *v = scenario_start(&demo, &s);
	const char *report;

	(void)state;
	vt_send(v, "f");
	assert_int_not_equal(vt_wait_end(v, VT_PATIENCE_MS), -1);
	report = vt_stderr(v);
	assert_non_null(strstr(report, "SIGSEGV"));
	assert_true(vt_modes_same(v));
	vt_free(v);
}

static void stops_and_comes_back(void **state)
{
	(void)state;
	scenario_suspend(&demo, "xterm-256color");
	scenario_suspend(&demo, "linux");
	scenario_suspend(&demo, "tmux-256color");
	scenario_stopped_from_outside(&demo);
}

static void resizes_are_coalesced(void **state)
{
	(void)state;
	scenario_resize_storm(&demo);
}

static void every_size_is_survived(void **state)
{
	(void)state;
	scenario_sizes(&demo);
}

static void bytes_are_within_budget(void **state)
{
	(void)state;
	scenario_bytes(&demo);
	scenario_bytes(&bar);
}

static void a_stuck_terminal_costs_frames_only(void **state)
{
	(void)state;
	scenario_stuck(&demo);
}

static void a_paste_is_text(void **state)
{
	struct vt *v = scenario_start(&demo, NULL);

	(void)state;
	vt_send(v, "\033[200~one\r\ntwo\033[201~");
	assert_true(vt_wait(v, "pasted 7 bytes", VT_PATIENCE_MS));
	vt_free(v);
	scenario_paste(&demo);
}

static void a_hung_up_terminal_ends_it(void **state)
{
	(void)state;
	scenario_hang_up(&demo);
}

static void secrets_are_wiped(void **state)
{
	(void)state;
	scenario_secret(&demo, "xterm-256color");
	scenario_secret(&demo, "linux");
}

static void the_c_locale_gets_ascii(void **state)
{
	(void)state;
	scenario_plain_locale(&demo);
}

static void a_dumb_terminal_is_refused_in_words(void **state)
{
	struct vt_start s = { .argv = plain_argv, .keep_stderr = true };
	static const char *const bad[] = { "dumb", "no-such-terminal", "../../etc/passwd", NULL };
	int i, status;

	(void)state;
	for (i = 0; bad[i]; i++) {
		struct vt *v;

		s.term = bad[i];
		v = vt_start(&s);
		status = vt_wait_end(v, VT_PATIENCE_MS);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 3);
		assert_non_null(strstr(vt_stderr(v), "terminal"));
		assert_int_equal(vt_bytes(v), 0);
		assert_true(vt_modes_same(v));
		vt_free(v);
	}
}

static void keys_arrive_by_name(void **state)
{
	static const char *const keys[][2] = {
		{ "\033[H", "Home" }, { "\033OH", "Home" }, { "\033[1;5D", "C-Left" }, { "\033[Z", "S-Tab" }, { "\033OP", "F1" },
		{ "\033[15~", "F5" }, { "\033a", "M-a" }, { "\033", "Esc" }, { "\001", "C-a" }, { "\303\251", "é" }, { NULL, NULL }
	};
	struct vt *v = scenario_start(&demo, NULL);
	int i;

	(void)state;
	for (i = 0; keys[i][0]; i++) {
		vt_send(v, keys[i][0]);
		if (!vt_wait(v, keys[i][1], VT_PATIENCE_MS))
			fail_msg("no %s on %s", keys[i][1], vt_screen(v));
	}
	vt_free(v);
}

static void the_mouse_can_be_switched(void **state)
{
	struct vt *v = scenario_start(&demo, NULL);

	(void)state;
	assert_int_equal(vt_mouse(v), 0);
	vt_send(v, "m");
	vt_quiet(v, 100, VT_PATIENCE_MS);
	assert_int_not_equal(vt_mouse(v), 0);
	vt_send(v, "\033[<0;5;4M\033[<0;5;4m");
	assert_true(vt_wait(v, "mouse 1 at 3,4", VT_PATIENCE_MS));
	vt_send(v, "\033[<65;5;4M");
	assert_true(vt_wait(v, "mouse 5 at 3,4", VT_PATIENCE_MS));
	vt_send(v, "m");
	vt_quiet(v, 100, VT_PATIENCE_MS);
	assert_int_equal(vt_mouse(v), 0);
	vt_free(v);
}

static void answers_are_understood(void **state)
{
	struct vt_start s = { .ground = "rgb:ffff/ffff/eeee", .sync = true };
	struct vt *v = scenario_start(&demo, &s);

	(void)state;
	assert_true(vt_wait(v, "light 1", VT_PATIENCE_MS));
	vt_forget(v);
	vt_send(v, "l");
	vt_quiet(v, 100, VT_PATIENCE_MS);
	assert_int_equal(vt_count(v, "\033[?2026h"), 1);
	assert_int_equal(vt_count(v, "\033[?2026l"), 1);
	vt_free(v);
}

static void a_mute_terminal_is_fine(void **state)
{
	struct vt_start s = { .mute = true };
	struct vt *v = scenario_start(&demo, &s);
	int status;

	(void)state;
	assert_false(vt_saw(v, "\033[?2026h"));
	vt_send(v, "q");
	status = vt_wait_end(v, VT_PATIENCE_MS);
	assert_true(WIFEXITED(status));
	vt_free(v);
}

static void the_console_is_asked_nothing(void **state)
{
	struct vt_start s = { .term = "linux" };
	struct vt *v = scenario_start(&demo, &s);

	(void)state;
	assert_false(vt_saw(v, "\033[?2026"));
	assert_false(vt_saw(v, "\033]"));
	assert_true(vt_on_screen(v, "caf\303\251 v"));
	vt_free(v);
}

static void stderr_is_kept_and_replayed(void **state)
{
	struct vt *v = scenario_start(&demo, NULL);
	int status;

	(void)state;
	vt_send(v, "ee");
	vt_quiet(v, 100, VT_PATIENCE_MS);
	assert_false(vt_on_screen(v, "noise"));
	vt_send(v, "q");
	status = vt_wait_end(v, VT_PATIENCE_MS);
	assert_true(WIFEXITED(status));
	assert_true(vt_on_screen(v, "noise from a library?[31m"));
	vt_free(v);
}

static void copying_and_titles(void **state)
{
	static const char *const tmux[] = { "TMUX=/tmp/none,1,0", NULL };
	struct vt_start s = { .env = tmux };
	struct vt *v = scenario_start(&demo, NULL);

	(void)state;
	vt_send(v, "yt");
	vt_quiet(v, 100, VT_PATIENCE_MS);
	assert_true(vt_saw(v, "\033]52;c;Y29waWVkIHdvcmRz\a"));
	assert_true(vt_saw(v, "\033]2;vigie demo\a"));
	vt_free(v);
	v = scenario_start(&demo, &s);
	vt_send(v, "y");
	vt_quiet(v, 100, VT_PATIENCE_MS);
	assert_true(vt_saw(v, "\033Ptmux;\033\033]52;c;Y29waWVkIHdvcmRz\a\033\\"));
	vt_free(v);
}

static void true_colour_only_when_asked(void **state)
{
	static char folder[] = "/tmp/.vigie-themes.XXXXXX";
	static char path[80], setting[80];
	static char *argv[] = { demo_path, (char *)(uintptr_t)"--true", (char *)(uintptr_t)"--theme", (char *)(uintptr_t)"own", NULL };
	const char *env[] = { setting, NULL };
	struct target t = demo;
	struct vt *v;
	FILE *f;
	unsigned fg, bg;
	bool reverse;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/own.theme", folder);
	snprintf(setting, sizeof setting, "DEMO_THEMES=%s", folder);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs("title = bold | #12ab56 bold\n", f);
	fclose(f);
	chmod(path, 0600);
	t.env = env;
	t.argv = argv;
	v = scenario_start(&t, NULL);
	assert_true(vt_saw(v, "38;2;18;171;86"));
	vt_cell(v, 0, 1, &fg, &bg, &reverse);
	assert_int_equal(fg, 0x12ab56);
	vt_free(v);
	argv[1] = argv[2];
	argv[2] = argv[3];
	argv[3] = NULL;
	v = scenario_start(&t, NULL);
	assert_false(vt_saw(v, "38;2;"));
	vt_free(v);
	unlink(path);
	rmdir(folder);
}

static void no_color_is_obeyed(void **state)
{
	static const char *const env[] = { "NO_COLOR=1", NULL };
	struct vt_start s = { .env = env };
	struct vt *v = scenario_start(&demo, &s);
	unsigned fg, bg, plain_fg, plain_bg;
	bool reverse;

	(void)state;
	assert_false(vt_saw(v, "38;5;"));
	vt_cell(v, 1, 2, &fg, &bg, &reverse);
	vt_cell(v, 2, 2, &plain_fg, &plain_bg, &reverse);
	assert_int_equal(fg, plain_fg);
	assert_int_equal(bg, plain_bg);
	vt_free(v);
	v = scenario_start(&demo, NULL);
	vt_cell(v, 1, 2, &fg, &bg, &reverse);
	assert_int_not_equal(fg, plain_fg);
	vt_free(v);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quits_cleanly_everywhere), cmocka_unit_test(signals_leave_a_sane_terminal),
		cmocka_unit_test(faults_leave_a_sane_terminal), cmocka_unit_test(a_real_fault_is_reported_once),
		cmocka_unit_test(stops_and_comes_back), cmocka_unit_test(resizes_are_coalesced),
		cmocka_unit_test(every_size_is_survived), cmocka_unit_test(bytes_are_within_budget),
		cmocka_unit_test(a_stuck_terminal_costs_frames_only), cmocka_unit_test(a_paste_is_text),
		cmocka_unit_test(a_hung_up_terminal_ends_it), cmocka_unit_test(secrets_are_wiped),
		cmocka_unit_test(the_c_locale_gets_ascii), cmocka_unit_test(a_dumb_terminal_is_refused_in_words),
		cmocka_unit_test(keys_arrive_by_name), cmocka_unit_test(the_mouse_can_be_switched),
		cmocka_unit_test(answers_are_understood), cmocka_unit_test(a_mute_terminal_is_fine),
		cmocka_unit_test(the_console_is_asked_nothing), cmocka_unit_test(stderr_is_kept_and_replayed),
		cmocka_unit_test(copying_and_titles), cmocka_unit_test(true_colour_only_when_asked),
		cmocka_unit_test(no_color_is_obeyed)
	};
	const char *builddir = getenv("top_builddir");

	snprintf(demo_path, sizeof demo_path, "%s/tests/tty/demo", builddir ? builddir : ".");
	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
