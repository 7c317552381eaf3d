/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vault survives a cut at every byte written and between any two operations: write, fsync, link, rename and unlink are
 * replaced at link time by ones that stop at a given point, as a machine does that loses its power. A byte costs one, an
 * operation costs one; when the purse is empty nothing reaches the disk any more. */
#include "tests/unit/keys_vault.h"
#include <errno.h>
#include <limits.h>

static long purse = LONG_MAX;    /* what may still be spent */
static int unsynced[1024];       /* descriptors with bytes that only the cache knows */

ssize_t __real_write(int fd, const void *p, size_t n);
int __real_link(const char *a, const char *b);
int __real_rename(const char *a, const char *b);
int __real_unlink(const char *a);
ssize_t __wrap_write(int fd, const void *p, size_t n);
int __wrap_fsync(int fd);
int __wrap_link(const char *a, const char *b);
int __wrap_rename(const char *a, const char *b);
int __wrap_unlink(const char *a);

static bool spend(long cost)
{
	if (purse == LONG_MAX)
		return true;
	purse = purse >= cost ? purse - cost : -1;
	if (purse < 0)
		errno = EIO;
	return purse >= 0;
}

ssize_t __wrap_write(int fd, const void *p, size_t n)
{
	size_t can = purse < 0 ? 0 : purse != LONG_MAX && (size_t)purse < n ? (size_t)purse : n;
	if (fd < 1024)
		unsynced[fd] = 1;
	if (can && __real_write(fd, p, can) != (ssize_t)can)
		abort();
	return spend((long)n) ? (ssize_t)n : -1;
}

int __wrap_fsync(int fd) /* no cache is lost here, but whoever renames without it is caught below */
{
	if (!spend(1))
		return -1;
	if (fd < 1024)
		unsynced[fd] = 0;
	return 0;
}

int __wrap_link(const char *a, const char *b)
{
	return spend(1) ? __real_link(a, b) : -1;
}

int __wrap_rename(const char *a, const char *b)
{
	for (int i = 0; i < 1024; i++)
		if (unsynced[i])
			fail_msg("renamed before the bytes were synced");
	return spend(1) ? __real_rename(a, b) : -1;
}

int __wrap_unlink(const char *a)
{
	return spend(1) ? __real_unlink(a) : -1;
}

static struct str start_file;
static uint32_t safe_id, second_id;

/* Two safes, two accounts, and an older generation. */
static void make_start(void)
{
	struct vault *v = fresh();
	safe_id = keep(v, "0101010101010101010101010101010101010101010101010101010101010101", "first");
	account(v, safe_id, KEY_ED25519, VAULT_DERIVE, "");
	second_id = keep(v, "0202020202020202020202020202020202020202020202020202020202020202", "second");
	account(v, second_id, KEY_ED25519, VAULT_DERIVE, "//0");
	vault_lock(v);
	assert_int_equal(paths_read(file_name, 1 << 20, &start_file, NULL), E_OK);
}

static size_t count(const struct vault *v)
{
	size_t n = 0;
	while (vault_account_at(v, n))
		n++;
	return n;
}

static enum err add_watched(struct vault *v)
{
	unsigned char pub[32] = { 9 };
	uint32_t id;
	return vault_edit_watch(v, KEY_ED25519, pub, "third", &id, NULL);
}

static enum err remove_second(struct vault *v)
{
	return vault_edit_remove(v, second_id, false, NULL);
}

static enum err new_passphrase(struct vault *v)
{
	return vault_edit_passphrase(v, PASS, SLICE("new"), quick, today, NULL);
}

static struct vault *unlock_either(void)
{
	struct vault *v = NULL;
	if (vault_unlock(file_name, world, PASS, today, &v, NULL) == E_BAD_PASSPHRASE)
		assert_int_equal(vault_unlock(file_name, world, SLICE("new"), today, &v, NULL), E_OK);
	assert_non_null(v);
	return v;
}

static struct vault *after_reboot(bool *newer_pass)
{
	struct vault *v = NULL;
	enum err e = vault_unlock(file_name, world, PASS, today, &v, NULL);
	*newer_pass = e == E_BAD_PASSPHRASE;
	if (*newer_pass)
		e = vault_unlock(file_name, world, SLICE("new"), today, &v, NULL);
	assert_int_equal(e, E_OK);
	assert_false(vault_recovered(v)); /* the file itself is whole at every moment */
	return v;
}

/* Whatever the cut left: when the file itself is hurt afterwards, the older generation gives the keys of before or of after. A
 * change that purges has none between the two, so that nothing of what was taken out can come back. */
static void older_opens(bool purges)
{
	struct str bytes = { 0 };
	struct vault *v = NULL;
	unsigned char sig[64];
	struct fault f = { 0 };

	assert_int_equal(paths_read(file_name, 1 << 20, &bytes, NULL), E_OK);
	bytes.p[bytes.n / 2] ^= 0x55;
	assert_int_equal(paths_write("vault.hurt", slice_str(&bytes), NULL), E_OK);
	if (access("vault.bak", F_OK)) {
		assert_true(purges);
		assert_int_equal(rename("vault.hurt", file_name), 0);
		assert_int_equal(vault_unlock(file_name, world, PASS, today, &v, &f), E_CORRUPT);
	} else {
		assert_int_equal(rename("vault.hurt", file_name), 0);
		enum err e = vault_unlock(file_name, world, PASS, today, &v, &f);
		if (e == E_BAD_PASSPHRASE)
			e = vault_unlock(file_name, world, SLICE("new"), today, &v, &f);
		assert_int_equal(e, E_OK);
		assert_true(vault_recovered(v));
		assert_int_equal(vault_sign(v, vault_account_at(v, 0)->id, "x", 1, sig), E_OK);
		assert_int_equal(vault_edit_rename(v, safe_id, "goes on", NULL), E_OK); /* and writes a whole file again */
		vault_lock(v);
		v = unlock_either();
		assert_false(vault_recovered(v));
	}
	vault_lock(v);
	str_free(&bytes);
}

static bool file_is_whole(const char *name)
{
	struct str s = { 0 };
	struct seal_look look;
	enum err e = paths_read(name, 1 << 20, &s, NULL);
	if (e == E_OK)
		e = seal_look(slice_str(&s), VAULT_BODY_KIND, VAULT_BODY_VERSION, &look, NULL);
	str_free(&s);
	return e == E_OK || e == E_NOT_FOUND;
}

/* Runs the change with purses of 0, 1, 2 ... until it is done; each time the vault is as before or as after. */
static void cut_everywhere(enum err (*change)(struct vault *v), size_t before, size_t after)
{
	long budget = 0, done_once = 0, left_old = 0, left_new = 0;
	for (; !done_once; budget++) {
		bool newer_pass;
		clear();
		assert_int_equal(paths_write(file_name, slice_str(&start_file), NULL), E_OK);
		assert_int_equal(paths_write("vault.bak", slice_str(&start_file), NULL), E_OK);
		struct vault *v = unlock();
		purse = budget;
		enum err e = change(v);
		done_once = purse > 0;
		purse = LONG_MAX;
		memset(unsynced, 0, sizeof unsynced);
		vault_lock(v);
		v = after_reboot(&newer_pass);
		size_t n = count(v);
		assert_true(n == before || n == after);
		if (e == E_OK)
			assert_int_equal(n, after);
		if (change == new_passphrase && e == E_OK)
			assert_true(newer_pass);
		bool is_new = change == new_passphrase ? newer_pass : n == after;
		left_new += is_new;
		left_old += !is_new;
		assert_true(file_is_whole("vault.bak"));
		vault_lock(v);
		struct str now = { 0 };
		assert_int_equal(paths_read(file_name, 1 << 20, &now, NULL), E_OK);
		struct str bak = { 0 };
		bool had = paths_read("vault.bak", 1 << 20, &bak, NULL) == E_OK;
		older_opens(change != add_watched);
		assert_int_equal(paths_write(file_name, slice_str(&now), NULL), E_OK);
		if (had)
			assert_int_equal(paths_write("vault.bak", slice_str(&bak), NULL), E_OK);
		else
			unlink("vault.bak");
		str_free(&now);
		str_free(&bak);
		v = unlock_either();
		unsigned char sig[64];
		assert_int_equal(vault_sign(v, vault_account_at(v, 0)->id, "x", 1, sig), E_OK);
		assert_int_equal(vault_edit_rename(v, safe_id, "goes on", NULL), E_OK); /* and it can be changed again */
		vault_lock(v);
	}
	assert_true(budget > (long)start_file.n); /* every byte was a cut */
	assert_true(left_old > (long)start_file.n / 2 && left_new > 0);
}

static void adding(void **state)
{
	(void)state;
	make_start();
	cut_everywhere(add_watched, 2, 3);
	str_free(&start_file);
}

static void removing(void **state)
{
	(void)state;
	make_start();
	cut_everywhere(remove_second, 2, 1);
	str_free(&start_file);
}

static void changing_the_passphrase(void **state)
{
	(void)state;
	make_start();
	cut_everywhere(new_passphrase, 2, 2);
	str_free(&start_file);
}

static void creating(void **state)
{
	bool done = false;
	(void)state;
	for (long budget = 0; !done; budget++) {
		struct vault *v = NULL;
		clear();
		purse = budget;
		enum err e = vault_create(file_name, world, PASS, quick, &v, NULL);
		done = purse > 0;
		purse = LONG_MAX;
		memset(unsynced, 0, sizeof unsynced);
		assert_int_equal(e == E_OK, v != NULL);
		vault_lock(v);
		e = vault_unlock(file_name, world, PASS, today, &v, NULL);
		assert_true(e == E_OK || (e == E_NOT_FOUND && !done));
		vault_lock(v);
	}
}

/* What a cut left beside the vault goes with the next change. */
static void leftovers_are_swept(void **state)
{
	(void)state;
	struct vault *v = fresh();
	assert_int_equal(paths_write(".vault.ABCDEF", SLICE("x"), NULL), E_OK);
	assert_int_equal(paths_write(".vault.bak.ABCDEF", SLICE("x"), NULL), E_OK);
	assert_int_equal(paths_write(".vault.other", SLICE("x"), NULL), E_OK);
	keep(v, "0101010101010101010101010101010101010101010101010101010101010101", "first");
	assert_int_equal(access(".vault.ABCDEF", F_OK), -1);
	assert_int_equal(access(".vault.bak.ABCDEF", F_OK), -1);
	assert_int_equal(access(".vault.other", F_OK), 0);
	vault_lock(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(adding),
		cmocka_unit_test(removing),
		cmocka_unit_test(changing_the_passphrase),
		cmocka_unit_test(creating),
		cmocka_unit_test(leftovers_are_swept),
	};
	assert_int_equal(secret_init(), E_OK);
	enter_folder();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
