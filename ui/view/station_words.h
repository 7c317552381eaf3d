/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of stations in words and small charts, the same in every view. Pure. */
#ifndef VIEW_STATION_WORDS_H
#define VIEW_STATION_WORDS_H

#include "model/series.h"
#include "model/services.h"
#include "ui/draw/grid.h"

struct app;

/* A chart of a metric over span seconds: braille or blocks, as many points as columns. */
void st_chart(const struct app *a, struct grid *g, struct rect r, enum metric m, int64_t span, enum role role);
/* "1.2 MB/s", "n/a" */
void st_rate(struct str *out, int64_t bytes);
void st_bytes(struct str *out, int64_t bytes);
void st_count(struct str *out, int64_t n);
/* A value of a metric in its unit: "12 %", "54 °C"; SERIES_NONE is "n/a". */
void st_metric(struct str *out, enum metric m, int64_t value);
/* "12D3Koo…D581" */
void st_short_id(struct str *out, const char *id);
/* "12.50 Ẑ" from hundredths. */
void st_zen(struct str *out, int64_t zc);
/* Words that stations and their scripts write in English or French, in the person's language: "GREEN", "light", "updates". */
const char *st_word(const char *written);
const char *st_daemon_word(enum daemon_state s);

#endif
