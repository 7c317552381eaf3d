/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A secret to be copied by hand. Its cells have the role of secrets: never dumped, never said aloud, wiped when the view goes,
 * and it goes by itself when the vault is locked. */
#include "ui/view/secret.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/app.h"
#include "model/vaults.h"
#include "model/vaults_hold.h"
#include "ui/view/view_list.h"
#include <stdlib.h>

enum { PHRASE = 12 };

static size_t word_count(struct slice phrase)
{
	struct slice word;
	size_t n = 0;
	while (slice_split(&phrase, ' ', &word))
		n += word.n > 0;
	return n;
}

int secret_words(struct grid *g, struct rect r, int y, struct slice phrase)
{
	struct slice word;
	int columns = r.w >= 72 ? 4 : r.w >= 38 ? 2 : 1, width = (r.w - 2) / columns, n = 0;
	int rows = ((int)word_count(phrase) + columns - 1) / columns;
	while (slice_split(&phrase, ' ', &word)) {
		if (!word.n)
			continue;
		int x = r.x + 1 + n / rows * width, row = y + n % rows;
		int used = grid_put(g, row, x, 3, ROLE_DIM, "%2d", n + 1);
		grid_text(g, row, x + used + 1, width - used - 2, ROLE_SECRET, word);
		n++;
	}
	return y + rows;
}

static int paragraph(struct grid *g, struct rect r, int y, enum role role, const char *text)
{
	struct slice rest = slice_of(text), line;
	while (y < r.y + r.h && rest.n && text_wrap(&rest, r.w - 2, &line))
		grid_text(g, y++, r.x + 1, r.w - 2, role, line);
	return y;
}

/* Keys in base58 and JSON have no blanks: cut where the line ends. */
static int draw_lines(struct grid *g, struct rect r, int y, struct slice text)
{
	struct slice line;
	while (slice_split(&text, '\n', &line)) {
		do {
			size_t n = 0;
			for (int w = 0; n < line.n && (w < r.w - 2 || ((unsigned char)line.p[n] & 0xc0) == 0x80); n++)
				w += ((unsigned char)line.p[n] & 0xc0) != 0x80;
			if (y < r.y + r.h)
				grid_text(g, y, r.x + 1, r.w - 2, ROLE_SECRET, slice_to(line, n));
			y++;
			line = slice_from(line, n);
		} while (line.n);
	}
	return y;
}

static void secret_draw(struct view *v, struct grid *g, struct rect r)
{
	const struct secret *what = vaults_revealed(v->app->vaults);
	struct slice text = what ? (struct slice){ (const char *)what->p, what->n } : SLICE("");
	int y = paragraph(g, r, r.y, ROLE_STRONG, _("Whoever reads this has the money. Esc wipes it from the screen; after a minute it goes by itself."));
	if (getenv("TMUX"))
		y = paragraph(g, r, y, ROLE_WARN, _("You are in tmux: others attached to it see this, and its history may keep it."));
	y += r.h > 12;
	if (word_count(text) >= PHRASE && !memchr(text.p, '\n', text.n))
		secret_words(g, r, y, text);
	else
		draw_lines(g, r, y, text);
}

static unsigned secret_key(struct view *v, const struct keystroke *k)
{
	(void)v;
	return k->code == KEY_ESC || k->code == KEY_ENTER || k->code == KEY_SPACE || k->code == 'q' ? VIEW_HANDLED | VIEW_CLOSE : VIEW_HANDLED;
}

static unsigned secret_changed(struct view *v, struct subject *s)
{
	(void)s;
	return vaults_revealed(v->app->vaults) ? 0 : VIEW_STALE | VIEW_CLOSE;
}

static void secret_close(struct view *v)
{
	vaults_cover(v->app->vaults);
}

/* A reader may speak aloud. */
static void secret_say(struct view *v, struct str *out)
{
	(void)v;
	str_addf(out, "%s\n", _("A secret is only shown on the full screen."));
}

static const struct view_ops secret_page_view = {
	.name = "secret", .title = N_("Secret"), .flags = VIEW_DIALOG | VIEW_SECRET, .close = secret_close, .changed = secret_changed,
	.key = secret_key, .draw = secret_draw, .say = secret_say,
};

bool secret_open(struct stack *s)
{
	struct view *v = stack_dialog(s, &secret_page_view);
	if (v)
		view_watch(v, vaults_subject(v->app->vaults));
	return v != NULL;
}
