/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in a payment QR code or is pasted as "whom to pay": a bare address, "key:chk", g1://, june:// (also web+june,
 * and june://wallet/, june://pubkey/), duniter:key/, and the draft g1://pay:AMOUNT:to:ADDRESS:ref:TEXT. Hostile input:
 * bounded, strict, the comment cleaned to one line. */
#ifndef CODEC_PAYURI_H
#define CODEC_PAYURI_H

#include "codec/address.h"
#include "codec/amount.h"

enum { PAYURI_MAX = 4096, PAYURI_COMMENT = 512, PAYURI_UID = 128 };

struct payuri {
	bool has_address, has_amount;
	struct address to;
	struct amount amount;
	char uid[PAYURI_UID];         /* june://@uid: a name to look up instead of an address */
	char comment[PAYURI_COMMENT]; /* "" when there is none */
	int64_t time;                 /* when it was made, 0 when not said; some wallets refuse after two minutes */
};

/* E_INVALID, E_CHECKSUM (address), E_AMOUNT, E_AMBIGUOUS (a member twice too), E_TOO_BIG, E_UNSUPPORTED (a block, a balance). */
enum err payuri_read(struct slice text, struct payuri *out);
/* "g1://g1...?amount=12.50&comment=..." with percent-encoding; amount (of Ğ1) and comment may be NULL. */
void payuri_write(const unsigned char pub[32], const int64_t *centimes, const char *comment, struct str *out);

#endif
