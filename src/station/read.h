/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of a stranger's JSON into plain values: text cleaned and cut, numbers that may be numbers or strings, with point or
 * comma. What is missing or of the wrong kind leaves the value as it was. For src/station only. */
#ifndef STATION_READ_H
#define STATION_READ_H

#include "base/str.h"
#include <jansson.h>
#include <stdint.h>

void read_clean(char *out, size_t cap, struct slice text);         /* always ends with NUL */
void read_text(const json_t *o, const char *path, char *out, size_t cap);
/* Only letters, digits and "-_.:" are kept whole; anything else makes it "": for names of machines, keys, hashes. */
void read_word(const json_t *o, const char *path, char *out, size_t cap);
void read_int(const json_t *o, const char *path, int64_t *out);    /* whole part */
void read_centi(const json_t *o, const char *path, int64_t *out);  /* hundredths */
void read_bool3(const json_t *o, const char *path, int *out);      /* 0 or 1; also "true", "1" */
void read_real(const json_t *o, const char *path, double *out);
/* A station's "moats": seconds, milliseconds, or the digits of a date 20260527140000 with or without fractions. 0: none. */
int64_t read_moats(struct slice text);
bool read_hundredths(struct slice text, int64_t *out);             /* "-8", "38.0", "6,25"; up to 10^13 */

#endif
