/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole screen on the views of fruitviews.h, with a host that only counts. */
#ifndef TESTS_UNIT_FRUITSCREEN_H
#define TESTS_UNIT_FRUITSCREEN_H

#include "screen.h"
#include "fruitviews.h"
#include "ui/widget/parts.h"

struct fixture {
	struct app app;
	struct stack *s;
	struct grid *g;
	char copied[64];
	char alerted[64];
	int bells;
	int quits, stales, repaints, suspends;
	enum err copy_answer;
};

static inline void host_badge(void *self, enum glyph *sign, enum role *role, struct str *text)
{
	(void)self;
	*sign = GLYPH_GOOD;
	*role = ROLE_OK;
	str_adds(text, "Ğ1");
}

static inline enum err host_copy(void *self, struct slice text)
{
	struct fixture *f = self;

	snprintf(f->copied, sizeof f->copied, "%.*s", (int)text.n, text.p);
	return f->copy_answer;
}

static inline void host_quit(void *self, int code)
{
	(void)code;
	((struct fixture *)self)->quits++;
}

static inline void host_stale(void *self)
{
	((struct fixture *)self)->stales++;
}

static inline void host_repaint(void *self)
{
	((struct fixture *)self)->repaints++;
}

static inline void host_suspend(void *self)
{
	((struct fixture *)self)->suspends++;
}

static inline void host_alert(void *self, const char *text)
{
	struct fixture *f = self;

	snprintf(f->alerted, sizeof f->alerted, "%s", text ? text : "");
	f->bells += !text;
}

static inline void begin(struct fixture *f, int h, int w, enum glyph_set glyphs)
{
	struct stack_host host = { .self = f, .badge = host_badge, .copy = host_copy, .quit = host_quit, .stale = host_stale,
		                   .repaint = host_repaint, .suspend = host_suspend, .alert = host_alert };

	memset(f, 0, sizeof *f);
	fruit_app(&f->app);
	f->s = stack_new(&f->app, fruit_views, &host);
	f->g = grid_new(h, w, glyphs);
	assert_int_equal(stack_open(f->s, "orchard", 0, NULL), E_OK);
}

static inline void end(struct fixture *f)
{
	stack_free(f->s);
	grid_free(f->g);
	fruit_app_done(&f->app);
}

static inline void give(void *arg, const struct keystroke *k)
{
	struct fixture *f = arg;

	stack_key(f->s, k);
	stack_draw(f->s, f->g);
	assert_in_range(f->g->cursor_y, 0, f->g->h - 1);
	assert_in_range(f->g->cursor_x, 0, f->g->w - 1);
}

static inline void press(struct fixture *f, const char *keys)
{
	each_key(keys, give, f);
}

static inline void type(struct fixture *f, const char *text)
{
	for (const char *p = text; *p; p++)
		give(f, &(struct keystroke){ .code = *p == ' ' ? KEY_SPACE : (unsigned char)*p });
}

static inline void click(struct fixture *f, int y, int x)
{
	give(f, &(struct keystroke){ .code = KEY_MOUSE, .y = y, .x = x, .button = KEY_CLICK });
}

static inline void line_is(const struct fixture *f, int y, const char *want)
{
	struct str all = { 0 };
	struct slice rest, line = { "", 0 };

	screen_text(f->g, &all);
	rest = slice_str(&all);
	for (int i = 0; i <= y; i++)
		if (!slice_split(&rest, '\n', &line))
			line = (struct slice){ "", 0 };
	if (!slice_is(line, want)) {
		fprintf(stderr, "line %d is\n%.*s\ninstead of\n%s\n", y, (int)line.n, line.p, want);
		str_free(&all);
		fail();
	}
	str_free(&all);
}

#endif
