/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys without a vault: what addresses a secret gives, fresh words. Nothing is kept. */
#include "base/i18n.h"
#include "base/mem.h"
#include "cmd/cmd_wallet.h"
#include "cmd/handlers.h"
#include "codec/address.h"
#include "io/work.h"
#include "keys/brain.h"
#include "keys/derive.h"
#include "keys/diceware.h"
#include "keys/keyfile.h"
#include "keys/norm.h"
#include "model/app.h"
#include <stdlib.h>

enum { SECRET_MOST = 16384 };

/* What the thread reads. */
struct reading {
	struct secret text, password;
	struct brain_level level;
	bool has_level, has_scheme;
	enum key_scheme scheme;
	char path[64];
	struct keyfile k;
	unsigned char pub[32];
	enum err e;
	struct fault fault;
	struct bip39_trouble trouble;
};

struct keys_run {
	struct wallet_run w;
	struct work *work;
	uint64_t job;
};

static void clean(struct cmd_run *r)
{
	struct keys_run *k = r->data;

	if (k->work) {
		work_forget(k->work, k->job);
		work_free(k->work);
	}
}

/* The words that may have been meant are near the secret: they go to the terminal only, never into a fault, which is logged. */
void cmd_wallet_word_trouble(struct cmd_run *r, const struct bip39_trouble *t)
{
	struct str s = { 0 };

	if (!t || !t->word || r->fault.code != E_NOT_FOUND)
		return;
	fault_set(&r->fault, E_NOT_FOUND, _("word %lu is in no list"), (unsigned long)t->word);
	if (!t->nears || !r->front)
		return;
	/* TR: the number of a word of a phrase */
	str_addf(&s, _("Word %zu is in no list."), t->word);
	for (size_t i = 0; i < t->nears; i++)
		str_addf(&s, "%s%s %s", i ? "," : " ", i ? "" : _("Perhaps:"), bip39_word(t->lang, t->near[i]));
	r->front->ops->toast(r->front->self, TONE_WARN, str_c(&s));
	secret_wipe(s.p, s.n);
	str_free(&s);
}

/* Two lines of identifier and password with another strength than the usual one. */
static enum err read_brain(struct reading *d)
{
	struct slice rest = norm_slice(&d->text), salt, password;
	unsigned char seed[32];
	enum err e;

	if (!slice_split(&rest, '\n', &salt) || !slice_split(&rest, '\n', &password))
		return fault_set(&d->fault, E_INVALID, "%s", _("identifier and password on two lines"));
	e = brain_seed(salt, password, &d->level, seed);
	if (!e)
		d->k = (struct keyfile){ .kind = KEYFILE_SALT, .scheme = KEY_ED25519, .root = secret_copy(seed, 32) };
	secret_wipe(seed, sizeof seed);
	return e;
}

static void run(void *job)
{
	struct reading *d = job;
	struct key key;

	d->e = d->has_level ? read_brain(d) : keyfile_read(norm_slice(&d->text), norm_slice(&d->password), &d->k, &d->fault, &d->trouble);
	if (d->e || d->k.kind == KEYFILE_ADDRESS) {
		memcpy(d->pub, d->k.pub, 32);
		return;
	}
	if (d->has_scheme && d->scheme != d->k.scheme && !keyfile_free_scheme(d->k.kind)) {
		d->e = fault_set(&d->fault, E_UNSUPPORTED, _("this kind of key is always %s"), key_scheme_name(d->k.scheme));
		return;
	}
	if (d->has_scheme)
		d->k.scheme = d->scheme;
	d->e = key_open(&key, d->k.scheme, norm_slice(&d->k.root));
	if (!d->e && d->k.path.n)
		d->e = derive_path(&key, norm_slice(&d->k.path));
	if (!d->e && *d->path)
		d->e = derive_path(&key, slice_of(d->path));
	if (!d->e)
		memcpy(d->pub, key.pub, 32);
	key_free(&key);
}

static void drop(void *job)
{
	struct reading *d = job;

	secret_free(&d->text);
	secret_free(&d->password);
	keyfile_free(&d->k);
}

static void done(void *arg, void *job)
{
	struct cmd_run *r = arg;
	struct reading *d = job;
	json_t *o;

	((struct keys_run *)r->data)->job = 0;
	if (d->e) {
		r->fault = d->fault;
		r->fault.code = d->e;
		cmd_wallet_word_trouble(r, &d->trouble);
		cmd_finish(r, d->e, NULL, NULL);
		return;
	}
	o = json_pack("{s:s, s:s, s:s, s:o, s:o}", "kind", keyfile_name(d->k.kind), "scheme", key_scheme_name(d->k.scheme), "path", d->path,
	              "address", cmd_wallet_address(d->pub), "public_key", cmd_wallet_hex(d->pub, 32));
	if (d->k.scheme == KEY_ED25519) {
		char v1[ADDRESS_V1_MAX], check[4];

		address_v1(d->pub, v1);
		address_check(d->pub, check);
		json_object_set_new(o, "v1", json_sprintf("%s:%s", v1, check));
	}
	if (d->k.known_to_all)
		json_object_set_new(o, "known_to_all", json_true());
	cmd_finish(r, E_OK, o, NULL);
}

/* The kind that was named must be the one that is there: a mistyped secret must not be taken for another kind. */
static enum err check_kind(struct cmd_run *r, const struct secret *text)
{
	const char *wanted = cmd_flag(r, "--kind");
	enum keyfile_kind kind = keyfile_detect(norm_slice(text));
	bool fits = !wanted || !strcmp(wanted, keyfile_name(kind)) || (!strcmp(wanted, "mnemonic") && kind == KEYFILE_SURI) ||
	            (!strcmp(wanted, "seed") && kind == KEYFILE_SURI);

	return fits ? E_OK : fault_set(&r->fault, E_INVALID, _("this is no %s (but %s)"), wanted, keyfile_name(kind));
}

static enum err read_flags(struct cmd_run *r, struct reading *d)
{
	const char *scheme = cmd_flag(r, "--scheme"), *path = cmd_flag(r, "--path"), *level = cmd_flag(r, "--strength");

	d->has_scheme = scheme != NULL;
	if (scheme && (key_scheme_parse(slice_of(scheme), &d->scheme) || d->scheme == KEY_NOSTR))
		return fault_set(&r->fault, E_USAGE, "--scheme %s", scheme);
	d->has_level = level != NULL;
	if (level && brain_level_parse(slice_of(level), &d->level))
		return fault_set(&r->fault, E_USAGE, "--strength %s", level);
	if (path && strlen(path) >= sizeof d->path)
		return fault_set(&r->fault, E_USAGE, "--path %s", path);
	if (path)
		memcpy(d->path, path, strlen(path));
	return E_OK;
}

/* What wants a password has it behind the secret: the last line of the descriptor. A key file keeps its own lines. */
static void split_password(struct reading *d)
{
	struct slice text = norm_slice(&d->text);
	size_t n = slice_trim(text).n, i = n;

	if (!keyfile_wants_password(keyfile_detect(text))) {
		while (i > 0 && text.p[i - 1] != '\n')
			i--;
		if (!i || !keyfile_wants_password(keyfile_detect(slice_to(text, i - 1))))
			return;
	} else {
		while (i > 0 && text.p[i - 1] != '\n')
			i--;
		if (!i || text.p[i] == '}' || !keyfile_wants_password(keyfile_detect(slice_to(text, i - 1))))
			return;
	}
	d->password = secret_copy(text.p + i, n - i);
	secret_cut(&d->text, i);
}

static enum err show(struct cmd_run *r)
{
	struct keys_run *k = cmd_wallet_begin(r, sizeof *k, clean);
	struct work_job job = { .run = run, .done = done, .drop = drop, .arg = r };
	struct reading d = { 0 };
	const char *fd = cmd_flag(r, "--secret-fd");
	uint64_t n = 0;
	enum err e = !fd || !slice_u64(slice_of(fd), &n) || n > 65535
	             ? fault_set(&r->fault, E_USAGE, "%s", _("--secret-fd wants the number of an open descriptor")) : read_flags(r, &d);

	if (e)
		return e;
	d.text = secret_new(SECRET_MOST);
	e = secret_read_all((int)n, &d.text, SECRET_MOST);
	while (d.text.n && (d.text.p[d.text.n - 1] == '\n' || d.text.p[d.text.n - 1] == '\r'))
		secret_cut(&d.text, d.text.n - 1);
	if (!e)
		split_password(&d);
	if (!e && !d.has_level)
		e = check_kind(r, &d.text);
	if (e) {
		drop(&d);
		return e;
	}
	k->work = work_new(r->app->loop, "keys");
	k->job = work_do(k->work, &job, &d, sizeof d);
	cmd_wallet_patient(r);
	return E_OK;
}

/* The words are the one secret that is printed: they are there to be written down, and belong to nothing yet. */
static enum err words(struct cmd_run *r, bool mnemonic)
{
	const char *count = cmd_flag(r, "--words"), *lang = cmd_flag(r, "--lang");
	struct secret s = secret_new(1024);
	unsigned bits = 0;
	uint64_t n = mnemonic ? 12 : DICEWARE_USUAL;
	enum bip39_lang l = lang && !strcmp(lang, "fr") ? BIP39_FR : BIP39_EN;
	enum err e = E_INVALID;

	if (!count || slice_u64(slice_of(count), &n))
		e = mnemonic ? bip39_generate((size_t)n, l, &s) : diceware_make((size_t)n, l, &s, &bits);
	if (mnemonic)
		bits = (unsigned)(n * 32 / 3);
	if (e)
		fault_set(&r->fault, E_USAGE, "--words %s", count ? count : "");
	else
		cmd_finish(r, E_OK, json_pack("{s:s%, s:I}", "words", (const char *)s.p, s.n, "bits", (json_int_t)bits), NULL);
	secret_free(&s);
	return e ? E_USAGE : E_OK;
}

/* One word of a paper: in which list it stands, at which number, or what it may have been. None of it reaches the log. */
static enum err word(struct cmd_run *r)
{
	static const char *const names[BIP39_LANGS] = { "en", "fr" };
	const char *typed = cmd_arg(r, 1);
	struct str near = { 0 };
	json_t *items = json_array();
	int found[5];

	if (!typed) {
		json_decref(items);
		return fault_set(&r->fault, E_USAGE, "%s", "keys word WORD");
	}
	for (int l = 0; l < BIP39_LANGS; l++) {
		int at = bip39_find((enum bip39_lang)l, slice_of(typed));

		if (at >= 0)
			json_array_append_new(items, json_pack("{s:s, s:s, s:i}", "word", bip39_word((enum bip39_lang)l, at), "lang", names[l],
			                                       "number", at + 1));
		for (size_t i = 0, n = at < 0 ? bip39_nearest((enum bip39_lang)l, slice_of(typed), found, 5) : 0; i < n; i++)
			str_addf(&near, "%s%s", near.n ? ", " : "", bip39_word((enum bip39_lang)l, found[i]));
	}
	if (json_array_size(items)) {
		cmd_finish(r, E_OK, cmd_wallet_items(items, false), NULL);
		str_free(&near);
		return E_OK;
	}
	json_decref(items);
	if (near.n && r->front) {
		struct str s = { 0 };

		str_addf(&s, "%s %s", _("Perhaps:"), str_c(&near));
		r->front->ops->toast(r->front->self, TONE_INFO, str_c(&s));
		str_free(&s);
	}
	str_free(&near);
	return fault_set(&r->fault, E_NOT_FOUND, "%s", _("this word is in no list"));
}

enum err cmd_wallet_keys(struct cmd_run *r)
{
	const char *what = cmd_arg(r, 0);

	if (!strcmp(what, "word"))
		return word(r);
	return !strcmp(what, "show") ? show(r) : words(r, !strcmp(what, "words"));
}
