/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Room: the IPFS repository and its limit, the disk it is on, pins by kind, and when it will be full at the pace of the last
 * weeks. Bytes; -1 unknown. Asked while the subject is watched. */
#ifndef MODEL_STORAGE_H
#define MODEL_STORAGE_H

#include "ipfs/kubo_types.h"
#include "model/subject.h"

struct app;

struct storage {
	struct subject subject;
	struct kubo_repo repo;
	struct kubo_pins pins;
	int64_t pins_at;                  /* wall clock of the count; 0 never */
	struct fault pins_fault;
	int64_t disk_total, disk_used, disk_free; /* of the disk that holds the repository */
	int64_t told_total, told_free;    /* as the node itself says */
	char disk_mount[96];
	int64_t growth;                   /* bytes a day, over growth_days; may be negative */
	int growth_days;                  /* 0: too little is known yet */
	int64_t full_at;                  /* wall clock; 0: not in sight */
	struct app *app;
};

struct storage *storage_new(struct app *a);
void storage_free(struct storage *s);
/* Counts pins again, the indirect ones too: the node walks everything it holds, which can take minutes. */
void storage_count_pins(struct storage *s, bool indirect);
/* After new figures: growth and the day it is full. */
void storage_forecast(struct storage *s);

#endif
