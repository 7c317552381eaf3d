/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of the station's text pages. */
#ifndef VIEW_PAGE_ITEMS_H
#define VIEW_PAGE_ITEMS_H

#include "model/subject.h"
#include "ui/widget/pager.h"

void page_title(struct pager *p, const char *title);
/* "label   value"; role of the value. */
void page_item(struct pager *p, const char *label, enum role role, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* The same with an amount of bytes, or a number, as a station is told; "?" when it is not known. */
void page_bytes(struct pager *p, const char *label, int64_t bytes);
void page_count(struct pager *p, const char *label, int64_t n);
/* Why there is nothing, or how old it is; true when figures follow. */
bool page_state(struct pager *p, const struct subject *s);

#endif
