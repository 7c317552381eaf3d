/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines from the person by readline, through the loop: history, completion, and nothing that blocks. Without a terminal on stdin
 * lines are read as they are, without prompts. One per program; it owns stdin and stdout while it is open, and knows neither
 * commands nor views. Secrets are never read here: pause, ask on /dev/tty (cmd/cli_prompt.h), prompt again. */
#ifndef TERM_TYPING_H
#define TERM_TYPING_H

#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"
#include "io/loop.h"

/* What Tab offers. */
struct typing_words {
	VEC(, char *) all;   /* owned by line.c once given */
	size_t from;         /* where in the line the word begins that they replace */
	bool files;          /* names of files fit too */
};

struct typing_hooks {
	/* One line, without its end. The prompt is gone then: typing_prompt asks for the next one, at once or later. */
	void (*got)(void *arg, struct slice text);
	void (*end)(void *arg);  /* Ctrl-D, or the input is over */
	/* head: the line up to the cursor. May be NULL. */
	void (*complete)(void *arg, struct slice head, struct typing_words *out);
	void *arg;
};

struct typing;

/* history: a file that is kept 0600, or NULL. hooks are copied. */
struct typing *typing_open(struct loop *l, const char *history, const struct typing_hooks *hooks);
void typing_close(struct typing *ln);                      /* writes the history, gives the terminal back */

void typing_prompt(struct typing *ln, const char *prompt);  /* shows it and reads one line; again: changes it */
/* Stops reading and gives the terminal back, for a child or a secret. What was typed is dropped. */
void typing_pause(struct typing *ln);
/* Prints lines above the prompt and what is being typed; text ends with a line end. */
void typing_say(struct typing *ln, struct slice text);
/* Ctrl-C: drops what is typed and prompts anew. False when nothing was typed. */
bool typing_clear(struct typing *ln);

#endif
