/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/keymap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes as a keymap file: the warnings stay clean and bounded, and what was read can be asked for. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct keymap *k = keymap_new();
	struct str warnings = { 0 }, out = { 0 };
	struct keystroke key = { .code = 'x' };

	keymap_parse(k, (struct slice){ (const char *)data, size }, "keys", &warnings);
	for (size_t i = 0; i < warnings.n; i++)
		if ((unsigned char)warnings.p[i] < ' ' && warnings.p[i] != '\n')
			__builtin_trap();
	if (warnings.n > 60 * 1024)
		__builtin_trap();
	keymap_find(k, IN_HOME | IN_LIST, &key);
	keymap_keys(k, IN_HOME, C_QUIT, 3, &out);
	str_free(&out);
	str_free(&warnings);
	keymap_free(k);
	return 0;
}
