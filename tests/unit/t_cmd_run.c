/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running commands: checks before, questions, ends, and the frame's own handlers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "tests/cmd_bench.h"
#include "base/i18n.h"
#include "cmd/cmd_app.h"
#include "io/net.h"
#include <stdio.h>

static struct bench *b;

static int setup(void **state)
{
	(void)state;
	b = bench_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	bench_free(b);
	return 0;
}

/* Commands of the test's own, in the form of the table. */
static struct cmd_run *kept;
static int gone, went;

static enum err wait_fn(struct cmd_run *r)
{
	kept = r;
	return E_OK;
}

static void wait_cancel(struct cmd_run *r)
{
	gone++;
	cmd_finish(r, E_CANCELLED, NULL, NULL);
}

static enum err cancel_fn(struct cmd_run *r)
{
	r->cancel = wait_cancel;
	return E_OK;
}

static enum err fail_fn(struct cmd_run *r)
{
	return fault_set(&r->fault, E_TIMEOUT, "node g1.example");
}

static void go(struct cmd_run *r)
{
	went++;
	cmd_finish(r, E_OK, json_pack("{s:i}", "n", 1), "gone");
}

static enum err ask_fn(struct cmd_run *r)
{
	struct question q = { .title = "Really?", .text = "It goes.", .word = cmd_flag(r, "--type") ? "poivre" : NULL };
	cmd_confirm(r, &q, go);
	return E_OK;
}

static enum err args_fn(struct cmd_run *r)
{
	struct str s = { 0 };
	str_addf(&s, "%s|%s|%s|%s|%d%d", cmd_arg(r, 0), cmd_arg(r, 1) ? cmd_arg(r, 1) : "-",
	         cmd_flag(r, "--from") ? cmd_flag(r, "--from") : "-", cmd_flag(r, "--dry") ? "dry" : "-", r->json, r->yes);
	cmd_finish(r, E_OK, NULL, str_c(&s));
	str_free(&s);
	return E_OK;
}

static const struct cmd waits = { "waits", "", IN_ALL, "", LOOK, 0, wait_fn, "Wait" };
static const struct cmd cancels = { "cancels", "", IN_ALL, "", LOOK, 0, cancel_fn, "Wait" };
static const struct cmd fails = { "fails", "", IN_ALL, "", LOOK, 0, fail_fn, "Fail" };
static const struct cmd asks = { "asks", "", IN_ALL, "[--type]", ASK, 0, ask_fn, "Ask" };
static const struct cmd takes = { "takes", "", IN_ALL, "A [B] [--from NAME] [--dry]", LOOK, 0, args_fn, "Take" };

static enum err start(const struct cmd *c, int argc, const char *const *argv)
{
	char *copy[16];
	bench_forget(b);
	for (int i = 0; i < argc; i++)
		copy[i] = mem_strdup(argv[i]);
	enum err e = cmd_start(&b->app, &b->front, c, argc, copy, bench_done, b);
	for (int i = 0; i < argc; i++)
		free(copy[i]);
	return e;
}

#define START(c, ...) \
	start(c, (int)(sizeof((const char *[]){ "", __VA_ARGS__ }) / sizeof(char *)) - 1, (const char *[]){ "", __VA_ARGS__ } + 1)

static void test_arguments(void **state)
{
	(void)state;
	START(&takes, "x", "--from", "bob", "y");
	assert_string_equal(str_c(&b->text), "x|y|bob|-|00");
	START(&takes, "--from=bob=2", "--dry", "x", "--json");
	assert_string_equal(str_c(&b->text), "x|-|bob=2|dry|10");
	START(&takes, "--yes", "--", "--json");
	assert_string_equal(str_c(&b->text), "--json|-|-|-|01");
	/* the value of a flag is never taken for a flag */
	START(&takes, "--from", "--json", "x");
	assert_string_equal(str_c(&b->text), "x|-|--json|-|00");
	assert_int_equal(b->done, 1);
}

static void test_usage(void **state)
{
	(void)state;
	assert_int_equal(START(&takes, "x", "--what"), E_USAGE);
	assert_int_equal(b->done, 1);
	assert_int_equal(b->e, E_USAGE);
	assert_string_equal(b->fault.where, "takes: no such option: --what");
	assert_int_equal(START(&takes, "--dry"), E_USAGE);
	assert_string_equal(b->fault.where, "takes: A is missing");
	assert_int_equal(START(&takes, "1", "2", "3"), E_USAGE);
	assert_int_equal(START(&takes, "1", "--from"), E_USAGE);
}

static void test_failing_tells_why(void **state)
{
	(void)state;
	assert_int_equal(START(&fails, ), E_TIMEOUT);
	assert_int_equal(b->done, 1);
	assert_string_equal(b->fault.where, "node g1.example");
	/* nobody listens: the front is told */
	bench_forget(b);
	cmd_start(&b->app, &b->front, &fails, 0, NULL, NULL, NULL);
	assert_string_equal(str_c(&b->said), "toast 3 no answer in time: node g1.example\n");
}

static void test_waiting(void **state)
{
	(void)state;
	assert_int_equal(START(&waits, ), E_OK);
	assert_int_equal(b->done, 0);
	cmd_finish(kept, E_OK, NULL, "later");
	assert_int_equal(b->done, 1);
	assert_string_equal(str_c(&b->text), "later");
}

static void test_cancelling(void **state)
{
	struct front other = { &bench_ops, b };
	(void)state;
	assert_false(cmd_cancel(&b->front, true));
	START(&waits, );
	struct cmd_run *stays = kept;
	START(&cancels, );
	START(&cancels, );
	gone = 0;
	assert_false(cmd_cancel(&other, true));
	assert_true(cmd_cancel(&b->front, false));
	assert_int_equal(gone, 1);
	START(&cancels, );
	assert_true(cmd_cancel(&b->front, true));
	assert_int_equal(gone, 3);
	/* what cannot be given up is still there */
	assert_false(cmd_cancel(&b->front, true));
	cmd_finish(stays, E_OK, NULL, NULL);
}

static void test_confirming(void **state)
{
	(void)state;
	went = 0;
	b->answer = E_CANCELLED;
	START(&asks, );
	assert_string_equal(str_c(&b->said), "ask y\n");
	assert_int_equal(b->e, E_CANCELLED);
	assert_int_equal(went, 0);
	b->answer = E_OK;
	START(&asks, "--type");
	assert_string_equal(str_c(&b->said), "ask poivre\n");
	assert_int_equal(b->e, E_OK);
	assert_int_equal(went, 1);
	assert_int_equal(json_integer_value(json_object_get(b->result, "n")), 1);
	b->answer = E_USAGE; /* a front without a terminal */
	START(&asks, );
	assert_int_equal(b->e, E_USAGE);
	assert_non_null(strstr(b->fault.where, "--yes"));
	START(&asks, "--yes");
	assert_string_equal(str_c(&b->said), "");
	assert_int_equal(went, 2);
	bench_forget(b);
	cmd_start(&b->app, NULL, &asks, 0, NULL, bench_done, b);
	assert_int_equal(b->e, E_USAGE);
	assert_int_equal(went, 2);
}

static void test_readonly(void **state)
{
	(void)state;
	b->app.readonly = true;
	went = 0;
	assert_int_equal(START(&asks, "--yes"), E_READONLY);
	assert_int_equal(went, 0);
	for (int id = 0; id < CMD_COUNT; id++) {
		const struct cmd *c = cmd_at((enum cmd_id)id);

		/* what only a view does is refused by the stack, before the view hears of it */
		if (c->danger >= ASK && c->fn)
			assert_int_equal(START(c, ), E_READONLY);
	}
	/* this program's own looks may change, but only for now */
	assert_int_equal(RUN(b, "set", "ui.theme", "light"), E_OK);
	assert_string_equal(conf_text(b->app.conf, "ui.theme"), "light");
	struct str path = { 0 }, bytes = { 0 };
	assert_int_equal(paths_in(PATH_CONFIG, "config", &path), E_OK);
	assert_int_equal(paths_read(str_c(&path), 4096, &bytes, NULL), E_NOT_FOUND);
	str_free(&path);
	str_free(&bytes);
}

static void test_screen_only(void **state)
{
	(void)state;
	assert_int_equal(RUN(b, "up"), E_UNSUPPORTED);
	assert_int_equal(RUN(b, "log"), E_OK);
	assert_string_equal(str_c(&b->said), "open log\n");
	b->opens = E_NOT_FOUND;
	assert_int_equal(RUN(b, "about"), E_NOT_FOUND);
}

static void test_outside(void **state)
{
	(void)state;
	assert_int_equal(RUN(b, "outside"), E_NOT_FOUND);
	assert_int_equal(RUN(b, "outside", "https://foix.fr/?a=b"), E_OK);
	assert_string_equal(str_c(&b->said), "run xdg-open https://foix.fr/?a=b\n");
	/* a link from a stranger never becomes an option or a program */
	assert_int_equal(RUN(b, "outside", "-h"), E_INVALID);
	assert_int_equal(RUN(b, "outside", "file:///etc/passwd"), E_INVALID);
	assert_int_equal(RUN(b, "outside", "https://a b"), E_INVALID);
	assert_string_equal(str_c(&b->said), "");
	b->status = 127;
	assert_int_equal(RUN(b, "outside", "https://foix.fr"), E_OK);
	assert_non_null(strstr(str_c(&b->said), "copy https://foix.fr\ntoast 2 "));
}

static void test_log_level(void **state)
{
	size_t before = log_count();
	(void)state;
	RUN(b, "set", "log.level", "error");
	log_add(LOG_WARN, "test", "not kept");
	assert_int_equal(log_count(), before);
	RUN(b, "set", "log.level", "debug");
	log_add(LOG_DEBUG, "test", "kept");
	assert_int_equal(log_count(), before + 1);
}

/* What concerns the network holds from the next connection on, not from the next start. */
static void test_network_settings(void **state)
{
	struct fault f = { 0 };
	struct net *net = app_net(&b->app);
	(void)state;
	assert_int_equal(net_check(net, "ws://g1.example/", 0, &f), E_PLAIN_REFUSED);
	RUN(b, "set", "net.allow_plain", "yes");
	assert_int_equal(net_check(net, "ws://g1.example/", 0, &f), E_OK);
	RUN(b, "undo");
	assert_int_equal(net_check(net, "ws://g1.example/", 0, &f), E_PLAIN_REFUSED);
	net_free(net);
	b->app.net = NULL;
}

static void test_set_and_get(void **state)
{
	struct str path = { 0 }, bytes = { 0 };
	unsigned version = b->app.settings.version;
	(void)state;
	assert_int_equal(RUN(b, "set", "ui.theme", "light"), E_OK);
	assert_string_equal(str_c(&b->said), "changed ui.theme\n");
	assert_string_equal(str_c(&b->text), "ui.theme = light");
	assert_int_not_equal(b->app.settings.version, version);
	assert_int_equal(paths_in(PATH_CONFIG, "config", &path), E_OK);
	assert_int_equal(paths_read(str_c(&path), 4096, &bytes, NULL), E_OK);
	assert_non_null(strstr(str_c(&bytes), "theme = light"));
	assert_int_equal(RUN(b, "get", "ui.theme", "--json"), E_OK);
	assert_string_equal(json_string_value(json_object_get(b->result, "value")), "light");
	assert_int_equal(RUN(b, "set", "nostr.relays", "wss://a", "wss://b"), E_OK);
	assert_string_equal(conf_text(b->app.conf, "nostr.relays"), "wss://a wss://b");
	assert_int_equal(RUN(b, "set", "ui.glyphs", "nice"), E_INVALID);
	assert_non_null(strstr(b->fault.where, "auto|full|vt|ascii"));
	assert_int_equal(RUN(b, "set", "ui.them", "light"), E_NOT_FOUND);
	assert_non_null(strstr(b->fault.where, "ui.theme"));
	assert_int_equal(RUN(b, "get", "theme"), E_NOT_FOUND);
	assert_non_null(strstr(b->fault.where, "ui.theme"));
	assert_int_equal(RUN(b, "unset", "ui.theme"), E_OK);
	assert_string_equal(conf_text(b->app.conf, "ui.theme"), "default");
	assert_int_equal(RUN(b, "print-config"), E_OK);
	assert_non_null(strstr(str_c(&b->text), "nostr.relays"));
	assert_int_equal(json_array_size(json_object_get(b->result, "items")), settings_count);
	str_free(&path);
	str_free(&bytes);
}

static void test_going_round(void **state)
{
	(void)state;
	RUN(b, "unit");
	assert_string_equal(conf_text(b->app.conf, "ui.units"), "ud");
	RUN(b, "unit");
	RUN(b, "unit");
	assert_string_equal(conf_text(b->app.conf, "ui.units"), "g1");
	RUN(b, "theme");
	assert_string_equal(conf_text(b->app.conf, "ui.theme"), "light");
	assert_int_equal(RUN(b, "set", "ui.theme", "mine"), E_NOT_FOUND); /* no such file */
	assert_int_equal(conf_set(b->app.conf, "ui.theme", "mine", "changed"), E_OK);
	RUN(b, "theme");
	assert_string_equal(conf_text(b->app.conf, "ui.theme"), "default");
	RUN(b, "mouse");
	assert_string_equal(conf_text(b->app.conf, "ui.mouse"), "off");
	RUN(b, "mouse");
	assert_string_equal(conf_text(b->app.conf, "ui.mouse"), "on");
	assert_int_equal(RUN(b, "mouse", "sideways"), E_USAGE);
	RUN(b, "glyphs", "ascii");
	assert_string_equal(conf_text(b->app.conf, "ui.glyphs"), "ascii");
	RUN(b, "language", "es");
	assert_string_equal(conf_text(b->app.conf, "ui.language"), "es");
	RUN(b, "language", "auto");
}

static void test_undo(void **state)
{
	(void)state;
	assert_int_equal(RUN(b, "undo"), E_NOT_FOUND);
	RUN(b, "set", "ui.theme", "light");
	RUN(b, "set", "ui.units", "ud");
	assert_string_equal(undo_top(b->app.undo)->label, "change of ui.units");
	assert_int_equal(RUN(b, "undo"), E_OK);
	assert_string_equal(conf_text(b->app.conf, "ui.units"), "g1");
	assert_string_equal(conf_text(b->app.conf, "ui.theme"), "light");
	assert_int_equal(RUN(b, "undo"), E_OK);
	assert_string_equal(conf_text(b->app.conf, "ui.theme"), "default");
	assert_int_equal(RUN(b, "undo"), E_NOT_FOUND);
}

static bool unlocked;

static bool lock_it(struct app *app)
{
	bool was = unlocked;
	(void)app;
	unlocked = false;
	return was;
}

static void test_lock(void **state)
{
	(void)state;
	assert_int_equal(RUN(b, "lock"), E_OK);
	assert_string_equal(str_c(&b->text), "nothing was unlocked");
	cmd_app_on_lock(lock_it);
	cmd_app_on_lock(lock_it);
	unlocked = true;
	assert_int_equal(RUN(b, "lock"), E_OK);
	assert_string_equal(str_c(&b->text), "locked");
	assert_false(unlocked);
}

static void test_program(void **state)
{
	(void)state;
	assert_int_equal(RUN(b, "version", "--json"), E_OK);
	assert_string_equal(json_string_value(json_object_get(b->result, "version")), PACKAGE_VERSION);
	assert_int_equal(RUN(b, "repaint"), E_OK);
	assert_string_equal(str_c(&b->said), "repaint\n");
	assert_int_equal(RUN(b, "quit"), E_OK);
	assert_string_equal(str_c(&b->said), "quit 0\n");
	/* on a screen help is a view, elsewhere it is words */
	assert_int_equal(RUN(b, "help"), E_OK);
	assert_string_equal(str_c(&b->said), "open help\n");
	assert_string_equal(str_c(&b->text), "");
	b->opens = E_UNSUPPORTED;
	assert_int_equal(RUN(b, "help"), E_OK);
	assert_non_null(strstr(str_c(&b->text), "doctor"));
	assert_int_equal(RUN(b, "help", "set"), E_OK);
	assert_non_null(strstr(str_c(&b->text), "set KEY VALUE...\n"));
	assert_int_equal(RUN(b, "help", "dcotor"), E_USAGE);
	assert_non_null(strstr(b->fault.where, "doctor"));
	assert_int_equal(RUN(b, "complete", "--", "set", "ui.the"), E_OK);
	assert_non_null(strstr(str_c(&b->text), "ui.theme\t"));
	assert_int_equal(RUN(b, "complete", "--"), E_OK);
	assert_non_null(strstr(str_c(&b->text), "version\t"));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_readonly), T(test_arguments), T(test_usage), T(test_failing_tells_why), T(test_waiting), T(test_cancelling), T(test_confirming),
		T(test_screen_only), T(test_outside), T(test_log_level), T(test_network_settings), T(test_set_and_get), T(test_going_round), T(test_undo), T(test_lock), T(test_program),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
