/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A keystroke as the program sees it, whatever the terminal sent, and its written form: "p" "Enter" "C-l" "M-Left" "F1" "S-Tab"
 * "Space". The terminal makes them, the keymap looks them up, help prints them. */
#ifndef CMD_KEY_H
#define CMD_KEY_H

#include "base/str.h"
#include <stdint.h>

enum key_mod { KEY_SHIFT = 1, KEY_CTRL = 2, KEY_ALT = 4 };

/* A code below 0x110000 is a Unicode code point (Enter, Tab, Esc, Backspace and Space are codes of their own below). */
enum key_code {
	KEY_NONE = 0x110000,
	KEY_ENTER, KEY_TAB, KEY_ESC, KEY_BACKSPACE, KEY_SPACE, KEY_UP, KEY_DOWN, KEY_LEFT, KEY_RIGHT, KEY_HOME, KEY_END,
	KEY_PAGE_UP, KEY_PAGE_DOWN, KEY_INSERT, KEY_DELETE,
	KEY_F1, KEY_F2, KEY_F3, KEY_F4, KEY_F5, KEY_F6, KEY_F7, KEY_F8, KEY_F9, KEY_F10, KEY_F11, KEY_F12,
	KEY_PASTE,  /* bracketed paste: text holds all of it, borrowed until the next read; never triggers a command */
	KEY_MOUSE,  /* y, x and button are set */
	KEY_RESIZE, /* the terminal has another size now */
	KEY_EOF     /* the terminal is gone */
};

enum key_button { KEY_CLICK = 1, KEY_DOUBLE, KEY_RIGHT_CLICK, KEY_WHEEL_UP, KEY_WHEEL_DOWN };

struct keystroke {
	uint32_t code;
	unsigned mods;
	int y, x, button;
	struct slice text;
};

/* Reads one written key; false if it is none. Letters with KEY_SHIFT are written as the capital itself. */
bool key_parse(struct slice word, struct keystroke *out);
void key_write(struct str *out, const struct keystroke *k);
bool key_same(const struct keystroke *a, const struct keystroke *b);
/* True for keys that are text when a text field has the focus: every code point without Ctrl or Alt, and Space. */
bool key_is_text(const struct keystroke *k);

#endif
