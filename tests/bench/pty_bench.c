/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a full-screen program costs, for any command line: it is started on a pty with a fresh home, its questions about cursor
 * and attributes are answered, its bytes are counted. First byte and frame (the last byte before a silence) from exec; memory;
 * an idle window; keys; a resize. Prints one row of a table; times and bytes are medians over the runs.
 *     pty_bench [--name N] [--term T] [--runs 3] [--idle 12] [--key j] [--keys 10] [--open KEYS] [--home DIR] [--see TEXT] [--header]
 *               -- COMMAND ...
 * --home takes that folder instead of a fresh one, and keeps it. --see adds when that text was on the screen. */
#include "config.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS_MAX = 20, SILENCE_MS = 250, KEY_MS = 300, OPEN_MS = 2500, START_MS = 20000 };

struct options {
	const char *name, *term, *key, *open, *home, *see;
	int runs, idle_s, keys;
	bool header;
	char **argv;
};

struct figures {
	double first_ms, frame_ms, frame_bytes, rss_kb, pss_kb, idle_bytes, idle_cpu, wakeups, key_bytes, echo_ms, resize_bytes, seen_ms;
};

struct run {
	int fd;
	pid_t pid;
	double started, first, last, seen;
	const char *see;
	char *said;                /* all bytes until they hold what is to be seen */
	size_t bytes;
	char tail[16];
	size_t tail_n;
	char home[64];
};

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void answer(struct run *r, const char *question, const char *reply)
{
	if (memmem(r->tail, r->tail_n, question, strlen(question))) {
		if (write(r->fd, reply, strlen(reply)) < 0)
			perror("write");
		r->tail_n = 0;
	}
}

/* Questions may be cut in two: the last bytes are kept. */
static void look_for_questions(struct run *r, const char *bytes, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (r->tail_n == sizeof r->tail) {
			memmove(r->tail, r->tail + 1, sizeof r->tail - 1);
			r->tail_n--;
		}
		r->tail[r->tail_n++] = bytes[i];
		if (bytes[i] == 'n')
			answer(r, "\033[6n", "\033[1;1R");
		else if (bytes[i] == 'c')
			answer(r, "\033[c", "\033[?1;2c");
	}
}

static void look_for_text(struct run *r, const char *bytes, size_t n)
{
	if (!r->see || r->seen)
		return;
	r->said = realloc(r->said, r->bytes);
	memcpy(r->said + r->bytes - n, bytes, n);
	if (memmem(r->said, r->bytes, r->see, strlen(r->see)))
		r->seen = r->last;
}

/* Reads for at most ms; true when bytes came. */
static bool pump(struct run *r, double ms)
{
	char bytes[65536];
	struct pollfd p = { .fd = r->fd, .events = POLLIN };
	ssize_t n;

	if (poll(&p, 1, ms < 0 ? 0 : (int)(ms + 0.999)) <= 0)
		return false;
	n = read(r->fd, bytes, sizeof bytes);
	if (n <= 0) {
		usleep(1000);
		return false;
	}
	r->last = now_ms();
	if (!r->first)
		r->first = r->last;
	r->bytes += (size_t)n;
	look_for_questions(r, bytes, (size_t)n);
	look_for_text(r, bytes, (size_t)n);
	return true;
}

static void pump_for(struct run *r, double ms)
{
	double until = now_ms() + ms;

	while (now_ms() < until)
		pump(r, until - now_ms());
}

/* Up to the last byte before a silence. */
static void settle(struct run *r, double limit_ms)
{
	double until = now_ms() + limit_ms;

	while (now_ms() < until && (!r->first || now_ms() - r->last < SILENCE_MS))
		pump(r, 20);
}

static void child(const struct options *o, const char *home)
{
	static const char *const gone[] = { "TMUX", "STY", "SSH_CONNECTION", "SSH_TTY", "LINES", "COLUMNS", "NO_COLOR", "COLORTERM",
		"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "LANGUAGE", NULL };
	int i;

	for (i = 0; gone[i]; i++)
		unsetenv(gone[i]);
	setenv("HOME", home, 1);
	setenv("TERM", o->term, 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	execvp(o->argv[0], o->argv);
	perror(o->argv[0]);
	_exit(127);
}

static void start(struct run *r, const struct options *o)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };

	memset(r, 0, sizeof *r);
	r->see = o->see;
	snprintf(r->home, sizeof r->home, "%s", "/tmp/.pty-bench.XXXXXX");
	if (!o->home && !mkdtemp(r->home))
		exit(1);
	r->started = now_ms();
	r->pid = forkpty(&r->fd, NULL, NULL, &size);
	if (r->pid < 0) {
		perror("forkpty");
		exit(1);
	}
	if (r->pid == 0)
		child(o, o->home ? o->home : r->home);
	fcntl(r->fd, F_SETFL, O_NONBLOCK);
}

static void stop(struct run *r, const struct options *o)
{
	char command[100];
	int i;

	kill(r->pid, SIGTERM);
	for (i = 0; i < 100 && waitpid(r->pid, NULL, WNOHANG) == 0; i++)
		pump(r, 20);
	if (i == 100) {
		kill(r->pid, SIGKILL);
		waitpid(r->pid, NULL, 0);
	}
	close(r->fd);
	free(r->said);
	if (o->home)
		return;
	snprintf(command, sizeof command, "rm -rf '%s'", r->home);
	if (system(command))
		fprintf(stderr, "%s stays\n", r->home);
}

/* A number behind a name in a file of /proc; -1 without it. */
static double proc_number(const char *path, const char *name)
{
	char line[256];
	double value = -1;
	FILE *f = fopen(path, "r");

	while (f && fgets(line, sizeof line, f))
		if (!strncmp(line, name, strlen(name)))
			value = atof(line + strlen(name));
	if (f)
		fclose(f);
	return value;
}

static double cpu_ms(pid_t pid)
{
	char path[64], text[1024], *p;
	unsigned long v[4] = { 0 };
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	f = fopen(path, "r");
	p = f && fgets(text, sizeof text, f) ? strrchr(text, ')') : NULL;
	if (f)
		fclose(f);
	if (p)
		sscanf(p + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %lu %lu", &v[0], &v[1], &v[2], &v[3]);
	return (double)(v[0] + v[1] + v[2] + v[3]) * 1000.0 / (double)sysconf(_SC_CLK_TCK);
}

/* Voluntary context switches of all threads. */
static double switches(pid_t pid)
{
	char path[300];
	double sum = 0;
	struct dirent *e;
	DIR *d;

	snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
	d = opendir(path);
	while (d && (e = readdir(d))) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "/proc/%d/task/%s/status", (int)pid, e->d_name);
		sum += proc_number(path, "voluntary_ctxt_switches:");
	}
	if (d)
		closedir(d);
	return sum;
}

/* A program that forbids looking into its memory still tells its resident size. */
static void memory(const struct run *r, struct figures *f)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)r->pid);
	f->rss_kb = proc_number(path, "Rss:");
	f->pss_kb = proc_number(path, "Pss:");
	if (f->rss_kb < 0) {
		snprintf(path, sizeof path, "/proc/%d/status", (int)r->pid);
		f->rss_kb = proc_number(path, "VmRSS:");
	}
}

static void idle(struct run *r, int seconds, struct figures *f)
{
	size_t bytes = r->bytes;
	double cpu = cpu_ms(r->pid), wakes = switches(r->pid), from = now_ms(), took;

	pump_for(r, seconds * 1000.0);
	took = now_ms() - from;
	f->idle_bytes = (double)(r->bytes - bytes) * 1000 / took;
	f->idle_cpu = (cpu_ms(r->pid) - cpu) * 100 / took;
	f->wakeups = (switches(r->pid) - wakes) * 1000 / took;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double median(double *v, int n)
{
	qsort(v, (size_t)n, sizeof *v, by_value);
	return n ? (v[(n - 1) / 2] + v[n / 2]) / 2 : 0;
}

/* What is typed to come to the screen that is measured. */
static void open_screen(struct run *r, const struct options *o)
{
	if (!*o->open)
		return;
	if (write(r->fd, o->open, strlen(o->open)) < 0)
		perror("write");
	pump_for(r, OPEN_MS);
}

static void keys(struct run *r, const struct options *o, struct figures *f)
{
	double echo[100], total = 0;
	int i, n = 0;

	for (i = 0; i < o->keys && i < 100; i++) {
		size_t bytes = r->bytes;
		double sent = now_ms(), until = sent + KEY_MS;
		bool seen = false;

		if (write(r->fd, o->key, strlen(o->key)) < 0)
			perror("write");
		while (now_ms() < until)
			if (pump(r, until - now_ms()) && !seen) {
				seen = true;
				echo[n++] = now_ms() - sent;
			}
		total += (double)(r->bytes - bytes);
	}
	f->key_bytes = total / (o->keys ? o->keys : 1);
	f->echo_ms = median(echo, n);
}

static void resize(struct run *r, struct figures *f)
{
	struct winsize size = { .ws_row = 30, .ws_col = 100 };
	size_t bytes = r->bytes;

	ioctl(r->fd, TIOCSWINSZ, &size);
	pump_for(r, 1000);
	f->resize_bytes = (double)(r->bytes - bytes);
}

static bool measure(const struct options *o, bool with_idle, struct figures *f)
{
	struct run r;
	bool alive;

	start(&r, o);
	settle(&r, START_MS);
	f->first_ms = r.first - r.started;
	f->frame_ms = r.last - r.started;
	f->frame_bytes = (double)r.bytes;
	for (double until = r.started + START_MS; o->see && !r.seen && now_ms() < until;)
		pump(&r, 20);
	f->seen_ms = r.seen ? r.seen - r.started : -1;
	alive = r.first && waitpid(r.pid, NULL, WNOHANG) == 0;
	if (alive) {
		open_screen(&r, o);
		memory(&r, f);
		if (with_idle)
			idle(&r, o->idle_s, f);
		keys(&r, o, f);
		resize(&r, f);
		stop(&r, o);
	} else {
		close(r.fd);
		rmdir(r.home);
	}
	return alive;
}

static double median_of(const struct figures *runs, int n, size_t offset)
{
	double v[RUNS_MAX];
	int i;

	for (i = 0; i < n; i++)
		v[i] = *(const double *)(const void *)((const char *)&runs[i] + offset);
	return median(v, n);
}

#define MEDIAN(member) median_of(runs, n, offsetof(struct figures, member))

static void print_row(const struct options *o, const struct figures *runs, int n)
{
	if (o->header) {
		printf("| program | first byte ms | frame ms | frame B | RSS / PSS MB | idle B/s | idle CPU %% | wake-ups/s | B per key |"
		       " echo ms | resize B |%s\n|---|---|---|---|---|---|---|---|---|---|---|%s\n", o->see ? " seen ms |" : "", o->see ? "---|" : "");
	}
	printf("| %s | %.0f | %.0f | %.0f | %.1f / ", o->name, MEDIAN(first_ms), MEDIAN(frame_ms), MEDIAN(frame_bytes),
	       MEDIAN(rss_kb) / 1024);
	if (MEDIAN(pss_kb) >= 0)
		printf("%.1f", MEDIAN(pss_kb) / 1024);
	else
		printf("?");
	printf(" | %.0f | %.1f | %.1f | %.0f | %.1f | %.0f |", runs[0].idle_bytes, runs[0].idle_cpu, runs[0].wakeups,
	       MEDIAN(key_bytes), MEDIAN(echo_ms), MEDIAN(resize_bytes));
	if (o->see)
		printf(" %.0f |", MEDIAN(seen_ms));
	printf("\n");
}

static int parse(int argc, char **argv, struct options *o)
{
	int i;

	*o = (struct options){ .term = "xterm-256color", .key = "j", .open = "", .runs = 3, .idle_s = 12, .keys = 10 };
	for (i = 1; i < argc && strcmp(argv[i], "--"); i++) {
		bool value = i + 1 < argc;

		if (!strcmp(argv[i], "--header"))
			o->header = true;
		else if (!value)
			return 2;
		else if (!strcmp(argv[i], "--name"))
			o->name = argv[++i];
		else if (!strcmp(argv[i], "--term"))
			o->term = argv[++i];
		else if (!strcmp(argv[i], "--key"))
			o->key = argv[++i];
		else if (!strcmp(argv[i], "--open"))
			o->open = argv[++i];
		else if (!strcmp(argv[i], "--home"))
			o->home = argv[++i];
		else if (!strcmp(argv[i], "--see"))
			o->see = argv[++i];
		else if (!strcmp(argv[i], "--runs"))
			o->runs = atoi(argv[++i]);
		else if (!strcmp(argv[i], "--idle"))
			o->idle_s = atoi(argv[++i]);
		else if (!strcmp(argv[i], "--keys"))
			o->keys = atoi(argv[++i]);
		else
			return 2;
	}
	o->argv = argv + i + 1;
	if (i >= argc - 1 || o->runs < 1 || o->runs > RUNS_MAX || o->idle_s < 0)
		return 2;
	o->name = o->name ? o->name : o->argv[0];
	return 0;
}

int main(int argc, char **argv)
{
	struct figures runs[RUNS_MAX] = { { 0 } };
	struct options o;
	int i, n = 0;

	if (parse(argc, argv, &o)) {
		fprintf(stderr, "pty_bench [--name N] [--term T] [--runs 3] [--idle 12] [--key j] [--keys 10] [--open KEYS]"
		                " [--home DIR] [--see TEXT] [--header] -- COMMAND ...\n");
		return 2;
	}
	for (i = 0; i < o.runs; i++)
		if (measure(&o, n == 0, &runs[n]))
			n++;
	if (!n) {
		printf("| %s | does not stay on the screen |\n", o.name);
		return 1;
	}
	print_row(&o, runs, n);
	return 0;
}
