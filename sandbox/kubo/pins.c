/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is pinned: the library with its real blocks, and any number of others that are names only. Those have digests that
 * begin with their number in disguise, so that a million of them need no memory and any can be found again. */
#include "sandbox/kubo/answer.h"
#include "sandbox/kubo/args.h"
#include "sandbox/kubo/find.h"
#include "sandbox/kubo/inside.h"

#include "base/map.h"
#include "base/mem.h"
#include "codec/hash.h"

#include <stdlib.h>

enum { RECURSIVE, DIRECT, INDIRECT, ALL };
enum { BATCH = 2000, AT_ONCE = 20000, DIRECT_PINS = 12, PINS = 2400 };

static const char *const kinds[] = { "recursive", "direct", "indirect", "all" };
static const char *const names[], *const hostile_name;

struct pin {
	struct cid cid;
	int kind;
	char name[64];
};

static uint64_t disguise(uint64_t i, uint64_t seed)
{
	/* Multiplying by an odd number can be undone. */
	return (i + 1 + seed) * 0x9e3779b97f4a7c15u;
}

static uint64_t unmasked(uint64_t v, uint64_t seed)
{
	uint64_t inverse = 0xf1de83e19937733du; /* of the number above, modulo 2^64 */

	return v * inverse - 1 - seed;
}

static struct pin invented(const struct kubo *k, int kind, uint64_t i)
{
	uint64_t seed = k->swarm->world->seed * 31 + (uint64_t)kind * 0x1000000007u, v = disguise(i, seed);
	struct pin p = { .kind = kind };
	unsigned char in[16];

	memcpy(in, &v, 8);
	memcpy(in + 8, &seed, 8);
	hash_sha256(p.cid.digest, in, sizeof in);
	memcpy(p.cid.digest, &v, 8);
	p.cid.hash = CID_SHA2_256;
	p.cid.n = 32;
	p.cid.version = kind == INDIRECT ? i % 2 : i % 3 == 2;
	p.cid.codec = p.cid.version && (kind == INDIRECT || i % 2) ? CID_RAW : CID_DAG_PB;
	if (kind == RECURSIVE && i % 9 == 4)
		snprintf(p.name, sizeof p.name, "%s", kubo_on(k, "hostile") && i < 50 ? hostile_name : names[i / 9 % 6]);
	return p;
}

static uint64_t how_many(const struct kubo *k, int kind)
{
	uint64_t n;

	if (!slice_u64(slice_of(mischief_arg(k->mischief, "pins")), &n) || n > 10000000)
		n = kubo_on(k, "pins") ? 1000000 : PINS;
	return kind == RECURSIVE ? n : kind == DIRECT ? DIRECT_PINS : n * 5 / 2;
}

/* The library's own blocks: its root pinned with all below it, its first file pinned again by itself. */
struct own {
	VEC(, struct pin) v;
	struct map seen;
};

static void below(const struct kubo *k, struct own *o, const struct cid *c, int kind)
{
	struct blocks_node node;
	struct pin p = { .cid = *c, .kind = kind };

	if (map_get(&o->seen, (struct slice){ (const char *)c->digest, c->n }))
		return;
	map_set(&o->seen, (struct slice){ (const char *)c->digest, c->n }, o);
	if (kind == RECURSIVE)
		snprintf(p.name, sizeof p.name, "bibliothèque");
	vec_push(&o->v, p);
	if (blocks_node(k->blocks, c, &node))
		for (size_t i = 0; i < node.links.n; i++)
			below(k, o, &node.links.v[i].cid, INDIRECT);
	blocks_node_free(&node);
}

static struct own own_pins(const struct kubo *k)
{
	struct own o = { 0 };

	below(k, &o, &k->library, RECURSIVE);
	map_free(&o.seen);
	return o;
}

/* Goes through all pins of the kinds asked for, the real ones first. */
struct walk {
	struct own own;
	size_t own_at;
	int kind, wanted;
	uint64_t at;
	bool names;
	char filter[64];
};

static bool step(const struct kubo *k, struct walk *w, struct pin *out)
{
	while (w->own_at < w->own.v.n) {
		*out = w->own.v.v[w->own_at++];
		if (w->wanted == ALL || out->kind == w->wanted)
			return true;
	}
	while (w->kind < ALL) {
		if ((w->wanted == ALL || w->wanted == w->kind) && w->at < how_many(k, w->kind)) {
			*out = invented(k, w->kind, w->at++);
			return true;
		}
		w->kind++;
		w->at = 0;
	}
	return false;
}

static bool next(const struct kubo *k, struct walk *w, struct pin *out)
{
	while (step(k, w, out))
		if (!*w->filter || strstr(out->name, w->filter))
			return true;
	return false;
}

static void walk_free(void *own)
{
	struct walk *w = own;

	vec_free(&w->own.v);
	free(w);
}

static void add_line(struct str *out, const struct walk *w, const struct pin *p)
{
	json_t *name = json_string(p->name);
	char *quoted = json_dumps(name, JSON_ENCODE_ANY);

	str_adds(out, "{\"Cid\":\"");
	cid_text(&p->cid, 0, out);
	str_adds(out, "\",");
	if (w->names && *p->name)
		str_addf(out, "\"Name\":%s,", quoted);
	str_addf(out, "\"Type\":\"%s\"}\n", kinds[p->kind]);
	free(quoted);
	json_decref(name);
}

static bool more_lines(struct kubo *k, void *own, struct str *out)
{
	struct walk *w = own;
	struct pin p;

	for (int i = 0; i < BATCH; i++) {
		if (!next(k, w, &p))
			return false;
		add_line(out, w, &p);
	}
	return true;
}

/* What is short goes out in one piece, so that the server's faults reach it; what is long flows. */
static void stream(struct kubo *k, struct request *r, struct walk *w)
{
	struct str out = { 0 };
	bool more = true;

	if (how_many(k, RECURSIVE) > AT_ONCE) {
		kubo_stream(k, r, "application/json", 1, more_lines, w, walk_free);
		return;
	}
	while (more)
		more = more_lines(k, w, &out);
	kubo_lines(k, r, slice_str(&out));
	str_free(&out);
	walk_free(w);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* One object, its members in the order of their names; without any pin there is not even the empty list. */
static void whole(struct kubo *k, struct request *r, struct walk *w)
{
	VEC(, char *) rows = { 0 };
	struct str out = { 0 };
	struct pin p;

	while (next(k, w, &p)) {
		json_t *name = json_string(w->names ? p.name : "");
		char *quoted = json_dumps(name, JSON_ENCODE_ANY);
		struct str row = { 0 };
		str_addc(&row, '"');
		cid_text(&p.cid, 0, &row);
		str_addf(&row, "\":{\"Type\":\"%s\",\"Name\":%s}", kinds[p.kind], quoted);
		vec_push(&rows, str_take(&row));
		free(quoted);
		json_decref(name);
	}
	if (rows.n)
		qsort(rows.v, rows.n, sizeof *rows.v, by_text);
	str_adds(&out, rows.n ? "{\"Keys\":{" : "{");
	for (size_t i = 0; i < rows.n; i++) {
		str_addf(&out, "%s%s", i ? "," : "", rows.v[i]);
		free(rows.v[i]);
	}
	str_adds(&out, rows.n ? "}}\n" : "}\n");
	vec_free(&rows);
	kubo_headers(k, r);
	request_reply(r, 200, "application/json", slice_str(&out));
	str_free(&out);
	walk_free(w);
}

static bool is_pinned(const struct kubo *k, const struct cid *c, int wanted, struct pin *out)
{
	struct own o = own_pins(k);
	bool found = false;
	uint64_t v;

	for (size_t i = 0; i < o.v.n && !found; i++)
		if (cid_same(&o.v.v[i].cid, c) && (wanted == ALL || wanted == o.v.v[i].kind)) {
			*out = o.v.v[i];
			found = true;
		}
	vec_free(&o.v);
	memcpy(&v, c->digest, 8);
	for (int kind = RECURSIVE; kind < ALL && !found; kind++) {
		uint64_t i = unmasked(v, k->swarm->world->seed * 31 + (uint64_t)kind * 0x1000000007u);
		if ((wanted != ALL && wanted != kind) || i >= how_many(k, kind))
			continue;
		*out = invented(k, kind, i);
		found = cid_same(&out->cid, c);
	}
	return found;
}

/* Only the paths that were asked for; the first that is not pinned ends it all. */
static void some(struct kubo *k, struct request *r, int wanted)
{
	json_t *keys = json_object();
	const char *path;

	for (size_t i = 0; (path = request_arg(r, "arg", i)); i++) {
		struct found at = { 0 };
		struct str text = { 0 }, type = { 0 };
		struct pin p;
		/* A pinned CID needs no block here to be asked for by itself. */
		if (cid_read(slice_of(path), &at.cid) && !kubo_find(k, r, path, &at)) {
			json_decref(keys);
			return;
		}
		if (!is_pinned(k, &at.cid, wanted, &p)) {
			json_decref(keys);
			kubo_fail(k, r, "path '%s' is not pinned", path);
			return;
		}
		str_adds(&type, kinds[p.kind]);
		if (p.kind == INDIRECT) {
			str_adds(&type, " through ");
			cid_text(&k->library, 0, &type);
		}
		cid_text(&p.cid, 0, &text);
		json_object_set_new(keys, str_c(&text), json_pack("{s:s,s:s}", "Type", str_c(&type), "Name", p.name));
		str_free(&text);
		str_free(&type);
	}
	kubo_json(k, r, json_pack("{s:o}", "Keys", keys));
}

void cmd_pin_ls(struct kubo *k, struct request *r)
{
	const char *type = kubo_arg(r, "type", "t"), *filter = request_arg(r, "name", 0);
	int wanted = ALL;
	struct walk *w;

	for (int i = 0; type && i <= ALL; i++)
		if (!strcmp(type, kinds[i])) {
			wanted = i;
			type = NULL;
		}
	if (type && *type) {
		kubo_fail(k, r, "invalid type '%s', must be one of {direct, indirect, recursive, all}", type);
		return;
	}
	if (request_arg(r, "arg", 0)) {
		some(k, r, wanted);
		return;
	}
	w = mem_new(sizeof *w);
	w->own = own_pins(k);
	w->wanted = wanted;
	w->names = kubo_flag(r, "names", "n", false) || filter;
	snprintf(w->filter, sizeof w->filter, "%s", filter ? filter : "");
	if (kubo_flag(r, "stream", "s", false))
		stream(k, r, w);
	else
		whole(k, r, w);
}

static const char *const names[] = { "udrive marion", "umap 43.60_1.44", "sauvegarde 2026-11", "vidéo Ğmarché", "uplanet-earth",
				     "photos chantier 🛠" };
static const char *const hostile_name = "pin\x1b[31m <b>x</b> \xe2\x80\xae" "txt.exe $(rm -rf ~)";
