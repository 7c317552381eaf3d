/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An address to be paid on, as QR code and text. The code is drawn only for an address that came out of the opened vault or is
 * watched on purpose: a list that somebody changed must never show another's. The address is copied at opening. */
#include "base/i18n.h"
#include "base/text.h"
#include "codec/payuri.h"
#include "model/app.h"
#include "model/money.h"
#include "model/wallet.h"
#include "ui/draw/qr.h"
#include "ui/view/view_list.h"
#include "ui/view/words.h"
#include "ui/widget/stack.h"

enum { TEXT_LEAST = 24 };

/* What to receive on, and what the code says. The address is copied: accounts may be rebuilt under the view. */
struct receive {
	unsigned char pub[32];
	struct str address, name, uri, comment;
	int64_t amount_c;          /* 0: any */
	enum qr_level level;
	bool invert, proven;
	struct qr *qr;
	struct fault fault;
};

static void encode(struct receive *p)
{
	qr_free(p->qr);
	str_cut(&p->uri, 0);
	payuri_write(p->pub, p->amount_c > 0 ? &p->amount_c : NULL, p->comment.n ? str_c(&p->comment) : NULL, &p->uri);
	p->qr = qr_new(slice_str(&p->uri), p->level, &p->fault);
}

static void take_account(struct view *v)
{
	struct receive *p = v->priv;
	int at = wallet_by_pub(v->app->wallet, p->pub);
	if (at >= 0)
		p->proven = v->app->wallet->accounts.v[at].proven || v->app->wallet->accounts.v[at].kind == ACCOUNT_WATCH;
}

static enum err receive_open(struct view *v, int argc, char *const *argv)
{
	struct receive *p = v->priv;
	struct wallet *w = v->app->wallet;
	int at = argc > 0 ? wallet_find(w, slice_of(argv[0])) : (int)w->selected;
	if (at == -2)
		return E_AMBIGUOUS;
	if (at < 0 || (size_t)at >= w->accounts.n)
		return E_NOT_FOUND;
	const struct account *a = &w->accounts.v[at];
	memcpy(p->pub, a->pub, 32);
	str_adds(&p->address, a->address);
	words_account(&p->name, a);
	view_watch(v, &w->subject);
	take_account(v);
	encode(p);
	return E_OK;
}

static void receive_close(struct view *v)
{
	struct receive *p = v->priv;
	qr_free(p->qr);
	str_free(&p->address);
	str_free(&p->name);
	str_free(&p->uri);
	str_free(&p->comment);
}

static unsigned receive_changed(struct view *v, struct subject *s)
{
	(void)s;
	take_account(v);
	return VIEW_STALE;
}

static int paragraph(struct grid *g, struct rect r, int y, enum role role, struct slice text)
{
	struct slice line;
	while (y < r.y + r.h && text.n && text_wrap(&text, r.w, &line))
		grid_text(g, y++, r.x, r.w, role, line);
	return y;
}

static void amount_words(const struct view *v, struct str *out)
{
	const struct receive *p = v->priv;
	struct money m = words_rates(v->app);
	if (p->amount_c <= 0) {
		str_adds(out, _("any amount"));
		return;
	}
	money_unit(out, p->amount_c, UNIT_G1, &m, false);
	if (m.ud_c > 0) {
		str_adds(out, " = ");
		money_unit(out, p->amount_c, UNIT_UD, &m, false);
	}
}

static const char *level_words(enum qr_level l)
{
	static const char *const words[] = { "L 7 %", "M 15 %", "Q 25 %", "H 30 %" };
	return words[l];
}

static void draw_words(const struct view *v, struct grid *g, struct rect r, const char *why)
{
	const struct receive *p = v->priv;
	struct str s = { 0 };
	int y = r.y;
	if (why)
		y = paragraph(g, r, y, ROLE_WARN, slice_of(why));
	y = paragraph(g, r, y, ROLE_STRONG, slice_str(&p->name));
	y = paragraph(g, r, y, ROLE_TEXT, slice_str(&p->address));
	if (!p->proven)
		y = paragraph(g, r, y, ROLE_WARN, slice_of(_("Not verified while the vault is locked: unlock it before you give this address away.")));
	y += r.h > 14;
	amount_words(v, &s);
	y = paragraph(g, r, y, ROLE_AMOUNT, slice_str(&s));
	str_cut(&s, 0);
	y = paragraph(g, r, y, ROLE_TEXT, slice_str(&p->comment));
	y += r.h > 14;
	y = paragraph(g, r, y, ROLE_DIM, slice_str(&p->uri));
	if (p->qr && !why) {
		y += r.h > 14;
		/* TR: how much of a QR code may be damaged: "corrects M 15 %" */
		str_addf(&s, _("corrects %s"), level_words(p->level));
		paragraph(g, r, y, ROLE_DIM, slice_str(&s));
	}
	str_free(&s);
}

static void receive_draw(struct view *v, struct grid *g, struct rect r)
{
	struct receive *p = v->priv;
	enum qr_form form = qr_form_for(g->glyphs);
	struct str why = { 0 };
	int h = 0, w = 0;
	if (p->qr) {
		int quiet = qr_fit(p->qr, form, r);
		if (quiet >= 0) {
			qr_need(p->qr, form, quiet, &h, &w);
			qr_draw(p->qr, g, r.y + (r.h - h) / 2, r.x, form, quiet, p->invert);
			if (r.w - w - 2 >= TEXT_LEAST)
				draw_words(v, g, (struct rect){ r.y, r.x + w + 2, r.h, r.w - w - 3 }, NULL);
			return;
		}
		qr_need(p->qr, form, QR_QUIET_LEAST, &h, &w);
		/* The frame of the screen takes three lines. */
		/* TR: columns and lines of the terminal */
		str_addf(&why, _("The QR code needs a terminal of %d columns and %d lines."), w, h + 3);
	} else {
		str_adds(&why, err_message(p->fault.code));
	}
	draw_words(v, g, (struct rect){ r.y, r.x + 1, r.h, r.w - 2 }, str_c(&why));
	str_free(&why);
}

static void amount_entered(void *arg, enum err e, const char *line)
{
	struct view *v = arg;
	struct amount a = { 0 };
	struct slice text = slice_trim(slice_of(line));
	/* Cancelled may mean that the view is gone. */
	if (e)
		return;
	struct receive *p = v->priv;
	struct front *front = stack_front(v->stack);
	e = text.n ? amount_read(text, &a) : E_OK;
	if (!e && a.unit == AMOUNT_UD) {
		__int128 c = (__int128)a.n * v->app->wallet->ud_c / 1000;
		if (c > INT64_MAX || v->app->wallet->ud_c <= 0)
			e = E_AMOUNT;
		else
			a.n = (int64_t)c;
	}
	if (e) {
		front->ops->toast(front->self, TONE_WARN, err_message(e));
		return;
	}
	p->amount_c = a.n;
	encode(p);
}

static void comment_entered(void *arg, enum err e, const char *line)
{
	struct view *v = arg;
	if (e)
		return;
	struct receive *p = v->priv;
	str_cut(&p->comment, 0);
	str_add(&p->comment, slice_trim(slice_of(line)));
	encode(p);
}

static unsigned receive_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	struct receive *p = v->priv;
	struct front *front = stack_front(v->stack);
	struct str s = { 0 };
	(void)argc;
	(void)argv;
	switch (id) {
	case C_QR_MORE: p->level += p->level < QR_H; break;
	case C_QR_LESS: p->level -= p->level > QR_L; break;
	case C_QR_INVERT: p->invert = !p->invert; break;
	case C_COPY: front->ops->copy(front->self, slice_str(&p->uri)); break;
	case C_QR_AMOUNT:
		if (p->amount_c > 0)
			amount_add(&s, p->amount_c);
		front->ops->ask_line(front->self, _("Amount to receive (empty: any)"), str_c(&s), amount_entered, v);
		str_free(&s);
		break;
	case C_QR_COMMENT:
		front->ops->ask_line(front->self, _("Comment of the payment, public"), str_c(&p->comment), comment_entered, v);
		break;
	default: return 0;
	}
	encode(p);
	return VIEW_HANDLED | VIEW_STALE;
}

static void receive_say(struct view *v, struct str *out)
{
	struct receive *p = v->priv;
	str_addf(out, "%s\n%s\n", str_c(&p->name), str_c(&p->address));
	if (!p->proven)
		str_addf(out, "%s\n", _("Not verified while the vault is locked: unlock it before you give this address away."));
	amount_words(v, out);
	str_addf(out, "\n%s\n%s\n", str_c(&p->comment), str_c(&p->uri));
}

static void receive_item(struct view *v, struct str *out)
{
	str_add(out, slice_str(&((struct receive *)v->priv)->uri));
}

const struct view_ops receive_view = {
	.name = "receive",
	.title = N_("Receive"),
	.flags = VIEW_BARE | VIEW_COPY,
	.context = IN_QR,
	.priv_size = sizeof(struct receive),
	.open = receive_open,
	.close = receive_close,
	.changed = receive_changed,
	.command = receive_command,
	.draw = receive_draw,
	.say = receive_say,
	.item = receive_item,
};
