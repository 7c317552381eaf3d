/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of a request, and numbers and times as Go writes them. */
#ifndef SANDBOX_KUBO_ARGS_H
#define SANDBOX_KUBO_ARGS_H

#include "base/str.h"
#include "sandbox/request.h"
#include <jansson.h>

const char *kubo_arg(struct request *r, const char *name, const char *short_name); /* NULL when absent */
bool kubo_flag(struct request *r, const char *name, const char *short_name, bool fallback);
bool kubo_int(struct request *r, const char *name, int64_t *out);
bool go_interval(const char *text, int64_t *ms);        /* "1s", "1m30s", "500ms" as Go reads them */
void go_duration(int64_t ns, char out[32]);             /* "23.456ms", "1m2s" as Go writes them */
json_t *go_number(double v);                            /* no ".0" on whole numbers */

#endif
