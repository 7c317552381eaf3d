/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metadata as a hostile node sends it; where it parses, its own defaults and constants are decoded with it, and every call's
 * shape is drawn. */
#include "codec/encode.h"
#include "codec/layout.h"
#include "codec/shape.h"
#include "codec/storekey.h"
#include "codec/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void use(const struct meta *m, uint32_t type, struct slice bytes, struct str *out)
{
	struct scale in = scale_open(bytes.p, bytes.n);
	static const char *const paths[] = { "data.free", "" };
	json_t *v = value_json(m, type, &in);
	str_cut(out, 0);
	if (v)
		encode_value(m, type, v, out, NULL);
	json_decref(v);
	str_cut(out, 0);
	in = scale_open(bytes.p, bytes.n);
	value_text(m, type, &in, out);
	str_cut(out, 0);
	registry_name(&m->types, type, out);
	struct layout *l = layout_new(m, type, paths, 2, NULL);
	struct layout_field f[2];
	if (l)
		layout_read(l, bytes.p, bytes.n, f);
	layout_free(l);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct meta *m = meta_parse(data, size, NULL);
	struct str s = { 0 };
	unsigned char hash[32];
	if (!m)
		return 0;
	for (size_t i = 0; i < m->n_pallets; i++) {
		const struct meta_pallet *p = &m->pallets[i];
		for (size_t k = 0; k < p->n_items; k++) {
			use(m, p->items[k].value, p->items[k].fallback, &s);
			str_cut(&s, 0);
			storekey_add(p, &p->items[k], NULL, 0, &s);
			json_decref(storekey_args(m, &p->items[k], slice_str(&s)));
			storekey_item(m, slice_str(&s), NULL);
		}
		for (size_t k = 0; k < p->n_constants; k++)
			use(m, p->constants[k].type, p->constants[k].bytes, &s);
	}
	for (uint32_t id = 0; id < m->types.n && id < 64; id++) {
		str_cut(&s, 0);
		shape_type(m, id, &s);
	}
	shape_extensions(m, NULL, hash);
	str_free(&s);
	meta_free(m);
	return 0;
}
