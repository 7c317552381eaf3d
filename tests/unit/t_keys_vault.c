/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vault: a file written by other libraries, keys as other wallets derive them, and every promise of vault.h. */
#include "config.h"
#include "codec/hash.h"
#include "keys/vault_file.h"
#include "tests/unit/keys_vault.h"

static const char dev[] = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
static const char ones[] = "0101010101010101010101010101010101010101010101010101010101010101";
static const char ones_pub[] = "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c";

static void put_vector(void)
{
	struct str s = seal_vector(seal_vector_vault);
	clear();
	assert_int_equal(paths_write(file_name, slice_str(&s), NULL), E_OK);
	str_free(&s);
}

static void reads_what_others_wrote(void **state)
{
	struct vault *v;
	unsigned char sig[64];
	(void)state;
	put_vector();
	v = unlock();
	assert_false(vault_recovered(v));
	assert_int_equal(vault_safe_at(v, 0)->id, 1);
	assert_int_equal(vault_safe_at(v, 0)->kind, VAULT_SEED);
	assert_int_equal(vault_safe_at(v, 0)->created, 1700000000);
	assert_string_equal(vault_safe_at(v, 0)->label, "Old paper");
	assert_null(vault_safe_at(v, 1));
	assert_string_equal(vault_account_at(v, 0)->label, "Household");
	assert_int_equal(vault_account_at(v, 1)->how, VAULT_WATCH);
	assert_string_equal(vault_account_at(v, 1)->label, "Épicerie");
	assert_null(vault_account_at(v, 2));
	pub_of(v, 2, ones_pub);
	/* the revocation of data: signed by the seed of ones */
	unsigned char payload[40];
	unhex("7265766ffeb770bbb0344dabc8366b0d1f889a8e4e6ca09b914006655fe795920deb6d564b1c0000", payload, 40);
	assert_int_equal(vault_sign(v, 2, payload, 40, sig), E_OK);
	assert_hex(sig, 64,
		   "5393c1fb8d3929ee98067ba1051fad9ccc249b82c4a180037e44d0273802fd039528d8e542a6566c88cacdb0550486300bdabb4eb9b937d112342c54cd8cf40d");
	assert_int_equal(vault_sign(v, 3, payload, 40, sig), E_DENIED);
	assert_int_equal(vault_sign(v, 1, payload, 40, sig), E_NOT_FOUND);
	vault_lock(v);
	vault_lock(NULL);
}

static void lists_while_locked(void **state)
{
	struct vault_account *list;
	size_t n;
	unsigned char other[32] = { 1 };
	(void)state;
	put_vector();
	assert_int_equal(vault_list_read(file_name, world, &list, &n, NULL), E_OK);
	assert_int_equal(n, 2);
	assert_hex(list[0].pub, 32, ones_pub);
	assert_string_equal(list[1].label, "Épicerie");
	assert_int_equal(list[1].how, VAULT_WATCH);
	free(list);
	assert_int_equal(vault_list_read(file_name, other, &list, &n, NULL), E_WRONG_CHAIN);
	struct vault *v = unlock();
	assert_int_equal(vault_edit_hide(v, true, NULL), E_OK);
	assert_int_equal(vault_list_read(file_name, world, &list, &n, NULL), E_OK);
	assert_int_equal(n, 0);
	free(list);
	vault_lock(v);
	v = unlock();
	assert_non_null(vault_account_at(v, 1));
	assert_int_equal(vault_edit_hide(v, false, NULL), E_OK);
	vault_lock(v);
	assert_int_equal(vault_list_read(file_name, world, &list, &n, NULL), E_OK);
	assert_int_equal(n, 2);
	free(list);
	clear();
	assert_int_equal(vault_list_read(file_name, world, &list, &n, NULL), E_NOT_FOUND);
	assert_null(list);
}

static void refuses(void **state)
{
	struct vault *v;
	struct fault f = { 0 };
	unsigned char other[32] = { 1 };
	(void)state;
	put_vector();
	assert_int_equal(vault_unlock(file_name, world, SLICE("wrong"), today, &v, &f), E_BAD_PASSPHRASE);
	assert_null(v);
	assert_int_equal(f.code, E_BAD_PASSPHRASE);
	assert_int_equal(vault_unlock(file_name, other, PASS, today, &v, NULL), E_WRONG_CHAIN);
	assert_int_equal(vault_create(file_name, world, PASS, quick, &v, NULL), E_EXISTS);
	assert_int_equal(chmod(file_name, 0644), 0);
	assert_int_equal(vault_unlock(file_name, world, PASS, today, &v, NULL), E_PERMISSION);
	assert_int_equal(chmod(file_name, 0600), 0);
	for (int i = 0; i < 2; i++)
		assert_int_equal(vault_unlock(file_name, world, SLICE("wrong"), today, &v, NULL), E_BAD_PASSPHRASE);
	assert_int_equal(vault_unlock(file_name, world, PASS, today, &v, &f), E_WAIT);
	assert_int_equal(vault_unlock(file_name, world, PASS, today + 5, &v, NULL), E_OK);
	vault_lock(v);
	clear();
	assert_int_equal(vault_unlock(file_name, world, PASS, today, &v, NULL), E_NOT_FOUND);
	assert_int_equal(vault_create(file_name, world, SLICE(""), quick, &v, NULL), E_INVALID);
	assert_int_equal(vault_create("nowhere/vault", world, PASS, quick, &v, NULL), E_NOT_FOUND);
	assert_null(v);
}

static void leaves_a_newer_format_alone(void **state)
{
	struct str s = seal_vector(seal_vector_vault), after = { 0 };
	struct vault *v;
	(void)state;
	for (int at = 12; at <= 14; at += 2) {
		clear();
		s.p[at] = 9;
		if (at == 14)
			hash_blake2_256((unsigned char *)s.p + s.n - 32, s.p, s.n - 32);
		assert_int_equal(paths_write(file_name, slice_str(&s), NULL), E_OK);
		assert_int_equal(paths_write("vault.bak", SLICE("anything"), NULL), E_OK);
		assert_int_equal(vault_unlock(file_name, world, PASS, today, &v, NULL), E_NEWER);
		assert_int_equal(vault_create(file_name, world, PASS, quick, &v, NULL), E_EXISTS);
		str_cut(&after, 0);
		assert_int_equal(paths_read(file_name, 1 << 20, &after, NULL), E_OK);
		assert_true(slice_eq(slice_str(&s), slice_str(&after)));
		s.p[at] = 1;
	}
	str_free(&s);
	str_free(&after);
}

/* Public keys as @polkadot/keyring, nostr-tools and Astroport's keygen derive them. */
static void accounts_of_all_kinds(void **state)
{
	struct vault *v = fresh();
	uint32_t words, salt, seed, nsec, id;
	unsigned char pub[32];
	(void)state;
	words = keep(v, dev, "Family");
	pub_of(v, account(v, words, KEY_ED25519, VAULT_DERIVE, ""), "345071da55e5dccefaaa440339415ef9f2663338a38f7da0df21be5ab4e055ef");
	pub_of(v, account(v, words, KEY_ED25519, VAULT_DERIVE, "//0"), "ffe0b81700cedadde9debaf7e61292d80581d4a37896055ba25f491b96b25ee6");
	pub_of(v, account(v, words, KEY_SR25519, VAULT_DERIVE, "//hard/soft"), "881cdc4ff2029648b2f49d00cc7dd6f91d04789097502e05ab8a444911e7372a");
	uint32_t nip06 = keep(v, "leader monkey parrot ring guide accident before fence cannon height naive bean", "Nostr words");
	pub_of(v, account(v, nip06, KEY_NOSTR, VAULT_NIP06, ""), "17162c921dc4d2518f9a101db33695df1afb56ab82f5ff3e5da6eec3ca5cd917");
	salt = keep(v, "SALT=salt; PEPPER=pepper", "Station");
	pub_of(v, account(v, salt, KEY_NOSTR, VAULT_TWIN, ""), "2c6bedb023d5fd0ce015fca7ad681138929ebfa376a236a98e468c535cc5cc66");
	seed = keep(v, ones, "Paper");
	pub_of(v, account(v, seed, KEY_ED25519, VAULT_DERIVE, ""), ones_pub);
	pub_of(v, account(v, seed, KEY_SR25519, VAULT_DERIVE, ""), "189dac29296d31814dc8c56cf3d36a0543372bba7538fa322a4aebfebc39e056");
	nsec = keep(v, "nsec1nn5j4dmpdr2yhsklnypqy4xqtm8r8thtlr9vnn0va8s9p0w4ruzs5qn6w4", "Key");
	pub_of(v, account(v, nsec, KEY_NOSTR, VAULT_DERIVE, ""), "9da638f3ff87f550efb32ca0d363f53047ead410e6748c19eb8ccb81ba3aff27");
	static const struct { enum key_scheme scheme; enum vault_how how; const char *path; enum err e; } bad[] = {
		{ KEY_ED25519, VAULT_DERIVE, "/soft", E_UNSUPPORTED }, { KEY_ED25519, VAULT_DERIVE, "x", E_INVALID },
		{ KEY_NOSTR, VAULT_DERIVE, "", E_UNSUPPORTED }, { KEY_ED25519, VAULT_TWIN, "", E_UNSUPPORTED },
		{ KEY_NOSTR, VAULT_TWIN, "", E_UNSUPPORTED }, { KEY_NOSTR, VAULT_NIP06, "x", E_UNSUPPORTED },
		{ KEY_ED25519, VAULT_WATCH, "", E_UNSUPPORTED },
	};
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct vault_edit_way way = { bad[i].scheme, bad[i].how, slice_of(bad[i].path) };
		assert_int_equal(vault_edit_public(v, words, way, pub), bad[i].e);
		assert_int_equal(vault_edit_account(v, words, way, "", &id, NULL), bad[i].e);
	}
	assert_int_equal(vault_edit_public(v, 999, (struct vault_edit_way){ KEY_ED25519, VAULT_DERIVE, SLICE("") }, pub), E_NOT_FOUND);
	assert_int_equal(vault_edit_public(v, salt, (struct vault_edit_way){ KEY_SR25519, VAULT_DERIVE, SLICE("") }, pub), E_UNSUPPORTED);
	assert_int_equal(vault_edit_public(v, nsec, (struct vault_edit_way){ KEY_ED25519, VAULT_DERIVE, SLICE("") }, pub), E_UNSUPPORTED);
	vault_lock(v);
	v = unlock();
	const struct vault_account *a;
	size_t i;
	for (i = 0; (a = vault_account_at(v, i)); i++) {
		unsigned char sig[64], msg[32] = { 5 };
		assert_int_equal(vault_sign(v, a->id, msg, 32, sig), E_OK);
		assert_true(key_verify(a->scheme, a->pub, msg, 32, sig));
	}
	assert_int_equal(i, 8);
	vault_lock(v);
}

static void shares_secrets(void **state)
{
	struct vault *v = fresh();
	unsigned char other[32], out[32];
	(void)state;
	uint32_t ed = account(v, keep(v, ones, ""), KEY_ED25519, VAULT_DERIVE, "");
	unhex("8139770ea87d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394", other, 32);
	assert_int_equal(vault_shared(v, ed, other, out), E_OK); /* tweetnacl-js */
	assert_hex(out, 32, "13258dcfb05c10ba16a2005936b2d4cacb01ee3ef83a0887abd63e4a0b80b3f4");
	assert_int_equal(vault_shared(v, 77, other, out), E_NOT_FOUND);
	vault_lock(v);
}

static void renames_removes_and_keeps_one_of_each(void **state)
{
	struct vault *v = fresh();
	struct keyfile k;
	uint32_t safe = keep(v, dev, "Family"), id, first = account(v, safe, KEY_ED25519, VAULT_DERIVE, "//0");
	unsigned char pub[32];
	char longer[VAULT_LABEL + 1];
	(void)state;
	assert_int_equal(keyfile_read(slice_of(dev), SLICE(""), &k, NULL, NULL), E_OK);
	assert_int_equal(vault_edit_safe(v, &k, "again", today, &id, NULL), E_EXISTS);
	assert_int_equal(id, safe);
	keyfile_free(&k);
	assert_int_equal(vault_edit_account(v, safe, (struct vault_edit_way){ KEY_ED25519, VAULT_DERIVE, SLICE("//0") }, "", &id, NULL), E_EXISTS);
	assert_int_equal(id, first);
	assert_int_equal(vault_edit_rename(v, first, "Épicerie", NULL), E_OK);
	assert_int_equal(vault_edit_rename(v, safe, "Words", NULL), E_OK);
	assert_string_equal(vault_account_at(v, 0)->label, "Épicerie");
	assert_string_equal(vault_safe_at(v, 0)->label, "Words");
	memset(longer, 'x', VAULT_LABEL);
	longer[VAULT_LABEL] = 0;
	assert_int_equal(vault_edit_rename(v, safe, longer, NULL), E_INVALID);
	assert_int_equal(vault_edit_rename(v, safe, "two\nlines", NULL), E_INVALID);
	assert_int_equal(vault_edit_rename(v, safe, "bad \xff", NULL), E_INVALID);
	assert_int_equal(vault_edit_rename(v, 999, "x", NULL), E_NOT_FOUND);
	unhex(ones_pub, pub, 32);
	assert_int_equal(vault_edit_watch(v, KEY_ED25519, pub, "Old paper", &id, NULL), E_OK);
	uint32_t watched = id;
	assert_int_equal(vault_edit_watch(v, KEY_ED25519, pub, "twice", &id, NULL), E_EXISTS);
	uint32_t seed = keep(v, ones, "Paper"); /* its secret comes: the watched one becomes full */
	assert_int_equal(vault_edit_account(v, seed, (struct vault_edit_way){ KEY_ED25519, VAULT_DERIVE, SLICE("") }, "", &id, NULL), E_OK);
	assert_int_equal(id, watched);
	assert_int_equal(vault_account_at(v, 1)->how, VAULT_DERIVE);
	assert_string_equal(vault_account_at(v, 1)->label, "Old paper");
	assert_int_equal(vault_edit_remove(v, seed, true, NULL), E_OK);
	assert_int_equal(vault_account_at(v, 1)->how, VAULT_WATCH);
	assert_int_equal(vault_edit_remove(v, watched, false, NULL), E_OK);
	assert_int_equal(vault_edit_remove(v, watched, false, NULL), E_NOT_FOUND);
	assert_int_equal(vault_edit_remove(v, safe, false, NULL), E_OK);
	assert_null(vault_account_at(v, 0));
	assert_null(vault_safe_at(v, 0));
	assert_true(keep(v, ones, "ids are never used twice") > seed);
	vault_lock(v);
}

static bool opens(const char *name, struct slice pass)
{
	struct str bytes = { 0 };
	struct seal_key k;
	enum err e = paths_read(name, 1 << 20, &bytes, NULL);
	if (e == E_OK)
		e = seal_key_for(slice_str(&bytes), VAULT_BODY_KIND, pass, &k, NULL);
	if (e == E_OK)
		seal_key_free(&k);
	str_free(&bytes);
	return e == E_OK;
}

static void changes_the_passphrase(void **state)
{
	struct vault *v = fresh();
	(void)state;
	account(v, keep(v, dev, "Family"), KEY_ED25519, VAULT_DERIVE, "//0");
	assert_int_equal(vault_edit_passphrase(v, SLICE("wrong"), SLICE("new"), quick, today, NULL), E_BAD_PASSPHRASE);
	assert_int_equal(vault_edit_passphrase(v, PASS, SLICE(""), quick, today, NULL), E_INVALID);
	assert_int_equal(vault_edit_passphrase(v, PASS, SLICE("new"), (struct seal_params){ 2, 16 }, today, NULL), E_OK);
	account(v, vault_safe_at(v, 0)->id, KEY_ED25519, VAULT_DERIVE, "//1");
	vault_lock(v);
	assert_true(opens("vault", SLICE("new")) && opens("vault.bak", SLICE("new")));
	assert_false(opens("vault", PASS) || opens("vault.bak", PASS));
	assert_int_equal(vault_unlock(file_name, world, PASS, today, &v, NULL), E_BAD_PASSPHRASE);
	assert_int_equal(vault_unlock(file_name, world, SLICE("new"), today, &v, NULL), E_OK);
	assert_non_null(vault_account_at(v, 1));
	vault_lock(v);
}

static void exports_with_the_passphrase_only(void **state)
{
	struct vault *v = fresh();
	uint32_t words = keep(v, dev, ""), salt = keep(v, "toto\ntata\n", ""), seed = keep(v, ones, "Paper"), id;
	uint32_t ed = account(v, seed, KEY_ED25519, VAULT_DERIVE, ""), sr = account(v, words, KEY_SR25519, VAULT_DERIVE, "//0");
	uint32_t twin = account(v, salt, KEY_NOSTR, VAULT_TWIN, "");
	struct secret out = secret_new(64);
	unsigned char pub[32] = { 1 };
	(void)state;
	assert_int_equal(vault_export_check(v, SLICE("no"), today, NULL), E_BAD_PASSPHRASE);
	assert_int_equal(vault_export_check(v, PASS, today, NULL), E_OK);
	assert_int_equal(vault_export_safe(v, words, SLICE("wrong"), today, &out, NULL), E_BAD_PASSPHRASE);
	assert_int_equal(vault_export_account(v, ed, SLICE("wrong"), today, KEYFILE_WIF, SLICE(""), &out, NULL), E_BAD_PASSPHRASE);
	assert_int_equal(out.n, 0);
	assert_int_equal(vault_export_safe(v, words, PASS, today, &out, NULL), E_OK);
	assert_text(&out, dev);
	secret_cut(&out, 0);
	assert_int_equal(vault_export_safe(v, salt, PASS, today, &out, NULL), E_OK);
	assert_text(&out, "toto\ntata");
	secret_cut(&out, 0);
	assert_int_equal(vault_export_safe(v, seed, PASS, today, &out, NULL), E_OK);
	assert_text(&out, ones);
	assert_int_equal(vault_export_safe(v, 999, PASS, today, &out, NULL), E_NOT_FOUND);
	static const struct { enum keyfile_kind as; const char *password; } form[] = {
		{ KEYFILE_PUBSEC, "" }, { KEYFILE_WIF, "" }, { KEYFILE_EWIF, "x" }, { KEYFILE_SEED, "" }, { KEYFILE_NACL, "" },
		{ KEYFILE_PEM, "" }, { KEYFILE_JSON, "x" },
	};
	for (size_t i = 0; i < COUNT(form); i++) {
		struct keyfile k;
		secret_cut(&out, 0);
		assert_int_equal(vault_export_account(v, ed, PASS, today, form[i].as, slice_of(form[i].password), &out, NULL), E_OK);
		assert_int_equal(keyfile_detect(norm_slice(&out)), form[i].as);
		assert_int_equal(keyfile_read(norm_slice(&out), slice_of(form[i].password), &k, NULL, NULL), E_OK);
		assert_hex(k.pub, 32, ones_pub);
		keyfile_free(&k);
	}
	struct keyfile k;
	secret_cut(&out, 0);
	assert_int_equal(vault_export_account(v, twin, PASS, today, KEYFILE_NSEC, SLICE(""), &out, NULL), E_OK);
	assert_int_equal(keyfile_read(norm_slice(&out), SLICE(""), &k, NULL, NULL), E_OK);
	assert_memory_equal(k.pub, vault_account_at(v, 2)->pub, 32);
	keyfile_free(&k);
	secret_cut(&out, 0);
	assert_int_equal(vault_export_account(v, sr, PASS, today, KEYFILE_JSON, SLICE("x"), &out, NULL), E_OK);
	assert_int_equal(keyfile_read(norm_slice(&out), SLICE("x"), &k, NULL, NULL), E_OK);
	assert_hex(k.pub, 32, "2afba9278e30ccf6a6ceb3a8b6e336b70068f045c666f2e7f4f9cc5f47db8972");
	keyfile_free(&k);
	assert_int_equal(vault_export_account(v, sr, PASS, today, KEYFILE_WIF, SLICE(""), &out, NULL), E_UNSUPPORTED);
	assert_int_equal(vault_export_account(v, twin, PASS, today, KEYFILE_WIF, SLICE(""), &out, NULL), E_UNSUPPORTED);
	assert_int_equal(vault_export_account(v, ed, PASS, today, KEYFILE_EWIF, SLICE(""), &out, NULL), E_INVALID);
	assert_int_equal(vault_export_account(v, 999, PASS, today, KEYFILE_WIF, SLICE(""), &out, NULL), E_NOT_FOUND);
	assert_int_equal(vault_edit_watch(v, KEY_SR25519, pub, "", &id, NULL), E_OK);
	assert_int_equal(vault_export_account(v, id, PASS, today, KEYFILE_WIF, SLICE(""), &out, NULL), E_DENIED);
	secret_free(&out);
	vault_lock(v);
}

static void two_programs_do_not_overwrite_each_other(void **state)
{
	struct vault *a, *b;
	(void)state;
	vault_lock(fresh());
	a = unlock();
	b = unlock();
	uint32_t id = keep(a, dev, "first");
	struct keyfile k;
	assert_int_equal(keyfile_read(slice_of(ones), SLICE(""), &k, NULL, NULL), E_OK);
	assert_int_equal(vault_edit_safe(b, &k, "second", today, &id, NULL), E_BUSY);
	assert_null(vault_safe_at(b, 0)); /* and b is as it was */
	vault_lock(b);
	b = unlock();
	assert_int_equal(vault_edit_safe(b, &k, "second", today, &id, NULL), E_OK);
	keyfile_free(&k);
	assert_string_equal(vault_safe_at(b, 0)->label, "first");
	assert_string_equal(vault_safe_at(b, 1)->label, "second");
	vault_lock(a);
	vault_lock(b);
}

static void damage_is_noticed_and_mended(void **state)
{
	struct str good = { 0 }, bad = { 0 };
	struct vault *v = fresh();
	(void)state;
	keep(v, dev, "first");
	keep(v, ones, "second");
	vault_lock(v);
	assert_int_equal(paths_read(file_name, 1 << 20, &good, NULL), E_OK);
	for (size_t i = 0; i < good.n; i += 3) {
		str_cut(&bad, 0);
		str_add(&bad, slice_str(&good));
		bad.p[i] ^= 0x40;
		assert_int_equal(paths_write(file_name, slice_str(&bad), NULL), E_OK);
		if (i == 12) /* this byte says: newer */
			continue;
		v = unlock();
		assert_true(vault_recovered(v));
		assert_string_equal(vault_safe_at(v, 0)->label, "first");
		assert_null(vault_safe_at(v, 1));
		vault_lock(v);
	}
	v = unlock(); /* the older generation stays until a good file stands again, then both are good */
	keep(v, ones, "second again");
	assert_false(vault_recovered(v));
	vault_lock(v);
	v = unlock();
	assert_false(vault_recovered(v));
	assert_string_equal(vault_safe_at(v, 1)->label, "second again");
	vault_lock(v);
	assert_int_equal(unlink("vault.bak"), 0);
	assert_int_equal(paths_write(file_name, SLICE("rubbish"), NULL), E_OK);
	assert_int_equal(vault_unlock(file_name, world, PASS, today, &v, NULL), E_CORRUPT);
	str_free(&good);
	str_free(&bad);
}

static void a_lost_file_under_an_open_vault(void **state)
{
	struct vault *v = fresh();
	(void)state;
	assert_int_equal(unlink(file_name), 0);
	struct keyfile k;
	uint32_t id;
	assert_int_equal(keyfile_read(slice_of(ones), SLICE(""), &k, NULL, NULL), E_OK);
	assert_int_equal(vault_edit_safe(v, &k, "", today, &id, NULL), E_CORRUPT);
	keyfile_free(&k);
	vault_lock(v);
}

static void body_bytes(void **state)
{
	struct vault *v = fresh();
	struct secret bytes = secret_new(64), again = secret_new(64);
	struct vault_body b, c;
	struct str open = { 0 };
	unsigned char genesis[32];
	uint64_t generation;
	(void)state;
	account(v, keep(v, dev, "Family"), KEY_SR25519, VAULT_DERIVE, "//a/b");
	vault_body_write(&v->body, &bytes);
	assert_int_equal(vault_body_read(norm_slice(&bytes), &b), E_OK);
	c = vault_body_copy(&b);
	vault_body_write(&c, &again);
	assert_int_equal(bytes.n, again.n);
	assert_memory_equal(bytes.p, again.p, bytes.n);
	struct key k;
	assert_int_equal(vault_body_key(&b.safes.v[0], &b.accounts.v[0], &k), E_OK);
	assert_memory_equal(k.pub, vault_account_at(v, 0)->pub, 32);
	key_free(&k);
	vault_body_free(&b);
	vault_body_free(&c);
	for (size_t n = 0; n < bytes.n; n++) {
		struct secret cut = secret_copy(bytes.p, n);
		assert_int_equal(vault_body_read(norm_slice(&cut), &b), E_CORRUPT);
		secret_free(&cut);
	}
	secret_add(&bytes, "", 1);
	assert_int_equal(vault_body_read(norm_slice(&bytes), &b), E_CORRUPT);
	vault_body_write_open(v, &v->body, 42, &open);
	assert_int_equal(vault_body_read_open(slice_str(&open), genesis, &generation, NULL), E_OK);
	assert_int_equal(generation, 42);
	assert_memory_equal(genesis, world, 32);
	for (size_t n = 0; n < open.n; n++)
		assert_int_equal(vault_body_read_open(slice_to(slice_str(&open), n), genesis, &generation, NULL), E_CORRUPT);
	struct str file = { 0 };
	struct seal_look look;
	bool recovered;
	assert_int_equal(vault_file_read(file_name, &file, &look, &recovered, NULL), E_OK);
	assert_int_equal(vault_file_write(v, slice_str(&file), false, NULL), E_OK);
	struct vault_body next = vault_body_copy(&v->body);
	assert_int_equal(vault_body_save(v, &next, false, NULL), E_OK);
	str_free(&file);
	str_free(&open);
	secret_free(&bytes);
	secret_free(&again);
	vault_lock(v);
}

/* After locking, the words are in no memory that can be written, but in our own copy. */
static void no_plaintext_remains(void **state)
{
	struct secret words = secret_new(256), shown = secret_new(256);
	struct keyfile k;
	uint32_t id;
	unsigned char sig[64];
	(void)state;
#ifdef VIGIE_SANITIZED
	skip(); /* the sanitizer keeps freed memory and shadows of it */
#endif
	FILE *maps = fopen("/proc/self/maps", "r");
	if (!maps)
		skip();
	assert_int_equal(bip39_generate(24, BIP39_EN, &words), E_OK);
	struct vault *v = fresh();
	assert_int_equal(keyfile_read(norm_slice(&words), SLICE(""), &k, NULL, NULL), E_OK);
	assert_int_equal(vault_edit_safe(v, &k, "", today, &id, NULL), E_OK);
	struct secret root = secret_copy(k.root.p, k.root.n);
	keyfile_free(&k);
	uint32_t ed = account(v, id, KEY_ED25519, VAULT_DERIVE, ""), sr = account(v, id, KEY_SR25519, VAULT_DERIVE, "/x");
	uint32_t nostr = account(v, id, KEY_NOSTR, VAULT_NIP06, "");
	vault_lock(v);
	v = unlock();
	assert_int_equal(vault_sign(v, ed, "0123456789abcdef0123456789abcdef", 32, sig), E_OK);
	assert_int_equal(vault_sign(v, sr, "0123456789abcdef0123456789abcdef", 32, sig), E_OK);
	assert_int_equal(vault_sign(v, nostr, "0123456789abcdef0123456789abcdef", 32, sig), E_OK);
	assert_int_equal(vault_export_safe(v, id, PASS, today, &shown, NULL), E_OK);
	secret_free(&shown);
	vault_lock(v);
	unsigned long from, to;
	char rights[5], line[512];
	size_t found_words = 0, found_root = 0;
	while (fgets(line, sizeof line, maps)) {
		if (sscanf(line, "%lx-%lx %4s", &from, &to, rights) != 3 || rights[0] != 'r' || rights[1] != 'w' || strstr(line, "[v"))
			continue;
		const unsigned char *p = (const unsigned char *)from, *end = (const unsigned char *)to - 32;
		for (; p < end && (p = memmem(p, (size_t)(end - p), words.p, 24)); p++)
			found_words += p != words.p;
		for (p = (const unsigned char *)from; p < end && (p = memmem(p, (size_t)(end - p), root.p, 24)); p++)
			found_root += p != root.p;
	}
	fclose(maps);
	assert_int_equal(found_words, 0);
	assert_int_equal(found_root, 0);
	secret_free(&words);
	secret_free(&root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_others_wrote),
		cmocka_unit_test(lists_while_locked),
		cmocka_unit_test(refuses),
		cmocka_unit_test(leaves_a_newer_format_alone),
		cmocka_unit_test(accounts_of_all_kinds),
		cmocka_unit_test(shares_secrets),
		cmocka_unit_test(renames_removes_and_keeps_one_of_each),
		cmocka_unit_test(changes_the_passphrase),
		cmocka_unit_test(exports_with_the_passphrase_only),
		cmocka_unit_test(two_programs_do_not_overwrite_each_other),
		cmocka_unit_test(damage_is_noticed_and_mended),
		cmocka_unit_test(a_lost_file_under_an_open_vault),
		cmocka_unit_test(body_bytes),
		cmocka_unit_test(no_plaintext_remains),
	};
	assert_int_equal(secret_init(), E_OK);
	enter_folder();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
