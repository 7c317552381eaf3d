/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the runtime of the sandbox's chain looks like from outside: types, pallets, calls, storage, constants, events, errors,
 * signed extensions, runtime APIs, read once from the tables runtime_*.def. From it the metadata is written, extrinsics are
 * checked and events encoded. An upgraded runtime differs as a real upgrade might: see runtime_new. Never blocks. */
#ifndef SANDBOX_CHAIN_RUNTIME_H
#define SANDBOX_CHAIN_RUNTIME_H

#include "base/str.h"
#include "codec/hash.h"
#include "codec/scale.h"

#include <stdint.h>

enum rt_kind { RT_COMPOSITE, RT_VARIANT, RT_SEQUENCE, RT_ARRAY, RT_TUPLE, RT_PRIMITIVE, RT_COMPACT, RT_ERA };
enum rt_primitive { RT_BOOL, RT_CHAR, RT_STR, RT_U8, RT_U16, RT_U32, RT_U64, RT_U128, RT_U256 };

struct rt_field {
	struct slice name, type_name;  /* empty: none */
	int type;
};

struct rt_variant {
	struct slice name;
	uint8_t index;
	struct rt_field *fields;
	size_t n;
};

/* sub: the item of a sequence, array or compact, or which primitive; len: of an array. A tuple has nameless fields. */
struct rt_type {
	enum rt_kind kind;
	const char *path, *params;
	int sub;
	uint32_t len;
	struct rt_field *fields;
	size_t n_fields;
	struct rt_variant *variants;
	size_t n_variants;
};

struct rt_storage {
	const char *name;
	bool optional;
	enum hasher hashers[2];
	size_t n_hashers;
	int key, value;
	struct str fallback;           /* the bytes of the default */
};

struct rt_constant {
	const char *name;
	int type;
	struct str value;
};

struct rt_pallet {
	const char *name, *prefix;     /* prefix NULL: no storage */
	uint8_t index;
	int calls, events, errors;     /* types, -1: none */
	struct rt_storage *storage;
	struct rt_constant *constants;
	size_t n_storage, n_constants;
	size_t line;                   /* in the table, for what only the metadata needs */
};

struct rt_extension {
	const char *name;
	int type, implicit;
};

enum { RT_TYPES = 372, RT_SPEC = 1100, RT_TX = 1, RT_MAX_PALLETS = 40, RT_MAX_EXTENSIONS = 12 };

struct runtime {
	struct rt_type types[RT_TYPES];
	struct rt_pallet pallets[RT_MAX_PALLETS];
	struct rt_extension extensions[RT_MAX_EXTENSIONS];
	size_t n_pallets, n_extensions;
	uint32_t spec_version, tx_version;
	bool harbour;               /* the signed extension is there */
};

/* What upgrades may change besides the versions; they add up. ARGUMENTS: Balances.transfer_keep_alive wants a note behind the
 * value (and ignores it). */
enum { RT_MOVED_CALL = 1 << 16, RT_HARBOUR = 1 << 17, RT_ARGUMENTS = 1 << 18, RT_UPGRADES = 0xffff };

/* upgrades 0: the runtime as described; else how many there were, and what they changed. Each raises both versions by one. */
struct runtime *runtime_new(unsigned upgrades);
void runtime_free(struct runtime *rt);

/* Appends "meta", the version and the metadata: 14, 15 or 16. False for others. */
bool runtime_metadata(const struct runtime *rt, unsigned version, struct str *out);

const struct rt_pallet *runtime_pallet(const struct runtime *rt, const char *name);
const struct rt_pallet *runtime_pallet_at(const struct runtime *rt, uint8_t index);
const struct rt_variant *runtime_variant(const struct runtime *rt, int type, uint8_t index);
/* The variant of a name in a type (calls, events, errors of a pallet); NULL when there is none. */
const struct rt_variant *runtime_named(const struct runtime *rt, int type, const char *name);
const struct rt_storage *runtime_storage(const struct rt_pallet *p, const char *name);

/* Moves s behind one value of the type; s->bad when the bytes do not fit. */
void runtime_skip(const struct runtime *rt, int type, struct scale *s);

#endif
