/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for the passphrase, then goes on with what needed it. While the model makes wrong tries wait, it says for how long and
 * asks nothing. The asker is told once. */
#include "ui/view/unlock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "model/app.h"
#include "model/demo.h"
#include "model/vaults.h"
#include "model/world.h"
#include "ui/widget/stack.h"
#include <stdlib.h>

struct asking {
	struct app *app;
	struct stack *stack;
	void (*fn)(void *arg, enum err e);
	void *arg;
};

static void ask(struct asking *q, bool again);

static void finish(struct asking *q, enum err e)
{
	q->fn(q->arg, e);
	free(q);
}

static void toast(struct asking *q, enum tone tone, const char *text)
{
	struct front *front = stack_front(q->stack);
	front->ops->toast(front->self, tone, text);
}

static void tell(struct asking *q, enum err e, const struct fault *f)
{
	front_fault(stack_front(q->stack), TONE_ERROR, e, f);
}

static void opened(void *arg, enum err e, const struct fault *f)
{
	struct asking *q = arg;
	if (e == E_BAD_PASSPHRASE) {
		ask(q, true);
		return;
	}
	if (e)
		tell(q, e, f);
	finish(q, e);
}

static void entered(void *arg, enum err e, struct secret *s)
{
	struct asking *q = arg;
	if (e) {
		finish(q, e);
		return;
	}
	toast(q, TONE_INFO, _("opening the vault, this takes a moment"));
	vaults_unlock(q->app->vaults, s, opened, q);
}

static void ask(struct asking *q, bool again)
{
	struct front *front = stack_front(q->stack);
	int64_t wait = vaults_wait(q->app->vaults);
	if (wait > 0) {
		struct str s = { 0 };
		str_addf(&s, ngettext("Too many wrong tries: wait %d second.", "Too many wrong tries: wait %d seconds.", (unsigned long)wait),
		         (int)wait);
		toast(q, TONE_WARN, str_c(&s));
		str_free(&s);
		finish(q, E_WAIT);
		return;
	}
	struct str title = { 0 };
	if (again)
		str_adds(&title, _("That was not it. Passphrase of the vault"));
	else if (world_is_sandbox(q->app->world))
		/* TR: the passphrase that the sandbox proposed */
		str_addf(&title, _("Passphrase of the vault (%s, or your own)"), demo_passphrase);
	else
		str_adds(&title, _("Passphrase of the vault"));
	front->ops->ask_secret(front->self, str_c(&title), entered, q);
	str_free(&title);
}

void unlock_then(struct view *v, void (*fn)(void *arg, enum err e), void *arg)
{
	struct app *a = v->app;
	struct asking *q;
	switch (vaults_state(a->vaults)) {
	case VAULTS_OPEN:
		vaults_touch(a->vaults);
		fn(arg, E_OK);
		return;
	case VAULTS_NONE:
		fn(arg, E_NOT_FOUND);
		return;
	case VAULTS_WORKING:
		fn(arg, E_BUSY);
		return;
	case VAULTS_LOCKED: break;
	}
	q = mem_new(sizeof *q);
	*q = (struct asking){ a, v->stack, fn, arg };
	ask(q, false);
}
