/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this program is and what it found: versions, terminal, paths. A page without items; it asks nobody. */
#include "base/i18n.h"
#include "base/log.h"
#include "base/paths.h"
#include "model/app.h"
#include "model/world.h"
#include "ui/view/view_list.h"
#include "ui/widget/pager.h"

/* What this program is, which world it looks at, and where its files and the addresses it uses come from. */
struct about_priv {
	struct pager pager;
};

static void item(struct pager *p, const char *label, const char *text)
{
	pager_add_item(p, ROLE_LABEL, slice_of(label), 12, ROLE_TEXT, slice_of(text));
}

static void where(struct pager *p, const char *label, enum path_kind kind)
{
	struct str path = { 0 };
	if (!paths_in(kind, ".", &path)) {
		str_cut(&path, path.n - 2);
		item(p, label, path.p);
	}
	str_free(&path);
}

static void fill(struct view *v)
{
	static const char *const names[] = { N_("Ğ1 node"), N_("indexer"), N_("pod"), N_("relays"), N_("IPFS"), N_("gateway"),
		N_("station"), N_("UPassport"), N_("Skywire"), NULL };
	struct about_priv *a = v->priv;
	struct pager *p = &a->pager;
	struct str line = { 0 };
	pager_clear(p);
	str_addf(&line, "vigie %s", PACKAGE_VERSION);
	pager_add(p, ROLE_STRONG, slice_str(&line));
	pager_add(p, ROLE_TEXT, slice_of(_("The look-out of the libre currency Ğ1 and of the stations that carry its community.")));
	pager_add(p, ROLE_DIM, slice_of(_("Free software under the GNU General Public License, version 3 or later. No warranty.")));
	pager_add(p, ROLE_TEXT, SLICE(""));
	item(p, _("world"), world_is_sandbox(v->app->world) ? _("SANDBOX: invented people, worthless money") : _("the real Ğ1"));
	item(p, _("profile"), paths_profile());
	where(p, _("settings"), PATH_CONFIG);
	where(p, _("vault"), PATH_DATA);
	where(p, _("journal"), PATH_STATE);
	where(p, _("cache"), PATH_CACHE);
	if (log_path() && *log_path())
		item(p, _("log"), log_path());
	pager_add(p, ROLE_TEXT, SLICE(""));
	for (size_t i = 0; names[i]; i++) {
		const char *origin, *url = world_endpoint(v->app->world, (enum endpoint)i, &origin);
		str_cut(&line, 0);
		if (*url)
			str_addf(&line, "%s (%s)", url, origin);
		else
			str_adds(&line, _("none known"));
		item(p, _(names[i]), line.p);
	}
	str_free(&line);
}

static enum err about_open(struct view *v, int argc, char *const *argv)
{
	(void)argc;
	(void)argv;
	view_watch(v, world_subject(v->app->world));
	view_watch(v, &v->app->settings);
	fill(v);
	return E_OK;
}

static void about_close(struct view *v)
{
	pager_free(&((struct about_priv *)v->priv)->pager);
}

static unsigned about_changed(struct view *v, struct subject *s)
{
	(void)s;
	fill(v);
	return VIEW_STALE;
}

static unsigned about_command(struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	(void)argc;
	(void)argv;
	return pager_command(&((struct about_priv *)v->priv)->pager, id);
}

static unsigned about_key(struct view *v, const struct keystroke *k)
{
	return pager_key(&((struct about_priv *)v->priv)->pager, k);
}

static void about_draw(struct view *v, struct grid *g, struct rect r)
{
	pager_draw(&((struct about_priv *)v->priv)->pager, g, (struct rect){ r.y, r.x + 1, r.h, r.w - 2 }, true);
}

static void about_say(struct view *v, struct str *out)
{
	pager_say(&((struct about_priv *)v->priv)->pager, out);
}

const struct view_ops about_view = {
	.name = "about",
	.title = N_("About"),
	.context = IN_HELP,
	.priv_size = sizeof(struct about_priv),
	.open = about_open,
	.close = about_close,
	.changed = about_changed,
	.command = about_command,
	.key = about_key,
	.draw = about_draw,
	.say = about_say,
};
