/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/compose.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "codec/encode.h"
#include "codec/hex.h"
#include "codec/pack.h"
#include "codec/ss58.h"
#include <stdio.h>
#include <stdlib.h>

/* What is known of fees: nothing below this length at the usual load, then a little more with the length. */
enum { FREE_BYTES = 255, FEE_STEP = 350, FEE_LEAST = 5, ERA_PERIOD = 64 };

int64_t compose_fee(size_t bytes)
{
	return bytes <= FREE_BYTES ? 0 : (int64_t)(bytes / FEE_STEP) + FEE_LEAST;
}

void compose_free(struct compose_plan *p)
{
	str_free(&p->call);
	*p = (struct compose_plan){ 0 };
}

enum err compose_call(const struct runtime *r, const char *name, const json_t *args, struct str *out, struct fault *f)
{
	struct fault why;
	enum err e = encode_call(r->meta, slice_of(name), args, out, f);
	/* Arguments that do not fit may be the chain's doing. */
	if (e && runtime_knows(r, name, &why))
		*f = why;
	return e ? f->code : E_OK;
}

/* The encoded calls follow each other behind their number: what encode_call would write for a list of them. */
enum err compose_batch(const struct runtime *r, const struct str *calls, size_t n, struct str *out, struct fault *f)
{
	size_t from = out->n;
	json_t *none = json_pack("{s:[]}", "calls");
	enum err e = compose_call(r, "Utility.batch_all", none, out, f);
	json_decref(none);
	if (e)
		return e;
	if (out->n - from != 3 || out->p[out->n - 1]) {
		str_cut(out, from);
		return fault_set(f, E_RUNTIME_CHANGED, "Utility.batch_all");
	}
	str_cut(out, out->n - 1);
	pack_compact(out, n);
	for (size_t i = 0; i < n; i++)
		str_add(out, slice_str(&calls[i]));
	return E_OK;
}

struct builder {
	const struct runtime *r;
	const struct compose_wish *w;
	struct fault *f;
	struct str *calls;
	size_t n;
};

static enum err push(struct builder *b, const char *name, json_t *args)
{
	enum err e = compose_call(b->r, name, args, &b->calls[b->n], b->f);
	json_decref(args);
	b->n += !e;
	return e;
}

static enum err push_transfer(struct builder *b, const struct compose_line *l)
{
	char to[SS58_MAX];
	ss58_encode(b->r->meta->ss58, l->to, to);
	return push(b, b->w->unit == COMPOSE_C ? "Balances.transfer_keep_alive" : "UniversalDividend.transfer_ud_keep_alive",
	            json_pack("{s:s, s:I}", "dest", to, "value", (json_int_t)l->amount));
}

static enum err push_all(struct builder *b, const unsigned char to[32], bool keep)
{
	char address[SS58_MAX];
	ss58_encode(b->r->meta->ss58, to, address);
	return push(b, "Balances.transfer_all", json_pack("{s:s, s:b}", "dest", address, "keep_alive", keep));
}

/* As hex, so that a comment that begins with 0x stays what it is. */
static enum err push_comment(struct builder *b)
{
	struct str hex = { 0 };
	hex_add0x(&hex, b->w->comment.p, b->w->comment.n);
	enum err e = push(b, "System.remark_with_event", json_pack("{s:s}", "remark", str_c(&hex)));
	str_free(&hex);
	return e;
}

static enum err build(struct builder *b, bool claim, struct compose_plan *out)
{
	const struct compose_wish *w = b->w;
	enum err e = E_OK;
	b->calls = mem_array(w->n + 4, sizeof *b->calls);
	if (claim || w->claim_only)
		e = push(b, "UniversalDividend.claim_uds", json_object());
	for (size_t i = 0; i < w->n && !e && !w->claim_only; i++)
		e = w->all ? push_all(b, w->lines[i].to, !w->close) : push_transfer(b, &w->lines[i]);
	if (!e && w->rest)
		e = push_all(b, w->rest, false);
	if (!e && w->comment.n)
		e = push_comment(b);
	str_cut(&out->call, 0);
	out->batch = b->n > 1;
	if (!e && out->batch)
		e = compose_batch(b->r, b->calls, b->n, &out->call, b->f);
	else if (!e)
		str_add(&out->call, slice_str(&b->calls[0]));
	for (size_t i = 0; i < b->n; i++)
		str_free(&b->calls[i]);
	free(b->calls);
	b->n = 0;
	return e;
}

static size_t compact_size(size_t n)
{
	return n < 64 ? 1 : n < 16384 ? 2 : 4;
}

/* How long the extrinsic would be with a comment of so many bytes in place of the present one. */
static size_t bytes_with(const struct compose_plan *p, size_t comment)
{
	size_t had = p->comment_bytes, bare = p->bytes - compact_size(p->bytes);
	if (had)
		bare -= compact_size(had) + had;
	else
		bare += p->batch ? 2 : 2 + 1 + 2; /* the remark's number, and the batch's */
	bare += compact_size(comment) + comment;
	return bare + compact_size(bare);
}

static void measure(const struct runtime *r, const struct purse *p, struct compose_plan *out)
{
	struct extrinsic_draft d = { .call = out->call, .era = { ERA_PERIOD, ERA_PERIOD }, .nonce = p->nonce };
	out->bytes = extrinsic_length(r, &d);
	out->fee_c = compose_fee(out->bytes);
	out->free_bytes = 0;
	while (!out->fee_c && bytes_with(out, out->comment_bytes + out->free_bytes + 1) <= FREE_BYTES)
		out->free_bytes++;
}

static size_t count_doubles(const struct compose_wish *w)
{
	size_t n = 0;
	for (size_t i = 1; i < w->n; i++)
		for (size_t k = 0; k < i; k++)
			if (!memcmp(w->lines[i].to, w->lines[k].to, 32)) {
				n++;
				break;
			}
	return n;
}

/* The sum, in centimes as far as the dividend is known. */
static enum err add_up(const struct compose_wish *w, const struct currency *c, struct compose_plan *out, struct fault *f)
{
	int64_t sum = 0;
	for (size_t i = 0; i < w->n && !w->all; i++) {
		int64_t n = w->lines[i].amount;
		if (n <= 0 || n > INT64_MAX / 4 / (COMPOSE_MAX + 1))
			return fault_set(f, E_AMOUNT, _("line %zu"), i + 1);
		if (w->unit == COMPOSE_MILLI_UD && c->ud_c > 0 && n > INT64_MAX / 4 / (COMPOSE_MAX + 1) / c->ud_c)
			return fault_set(f, E_AMOUNT, _("line %zu"), i + 1);
		sum += w->unit == COMPOSE_C ? n : n * c->ud_c / 1000;
	}
	out->sum_c = sum;
	return E_OK;
}

static enum err check_wish(const struct compose_wish *w, struct fault *f)
{
	if (w->n > COMPOSE_MAX)
		return fault_set(f, E_TOO_BIG, _("%zu recipients, at most %d are possible in one payment"), w->n, COMPOSE_MAX);
	if (w->comment.n > COMPOSE_COMMENT)
		return fault_set(f, E_TOO_BIG, _("a comment of %zu bytes, at most %d are possible"), w->comment.n, COMPOSE_COMMENT);
	if (w->comment.n && !text_valid(w->comment))
		return fault_set(f, E_INVALID, _("the comment is not UTF-8"));
	if (!w->n && !w->claim_only && !w->rest)
		return fault_set(f, E_INVALID, _("nobody to pay"));
	if (w->all && (w->n != 1 || w->rest))
		return fault_set(f, E_INVALID, _("everything can go to one address only"));
	if (w->claim_only && (w->n || w->rest))
		return fault_set(f, E_INVALID, _("a claim pays nobody"));
	return E_OK;
}

/* For people: grouped, with the decimal sign of where they live. */
static void add_local(struct str *s, int64_t c)
{
	char whole[24];
	int n = snprintf(whole, sizeof whole, "%lld", (long long)(c / 100));
	for (int i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0)
			str_adds(s, i18n_thousands());
		str_addc(s, whole[i]);
	}
	str_addf(s, "%s%02d", i18n_decimal(), (int)(c % 100));
}

static enum err too_much(int64_t missing, struct fault *f)
{
	struct str s = { 0 };
	add_local(&s, missing);
	enum err e = fault_set(f, E_NO_MONEY, _("%s Ğ1 are missing"), str_c(&s));
	str_free(&s);
	return e;
}

/* What must stay in the account. */
static int64_t floor_of(const struct runtime *r, const struct purse *p, const struct compose_wish *w)
{
	int64_t frozen = p->frozen_c - p->reserved_c, keep = (w->all && w->close) || w->rest ? 0 : r->deposit_c;
	return frozen > keep ? frozen : keep;
}

/* With the money of the account as it is: does it need the dividends, and does it suffice? */
static enum err weigh(const struct runtime *r, const struct purse *p, const struct compose_wish *w, struct compose_plan *out, struct fault *f)
{
	int64_t have = p->free_c + out->claimed_c, stay = floor_of(r, p, w);
	if (p->source.degree == DEGREE_NONE)
		return E_OK;
	if (w->claim_only && !p->unclaimed_c)
		return fault_set(f, E_INVALID, _("no dividend is due"));
	if (w->all) {
		out->sum_c = have - stay - out->fee_c;
		if (out->sum_c <= 0)
			return too_much(stay + out->fee_c - have + 1, f);
	}
	if (have - out->sum_c - out->fee_c < stay)
		return too_much(stay + out->sum_c + out->fee_c - have, f);
	if (w->rest)
		out->sum_c = have - out->fee_c;
	out->stays_c = have - out->sum_c - out->fee_c;
	out->ends = !out->stays_c && !p->reserved_c && !p->identity;
	return E_OK;
}

enum err compose_pay(const struct runtime *r, const struct purse *p, const struct currency *c, const struct compose_wish *w,
                     struct compose_plan *out, struct fault *f)
{
	struct builder b = { .r = r, .w = w, .f = f };
	bool may_claim = p->source.degree != DEGREE_NONE && p->unclaimed_c > 0 && !w->never_claim && !w->claim_only;
	*out = (struct compose_plan){ .comment_bytes = w->comment.n, .doubled = count_doubles(w) };
	enum err e = check_wish(w, f);
	if (!e)
		e = add_up(w, c, out, f);
	if (!e)
		e = build(&b, false, out);
	if (!e) {
		measure(r, p, out);
		out->claimed_c = w->claim_only ? p->unclaimed_c : 0;
		/* Dividends are taken along when all is to go, or when the payment would not be possible without them. */
		bool claim = may_claim && (w->all || w->rest || p->free_c - out->sum_c - out->fee_c < floor_of(r, p, w));
		if (claim) {
			out->claimed_c = p->unclaimed_c;
			e = build(&b, true, out);
			if (!e)
				measure(r, p, out);
		}
	}
	if (!e)
		e = weigh(r, p, w, out, f);
	if (e)
		compose_free(out);
	return e;
}
