/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NOSTR's bech32 names (NIP-19), with or without "nostr:". An nsec is recognised but never decoded into a struct: it goes
 * only through nip19_read32 into the caller's secret memory. */
#ifndef CODEC_NIP19_H
#define CODEC_NIP19_H

#include "base/err.h"
#include "base/str.h"

enum nip19_kind { NIP19_NPUB, NIP19_NSEC, NIP19_NOTE, NIP19_NPROFILE, NIP19_NEVENT, NIP19_NADDR };
enum { NIP19_RELAYS = 8, NIP19_TEXT = 1024 };

struct nip19 {
	enum nip19_kind kind;
	unsigned char key[32];          /* the person, the event, or an address's author; zero for an nsec */
	unsigned char author[32];       /* nevent, when has_author */
	bool has_author, has_event_kind;
	uint32_t event_kind;            /* nevent, naddr */
	const char *identifier;         /* naddr: the d tag; "" for the others */
	size_t n_relays;
	const char *relays[NIP19_RELAYS]; /* printable ASCII, in text below */
	char text[NIP19_TEXT];
};

/* The strings point into *out, which must not be copied. Unknown TLV entries are skipped, relays beyond the table too. */
enum err nip19_decode(struct slice text, struct nip19 *out);
/* Appends the name; text in *in is not used, the relays and identifier may point anywhere. E_TOO_BIG, E_INVALID (nsec). */
enum err nip19_encode(const struct nip19 *in, struct str *out);

/* npub, nsec, note: exactly 32 bytes under the wanted prefix, nothing kept elsewhere. */
enum err nip19_read32(struct slice text, const char *hrp, unsigned char out[32]);
size_t nip19_write32(const char *hrp, const unsigned char key[32], char out[72]);

#endif
