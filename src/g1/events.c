/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/events.h"
#include "codec/value.h"

enum { RECORD_LEAST = 5 }; /* phase, two numbers of the event, topics: the least bytes, but for the extrinsic's number */

void events_open(struct events *e, const struct runtime *r, struct slice bytes)
{
	*e = (struct events){ .runtime = r, .in = scale_open(bytes.p, bytes.n) };
	e->left = scale_count(&e->in, RECORD_LEAST - 1);
	e->bad = e->in.bad;
}

static bool stop(struct events *e)
{
	e->bad = true;
	e->left = 0;
	return false;
}

bool events_next(struct events *e, struct event *out)
{
	const struct meta *m = e->runtime->meta;
	if (!e->left) {
		e->bad |= !scale_done(&e->in);
		return false;
	}
	e->left--;
	uint64_t phase = scale_uint(&e->in, 1);
	out->extrinsic = phase ? EVENTS_NONE : (uint32_t)scale_uint(&e->in, 4);
	out->pallet = meta_pallet_at(m, (unsigned)scale_uint(&e->in, 1));
	const struct registry_type *t =
		out->pallet && out->pallet->events != REGISTRY_NONE ? registry_get(&m->types, out->pallet->events) : NULL;
	out->variant = t ? registry_variant(t, (unsigned)scale_uint(&e->in, 1)) : NULL;
	if (phase > 2 || !out->variant || e->in.bad)
		return stop(e);
	const unsigned char *from = e->in.p;
	for (size_t i = 0; i < out->variant->n_fields; i++)
		if (!value_skip(m, out->variant->fields[i].type, &e->in))
			return stop(e);
	out->fields = (struct slice){ (const char *)from, (size_t)(e->in.p - from) };
	scale_take(&e->in, scale_count(&e->in, 32) * 32); /* topics */
	return e->in.bad ? stop(e) : true;
}

bool event_is(const struct event *e, const char *name)
{
	const char *dot = strchr(name, '.');
	return dot && slice_eq(e->pallet->name, (struct slice){ name, (size_t)(dot - name) }) && slice_is(e->variant->name, dot + 1);
}

/* The event as its outer type has it: two numbers, then the fields. */
static struct str whole(const struct event *e)
{
	struct str s = { 0 };
	str_addc(&s, (char)e->pallet->index);
	str_addc(&s, (char)e->variant->index);
	str_add(&s, e->fields);
	return s;
}

bool event_text(const struct events *s, const struct event *e, struct str *out)
{
	struct str bytes = whole(e);
	struct scale in = scale_open(bytes.p, bytes.n);
	bool ok = value_text(s->runtime->meta, s->runtime->meta->event, &in, out);
	str_free(&bytes);
	return ok;
}

json_t *event_json(const struct events *s, const struct event *e)
{
	struct str bytes = whole(e);
	struct scale in = scale_open(bytes.p, bytes.n);
	json_t *v = value_json(s->runtime->meta, s->runtime->meta->event, &in);
	str_free(&bytes);
	return v;
}

/* The bytes of a field by its name. */
static bool field(const struct events *s, const struct event *e, const char *name, struct scale *out)
{
	struct scale in = scale_open(e->fields.p, e->fields.n);
	for (size_t i = 0; i < e->variant->n_fields; i++) {
		const unsigned char *from = in.p;
		value_skip(s->runtime->meta, e->variant->fields[i].type, &in);
		if (!slice_is(e->variant->fields[i].name, name))
			continue;
		*out = scale_open(from, (size_t)(in.p - from));
		return !in.bad;
	}
	return false;
}

/* Hostile events may tell any sum. */
static void add(int64_t *sum, int64_t n)
{
	if (__builtin_add_overflow(*sum, n, sum))
		*sum = INT64_MAX;
}

static int64_t number(const struct events *s, const struct event *e, const char *name)
{
	struct scale in;
	if (!field(s, e, name, &in) || in.end - in.p > 8 || in.end == in.p)
		return 0;
	uint64_t v = scale_uint(&in, (size_t)(in.end - in.p));
	return v <= INT64_MAX ? (int64_t)v : 0;
}

static void read_error(const struct events *s, const struct event *e, const char *name, struct events_outcome *out)
{
	struct scale in;
	if (!field(s, e, name, &in) || !refusal_dispatch(s->runtime, &in, &out->error))
		out->error = (struct refusal_error){ .code = E_CHAIN_REFUSED };
}

static void look(const struct events *s, const struct event *e, struct events_outcome *out)
{
	if (event_is(e, "System.ExtrinsicSuccess")) {
		out->found = out->success = true;
	} else if (event_is(e, "System.ExtrinsicFailed")) {
		out->found = true;
		out->success = false;
		read_error(s, e, "dispatch_error", out);
	} else if (event_is(e, "Utility.BatchInterrupted") || event_is(e, "Utility.ItemFailed")) {
		out->partial = true;
		read_error(s, e, "error", out);
	} else if (event_is(e, "TransactionPayment.TransactionFeePaid")) {
		add(&out->tip_c, number(s, e, "tip"));
		add(&out->fee_c, number(s, e, "actual_fee"));
	} else if (event_is(e, "Quota.Refunded")) {
		add(&out->refund_c, number(s, e, "amount"));
	} else if (event_is(e, "UniversalDividend.UdsClaimed") || event_is(e, "UniversalDividend.UdsAutoPaid")) {
		add(&out->claimed_c, number(s, e, "total"));
		out->claimed_n += (uint32_t)number(s, e, "count");
	}
}

bool events_outcome(const struct runtime *r, struct slice bytes, uint32_t extrinsic, struct events_outcome *out)
{
	struct events s;
	struct event e;
	*out = (struct events_outcome){ 0 };
	events_open(&s, r, bytes);
	while (events_next(&s, &e))
		if (e.extrinsic == extrinsic)
			look(&s, &e, out);
	if (s.bad)
		*out = (struct events_outcome){ 0 };
	return !s.bad;
}
