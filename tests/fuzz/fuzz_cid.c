/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CIDs, peer ids and IPFS blocks from outside. */
#include "codec/base32.h"
#include "codec/peerid.h"
#include "codec/unixfs.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void all_forms(const struct cid *c)
{
	static const char bases[] = { 0, 'b', 'z', 'k', 'f' };
	for (size_t i = 0; i < sizeof bases; i++) {
		struct str s = { 0 };
		struct cid again;
		cid_text(c, bases[i], &s);
		must(cid_read(slice_str(&s), &again) == E_OK && cid_same(c, &again));
		str_free(&s);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = { (const char *)data, size }, content;
	struct scale in = scale_open(data, size);
	struct dagpb_links links = { 0 };
	struct unixfs_node node;
	struct cid c;
	unsigned char pub[32], raw[256];
	char name[PEERID_MAX];
	size_t n;
	if (cid_read(text, &c) == E_OK)
		all_forms(&c);
	if (cid_decode(&in, &c))
		all_forms(&c);
	if (peerid_read(text, pub) == E_OK) {
		peerid_name(pub, name);
		must(peerid_read(slice_of(name), pub) == E_OK);
	}
	if (base32_decode(text, raw, sizeof raw, &n) == E_OK) {
		struct str s = { 0 };
		base32_add(&s, raw, n);
		must(s.n == text.n);
		str_free(&s);
	}
	if (dagpb_decode(text, &links, &content) == E_OK) {
		unixfs_decode(content, &node);
		struct str s = { 0 };
		struct dagpb_links again = { 0 };
		dagpb_encode(links.v, links.n, content, &s);
		must(dagpb_decode(slice_str(&s), &again, &content) == E_OK && again.n == links.n);
		vec_free(&again);
		str_free(&s);
	}
	vec_free(&links);
	unixfs_decode(text, &node);
	struct unixfs_adder *a = unixfs_begin(size & 1, size & 2, (struct unixfs_sink){ 0 });
	unixfs_write(a, data, size);
	must(unixfs_end(a).bytes == size);
	return 0;
}
