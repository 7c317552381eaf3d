/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "model/subject.h"
#include <stdlib.h>

/* What a watcher does when it is told. */
struct watcher {
	struct watch *watch;
	struct subject *end;       /* ends this one */
	struct watcher *leave;     /* gives this one's watch up */
	struct subject *touch;
	int told;
};

static void told(void *arg, struct subject *s)
{
	struct watcher *w = arg;

	(void)s;
	w->told++;
	if (w->leave) {
		subject_unwatch(w->leave->watch);
		w->leave->watch = NULL;
	}
	if (w->touch && w->told < 3)
		subject_touch(w->touch);
	if (w->end) {
		subject_done(w->end);
		memset(w->end, 0x5a, sizeof *w->end); /* its memory is somebody else's now */
	}
}

static void watch(struct watcher *w, struct subject *s)
{
	w->watch = subject_watch(s, told, w);
}

static void test_coalesced(void **state)
{
	struct subject s;
	struct watcher a = { 0 }, b = { 0 };

	(void)state;
	subject_init(&s, "s");
	watch(&a, &s);
	watch(&b, &s);
	subject_touch(&s);
	subject_touch(&s);
	assert_int_equal(s.version, 2);
	assert_int_equal(a.told, 0);
	assert_true(subject_flush());
	assert_int_equal(a.told, 1);
	assert_int_equal(b.told, 1);
	assert_false(subject_flush());
	a.touch = &s; /* a notice may cause another one: it goes out in the same flush */
	a.told = 0;
	subject_touch(&s);
	subject_flush();
	assert_int_equal(a.told, 3);
	subject_unwatch(a.watch);
	subject_unwatch(b.watch);
	subject_done(&s);
}

static void test_states(void **state)
{
	struct subject s;
	struct fault f = { .code = E_TIMEOUT };

	(void)state;
	subject_init(&s, "s");
	subject_state(&s, STATE_LOADING, NULL);
	assert_int_equal(s.version, 1);
	subject_state(&s, STATE_LOADING, NULL);
	assert_int_equal(s.version, 1);
	subject_state(&s, STATE_ERROR, &f);
	assert_int_equal(s.fault.code, E_TIMEOUT);
	subject_state(&s, STATE_FRESH, NULL);
	assert_true(s.since > 0);
	assert_int_equal(s.fault.code, E_OK);
	subject_done(&s);
	assert_false(subject_flush());
}

static void test_watcher_leaves_while_told(void **state)
{
	struct subject s;
	struct watcher a = { 0 }, b = { 0 };

	(void)state;
	subject_init(&s, "s");
	watch(&a, &s);
	watch(&b, &s);          /* told first */
	b.leave = &a;
	subject_touch(&s);
	subject_flush();
	assert_int_equal(a.told, 0);
	b.leave = &b;           /* itself */
	subject_touch(&s);
	subject_flush();
	assert_null(b.watch);
	assert_null(s.watchers);
	subject_done(&s);
}

/* A command that waited for a model ends, and the model with it, while the model tells that it moved. */
static void test_subject_ends_while_told(void **state)
{
	struct subject *s = malloc(sizeof *s), other;
	struct watcher a = { 0 }, b = { 0 }, c = { 0 };

	(void)state;
	subject_init(s, "s");
	subject_init(&other, "other");
	watch(&a, s);
	watch(&b, s);
	watch(&c, &other);
	b.leave = &b;
	b.end = s;
	subject_touch(s);
	subject_touch(&other);
	subject_flush();
	free(s);
	assert_int_equal(b.told, 1);
	assert_int_equal(a.told, 0);
	assert_int_equal(c.told, 1);
	subject_unwatch(a.watch);
	subject_unwatch(c.watch);
	subject_done(&other);
}

/* One that was given up during somebody else's notice, and whose subject ends before it is swept, is not lost. */
static void test_ends_before_it_is_swept(void **state)
{
	struct subject s, other;
	struct watcher a = { 0 }, b = { 0 };

	(void)state;
	subject_init(&s, "s");
	subject_init(&other, "other");
	watch(&a, &s);
	watch(&b, &other);
	b.leave = &a;
	subject_touch(&other);
	subject_flush();
	assert_false(subject_watched(&s));
	subject_done(&s);
	subject_unwatch(b.watch);
	subject_done(&other);
}

static void test_dozing(void **state)
{
	struct subject s;
	struct watcher a = { 0 };

	(void)state;
	subject_init(&s, "s");
	watch(&a, &s);
	assert_true(subject_watched(&s));
	subject_doze(a.watch, true);
	assert_false(subject_watched(&s));
	subject_touch(&s);
	subject_flush();
	assert_int_equal(a.told, 1);
	subject_unwatch(a.watch);
	subject_done(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_coalesced), cmocka_unit_test(test_states), cmocka_unit_test(test_watcher_leaves_while_told),
		cmocka_unit_test(test_subject_ends_while_told), cmocka_unit_test(test_ends_before_it_is_swept), cmocka_unit_test(test_dozing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
