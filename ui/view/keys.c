/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SSH keys that may log in, unknown ones first. Read only. */
#include "model/ssh_keys.h"
#include "base/i18n.h"
#include "model/app.h"
#include "ui/view/page_items.h"
#include "ui/view/pages.h"
#include "ui/view/station_tiles.h"
#include "ui/view/view_list.h"

static const char *origin_word(enum ssh_origin o)
{
	switch (o) {
	case SSH_SELF: return _("this station");
	case SSH_BOOTSTRAP: return _("bootstrap");
	case SSH_PLAYER: return _("player");
	case SSH_SWARM: return _("swarm");
	case SSH_CONTACT: return _("contact");
	default: return _("UNKNOWN");
	}
}

static void one(const struct ssh_key *k, struct pager *p)
{
	struct str s = { 0 };
	if (k->damaged)
		str_addf(&s, _("line %d is no key"), k->line);
	else
		str_addf(&s, "%s  %s", k->fingerprint, *k->owner ? k->owner : k->comment);
	if (*k->peer) {
		str_adds(&s, "  ");
		st_short_id(&s, k->peer);
		if (k->peer_known)
			str_adds(&s, _(" (a known station)"));
	}
	if (!k->installed && !k->damaged)
		str_adds(&s, _("  published, not let in"));
	if (*k->options)
		str_addf(&s, "  [%s]", k->options);
	page_item(p, origin_word(k->origin), k->origin == SSH_UNKNOWN ? ROLE_WARN : ROLE_TEXT, "%s", s.p);
	str_free(&s);
}

static void fill(struct view *v, struct pager *p)
{
	const struct ssh_keys *k = v->app->ssh_keys;
	page_title(p, _("Who may log in"));
	if (!page_state(p, &k->subject))
		return;
	page_item(p, _("file"), ROLE_DIM, "%s", k->path);
	page_item(p, _("in all"), k->unknown ? ROLE_WARN : ROLE_TEXT, _("%zu known, %zu unknown"), k->known, k->unknown);
	if (k->through_tunnel)
		page_item(p, "!", ROLE_WARN, "%s", _("this session came through an IPFS tunnel: it ends when ipfs restarts"));
	pager_add(p, ROLE_TEXT, SLICE(""));
	for (size_t i = 0; i < k->keys.n; i++)
		one(&k->keys.v[i], p);
}

static void again(struct app *a)
{
	ssh_keys_refresh(a->ssh_keys);
}

static enum err keys_open(struct view *v, int argc, char *const *argv)
{
	(void)argc;
	(void)argv;
	view_watch(v, &v->app->ssh_keys->subject);
	page_open(v, fill, NULL, again);
	return E_OK;
}

const struct view_ops keys_view = {
	.name = "keys",
	.title = N_("SSH keys"),
	.flags = VIEW_FILTER,
	.context = IN_KEYS,
	.priv_size = sizeof(struct page),
	.open = keys_open,
	.close = page_close,
	.changed = page_changed,
	.command = page_command,
	.key = page_key,
	.draw = page_draw,
	.say = page_say,
	.offers = page_offers,
};
