/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the vault is now, what it holds, and what can be done with it. */
#include "base/i18n.h"
#include "base/tick.h"
#include "model/app.h"
#include "model/vaults.h"
#include "model/vaults_advice.h"
#include "model/vaults_hold.h"
#include "ui/view/vault_new.h"
#include "ui/view/view_list.h"
#include "ui/widget/pager.h"
#include <stdlib.h>

struct vault_priv {
	struct pager pager;
};

static enum err vault_open(struct view *v, int argc, char *const *argv)
{
	(void)argc;
	(void)argv;
	view_watch(v, vaults_subject(v->app->vaults));
	return E_OK;
}

static void vault_close(struct view *v)
{
	pager_free(&((struct vault_priv *)v->priv)->pager);
}

static const char *state_words(const struct view *v)
{
	switch (vaults_state(v->app->vaults)) {
	case VAULTS_NONE: return _("There is no vault yet. Enter makes one.");
	case VAULTS_LOCKED: return _("The vault is locked: balances show, nothing can be signed. Enter unlocks it.");
	case VAULTS_WORKING: return _("The vault is at work.");
	default: return _("The vault is open. L locks it, Enter changes its passphrase.");
	}
}

/* "words: poivre, 2 accounts, since 3 Nov 2026" */
static void safe_words(const struct vaults_safe *s, struct str *out)
{
	static const struct { const char *kind, *words; } kinds[] = {
		{ "words", N_("words") }, { "salt", N_("identifier and password") }, { "seed", N_("a key") }, { "expanded", N_("a key") },
		{ "nostr", N_("a NOSTR key") },
	};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (!strcmp(kinds[i].kind, s->kind))
			str_adds(out, _(kinds[i].words));
	if (*s->label)
		str_addf(out, ": %s", s->label);
	str_adds(out, ", ");
	str_addf(out, ngettext("%lu account", "%lu accounts", s->accounts), (unsigned long)s->accounts);
	str_adds(out, ", ");
	struct str date = { 0 };
	tick_date(&date, s->created);
	/* TR: a date */
	str_addf(out, _("since %s"), str_c(&date));
	str_free(&date);
}

static void fill(struct view *v)
{
	struct pager *p = &((struct vault_priv *)v->priv)->pager;
	struct vaults_safe *safes;
	size_t n = vaults_safes(v->app->vaults, &safes);
	struct fault f = { 0 };
	struct str s = { 0 };
	enum err e = vaults_trouble(v->app->vaults, &f);
	int64_t wait = vaults_wait(v->app->vaults);
	pager_clear(p);
	pager_add(p, ROLE_TEXT, slice_of(state_words(v)));
	if (e) {
		str_addf(&s, _("The vault is refused: %s (%s)."), err_message(e), f.where);
		pager_add(p, ROLE_ERROR, slice_str(&s));
		pager_add(p, ROLE_TEXT, slice_of(err_hint(e)));
		str_cut(&s, 0);
	}
	if (wait > 0) {
		str_addf(&s, ngettext("Too many wrong tries: wait %d second.", "Too many wrong tries: wait %d seconds.", (unsigned long)wait), (int)wait);
		pager_add(p, ROLE_WARN, slice_str(&s));
		str_cut(&s, 0);
	}
	if (n)
		pager_add(p, ROLE_TEXT, SLICE(""));
	for (size_t i = 0; i < n; i++) {
		safe_words(&safes[i], &s);
		pager_add(p, ROLE_TEXT, slice_str(&s));
		str_cut(&s, 0);
	}
	if (vaults_state(v->app->vaults) != VAULTS_NONE) {
		pager_add(p, ROLE_TEXT, SLICE(""));
		pager_add(p, ROLE_DIM, slice_of(_("Without the passphrase nobody can open it, you neither. The written words of each account are the other way in; "
		                                  "the command backup keeps everything in one file.")));
	}
	str_free(&s);
	free(safes);
}

static void vault_draw(struct view *v, struct grid *g, struct rect r)
{
	int top = r.h > 6;
	fill(v);
	pager_draw(&((struct vault_priv *)v->priv)->pager, g, (struct rect){ r.y + top, r.x + 1, r.h - top, r.w - 2 }, true);
}

static void nothing(void *arg, enum err e)
{
	(void)arg;
	(void)e;
}

static unsigned vault_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	(void)argc;
	(void)argv;
	if (id != C_ENTER)
		return pager_command(&((struct vault_priv *)v->priv)->pager, id);
	if (vaults_state(v->app->vaults) == VAULTS_OPEN)
		vault_change(v);
	else
		vault_ready_then(v, nothing, NULL);
	return VIEW_HANDLED | VIEW_STALE;
}

static unsigned vault_key(struct view *v, const struct keystroke *k)
{
	return pager_key(&((struct vault_priv *)v->priv)->pager, k);
}

static void vault_say(struct view *v, struct str *out)
{
	fill(v);
	pager_say(&((struct vault_priv *)v->priv)->pager, out);
}

const struct view_ops vault_view = {
	.name = "vault", .title = N_("Vault"), .context = IN_LIST, .priv_size = sizeof(struct vault_priv), .open = vault_open,
	.close = vault_close, .command = vault_command, .key = vault_key, .draw = vault_draw, .say = vault_say,
};
