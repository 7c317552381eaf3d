/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "tests/cmd_bench.h"
#include "codec/pack.h"
#include "keys/seal.h"
#include "model/backup.h"
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static struct bench *b;
static char file[4096];

static int setup(void **state)
{
	const char *home = getenv("HOME");
	(void)state;
	b = bench_new();
	snprintf(file, sizeof file, "%s/saved", home ? home : "/tmp");
	unlink(file);
	b->secret = "correct horse battery";
	b->answer = E_OK;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	bench_free(b);
	return 0;
}

static void put(enum path_kind kind, const char *name, const char *text)
{
	struct str path = { 0 };
	struct fault f;

	assert_int_equal(paths_in(kind, name, &path), E_OK);
	assert_int_equal(paths_write(str_c(&path), slice_of(text), &f), E_OK);
	str_free(&path);
}

static void gone(enum path_kind kind, const char *name)
{
	struct str path = { 0 };

	assert_int_equal(paths_in(kind, name, &path), E_OK);
	unlink(str_c(&path));
	str_free(&path);
}

/* The text of a file, "(none)" when it is not there. */
static const char *there(enum path_kind kind, const char *name)
{
	static struct str bytes;
	struct str path = { 0 };

	str_cut(&bytes, 0);
	assert_int_equal(paths_in(kind, name, &path), E_OK);
	if (paths_read(str_c(&path), 4096, &bytes, NULL)) {
		str_cut(&bytes, 0);
		str_adds(&bytes, "(none)");
	}
	str_free(&path);
	return str_c(&bytes);
}

static long number(const char *name)
{
	return (long)json_integer_value(json_object_get(b->result, name));
}

static void test_there_and_back(void **state)
{
	struct stat st;
	(void)state;
	put(PATH_CONFIG, "config", "[ui]\ntheme = light\n");
	put(PATH_CONFIG, "themes/mine.theme", "error = red\n");
	put(PATH_DATA, "worlds/g1/vault", "sealed things");
	put(PATH_DATA, "worlds/g1/vault.bak", "older");
	put(PATH_DATA, "worlds/sandbox-12345678/vault", "play money");
	put(PATH_STATE, "log", "chatter");
	backup_register(PATH_STATE, "journal", NULL);
	put(PATH_STATE, "worlds/g1/journal", "paid");
	put(PATH_CACHE, "worlds/g1/people", "can be asked again");
	assert_int_equal(RUN(b, "backup", file), E_OK);
	assert_string_equal(str_c(&b->said), "secret Passphrase for the backup\nsecret The same passphrase again\n");
	assert_int_equal(number("files"), 4);
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);

	put(PATH_CONFIG, "config", "[ui]\ntheme = vt\n");
	gone(PATH_DATA, "worlds/g1/vault");
	put(PATH_STATE, "worlds/g1/journal", "another one");
	put(PATH_STATE, "worlds/g1/journal-wal", "its pages");
	assert_int_equal(RUN(b, "restore", file), E_OK);
	assert_string_equal(str_c(&b->said), "secret Passphrase of the backup\nask restore\n");
	assert_int_equal(number("files"), 4);
	assert_int_equal(number("replaced"), 2);
	/* nothing of the files of before is taken for a part of the new ones */
	assert_string_equal(there(PATH_DATA, "worlds/g1/vault.bak"), "(none)");
	assert_string_equal(there(PATH_DATA, "worlds/g1/vault.bak.before-restore"), "older");
	assert_string_equal(there(PATH_STATE, "worlds/g1/journal-wal"), "(none)");
	assert_string_equal(there(PATH_CONFIG, "config"), "[ui]\ntheme = light\n");
	assert_string_equal(there(PATH_CONFIG, "config.before-restore"), "[ui]\ntheme = vt\n");
	assert_string_equal(there(PATH_DATA, "worlds/g1/vault"), "sealed things");
	assert_string_equal(there(PATH_STATE, "worlds/g1/journal"), "paid");
	/* what was kept beside is not part of the next backup */
	assert_int_equal(RUN(b, "backup", file, "--yes"), E_OK);
	assert_int_equal(number("files"), 4);
}

static void test_refusals(void **state)
{
	(void)state;
	put(PATH_CONFIG, "config", "[ui]\ntheme = light\n");
	b->secret = "short";
	assert_int_equal(RUN(b, "backup", file), E_INVALID);
	assert_int_equal(access(file, F_OK), -1);
	b->secret = NULL;
	assert_int_equal(RUN(b, "backup", file), E_CANCELLED);
	b->secret = "correct horse battery";
	assert_int_equal(RUN(b, "backup", file), E_OK);
	b->answer = E_CANCELLED;
	assert_int_equal(RUN(b, "backup", file), E_CANCELLED); /* it would replace a file */
	put(PATH_CONFIG, "config", "changed\n");
	assert_int_equal(RUN(b, "restore", file), E_CANCELLED);
	assert_string_equal(there(PATH_CONFIG, "config"), "changed\n");
	b->secret = "wrong horse battery";
	assert_int_equal(RUN(b, "restore", file), E_BAD_PASSPHRASE);
	assert_int_equal(RUN(b, "restore", "/nowhere/at/all"), E_NOT_FOUND);
	b->secret = "correct horse battery";
	assert_int_equal(RUN(b, "backup", "/nowhere/at/all"), E_NOT_FOUND);
	b->app.readonly = true;
	assert_int_equal(RUN(b, "backup", file), E_READONLY);
	assert_int_equal(RUN(b, "restore", file), E_READONLY);
}

static void write_sealed(unsigned version, struct slice inside)
{
	struct seal_key key;
	struct str out = { 0 };
	struct fault f;

	assert_int_equal(seal_key_new(slice_of(b->secret), (struct seal_params){ 1, 8192 }, &key), E_OK);
	assert_int_equal(seal_write(&key, backup_kind, version, SLICE(""), inside, &out), E_OK);
	assert_int_equal(paths_write(file, slice_str(&out), &f), E_OK);
	seal_key_free(&key);
	str_free(&out);
}

/* A newer or foreign or damaged file is refused before a passphrase is asked. */
static void test_foreign_files(void **state)
{
	struct str bytes = { 0 };
	struct fault f;
	(void)state;
	b->answer = E_OK;
	write_sealed(BACKUP_VERSION + 1, SLICE(""));
	assert_int_equal(RUN(b, "restore", file), E_NEWER);
	assert_string_equal(str_c(&b->said), "");
	assert_int_equal(paths_write(file, SLICE("hello"), &f), E_OK);
	assert_int_equal(RUN(b, "restore", file), E_INVALID);
	assert_string_equal(str_c(&b->said), "");
	pack_uint(&bytes, 0, 4);
	write_sealed(BACKUP_VERSION, slice_str(&bytes));
	str_cut(&bytes, 0);
	assert_int_equal(RUN(b, "restore", file), E_OK); /* an empty one is fine */
	assert_int_equal(paths_read(file, 4096, &bytes, &f), E_OK);
	bytes.p[bytes.n / 2] ^= 1;
	assert_int_equal(paths_write(file, slice_str(&bytes), &f), E_OK);
	assert_int_equal(RUN(b, "restore", file), E_CORRUPT);
	assert_string_equal(str_c(&b->said), "");
	str_free(&bytes);
}

/* Somebody who knows the passphrase may still not write outside our folders. */
static void test_hostile_inside(void **state)
{
	static const char *const names[] = { "../config", "/etc/x", "a/../../x", "a//b", ".hidden", "a/.b", "", "a/", "./a" };
	struct backup_count count;
	struct fault f;
	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct str inside = { 0 };

		pack_uint(&inside, 1, 4);
		pack_uint(&inside, 1, 1);
		pack_blob(&inside, names[i], strlen(names[i]));
		pack_blob(&inside, "x", 1);
		if (backup_look(slice_str(&inside), &count) != E_CORRUPT)
			fail_msg("%s was accepted", names[i]);
		assert_int_equal(backup_restore(slice_str(&inside), &count, &f), E_CORRUPT);
		str_free(&inside);
	}
	struct str inside = { 0 };
	pack_uint(&inside, 2, 4); /* one more than there are */
	pack_uint(&inside, 0, 1);
	pack_blob(&inside, "a", 1);
	pack_blob(&inside, "x", 1);
	assert_int_equal(backup_look(slice_str(&inside), &count), E_CORRUPT);
	inside.p[0] = 1;
	assert_int_equal(backup_look(slice_str(&inside), &count), E_OK);
	inside.p[4] = 9; /* no such folder */
	assert_int_equal(backup_look(slice_str(&inside), &count), E_CORRUPT);
	assert_int_equal(backup_look((struct slice){ inside.p, 3 }, &count), E_CORRUPT);
	str_free(&inside);
}

static void test_cancel(void **state)
{
	char *argv[] = { file };
	(void)state;
	bench_forget(b);
	cmd_start(&b->app, &b->front, cmd_at(C_BACKUP), 1, argv, bench_done, b);
	assert_int_equal(b->done, 0);
	assert_true(cmd_cancel(&b->front, true));
	assert_int_equal(b->done, 1);
	assert_int_equal(b->e, E_CANCELLED);
	assert_int_equal(access(file, F_OK), -1);
}

static enum err copied(const char *path, const char *to)
{
	struct fault f;
	(void)path;
	return paths_write(to, SLICE("a quiet copy"), &f);
}

static void test_registered_copy(void **state)
{
	struct str inside = { 0 };
	struct backup_count count;
	struct fault f;
	(void)state;
	backup_register(PATH_DATA, "busy.db", copied);
	put(PATH_DATA, "busy.db", "half written");
	assert_int_equal(backup_collect(&inside, &count, &f), E_OK);
	gone(PATH_DATA, "busy.db");
	assert_string_equal(there(PATH_DATA, "busy.db.backup-copy.tmp"), "(none)");
	assert_int_equal(backup_restore(slice_str(&inside), &count, &f), E_OK);
	assert_string_equal(there(PATH_DATA, "busy.db"), "a quiet copy");
	str_free(&inside);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_there_and_back), T(test_refusals), T(test_foreign_files), T(test_hostile_inside), T(test_cancel),
		T(test_registered_copy),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
