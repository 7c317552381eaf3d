/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The revocation document: the bytes and the signature are those of an independent implementation (polkadot.js against the
 * metadata of the Ğ1), the text is read back exactly, and nothing that was changed is taken. */
#include "tests/unit/unit.h"
#include "base/conf.h"
#include "base/paths.h"
#include "base/secret.h"
#include "cmd/settings.h"
#include "codec/hex.h"
#include "g1/compose.h"
#include "io/loop.h"
#include "keys/keyfile.h"
#include "keys/vault_edit.h"
#include "model/app.h"
#include "model/revocation.h"
#include "model/vaults_in.h"
#include "model/wallet.h"

static const char genesis[] = "feb770bbb0344dabc8366b0d1f889a8e4e6ca09b914006655fe795920deb6d56";
static const char signature[] = "5393c1fb8d3929ee98067ba1051fad9ccc249b82c4a180037e44d0273802fd039528d8e542a6566c88cacdb0550486300bdabb4eb9b937d112"
	"342c54cd8cf40d";
static const char call_hex[] = "29044b1c00008a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c005393c1fb8d3929ee98067ba1051fad9ccc249b82c4a1"
	"80037e44d0273802fd039528d8e542a6566c88cacdb0550486300bdabb4eb9b937d112342c54cd8cf40d";

/* A document of the old currency, signed by OpenSSL with the seed of the vector. */
static const char old_document[] =
		"Version: 10\n"
		"Type: Revocation\n"
		"Currency: g1\n"
		"Issuer: AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9\n"
		"IdtyUniqueID: toto\n"
		"IdtyTimestamp: 32-DB30D958EE5CB75186972286ED3F4686B8A1C2CD\n"
		"IdtySignature: yCc0DDmD+DwM1v/69+Q1llIVlx8VQQjBQgwd/fhloC9KOBdaqq8texvoLIGNaNF88yU8kgZuFhkyB3T2SZT/AQ==\n"
		"MAv+4oAhiFSRQQB7p/J1Y8UwXh5DpQ30pRwvlntwp6Uy6/qY7A+3vpBf2PmnS+Em9OuNLnGh7d30Jajr8gEhCw==\n";
static struct str old_text;

static struct revocation vector(void)
{
	struct revocation r = { .index = 7243, .scheme = KEY_ED25519, .name = "toto" };
	assert_int_equal(hex_exact(slice_of(genesis), r.genesis, 32), E_OK);
	assert_int_equal(hex_exact(slice_of("8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c"), r.key, 32), E_OK);
	assert_int_equal(hex_exact(slice_of(signature), r.sig, 64), E_OK);
	return r;
}

static void hex_is(struct slice bytes, const char *want)
{
	struct str hex = { 0 };
	hex_add(&hex, bytes.p, bytes.n);
	assert_string_equal(str_c(&hex), want);
	str_free(&hex);
}

static void the_bytes_are_the_chains(void **state)
{
	struct revocation r = vector();
	struct str bytes = { 0 }, encoded = { 0 };
	struct runtime_id id = { .spec = 1100, .tx = 1 };
	struct runtime *rt = runtime_builtin(&id);
	const char *name;
	json_t *args = revocation_call(&r, &name);
	struct fault f = { 0 };
	(void)state;
	revocation_bytes(&r, &bytes);
	hex_is(slice_str(&bytes), call_hex);
	/* and the metadata, asked by name, gives the same */
	assert_int_equal(compose_call(rt, name, args, &encoded, &f), E_OK);
	hex_is(slice_str(&encoded), call_hex);
	json_decref(args);
	r.scheme = KEY_SR25519;
	args = revocation_call(&r, &name);
	str_cut(&encoded, 0);
	str_cut(&bytes, 0);
	assert_int_equal(compose_call(rt, name, args, &encoded, &f), E_OK);
	revocation_bytes(&r, &bytes);
	assert_true(slice_eq(slice_str(&bytes), slice_str(&encoded)));
	json_decref(args);
	runtime_drop(rt);
	str_free(&bytes);
	str_free(&encoded);
}

static void written_and_read(void **state)
{
	struct revocation r = vector(), back;
	struct str text = { 0 };
	struct fault f = { 0 };
	(void)state;
	revocation_write(&r, &text);
	assert_int_equal(revocation_read(slice_str(&text), &back, &f), E_OK);
	assert_false(back.old);
	assert_int_equal(back.index, 7243);
	assert_int_equal(back.scheme, KEY_ED25519);
	assert_string_equal(back.name, "toto");
	assert_memory_equal(back.key, r.key, 32);
	assert_memory_equal(back.sig, r.sig, 64);
	assert_memory_equal(back.genesis, r.genesis, 32);
	revocation_free(&back);
	str_free(&text);
}

/* One character of what counts, changed: never taken. Remarks and the name do not count. */
static void every_change_is_noticed(void **state)
{
	struct revocation r = vector(), back;
	struct str text = { 0 };
	size_t refused = 0, taken = 0;
	(void)state;
	r.name[0] = 0;
	revocation_write(&r, &text);
	char *from = strstr(text.p, "Type:");
	assert_non_null(from);
	for (char *p = from; *p; p++) {
		char was = *p;
		*p = was == '1' ? '2' : '1';
		enum err e = revocation_read(slice_str(&text), &back, NULL);
		if (e) {
			refused++;
			assert_true(e == E_INVALID || e == E_BAD_KEY);
		} else { /* a blank more or less */
			taken++;
			assert_int_equal(back.index, 7243);
			assert_memory_equal(back.sig, r.sig, 64);
			revocation_free(&back);
		}
		*p = was;
	}
	assert_true(refused > 500);
	assert_true(taken < 10);
	for (size_t n = 0; n + 1 < text.n; n++) /* and no beginning of it, unless only the line of the call is gone */
		if (!revocation_read(slice_to(slice_str(&text), n), &back, NULL)) {
			assert_true(n >= (size_t)(strstr(text.p, "\nCall:") - text.p));
			revocation_free(&back);
		}
	str_free(&text);
}

static void the_old_one(void **state)
{
	struct revocation back;
	struct str call = { 0 };
	const char *name;
	json_t *args;
	(void)state;
	assert_int_equal(revocation_read(slice_str(&old_text), &back, NULL), E_OK);
	assert_true(back.old);
	assert_string_equal(back.name, "toto");
	args = revocation_call(&back, &name);
	assert_string_equal(name, "Identity.revoke_identity_legacy");
	struct runtime_id id = { .spec = 1100, .tx = 1 };
	struct runtime *rt = runtime_builtin(&id);
	struct str encoded = { 0 };
	assert_int_equal(compose_call(rt, name, args, &encoded, NULL), E_OK);
	revocation_bytes(&back, &call);
	assert_true(slice_eq(slice_str(&call), slice_str(&encoded)));
	json_decref(args);
	runtime_drop(rt);
	revocation_free(&back);
	for (size_t i = 0; i < old_text.n; i++) {
		char was = old_text.p[i];
		old_text.p[i] = was == 'A' ? 'B' : 'A';
		assert_int_not_equal(revocation_read(slice_str(&old_text), &back, NULL), E_OK);
		old_text.p[i] = was;
	}
	str_free(&call);
	str_free(&encoded);
}

static void nonsense(void **state)
{
	static const char *const texts[] = { "", "\n", ":", "Type", "Type: Revocation", "Version: 10\n", "Version: 10\nType: Revocation\n",
		"Type: Revocation\nVersion: 1\nGenesis: 0x00\n", "Type: Revocation\nType: Revocation\n" };
	struct revocation back;
	struct str big = { 0 };
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_int_equal(revocation_read(slice_of(texts[i]), &back, NULL), E_INVALID);
	while (big.n <= REVOCATION_TEXT)
		str_adds(&big, "# a remark\n");
	assert_int_equal(revocation_read(slice_str(&big), &back, NULL), E_TOO_BIG);
	str_free(&big);
}

/* Made by the vault, kept in the folder of the world, found again. */
static enum err answer;
static int answers;

static void told(void *arg, enum err e, const struct fault *f)
{
	(void)arg, (void)f;
	answer = e;
	answers++;
}

static void the_vault_makes_one(void **state)
{
	struct fault f = { 0 };
	struct loop *l = loop_new();
	struct conf *conf = conf_new(settings_keys, settings_count);
	struct secret pass = secret_copy("correct horse battery", 21);
	struct keyfile k;
	struct revocation r, back;
	struct str path = { 0 }, text = { 0 };
	unsigned char pub[32];
	uint32_t safe, id;
	(void)state;
	assert_int_equal(paths_init(NULL, &f), E_OK);
	paths_set_world("g1");
	struct app *a = app_new(l, conf);
	assert_int_equal(hex_exact(slice_of("8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c"), pub, 32), E_OK);
	assert_int_equal(revocation_make(a, pub, 7243, "toto", &r, &f), E_LOCKED);
	vaults_create(a->vaults, &pass, told, NULL);
	while (!answers)
		loop_turn(l, 100);
	assert_int_equal(answer, E_OK);
	assert_int_equal(revocation_make(a, pub, 7243, "toto", &r, &f), E_NOT_FOUND);
	assert_int_equal(keyfile_read(SLICE("0101010101010101010101010101010101010101010101010101010101010101"), SLICE(""), &k, &f, NULL), E_OK);
	assert_int_equal(vault_edit_safe(vaults_get(a->vaults), &k, "seed", 1, &safe, &f), E_OK);
	keyfile_free(&k);
	assert_int_equal(vault_edit_account(vaults_get(a->vaults), safe, (struct vault_edit_way){ KEY_ED25519, VAULT_DERIVE, SLICE("") }, "toto", &id, &f), E_OK);
	assert_int_equal(revocation_make(a, pub, 0, "toto", &r, &f), E_NOT_FOUND); /* no identity */
	assert_int_equal(revocation_make(a, pub, 7243, "toto", &r, &f), E_OK);
	hex_is((struct slice){ (const char *)r.sig, 64 }, signature);
	assert_int_equal(revocation_kept(7243, &path, &text), E_NOT_FOUND);
	str_cut(&path, 0);
	assert_int_equal(revocation_keep(&r, &path, &f), E_OK);
	str_cut(&path, 0);
	assert_int_equal(revocation_kept(7243, &path, &text), E_OK);
	assert_int_equal(revocation_read(slice_str(&text), &back, &f), E_OK);
	assert_int_equal(revocation_here(a, &back, &f), E_OK);
	back.genesis[0] ^= 1;
	assert_int_equal(revocation_here(a, &back, &f), E_WRONG_CHAIN);
	revocation_free(&r);
	revocation_free(&back);
	str_free(&path);
	str_free(&text);
	app_free(a);
	conf_free(conf);
	loop_free(l);
}

static void make_old(void)
{
	str_adds(&old_text, old_document);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_bytes_are_the_chains), cmocka_unit_test(written_and_read), cmocka_unit_test(every_change_is_noticed),
		cmocka_unit_test(the_old_one), cmocka_unit_test(nonsense), cmocka_unit_test(the_vault_makes_one),
	};
	assert_int_equal(secret_init(), E_OK);
	make_old();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
