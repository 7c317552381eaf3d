/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "base/map.h"

static int values[1000];

static void absent(void **unused)
{
	struct map m = { 0 };
	size_t i = 0;
	(void)unused;
	assert_null(map_get(&m, SLICE("x")));
	assert_null(map_del(&m, SLICE("x")));
	assert_false(map_next(&m, &i, NULL, NULL));
	map_free(&m);
}

static void odd_keys(void **unused)
{
	struct map m = { 0 };
	(void)unused;
	assert_null(map_set(&m, (struct slice){ NULL, 0 }, &values[0]));
	assert_null(map_set(&m, SLICE("a\0b"), &values[1]));
	assert_null(map_set(&m, SLICE("a\0c"), &values[2]));
	assert_null(map_set(&m, SLICE("a"), &values[3]));
	assert_ptr_equal(map_get(&m, SLICE("")), &values[0]);
	assert_ptr_equal(map_get(&m, SLICE("a\0b")), &values[1]);
	assert_ptr_equal(map_get(&m, SLICE("a\0c")), &values[2]);
	assert_ptr_equal(map_set(&m, SLICE("a"), &values[4]), &values[3]);
	assert_int_equal(m.n, 4);
	map_free(&m);
}

static struct slice key_of(uint32_t k, char buf[16])
{
	return (struct slice){ buf, (size_t)snprintf(buf, 16, "key-%u", k) };
}

/* The map against a plain array, through many more deletions than it has slots. */
static void agrees_with_an_array(void **unused)
{
	struct map m = { 0 };
	int *model[500] = { 0 };
	char buf[16];
	(void)unused;
	for (int step = 0; step < 200000; step++) {
		uint32_t k = unit_random(500);
		struct slice key = key_of(k, buf);
		switch (unit_random(3)) {
		case 0: {
			int *v = &values[unit_random(1000)];
			assert_ptr_equal(map_set(&m, key, v), model[k]);
			model[k] = v;
			break;
		}
		case 1:
			assert_ptr_equal(map_del(&m, key), model[k]);
			model[k] = NULL;
			break;
		default:
			assert_ptr_equal(map_get(&m, key), model[k]);
		}
	}
	size_t n = 0, seen = 0, i = 0;
	struct slice key;
	void *value;
	for (int k = 0; k < 500; k++)
		n += model[k] != NULL;
	assert_int_equal(m.n, n);
	assert_true(m.cap <= 2048); /* tombstones do not make it grow */
	while (map_next(&m, &i, &key, &value)) {
		uint64_t k;
		assert_true(slice_u64(slice_from(key, 4), &k));
		assert_ptr_equal(value, model[k]);
		seen++;
	}
	assert_int_equal(seen, n);
	map_free(&m);
}

static void deleting_while_visiting(void **unused)
{
	struct map m = { 0 };
	char buf[16];
	struct slice key;
	(void)unused;
	for (uint32_t k = 0; k < 1000; k++)
		map_set(&m, key_of(k, buf), &values[k]);
	for (size_t i = 0; map_next(&m, &i, &key, NULL);) {
		struct str copy = { 0 };
		str_add(&copy, key);
		assert_non_null(map_del(&m, slice_str(&copy)));
		str_free(&copy);
	}
	assert_int_equal(m.n, 0);
	map_free(&m);
	assert_null(m.slots);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(absent),
		cmocka_unit_test(odd_keys),
		cmocka_unit_test(agrees_with_an_array),
		cmocka_unit_test(deleting_while_visiting),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
