/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New words: chosen length and language, shown once, typed back, kept. The words stay in the import model's secret memory; here
 * are only the form's answers, which are compared there. VIEW_SECRET wipes the private part when it closes. */
#include "base/i18n.h"
#include "base/text.h"
#include "model/app.h"
#include "model/import.h"
#include "model/import_fresh.h"
#include "ui/view/secret.h"
#include "ui/view/view_list.h"
#include "ui/widget/form.h"
#include "ui/widget/stack.h"

enum stage { STAGE_CHOOSE, STAGE_SHOW, STAGE_BACK };

/* The words are the import's own; they are only ever drawn in the role "secret", which is wiped when left and never dumped. */
struct create {
	enum stage stage;
	struct form choose, back;
	struct import *import;
	unsigned bits;
	struct fault fault;
};

static const char *const lengths[] = { N_("12 words"), N_("24 words"), N_("15 words"), N_("18 words"), N_("21 words"), NULL };
static const size_t counts[] = { 12, 24, 15, 18, 21 };
static const char *const languages[] = { N_("English"), N_("French"), NULL };

static const struct field choose_fields[] = {
	{ .name = "length", .label = N_("Length"), .kind = FIELD_CHOICE, .choices = lengths, .hint = N_("12 words are enough; Enter goes on") },
	{ .name = "language", .label = N_("Language"), .kind = FIELD_CHOICE, .choices = languages,
	  .hint = N_("other wallets mostly know English; Enter shows the words") },
};

static bool check_back(struct form *f, size_t i, struct str *why)
{
	struct create *p = f->arg;
	const struct secret *s = &f->values[i].edit.hidden;
	size_t wrong = 0;
	if (!s->n)
		return false;
	if (import_typed_back(p->import, (struct slice){ (const char *)s->p, s->n }, &wrong))
		return true;
	if (wrong)
		/* TR: the number of a word that was typed wrongly */
		str_addf(why, _("word %zu is another one"), wrong);
	return false;
}

static bool check_label(struct form *f, size_t i, struct str *why)
{
	(void)why;
	return slice_trim(edit_text(&f->values[i].edit)).n > 0;
}

static const struct field back_fields[] = {
	{ .name = "words", .label = N_("Words"), .kind = FIELD_SECRET, .check = check_back, .hint = N_("from your paper, with blanks between; Alt-r shows them") },
	{ .name = "label", .label = N_("Label"), .kind = FIELD_TEXT, .check = check_label, .hint = N_("how you call this account; Enter keeps it") },
};

static enum err create_open(struct view *v, int argc, char *const *argv)
{
	struct create *p = v->priv;
	(void)argc;
	(void)argv;
	form_init(&p->choose, choose_fields, sizeof choose_fields / sizeof *choose_fields, p, v->stack);
	form_init(&p->back, back_fields, sizeof back_fields / sizeof *back_fields, p, v->stack);
	p->import = import_new(v->app);
	view_watch(v, import_subject(p->import));
	return E_OK;
}

static void create_close(struct view *v)
{
	struct create *p = v->priv;
	form_free(&p->choose);
	form_free(&p->back);
	import_free(p->import);
}

static void tell(struct view *v, enum err e, const struct fault *f)
{
	front_fault(stack_front(v->stack), TONE_ERROR, e, f);
}

static void generate(struct view *v)
{
	struct create *p = v->priv;
	size_t length = form_value(&p->choose, "length")->number;
	enum bip39_lang lang = form_value(&p->choose, "language")->number ? BIP39_FR : BIP39_EN;
	enum err e = import_generate(p->import, counts[length < 5 ? length : 0], lang, &p->bits);
	if (e)
		tell(v, e, &p->fault);
	else
		p->stage = STAGE_SHOW;
}

static void keep(struct view *v)
{
	struct create *p = v->priv;
	struct fault f = { 0 };
	struct slice label = slice_trim(form_text(&p->back, "label"));
	char *text = mem_strndup(label.p, label.n);
	enum err e = import_keep(p->import, text, &f);
	free(text);
	if (e) {
		tell(v, e, &f);
		return;
	}
	struct front *front = stack_front(v->stack);
	front->ops->toast(front->self, TONE_OK, _("The account is kept. Keep the paper with its words safe."));
	stack_close(v->stack, v);
}

static unsigned create_key(struct view *v, const struct keystroke *k)
{
	struct create *p = v->priv;
	unsigned did;
	switch (p->stage) {
	case STAGE_CHOOSE:
		did = form_key(&p->choose, k);
		if (did & FORM_DONE)
			generate(v);
		return did & (VIEW_HANDLED | VIEW_STALE);
	case STAGE_SHOW:
		if (k->code != KEY_ENTER || k->mods)
			return 0;
		p->stage = STAGE_BACK;
		return VIEW_HANDLED | VIEW_STALE;
	default:
		/* Back to the words, as often as it takes. */
		if (k->code == KEY_F5) {
			p->stage = STAGE_SHOW;
			return VIEW_HANDLED | VIEW_STALE;
		}
		did = form_key(&p->back, k);
		if (did & FORM_DONE)
			keep(v);
		return did & (VIEW_HANDLED | VIEW_STALE);
	}
}

static bool create_text(const struct view *v)
{
	const struct create *p = v->priv;
	return p->stage == STAGE_BACK && form_wants_text(&p->back);
}

static int paragraph(struct grid *g, struct rect r, int y, enum role role, const char *text)
{
	struct slice rest = slice_of(text), line;
	while (y < r.y + r.h && rest.n && text_wrap(&rest, r.w - 2, &line))
		grid_text(g, y++, r.x + 1, r.w - 2, role, line);
	return y;
}

static void draw_show(const struct create *p, struct grid *g, struct rect r)
{
	struct str s = { 0 };
	int y = r.y;
	y = paragraph(g, r, y, ROLE_STRONG, _("Write these words on paper, in this order. Whoever has them has the money; without them nobody can bring it back."));
	if (getenv("TMUX"))
		y = paragraph(g, r, y, ROLE_WARN, _("You are in tmux: others attached to it see this, and its history may keep it."));
	y = secret_words(g, r, y + (r.h > 12), import_phrase(p->import)) + (r.h > 12);
	str_addf(&s, _("%u bits of chance. Enter when they are written; they must be typed back."), p->bits);
	paragraph(g, r, y, ROLE_DIM, str_c(&s));
	str_free(&s);
}

static void create_draw(struct view *v, struct grid *g, struct rect r)
{
	struct create *p = v->priv;
	int y;
	switch (p->stage) {
	case STAGE_CHOOSE:
		y = paragraph(g, r, r.y, ROLE_TEXT, _("A new account comes from words made by chance. They are shown once, to be written down.")) + 1;
		form_draw(&p->choose, g, (struct rect){ y, r.x + 1, r.y + r.h - y, r.w - 2 }, true);
		break;
	case STAGE_SHOW: draw_show(p, g, r); break;
	case STAGE_BACK:
		y = paragraph(g, r, r.y, ROLE_TEXT, _("Type the words from your paper. F5 shows them again.")) + 1;
		form_draw(&p->back, g, (struct rect){ y, r.x + 1, r.y + r.h - y, r.w - 2 }, true);
		break;
	}
}

/* A secret never goes into a str, and a reader may speak aloud: the line mode does not tell the words. */
static void create_say(struct view *v, struct str *out)
{
	struct create *p = v->priv;
	if (p->stage == STAGE_CHOOSE)
		form_say(&p->choose, out);
	else if (p->stage == STAGE_BACK)
		form_say(&p->back, out);
	else
		str_addf(out, "%s\n", _("The words are only shown on the full screen: start vigie without --plain to write them down."));
}

const struct view_ops create_view = {
	.name = "create",
	.title = N_("New account"),
	.flags = VIEW_SECRET,
	.context = IN_FORM,
	.priv_size = sizeof(struct create),
	.open = create_open,
	.close = create_close,
	.key = create_key,
	.wants_text = create_text,
	.draw = create_draw,
	.say = create_say,
};
