/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The input decoder: the first byte says how the rest is cut into pieces and how much time passes between them. Whatever
 * comes, every key is one that the program knows, text is clean, and the decoder comes to rest. */
#include "base/text.h"
#include "ui/term/input.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		abort();
}

static void check_paste(struct slice s)
{
	size_t i;

	must(s.n <= INPUT_PASTE_MAX && text_valid(s));
	for (i = 0; i < s.n; i++)
		must((unsigned char)s.p[i] >= ' ' || s.p[i] == '\n' || s.p[i] == '\t');
}

static void check_key(const struct keystroke *k)
{
	must(k->code > ' ' && k->code <= KEY_MOUSE && k->code != KEY_NONE);
	must(k->code != 0x7f && !(k->code >= 0x80 && k->code < 0xa0) && !(k->code >= 0xd800 && k->code < 0xe000));
	must(!(k->mods & ~(unsigned)(KEY_SHIFT | KEY_CTRL | KEY_ALT)));
	if (k->code == KEY_MOUSE)
		must(k->y >= 0 && k->x >= 0 && k->button >= KEY_CLICK && k->button <= KEY_WHEEL_DOWN);
	if (k->code == KEY_PASTE)
		check_paste(k->text);
}

static int drain(struct input *in, int64_t now)
{
	struct keystroke k;
	struct reply r;
	enum input_got got;
	int wait = -1;

	while ((got = input_next(in, now, &k, &r, &wait)) != INPUT_NONE)
		if (got == INPUT_KEY)
			check_key(&k);
	return wait;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input *in = input_new();
	int64_t now = 1000;
	size_t at = 1, piece = size ? data[0] % 32 + 1u : 1;
	int wait, rounds = 0;

	input_configure(in, size && data[0] & 64 ? 100 : 25, size && data[0] & 32);
	while (at < size) {
		size_t n = size - at < piece ? size - at : piece;

		input_feed(in, data + at, n, now);
		wait = drain(in, now);
		if (wait >= 0 && data[0] & 128)
			now += wait;
		at += n;
	}
	while ((wait = drain(in, now)) >= 0) {
		now += wait + 1;
		must(rounds++ < 100);
	}
	input_free(in);
	return 0;
}
