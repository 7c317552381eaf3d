/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of what terminals send: control sequences, single shifts, replies, UTF-8. Pure functions over bytes already
 * there; input.c decides when enough has come. */
#ifndef TERM_SEQUENCE_H
#define TERM_SEQUENCE_H

#include "ui/term/input.h"

enum { SEQUENCE_PARAMS = 8 };

/* ESC [ private? params middle? final. */
struct sequence {
	size_t len;
	unsigned char private, middle, final;
	int params[SEQUENCE_PARAMS], n;
};

struct mouse {
	int button, x, y;     /* from 1 */
	bool release;
};

/* Splits the sequence that begins at p (ESC [). Its length; 0: more is needed; -1: a byte does not belong, s->len is up to it. */
int sequence_split(const unsigned char *p, size_t n, struct sequence *s);
bool sequence_key(const struct sequence *s, struct keystroke *key);
bool sequence_mouse(const struct sequence *s, struct mouse *m);
/* ESC O and at least one more byte: the length used; key->code is KEY_NONE when it means nothing. */
size_t sequence_ss3(const unsigned char *p, size_t n, struct keystroke *key);
void sequence_reply(const struct sequence *s, struct reply *reply);
void sequence_osc(struct slice body, struct reply *reply);

/* The length of the UTF-8 character at p, 0 when more bytes are needed, -1 when it is none. */
int sequence_utf8(const unsigned char *p, size_t n, uint32_t *code);
/* A code point with modifiers in its one written form: capitals carry their Shift, Ctrl makes letters small. */
struct keystroke sequence_letter(uint32_t code, unsigned mods);

#endif
