/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes and questions about the open vault that need no work thread. */
#include "base/i18n.h"
#include "base/mem.h"
#include "keys/vault_edit.h"
#include "model/vaults_hold.h"
#include "model/vaults_in.h"
#include <stdio.h>

static size_t accounts_of(const struct vault *v, uint32_t safe)
{
	const struct vault_account *a;
	size_t n = 0;

	for (size_t i = 0; (a = vault_account_at(v, i)); i++)
		n += a->safe == safe;
	return n;
}

size_t vaults_safes(const struct vaults *v, struct vaults_safe **out)
{
	static const char *const kinds[VAULT_KINDS] = { "words", "salt", "seed", "expanded", "nostr" };
	const struct vault *open = vaults_look(v);
	const struct vault_safe *s;
	size_t n = 0;

	*out = NULL;
	while (open && vault_safe_at(open, n))
		n++;
	*out = mem_array(n, sizeof **out);
	for (size_t i = 0; i < n; i++) {
		struct vaults_safe *o = &(*out)[i];

		s = vault_safe_at(open, i);
		*o = (struct vaults_safe){ .id = s->id, .kind = kinds[s->kind], .created = s->created, .accounts = accounts_of(open, s->id) };
		snprintf(o->label, sizeof o->label, "%s", s->label);
	}
	return n;
}

enum err vaults_forget(struct vaults *v, const unsigned char pub[32], bool go, bool *last, struct fault *f)
{
	struct vault *open = vaults_get(v);
	const struct vault_account *a = NULL, *found = NULL;
	enum err e;

	*last = false;
	if (!open)
		return fault_set(f, E_LOCKED, "%s", "");
	for (size_t i = 0; !found && (a = vault_account_at(open, i)); i++)
		if (a->scheme != KEY_NOSTR && !memcmp(a->pub, pub, 32))
			found = a;
	if (!found)
		return fault_set(f, E_NOT_FOUND, "%s", _("the vault has no such entry"));
	*last = found->safe && accounts_of(open, found->safe) == 1;
	if (!go)
		return E_OK;
	e = vault_edit_remove(open, *last ? found->safe : found->id, false, f);
	if (!e)
		vaults_changed(v);
	return e;
}

enum err vaults_hide(struct vaults *v, bool hidden, struct fault *f)
{
	struct vault *open = vaults_get(v);
	enum err e = open ? vault_edit_hide(open, hidden, f) : fault_set(f, E_LOCKED, "%s", "");

	if (!e)
		vaults_changed(v);
	return e;
}
