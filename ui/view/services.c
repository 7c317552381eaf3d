/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Services of the machine, one paragraph each; what may not be seen is told apart from what is down. */
#include "model/services.h"
#include "base/i18n.h"
#include "base/tick.h"
#include "model/app.h"
#include "ui/view/page_items.h"
#include "ui/view/pages.h"
#include "ui/view/station_words.h"
#include "ui/view/view_list.h"

static enum role state_role(enum daemon_state s, const char *lacks)
{
	switch (s) {
	case DAEMON_UP: return lacks ? ROLE_WARN : ROLE_OK;
	case DAEMON_STARTING: return ROLE_WARN;
	case DAEMON_DOWN: return ROLE_ERROR;
	default: return ROLE_STALE;
	}
}

static void one(const struct daemons *all, const struct daemon *u, struct pager *p)
{
	const char *lacks = daemon_lacks(all, u);
	struct str s = { 0 };
	str_adds(&s, st_daemon_word(u->state));
	if (u->since > 0) {
		str_addc(&s, ' ');
		tick_age(&s, tick_now() - u->since);
	}
	if (u->port)
		str_addf(&s, _(", port %d"), u->port);
	if (*u->version)
		str_addf(&s, ", %s", u->version);
	if (!strcmp(u->from, "p2p_tunnel"))
		str_adds(&s, _(", through an IPFS tunnel"));
	else if (!strcmp(u->from, "ssh_tunnel"))
		str_adds(&s, _(", through an SSH tunnel"));
	if (*u->note)
		str_addf(&s, ", %s", u->note);
	if (lacks)
		str_addf(&s, _(", but %s is missing"), lacks);
	else if (*u->needs)
		str_addf(&s, _(", needs %s"), u->needs);
	page_item(p, u->name, state_role(u->state, lacks), "%s", s.p);
	str_free(&s);
}

static void fill(struct view *v, struct pager *p)
{
	const struct services *s = v->app->services;
	page_title(p, _("Services"));
	if (!page_state(p, &s->subject))
		return;
	page_item(p, _("told by"), ROLE_DIM, "%s", *s->source.who ? s->source.who : _("n/a"));
	page_item(p, _("in all"), ROLE_TEXT, _("%d up, %d partly, %d down"), s->tally.up, s->tally.partly, s->tally.down);
	pager_add(p, ROLE_TEXT, SLICE(""));
	for (size_t i = 0; i < s->daemons.n; i++)
		one(&s->daemons, &s->daemons.v[i], p);
}

static void again(struct app *a)
{
	services_refresh(a->services);
}

static const enum metric charts[] = { METRIC_SERVICES_UP, METRIC_SERVICES_DOWN, METRIC_COUNT };

static enum err services_open(struct view *v, int argc, char *const *argv)
{
	(void)argc;
	(void)argv;
	view_watch(v, &v->app->services->subject);
	page_open(v, fill, charts, again);
	return E_OK;
}

const struct view_ops services_view = {
	.name = "services",
	.title = N_("Services"),
	.flags = VIEW_FILTER,
	.context = IN_SERVICES,
	.priv_size = sizeof(struct page),
	.open = services_open,
	.close = page_close,
	.changed = page_changed,
	.command = page_command,
	.key = page_key,
	.draw = page_draw,
	.say = page_say,
	.offers = page_offers,
};
