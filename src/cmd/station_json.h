/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The station's models as the JSON of one-shot commands. Names are stable: scripts and tests rely on them. What is not known is
 * null. Bytes, bytes a second, seconds, microseconds; shares are thousandths; amounts of Ẑ are hundredths under _zen_c; times are
 * RFC 3339. Each gives an object owned by the caller. */
#ifndef CMD_STATION_JSON_H
#define CMD_STATION_JSON_H

#include <jansson.h>

struct app;

json_t *station_json(struct app *a);
json_t *peers_json(struct app *a, long limit);    /* -1: all */
json_t *bandwidth_json(struct app *a);
json_t *storage_json(struct app *a);
json_t *services_json(struct app *a);
json_t *swarm_json(struct app *a);
json_t *skywire_json(struct app *a);
json_t *capacity_json(struct app *a);
json_t *ssh_keys_json(struct app *a);
json_t *ipfs_json(struct app *a);
json_t *figures_all_json(struct app *a);   /* every figure with its last value */
json_t *figures_json(struct app *a, int metric, long span, long points);

#endif
