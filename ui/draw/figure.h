/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers for people, of a width that hardly moves, so that a changing figure changes few cells. All append to out; align
 * with grid_field. Signs and separators follow the locale; amounts and whole counts: model/money.h. */
#ifndef DRAW_FIGURE_H
#define DRAW_FIGURE_H

#include "base/str.h"
#include <stdint.h>

/* A count in at most four columns: "812" "18k" "1.2M" "41G". */
void figure_short(struct str *out, uint64_t n);
/* At most 7 columns, decimal units, translated: "0 B" "1.2 MB" "412 GB". */
void figure_bytes(struct str *out, uint64_t n);
void figure_rate(struct str *out, uint64_t bytes_per_second);  /* "1.2 MB/s" */
/* part of whole, rounded down, so that 100 % means all; "—" when whole is 0. */
void figure_percent(struct str *out, uint64_t part, uint64_t whole);
/* A measured value with 0 to 6 decimals: "0.42". "—" when it is not a number. */
void figure_real(struct str *out, double value, int decimals);

#endif
