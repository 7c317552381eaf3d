/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small builders for cmd/station_json*.c only. */
#ifndef CMD_STATION_JSON_IN_H
#define CMD_STATION_JSON_IN_H

#include "model/subject.h"
#include <jansson.h>

json_t *json_count(int64_t v);            /* null below 0 */
json_t *json_figure(int64_t v);           /* null for the least number there is */
/* state, error, source, learnt: what every answer begins with. src may be NULL. */
json_t *json_head(const struct subject *s, const struct source *src);
void json_put(json_t *o, const char *name, json_t *v);

#endif
