/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two tests of the vault share. */
#ifndef TESTS_KEYS_VAULT_H
#define TESTS_KEYS_VAULT_H

#include "base/paths.h"
#include "keys/norm.h"
#include "keys/vault.h"
#include "keys/vault_body.h"
#include "keys/vault_edit.h"
#include "keys/vault_export.h"
#include "keys/vault_list.h"
#include "tests/unit/keys_seal.h"
#include "tests/unit/keys_util.h"
#include <sys/stat.h>

static const struct seal_params quick = { 1, 8 };
static const unsigned char world[32] = { 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7 };
static const int64_t today = 1790000000;
static const char file_name[] = "vault";
#define PASS SLICE("correct horse")

__attribute__((unused)) static void clear(void)
{
	static const char *const names[] = { "vault", "vault.bak", "vault.bak.new", "vault.lock", "vault.tries" };
	for (size_t i = 0; i < COUNT(names); i++)
		unlink(names[i]);
}

__attribute__((unused)) static struct vault *fresh(void)
{
	struct vault *v;
	clear();
	assert_int_equal(vault_create(file_name, world, PASS, quick, &v, NULL), E_OK);
	return v;
}

__attribute__((unused)) static struct vault *unlock(void)
{
	struct vault *v = NULL;
	assert_int_equal(vault_unlock(file_name, world, PASS, today, &v, NULL), E_OK);
	return v;
}

__attribute__((unused)) static uint32_t keep(struct vault *v, const char *text, const char *label)
{
	struct keyfile k;
	uint32_t id = 0;
	assert_int_equal(keyfile_read(slice_of(text), SLICE(""), &k, NULL, NULL), E_OK);
	assert_int_equal(vault_edit_safe(v, &k, label, today, &id, NULL), E_OK);
	keyfile_free(&k);
	return id;
}

__attribute__((unused)) static uint32_t account(struct vault *v, uint32_t safe, enum key_scheme scheme, enum vault_how how, const char *path)
{
	uint32_t id = 0;
	assert_int_equal(vault_edit_account(v, safe, (struct vault_edit_way){ scheme, how, slice_of(path) }, path, &id, NULL), E_OK);
	return id;
}

__attribute__((unused)) static void pub_of(const struct vault *v, uint32_t id, const char *hex)
{
	const struct vault_account *a;
	for (size_t i = 0; (a = vault_account_at(v, i)); i++)
		if (a->id == id) {
			assert_hex(a->pub, 32, hex);
			return;
		}
	fail_msg("account %u is not there", id);
}

#endif
