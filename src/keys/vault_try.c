/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/vault_try.h"

#include "base/paths.h"
#include "base/str.h"
#include <unistd.h>

enum { FREE = 3, FIRST_WAIT = 5, LONGEST = 900, LINE = 64 };

static void name_of(const char *path, struct str *out)
{
	str_addf(out, "%s.tries", path);
}

static void load(const char *path, uint64_t *count, int64_t *last)
{
	struct str name = { 0 }, text = { 0 };
	struct slice rest, a;
	*count = 0;
	*last = 0;
	name_of(path, &name);
	if (paths_read(str_c(&name), LINE, &text, NULL) == E_OK) {
		rest = slice_trim(slice_str(&text));
		if (!slice_split(&rest, ' ', &a) || !slice_u64(a, count) || !slice_i64(rest, last) || *count > 1000) {
			*count = 1000; /* a file that was meddled with gives no free tries */
			*last = INT64_MAX / 2;
		}
	}
	str_free(&name);
	str_free(&text);
}

int64_t vault_try_wait(const char *path, int64_t now)
{
	uint64_t count;
	int64_t last, delay = FIRST_WAIT;
	load(path, &count, &last);
	if (count < FREE)
		return 0;
	for (uint64_t i = FREE; i < count && delay < LONGEST; i++)
		delay *= 2;
	delay = delay < LONGEST ? delay : LONGEST;
	if (now < last) /* the clock was set back: wait the whole time from now on */
		return delay;
	return now - last >= delay ? 0 : delay - (now - last);
}

void vault_try_begin(const char *path, int64_t now)
{
	uint64_t count;
	int64_t last;
	struct str name = { 0 }, text = { 0 };
	load(path, &count, &last);
	name_of(path, &name);
	str_addf(&text, "%llu %lld\n", (unsigned long long)(count < 1000 ? count + 1 : 1000), (long long)now);
	(void)paths_write(str_c(&name), slice_str(&text), NULL);
	str_free(&name);
	str_free(&text);
}

void vault_try_done(const char *path)
{
	struct str name = { 0 };
	name_of(path, &name);
	unlink(str_c(&name));
	str_free(&name);
}
