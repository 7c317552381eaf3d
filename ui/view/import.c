/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A key from elsewhere, in two steps: what it is (words, file, identifier and password), then which of its accounts to keep.
 * The secret goes from the field straight to the model's guarded memory. The scan asks the chain which accounts have a history;
 * without a chain they are kept as "not known". */
#include "base/i18n.h"
#include "base/text.h"
#include "model/app.h"
#include "model/import.h"
#include "model/money.h"
#include "ui/view/view_list.h"
#include "ui/view/words.h"
#include "ui/widget/form.h"
#include "ui/widget/list.h"
#include "ui/widget/stack.h"

enum way { WAY_TEXT, WAY_BRAIN, WAY_FILE };

/* First the secret, then the accounts that could come from it. */
struct import_priv {
	struct form form;
	struct list list;
	struct import *import;
	bool found, working;
	struct str trouble;      /* what is wrong with the words */
	struct bip39_trouble near; /* the words that may have been meant: near the secret, so never in a str */
};

static const char *const ways[] = { N_("words, seed or key as text"), N_("identifier and password"), N_("a file"), NULL };

static enum way way_of(struct form *f)
{
	return (enum way)form_value(f, "way")->number;
}

static bool shown_text(struct form *f, size_t i)
{
	(void)i;
	return way_of(f) == WAY_TEXT;
}

static bool shown_brain(struct form *f, size_t i)
{
	(void)i;
	return way_of(f) == WAY_BRAIN;
}

static bool shown_file(struct form *f, size_t i)
{
	(void)i;
	return way_of(f) == WAY_FILE;
}

static bool shown_sealed(struct form *f, size_t i)
{
	(void)i;
	return way_of(f) != WAY_BRAIN;
}

static bool check_secret(struct form *f, size_t i, struct str *why)
{
	(void)why;
	return f->values[i].edit.hidden.n > 0;
}

static bool check_path(struct form *f, size_t i, struct str *why)
{
	(void)why;
	return f->values[i].edit.text.n > 0;
}

static size_t levels(void)
{
	size_t n = 0;
	while (brain_level_at(n))
		n++;
	return n;
}

static const char *strength(struct form *f, size_t i, size_t k)
{
	(void)f;
	(void)i;
	const struct brain_level *l = brain_level_at(k);
	return l ? l->name : k == levels() ? _("custom") : NULL;
}

static bool shown_custom(struct form *f, size_t i)
{
	(void)i;
	return way_of(f) == WAY_BRAIN && form_value(f, "strength")->number == levels();
}

static bool check_custom(struct form *f, size_t i, struct str *why)
{
	struct brain_level l;
	if (!f->values[i].edit.text.n)
		return false;
	if (!brain_level_parse(edit_text(&f->values[i].edit), &l))
		return true;
	str_adds(why, _("three numbers of scrypt: N,r,p, where N is a power of two"));
	return false;
}

static const struct field fields[] = {
	{ .name = "way", .label = N_("From"), .kind = FIELD_CHOICE, .choices = ways },
	{ .name = "text", .label = N_("Key"), .kind = FIELD_SECRET, .check = check_secret, .shown = shown_text,
	  .hint = N_("words, 0x seed, PubSec, WIF, JSON, nsec ...; Alt-r shows it") },
	{ .name = "identifier", .label = N_("Identifier"), .kind = FIELD_SECRET, .check = check_secret, .shown = shown_brain },
	{ .name = "pass", .label = N_("Password"), .kind = FIELD_SECRET, .check = check_secret, .shown = shown_brain },
	{ .name = "strength", .label = N_("Strength"), .kind = FIELD_CHOICE, .choice = strength, .shown = shown_brain,
	  .hint = N_("Cesium's strengths; nearly everybody has the usual one") },
	{ .name = "custom", .label = N_("N,r,p"), .kind = FIELD_TEXT, .check = check_custom, .shown = shown_custom },
	{ .name = "file", .label = N_("File"), .kind = FIELD_TEXT, .check = check_path, .shown = shown_file },
	{ .name = "sealed", .label = N_("Its password"), .kind = FIELD_SECRET, .shown = shown_sealed,
	  .hint = N_("only for files and keys that are sealed by one") },
};

static const struct import_choice *choice(void *arg, size_t i)
{
	return import_at(((struct import_priv *)((struct view *)arg)->priv)->import, i);
}

static size_t count(void *arg)
{
	return import_count(((struct import_priv *)((struct view *)arg)->priv)->import);
}

static const char *used_words(const struct import_choice *c, enum role *role)
{
	*role = ROLE_DIM;
	switch (c->used) {
	case IMPORT_USED: *role = ROLE_OK; return _("used");
	case IMPORT_UNUSED: return _("never used");
	case IMPORT_ASKING: *role = ROLE_STALE; return _("asking");
	default: return _("not known");
	}
}

static void row(void *arg, size_t i, struct grid *g, struct rect r, bool on)
{
	const struct import_choice *c = choice(arg, i);
	struct str s = { 0 };
	enum role role;
	const char *used = used_words(c, &role);
	(void)on;
	int x = r.x + grid_put(g, r.y, r.x, 4, ROLE_TEXT, "[%c] ", c->chosen ? 'x' : ' ');
	words_short(&s, c->address, 8, 6);
	x += grid_text(g, r.y, x, r.x + r.w - x, c->chosen ? ROLE_STRONG : ROLE_TEXT, slice_str(&s)) + 1;
	str_cut(&s, 0);
	if (c->used == IMPORT_USED) {
		money_g1(&s, c->balance_c, false);
		str_adds(&s, " Ğ1");
	} else {
		str_adds(&s, used);
	}
	int w = text_width(slice_str(&s));
	grid_text(g, r.y, r.x + r.w - w, w, c->used == IMPORT_USED ? ROLE_AMOUNT : role, slice_str(&s));
	str_cut(&s, 0);
	if (strcmp(import_kind(((struct import_priv *)((struct view *)arg)->priv)->import), "address"))
		str_addf(&s, "%s %s%s", c->scheme, *c->path ? c->path : _("root"), c->usual ? ", " : "");
	if (c->usual && s.n)
		str_adds(&s, _("the usual one"));
	if (*c->strength)
		/* TR: one of Cesium's strengths of identifier and password: "simple", "secure", "hardest" */
		str_addf(&s, ", %s %s", _("strength"), c->strength);
	if (c->latin1)
		str_addf(&s, ", %s", _("as the first Cesium² read letters"));
	if (r.x + r.w - w - x > 8)
		grid_field(g, r.y, x, r.x + r.w - w - x - 1, false, ROLE_DIM, slice_str(&s));
	/* An identity may be written in any direction: never beside the balance. */
	if (*c->identity && r.h > 1)
		grid_text(g, r.y + 1, r.x + 4, r.w - 4, ROLE_PROVEN, slice_of(c->identity));
	str_free(&s);
}

static int height(void *arg, size_t i)
{
	return *choice(arg, i)->identity ? 2 : 1;
}

static void say(void *arg, size_t i, struct str *out)
{
	const struct import_choice *c = choice(arg, i);
	enum role role;
	str_addf(out, "[%c] %s, %s, %s", c->chosen ? 'x' : ' ', c->address, *c->path ? c->path : _("root"), used_words(c, &role));
	if (c->used == IMPORT_USED) {
		str_adds(out, ", ");
		money_g1(out, c->balance_c, false);
		str_adds(out, " Ğ1");
	}
	if (*c->identity)
		str_addf(out, ", %s", c->identity);
}

static const struct list_ops rows = { .count = count, .height = height, .row = row, .say = say };

static enum err import_open(struct view *v, int argc, char *const *argv)
{
	struct import_priv *p = v->priv;
	(void)argc;
	(void)argv;
	form_init(&p->form, fields, sizeof fields / sizeof *fields, p, v->stack);
	list_init(&p->list, &rows, v, 0);
	p->import = import_new(v->app);
	view_watch(v, import_subject(p->import));
	return E_OK;
}

static void import_close(struct view *v)
{
	struct import_priv *p = v->priv;
	form_free(&p->form);
	list_free(&p->list);
	str_free(&p->trouble);
	import_free(p->import);
}

static void tell(struct view *v, enum err e, const struct fault *f)
{
	front_fault(stack_front(v->stack), TONE_ERROR, e, f);
}

/* The import goes with the view, and its callbacks with it. */
static void have(void *arg, enum err e, const struct fault *f, const struct bip39_trouble *t)
{
	struct view *v = arg;
	struct import_priv *p = v->priv;
	p->working = false;
	str_cut(&p->trouble, 0);
	p->near = (struct bip39_trouble){ 0 };
	if (!e) {
		p->found = true;
		return;
	}
	tell(v, e, f);
	if (t && t->word) {
		/* TR: the number of a word of a phrase */
		str_addf(&p->trouble, _("Word %zu is in no list."), t->word);
		p->near = *t;
	} else if (t && t->words) {
		str_addf(&p->trouble, ngettext("%zu word was read.", "%zu words were read.", (unsigned long)t->words), t->words);
	}
}

static void read_key(struct view *v)
{
	struct import_priv *p = v->priv;
	struct secret text = secret_new(64), password = secret_new(64);
	const struct secret *a = &form_value(&p->form, "identifier")->edit.hidden, *b = &form_value(&p->form, "pass")->edit.hidden;
	const struct secret *sealed = &form_value(&p->form, "sealed")->edit.hidden, *typed = &form_value(&p->form, "text")->edit.hidden;
	const struct brain_level *level = NULL;
	struct brain_level custom;
	struct fault f = { 0 };
	enum err e = E_OK;
	switch (way_of(&p->form)) {
	case WAY_TEXT: secret_add(&text, typed->p, typed->n); break;
	case WAY_BRAIN:
		secret_add(&text, a->p, a->n);
		secret_add(&text, "\n", 1);
		secret_add(&text, b->p, b->n);
		level = brain_level_at(form_value(&p->form, "strength")->number);
		if (!level && !brain_level_parse(form_text(&p->form, "custom"), &custom))
			level = &custom;
		break;
	case WAY_FILE: e = secret_read_file(str_c(&form_value(&p->form, "file")->edit.text), &text, 1 << 16, &f); break;
	}
	if (way_of(&p->form) != WAY_BRAIN && sealed->n)
		secret_add(&password, sealed->p, sealed->n);
	if (e) {
		tell(v, e, &f);
	} else {
		p->working = true;
		import_read(p->import, &text, &password, level, have, v);
	}
	secret_free(&text);
	secret_free(&password);
}

static void labelled(void *arg, enum err e, const char *label)
{
	struct view *v = arg;
	struct fault f = { 0 };
	/* Cancelled may mean that the view is gone. */
	if (e)
		return;
	struct import_priv *p = v->priv;
	struct front *front = stack_front(v->stack);
	e = import_keep(p->import, label, &f);
	if (e) {
		tell(v, e, &f);
		return;
	}
	front->ops->toast(front->self, TONE_OK, _("The account is kept."));
	stack_close(v->stack, v);
}

/* What the chain says of what is chosen; "" when nothing has to be said. */
static const char *verdict_words(const struct import *i, enum role *role)
{
	*role = ROLE_WARN;
	switch (import_verdict(i)) {
	case IMPORT_BUSY: *role = ROLE_STALE; return _("Asking the chain which of these accounts were used.");
	case IMPORT_NOT_KNOWN: *role = ROLE_STALE; return _("No node answers: whether these accounts were ever used is not known.");
	case IMPORT_OTHER_USED: return _("Unused account: nothing was ever paid to or from what is chosen. Others below were used.");
	case IMPORT_NONE_USED: return _("Unused account: nothing was ever paid to or from any of these. Is the password right?");
	default: return "";
	}
}

static void ask_label(struct view *v)
{
	struct front *front = stack_front(v->stack);
	front->ops->ask_line(front->self, _("Label of the account"), "", labelled, v);
}

static void unused_too(void *arg, enum err e)
{
	if (!e)
		ask_label(arg);
}

/* What was never used is only kept by somebody who heard it. */
static void keep(struct view *v)
{
	struct import_priv *p = v->priv;
	struct front *front = stack_front(v->stack);
	enum role role;
	enum import_verdict verdict = import_verdict(p->import);
	if (verdict == IMPORT_OTHER_USED || verdict == IMPORT_NONE_USED)
		front->ops->ask(front->self, &(struct question){ .title = _("Unused account"), .text = verdict_words(p->import, &role) }, unused_too, v);
	else
		ask_label(v);
}

static unsigned import_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	struct import_priv *p = v->priv;
	size_t i = list_at(&p->list);
	(void)argc;
	(void)argv;
	if (!p->found)
		return 0;
	if ((id == C_MARK || id == C_ENTER) && i != LIST_NONE) {
		import_choose(p->import, i, !choice(v, i)->chosen);
		return VIEW_HANDLED | VIEW_STALE;
	}
	if (id == C_KEEP) {
		keep(v);
		return VIEW_HANDLED | VIEW_STALE;
	}
	return list_command(&p->list, id);
}

static unsigned import_key(struct view *v, const struct keystroke *k)
{
	struct import_priv *p = v->priv;
	if (p->working)
		return k->code == KEY_ESC ? 0 : VIEW_HANDLED;
	if (p->found)
		return list_key(&p->list, k) & ~(unsigned)LIST_ACTIVATE;
	unsigned did = form_key(&p->form, k);
	if (did & FORM_DONE)
		read_key(v);
	return did & (VIEW_HANDLED | VIEW_STALE);
}

static bool import_text(const struct view *v)
{
	const struct import_priv *p = v->priv;
	return !p->found && !p->working && form_wants_text(&p->form);
}

static uint32_t import_contexts(const struct view *v)
{
	return ((const struct import_priv *)v->priv)->found ? IN_IMPORT | IN_LIST : IN_FORM;
}

static int paragraph(struct grid *g, struct rect r, int y, enum role role, const char *text)
{
	struct slice rest = slice_of(text), line;
	while (y < r.y + r.h && rest.n && text_wrap(&rest, r.w - 2, &line))
		grid_text(g, y++, r.x + 1, r.w - 2, role, line);
	return y;
}

/* Names that people know them by; file formats are called as they are. */
static const char *kind_words(const char *kind)
{
	static const struct { const char *kind, *words; } kinds[] = {
		{ "mnemonic", N_("words") }, { "suri", N_("words or a seed with a path") }, { "salt", N_("identifier and password") },
		{ "seed", N_("a seed") }, { "address", N_("an address") }, { "pubsec", "PubSec" }, { "wif", "WIF" }, { "ewif", "EWIF" },
		{ "nacl", "NaCl" }, { "jwk", "JWK" }, { "pem", "PEM" }, { "json", "JSON" },
	};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (!strcmp(kinds[i].kind, kind))
			return _(kinds[i].words);
	return kind;
}

static int draw_near(const struct import_priv *p, struct grid *g, struct rect r, int y)
{
	if (!p->near.nears)
		return y;
	int x = r.x + 1 + grid_text(g, y, r.x + 1, r.w - 2, ROLE_ERROR, slice_of(_("Perhaps:"))) + 1;
	for (size_t i = 0; i < p->near.nears && x < r.x + r.w; i++)
		x += grid_text(g, y, x, r.x + r.w - x, ROLE_SECRET, slice_of(bip39_word(p->near.lang, p->near.near[i]))) + 2;
	return y + 1;
}

static void import_draw(struct view *v, struct grid *g, struct rect r)
{
	struct import_priv *p = v->priv;
	int y = r.y;
	if (p->working) {
		paragraph(g, r, y, ROLE_TEXT, _("Deriving the keys, this takes a moment."));
	} else if (!p->found) {
		y = paragraph(g, r, y, ROLE_TEXT, _("The key is read here and never leaves this machine. Nothing is kept before you say so.")) + 1;
		y = paragraph(g, r, y, ROLE_ERROR, str_c(&p->trouble));
		y = draw_near(p, g, r, y);
		form_draw(&p->form, g, (struct rect){ y, r.x + 1, r.y + r.h - y, r.w - 2 }, true);
	} else {
		struct str kind = { 0 };
		/* TR: a kind of key: "read as mnemonic" */
		str_addf(&kind, _("Read as %s."), kind_words(import_kind(p->import)));
		y = paragraph(g, r, y, ROLE_DIM, str_c(&kind));
		str_free(&kind);
		if (import_known_to_all(p->import))
			y = paragraph(g, r, y, ROLE_ERROR, _("Everybody knows this phrase: it is for tests, never for real money."));
		y = paragraph(g, r, y, ROLE_WARN, import_note(p->import));
		enum role role;
		const char *words = verdict_words(p->import, &role);
		y = paragraph(g, r, y, role, words);
		y = paragraph(g, r, y, ROLE_TEXT, _("Space chooses accounts, y keeps the chosen ones."));
		list_draw(&p->list, g, (struct rect){ y, r.x, r.y + r.h - y, r.w }, true);
	}
}

static void import_say(struct view *v, struct str *out)
{
	struct import_priv *p = v->priv;
	if (!p->found) {
		form_say(&p->form, out);
		return;
	}
	enum role role;
	if (*import_note(p->import))
		str_addf(out, "%s\n", import_note(p->import));
	const char *words = verdict_words(p->import, &role);
	if (*words)
		str_addf(out, "%s\n", words);
	list_say(&p->list, out, 100);
}

const struct view_ops import_view = {
	.name = "import",
	.title = N_("Bring a key"),
	.flags = VIEW_SECRET | VIEW_MARK,
	.priv_size = sizeof(struct import_priv),
	.open = import_open,
	.close = import_close,
	.command = import_command,
	.key = import_key,
	.wants_text = import_text,
	.contexts = import_contexts,
	.draw = import_draw,
	.say = import_say,
};
