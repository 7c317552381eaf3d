/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The charts: every figure of the time series over an hour, a day or thirty days. */
#ifndef VIEW_FIGURES_H
#define VIEW_FIGURES_H

#include "model/series.h"
#include "ui/widget/view.h"

/* Opens the chart of a metric over the present view; METRIC_COUNT: nothing to show. Returns VIEW_ bits. */
unsigned figures_show(struct view *v, enum metric m);

#endif
