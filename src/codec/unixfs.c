/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/unixfs.h"
#include "codec/varint.h"

enum { LEVELS = 8, TYPE = 0x08, DATA = 0x12, FILESIZE = 0x18, BLOCKSIZE = 0x20, HASH_TYPE = 0x28, FANOUT = 0x30, MODE = 0x38,
       MTIME = 0x42 };

/* One level of the tree that is being built: the nodes that have no parent yet, with the content below each. */
struct level {
	struct dagpb_link link[UNIXFS_WIDTH];
	uint64_t bytes[UNIXFS_WIDTH];
	size_t n;
};

struct unixfs_adder {
	unsigned version;
	bool raw;
	struct unixfs_sink sink;
	struct str chunk, data, node;
	struct level *level[LEVELS];
	size_t levels;            /* in use */
};

static struct unixfs_entry made(unsigned version, uint64_t codec, struct slice bytes, struct unixfs_sink sink)
{
	struct unixfs_entry e = { .cid = cid_of(version, codec, bytes.p, bytes.n), .size = bytes.n };
	if (sink.block)
		sink.block(sink.to, &e.cid, bytes);
	return e;
}

static void put_data(struct str *out, enum unixfs_type type, struct slice bytes, uint64_t total)
{
	str_addc(out, TYPE);
	varint_add(out, type);
	if (bytes.n) {
		str_addc(out, DATA);
		varint_add(out, bytes.n);
		str_add(out, bytes);
	}
	str_addc(out, FILESIZE);
	varint_add(out, total);
}

static void put_node(struct unixfs_adder *a, size_t at, struct unixfs_entry e);

static struct unixfs_entry leaf(struct unixfs_adder *a)
{
	struct unixfs_entry e;
	if (a->raw) {
		e = made(1, CID_RAW, slice_str(&a->chunk), a->sink);
	} else {
		str_cut(&a->data, 0);
		str_cut(&a->node, 0);
		put_data(&a->data, UNIXFS_FILE, slice_str(&a->chunk), a->chunk.n);
		dagpb_encode(NULL, 0, slice_str(&a->data), &a->node);
		e = made(a->version, CID_DAG_PB, slice_str(&a->node), a->sink);
	}
	e.bytes = a->chunk.n;
	str_cut(&a->chunk, 0);
	return e;
}

/* Gives the nodes of a level their parent. */
static struct unixfs_entry parent(struct unixfs_adder *a, struct level *l)
{
	uint64_t total = 0, below = 0;
	for (size_t i = 0; i < l->n; i++) {
		total += l->bytes[i];
		below += l->link[i].size;
	}
	str_cut(&a->data, 0);
	str_cut(&a->node, 0);
	put_data(&a->data, UNIXFS_FILE, SLICE(""), total);
	for (size_t i = 0; i < l->n; i++) {
		str_addc(&a->data, BLOCKSIZE);
		varint_add(&a->data, l->bytes[i]);
	}
	dagpb_encode(l->link, l->n, slice_str(&a->data), &a->node);
	struct unixfs_entry e = made(a->version, CID_DAG_PB, slice_str(&a->node), a->sink);
	e.size += below;
	e.bytes = total;
	l->n = 0;
	return e;
}

static void put_node(struct unixfs_adder *a, size_t at, struct unixfs_entry e)
{
	if (at == a->levels) {
		a->level[at] = mem_new(sizeof *a->level[at]);
		a->levels++;
	}
	struct level *l = a->level[at];
	if (l->n == UNIXFS_WIDTH)
		put_node(a, at + 1, parent(a, l));
	l->link[l->n] = (struct dagpb_link){ e.cid, SLICE(""), e.size };
	l->bytes[l->n++] = e.bytes;
}

struct unixfs_adder *unixfs_begin(unsigned cid_version, bool raw_leaves, struct unixfs_sink sink)
{
	struct unixfs_adder *a = mem_new(sizeof *a);
	a->version = cid_version ? 1 : 0;
	a->raw = raw_leaves;
	a->sink = sink;
	return a;
}

void unixfs_write(struct unixfs_adder *a, const void *p, size_t n)
{
	const char *b = p;
	while (n) {
		size_t take = UNIXFS_CHUNK - a->chunk.n < n ? UNIXFS_CHUNK - a->chunk.n : n;
		/* Only when more comes is a full piece a leaf: a file of one piece has no parent. */
		if (!take) {
			put_node(a, 0, leaf(a));
			continue;
		}
		str_add(&a->chunk, (struct slice){ b, take });
		b += take;
		n -= take;
	}
}

struct unixfs_entry unixfs_end(struct unixfs_adder *a)
{
	struct unixfs_entry e = leaf(a);
	for (size_t i = 0; i < a->levels; i++) {
		put_node(a, i, e);
		e = parent(a, a->level[i]);
	}
	for (size_t i = 0; i < a->levels; i++)
		free(a->level[i]);
	str_free(&a->chunk);
	str_free(&a->data);
	str_free(&a->node);
	free(a);
	return e;
}

static int by_name(const void *a, const void *b)
{
	struct slice x = ((const struct dagpb_link *)a)->name, y = ((const struct dagpb_link *)b)->name;
	size_t n = x.n < y.n ? x.n : y.n;
	int order = n ? memcmp(x.p, y.p, n) : 0;
	return order ? order : (x.n > y.n) - (x.n < y.n);
}

static enum err check_names(const struct dagpb_link *links, size_t n)
{
	size_t weight = 0;
	struct str cid = { 0 };
	for (size_t i = 0; i < n; i++) {
		struct slice name = links[i].name;
		str_cut(&cid, 0);
		cid_encode(&links[i].cid, &cid);
		weight += name.n + cid.n;
		if (!name.n || memchr(name.p, '/', name.n) || memchr(name.p, 0, name.n)) {
			str_free(&cid);
			return E_INVALID;
		}
	}
	str_free(&cid);
	return weight >= UNIXFS_FOLDER_MAX ? E_TOO_BIG : E_OK;
}

enum err unixfs_folder(unsigned cid_version, const struct dagpb_link *links, size_t n, struct unixfs_sink sink,
		       struct unixfs_entry *out)
{
	struct str node = { 0 };
	enum err e = check_names(links, n);
	if (e)
		return e;
	struct dagpb_link *sorted = mem_dup(links, n * sizeof *links);
	if (n)
		qsort(sorted, n, sizeof *sorted, by_name);
	for (size_t i = 1; i < n; i++)
		if (slice_eq(sorted[i - 1].name, sorted[i].name))
			e = E_EXISTS;
	if (!e) {
		dagpb_encode(sorted, n, (struct slice){ "\x08\x01", 2 }, &node);
		*out = made(cid_version ? 1 : 0, CID_DAG_PB, slice_str(&node), sink);
		for (size_t i = 0; i < n; i++)
			out->size += links[i].size;
	}
	free(sorted);
	str_free(&node);
	return e;
}

enum err unixfs_decode(struct slice data, struct unixfs_node *out)
{
	struct scale in = scale_open(data.p, data.n);
	uint64_t last = 0, sum = 0;
	bool typed = false, sized = false;
	*out = (struct unixfs_node){ .data = SLICE("") };
	while (in.p < in.end) {
		uint64_t tag = varint_read(&in), v = tag == DATA || tag == MTIME ? 0 : varint_read(&in);
		if (tag < last || (tag == last && tag != BLOCKSIZE)) /* each once, in order */
			return E_INVALID;
		last = tag;
		switch (tag) {
		case TYPE:
			typed = true;
			out->type = (enum unixfs_type)v;
			if (v > UNIXFS_SHARD)
				return E_UNSUPPORTED;
			break;
		case DATA:
			out->data = varint_blob(&in);
			break;
		case FILESIZE:
			sized = true;
			out->bytes = v;
			break;
		case BLOCKSIZE:
			out->parts++;
			if (__builtin_add_overflow(sum, v, &sum))
				return E_INVALID;
			break;
		case HASH_TYPE:
		case FANOUT:
		case MODE:
			break;
		case MTIME:
			varint_blob(&in);
			break;
		default:
			return E_INVALID;
		}
	}
	if (!scale_done(&in) || !typed)
		return E_INVALID;
	/* A file says its length, and it must be that of its bytes and parts. */
	if (out->type == UNIXFS_FILE && sized && out->bytes != sum + out->data.n)
		return E_INVALID;
	return E_OK;
}
