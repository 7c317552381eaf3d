/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/term/sequence.h"

enum { SEQUENCE_MAX = 64 };

struct tilde {
	int number;
	uint32_t code;
	unsigned mods;
};

static const struct tilde tildes[];
static const char vt_keypad[];

/* The length of the UTF-8 character at p, 0 when more bytes are needed, -1 when it is none. */
int sequence_utf8(const unsigned char *p, size_t n, uint32_t *code)
{
	int len = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? -1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : -1;
	int i;

	if (len < 0)
		return -1;
	*code = len == 1 ? p[0] : p[0] & (0xffu >> (len + 1));
	for (i = 1; i < len; i++) {
		if ((size_t)i >= n)
			return 0;
		if ((p[i] & 0xc0) != 0x80)
			return -1;
		*code = *code << 6 | (p[i] & 0x3f);
	}
	if ((len == 3 && (*code < 0x800 || (*code >= 0xd800 && *code < 0xe000))) ||
	    (len == 4 && (*code < 0x10000 || *code > 0x10ffff)))
		return -1;
	return len;
}

/* Code points that a key may stand for: no control characters, surrogates or private use. */
static bool typeable(int code)
{
	if (code < 0x20 || code == 0x7f)
		return code == '\t' || code == '\r' || code == 0x1b || code == 0x7f || code == 8;
	return code < 0x110000 && !(code >= 0x80 && code < 0xa0) && !(code >= 0xd800 && code < 0xf900);
}

struct keystroke sequence_letter(uint32_t code, unsigned mods)
{
	struct keystroke k = { .code = code, .mods = mods };

	if (code == ' ')
		k.code = KEY_SPACE;
	else if (code == '\r' || code == '\n')
		k.code = KEY_ENTER;
	else if (code == '\t')
		k.code = KEY_TAB;
	else if (code == 0x1b)
		k.code = KEY_ESC;
	else if (code == 0x7f || code == 8)
		k.code = KEY_BACKSPACE;
	else if (mods & KEY_CTRL && code >= 'A' && code <= 'Z')
		k.code = code + 32;
	else if (mods & KEY_SHIFT && !(mods & KEY_CTRL) && code >= 'a' && code <= 'z')
		k.code = code - 32;
	if (k.code < 0x110000 && !(mods & KEY_CTRL && k.code >= 'a' && k.code <= 'z'))
		k.mods &= ~(unsigned)KEY_SHIFT;
	return k;
}

/* xterm's parameter: 1 + shift 1, alt 2, ctrl 4, meta 8. */
static unsigned mods_of(int param)
{
	unsigned m = param > 1 && param <= 16 ? (unsigned)param - 1 : 0;

	return (m & 1 ? KEY_SHIFT : 0) | (m & 10 ? KEY_ALT : 0) | (m & 4 ? KEY_CTRL : 0);
}

static uint32_t final_code(unsigned char c)
{
	switch (c) {
	case 'A': return KEY_UP;
	case 'B': return KEY_DOWN;
	case 'C': return KEY_RIGHT;
	case 'D': return KEY_LEFT;
	case 'H': return KEY_HOME;
	case 'F': return KEY_END;
	case 'P': return KEY_F1;
	case 'Q': return KEY_F2;
	case 'R': return KEY_F3;
	case 'S': return KEY_F4;
	default: return KEY_NONE;
	}
}

int sequence_split(const unsigned char *p, size_t n, struct sequence *s)
{
	size_t i = 2;
	bool digits = false;

	*s = (struct sequence){ 0 };
	if (i < n && p[i] >= '<' && p[i] <= '?')
		s->private = p[i++];
	for (; i < n; i++) {
		unsigned char c = p[i];

		s->len = i + 1;
		if (c >= '0' && c <= '9') {
			if (!digits && s->n < SEQUENCE_PARAMS)
				s->params[s->n++] = 0;
			digits = true;
			if (s->params[s->n - 1] < 200000)
				s->params[s->n - 1] = s->params[s->n - 1] * 10 + (c - '0');
		} else if (c == ';' || c == ':') {
			if (!digits && s->n < SEQUENCE_PARAMS)
				s->params[s->n++] = 0;
			digits = false;
		} else if (c >= 0x20 && c <= 0x2f && (c != '$' || s->private)) {
			s->middle = c;
		} else if ((c >= 0x40 && c <= 0x7e) || c == '$') {   /* rxvt ends shifted keys by $ */
			s->final = c;
			return (int)s->len;
		} else {
			s->len = i;
			return -1;
		}
		if (i > SEQUENCE_MAX)
			return -1;
	}
	return 0;
}

static bool tilde_key(const struct sequence *s, unsigned extra, struct keystroke *out)
{
	int i, number = s->n ? s->params[0] : 0;

	if (number == 27 && s->n >= 3) {   /* modifyOtherKeys: 27;mods;code~ */
		*out = sequence_letter((uint32_t)s->params[2], mods_of(s->params[1]));
		return typeable(s->params[2]);
	}
	for (i = 0; tildes[i].number; i++)
		if (tildes[i].number == number) {
			unsigned mods = s->n > 1 ? mods_of(s->params[1]) : 0;

			*out = (struct keystroke){ .code = tildes[i].code, .mods = tildes[i].mods | mods | extra };
			return true;
		}
	return false;
}

/* rxvt marks modifiers by the final byte: ^ ctrl, $ shift, @ both; and a b c d for shifted arrows. */
bool sequence_key(const struct sequence *s, struct keystroke *key)
{
	unsigned mods = s->n > 1 ? mods_of(s->params[1]) : 0;

	if (s->private || s->middle)
		return false;
	switch (s->final) {
	case '~':
		return tilde_key(s, 0, key);
	case '^':
		return tilde_key(s, KEY_CTRL, key);
	case '$':
		return tilde_key(s, KEY_SHIFT, key);
	case '@':
		return tilde_key(s, KEY_CTRL | KEY_SHIFT, key);
	case 'Z':
		*key = (struct keystroke){ .code = KEY_TAB, .mods = KEY_SHIFT };
		return true;
	case 'u':
		*key = sequence_letter(s->n ? (uint32_t)s->params[0] : 0, mods);
		return s->n && typeable(s->params[0]);
	case 'a': case 'b': case 'c': case 'd':
		*key = (struct keystroke){ .code = final_code((unsigned char)(s->final - 32)), .mods = KEY_SHIFT };
		return true;
	default:
		*key = (struct keystroke){ .code = final_code(s->final), .mods = mods };
		return key->code != KEY_NONE;
	}
}

bool sequence_mouse(const struct sequence *s, struct mouse *m)
{
	if (s->n < 3 || s->middle || (s->final != 'M' && s->final != 'm'))
		return false;
	*m = (struct mouse){ s->params[0], s->params[1], s->params[2], s->final == 'm' };
	if (s->private == '<')
		return true;
	m->button -= 32;        /* rxvt's decimal form */
	m->release = (m->button & 3) == 3;
	return !s->private && s->final == 'M' && m->button >= 0;
}

size_t sequence_ss3(const unsigned char *p, size_t n, struct keystroke *key)
{
	size_t at = 2;
	unsigned mods = 0;
	unsigned char c;

	if (n > 3 && p[2] >= '1' && p[2] <= '8') {   /* old xterm: the modifier stands before the letter */
		mods = mods_of(p[2] - '0');
		at = 3;
	}
	c = p[at];
	key->code = KEY_NONE;
	if (final_code(c) != KEY_NONE)
		*key = (struct keystroke){ .code = final_code(c), .mods = mods };
	else if (c >= 'a' && c <= 'd')
		*key = (struct keystroke){ .code = final_code((unsigned char)(c - 32)), .mods = KEY_CTRL };
	else if (c == 'M')
		*key = (struct keystroke){ .code = KEY_ENTER, .mods = mods };
	else if (c >= 'j' && c <= 'y')
		*key = sequence_letter((unsigned char)vt_keypad[c - 'j'], mods);
	else if (c < 0x20 || c >= 0x7f)
		return at;      /* this byte begins something else */
	return at + 1;
}

void sequence_reply(const struct sequence *s, struct reply *reply)
{
	*reply = (struct reply){ .kind = REPLY_OTHER };
	if (s->private == '?' && s->final == 'c')
		reply->kind = REPLY_DA;
	else if (s->private == '?' && s->final == 'y' && s->middle == '$' && s->n >= 2)
		*reply = (struct reply){ REPLY_MODE, s->params[0], s->params[1] };
}

/* One channel of an X11 colour, one to four hexadecimal digits, as a byte; -1 if it is none. */
static int channel(struct slice s)
{
	long v = 0, top = 1;
	size_t i;

	if (!s.n || s.n > 4)
		return -1;
	for (i = 0; i < s.n; i++) {
		char c = s.p[i];
		int d = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;

		if (d < 0)
			return -1;
		v = v * 16 + d;
		top *= 16;
	}
	return (int)(v * 255 / (top - 1));
}

void sequence_osc(struct slice s, struct reply *reply)
{
	struct slice r, g, b;
	int red, green, blue;

	*reply = (struct reply){ .kind = REPLY_OTHER };
	if (slice_starts(s, "11;rgb:"))
		s = slice_from(s, 7);
	else if (slice_starts(s, "11;rgba:"))
		s = slice_from(s, 8);
	else
		return;
	if (!slice_split(&s, '/', &r) || !slice_split(&s, '/', &g) || !slice_split(&s, '/', &b))
		return;
	red = channel(r);
	green = channel(g);
	blue = channel(b);
	if (red >= 0 && green >= 0 && blue >= 0)
		*reply = (struct reply){ REPLY_GROUND, red << 16 | green << 8 | blue, 0 };
}

/* "CSI number ~". The console and vt220 write Shift-F1 to Shift-F8 as F13 to F20. */
static const struct tilde tildes[] = {
	{ 1, KEY_HOME, 0 }, { 2, KEY_INSERT, 0 }, { 3, KEY_DELETE, 0 }, { 4, KEY_END, 0 }, { 5, KEY_PAGE_UP, 0 },
	{ 6, KEY_PAGE_DOWN, 0 }, { 7, KEY_HOME, 0 }, { 8, KEY_END, 0 },
	{ 11, KEY_F1, 0 }, { 12, KEY_F2, 0 }, { 13, KEY_F3, 0 }, { 14, KEY_F4, 0 }, { 15, KEY_F5, 0 }, { 17, KEY_F6, 0 },
	{ 18, KEY_F7, 0 }, { 19, KEY_F8, 0 }, { 20, KEY_F9, 0 }, { 21, KEY_F10, 0 }, { 23, KEY_F11, 0 }, { 24, KEY_F12, 0 },
	{ 25, KEY_F1, KEY_SHIFT }, { 26, KEY_F2, KEY_SHIFT }, { 28, KEY_F3, KEY_SHIFT }, { 29, KEY_F4, KEY_SHIFT },
	{ 31, KEY_F5, KEY_SHIFT }, { 32, KEY_F6, KEY_SHIFT }, { 33, KEY_F7, KEY_SHIFT }, { 34, KEY_F8, KEY_SHIFT },
	{ 0, 0, 0 }
};

/* SS3 j to y: * + , - . / 0 to 9 */
static const char vt_keypad[] = "*+,-./0123456789";
