/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "tests/tty/vt.h"
#include "base/mem.h"
#include "base/str.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

struct vt {
	int master, slave, err;
	pid_t pid;
	int status;             /* last wait status, -1 none */
	bool ended;
	VTerm *term;
	VTermScreen *screen;
	int h, w, mouse;
	bool cursor_visible, alternate;
	struct termios before;
	struct vt_start how;
	size_t total, asked;
	struct str record, text, errors;
};

static long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000L + t.tv_nsec / 1000000L;
}

static int on_prop(VTermProp prop, VTermValue *value, void *arg)
{
	struct vt *v = arg;

	if (prop == VTERM_PROP_CURSORVISIBLE)
		v->cursor_visible = value->boolean;
	else if (prop == VTERM_PROP_ALTSCREEN)
		v->alternate = value->boolean;
	else if (prop == VTERM_PROP_MOUSE)
		v->mouse = value->number;
	return 1;
}

static void on_output(const char *bytes, size_t n, void *arg)
{
	struct vt *v = arg;

	/* What this terminal says of synchronized output is ours to say. */
	if (!v->how.mute && !memmem(bytes, n, "2026", 4))
		vt_send_n(v, bytes, n);
}

static const VTermScreenCallbacks callbacks = { .settermprop = on_prop };

static void child(const struct vt_start *s, int slave, int err)
{
	const char *const *e;

	setsid();
	ioctl(slave, TIOCSCTTY, 0);
	dup2(slave, 0);
	dup2(slave, 1);
	dup2(s->keep_stderr ? err : slave, 2);
	if (slave > 2)
		close(slave);
	unsetenv("TMUX");
	unsetenv("STY");
	unsetenv("SSH_CONNECTION");
	unsetenv("SSH_TTY");
	unsetenv("LINES");
	unsetenv("COLUMNS");
	unsetenv("NO_COLOR");
	setenv("TERM", s->term ? s->term : "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	for (e = s->env; e && *e; e++)
		putenv((char *)(uintptr_t)*e);
	signal(SIGPIPE, SIG_DFL);
	execvp(s->argv[0], s->argv);
	perror(s->argv[0]);
	_exit(127);
}

struct vt *vt_start(const struct vt_start *s)
{
	struct vt *v = mem_new(sizeof *v);
	struct winsize size;
	int errs[2];

	v->how = *s;
	v->h = s->h ? s->h : 24;
	v->w = s->w ? s->w : 80;
	v->status = -1;
	v->cursor_visible = true;
	size = (struct winsize){ .ws_row = (unsigned short)v->h, .ws_col = (unsigned short)v->w };
	if (openpty(&v->master, &v->slave, NULL, NULL, &size) || pipe2(errs, O_CLOEXEC)) {
		perror("pty");
		abort();
	}
	fcntl(v->master, F_SETFD, FD_CLOEXEC);
	fcntl(v->slave, F_SETFD, FD_CLOEXEC);
	tcgetattr(v->slave, &v->before);
	v->term = vterm_new(v->h, v->w);
	vterm_set_utf8(v->term, 1);
	vterm_output_set_callback(v->term, on_output, v);
	v->screen = vterm_obtain_screen(v->term);
	vterm_screen_enable_altscreen(v->screen, 1);
	vterm_screen_set_callbacks(v->screen, &callbacks, v);
	vterm_screen_reset(v->screen, 1);
	fflush(NULL);
	v->pid = fork();
	if (v->pid == 0) {
		close(v->master);
		child(s, v->slave, errs[1]);
	}
	close(errs[1]);
	v->err = errs[0];
	fcntl(v->err, F_SETFL, O_NONBLOCK);
	fcntl(v->master, F_SETFL, O_NONBLOCK);
	return v;
}

void vt_free(struct vt *v)
{
	if (!v)
		return;
	if (!v->ended) {
		kill(v->pid, SIGKILL);
		waitpid(v->pid, NULL, 0);
	}
	if (v->master >= 0)
		close(v->master);
	if (v->slave >= 0)
		close(v->slave);
	close(v->err);
	vterm_free(v->term);
	str_free(&v->record);
	str_free(&v->text);
	str_free(&v->errors);
	free(v);
}

const char *vt_term(const struct vt *v)
{
	return v->how.term ? v->how.term : "xterm-256color";
}

pid_t vt_pid(const struct vt *v)
{
	return v->pid;
}

void vt_send_n(struct vt *v, const char *bytes, size_t n)
{
	while (n) {
		ssize_t done = write(v->master, bytes, n);
		struct pollfd p = { .fd = v->master, .events = POLLOUT };

		if (done > 0) {
			bytes += done;
			n -= (size_t)done;
		} else if (errno != EINTR && (errno != EAGAIN || poll(&p, 1, 5000) <= 0)) {
			return;
		}
	}
}

void vt_send(struct vt *v, const char *bytes)
{
	vt_send_n(v, bytes, strlen(bytes));
}

void vt_resize(struct vt *v, int h, int w)
{
	struct winsize size = { .ws_row = (unsigned short)h, .ws_col = (unsigned short)w };

	v->h = h;
	v->w = w;
	vterm_set_size(v->term, h, w);
	ioctl(v->slave, TIOCSWINSZ, &size);
}

/* Answers that libvterm does not give, at the first question. */
static void answer(struct vt *v)
{
	char text[80];

	if (v->how.mute || v->asked || !vt_saw(v, "\033]11;?"))
		return;
	v->asked = 1;
	if (v->how.ground) {
		snprintf(text, sizeof text, "\033]11;%s\033\\", v->how.ground);
		vt_send(v, text);
	}
	if (v->how.sync)
		vt_send(v, "\033[?2026;2$y");
}

static void read_errors(struct vt *v)
{
	char bytes[4096];
	ssize_t n;

	while ((n = read(v->err, bytes, sizeof bytes)) > 0)
		str_add(&v->errors, (struct slice){ bytes, (size_t)n });
}

/* Waits at most ms for bytes and takes them in; false when none came. */
static bool pump(struct vt *v, int ms)
{
	char bytes[16384];
	struct pollfd p = { .fd = v->master, .events = POLLIN };
	ssize_t n;

	if (v->master < 0 || poll(&p, 1, ms) <= 0)
		return false;
	n = read(v->master, bytes, sizeof bytes);
	if (n <= 0)
		return false;
	v->total += (size_t)n;
	str_add(&v->record, (struct slice){ bytes, (size_t)n });
	answer(v);
	vterm_input_write(v->term, bytes, (size_t)n);
	vterm_screen_flush_damage(v->screen);
	return true;
}

static void add_point(struct str *out, uint32_t u)
{
	if (u < 0x80) {
		str_addc(out, (char)u);
	} else if (u < 0x800) {
		str_addc(out, (char)(0xc0 | u >> 6));
		str_addc(out, (char)(0x80 | (u & 63)));
	} else if (u < 0x10000) {
		str_addc(out, (char)(0xe0 | u >> 12));
		str_addc(out, (char)(0x80 | (u >> 6 & 63)));
		str_addc(out, (char)(0x80 | (u & 63)));
	} else {
		str_addc(out, (char)(0xf0 | u >> 18));
		str_addc(out, (char)(0x80 | (u >> 12 & 63)));
		str_addc(out, (char)(0x80 | (u >> 6 & 63)));
		str_addc(out, (char)(0x80 | (u & 63)));
	}
}

static void add_row(struct vt *v, int y)
{
	size_t from = v->text.n;
	int x, i;

	for (x = 0; x < v->w; x++) {
		VTermScreenCell cell;

		if (!vterm_screen_get_cell(v->screen, (VTermPos){ y, x }, &cell))
			continue;
		if (!cell.chars[0])
			str_addc(&v->text, ' ');
		for (i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] && cell.chars[i] != (uint32_t)-1; i++)
			add_point(&v->text, cell.chars[i]);
	}
	while (v->text.n > from && v->text.p[v->text.n - 1] == ' ')
		str_cut(&v->text, v->text.n - 1);
}

const char *vt_row(struct vt *v, int y)
{
	str_cut(&v->text, 0);
	str_reserve(&v->text, 1);
	add_row(v, y);
	return str_c(&v->text);
}

const char *vt_screen(struct vt *v)
{
	int y;

	str_cut(&v->text, 0);
	for (y = 0; y < v->h; y++) {
		add_row(v, y);
		str_addc(&v->text, '\n');
	}
	return str_c(&v->text);
}

bool vt_on_screen(struct vt *v, const char *text)
{
	return strstr(vt_screen(v), text) != NULL;
}

static bool wait_for(struct vt *v, const char *text, bool there, int ms)
{
	long until = now_ms() + ms;

	while (vt_on_screen(v, text) != there) {
		long left = until - now_ms();

		if (left <= 0)
			return false;
		pump(v, left < 50 ? (int)left : 50);
	}
	return true;
}

bool vt_wait(struct vt *v, const char *text, int ms)
{
	return wait_for(v, text, true, ms);
}

bool vt_wait_gone(struct vt *v, const char *text, int ms)
{
	return wait_for(v, text, false, ms);
}

bool vt_quiet(struct vt *v, int silence_ms, int ms)
{
	long until = now_ms() + ms, last = now_ms();

	while (now_ms() - last < silence_ms) {
		if (now_ms() >= until)
			return false;
		if (pump(v, 10))
			last = now_ms();
	}
	return true;
}

static bool reap(struct vt *v)
{
	int status;

	if (v->ended || waitpid(v->pid, &status, WNOHANG | WUNTRACED) != v->pid)
		return v->ended;
	v->status = status;
	v->ended = WIFEXITED(status) || WIFSIGNALED(status);
	return true;
}

static int wait_state(struct vt *v, int ms)
{
	long until = now_ms() + ms;

	while (!reap(v)) {
		if (now_ms() >= until)
			return -1;
		pump(v, 10);
		read_errors(v);
	}
	while (pump(v, 0))
		;
	return v->status;
}

int vt_wait_end(struct vt *v, int ms)
{
	return wait_state(v, ms);
}

int vt_wait_stop(struct vt *v, int ms)
{
	return wait_state(v, ms);
}

void vt_cursor(const struct vt *v, int *y, int *x)
{
	VTermPos p;

	vterm_state_get_cursorpos(vterm_obtain_state(v->term), &p);
	*y = p.row;
	*x = p.col;
}

bool vt_cursor_visible(const struct vt *v)
{
	return v->cursor_visible;
}

bool vt_alternate(const struct vt *v)
{
	return v->alternate;
}

int vt_mouse(const struct vt *v)
{
	return v->mouse;
}

void vt_cell(struct vt *v, int y, int x, unsigned *fg, unsigned *bg, bool *reverse)
{
	VTermScreenCell cell;

	memset(&cell, 0, sizeof cell);
	vterm_screen_get_cell(v->screen, (VTermPos){ y, x }, &cell);
	vterm_screen_convert_color_to_rgb(v->screen, &cell.fg);
	vterm_screen_convert_color_to_rgb(v->screen, &cell.bg);
	*fg = (unsigned)(cell.fg.rgb.red << 16 | cell.fg.rgb.green << 8 | cell.fg.rgb.blue);
	*bg = (unsigned)(cell.bg.rgb.red << 16 | cell.bg.rgb.green << 8 | cell.bg.rgb.blue);
	*reverse = cell.attrs.reverse;
}

size_t vt_bytes(const struct vt *v)
{
	return v->total;
}

void vt_forget(struct vt *v)
{
	str_cut(&v->record, 0);
}

size_t vt_count(const struct vt *v, const char *bytes)
{
	size_t n = 0, len = strlen(bytes);
	const char *p = str_c(&v->record), *end = p + v->record.n;

	while ((p = memmem(p, (size_t)(end - p), bytes, len))) {
		n++;
		p += len;
	}
	return n;
}

bool vt_saw(const struct vt *v, const char *bytes)
{
	return vt_count(v, bytes) > 0;
}

const char *vt_stderr(struct vt *v)
{
	read_errors(v);
	return str_c(&v->errors);
}

void vt_modes_get(const struct vt *v, struct termios *t)
{
	memset(t, 0, sizeof *t);
	tcgetattr(v->slave, t);
}

void vt_modes_set(const struct vt *v, const struct termios *t)
{
	tcsetattr(v->slave, TCSANOW, t);
}

bool vt_modes_same(const struct vt *v)
{
	struct termios t;

	vt_modes_get(v, &t);
	return t.c_iflag == v->before.c_iflag && t.c_oflag == v->before.c_oflag && t.c_cflag == v->before.c_cflag &&
	       t.c_lflag == v->before.c_lflag && !memcmp(t.c_cc, v->before.c_cc, sizeof t.c_cc);
}

void vt_hang_up(struct vt *v)
{
	close(v->slave);
	close(v->master);
	v->slave = v->master = -1;
}
