/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is printed from the table of commands: help, the list of keys, shell completion, the manual. Everything is appended to
 * out, translated where people read it. */
#ifndef CMD_GEN_H
#define CMD_GEN_H

#include "cmd/keymap.h"
#include <jansson.h>

void gen_help(struct str *out);                                   /* what can be typed after "vigie" */
void gen_command(struct str *out, const struct keymap *k, const struct cmd *c); /* one command, a few lines */
/* Keys and what they do, under a heading for each place; contexts 0: all places. k: the keys in force. */
void gen_keys(struct str *out, const struct keymap *k, uint32_t contexts);
void gen_bash(struct str *out);
void gen_zsh(struct str *out);
json_t *gen_json(const struct keymap *k);                         /* {"items":[...],"more":false}: all commands */
const char *gen_man(void);                                        /* vigie(1) as installed, in roff */

#endif
