/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a screen says it understands of the commands that every screen may have, against what it does with them: key bar, help
 * and palette believe it. */
#include "tests/unit/unit.h"
#include "base/conf.h"
#include "base/paths.h"
#include "cmd/settings.h"
#include "io/loop.h"
#include "model/app.h"
#include "ui/widget/stack_host.h"

static const enum cmd_id common[] = { C_FILTER, C_SORT, C_REFRESH, C_COPY, C_OUTSIDE };
enum { COMMON = sizeof common / sizeof *common };

static unsigned give(struct view *v, enum cmd_id id)
{
	char text[] = "zz", *argv[] = { text, NULL };

	return v->ops->command ? v->ops->command(v, id, id == C_FILTER, argv) : 0;
}

static void screens_do_what_they_say(void **state)
{
	struct conf *conf = conf_new(settings_keys, settings_count);
	struct loop *loop = loop_new();
	struct app *app;
	struct fault f;
	size_t opened = 0, understood[COMMON] = { 0 };

	(void)state;
	assert_int_equal(paths_init(NULL, &f), E_OK);
	paths_set_world("g1");
	app = app_new(loop, conf);
	app->still = true;
	for (size_t i = 0; view_all[i]; i++) {
		struct stack_host host = { .self = NULL };
		struct stack *s = stack_new(app, view_all, &host);
		struct view *v;

		if (!stack_open(s, view_all[i]->name, 0, NULL) && (v = stack_top(s)) && v->ops == view_all[i]) {
			opened++;
			for (size_t k = 0; k < COMMON; k++) {
				bool offered = view_offers(v, common[k]);

				understood[k] += offered;
				/* a filter may be looked at in drawing only, and where nothing is there nothing is copied */
				if (offered && common[k] != C_COPY && common[k] != C_FILTER && !give(v, common[k]))
					fail_msg("%s offers %s and does nothing", v->ops->name, cmd_at(common[k])->name);
				if (!offered && !(v->ops->context & IN_FORM) && !(v->ops->flags & VIEW_DIALOG) && give(v, common[k]) & VIEW_STALE)
					fail_msg("%s does something with %s and does not offer it", v->ops->name, cmd_at(common[k])->name);
			}
		}
		stack_free(s);
	}
	print_message("# %zu screens opened\n", opened);
	assert_true(opened > 20);
	for (size_t k = 0; k < COMMON; k++)
		assert_true(understood[k] > 2 || common[k] == C_OUTSIDE);
	app_free(app);
	loop_free(loop);
	conf_free(conf);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(screens_do_what_they_say) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
