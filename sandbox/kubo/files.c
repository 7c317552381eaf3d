/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading content: by CID (cat, ls, refs, dag, block) and in the node's own folders (files). */
#include "sandbox/kubo/answer.h"
#include "sandbox/kubo/args.h"
#include "sandbox/kubo/find.h"
#include "sandbox/kubo/inside.h"

#include "base/map.h"
#include "base/mem.h"

#include <stdlib.h>

enum { LINK_UNKNOWN, LINK_FOLDER, LINK_FILE };

static char *text_of(const struct cid *c)
{
	struct str s = { 0 };

	cid_text(c, 0, &s);
	return str_take(&s);
}

static bool is_folder(const struct blocks_node *n)
{
	return n->unixfs && n->fs.type == UNIXFS_FOLDER;
}

/* From offset and length; false: answered. */
static bool range(struct kubo *k, struct request *r, uint64_t *from, uint64_t *n)
{
	int64_t offset = 0, length = INT64_MAX;

	kubo_int(r, "offset", &offset);
	kubo_int(r, "length", &length);
	if (offset < 0)
		kubo_fail(k, r, "cannot specify negative offset");
	else if (length < 0)
		kubo_fail(k, r, "cannot specify negative length");
	*from = (uint64_t)offset;
	*n = (uint64_t)length;
	return offset >= 0 && length >= 0;
}

static void send_bytes(struct kubo *k, struct request *r, struct slice bytes)
{
	char n[24];

	snprintf(n, sizeof n, "%zu", bytes.n);
	kubo_headers(k, r);
	request_add_header(r, "X-Content-Length", n);
	request_add_header(r, "X-Stream-Output", "1");
	request_reply(r, 200, "text/plain", bytes);
}

/* Several paths come one behind the other, and an offset counts over all of them. */
void cmd_cat(struct kubo *k, struct request *r)
{
	struct str out = { 0 };
	struct blocks_node node;
	uint64_t from, n;
	const char *path;
	struct found at;
	bool ok = range(k, r, &from, &n);

	for (size_t i = 0; ok && (path = request_arg(r, "arg", i)); i++) {
		size_t before = out.n;
		uint64_t size;
		if (!kubo_find(k, r, path, &at)) {
			str_free(&out);
			return;
		}
		blocks_node(k->blocks, &at.cid, &node);
		ok = !is_folder(&node) && node.unixfs;
		size = node.fs.bytes;
		blocks_node_free(&node);
		if (!ok) {
			kubo_fail(k, r, "%s", node.unixfs ? "this dag node is a directory" : "unrecognized node type");
			break;
		}
		blocks_read(k->blocks, &at.cid, from, n, &out);
		from -= from < size ? from : size;
		n -= out.n - before;
	}
	if (ok)
		send_bytes(k, r, slice_str(&out));
	str_free(&out);
}

static json_t *link_json(const struct kubo *k, const struct dagpb_link *l, bool sizes, bool types)
{
	char *hash = text_of(&l->cid);
	struct blocks_node node;
	bool here = (sizes || types) && blocks_node(k->blocks, &l->cid, &node);
	int type = here && node.unixfs ? (is_folder(&node) ? LINK_FOLDER : LINK_FILE) : LINK_UNKNOWN;
	json_t *o = json_pack("{s:s%,s:s,s:I,s:i,s:s,s:i,s:s}", "Name", l->name.p ? l->name.p : "", l->name.n, "Hash", hash, "Size",
			      here && sizes && type == LINK_FILE ? (json_int_t)node.fs.bytes : (json_int_t)0, "Type",
			      types ? type : LINK_UNKNOWN, "Target", "", "Mode", 0, "ModTime", "0001-01-01T00:00:00Z");

	if (here)
		blocks_node_free(&node);
	free(hash);
	return o;
}

static void add_object(struct str *out, const char *path, json_t *link)
{
	json_t *o = json_pack("{s:[{s:s,s:[o]}]}", "Objects", "Hash", path, "Links", link);
	char *text = json_dumps(o, JSON_COMPACT);

	str_addf(out, "%s\n", text);
	free(text);
	json_decref(o);
}

void cmd_ls(struct kubo *k, struct request *r)
{
	bool sizes = kubo_flag(r, "size", NULL, true), types = kubo_flag(r, "resolve-type", NULL, true);
	bool stream = kubo_flag(r, "stream", "s", false);
	json_t *objects = json_array();
	struct str lines = { 0 };
	const char *path;

	for (size_t i = 0; (path = request_arg(r, "arg", i)); i++) {
		json_t *links = json_array();
		struct blocks_node node;
		struct found at;
		if (!kubo_find(k, r, path, &at)) {
			json_decref(links);
			json_decref(objects);
			str_free(&lines);
			return;
		}
		blocks_node(k->blocks, &at.cid, &node);
		for (size_t l = 0; l < node.links.n; l++) {
			json_t *link = link_json(k, &node.links.v[l], sizes, types);
			json_array_append(links, link);
			add_object(&lines, path, link);
		}
		blocks_node_free(&node);
		json_array_append_new(objects, json_pack("{s:s,s:o}", "Hash", path, "Links", links));
	}
	if (stream)
		kubo_lines(k, r, slice_str(&lines));
	else
		kubo_json(k, r, json_pack("{s:O}", "Objects", objects));
	json_decref(objects);
	str_free(&lines);
}

/* All blocks below, the root first. seen keeps what was met already; NULL: all comes as often as it is linked. */
typedef void visit_fn(void *arg, const struct cid *c, const struct blocks_node *n, int depth);
static void visit(const struct kubo *k, const struct cid *c, struct map *seen, int depth, int deepest, visit_fn *fn, void *arg)
{
	struct slice key = { (const char *)c->digest, c->n };
	struct blocks_node node;

	if (seen && map_get(seen, key))
		return;
	if (seen)
		map_set(seen, key, seen);
	if (blocks_node(k->blocks, c, &node)) {
		fn(arg, c, &node, depth);
		for (size_t i = 0; i < node.links.n && depth < deepest; i++)
			visit(k, &node.links.v[i].cid, seen, depth + 1, deepest, fn, arg);
	}
	blocks_node_free(&node);
}

static void add_ref(void *arg, const struct cid *c, const struct blocks_node *n, int depth)
{
	char *text = text_of(c);

	(void)n;
	if (depth)
		str_addf(arg, "{\"Ref\":\"%s\",\"Err\":\"\"}\n", text);
	free(text);
}

void cmd_refs(struct kubo *k, struct request *r)
{
	bool recursive = kubo_flag(r, "recursive", "r", false), unique = kubo_flag(r, "unique", "u", false);
	struct str out = { 0 };
	struct map seen = { 0 };
	struct found at;

	if (!kubo_find(k, r, request_arg(r, "arg", 0), &at))
		return;
	visit(k, &at.cid, unique ? &seen : NULL, 0, recursive ? 1000 : 1, add_ref, &out);
	kubo_lines(k, r, slice_str(&out));
	map_free(&seen);
	str_free(&out);
}

struct stat_walk {
	struct str lines;
	const char *cid;
	uint64_t bytes;
	size_t blocks;
	bool progress;
};

static void add_stat(void *arg, const struct cid *c, const struct blocks_node *n, int depth)
{
	struct stat_walk *w = arg;

	(void)c, (void)depth;
	w->bytes += n->block.n;
	w->blocks++;
	if (w->progress)
		str_addf(&w->lines, "{\"TotalSize\":%llu,\"DagStats\":[{\"Cid\":\"%s\",\"Size\":%llu,\"NumBlocks\":%zu}]}\n",
			 (unsigned long long)w->bytes, w->cid, (unsigned long long)w->bytes, w->blocks);
}

void cmd_dag_stat(struct kubo *k, struct request *r)
{
	struct stat_walk w = { .progress = kubo_flag(r, "progress", "p", true) };
	struct map seen = { 0 };
	struct found at;
	char *cid;

	if (!kubo_find(k, r, request_arg(r, "arg", 0), &at))
		return;
	w.cid = cid = text_of(&at.cid);
	visit(k, &at.cid, &seen, 0, 1000, add_stat, &w);
	str_addf(&w.lines, "{\"UniqueBlocks\":%zu,\"TotalSize\":%llu,\"Ratio\":1,\"DagStats\":[{\"Cid\":\"%s\",\"Size\":%llu,\"NumBlocks\":%zu}]}\n",
		 w.blocks, (unsigned long long)w.bytes, cid, (unsigned long long)w.bytes, w.blocks);
	kubo_lines(k, r, slice_str(&w.lines));
	map_free(&seen);
	str_free(&w.lines);
	free(cid);
}

void cmd_block_stat(struct kubo *k, struct request *r)
{
	struct slice block;
	struct found at;
	char *cid;

	if (!kubo_find(k, r, request_arg(r, "arg", 0), &at))
		return;
	blocks_get(k->blocks, &at.cid, &block);
	cid = text_of(&at.cid);
	kubo_json(k, r, json_pack("{s:s,s:I}", "Key", cid, "Size", (json_int_t)block.n));
	free(cid);
}

void cmd_block_get(struct kubo *k, struct request *r)
{
	struct slice block;
	struct found at;

	if (!kubo_find(k, r, request_arg(r, "arg", 0), &at))
		return;
	blocks_get(k->blocks, &at.cid, &block);
	kubo_headers(k, r);
	request_add_header(r, "X-Stream-Output", "1");
	request_reply(r, 200, "text/plain", block);
}

/* A path of the node's own folders, or of /ipfs. False: answered. */
static bool mfs_find(struct kubo *k, struct request *r, const char *path, struct found *out)
{
	struct str full = { 0 }, why = { 0 };
	bool missing, ok = false;

	if (*path != '/') {
		kubo_fail(k, r, "paths must start with a leading slash");
		return false;
	}
	if (!strncmp(path, "/ipfs/", 6) || !strncmp(path, "/ipns/", 6))
		return kubo_find(k, r, path, out);
	str_adds(&full, "/ipfs/");
	cid_text(&k->mfs, 0, &full);
	str_adds(&full, path);
	ok = kubo_walk(k, str_c(&full), out, &why, &missing);
	if (ok)
		out->last = slice_of(strrchr(path, '/') + 1);
	else
		kubo_fail(k, r, "file does not exist");
	str_free(&full);
	str_free(&why);
	return ok;
}

static json_t *entry(const struct kubo *k, struct slice name, const struct cid *c, bool complete)
{
	char *hash = text_of(c);
	struct blocks_node node;
	bool folder, known = blocks_node(k->blocks, c, &node);
	json_t *o;

	folder = known && is_folder(&node);
	o = json_pack("{s:s%,s:i,s:I,s:s}", "Name", name.p, name.n, "Type", complete && folder, "Size",
		      complete && known && !folder ? (json_int_t)node.fs.bytes : (json_int_t)0, "Hash", complete ? hash : "");
	blocks_node_free(&node);
	free(hash);
	return o;
}

void cmd_files_ls(struct kubo *k, struct request *r)
{
	const char *arg = request_arg(r, "arg", 0);
	bool complete = kubo_flag(r, "long", "l", false);
	json_t *entries = json_array();
	struct blocks_node node;
	struct found at;

	if (!mfs_find(k, r, arg && *arg ? arg : "/", &at)) {
		json_decref(entries);
		return;
	}
	blocks_node(k->blocks, &at.cid, &node);
	if (is_folder(&node))
		for (size_t i = 0; i < node.links.n; i++)
			json_array_append_new(entries, entry(k, node.links.v[i].name, &node.links.v[i].cid, complete));
	else
		json_array_append_new(entries, entry(k, at.last, &at.cid, complete));
	blocks_node_free(&node);
	kubo_json(k, r, json_pack("{s:o}", "Entries", json_array_size(entries) ? json_incref(entries) : json_null()));
	json_decref(entries);
}

void cmd_files_stat(struct kubo *k, struct request *r)
{
	bool local = kubo_flag(r, "with-local", NULL, false), folder;
	struct blocks_node node;
	struct found at;
	uint64_t sum;
	json_t *o;
	char *hash;

	if (!mfs_find(k, r, request_arg(r, "arg", 0), &at))
		return;
	blocks_node(k->blocks, &at.cid, &node);
	folder = is_folder(&node);
	sum = node.block.n;
	for (size_t i = 0; i < node.links.n; i++)
		sum += node.links.v[i].size;
	hash = text_of(&at.cid);
	o = json_pack("{s:s,s:I,s:I,s:i,s:s}", "Hash", hash, "Size", folder ? (json_int_t)0 : (json_int_t)node.fs.bytes, "CumulativeSize",
		      (json_int_t)sum, "Blocks", (int)node.links.n, "Type", folder ? "directory" : "file");
	if (local)
		json_object_update_new(o, json_pack("{s:b,s:b,s:I}", "WithLocality", 1, "Local", 1, "SizeLocal", (json_int_t)sum));
	blocks_node_free(&node);
	free(hash);
	kubo_json(k, r, o);
}

void cmd_files_read(struct kubo *k, struct request *r)
{
	const char *path = request_arg(r, "arg", 0);
	struct str out = { 0 };
	struct blocks_node node;
	uint64_t from, n;
	struct found at;
	bool folder;

	if (!range(k, r, &from, &n) || !mfs_find(k, r, path, &at))
		return;
	blocks_node(k->blocks, &at.cid, &node);
	folder = is_folder(&node);
	blocks_node_free(&node);
	if (folder) {
		kubo_fail(k, r, "%s was not a file", path);
		return;
	}
	blocks_read(k->blocks, &at.cid, from, n, &out);
	kubo_headers(k, r);
	request_add_header(r, "X-Stream-Output", "1");
	request_reply(r, 200, "text/plain", slice_str(&out));
	str_free(&out);
}
