/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any keys on the whole screen: never a crash, the cursor inside, no cell that a grid may not hold. Two bytes a key; some
 * bytes change the size, paste, click or toast. */
#include "../unit/fruitviews.h"
#include "ui/widget/stack_host.h"
#include "ui/widget/list.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct stack *screen;
static int quits;

static void host_quit(void *self, int code)
{
	(void)self;
	(void)code;
	quits++;
}

static void check(const struct grid *g)
{
	assert(g->cursor_y >= -1 && g->cursor_y < g->h && g->cursor_x >= -1 && g->cursor_x < g->w);
	for (int i = 0; i < g->h * g->w; i++) {
		const struct cell *c = &g->cells[i];

		assert(c->len < sizeof c->text && c->width <= 2 && c->role < ROLE_COUNT);
		/* A wide cluster is whole: its second half follows in the same row. */
		if (c->width == 2)
			assert((i + 1) % g->w != 0 && c[1].width == 0);
	}
	assert(g->clip.h == g->h && g->clip.w == g->w);
}

/* Codes: ASCII and some others as they are, then the named keys. */
static struct keystroke key_of(uint8_t a, uint8_t b)
{
	static const char *const pastes[] = { "one line", "two\nlines", "\x1b[31m\xff\xfe", "e\xcc\x81\xe6\xbc\xa2" };
	static const uint32_t others[] = { 0x301, 0x6f22, 0x1f44d, 0x5d3, 0x202e, 0x10ffff, 0xe9 };
	struct keystroke k = { .mods = b & 7 };

	if (a >= ' ' && a < 0x7f)
		k.code = a == ' ' ? KEY_SPACE : a;
	else if (a >= 0x80 && a < 0x80 + sizeof others / sizeof *others)
		k.code = others[a - 0x80];
	else if (a >= 0x90 && a < 0x94)
		k = (struct keystroke){ .code = KEY_PASTE, .text = slice_of(pastes[a - 0x90]) };
	else if (a >= 0xa0 && a < 0xf0)
		k = (struct keystroke){ .code = KEY_MOUSE, .button = 1 + (b & 3), .y = a - 0xa0, .x = b >> 1 };
	else
		k.code = KEY_NONE + (uint32_t)(a & 31);
	return k;
}

static void model_moves(struct app *app, uint8_t b)
{
	switch (b & 3) {
	case 0: heard.gone = (size_t)(b >> 2) % (ORCHARD_N + 1); break;
	case 1: tasks_begin(app->tasks, "a task", NULL, NULL); break;
	case 2: undo_push(app->undo, "took a pear", "version", 0, NULL, 0); break;
	case 3: list_use_bar(b & 4); break;
	}
	subject_touch(tasks_subject(app->tasks));
	subject_flush();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int sizes[][2] = { { 24, 80 }, { 12, 40 }, { 11, 39 }, { 1, 1 }, { 2, 3 }, { 40, 120 }, { 13, 44 }, { 100, 300 } };
	struct stack_host host = { .quit = host_quit };
	struct loop *loop = loop_new();
	struct conf *conf = conf_new(settings_keys, settings_count);
	struct app *app;
	struct grid *g = grid_new(24, 80, GLYPHS_FULL);

	tick_fix(1795225560);
	if (secret_init())
		return 0;
	/* Keys may spell any command: none may touch a file or ask anybody. */
	app = app_new(loop, conf);
	app->readonly = app->still = true;
	app->keymap = keymap_new();
	memset(&heard, 0, sizeof heard);
	screen = stack_new(app, fruit_views, &host);
	stack_open(screen, "orchard", 0, NULL);
	for (size_t i = 0; i + 1 < size && i < 2000; i += 2) {
		struct keystroke k = key_of(data[i], data[i + 1]);

		if (data[i] == 0x00) {
			grid_free(g);
			g = grid_new(sizes[data[i + 1] & 7][0], sizes[data[i + 1] & 7][1], (enum glyph_set)(data[i + 1] >> 4) % 3);
			k = (struct keystroke){ .code = KEY_RESIZE };
		} else if (data[i] == 0x7f) {
			model_moves(app, data[i + 1]);
			k.code = KEY_NONE;
		}
		stack_key(screen, &k);
		stack_draw(screen, g);
		check(g);
	}
	stack_free(screen);
	grid_free(g);
	keymap_free(app->keymap);
	app_free(app);
	conf_free(conf);
	loop_free(loop);
	return 0;
}
