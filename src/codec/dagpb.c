/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/dagpb.h"
#include "codec/varint.h"

enum { DATA = 0x0a, LINK = 0x12, HASH = 0x0a, NAME = 0x12, TSIZE = 0x18 };

static void put(struct str *out, unsigned tag, struct slice s)
{
	str_addc(out, (char)tag);
	varint_add(out, s.n);
	str_add(out, s);
}

void dagpb_encode(const struct dagpb_link *links, size_t n, struct slice data, struct str *out)
{
	struct str link = { 0 }, cid = { 0 };
	for (size_t i = 0; i < n; i++) {
		str_cut(&link, 0);
		str_cut(&cid, 0);
		cid_encode(&links[i].cid, &cid);
		put(&link, HASH, slice_str(&cid));
		put(&link, NAME, links[i].name);
		str_addc(&link, TSIZE);
		varint_add(&link, links[i].size);
		put(out, LINK, slice_str(&link));
	}
	if (data.n)
		put(out, DATA, data);
	str_free(&link);
	str_free(&cid);
}

static bool read_link(struct slice bytes, struct dagpb_link *out)
{
	struct scale in = scale_open(bytes.p, bytes.n), cid;
	*out = (struct dagpb_link){ .name = SLICE("") };
	if (varint_read(&in) != HASH)
		return false;
	bytes = varint_blob(&in);
	cid = scale_open(bytes.p, bytes.n);
	if (!cid_decode(&cid, &out->cid) || !scale_done(&cid))
		return false;
	if (in.p < in.end && *in.p == NAME) {
		in.p++;
		out->name = varint_blob(&in);
	}
	if (in.p < in.end && *in.p == TSIZE) {
		in.p++;
		out->size = varint_read(&in);
	}
	return scale_done(&in);
}

enum err dagpb_decode(struct slice block, struct dagpb_links *links, struct slice *data)
{
	struct scale in = scale_open(block.p, block.n);
	*data = SLICE("");
	if (block.n > DAGPB_BLOCK_MAX)
		return E_TOO_BIG;
	while (in.p < in.end && *in.p == LINK) {
		struct dagpb_link link;
		in.p++;
		if (!read_link(varint_blob(&in), &link) || in.bad)
			return E_INVALID;
		vec_push(links, link);
	}
	if (in.p < in.end && *in.p == DATA) {
		in.p++;
		*data = varint_blob(&in);
	}
	return scale_done(&in) ? E_OK : E_INVALID;
}
