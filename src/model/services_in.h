/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What systemd says of the usual units: for model/services*.c only. */
#ifndef MODEL_SERVICES_IN_H
#define MODEL_SERVICES_IN_H

#include "base/str.h"
#include "model/services.h"

struct systemd_unit {
	char name[24];
	enum daemon_state state;
	int64_t since;
};
VEC(systemd_units, struct systemd_unit);

struct services_inside {
	struct app *app;
	struct loop_timer *timer;
	struct run *run;
	struct systemd_units systemd;
	bool no_systemd, dirty;
};

extern const char *const services_systemd_argv[];
/* Reads the answer of services_systemd_argv; booted: wall clock of the machine's start. */
void services_systemd_read(struct systemd_units *out, struct slice text, int64_t booted);
void services_systemd_merge(struct daemons *u, const struct systemd_units *s);

#endif
