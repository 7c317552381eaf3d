/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/term/crash.h"
#include "base/i18n.h"
#include "base/log.h"
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

enum { STACK = 64 * 1024, FRAMES = 40 };

static const struct fatal {
	int signo;
	const char *name;
} fatals[];

/* Read by the handler: plain memory, filled before `armed` is set. */
static struct {
	volatile sig_atomic_t armed;
	int fd;
	struct termios modes;
	char bytes[CRASH_BYTES_MAX];
	size_t n;
} screen;

static char report[512];
static volatile sig_atomic_t reporting;
static int real_stderr = -1, caught = -1;
static struct sigaction before[16];

/* A terminal that takes nothing must not hold a dying program for long. */
static void write_all(int fd, const char *p, size_t n)
{
	int tries = 5;

	while (n && tries) {
		ssize_t done = write(fd, p, n);
		struct pollfd wait = { .fd = fd, .events = POLLOUT };

		if (done > 0) {
			p += done;
			n -= (size_t)done;
		} else if (done < 0 && errno != EINTR) {
			if (errno != EAGAIN)
				return;
			poll(&wait, 1, 20);
			tries--;
		}
	}
}

void crash_restore(void)
{
	int saved = errno;

	if (screen.armed) {
		screen.armed = 0;
		write_all(screen.fd, screen.bytes, screen.n);
		tcsetattr(screen.fd, TCSANOW, &screen.modes);
	}
	errno = saved;
}

void crash_arm(int fd, const struct termios *modes, struct slice bytes)
{
	screen.armed = 0;
	screen.fd = fd;
	screen.modes = *modes;
	screen.n = bytes.n < sizeof screen.bytes ? bytes.n : sizeof screen.bytes;
	memcpy(screen.bytes, bytes.p, screen.n);
	screen.armed = 1;
}

void crash_disarm(void)
{
	screen.armed = 0;
}

static void say(const char *s)
{
	write_all(STDERR_FILENO, s, strlen(s));
}

static void say_number(long n)
{
	char text[24], *p = text + sizeof text;

	*--p = 0;
	do
		*--p = (char)('0' + n % 10);
	while ((n /= 10) && p > text);
	say(p);
}

static void tell(const struct fatal *f)
{
	void *frames[FRAMES];
	int n;

	say(report);
	say(f->name);
	say(" (");
	say_number(f->signo);
	say(")\n");
	n = backtrace(frames, FRAMES);
	backtrace_symbols_fd(frames, n, STDERR_FILENO);
}

/* Restores, reports, and hands the signal on to whoever had it before (a sanitizer, or the default). A real fault happens
 * again when the handler returns; one that was sent has to be raised anew. */
static void on_fatal(int signo, siginfo_t *info, void *context)
{
	size_t i;

	(void)context;
	for (i = 0; fatals[i].signo && fatals[i].signo != signo; i++)
		;
	crash_restore();
	sigaction(signo, &before[i], NULL);
	if (!reporting) {
		reporting = 1;
		crash_release_stderr();
		tell(&fatals[i]);
	}
	if (info->si_code <= 0 || signo == SIGABRT || signo == SIGQUIT)
		raise(signo);
}

/* backtrace() loads a library at its first call, which a handler must not do. */
static void prepare_report(const char *program)
{
	void *frame[1];
	const char *log = log_path();

	backtrace(frame, 1);
	snprintf(report, sizeof report, "\n");
	snprintf(report + 1, sizeof report - 1, _("%s was stopped by a fault; the terminal has been given back."), program);
	strncat(report, "\n", sizeof report - strlen(report) - 1);
	if (log && *log)
		snprintf(report + strlen(report), sizeof report - strlen(report), "%s: %s\n", _("log"), log);
	snprintf(report + strlen(report), sizeof report - strlen(report), "%s: ", _("signal"));
}

void crash_install(const char *program)
{
	static bool installed;
	static char stack[STACK] __attribute__((aligned(16)));
	stack_t alternate = { .ss_sp = stack, .ss_size = sizeof stack };
	struct sigaction action = { .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER };
	size_t i;

	prepare_report(program);
	if (installed)
		return;
	installed = true;
	sigaltstack(&alternate, NULL);
	action.sa_sigaction = on_fatal;
	sigemptyset(&action.sa_mask);
	for (i = 0; fatals[i].signo; i++)
		sigaction(fatals[i].signo, &action, &before[i]);
}

void crash_catch_stderr(void)
{
	if (caught >= 0 || !isatty(STDERR_FILENO))
		return;
	caught = memfd_create("vigie-stderr", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (caught < 0)
		return;
	/* A sealed size keeps a chatty library from eating the memory: what does not fit fails to be written. */
	if (ftruncate(caught, CRASH_STDERR_MAX) || fcntl(caught, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK) < 0 ||
	    (real_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)) < 0) {
		close(caught);
		caught = -1;
		return;
	}
	fflush(stderr);
	dup2(caught, STDERR_FILENO);
}

/* Also called by the handler: system calls only, but for fflush, which stderr does not need. */
void crash_release_stderr(void)
{
	char piece[512];
	off_t at = 0, end;

	if (caught < 0)
		return;
	end = lseek(caught, 0, SEEK_CUR);
	dup2(real_stderr, STDERR_FILENO);
	while (at < end) {
		ssize_t n = pread(caught, piece, sizeof piece, at), i;

		if (n <= 0)
			break;
		n = n < end - at ? n : (ssize_t)(end - at);
		for (i = 0; i < n; i++)
			if ((unsigned char)piece[i] < ' ' && piece[i] != '\n' && piece[i] != '\t')
				piece[i] = '?';
		write_all(STDERR_FILENO, piece, (size_t)n);
		at += n;
	}
	close(caught);
	close(real_stderr);
	caught = real_stderr = -1;
}

static const struct fatal fatals[] = {
	{ SIGSEGV, "SIGSEGV" }, { SIGBUS, "SIGBUS" }, { SIGILL, "SIGILL" }, { SIGFPE, "SIGFPE" }, { SIGABRT, "SIGABRT" },
	{ SIGSYS, "SIGSYS" }, { SIGQUIT, "SIGQUIT" }, { 0, "" }
};
