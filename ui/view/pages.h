/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of text made from models: storage, machine, services, boards ... Each fills a pager afresh whenever a watched model
 * moves; the frame around it (opening, drawing, moving, saying) is the same for all. */
#ifndef VIEW_PAGES_H
#define VIEW_PAGES_H

#include "model/series.h"
#include "ui/widget/pager.h"
#include "ui/widget/view.h"

struct page {
	struct pager pager;
	void (*fill)(struct view *v, struct pager *p);
	const enum metric *charts;          /* up to METRIC_COUNT: drawn beside the text of one's own station; NULL none */
	void (*refresh)(struct app *a);     /* NULL: nothing to ask again */
};

/* For the open of a view whose priv begins with a struct page. charts and refresh may be NULL. */
void page_open(struct view *v, void (*fill)(struct view *v, struct pager *p), const enum metric *charts, void (*refresh)(struct app *a));
void page_close(struct view *v);
unsigned page_changed(struct view *v, struct subject *s);
unsigned page_command(struct view *v, enum cmd_id id, int argc, char *const *argv);
int page_offers(const struct view *v, enum cmd_id id);
unsigned page_key(struct view *v, const struct keystroke *k);
void page_draw(struct view *v, struct grid *g, struct rect r);
void page_say(struct view *v, struct str *out);

#endif
