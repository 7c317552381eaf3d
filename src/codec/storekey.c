/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/storekey.h"
#include "base/i18n.h"
#include "codec/encode.h"
#include "codec/value.h"

void storekey_prefix(struct slice prefix, struct slice item, unsigned char out[32])
{
	hash_twox(out, 2, prefix.p, prefix.n);
	hash_twox(out + 16, 2, item.p, item.n);
}

/* The type of one argument: the map's key, or a part of it when there are several hashers. */
static uint32_t arg_type(const struct meta *m, const struct meta_item *it, size_t i)
{
	const struct registry_type *t = registry_get(&m->types, it->key);
	if (it->n_hashers == 1)
		return it->key;
	return t && t->kind == REG_TUPLE && t->n_fields == it->n_hashers ? t->fields[i].type : REGISTRY_NONE;
}

void storekey_add(const struct meta_pallet *p, const struct meta_item *it, const struct slice *args, size_t n, struct str *out)
{
	unsigned char head[32];
	storekey_prefix(p->prefix, it->name, head);
	str_add(out, (struct slice){ (const char *)head, sizeof head });
	for (size_t i = 0; i < n && i < it->n_hashers; i++)
		hash_storage(out, it->hashers[i], args[i].p, args[i].n);
}

enum err storekey_build(const struct meta *m, struct slice name, const json_t *args, struct str *out, struct fault *f)
{
	const struct meta_pallet *p;
	const struct meta_item *it = meta_item(m, name, &p);
	struct str parts[META_HASHERS] = { 0 };
	struct slice encoded[META_HASHERS];
	size_t n = json_array_size(args);
	enum err e = E_OK;
	if (!it)
		return fault_set(f, E_NOT_FOUND, _("no storage item %.*s"), (int)(name.n < 80 ? name.n : 80), name.p);
	if ((args && !json_is_null(args) && !json_is_array(args)) || n > it->n_hashers)
		return fault_set(f, E_INVALID, _("a list of at most %zu arguments is wanted"), it->n_hashers);
	for (size_t i = 0; !e && i < n; i++) {
		e = encode_value(m, arg_type(m, it, i), json_array_get(args, i), &parts[i], f);
		encoded[i] = slice_str(&parts[i]);
	}
	if (!e)
		storekey_add(p, it, encoded, n, out);
	for (size_t i = 0; i < n; i++)
		str_free(&parts[i]);
	return e;
}

const struct meta_item *storekey_item(const struct meta *m, struct slice key, const struct meta_pallet **pallet)
{
	unsigned char head[32];
	if (key.n < 32)
		return NULL;
	for (size_t i = 0; i < m->n_pallets; i++) {
		const struct meta_pallet *p = &m->pallets[i];
		hash_twox(head, 2, p->prefix.p, p->prefix.n);
		if (!p->n_items || memcmp(head, key.p, 16))
			continue;
		for (size_t k = 0; k < p->n_items; k++) {
			hash_twox(head + 16, 2, p->items[k].name.p, p->items[k].name.n);
			if (memcmp(head, key.p, 32))
				continue;
			if (pallet)
				*pallet = p;
			return &p->items[k];
		}
	}
	return NULL;
}

json_t *storekey_args(const struct meta *m, const struct meta_item *it, struct slice key)
{
	struct scale in = scale_open(key.p, key.n);
	json_t *list = json_array();
	scale_take(&in, 32);
	for (size_t i = 0; i < it->n_hashers && !in.bad; i++) {
		bool plain;
		const unsigned char *hash = scale_take(&in, hash_storage_size(it->hashers[i], &plain)), *from = in.p;
		json_t *v = plain ? value_json(m, arg_type(m, it, i), &in) : json_null();
		struct str again = { 0 };
		if (v && plain && hash) { /* the hash in front must be that of what follows */
			hash_storage(&again, it->hashers[i], from, (size_t)(in.p - from));
			if (memcmp(again.p, hash, again.n - (size_t)(in.p - from)))
				in.bad = true;
			str_free(&again);
		}
		if (v)
			json_array_append_new(list, v);
		else
			in.bad = true;
	}
	if (scale_done(&in))
		return list;
	json_decref(list);
	return NULL;
}
