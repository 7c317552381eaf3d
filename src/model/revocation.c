/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/revocation.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "codec/base58.h"
#include "codec/hex.h"
#include "codec/pack.h"
#include "codec/ss58.h"
#include "g1/compose.h"
#include "keys/payload.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/courier.h"
#include "model/journal_write.h"
#include "model/vaults.h"
#include "model/world.h"
#include <sodium.h>
#include <stdio.h>

enum { OLD_LINES = 8, OLD_TAIL = 89 /* the signature in base64 and its line end */, MOST_LINES = 64 };

void revocation_free(struct revocation *r)
{
	str_free(&r->document);
	*r = (struct revocation){ 0 };
}

static bool holds(const struct revocation *r)
{
	unsigned char payload[PAYLOAD_MAX];
	size_t n = payload_write(PAYLOAD_REVOKE, r->genesis, r->index, NULL, payload);

	return key_verify(r->scheme, r->key, payload, n, r->sig);
}

static enum err world_bytes(const struct app *a, unsigned char genesis[32], struct fault *f)
{
	return hex_exact(slice_of(world_genesis(a->world)), genesis, 32) ? fault_set(f, E_INVALID, "g1.genesis") : E_OK;
}

enum err revocation_make(struct app *a, const unsigned char pub[32], uint32_t index, const char *name, struct revocation *out, struct fault *f)
{
	unsigned char payload[PAYLOAD_MAX];
	size_t n;
	enum err e;

	*out = (struct revocation){ .index = index };
	memcpy(out->key, pub, 32);
	snprintf(out->name, sizeof out->name, "%s", name);
	e = world_bytes(a, out->genesis, f);
	if (!e && !index)
		e = fault_set(f, E_NOT_FOUND, "%s", _("this account owns no identity"));
	if (e)
		return e;
	n = payload_write(PAYLOAD_REVOKE, out->genesis, index, NULL, payload);
	e = vaults_sign(a->vaults, pub, payload, n, out->sig);
	if (e)
		return fault_set(f, e, "%s", e == E_DENIED || e == E_NOT_FOUND ? _("this account is only watched: its key is elsewhere") : "");
	/* the vault knows the curve; a signature that does not hold is never handed out */
	out->scheme = KEY_ED25519;
	if (!holds(out))
		out->scheme = KEY_SR25519;
	return holds(out) ? E_OK : fault_set(f, E_FAILED, "%s", _("the signature does not hold"));
}

/* -- the text -- */

static void line_hex(struct str *out, const char *name, const void *p, size_t n)
{
	str_addf(out, "%s: ", name);
	hex_add0x(out, p, n);
	str_addc(out, '\n');
}

void revocation_write(const struct revocation *r, struct str *out)
{
	struct str call = { 0 };
	char address[SS58_MAX];

	if (r->old) {
		str_add(out, slice_str(&r->document));
		return;
	}
	ss58_encode(SS58_G1, r->key, address);
	str_addf(out, "# %s\n", _("This document ends an identity of the Ğ1 for ever: its name stays taken and nobody can use it again."));
	str_addf(out, "# %s\n", _("Whoever has it can do so. Print it, keep it where your key is not, and show it to nobody."));
	str_addf(out, "# %s\n\n", _("To use it: vigie revoke FILE, with any account that pays the fee; or send the call with another program."));
	str_addf(out, "Type: Revocation\nVersion: 1\n");
	line_hex(out, "Genesis", r->genesis, 32);
	str_addf(out, "Identity: %u\n", r->index);
	if (*r->name)
		str_addf(out, "Name: %s\n", r->name);
	str_addf(out, "Key: %s\nScheme: %s\n", address, key_scheme_name(r->scheme));
	line_hex(out, "Signature", r->sig, 64);
	revocation_bytes(r, &call);
	line_hex(out, "Call", call.p, call.n);
	str_free(&call);
}

static bool name_of_person(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= 'a' && s.p[i] <= 'z') ||
		      s.p[i] == '-' || s.p[i] == '_'))
			return false;
	return s.n < REVOCATION_NAME;
}

/* Which lines were there; each at most once. */
enum { HAS_TYPE = 1, HAS_VERSION = 2, HAS_GENESIS = 4, HAS_INDEX = 8, HAS_KEY = 16, HAS_SCHEME = 32, HAS_SIG = 64, HAS_ALL = 127, HAS_NAME = 128,
	HAS_CALL = 256 };

static bool take_line(struct revocation *r, struct slice name, struct slice value, unsigned *has, struct str *call)
{
	unsigned prefix = 0, bit = 0;
	uint64_t n = 0;
	bool ok = false;

	if (slice_is(name, "Type") && (bit = HAS_TYPE))
		ok = slice_is(value, "Revocation");
	else if (slice_is(name, "Version") && (bit = HAS_VERSION))
		ok = slice_is(value, "1");
	else if (slice_is(name, "Genesis") && (bit = HAS_GENESIS))
		ok = !hex_exact(value, r->genesis, 32);
	else if (slice_is(name, "Identity") && (bit = HAS_INDEX))
		ok = slice_u64(value, &n) && n > 0 && n <= UINT32_MAX;
	else if (slice_is(name, "Key") && (bit = HAS_KEY))
		ok = !ss58_decode(value, &prefix, r->key) && prefix == SS58_G1;
	else if (slice_is(name, "Scheme") && (bit = HAS_SCHEME))
		ok = !key_scheme_parse(value, &r->scheme) && r->scheme != KEY_NOSTR;
	else if (slice_is(name, "Signature") && (bit = HAS_SIG))
		ok = !hex_exact(value, r->sig, 64);
	else if (slice_is(name, "Name") && (bit = HAS_NAME))
		ok = name_of_person(value);
	else if (slice_is(name, "Call") && (bit = HAS_CALL))
		ok = !hex_append(value, call);
	if (bit == HAS_INDEX)
		r->index = (uint32_t)n;
	if (ok && bit == HAS_NAME)
		memcpy(r->name, value.p, value.n);
	ok = ok && !(*has & bit);
	*has |= bit;
	return ok;
}

static enum err read_new(struct slice text, struct revocation *out, struct fault *f)
{
	struct slice line, name;
	struct str call = { 0 }, mine = { 0 };
	unsigned has = 0;
	bool ok = true, same;

	for (int i = 0; ok && slice_split(&text, '\n', &line); i++) {
		line = slice_trim(line);
		if (!line.n || line.p[0] == '#')
			continue;
		ok = i < MOST_LINES && slice_split(&line, ':', &name) && line.p && take_line(out, slice_trim(name), slice_trim(line), &has, &call);
	}
	ok = ok && (has & HAS_ALL) == HAS_ALL;
	revocation_bytes(out, &mine);
	same = !(has & HAS_CALL) || slice_eq(slice_str(&call), slice_str(&mine));
	str_free(&call);
	str_free(&mine);
	if (!ok)
		return fault_set(f, E_INVALID, "%s", _("this is no revocation document"));
	return same && holds(out) ? E_OK : fault_set(f, E_BAD_KEY, "%s", _("the signature does not hold: the document was changed or cut"));
}

/* Fixed heads, then issuer, name, block, the signature of the identity, that of the document, all ended by line ends. */
static enum err read_old(struct slice text, struct revocation *out, struct fault *f)
{
	static const char *const heads[OLD_LINES] = { "Version: 10", "Type: Revocation", "Currency: g1", "Issuer: ", "IdtyUniqueID: ",
		"IdtyTimestamp: ", "IdtySignature: ", "" };
	struct slice rest = text, line[OLD_LINES], name;
	size_t n = 0, len = 0;
	bool ok = text.n > OLD_TAIL && text.p[text.n - 1] == '\n';

	for (; ok && n < OLD_LINES; n++)
		ok = slice_split(&rest, '\n', &line[n]) && slice_starts(line[n], heads[n]) && (n > 2 || slice_is(line[n], heads[n]));
	ok = ok && !rest.n && !base58_decode(slice_from(line[3], 8), out->key, 32, &len) && len == 32;
	ok = ok && !sodium_base642bin(out->sig, 64, line[7].p, line[7].n, NULL, &len, NULL, sodium_base64_VARIANT_ORIGINAL) && len == 64;
	name = ok ? slice_from(line[4], 14) : (struct slice){ 0 };
	if (!ok || !name.n || !name_of_person(name))
		return fault_set(f, E_INVALID, "%s", _("this is no revocation document"));
	if (!key_verify(KEY_ED25519, out->key, text.p, text.n - OLD_TAIL, out->sig))
		return fault_set(f, E_BAD_KEY, "%s", _("the signature does not hold: the document was changed or cut"));
	out->old = true;
	memcpy(out->name, name.p, name.n);
	str_add(&out->document, text);
	return E_OK;
}

enum err revocation_read(struct slice text, struct revocation *out, struct fault *f)
{
	enum err e;

	*out = (struct revocation){ 0 };
	if (text.n > REVOCATION_TEXT)
		e = fault_set(f, E_TOO_BIG, "%s", _("this is no revocation document"));
	else if (slice_starts(text, "Version: 10\n"))
		e = read_old(text, out, f);
	else
		e = read_new(text, out, f);
	if (e)
		revocation_free(out);
	return e;
}

enum err revocation_here(struct app *a, const struct revocation *r, struct fault *f)
{
	unsigned char genesis[32];
	enum err e = world_bytes(a, genesis, f);

	/* the old currency is that of the Ğ1, whose chain the sandbox plays */
	if (!e && !r->old && memcmp(genesis, r->genesis, 32))
		e = fault_set(f, E_WRONG_CHAIN, "%s", _("this document is for another chain"));
	return e;
}

/* -- kept -- */

static enum err place(uint32_t index, struct str *path)
{
	char name[40];

	snprintf(name, sizeof name, "revocation-%u.txt", index);
	return paths_world(PATH_DATA, name, path);
}

enum err revocation_keep(const struct revocation *r, struct str *path, struct fault *f)
{
	struct str text = { 0 };
	enum err e = place(r->index, path);

	revocation_write(r, &text);
	if (e)
		fault_set(f, e, "%s", "revocation");
	else
		e = paths_write(str_c(path), slice_str(&text), f);
	str_free(&text);
	return e;
}

enum err revocation_kept(uint32_t index, struct str *path, struct str *text)
{
	enum err e = place(index, path);

	return e ? e : paths_read(str_c(path), REVOCATION_TEXT, text, NULL);
}

/* -- the call -- */

json_t *revocation_call(const struct revocation *r, const char **name)
{
	struct str key = { 0 }, sig = { 0 };
	json_t *o;

	if (r->old) {
		*name = "Identity.revoke_identity_legacy";
		hex_add0x(&sig, r->document.p, r->document.n);
		o = json_pack("{s:s}", "revocation_document", str_c(&sig));
	} else {
		*name = "Identity.revoke_identity";
		hex_add0x(&key, r->key, 32);
		hex_add0x(&sig, r->sig, 64);
		o = json_pack("{s:I, s:s, s:{s:s}}", "idty_index", (json_int_t)r->index, "revocation_key", str_c(&key), "revocation_sig",
		              r->scheme == KEY_SR25519 ? "Sr25519" : "Ed25519", str_c(&sig));
	}
	str_free(&key);
	str_free(&sig);
	return o;
}

void revocation_bytes(const struct revocation *r, struct str *out)
{
	pack_uint(out, 41, 1);
	pack_uint(out, r->old ? 9 : 4, 1);
	if (r->old) {
		pack_blob(out, r->document.p, r->document.n);
		return;
	}
	pack_uint(out, r->index, 4);
	str_add(out, (struct slice){ (const char *)r->key, 32 });
	pack_uint(out, r->scheme == KEY_SR25519, 1);
	str_add(out, (struct slice){ (const char *)r->sig, 64 });
}

enum err revocation_send(struct app *a, const struct revocation *r, const unsigned char account[32], int64_t *entry,
                         void (*fn)(void *arg, enum err e, const struct fault *f), void *arg, struct fault *f)
{
	struct journal *j = app_journal(a, f);
	struct journal_entry row = { .kind = J_CALL };
	struct str call = { 0 }, title = { 0 };
	bool confirmed = false;
	struct runtime *rt = a->coin->ops->runtime(a->coin->self, &confirmed);
	enum err e = !j ? f->code : revocation_here(a, r, f);
	const char *name;
	json_t *args = revocation_call(r, &name);

	*entry = 0;
	if (!e && (!rt || !confirmed))
		e = fault_set(f, E_OFFLINE, "%s", _("the chain has not answered yet"));
	if (!e && vaults_state(a->vaults) != VAULTS_OPEN)
		e = fault_set(f, E_LOCKED, "%s", "");
	if (!e)
		e = compose_call(rt, name, args, &call, f);
	if (!e) {
		if (*r->name)
			str_addf(&title, _("revocation of %s"), r->name);
		else
			str_addf(&title, _("revocation of identity %u"), r->index);
		row.title = title.p;
		row.fee_c = compose_fee(call.n + 120);
		memcpy(row.account, account, 32);
		e = journal_draft(j, &row, slice_str(&call), -1, entry, f);
	}
	if (!e)
		courier_go(app_courier(a, NULL), *entry, fn, arg);
	json_decref(args);
	str_free(&call);
	str_free(&title);
	return e;
}
