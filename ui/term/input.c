/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/term/input.h"
#include "ui/term/sequence.h"
#include "base/mem.h"
#include "base/secret.h"
#include <stdlib.h>

enum {
	STRING_MAX = 4096,     /* an OSC, DCS or APC beyond is noise */
	SPLIT_MS = 300,        /* a sequence that began arrives whole within this, also over a slow line */
	PASTE_LOST_MS = 1500,  /* a paste that is silent for so long has lost its end */
	DOUBLE_MS = 400
};

/* The bytes not yet decoded are buf[at..n). A paste collects in its own memory. What was asked last and when decide on Esc
 * and on double clicks. */
struct input {
	unsigned char *buf;
	size_t at, n, cap;
	int escape_ms;
	bool ctrl_h;
	int64_t fed;            /* when bytes came last */
	bool pasting, paste_given;
	bool in_string;         /* inside an OSC or the like that grew too long: swallow up to its end */
	struct secret paste;
	int64_t clicked;
	int click_y, click_x;
};

struct input *input_new(void)
{
	struct input *in = mem_new(sizeof *in);

	in->escape_ms = 25;
	in->clicked = -DOUBLE_MS - 1;
	return in;
}

static void drop_buffer(struct input *in)
{
	if (in->buf)
		secret_wipe(in->buf, in->cap);
	free(in->buf);
	in->buf = NULL;
	in->at = in->n = in->cap = 0;
}

void input_free(struct input *in)
{
	if (!in)
		return;
	drop_buffer(in);
	secret_free(&in->paste);
	free(in);
}

void input_configure(struct input *in, int escape_ms, bool backspace_is_ctrl_h)
{
	in->escape_ms = escape_ms;
	in->ctrl_h = backspace_is_ctrl_h;
}

/* Moves the rest to the front, or into a larger buffer; old copies are wiped. */
static void make_room(struct input *in, size_t more)
{
	size_t left = in->n - in->at, cap = in->cap;
	unsigned char *fresh;

	if (in->at && left + more <= in->cap) {
		memmove(in->buf, in->buf + in->at, left);
		secret_wipe(in->buf + left, in->at);
	} else if (left + more > in->cap) {
		while (cap < left + more)
			cap = cap ? cap * 2 : 256;
		fresh = mem_array(cap, 1);
		if (left)
			memcpy(fresh, in->buf + in->at, left);
		drop_buffer(in);
		in->buf = fresh;
		in->cap = cap;
	}
	in->at = 0;
	in->n = left;
}

void input_feed(struct input *in, const void *bytes, size_t n, int64_t now_ms)
{
	if (!n)
		return;
	if (in->n + n > in->cap)
		make_room(in, n);
	memcpy(in->buf + in->n, bytes, n);
	in->n += n;
	in->fed = now_ms;
}

static void take(struct input *in, size_t n)
{
	secret_wipe(in->buf + in->at, n);
	in->at += n;
	if (in->at == in->n)
		in->at = in->n = 0;
}

/* Bytes 0 to 31 and 127. */
static struct keystroke control(const struct input *in, unsigned char c)
{
	if (c == 0)
		return (struct keystroke){ .code = KEY_SPACE, .mods = KEY_CTRL };
	if (c == '\r' || c == '\n' || c == '\t' || c == 0x7f || c == 0x1b)
		return sequence_letter(c, 0);
	if (c == 8 && in->ctrl_h)
		return sequence_letter(0x7f, 0);
	if (c < 27)
		return (struct keystroke){ .code = (uint32_t)(c + 'a' - 1), .mods = KEY_CTRL };
	return (struct keystroke){ .code = (uint32_t)(c + 'A' - 1), .mods = KEY_CTRL };   /* \ ] ^ _ */
}

/* Finds BEL or ST behind a string's opening; gives the length with it, 0 when it has not come. */
static size_t string_end(const unsigned char *p, size_t n, size_t from, size_t *body_end)
{
	size_t i;

	for (i = from; i < n; i++) {
		if (p[i] == 7 || p[i] == 0x18 || p[i] == 0x1a) {
			*body_end = i;
			return i + 1;
		}
		if (p[i] == 0x1b && i + 1 < n) {
			*body_end = i;
			return p[i + 1] == '\\' ? i + 2 : i;
		}
	}
	return 0;
}

enum step { STEP_NONE, STEP_WAIT, STEP_AGAIN, STEP_KEY, STEP_REPLY };

static enum step mouse_key(struct input *in, const struct mouse *m, int64_t now, struct keystroke *out)
{
	unsigned mods = (m->button & 4 ? KEY_SHIFT : 0) | (m->button & 8 ? KEY_ALT : 0) | (m->button & 16 ? KEY_CTRL : 0);
	int plain = m->button & ~(4 | 8 | 16);
	bool twice;

	*out = (struct keystroke){ .code = KEY_MOUSE, .mods = mods, .y = m->y - 1, .x = m->x - 1 };
	if (m->release || m->x < 1 || m->y < 1 || m->x > 10000 || m->y > 10000)
		return STEP_AGAIN;
	switch (plain) {
	case 0:
		twice = now - in->clicked <= DOUBLE_MS && in->click_y == m->y && in->click_x == m->x;
		out->button = twice ? KEY_DOUBLE : KEY_CLICK;
		in->clicked = twice ? now - DOUBLE_MS - 1 : now;
		in->click_y = m->y;
		in->click_x = m->x;
		return STEP_KEY;
	case 2:
		out->button = KEY_RIGHT_CLICK;
		return STEP_KEY;
	case 64:
		out->button = KEY_WHEEL_UP;
		return STEP_KEY;
	case 65:
		out->button = KEY_WHEEL_DOWN;
		return STEP_KEY;
	default:
		return STEP_AGAIN;
	}
}

/* Escape time is over for what is there: the Esc key, or Alt and a character that could have begun a sequence. */
static enum step lone_escape(struct input *in, size_t n, struct keystroke *key)
{
	const unsigned char *p = in->buf + in->at;

	if (n == 2 && p[1] != 0x1b) {
		*key = sequence_letter(p[1], KEY_ALT);
		take(in, 2);
	} else {
		*key = (struct keystroke){ .code = KEY_ESC };
		take(in, 1);
	}
	return STEP_KEY;
}

static enum step read_string(struct input *in, size_t n, bool late, struct reply *reply)
{
	const unsigned char *p = in->buf + in->at;
	size_t end = 0, len = string_end(p, n, 2, &end);
	bool osc = p[1] == ']';

	if (!len && n <= STRING_MAX && !late)
		return STEP_WAIT;
	if (!len) {
		in->in_string = !late;
		take(in, n);
		return STEP_AGAIN;
	}
	*reply = (struct reply){ .kind = REPLY_OTHER };
	if (osc)
		sequence_osc((struct slice){ (const char *)p + 2, end - 2 }, reply);
	take(in, len);
	return STEP_REPLY;
}

static enum step begin_paste(struct input *in)
{
	secret_free(&in->paste);
	in->pasting = true;
	return STEP_AGAIN;
}

/* The console's F1 to F5 are ESC [ [ A to E. */
static enum step read_console_key(struct input *in, size_t n, bool late, struct keystroke *key)
{
	unsigned char c = n >= 4 ? in->buf[in->at + 3] : 0;

	if (n < 4 && !late)
		return STEP_WAIT;
	take(in, n >= 4 ? 4 : n);
	if (c < 'A' || c > 'E')
		return STEP_AGAIN;
	*key = (struct keystroke){ .code = (uint32_t)(KEY_F1 + (c - 'A')) };
	return STEP_KEY;
}

/* The old mouse form: three bytes, each 32 too high, follow ESC [ M. */
static enum step read_old_mouse(struct input *in, size_t n, bool late, int64_t now, struct keystroke *key)
{
	const unsigned char *p = in->buf + in->at;
	struct mouse m = { 0 };

	if (n < 6 && !late)
		return STEP_WAIT;
	if (n >= 6)
		m = (struct mouse){ p[3] - 32, p[4] - 32, p[5] - 32, p[3] < 96 && (p[3] & 3) == 3 };
	take(in, n < 6 ? n : 6);
	return n < 6 || m.button < 0 ? STEP_AGAIN : mouse_key(in, &m, now, key);
}

static enum step read_csi(struct input *in, size_t n, int64_t now, bool late, struct keystroke *key, struct reply *reply)
{
	const unsigned char *p = in->buf + in->at;
	struct sequence s;
	struct mouse m;
	int len;

	if (n >= 3 && p[2] == '[')
		return read_console_key(in, n, late, key);
	len = sequence_split(p, n, &s);
	if (len == 0 && !late)
		return STEP_WAIT;
	if (len <= 0) {
		take(in, len < 0 ? s.len : n);
		return STEP_AGAIN;
	}
	if (s.final == 'M' && !s.private && !s.n)
		return read_old_mouse(in, n, late, now, key);
	take(in, (size_t)len);
	if (s.final == '~' && s.n && s.params[0] == 200)
		return begin_paste(in);
	if (sequence_mouse(&s, &m))
		return mouse_key(in, &m, now, key);
	if (s.private) {
		sequence_reply(&s, reply);
		return STEP_REPLY;
	}
	return sequence_key(&s, key) ? STEP_KEY : STEP_AGAIN;
}

static enum step read_ss3(struct input *in, size_t n, bool late, struct keystroke *key)
{
	const unsigned char *p = in->buf + in->at;

	if (n == 3 && p[2] >= '1' && p[2] <= '8' && !late)
		return STEP_WAIT;
	take(in, sequence_ss3(p, n, key));
	return key->code == KEY_NONE ? STEP_AGAIN : STEP_KEY;
}

/* Alt and a character, written as Esc before it. */
static enum step read_alt(struct input *in, size_t n, bool late, struct keystroke *key)
{
	const unsigned char *p = in->buf + in->at;
	uint32_t code = 0;
	int len = sequence_utf8(p + 1, n - 1, &code);

	if (len == 0 && !late)
		return STEP_WAIT;
	if (len <= 0 || (code >= 0x80 && code < 0xa0)) {
		take(in, 2);
		return STEP_AGAIN;
	}
	*key = code < 0x20 || code == 0x7f ? control(in, (unsigned char)code) : sequence_letter(code, KEY_ALT);
	key->mods |= KEY_ALT;
	take(in, 1 + (size_t)len);
	return STEP_KEY;
}

/* What follows ESC. A lone Esc waits escape_ms only; what looks like the head of a sequence waits for its rest longer, so that
 * an arrow cut in two by the network never becomes letters. A second Esc before a sequence is rxvt's Alt. */
static enum step read_escape(struct input *in, int64_t now, int *wait, struct keystroke *key, struct reply *reply)
{
	const unsigned char *p = in->buf + in->at;
	size_t n = in->n - in->at;
	bool head = n > 1 && memchr("[O]P_^X", p[1], 7);
	int patience = head && in->escape_ms < SPLIT_MS ? SPLIT_MS : in->escape_ms;
	bool late = now - in->fed >= patience;
	enum step step;

	*wait = (int)(patience - (now - in->fed));
	if (n == 1 || (n == 2 && head))
		return late ? lone_escape(in, n, key) : STEP_WAIT;
	if (p[1] == '[')
		return read_csi(in, n, now, late, key, reply);
	if (p[1] == 'O')
		return read_ss3(in, n, late, key);
	if (head)
		return read_string(in, n, late, reply);
	if (p[1] != 0x1b)
		return read_alt(in, n, late, key);
	if (n == 2)
		return late ? lone_escape(in, 1, key) : STEP_WAIT;
	if (p[2] != '[' && p[2] != 'O')
		return lone_escape(in, 1, key);
	take(in, 1);
	step = read_escape(in, now, wait, key, reply);
	if (step == STEP_KEY && key->code != KEY_PASTE)
		key->mods |= KEY_ALT;
	if (step == STEP_WAIT)      /* not whole yet: the first Esc comes back */
		in->buf[--in->at] = 0x1b;
	return step;
}

/* Pasted bytes: line ends become \n; escape and control bytes, C1 and what is not UTF-8 are left out. */
static size_t clean_piece(const unsigned char *p, size_t n, bool whole, unsigned char *out, size_t *used)
{
	size_t i = 0, made = 0;
	uint32_t code;

	while (i < n) {
		int len = sequence_utf8(p + i, n - i, &code);

		if (len == 0 && !whole)
			break;
		if (len <= 0) {
			i++;
			continue;
		}
		if (code == '\r') {
			if (i + 1 == n && !whole)
				break;
			out[made++] = '\n';
			if (i + 1 < n && p[i + 1] == '\n')
				i++;
		} else if (code == '\n' || code == '\t' || (code >= 0x20 && code != 0x7f && (code < 0x80 || code > 0x9f))) {
			memcpy(out + made, p + i, (size_t)len);
			made += (size_t)len;
		}
		i += (size_t)len;
	}
	*used = i;
	return made;
}

static void paste_add(struct input *in, size_t n, bool whole)
{
	unsigned char piece[1024];
	size_t used, made;

	while (n) {
		made = clean_piece(in->buf + in->at, n < sizeof piece ? n : sizeof piece, whole && n <= sizeof piece, piece, &used);
		if (!used)
			break;
		if (in->paste.n + made <= INPUT_PASTE_MAX)
			secret_add(&in->paste, piece, made);
		take(in, used);
		n -= used;
	}
	secret_wipe(piece, sizeof piece);
}

static enum step end_paste(struct input *in, struct keystroke *key)
{
	in->pasting = false;
	in->paste_given = true;
	*key = (struct keystroke){ .code = KEY_PASTE, .text = { in->paste.n ? (const char *)in->paste.p : "", in->paste.n } };
	return STEP_KEY;
}

/* Collects up to ESC [ 2 0 1 ~; the end of the buffer may hold a beginning of it. */
static enum step read_paste(struct input *in, int64_t now, int *wait, struct keystroke *key)
{
	static const char mark[] = "\033[201~";
	size_t n = in->n - in->at, len = sizeof mark - 1, keep;
	const unsigned char *p = in->buf ? in->buf + in->at : NULL, *end = n ? memmem(p, n, mark, len) : NULL;

	if (end) {
		size_t before = (size_t)(end - p);

		paste_add(in, before, true);
		take(in, len);
		return end_paste(in, key);
	}
	if (now - in->fed >= PASTE_LOST_MS) {
		paste_add(in, n, true);
		return end_paste(in, key);
	}
	for (keep = n < len - 1 ? n : len - 1; keep; keep--)
		if (!memcmp(p + n - keep, mark, keep))
			break;
	paste_add(in, n - keep, false);
	*wait = (int)(PASTE_LOST_MS - (now - in->fed));
	return STEP_WAIT;
}

static enum step read_text(struct input *in, int64_t now, int *wait, struct keystroke *key)
{
	const unsigned char *p = in->buf + in->at;
	size_t n = in->n - in->at;
	uint32_t code;
	int len;

	if (p[0] < 0x20 || p[0] == 0x7f) {
		*key = control(in, p[0]);
		take(in, 1);
		return STEP_KEY;
	}
	len = sequence_utf8(p, n, &code);
	if (len == 0 && now - in->fed < SPLIT_MS) {
		*wait = (int)(SPLIT_MS - (now - in->fed));
		return STEP_WAIT;
	}
	if (len <= 0 || (code >= 0x80 && code < 0xa0)) {
		take(in, len > 0 ? (size_t)len : 1);
		return STEP_AGAIN;
	}
	*key = sequence_letter(code, 0);
	take(in, (size_t)len);
	return STEP_KEY;
}

/* The rest of a string too long to keep. */
static enum step skip_string(struct input *in)
{
	size_t n = in->n - in->at, end, len = string_end(in->buf + in->at, n, 0, &end);

	in->in_string = !len;
	take(in, len ? len : n);
	return STEP_AGAIN;
}

enum input_got input_next(struct input *in, int64_t now_ms, struct keystroke *key, struct reply *reply, int *wait_ms)
{
	enum step step;

	if (in->paste_given) {
		secret_free(&in->paste);
		in->paste_given = false;
	}
	for (;;) {
		*wait_ms = -1;
		if (in->pasting)
			step = read_paste(in, now_ms, wait_ms, key);
		else if (in->at == in->n)
			step = STEP_NONE;
		else if (in->in_string)
			step = skip_string(in);
		else if (in->buf[in->at] == 0x1b)
			step = read_escape(in, now_ms, wait_ms, key, reply);
		else
			step = read_text(in, now_ms, wait_ms, key);
		if (step == STEP_KEY)
			return INPUT_KEY;
		if (step == STEP_REPLY)
			return INPUT_REPLY;
		if (step != STEP_AGAIN)
			break;
	}
	if (step == STEP_WAIT && *wait_ms < 0)
		*wait_ms = 0;
	if (step == STEP_NONE)
		drop_buffer(in);
	return INPUT_NONE;
}

