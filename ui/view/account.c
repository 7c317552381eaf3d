/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that is known of one account, by its key: the position in the wallet moves when accounts come and go, so the view holds
 * the key and looks the account up at each turn. */
#include "base/i18n.h"
#include "codec/address.h"
#include "model/app.h"
#include "model/vaults.h"
#include "model/wallet.h"
#include "model/wallet_follow.h"
#include "ui/view/account_do.h"
#include "ui/view/view_list.h"
#include "ui/view/words.h"
#include "ui/widget/pager.h"
#include "ui/widget/stack.h"

enum { LABEL = 14 };

struct account_priv {
	struct pager pager;
	unsigned char pub[32];
};

static const struct account *shown(const struct view *v)
{
	const struct account_priv *p = v->priv;
	int at = wallet_by_pub(v->app->wallet, p->pub);
	return at >= 0 ? &v->app->wallet->accounts.v[at] : NULL;
}

static enum err account_open(struct view *v, int argc, char *const *argv)
{
	struct account_priv *p = v->priv;
	struct wallet *w = v->app->wallet;
	int at = argc > 0 ? wallet_find(w, slice_of(argv[0])) : (int)w->selected;
	if (at < 0 || (size_t)at >= w->accounts.n)
		return at == -2 ? E_AMBIGUOUS : E_NOT_FOUND;
	memcpy(p->pub, w->accounts.v[at].pub, 32);
	view_watch(v, &w->subject);
	view_watch(v, &v->app->settings);
	view_watch(v, vaults_subject(v->app->vaults));
	return E_OK;
}

static void account_close(struct view *v)
{
	pager_free(&((struct account_priv *)v->priv)->pager);
}

static void item(struct pager *p, enum role role, const char *label, struct str *s)
{
	if (s->n)
		pager_add_item(p, ROLE_LABEL, slice_of(label), LABEL, role, slice_str(s));
	str_cut(s, 0);
}

static void money(const struct view *v, struct pager *p, enum role role, const char *label, int64_t c)
{
	struct str s = { 0 };
	money_g1(&s, c, false);
	str_adds(&s, " Ğ1");
	if (v->app->wallet->ud_c > 0) {
		struct money m = words_rates(v->app);
		str_adds(&s, " = ");
		money_unit(&s, c, UNIT_UD, &m, false);
	}
	item(p, role, label, &s);
	str_free(&s);
}

static void balances(const struct view *v, struct pager *p, const struct account *a)
{
	struct str s = { 0 };
	if (!a->source.at) {
		str_adds(&s, _("not known yet"));
		item(p, ROLE_STALE, _("balance"), &s);
	} else {
		money(v, p, ROLE_AMOUNT, _("balance"), a->free_c + a->reserved_c);
		money(v, p, ROLE_TEXT, _("free"), a->free_c);
		money(v, p, ROLE_TEXT, _("reserved"), a->reserved_c);
		money(v, p, ROLE_TEXT, _("unclaimed"), a->unclaimed_c);
		money(v, p, ROLE_STRONG, _("transferable"), a->transferable_c);
		if (a->pending_c)
			money(v, p, ROLE_WARN, _("on its way out"), a->pending_c);
		if (!a->exists) {
			str_adds(&s, _("The chain does not know this account yet: it begins with the first payment it gets."));
			item(p, ROLE_WARN, "", &s);
		}
	}
	words_source(&s, &a->source);
	enum glyph sign;
	enum role role;
	words_degree(a->source.degree, &sign, &role);
	item(p, role, _("how sure"), &s);
	str_free(&s);
}

static void fill(struct view *v, const struct account *a)
{
	struct account_priv *p = v->priv;
	struct str s = { 0 };
	char v1[ADDRESS_V1_MAX], chk[4];
	pager_clear(&p->pager);
	str_adds(&s, a->name);
	item(&p->pager, ROLE_STRONG, _("label"), &s);
	str_adds(&s, a->identity);
	item(&p->pager, ROLE_PROVEN, _("identity"), &s);
	words_member(&s, a, false);
	item(&p->pager, ROLE_TEXT, _("membership"), &s);
	str_adds(&s, a->address);
	item(&p->pager, ROLE_TEXT, _("address"), &s);
	if (!strcmp(a->scheme, "ed25519")) {
		address_v1(a->pub, v1);
		address_check(a->pub, chk);
		str_addf(&s, "%s:%s", v1, chk);
		item(&p->pager, ROLE_DIM, _("old form"), &s);
	}
	pager_add(&p->pager, ROLE_TEXT, SLICE(""));
	balances(v, &p->pager, a);
	pager_add(&p->pager, ROLE_TEXT, SLICE(""));
	str_adds(&s, a->kind == ACCOUNT_WATCH ? _("watched only: nothing can be signed here")
	             : a->proven ? _("in the vault, which is open") : _("in the vault, which is locked: this address is not verified"));
	item(&p->pager, a->proven ? ROLE_OK : ROLE_TEXT, _("key"), &s);
	str_adds(&s, a->scheme);
	item(&p->pager, ROLE_DIM, _("scheme"), &s);
	str_free(&s);
}

static void account_draw(struct view *v, struct grid *g, struct rect r)
{
	struct account_priv *p = v->priv;
	const struct account *a = shown(v);
	if (a)
		fill(v, a);
	else
		pager_clear(&p->pager);
	pager_draw(&p->pager, g, (struct rect){ r.y, r.x + 1, r.h, r.w - 2 }, true);
}

static unsigned account_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	struct account_priv *p = v->priv;
	struct front *front = stack_front(v->stack);
	const struct account *a = shown(v);
	(void)argv;
	if (!a || argc) /* with arguments it is the command itself */
		return argc ? 0 : pager_command(&p->pager, id);
	switch (id) {
	case C_COPY: front->ops->copy(front->self, slice_of(a->address)); break;
	case C_RENAME: account_do_rename(v, a); break;
	case C_KEY_EXPORT: account_do_secret(v, a); break;
	case C_REVOCATION: account_do_document(v, a); break;
	case C_FORGET: account_do_forget(v, a); break;
	case C_REFRESH: wallet_refresh(v->app->wallet); break;
	default: return pager_command(&p->pager, id);
	}
	return VIEW_HANDLED | VIEW_STALE;
}

static unsigned account_key(struct view *v, const struct keystroke *k)
{
	return pager_key(&((struct account_priv *)v->priv)->pager, k);
}

static void account_say(struct view *v, struct str *out)
{
	struct account_priv *p = v->priv;
	const struct account *a = shown(v);
	if (a)
		fill(v, a);
	pager_say(&p->pager, out);
}

const struct view_ops account_view = {
	.name = "account",
	.title = N_("Account"),
	.flags = VIEW_COPY | VIEW_REFRESH,
	.context = IN_ACCOUNT,
	.priv_size = sizeof(struct account_priv),
	.open = account_open,
	.close = account_close,
	.command = account_command,
	.key = account_key,
	.draw = account_draw,
	.say = account_say,
};
