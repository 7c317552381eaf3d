/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widget/view.h"

bool view_understands(const struct view_ops *ops, enum cmd_id id)
{
	switch (id) {
	case C_FILTER: return ops->flags & VIEW_FILTER;
	case C_COPY: return ops->flags & VIEW_COPY;
	case C_REFRESH: return ops->flags & VIEW_REFRESH;
	case C_SORT: case C_COLUMNS: return ops->flags & VIEW_SORT;
	case C_MARK: return ops->flags & VIEW_MARK;
	case C_OUTSIDE: return false; /* needs a link, which the view gives itself: only its offers() knows */
	default: return true;
	}
}

bool view_offers(const struct view *v, enum cmd_id id)
{
	int own = v->ops->offers ? v->ops->offers(v, id) : -1;

	return own < 0 ? view_understands(v->ops, id) : own > 0;
}
