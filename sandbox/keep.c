/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/keep.h"

#include "base/mem.h"
#include "base/paths.h"
#include "sandbox/world.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct str file_of(const struct sandbox *sb, const char *name)
{
	struct str s = { 0 };

	str_addf(&s, "%s/%s", sb->opt.state, name);
	return s;
}

struct world *keep_world(struct sandbox *sb, int64_t start_ms)
{
	struct str path = file_of(sb, "world.bin");
	struct world *w = sb->opt.forget ? NULL : world_read(&sb->opt, start_ms, str_c(&path));

	if (!w) {
		w = world_new(&sb->opt, start_ms);
		unlink(str_c(&path));
		if (!sb->disk_full)
			world_write(w, &sb->opt, str_c(&path), NULL);
	}
	str_free(&path);
	return w;
}

enum err keep_read(struct sandbox *sb, int64_t *start_ms, struct fault *f)
{
	struct str path = file_of(sb, "world.json"), text = { 0 };
	json_int_t seed, members, wallets, transfers, stations, start, skew, birth = 0, busy = 0;
	json_t *j;
	enum err e = E_OK;

	if (mkdir(sb->opt.state, 0700) && errno != EEXIST) {
		e = fault_set(f, err_from_errno(errno), "%s", sb->opt.state);
	} else if (access(str_c(&path), F_OK)) {
		e = E_OK;
	} else if (!(e = paths_read(str_c(&path), 65536, &text, f))) {
		j = json_loadb(text.p, text.n, 0, NULL);
		if (json_unpack(j, "{s:I,s:I,s:I,s:I,s:I,s:I,s:I,s?I,s?I}", "seed", &seed, "members", &members, "wallets", &wallets, "transfers",
				&transfers, "stations", &stations, "start_ms", &start, "skew_ms", &skew,
				"birth_ms", &birth, "busy", &busy)) {
			e = fault_set(f, E_CORRUPT, "%s", str_c(&path));
		} else {
			sb->opt.seed = (uint64_t)seed;
			sb->opt.members = (long)members;
			sb->opt.wallets = (long)wallets;
			sb->opt.transfers = (long)transfers;
			sb->opt.stations = (long)stations;
			sb->opt.busy = (long)busy;
			sb->skew_ms = skew;
			sb->birth_ms = birth;
			*start_ms = start;
		}
		json_decref(j);
	}
	str_free(&path);
	str_free(&text);
	return e;
}

enum err keep_write(struct sandbox *sb, struct fault *f)
{
	struct str path = file_of(sb, "world.json");
	json_t *j = json_pack("{s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:I}", "seed", (json_int_t)sb->opt.seed, "members", (json_int_t)sb->opt.members,
			      "wallets", (json_int_t)sb->opt.wallets, "transfers", (json_int_t)sb->opt.transfers, "stations",
			      (json_int_t)sb->opt.stations, "start_ms", (json_int_t)sb->world->start_ms, "skew_ms", (json_int_t)sb->skew_ms,
			      "birth_ms", (json_int_t)sb->birth_ms, "busy", (json_int_t)sb->opt.busy);
	char *text = json_dumps(j, JSON_INDENT(2));
	enum err e = sb->disk_full ? fault_set(f, E_NO_SPACE, "%s", str_c(&path)) : paths_write(str_c(&path), slice_of(text), f);

	free(text);
	json_decref(j);
	str_free(&path);
	return e;
}
