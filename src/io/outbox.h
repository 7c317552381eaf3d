/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has to go out and must not be lost: exact bytes, kept on the disk before anything is sent, until the other side has
 * acknowledged or refused them. Several instances share one outbox: taking a parcel leases it to one of them. Calls wait
 * for the disk, nothing else. */
#ifndef IO_OUTBOX_H
#define IO_OUTBOX_H

#include "base/err.h"
#include "base/str.h"

struct outbox;

enum outbox_state { OUTBOX_QUEUED, OUTBOX_SENT, OUTBOX_REFUSED };

/* Texts and bytes are borrowed until the callback returns. */
struct outbox_parcel {
	int64_t id;
	const char *kind;           /* "nostr", "pod": whose it is */
	const char *target;         /* where to: a relay's address, say */
	struct slice bytes;
	enum outbox_state state;
	int64_t made, due;          /* wall clock seconds */
	unsigned attempts;
	const char *why;            /* words of the last failure, "" */
};

enum err outbox_open(const char *path, struct outbox **out, struct fault *f);
void outbox_close(struct outbox *o);
/* On the disk when it returns E_OK. */
enum err outbox_add(struct outbox *o, const char *kind, const char *target, struct slice bytes, int64_t due, int64_t *id,
                    struct fault *f);
/* Takes the parcel of this kind that has been due longest and calls fn once with it; E_NOT_FOUND when none is due. It is
 * then ours for lease_s seconds: end it by one of the next three, else it becomes due again. */
enum err outbox_take(struct outbox *o, const char *kind, int64_t lease_s, void (*fn)(void *arg, const struct outbox_parcel *p),
                     void *arg, struct fault *f);
enum err outbox_sent(struct outbox *o, int64_t id);
enum err outbox_later(struct outbox *o, int64_t id, int64_t due, const char *why);
enum err outbox_refused(struct outbox *o, int64_t id, const char *why);
/* Removes it, whatever its state: the person deleted it, or it is sent and shown elsewhere. */
enum err outbox_drop(struct outbox *o, int64_t id);
/* All of a kind (NULL: every kind), oldest first. fn must not change the outbox. */
enum err outbox_list(struct outbox *o, const char *kind, void (*fn)(void *arg, const struct outbox_parcel *p), void *arg,
                     struct fault *f);
/* When the next parcel of the kind is due (or its lease ends); -1: none is queued. */
int64_t outbox_due(struct outbox *o, const char *kind);

#endif
