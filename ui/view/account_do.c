/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with an account of the vault: rename, export, forget. Each is a walk of questions that may outlive the view,
 * so a walk holds the app and the account's id, never the view. */
#include "ui/view/account_do.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "model/app.h"
#include "model/vaults.h"
#include "model/vaults_hold.h"
#include "model/wallet_follow.h"
#include "ui/view/secret.h"
#include "ui/widget/menu.h"
#include <stdio.h>
#include <stdlib.h>

struct walk {
	struct app *app;
	struct stack *stack;
	char address[64];
	uint32_t id;
	size_t choice;
	struct secret passphrase;
};

static struct walk *walk_new(struct view *v, const struct account *a)
{
	struct walk *w = mem_new(sizeof *w);
	*w = (struct walk){ .app = v->app, .stack = v->stack, .id = a->id };
	snprintf(w->address, sizeof w->address, "%s", a->address);
	return w;
}

static void walk_free(struct walk *w)
{
	secret_free(&w->passphrase);
	free(w);
}

static void toast(struct stack *s, enum tone tone, const char *text)
{
	struct front *front = stack_front(s);
	front->ops->toast(front->self, tone, text);
}

static void tell(struct stack *s, enum err e, const struct fault *f)
{
	struct str text = { 0 };
	str_adds(&text, err_message(e));
	if (f && *f->where)
		str_addf(&text, ": %s", f->where);
	toast(s, TONE_ERROR, str_c(&text));
	str_free(&text);
}

static void run(struct walk *w, enum cmd_id id, const char *first, const char *second, const char *third)
{
	const char *words[] = { first, second, third };
	char *argv[4] = { NULL };
	int argc = 0;
	while (argc < 3 && words[argc]) {
		argv[argc] = mem_strdup(words[argc]);
		argc++;
	}
	stack_run(w->stack, cmd_at(id), argc, argv);
	while (argc > 0)
		free(argv[--argc]);
}

static void named(void *arg, enum err e, const char *line)
{
	struct walk *w = arg;
	if (!e)
		run(w, C_RENAME, w->address, line, NULL);
	walk_free(w);
}

void account_do_rename(struct view *v, const struct account *a)
{
	struct front *front = stack_front(v->stack);
	front->ops->ask_line(front->self, _("Label of the account"), a->name, named, walk_new(v, a));
}

/* -- the secret -- */

static const char *const forms[] = { "", "pubsec", "wif", "ewif", "json", "seed", "nacl", "pem" };

static void revealed(void *arg, enum err e, const struct fault *f)
{
	struct walk *w = arg;
	if (e)
		tell(w->stack, e, f);
	else if (!secret_open(w->stack))
		vaults_cover(w->app->vaults);
	walk_free(w);
}

static void reveal(struct walk *w)
{
	struct secret copy = secret_copy(w->passphrase.p, w->passphrase.n);
	toast(w->stack, TONE_INFO, _("opening the vault, this takes a moment"));
	vaults_reveal(w->app->vaults, w->id, &copy, revealed, w);
}

static void unlocked(void *arg, enum err e, const struct fault *f)
{
	struct walk *w = arg;
	if (!e) {
		reveal(w);
		return;
	}
	tell(w->stack, e, f);
	walk_free(w);
}

/* The passphrase is typed again even when the vault is open; a closed one is opened by it. */
static void typed(void *arg, enum err e, struct secret *s)
{
	struct walk *w = arg;
	struct secret copy;
	if (e) {
		walk_free(w);
		return;
	}
	w->passphrase = secret_copy(s->p, s->n);
	if (vaults_state(w->app->vaults) == VAULTS_OPEN) {
		reveal(w);
		return;
	}
	copy = secret_copy(s->p, s->n);
	vaults_unlock(w->app->vaults, &copy, unlocked, w);
}

static void file_named(void *arg, enum err e, const char *line)
{
	struct walk *w = arg;
	if (!e && *line)
		run(w, C_KEY_EXPORT, w->address, forms[w->choice], line);
	walk_free(w);
}

static void form_chosen(void *arg, enum err e, size_t i)
{
	struct walk *w = arg;
	struct front *front = stack_front(w->stack);
	struct str name = { 0 };
	if (e) {
		walk_free(w);
		return;
	}
	w->choice = i;
	if (!i) {
		front->ops->ask_secret(front->self, _("Passphrase of the vault"), typed, w);
		return;
	}
	str_addf(&name, "%.10s.%s", w->address, forms[i]);
	front->ops->ask_line(front->self, _("Write the key to the file"), str_c(&name), file_named, w);
	str_free(&name);
}

void account_do_secret(struct view *v, const struct account *a)
{
	const char *items[] = { _("show what it was made from: words, password or seed"), _("a file: PubSec, for Cesium and Silkaj"), _("a file: WIF"),
		_("a file: EWIF, with a password"), _("a file: JSON of polkadot-js, with a password"), _("a file: the seed in digits"), _("a file: NaCl"),
		_("a file: PEM") };
	if (!a->id) {
		toast(v->stack, TONE_WARN, _("this account is only watched: its key is elsewhere"));
		return;
	}
	menu_open(v->stack, _("Its secret"), items, sizeof items / sizeof *items, 0, form_chosen, walk_new(v, a));
}

/* -- the revocation document -- */

static void document_chosen(void *arg, enum err e, size_t i)
{
	struct walk *w = arg;
	if (!e)
		run(w, C_REVOCATION, i ? "make" : "show", w->address, NULL);
	walk_free(w);
}

void account_do_document(struct view *v, const struct account *a)
{
	const char *items[] = { _("show the one that is kept"), _("make it now, and keep it") };
	menu_open(v->stack, _("Revocation document"), items, 2, 0, document_chosen, walk_new(v, a));
}

/* -- forgetting -- */

static void forgotten(void *arg, enum err e)
{
	struct walk *w = arg;
	struct fault f = { 0 };
	struct view *top = stack_top(w->stack);
	int at = e ? -1 : wallet_find(w->app->wallet, slice_of(w->address));
	if (at >= 0)
		e = wallet_unwatch(w->app->wallet, (size_t)at, &f);
	if (e && e != E_CANCELLED)
		tell(w->stack, e, &f);
	else if (!e && top && !strcmp(top->ops->name, "account"))
		stack_close(w->stack, top);
	walk_free(w);
}

void account_do_forget(struct view *v, const struct account *a)
{
	struct front *front = stack_front(v->stack);
	struct walk *w = walk_new(v, a);
	if (a->id) {
		run(w, C_KEY_FORGET, w->address, NULL, NULL);
		walk_free(w);
		return;
	}
	front->ops->ask(front->self, &(struct question){ .title = _("Forget this account"),
	                .text = _("It is only watched: its money stays where it is, and it can be watched again.") }, forgotten, w);
}
