/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions on the terminal (/dev/tty) by the loop, for the command line and for readline's pauses: a line with echo, or a secret
 * without, straight into guarded memory. One question at a time. */
#ifndef CMD_CLI_PROMPT_H
#define CMD_CLI_PROMPT_H

#include "base/err.h"
#include "base/secret.h"
#include "io/loop.h"

bool cli_prompt_possible(void);  /* is there a terminal to ask on? */
/* fn gets the answer later: E_CANCELLED at the end of the input, by Ctrl-C or cli_prompt_cancel; E_UNSUPPORTED at once without
 * a terminal; E_BUSY while another question is open. line and *s are the callee's only until it returns; *s is wiped then. */
void cli_prompt_line(struct loop *l, const char *prompt, void (*fn)(void *arg, enum err e, const char *line), void *arg);
void cli_prompt_secret(struct loop *l, const char *prompt, void (*fn)(void *arg, enum err e, struct secret *s), void *arg);
/* Ends the open question, gives the terminal its echo back; false when none was open. */
bool cli_prompt_cancel(void);

#endif
