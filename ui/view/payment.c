/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One payment by its journal number. It is read from the file each time the journal moves: another instance may carry it
 * further. */
#include "base/i18n.h"
#include "model/app.h"
#include "ui/view/entry_words.h"
#include "ui/view/movement.h"
#include "ui/view/view_list.h"
#include "ui/widget/stack.h"

/* One payment of the journal, by its number. */
struct payment_priv {
	struct pager pager;
	struct journal *journal;
	struct journal_entries one;
	int64_t id;
	struct fault fault;
};

static void reload(struct view *v)
{
	struct payment_priv *p = v->priv;
	journal_free(&p->one);
	p->fault.code = E_OK;
	if (p->journal)
		journal_get(p->journal, p->id, &p->one, &p->fault);
	pager_clear(&p->pager);
	if (p->one.n)
		payment_fill(v->app, &p->pager, &p->one.v[0]);
}

static enum err payment_open(struct view *v, int argc, char *const *argv)
{
	struct payment_priv *p = v->priv;
	if (argc < 1 || !slice_i64(slice_of(argv[0]), &p->id))
		return E_USAGE;
	p->journal = app_journal(v->app, &p->fault);
	if (!p->journal)
		return p->fault.code;
	view_watch(v, journal_subject(p->journal));
	reload(v);
	return p->fault.code;
}

static void payment_close(struct view *v)
{
	struct payment_priv *p = v->priv;
	pager_free(&p->pager);
	journal_free(&p->one);
}

static unsigned payment_changed(struct view *v, struct subject *s)
{
	(void)s;
	reload(v);
	return VIEW_STALE;
}

static void payment_draw(struct view *v, struct grid *g, struct rect r)
{
	struct payment_priv *p = v->priv;
	/* Ages move, so the lines are made anew for each frame. */
	pager_clear(&p->pager);
	if (p->one.n)
		payment_fill(v->app, &p->pager, &p->one.v[0]);
	pager_draw(&p->pager, g, (struct rect){ r.y, r.x + 1, r.h, r.w - 1 }, true);
}

/* A confirmed retry is another payment: the form opens again with the same words, and asks for its own y. */
static void again(struct view *v)
{
	struct payment_priv *p = v->priv;
	const struct journal_entry *e = p->one.n ? &p->one.v[0] : NULL;
	struct front *front = stack_front(v->stack);
	struct str id = { 0 };
	if (!e)
		return;
	if (e->state != J_REFUSED && e->state != J_EXPIRED && e->state != J_DROPPED) {
		front->ops->toast(front->self, TONE_WARN, _("Only what came to nothing is tried again."));
		return;
	}
	if (!e->settled && e->state >= J_SIGNED) {
		front->ops->toast(front->self, TONE_WARN, _("It can still enter a block: it is not paid again before that is impossible."));
		return;
	}
	str_addf(&id, "%lld", (long long)e->id);
	char *argv[] = { mem_strdup("--again"), mem_strdup(str_c(&id)) };
	enum err bad = stack_open(v->stack, "pay", 2, argv);
	if (bad)
		front->ops->toast(front->self, TONE_WARN, err_message(bad));
	free(argv[0]);
	free(argv[1]);
	str_free(&id);
}

static unsigned payment_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	struct payment_priv *p = v->priv;
	struct front *front = stack_front(v->stack);
	(void)argc;
	(void)argv;
	if (id == C_AGAIN) {
		again(v);
		return VIEW_HANDLED | VIEW_STALE;
	}
	if (id == C_COPY && p->one.n) {
		struct str s = { 0 };
		str_adds(&s, "0x");
		for (int i = 0; i < 32; i++)
			str_addf(&s, "%02x", p->one.v[0].hash[i]);
		front->ops->copy(front->self, slice_str(&s));
		str_free(&s);
		return VIEW_HANDLED | VIEW_STALE;
	}
	return pager_command(&p->pager, id);
}

static unsigned payment_key(struct view *v, const struct keystroke *k)
{
	return pager_key(&((struct payment_priv *)v->priv)->pager, k);
}

static void payment_say(struct view *v, struct str *out)
{
	pager_say(&((struct payment_priv *)v->priv)->pager, out);
}

static void payment_item(struct view *v, struct str *out)
{
	struct payment_priv *p = v->priv;
	if (p->one.n)
		entry_say(v->app, out, &p->one.v[0]);
}

static int payment_offers(const struct view *v, enum cmd_id id)
{
	const struct payment_priv *p = v->priv;
	enum journal_state s = p->one.n ? p->one.v[0].state : J_FINAL;
	return id == C_AGAIN ? s == J_REFUSED || s == J_EXPIRED || s == J_DROPPED : -1;
}

const struct view_ops payment_view = {
	.name = "payment",
	.title = N_("Payment"),
	.flags = VIEW_COPY,
	.context = IN_JOURNAL,
	.priv_size = sizeof(struct payment_priv),
	.open = payment_open,
	.close = payment_close,
	.changed = payment_changed,
	.command = payment_command,
	.key = payment_key,
	.draw = payment_draw,
	.say = payment_say,
	.item = payment_item,
	.offers = payment_offers,
};
