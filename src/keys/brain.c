/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/brain.h"

#include "keys/kdf.h"
#include <string.h>
#include <utf8proc.h>

static const struct brain_level levels[6];

const struct brain_level *brain_level_at(size_t i)
{
	for (size_t k = 0; k <= i; k++)
		if (!levels[k].name)
			return NULL;
	return &levels[i];
}

enum err brain_level_parse(struct slice text, struct brain_level *out)
{
	const struct brain_level *level;
	for (size_t i = 0; (level = brain_level_at(i)); i++)
		if (slice_is(text, level->name)) {
			*out = *level;
			return E_OK;
		}
	struct slice part[3], rest = text;
	uint64_t v[3];
	for (int i = 0; i < 3; i++)
		if (!slice_split(&rest, ',', &part[i]) || !slice_u64(slice_trim(part[i]), &v[i]) || !v[i])
			return E_INVALID;
	struct slice more;
	if (slice_split(&rest, ',', &more) || v[0] < 2 || (v[0] & (v[0] - 1)) || v[0] > 1u << 24 || v[1] > 1024 || v[2] > 1024)
		return E_INVALID;
	*out = (struct brain_level){ "custom", v[0], (uint32_t)v[1], (uint32_t)v[2] };
	return E_OK;
}

enum err brain_seed(struct slice salt, struct slice password, const struct brain_level *level, unsigned char seed[32])
{
	return kdf_scrypt(password, salt, level->n, level->r, level->p, seed, 32);
}

enum err brain_latin1(struct slice text, struct secret *out, bool *differs)
{
	*differs = false;
	for (size_t i = 0; i < text.n;) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text.p + i, (utf8proc_ssize_t)(text.n - i), &c);
		if (n <= 0)
			return E_INVALID;
		i += (size_t)n;
		*differs = *differs || c > 0x7f;
		unsigned char unit[2] = { (unsigned char)c, 0 };
		size_t units = 1;
		if (c > 0xffff) { /* JavaScript counts such a letter as two units */
			unit[0] = (unsigned char)((c - 0x10000) >> 10);
			unit[1] = (unsigned char)c;
			units = 2;
		}
		secret_add(out, unit, units);
		secret_wipe(unit, sizeof unit);
	}
	return E_OK;
}

static const struct brain_level levels[6] = {
	{ "default", 4096, 16, 1 },
	{ "simple", 2048, 8, 1 },
	{ "secure", 16384, 32, 2 },
	{ "hardest", 65536, 32, 4 },
	{ "extreme", 262144, 64, 8 },
	{ NULL, 0, 0, 0 },
};
