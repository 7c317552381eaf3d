/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decimal fractions as text, always with a point, whatever the locale: strtod and printf would follow it. */
#ifndef CODEC_DECIMAL_H
#define CODEC_DECIMAL_H

#include "base/str.h"

/* "43.60", "-1.5", ".06"; no exponent, no sign but minus, no blanks. Digits beyond the fifteenth do not count. */
bool decimal_read(struct slice text, double *out);
/* v in hundredths, rounded as C and awk print "%.2f" (the exact value, ties to even); |v| up to a million. The sign survives zero. */
bool decimal_hundredths(double v, bool *minus, uint32_t *out);

#endif
