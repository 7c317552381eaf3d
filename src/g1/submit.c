/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule behind all of this: bytes that were signed are sent again and again as they are, and are never given up for lost
 * before their last block is final. What one node says of them is a hint; blocks decide. */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "codec/hex.h"
#include "g1/extrinsic.h"
#include "g1/submit_inside.h"
#include <stdlib.h>

enum { AGAIN_MS = 6000, SENDS = 20, PATIENCE = 5 };

static void on_begin(void *arg);

static bool ended(enum submit_state s)
{
	return s == SUBMIT_FINAL || s == SUBMIT_FAILED || s == SUBMIT_EXPIRED;
}

static void submit_free(struct submit *s)
{
	submit_end(s);
	str_free(&s->bytes);
	str_free(&s->hex);
	free(s);
}

void submit_end(struct submit *s)
{
	settle_stop(s);
	ask_cancel(s->p, s->send);
	ask_cancel(s->p, s->watch);
	ask_cancel(s->p, s->also);
	s->send = s->watch = s->also = 0;
	loop_timer_del(s->timer);
	s->timer = NULL;
	if (s->held)
		pool_hold(s->p, false);
	s->held = false;
}

bool submit_tell(struct submit *s, enum submit_state state, const struct fault *f)
{
	s->news.state = state;
	s->news.open = !ended(state);
	s->news.fault = f ? *f : (struct fault){ .code = E_OK };
	if (!s->news.open)
		submit_end(s);
	s->telling = true;
	s->c.fn(s->c.arg, &s->news);
	s->telling = false;
	if (s->dead)
		submit_free(s);
	else
		return true;
	return false;
}

void submit_stop(struct submit *s)
{
	if (!s)
		return;
	s->dead = true;
	if (!s->telling)
		submit_free(s);
}

static bool refused_by(const struct submit *s, unsigned node)
{
	for (unsigned i = 0; i < s->n_refused; i++)
		if (s->refused[i] == node)
			return true;
	return false;
}

/* The main node, or the second when that one refused; 0: nobody is left. */
static unsigned carrier(const struct submit *s)
{
	unsigned main = pool_head(s->p)->node, second = pool_second(s->p, 0);
	return main && !refused_by(s, main) ? main : second && !refused_by(s, second) ? second : 0;
}

static void send_later(struct submit *s, int64_t ms)
{
	s->carried = false;
	s->next_send_ms = tick_ms() + ms;
	if (!s->timer)
		s->timer = loop_timer_add(net_loop(s->p->c.net), ms, on_begin, s);
}

static void refused(struct submit *s, unsigned node, const struct refusal *r)
{
	struct fault f;
	const struct pool_node *n = pool_node(s->p, node);
	fault_set(&f, r->code, "%.60s: %.120s", n ? n->host : "?", r->words);
	switch (r->kind) {
	case REFUSAL_NETWORK:
		send_later(s, s->sends > 1 ? AGAIN_MS : 0);
		if (!carrier(s))
			submit_tell(s, SUBMIT_UNKNOWN, &f);
		return;
	case REFUSAL_KNOWN:
		s->carried = true;
		s->next_send_ms = tick_ms() + AGAIN_MS * 5;
		submit_tell(s, SUBMIT_SENT, NULL);
		return;
	case REFUSAL_LATER:
		send_later(s, AGAIN_MS);
		submit_tell(s, SUBMIT_SENDING, &f);
		return;
	default:
		break;
	}
	if (s->n_refused < sizeof s->refused / sizeof *s->refused)
		s->refused[s->n_refused++] = node;
	s->carried = false;
	s->news.rival |= r->kind == REFUSAL_STALE;
	/* "Too old" and "already used" may well be about these very bytes, in a block already. */
	s->seen = 0;
	if (!submit_tell(s, r->kind == REFUSAL_NEVER && carrier(s) ? SUBMIT_SENDING : SUBMIT_REFUSED, &f))
		return;
	if (!settle_busy(s))
		settle_look(s);
}

static void on_sent(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct submit *s = arg;
	struct refusal r;
	s->send = 0;
	if (a->fault.code) {
		refusal_submit(a, &r);
		refused(s, node, &r);
		return;
	}
	s->carried = true;
	s->next_send_ms = tick_ms() + AGAIN_MS * 5;
	submit_tell(s, SUBMIT_SENT, NULL);
}

static void on_status(struct submit *s, const json_t *v)
{
	const char *word = json_is_string(v) ? json_string_value(v) : "";
	const char *block = json_string_value(json_object_get(v, "inBlock"));
	unsigned char hash[32];
	if (!block)
		block = json_string_value(json_object_get(v, "finalized"));
	if (block && !hex_exact(slice_of(block), hash, 32)) {
		if (s->news.state < SUBMIT_IN_BLOCK || memcmp(s->news.block, hash, 32))
			settle_block(s, hash);
	} else if (json_object_get(v, "retracted")) {
		if (s->news.state == SUBMIT_IN_BLOCK) {
			settle_stop(s);
			s->seen = 0;
			submit_tell(s, SUBMIT_SENT, NULL);
		}
	} else if (!strcmp(word, "ready") || json_object_get(v, "broadcast")) {
		s->carried = true;
		if (s->news.state < SUBMIT_SENT || s->news.state == SUBMIT_UNKNOWN)
			submit_tell(s, SUBMIT_SENT, NULL);
	} else if (!strcmp(word, "dropped") || !strcmp(word, "invalid") || json_object_get(v, "usurped")) {
		ask_cancel(s->p, s->watch);
		s->watch = 0;
		s->seen = 0;
		s->news.rival |= json_object_get(v, "usurped") != NULL;
		send_later(s, AGAIN_MS);
	}
}

static void on_watch(void *arg, unsigned node, enum rpc_news news, const json_t *result, const struct rpc_answer *a)
{
	struct submit *s = arg;
	struct refusal r;
	switch (news) {
	case RPC_SUBSCRIBED:
		s->carried = true;
		submit_tell(s, SUBMIT_SENT, NULL);
		return;
	case RPC_NOTE:
		on_status(s, result);
		return;
	default: /* the subscription is over */
		s->watch = 0;
		if (news == RPC_LOST && s->carried) {
			send_later(s, AGAIN_MS); /* whoever is the main node then; it may have reached the others */
			return;
		}
		refusal_submit(a, &r);
		refused(s, node, &r);
	}
}

void submit_send(struct submit *s)
{
	unsigned node = carrier(s);
	const struct pool_node *n = pool_node(s->p, node);
	if (s->carried && !s->watch && tick_ms() >= s->next_send_ms)
		s->carried = false; /* it may have forgotten: told twice it says so */
	if (s->c.never_send || s->send || s->watch || s->carried || !node || s->sends >= SENDS || tick_ms() < s->next_send_ms)
		return;
	s->sends++;
	s->news.node = node;
	if (!s->held)
		pool_hold(s->p, true);
	s->held = true;
	if (n->web_socket)
		s->watch = ask_watch(s->p, &(struct ask_watch){ .subscribe = "author_submitAndWatchExtrinsic",
			.unsubscribe = "author_unwatchExtrinsic", .params = json_pack("[s]", str_c(&s->hex)), .node = node, .once = true,
			.fn = on_watch, .arg = s });
	if (!s->watch)
		s->send = ask_node(s->p, &(struct ask){ .method = "author_submitExtrinsic", .params = json_pack("[s]", str_c(&s->hex)),
			.node = node, .once = true, .fn = on_sent, .arg = s });
	if (s->news.state == SUBMIT_LOOKING || s->news.state == SUBMIT_UNKNOWN)
		submit_tell(s, SUBMIT_SENDING, NULL);
}

static void on_also(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct submit *s = arg;
	s->also = 0;
	(void)node, (void)a; /* blocks will tell */
}

/* It has it and brings it into no block: the second one gets the same bytes, too. */
static void send_also(struct submit *s)
{
	unsigned second = pool_second(s->p, s->news.node);
	if (!s->carried || s->also || !second || s->c.never_send || refused_by(s, second) || tick_ms() < s->also_ms)
		return;
	s->also_ms = tick_ms() + AGAIN_MS;
	s->also = ask_node(s->p, &(struct ask){ .method = "author_submitExtrinsic", .params = json_pack("[s]", str_c(&s->hex)), .node = second,
	                                        .once = true, .fn = on_also, .arg = s });
}

/* Nowhere up to s->seen: then it is sent (again), or it is over. */
void settle_missing(struct submit *s)
{
	s->begun = true;
	if (s->final_look) {
		submit_tell(s, SUBMIT_EXPIRED, NULL);
		return;
	}
	if (s->news.state == SUBMIT_IN_BLOCK && !submit_tell(s, SUBMIT_SENT, NULL))
		return;
	if (s->watch)
		send_also(s);
	submit_send(s);
}

static void on_begin(void *arg)
{
	struct submit *s = arg;
	s->timer = NULL;
	if (settle_busy(s))
		return;
	if (!s->begun) {
		settle_look(s);
		return;
	}
	submit_send(s);
	if (!s->send && !s->watch && !s->sends && !carrier(s)) {
		struct fault f;
		fault_set(&f, E_OFFLINE, _("no Ğ1 node answers"));
		submit_tell(s, SUBMIT_UNKNOWN, &f);
	}
}

struct submit *submit_start(const struct submit_ask *a)
{
	struct submit *s = mem_new(sizeof *s);
	s->p = a->pool;
	s->c = *a;
	str_add(&s->bytes, a->bytes);
	s->c.bytes = slice_str(&s->bytes);
	hex_add0x(&s->hex, a->bytes.p, a->bytes.n);
	extrinsic_hash(a->bytes, s->hash);
	s->news = (struct submit_news){ .state = SUBMIT_LOOKING, .open = true, .last = era_last(&a->era) };
	s->begun = !a->look_first && !a->never_send;
	s->timer = loop_timer_add(net_loop(s->p->c.net), 0, on_begin, s);
	return s;
}

void submit_head(struct submit *s, const struct pool_head *h)
{
	if (!s->news.open || s->timer || settle_busy(s) || !h->node)
		return;
	if (s->news.state == SUBMIT_IN_BLOCK) {
		if (h->final >= s->news.number)
			settle_final(s);
		return;
	}
	/* A subscription tells of blocks, if the node keeps its word; without one they are looked through as they come. */
	bool over = h->final >= s->news.last, blind = h->best > s->seen + (s->watch ? PATIENCE : 0);
	bool lost = s->news.state == SUBMIT_UNKNOWN && s->sends;
	if (over || !s->begun || lost || (blind && (s->sends || s->c.never_send)))
		settle_look(s);
	else
		submit_send(s);
}

const struct submit_news *submit_news(const struct submit *s)
{
	return &s->news;
}
