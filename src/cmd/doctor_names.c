/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/conf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "cmd/doctor_own.h"
#include "io/loop.h"
#include "model/app.h"
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

/* Shared by the loop and one thread, freed by whoever leaves last: a hanging resolver may outlive the program's interest. */
struct lookup {
	char host[256];
	atomic_int users;
	int fd, result;          /* the thread writes result, then the event */
};

/* The loop's side. */
struct wait {
	struct doctor_item *item;
	struct lookup *lookup;
	struct loop_fd *handle;
	struct loop_timer *deadline;
	int64_t began;
};

enum { DEADLINE_MS = 5000 };

static void leave(struct lookup *l)
{
	if (atomic_fetch_sub(&l->users, 1) == 1) {
		close(l->fd);
		free(l);
	}
}

static void *resolve(void *arg)
{
	struct lookup *l = arg;
	struct addrinfo *found = NULL, wanted = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };

	l->result = getaddrinfo(l->host, NULL, &wanted, &found);
	if (!l->result)
		freeaddrinfo(found);
	if (eventfd_write(l->fd, 1))
		l->result = EAI_SYSTEM;
	leave(l);
	return NULL;
}

static void stop(struct wait *w)
{
	loop_fd_del(w->handle);
	loop_timer_del(w->deadline);
	leave(w->lookup);
	free(w);
}

static void resolved(void *arg, short revents)
{
	struct wait *w = arg;
	struct doctor_item *item = w->item;
	struct str detail = { 0 };
	int result = w->lookup->result;

	(void)revents;
	str_addf(&detail, "%s, %lld ms", w->lookup->host, (long long)(tick_ms() - w->began));
	stop(w);
	if (!result)
		doctor_done(item, DOCTOR_FOUND, str_c(&detail), "");
	else if (result == EAI_NONAME)
		doctor_done(item, DOCTOR_MISSING, str_c(&detail), _("the network does not know this name: check its spelling and the "
		                                                   "connection"));
	else
		doctor_done(item, DOCTOR_BROKEN, gai_strerror(result), _("names are not answered: check the connection and "
		                                                        "/etc/resolv.conf"));
	str_free(&detail);
}

static void too_late(void *arg)
{
	struct wait *w = arg;
	struct doctor_item *item = w->item;

	w->deadline = NULL;
	stop(w);
	doctor_done(item, DOCTOR_BROKEN, _("the name server does not answer"), _("check the connection and /etc/resolv.conf"));
}

/* The host of the first address that the person set, or a well-known one. */
static void pick_host(const struct conf *c, char *host, size_t size)
{
	static const char *const keys[] = { "g1.rpc", "g1.indexer", "pod.url", "nostr.relays", "station.url" };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const char *url = conf_text(c, keys[i]), *at = strstr(url, "://");
		size_t n = at ? strcspn(at + 3, ":/? ") : 0;

		if (n && n < size && at[3] != '[') {
			memcpy(host, at + 3, n);
			host[n] = 0;
			return;
		}
	}
	memcpy(host, "rpc.duniter.org", sizeof "rpc.duniter.org");
}

void doctor_names_run(struct doctor_item *item)
{
	struct app *app = doctor_app(item);
	struct lookup *l;
	struct wait *w;
	pthread_t thread;
	sigset_t all, old;
	int fd;

	if (*conf_text(app->conf, "net.proxy")) {
		doctor_done(item, DOCTOR_FOUND, conf_text(app->conf, "net.proxy"), _("the proxy looks names up"));
		return;
	}
	fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (fd < 0) {
		doctor_done(item, DOCTOR_UNKNOWN, err_message(err_from_errno(errno)), "");
		return;
	}
	l = mem_new(sizeof *l);
	l->fd = fd;
	atomic_init(&l->users, 2);
	pick_host(app->conf, l->host, sizeof l->host);
	w = mem_new(sizeof *w);
	*w = (struct wait){ .item = item, .lookup = l, .began = tick_ms() };
	/* signals belong to the loop */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	if (pthread_create(&thread, NULL, resolve, l)) {
		l->result = EAI_AGAIN;
		eventfd_write(l->fd, 1);
		leave(l);
	} else {
		pthread_detach(thread);
	}
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	w->handle = loop_fd_add(app->loop, fd, POLLIN, resolved, w);
	w->deadline = loop_timer_add(app->loop, DEADLINE_MS, too_late, w);
}
