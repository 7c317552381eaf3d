/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with a payment that is ready: look at the bytes, confirm it, take it to another machine. */
#ifndef MODEL_PAYMENT_DO_H
#define MODEL_PAYMENT_DO_H

#include "base/err.h"
#include <jansson.h>

struct payment;

/* What would be signed, without signing: {call, text, bytes, hash, fee_c, ...}; fn once. Nothing is written. */
void payment_dry_run(struct payment *p, void (*fn)(void *arg, enum err e, json_t *o, const struct fault *f), void *arg);
/* Writes the row and begins: it is signed and sent without anything more being asked. unattended: no person said yes, so
 * that the limit of the day counts (E_DENIED beyond). E_LOCKED: unlock first. fn (or NULL): as courier_go, after E_OK only. */
enum err payment_confirm(struct payment *p, bool unattended, int64_t *entry, void (*fn)(void *arg, enum err e, const struct fault *f),
                         void *arg, struct fault *f);
/* The unsigned payment for a machine without network: o as g1/offline.h writes it, qr the same for a QR code. It stays valid
 * for some hours. */
void payment_export(struct payment *p, void (*fn)(void *arg, enum err e, json_t *o, const char *qr, const struct fault *f), void *arg);

#endif
