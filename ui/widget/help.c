/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "?": what can be done on the screen below, from the command table and the keymap in force. */
#include "base/i18n.h"
#include "cmd/keymap.h"
#include "model/app.h"
#include "ui/widget/pager.h"
#include "ui/widget/parts.h"
#include "ui/widget/views.h"

enum { KEY_W = 16, KEYS_SHOWN = 3 };

struct help {
	struct pager pager;
};

enum part { PART_HERE, PART_EVERYWHERE, PART_MOVING, PARTS };

static enum part part_of(const struct cmd *c, uint32_t contexts)
{
	if (c->contexts & contexts & ~(uint32_t)(IN_ALL | IN_LIST | IN_FORM))
		return PART_HERE;
	return c->flags & CMD_UNLISTED || c->contexts & (IN_LIST | IN_FORM) ? PART_MOVING : PART_EVERYWHERE;
}

/* What a command list is about: a screen that is open, or one by name; both NULL: none. */
struct about {
	const struct view *view;
	const struct view_ops *ops;
	uint32_t contexts;
};

static bool offered(const struct about *a, enum cmd_id id)
{
	if (!(cmd_at(id)->contexts & (a->contexts | IN_ALL)))
		return false;
	return a->view ? view_offers(a->view, id) : !a->ops || view_understands(a->ops, id);
}

static void add_commands(struct view *v, const struct about *a, enum part part)
{
	static const char *const titles[PARTS] = { N_("On this screen"), N_("Everywhere"), N_("Moving about") };
	struct help *h = v->priv;
	bool first = true;

	for (int i = 0; i < CMD_COUNT; i++) {
		const struct cmd *c = cmd_at((enum cmd_id)i);
		struct str keys = { 0 }, text = { 0 };

		if (!offered(a, (enum cmd_id)i) || part_of(c, a->contexts) != part)
			continue;
		if (v->app->keymap)
			keymap_keys(v->app->keymap, a->contexts, (enum cmd_id)i, KEYS_SHOWN, &keys);
		/* What has no key is in the palette, which this list does not repeat. */
		if (keys.n) {
			if (first && h->pager.lines.n)
				pager_add(&h->pager, ROLE_TEXT, (struct slice){ "", 0 });
			if (first)
				pager_add(&h->pager, ROLE_TITLE, slice_of(_(titles[part])));
			first = false;
			str_adds(&text, _(c->help));
			if (v->app->readonly && c->danger >= ASK)
				str_addf(&text, " (%s)", _("refused: read-only"));
			pager_add_item(&h->pager, ROLE_KEY, slice_str(&keys), KEY_W, ROLE_TEXT, slice_str(&text));
		}
		str_free(&keys);
		str_free(&text);
	}
}

static enum err help_open(struct view *v, int argc, char *const *argv)
{
	struct help *h = v->priv;
	struct frame *below = stack_below(v->stack);
	struct about a = { .ops = argc > 0 ? stack_ops(v->stack, argv[0]) : NULL };
	struct str title = { 0 };
	const char *about = NULL;

	if (argc > 0 && !a.ops)
		return E_NOT_FOUND;
	if (a.ops) {
		a.contexts = a.ops->context;
		about = _(a.ops->title);
	} else if (below) {
		a.view = &below->v;
		a.contexts = stack_contexts(&below->v);
		about = stack_title(&below->v);
	}
	if (about && *about) {
		str_addf(&title, _("Help: %s"), about);
		v->title = str_take(&title);
	}
	for (enum part p = PART_HERE; p < PARTS; p++)
		add_commands(v, &a, p);
	pager_add(&h->pager, ROLE_TEXT, SLICE(""));
	pager_add(&h->pager, ROLE_TEXT, slice_of(_("Any command can also be typed: press : and type a part of its name or of what it does.")));
	pager_add(&h->pager, ROLE_TEXT, slice_of(_("While a text field has the focus letters are text: only Esc, Enter, Tab, F-, Ctrl- and Alt-keys command.")));
	pager_add(&h->pager, ROLE_TEXT, slice_of(_("With the mouse on, hold Shift to select text.")));
	return E_OK;
}

static void help_close(struct view *v)
{
	struct help *h = v->priv;

	pager_free(&h->pager);
}

static unsigned help_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	struct help *h = v->priv;

	if (id == C_HELP && !argc)
		return VIEW_HANDLED | VIEW_CLOSE;
	if (id == C_FILTER && argc > 0) {
		pager_filter(&h->pager, slice_of(argv[0]));
		return VIEW_HANDLED | VIEW_STALE;
	}
	return pager_command(&h->pager, id);
}

static unsigned help_key(struct view *v, const struct keystroke *k)
{
	struct help *h = v->priv;

	return pager_key(&h->pager, k);
}

static void help_draw(struct view *v, struct grid *g, struct rect r)
{
	struct help *h = v->priv;

	pager_draw(&h->pager, g, (struct rect){ r.y, r.x + 1, r.h, r.w - 1 }, true);
}

static void help_say(struct view *v, struct str *out)
{
	struct help *h = v->priv;

	pager_say(&h->pager, out);
}

const struct view_ops help_view = {
	.name = "help", .title = N_("Help"), .flags = VIEW_FILTER, .context = IN_HELP, .priv_size = sizeof(struct help),
	.open = help_open, .close = help_close, .command = help_command, .key = help_key, .draw = help_draw, .say = help_say,
};
