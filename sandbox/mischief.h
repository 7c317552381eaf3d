/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The faults a service can be told to show. The transport faults are carried out by the server for every service; the
 * switches are names that a service registers and asks for itself (mischief_on), or that the server carries out on its
 * answers (the table at the end of mischief.c). One per service, owned by the server's port. */
#ifndef SANDBOX_MISCHIEF_H
#define SANDBOX_MISCHIEF_H

#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"
#include "sandbox/rng.h"

struct mischief_switch {
	char *name, *help, *arg;   /* arg: what followed "on", "" when nothing */
	bool on;
};

struct mischief {
	int latency_ms;            /* every answer and every web-socket message is late by this */
	int loss;                  /* per cent of requests that vanish: the connection closes, nothing was carried out */
	bool freeze;               /* connections are taken, nothing is answered until it ends */
	bool cut;                  /* carried out, but the connection closes in the middle of the answer */
	bool down;                 /* the port is closed: connection refused */
	VEC(, struct mischief_switch) switches;
	struct rng rng;
};

/* Adds the switches that the server itself knows. */
void mischief_init(struct mischief *m, uint64_t seed, const char *service);
void mischief_free(struct mischief *m);
void mischief_register(struct mischief *m, const char *name, const char *help);
bool mischief_on(const struct mischief *m, const char *name);
const char *mischief_arg(const struct mischief *m, const char *name); /* "" when off or without argument */
enum err mischief_set(struct mischief *m, const char *name, bool on, const char *arg); /* E_NOT_FOUND: no such switch */
void mischief_clear(struct mischief *m);                              /* all faults end */
bool mischief_lose(struct mischief *m);                               /* throws the dice of loss */
/* Spoils a whole answer as the server's own switches say. True when something was changed. */
bool mischief_spoil(const struct mischief *m, struct str *body);

#endif
