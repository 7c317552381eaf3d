/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chain's metadata, versions 14, 15 and 16: everything is found by NAME, as indexes move between runtimes. Names are
 * "Pallet.item"; case and underscores do not matter where the exact name is not found. A meta owns a copy of its bytes;
 * all slices and pointers into it live as long as it. Nothing blocks. */
#ifndef CODEC_META_H
#define CODEC_META_H

#include "codec/hash.h"
#include "codec/registry.h"

enum { META_MAX = 2 << 20, META_HASHERS = 8 };

struct meta_item {
	struct slice name;
	bool optional;                /* absent means nothing; else absent means the default */
	size_t n_hashers;             /* 0: a plain value */
	enum hasher hashers[META_HASHERS];
	uint32_t key, value;          /* types; key is a tuple when there are several hashers */
	struct slice fallback;        /* the encoded default */
	struct slice docs;
};

struct meta_constant {
	struct slice name, bytes, docs;
	uint32_t type;
};

struct meta_method {                  /* of a runtime API or a pallet's views */
	struct slice name, id, docs;  /* id: a view's 32 bytes, else empty */
	struct registry_field *inputs;
	size_t n_inputs;
	uint32_t output;
};

struct meta_methods {
	struct meta_method *v;
	size_t n;
};

struct meta_pallet {
	struct slice name, prefix, docs;   /* prefix: of its storage keys */
	unsigned index;
	uint32_t calls, events, errors;    /* REGISTRY_NONE when it has none */
	struct meta_item *items;
	struct meta_constant *constants;
	size_t n_items, n_constants;
	struct meta_methods views;
};

struct meta_extension {
	struct slice name;
	uint32_t extra, additional;        /* in the extrinsic; only under the signature */
};

struct meta_api {
	struct slice name, docs;
	uint64_t version;                  /* 0 before metadata 16 */
	struct meta_methods methods;
};

struct meta {
	unsigned version;                  /* 14, 15, 16 */
	struct registry types;
	struct meta_pallet *pallets;
	struct meta_extension *extensions;
	struct meta_api *apis;
	size_t n_pallets, n_extensions, n_apis;
	struct slice formats;              /* one byte per extrinsic version */
	uint32_t address, call, signature, event, error; /* outer types; error is REGISTRY_NONE in version 14 */
	unsigned ss58;                     /* System.SS58Prefix, else that of the g1 chain */
	struct arena arena;
	char *blob;
	size_t blob_n;
};

/* The bytes as a node gives them: bare, or inside Vec<u8> or Option<Vec<u8>>. NULL and a fault when they do not parse. */
struct meta *meta_parse(const void *p, size_t n, struct fault *f);
void meta_free(struct meta *m);

const struct meta_pallet *meta_pallet(const struct meta *m, struct slice name);
const struct meta_pallet *meta_pallet_at(const struct meta *m, unsigned index);
/* "Balances.transfer_keep_alive": the call, and its pallet; NULL when there is none. */
const struct registry_variant *meta_call(const struct meta *m, struct slice name, const struct meta_pallet **pallet);
const struct meta_item *meta_item(const struct meta *m, struct slice name, const struct meta_pallet **pallet);
const struct meta_constant *meta_constant(const struct meta *m, struct slice name);
/* The error of a DispatchError's module: its pallet's and its own index. */
const struct registry_variant *meta_error(const struct meta *m, unsigned pallet, unsigned index);
/* The documentation as lines. From outside: clean it before it is shown. */
void meta_docs(struct slice docs, struct str *out);

#endif
