/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "base/arena.h"
#include "base/mem.h"
#include "base/vec.h"

static void sizes_of_zero(void **unused)
{
	(void)unused;
	void *p = mem_new(0), *q = mem_array(0, 8), *r = mem_grow(NULL, 0, 8), *s = mem_dup(NULL, 0);
	assert_non_null(p);
	assert_non_null(q);
	assert_non_null(r);
	assert_non_null(s);
	free(p);
	free(q);
	free(r);
	free(s);
	assert_null(mem_strdup(NULL));
	char *t = mem_strndup(NULL, 0);
	assert_string_equal(t, "");
	free(t);
}

static void new_memory_is_zero(void **unused)
{
	(void)unused;
	for (size_t n = 1; n < 5000; n = n * 3 + 1) {
		unsigned char *p = mem_array(n, 3);
		for (size_t i = 0; i < n * 3; i++)
			assert_int_equal(p[i], 0);
		free(p);
	}
}

static void copies(void **unused)
{
	(void)unused;
	char *a = mem_strdup("vigie"), *b = mem_strndup("vigie", 3), *c = mem_dup("vi\0ie", 5);
	assert_string_equal(a, "vigie");
	assert_string_equal(b, "vig");
	assert_memory_equal(c, "vi\0ie", 5);
	free(a);
	free(b);
	free(c);
}

static void room_grows(void **unused)
{
	(void)unused;
	for (size_t n = 0; n < 100000; n = n * 2 + 1)
		for (size_t more = 0; more < 100; more += 7)
			assert_true(mem_room(n, more) >= n + more);
}

static void grow_too_far(void)
{
	mem_grow(NULL, SIZE_MAX / 4, 5);
}

static void array_too_large(void)
{
	mem_array(SIZE_MAX / 8, 9);
}

static void room_wraps(void)
{
	mem_room(SIZE_MAX - 3, 4);
}

static void text_wraps(void)
{
	mem_strndup("x", SIZE_MAX);
}

static void arena_wraps(void)
{
	struct arena a = { 0 };
	arena_new(&a, SIZE_MAX - 2);
}

VEC(numbers, int);

static void vector_wraps(void)
{
	struct numbers v = { 0 };
	vec_push(&v, 1);
	vec_reserve(&v, SIZE_MAX);
}

static void overflow_aborts(void **unused)
{
	(void)unused;
	assert_true(unit_aborts(grow_too_far));
	assert_true(unit_aborts(array_too_large));
	assert_true(unit_aborts(room_wraps));
	assert_true(unit_aborts(text_wraps));
	assert_true(unit_aborts(arena_wraps));
	assert_true(unit_aborts(vector_wraps));
}

static int hook_pipe[2];

static void hook(void)
{
	if (write(hook_pipe[1], "h", 1) < 0)
		_exit(9);
}

static void dies_with_hook(void)
{
	mem_on_exhausted(hook);
	mem_grow(NULL, SIZE_MAX, 2);
}

static void hook_runs_once_before_abort(void **unused)
{
	char got[4];
	(void)unused;
	assert_int_equal(pipe(hook_pipe), 0);
	assert_true(unit_aborts(dies_with_hook));
	close(hook_pipe[1]);
	assert_int_equal(read(hook_pipe[0], got, sizeof got), 1);
	close(hook_pipe[0]);
}

static void arena_is_aligned_and_zero(void **unused)
{
	struct arena a = { 0 };
	size_t total = 0;
	(void)unused;
	for (int round = 0; round < 3; round++) {
		for (size_t n = 0; n < 3000; n += 1 + n / 3) {
			unsigned char *p = arena_new(&a, n);
			assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
			for (size_t i = 0; i < n; i++)
				assert_int_equal(p[i], 0);
			memset(p, 0xff, n);
			total += n;
		}
		assert_true(a.used >= total);
		arena_reset(&a);
		assert_int_equal(a.used, 0);
		total = 0;
	}
	arena_free(&a);
	assert_null(a.first);
}

static void arena_lets_go_of_large_blocks(void **unused)
{
	struct arena a = { 0 };
	(void)unused;
	memset(arena_new(&a, 1 << 20), 1, 1 << 20);
	arena_reset(&a);
	assert_null(a.first);
	arena_new(&a, 10);
	arena_reset(&a);
	assert_non_null(a.first);
	arena_free(&a);
}

static void arena_text(void **unused)
{
	struct arena a = { 0 };
	(void)unused;
	assert_string_equal(arena_copy(&a, (struct slice){ NULL, 0 }), "");
	assert_string_equal(arena_copy(&a, (struct slice){ "vigie!", 5 }), "vigie");
	assert_string_equal(arena_printf(&a, "%s-%d", "block", 7), "block-7");
	char *wide = arena_printf(&a, "%9000d", 1);
	assert_int_equal(strlen(wide), 9000);
	arena_free(&a);
}

static void vector_as_a_list(void **unused)
{
	struct numbers v = { 0 };
	(void)unused;
	for (int i = 0; i < 1000; i++)
		vec_push(&v, i);
	vec_push(&v, v.v[7]); /* an element of itself, while it moves */
	assert_int_equal(v.n, 1001);
	assert_int_equal(v.v[1000], 7);
	vec_insert(&v, 0, -1);
	vec_insert(&v, v.n, 5);
	vec_insert(&v, 500, -2);
	assert_int_equal(v.v[0], -1);
	assert_int_equal(v.v[1], 0);
	assert_int_equal(v.v[500], -2);
	assert_int_equal(v.v[501], 499);
	assert_int_equal(v.v[v.n - 1], 5);
	vec_remove(&v, 500);
	vec_remove(&v, v.n - 1);
	vec_remove(&v, 0);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(v.v[i], i);
	vec_free(&v);
	assert_null(v.v);
	assert_int_equal(v.n + v.cap, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes_of_zero),
		cmocka_unit_test(new_memory_is_zero),
		cmocka_unit_test(copies),
		cmocka_unit_test(room_grows),
		cmocka_unit_test(overflow_aborts),
		cmocka_unit_test(hook_runs_once_before_abort),
		cmocka_unit_test(arena_is_aligned_and_zero),
		cmocka_unit_test(arena_lets_go_of_large_blocks),
		cmocka_unit_test(arena_text),
		cmocka_unit_test(vector_as_a_list),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
