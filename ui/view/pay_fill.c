/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes into the pay form without being typed: a payment once more, words of the command line, files, images, links. */
#include "base/i18n.h"
#include "base/paths.h"
#include "codec/amount.h"
#include "model/app.h"
#include "model/payment_fill.h"
#include "model/qrimage.h"
#include "model/wallet.h"
#include "ui/view/entry_words.h"
#include "ui/view/pay.h"
#include "ui/view/pay_fill.h"
#include "ui/view/pay_form.h"

/* The words of a payment that came to nothing, to be looked at and confirmed anew. */
enum err pay_fill_again(struct view *v, const char *entry)
{
	struct pay_priv *p = v->priv;
	struct fault f = { 0 };
	struct str s = { 0 };
	int64_t id;
	if (!slice_i64(slice_of(entry), &id))
		return E_USAGE;
	enum err e = payment_again(p->payment, id, &f);
	if (e)
		return e;
	const struct payment_look *l = payment_look(p->payment);
	form_value(&p->form, "from")->number = l->from;
	if (l->is_list) {
		if (l->has_rest)
			entry_address(l->rest.pub, &s);
		form_set(&p->form, "rest", slice_str(&s));
	} else if (l->to.v[0].known) { /* one, or several who each get the same */
		for (size_t i = 0; i < l->to.n; i++) {
			str_adds(&s, i ? ", " : "");
			entry_address(l->to.v[i].pub, &s);
		}
		form_set(&p->form, "to", slice_str(&s));
		str_cut(&s, 0);
		if (l->all)
			str_adds(&s, _("all"));
		else
			amount_add(&s, l->to.v[0].amount.n);
		form_set(&p->form, "amount", slice_str(&s));
	}
	form_set(&p->form, "comment", slice_of(l->comment));
	str_free(&s);
	p->confirming = true;
	return E_OK;
}

static void fill(struct view *v, enum pay_field field, const char *text)
{
	struct pay_priv *p = v->priv;
	form_set(&p->form, p->form.fields[field].name, slice_of(text));
	pay_form_apply(v, field);
}

static void image_read(void *arg, enum err e, const char *text, const struct fault *f)
{
	struct view *v = arg;
	struct pay_priv *p = v->priv;
	p->image = NULL;
	if (e)
		pay_toast(v, TONE_ERROR, e, f);
	else
		fill(v, PAY_TO, text);
	subject_touch(payment_subject(p->payment));
}

/* An image takes its QR code into the field of the recipient, any other file holds a payment a line. */
static enum err read_file(struct view *v, const char *typed)
{
	struct pay_priv *p = v->priv;
	struct fault f = { 0 };
	char *path = paths_typed(slice_of(typed));
	enum err e = E_OK;
	qrimage_forget(p->image);
	p->image = NULL;
	if (qrimage_is(slice_of(path))) {
		p->image = qrimage_read(v->app->loop, path, image_read, v, &f);
		e = p->image ? E_OK : f.code;
	} else {
		e = payment_file(p->payment, path, &f);
	}
	if (e)
		pay_toast(v, TONE_ERROR, e, &f);
	free(path);
	return e;
}

void pay_fill_file(struct view *v)
{
	struct slice typed = slice_trim(form_text(&((struct pay_priv *)v->priv)->form, "to"));
	char *path = mem_strndup(typed.p + 1, typed.n - 1);
	read_file(v, path);
	free(path);
}

enum err pay_fill_from(struct view *v, const char *text)
{
	int at = wallet_find(v->app->wallet, slice_of(text));
	if (at < 0)
		return at == -2 ? E_AMBIGUOUS : E_NOT_FOUND;
	form_value(&((struct pay_priv *)v->priv)->form, "from")->number = (size_t)at;
	pay_form_apply(v, PAY_FROM);
	return E_OK;
}

/* The words of the command line, "[TO] [AMOUNT] [--from ACCOUNT] [--comment TEXT] [--file FILE] [--rest TO] [--close]". */
enum err pay_fill_words(struct view *v, int argc, char *const *argv)
{
	static const enum pay_field places[] = { PAY_TO, PAY_AMOUNT };
	struct pay_priv *p = v->priv;
	size_t place = 0;
	enum err e = E_OK;
	for (int i = 0; i < argc && !e; i++) {
		const char *value = i + 1 < argc ? argv[i + 1] : NULL;
		if (!strcmp(argv[i], "--close")) {
			p->close = true;
		} else if (!strncmp(argv[i], "--", 2)) {
			if (!value)
				return E_USAGE;
			if (!strcmp(argv[i], "--from"))
				e = pay_fill_from(v, value);
			else if (!strcmp(argv[i], "--comment"))
				fill(v, PAY_COMMENT, value);
			else if (!strcmp(argv[i], "--rest"))
				fill(v, PAY_REST, value);
			else if (!strcmp(argv[i], "--file"))
				e = read_file(v, value);
			else
				e = E_USAGE;
			i++;
		} else if (place < sizeof places / sizeof *places) {
			fill(v, places[place], argv[i]);
			place++;
		} else {
			e = E_USAGE;
		}
	}
	if (p->close)
		pay_form_apply(v, PAY_AMOUNT);
	if (place)
		p->form.at = place == 1 ? PAY_AMOUNT : PAY_COMMENT;
	/* Nothing is left to type: on to the line where y signs. */
	p->confirming = place > 1 && form_text(&p->form, "comment").n;
	return e;
}

/* Into a field that is empty, or that holds what was put there before. */
static void take(struct pay_priv *p, const char *field, struct str *before, struct slice text)
{
	struct slice now = form_text(&p->form, field);
	if (now.n && !slice_is(now, str_c(before)))
		return;
	form_set(&p->form, field, text);
	str_cut(before, 0);
	str_add(before, text);
}

unsigned pay_fill_changed(struct view *v, struct subject *s)
{
	struct pay_priv *p = v->priv;
	(void)s;
	const struct payment_look *l = payment_look(p->payment);
	if (l->claim || l->is_list)
		return VIEW_STALE;
	/* A payment link in the address field sets the amount and the comment: show what the model took. */
	if (l->comment && *l->comment)
		take(p, "comment", &p->link_comment, slice_of(l->comment));
	if (l->to.n && l->to.v[0].amount_c > 0 && !l->all) {
		struct str s2 = { 0 };
		amount_add(&s2, l->to.v[0].amount_c);
		take(p, "amount", &p->link_amount, slice_str(&s2));
		str_free(&s2);
	}
	return VIEW_STALE;
}
