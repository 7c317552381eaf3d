/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/vault_list.h"

#include "base/clean.h"
#include "base/i18n.h"
#include "keys/vault_body.h"
#include "keys/vault_file.h"

static void clean(char label[VAULT_LABEL])
{
	struct str s = { 0 };
	clean_line(&s, slice_of(label), VAULT_LABEL - 1);
	memset(label, 0, VAULT_LABEL);
	memcpy(label, str_c(&s), s.n);
	str_free(&s);
}

enum err vault_list_read(const char *path, const unsigned char genesis[32], struct vault_account **out, size_t *n, struct fault *f)
{
	struct str bytes = { 0 };
	struct seal_look seen;
	struct vault_body_accounts found = { 0 };
	unsigned char world[32];
	uint64_t generation;
	bool recovered;
	*out = NULL;
	*n = 0;
	enum err e = vault_file_read(path, &bytes, &seen, &recovered, f);
	if (e == E_OK && vault_body_read_open(seen.open, world, &generation, &found) != E_OK)
		e = fault_set(f, E_CORRUPT, "%s", path);
	if (e == E_OK && memcmp(world, genesis, 32) != 0)
		e = fault_set(f, E_WRONG_CHAIN, _("this vault belongs to another world"));
	if (e == E_OK) {
		*out = mem_array(found.n, sizeof **out);
		for (*n = 0; *n < found.n; ++*n) {
			(*out)[*n] = found.v[*n].pub;
			clean((*out)[*n].label);
		}
	}
	vec_free(&found);
	str_free(&bytes);
	return e;
}
