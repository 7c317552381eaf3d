/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/vault.h"

#include "base/i18n.h"
#include "keys/norm.h"
#include "keys/vault_body.h"
#include "keys/vault_file.h"
#include "keys/vault_try.h"
#include <sys/stat.h>
#include <unistd.h>

static struct vault *new_vault(const char *path, const unsigned char genesis[32])
{
	struct vault *v = mem_new(sizeof *v);
	v->path = mem_strdup(path);
	memcpy(v->genesis, genesis, 32);
	v->body.next = 1;
	return v;
}

void vault_lock(struct vault *v)
{
	if (!v)
		return;
	vault_body_free(&v->body);
	secret_free(&v->sealed);
	seal_key_free(&v->key);
	free(v->path);
	free(v);
}

enum err vault_body_save(struct vault *v, struct vault_body *next, bool purge, struct fault *f)
{
	struct str open = { 0 }, bytes = { 0 };
	struct secret sealed = secret_new(1024);
	struct vault_body fresh;
	vault_body_write(next, &sealed);
	vault_body_write_open(v, next, v->generation + 1, &open);
	enum err e = vault_body_read(norm_slice(&sealed), &fresh); /* what cannot be read back is never written */
	if (e == E_OK) {
		e = seal_write(&v->key, VAULT_BODY_KIND, VAULT_BODY_VERSION, slice_str(&open), norm_slice(&sealed), &bytes);
		if (e == E_OK)
			e = vault_file_write(v, slice_str(&bytes), purge, f);
		if (e != E_OK)
			vault_body_free(&fresh);
	} else {
		fault_set(f, e, _("this cannot be kept in the vault"));
	}
	if (e == E_OK) {
		vault_body_free(&v->body);
		vault_body_free(next);
		secret_free(&v->sealed);
		v->sealed = sealed;
		v->body = fresh;
		v->generation++;
		v->recovered = false;
	} else {
		secret_free(&sealed);
	}
	str_free(&open);
	str_free(&bytes);
	return e;
}

enum err vault_create(const char *path, const unsigned char genesis[32], struct slice passphrase, struct seal_params params,
		      struct vault **out, struct fault *f)
{
	struct stat st;
	struct str older = { 0 };
	*out = NULL;
	str_addf(&older, "%s.bak", path);
	bool there = lstat(path, &st) == 0 || lstat(str_c(&older), &st) == 0;
	str_free(&older);
	if (there)
		return fault_set(f, E_EXISTS, "%s", path);
	if (!passphrase.n)
		return fault_set(f, E_INVALID, _("the passphrase is empty"));
	struct vault *v = new_vault(path, genesis);
	struct vault_body empty = { .next = 1 };
	enum err e = seal_key_new(passphrase, params, &v->key);
	if (e == E_OK)
		e = vault_body_save(v, &empty, false, f);
	else
		fault_set(f, e, _("this machine has not the memory that these parameters ask for"));
	if (e == E_OK)
		*out = v;
	else
		vault_lock(v);
	return e;
}

static enum err open_bytes(struct vault *v, struct slice bytes, const struct seal_look *seen, struct fault *f)
{
	unsigned char world[32];
	v->sealed = secret_new(bytes.n);
	enum err e = seal_read(&v->key, VAULT_BODY_KIND, bytes, &v->sealed, f);
	if (e == E_OK)
		e = vault_body_read_open(seen->open, world, &v->generation, NULL);
	if (e == E_OK)
		e = vault_body_read(norm_slice(&v->sealed), &v->body);
	return e;
}

static enum err admit(const char *path, const unsigned char genesis[32], const struct seal_look *seen, int64_t now, struct fault *f)
{
	unsigned char world[32];
	uint64_t generation;
	if (vault_body_read_open(seen->open, world, &generation, NULL) != E_OK)
		return fault_set(f, E_CORRUPT, "%s", path);
	if (memcmp(world, genesis, 32) != 0)
		return fault_set(f, E_WRONG_CHAIN, _("this vault belongs to another world"));
	int64_t wait = vault_try_wait(path, now);
	if (wait)
		return fault_set(f, E_WAIT, ngettext("wait %lld second", "wait %lld seconds", (unsigned long)wait), (long long)wait);
	return E_OK;
}

enum err vault_unlock(const char *path, const unsigned char genesis[32], struct slice passphrase, int64_t now,
		      struct vault **out, struct fault *f)
{
	struct str bytes = { 0 };
	struct seal_look seen;
	struct vault *v = new_vault(path, genesis);
	*out = NULL;
	enum err e = vault_file_read(path, &bytes, &seen, &v->recovered, f);
	if (e == E_OK)
		e = admit(path, genesis, &seen, now, f);
	if (e == E_OK) {
		vault_try_begin(path, now);
		e = seal_key_for(slice_str(&bytes), VAULT_BODY_KIND, passphrase, &v->key, f);
		if (e == E_OK)
			vault_try_done(path);
	}
	if (e == E_OK)
		e = open_bytes(v, slice_str(&bytes), &seen, f);
	str_free(&bytes);
	if (e == E_OK)
		*out = v;
	else
		vault_lock(v);
	return e;
}

const struct vault_safe *vault_safe_at(const struct vault *v, size_t i)
{
	return i < v->body.safes.n ? &v->body.safes.v[i].pub : NULL;
}

const struct vault_account *vault_account_at(const struct vault *v, size_t i)
{
	return i < v->body.accounts.n ? &v->body.accounts.v[i].pub : NULL;
}

bool vault_recovered(const struct vault *v)
{
	return v->recovered;
}

static enum err open_account(const struct vault *v, uint32_t id, struct key *out)
{
	for (size_t i = 0; i < v->body.accounts.n; i++) {
		const struct vault_body_account *a = &v->body.accounts.v[i];
		if (a->pub.id != id)
			continue;
		if (a->pub.how == VAULT_WATCH)
			return E_DENIED;
		for (size_t k = 0; k < v->body.safes.n; k++)
			if (v->body.safes.v[k].pub.id == a->pub.safe) {
				enum err e = vault_body_key(&v->body.safes.v[k], a, out);
				if (e == E_OK && memcmp(out->pub, a->pub.pub, 32) != 0) {
					key_free(out);
					e = E_CORRUPT;
				}
				return e;
			}
	}
	return E_NOT_FOUND;
}

enum err vault_sign(const struct vault *v, uint32_t account, const void *msg, size_t n, unsigned char sig[64])
{
	struct key k;
	enum err e = open_account(v, account, &k);
	if (e == E_OK) {
		e = key_sign(&k, msg, n, sig);
		key_free(&k);
	}
	return e;
}

enum err vault_shared(const struct vault *v, uint32_t account, const unsigned char other[32], unsigned char out[32])
{
	struct key k;
	enum err e = open_account(v, account, &k);
	if (e == E_OK) {
		e = key_shared(&k, other, out);
		key_free(&k);
	}
	return e;
}
