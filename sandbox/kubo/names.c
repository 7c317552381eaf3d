/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys, IPNS names, and paths walked to their end. */
#include "sandbox/kubo/answer.h"
#include "sandbox/kubo/args.h"
#include "sandbox/kubo/find.h"
#include "sandbox/kubo/inside.h"

#include "base/mem.h"

#include <ctype.h>
#include <stdlib.h>

/* What a name held when it was asked for last: its blocks are kept until something newer is published. */
struct name_cache {
	bool known;
	int64_t since_ms;
	struct cid root;
};

static const char *const extra_keys[], *const hostile_key;
static const char not_here[] = "block was not found locally (offline): ipld: could not find ";

void kubo_names_free(struct kubo *k)
{
	free(k->names);
	k->names = NULL;
}

static bool name_of(struct kubo *k, const struct station *st, bool list, struct cid *out)
{
	size_t slot = (size_t)st->index * 2 + list;
	struct tree t = { 0 };
	struct name_cache *c;
	int64_t since;

	if (!k->names)
		k->names = mem_array(k->swarm->stations.n * 2, sizeof *k->names);
	c = &k->names[slot];
	if (!k->beacon || !k->beacon(k->beacon_arg, st, list, &t, &since)) {
		tree_free(&t);
		return false;
	}
	if (!c->known || since != c->since_ms) {
		blocks_drop(k->blocks, (int)slot + 1);
		c->root = blocks_add(k->blocks, (int)slot + 1, &t, 0, false).cid;
		c->since_ms = since;
		c->known = true;
	}
	tree_free(&t);
	*out = c->root;
	return true;
}

bool kubo_name(struct kubo *k, struct slice name, struct cid *out)
{
	unsigned char pub[32];

	if (peerid_read(name, pub))
		return false;
	for (size_t i = 0; i < k->swarm->stations.n; i++) {
		const struct station *st = &k->swarm->stations.v[i];
		bool list = !memcmp(st->swarm_pub, pub, 32);
		if (list || !memcmp(st->pub, pub, 32))
			return name_of(k, st, list, out);
	}
	return false;
}

static json_t *key_json(const char *name, const unsigned char pub[32], bool b58)
{
	char id[PEERID_MAX];

	if (b58)
		peerid_text(pub, id);
	else
		peerid_name(pub, id);
	return json_pack("{s:s,s:s}", "Name", name, "Id", id);
}

void cmd_key_list(struct kubo *k, struct request *r)
{
	const struct station *here = &k->swarm->stations.v[HERE];
	const char *base = request_arg(r, "ipns-base", 0);
	bool b58 = base && (!strcmp(base, "b58mh") || !strcmp(base, "base58btc"));
	json_t *keys = json_array();
	struct rng rng;
	char mine[PEERID_MAX + 16];

	if (base && !b58 && strcmp(base, "base36")) {
		kubo_fail(k, r, "unknown multibase encoding: %s", base);
		return;
	}
	snprintf(mine, sizeof mine, "MySwarm_%s", here->peer);
	json_array_append_new(keys, key_json("self", here->pub, b58));
	json_array_append_new(keys, key_json(mine, here->swarm_pub, b58));
	rng_init(&rng, k->swarm->world->seed, "ipns keys", 0);
	for (size_t i = 0; extra_keys[i]; i++) {
		unsigned char pub[32];
		rng_bytes(&rng, pub, sizeof pub);
		json_array_append_new(keys, key_json(i == 2 && kubo_on(k, "hostile") ? hostile_key : extra_keys[i], pub, b58));
	}
	kubo_json(k, r, json_pack("{s:o}", "Keys", keys));
}

static bool path_error(struct str *why, const char *path, const char *what)
{
	str_addf(why, "invalid path \"%s\": %s", path, what);
	return false;
}

/* Cuts the first name off *rest, skipping doubled slashes; false at the end. */
static bool segment(struct slice *rest, struct slice *out)
{
	while (slice_split(rest, '/', out))
		if (out->n)
			return true;
	return false;
}

static void no_dnslink(struct str *why, struct slice name)
{
	str_addf(why, "DNSLink lookup for \"%.*s.\" failed: could not resolve name: DNSLink lookup could not find a TXT record "
		 "(https://docs.ipfs.tech/concepts/dnslink/)", (int)name.n, name.p);
}

/* The first part of a path: a CID, or a name that holds one. */
static bool root_of(struct kubo *k, const char *path, struct slice *rest, struct found *out, struct str *why)
{
	struct slice space, name;
	unsigned char pub[32];

	if (*path != '/') {
		segment(rest, &name);
		return !cid_read(name, &out->cid) || path_error(why, path, "path does not have enough components");
	}
	if (!segment(rest, &space) || !segment(rest, &name))
		return path_error(why, path, "path does not have enough components");
	if (slice_is(space, "ipfs"))
		return !cid_read(name, &out->cid) ||
		       path_error(why, path, "invalid cid: invalid cid: selected encoding not supported");
	if (!slice_is(space, "ipns")) {
		str_addf(why, "invalid path \"%s\": unknown namespace: \"%.*s\"", path, (int)space.n, space.p);
		return false;
	}
	if (kubo_name(k, name, &out->cid))
		return true;
	if (peerid_read(name, pub))
		no_dnslink(why, name);
	else
		str_adds(why, "could not resolve name");
	return false;
}

bool kubo_walk(struct kubo *k, const char *path, struct found *out, struct str *why, bool *missing)
{
	struct slice rest = slice_of(path), name;

	*out = (struct found){ 0 };
	*missing = false;
	if (!root_of(k, path, &rest, out, why))
		return false;
	out->root = out->cid;
	while (segment(&rest, &name)) {
		struct cid next;
		struct slice block;
		*missing = !blocks_get(k->blocks, &out->cid, &block);
		if (*missing || !blocks_link(k->blocks, &out->cid, name, &next)) {
			if (*missing)
				str_adds(why, not_here);
			else
				str_addf(why, "no link named \"%.*s\" under ", (int)name.n, name.p);
			cid_text(&out->cid, 0, why);
			return false;
		}
		out->cid = next;
		out->last = name;
	}
	return true;
}

bool kubo_find(struct kubo *k, struct request *r, const char *path, struct found *out)
{
	struct str why = { 0 };
	struct slice block;
	bool missing, ok = kubo_walk(k, path, out, &why, &missing);

	if (ok && !blocks_get(k->blocks, &out->cid, &block)) {
		ok = false;
		missing = true;
		str_adds(&why, not_here);
		cid_text(&out->cid, 0, &why);
	}
	/* Nobody on this network has it either: the search goes on until the caller loses patience. */
	if (!ok && missing && !kubo_flag(r, "offline", NULL, false) && !kubo_on(k, "offline"))
		kubo_hold(k, r);
	else if (!ok)
		kubo_fail(k, r, "%s", str_c(&why));
	str_free(&why);
	return ok;
}

void cmd_name_resolve(struct kubo *k, struct request *r)
{
	const char *arg = request_arg(r, "arg", 0);
	struct slice name = slice_of(arg && *arg ? arg : k->swarm->stations.v[HERE].peer);
	struct str path = { 0 }, why = { 0 };
	unsigned char pub[32];
	struct cid c;

	if (slice_starts(name, "/ipns/"))
		name = slice_from(name, 6);
	if (kubo_name(k, name, &c)) {
		str_adds(&path, "{\"Path\":\"/ipfs/");
		cid_text(&c, 0, &path);
		str_adds(&path, "\"}\n");
		if (kubo_flag(r, "stream", "s", false)) {
			kubo_lines(k, r, slice_str(&path));
		} else {
			kubo_headers(k, r);
			request_reply(r, 200, "application/json", slice_str(&path));
		}
	} else if (!peerid_read(name, pub)) {
		kubo_fail(k, r, "could not resolve name");
	} else {
		no_dnslink(&why, name);
		kubo_fail(k, r, "%s", str_c(&why));
	}
	str_free(&path);
	str_free(&why);
}

void cmd_pubsub_state(struct kubo *k, struct request *r)
{
	kubo_json(k, r, json_pack("{s:b}", "Enabled", 1));
}

void cmd_resolve(struct kubo *k, struct request *r)
{
	struct str path = { 0 };
	struct found at;

	if (!kubo_find(k, r, request_arg(r, "arg", 0), &at))
		return;
	str_adds(&path, "/ipfs/");
	cid_text(&at.cid, 0, &path);
	kubo_json(k, r, json_pack("{s:s}", "Path", str_c(&path)));
	str_free(&path);
}

static const char *const extra_keys[] = { "marion.delmas@village.example", "SECTOR_43.6_1.4", "copie-du-jardin", "uplanet-earth", NULL };
static const char *const hostile_key = "clé\x1b[1A\x1b[2K \xe2\x80\xae" "live.exe";
