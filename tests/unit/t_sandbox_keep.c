/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The village out of its file is the village that was made; a file that is not right is no village. */
#include "base/mem.h"
#include "base/paths.h"
#include "sandbox/keep.h"
#include "sandbox/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static const int64_t when = 1800000000000;

static void setup(struct sandbox *sb, char *dir)
{
	*sb = (struct sandbox){ .opt = { .seed = 9, .members = 30, .wallets = 60, .transfers = 300, .state = dir } };
	assert_non_null(mkdtemp(dir));
	sb->world = keep_world(sb, when);
}

static void drop(struct sandbox *sb, const char *dir)
{
	char path[64];

	snprintf(path, sizeof path, "%s/world.bin", dir);
	unlink(path);
	rmdir(dir);
	world_free(sb->world);
}

#define same(a, b, name)                                                                                              \
	do {                                                                                                          \
		assert_int_equal((a)->name.n, (b)->name.n);                                                           \
		assert_memory_equal((a)->name.v, (b)->name.v, (a)->name.n * sizeof *(a)->name.v);                     \
	} while (0)

static void it_is_the_same(void **state)
{
	char dir[] = "/tmp/t_keep-XXXXXX";
	struct sandbox sb;
	struct world *w;

	(void)state;
	setup(&sb, dir);
	w = keep_world(&sb, sb.world->start_ms);
	same(w, sb.world, people);
	same(w, sb.world, accounts);
	same(w, sb.world, certs);
	same(w, sb.world, old_certs);
	same(w, sb.world, transfers);
	same(w, sb.world, claims);
	same(w, sb.world, happenings);
	same(w, sb.world, dividends);
	assert_int_equal(w->mass, sb.world->mass);
	assert_int_equal(w->ud, sb.world->ud);
	assert_int_equal(w->ud_index, sb.world->ud_index);
	assert_int_equal(w->next_index, sb.world->next_index);
	assert_int_equal(w->next_ud_ms, sb.world->next_ud_ms);
	world_free(w);
	drop(&sb, dir);
}

static bool is_kept(const char *dir)
{
	char path[64];

	snprintf(path, sizeof path, "%s/world.bin", dir);
	return access(path, F_OK) == 0;
}

static void what_does_not_fit_is_made_anew(void **state)
{
	char dir[] = "/tmp/t_keep-XXXXXX", path[64];
	struct sandbox sb;
	struct world *w;
	struct str bytes = { 0 };

	(void)state;
	setup(&sb, dir);
	snprintf(path, sizeof path, "%s/world.bin", dir);
	assert_int_equal(paths_read(path, 1 << 24, &bytes, NULL), E_OK);
	for (int how = 0; how < 4; how++) {
		struct str bad = { 0 };
		struct sandbox other = sb;

		str_add(&bad, slice_str(&bytes));
		if (how == 0)
			bad.p[0] ^= 1;
		else if (how == 1)
			str_cut(&bad, bad.n - 3);
		else if (how == 2)
			str_cut(&bad, 20);
		else
			other.opt.seed = 10;
		assert_int_equal(paths_write(path, slice_str(&bad), NULL), E_OK);
		w = keep_world(&other, sb.world->start_ms);
		assert_true((w->mass == sb.world->mass) == (how < 3));
		world_free(w);
		/* A good file stands in its place. */
		w = keep_world(&other, sb.world->start_ms);
		assert_true((w->mass == sb.world->mass) == (how < 3));
		world_free(w);
		str_free(&bad);
	}
	str_free(&bytes);
	assert_true(is_kept(dir));
	sb.disk_full = sb.opt.forget = true;
	world_free(keep_world(&sb, sb.world->start_ms));
	assert_false(is_kept(dir));
	drop(&sb, dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_the_same),
		cmocka_unit_test(what_does_not_fit_is_made_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
