/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The decoder: bytes of a terminal -> keys. Pure: no descriptor, no clock but the milliseconds given. It understands xterm,
 * rxvt, linux, vt and tmux sequences, modifiers, bracketed paste and SGR mouse; replies of the terminal to our questions come
 * out apart; what it does not know is swallowed whole. Typed bytes and pastes may be secret: they are wiped when used. */
#ifndef TERM_INPUT_H
#define TERM_INPUT_H

#include "cmd/key.h"

enum { INPUT_PASTE_MAX = 1 << 20 };  /* what is pasted beyond is dropped */

enum input_got { INPUT_NONE, INPUT_KEY, INPUT_REPLY };

enum reply_kind {
	REPLY_DA,        /* primary attributes: the fence behind all our questions */
	REPLY_MODE,      /* DECRPM: a is the mode, b its state (1 set, 2 reset, 3 and 4 for ever, 0 not known) */
	REPLY_GROUND,    /* OSC 11: the background, a = 0xrrggbb */
	REPLY_OTHER
};

struct reply {
	enum reply_kind kind;
	int a, b;
};

struct input;
struct input *input_new(void);
void input_free(struct input *in);

/* How long a lone Esc waits for more, and whether ^H is the Backspace key of this terminal (else it is C-h). */
void input_configure(struct input *in, int escape_ms, bool backspace_is_ctrl_h);

/* Takes bytes in; all are taken. */
void input_feed(struct input *in, const void *bytes, size_t n, int64_t now_ms);

/* Gives what is complete at this time. After INPUT_NONE *wait_ms says when to ask again although nothing came, or -1.
 * A paste's text is borrowed until the next call. */
enum input_got input_next(struct input *in, int64_t now_ms, struct keystroke *key, struct reply *reply, int *wait_ms);

#endif
