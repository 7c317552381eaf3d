/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything a person pastes as a key or an address. What reads must write back as it was, and the other way round. */
#include "codec/address.h"
#include "codec/base58.h"
#include "codec/bech32.h"
#include "codec/hex.h"
#include "codec/nip19.h"
#include "codec/radix.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void numbers(const uint8_t *data, size_t size, struct slice text)
{
	unsigned char raw[RADIX_MAX];
	char out[RADIX_TEXT_MAX];
	size_t n;
	for (int base = 0; base < 2; base++) {
		if (size <= RADIX_MAX) {
			size_t len = radix_encode((enum radix)base, data, size, out, sizeof out);
			must(radix_decode((enum radix)base, (struct slice){ out, len }, raw, sizeof raw, &n) == E_OK);
			must(n == size && !memcmp(raw, data, n));
		}
		if (radix_decode((enum radix)base, text, raw, sizeof raw, &n) == E_OK && base == RADIX_58) {
			size_t len = radix_encode(RADIX_58, raw, n, out, sizeof out);
			must(slice_eq((struct slice){ out, len }, text));
		}
	}
	base58_check_decode(text, 4, raw, sizeof raw, &n);
	hex_decode(text, raw, sizeof raw, &n);
}

static void names(const uint8_t *data, size_t size, struct slice text)
{
	static unsigned char raw[BECH32_MAX];
	static char out[BECH32_MAX + 1], again[BECH32_MAX + 1];
	char hrp[100], hrp2[100];
	struct nip19 name;
	size_t n;
	if (bech32_decode(text, hrp, sizeof hrp, raw, sizeof raw, &n) == E_OK)
		must(bech32_encode(hrp, raw, n, again, sizeof again) == text.n);
	if (bech32_encode("npub", data, size, out, sizeof out)) {
		must(bech32_decode(slice_of(out), hrp2, sizeof hrp2, raw, sizeof raw, &n) == E_OK);
		must(n == size && (!n || !memcmp(raw, data, n)));
	}
	/* the same bytes under every prefix: checksums do not stop the fuzzer */
	static const char *const prefixes[] = { "npub", "nsec", "note", "nprofile", "nevent", "naddr" };
	for (size_t i = 0; i < 6; i++) {
		if (!bech32_encode(prefixes[i], data, size, out, sizeof out) || nip19_decode(slice_of(out), &name) != E_OK)
			continue;
		struct str s = { 0 };
		struct nip19 second;
		if (name.kind != NIP19_NSEC && nip19_encode(&name, &s) == E_OK) {
			must(nip19_decode(slice_str(&s), &second) == E_OK);
			must(second.kind == name.kind && !memcmp(second.key, name.key, 32) && second.n_relays == name.n_relays);
			must(!strcmp(second.identifier, name.identifier));
		}
		str_free(&s);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = { (const char *)data, size };
	struct address a, b;
	char out[SS58_MAX], v1[ADDRESS_V1_MAX];
	unsigned prefix;
	numbers(data, size, text);
	names(data, size, text);
	if (address_read(text, &a) == E_OK) {
		address_v1(a.pub, v1);
		must(address_read(slice_of(v1), &b) == E_OK && !memcmp(a.pub, b.pub, 32));
	}
	if (size >= 34 && ss58_encode(data[0] | (data[1] & 0x3fu) << 8, data + 2, out)) {
		must(ss58_decode(slice_of(out), &prefix, b.pub) == E_OK);
		must(prefix == (data[0] | (data[1] & 0x3fu) << 8) && !memcmp(b.pub, data + 2, 32));
	}
	return 0;
}
