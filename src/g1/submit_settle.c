/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds out what became of the bytes: looks for them in blocks, reads the events of their block, waits until it is final. */
#include "base/i18n.h"
#include "codec/hex.h"
#include "g1/submit_inside.h"

enum { OVERLAP = 6 }; /* blocks looked at again, as the newest may change */

static void ask_canon(struct submit *s, uint32_t number, void (*fn)(struct submit *s));

bool settle_busy(const struct submit *s)
{
	return s->locate || s->read || s->ask || s->ask2;
}

void settle_stop(struct submit *s)
{
	locate_cancel(s->locate);
	storage_cancel(s->read);
	ask_cancel(s->p, s->ask);
	ask_cancel(s->p, s->ask2);
	s->locate = NULL;
	s->read = NULL;
	s->ask = s->ask2 = 0;
}

static void unknown(struct submit *s, const struct fault *f)
{
	enum submit_state state = s->news.state == SUBMIT_IN_BLOCK ? SUBMIT_IN_BLOCK : SUBMIT_UNKNOWN;
	submit_tell(s, state, f);
}

/* In a block, final or not: told, and checked once more when its height is final. */
static void conclude(struct submit *s)
{
	const struct pool_head *h = pool_head(s->p);
	if (!submit_tell(s, SUBMIT_IN_BLOCK, NULL))
		return;
	if (h->node && h->final >= s->news.number)
		settle_final(s);
}

static void on_events(void *arg, const struct storage_answer *a)
{
	struct submit *s = arg;
	struct runtime *r = chain_runtime(s->c.chain);
	s->read = NULL;
	s->news.outcome = (struct events_outcome){ .found = false };
	if (!a->fault.code && r && a->values[0].p)
		events_outcome(r, a->values[0], s->news.index, &s->news.outcome);
	else if (a->fault.code && a->fault.code != E_PRUNED) {
		s->news.number = 0;
		unknown(s, &a->fault);
		return;
	}
	conclude(s);
}

static void read_events(struct submit *s)
{
	struct runtime *r = chain_runtime(s->c.chain);
	struct str key = { 0 };
	if (!r || !runtime_key(r, "System.Events", NULL, 0, &key)) {
		struct fault f;
		fault_set(&f, E_OFFLINE, _("the runtime of the chain is not known yet"));
		str_free(&key);
		unknown(s, &f);
		return;
	}
	struct slice k = slice_str(&key);
	s->read = storage_read(s->p, &(struct storage_ask){ .keys = &k, .n = 1, .at = STORAGE_BLOCK, .block = s->news.block,
		.fn = on_events, .arg = s });
	str_free(&key);
}

static void on_locate(void *arg, const struct locate_answer *a)
{
	struct submit *s = arg;
	s->locate = NULL;
	if (a->verdict == LOCATE_FOUND) {
		s->begun = true;
		s->news.number = a->number;
		s->news.index = a->index;
		s->news.rival = false;
		memcpy(s->news.block, a->block, 32);
		read_events(s);
	} else if (a->verdict == LOCATE_NOWHERE) {
		s->seen = s->top;
		settle_missing(s);
	} else {
		unknown(s, &a->fault);
	}
}

static void look_from(struct submit *s, uint32_t top, const unsigned char hash[32], enum degree degree)
{
	uint32_t from = s->seen > s->c.era.birth + OVERLAP && !s->final_look ? s->seen - OVERLAP : s->c.era.birth;
	s->top = top;
	struct locate_ask q = { .pool = s->p, .from = from, .to = s->news.last, .top = top, .degree = degree, .fn = on_locate, .arg = s };
	memcpy(q.hash, s->hash, 32);
	memcpy(q.top_hash, hash, 32);
	s->locate = locate_start(&q);
}

/* Two words about the hash at one height: the main node's counts, the second one's confirms. */
static void on_canon(struct submit *s, int who, const struct rpc_answer *a)
{
	s->canon_state[who] = !a->fault.code && !hex_exact(slice_of(json_string_value(a->result)), s->canon[who], 32);
}

/* DEGREE_NONE: the two contradict each other, or the main one says nothing. */
static enum degree canon_degree(struct submit *s, uint32_t number)
{
	if (!s->canon_state[0])
		return DEGREE_NONE;
	if (!s->canon_state[1])
		return DEGREE_SAID;
	if (!memcmp(s->canon[0], s->canon[1], 32))
		return DEGREE_AGREED;
	vote_start(s->p, number);
	return DEGREE_NONE;
}

static void last_known(struct submit *s)
{
	struct fault f;
	enum degree degree = canon_degree(s, s->news.last);
	s->news.degree = degree;
	if (degree == DEGREE_NONE) {
		fault_set(&f, s->canon_state[0] ? E_DISAGREE : E_OFFLINE, _("block %u"), s->news.last);
		s->final_look = false;
		unknown(s, &f);
		return;
	}
	look_from(s, s->news.last, s->canon[0], degree);
}

void settle_look(struct submit *s)
{
	const struct pool_head *h = pool_head(s->p);
	if (!h->node || !h->best || !h->final) {
		struct fault f;
		fault_set(&f, E_OFFLINE, _("no Ğ1 node answers"));
		if (s->news.state != SUBMIT_UNKNOWN)
			unknown(s, &f);
		return;
	}
	s->final_look = h->final >= s->news.last;
	if (s->final_look)
		ask_canon(s, s->news.last, last_known);
	else
		look_from(s, h->best, h->best_hash, DEGREE_SAID);
}

void settle_block(struct submit *s, const unsigned char hash[32])
{
	settle_stop(s);
	s->final_look = false;
	struct locate_ask q = { .pool = s->p, .from = 0, .top = LOCATE_THERE, .degree = DEGREE_SAID, .fn = on_locate, .arg = s };
	memcpy(q.hash, s->hash, 32);
	memcpy(q.top_hash, hash, 32);
	s->top = s->seen;
	s->locate = locate_start(&q);
}

static void height_known(struct submit *s)
{
	enum degree degree = canon_degree(s, s->news.number);
	struct fault f;
	if (degree == DEGREE_NONE) {
		fault_set(&f, s->canon_state[0] ? E_DISAGREE : E_OFFLINE, _("block %u"), s->news.number);
		unknown(s, &f);
		return;
	}
	if (memcmp(s->canon[0], s->news.block, 32)) { /* a re-org took it out: it may stand elsewhere */
		s->seen = 0;
		s->news.number = 0;
		if (submit_tell(s, SUBMIT_SENT, NULL))
			settle_look(s);
		return;
	}
	s->news.degree = degree;
	bool failed = s->news.outcome.found && !s->news.outcome.success;
	submit_tell(s, failed ? SUBMIT_FAILED : SUBMIT_FINAL, NULL);
}

void settle_final(struct submit *s)
{
	ask_canon(s, s->news.number, height_known);
}

static void canon_one(struct submit *s)
{
	if (!s->ask && !s->ask2)
		s->canon_next(s);
}

static void on_canon_main(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct submit *s = arg;
	s->ask = 0;
	(void)node;
	on_canon(s, 0, a);
	canon_one(s);
}

static void on_canon_second(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct submit *s = arg;
	s->ask2 = 0;
	(void)node;
	on_canon(s, 1, a);
	canon_one(s);
}

static void ask_canon(struct submit *s, uint32_t number, void (*fn)(struct submit *s))
{
	unsigned main = pool_head(s->p)->node, second = pool_second(s->p, 0);
	struct ask q = { .method = "chain_getBlockHash", .node = main, .deadline_ms = 8000, .arg = s };
	s->canon_next = fn;
	s->canon_state[0] = s->canon_state[1] = 0;
	q.params = json_pack("[I]", (json_int_t)number);
	q.fn = on_canon_main;
	s->ask = ask_node(s->p, &q);
	if (!second)
		return;
	q.params = json_pack("[I]", (json_int_t)number);
	q.node = second;
	q.fn = on_canon_second;
	s->ask2 = ask_node(s->p, &q);
}
