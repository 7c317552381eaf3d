/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nodes of a small chain inside the test, on its own loop: JSON-RPC over HTTP, a real state trie with real proofs, real header
 * hashes; and the lies they are told to tell. */
#ifndef TESTS_T_G1_NODE_H
#define TESTS_T_G1_NODE_H

#include "base/mem.h"
#include "codec/header.h"
#include "codec/proof.h"
#include "codec/trie.h"
#include "io/jread.h"
#include "t_g1_turn.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum lie { LIE_NONE, LIE_PROOF, LIE_PROOF_SHORT, LIE_PROOF_AT, LIE_GENESIS, LIE_FORK, LIE_HEADER, LIE_VALUE, LIE_DEAD, LIE_SILENT, LIE_NO_PROOF,
	LIE_NO_PROOF_VALUE, LIE_SYNCING, LIE_GARBAGE, LIE_NULL };

struct chain_here {
	struct trie state;
	uint32_t best, final, first;    /* blocks first ... best exist; block 0 too */
	unsigned char hash[2][400][32]; /* by fork, counted from first */
	struct header header[2][400];
};

struct fake {
	struct chain_here *chain;
	int port, fd;
	struct loop_fd *watch;
	enum lie lie;
	unsigned asked, refused;        /* calls; upgrades to a web socket */
	char url[64];
	/* the test's own answers; NULL: the usual one */
	json_t *(*extra)(struct fake *n, const char *method, const json_t *params);
	json_t *error;                  /* set by extra: an error instead */
	json_t *(*graphql)(struct fake *n, const json_t *question); /* the whole answer; for an indexer */
};

struct visit {
	struct fake *n;
	int fd;
	struct loop_fd *watch;
	struct str in;
	struct visit *next;
};
static struct visit *visits;

__attribute__((unused)) static void chain_make(struct chain_here *c, uint32_t first, uint32_t best, uint32_t final)
{
	unsigned char parent[2][32] = { { 0 } };
	c->first = first;
	c->best = best;
	c->final = final;
	for (uint32_t n = first; n <= best; n++)
		for (int fork = 0; fork < 2; fork++) {
			struct header *h = &c->header[fork][n - first];
			*h = (struct header){ .number = n };
			memcpy(h->parent, parent[fork], 32);
			trie_root(&c->state, h->state_root);
			memset(h->extrinsics_root, fork ? 0x77 : 0x55, 32);
			header_hash(h, c->hash[fork][n - first]);
			memcpy(parent[fork], c->hash[fork][n - first], 32);
		}
}

static json_t *hex_text(const void *p, size_t n)
{
	struct str s = { 0 };
	hex_add0x(&s, p, n);
	json_t *v = json_string(str_c(&s));
	str_free(&s);
	return v;
}

static json_t *hash_at(const struct fake *n, int64_t number)
{
	const struct chain_here *c = n->chain;
	unsigned char genesis[32];
	hex_exact(slice_of(g1_genesis), genesis, 32);
	if (!number) {
		genesis[0] ^= n->lie == LIE_GENESIS;
		return hex_text(genesis, 32);
	}
	if (number < c->first || number > c->best)
		return json_null();
	return hex_text(c->hash[n->lie == LIE_FORK][number - c->first], 32);
}

static json_t *header_of(const struct fake *n, const char *hash)
{
	const struct chain_here *c = n->chain;
	unsigned char want[32];
	int fork = n->lie == LIE_FORK;
	uint32_t number = c->best;
	if (hash) {
		if (hex_exact(slice_of(hash), want, 32))
			return json_null();
		for (number = c->first; number <= c->best && memcmp(c->hash[fork][number - c->first], want, 32); number++)
			;
		if (number > c->best)
			return json_null();
	}
	struct header h = c->header[fork][number - c->first];
	if (n->lie == LIE_HEADER)
		h.state_root[3] ^= 1;
	return header_to_json(&h);
}

static json_t *proof_of(const struct fake *n, const json_t *params)
{
	struct proof_nodes nodes = { 0 };
	struct slice keys[64];
	struct str bytes[64] = { { 0 } };
	size_t k = json_array_size(json_array_get(params, 0));
	for (size_t i = 0; i < k && i < 64; i++) {
		hex_append(slice_of(json_string_value(json_array_get(json_array_get(params, 0), i))), &bytes[i]);
		keys[i] = slice_str(&bytes[i]);
	}
	proof_make(&n->chain->state, keys, k, &nodes);
	json_t *list = json_array();
	for (size_t i = 0; i < nodes.n; i++) {
		if (n->lie == LIE_PROOF && i == 0)
			nodes.v[i].p[nodes.v[i].n - 1] ^= 1;
		if (n->lie != LIE_PROOF_SHORT || i)
			json_array_append_new(list, hex_text(nodes.v[i].p, nodes.v[i].n));
	}
	proof_nodes_free(&nodes);
	for (size_t i = 0; i < k; i++)
		str_free(&bytes[i]);
	json_t *at = n->lie == LIE_PROOF_AT ? hash_at(n, n->chain->first) : json_incref(json_array_get(params, 1));
	return json_pack("{s:o,s:o}", "at", at, "proof", list);
}

static json_t *values_of(const struct fake *n, const json_t *params)
{
	json_t *changes = json_array(), *key;
	size_t i;
	json_array_foreach(json_array_get(params, 0), i, key) {
		struct str k = { 0 };
		struct slice v;
		hex_append(slice_of(json_string_value(key)), &k);
		bool there = trie_get(&n->chain->state, slice_str(&k), &v);
		json_t *value = there ? hex_text(v.p, v.n) : json_null();
		if (there && (n->lie == LIE_VALUE || n->lie == LIE_NO_PROOF_VALUE)) {
			json_decref(value);
			value = json_string("0xdead");
		}
		json_array_append_new(changes, json_pack("[O,o]", key, value));
		str_free(&k);
	}
	json_t *block = json_array_get(params, 1);
	return json_pack("[{s:o,s:o}]", "block", block ? json_incref(block) : hash_at(n, n->chain->best), "changes", changes);
}

static json_t *usual(struct fake *n, const char *method, const json_t *params)
{
	const char *first = json_string_value(json_array_get(params, 0));
	if (n->lie == LIE_NULL)
		return json_null();
	if (!strcmp(method, "chain_getBlockHash"))
		return hash_at(n, json_array_size(params) ? json_integer_value(json_array_get(params, 0)) : n->chain->best);
	if (!strcmp(method, "chain_getHeader"))
		return header_of(n, first);
	if (!strcmp(method, "chain_getFinalizedHead"))
		return hash_at(n, n->chain->final);
	if (!strcmp(method, "system_version"))
		return json_string("0.12\x1b[2J");
	if (!strcmp(method, "system_syncState"))
		return json_pack("{s:i,s:i}", "currentBlock", (int)n->chain->best, "highestBlock", (int)n->chain->best + (n->lie == LIE_SYNCING ? 500 : 0));
	if (!strcmp(method, "system_health"))
		return json_pack("{s:i,s:b}", "peers", 7, "isSyncing", n->lie == LIE_SYNCING);
	if (!strcmp(method, "state_getRuntimeVersion"))
		return json_pack("{s:s,s:i,s:i}", "specName", "g1", "specVersion", 1100, "transactionVersion", 1);
	if (!strcmp(method, "state_getReadProof") && n->lie != LIE_NO_PROOF && n->lie != LIE_NO_PROOF_VALUE)
		return proof_of(n, params);
	if (!strcmp(method, "state_queryStorageAt"))
		return values_of(n, params);
	return NULL;
}

static json_t *answer_one(struct fake *n, const json_t *call)
{
	const char *method = jread_text(call, "method", "");
	n->asked++;
	json_t *result = n->extra ? n->extra(n, method, json_object_get(call, "params")) : NULL;
	if (!result && !n->error)
		result = usual(n, method, json_object_get(call, "params"));
	json_t *o = json_pack("{s:s,s:O}", "jsonrpc", "2.0", "id", json_object_get(call, "id"));
	if (result)
		json_object_set_new(o, "result", result);
	else
		json_object_set_new(o, "error", n->error ? n->error : json_pack("{s:i,s:s}", "code", -32601, "message", "Method not found"));
	n->error = NULL;
	return o;
}

static void visit_end(struct visit *v)
{
	for (struct visit **at = &visits; *at; at = &(*at)->next)
		if (*at == v) {
			*at = v->next;
			break;
		}
	loop_fd_del(v->watch);
	close(v->fd);
	str_free(&v->in);
	free(v);
}

static void serve(struct visit *v, const char *body, size_t size)
{
	json_t *q = json_loadb(body, size, 0, NULL), *a;
	size_t i;
	json_t *each;
	if (v->n->graphql && json_object_get(q, "query")) {
		v->n->asked++;
		a = v->n->graphql(v->n, q);
	} else if (json_is_array(q)) {
		a = json_array();
		json_array_foreach(q, i, each)
			json_array_append_new(a, answer_one(v->n, each));
	} else {
		a = answer_one(v->n, q);
	}
	char *text = v->n->lie == LIE_GARBAGE ? strdup("{\"jsonrpc\":") : json_dumps(a, JSON_COMPACT);
	struct str out = { 0 };
	str_addf(&out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s", strlen(text), text);
	for (size_t done = 0; done < out.n;) {
		ssize_t k = write(v->fd, out.p + done, out.n - done);
		if (k <= 0)
			break;
		done += (size_t)k;
	}
	str_free(&out);
	free(text);
	json_decref(a);
	json_decref(q);
}

static void on_bytes(void *arg, short revents)
{
	struct visit *v = arg;
	char buf[65536];
	ssize_t k = read(v->fd, buf, sizeof buf);
	(void)revents;
	if (k <= 0 || v->n->lie == LIE_DEAD) {
		visit_end(v);
		return;
	}
	str_add(&v->in, (struct slice){ buf, (size_t)k });
	if (slice_starts(slice_str(&v->in), "GET ")) { /* web sockets are not for this one */
		static const char no[] = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
		if (write(v->fd, no, sizeof no - 1) > 0)
			v->n->refused++;
		visit_end(v);
		return;
	}
	const char *end = strstr(v->in.p, "\r\n\r\n"), *length = strcasestr(v->in.p, "content-length:");
	if (!end || !length || v->n->lie == LIE_SILENT)
		return;
	size_t want = strtoul(length + 15, NULL, 10), head = (size_t)(end + 4 - v->in.p);
	if (v->in.n < head + want)
		return;
	serve(v, v->in.p + head, want);
	visit_end(v);
}

static void on_visit(void *arg, short revents)
{
	struct fake *n = arg;
	int fd = accept(n->fd, NULL, NULL);
	(void)revents;
	if (fd < 0)
		return;
	struct visit *v = mem_new(sizeof *v);
	v->n = n;
	v->fd = fd;
	v->next = visits;
	visits = v;
	v->watch = loop_fd_add(loop, fd, POLLIN, on_bytes, v);
}

__attribute__((unused)) static void fake_open(struct fake *n, struct chain_here *c)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t size = sizeof a;
	*n = (struct fake){ .chain = c };
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	n->fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(n->fd, (struct sockaddr *)&a, sizeof a), 0);
	assert_int_equal(listen(n->fd, 50), 0);
	assert_int_equal(getsockname(n->fd, (struct sockaddr *)&a, &size), 0);
	n->port = ntohs(a.sin_port);
	snprintf(n->url, sizeof n->url, "http://127.0.0.1:%d", n->port);
	n->watch = loop_fd_add(loop, n->fd, POLLIN, on_visit, n);
}

__attribute__((unused)) static void fake_close(struct fake *n)
{
	while (visits)
		visit_end(visits);
	loop_fd_del(n->watch);
	close(n->fd);
}

#endif
