/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/vault_export.h"

#include "base/i18n.h"
#include "codec/hex.h"
#include "codec/nip19.h"
#include "codec/ss58.h"
#include "keys/dunikey.h"
#include "keys/keystore.h"
#include "keys/ncryptsec.h"
#include "keys/norm.h"
#include "keys/plainkey.h"
#include "keys/vault_body.h"
#include "keys/vault_try.h"
#include <sodium.h>

/* The passphrase is derived with the parameters of the key in memory: the file may have been taken away. */
enum err vault_export_check(const struct vault *v, struct slice passphrase, int64_t now, struct fault *f)
{
	struct str probe = { 0 };
	struct seal_key again;
	int64_t wait = vault_try_wait(v->path, now);
	if (wait)
		return fault_set(f, E_WAIT, ngettext("wait %lld second", "wait %lld seconds", (unsigned long)wait), (long long)wait);
	enum err e = seal_write(&v->key, VAULT_BODY_KIND, VAULT_BODY_VERSION, SLICE(""), SLICE(""), &probe);
	if (e == E_OK) {
		vault_try_begin(v->path, now);
		e = seal_key_for(slice_str(&probe), VAULT_BODY_KIND, passphrase, &again, f);
		if (e == E_OK)
			seal_key_free(&again);
		if (e == E_OK)
			vault_try_done(v->path);
	}
	str_free(&probe);
	return e;
}

enum err vault_export_safe(const struct vault *v, uint32_t safe, struct slice passphrase, int64_t now, struct secret *out,
			   struct fault *f)
{
	const struct vault_body_safe *s = NULL;
	for (size_t i = 0; i < v->body.safes.n; i++)
		if (v->body.safes.v[i].pub.id == safe)
			s = &v->body.safes.v[i];
	if (!s)
		return fault_set(f, E_NOT_FOUND, _("the vault has no such entry"));
	enum err e = vault_export_check(v, passphrase, now, f);
	if (e != E_OK)
		return e;
	if (s->text.n) {
		secret_add(out, s->text.p, s->text.n);
		return E_OK;
	}
	char digits[2 * 64 + 1];
	hex_encode(s->root.p, s->root.n, digits);
	secret_add(out, digits, 2 * s->root.n);
	secret_wipe(digits, sizeof digits);
	return E_OK;
}

static enum err write_nostr(const struct key *k, enum keyfile_kind as, struct slice password, struct secret *out)
{
	char text[NCRYPTSEC_TEXT];
	enum err e = E_OK;
	if (as == KEYFILE_NSEC)
		nip19_write32("nsec", k->sec.p, text);
	else if (as == KEYFILE_NCRYPTSEC)
		e = ncryptsec_write(k->sec.p, password, NCRYPTSEC_LOG_N, NCRYPTSEC_UNKNOWN, text);
	else
		e = E_UNSUPPORTED;
	if (e == E_OK)
		secret_add(out, text, strlen(text));
	secret_wipe(text, sizeof text);
	return e;
}

static enum err write_key(const struct key *k, enum keyfile_kind as, struct slice password, const char *name, struct secret *out)
{
	if (as == KEYFILE_JSON) {
		struct str json = { 0 };
		enum err e = keystore_write(k, password, name, SS58_G1, &json);
		secret_add(out, str_c(&json), json.n);
		str_free(&json);
		return e;
	}
	if (k->scheme == KEY_NOSTR)
		return write_nostr(k, as, password, out);
	if (k->scheme != KEY_ED25519)
		return E_UNSUPPORTED;
	switch (as) {
	case KEYFILE_PUBSEC: dunikey_pubsec_write(k->sec.p, out); return E_OK;
	case KEYFILE_WIF: dunikey_wif_write(k->sec.p, out); return E_OK;
	case KEYFILE_EWIF: return dunikey_ewif_write(k->sec.p, password, out);
	case KEYFILE_SEED: plainkey_hex_write(k->sec.p, out); return E_OK;
	case KEYFILE_NACL: plainkey_nacl_write(k->sec.p, out); return E_OK;
	case KEYFILE_PEM: plainkey_pem_write(k->sec.p, out); return E_OK;
	default: return E_UNSUPPORTED;
	}
}

enum err vault_export_account(const struct vault *v, uint32_t account, struct slice passphrase, int64_t now,
			      enum keyfile_kind as, struct slice password, struct secret *out, struct fault *f)
{
	const struct vault_body_account *a = NULL;
	const struct vault_body_safe *s = NULL;
	struct key k;
	for (size_t i = 0; i < v->body.accounts.n; i++)
		if (v->body.accounts.v[i].pub.id == account)
			a = &v->body.accounts.v[i];
	if (!a)
		return fault_set(f, E_NOT_FOUND, _("the vault has no such entry"));
	for (size_t i = 0; i < v->body.safes.n; i++)
		if (v->body.safes.v[i].pub.id == a->pub.safe)
			s = &v->body.safes.v[i];
	if (!s)
		return fault_set(f, E_DENIED, _("this account is only watched, its secret is not here"));
	if (keyfile_wants_password(as) && !password.n)
		return fault_set(f, E_INVALID, _("this form wants a password of its own"));
	enum err e = vault_export_check(v, passphrase, now, f);
	if (e == E_OK)
		e = vault_body_key(s, a, &k);
	if (e != E_OK)
		return e;
	e = write_key(&k, as, password, a->pub.label, out);
	key_free(&k);
	return e == E_UNSUPPORTED ? fault_set(f, e, _("this form cannot hold this kind of key")) : e;
}
