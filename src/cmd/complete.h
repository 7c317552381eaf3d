/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be typed next: the palette's ranked commands, and the words that can follow in a command line (palette, shell,
 * line mode, bash and zsh). A domain adds words for its own arguments by complete_register. Nothing here waits. */
#ifndef CMD_COMPLETE_H
#define CMD_COMPLETE_H

#include "cmd/cmd.h"
#include "cmd/fuzzy.h"

struct keymap;

/* One line of the palette: what matched is marked in the name and in the translated help. */
struct palette_match {
	enum cmd_id id;
	int score;
	bool by_key;           /* the key itself was typed */
	struct fuzzy name, help;
};

/* Commands that these contexts can reach and the typed words match, best first; all of them for an empty text. Returns how
 * many were written to out (at most max; CMD_COUNT is always enough). */
size_t complete_palette(const struct keymap *k, uint32_t contexts, struct slice typed, struct palette_match *out, size_t max);

struct candidate {
	char *text, *note;     /* note: a few words about it, may be NULL */
};

struct candidates {
	struct candidate *v;
	size_t n, cap;
	size_t from;           /* where in the line the word begins that they replace */
	bool files;            /* names of files fit too: shells and readline know them best */
	struct slice typed;    /* what of the word is there already */
};

/* Words that can stand at the end of line, sorted as added. one_shot: only what works without a screen. Texts are not quoted:
 * parse_quote does that. Free with complete_free. */
void complete_line(struct app *app, struct slice line, bool one_shot, struct candidates *out);
/* The same when the words before are known: argv[argc - 1] is the one being typed. */
void complete_words(struct app *app, int argc, char *const *argv, bool one_shot, struct candidates *out);
void complete_free(struct candidates *c);

/* For completers: keeps text if it goes on from what was typed. */
void complete_add(struct candidates *c, const char *text, const char *note);
/* Words for arguments called value in the table ("TO"). argv holds the command's arguments before. value is a literal. */
void complete_register(const char *value, void (*fn)(struct app *app, int argc, char *const *argv, struct candidates *out));

/* The command whose name is closest to a mistyped one, or NULL when none is close. */
const char *complete_nearest(struct slice name);

#endif
