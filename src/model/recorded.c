/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/recorded.h"
#include "base/mem.h"
#include "base/tick.h"
#include "codec/address.h"
#include "g1/ledger_inside.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/contacts.h"
#include "model/journal_write.h"
#include "model/nodes.h"
#include "model/payment.h"
#include "model/snap.h"
#include "model/wallet.h"
#include <stdio.h>
#include <stdlib.h>

enum { SPEC = 1100, NONCE = 7, ROWS = 5000 };

struct person {
	struct person_found found;
	bool exists, multipass;
	struct purse purse;
};

/* A question; it answers in the next turn, like a chain that is near. */
struct job {
	struct recorded *r;
	struct job *next;
	struct loop_timer *timer;
	enum { JOB_FACTS, JOB_COST, JOB_LOOK, JOB_PERSON, JOB_NAMES } kind;
	void (*fn)(void);
	void *arg;
	char what[64];
	size_t n;
	unsigned char (*pubs)[32];
};

struct recorded {
	struct app *app;
	struct runtime *runtime;
	struct pool_head head;
	struct currency currency;
	struct ledger *ledger;
	char host[64];
	int64_t fee_c, refund_c;
	VEC(, struct person) people;
	VEC(, struct node) nodes;
	struct job *jobs;
	struct purse nobody, own;
};

static const char *const healths[], *const states[], *const kinds[], *const entries[], *const sides[];
static const struct coin_ops recorded_ops;

static bool read_pub(const json_t *o, const char *key, unsigned char pub[32])
{
	struct address a;
	const char *text = json_string_value(json_object_get(o, key));

	if (!text || address_read(slice_of(text), &a))
		return false;
	memcpy(pub, a.pub, 32);
	return true;
}

static struct source agreed(const struct recorded *r)
{
	struct source s = { .at = tick_now(), .degree = DEGREE_AGREED };

	snprintf(s.who, sizeof s.who, "%s", r->host);
	return s;
}

static const struct person *person_by(const struct recorded *r, const unsigned char *pub, const char *name)
{
	for (size_t i = 0; i < r->people.n; i++)
		if (pub ? !memcmp(r->people.v[i].found.pub, pub, 32) : !strcmp(r->people.v[i].found.name, name))
			return &r->people.v[i];
	return NULL;
}

/* -- the chain as a table -- */

static struct runtime *runtime(void *self, bool *confirmed)
{
	*confirmed = true;
	return ((struct recorded *)self)->runtime;
}

static const struct pool_head *head(void *self)
{
	return &((struct recorded *)self)->head;
}

static const char *host(void *self, unsigned node)
{
	(void)node;
	return ((struct recorded *)self)->host;
}

/* One's own accounts have what the wallet recorded. */
static struct purse purse_of(const struct recorded *r, const unsigned char pub[32])
{
	const struct wallet *w = r->app->wallet;
	int i = wallet_by_pub(w, pub);
	const struct person *o = person_by(r, pub, NULL);
	struct purse p = { .source = agreed(r), .block = r->head.final, .final = true, .nonce = NONCE, .quota_c = -1,
	                   .status = ACCOUNT_NO_IDENTITY };

	if (i < 0) {
		p.exists = o ? o->exists : true;
		p.free_c = p.exists ? 10000 : 0;
		return p;
	}
	const struct account *a = &w->accounts.v[i];
	p.source.degree = a->source.degree == DEGREE_NONE ? DEGREE_SAID : a->source.degree;
	p.exists = a->exists;
	p.free_c = a->free_c;
	p.reserved_c = a->reserved_c;
	p.unclaimed_c = a->unclaimed_c;
	p.unclaimed_n = (uint32_t)a->unclaimed_n;
	p.transferable_c = a->transferable_c;
	p.identity = p.linked = a->member ? 1 : 0;
	p.first_ud = a->member ? r->currency.ud_index - p.unclaimed_n : 0;
	p.status = a->member ? ACCOUNT_MEMBER : ACCOUNT_NO_IDENTITY;
	return p;
}

static const struct purse *purse(void *self, const unsigned char pub[32])
{
	struct recorded *r = self;

	r->own = purse_of(r, pub);
	return &r->own;
}

static const struct currency *currency(void *self)
{
	return &((struct recorded *)self)->currency;
}

static struct ledger *ledger(void *self)
{
	return ((struct recorded *)self)->ledger;
}

/* -- questions -- */

static void drop(struct job *j)
{
	for (struct job **p = &j->r->jobs; *p; p = &(*p)->next)
		if (*p == j) {
			*p = j->next;
			break;
		}
	loop_timer_del(j->timer);
	free(j->pubs);
	free(j);
}

static void answer_people(struct job *j, struct people_answer *a)
{
	struct person_found *v = mem_array(j->n ? j->n : 1, sizeof *v);
	const struct person *o;

	if (j->kind == JOB_PERSON && (o = person_by(j->r, NULL, j->what)))
		v[a->n++] = o->found;
	for (size_t i = 0; j->kind == JOB_NAMES && i < j->n; i++)
		if ((o = person_by(j->r, j->pubs[i], NULL)) && *o->found.name)
			v[a->n++] = o->found;
	if (j->kind == JOB_PERSON && !a->n)
		fault_set(&a->fault, E_NOT_FOUND, "%s", j->what);
	a->v = v;
}

static void answer(void *arg)
{
	struct job *j = arg, mine = *j;
	struct recorded *r = j->r;

	j->timer = NULL;
	j->pubs = NULL;
	drop(j);
	if (mine.kind == JOB_FACTS) {
		struct draft_facts d = { .node = 1, .best = r->head.best, .final = r->head.final, .nonce_final = NONCE, .nonce_best = NONCE,
		                         .nonce_next = NONCE, .purse = purse_of(r, mine.pubs[0]), .currency = r->currency };

		((void (*)(void *, const struct draft_facts *))mine.fn)(mine.arg, &d);
	} else if (mine.kind == JOB_COST) {
		struct draft_cost c = { .cost_c = r->fee_c - r->refund_c, .fee_c = r->fee_c, .refund_c = r->refund_c };

		((void (*)(void *, const struct draft_cost *))mine.fn)(mine.arg, &c);
	} else if (mine.kind == JOB_LOOK) {
		struct purse *v = mem_array(mine.n, sizeof *v);
		struct purse_answer a = { .purses = v, .currency = &r->currency, .n = mine.n };

		for (size_t i = 0; i < mine.n; i++)
			v[i] = purse_of(r, mine.pubs[i]);
		((void (*)(void *, const struct purse_answer *))mine.fn)(mine.arg, &a);
		free(v);
	} else {
		struct people_answer a = { 0 };

		answer_people(&mine, &a);
		((void (*)(void *, const struct people_answer *))mine.fn)(mine.arg, &a);
		free((void *)(uintptr_t)a.v);
	}
	free(mine.pubs);
}

static struct job *ask(struct recorded *r, int kind, void (*fn)(void), void *arg, const unsigned char (*pubs)[32], size_t n)
{
	struct job *j = mem_new(sizeof *j);

	*j = (struct job){ .r = r, .next = r->jobs, .kind = kind, .fn = fn, .arg = arg, .n = n };
	if (n) {
		j->pubs = mem_array(n, 32);
		memcpy(j->pubs, pubs, n * 32);
	}
	j->timer = loop_timer_add(r->app->loop, 0, answer, j);
	return r->jobs = j;
}

static void *facts(void *self, const unsigned char pub[32], void (*fn)(void *arg, const struct draft_facts *d), void *arg)
{
	unsigned char one[1][32];

	memcpy(one[0], pub, 32);
	return ask(self, JOB_FACTS, (void (*)(void))fn, arg, (const unsigned char (*)[32])one, 1);
}

static void *cost(void *self, struct slice bytes, void (*fn)(void *arg, const struct draft_cost *c), void *arg)
{
	(void)bytes;
	return ask(self, JOB_COST, (void (*)(void))fn, arg, NULL, 0);
}

static void *look(void *self, const unsigned char (*pubs)[32], size_t n, void (*fn)(void *arg, const struct purse_answer *a), void *arg)
{
	return ask(self, JOB_LOOK, (void (*)(void))fn, arg, pubs, n);
}

static void *person(void *self, const char *what, void (*fn)(void *arg, const struct people_answer *a), void *arg)
{
	struct job *j = ask(self, JOB_PERSON, (void (*)(void))fn, arg, NULL, 0);

	snprintf(j->what, sizeof j->what, "%s", what);
	return j;
}

static void *names(void *self, const unsigned char (*pubs)[32], size_t n, void (*fn)(void *arg, const struct people_answer *a), void *arg)
{
	return ask(self, JOB_NAMES, (void (*)(void))fn, arg, pubs, n);
}

static void cancel(void *self, enum coin_job kind, void *job)
{
	(void)self;
	(void)kind;
	drop(job);
}

static void *submit(void *self, struct submit_ask *a)
{
	(void)self;
	(void)a;
	return NULL;
}

static void stop(void *self, void *s)
{
	(void)self;
	(void)s;
}

/* -- reading -- */

static void read_head(struct recorded *r, const json_t *o)
{
	const struct wallet *w = r->app->wallet;
	struct currency *c = &r->currency;
	char *name = snap_text(o, "host", sizeof r->host - 1);

	snprintf(r->host, sizeof r->host, "%s", *name ? name : "g1.example");
	free(name);
	r->head = (struct pool_head){ .node = 1, .best = (uint32_t)snap_int(o, "best", 1000), .final = (uint32_t)snap_int(o, "final", 998) };
	r->fee_c = snap_int(o, "fee_c", 0);
	r->refund_c = snap_int(o, "refund_c", 0);
	*c = (struct currency){ .source = agreed(r), .block = r->head.final, .time = tick_now(), .ud_c = w->ud_c,
	                        .members = (uint32_t)snap_int(o, "members", 100), .ud_index = (uint32_t)snap_int(o, "ud_index", 1000),
	                        .next_ud = snap_int(o, "next_ud", 0), .next_reeval = snap_int(o, "next_reeval", 0),
	                        .fee_multiplier = UINT64_C(1000000000000000000) };
	c->identities = c->members;
	c->mass_c = c->issuance_c = snap_int(o, "mass_c", w->mean_c * (int64_t)c->members);
	c->n_reevals = 1;
	c->reevals[0].index = 1;
	c->reevals[0].ud_c = w->ud_c;
}

static bool is_multipass(struct app *a, const unsigned char pub[32])
{
	const struct person *o = a->recorded ? person_by(a->recorded, pub, NULL) : NULL;

	return o && o->multipass;
}

static void read_people(struct recorded *r, const json_t *list)
{
	size_t i;
	json_t *o;

	json_array_foreach(list, i, o) {
		struct person one = { .exists = !json_is_false(json_object_get(o, "exists")), .multipass = snap_bool(o, "multipass") };
		char *name = snap_text(o, "name", sizeof one.found.name - 1);

		one.found.source = agreed(r);
		if (json_is_false(json_object_get(o, "proven")))
			one.found.source.degree = DEGREE_SAID;
		one.found.index = (uint32_t)i + 2;
		one.found.status = snap_bool(o, "member") ? ACCOUNT_MEMBER : ACCOUNT_NOT_MEMBER;
		snprintf(one.found.name, sizeof one.found.name, "%s", name);
		free(name);
		if (read_pub(o, "address", one.found.pub))
			vec_push(&r->people, one);
	}
	payment_on_multipass(is_multipass);
}

static void read_history(struct recorded *r, const json_t *o)
{
	struct ledger_batch b = { .newest = true, .whole = true, .synced = r->head.best, .at = tick_now(), .cursor = "" };
	const json_t *list = json_object_get(o, "rows"), *v;
	size_t n = json_array_size(list), i;
	struct ledger_row *rows = mem_array(n ? n : 1, sizeof *rows);

	if (read_pub(o, "account", b.pub) && n <= ROWS) {
		json_array_foreach((json_t *)(uintptr_t)list, i, v) {
			struct ledger_row *row = &rows[i];
			char event[24];

			*row = (struct ledger_row){ .time = snap_int(v, "time", 0), .block = (uint32_t)snap_int(v, "block", (int64_t)(n - i)),
				.kind = (enum ledger_kind)snap_word(v, "kind", sides, LEDGER_IN), .amount_c = snap_int(v, "amount_c", 0),
				.days = (uint32_t)snap_int(v, "days", 0), .identity = (uint32_t)snap_int(v, "identity", 0),
				.name = snap_text(v, "name", PEOPLE_NAME - 1), .comment = snap_text(v, "comment", 512) };
			snprintf(event, sizeof event, "%u-%zu", row->block, n - i);
			row->event = mem_strdup(event);
			row->id = LEDGER_PLACE(row->block, n - i);
			read_pub(v, "party", row->party);
		}
		b.rows = rows;
		b.n = n;
		ledger_put(r->ledger, &b, true);
		for (i = 0; i < n; i++) {
			free((void *)(uintptr_t)rows[i].name);
			free((void *)(uintptr_t)rows[i].comment);
			free((void *)(uintptr_t)rows[i].event);
		}
	}
	free(rows);
}

/* Through the same transitions as a payment that happens. */
static enum err read_entry(struct recorded *r, const json_t *o, uint32_t nonce, struct fault *f)
{
	static const unsigned char block_hash[32] = { 0xb1, 0x0c };
	struct journal *j = r->app->journal;
	struct journal_to to = { .amount_c = snap_int(o, "amount_c", 0) };
	char *name = snap_text(o, "name", 64), *comment = snap_text(o, "comment", 512), *words = snap_text(o, "words", 200),
	     *code = snap_text(o, "code", 64);
	struct journal_entry e = { .kind = (enum journal_kind)snap_word(o, "kind", entries, J_PAY), .comment = comment, .total_c = to.amount_c,
		.title = words, .words = words, .code = code, .node = r->host, .fee_c = snap_int(o, "fee_c", 0), .claim_c = snap_int(o, "claim_c", 0) };
	enum journal_state state = (enum journal_state)snap_word(o, "state", states, J_DRAFT);
	struct journal_signed s = { .nonce = nonce, .birth = r->head.final - 20, .death = r->head.final + 44, .period = 64, .spec = SPEC, .tx = 1,
		.hash = { 0xab, (unsigned char)nonce }, .bytes = SLICE("\x00") };
	struct journal_end end = { .ok = state == J_FINAL, .in_block = state != J_EXPIRED, .block = (uint32_t)snap_int(o, "block", 0), .index = 1,
		.fee_c = -1, .code = code, .words = words };
	int64_t id = 0;
	enum err err;

	to.name = name;
	memcpy(e.account, r->app->wallet->accounts.v[0].pub, 32);
	memcpy(end.hash, block_hash, 32);
	if (read_pub(o, "to", to.pub))
		vec_push(&e.to, to);
	err = journal_draft(j, &e, SLICE("\x00"), -1, &id, f);
	if (!err && state != J_DRAFT && state != J_DROPPED)
		err = journal_signed(j, id, &s, f);
	if (!err && state != J_DRAFT && state != J_DROPPED && state != J_SIGNED)
		err = journal_sending(j, id, r->host, f);
	if (!err && state == J_IN_BLOCK)
		err = journal_in_block(j, id, end.block, 1, end.hash, f);
	if (!err && (state == J_FINAL || state == J_REFUSED || state == J_EXPIRED))
		err = journal_settle(j, id, &end, f);
	if (!err && state == J_DROPPED)
		err = journal_drop(j, id, f);
	vec_free(&e.to);
	free(name);
	free(comment);
	free(words);
	free(code);
	return err;
}

static struct node read_node(const json_t *o)
{
	return (struct node){
		.url = snap_text(o, "url", 200), .host = snap_text(o, "host", 100), .origin = snap_text(o, "origin", 100),
		.kind = (enum node_kind)snap_word(o, "kind", kinds, NODE_RPC), .health = (enum node_health)snap_word(o, "health", healths, NODE_GOOD),
		.chosen = snap_bool(o, "chosen"), .second = snap_bool(o, "second"), .local = snap_bool(o, "local"),
		.height = snap_int(o, "height", -1), .final = snap_int(o, "final", -1), .lag = snap_int(o, "lag", -1),
		.ping_ms = snap_int(o, "ping_ms", -1), .version = snap_text(o, "version", 40), .archive = (int)snap_int(o, "archive", -1),
		.agrees = (int)snap_int(o, "agrees", -1), .why = snap_text(o, "why", 200), .since = snap_int(o, "since", 0),
	};
}

static void read_contacts(struct app *a, const json_t *list)
{
	size_t i;
	json_t *o;

	contacts_loose(a->contacts);
	json_array_foreach(list, i, o) {
		struct contact c = { .made = snap_int(o, "made", 1), .name = snap_text(o, "name", 64), .note = snap_text(o, "note", 500),
			.group = snap_text(o, "group", 64), .npub = snap_text(o, "npub", 80), .mail = snap_text(o, "mail", 80) };

		if (read_pub(o, "address", c.pub))
			contacts_put(a->contacts, &c, NULL);
		free(c.name);
		free(c.note);
		free(c.group);
		free(c.npub);
		free(c.mail);
	}
}

enum err recorded_load(struct app *a, const json_t *chain, struct fault *f)
{
	struct recorded *r = mem_new(sizeof *r);
	const struct ledger_conf conf = { .loop = a->loop };
	const struct runtime_id id = { .name = "g1", .spec = SPEC, .tx = 1 };
	size_t i;
	json_t *o;
	enum err e = ledger_open(&conf, &r->ledger, f);

	a->recorded = r;
	r->app = a;
	r->runtime = runtime_builtin(&id);
	read_head(r, chain);
	read_people(r, json_object_get(chain, "people"));
	json_array_foreach(json_object_get(chain, "history"), i, o)
		if (!e)
			read_history(r, o);
	if (!e)
		e = journal_open("", false, &a->journal, f);
	json_array_foreach(json_object_get(chain, "journal"), i, o)
		if (!e && a->wallet->accounts.n)
			e = read_entry(r, o, (uint32_t)i + 1, f);
	read_contacts(a, json_object_get(chain, "contacts"));
	json_array_foreach(json_object_get(chain, "nodes"), i, o)
		vec_push(&r->nodes, read_node(o));
	a->coin->ops = &recorded_ops;
	a->coin->self = r;
	subject_state(&a->coin->subject, STATE_FRESH, NULL);
	return e;
}

void recorded_free(struct recorded *r)
{
	if (!r)
		return;
	while (r->jobs)
		drop(r->jobs);
	for (size_t i = 0; i < r->nodes.n; i++) {
		free(r->nodes.v[i].url);
		free(r->nodes.v[i].host);
		free(r->nodes.v[i].origin);
		free(r->nodes.v[i].version);
		free(r->nodes.v[i].why);
	}
	vec_free(&r->nodes);
	vec_free(&r->people);
	ledger_close(r->ledger);
	runtime_drop(r->runtime);
	free(r);
}

bool recorded_busy(const struct recorded *r)
{
	return r && r->jobs;
}

size_t recorded_nodes(const struct recorded *r, const struct node **out)
{
	*out = r->nodes.v;
	return r->nodes.n;
}

static const struct coin_ops recorded_ops = { runtime, head, host, purse, currency, ledger, facts, cost, look, person, names, cancel, submit, stop };
static const char *const healths[] = { "unknown", "asking", "good", "behind", "down", "lies", "foreign", NULL };
static const char *const kinds[] = { "node", "indexer", NULL };
static const char *const states[] = { "draft", "signed", "sent", "in-block", "final", "refused", "expired", "dropped", NULL };
static const char *const entries[] = { "pay", "claim", "call", NULL };
static const char *const sides[] = { "in", "out", "claim", NULL };
