/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One-shot: `vigie COMMAND ... [--json]`. One command of the table is started and the loop runs until it has finished; its result
 * goes to stdout (JSON or text), everything else to stderr and the terminal. These are the only files of src/ that print. */
#ifndef CMD_CLI_H
#define CMD_CLI_H

#include "cmd/cmd.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_UNREACHABLE = 3, EXIT_UNCONFIRMED = 4 };

struct cli_options {
	int passphrase_fd;                  /* -1: none; also understood behind the command */
	/* `vigie shell`: the front with readline, which only ui/ has; NULL: not there. Returns the exit code. */
	int (*shell)(struct app *app);
};

/* argv[0] is the command. Runs app->loop; returns the exit code. Takes SIGINT, SIGTERM and SIGHUP meanwhile. */
int cli_run(struct app *app, int argc, char *const *argv, const struct cli_options *o);

/* The terminal as commands see it, for the shell: questions on /dev/tty, notices on stderr. over: whether a command asked to quit,
 * and with which code. */
struct front *cli_front_new(struct app *app, int passphrase_fd);
void cli_front_free(struct front *front);
bool cli_front_over(const struct front *front, int *code);

/* For main, too: what went wrong, as the command line tells it; returns the exit code that fits. */
int cli_fault(const struct fault *f, bool json);
int cli_exit_code(enum err e);
/* Prints a result as people read it (table or "name value" lines) or, with json, as one line; and text in the terminal's signs. */
void cli_result(const json_t *result, const char *text, bool json);

#endif
