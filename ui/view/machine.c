/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine below the station: load, memory, disks, last night's run. Of another station only what its beacon says, and the
 * page says that. */
#include "model/machine.h"
#include "base/i18n.h"
#include "base/tick.h"
#include "model/app.h"
#include "model/station.h"
#include "ui/draw/figure.h"
#include "ui/view/page_items.h"
#include "ui/view/pages.h"
#include "ui/view/station_words.h"
#include "ui/view/view_list.h"

static void share_item(struct pager *p, const char *label, int share)
{
	struct str s = { 0 };
	if (share < 0)
		str_adds(&s, _("n/a"));
	else
		figure_percent(&s, (uint64_t)share, 1000);
	page_item(p, label, share > 900 ? ROLE_WARN : ROLE_TEXT, "%s", s.p);
	str_free(&s);
}

static void of_item(struct pager *p, const char *label, int64_t used, int64_t total)
{
	struct str a = { 0 }, b = { 0 };
	st_bytes(&a, used);
	st_bytes(&b, total);
	/* TR: a part and the whole, as in "1.2 GB of 4 GB" */
	page_item(p, label, ROLE_TEXT, _("%s of %s"), a.p, b.p);
	str_free(&a);
	str_free(&b);
}

static void fill_here(const struct host *h, struct pager *p)
{
	struct str s = { 0 };
	char label[32];
	page_item(p, _("name"), ROLE_STRONG, "%s", h->name);
	page_item(p, _("system"), ROLE_TEXT, "%s  %s", h->kernel, h->model);
	tick_span(&s, h->uptime);
	page_item(p, C_("service", "up"), ROLE_TEXT, "%s", s.p);
	str_free(&s);
	page_item(p, _("load"), ROLE_TEXT, "%d.%02d  %d.%02d  %d.%02d", h->load[0] / 100, h->load[0] % 100, h->load[1] / 100,
	          h->load[1] % 100, h->load[2] / 100, h->load[2] % 100);
	share_item(p, _("cpu"), h->cpu);
	for (int i = 0; i < h->cores && i < HOST_CORES && h->cores > 1; i++) {
		snprintf(label, sizeof label, "  %d", i);
		share_item(p, label, h->core[i]);
	}
	of_item(p, _("memory"), h->mem_total - h->mem_available, h->mem_total);
	if (h->swap_total > 0)
		of_item(p, _("swap"), h->swap_total - h->swap_free, h->swap_total);
	page_title(p, _("Disks"));
	for (size_t i = 0; i < h->disks.n; i++)
		of_item(p, h->disks.v[i].mount, (int64_t)h->disks.v[i].used, (int64_t)h->disks.v[i].total);
	page_title(p, _("Temperatures"));
	for (size_t i = 0; i < h->heats.n; i++)
		page_item(p, h->heats.v[i].name, ROLE_TEXT, "%lld °C", (long long)(h->heats.v[i].mc / 1000));
	page_title(p, _("Network"));
	for (size_t i = 0; i < h->nets.n; i++) {
		const struct host_net *n = &h->nets.v[i];
		struct str in = { 0 }, out = { 0 };
		st_rate(&in, n->rate_in);
		st_rate(&out, n->rate_out);
		page_item(p, n->name, n->up ? ROLE_TEXT : ROLE_STALE, "↓ %s  ↑ %s%s", in.p, out.p, n->up ? "" : _("  down"));
		str_free(&in);
		str_free(&out);
	}
}

static void fill_afar(const struct machine *m, struct pager *p)
{
	const struct beacon_machine *t = &m->told;
	page_item(p, _("told by"), ROLE_STALE, "%s", *m->source.who ? m->source.who : _("n/a"));
	if (*t->cpu)
		page_item(p, _("cpu"), ROLE_TEXT, "%s", t->cpu);
	if (t->cores > 0)
		page_item(p, _("cores"), ROLE_TEXT, "%lld", (long long)t->cores);
	if (t->mem_total_mb > 0)
		of_item(p, _("memory"), t->mem_used_mb * 1000000, t->mem_total_mb * 1000000);
	if (*t->disk_total)
		page_item(p, _("disk"), ROLE_TEXT, _("%s of %s"), t->disk_used, t->disk_total);
	if (t->temp_mc > 0)
		page_item(p, _("temperature"), ROLE_TEXT, "%lld °C", (long long)(t->temp_mc / 1000));
}

static void nightly(const struct station *s, struct pager *p)
{
	const struct nightly *n = &s->nightly;
	struct str day = { 0 }, took = { 0 };
	page_title(p, _("Last nightly run (20h12)"));
	if (!n->day) {
		page_item(p, "", ROLE_STALE, "%s", s->nightly_fault.code ? err_message(s->nightly_fault.code) : _("not known"));
		return;
	}
	tick_date(&day, n->day);
	if (n->began && n->ended)
		tick_span(&took, n->ended - n->began);
	page_item(p, day.p, n->errors ? ROLE_WARN : ROLE_OK, ngettext("%s, %lld error", "%s, %lld errors", (unsigned long)n->errors),
	          n->finished ? (took.n ? took.p : _("finished")) : _("not finished"), (long long)n->errors);
	for (size_t i = 0; i < n->n_phases; i++)
		page_item(p, "", ROLE_DIM, n->phases[i].seconds < 0 ? "%s" : "%s  %lld s", st_word(n->phases[i].name),
		          (long long)n->phases[i].seconds);
	for (size_t i = 0; i < n->n_errors; i++)
		page_item(p, "!", ROLE_WARN, "%s", n->error[i]);
	str_free(&day);
	str_free(&took);
}

static void fill(struct view *v, struct pager *p)
{
	const struct machine *m = v->app->machine;
	page_title(p, _("Machine"));
	if (page_state(p, &m->subject)) {
		if (m->host.at_ms)
			fill_here(&m->host, p);
		else
			fill_afar(m, p);
	}
	nightly(v->app->station, p);
}

static void again(struct app *a)
{
	machine_refresh(a->machine);
	station_refresh(a->station);
}

static const enum metric charts[] = { METRIC_CPU, METRIC_MEMORY, METRIC_TEMP, METRIC_LOAD, METRIC_NET_IN, METRIC_NET_OUT, METRIC_DISK_USED,
	METRIC_COUNT };

static enum err machine_open(struct view *v, int argc, char *const *argv)
{
	(void)argc;
	(void)argv;
	view_watch(v, &v->app->machine->subject);
	view_watch(v, &v->app->station->subject);
	page_open(v, fill, charts, again);
	return E_OK;
}

const struct view_ops machine_view = {
	.name = "machine",
	.title = N_("Machine"),
	.flags = VIEW_FILTER,
	.context = IN_STATION,
	.priv_size = sizeof(struct page),
	.open = machine_open,
	.close = page_close,
	.changed = page_changed,
	.command = page_command,
	.key = page_key,
	.draw = page_draw,
	.say = page_say,
	.offers = page_offers,
};
