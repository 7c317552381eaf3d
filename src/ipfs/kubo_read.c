/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ipfs/kubo_read.h"
#include "base/clean.h"
#include "io/jread.h"
#include <stdio.h>
#include <stdlib.h>

/* The newest version this program was tried with. */
enum { TRIED_MAJOR = 0, TRIED_MINOR = 42, LIST_MOST = 4096 };

static char *own(const json_t *v, size_t max)
{
	struct str s = { 0 };
	clean_line(&s, (struct slice){ json_string_value(v), json_string_length(v) }, max);
	return str_take(&s);
}

static json_t *load(struct slice json, struct fault *f)
{
	json_t *o = jread_load(json, KUBO_ANSWER_MAX, f);
	if (o && !json_is_object(o)) {
		json_decref(o);
		o = NULL;
		fault_set(f, E_PROTOCOL, "%s", "IPFS: no object");
	}
	return o;
}

/* Counters are unsigned and rates are real numbers; what does not fit is unknown. */
static int64_t number(const json_t *o, const char *path)
{
	const json_t *v = jread_at(o, path);
	if (json_is_real(v)) {
		double d = json_real_value(v);
		return d >= 0 && d < 9e18 ? (int64_t)(d + 0.5) : -1;
	}
	int64_t i = jread_int(o, path, -1);
	return i < 0 ? -1 : i;
}

enum err kubo_read_version(struct slice json, struct kubo_id *out, struct fault *f)
{
	struct fault own_fault = { 0 };
	json_t *o = load(json, f ? f : &own_fault);
	int major, minor;
	if (!o)
		return f ? f->code : own_fault.code;
	if (!json_is_string(jread_at(o, "Version"))) {
		json_decref(o);
		return fault_set(f, E_PROTOCOL, "%s", "IPFS: no version");
	}
	jread_line(o, "Version", out->version, sizeof out->version);
	out->ahead = sscanf(out->version, "%9d.%9d", &major, &minor) == 2 &&
	             (major > TRIED_MAJOR || (major == TRIED_MAJOR && minor > TRIED_MINOR));
	json_decref(o);
	return E_OK;
}

#define TAKE_LIST(list, array, max)                                                                                   \
	do {                                                                                                          \
		size_t i_;                                                                                            \
		json_t *v_;                                                                                           \
		for (i_ = 0; i_ < (list)->n; i_++)                                                                    \
			free((list)->v[i_]);                                                                          \
		(list)->n = 0;                                                                                        \
		json_array_foreach(array, i_, v_) if (json_is_string(v_) && (list)->n < LIST_MOST)                    \
			vec_push(list, own(v_, max));                                                                 \
	} while (0)

enum err kubo_read_id(struct slice json, struct kubo_id *out, struct fault *f)
{
	struct fault own_fault = { 0 };
	json_t *o = load(json, f ? f : &own_fault);
	if (!o)
		return f ? f->code : own_fault.code;
	if (!json_is_string(jread_at(o, "ID"))) {
		json_decref(o);
		return fault_set(f, E_PROTOCOL, "%s", "IPFS: no id");
	}
	jread_line(o, "ID", out->id, sizeof out->id);
	jread_line(o, "AgentVersion", out->agent, sizeof out->agent);
	TAKE_LIST(&out->addresses, jread_at(o, "Addresses"), KUBO_ADDR_MAX);
	TAKE_LIST(&out->protocols, jread_at(o, "Protocols"), KUBO_PROTO_MAX);
	json_decref(o);
	return E_OK;
}

enum err kubo_read_rate(struct slice json, struct kubo_rate *out, struct fault *f)
{
	struct fault own_fault = { 0 };
	json_t *o = load(json, f ? f : &own_fault);
	if (!o)
		return f ? f->code : own_fault.code;
	struct kubo_rate r = { number(o, "TotalIn"), number(o, "TotalOut"), number(o, "RateIn"), number(o, "RateOut") };
	json_decref(o);
	if (r.total_in < 0 || r.total_out < 0)
		return fault_set(f, E_PROTOCOL, "%s", "IPFS: no totals");
	*out = r;
	return E_OK;
}

int64_t kubo_duration_us(struct slice text)
{
	static const struct {
		const char *name;
		double us;
	} units[] = { { "ms", 1e3 }, { "us", 1 }, { "µs", 1 }, { "μs", 1 }, { "ns", 1e-3 }, { "h", 3.6e9 }, { "m", 6e7 }, { "s", 1e6 } };
	double total = 0;
	while (text.n) {
		double v = 0, part = 1;
		size_t i = 0, u = 0;
		for (; i < text.n && ((text.p[i] >= '0' && text.p[i] <= '9') || text.p[i] == '.'); i++) {
			if (text.p[i] == '.')
				part = 0.1;
			else if (part < 1)
				v += (text.p[i] - '0') * part, part /= 10;
			else
				v = v * 10 + (text.p[i] - '0');
		}
		text = slice_from(text, i);
		while (u < sizeof units / sizeof *units && !slice_starts(text, units[u].name))
			u++;
		if (!i || u == sizeof units / sizeof *units)
			return -1;
		total += v * units[u].us;
		text = slice_from(text, strlen(units[u].name));
	}
	return total > 0 && total < 1e15 ? (int64_t)(total + 0.5) : -1;
}

enum err kubo_read_repo(struct slice json, struct kubo_repo *out, struct fault *f)
{
	struct fault own_fault = { 0 };
	json_t *o = load(json, f ? f : &own_fault);
	if (!o)
		return f ? f->code : own_fault.code;
	int64_t size = number(o, "RepoSize"), objects = number(o, "NumObjects");
	if (size < 0) {
		json_decref(o);
		return fault_set(f, E_PROTOCOL, "%s", "IPFS: no size of the repository");
	}
	out->size = size;
	out->limit = number(o, "StorageMax");
	/* no limit is written as the greatest number there is */
	if (out->limit <= 0 || out->limit > INT64_MAX / 2)
		out->limit = -1;
	if (objects > 0)
		out->objects = objects;
	jread_line(o, "RepoPath", out->path, sizeof out->path);
	jread_line(o, "Version", out->version, sizeof out->version);
	json_decref(o);
	return E_OK;
}

enum err kubo_read_disk(struct slice json, struct kubo_disk *out, struct fault *f)
{
	struct fault own_fault = { 0 };
	json_t *o = load(json, f ? f : &own_fault);
	if (!o)
		return f ? f->code : own_fault.code;
	*out = (struct kubo_disk){ number(o, "diskinfo.total_space"), number(o, "diskinfo.free_space"), "" };
	jread_line(o, "environment.IPFS_PATH", out->path, sizeof out->path);
	json_decref(o);
	return out->total < 0 && !*out->path ? fault_set(f, E_PROTOCOL, "%s", "IPFS: nothing of its disk") : E_OK;
}

enum err kubo_read_bitswap(struct slice json, struct kubo_bitswap *out, struct fault *f)
{
	struct fault own_fault = { 0 };
	json_t *o = load(json, f ? f : &own_fault);
	if (!o)
		return f ? f->code : own_fault.code;
	int64_t received = number(o, "DataReceived");
	if (received < 0) {
		json_decref(o);
		return fault_set(f, E_PROTOCOL, "%s", "IPFS: no figures of bitswap");
	}
	*out = (struct kubo_bitswap){
		.received = received,
		.sent = number(o, "DataSent"),
		.blocks_received = number(o, "BlocksReceived"),
		.blocks_sent = number(o, "BlocksSent"),
		.duplicates = number(o, "DupBlksReceived"),
		.duplicate_bytes = number(o, "DupDataReceived"),
		.wanted = (int64_t)json_array_size(jread_at(o, "Wantlist")),
		.partners = (int64_t)json_array_size(jread_at(o, "Peers")),
	};
	json_decref(o);
	return E_OK;
}

static void take_keys(struct kubo_extras *out, const json_t *list)
{
	size_t i;
	json_t *v;
	out->keys.n = 0;
	json_array_foreach(list, i, v) {
		struct kubo_key k = { .name = "" };
		jread_line(v, "Name", k.name, sizeof k.name);
		jread_line(v, "Id", k.id, sizeof k.id);
		if (*k.id && out->keys.n < LIST_MOST)
			vec_push(&out->keys, k);
	}
}

/* A listener that hands on to a PeerID is a door to somebody else's service; the others offer one of ours. */
static void take_tunnels(struct kubo_extras *out, const json_t *list)
{
	size_t i;
	json_t *v;
	out->tunnels.n = 0;
	json_array_foreach(list, i, v) {
		struct kubo_tunnel t = { .protocol = "" };
		jread_line(v, "Protocol", t.protocol, sizeof t.protocol);
		jread_line(v, "ListenAddress", t.listen, sizeof t.listen);
		jread_line(v, "TargetAddress", t.target, sizeof t.target);
		t.ours = !strncmp(t.target, "/p2p/", 5) || strstr(t.target, "/p2p/12D3") || strstr(t.target, "/p2p/Qm");
		if (*t.protocol && out->tunnels.n < LIST_MOST)
			vec_push(&out->tunnels, t);
	}
}

enum err kubo_read_list(enum kubo_list which, struct slice json, struct kubo_extras *out, struct fault *f)
{
	static const char *const names[] = { "Keys", "Listeners", "Peers" };
	struct fault own_fault = { 0 };
	json_t *o = load(json, f ? f : &own_fault), *list = jread_at(o, names[which]);
	if (!o)
		return f ? f->code : own_fault.code;
	if (list && !json_is_array(list) && !json_is_null(list)) {
		json_decref(o);
		return fault_set(f, E_PROTOCOL, "IPFS: %s", names[which]);
	}
	switch (which) {
	case KUBO_LIST_KEYS: take_keys(out, list); break;
	case KUBO_LIST_TUNNELS: take_tunnels(out, list); break;
	default: TAKE_LIST(&out->bootstrap, list, KUBO_ADDR_MAX); break;
	}
	json_decref(o);
	return E_OK;
}

void kubo_read_refusal(struct slice body, struct str *out)
{
	json_t *o = jread_load(body, 64 << 10, NULL);
	const json_t *v = jread_at(o, "Message");
	if (json_is_string(v))
		clean_line(out, (struct slice){ json_string_value(v), json_string_length(v) }, 150);
	json_decref(o);
}

void kubo_id_free(struct kubo_id *i)
{
	TAKE_LIST(&i->addresses, NULL, 1);
	TAKE_LIST(&i->protocols, NULL, 1);
	vec_free(&i->addresses);
	vec_free(&i->protocols);
}

void kubo_extras_free(struct kubo_extras *e)
{
	vec_free(&e->keys);
	vec_free(&e->tunnels);
	TAKE_LIST(&e->bootstrap, NULL, 1);
	vec_free(&e->bootstrap);
}

/* Inside a JSON string a quote is written \", so that no name of a pin can hold this. */
static const char before_kind[] = "\"Type\":\"";

static void counted(struct kubo_pin_count *c)
{
	struct slice w = { c->word, c->n };
	if (slice_is(w, "recursive"))
		c->pins.recursive++;
	else if (slice_is(w, "direct"))
		c->pins.direct++;
	else if (slice_starts(w, "indirect"))
		c->pins.indirect++;
}

void kubo_count_pins(struct kubo_pin_count *c, struct slice bytes)
{
	for (size_t i = 0; i < bytes.n; i++) {
		char b = bytes.p[i];
		if (c->in_word) {
			if (b == '"') {
				counted(c);
				c->in_word = false;
			} else if (c->n < sizeof c->word) {
				c->word[c->n++] = b;
			}
		} else if (b == before_kind[c->matched]) {
			if (++c->matched == sizeof before_kind - 1) {
				c->matched = c->n = 0;
				c->in_word = true;
			}
		} else if (b != ' ') { /* blanks may stand around the colon */
			c->matched = b == '"';
		}
	}
}
