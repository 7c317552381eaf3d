/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "add account": what it shall be, then the vault, then the screen that does it; watching needs no vault. */
#include "base/i18n.h"
#include "codec/payuri.h"
#include "model/address_words.h"
#include "model/app.h"
#include "model/wallet.h"
#include "model/wallet_follow.h"
#include "ui/view/add.h"
#include "ui/view/vault_new.h"
#include "ui/widget/menu.h"
#include "ui/widget/stack.h"

enum choice { ADD_NEW, ADD_KEY, ADD_WATCH };

/* One walk through the questions; it may outlive the view that began it. */
struct adding {
	struct app *app;
	struct stack *stack;
	struct view *view;
	enum choice choice;
	unsigned char pub[32];
};

static void toast(struct stack *s, enum tone tone, const char *text)
{
	struct front *front = stack_front(s);
	front->ops->toast(front->self, tone, text);
}

static void ready(void *arg, enum err e)
{
	struct adding *a = arg;
	if (!e)
		stack_open(a->stack, a->choice == ADD_NEW ? "create" : "import", 0, NULL);
	free(a);
}

static void labelled(void *arg, enum err e, const char *label)
{
	struct adding *a = arg;
	struct fault f = { 0 };
	if (!e)
		e = wallet_watch(a->app->wallet, a->pub, label, &f);
	if (e && e != E_CANCELLED)
		toast(a->stack, TONE_ERROR, err_message(e));
	free(a);
}

static void ask_label(struct adding *a)
{
	struct front *front = stack_front(a->stack);
	front->ops->ask_line(front->self, _("Label of the account"), "", labelled, a);
}

static void looked_at(void *arg, enum err e)
{
	if (e)
		free(arg);
	else
		ask_label(arg);
}

static void addressed(void *arg, enum err e, const char *line)
{
	struct adding *a = arg;
	struct front *front = stack_front(a->stack);
	struct payuri u;
	if (e) {
		free(a);
		return;
	}
	e = payuri_read(slice_trim(slice_of(line)), &u);
	if (!e && !u.has_address)
		e = E_INVALID;
	if (e) {
		toast(a->stack, TONE_ERROR, err_message(e));
		free(a);
		return;
	}
	memcpy(a->pub, u.to.pub, 32);
	struct str words = { 0 };
	address_words(&u.to, &words);
	if (words.n)
		front->ops->ask(front->self, &(struct question){ .title = _("Another form of address"), .text = str_c(&words) }, looked_at, a);
	else
		ask_label(a);
	str_free(&words);
}

static void chosen(void *arg, enum err e, size_t i)
{
	struct adding *a = arg;
	struct front *front = stack_front(a->stack);
	if (e) {
		free(a);
		return;
	}
	a->choice = (enum choice)i;
	if (a->choice == ADD_WATCH)
		front->ops->ask_line(front->self, _("Address to watch"), "", addressed, a);
	else
		vault_ready_then(a->view, ready, a);
}

void add_open(struct view *v)
{
	struct adding *a = mem_new(sizeof *a);
	const char *items[] = { _("new account: words made by chance"), _("a key I have: words, password, file"), _("only watch an address") };
	*a = (struct adding){ .app = v->app, .stack = v->stack, .view = v };
	menu_open(v->stack, _("Add an account"), items, 3, 0, chosen, a);
}
