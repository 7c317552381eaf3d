/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "base/paths.h"
#include "codec/ss58.h"
#include "model/contacts.h"
#include "model/vcard.h"
#include "model/wallet.h"
#include "model/wallet_follow.h"
#include "model/watched.h"

static struct contacts *c;

static int setup(void **state)
{
	struct fault f;
	struct str path = { 0 };

	(void)state;
	assert_int_equal(paths_init(NULL, &f), E_OK);
	paths_set_world("g1");
	paths_world(PATH_DATA, "contacts", &path);
	unlink(str_c(&path));
	str_free(&path);
	c = contacts_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	contacts_free(c);
	return 0;
}

static enum err put(unsigned char key, const char *name, const char *note)
{
	struct contact one = { .pub = { key }, .name = (char *)(uintptr_t)name, .note = (char *)(uintptr_t)note, .group = (char[]){ "friends" } };

	return contacts_put(c, &one, NULL);
}

static void test_book(void **state)
{
	struct contacts *d = contacts_new();
	struct fault f;
	bool several;

	(void)state;
	assert_int_equal(put(3, "saymour", ""), E_OK);
	assert_int_equal(put(1, "bernard", "vend du \x1b]0;miel\xc3\xa9 \n le jeudi"), E_OK);
	assert_int_equal(put(2, "claire", ""), E_OK);
	assert_int_equal(put(9, "claire", ""), E_EXISTS);
	assert_int_equal(put(9, "   ", ""), E_INVALID);
	assert_int_equal(contacts_count(c), 3);
	assert_string_equal(contacts_at(c, 0)->name, "bernard");
	assert_string_equal(contacts_at(c, 2)->name, "saymour");
	assert_null(strchr(contacts_at(c, 0)->note, 27));
	assert_null(contacts_at(c, 3));
	assert_int_equal(put(2, "claire nicolle", ""), E_OK); /* renamed */
	assert_int_equal(contacts_count(c), 3);
	assert_int_equal(contacts_load(d, &f), E_OK); /* another instance */
	assert_int_equal(contacts_count(d), 3);
	assert_string_equal(contacts_by_pub(d, (unsigned char[32]){ 2 })->name, "claire nicolle");
	assert_non_null(contacts_by_name(d, "saymour", &several));
	assert_false(several);
	assert_int_equal(contacts_remove(d, (unsigned char[32]){ 3 }, &f), E_OK);
	assert_int_equal(contacts_remove(d, (unsigned char[32]){ 3 }, &f), E_NOT_FOUND);
	assert_int_equal(put(4, "zoé", ""), E_OK); /* and what d took away stays away */
	assert_null(contacts_by_name(c, "saymour", &several));
	contacts_free(d);
}

static void test_vcard_there_and_back(void **state)
{
	struct str out = { 0 };
	size_t n, left;
	struct fault f;
	bool several;

	(void)state;
	put(1, "Émile; le \\ maraîcher, de Foix, qui a un nom si long qu'il ne tient pas en 75", "un\ndeux");
	put(2, "claire", "");
	vcard_write(c, &out);
	for (const char *p = out.p, *q; (q = strstr(p, "\r\n")); p = q + 2)
		assert_true(q - p <= 75);
	contacts_remove(c, (unsigned char[32]){ 1 }, &f);
	contacts_remove(c, (unsigned char[32]){ 2 }, &f);
	assert_int_equal(vcard_read(c, slice_str(&out), &n, &left, &f), E_OK);
	assert_int_equal(n, 2);
	assert_int_equal(left, 0);
	assert_string_equal(contacts_by_pub(c, (unsigned char[32]){ 1 })->note, "un\ndeux");
	assert_string_equal(contacts_by_pub(c, (unsigned char[32]){ 1 })->group, "friends");
	assert_non_null(contacts_by_name(c, "claire", &several));
	assert_int_equal(strncmp(contacts_by_pub(c, (unsigned char[32]){ 1 })->name, "Émile; le \\ maraîcher, de Foix", 31), 0);
	str_free(&out);
}

static void test_vcard_of_others(void **state)
{
	static const char text[] =
		"BEGIN:VCARD\nVERSION:3.0\nitem1.FN;CHARSET=\"utf:8\":Claire\\, Nicolle\nNOTE:a\n b\nIMPP;X-SERVICE-TYPE=g1:g1://"
		"g1QmGamxAFGmM8wFVTEb8SDVL1LoHqHv2t8hm4uDHY8JAduSP\nEND:VCARD\n"
		"BEGIN:VCARD\nFN:nobody\nTEL:+33\nEND:VCARD\n"
		"BEGIN:VCARD\nX-G1:g1QmGamxAFGmM8wFVTEb8SDVL1LoHqHv2t8hm4uDHY8JAduSQ\nFN:wrong digit\nEND:VCARD\n";
	size_t n, left;
	struct fault f;

	(void)state;
	assert_int_equal(vcard_read(c, slice_of(text), &n, &left, &f), E_OK);
	assert_int_equal(n, 1);
	assert_int_equal(left, 2);
	assert_string_equal(contacts_at(c, 0)->name, "Claire, Nicolle");
	assert_string_equal(contacts_at(c, 0)->note, "ab");
	assert_int_equal(vcard_read(c, SLICE("BEGIN:VCARD\n"), &n, &left, &f), E_INVALID);
	assert_int_equal(vcard_read(c, SLICE(""), &n, &left, &f), E_INVALID);
}

static void test_watched(void **state)
{
	struct wallet *w = wallet_new(NULL);
	struct fault f;
	char address[SS58_MAX];

	(void)state;
	assert_int_equal(wallet_watch(w, (unsigned char[32]){ 5 }, "coop\x1b", &f), E_OK);
	assert_int_equal(wallet_watch(w, (unsigned char[32]){ 5 }, "again", &f), E_EXISTS);
	assert_int_equal(wallet_watch(w, (unsigned char[32]){ 6 }, "other", &f), E_OK);
	assert_int_equal(w->accounts.n, 2);
	assert_int_equal(w->accounts.v[0].kind, ACCOUNT_WATCH);
	assert_int_equal(wallet_find(w, SLICE("other")), 1);
	assert_int_equal(wallet_find(w, SLICE("2")), 1);
	assert_int_equal(wallet_find(w, SLICE("3")), -1);
	ss58_encode(SS58_G1, (unsigned char[32]){ 5 }, address);
	assert_int_equal(wallet_find(w, slice_of(address)), 0);
	assert_int_equal(wallet_total(w), 0);
	wallet_free(w);
	w = wallet_new(NULL);
	wallet_rebuild(w); /* as the next program finds it */
	assert_int_equal(w->accounts.n, 2);
	wallet_select(w, 1);
	assert_int_equal(wallet_unwatch(w, 0, &f), E_OK);
	assert_int_equal(w->accounts.n, 1);
	assert_string_equal(wallet_account(w)->name, "other"); /* the selection holds on to its account */
	assert_int_equal(wallet_unwatch(w, 7, &f), E_INVALID);
	assert_int_equal(wallet_unwatch(w, 0, &f), E_OK);
	wallet_free(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_book, setup, teardown),
		cmocka_unit_test_setup_teardown(test_vcard_there_and_back, setup, teardown),
		cmocka_unit_test_setup_teardown(test_vcard_of_others, setup, teardown),
		cmocka_unit_test_setup_teardown(test_watched, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
