/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/people.h"
#include "base/clean.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "base/vec.h"
#include "codec/address.h"
#include "codec/layout.h"
#include "codec/pack.h"
#include "g1/pool_inside.h"
#include "io/jread.h"
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { NAMES_MOST = 200, WORD_MOST = 60 };

struct people_job {
	struct indexer *x;
	struct pool *p;
	struct runtime *r;
	VEC(, struct person_found) found;
	bool by_pub, more, checking;    /* checking: the chain is asked about what an indexer said */
	uint64_t ask;
	struct storage *read;
	struct loop_timer *timer;
	struct fault fault;
	void (*fn)(void *arg, const struct people_answer *a);
	void *arg;
};

static void job_free(struct people_job *j)
{
	if (j->x)
		indexer_cancel(j->x, j->ask);
	storage_cancel(j->read);
	loop_timer_del(j->timer);
	runtime_drop(j->r);
	vec_free(&j->found);
	free(j);
}

void people_cancel(struct people_job *j)
{
	if (j)
		job_free(j);
}

static void finish(struct people_job *j, const struct fault *f)
{
	struct people_answer a = { .v = j->found.v, .n = j->found.n, .more = j->more };
	if (f)
		a.fault = *f;
	j->fn(j->arg, &a);
	job_free(j);
}

static enum account_status status_of(const char *word)
{
	static const char *const words[] = { "UNCONFIRMED", "UNVALIDATED", "MEMBER", "NOTMEMBER", "REVOKED" };
	for (int i = 0; i < ACCOUNT_NO_IDENTITY; i++)
		if (!strcasecmp(word, words[i]))
			return (enum account_status)i;
	return ACCOUNT_NO_IDENTITY;
}

/* Rows of an answer; what does not fit is left out: it is only a search. */
static void take_rows(struct people_job *j, const char *host, const json_t *data)
{
	size_t i;
	json_t *v;
	const json_t *page = json_object_get(data, "identities");
	json_array_foreach(json_object_get(page, "nodes"), i, v) {
		struct person_found p = { .status = status_of(jread_text(v, "status", "")) };
		struct str name = { 0 };
		unsigned prefix;
		int64_t index = jread_int(v, "index", -1), until = jread_int(v, "expireOn", 0);
		clean_name(&name, slice_of(jread_text(v, "name", "")), PEOPLE_NAME - 1, NULL);
		snprintf(p.name, sizeof p.name, "%s", str_c(&name));
		str_free(&name);
		if (index < 0 || index > UINT32_MAX || ss58_decode(slice_of(jread_text(v, "accountId", "")), &prefix, p.pub))
			continue;
		p.index = (uint32_t)index;
		p.until = until > 0 ? until : 0;
		p.source = (struct source){ .at = tick_now(), .degree = DEGREE_SAID };
		snprintf(p.source.who, sizeof p.source.who, "%.60s", host);
		vec_push(&j->found, p);
	}
	j->more = jread_bool(page, "pageInfo.hasNextPage", false);
}

static int by_rank(const void *a, const void *b)
{
	const struct person_found *x = a, *y = b;
	bool mx = x->status == ACCOUNT_MEMBER, my = y->status == ACCOUNT_MEMBER;
	return mx != my ? my - mx : strcasecmp(x->name, y->name);
}

static void on_search(void *arg, const char *host, const struct graphql_answer *a)
{
	struct people_job *j = arg;
	struct fault f = a->fault;
	j->ask = 0;
	if (f.code) {
		finish(j, &f);
		return;
	}
	take_rows(j, host, a->data);
	if (j->found.n > 1)
		qsort(j->found.v, j->found.n, sizeof *j->found.v, by_rank);
	finish(j, NULL);
}

struct people_job *people_search(struct indexer *x, const char *words, size_t n, void (*fn)(void *arg, const struct people_answer *a), void *arg)
{
	struct people_job *j = mem_new(sizeof *j);
	struct str word = { 0 };
	j->x = x;
	j->fn = fn;
	j->arg = arg;
	clean_line(&word, slice_trim(slice_of(words)), WORD_MOST);
	j->ask = indexer_ask(x, &(struct indexer_ask){ .query = "people", .label = _("search"), .fn = on_search, .arg = j,
		.variables = json_pack("{s:s,s:i}", "word", str_c(&word), "n", (int)(n < NAMES_MOST ? n : NAMES_MOST)) });
	str_free(&word);
	return j;
}

static struct storage *read_keys(struct people_job *j, struct str *keys, size_t n, void (*fn)(void *arg, const struct storage_answer *a))
{
	struct slice *s = mem_array(n + 1, sizeof *s);
	for (size_t i = 0; i < n; i++)
		s[i] = slice_str(&keys[i]);
	struct storage *r = storage_read(j->p, &(struct storage_ask){ .keys = s, .n = n, .at = STORAGE_FINAL, .fn = fn, .arg = j });
	free(s);
	for (size_t i = 0; i < n; i++)
		str_free(&keys[i]);
	free(keys);
	return r;
}

static void not_there(struct people_job *j)
{
	struct fault f;
	fault_set(&f, E_NOT_FOUND, _("no such identity"));
	finish(j, &f);
}

/* One identity's two values. False when it is not there, or (checking) not of that address. */
static bool fill(const struct people_job *j, struct person_found *p, struct slice identity, struct slice membership, const struct source *source)
{
	struct layout_field x[RUNTIME_IDENTITY_FIELDS];
	struct scale until = scale_open(membership.p, membership.n);
	if (!identity.p || !layout_read(j->r->identity, identity.p, identity.n, x) || x[RUNTIME_OWNER].n != 32)
		return false;
	if (j->checking && memcmp(p->pub, x[RUNTIME_OWNER].p, 32))
		return false;
	memcpy(p->pub, x[RUNTIME_OWNER].p, 32);
	p->status = x[RUNTIME_STATUS].u < ACCOUNT_NO_IDENTITY ? (enum account_status)x[RUNTIME_STATUS].u : ACCOUNT_NO_IDENTITY;
	p->until = membership.p && p->status == ACCOUNT_MEMBER ? (int64_t)scale_uint(&until, 4) : (int64_t)x[RUNTIME_NEXT_CHANGE].u;
	p->source = *source;
	return true;
}

static void on_identities(void *arg, const struct storage_answer *a)
{
	struct people_job *j = arg;
	j->read = NULL;
	if (a->fault.code && !j->checking) {
		struct fault f = a->fault;
		finish(j, &f);
		return;
	}
	bool any = false;
	for (size_t i = 0; i < j->found.n && !a->fault.code; i++)
		any |= fill(j, &j->found.v[i], a->values[2 * i], a->values[2 * i + 1], &a->source);
	if (any || j->checking)
		finish(j, NULL); /* what the chain does not confirm stays what an indexer said */
	else
		not_there(j);
}

static void read_identities(struct people_job *j)
{
	struct str *keys = mem_array(j->found.n * 2 + 1, sizeof *keys);
	for (size_t i = 0; i < j->found.n; i++) {
		struct str index = { 0 };
		pack_uint(&index, j->found.v[i].index, 4);
		struct slice s = slice_str(&index);
		runtime_key(j->r, "Identity.Identities", &s, 1, &keys[2 * i]);
		runtime_key(j->r, "Membership.Membership", &s, 1, &keys[2 * i + 1]);
		str_free(&index);
	}
	j->read = read_keys(j, keys, j->found.n * 2, on_identities);
}

/* Indexes by name or by address. */
static void on_indexes(void *arg, const struct storage_answer *a)
{
	struct people_job *j = arg;
	struct fault f = a->fault;
	j->read = NULL;
	if (f.code) {
		finish(j, j->checking ? NULL : &f);
		return;
	}
	for (size_t i = 0; i < a->n; i++) {
		struct scale in = scale_open(a->values[i].p, a->values[i].n);
		uint32_t index = (uint32_t)scale_uint(&in, 4);
		bool told = a->values[i].p && scale_done(&in);
		if (!told && !j->checking) {
			not_there(j);
			return;
		}
		/* A name of another index: the indexer is wrong about it, and the person's row must not be confirmed. */
		if (j->checking && (!told || index != j->found.v[i].index))
			j->found.v[i].index = UINT32_MAX;
		else
			j->found.v[i].index = index;
	}
	read_identities(j);
}

static void read_indexes(struct people_job *j)
{
	struct str *keys = mem_array(j->found.n + 1, sizeof *keys);
	for (size_t i = 0; i < j->found.n; i++) {
		struct str name = { 0 };
		pack_blob(&name, j->found.v[i].name, strlen(j->found.v[i].name));
		struct slice s = j->by_pub ? (struct slice){ (const char *)j->found.v[i].pub, 32 } : slice_str(&name);
		runtime_key(j->r, j->by_pub ? "Identity.IdentityIndexOf" : "Identity.IdentitiesNames", &s, 1, &keys[i]);
		str_free(&name);
	}
	j->read = read_keys(j, keys, j->found.n, on_indexes);
}

static void on_fault(void *arg)
{
	struct people_job *j = arg;
	struct fault f = j->fault;
	j->timer = NULL;
	finish(j, f.code ? &f : NULL);
}

static void fail_soon(struct people_job *j, enum err e, const char *words)
{
	if (e)
		fault_set(&j->fault, e, "%s", words);
	j->timer = loop_timer_add(net_loop(j->p->c.net), 0, on_fault, j);
}

struct people_job *people_read(struct pool *p, struct runtime *r, const char *what, void (*fn)(void *arg, const struct people_answer *a), void *arg)
{
	struct people_job *j = mem_new(sizeof *j);
	struct person_found one = { .status = ACCOUNT_NO_IDENTITY };
	struct slice text = slice_trim(slice_of(what));
	struct address address;
	uint64_t index;
	*j = (struct people_job){ .p = p, .r = runtime_hold(r), .fn = fn, .arg = arg };
	if (!r) {
		fail_soon(j, E_OFFLINE, _("the runtime of the chain is not known yet"));
	} else if (slice_starts(text, "#") && slice_u64(slice_from(text, 1), &index) && index <= UINT32_MAX) {
		one.index = (uint32_t)index;
		vec_push(&j->found, one);
		read_identities(j);
	} else if (address_read(text, &address) == E_OK) {
		memcpy(one.pub, address.pub, 32);
		vec_push(&j->found, one);
		j->by_pub = true;
		read_indexes(j);
	} else if (text.n >= 3 && text.n < PEOPLE_NAME) {
		snprintf(one.name, sizeof one.name, "%.*s", (int)text.n, text.p);
		vec_push(&j->found, one);
		read_indexes(j);
	} else {
		fail_soon(j, E_INVALID, _("neither a name nor an index nor an address"));
	}
	return j;
}

static void on_names(void *arg, const char *host, const struct graphql_answer *a)
{
	struct people_job *j = arg;
	struct fault f = a->fault;
	j->ask = 0;
	if (!f.code)
		take_rows(j, host, a->data);
	if (f.code || !j->found.n || !j->r)
		finish(j, f.code ? &f : NULL);
	else
		read_indexes(j);
}

struct people_job *people_names(struct indexer *x, struct pool *p, struct runtime *r, const unsigned char (*pubs)[32], size_t n,
                                void (*fn)(void *arg, const struct people_answer *a), void *arg)
{
	struct people_job *j = mem_new(sizeof *j);
	json_t *list = json_array();
	*j = (struct people_job){ .x = x, .p = p, .r = runtime_hold(r), .checking = true, .fn = fn, .arg = arg };
	n = n < NAMES_MOST ? n : NAMES_MOST;
	for (size_t i = 0; i < n; i++) {
		char address[SS58_MAX];
		ss58_encode(SS58_G1, pubs[i], address);
		json_array_append_new(list, json_string(address));
	}
	if (!n) {
		json_decref(list);
		fail_soon(j, E_OK, "");
		return j;
	}
	j->ask = indexer_ask(x, &(struct indexer_ask){ .query = "names", .variables = json_pack("{s:o,s:i}", "addresses", list, "n", (int)n),
	                                               .fn = on_names, .arg = j });
	return j;
}
