/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/run.h"
#include "base/mem.h"
#include "base/vec.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* pid_fd tells the end of the child; where the kernel has none, a timer looks. ends: its two pipes and the input. */
struct run {
	struct loop *l;
	struct run_spec s;
	pid_t pid;
	int pid_fd, fds[3];
	struct loop_fd *pid_handle, *handles[3];
	struct loop_timer *deadline, *look;
	struct str input, out, err;
	size_t written;
	struct fault fault;
	char name[64];
	int status;
	bool ended, forgotten;
};

enum { MAX_OUTPUT = 1 << 20, DEADLINE_MS = 60000, GRACE_MS = 2000, LOOK_MS = 50 };

VEC(texts, char *);

static unsigned with_terminal;

bool run_has_terminal(void)
{
	return with_terminal > 0;
}

static void close_end(struct run *r, int i)
{
	loop_fd_del(r->handles[i]);
	r->handles[i] = NULL;
	if (r->fds[i] >= 0)
		close(r->fds[i]);
	r->fds[i] = -1;
}

static void run_free(struct run *r)
{
	for (int i = 0; i < 3; i++)
		close_end(r, i);
	loop_fd_del(r->pid_handle);
	if (r->pid_fd >= 0)
		close(r->pid_fd);
	loop_timer_del(r->deadline);
	loop_timer_del(r->look);
	str_free(&r->input);
	str_free(&r->out);
	str_free(&r->err);
	free(r);
}

static void take_back(struct run *r)
{
	if (!r->s.terminal)
		return;
	r->s.terminal = false;
	with_terminal--;
	if (r->s.after)
		r->s.after(r->s.arg);
}

/* Done when the child has ended AND its output is read; a grandchild that keeps the pipes open is not waited for. */
static void check_end(struct run *r)
{
	if (!r->ended)
		return;
	if (!r->fault.code && r->status)
		fault_set(&r->fault, E_FAILED, "%s: %d", r->name, r->status);
	struct run_result result = { r->fault, r->status, slice_str(&r->out), slice_str(&r->err) };
	take_back(r);
	if (r->s.done && !r->forgotten)
		r->s.done(r->s.arg, &result);
	run_free(r);
}

static void signal_child(const struct run *r, int signo)
{
	if (!r->ended)
		kill(r->s.terminal ? r->pid : -r->pid, signo); /* with pipes it leads a group of its own: all of it */
}

static void on_grace(void *arg)
{
	struct run *r = arg;
	r->deadline = NULL;
	signal_child(r, SIGKILL);
}

static void stop(struct run *r, enum err why)
{
	if (!r->fault.code)
		fault_set(&r->fault, why, "%s", r->name);
	if (r->ended)
		return;
	signal_child(r, SIGTERM);
	loop_timer_del(r->deadline);
	r->deadline = loop_timer_add(r->l, GRACE_MS, on_grace, r);
}

static void on_deadline(void *arg)
{
	struct run *r = arg;
	r->deadline = NULL;
	stop(r, E_TIMEOUT);
}

/* Reads what there is; false at the end. */
static bool drain(struct run *r, int i)
{
	struct str *to = i == 1 ? &r->out : &r->err;
	char buf[16384];
	ssize_t n;
	for (int rounds = 0; rounds < 16; rounds++) {
		n = read(r->fds[i], buf, sizeof buf);
		if (n <= 0)
			return n < 0 && (errno == EAGAIN || errno == EINTR);
		size_t room = r->s.max_output - to->n;
		str_add(to, slice_to((struct slice){ buf, (size_t)n }, room));
		if ((size_t)n > room)
			stop(r, E_TOO_BIG);
	}
	return true;
}

static void on_out(void *arg, short revents)
{
	struct run *r = arg;
	(void)revents;
	if (!drain(r, 1))
		close_end(r, 1);
}

static void on_err(void *arg, short revents)
{
	struct run *r = arg;
	(void)revents;
	if (!drain(r, 2))
		close_end(r, 2);
}

static void on_in(void *arg, short revents)
{
	struct run *r = arg;
	ssize_t n = write(r->fds[0], r->input.p + r->written, r->input.n - r->written);
	(void)revents;
	if (n > 0)
		r->written += (size_t)n;
	if ((n < 0 && errno != EAGAIN && errno != EINTR) || r->written == r->input.n)
		close_end(r, 0); /* a child that reads no further is no fault */
}

static bool reap(struct run *r)
{
	int status;
	pid_t got = waitpid(r->pid, &status, WNOHANG);
	if (!got || (got < 0 && errno == EINTR))
		return false;
	r->ended = true;
	r->status = got < 0 ? -1 : WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	/* what it wrote last is in the pipes now */
	for (int i = 1; i < 3; i++)
		if (r->fds[i] >= 0)
			drain(r, i);
	return true;
}

static void on_pid(void *arg, short revents)
{
	(void)revents;
	if (reap(arg))
		check_end(arg);
}

static void on_look(void *arg)
{
	struct run *r = arg;
	r->look = NULL;
	if (reap(r))
		check_end(r);
	else
		r->look = loop_timer_add(r->l, LOOK_MS, on_look, r);
}

static char **join_env(const char *const *more, struct texts *list)
{
	for (char **e = environ; e && *e; e++) {
		size_t n = strcspn(*e, "=") + 1;
		bool replaced = false;
		for (size_t i = 0; more && more[i]; i++)
			replaced |= !strncmp(more[i], *e, n);
		if (!replaced)
			vec_push(list, mem_strdup(*e));
	}
	for (size_t i = 0; more && more[i]; i++)
		vec_push(list, mem_strdup(more[i]));
	vec_push(list, NULL);
	return list->v;
}

static void texts_free(struct texts *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->v[i]);
	vec_free(t);
}

/* The child gets default signals and an empty mask: ours are blocked for the loop's signalfd. */
static int spawn(struct run *r, int pipes[3][2])
{
	posix_spawn_file_actions_t acts;
	posix_spawnattr_t attr;
	sigset_t all, none;
	short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
	struct texts argv = { 0 }, env = { 0 };
	sigfillset(&all);
	sigemptyset(&none);
	posix_spawn_file_actions_init(&acts);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &all);
	if (!r->s.terminal) {
		for (int i = 0; i < 3; i++)
			posix_spawn_file_actions_adddup2(&acts, pipes[i][i ? 1 : 0], i);
		posix_spawnattr_setpgroup(&attr, 0);
		flags |= POSIX_SPAWN_SETPGROUP;
	}
	posix_spawnattr_setflags(&attr, flags);
	for (size_t i = 0; r->s.argv[i]; i++)
		vec_push(&argv, mem_strdup(r->s.argv[i]));
	vec_push(&argv, NULL);
	int e = posix_spawnp(&r->pid, argv.v[0], &acts, &attr, argv.v, join_env(r->s.env, &env));
	posix_spawn_file_actions_destroy(&acts);
	posix_spawnattr_destroy(&attr);
	texts_free(&argv);
	texts_free(&env);
	return e;
}

static int open_pipes(struct run *r, int pipes[3][2])
{
	for (int i = 0; i < 3; i++) {
		if (pipe2(pipes[i], O_CLOEXEC))
			return errno;
		r->fds[i] = pipes[i][i ? 0 : 1];
		fcntl(r->fds[i], F_SETFL, O_NONBLOCK);
	}
	return 0;
}

static void watch(struct run *r)
{
	static void (*const fns[3])(void *, short) = { on_in, on_out, on_err };
#ifdef SYS_pidfd_open
	r->pid_fd = (int)syscall(SYS_pidfd_open, r->pid, 0);
#endif
	if (r->pid_fd >= 0) {
		fcntl(r->pid_fd, F_SETFD, FD_CLOEXEC);
		r->pid_handle = loop_fd_add(r->l, r->pid_fd, POLLIN, on_pid, r);
	} else {
		r->look = loop_timer_add(r->l, LOOK_MS, on_look, r);
	}
	if (r->s.terminal)
		return;
	for (int i = 0; i < 3; i++)
		r->handles[i] = loop_fd_add(r->l, r->fds[i], i ? POLLIN : POLLOUT, fns[i], r);
	if (!r->input.n)
		close_end(r, 0);
	if (r->s.deadline_ms >= 0)
		r->deadline = loop_timer_add(r->l, r->s.deadline_ms ? r->s.deadline_ms : DEADLINE_MS, on_deadline, r);
}

struct run *run_start(struct loop *l, const struct run_spec *s, struct fault *f)
{
	struct run *r = mem_new(sizeof *r);
	int pipes[3][2] = { { -1, -1 }, { -1, -1 }, { -1, -1 } };
	r->l = l;
	r->s = *s;
	r->pid_fd = r->fds[0] = r->fds[1] = r->fds[2] = -1;
	r->s.max_output = s->max_output ? s->max_output : MAX_OUTPUT;
	const char *slash = strrchr(s->argv[0], '/');
	strncpy(r->name, slash ? slash + 1 : s->argv[0], sizeof r->name - 1);
	str_add(&r->input, s->input);
	int e = s->terminal ? 0 : open_pipes(r, pipes);
	if (s->terminal) {
		with_terminal++;
		if (s->before)
			s->before(s->arg);
	}
	if (!e)
		e = spawn(r, pipes);
	for (int i = 0; i < 3; i++)
		if (pipes[i][i ? 1 : 0] >= 0)
			close(pipes[i][i ? 1 : 0]);
	if (e) {
		take_back(r);
		fault_set(f, err_from_errno(e), "%s", r->name);
		run_free(r);
		return NULL;
	}
	r->s.argv = r->s.env = NULL;
	watch(r);
	return r;
}

void run_kill(struct run *r)
{
	stop(r, E_CANCELLED);
}

/* The loop reaps it in a later turn and frees the rest. */
void run_forget(struct run *r)
{
	if (!r)
		return;
	r->forgotten = true;
	r->s.done = NULL;
	signal_child(r, SIGKILL);
	take_back(r);
}

bool run_url_safe(struct slice url)
{
	static const char *const schemes[] = { "https://", "http://", "g1:", "nostr:", "mailto:" };
	for (size_t i = 0; i < url.n; i++) {
		unsigned char c = (unsigned char)url.p[i];
		if (c <= ' ' || c >= 0x7f || c == '"' || c == '\'' || c == '`' || c == '\\' || c == '<' || c == '>')
			return false;
	}
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (slice_starts(url, schemes[i]))
			return url.n > strlen(schemes[i]) && url.n <= 4096;
	return false;
}
