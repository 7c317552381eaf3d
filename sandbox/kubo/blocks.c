/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/kubo/blocks.h"

#include "base/map.h"
#include "base/mem.h"

#include <stdlib.h>

/* Blocks are found by their digest alone: a CID of either version names the same bytes. */
struct held {
	int owner;
	struct str bytes;
};

struct blocks {
	struct map held;
	uint64_t bytes;
	int owner;                /* of what blocks_add is putting in */
};

struct blocks *blocks_new(void)
{
	return mem_new(sizeof(struct blocks));
}

static void drop_one(struct held *h)
{
	str_free(&h->bytes);
	free(h);
}

void blocks_free(struct blocks *b)
{
	struct slice key;
	void *value;

	for (size_t i = 0; b && map_next(&b->held, &i, &key, &value);)
		drop_one(value);
	if (b)
		map_free(&b->held);
	free(b);
}

void blocks_drop(struct blocks *b, int owner)
{
	struct slice key;
	void *value;

	for (size_t i = 0; map_next(&b->held, &i, &key, &value);) {
		struct held *h = value;
		if (h->owner != owner)
			continue;
		b->bytes -= h->bytes.n;
		map_del(&b->held, key);
		drop_one(h);
	}
}

/* What two owners share stays for good. */
static void take(void *to, const struct cid *c, struct slice bytes)
{
	struct slice key = { (const char *)c->digest, c->n };
	struct blocks *b = to;
	struct held *h = map_get(&b->held, key);

	if (h) {
		if (h->owner != b->owner)
			h->owner = 0;
		return;
	}
	h = mem_new(sizeof *h);
	h->owner = b->owner;
	str_add(&h->bytes, bytes);
	b->bytes += bytes.n;
	map_set(&b->held, key, h);
}

static struct unixfs_sink sink(struct blocks *b)
{
	return (struct unixfs_sink){ take, b };
}

/* The files from *at on whose path begins with the first n bytes of the present one: one folder, made inside out. */
static struct unixfs_entry add_folder(struct blocks *b, const struct tree *t, size_t *at, size_t n, unsigned version, bool raw)
{
	const char *prefix = t->files.v[*at].path;
	struct unixfs_entry out = { 0 };
	struct dagpb_links links = { 0 };

	while (*at < t->files.n && !strncmp(t->files.v[*at].path, prefix, n)) {
		const struct tree_file *f = &t->files.v[*at];
		size_t k = strcspn(f->path + n, "/");
		struct slice name = { f->path + n, k };
		struct unixfs_entry e;
		if (f->path[n + k]) {
			e = add_folder(b, t, at, n + k + 1, version, raw);
		} else {
			struct unixfs_adder *a = unixfs_begin(version, raw, sink(b));
			unixfs_write(a, str_c(&f->bytes), f->bytes.n);
			e = unixfs_end(a);
			++*at;
		}
		vec_push(&links, (struct dagpb_link){ .cid = e.cid, .name = name, .size = e.size });
	}
	unixfs_folder(version, links.v, links.n, sink(b), &out);
	vec_free(&links);
	return out;
}

struct unixfs_entry blocks_add(struct blocks *b, int owner, struct tree *t, unsigned cid_version, bool raw_leaves)
{
	struct unixfs_entry out = { 0 };
	size_t at = 0;

	b->owner = owner;
	tree_sort(t);
	if (t->files.n)
		return add_folder(b, t, &at, 0, cid_version, raw_leaves);
	unixfs_folder(cid_version, NULL, 0, sink(b), &out);
	return out;
}

bool blocks_get(const struct blocks *b, const struct cid *c, struct slice *bytes)
{
	struct held *h;

	if (c->hash == CID_IDENTITY) {
		*bytes = (struct slice){ (const char *)c->digest, c->n };
		return true;
	}
	h = map_get(&b->held, (struct slice){ (const char *)c->digest, c->n });
	if (h)
		*bytes = slice_str(&h->bytes);
	return h != NULL;
}

uint64_t blocks_bytes(const struct blocks *b)
{
	return b->bytes;
}

bool blocks_node(const struct blocks *b, const struct cid *c, struct blocks_node *out)
{
	struct slice data;

	*out = (struct blocks_node){ 0 };
	if (!blocks_get(b, c, &out->block))
		return false;
	out->raw = c->codec == CID_RAW;
	if (out->raw) {
		out->fs = (struct unixfs_node){ .type = UNIXFS_FILE, .data = out->block, .bytes = out->block.n };
		out->unixfs = true;
	} else if (!dagpb_decode(out->block, &out->links, &data)) {
		out->unixfs = !unixfs_decode(data, &out->fs);
	}
	return true;
}

void blocks_node_free(struct blocks_node *n)
{
	vec_free(&n->links);
}

/* Reads on from *from and leaves there what still has to be skipped; *n is what is still wanted. */
static bool read_on(const struct blocks *b, const struct cid *c, uint64_t *from, uint64_t *n, struct str *out)
{
	struct blocks_node node;
	bool ok = blocks_node(b, c, &node) && node.unixfs;

	if (ok && *from >= node.fs.bytes) {
		*from -= node.fs.bytes;
	} else if (ok) {
		struct slice part = slice_from(node.fs.data, *from < node.fs.data.n ? (size_t)*from : node.fs.data.n);
		*from -= *from < node.fs.data.n ? *from : node.fs.data.n;
		part = slice_to(part, *n < part.n ? (size_t)*n : part.n);
		str_add(out, part);
		*n -= part.n;
		for (size_t i = 0; i < node.links.n && *n && ok; i++)
			ok = read_on(b, &node.links.v[i].cid, from, n, out);
	}
	blocks_node_free(&node);
	return ok;
}

bool blocks_read(const struct blocks *b, const struct cid *c, uint64_t from, uint64_t n, struct str *out)
{
	return read_on(b, c, &from, &n, out);
}

bool blocks_link(const struct blocks *b, const struct cid *folder, struct slice name, struct cid *out)
{
	struct blocks_node node;
	bool found = false;

	if (blocks_node(b, folder, &node))
		for (size_t i = 0; i < node.links.n && !found; i++)
			if (slice_eq(node.links.v[i].name, name)) {
				*out = node.links.v[i].cid;
				found = true;
			}
	blocks_node_free(&node);
	return found;
}
