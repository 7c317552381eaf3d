/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vault from three doors, chosen by the first byte: a whole file (its hash put right), the sealed body, the open part.
 * What is accepted is written again and must be the same bytes; its keys are made. */
#include "codec/hash.h"
#include "keys/norm.h"
#include "keys/vault_body.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void whole_file(struct slice bytes)
{
	struct str s = { 0 };
	struct seal_look seen;
	struct vault_body_accounts list = { 0 };
	unsigned char world[32];
	uint64_t generation;
	str_add(&s, bytes);
	if (s.n > 32)
		hash_blake2_256((unsigned char *)s.p + s.n - 32, s.p, s.n - 32);
	if (seal_look(slice_str(&s), VAULT_BODY_KIND, VAULT_BODY_VERSION, &seen, NULL) == E_OK)
		(void)vault_body_read_open(seen.open, world, &generation, &list);
	vec_free(&list);
	str_free(&s);
}

static void body(struct slice bytes)
{
	struct vault_body b;
	struct secret again = secret_new(bytes.n);
	if (vault_body_read(bytes, &b) == E_OK) {
		vault_body_write(&b, &again);
		must(slice_eq(norm_slice(&again), bytes));
		for (size_t i = 0; i < b.accounts.n && i < 4; i++)
			for (size_t k = 0; k < b.safes.n; k++) {
				struct key key;
				if (b.safes.v[k].pub.id == b.accounts.v[i].pub.safe &&
				    vault_body_key(&b.safes.v[k], &b.accounts.v[i], &key) == E_OK)
					key_free(&key);
			}
		vault_body_free(&b);
	}
	secret_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool ready;
	struct slice bytes = { (const char *)data + 1, size - 1 };
	struct vault_body_accounts list = { 0 };
	unsigned char world[32];
	uint64_t generation;
	if (!ready)
		ready = secret_init() == E_OK;
	if (!size || size > 1 << 16)
		return 0;
	if (data[0] % 3 == 0)
		whole_file(bytes);
	else if (data[0] % 3 == 1)
		body(bytes);
	else
		(void)vault_body_read_open(bytes, world, &generation, &list);
	vec_free(&list);
	return 0;
}
