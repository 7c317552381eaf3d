/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which key runs which command where. Strongest first: the person's own file, the keys of the view with the focus, those of
 * its list or form, the global ones. The file `keys` in the configuration folder holds lines "key = command arguments" or
 * "key = none", under no heading (wherever the command is offered) or under [map], [list] ...: only there. */
#ifndef CMD_KEYMAP_H
#define CMD_KEYMAP_H

#include "cmd/cmd.h"
#include "cmd/key.h"

enum keymap_layer { LAYER_USER, LAYER_VIEW, LAYER_LIST, LAYER_GLOBAL };

struct binding {
	struct keystroke key;
	uint32_t contexts;
	enum keymap_layer layer;
	enum cmd_id id;        /* CMD_COUNT: none, the key is taken away */
	int argc;
	char **argv;
	int line;              /* of the keymap file; 0: from commands.def */
};

struct keymap *keymap_new(void); /* holds the defaults */
void keymap_free(struct keymap *k);
/* Adds the person's keys. Bad lines are left out, each with one line in warnings ("keys:12: ..."). Any bytes are safe. */
void keymap_parse(struct keymap *k, struct slice bytes, const char *origin, struct str *warnings);
/* The same from the person's file; a missing one is no error. */
enum err keymap_load(struct keymap *k, struct str *warnings, struct fault *f);

/* What the key does when these contexts have the focus (IN_ALL is always meant); NULL: nothing. Borrowed. */
const struct binding *keymap_find(const struct keymap *k, uint32_t contexts, const struct keystroke *key);
/* Appends the keys that run this command there, blank-separated, at most max; returns how many there are. */
size_t keymap_keys(const struct keymap *k, uint32_t contexts, enum cmd_id id, size_t max, struct str *out);
/* Appends one line for each pair of bindings that fight for a key in the same layer and context; returns how many. */
size_t keymap_conflicts(const struct keymap *k, struct str *out);
/* The word for one context bit ("map"), NULL for a bit that is none. */
const char *keymap_context(uint32_t bit);

#endif
