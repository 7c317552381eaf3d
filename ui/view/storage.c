/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Room on the disks, pins and growth on one page. Growth is measured by this program over days; before that it is unknown, not
 * zero. */
#include "model/storage.h"
#include "base/i18n.h"
#include "base/tick.h"
#include "model/app.h"
#include "model/ipfs.h"
#include "ui/draw/figure.h"
#include "ui/view/page_items.h"
#include "ui/view/pages.h"
#include "ui/view/station_tiles.h"
#include "ui/view/view_list.h"

static void forecast(struct pager *p, const struct storage *s)
{
	struct str pace = { 0 }, day = { 0 };
	if (!s->growth_days) {
		page_item(p, _("growth"), ROLE_STALE, "%s", _("too little is known yet"));
		return;
	}
	if (s->growth < 0)
		str_adds(&pace, "−");
	figure_bytes(&pace, (uint64_t)(s->growth < 0 ? -s->growth : s->growth));
	page_item(p, _("growth"), ROLE_TEXT, ngettext("%s a day, over %d day", "%s a day, over %d days", (unsigned long)s->growth_days),
	          pace.p, s->growth_days);
	if (s->full_at) {
		tick_date(&day, s->full_at);
		page_item(p, _("full on"), ROLE_WARN, "%s", day.p);
	} else {
		page_item(p, _("full on"), ROLE_OK, "%s", _("not in sight"));
	}
	str_free(&pace);
	str_free(&day);
}

static void fill(struct view *v, struct pager *p)
{
	const struct storage *s = v->app->storage;
	st_whose(v->app, p, ST_STORAGE);
	page_title(p, _("IPFS repository"));
	if (page_state(p, &s->subject)) {
		page_bytes(p, _("used"), s->repo.size);
		page_bytes(p, _("limit"), s->repo.limit);
		if (*s->repo.path)
			page_item(p, _("folder"), ROLE_TEXT, "%s", s->repo.path);
		forecast(p, s);
	}
	page_title(p, _("Disk"));
	if (s->disk_total > 0) {
		page_item(p, _("on"), ROLE_TEXT, "%s", s->disk_mount);
		page_bytes(p, _("size"), s->disk_total);
		page_bytes(p, _("used"), s->disk_used);
		page_bytes(p, _("free"), s->disk_free);
	} else {
		page_item(p, _("disk"), ROLE_STALE, "%s", _("not known from afar"));
	}
	page_title(p, _("Pins"));
	if (s->pins_fault.code)
		page_item(p, _("count"), ROLE_STALE, "%s", err_message(s->pins_fault.code));
	page_count(p, _("recursive"), s->pins.recursive);
	page_count(p, _("direct"), s->pins.direct);
	page_count(p, _("indirect"), s->pins.indirect);
	if (s->pins_at) {
		struct str age = { 0 };
		tick_age(&age, tick_now() - s->pins_at);
		page_item(p, _("counted"), ROLE_DIM, _("%s ago"), age.p);
		str_free(&age);
	}
}

static void again(struct app *a)
{
	ipfs_refresh(a->ipfs);
	storage_count_pins(a->storage, false);
}

static const enum metric charts[] = { METRIC_REPO, METRIC_DISK_USED, METRIC_PINS, METRIC_COUNT };

static enum err storage_open(struct view *v, int argc, char *const *argv)
{
	(void)argc;
	(void)argv;
	view_watch(v, &v->app->storage->subject);
	view_watch(v, &v->app->ipfs->subject);
	page_open(v, fill, charts, again);
	return E_OK;
}

const struct view_ops storage_view = {
	.name = "storage",
	.title = N_("Storage"),
	.flags = VIEW_FILTER,
	.context = IN_STORAGE,
	.priv_size = sizeof(struct page),
	.open = storage_open,
	.close = page_close,
	.changed = page_changed,
	.command = page_command,
	.key = page_key,
	.draw = page_draw,
	.say = page_say,
	.offers = page_offers,
};
