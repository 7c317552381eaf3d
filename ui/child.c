/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/child.h"
#include "base/mem.h"
#include "io/loop.h"
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct child {
	void (*fn)(void *arg, int status);
	void *arg;
	pid_t pid;
	int fd;                 /* pidfd: readable when the child has ended */
	struct loop_fd *watch;
};

static void ended(void *arg, short revents)
{
	struct child *c = arg;
	int status = 0;
	(void)revents;
	if (waitpid(c->pid, &status, WNOHANG) == 0)
		return;
	loop_fd_del(c->watch);
	close(c->fd);
	c->fn(c->arg, WIFEXITED(status) ? WEXITSTATUS(status) : -1);
	free(c);
}

static void failed(void *arg)
{
	struct child *c = arg;
	c->fn(c->arg, -1);
	free(c);
}

void child_run(struct loop *l, char *const *argv, void (*fn)(void *arg, int status), void *arg)
{
	struct child *c = mem_new(sizeof *c);
	*c = (struct child){ .fn = fn, .arg = arg, .fd = -1 };
	c->pid = fork();
	if (c->pid == 0) {
		sigset_t none;
		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		signal(SIGPIPE, SIG_DFL); /* what we ignore a child would ignore, too */
		signal(SIGXFSZ, SIG_DFL);
		execvp(argv[0], argv);
		_exit(127);
	}
	if (c->pid > 0)
		c->fd = (int)syscall(SYS_pidfd_open, c->pid, 0);
	if (c->fd < 0) {
		loop_timer_add(l, 0, failed, c);
		return;
	}
	c->watch = loop_fd_add(l, c->fd, POLLIN, ended, c);
}
