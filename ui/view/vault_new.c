/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes the vault, or changes its passphrase. The derivation runs on a thread for a second or more; the view may be closed
 * meanwhile, so the answer finds it through a link that outlives it. */
#include "ui/view/vault_new.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/app.h"
#include "model/demo.h"
#include "model/vaults.h"
#include "model/vaults_advice.h"
#include "model/world.h"
#include "ui/view/unlock.h"
#include "ui/view/view_list.h"
#include "ui/widget/form.h"

enum { LEAST = 8 };

/* What waits for the work thread, apart from the view, which may be gone by then. */
struct waiting {
	struct view *v;                      /* NULL once it was closed */
	void (*fn)(void *arg, enum err e);
	void *arg;
};

struct vault_new {
	struct form form;
	struct waiting *waiting;
	bool change;                         /* another passphrase for the vault that is there */
	bool working;
	bool sandbox;                        /* an easy passphrase is proposed */
	struct str shared;                   /* why others here could take the keys; "" */
};

static bool check_first(struct form *f, size_t i, struct str *why)
{
	const struct secret *s = &f->values[i].edit.hidden;
	if (!s->n)
		return false;
	if (s->n < LEAST)
		str_addf(why, ngettext("at least %d character", "at least %d characters", LEAST), LEAST);
	return s->n >= LEAST;
}

static bool check_again(struct form *f, size_t i, struct str *why)
{
	const struct secret *a = &form_value(f, "first")->edit.hidden, *b = &f->values[i].edit.hidden;
	if (!b->n)
		return false;
	bool same = a->n == b->n && !memcmp(a->p, b->p, a->n);
	if (!same)
		str_adds(why, _("this is not the same"));
	return same;
}

static bool check_old(struct form *f, size_t i, struct str *why)
{
	(void)why;
	return f->values[i].edit.hidden.n > 0;
}

static bool proposed(struct form *f)
{
	const struct vault_new *p = f->arg;
	const struct secret *s = &form_value(f, "first")->edit.hidden;
	return p->sandbox && s->n == strlen(demo_passphrase) && !memcmp(s->p, demo_passphrase, s->n);
}

static bool shown_again(struct form *f, size_t i)
{
	(void)i;
	return !proposed(f);
}

static bool shown_old(struct form *f, size_t i)
{
	(void)i;
	return ((const struct vault_new *)f->arg)->change;
}

static void note_bits(struct form *f, size_t i, struct str *out)
{
	const struct secret *s = &f->values[i].edit.hidden;
	unsigned bits = vaults_estimate((struct slice){ (const char *)s->p, s->n });
	if (s->n)
		/* TR: how hard a passphrase is to guess */
		str_addf(out, _("about %u bits"), bits);
}

static const struct field fields[] = {
	{ .name = "old", .label = N_("Present"), .kind = FIELD_SECRET, .check = check_old, .shown = shown_old },
	{ .name = "first", .label = N_("Passphrase"), .kind = FIELD_SECRET, .check = check_first, .width = 40, .note = note_bits,
	  .hint = N_("F5 draws six words by chance, Alt-r shows what is typed") },
	{ .name = "again", .label = N_("Once more"), .kind = FIELD_SECRET, .check = check_again, .shown = shown_again },
};

static void done(void *arg, enum err e, const struct fault *f)
{
	struct waiting *w = arg;
	struct view *v = w->v;
	struct str s = { 0 };
	if (v) {
		struct vault_new *p = v->priv;
		struct front *front = stack_front(v->stack);
		p->working = false;
		p->waiting = NULL;
		str_adds(&s, e ? err_message(e) : p->change ? _("the passphrase was changed") : _("the vault was made"));
		if (e && f && *f->where)
			str_addf(&s, ": %s", f->where);
		front->ops->toast(front->self, e ? TONE_ERROR : TONE_OK, str_c(&s));
		stack_close(v->stack, v);
	}
	str_free(&s);
	if (w->fn)
		w->fn(w->arg, e);
	free(w);
}

static void begin(struct view *v)
{
	struct vault_new *p = v->priv;
	p->working = true;
	if (p->change)
		vaults_passphrase(v->app->vaults, &form_value(&p->form, "old")->edit.hidden, &form_value(&p->form, "first")->edit.hidden, done,
		                  p->waiting);
	else
		vaults_create(v->app->vaults, &form_value(&p->form, "first")->edit.hidden, done, p->waiting);
}

/* Words by chance, shown so that they can be learnt: they must be typed once more all the same. */
static void draw_words(struct vault_new *p)
{
	struct edit *e = &form_value(&p->form, "first")->edit;
	secret_cut(&e->hidden, 0);
	e->from = 0;
	vaults_propose(!strcmp(i18n_lang(), "fr"), &e->hidden);
	e->at = e->hidden.n;
	e->reveal = true;
}

static unsigned new_key(struct view *v, const struct keystroke *k)
{
	struct vault_new *p = v->priv;
	if (p->working)
		return VIEW_HANDLED;
	if (k->code == KEY_F5 && !k->mods) {
		draw_words(p);
		return VIEW_HANDLED | VIEW_STALE;
	}
	unsigned did = form_key(&p->form, k);
	if (did & FORM_DONE)
		begin(v);
	return did & (VIEW_HANDLED | VIEW_STALE);
}

static bool new_text(const struct view *v)
{
	const struct vault_new *p = v->priv;
	return !p->working && form_wants_text(&p->form);
}

static void words(const struct vault_new *p, struct str *out)
{
	if (p->sandbox) {
		/* TR: the passphrase that is proposed */
		str_addf(out, _("This is the sandbox: its money is worthless, so the passphrase may be as easy as the one proposed, %s. "
		                "Enter takes it; or type your own. Never use it for real money."), demo_passphrase);
		return;
	}
	str_adds(out, _("The passphrase protects all keys on this machine. When it is forgotten, only the written words of each account bring them back: "
	                "there is no other remedy."));
	if (p->shared.n)
		str_addf(out, "\n%s%s", str_c(&p->shared), _("Watching an address and signing on another machine need no key here."));
}

static void new_draw(struct view *v, struct grid *g, struct rect r)
{
	struct vault_new *p = v->priv;
	struct str s = { 0 };
	struct slice rest, line;
	int y = r.y;
	if (p->working) {
		grid_text(g, y, r.x + 1, r.w - 2, ROLE_TEXT, slice_of(_("Deriving the key, this takes a moment on purpose.")));
		return;
	}
	y += form_draw(&p->form, g, (struct rect){ r.y, r.x + 1, r.h, r.w - 2 }, true) + 1;
	words(p, &s);
	rest = slice_str(&s);
	while (y < r.y + r.h && rest.n && text_wrap(&rest, r.w - 2, &line))
		grid_text(g, y++, r.x + 1, r.w - 2, ROLE_WARN, line);
	str_free(&s);
}

static void new_size(struct view *v, int *h, int *w)
{
	const struct vault_new *p = v->priv;
	int need = p->shared.n && !p->sandbox ? 14 : 9 + p->change;
	*w = *w < 70 ? *w : 70;
	*h = *h < need || *w < 60 ? *h : need;
}

static void new_say(struct view *v, struct str *out)
{
	struct vault_new *p = v->priv;
	form_say(&p->form, out);
	words(p, out);
	str_addc(out, '\n');
}

static void new_close(struct view *v)
{
	struct vault_new *p = v->priv;
	struct waiting *w = p->waiting;
	form_free(&p->form);
	str_free(&p->shared);
	if (!w)
		return;
	w->v = NULL;
	if (p->working)
		return;
	if (w->fn)
		w->fn(w->arg, E_CANCELLED);
	free(w);
}

static const struct view_ops new_view = {
	.name = "vault-new", .title = N_("Make the vault"), .flags = VIEW_DIALOG | VIEW_SECRET, .context = IN_FORM,
	.priv_size = sizeof(struct vault_new), .close = new_close, .key = new_key, .wants_text = new_text, .draw = new_draw,
	.say = new_say, .size = new_size,
};

static void open_dialog(struct stack *s, bool change, void (*fn)(void *arg, enum err e), void *arg)
{
	struct view *v = stack_dialog(s, &new_view);
	if (!v) {
		if (fn)
			fn(arg, E_CANCELLED);
		return;
	}
	struct vault_new *p = v->priv;
	p->change = change;
	if (change)
		v->title = mem_strdup(_("Change the passphrase"));
	else
		vaults_shared(v->app->vaults, &p->shared);
	p->sandbox = !change && world_is_sandbox(v->app->world);
	p->waiting = mem_new(sizeof *p->waiting);
	*p->waiting = (struct waiting){ v, fn, arg };
	form_init(&p->form, fields, sizeof fields / sizeof *fields, p, s);
	if (p->sandbox) {
		struct edit *e = &form_value(&p->form, "first")->edit;
		secret_add(&e->hidden, demo_passphrase, strlen(demo_passphrase));
		e->at = e->hidden.n;
	}
}

void vault_ready_then(struct view *v, void (*fn)(void *arg, enum err e), void *arg)
{
	if (vaults_state(v->app->vaults) == VAULTS_NONE)
		open_dialog(v->stack, false, fn, arg);
	else
		unlock_then(v, fn, arg);
}

void vault_change(struct view *v)
{
	open_dialog(v->stack, true, NULL, NULL);
}
