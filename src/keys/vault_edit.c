/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/vault_edit.h"

#include "base/i18n.h"
#include "base/text.h"
#include "keys/norm.h"
#include "keys/vault_body.h"
#include "keys/vault_export.h"
#include <sodium.h>

static bool set_label(char to[VAULT_LABEL], const char *label, struct fault *f)
{
	struct slice s = slice_of(label);
	bool ok = s.n < VAULT_LABEL && text_valid(s);
	for (size_t i = 0; i < s.n; i++)
		ok = ok && (unsigned char)s.p[i] >= ' ' && s.p[i] != 0x7f;
	if (!ok) {
		fault_set(f, E_INVALID, _("a label is a line of at most 64 bytes"));
		return false;
	}
	memset(to, 0, VAULT_LABEL);
	memcpy(to, s.p, s.n);
	return true;
}

static struct vault_body_safe *safe_by(const struct vault_body *b, uint32_t id)
{
	for (size_t i = 0; i < b->safes.n; i++)
		if (b->safes.v[i].pub.id == id)
			return &b->safes.v[i];
	return NULL;
}

static struct vault_body_account *account_by(const struct vault_body *b, uint32_t id)
{
	for (size_t i = 0; i < b->accounts.n; i++)
		if (b->accounts.v[i].pub.id == id)
			return &b->accounts.v[i];
	return NULL;
}

static struct vault_body_account *account_of(const struct vault_body *b, enum key_scheme scheme, const unsigned char pub[32])
{
	for (size_t i = 0; i < b->accounts.n; i++)
		if (b->accounts.v[i].pub.scheme == scheme && memcmp(b->accounts.v[i].pub.pub, pub, 32) == 0)
			return &b->accounts.v[i];
	return NULL;
}

static enum err save(struct vault *v, struct vault_body *next, bool purge, struct fault *f)
{
	enum err e = vault_body_save(v, next, purge, f);
	if (e != E_OK)
		vault_body_free(next);
	return e;
}

static bool kind_of(const struct keyfile *k, enum vault_kind *out)
{
	if (!k->root.n)
		return false;
	if (k->scheme == KEY_NOSTR)
		*out = VAULT_NOSTR;
	else if (k->root.n == 64)
		*out = VAULT_EXPANDED;
	else if (k->kind == KEYFILE_SALT)
		*out = VAULT_SALT;
	else
		*out = k->text.n ? VAULT_WORDS : VAULT_SEED;
	return true;
}

enum err vault_edit_safe(struct vault *v, const struct keyfile *k, const char *label, int64_t now, uint32_t *id, struct fault *f)
{
	struct vault_body_safe s = { .pub.created = now, .text = norm_slice(&k->text), .root = norm_slice(&k->root) };
	if (!kind_of(k, &s.pub.kind))
		return fault_set(f, E_INVALID, _("there is no secret in this to keep"));
	if (!set_label(s.pub.label, label, f))
		return E_INVALID;
	for (size_t i = 0; i < v->body.safes.n; i++) {
		const struct vault_body_safe *o = &v->body.safes.v[i];
		if (o->pub.kind == s.pub.kind && o->root.n == s.root.n && sodium_memcmp(o->root.p, s.root.p, s.root.n) == 0) {
			*id = o->pub.id;
			return fault_set(f, E_EXISTS, _("this secret is in the vault already"));
		}
	}
	if (v->body.safes.n >= VAULT_SAFES || s.text.n > VAULT_TEXT)
		return fault_set(f, E_TOO_BIG, _("a vault holds at most %d safes"), (int)VAULT_SAFES);
	struct vault_body next = vault_body_copy(&v->body);
	*id = s.pub.id = next.next++;
	vec_push(&next.safes, s);
	return save(v, &next, false, f);
}

enum err vault_edit_public(const struct vault *v, uint32_t safe, struct vault_edit_way way, unsigned char pub[32])
{
	const struct vault_body_safe *s = safe_by(&v->body, safe);
	struct vault_body_account a = { .pub.scheme = way.scheme, .pub.how = way.how, .path = way.path };
	struct key k;
	if (!s)
		return E_NOT_FOUND;
	if (way.path.n > VAULT_PATH)
		return E_INVALID;
	enum err e = vault_body_key(s, &a, &k);
	if (e == E_OK) {
		memcpy(pub, k.pub, 32);
		key_free(&k);
	}
	return e;
}

enum err vault_edit_account(struct vault *v, uint32_t safe, struct vault_edit_way way, const char *label, uint32_t *id,
			    struct fault *f)
{
	struct vault_body_account a = { .pub.safe = safe, .pub.scheme = way.scheme, .pub.how = way.how, .path = way.path }, *known;
	enum err e = vault_edit_public(v, safe, way, a.pub.pub);
	if (e != E_OK)
		return fault_set(f, e, _("this secret has no such account"));
	if (!set_label(a.pub.label, label, f))
		return E_INVALID;
	known = account_of(&v->body, way.scheme, a.pub.pub);
	if (known && known->pub.how != VAULT_WATCH) {
		*id = known->pub.id;
		return fault_set(f, E_EXISTS, _("this account is in the vault already"));
	}
	if (!known && v->body.accounts.n >= VAULT_ACCOUNTS)
		return fault_set(f, E_TOO_BIG, _("a vault holds at most %d accounts"), (int)VAULT_ACCOUNTS);
	struct vault_body next = vault_body_copy(&v->body);
	if (known) {
		known = account_of(&next, way.scheme, a.pub.pub);
		a.pub.id = known->pub.id;
		if (!a.pub.label[0])
			memcpy(a.pub.label, known->pub.label, VAULT_LABEL);
		*known = a;
	} else {
		a.pub.id = next.next++;
		vec_push(&next.accounts, a);
	}
	*id = a.pub.id;
	return save(v, &next, false, f);
}

enum err vault_edit_watch(struct vault *v, enum key_scheme scheme, const unsigned char pub[32], const char *label, uint32_t *id,
			  struct fault *f)
{
	struct vault_body_account a = { .pub.scheme = scheme, .pub.how = VAULT_WATCH };
	const struct vault_body_account *known = account_of(&v->body, scheme, pub);
	if ((unsigned)scheme >= KEY_SCHEMES)
		return fault_set(f, E_INVALID, _("this kind of key is not known"));
	if (known) {
		*id = known->pub.id;
		return fault_set(f, E_EXISTS, _("this account is in the vault already"));
	}
	if (!set_label(a.pub.label, label, f))
		return E_INVALID;
	if (v->body.accounts.n >= VAULT_ACCOUNTS)
		return fault_set(f, E_TOO_BIG, _("a vault holds at most %d accounts"), (int)VAULT_ACCOUNTS);
	memcpy(a.pub.pub, pub, 32);
	struct vault_body next = vault_body_copy(&v->body);
	*id = a.pub.id = next.next++;
	vec_push(&next.accounts, a);
	return save(v, &next, false, f);
}

enum err vault_edit_rename(struct vault *v, uint32_t id, const char *label, struct fault *f)
{
	struct vault_body next = vault_body_copy(&v->body);
	struct vault_body_safe *s = safe_by(&next, id);
	struct vault_body_account *a = account_by(&next, id);
	enum err e = E_OK;
	if (!s && !a)
		e = fault_set(f, E_NOT_FOUND, _("the vault has no such entry"));
	else if (!set_label(s ? s->pub.label : a->pub.label, label, f))
		e = E_INVALID;
	if (e == E_OK)
		return save(v, &next, false, f);
	vault_body_free(&next);
	return e;
}

enum err vault_edit_remove(struct vault *v, uint32_t id, bool keep_watching, struct fault *f)
{
	struct vault_body next = vault_body_copy(&v->body);
	size_t gone = 0;
	for (size_t i = 0; i < next.accounts.n;) {
		struct vault_body_account *a = &next.accounts.v[i];
		if (a->pub.safe == id && keep_watching && a->pub.safe) {
			a->pub.safe = 0;
			a->pub.how = VAULT_WATCH;
			a->path = SLICE("");
			i++;
		} else if (a->pub.id == id || (a->pub.safe && a->pub.safe == id)) {
			vec_remove(&next.accounts, i);
			gone++;
		} else {
			i++;
		}
	}
	for (size_t i = 0; i < next.safes.n; i++)
		if (next.safes.v[i].pub.id == id) {
			vec_remove(&next.safes, i);
			gone++;
			break;
		}
	if (gone)
		return save(v, &next, true, f);
	vault_body_free(&next);
	return fault_set(f, E_NOT_FOUND, _("the vault has no such entry"));
}

enum err vault_edit_hide(struct vault *v, bool hidden, struct fault *f)
{
	struct vault_body next = vault_body_copy(&v->body);
	next.hidden = hidden;
	return save(v, &next, true, f);
}

enum err vault_edit_passphrase(struct vault *v, struct slice old, struct slice fresh, struct seal_params params, int64_t now,
			       struct fault *f)
{
	struct seal_key made, before = v->key;
	enum err e = vault_export_check(v, old, now, f);
	if (e != E_OK)
		return e;
	if (!fresh.n)
		return fault_set(f, E_INVALID, _("the passphrase is empty"));
	e = seal_key_new(fresh, params, &made);
	if (e != E_OK)
		return fault_set(f, e, _("this machine has not the memory that these parameters ask for"));
	struct vault_body next = vault_body_copy(&v->body);
	v->key = made;
	e = save(v, &next, true, f);
	if (e != E_OK)
		v->key = before;
	seal_key_free(e == E_OK ? &before : &made);
	return e;
}
