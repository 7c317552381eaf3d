/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `vigie shell`: the commands of the table, line by line, with history and completion. Also reads lines from a pipe. */
#ifndef UI_SHELL_H
#define UI_SHELL_H

struct app;

/* Runs app->loop until quit or the end of the input; the exit code is that of the last command. For struct cli_options. */
int shell_run(struct app *app);

#endif
