/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/key.h"
#include <utf8proc.h>

/* The first row of a code is the form that is written; the others are only understood. */
struct key_name {
	const char *name;
	uint32_t code;
};

static const struct key_name names[];

static bool same_word(struct slice a, const char *b)
{
	size_t i;

	for (i = 0; i < a.n && b[i]; i++) {
		char x = a.p[i], y = b[i];

		if (x >= 'A' && x <= 'Z')
			x = (char)(x + 32);
		if (y >= 'A' && y <= 'Z')
			y = (char)(y + 32);
		if (x != y)
			return false;
	}
	return i == a.n && !b[i];
}

/* Takes "C-", "Ctrl-" and the like off the front. What is left is never empty, so that "C--" and "-" are keys. */
static unsigned take_mod(struct slice *word)
{
	static const struct {
		const char *prefix;
		unsigned mod;
	} mods[] = { { "C-", KEY_CTRL }, { "M-", KEY_ALT }, { "S-", KEY_SHIFT }, { "Ctrl-", KEY_CTRL }, { "Alt-", KEY_ALT },
		     { "Shift-", KEY_SHIFT } };

	for (size_t i = 0; i < sizeof mods / sizeof *mods; i++) {
		size_t n = strlen(mods[i].prefix);

		if (word->n > n && same_word(slice_to(*word, n), mods[i].prefix)) {
			*word = slice_from(*word, n);
			return mods[i].mod;
		}
	}
	return 0;
}

/* One form for one key: terminals cannot tell C-i from Tab, C-L from C-l, or Shift-a from A. */
static struct keystroke normal(const struct keystroke *k)
{
	struct keystroke out = { .code = k->code, .mods = k->mods & (KEY_SHIFT | KEY_CTRL | KEY_ALT) };

	if (out.mods & KEY_CTRL && (out.code == 'i' || out.code == 'I')) {
		out.code = KEY_TAB;
		out.mods &= ~(unsigned)KEY_CTRL;
	} else if (out.mods & KEY_CTRL && (out.code == 'm' || out.code == 'M')) {
		out.code = KEY_ENTER;
		out.mods &= ~(unsigned)KEY_CTRL;
	}
	switch (out.code) {
	case ' ': out.code = KEY_SPACE; break;
	case '\t': out.code = KEY_TAB; break;
	case '\r': case '\n': out.code = KEY_ENTER; break;
	case 27: out.code = KEY_ESC; break;
	case 8: case 127: out.code = KEY_BACKSPACE; break;
	default: break;
	}
	if (out.code < KEY_NONE) {
		if (out.mods & KEY_CTRL)
			out.code = (uint32_t)utf8proc_tolower((utf8proc_int32_t)out.code);
		else if (out.mods & KEY_SHIFT)
			out.code = (uint32_t)utf8proc_toupper((utf8proc_int32_t)out.code);
		out.mods &= ~(unsigned)KEY_SHIFT;
	}
	return out;
}

static bool code_parse(struct slice word, uint32_t *code)
{
	utf8proc_int32_t point;
	utf8proc_ssize_t n;

	for (const struct key_name *k = names; k->name; k++)
		if (same_word(word, k->name)) {
			*code = k->code;
			return true;
		}
	n = utf8proc_iterate((const utf8proc_uint8_t *)word.p, (utf8proc_ssize_t)word.n, &point);
	if (n <= 0 || (size_t)n != word.n || point <= ' ' || (point >= 127 && point < 160))
		return false;
	*code = (uint32_t)point;
	return true;
}

bool key_parse(struct slice word, struct keystroke *out)
{
	struct keystroke k = { .code = KEY_NONE };
	unsigned mod;

	while ((mod = take_mod(&word)) != 0) {
		if (k.mods & mod)
			return false;
		k.mods |= mod;
	}
	if (!word.n || !code_parse(word, &k.code))
		return false;
	*out = normal(&k);
	return true;
}

void key_write(struct str *out, const struct keystroke *k)
{
	struct keystroke n = normal(k);

	if (n.mods & KEY_CTRL)
		str_adds(out, "C-");
	if (n.mods & KEY_ALT)
		str_adds(out, "M-");
	if (n.mods & KEY_SHIFT)
		str_adds(out, "S-");
	if (n.code < KEY_NONE) {
		utf8proc_uint8_t bytes[4];
		utf8proc_ssize_t len = utf8proc_encode_char((utf8proc_int32_t)n.code, bytes);

		if (len > 0)
			str_add(out, (struct slice){ (const char *)bytes, (size_t)len });
		return;
	}
	for (const struct key_name *name = names; name->name; name++)
		if (name->code == n.code) {
			str_adds(out, name->name);
			return;
		}
	str_adds(out, "?");
}

bool key_same(const struct keystroke *a, const struct keystroke *b)
{
	struct keystroke x = normal(a), y = normal(b);

	return x.code == y.code && x.mods == y.mods;
}

bool key_is_text(const struct keystroke *k)
{
	struct keystroke n = normal(k);

	return !(n.mods & (KEY_CTRL | KEY_ALT)) && ((n.code < KEY_NONE && n.code >= ' ') || n.code == KEY_SPACE);
}

static const struct key_name names[] = {
	{ "Enter", KEY_ENTER }, { "Return", KEY_ENTER },
	{ "Tab", KEY_TAB },
	{ "Esc", KEY_ESC }, { "Escape", KEY_ESC },
	{ "Backspace", KEY_BACKSPACE }, { "BS", KEY_BACKSPACE },
	{ "Space", KEY_SPACE },
	{ "Up", KEY_UP }, { "Down", KEY_DOWN }, { "Left", KEY_LEFT }, { "Right", KEY_RIGHT },
	{ "Home", KEY_HOME }, { "End", KEY_END },
	{ "PgUp", KEY_PAGE_UP }, { "PageUp", KEY_PAGE_UP }, { "PgDn", KEY_PAGE_DOWN }, { "PageDown", KEY_PAGE_DOWN },
	{ "Insert", KEY_INSERT }, { "Ins", KEY_INSERT }, { "Delete", KEY_DELETE }, { "Del", KEY_DELETE },
	{ "F1", KEY_F1 }, { "F2", KEY_F2 }, { "F3", KEY_F3 }, { "F4", KEY_F4 }, { "F5", KEY_F5 }, { "F6", KEY_F6 },
	{ "F7", KEY_F7 }, { "F8", KEY_F8 }, { "F9", KEY_F9 }, { "F10", KEY_F10 }, { "F11", KEY_F11 }, { "F12", KEY_F12 },
	{ "Hash", '#' }, { "Equal", '=' }, /* in a keymap file these two signs mean something else */
	{ NULL, 0 }
};
