/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ncryptsec texts, and the bytes below them, opened only where scrypt is cheap. */
#include "codec/bech32.h"
#include "keys/ncryptsec.h"
#include "base/secret.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look(struct slice text)
{
	unsigned log_n;
	enum ncryptsec_care care;
	unsigned char sk[32];
	if (ncryptsec_look(text, &log_n, &care) != E_OK)
		return;
	if (log_n < 1 || log_n > NCRYPTSEC_LOG_N_MAX || care > NCRYPTSEC_UNKNOWN)
		abort();
	if (log_n <= 2)
		(void)ncryptsec_read(text, SLICE("nostr"), sk);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool ready;
	char text[512];
	if (!ready)
		ready = secret_init() == E_OK;
	look((struct slice){ (const char *)data, size });
	size_t n = bech32_encode("ncryptsec", data, size, text, sizeof text); /* with a right checksum */
	if (n)
		look((struct slice){ text, n });
	return 0;
}
