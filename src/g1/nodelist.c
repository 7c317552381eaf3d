/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/nodelist.h"
#include "base/mem.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { URL_MAX = 200, JSON_DEPTH = 6 };

/* The parts of an address; they borrow the text. */
struct parts {
	bool web_socket, plain;
	struct slice host, port, path;  /* path without the slashes at its end; "" or "/..." */
};

static const char *const builtin_rpc[], *const builtin_indexer[];

static bool host_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

static bool path_char(char c)
{
	return host_char(c) || c == '/' || c == '_' || c == '~' || c == '%' || c == '+';
}

static bool all(struct slice s, bool (*good)(char c))
{
	for (size_t i = 0; i < s.n; i++)
		if (!good(s.p[i]))
			return false;
	return true;
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool six(char c) /* inside the brackets of an IPv6 address */
{
	return digit(c) || c == ':' || c == '.' || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Operators put all kinds of things in front: "/rpc/wss://host". */
static struct slice scheme_of(struct slice text, enum nodelist_kind kind, struct parts *p)
{
	static const struct { const char *word; bool web_socket, plain; } schemes[] = {
		{ "wss://", true, false }, { "ws://", true, true }, { "https://", false, false }, { "http://", false, true } };
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		size_t n = strlen(schemes[i].word);
		for (size_t at = 0; at + n <= text.n && at < 32; at++)
			if (!strncmp(text.p + at, schemes[i].word, n)) {
				p->web_socket = schemes[i].web_socket;
				p->plain = schemes[i].plain;
				return slice_from(text, at + n);
			}
	}
	p->web_socket = kind == NODELIST_RPC;
	p->plain = false;
	return text;
}

static bool read_host(struct slice rest, struct parts *p)
{
	const char *slash = memchr(rest.p, '/', rest.n);
	struct slice authority = slash ? slice_to(rest, (size_t)(slash - rest.p)) : rest;
	p->path = slice_from(rest, authority.n);
	while (p->path.n && p->path.p[p->path.n - 1] == '/')
		p->path.n--;
	if (authority.n && *authority.p == '[') {
		const char *end = memchr(authority.p, ']', authority.n);
		if (!end || !all((struct slice){ authority.p + 1, (size_t)(end - authority.p - 1) }, six))
			return false;
		p->host = slice_to(authority, (size_t)(end - authority.p) + 1);
	} else {
		const char *colon = memchr(authority.p, ':', authority.n);
		p->host = colon ? slice_to(authority, (size_t)(colon - authority.p)) : authority;
		if (!p->host.n || !all(p->host, host_char) || *p->host.p == '.' || *p->host.p == '-')
			return false;
	}
	p->port = slice_from(authority, p->host.n);
	uint64_t n = 0;
	if (p->port.n && (*p->port.p != ':' || !slice_u64(slice_from(p->port, 1), &n) || !n || n > 65535))
		return false;
	p->port = slice_from(p->port, 1);
	if (n == (p->plain ? 80u : 443u))
		p->port = SLICE("");
	return all(p->path, path_char);
}

static bool read_parts(struct slice text, enum nodelist_kind kind, struct parts *p)
{
	*p = (struct parts){ 0 };
	text = slice_trim(text);
	while (text.n && strchr("<>\"',;", text.p[text.n - 1]))
		text.n--;
	while (text.n && strchr("<\"'", *text.p))
		text = slice_from(text, 1);
	if (!text.n || text.n > 2 * URL_MAX) /* an address of ours has a scheme and a path more than was typed */
		return false;
	bool local = false;
	struct slice rest = scheme_of(text, kind, p);
	if (!read_host(rest, p))
		return false;
	/* A word alone is a typing error, unless it is this machine. */
	local = slice_is(p->host, "localhost") || *p->host.p == '[';
	return local || memchr(p->host.p, '.', p->host.n) || p->port.n;
}

static bool is_loopback(struct slice host)
{
	return slice_is(host, "localhost") || slice_starts(host, "127.") || slice_is(host, "[::1]");
}

static void add_lower(struct str *s, struct slice t)
{
	for (size_t i = 0; i < t.n; i++)
		str_addc(s, t.p[i] >= 'A' && t.p[i] <= 'Z' ? (char)(t.p[i] + 32) : t.p[i]);
}

static void write_url(struct str *s, const struct parts *p, bool web_socket, struct slice path)
{
	str_adds(s, web_socket ? (p->plain ? "ws://" : "wss://") : (p->plain ? "http://" : "https://"));
	add_lower(s, p->host);
	if (p->port.n)
		str_addc(s, ':');
	str_add(s, p->port);
	str_add(s, path);
}

static void write_host(struct str *s, const struct parts *p)
{
	add_lower(s, p->host);
	if (p->port.n)
		str_addc(s, ':');
	str_add(s, p->port);
}

/* One machine, one node: the path only tells how to reach it. On this machine it may be a tunnel, or a test. */
static bool same(const char *a, const char *b, enum nodelist_kind kind)
{
	struct parts pa, pb;
	struct str ha = { 0 }, hb = { 0 };
	if (!read_parts(slice_of(a), kind, &pa) || !read_parts(slice_of(b), kind, &pb))
		return !strcmp(a, b);
	write_host(&ha, &pa);
	write_host(&hb, &pb);
	bool equal = slice_eq(slice_str(&ha), slice_str(&hb)) && (!is_loopback(pa.host) || slice_eq(pa.path, pb.path));
	str_free(&ha);
	str_free(&hb);
	return equal;
}

enum err nodelist_add(struct nodelist *l, enum nodelist_kind kind, enum nodelist_from from, struct slice text)
{
	struct parts p;
	struct str url = { 0 }, host = { 0 };
	if (text.n > URL_MAX || !read_parts(text, kind, &p) || (kind == NODELIST_INDEXER && p.web_socket))
		return E_INVALID;
	if (p.plain && from >= NODELIST_CACHE)
		return E_PLAIN_REFUSED;
	if (kind == NODELIST_INDEXER && !p.path.n)
		p.path = SLICE("/v1/graphql");
	write_url(&url, &p, p.web_socket, p.path);
	write_host(&host, &p);
	enum err e = l->v.n >= NODELIST_MAX ? E_TOO_BIG : E_OK;
	for (size_t i = 0; i < l->v.n; i++)
		if (l->v.v[i].kind == kind && same(l->v.v[i].url, str_c(&url), kind))
			e = E_EXISTS;
	if (!e)
		vec_push(&l->v, (struct nodelist_entry){ .url = str_take(&url), .host = str_take(&host), .kind = kind, .from = from });
	str_free(&url);
	str_free(&host);
	return e;
}

size_t nodelist_words(struct nodelist *l, enum nodelist_kind kind, enum nodelist_from from, const char *text, struct str *bad)
{
	size_t n = 0;
	for (const char *at = text; *at;) {
		size_t word;
		at += strspn(at, " \t\r\n");
		word = strcspn(at, " \t\r\n");
		if (!word)
			break;
		enum err e = nodelist_add(l, kind, from, (struct slice){ at, word });
		n += !e;
		if (bad && (e == E_INVALID || e == E_PLAIN_REFUSED)) {
			if (bad->n)
				str_addc(bad, ' ');
			str_add(bad, (struct slice){ at, word < 80 ? word : 80 });
		}
		at += word;
	}
	return n;
}

/* What a word says about the addresses under it: 0 rpc, 1 indexer, -1 nothing. */
static int hint_of(const char *word, int hint)
{
	if (!strcmp(word, "rpc") || !strcmp(word, "ws") || !strcmp(word, "duniter"))
		return NODELIST_RPC;
	if (!strcmp(word, "squid") || !strcmp(word, "indexer") || !strcmp(word, "graphql"))
		return NODELIST_INDEXER;
	return hint;
}

static size_t visit(struct nodelist *l, const json_t *v, int hint, unsigned depth)
{
	size_t n = 0, i;
	const char *key;
	json_t *each;
	const char *protocol = json_string_value(json_object_get(v, "protocol"));
	if (depth > JSON_DEPTH)
		return 0;
	if (protocol)
		hint = hint_of(protocol, -1);
	if (json_is_string(v) && hint >= 0)
		return !nodelist_add(l, (enum nodelist_kind)hint, NODELIST_STRANGER, slice_of(json_string_value(v)));
	json_array_foreach(v, i, each)
		n += visit(l, each, hint, depth + 1);
	void *at = json_object_iter((json_t *)(uintptr_t)v);
	for (; at; at = json_object_iter_next((json_t *)(uintptr_t)v, at)) {
		key = json_object_iter_key(at);
		each = json_object_iter_value(at);
		/* beside an address stand words: names of operators, keys, protocols */
		bool address = !json_is_string(each) || !strcmp(key, "address") || !strcmp(key, "url") || !strcmp(key, "endpoint");
		if (address)
			n += visit(l, each, hint_of(key, hint), depth + 1);
	}
	return n;
}

size_t nodelist_json(struct nodelist *l, const json_t *answer)
{
	/* a flat list of web sockets is one of nodes */
	return visit(l, answer, json_is_array(answer) ? NODELIST_RPC : -1, 0);
}

size_t nodelist_remark(struct nodelist *l, const char *remark)
{
	static const char head[] = "duniter endpoint g1 add ";
	struct slice rest = slice_of(remark), kind;
	if (!slice_starts(rest, head))
		return 0;
	rest = slice_from(rest, sizeof head - 1);
	if (!slice_split(&rest, ' ', &kind))
		return 0;
	int hint = slice_is(kind, "rpc") ? NODELIST_RPC : slice_is(kind, "squid") ? NODELIST_INDEXER : -1;
	return hint >= 0 && !nodelist_add(l, (enum nodelist_kind)hint, NODELIST_STRANGER, rest);
}

void nodelist_builtin(struct nodelist *l)
{
	for (const char *const *u = builtin_rpc; *u; u++)
		nodelist_add(l, NODELIST_RPC, NODELIST_BUILTIN, slice_of(*u));
	for (const char *const *u = builtin_indexer; *u; u++)
		nodelist_add(l, NODELIST_INDEXER, NODELIST_BUILTIN, slice_of(*u));
}

size_t nodelist_ways(const struct nodelist_entry *e, struct str ways[NODELIST_WAYS])
{
	struct parts p;
	size_t n = 0;
	for (size_t i = 0; i < NODELIST_WAYS; i++)
		ways[i] = (struct str){ 0 };
	if (!read_parts(slice_of(e->url), e->kind, &p))
		return 0;
	struct slice other = p.path.n ? SLICE("") : SLICE("/ws");
	if (p.web_socket) {
		write_url(&ways[n++], &p, true, p.path);
		write_url(&ways[n++], &p, true, other);
	}
	write_url(&ways[n++], &p, false, p.path);
	if (e->kind == NODELIST_RPC)
		write_url(&ways[n++], &p, false, other);
	return n;
}

bool nodelist_apart(const char *url_a, const char *url_b)
{
	struct parts a, b;
	struct str ha = { 0 }, hb = { 0 };
	if (!read_parts(slice_of(url_a), NODELIST_RPC, &a) || !read_parts(slice_of(url_b), NODELIST_RPC, &b))
		return false;
	/* Another port of the same public machine is the same people. */
	if (!is_loopback(a.host))
		a.port = SLICE("");
	if (!is_loopback(b.host))
		b.port = SLICE("");
	write_host(&ha, &a);
	write_host(&hb, &b);
	bool apart = !slice_eq(slice_str(&ha), slice_str(&hb));
	str_free(&ha);
	str_free(&hb);
	return apart;
}

void nodelist_free(struct nodelist *l)
{
	for (size_t i = 0; i < l->v.n; i++) {
		free(l->v.v[i].url);
		free(l->v.v[i].host);
	}
	vec_free(&l->v);
}

/* Nodes and indexers of Ğ1 known when this was written; from there others are found. */
static const char *const builtin_rpc[] = {
	"wss://rpc.duniter.org", "wss://g1.gyroi.de", "wss://g1-v2s.cgeek.fr", "wss://g1.asycn.io/ws", "wss://g1.1000i100.fr/ws",
	"wss://g1.p2p.legal/ws", "wss://g1.coinduf.eu", "wss://g1-bootstrap.p2p.legal", "wss://g1.axiom-team.fr/ws", "wss://g1.pini.fr/ws",
	"wss://g1.rendall.fr/ws", "wss://g1v2archive.syoul.fr", "wss://archive-rpc.g1.brussels.ovh", "wss://archive.g1.bulma.sleoconnect.fr/ws",
	"wss://duniter-g1-mirror-rpc.josephin.brussels.ovh/ws", NULL,
};

static const char *const builtin_indexer[] = {
	"https://squid.g1.gyroi.de/v1/graphql", "https://indexer.duniter.org/v1/graphql", "https://squid.g1.brussels.ovh/v1/graphql",
	"https://g1-squid.cgeek.fr/v1/graphql", "https://squid.g1.coinduf.eu/v1/graphql", "https://g1-squid.axiom-team.fr/v1/graphql",
	"https://g1-squid.asycn.io/v1/graphql", "https://g1-squid.pini.fr/v1/graphql", "https://squidv2s.syoul.fr/v1/graphql",
	"https://squid.g1.bulma.sleoconnect.fr/v1/graphql", "https://g1.1000i100.fr/v1/graphql", NULL,
};
