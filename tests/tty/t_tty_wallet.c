/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A newcomer in the sandbox, from the first start to a payment that is final, found by its comment, exported, and told the same
 * way by the command line. What is waited for is what a person would wait for; nothing is known that is not on the screen. */
#include "config.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "tests/tty/vt.h"
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BLOCKS_MS = 180000 };   /* some blocks of six seconds, on a machine under load */

static const char words[] = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
static char program[1024], sandbox[] = "--sandbox", csv[1100];
static unsigned keys;

static int prepare(void **state)
{
	const char *build = getenv("top_builddir"), *home = getenv("HOME");
	(void)state;
	snprintf(program, sizeof program, "%s/vigie", build ? build : ".");
	snprintf(csv, sizeof csv, "%s/pain.csv", home ? home : "/tmp");
	return access(program, X_OK);
}

/* A key that is counted, and text that is not. */
static void key(struct vt *v, const char *bytes)
{
	keys++;
	vt_send(v, bytes);
	vt_quiet(v, 60, 2000);
}

static void text(struct vt *v, const char *bytes)
{
	vt_send(v, bytes);
	vt_quiet(v, 60, 2000);
}

static void wait_for(struct vt *v, const char *what, int ms)
{
	if (!vt_wait(v, what, ms)) {
		print_message("# waited for \"%s\" and saw:\n%s\n", what, vt_screen(v));
		fail();
	}
}

static void first_start(struct vt *v)
{
	wait_for(v, "Welcome aboard", VT_PATIENCE_MS);
	wait_for(v, "Vigie-Demo", VT_PATIENCE_MS);
	key(v, "2");
	wait_for(v, "No account yet.", VT_PATIENCE_MS);
	key(v, "a");
	wait_for(v, "a key I have", VT_PATIENCE_MS);
	key(v, "j");
	key(v, "\r");
	wait_for(v, "Make the vault", VT_PATIENCE_MS);
	/* The sandbox proposes a passphrase: Enter takes it. */
	for (int i = 0; i < 3 && vt_on_screen(v, "Make the vault"); i++) {
		key(v, "\r");
		vt_wait_gone(v, "Make the vault", VT_PATIENCE_MS);
	}
	wait_for(v, "Bring a key", VT_PATIENCE_MS);
	int y, x;
	vt_cursor(v, &y, &x);
	if (strstr(vt_row(v, y), "From"))
		key(v, "\t");
	text(v, words);
	key(v, "\r");
	key(v, "\r");
	wait_for(v, "root, the usual one", VT_PATIENCE_MS);
	wait_for(v, "Vigie-Demo", VT_PATIENCE_MS);
	key(v, "y");
	wait_for(v, "Label", VT_PATIENCE_MS);
	text(v, "camille");
	key(v, "\r");
	wait_for(v, "all time", VT_PATIENCE_MS);
	wait_for(v, "vault open", VT_PATIENCE_MS);
}

/* At most eight keys besides what is said: to whom, how much, what for. */
static void pay(struct vt *v)
{
	keys = 0;
	key(v, "p");
	wait_for(v, "Comment", VT_PATIENCE_MS);
	text(v, "Anais-Ribes");
	key(v, "\r");
	wait_for(v, "last six: bteEbA", VT_PATIENCE_MS);
	text(v, "20");
	key(v, "\r");
	text(v, "confiture de coings");
	key(v, "\r");
	wait_for(v, "You will send 20.00", VT_PATIENCE_MS);
	wait_for(v, "to Anais-Ribes", VT_PATIENCE_MS);
	wait_for(v, "y signs and sends it", VT_PATIENCE_MS);
	key(v, "y");
	print_message("# %u keys\n", keys);
	assert_true(keys <= 8);
	wait_for(v, "in block", BLOCKS_MS);
	wait_for(v, "It cannot change any more.", BLOCKS_MS);
	assert_true(vt_on_screen(v, "confiture de coings"));
	assert_true(vt_on_screen(v, "20.00"));
}

static void find_and_export(struct vt *v)
{
	key(v, "\033");
	wait_for(v, "all time", VT_PATIENCE_MS);
	key(v, "f");
	wait_for(v, "Find movements", VT_PATIENCE_MS);
	text(v, "coings");
	key(v, "\033");
	wait_for(v, "1 of 1 ", BLOCKS_MS);
	wait_for(v, "confiture de coings", VT_PATIENCE_MS);
	assert_true(vt_on_screen(v, "20.00"));
	key(v, "e");
	wait_for(v, "Export to", VT_PATIENCE_MS);
	key(v, "\025");
	text(v, csv);
	key(v, "\r");
	wait_for(v, "1 movement written", VT_PATIENCE_MS);
}

static void slurp(FILE *f, char *out, size_t most)
{
	size_t n = f ? fread(out, 1, most - 1, f) : 0;
	out[n] = 0;
}

/* The amount and the balance, as the exported file has them, in centimes. */
static long long centimes(const char *field)
{
	long long whole = 0, part = 0;
	const char *minus = *field == '-' ? field++ : NULL;
	assert_int_equal(sscanf(field, "%lld.%2lld", &whole, &part), 2);
	return (minus ? -1 : 1) * (whole * 100 + part);
}

static void check_file(long long *balance_c)
{
	static char line[8192];
	char *at = line, *fields[8] = { NULL };
	FILE *f = fopen(csv, "r");
	assert_non_null(f);
	slurp(f, line, sizeof line);
	fclose(f);
	at = strstr(line, "\n");
	assert_non_null(at);
	at++;
	for (int i = 0; i < 8; i++)
		fields[i] = strsep(&at, ";");
	assert_non_null(strstr(fields[1], "Anais-Ribes"));
	assert_int_equal(centimes(fields[3]), -2000);
	assert_string_equal(fields[4], "\"confiture de coings\"");
	*balance_c = centimes(fields[5]);
}

static void check_history(long long balance_c)
{
	static char out[65536];
	char command[4096];
	snprintf(command, sizeof command, "LC_ALL=C.UTF-8 %s '%s' history --find coings --json", program, sandbox);
	FILE *p = popen(command, "r");
	slurp(p, out, sizeof out);
	assert_int_equal(pclose(p), 0);
	json_t *o = json_loads(out, 0, NULL), *items = json_object_get(o, "items"), *one = json_array_get(items, 0);
	assert_int_equal(json_array_size(items), 1);
	assert_string_equal(json_string_value(json_object_get(one, "comment")), "confiture de coings");
	assert_string_equal(json_string_value(json_object_get(one, "direction")), "out");
	assert_int_equal(json_integer_value(json_object_get(one, "amount_c")), 2000);
	assert_string_equal(json_string_value(json_object_get(json_object_get(one, "party"), "name")), "Anais-Ribes");
	assert_true(json_is_true(json_object_get(json_object_get(one, "party"), "proven")));
	assert_int_equal(json_integer_value(json_object_get(one, "balance_c")), balance_c);
	assert_true(json_integer_value(json_object_get(one, "journal")) > 0);
	json_decref(o);
}

static void a_newcomer_pays(void **state)
{
	static const char *const env[] = { "LC_ALL=C.UTF-8", NULL };
	char *argv[] = { program, sandbox, NULL };
	struct vt *v = vt_start(&(struct vt_start){ .argv = argv, .env = env });
	long long balance_c = 0;
	(void)state;
	first_start(v);
	pay(v);
	find_and_export(v);
	check_file(&balance_c);
	/* in another terminal, while this one is open: the same village */
	check_history(balance_c);
	vt_send(v, "\033[21~");
	assert_true(WIFEXITED(vt_wait_end(v, VT_PATIENCE_MS)));
	vt_free(v);
	/* and when nobody is there any more: the village was kept */
	check_history(balance_c);
}

int main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(a_newcomer_pays) };
	return cmocka_run_group_tests(tests, prepare, NULL);
}
