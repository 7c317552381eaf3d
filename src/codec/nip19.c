/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/nip19.h"
#include "codec/bech32.h"
#include <sodium.h>

enum { HRP = 16, RAW = BECH32_MAX * 5 / 8, TLV_SPECIAL = 0, TLV_RELAY = 1, TLV_AUTHOR = 2, TLV_KIND = 3 };

static const char *const prefixes[];

static struct slice bare(struct slice t)
{
	t = slice_trim(t);
	return slice_starts(t, "nostr:") ? slice_from(t, 6) : t;
}

enum err nip19_read32(struct slice text, const char *hrp, unsigned char out[32])
{
	char got[HRP];
	unsigned char key[33];
	size_t n;
	enum err e = bech32_decode(bare(text), got, sizeof got, key, sizeof key, &n);
	if (e == E_TOO_BIG || (!e && (n != 32 || strcmp(got, hrp))))
		e = E_INVALID;
	if (!e)
		memcpy(out, key, 32);
	sodium_memzero(key, sizeof key);
	return e;
}

size_t nip19_write32(const char *hrp, const unsigned char key[32], char out[72])
{
	return bech32_encode(hrp, key, 32, out, 72);
}

/* Copies printable ASCII behind what text already holds; NULL when it is not that or does not fit. */
static const char *keep(struct nip19 *o, size_t *used, const unsigned char *p, size_t n, bool ascii)
{
	if (n >= NIP19_TEXT - *used)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (ascii ? p[i] <= ' ' || p[i] > '~' : !p[i])
			return NULL;
	char *at = o->text + *used;
	memcpy(at, p, n);
	at[n] = 0;
	*used += n + 1;
	return at;
}

static bool take_entry(struct nip19 *o, size_t *used, unsigned type, const unsigned char *p, size_t n, bool *special)
{
	switch (type) {
	case TLV_SPECIAL:
		if (*special)
			return false;
		*special = true;
		if (o->kind == NIP19_NADDR) {
			o->identifier = keep(o, used, p, n, false);
			return o->identifier != NULL;
		}
		if (n == 32)
			memcpy(o->key, p, 32);
		return n == 32;
	case TLV_RELAY:
		if (o->n_relays < NIP19_RELAYS) {
			const char *url = keep(o, used, p, n, true);
			if (url)
				o->relays[o->n_relays++] = url;
		}
		return true;
	case TLV_AUTHOR:
		if (n != 32 || o->has_author)
			return false;
		o->has_author = true;
		memcpy(o->kind == NIP19_NADDR ? o->key : o->author, p, 32);
		return true;
	case TLV_KIND:
		if (n != 4 || o->has_event_kind)
			return false;
		o->has_event_kind = true;
		o->event_kind = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
		return true;
	default:
		return true;
	}
}

static enum err take_tlv(struct nip19 *o, const unsigned char *p, size_t n)
{
	size_t used = 0;
	bool special = false;
	while (n) {
		if (n < 2 || p[1] > n - 2 || !take_entry(o, &used, p[0], p + 2, p[1], &special))
			return E_INVALID;
		size_t step = 2u + p[1];
		p += step;
		n -= step;
	}
	if (!special || (o->kind == NIP19_NADDR && !(o->has_author && o->has_event_kind)))
		return E_INVALID;
	return E_OK;
}

enum err nip19_decode(struct slice text, struct nip19 *out)
{
	char hrp[HRP];
	unsigned char raw[RAW];
	size_t n;
	memset(out, 0, sizeof *out);
	out->identifier = "";
	enum err e = bech32_decode(bare(text), hrp, sizeof hrp, raw, sizeof raw, &n);
	if (!e) {
		int kind = -1;
		for (int i = 0; prefixes[i]; i++)
			if (!strcmp(prefixes[i], hrp))
				kind = i;
		out->kind = (enum nip19_kind)kind;
		if (kind < 0)
			e = E_INVALID;
		else if (kind >= NIP19_NPROFILE)
			e = take_tlv(out, raw, n);
		else if (n != 32)
			e = E_INVALID;
		else if (kind != NIP19_NSEC)
			memcpy(out->key, raw, 32);
	}
	sodium_memzero(raw, sizeof raw);
	return e;
}

static enum err put(struct str *raw, unsigned type, const void *p, size_t n)
{
	if (n > 255)
		return E_TOO_BIG;
	str_addc(raw, (char)type);
	str_addc(raw, (char)n);
	str_add(raw, (struct slice){ p, n });
	return E_OK;
}

/* In the order of the reference implementations: kind, author, relays, then what it names. */
static enum err put_all(struct str *raw, const struct nip19 *in)
{
	const unsigned char kind[4] = { (unsigned char)(in->event_kind >> 24), (unsigned char)(in->event_kind >> 16),
		(unsigned char)(in->event_kind >> 8), (unsigned char)in->event_kind };
	enum err e = E_OK;
	if (in->kind == NIP19_NADDR || (in->kind == NIP19_NEVENT && in->has_event_kind))
		e = put(raw, TLV_KIND, kind, 4);
	if (!e && in->kind == NIP19_NADDR)
		e = put(raw, TLV_AUTHOR, in->key, 32);
	if (!e && in->kind == NIP19_NEVENT && in->has_author)
		e = put(raw, TLV_AUTHOR, in->author, 32);
	for (size_t i = 0; !e && i < in->n_relays; i++)
		e = put(raw, TLV_RELAY, in->relays[i], strlen(in->relays[i]));
	if (!e && in->kind == NIP19_NADDR)
		e = put(raw, TLV_SPECIAL, in->identifier, strlen(in->identifier));
	else if (!e)
		e = put(raw, TLV_SPECIAL, in->key, 32);
	return e;
}

enum err nip19_encode(const struct nip19 *in, struct str *out)
{
	struct str raw = { 0 };
	char text[BECH32_MAX + 1];
	enum err e = E_OK;
	if (in->kind == NIP19_NSEC)
		return E_INVALID;
	if (in->kind < NIP19_NPROFILE)
		str_add(&raw, (struct slice){ (const char *)in->key, 32 });
	else
		e = put_all(&raw, in);
	if (!e && !bech32_encode(prefixes[in->kind], raw.p, raw.n, text, sizeof text))
		e = E_TOO_BIG;
	if (!e)
		str_adds(out, text);
	str_free(&raw);
	return e;
}

static const char *const prefixes[] = { "npub", "nsec", "note", "nprofile", "nevent", "naddr", NULL };
