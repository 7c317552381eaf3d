/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paying from the command line. The row is in the journal before anything is asked; a run that gives up before signing gives
 * the row up too, so that a script that tries again does not find two. */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "cmd/cmd_wallet.h"
#include "cmd/handlers.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/courier.h"
#include "model/journal.h"
#include "model/payment.h"
#include "model/payment_do.h"
#include "model/payment_fill.h"
#include "model/wallet.h"
#include <stdlib.h>

enum { FINAL_MS = 60000, ANSWER_MS = 30000, RESUME_MS = 600000 };

/* How far a payment is followed; the order is that of the states. */
enum far { FAR_SENT, FAR_BLOCK, FAR_FINAL };

struct pay_run {
	struct wallet_run w;
	struct payment *payment;
	int64_t entry;
	enum far far;
};

static void clean(struct cmd_run *r)
{
	payment_free(((struct pay_run *)r->data)->payment);
}

static void stop_waiting(struct pay_run *p)
{
	wait_stop(p->w.wait);
	p->w.wait = NULL;
}

/* -- afterwards: what became of it -- */

static json_t *entry_json(const struct journal_entry *e)
{
	json_t *o = json_pack("{s:I, s:s, s:n, s:n, s:I, s:I}", "journal", (json_int_t)e->id, "state", journal_state_name(e->state), "hash",
	                      "block", "fee_c", (json_int_t)e->fee_c, "amount_c", (json_int_t)e->total_c);

	if (e->state >= J_SIGNED && e->state != J_DROPPED)
		json_object_set_new(o, "hash", cmd_wallet_hex(e->hash, 32));
	if (e->block)
		json_object_set_new(o, "block", json_pack("{s:I, s:o, s:b}", "number", (json_int_t)e->block, "hash",
		                                          cmd_wallet_hex(e->block_hash, 32), "final", e->state == J_FINAL || e->settled));
	return o;
}

static void end_with(struct cmd_run *r, const struct journal_entry *e, enum err code)
{
	struct str words = { 0 };

	journal_words(&words, e, coin_final_s(r->app->coin));
	if (e->state == J_REFUSED || e->state == J_EXPIRED || e->state == J_DROPPED) {
		fault_set(&r->fault, E_FAILED, "%s", str_c(&words));
		cmd_finish(r, E_FAILED, NULL, NULL);
	} else {
		struct str text = { 0 };

		str_addf(&text, _("Entry %lld of the journal: %s."), (long long)e->id, str_c(&words));
		cmd_finish(r, code, entry_json(e), str_c(&text));
		str_free(&text);
	}
	str_free(&words);
}

static bool far_enough(const struct journal_entry *e, enum far far)
{
	switch (e->state) {
	case J_SENT: return far == FAR_SENT;
	case J_IN_BLOCK: return far <= FAR_BLOCK;
	case J_FINAL: case J_DROPPED: case J_EXPIRED: return true;
	case J_REFUSED: return e->settled || far == FAR_SENT;
	default: return false;
	}
}

static bool look_up(struct cmd_run *r, struct journal_entries *all)
{
	struct journal *j = app_journal(r->app, &r->fault);
	enum err e = j ? journal_get(j, ((struct pay_run *)r->data)->entry, all, &r->fault) : E_DB;

	if (e)
		cmd_finish(r, e, NULL, NULL);
	return !e;
}

static void follow_step(struct cmd_run *r)
{
	struct journal_entries all = { 0 };

	if (look_up(r, &all) && far_enough(&all.v[0], ((struct pay_run *)r->data)->far))
		end_with(r, &all.v[0], E_OK);
	journal_free(&all);
}

/* It goes on without this program: the journal and the next one know. */
static void follow_late(struct cmd_run *r)
{
	struct journal_entries all = { 0 };

	if (look_up(r, &all))
		end_with(r, &all.v[0], all.v[0].state == J_DRAFT ? E_TIMEOUT : E_UNCONFIRMED);
	journal_free(&all);
}

static void follow(struct cmd_run *r)
{
	struct pay_run *p = r->data;
	struct journal *j = app_journal(r->app, &r->fault);

	if (j)
		p->w.wait = wait_for(r, journal_subject(j), FINAL_MS, follow_step, follow_late);
	else
		cmd_finish(r, r->fault.code, NULL, NULL);
}

/* -- before: what will happen, and y -- */

/* What stopped a row from being signed ends the run: the row stays a draft, which is given up, so that a script may try again. */
static void signed_and_sent(void *arg, enum err e, const struct fault *f)
{
	struct cmd_run *r = arg;
	struct pay_run *p = r->data;

	if (!e) {
		follow(r);
		return;
	}
	courier_give_up(app_courier(r->app, NULL), p->entry);
	r->fault = *f;
	cmd_finish(r, e, NULL, NULL);
}

static void confirmed(struct cmd_run *r)
{
	struct pay_run *p = r->data;
	enum err e = payment_confirm(p->payment, r->yes, &p->entry, signed_and_sent, r, &r->fault);

	r->cancel = NULL; /* from here on it is in the journal */
	if (e)
		cmd_finish(r, e, NULL, NULL);
}

static void answered_yes(struct cmd_run *r)
{
	cmd_wallet_unlocked(r, confirmed);
}

static void ask(struct cmd_run *r)
{
	struct pay_run *p = r->data;
	const struct payment_look *l = payment_look(p->payment);
	struct str text = { 0 };
	struct question q = { .title = l->claim ? _("Claim") : _("Pay") };

	str_addf(&text, "%s\n%s", l->sentence, l->terms);
	for (int w = 0; w < PAYMENT_WARNINGS; w++)
		if (l->warnings & 1u << w) {
			str_adds(&text, "\n! ");
			payment_warning_text(p->payment, (enum payment_warning)w, &text);
		}
	q.text = str_c(&text);
	cmd_confirm(r, &q, answered_yes);
	str_free(&text);
}

static void dry(void *arg, enum err e, json_t *o, const struct fault *f)
{
	struct cmd_run *r = arg;

	if (e)
		r->fault = *f;
	cmd_finish(r, e, e ? NULL : json_incref(o), NULL);
}

/* For a machine without network: the file it signs, and the same as a QR code where that fits. */
static void drafted(void *arg, enum err e, json_t *o, const char *qr, const struct fault *f)
{
	struct cmd_run *r = arg;
	const char *file = cmd_flag(r, "--unsigned");
	char *text = e ? NULL : json_dumps(o, JSON_INDENT(1));

	if (e)
		r->fault = *f;
	else
		e = paths_write(file, slice_of(text), &r->fault);
	free(text);
	cmd_finish(r, e, e ? NULL : json_pack("{s:s, s:s}", "file", file, "qr", qr), NULL);
}

static const struct fault *what_is_wrong(const struct payment_look *l)
{
	for (int i = 0; i < PAYMENT_FIELDS; i++)
		if (l->fault[i].code)
			return &l->fault[i];
	return NULL;
}

static void draft_step(struct cmd_run *r)
{
	struct pay_run *p = r->data;
	const struct payment_look *l = payment_look(p->payment);
	const struct fault *wrong = what_is_wrong(l);

	if (cmd_wallet_lost(r)) {
		return;
	} else if (wrong && !l->asking) {
		r->fault = *wrong;
		cmd_finish(r, wrong->code, NULL, NULL);
	} else if (l->ready) {
		stop_waiting(p);
		if (cmd_flag(r, "--dry-run"))
			payment_dry_run(p->payment, dry, r);
		else if (cmd_flag(r, "--unsigned"))
			payment_export(p->payment, drafted, r);
		else
			ask(r);
	}
}

static void draft_late(struct cmd_run *r)
{
	struct pay_run *p = r->data;
	const struct fault *wrong = what_is_wrong(payment_look(p->payment));

	if (r->fault.code != E_OFFLINE)
		r->fault = wrong ? *wrong : r->app->coin->subject.fault;
	if (!r->fault.code)
		fault_set(&r->fault, E_OFFLINE, "%s", _("no node answered in time"));
	cmd_finish(r, r->fault.code, NULL, NULL);
}

/* The payment is filled; its questions to the chain are on their way. Rows that an earlier run left are looked after meanwhile. */
static enum err go_on(struct cmd_run *r)
{
	struct pay_run *p = r->data;
	struct courier *c;

	if (r->app->readonly && !cmd_flag(r, "--dry-run"))
		return fault_set(&r->fault, E_READONLY, "%s", r->cmd->name);
	c = r->app->readonly ? NULL : app_courier(r->app, &r->fault);
	if (!c && !r->app->readonly)
		return r->fault.code;
	if (c)
		courier_resume(c);
	cmd_wallet_patient(r);
	p->w.wait = wait_for(r, payment_subject(p->payment), ANSWER_MS, draft_step, draft_late);
	wait_needs(p->w.wait, WAIT_NODES);
	return E_OK;
}

static enum err begin(struct cmd_run *r)
{
	struct pay_run *p = cmd_wallet_begin(r, sizeof *p, clean);
	const char *from = cmd_flag(r, "--from"), *wait = cmd_flag(r, "--wait"), *comment = cmd_flag(r, "--comment");
	unsigned char pub[32];
	int account;
	enum err e = cmd_wallet_party(r, from, pub, &account);

	if (!e && account < 0)
		e = fault_set(&r->fault, E_NOT_FOUND, "%s", from);
	if (e)
		return e;
	p->far = !wait || !strcmp(wait, "final") ? FAR_FINAL : !strcmp(wait, "block") ? FAR_BLOCK : FAR_SENT;
	p->payment = payment_new(r->app);
	payment_from(p->payment, (size_t)account);
	if (comment)
		payment_comment(p->payment, comment);
	return E_OK;
}

/* On a screen the form is opened, filled with these words; without one the words are all there is. */
static bool on_screen(struct cmd_run *r, const char *view, enum err *e)
{
	static const char *const alone[] = { "--wait", "--dry-run", "--unsigned" };
	const char *from = cmd_flag(r, "--from");
	int at;

	if (r->json || !r->front || !r->front->ops->open || !strcmp(r->front->ops->name, "cli"))
		return false;
	*e = E_OK;
	for (size_t i = 0; i < sizeof alone / sizeof *alone && !*e; i++)
		if (cmd_flag(r, alone[i]))
			*e = fault_set(&r->fault, E_USAGE, _("%s works only without a screen"), alone[i]);
	if (!*e && !r->app->wallet->accounts.n)
		*e = fault_set(&r->fault, E_NOT_FOUND, "%s", _("no account yet"));
	if (!*e && from && (at = wallet_find(r->app->wallet, slice_of(from))) < 0)
		*e = fault_set(&r->fault, at == -2 ? E_AMBIGUOUS : E_NOT_FOUND, "%s", from);
	if (!*e && (*e = r->front->ops->open(r->front->self, view, r->argc, r->argv)))
		fault_set(&r->fault, *e, "%s", r->cmd->name);
	if (!*e)
		cmd_finish(r, E_OK, NULL, NULL);
	return true;
}

enum err cmd_wallet_pay(struct cmd_run *r)
{
	const char *to = cmd_arg(r, 0), *amount = cmd_arg(r, 1), *file = cmd_flag(r, "--file"), *rest = cmd_flag(r, "--rest");
	struct pay_run *p;
	enum err e;

	if (on_screen(r, "pay", &e))
		return e;
	if (!file && (!to || (!amount && !rest)))
		return fault_set(&r->fault, E_USAGE, "%s", _("pay whom, and how much?"));
	if (file && to)
		return fault_set(&r->fault, E_USAGE, "%s", _("the file says whom and how much"));
	e = begin(r);
	if (e)
		return e;
	p = r->data;
	if (file && (e = payment_file(p->payment, file, &r->fault)))
		return e;
	if (to)
		payment_to(p->payment, 0, to);
	if (amount && !strcmp(amount, "all"))
		payment_all(p->payment, true, cmd_flag(r, "--close") != NULL);
	else if (amount)
		payment_amount(p->payment, 0, amount);
	if (rest)
		payment_rest(p->payment, rest);
	return go_on(r);
}

enum err cmd_wallet_claim(struct cmd_run *r)
{
	enum err e;

	if (on_screen(r, "claim", &e))
		return e;
	if ((e = begin(r)))
		return e;
	payment_claim(((struct pay_run *)r->data)->payment, true);
	return go_on(r);
}

static enum err entry_number(struct cmd_run *r, const char *text, int64_t *id)
{
	return slice_i64(slice_of(text), id) && *id > 0 ? E_OK : fault_set(&r->fault, E_USAGE, _("not the number of an entry: %s"), text);
}

enum err cmd_wallet_retry(struct cmd_run *r)
{
	int64_t id;
	enum err e = entry_number(r, cmd_arg(r, 0), &id);

	if (!e)
		e = begin(r);
	if (!e)
		e = payment_again(((struct pay_run *)r->data)->payment, id, &r->fault);
	return e ? e : go_on(r);
}

/* -- rows that an earlier run left behind -- */

static void resume_step(struct cmd_run *r)
{
	struct journal_entries all = { 0 };
	struct journal *j = app_journal(r->app, &r->fault);
	enum err e = j ? journal_live(j, &all, &r->fault) : E_DB;

	if (e)
		cmd_finish(r, e, NULL, NULL);
	else if (!all.n)
		cmd_finish(r, E_OK, json_pack("{s:i}", "open", 0), _("Nothing is under way."));
	journal_free(&all);
}

static void resume_late(struct cmd_run *r)
{
	struct journal_entries all = { 0 };
	struct journal *j = app_journal(r->app, NULL);
	struct str text = { 0 };

	if (j)
		journal_live(j, &all, NULL);
	str_addf(&text, ngettext("%lu payment is still under way.", "%lu payments are still under way.", all.n), (unsigned long)all.n);
	cmd_finish(r, E_UNCONFIRMED, json_pack("{s:I}", "open", (json_int_t)all.n), str_c(&text));
	str_free(&text);
	journal_free(&all);
}

static void resume_draft(struct cmd_run *r)
{
	struct pay_run *p = r->data;

	courier_go(app_courier(r->app, NULL), p->entry, signed_and_sent, r);
}

enum err cmd_wallet_resume(struct cmd_run *r)
{
	struct pay_run *p = cmd_wallet_begin(r, sizeof *p, clean);
	const char *id = cmd_arg(r, 0);
	struct courier *c = app_courier(r->app, &r->fault);
	enum err e = c ? E_OK : r->fault.code;
	struct journal_entries all = { 0 };

	p->far = FAR_FINAL;
	if (!e)
		e = coin_open(r->app->coin, &r->fault);
	if (!e && id)
		e = entry_number(r, id, &p->entry);
	if (!e && id)
		e = journal_get(app_journal(r->app, NULL), p->entry, &all, &r->fault);
	if (e)
		return e;
	cmd_wallet_patient(r);
	courier_resume(c);
	if (id && all.v[0].state == J_DRAFT)
		cmd_wallet_unlocked(r, resume_draft);
	else if (id)
		follow(r);
	else
		p->w.wait = wait_for(r, journal_subject(app_journal(r->app, NULL)), RESUME_MS, resume_step, resume_late);
	journal_free(&all);
	return E_OK;
}
