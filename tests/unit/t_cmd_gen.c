/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is generated from the table, tried with the programs that read it: man, bash, zsh. Started with the word "complete" this
 * program plays vigie, so that the shells have something to ask. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "tests/cmd_bench.h"
#include "base/paths.h"
#include "cmd/gen.h"
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

static char self[PATH_MAX];

static bool have(const char *program)
{
	struct str line = { 0 };
	bool there;

	str_addf(&line, "command -v %s >/dev/null 2>&1", program);
	there = system(str_c(&line)) == 0;
	str_free(&line);
	return there;
}

static void write_file(const char *name, struct slice bytes)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
	assert_int_equal(fclose(f), 0);
}

/* A path in the test's private home. */
static const char *at_home(const char *name)
{
	static char path[PATH_MAX];
	const char *home = getenv("HOME");

	snprintf(path, sizeof path, "%s/%s", home ? home : ".", name);
	return path;
}

static void read_command(const char *line, struct str *out)
{
	FILE *f = popen(line, "r");
	char buf[4096];
	size_t n;

	assert_non_null(f);
	while ((n = fread(buf, 1, sizeof buf, f)) > 0)
		str_add(out, (struct slice){ buf, n });
	assert_int_equal(pclose(f), 0);
}

static void test_man_is_valid(void **state)
{
	struct str line = { 0 }, said = { 0 };
	(void)state;
	if (!have("groff"))
		skip();
	write_file(at_home("vigie.1"), slice_of(gen_man()));
	str_addf(&line, "groff -ww -K utf8 -man -Tutf8 -z '%s' 2>&1", at_home("vigie.1"));
	read_command(str_c(&line), &said);
	assert_string_equal(str_c(&said), "");
	str_free(&line);
	str_free(&said);
}

static void test_man_holds_the_table(void **state)
{
	struct str line = { 0 }, page = { 0 };
	(void)state;
	if (!have("groff"))
		skip();
	write_file(at_home("vigie.1"), slice_of(gen_man()));
	/* wide, so that no line is broken; without overstriking, so that bold text is plain */
	str_addf(&line, "groff -rLL=400n -K utf8 -man -Tutf8 -P-cbou '%s'", at_home("vigie.1"));
	read_command(str_c(&line), &page);
	for (int id = 0; id < CMD_COUNT; id++) {
		const struct cmd *c = cmd_at((enum cmd_id)id);
		struct str head = { 0 };

		if (!(c->flags & CMD_ONE_SHOT) || c->flags & CMD_UNLISTED)
			continue;
		str_addf(&head, "%s%s%s", c->name, c->args[0] ? " " : "", c->args);
		if (!strstr(str_c(&page), str_c(&head)) || !strstr(str_c(&page), c->help))
			fail_msg("the manual does not hold: %s: %s", str_c(&head), c->help);
		str_free(&head);
	}
	assert_null(strstr(str_c(&page), "@COMMANDS@"));
	assert_null(strstr(str_c(&page), "N_("));
	assert_non_null(strstr(str_c(&page), "VIGIE_G1_RPC"));
	str_free(&line);
	str_free(&page);
}

/* The installed pages, made by make in the build tree. */
static void test_config_page_is_valid(void **state)
{
	const char *top = getenv("top_builddir");
	struct str line = { 0 }, said = { 0 }, path = { 0 };
	(void)state;
	str_addf(&path, "%s/doc/vigie-config.5", top ? top : ".");
	if (!have("groff") || access(str_c(&path), R_OK)) {
		str_free(&path);
		skip();
	}
	str_addf(&line, "groff -ww -K utf8 -man -Tutf8 -z '%s' 2>&1", str_c(&path));
	read_command(str_c(&line), &said);
	assert_string_equal(str_c(&said), "");
	str_cut(&line, 0);
	str_addf(&line, "groff -rLL=400n -K utf8 -man -Tutf8 -P-cbou '%s'", str_c(&path));
	read_command(str_c(&line), &said);
	for (size_t i = 0; i < settings_count; i++)
		if (!strstr(str_c(&said), settings_keys[i].name) || !strstr(str_c(&said), settings_keys[i].help))
			fail_msg("vigie-config(5) does not hold %s", settings_keys[i].name);
	str_free(&path);
	str_free(&line);
	str_free(&said);
}

/* What bash offers for the words of a line; the last one is being typed. */
static void bash_offers(const char *words, struct str *out)
{
	struct str script = { 0 }, line = { 0 };

	gen_bash(&script);
	str_addf(&script, "\nCOMP_WORDS=(vigie %s)\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n", words);
	str_addf(&script, "_vigie '%s' '' ''\nprintf '%%s\\n' \"${COMPREPLY[@]}\"\n", self);
	write_file(at_home("try.bash"), slice_str(&script));
	str_addf(&line, "bash --norc '%s' 2>&1", at_home("try.bash"));
	str_cut(out, 0);
	read_command(str_c(&line), out);
	str_free(&script);
	str_free(&line);
}

static void test_bash(void **state)
{
	static const char *const rows[][2] = {
		{ "doc", "doctor\n" }, { "--sand", "--sandbox\n" }, { "--g1-i", "--g1-indexer\n" }, { "get ui.th", "ui.theme\n" },
		{ "--readonly get ui.th", "ui.theme\n" }, { "--size 80x24 comp", "completion\n" }, { "--size = 80x24 comp", "completion\n" },
		{ "completion ''", "bash\nzsh\n" }, { "set ui.mouse ''", "auto\non\noff\n" }, { "get --", "--json\n" },
		{ "nonsense ''", "\n" },
	};
	struct str said = { 0 };
	(void)state;
	if (!have("bash"))
		skip();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bash_offers(rows[i][0], &said);
		if (strcmp(str_c(&said), rows[i][1]))
			fail_msg("vigie %s<Tab>: wanted %s, got %s", rows[i][0], rows[i][1], str_c(&said));
	}
	/* all commands of the command line, and only those */
	bash_offers("''", &said);
	for (int id = 0; id < CMD_COUNT; id++) {
		const struct cmd *c = cmd_at((enum cmd_id)id);
		struct str row = { 0 };
		bool wanted = c->flags & CMD_ONE_SHOT && !(c->flags & CMD_UNLISTED);
		const char *found;

		str_addf(&row, "%s\n", c->name);
		found = strstr(str_c(&said), str_c(&row));
		while (found && found != str_c(&said) && found[-1] != '\n')
			found = strstr(found + 1, str_c(&row));
		if (!!found != wanted)
			fail_msg("%s is %s", c->name, wanted ? "not offered" : "offered");
		str_free(&row);
	}
	str_free(&said);
}

/* What zsh is given for the words of a line: its own helpers are replaced by ones that print. */
static void zsh_offers(const char *words, struct str *out)
{
	struct str script = { 0 }, line = { 0 };

	str_adds(&script, "compadd() { print -l -- ${(P)2} }\n_describe() { print -l -- ${(P)2} }\n_files() { print files }\n");
	gen_zsh(&script);
	str_addf(&script, "\nwords=('%s' %s)\nCURRENT=${#words}\n_vigie\n", self, words);
	write_file(at_home("try.zsh"), slice_str(&script));
	str_addf(&line, "zsh -f '%s' 2>&1; true", at_home("try.zsh"));
	str_cut(out, 0);
	read_command(str_c(&line), out);
	str_free(&script);
	str_free(&line);
}

static void test_zsh(void **state)
{
	struct str said = { 0 };
	(void)state;
	gen_zsh(&said);
	assert_int_equal(strncmp(str_c(&said), "#compdef vigie\n", 15), 0);
	if (!have("zsh")) {
		str_free(&said);
		skip();
	}
	zsh_offers("''", &said);
	assert_non_null(strstr(str_c(&said), "doctor:Check what works"));
	assert_null(strstr(str_c(&said), "page-up"));
	zsh_offers("--x", &said);
	assert_non_null(strstr(str_c(&said), "--sandbox\n"));
	zsh_offers("--size 80x24 get ui.th", &said);
	assert_string_equal(str_c(&said), "ui.theme:Colours: default, light, contrast, deutan, tritan, mono, vt, or the name of a file "
	                                  "of yours in themes/\n");
	zsh_offers("completion ''", &said);
	assert_string_equal(str_c(&said), "bash:\nzsh:\n");
	zsh_offers("backup ''", &said);
	assert_string_equal(str_c(&said), "files\n");
	str_free(&said);
}

static void test_help_texts(void **state)
{
	struct str out = { 0 };
	struct keymap *k = keymap_new();
	(void)state;
	gen_help(&out);
	for (int id = 0; id < CMD_COUNT; id++) {
		const struct cmd *c = cmd_at((enum cmd_id)id);

		if (c->flags & CMD_ONE_SHOT && !(c->flags & CMD_UNLISTED))
			assert_non_null(strstr(str_c(&out), c->help));
	}
	str_cut(&out, 0);
	gen_command(&out, k, cmd_at(C_THEME));
	assert_non_null(strstr(str_c(&out), "theme [THEME]\n"));
	str_cut(&out, 0);
	gen_keys(&out, k, IN_TASKS);
	assert_string_equal(str_c(&out), "[tasks]\n  x                   Cancel this task\n");
	str_cut(&out, 0);
	gen_keys(&out, k, 0);
	for (int id = 0; id < CMD_COUNT; id++)
		if (cmd_at((enum cmd_id)id)->keys[0])
			assert_non_null(strstr(str_c(&out), cmd_at((enum cmd_id)id)->help));
	json_t *all = gen_json(k);
	assert_int_equal(json_array_size(json_object_get(all, "items")), CMD_COUNT);
	assert_true(json_is_false(json_object_get(all, "more")));
	json_decref(all);
	keymap_free(k);
	str_free(&out);
}

static int play(int argc, char **argv)
{
	struct bench *b = bench_new();
	const char *words[32];
	int n = 0;

	while (n < 32 && n + 2 < argc) {
		words[n] = argv[n + 2];
		n++;
	}
	bench_run(b, "complete", n, words);
	fputs(str_c(&b->text), stdout);
	bench_free(b);
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_man_is_valid), cmocka_unit_test(test_man_holds_the_table), cmocka_unit_test(test_config_page_is_valid),
		cmocka_unit_test(test_bash), cmocka_unit_test(test_zsh), cmocka_unit_test(test_help_texts),
	};
	if (argc > 1 && !strcmp(argv[1], "complete"))
		return play(argc, argv);
	if (!realpath("/proc/self/exe", self))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
