/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Kubo node on one page: identity, swarm, tunnels, bitswap. The expensive details are a subject of their own, asked for
 * only while this page or the peers are open. */
#include "model/ipfs.h"
#include "base/i18n.h"
#include "base/tick.h"
#include "model/app.h"
#include "ui/view/page_items.h"
#include "ui/view/pages.h"
#include "ui/view/station_tiles.h"
#include "ui/view/view_list.h"

static void fill_swarm(const struct kubo_swarm *s, struct pager *p)
{
	if (s->privacy == KUBO_PRIVATE && s->origin)
		page_item(p, _("swarm"), ROLE_WARN, "%s", _("private, with the key of ORIGIN, which everybody knows"));
	else if (s->privacy == KUBO_PRIVATE)
		page_item(p, _("swarm"), ROLE_OK, _("private, fingerprint %s"), s->fingerprint);
	else if (s->privacy == KUBO_PUBLIC)
		page_item(p, _("swarm"), ROLE_TEXT, "%s", _("public"));
	else
		page_item(p, _("swarm"), ROLE_STALE, "%s", s->refused ? _("its key file may not be read") : _("not known"));
}

static void fill_node(const struct ipfs *i, struct pager *p)
{
	page_item(p, _("peer"), ROLE_STRONG, "%s", i->id.id);
	page_item(p, _("program"), ROLE_TEXT, "%s", i->id.agent);
	page_item(p, _("version"), i->id.ahead ? ROLE_WARN : ROLE_TEXT, "%s%s", i->id.version,
	          i->id.ahead ? _(", newer than this program was tried with") : "");
	page_item(p, _("told by"), ROLE_DIM, "%s", i->source.who);
	fill_swarm(&i->swarm, p);
	for (size_t k = 0; k < i->id.addresses.n; k++)
		page_item(p, k ? "" : _("addresses"), ROLE_TEXT, "%s", i->id.addresses.v[k]);
}

static void fill_extras(const struct kubo_extras *e, struct pager *p)
{
	page_title(p, _("Names (IPNS keys)"));
	for (size_t k = 0; k < e->keys.n; k++)
		page_item(p, e->keys.v[k].name, ROLE_TEXT, "%s", e->keys.v[k].id);
	page_title(p, _("Tunnels"));
	if (!e->tunnels.n)
		page_item(p, "", ROLE_DIM, "%s", _("none"));
	for (size_t k = 0; k < e->tunnels.n; k++)
		page_item(p, e->tunnels.v[k].ours ? _("brought here") : _("offered"), ROLE_TEXT, "%s  %s > %s", e->tunnels.v[k].protocol,
		          e->tunnels.v[k].listen, e->tunnels.v[k].target);
	page_title(p, _("Bootstrap"));
	if (!e->bootstrap.n)
		page_item(p, "", ROLE_DIM, "%s", _("none"));
	for (size_t k = 0; k < e->bootstrap.n; k++)
		page_item(p, "", ROLE_TEXT, "%s", e->bootstrap.v[k]);
}

static void fill(struct view *v, struct pager *p)
{
	const struct ipfs *i = v->app->ipfs;
	page_title(p, _("IPFS node"));
	if (!page_state(p, &i->subject))
		return;
	fill_node(i, p);
	page_title(p, _("Exchanged with others (bitswap)"));
	if (!page_state(p, &i->details))
		return;
	page_bytes(p, _("received"), i->bitswap.received);
	page_bytes(p, _("sent"), i->bitswap.sent);
	page_count(p, _("wanted now"), i->bitswap.wanted);
	page_count(p, _("partners"), i->bitswap.partners);
	fill_extras(&i->extras, p);
}

static void again(struct app *a)
{
	ipfs_refresh(a->ipfs);
}

static const enum metric charts[] = { METRIC_BITSWAP_IN, METRIC_BITSWAP_OUT, METRIC_PEERS, METRIC_COUNT };

static enum err ipfs_open(struct view *v, int argc, char *const *argv)
{
	(void)argc;
	(void)argv;
	view_watch(v, &v->app->ipfs->subject);
	view_watch(v, &v->app->ipfs->details);
	page_open(v, fill, charts, again);
	return E_OK;
}

const struct view_ops ipfs_view = {
	.name = "ipfs",
	.title = N_("IPFS node"),
	.flags = VIEW_FILTER,
	.context = IN_STORAGE,
	.priv_size = sizeof(struct page),
	.open = ipfs_open,
	.close = page_close,
	.changed = page_changed,
	.command = page_command,
	.key = page_key,
	.draw = page_draw,
	.say = page_say,
	.offers = page_offers,
};
