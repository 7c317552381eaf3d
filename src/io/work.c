/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/work.h"
#include "base/mem.h"
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct job {
	struct job *next;
	uint64_t id;
	struct work_job j;
	bool forgotten;
	_Alignas(max_align_t) unsigned char bytes[];
};

/* What the thread and the loop share, under the mutex. It outlives work_free while a job runs: then the thread frees it. */
struct shared {
	pthread_mutex_t mutex;
	pthread_cond_t more;
	struct job *todo, *running, *finished;   /* todo and finished: oldest first */
	int event_fd;
	bool stop;      /* no new job is begun */
	bool orphan;    /* the owner is gone */
	bool ended;     /* the thread is gone */
};

struct work {
	struct shared *s;
	struct loop_fd *fd;
	pthread_t thread;
	bool started;
	uint64_t last_id;
	char name[16];
};

static void job_free(struct job *j)
{
	if (j->j.drop)
		j->j.drop(j->bytes);
	free(j);
}

static void jobs_free(struct job *j)
{
	while (j) {
		struct job *next = j->next;
		job_free(j);
		j = next;
	}
}

static void append(struct job **list, struct job *j)
{
	while (*list)
		list = &(*list)->next;
	j->next = NULL;
	*list = j;
}

static void shared_free(struct shared *s)
{
	jobs_free(s->todo);
	jobs_free(s->finished);
	close(s->event_fd);
	pthread_cond_destroy(&s->more);
	pthread_mutex_destroy(&s->mutex);
	free(s);
}

static void *thread_main(void *arg)
{
	struct shared *s = arg;
	const uint64_t one = 1;
	pthread_mutex_lock(&s->mutex);
	for (;;) {
		while (!s->todo && !s->stop)
			pthread_cond_wait(&s->more, &s->mutex);
		if (!s->todo)
			break;
		struct job *j = s->running = s->todo;
		s->todo = j->next;
		pthread_mutex_unlock(&s->mutex);
		j->j.run(j->bytes);
		pthread_mutex_lock(&s->mutex);
		s->running = NULL;
		append(&s->finished, j);
		if (write(s->event_fd, &one, sizeof one) < 0)
			continue; /* the counter is full: the loop is told already */
	}
	s->ended = true;
	bool orphan = s->orphan;
	pthread_mutex_unlock(&s->mutex);
	if (orphan)
		shared_free(s);
	return NULL;
}

/* Hands back what is finished. A done function may call anything here, work_free too. */
static void collect(void *arg, short revents)
{
	struct work *w = arg;
	struct shared *s = w->s;
	uint64_t n;
	(void)revents;
	if (read(s->event_fd, &n, sizeof n) < 0 && errno != EAGAIN)
		return;
	pthread_mutex_lock(&s->mutex);
	struct job *j = s->finished;
	if (j)
		s->finished = j->next;
	bool more = s->finished != NULL;
	pthread_mutex_unlock(&s->mutex);
	n = 1;
	if (more && write(s->event_fd, &n, sizeof n) < 0)
		more = false; /* cannot be: the counter was just emptied */
	if (!j)
		return;
	if (j->j.done && !j->forgotten)
		j->j.done(j->j.arg, j->bytes);
	job_free(j);
}

struct work *work_new(struct loop *l, const char *name)
{
	struct work *w = mem_new(sizeof *w);
	struct shared *s = w->s = mem_new(sizeof *s);
	strncpy(w->name, name, sizeof w->name - 1);
	pthread_mutex_init(&s->mutex, NULL);
	pthread_cond_init(&s->more, NULL);
	s->event_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (s->event_fd < 0)
		abort();
	w->fd = loop_fd_add(l, s->event_fd, POLLIN, collect, w);
	return w;
}

/* The thread starts with the first job, with every signal blocked: they belong to the loop. */
static void start(struct work *w)
{
	sigset_t all, old;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	if (pthread_create(&w->thread, NULL, thread_main, w->s))
		abort();
	pthread_setname_np(w->thread, w->name);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	w->started = true;
}

static void end(struct work *w, bool wait)
{
	struct shared *s = w->s;
	loop_fd_del(w->fd);
	pthread_mutex_lock(&s->mutex);
	s->stop = true;
	struct job *todo = NULL;
	if (!wait) {
		todo = s->todo;
		s->todo = NULL;
	}
	bool running = w->started && !wait && s->running;
	s->orphan = running;
	pthread_cond_signal(&s->more);
	pthread_mutex_unlock(&s->mutex);
	jobs_free(todo);
	if (running) {
		pthread_detach(w->thread);
	} else {
		if (w->started)
			pthread_join(w->thread, NULL);
		shared_free(s);
	}
	free(w);
}

void work_free(struct work *w)
{
	if (w)
		end(w, false);
}

void work_finish(struct work *w)
{
	if (w)
		end(w, true);
}

uint64_t work_do(struct work *w, const struct work_job *c, const void *bytes, size_t n)
{
	struct job *j = mem_new(sizeof *j + n);
	j->id = ++w->last_id;
	j->j = *c;
	if (n)
		memcpy(j->bytes, bytes, n);
	if (!w->started)
		start(w);
	pthread_mutex_lock(&w->s->mutex);
	append(&w->s->todo, j);
	pthread_cond_signal(&w->s->more);
	pthread_mutex_unlock(&w->s->mutex);
	return w->last_id;
}

void work_forget(struct work *w, uint64_t id)
{
	struct shared *s = w->s;
	struct job *gone = NULL;
	if (!id)
		return;
	pthread_mutex_lock(&s->mutex);
	for (struct job **at = &s->todo; *at; at = &(*at)->next) {
		if ((*at)->id != id)
			continue;
		gone = *at;
		*at = gone->next;
		break;
	}
	if (s->running && s->running->id == id)
		s->running->forgotten = true;
	for (struct job *j = s->finished; j; j = j->next)
		if (j->id == id)
			j->forgotten = true;
	pthread_mutex_unlock(&s->mutex);
	if (gone)
		job_free(gone);
}

size_t work_waiting(const struct work *w)
{
	struct shared *s = w->s;
	size_t n = 0;
	pthread_mutex_lock(&s->mutex);
	for (const struct job *j = s->todo; j; j = j->next)
		n++;
	for (const struct job *j = s->finished; j; j = j->next)
		n++;
	n += s->running != NULL;
	pthread_mutex_unlock(&s->mutex);
	return n;
}
