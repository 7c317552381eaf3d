/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Child programs: argv goes to exec as it is, never through a shell. With pipes: input given, output bounded, a deadline.
 * With the terminal: handed over to an editor or opener and taken back. Nothing blocks; done comes from the loop. */
#ifndef IO_RUN_H
#define IO_RUN_H

#include "base/str.h"
#include "io/loop.h"

struct run;

struct run_result {
	struct fault fault;       /* E_OK: it ran and ended with 0; E_NOT_FOUND no such program; E_TIMEOUT; E_TOO_BIG; E_FAILED */
	int status;               /* exit status, or 128 + signal; -1: never ran */
	struct slice out, err;    /* as they came: strangers' text */
};

struct run_spec {
	const char *const *argv;  /* argv[0] is looked up in PATH unless it holds a slash */
	const char *const *env;   /* "NAME=value" added to or replacing the environment's; or NULL */
	struct slice input;       /* copied; an empty one closes the child's input at once */
	size_t max_output;        /* of out and err each; 0: 1 MiB; more ends the child */
	int64_t deadline_ms;      /* 0: 60 s; -1: none. Then SIGTERM, and SIGKILL two seconds later */
	/* With the terminal: before gives it away, after takes it back (before done). Pipes, input and deadline do not apply. */
	bool terminal;
	void (*before)(void *arg);
	void (*after)(void *arg);
	void (*done)(void *arg, const struct run_result *r);
	void *arg;
};

struct run *run_start(struct loop *l, const struct run_spec *s, struct fault *f); /* NULL: not started, no done comes */
void run_kill(struct run *r);     /* ends it; done comes with E_CANCELLED */
void run_forget(struct run *r);   /* kills it, no done; with the terminal, after comes at once */
/* True while a child has the terminal: signals from keys are meant for it then. */
bool run_has_terminal(void);
/* May this URL be given to an opener? Schemes http https g1 nostr mailto; no blanks, no control characters, no leading '-'. */
bool run_url_safe(struct slice url);

#endif
