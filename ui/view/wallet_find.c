/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search form over the wallet. What it says becomes the filter of the wallet below; the form keeps nothing. */
#include "base/i18n.h"
#include "base/tick.h"
#include "codec/amount.h"
#include "ui/view/wallet_panes.h"
#include "ui/widget/form.h"
#include "ui/widget/stack.h"

/* The view below outlives this dialog: the stack closes it with its owner. */
struct find {
	struct form form;
	struct view *wallet;
};

static bool check_amount(struct form *f, size_t i, struct str *why)
{
	struct slice text = slice_trim(edit_text(&f->values[i].edit));
	struct amount a;
	enum err e = text.n ? amount_read(text, &a) : E_OK;
	if (!e && text.n && a.unit != AMOUNT_G1)
		e = E_AMOUNT;
	if (e)
		str_adds(why, err_message(e));
	return !e;
}

static bool check_date(struct form *f, size_t i, struct str *why)
{
	struct slice text = slice_trim(edit_text(&f->values[i].edit));
	int64_t when;
	if (!text.n || tick_parse(text, &when))
		return true;
	str_adds(why, _("a date looks like 2026-11-21"));
	return false;
}

static const char *const ways[] = { N_("both ways"), N_("money that came"), N_("money that went"), NULL };
static const struct field fields[] = {
	{ .name = "words", .label = N_("Words"), .kind = FIELD_TEXT, .hint = N_("in the comment, the name, the label or the address") },
	{ .name = "least", .label = N_("At least"), .kind = FIELD_AMOUNT, .width = 14, .check = check_amount },
	{ .name = "most", .label = N_("At most"), .kind = FIELD_AMOUNT, .width = 14, .check = check_amount },
	{ .name = "since", .label = N_("Since"), .kind = FIELD_TEXT, .width = 18, .check = check_date, .hint = N_("2026-11-21, or with 10:36; empty: open") },
	{ .name = "until", .label = N_("Until"), .kind = FIELD_TEXT, .width = 18, .check = check_date, .hint = N_("2026-11-21, or with 10:36; empty: open") },
	{ .name = "way", .label = N_("Direction"), .kind = FIELD_CHOICE, .choices = ways },
	{ .name = "claims", .label = N_("Dividends"), .kind = FIELD_SWITCH, .hint = N_("whether claims of dividends are shown") },
};

static void take(struct find *d)
{
	struct wallet_priv *p = d->wallet->priv;
	str_cut(&p->words, 0);
	str_add(&p->words, slice_trim(form_text(&d->form, "words")));
	str_cut(&p->least, 0);
	str_add(&p->least, slice_trim(form_text(&d->form, "least")));
	str_cut(&p->most, 0);
	str_add(&p->most, slice_trim(form_text(&d->form, "most")));
	str_cut(&p->since, 0);
	str_add(&p->since, slice_trim(form_text(&d->form, "since")));
	str_cut(&p->until, 0);
	str_add(&p->until, slice_trim(form_text(&d->form, "until")));
	p->way = (enum moves_way)form_value(&d->form, "way")->number;
	p->no_claims = !form_value(&d->form, "claims")->number;
	wallet_apply(d->wallet);
}

/* The list below follows while one types. */
static unsigned find_key(struct view *v, const struct keystroke *k)
{
	struct find *d = v->priv;
	unsigned did = form_key(&d->form, k);
	if (did & FORM_CHANGED)
		take(d);
	if (did & FORM_DONE) {
		take(d);
		return VIEW_HANDLED | VIEW_STALE | VIEW_CLOSE;
	}
	return did & (VIEW_HANDLED | VIEW_STALE);
}

static bool find_text(const struct view *v)
{
	return form_wants_text(&((const struct find *)v->priv)->form);
}

static void find_size(struct view *v, int *h, int *w)
{
	(void)v;
	if (*h > 9)
		*h = 9;
	if (*w > 60)
		*w = 60;
}

static void find_draw(struct view *v, struct grid *g, struct rect r)
{
	form_draw(&((struct find *)v->priv)->form, g, (struct rect){ r.y, r.x + 1, r.h, r.w - 2 }, true);
}

static void find_close(struct view *v)
{
	form_free(&((struct find *)v->priv)->form);
}

static void find_say(struct view *v, struct str *out)
{
	form_say(&((struct find *)v->priv)->form, out);
}

static const struct view_ops find_view = {
	.name = "find", .title = N_("Find movements"), .flags = VIEW_DIALOG, .context = IN_FORM, .priv_size = sizeof(struct find),
	.close = find_close, .key = find_key, .wants_text = find_text, .draw = find_draw, .say = find_say, .size = find_size,
};

void wallet_find_open(struct view *wallet)
{
	struct wallet_priv *p = wallet->priv;
	struct view *v = stack_dialog(wallet->stack, &find_view);
	struct find *d;
	if (!v)
		return;
	d = v->priv;
	d->wallet = wallet;
	form_init(&d->form, fields, sizeof fields / sizeof *fields, d, wallet->stack);
	form_set(&d->form, "words", slice_str(&p->words));
	form_set(&d->form, "least", slice_str(&p->least));
	form_set(&d->form, "most", slice_str(&p->most));
	form_set(&d->form, "since", slice_str(&p->since));
	form_set(&d->form, "until", slice_str(&p->until));
	form_value(&d->form, "way")->number = p->way;
	form_value(&d->form, "claims")->number = !p->no_claims;
}
