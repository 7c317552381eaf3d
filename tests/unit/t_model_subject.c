/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Subjects and their watchers: who goes away in the middle of a notice hurts nobody (run it under the address sanitizer). */
#include "tests/unit/unit.h"
#include "model/subject.h"
#include <stdlib.h>

static struct subject *one;
static struct watch *first, *second;
static int told_first, told_second;

static void end_all(void *arg, struct subject *s)
{
	(void)arg;
	told_first++;
	subject_unwatch(first);
	subject_unwatch(second);
	subject_done(s);
	free(s);
}

static void count(void *arg, struct subject *s)
{
	(void)arg, (void)s;
	told_second++;
}

static struct subject *fresh(void)
{
	struct subject *s = malloc(sizeof *s);
	assert_non_null(s);
	subject_init(s, "test");
	told_first = told_second = 0;
	return s;
}

static void ends_in_its_own_notice(void **state)
{
	(void)state;
	one = fresh();
	second = subject_watch(one, count, NULL);
	first = subject_watch(one, end_all, NULL); /* the newest is told first */
	subject_touch(one);
	assert_true(subject_flush());
	assert_int_equal(told_first, 1);
	assert_int_equal(told_second, 0);
	assert_false(subject_flush());
}

static void end_before_unwatching(void *arg, struct subject *s)
{
	(void)arg;
	subject_done(s);
	free(s);
	subject_unwatch(first);
	subject_unwatch(second);
}

static void ends_before_its_watchers(void **state)
{
	(void)state;
	one = fresh();
	second = subject_watch(one, count, NULL);
	first = subject_watch(one, end_before_unwatching, NULL);
	subject_touch(one);
	assert_true(subject_flush());
	assert_int_equal(told_second, 0);
}

static struct subject *other;

static void end_other(void *arg, struct subject *s)
{
	(void)arg, (void)s;
	subject_unwatch(second);
	subject_done(other);
	free(other);
	subject_unwatch(first);
}

/* Another one that is queued behind goes away. */
static void ends_another(void **state)
{
	(void)state;
	one = fresh();
	other = fresh();
	first = subject_watch(one, end_other, NULL);
	second = subject_watch(other, count, NULL);
	subject_touch(one);
	subject_touch(other);
	assert_true(subject_flush());
	assert_int_equal(told_second, 0);
	subject_done(one);
	free(one);
}

static void one_more(void *arg, struct subject *s)
{
	(void)s;
	++*(int *)arg;
}

static void tells_all_and_once(void **state)
{
	int a = 0, b = 0;
	(void)state;
	one = fresh();
	first = subject_watch(one, one_more, &a);
	second = subject_watch(one, one_more, &b);
	subject_touch(one);
	subject_touch(one);
	assert_true(subject_flush());
	assert_int_equal(a, 1);
	assert_int_equal(b, 1);
	subject_unwatch(first);
	subject_touch(one);
	assert_true(subject_flush());
	assert_int_equal(a, 1);
	assert_int_equal(b, 2);
	subject_done(one);
	subject_unwatch(second);
	free(one);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ends_in_its_own_notice), cmocka_unit_test(ends_before_its_watchers), cmocka_unit_test(ends_another),
		cmocka_unit_test(tells_all_and_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
