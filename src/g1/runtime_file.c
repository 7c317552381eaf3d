/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/runtime_file.h"
#include "codec/pack.h"

void runtime_file_pack(const struct runtime *r, struct str *out)
{
	pack_bytes(out, r->id.genesis, 32);
	pack_blob(out, r->id.name, strlen(r->id.name));
	pack_uint(out, r->id.spec, 4);
	pack_uint(out, r->id.tx, 4);
	pack_uint(out, r->agreed, 1);
	pack_bytes(out, r->hash, 32);
	pack_blob(out, r->meta->blob, r->meta->blob_n);
}

struct runtime *runtime_file_unpack(struct slice bytes, const unsigned char genesis[32], struct fault *f)
{
	struct scale in = scale_open(bytes.p, bytes.n);
	struct runtime_id id = { .spec = 0 };
	const unsigned char *g = scale_take(&in, 32);
	struct slice name = scale_blob(&in);
	id.spec = (uint32_t)scale_uint(&in, 4);
	id.tx = (uint32_t)scale_uint(&in, 4);
	bool agreed = scale_flag(&in);
	const unsigned char *hash = scale_take(&in, 32);
	struct slice blob = scale_blob(&in);
	if (!scale_done(&in) || name.n >= sizeof id.name)
		return fault_set(f, E_CORRUPT, "runtime"), NULL;
	if (memcmp(g, genesis, 32))
		return fault_set(f, E_WRONG_CHAIN, "runtime"), NULL;
	memcpy(id.genesis, g, 32);
	memcpy(id.name, name.p, name.n);
	struct runtime *r = runtime_new(&id, blob, f);
	if (r && memcmp(r->hash, hash, 32)) {
		fault_set(f, E_CORRUPT, "runtime");
		runtime_drop(r);
		return NULL;
	}
	if (r)
		r->agreed = agreed;
	return r;
}
