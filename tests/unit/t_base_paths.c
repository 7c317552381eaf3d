/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "base/paths.h"
#include "base/versioned.h"
#include <dirent.h>
#include <sys/stat.h>

static mode_t mode_of(const char *path)
{
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 0777;
}

static char *home(void)
{
	return getenv("HOME");
}

static void in_is(enum path_kind kind, const char *name, const char *below)
{
	struct str s = { 0 }, want = { 0 };
	assert_int_equal(paths_in(kind, name, &s), E_OK);
	str_addf(&want, "%s/%s", home(), below);
	assert_string_equal(str_c(&s), str_c(&want));
	*strrchr(s.p, '/') = 0;
	assert_int_equal(mode_of(s.p), 0700);
	str_free(&s);
	str_free(&want);
}

static void folders_follow_xdg(void **unused)
{
	(void)unused;
	umask(0); /* the modes are ours, not the umask's */
	assert_int_equal(paths_init(NULL, NULL), E_OK);
	assert_string_equal(paths_profile(), "default");
	in_is(PATH_CONFIG, "config", "config/vigie/config");
	in_is(PATH_DATA, "vault/keys", "data/vigie/vault/keys");
	in_is(PATH_STATE, "log", "state/vigie/log");
	in_is(PATH_CACHE, "people", "cache/vigie/people");
	in_is(PATH_RUNTIME, "lock", "run/vigie/lock");
}

static void without_xdg_or_with_relative_ones(void **unused)
{
	char *config = strdup(getenv("XDG_CONFIG_HOME")), *data = strdup(getenv("XDG_DATA_HOME"));
	(void)unused;
	setenv("XDG_CONFIG_HOME", "relative/folder", 1);
	unsetenv("XDG_DATA_HOME");
	assert_int_equal(paths_init("", NULL), E_OK);
	in_is(PATH_CONFIG, "config", ".config/vigie/config");
	in_is(PATH_DATA, "x", ".local/share/vigie/x");
	setenv("XDG_CONFIG_HOME", config, 1);
	setenv("XDG_DATA_HOME", data, 1);
	free(config);
	free(data);
}

static void profiles_and_worlds_are_apart(void **unused)
{
	struct str s = { 0 }, want = { 0 };
	struct fault f;
	(void)unused;
	assert_int_equal(paths_init("ana", NULL), E_OK);
	assert_string_equal(paths_profile(), "ana");
	in_is(PATH_CONFIG, "config", "config/vigie/profiles/ana/config");
	assert_int_equal(paths_world(PATH_DATA, "journal", &s), E_OK);
	str_addf(&want, "%s/data/vigie/profiles/ana/worlds/g1/journal", home());
	assert_string_equal(str_c(&s), str_c(&want));
	paths_set_world("sandbox-0a1b2c3d");
	paths_set_world("../../etc"); /* ignored */
	str_cut(&s, 0);
	str_cut(&want, 0);
	assert_int_equal(paths_world(PATH_DATA, "journal", &s), E_OK);
	str_addf(&want, "%s/data/vigie/profiles/ana/worlds/sandbox-0a1b2c3d/journal", home());
	assert_string_equal(str_c(&s), str_c(&want));
	str_free(&s);
	str_free(&want);
	const char *bad[] = { "..", ".hidden", "a/b", "-x", "a b", "é", "x\n", "123456789012345678901234567890123" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(paths_init(bad[i], &f), E_INVALID);
	assert_string_equal(paths_profile(), "ana");
	assert_int_equal(paths_in(PATH_DATA, "../x", &s), E_INVALID);
	assert_int_equal(paths_in(PATH_DATA, "/etc/passwd", &s), E_INVALID);
	assert_int_equal(paths_in(PATH_DATA, "", &s), E_INVALID);
	assert_int_equal(s.n, 0);
	assert_int_equal(paths_init(NULL, NULL), E_OK);
}

static void a_file_stands_where_a_folder_should(void **unused)
{
	struct str s = { 0 };
	(void)unused;
	unit_write(unit_file("data/vigie/blocked"), "x");
	assert_int_not_equal(paths_in(PATH_DATA, "blocked/file", &s), E_OK);
	str_free(&s);
}

static void the_lock_folder_must_be_ours(void **unused)
{
	struct str s = { 0 };
	char *run = strdup(getenv("XDG_RUNTIME_DIR"));
	(void)unused;
	setenv("XDG_RUNTIME_DIR", unit_file("open-run"), 1);
	assert_int_equal(mkdir(getenv("XDG_RUNTIME_DIR"), 0777), 0);
	assert_int_equal(mkdir(unit_file("open-run/vigie"), 0777), 0);
	assert_int_equal(paths_init(NULL, NULL), E_OK);
	assert_int_equal(paths_in(PATH_RUNTIME, "lock", &s), E_PERMISSION);
	assert_int_equal(paths_init("ana", NULL), E_OK);
	assert_int_equal(paths_in(PATH_RUNTIME, "lock", &s), E_PERMISSION);
	assert_int_equal(chmod(unit_file("open-run/vigie"), 0700), 0);
	assert_int_equal(paths_in(PATH_RUNTIME, "lock", &s), E_OK);
	setenv("XDG_RUNTIME_DIR", run, 1);
	free(run);
	str_free(&s);
	assert_int_equal(paths_init(NULL, NULL), E_OK);
}

static void privacy(void **unused)
{
	const char *p = unit_file("secret");
	struct fault f = { 0 };
	(void)unused;
	unit_write(p, "x");
	for (mode_t m = 0; m < 0100; m++) {
		assert_int_equal(chmod(p, 0600 | m), 0);
		assert_int_equal(paths_private(p, &f), m ? E_PERMISSION : E_OK);
	}
	assert_string_equal(f.where, p);
	assert_int_equal(paths_private(unit_file("absent"), &f), E_NOT_FOUND);
	if (geteuid())
		assert_int_equal(paths_private("/", NULL), E_PERMISSION); /* somebody else's */
}

static void count_files(const char *folder, int want)
{
	DIR *d = opendir(folder);
	int n = 0;
	assert_non_null(d);
	for (struct dirent *e; (e = readdir(d));)
		n += strcmp(e->d_name, ".") && strcmp(e->d_name, "..");
	closedir(d);
	assert_int_equal(n, want);
}

static void files_come_back(void **unused)
{
	char path[4096], link[4096];
	struct str s = { 0 };
	struct fault f;
	(void)unused;
	assert_int_equal(mkdir(unit_file("files"), 0700), 0);
	snprintf(path, sizeof path, "%s", unit_file("files/data"));
	assert_int_equal(paths_read(path, 100, &s, &f), E_NOT_FOUND);
	assert_int_equal(paths_write(path, SLICE("one\0two"), &f), E_OK);
	assert_int_equal(mode_of(path), 0600);
	str_adds(&s, "before ");
	assert_int_equal(paths_read(path, 7, &s, &f), E_OK);
	assert_int_equal(s.n, 14);
	assert_memory_equal(s.p, "before one\0two", 14);
	assert_int_equal(paths_read(path, 6, &s, &f), E_TOO_BIG);
	assert_int_equal(s.n, 14); /* as it was */
	assert_int_equal(paths_write(path, (struct slice){ NULL, 0 }, &f), E_OK);
	str_cut(&s, 0);
	assert_int_equal(paths_read(path, 0, &s, &f), E_OK);
	assert_int_equal(s.n, 0);
	snprintf(link, sizeof link, "%s", unit_file("files/link"));
	assert_int_equal(symlink("data", link), 0);
	assert_int_equal(paths_write(link, SLICE("through"), &f), E_OK);
	assert_int_equal(paths_read(path, 100, &s, &f), E_OK);
	assert_string_equal(str_c(&s), "through");
	count_files(unit_file("files"), 2); /* no temporary file is left, and the link still is one */
	assert_int_equal(paths_write(unit_file("nowhere/x"), SLICE("x"), &f), E_NOT_FOUND);
	str_free(&s);
}

static void odd_files(void **unused)
{
	struct str s = { 0 };
	(void)unused;
	assert_int_equal(mkfifo(unit_file("pipe"), 0600), 0);
	assert_int_equal(paths_read(unit_file("pipe"), 10, &s, NULL), E_INVALID); /* and does not wait */
	assert_int_equal(paths_read(home(), 10, &s, NULL), E_INVALID);
	assert_int_equal(paths_read("/dev/zero", 10, &s, NULL), E_INVALID);
	assert_int_equal(paths_read("/proc/self/status", 1 << 20, &s, NULL), E_OK); /* its size is said to be 0 */
	assert_non_null(strstr(str_c(&s), "t_base_paths"));
	str_free(&s);
}

static void where_the_program_is(void **unused)
{
	(void)unused;
	assert_true(paths_exe_dir()[0] == '/');
	assert_null(strstr(paths_exe_dir(), "t_base_paths"));
	assert_ptr_equal(paths_exe_dir(), paths_exe_dir());
}

static void versions(void **unused)
{
	char path[4096];
	struct str s = { 0 };
	unsigned v = 0;
	(void)unused;
	snprintf(path, sizeof path, "%s", unit_file("contacts"));
	assert_int_equal(versioned_read(path, "contacts", 2, 1000, &s, &v, NULL), E_NOT_FOUND);
	assert_int_equal(versioned_write(path, "contacts", 1, SLICE("ana\n"), NULL), E_OK);
	assert_int_equal(versioned_read(path, "contacts", 2, 1000, &s, &v, NULL), E_OK);
	assert_int_equal(v, 1);
	assert_string_equal(str_c(&s), "ana\n");
	assert_int_equal(versioned_read(path, "journal", 2, 1000, &s, &v, NULL), E_CORRUPT);
	assert_int_equal(versioned_write(path, "journal", 2, SLICE("x"), NULL), E_CORRUPT);
	assert_int_equal(versioned_write(path, "contacts", 3, SLICE("bernard\n"), NULL), E_OK);
	/* From here on version 2 is the old program. */
	assert_int_equal(versioned_read(path, "contacts", 2, 1000, &s, &v, NULL), E_NEWER);
	assert_int_equal(versioned_write(path, "contacts", 2, SLICE("lost\n"), NULL), E_NEWER);
	str_cut(&s, 0);
	assert_int_equal(versioned_read(path, "contacts", 3, 1000, &s, NULL, NULL), E_OK);
	unit_str_is(&s, "bernard\n");
}

static void damaged_versions(void **unused)
{
	const char *bad[] = { "", "\n", "vigie", "vigie contacts 1", "vigie contacts \n", "vigie contacts 0\n",
		"vigie contacts -1\n", "vigie contacts 1 \n", "vigie  contacts 1\n", "vigie contacts 99999999999999999999\n",
		"Vigie contacts 1\n", "other contacts 1\n" };
	unsigned v;
	(void)unused;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct slice s = slice_of(bad[i]);
		assert_int_equal(versioned_take(&s, "contacts", 9, &v), E_CORRUPT);
		assert_ptr_equal(s.p, bad[i]);
	}
	struct slice s = SLICE("vigie contacts 4294967296\nx");
	assert_int_equal(versioned_take(&s, "contacts", 9, &v), E_NEWER);
	s = SLICE("vigie contacts 9\n");
	assert_int_equal(versioned_take(&s, "contacts", 9, NULL), E_OK);
	assert_int_equal(s.n, 0);
	unit_write(unit_file("empty"), "");
	assert_int_equal(versioned_write(unit_file("empty"), "contacts", 1, SLICE("x"), NULL), E_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folders_follow_xdg),
		cmocka_unit_test(without_xdg_or_with_relative_ones),
		cmocka_unit_test(profiles_and_worlds_are_apart),
		cmocka_unit_test(a_file_stands_where_a_folder_should),
		cmocka_unit_test(the_lock_folder_must_be_ours),
		cmocka_unit_test(privacy),
		cmocka_unit_test(files_come_back),
		cmocka_unit_test(odd_files),
		cmocka_unit_test(where_the_program_is),
		cmocka_unit_test(versions),
		cmocka_unit_test(damaged_versions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
