/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/slip.h"
#include "base/clean.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "codec/encode.h"
#include "codec/hex.h"
#include "codec/ss58.h"
#include "g1/offline.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/journal_ask.h"
#include "model/journal_write.h"
#include "model/payment.h"
#include "model/vaults.h"
#include "model/wallet.h"
#include "model/world.h"
#include <stdlib.h>

enum { FILE_MOST = 1 << 20, METADATA_MOST = 16 << 20 };

struct slip {
	struct app *app;
	struct runtime *runtime;      /* held */
	struct extrinsic_draft draft;
	struct era era;
	struct str bytes;             /* signed */
};

/* -- runtimes -- */

/* Hex or bytes, under the id of this world. */
static struct runtime *from_file(const char *path, const struct runtime_id *id, struct fault *f)
{
	struct str text = { 0 }, bytes = { 0 };
	struct runtime *rt = NULL;

	if (!paths_read(path, METADATA_MOST, &text, f)) {
		struct slice s = slice_trim(slice_str(&text));

		if (slice_starts(s, "0x") && hex_append(s, &bytes))
			fault_set(f, E_INVALID, "%s", path);
		else
			rt = runtime_new(id, bytes.n ? slice_str(&bytes) : slice_str(&text), f);
	}
	str_free(&text);
	str_free(&bytes);
	return rt;
}

static struct runtime *find_runtime(struct app *a, const char *metadata, struct fault *f)
{
	struct runtime_id id = { .name = "g1", .spec = 1100, .tx = 1 };
	struct runtime *known;
	bool confirmed;

	if (hex_exact(slice_of(world_genesis(a->world)), id.genesis, 32)) {
		fault_set(f, E_INVALID, "g1.genesis");
		return NULL;
	}
	if (metadata)
		return from_file(metadata, &id, f);
	if (coin_open(a->coin, f))
		return NULL;
	known = a->coin->ops->runtime(a->coin->self, &confirmed);
	return known ? runtime_hold(known) : runtime_builtin(&id);
}

static enum err as_hex(struct slice hex, struct str *bytes, struct fault *f)
{
	return hex_append(slice_trim(hex), bytes) ? fault_set(f, E_INVALID, "%s", _("not hexadecimal")) : E_OK;
}

enum err slip_decode(struct app *a, struct slice hex, const char *as, const char *metadata, json_t **o, struct str *text, struct fault *f)
{
	struct str bytes = { 0 }, key = { 0 };
	struct slice rest = hex, first;
	struct runtime *r = NULL;
	bool pair = slice_split(&rest, '=', &first) && rest.n;
	enum err e = as_hex(pair ? rest : hex, &bytes, f);

	*o = NULL;
	if (!e && pair)
		e = as_hex(first, &key, f);
	if (!e && !(r = find_runtime(a, metadata, f)))
		e = f->code;
	if (!e && (pair || as))
		e = extrinsic_decode_value(r, pair ? NULL : !strcmp(as, "events") ? "System.Events" : as, slice_str(&key), slice_str(&bytes), o, text, f);
	else if (!e)
		e = extrinsic_decode(r, slice_str(&bytes), o, text, f);
	runtime_drop(r);
	str_free(&bytes);
	str_free(&key);
	return e;
}

enum err slip_encode(struct app *a, const char *call, const json_t *args, const char *metadata, struct str *bytes, struct fault *f)
{
	struct runtime *r = find_runtime(a, metadata, f);
	enum err e = r ? encode_call(r->meta, slice_of(call), args, bytes, f) : f->code;

	runtime_drop(r);
	return e;
}

/* -- files -- */

void slip_free(struct slip *s)
{
	if (!s)
		return;
	runtime_drop(s->runtime);
	extrinsic_draft_free(&s->draft);
	str_free(&s->bytes);
	free(s);
}

static enum err this_world(const struct app *a, const struct runtime_id *id, struct fault *f)
{
	unsigned char genesis[32];

	if (hex_exact(slice_of(world_genesis(a->world)), genesis, 32) || memcmp(genesis, id->genesis, 32))
		return fault_set(f, E_WRONG_CHAIN, "%s", _("this file is for another chain"));
	return E_OK;
}

/* Without network the runtime this program was written for is taken, under the versions of the file. */
static struct slip *finish(struct slip *s, enum err e, const struct runtime_id *id, struct fault *f)
{
	if (!e)
		e = this_world(s->app, id, f);
	if (e) {
		slip_free(s);
		return NULL;
	}
	s->runtime = runtime_builtin(id);
	return s;
}

static struct slip *new_slip(struct app *a)
{
	struct slip *s = mem_new(sizeof *s);

	s->app = a;
	return s;
}

struct slip *slip_read_draft(struct app *a, const char *path, struct fault *f)
{
	struct slip *s = new_slip(a);
	struct str text = { 0 };
	struct runtime_id id = { 0 };
	json_error_t je;
	json_t *o = NULL;
	enum err e = paths_read(path, FILE_MOST, &text, f);
	struct slice t = slice_trim(slice_str(&text));

	if (!e && t.n && t.p[0] == '{') {
		o = json_loadb(t.p, t.n, JSON_REJECT_DUPLICATES, &je);
		e = o ? offline_read_draft(o, &id, &s->draft, f) : fault_set(f, E_INVALID, "%s", je.text);
	} else if (!e) {
		e = offline_unpack(t, &id, &s->draft, f);
	}
	json_decref(o);
	str_free(&text);
	return finish(s, e, &id, f);
}

struct slip *slip_read_signed(struct app *a, const char *path, struct fault *f)
{
	struct slip *s = new_slip(a);
	struct str text = { 0 };
	struct runtime_id id = { 0 };
	json_error_t je;
	json_t *o = NULL;
	enum err e = paths_read(path, FILE_MOST, &text, f);

	if (!e && !(o = json_loadb(str_c(&text), text.n, JSON_REJECT_DUPLICATES, &je)))
		e = fault_set(f, E_INVALID, "%s", je.text);
	if (!e)
		e = offline_read_signed(o, &id, &s->era, &s->bytes, f);
	json_decref(o);
	str_free(&text);
	return finish(s, e, &id, f);
}

void slip_text(const struct slip *s, struct str *out)
{
	struct extrinsic x;
	struct slice call = slice_str(&s->draft.call);
	const unsigned char *who = s->draft.signer;
	struct str words = { 0 };
	char from[SS58_MAX];
	json_t *o = NULL;

	if (s->bytes.n && !extrinsic_read(s->runtime, slice_str(&s->bytes), s->era.birth, NULL, &x, NULL)) {
		call = x.call;
		who = x.signer;
	}
	ss58_encode(SS58_G1, who, from);
	if (extrinsic_decode(s->runtime, call, &o, &words, NULL))
		str_adds(&words, "?");
	str_addf(out, _("%s signs: %s"), from, str_c(&words));
	json_decref(o);
	str_free(&words);
}

enum err slip_sign(struct slip *s, const char *path, unsigned char hash[32], struct fault *f)
{
	struct str payload = { 0 };
	unsigned char sig[64];
	json_t *o = NULL;
	char *text = NULL;
	enum err e = extrinsic_payload(s->runtime, &s->draft, &payload, f);

	if (!e && (e = vaults_sign(s->app->vaults, s->draft.signer, payload.p, payload.n, sig)))
		fault_set(f, e, "%s", e == E_NOT_FOUND ? _("the account it comes from is not in this vault") : "");
	if (!e)
		e = extrinsic_assemble(s->runtime, &s->draft, sig, &s->bytes, hash, f);
	if (!e) {
		o = offline_signed(s->runtime, &s->draft, slice_str(&s->bytes));
		text = json_dumps(o, JSON_INDENT(1));
		e = paths_write(path, slice_of(text), f);
	}
	json_decref(o);
	free(text);
	str_free(&payload);
	return e;
}

/* The one member of {"Balances": {...}}. */
static const json_t *only(const json_t *o, const char **name)
{
	void *it = json_is_object(o) && json_object_size(o) == 1 ? json_object_iter((json_t *)(uintptr_t)o) : NULL;

	*name = it ? json_object_iter_key(it) : "";
	return it ? json_object_iter_value(it) : NULL;
}

static bool transfer(const json_t *args, struct journal_entry *e)
{
	const char *to = json_string_value(json_object_get(json_object_get(args, "dest"), "Id"));
	const json_t *value = json_object_get(args, "value");
	struct journal_to t = { .name = (char[]){ "" } };
	unsigned prefix;

	if (!to || !json_is_integer(value) || ss58_decode(slice_of(to), &prefix, t.pub))
		return false;
	t.amount_c = json_integer_value(value);
	e->total_c += t.amount_c;
	vec_push(&e->to, t);
	return true;
}

/* A decoded call in the words of a payment: who gets how much, and the comment. False when it does anything else. */
static bool payments_of(const json_t *call, struct journal_entry *e, struct str *comment)
{
	const char *pallet, *name;
	const json_t *args = only(only(call, &pallet), &name), *calls = json_object_get(args, "calls");

	if (!strcmp(pallet, "Balances") && (!strcmp(name, "transfer_keep_alive") || !strcmp(name, "transfer_allow_death")))
		return transfer(args, e);
	if (!strcmp(pallet, "System") && !strcmp(name, "remark_with_event") && json_is_string(json_object_get(args, "remark"))) {
		str_cut(comment, 0);
		clean_line(comment, slice_of(json_string_value(json_object_get(args, "remark"))), PAYMENT_TEXT);
		return true;
	}
	if (!strcmp(pallet, "UniversalDividend") && !strcmp(name, "claim_uds"))
		return true;
	if (strcmp(pallet, "Utility") || strcmp(name, "batch_all"))
		return false;
	for (size_t i = 0; i < json_array_size(calls); i++)
		if (!payments_of(json_array_get(calls, i), e, comment))
			return false;
	return true;
}

enum err slip_keep(struct slip *s, int64_t *entry, struct fault *f)
{
	struct journal *j = app_journal(s->app, f);
	struct extrinsic x;
	struct journal_signed sg = { .birth = s->era.birth, .period = s->era.period, .death = era_last(&s->era) + 1,
		.spec = s->runtime->id.spec, .tx = s->runtime->id.tx, .bytes = slice_str(&s->bytes) };
	struct journal_entry e = { .kind = J_CALL };
	struct str title = { 0 }, comment = { 0 };
	const json_t *call;
	json_t *o = NULL;
	enum err code = j ? extrinsic_read(s->runtime, slice_str(&s->bytes), s->era.birth, NULL, &x, f) : f->code;

	*entry = 0;
	if (code)
		return code;
	if (!s->era.period)
		return fault_set(f, E_DENIED, "%s", _("an immortal payment could be repeated by others: it is not sent"));
	*entry = journal_by_hash(j, x.hash);
	if (*entry)
		return E_OK;
	extrinsic_decode(s->runtime, x.call, &o, &title, NULL);
	call = json_object_get(o, "call") ? json_object_get(o, "call") : o;
	if (payments_of(call, &e, &comment) && e.to.n) {
		e.kind = J_PAY;
		e.comment = str_c(&comment)[0] ? comment.p : NULL;
	} else {
		vec_free(&e.to);
		e.total_c = 0;
	}
	json_decref(o);
	sg.nonce = x.nonce;
	memcpy(sg.hash, x.hash, 32);
	memcpy(e.account, x.signer, 32);
	e.title = title.p;
	code = journal_draft(j, &e, (struct slice){ "", 0 }, -1, entry, f);
	if (!code)
		code = journal_signed(j, *entry, &sg, f);
	if (code == E_EXISTS)
		fault_set(f, E_EXISTS, "%s", _("another payment of this account, still under way, has the same number"));
	if (code && *entry)
		journal_drop(j, *entry, NULL);
	vec_free(&e.to);
	str_free(&title);
	str_free(&comment);
	return code;
}
