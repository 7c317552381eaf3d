/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/dumping.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/tick.h"
#include "io/loop.h"
#include "model/world.h"
#include "ui/badge.h"
#include "ui/term/dump.h"
#include "ui/widget/stack_host.h"
#include <stdio.h>
#include <unistd.h>

enum { PATIENCE_MS = 5000 };

static int64_t notify(void *arg)
{
	(void)arg;
	return subject_flush() ? 0 : -1;
}

static void settle(struct app *app)
{
	int64_t until = tick_ms() + PATIENCE_MS;
	loop_turn(app->loop, 0);
	while (app_busy(app) && tick_ms() < until)
		loop_turn(app->loop, 50);
	subject_flush();
}

/* A word that is the name of a key is that key; any other is typed letter by letter. */
static void feed(struct app *app, struct stack *s, struct slice word)
{
	struct keystroke k;
	struct slice letter;
	int width;
	if (key_parse(word, &k)) {
		stack_key(s, &k);
		settle(app);
		return;
	}
	while (text_next(&word, &letter, &width))
		if (key_parse(letter, &k))
			stack_key(s, &k);
	settle(app);
}

int dumping_run(struct app *app, const struct options *o, enum glyph_set glyphs)
{
	struct stack_host host = { .self = app, .sandbox = world_is_sandbox(app->world), .badge = badge_draw };
	struct slice keys = slice_of(o->keys), word;
	struct str out = { 0 };
	app->dump = true;
	loop_hook_add(app->loop, notify, app);
	if (!o->fixture)
		app_live(app);
	struct stack *s = stack_new(app, view_all, &host);
	enum err e = stack_open(s, o->dump, o->argc, o->argv);
	if (e) {
		fprintf(stderr, _("vigie: no screen is called %s\n"), o->dump);
		stack_free(s);
		return 2;
	}
	settle(app);
	while (slice_split(&keys, ' ', &word))
		if (word.n)
			feed(app, s, word);
	struct grid *g = grid_new(o->h ? o->h : 24, o->w ? o->w : 80, glyphs);
	stack_draw(s, g);
	dump_text(g, &out);
	if (o->dump_roles)
		dump_roles(g, &out);
	fwrite(str_c(&out), 1, out.n, stdout);
	int rc = fflush(stdout) ? 1 : 0;
	str_free(&out);
	grid_free(g);
	stack_free(s);
	loop_hook_del(app->loop, notify, app);
	return rc;
}
