/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "base/paths.h"
#include "model/app.h"
#include "model/money.h"
#include "model/notices.h"
#include "model/payment_do.h"
#include "model/payment_fill.h"
#include "model/qrimage.h"
#include "model/wallet.h"
#include "ui/view/pay.h"
#include "ui/view/pay_fill.h"
#include "ui/view/pay_form.h"
#include "ui/view/unlock.h"
#include "ui/view/view_list.h"
#include "ui/widget/stack.h"

static void path_entered(void *arg, enum err e, const char *path);

void pay_toast(struct view *v, enum tone tone, enum err e, const struct fault *f)
{
	front_fault(stack_front(v->stack), tone, e, f);
}

static enum err pay_open(struct view *v, int argc, char *const *argv)
{
	struct pay_priv *p = v->priv;
	p->payment = payment_new(v->app);
	p->link = mem_new(sizeof *p->link);
	p->link->v = v;
	pay_form_init(v);
	view_watch(v, payment_subject(p->payment));
	view_watch(v, &v->app->wallet->subject);
	pay_form_apply(v, PAY_FROM);
	if (!strcmp(v->ops->name, "claim")) {
		payment_claim(p->payment, true);
		p->form.at = PAY_FROM;
		p->confirming = true;
		return argc == 2 && !strcmp(argv[0], "--from") ? pay_fill_from(v, argv[1]) : argc ? E_USAGE : E_OK;
	}
	if (argc == 2 && !strcmp(argv[0], "--again"))
		return pay_fill_again(v, argv[1]);
	return pay_fill_words(v, argc, argv);
}

static void pay_close(struct view *v)
{
	struct pay_priv *p = v->priv;
	if (p->link) {
		p->link->v = NULL;
		/* Whoever still holds the link frees it; a job of the payment ends with it, and says nothing any more. */
		if (!p->busy || p->job)
			free(p->link);
	}
	form_free(&p->form);
	qrimage_forget(p->image);
	payment_free(p->payment);
	str_free(&p->suggestion);
	str_free(&p->link_comment);
	str_free(&p->link_amount);
	free(p->unsigned_text);
	free(p->unsigned_qr);
}

/* The view behind a link, or NULL when it was closed meanwhile (then the link goes, too). */
static struct view *linked(struct pay_link *link)
{
	struct view *v = link->v;
	if (!v) {
		free(link);
		return NULL;
	}
	((struct pay_priv *)v->priv)->busy = ((struct pay_priv *)v->priv)->job = false;
	return v;
}

/* The dialog is gone by now: whoever signs tells it to all. */
static void not_signed(void *arg, enum err e, const struct fault *f)
{
	struct app *a = arg;
	struct str s = { 0 };
	if (!e || e == E_CANCELLED)
		return;
	str_addf(&s, _("The payment was not signed, nothing was sent: %s"), err_message(e));
	if (f && *f->where)
		str_addf(&s, ": %s", f->where);
	notices_add(a->notices, NOTICE_ERROR, str_c(&s));
	str_free(&s);
}

static void confirmed(struct view *v)
{
	struct pay_priv *p = v->priv;
	struct fault f = { 0 };
	int64_t entry = 0;
	enum err e = payment_confirm(p->payment, false, &entry, not_signed, v->app, &f);
	if (e) {
		pay_toast(v, TONE_ERROR, e, &f);
		return;
	}
	struct str id = { 0 };
	struct stack *s = v->stack;
	str_addf(&id, "%lld", (long long)entry);
	char *argv[] = { mem_strdup(str_c(&id)) };
	str_free(&id);
	stack_close(s, v);
	stack_open(s, "payment", 1, argv);
	free(argv[0]);
}

static void unlocked(void *arg, enum err e)
{
	struct view *v = linked(arg);
	if (!v)
		return;
	subject_touch(payment_subject(((struct pay_priv *)v->priv)->payment));
	if (e == E_NOT_FOUND) {
		struct front *front = stack_front(v->stack);
		front->ops->toast(front->self, TONE_WARN, _("There is no vault here: o makes a file to sign on another machine."));
	} else if (!e) {
		confirmed(v);
	}
}

static bool is_ready(struct view *v)
{
	const struct payment_look *l = payment_look(((struct pay_priv *)v->priv)->payment);
	struct front *front = stack_front(v->stack);
	if (!l->ready)
		front->ops->toast(front->self, TONE_WARN, l->asking ? _("Wait: the chain is being asked.") : _("Something is missing or wrong above."));
	return l->ready;
}

/* y: the model looks once more; then the vault; then nothing more is asked. */
static void sign(struct view *v)
{
	struct pay_priv *p = v->priv;
	const struct payment_look *l = payment_look(p->payment);
	if (p->busy)
		return;
	if (pay_form_unread(v)) {
		p->top += p->max_h > 2 ? p->max_h - 2 : 1;
		return;
	}
	if (l->ready && !l->signable) {
		pay_toast(v, TONE_WARN, E_DENIED, NULL);
		return;
	}
	if (!is_ready(v))
		return;
	p->busy = true;
	unlock_then(v, unlocked, p->link);
}

static void dry_line(struct str *out, const char *name, const json_t *value)
{
	size_t n = strlen(name);
	if (json_is_integer(value) && n > 2 && !strcmp(name + n - 2, "_c")) {
		str_addf(out, "%.*s: ", (int)n - 2, name);
		money_g1(out, json_integer_value(value), false);
		str_adds(out, " Ğ1\n");
		return;
	}
	char *text = json_is_string(value) ? mem_strdup(json_string_value(value)) : json_dumps(value, JSON_ENCODE_ANY | JSON_INDENT(1));
	if (text)
		str_addf(out, "%s: %s\n", name, text);
	free(text);
}

static void dry_done(void *arg, enum err e, json_t *o, const struct fault *f)
{
	struct view *v = linked(arg);
	struct str text = { 0 };
	const char *name;
	json_t *value;
	if (!v)
		return;
	if (e) {
		pay_toast(v, TONE_ERROR, e, f);
		return;
	}
	json_object_foreach(o, name, value)
		dry_line(&text, name, value);
	char *argv[] = { mem_strdup(_("Dry run: nothing was signed or sent")), mem_strdup(str_c(&text)) };
	stack_open(v->stack, "text", 2, argv);
	free(argv[0]);
	free(argv[1]);
	str_free(&text);
}

/* The unsigned payment goes to a file, and to a QR code when it fits one. */
static void exported(void *arg, enum err e, json_t *o, const char *qr, const struct fault *f)
{
	struct view *v = linked(arg);
	if (!v)
		return;
	struct pay_priv *p = v->priv;
	struct front *front = stack_front(v->stack);
	if (e) {
		pay_toast(v, TONE_ERROR, e, f);
		return;
	}
	free(p->unsigned_text);
	free(p->unsigned_qr);
	p->unsigned_text = json_dumps(o, JSON_INDENT(1));
	p->unsigned_qr = qr ? mem_strdup(qr) : NULL;
	front->ops->ask_line(front->self, _("File for the machine without network (empty: only a QR code)"), "payment.json", path_entered, v);
}

static void path_entered(void *arg, enum err e, const char *path)
{
	struct view *v = arg;
	struct fault f = { 0 };
	/* Cancelled may mean that the view is gone. */
	if (e)
		return;
	struct pay_priv *p = v->priv;
	struct front *front = stack_front(v->stack);
	if (*path && p->unsigned_text) {
		char *file = paths_typed(slice_of(path));
		e = paths_write(file, slice_of(p->unsigned_text), &f);
		free(file);
		if (e)
			pay_toast(v, TONE_ERROR, e, &f);
		else
			front->ops->toast(front->self, TONE_OK, _("Written. There: vigie sign FILE. Then here: vigie send FILE."));
	}
	if (!p->unsigned_qr)
		return;
	char *argv[] = { mem_strdup(_("Unsigned payment")), mem_strdup(p->unsigned_qr) };
	stack_open(v->stack, "qr-code", 2, argv);
	free(argv[0]);
	free(argv[1]);
}

static unsigned pay_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	struct pay_priv *p = v->priv;
	struct front *front = stack_front(v->stack);
	(void)argc;
	(void)argv;
	if (!p->confirming)
		return 0;
	switch (id) {
	case C_SIGN_AND_SEND:
		if (v->app->readonly)
			pay_toast(v, TONE_WARN, E_READONLY, NULL);
		else
			sign(v);
		break;
	case C_DRY_RUN:
		if (!p->busy && is_ready(v)) {
			p->busy = p->job = true;
			payment_dry_run(p->payment, dry_done, p->link);
		}
		break;
	case C_OFFLINE:
		if (!p->busy && is_ready(v)) {
			p->busy = p->job = true;
			payment_export(p->payment, exported, p->link);
		}
		break;
	case C_ENTER: front->ops->toast(front->self, TONE_INFO, _("Enter never pays: y signs and sends it.")); break;
	case C_COPY: break;
	case C_NEXT_PANE:
	case C_DOWN:
		p->confirming = false;
		p->form.at = 0;
		break;
	case C_PREV_PANE:
	case C_UP:
		p->confirming = false;
		p->form.at = pay_form_end(v);
		break;
	case C_PAGE_DOWN: p->top++; break;
	case C_PAGE_UP: p->top -= p->top > 0; break;
	default: return 0;
	}
	return VIEW_HANDLED | VIEW_STALE;
}

static unsigned pay_key(struct view *v, const struct keystroke *k)
{
	struct pay_priv *p = v->priv;
	size_t at = p->form.at;
	if (p->confirming) {
		if (k->code == KEY_MOUSE && form_key(&p->form, k)) {
			p->confirming = false;
			return VIEW_HANDLED | VIEW_STALE;
		}
		return 0;
	}
	if (k->code == 'n' && k->mods == KEY_CTRL && pay_form_complete(v))
		return VIEW_HANDLED | VIEW_STALE;
	bool last = pay_form_last(v), forward = !k->mods && (k->code == KEY_TAB || k->code == KEY_DOWN || k->code == KEY_ENTER);
	if (forward && at == 1 && slice_starts(slice_trim(form_text(&p->form, "to")), "@"))
		pay_fill_file(v);
	if (last && forward && !edit_asking(&p->form.values[at].edit)) {
		p->form.values[at].touched = true;
		size_t bad;
		if (form_valid(&p->form, &bad)) {
			p->confirming = true;
			p->top = 0;
		} else if (k->code == KEY_ENTER) {
			p->form.at = bad;
		} else {
			p->form.at = 0;
		}
		return VIEW_HANDLED | VIEW_STALE;
	}
	unsigned did = form_key(&p->form, k);
	/* A character typed over another one leaves the length as it was: the model is told in any case. */
	if (did)
		pay_form_apply(v, at);
	return did & (VIEW_HANDLED | VIEW_STALE);
}

static bool pay_text(const struct view *v)
{
	const struct pay_priv *p = v->priv;
	return !p->confirming && form_wants_text(&p->form);
}

static uint32_t pay_contexts(const struct view *v)
{
	return ((const struct pay_priv *)v->priv)->confirming ? IN_PAY : IN_FORM;
}

static void pay_size(struct view *v, int *h, int *w)
{
	struct pay_priv *p = v->priv;
	*w = *w < 78 ? *w : 78;
	p->max_h = *h;
	p->max_w = *w;
	int need = pay_form_height(v, *w);
	*h = need < *h ? need : *h;
}

static void pay_item(struct view *v, struct str *out)
{
	struct pay_priv *p = v->priv;
	const struct payment_look *l = payment_look(p->payment);
	if (p->confirming && l->sentence)
		str_addf(out, "%s y?", l->sentence);
	else {
		str_addf(out, "%s: ", _(p->form.fields[p->form.at].label));
		str_add(out, edit_text(&p->form.values[p->form.at].edit));
	}
}

#define PAY_DIALOG                                                                                                    \
	.flags = VIEW_DIALOG, .priv_size = sizeof(struct pay_priv), .open = pay_open, .close = pay_close,             \
	.changed = pay_fill_changed, .command = pay_command, .key = pay_key, .wants_text = pay_text,                  \
	.contexts = pay_contexts, .draw = pay_form_draw, .say = pay_form_say, .size = pay_size, .item = pay_item

const struct view_ops pay_view = { .name = "pay", .title = N_("Pay"), PAY_DIALOG };
/* The dividends that are due, taken without paying anybody. */
const struct view_ops claim_view = { .name = "claim", .title = N_("Claim dividends"), PAY_DIALOG };
