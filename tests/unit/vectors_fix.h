/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of vectors of which each leaf is ticked off: what a test compared becomes null, what is left was forgotten. */
#ifndef VECTORS_FIX_H
#define VECTORS_FIX_H

#include "t_g1.h"
#include "codec/encode.h"
#include "codec/ss58.h"
#include "tests/shared.h"

/* A leaf that was used becomes null. */
static inline json_t *use(json_t *o, const char *name)
{
	json_t *v = json_incref(json_object_get(o, name));
	if (!v)
		print_message("# no leaf %s\n", name);
	assert_non_null(v);
	json_object_set_new(o, name, json_null());
	return v;
}

static inline void is_text(json_t *o, const char *name, const char *got)
{
	json_t *v = use(o, name);
	assert_string_equal(json_string_value(v), got);
	json_decref(v);
}

static inline void is_number(json_t *o, const char *name, int64_t got)
{
	json_t *v = use(o, name);
	assert_int_equal(json_integer_value(v), got);
	json_decref(v);
}

static inline void is_bytes(json_t *o, const char *name, const void *p, size_t n)
{
	json_t *v = use(o, name);
	struct str hex = { 0 };
	const char *want = json_string_value(v);
	if (slice_starts(slice_of(want), "0x"))
		str_adds(&hex, "0x");
	hex_add(&hex, p, n);
	if (strcmp(want, str_c(&hex)))
		print_message("# %s\n", name);
	assert_string_equal(want, str_c(&hex));
	str_free(&hex);
	json_decref(v);
}

static inline struct str take_text(json_t *o, const char *name)
{
	json_t *v = use(o, name);
	struct str s = { 0 };
	str_adds(&s, json_string_value(v));
	json_decref(v);
	return s;
}

static inline struct str take_hex(json_t *o, const char *name)
{
	struct str text = take_text(o, name), bytes = { 0 };
	assert_int_equal(hex_append(slice_str(&text), &bytes), E_OK);
	str_free(&text);
	return bytes;
}

static inline void is_address(json_t *o, const char *name, unsigned prefix, const unsigned char pub[32])
{
	char text[SS58_MAX];
	ss58_encode(prefix, pub, text);
	is_text(o, name, text);
}

static inline json_t *part(json_t *o, const char *name)
{
	json_t *v = json_object_get(o, name);
	assert_non_null(v);
	return v;
}

/* Sentences for the reader, in the file beside what they are about. */
static inline bool is_prose(const char *path)
{
	static const char *const prose[] = { "/_about", "/runtime_api/", "/source", "/note", "/fixed/signer", "/fixed/dest",
		"/birth_block_hash_used_in_vectors", "/signer", "/old_key", "/new_key", "/account_to_link", "/v1_pubkey/seed" };
	for (size_t i = 0; i < sizeof prose / sizeof *prose; i++)
		if (strstr(path, prose[i]))
			return true;
	return false;
}

static inline size_t leaves(json_t *v, const char *path)
{
	char below[512];
	const char *key;
	json_t *one;
	size_t i, n = 0;
	json_object_foreach(v, key, one) {
		snprintf(below, sizeof below, "%s/%s", path, key);
		n += leaves(one, below);
	}
	json_array_foreach(v, i, one) {
		snprintf(below, sizeof below, "%s/%zu", path, i);
		n += leaves(one, below);
	}
	if (json_is_object(v) || json_is_array(v) || json_is_null(v) || is_prose(path))
		return n;
	print_message("# nobody reproduces %s\n", path);
	return n + 1;
}

#endif
