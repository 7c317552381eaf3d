/* SPDX-License-Identifier: GPL-3.0-or-later */
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
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SILENCE_MS = 150 };

/* On a terminal that is not what was expected, show it. */
static void check(struct vt *v, bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "# on %s: %s\n# the screen was:\n%s# stderr: %s\n", vt_term(v), what, vt_screen(v), vt_stderr(v));
	fail_msg("%s", what);
}

struct vt *scenario_start(const struct target *t, const struct vt_start *how)
{
	struct vt_start s = how ? *how : (struct vt_start){ 0 };
	struct vt *v;

	s.argv = t->argv;
	if (!s.env)
		s.env = t->env;
	v = vt_start(&s);
	check(v, vt_wait(v, t->ready, VT_PATIENCE_MS), "the first screen does not come");
	check(v, vt_quiet(v, SILENCE_MS, VT_PATIENCE_MS), "the first screen does not come to rest");
	return v;
}

static struct vt *start_on(const struct target *t, const char *term)
{
	struct vt_start s = { .term = term, .keep_stderr = true };

	return scenario_start(t, &s);
}

static bool no_alternate(const char *term)
{
	return !strcmp(term, "linux") || !strncmp(term, "vt", 2);
}

/* Modes as found, cursor visible, no mouse, own screen left; and nothing of ours on a screen that has no other side. */
static void check_sane(struct vt *v, const struct target *t, const char *term)
{
	check(v, vt_modes_same(v), "the line modes are not as before");
	check(v, vt_cursor_visible(v), "the cursor is not visible");
	check(v, vt_mouse(v) == 0, "the mouse is still on");
	check(v, !vt_alternate(v), "still on the alternate screen");
	check(v, !vt_saw(v, "\033[?2004h") || vt_saw(v, "\033[?2004l"), "bracketed paste is still on");
	if (no_alternate(term))
		check(v, !vt_on_screen(v, t->ready), "the screen was not wiped");
}

static void end_of(struct vt *v, int *status)
{
	*status = vt_wait_end(v, VT_PATIENCE_MS);
	check(v, *status != -1, "the program does not end");
}

void scenario_quit(const struct target *t, const char *term)
{
	struct vt *v = start_on(t, term);
	int status;

	check(v, vt_alternate(v) != no_alternate(term), "the alternate screen is used where there is one");
	vt_send(v, t->quit);
	end_of(v, &status);
	check(v, WIFEXITED(status) && WEXITSTATUS(status) == 0, "quitting is not a success");
	check_sane(v, t, term);
	vt_free(v);
}

void scenario_signal(const struct target *t, int signo, const char *term)
{
	struct vt *v = start_on(t, term);
	int status;

	kill(vt_pid(v), signo);
	end_of(v, &status);
	check_sane(v, t, term);
	vt_free(v);
}

void scenario_crash(const struct target *t, int signo, const char *term)
{
	struct vt *v = start_on(t, term);
	const char *report;
	int status;

	kill(vt_pid(v), signo);
	end_of(v, &status);
	report = vt_stderr(v);
#ifndef VIGIE_SANITIZED
	check(v, WIFSIGNALED(status) && WTERMSIG(status) == signo, "it did not die of the signal");
#endif
	check_sane(v, t, term);
	check(v, strstr(report, PACKAGE_VERSION) && strstr(report, signo == SIGSEGV ? "SIGSEGV" : "SIG"),
	      "the report does not name version and signal");
	vt_free(v);
}

/* As a shell does: its own modes while the program is stopped, then those it had. */
void scenario_suspend(const struct target *t, const char *term)
{
	struct vt *v = start_on(t, term);
	struct termios modes;
	int status;

	vt_send(v, "\032");
	status = vt_wait_stop(v, VT_PATIENCE_MS);
	check(v, status != -1 && WIFSTOPPED(status), "Ctrl-Z does not stop it");
	check_sane(v, t, term);
	vt_modes_get(v, &modes);
	modes.c_lflag &= ~(tcflag_t)ECHO;
	vt_modes_set(v, &modes);
	vt_resize(v, 30, 90);
	vt_forget(v);
	kill(vt_pid(v), SIGCONT);
	check(v, vt_wait(v, t->ready, VT_PATIENCE_MS), "it does not come back");
	check(v, vt_quiet(v, SILENCE_MS, VT_PATIENCE_MS), "it does not come to rest");
	check(v, vt_saw(v, "\033[29") || vt_saw(v, "\033[30"), "it did not notice the new size");
	vt_send(v, t->quit);
	end_of(v, &status);
	check(v, WIFEXITED(status), "it does not quit afterwards");
	check_sane(v, t, term);
	vt_free(v);
}

/* kill -STOP gives no time to leave; the shell then sets its own modes, and fg must bring ours back. */
void scenario_stopped_from_outside(const struct target *t)
{
	struct vt *v = start_on(t, "xterm-256color");
	struct termios ours, shells;
	int status;

	vt_modes_get(v, &ours);
	kill(vt_pid(v), SIGSTOP);
	status = vt_wait_stop(v, VT_PATIENCE_MS);
	check(v, status != -1 && WIFSTOPPED(status), "it does not stop");
	shells = ours;
	shells.c_lflag |= ECHO | ICANON;
	vt_modes_set(v, &shells);
	vt_forget(v);
	kill(vt_pid(v), SIGCONT);
	check(v, vt_quiet(v, 300, VT_PATIENCE_MS), "it does not come to rest");
	vt_modes_get(v, &shells);
	check(v, shells.c_lflag == ours.c_lflag, "its line modes do not come back");
	check(v, vt_count(v, "\033[2J") == 1, "it does not repaint once");
	vt_send(v, t->quit);
	end_of(v, &status);
	check_sane(v, t, "xterm-256color");
	vt_free(v);
}

/* Fifty signals, a handful of repaints, and the last size on the screen. */
void scenario_resize_storm(const struct target *t)
{
	struct vt *v = start_on(t, "xterm-256color");
	int i;

	vt_forget(v);
	for (i = 0; i < 50; i++)
		vt_resize(v, 24 + i % 10, 80 + i % 7);
	vt_resize(v, 33, 100);
	check(v, vt_quiet(v, 300, VT_PATIENCE_MS), "it does not come to rest");
	check(v, vt_wait(v, t->ready, VT_PATIENCE_MS), "the screen is not whole");
	/* A busy machine lets some through one by one; without coalescing there would be 51. */
	check(v, vt_count(v, "\033[2J") <= 30, "a repaint for every signal");
	check(v, vt_count(v, "\033[2J") >= 1, "no repaint");
	vt_free(v);
}

void scenario_sizes(const struct target *t)
{
	static const int sizes[][2] = { { 12, 40 }, { 24, 80 }, { 60, 200 }, { 100, 300 }, { 3, 10 }, { 1, 1 }, { 24, 80 } };
	struct vt *v = start_on(t, "xterm-256color");
	size_t i;

	for (i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		vt_resize(v, sizes[i][0], sizes[i][1]);
		check(v, vt_quiet(v, SILENCE_MS, VT_PATIENCE_MS), "it does not come to rest");
	}
	check(v, vt_wait(v, t->ready, VT_PATIENCE_MS), "the screen does not come back");
	vt_free(v);
}

/* What each of n keys costs on average, in bytes to the terminal. */
static size_t cost(struct vt *v, const char *key, int n)
{
	size_t from;
	int i;

	vt_send(v, key);
	check(v, vt_quiet(v, SILENCE_MS, VT_PATIENCE_MS), "it does not come to rest");
	from = vt_bytes(v);
	for (i = 0; i < n; i++) {
		vt_send(v, key);
		check(v, vt_quiet(v, SILENCE_MS, VT_PATIENCE_MS), "it does not come to rest");
	}
	return (vt_bytes(v) - from) / (size_t)n;
}

void scenario_bytes(const struct target *t)
{
	struct vt *v = start_on(t, "xterm-256color");
	size_t frame = vt_bytes(v), move, typed;
	char what[120];

	snprintf(what, sizeof what, "the first frame takes %zu bytes, %d are allowed", frame, t->frame_bytes);
	check(v, frame <= (size_t)t->frame_bytes, what);
	move = cost(v, t->down, 6);
	snprintf(what, sizeof what, "a cursor move takes %zu bytes, %d are allowed", move, t->move_bytes);
	check(v, move > 0 && move <= (size_t)t->move_bytes, what);
	if (t->open_field) {
		vt_send(v, t->open_field);
		typed = cost(v, "a", 6);
		snprintf(what, sizeof what, "a typed letter takes %zu bytes, 8 are allowed", typed);
		check(v, typed > 0 && typed <= 8, what);
	}
	vt_free(v);
}

static long cpu_ticks(pid_t pid)
{
	char path[40], text[512], *p;
	unsigned long user = 0, system = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	f = fopen(path, "r");
	if (!f)
		return 0;
	p = fgets(text, sizeof text, f);
	fclose(f);
	p = p ? strrchr(text, ')') : NULL;
	if (p)
		sscanf(p + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
	return (long)(user + system);
}

/* The terminal takes nothing: keys are still worked on, no busy waiting, and quitting works. Then a reader sees the end state. */
void scenario_stuck(const struct target *t)
{
	struct vt *v = start_on(t, "xterm-256color");
	long before;
	int i, status;

	/* Nothing is read from here on: repaints fill the pty. */
	for (i = 0; i < 200; i++)
		vt_send(v, t->repaint);
	usleep(300000);
	before = cpu_ticks(vt_pid(v));
	usleep(600000);
	check(v, cpu_ticks(vt_pid(v)) - before <= 30, "it burns time on a terminal that takes nothing");
	check(v, vt_quiet(v, SILENCE_MS, VT_PATIENCE_MS), "it does not come to rest when read again");
	check(v, vt_wait(v, t->ready, VT_PATIENCE_MS), "the screen is not whole when read again");
	for (i = 0; i < 200; i++)
		vt_send(v, t->repaint);
	vt_send(v, t->quit);
	for (i = 0; i < 400; i++) {
		siginfo_t info = { 0 };

		if (!waitid(P_PID, (id_t)vt_pid(v), &info, WEXITED | WNOHANG | WNOWAIT) && info.si_pid)
			break;
		usleep(50000);
	}
	check(v, i < 400, "it does not quit while the terminal is stuck");
	end_of(v, &status);
	check(v, vt_modes_same(v), "the line modes are not as before");
	vt_free(v);
}

/* Lines of a paste run no command, and what looks like keys in it does nothing. */
void scenario_paste(const struct target *t)
{
	struct vt *v = start_on(t, "xterm-256color");
	char bytes[200];
	int status;

	check(v, vt_saw(v, "\033[?2004h"), "bracketed paste is not asked for");
	snprintf(bytes, sizeof bytes, "\033[200~%s\n%s\r\x1b[A%s\n\033[201~", t->quit, t->quit, t->quit);
	vt_send(v, bytes);
	check(v, vt_quiet(v, SILENCE_MS, VT_PATIENCE_MS), "it does not come to rest");
	check(v, kill(vt_pid(v), 0) == 0 && waitpid(vt_pid(v), &status, WNOHANG) == 0, "a pasted key was taken for a command");
	check(v, vt_on_screen(v, t->ready), "a pasted key was taken for a command");
	vt_free(v);
}

void scenario_hang_up(const struct target *t)
{
	struct vt *v = start_on(t, "xterm-256color");
	int status;

	vt_hang_up(v);
	end_of(v, &status);
	vt_free(v);
}

/* Secret words leave no trace on a terminal that keeps what it showed. */
void scenario_secret(const struct target *t, const char *term)
{
	struct vt *v = start_on(t, term);
	int status;

	vt_send(v, t->secret_on);
	check(v, vt_wait(v, t->secret, VT_PATIENCE_MS), "the secret does not show");
	vt_forget(v);
	kill(vt_pid(v), SIGSEGV);
	end_of(v, &status);
	check(v, !vt_on_screen(v, t->secret), "the secret stays on the screen");
	check_sane(v, t, term);
	if (!no_alternate(term))
		check(v, vt_saw(v, "\033[2J"), "the secret stays on the alternate screen");
	vt_free(v);
}

/* LC_ALL=C: not one byte above ASCII. */
void scenario_plain_locale(const struct target *t)
{
	static const char *const env[] = { "LC_ALL=C", NULL };
	const char *all[16];
	struct vt_start s = { .env = all };
	struct vt *v;
	const char *p;
	int n = 0, i;

	for (i = 0; t->env && t->env[i] && n < 14; i++)
		all[n++] = t->env[i];
	all[n++] = env[0];
	all[n] = NULL;
	v = scenario_start(t, &s);
	for (p = vt_screen(v); *p; p++)
		if ((unsigned char)*p >= 0x80)
			break;
	check(v, !*p, "a byte above ASCII in the C locale");
	vt_free(v);
}
