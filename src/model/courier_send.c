/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "model/courier_in.h"
#include "model/journal_write.h"
#include "model/money.h"
#include "model/notices.h"

/* The person hears of it, wherever they are: it was theirs to expect that it arrives. */
static void tell_badly(const struct errand *e)
{
	struct journal_entries all = { 0 };
	struct str words = { 0 }, text = { 0 };

	if (!journal_get(e->c->journal, e->id, &all, NULL)) {
		journal_words(&words, &all.v[0], 0);
		str_addf(&text, _("Entry %lld of the journal: %s."), (long long)e->id, str_c(&words));
		notices_add(e->c->app->notices, NOTICE_ERROR, str_c(&text));
	}
	journal_free(&all);
	str_free(&words);
	str_free(&text);
}

static void end_block(struct errand *e, const struct submit_news *n, bool ok)
{
	struct fault f = { 0 };
	const struct events_outcome *o = &n->outcome;
	struct journal_end end = { .ok = ok, .in_block = true, .block = n->number, .index = n->index, .fee_c = -1 };

	memcpy(end.hash, n->block, 32);
	if (o->found)
		end.fee_c = o->fee_c + o->tip_c - o->refund_c;
	end.code = !ok ? o->error.name : o->found ? "" : "outcome";
	end.words = !ok ? o->error.words : o->found ? "" : _("in a final block, but no node knows any more whether it succeeded: the history tells");
	courier_wrote(journal_settle(e->c->journal, e->id, &end, &f), &f);
	if (!ok || !o->found)
		tell_badly(e);
}

static void end_outside(struct errand *e, const struct submit_news *n)
{
	struct fault f = { 0 };
	struct journal_end end = { .code = n->rival ? "rival" : "expired", .fee_c = -1 };
	bool confirmed;
	const struct runtime *r = e->c->ops->runtime(e->c->self, &confirmed);

	end.words = n->rival ? _("nothing was spent: another payment of this account, made elsewhere, took its place")
	          : r && e->spec && r->id.spec != e->spec ? _("nothing was spent: the chain was upgraded before a block took it") : "";
	courier_wrote(journal_settle(e->c->journal, e->id, &end, &f), &f);
	if (!e->refused)
		tell_badly(e);
}

/* The person may be elsewhere by now. */
static void tell_well(const struct errand *e)
{
	struct journal_entries all = { 0 };
	struct str words = { 0 }, amount = { 0 }, s = { 0 };

	if (e->c->tells && !journal_get(e->c->journal, e->id, &all, NULL)) {
		const struct journal_entry *o = &all.v[0];

		journal_words(&words, o, 0);
		money_g1(&amount, o->kind == J_CLAIM ? o->claim_c : o->total_c, false);
		if (o->kind == J_CALL)
			str_addf(&s, "%s: %s", o->title, str_c(&words));
		else
			str_addf(&s, o->kind == J_CLAIM ? _("Dividends of %s Ğ1: %s") : _("Payment of %s Ğ1: %s"), str_c(&amount), str_c(&words));
		notices_add(e->c->app->notices, NOTICE_OK, str_c(&s));
	}
	journal_free(&all);
	str_free(&words);
	str_free(&amount);
	str_free(&s);
}

static void take_block(struct errand *e, const struct submit_news *n)
{
	struct fault f = { 0 };

	if (e->in_block && e->block == n->number && !memcmp(e->block_hash, n->block, 32))
		return;
	e->in_block = true;
	e->block = n->number;
	memcpy(e->block_hash, n->block, 32);
	courier_wrote(journal_in_block(e->c->journal, e->id, n->number, n->index, n->block, &f), &f);
}

static void back_to_sent(struct errand *e)
{
	struct fault f = { 0 };

	if (!e->in_block)
		return;
	e->in_block = false;
	courier_wrote(journal_out(e->c->journal, e->id, &f), &f);
}

static void news(void *arg, const struct submit_news *n)
{
	struct errand *e = arg;
	struct fault f = { 0 };
	const char *host = e->c->ops->host(e->c->self, n->node);
	bool was;

	switch (n->state) {
	case SUBMIT_LOOKING: courier_say(e, _("looking whether it is in a block already")); break;
	case SUBMIT_SENDING: courier_say(e, ""); break;
	case SUBMIT_SENT:
		back_to_sent(e);
		if (e->refused)
			courier_wrote(journal_sending(e->c->journal, e->id, host, &f), &f);
		e->refused = false;
		courier_say(e, "");
		break;
	case SUBMIT_IN_BLOCK:
		take_block(e, n);
		courier_say(e, n->outcome.found && !n->outcome.success ? n->outcome.error.words : "");
		break;
	case SUBMIT_REFUSED:
		back_to_sent(e);
		was = e->refused;
		e->refused = true;
		courier_wrote(journal_refused(e->c->journal, e->id, err_name(n->fault.code), *n->fault.where ? n->fault.where
		                      : err_message(n->fault.code), &f), &f);
		if (!was)
			tell_badly(e);
		break;
	case SUBMIT_UNKNOWN:
		courier_say(e, *host ? _("the node does not answer, it goes on by itself") : _("no node answers, it goes on by itself"));
		break;
	case SUBMIT_FINAL: end_block(e, n, true); break;
	case SUBMIT_FAILED: end_block(e, n, false); break;
	case SUBMIT_EXPIRED: end_outside(e, n); break;
	}
	if (n->state == SUBMIT_FINAL)
		tell_well(e);
	e->ended = !n->open; /* freed by the timer: its submission is still calling */
}

void courier_send(struct errand *e, bool look_first, const char *host)
{
	struct courier *c = e->c;
	struct journal_parcel p;
	struct fault f = { 0 };
	enum err code = journal_parcel(c->journal, e->id, &p, &f);

	if (!code && !p.bytes.n)
		code = fault_set(&f, E_CORRUPT, _("entry %lld of the journal"), (long long)e->id);
	if (!code)
		code = journal_sending(c->journal, e->id, host, &f);
	bool only_look = code == E_EXISTS; /* it was refused, and another has its number now: that one shall have it */
	if (code == E_BUSY || only_look)
		code = E_OK; /* it is in a block already: it is only followed */
	if (code) {
		journal_parcel_free(&p);
		courier_fail(e, code, &f);
		return;
	}
	struct submit_ask a = { .bytes = slice_str(&p.bytes), .nonce = p.nonce, .era = { p.period, p.birth }, .look_first = look_first,
		.never_send = only_look, .fn = news, .arg = e };
	memcpy(a.signer, p.account, 32);
	e->submit = c->ops->submit(c->self, &a);
	if (!e->submit)
		courier_say(e, _("no node answers, it goes on by itself"));
	journal_parcel_free(&p);
}
