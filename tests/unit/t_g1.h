/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of src/g1 share: the built-in runtime under the real chain's id, keys of the vectors, hex. */
#ifndef TESTS_T_G1_H
#define TESTS_T_G1_H

#include "codec/hex.h"
#include "g1/runtime.h"
#include "keys/key.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const char g1_genesis[] = "feb770bbb0344dabc8366b0d1f889a8e4e6ca09b914006655fe795920deb6d56";

__attribute__((unused)) static struct runtime_id g1_id(void)
{
	struct runtime_id id = { .name = "g1", .spec = 1100, .tx = 1 };
	assert_int_equal(hex_exact(slice_of(g1_genesis), id.genesis, 32), E_OK);
	return id;
}

__attribute__((unused)) static struct runtime *g1_runtime(void)
{
	struct runtime_id id = g1_id();
	return runtime_builtin(&id);
}

/* The bytes of hex text, with or without 0x. */
__attribute__((unused)) static struct str g1_hex(const char *hex)
{
	struct str s = { 0 };
	assert_non_null(hex);
	assert_int_equal(hex_append(slice_of(hex), &s), E_OK);
	return s;
}

__attribute__((unused)) static void g1_same(const char *want, const struct str *got)
{
	struct str s = { 0 };
	if (slice_starts(slice_of(want), "0x"))
		hex_add0x(&s, got->p, got->n);
	else
		hex_add(&s, got->p, got->n);
	assert_string_equal(str_c(&s), want);
	str_free(&s);
}

/* The account of "seed 01x32" and the like. */
__attribute__((unused)) static void g1_key(struct key *k, unsigned char byte)
{
	unsigned char seed[32];
	memset(seed, byte, sizeof seed);
	assert_int_equal(key_open(k, KEY_ED25519, (struct slice){ (const char *)seed, sizeof seed }), E_OK);
}

#endif
