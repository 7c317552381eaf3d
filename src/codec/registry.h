/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of types of a chain's metadata (scale-info). It borrows the bytes it was read from and lives in an arena; both
 * must outlive it. Every id in it is checked once: registry_get never fails for an id found inside. */
#ifndef CODEC_REGISTRY_H
#define CODEC_REGISTRY_H

#include "base/arena.h"
#include "base/err.h"
#include "codec/scale.h"

#define REGISTRY_NONE UINT32_MAX

/* Numbered as scale-info does. */
enum registry_kind { REG_COMPOSITE, REG_VARIANT, REG_SEQUENCE, REG_ARRAY, REG_TUPLE, REG_PRIMITIVE, REG_COMPACT, REG_BITS };
enum registry_primitive {
	REG_BOOL, REG_CHAR, REG_STR, REG_U8, REG_U16, REG_U32, REG_U64, REG_U128, REG_U256,
	REG_I8, REG_I16, REG_I32, REG_I64, REG_I128, REG_I256, REG_PRIMITIVES
};

struct registry_field {
	struct slice name;        /* empty for a tuple's */
	uint32_t type;
	struct slice type_name;   /* as the source wrote it: "BalanceOf<T>"; may hold line ends */
};

struct registry_variant {
	struct slice name;
	unsigned index;
	struct registry_field *fields;
	size_t n_fields;
	struct slice docs;        /* raw; see meta_docs */
};

struct registry_type {
	enum registry_kind kind;
	struct slice path;        /* "sp_core::crypto::AccountId32", empty for the unnamed */
	struct registry_field *params, *fields; /* fields of a composite or tuple; params may have REGISTRY_NONE */
	size_t n_params, n_fields;
	struct registry_variant *variants;
	size_t n_variants;
	uint32_t of, len;         /* element of sequence, array, compact, bits; length of an array */
	enum registry_primitive primitive;
};

struct registry {
	struct registry_type *types;
	size_t n;
};

enum err registry_read(struct scale *in, struct arena *a, struct registry *out);
const struct registry_type *registry_get(const struct registry *r, uint32_t id); /* NULL beyond the table */
const struct registry_variant *registry_variant(const struct registry_type *t, unsigned index); /* NULL when absent */
const struct registry_variant *registry_variant_named(const struct registry_type *t, struct slice name);
struct slice registry_last(const struct registry_type *t);  /* the last part of the path */
/* How people write the type: "Vec<u8>", "AccountInfo<u32, AccountData<u64, u32>>". */
void registry_name(const struct registry *r, uint32_t id, struct str *out);
/* The bytes every value of an integer primitive takes; 0 for bool, char, str. */
size_t registry_width(enum registry_primitive p, bool *with_sign);
bool registry_is_byte(const struct registry *r, uint32_t id);
/* What a type comes down to through wrappers of one field, as Compact looks at it. */
const struct registry_type *registry_inner(const struct registry *r, uint32_t id);

#endif
